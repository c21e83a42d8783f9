"""Reliability and relation to speed: planted squads, what counts as a session, and what is said when too few."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.app.observe import measure_tests
from evenstride.core.estimate import Draws, Missing
from evenstride.core.protocol import protocols
from evenstride.core.run import Capacity
from evenstride.core.squad import Bearing, Relation, Reliability
from evenstride.science.change.own_error import split_sessions
from evenstride.science.field.reliability import WINDOW, mean_squares, measure_reliability
from evenstride.science.field.speed_relation import bearing_of, measure_relation
from evenstride.science.simulate.squad import FLYING, PlantedSquad, PlantedTest, simulate_squad

START = date(2026, 1, 5)
JUMP, SPEED = protocols()["P2"], protocols()[FLYING]
Days = dict[str, tuple[Capacity, ...]]


def squad_of(truth: PlantedSquad, seed: int = 0) -> dict[str, dict[str, tuple[Capacity, ...]]]:
    people = simulate_squad(truth, start=START, seed=seed)
    return {athlete.key: dict(measure_tests(tests)) for athlete, tests in people}


def planted(correlation: float = 0.0, **changes: float) -> dict[str, PlantedTest]:
    jump = replace(PlantedTest(0.024, 0.10, correlation=correlation), **changes)
    return {FLYING: PlantedTest(0.012, 0.05, 0.01, 0.02), "P2": jump}


def both(squad: dict[str, dict[str, tuple[Capacity, ...]]]) -> dict[str, tuple[Sequence[Capacity], Sequence[Capacity]]]:
    return {key: (tests["P2"], tests[FLYING]) for key, tests in squad.items()}


def day(value: float, after: int) -> Capacity:
    return Capacity("Noa", "P2", START + timedelta(days=after), Draws(value, np.array([value]), "m"))


def test_planted_reliability_is_recovered() -> None:
    truth = PlantedSquad(athletes=60, sessions=3, weeks=2, tests=planted(gains=0.0, gain=0.0))
    found = measure_reliability({key: tests["P2"] for key, tests in squad_of(truth).items()}, JUMP)
    assert isinstance(found, Reliability)
    assert (found.athletes, found.sessions) == (60, 3)
    interval = found.typical_error.estimate()
    assert interval.low < 0.024 < interval.high
    assert found.typical_error.point == pytest.approx(0.024, rel=0.15)
    true = 0.10**2 / (0.10**2 + 0.024**2)
    assert found.consistency.estimate().low < true < found.consistency.estimate().high
    assert abs(found.shift.point) < 0.01


def test_learning_is_kept_out_and_what_goes_on_is_shown_as_shift() -> None:
    truth = PlantedSquad(athletes=40, sessions=2, weeks=2, tests=planted(gains=0.0, gain=0.05), learning=(0.5, 0.2))
    found = measure_reliability({key: tests["P2"] for key, tests in squad_of(truth).items()}, JUMP)
    assert isinstance(found, Reliability)
    assert found.typical_error.point == pytest.approx(0.024, rel=0.25)
    assert found.shift.estimate().low > 0.0
    assert found.shift.point == pytest.approx(0.05, abs=0.015)
    # A shift shared by all counts as error in the agreement and not in the consistency.
    assert found.agreement.point < found.consistency.point


@pytest.mark.parametrize("test", ["P2", "S3"])
def test_better_is_up_whichever_way_the_test_counts(test: str) -> None:
    truth = PlantedSquad(athletes=20, sessions=2, weeks=2, tests={test: PlantedTest(0.01, 0.1, gain=0.1, gains=0.0)})
    found = measure_reliability({key: tests[test] for key, tests in squad_of(truth).items()}, protocols()[test])
    assert isinstance(found, Reliability)
    assert found.shift.point == pytest.approx(0.1, abs=0.02)


def test_too_few_athletes_are_counted_down() -> None:
    squad = {key: tests["P2"] for key, tests in squad_of(PlantedSquad(athletes=13, tests=planted())).items()}
    found = measure_reliability(squad, JUMP)
    assert isinstance(found, Missing)
    assert found.reason.startswith("13 of 20 athletes have two sessions")
    assert found.remedy == "Test 7 more athletes at least 4 times each"
    far = {str(one): tuple(day(2.0 + 0.01 * one, (WINDOW + 1) * number) for number in range(5)) for one in range(30)}
    assert isinstance(measure_reliability(far, JUMP), Missing)


def test_copied_numbers_are_no_reliability() -> None:
    same = {str(one): tuple(day(2.0 + 0.01 * one, 7 * number) for number in range(5)) for one in range(30)}
    found = measure_reliability(same, JUMP)
    assert isinstance(found, Missing)
    assert found.reason == "readings repeat themselves to the last digit"


def test_a_planted_relation_is_found_and_none_is_none() -> None:
    found = {
        correlation: measure_relation(
            both(squad_of(PlantedSquad(athletes=80, tests=planted(correlation)), 3)), JUMP, SPEED
        )
        for correlation in (0.8, 0.0, -0.8)
    }
    assert all(isinstance(one, Relation) for one in found.values())
    assert [one.bearing for one in found.values() if isinstance(one, Relation)] == [
        Bearing.WITH, Bearing.NOTHING, Bearing.AGAINST,
    ]  # fmt: skip
    related = found[0.8]
    assert isinstance(related, Relation)
    assert related.slope.estimate().low < 0.8 * 0.02 / 0.05 < related.slope.estimate().high


def test_errors_are_taken_off_rather_than_hidden() -> None:
    """With errors as large as the changes, a plain correlation is halved and certain; this one is wide and holds it."""
    truth = PlantedSquad(athletes=60, tests=planted(0.9, error=0.06))
    pairs = both(squad_of(truth, 5))
    found = measure_relation(pairs, JUMP, SPEED)
    assert isinstance(found, Relation)
    logs = [
        [np.log([one.value.point for one in split_sessions(days, JUMP)[1]]) for days in pair] for pair in pairs.values()
    ]
    plain = np.corrcoef([x[-1] - x[0] for x, _ in logs], [y[-1] - y[0] for _, y in logs])[0, 1]
    interval = found.correlation.estimate()
    assert plain < 0.75
    assert found.correlation.point > plain
    assert interval.low < 0.9 < interval.high + 0.05


def test_a_season_in_which_all_improve_is_no_relation() -> None:
    truth = PlantedSquad(athletes=80, tests={FLYING: PlantedTest(0.012, 0.05, 0.04, 0.02),
                                             "P2": PlantedTest(0.024, 0.1, 0.15, 0.05)})  # fmt: skip
    found = measure_relation(both(squad_of(truth, 1)), JUMP, SPEED)
    assert isinstance(found, Relation)
    assert found.bearing is Bearing.NOTHING


def test_fresh_days_shared_by_test_and_run_are_no_relation() -> None:
    hits = 0
    for seed in range(8):
        truth = PlantedSquad(athletes=24, day=0.03, tests=planted(0.0))
        found = measure_relation(both(squad_of(truth, seed)), JUMP, SPEED)
        assert isinstance(found, Relation)
        hits += found.bearing in (Bearing.WITH, Bearing.AGAINST)
    assert hits <= 2


def test_what_is_lacking_for_a_relation_is_said() -> None:
    few = measure_relation(both(squad_of(PlantedSquad(athletes=12, tests=planted()))), JUMP, SPEED)
    assert isinstance(few, Missing)
    assert few.reason == "12 of 20 athletes have two days of both, 4 weeks apart"
    assert few.remedy == "Do P2 and T0 with 8 more athletes, again after 4 weeks"
    twice = measure_relation(both(squad_of(PlantedSquad(athletes=24, sessions=2, tests=planted()))), JUMP, SPEED)
    assert isinstance(twice, Missing)
    assert "on a third day" in twice.remedy
    short = measure_relation(
        both(squad_of(PlantedSquad(athletes=24, sessions=3, weeks=1, tests=planted()))), JUMP, SPEED
    )
    assert isinstance(short, Missing)


def test_bearings_follow_the_interval_alone() -> None:
    def around(low: float, high: float) -> Draws:
        return Draws((low + high) / 2, np.linspace(low, high, 1001), "1")

    assert bearing_of(around(0.05, 0.9)) is Bearing.WITH
    assert bearing_of(around(-0.9, -0.05)) is Bearing.AGAINST
    assert bearing_of(around(-0.4, 0.4)) is Bearing.NOTHING
    assert bearing_of(around(-0.4, 0.7)) is Bearing.CANNOT_TELL
    # 90 % leave zero out here and 95 % do not: neither claimed nor called nothing.
    assert bearing_of(around(-0.02, 0.56)) is Bearing.CANNOT_TELL


def test_a_table_of_one_athlete_is_no_table() -> None:
    with pytest.raises(ValueError, match="at least two athletes"):
        mean_squares(np.ones((1, 3)))
