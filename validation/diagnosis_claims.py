"""Coaching claims on trial: athletes of whom a claim is true, or false, by construction; where the verdicts point."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from evenstride.core.capacity_trend import CapacityReading
from evenstride.core.claim import TrialVerdict, claims
from evenstride.core.estimate import Draws
from evenstride.core.experiment import Experiment, Outcome, Suitability
from evenstride.core.log import Feel
from evenstride.core.plateau import PlateauType
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Role
from evenstride.core.run import Run, StepSummary
from evenstride.science.capacity.together import Trends, measure_trends
from evenstride.science.change.progress import measure_outcome_change
from evenstride.science.claim_data import ClaimData, ToldDay
from evenstride.science.diagnosis.plateau import judge_plateau
from evenstride.science.experiment.analysis import analyse_loads
from evenstride.science.experiment.cue import analyse_cues, plan_cues
from evenstride.science.experiment.design import plan_loads, usual_loads
from evenstride.science.experiment.rules import Noise
from evenstride.science.experiment.segment_inertia import measure_doses
from evenstride.science.simulate.experiment import cue_effects, load_effects, simulate_entries
from evenstride.science.weigh_claims import judges
from validation._plateau_signs import simulate_signs
from validation._trend_laws import LAWS, START, simulate_season

Row = dict[str, Any]
Maker = Callable[[int], ClaimData]
"""From the number of an athlete to what is stored of them."""

SEED = 20260621
SEASONS = 100
"""Athletes for each claim and truth."""

WEEKS = 24
FLY_ERROR = 0.008
"""Standard error of one timed day with all its scatter, log units (diagnosis_logic.md §4)."""

EMPTY = Trends({}, None)
GROWN = 0.10
FOLLOWS = 0.03
"""Planted growth of one side, and what speed makes of it where it follows."""


def rows() -> list[Row]:
    """Return how often each judge points the right way, the wrong way, or cannot tell."""
    found: list[Row] = []
    wrong: list[bool] = []
    seen: dict[Maker, list[ClaimData]] = {}
    for claim, (if_true, if_false) in CASES.items():
        for maker, right, other in (
            (if_true, TrialVerdict.FOR, TrialVerdict.AGAINST),
            (if_false, TrialVerdict.AGAINST, TrialVerdict.FOR),
        ):
            if maker not in seen:
                seen[maker] = _athletes(maker, SEASONS)
            verdicts = _verdicts(claim, seen[maker])
            wrong += [one is other for one in verdicts]
            slug = f"claim_{claim.replace('-', '_')}_{'true' if maker is if_true else 'false'}"
            found.append(_row(f"{slug}_wrong", _share(verdicts, other), "<=", 0.10))
            found.append(_row(f"{slug}_told", _share(verdicts, right), ">=", LEAST_TOLD))
    found.append(_row("claims_wrong", float(np.mean(wrong)), "<=", 0.05, n=len(wrong)))
    return [*found, *_untold()]


def _untold() -> Iterable[Row]:
    """How often anything is told of athletes of whom nothing may be."""
    for name, (maker, most) in UNTOLD.items():
        athletes = _athletes(maker, 12)
        told = [verdict for claim in claims() for verdict in _verdicts(claim, athletes)]
        yield _row(f"claims_told_with_{name}", 1.0 - _share(told, TrialVerdict.CANNOT_TELL), "<=", most, n=len(told))


def _athletes(maker: Maker, many: int) -> list[ClaimData]:
    return [maker(case) for case in range(many)]


def _verdicts(claim: str, athletes: list[ClaimData]) -> list[TrialVerdict]:
    one = claims()[claim]
    judge = judges()[one.judge]
    return [judge.weigh(data, one).verdict for data in athletes]


def _season(gains: Mapping[Role, float], speed: float, *, families: int = 2, step: float | None = None) -> Maker:
    """A season of tests and one timed fly a week; capacities move by laws the trend does not hold."""

    def make(case: int) -> ClaimData:
        rng = _rng(case)
        law = list(LAWS)[case % len(LAWS)]
        season = simulate_season(rng, law=law, gains=gains, error=0.022, weeks=12, family_deviation=0.015)
        tests = [row for rows in season.readings.values() for row in (rows if families == 2 else _first(rows))]
        runs = [
            CapacityReading(None, "T0", "speed", "", day, float(value), FLY_ERROR, 4.0)
            for day, value in _days_of(rng, law, speed)
        ]
        steps = () if step is None else tuple(_filmed(rng, law, step))
        return ClaimData(measure_trends(tests, runs, seed=case, draws=1000), steps=steps, seed=case)

    return make


def _first(rows: tuple[CapacityReading, ...]) -> tuple[CapacityReading, ...]:
    return tuple(row for row in rows if row.test == rows[0].test)


def _days_of(rng: np.random.Generator, law: str, gain: float) -> list[tuple[date, float]]:
    shares = np.arange(25) / 24.0
    values = gain * LAWS[law](shares) + FLY_ERROR * rng.standard_normal(25)
    return [(START + timedelta(days=round(84 * share)), value) for share, value in zip(shares, values, strict=True)]


def _filmed(rng: np.random.Generator, law: str, change: float) -> list[tuple[date, StepSummary]]:
    """Step length and frequency of a filmed run every two weeks; a day's scatter and the frames' noise are in it."""
    run = Run(StepEvents("simulated", ()), ())
    found: list[tuple[date, StepSummary]] = []
    for share in np.arange(7) / 6.0:
        moved = change * float(LAWS[law](np.array([share]))[0])
        value = np.exp(moved + 0.008 * rng.standard_normal())
        spread = np.exp(0.006 * rng.standard_normal(400))
        both = {
            "step_length": Draws(2.1 * value, 2.1 * value * spread, "m"),
            "step_frequency": Draws(4.0 * value, 4.0 * value * spread, "1/s"),
        }
        found.append((START + timedelta(days=round(84 * share)), StepSummary(run, both)))
    return found


def _loads(elasticities: Mapping[Role, float]) -> Maker:
    loads = usual_loads(75.0, 1.78)
    plan = plan_loads("simulated", Suitability(30), loads, Noise(0.003, "stated"), on=START)
    assert isinstance(plan, Experiment), "this timing settles it"
    doses = {role: draws.point for role, draws in measure_doses(loads).items()}

    def make(case: int) -> ClaimData:
        entries = simulate_entries(plan, load_effects(elasticities, doses), noise=0.003, seed=case)
        return ClaimData(EMPTY, loads=(analyse_loads(plan, entries, seed=case, draws=1000),))

    return make


def _habit(when: str, effect: float) -> Maker:
    """Half a year of weekly timed flys and a log; speed wanders besides, and the habit adds its effect to a day."""

    def make(case: int) -> ClaimData:
        rng = _rng(case)
        log: list[ToldDay] = []
        speeds: list[tuple[date, Draws]] = []
        wander = np.cumsum(0.003 * rng.standard_normal(WEEKS)) + rng.normal(0.0, 0.02) * np.arange(WEEKS) / WEEKS
        for week in range(WEEKS):
            monday = START + timedelta(weeks=week)
            has = bool(rng.random() < 0.5)
            log += [*_week(monday, when, has), ToldDay(monday + timedelta(6), frozenset({"speed"}), True, _feel(has))]
            value = 9.0 * np.exp(wander[week] + effect * has + FLY_ERROR * rng.standard_normal())
            noise = Draws(value, value * np.exp(FLY_ERROR * rng.standard_normal(200)), "m/s")
            speeds.append((monday + timedelta(6), noise))
        return ClaimData(EMPTY, speeds=speeds, days=log, seed=case)

    return make


def _feel(good: bool) -> Feel:
    return Feel.LIGHT if good else Feel.HEAVY


def _week(monday: date, when: str, has: bool) -> list[ToldDay]:
    """Tuesday to Saturday before a timed Sunday, with or without the habit."""
    kinds = ["easy", "strength", "technique", "easy", "strength"]
    if when == "play" and has:
        kinds[1] = "play"
    if when == "speed":
        # With the Sunday before these are three or four fast days in the seven before a timed run.
        kinds = ["speed", "speed", "easy", "speed" if has else "easy", "easy"]
    if when == "rested" and has:
        kinds[4] = "rest"
    return [ToldDay(monday + timedelta(1 + n), frozenset({kind}), kind != "rest") for n, kind in enumerate(kinds)]


def _load(change: float, speed: float) -> Maker:
    def make(case: int) -> ClaimData:
        rng = _rng(case)
        values = [
            (START + timedelta(days=7 * n), 9.0 * np.exp(speed * n / 7 + FLY_ERROR * rng.standard_normal()))
            for n in range(8)
        ]
        dated = [(day, Draws(value, value * np.exp(0.004 * rng.standard_normal(200)), "m/s")) for day, value in values]
        return ClaimData(EMPTY, load=change, recent_speed=measure_outcome_change(dated, seed=case))

    return make


def _stuck(kind: PlateauType) -> Maker:
    def make(case: int) -> ClaimData:
        rng = _rng(case)
        return ClaimData(EMPTY, plateau=judge_plateau(simulate_signs(kind, rng)))

    return make


def _cue(first: float) -> Maker:
    plan = plan_cues("simulated", ("push", "relax"), Outcome.TIME, Noise(0.008, "stated"), on=START, age=30, pain=False)
    assert isinstance(plan, Experiment), "this timing settles it"

    def make(case: int) -> ClaimData:
        entries = simulate_entries(plan, cue_effects(first), noise=0.008, seed=case)
        return ClaimData(EMPTY, cues=(analyse_cues(plan, entries, seed=case),))

    return make


PUSH_ALONE, SWING_ALONE = {Role.PUSH: GROWN, Role.SWING: 0.0}, {Role.PUSH: 0.0, Role.SWING: GROWN}
ADDITIVE = {Role.PUSH: 0.6, Role.SWING: 0.3, Role.SUPPORT: 0.15}
ONE_PART = {Role.PUSH: 0.0, Role.SWING: 0.6, Role.SUPPORT: 0.0}

_PUSH_STALLS, _PUSH_STALLS_LONGER = (_season(PUSH_ALONE, 0.0, step=step) for step in (-0.04, 0.04))
_SWING_STALLS, _SWING_STALLS_SLOWER = (_season(SWING_ALONE, 0.0, step=step) for step in (0.04, -0.04))
_PUSH_FOLLOWS, _SWING_FOLLOWS = _season(PUSH_ALONE, FOLLOWS), _season(SWING_ALONE, FOLLOWS)
_ONE_PART, _ALL_PARTS = _loads(ONE_PART), _loads(ADDITIVE)

CASES: Mapping[str, tuple[Maker, Maker]] = {
    "both-must-grow": (_SWING_STALLS, _SWING_FOLLOWS),
    "push-ahead-stalls-speed": (_PUSH_STALLS, _PUSH_FOLLOWS),
    "more-push-more-speed": (_PUSH_FOLLOWS, _PUSH_STALLS),
    "more-swing-more-speed": (_SWING_FOLLOWS, _SWING_STALLS),
    "push-ahead-shortens-stride": (_PUSH_STALLS, _PUSH_STALLS_LONGER),
    "swing-ahead-quickens-steps": (_SWING_STALLS, _SWING_STALLS_SLOWER),
    "one-part-sets-the-limit": (_ONE_PART, _ALL_PARTS),
    "arms-and-torso-support": (_ALL_PARTS, _ONE_PART),
    "stuck-means-not-together": (_stuck(PlateauType.NOT_TOGETHER), _stuck(PlateauType.NOT_EXPOSED)),
    "good-feel-fast-run": (_habit("felt good", 0.015), _habit("felt good", 0.0)),
    "rest-brings-speed": (_habit("rested", 0.015), _habit("rested", 0.0)),
    "play-keeps-speed": (_habit("play", 0.015), _habit("play", 0.0)),
    "three-fast-sessions-are-enough": (_habit("speed", 0.0), _habit("speed", 0.015)),
    "more-is-not-better": (_load(0.3, -0.02), _load(0.3, 0.03)),
    "cues-alone-change-little": (_cue(0.0), _cue(0.03)),
}
"""For every claim that data can decide: athletes of whom it is true, and of whom it is false."""

LEAST_TOLD = 0.3


def _noise_only(case: int) -> ClaimData:
    both = _season({Role.PUSH: 0.0, Role.SWING: 0.0}, 0.0, step=0.0)(case)
    return replace(both, load=0.0, plateau=judge_plateau(simulate_signs(PlateauType.CANNOT_TELL, _rng(case))))


UNTOLD: Mapping[str, tuple[Maker, float]] = {
    "nothing": (lambda _: ClaimData(EMPTY), 0.0),
    "one_family": (_season(PUSH_ALONE, FOLLOWS, families=1), 0.0),
    "noise_only": (_noise_only, 0.05),
}
"""Athletes of whom nothing may be told, and the largest share in which something is."""


def _rng(case: int) -> np.random.Generator:
    return np.random.default_rng([SEED, case])


def _share(verdicts: list[TrialVerdict], wanted: TrialVerdict) -> float:
    return float(np.mean([one is wanted for one in verdicts]))


def _row(name: str, value: float, op: str, target: float, *, n: int = SEASONS) -> Row:
    number = round(value, 4)
    return {
        "name": f"diagnosis.{name}", "value": number, "unit": "1", "op": op, "target": target,
        "ok": number <= target if op == "<=" else number >= target,
        "against": "simulated athletes of whom the claim holds or does not by construction",
        "n": n, "seed": SEED,
    }  # fmt: skip
