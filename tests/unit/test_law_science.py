"""The squad laws: the formulas at their limits, simulators, arrays, refusals, and what a comparison says."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.capacity_trend import CapacityReading
from evenstride.core.errors import InputError
from evenstride.core.law import AthleteSeries, Law, LawScore, SquadSeries, compare_scores
from evenstride.core.roles import Role
from evenstride.science.law.arrays import law_arrays
from evenstride.science.law.laws import law_value, push_share
from evenstride.science.law.priors import law_priors
from evenstride.science.law.series import squad_series
from evenstride.science.law.simulate import (
    USUAL_ERRORS,
    draw_planted,
    simulate_law_squad,
    synthesising_unit,
    threshold,
)

LEVEL = st.floats(-0.4, 0.4)
TILT = st.floats(-2.0, 2.0)
SIGMA = st.floats(0.05, 20.0)
LAWS = st.sampled_from(list(Law))


class TestLaws:
    @given(LEVEL, LEVEL, TILT)
    def test_ces_becomes_the_others_at_its_limits(self, push: float, swing: float, tilt: float) -> None:
        def ces(sigma: float) -> float:
            return float(law_value(Law.CES, push, swing, tilt, sigma))

        def other(law: Law) -> float:
            return float(law_value(law, push, swing, tilt))

        assert ces(1.0 + 1e-7) == pytest.approx(other(Law.COBB_DOUGLAS), abs=1e-6)
        assert ces(1e9) == pytest.approx(other(Law.ADDITIVE), abs=1e-6)
        # ln 2 / ρ is how far a CES of ρ stays below its minimum; the kink's place goes with 1/ρ².
        assert ces(1e-5) == pytest.approx(other(Law.MINIMUM), abs=3e-4)

    @given(LAWS, LEVEL, LEVEL, TILT, SIGMA, st.floats(-0.3, 0.3))
    def test_both_higher_by_as_much_is_speed_higher_by_as_much(self, law, push, swing, tilt, sigma, more) -> None:
        before = law_value(law, push, swing, tilt, sigma)
        assert law_value(law, push + more, swing + more, tilt, sigma) - before == pytest.approx(more, abs=1e-9)

    @given(LAWS, LEVEL, LEVEL, TILT, SIGMA, st.floats(0.0, 0.3))
    def test_more_of_one_never_slows_and_the_average_athlete_is_the_origin(
        self, law, push, swing, tilt, sigma, more
    ) -> None:
        before = law_value(law, push, swing, tilt, sigma)
        assert law_value(law, push + more, swing, tilt, sigma) >= before - 1e-12
        assert law_value(law, push, swing + more, tilt, sigma) >= before - 1e-12
        assert law_value(law, 0.0, 0.0, tilt, sigma) == pytest.approx(0.0, abs=1e-12)

    @given(LAWS, LEVEL, LEVEL, TILT, SIGMA)
    def test_swapping_the_roles_mirrors_the_share(self, law, push, swing, tilt, sigma) -> None:
        one = law_value(law, push, swing, tilt, sigma)
        assert law_value(law, swing, push, -tilt, sigma) == pytest.approx(float(one), abs=1e-9)

    @given(st.sampled_from([Law.ADDITIVE, Law.COBB_DOUGLAS, Law.CES]), LEVEL, LEVEL, TILT, SIGMA)
    def test_the_share_is_the_slope(self, law, push, swing, tilt, sigma) -> None:
        step = 1e-5
        rise = law_value(law, push + step, swing, tilt, sigma) - law_value(law, push - step, swing, tilt, sigma)
        assert push_share(law, push, swing, tilt, sigma) == pytest.approx(float(rise) / (2.0 * step), abs=1e-4)

    @given(SIGMA, LEVEL, TILT)
    def test_sigma_is_the_elasticity_of_substitution(self, sigma, apart, tilt) -> None:
        def log_rate(one: float) -> float:
            share = float(push_share(Law.CES, one, 0.0, tilt, sigma))
            # Marginal product of push over that of swing: odds of the shares × S/P.
            return float(np.log(share / (1.0 - share)) - one)

        step = 1e-4
        bend = (log_rate(apart + step) - log_rate(apart - step)) / (2.0 * step)
        assert -1.0 / bend == pytest.approx(sigma, rel=1e-3)

    @pytest.mark.parametrize("rule", [synthesising_unit, threshold])
    def test_laws_outside_the_family_are_laws_too(self, rule) -> None:
        push, swing = np.random.default_rng(1).normal(0.0, 0.2, (2, 50))
        assert np.allclose(rule(push + 0.1, swing + 0.1) - rule(push, swing), 0.1)
        assert np.allclose(rule(push, swing), rule(swing, push))
        assert (rule(push + 0.05, swing) >= rule(push, swing)).all()


def series(name: str, weeks: int = 4) -> AthleteSeries:
    empty = np.zeros(weeks)
    return AthleteSeries(name, np.arange(weeks, dtype=float), empty, empty, empty)


def readings(role: Role | None, test: str, *, level: float = 0.0, weeks: int = 6) -> list[CapacityReading]:
    start = date(2026, 1, 7)
    return [
        CapacityReading(role, test, f"{test} family", "tape", start + timedelta(weeks=k), level + 0.01 * k, 0.02, 4.0)
        for k in range(weeks)
    ]


def squad_readings(athletes: int = 5) -> tuple[dict[str, list[CapacityReading]], dict[str, list[CapacityReading]]]:
    names = [f"athlete {k}" for k in range(athletes)]
    capacities = {
        name: readings(Role.PUSH, "P2", level=0.1 * k) + readings(Role.SWING, "S1") for k, name in enumerate(names)
    }
    return capacities, {name: readings(None, "speed", level=2.1 + 0.01 * k) for k, name in enumerate(names)}


class TestSeries:
    def test_one_value_a_week_beside_the_squads_mean(self) -> None:
        squad = squad_series(*squad_readings())
        assert (squad.push_test, squad.swing_test, squad.weeks) == ("P2", "S1", 30)
        for kind in ("push", "swing", "speed"):
            assert np.mean([getattr(one, kind).mean() for one in squad.athletes]) == pytest.approx(0.0, abs=1e-12)
        assert squad.athletes[1].push[2] - squad.athletes[0].push[0] == pytest.approx(0.12)

    def test_units_move_nothing(self) -> None:
        capacities, speeds = squad_readings()
        scaled = {
            name: [
                CapacityReading(r.role, r.test, r.family, r.setting, r.on, r.value + np.log(100.0), r.error, r.trust)
                for r in rows
            ]
            for name, rows in capacities.items()
        }
        for one, other in zip(
            squad_series(capacities, speeds).athletes, squad_series(scaled, speeds).athletes, strict=True
        ):
            assert np.allclose(one.push, other.push)

    @pytest.mark.parametrize(("test", "family"), [("swing_time", "x"), ("force", "x"), ("own name", "step timing")])
    def test_the_run_itself_is_refused(self, test: str, family: str) -> None:
        capacities, speeds = squad_readings()
        row = capacities["athlete 0"][0]
        capacities["athlete 0"].append(
            CapacityReading(Role.SWING, test, family, "", row.on, row.value, row.error, row.trust)
        )
        with pytest.raises(InputError, match="made from contact and flight times"):
            squad_series(capacities, speeds)

    def test_the_run_itself_cannot_be_asked_for(self) -> None:
        with pytest.raises(InputError, match="made from contact and flight times"):
            squad_series(*squad_readings(), swing="swing_time")
        with pytest.raises(InputError, match="says nothing about swing alone"):
            squad_series(*squad_readings(), swing="P1")

    def test_learning_is_left_out_and_small_squads_are_sent_home(self) -> None:
        capacities, speeds = squad_readings()
        capacities["athlete 0"] = [
            CapacityReading(r.role, r.test, r.family, r.setting, r.on, r.value, r.error, r.trust, learning=True)
            for r in capacities["athlete 0"]
        ]
        with pytest.raises(InputError, match="4 athletes have 3 weeks of P2, S1 and speed"):
            squad_series(capacities, speeds)

    def test_arrays_are_filled_up_and_say_what_is_known(self) -> None:
        people = (*(series(f"{k}") for k in range(4)), series("short", 2))
        arrays = law_arrays(SquadSeries(people, "P2", "S1", USUAL_ERRORS))
        assert arrays.gaps.shape == (5, 4)
        assert arrays.known["speed"].sum() == 18
        assert arrays.without(0).known["speed"].sum() == 14
        assert arrays.known["speed"].sum() == 18
        with pytest.raises(InputError, match="4 athletes have"):
            law_arrays(SquadSeries(people[:4], "P2", "S1", USUAL_ERRORS))


class TestSimulator:
    def test_the_planted_law_is_in_the_speeds(self) -> None:
        rng = np.random.default_rng(5)
        quiet = {"push_error": 1e-9, "swing_error": 1e-9, "speed_error": 1e-9, "speed_spread": 1e-9, "speed_mean": 0.0}
        truth = draw_planted(Law.MINIMUM, rng, held=quiet)
        squad = simulate_law_squad(truth, athletes=5, weeks=8, rng=rng)
        for one in squad.athletes:
            assert np.allclose(one.speed, truth.hyper["returns"] * truth.value(one.push, one.swing), atol=1e-6)

    def test_what_is_missed_is_nan_and_the_first_week_is_whole(self) -> None:
        rng = np.random.default_rng(5)
        squad = simulate_law_squad(draw_planted(Law.CES, rng), athletes=9, weeks=50, missed=0.3, rng=rng)
        assert 0.6 < squad.weeks / 450 < 0.8
        assert all(np.isfinite([one.push[0], one.swing[0], one.speed[0]]).all() for one in squad.athletes)

    def test_only_ces_has_an_elasticity(self) -> None:
        assert {law: "sigma" in law_priors(law, USUAL_ERRORS) for law in Law} == {law: law is Law.CES for law in Law}


class TestVerdict:
    def scores(self, **ahead: float) -> tuple[LawScore, ...]:
        each = np.linspace(0.0, 0.1, 10)
        return tuple(LawScore(law, each + ahead.get(law.name, 0.0) / 10.0) for law in Law)

    def test_a_law_is_named_beyond_the_threshold_only(self) -> None:
        assert compare_scores(self.scores(MINIMUM=3.9)).verdict is None
        named = compare_scores(self.scores(MINIMUM=4.1))
        assert named.verdict is Law.MINIMUM
        assert set(named.ruled_out) == set(Law) - {Law.MINIMUM}

    def test_the_law_that_holds_another_does_not_have_to_be_beaten(self) -> None:
        assert compare_scores(self.scores(MINIMUM=5.0, CES=4.0)).verdict is Law.MINIMUM
        assert compare_scores(self.scores(MINIMUM=5.0, CES=9.5)).verdict is Law.CES
        undecided = compare_scores(self.scores(COBB_DOUGLAS=5.0, ADDITIVE=5.0, CES=5.0))
        assert (undecided.verdict, undecided.ruled_out) == (None, (Law.MINIMUM,))

    def test_a_difference_that_one_athlete_makes_is_none(self) -> None:
        one = np.zeros(10)
        one[0] = 30.0
        scores = tuple(LawScore(law, one if law is Law.MINIMUM else np.zeros(10)) for law in Law)
        assert compare_scores(scores).verdict is None


def test_without_the_extra_the_answer_is_what_to_install(tmp_path: Path) -> None:
    program = (
        "import sys\nsys.modules['numpyro'] = None\nfrom evenstride.doors.cli import main\n"
        f"sys.argv = ['evenstride', 'squad-law', '--db', {str(tmp_path / 'a.db')!r}]\nmain()"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2, done.stderr
    assert "evenstride[bayes]" in done.stderr
