"""Blocks: is the printed chance to notice right, how often does nothing look like something, does a clear gain show.

Simulated athletes gain by laws other than the model's even one, and their sessions err by laws other than its normal
one. The true scatter of a session is not the stated one, and three to six sessions are all that is known of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import numpy as np
from scipy.special import ndtri

from evenstride.core.athlete import Level
from evenstride.core.block import BaselineDay, Bet, Block, BlockAnswer
from evenstride.core.check import Verdict
from evenstride.core.estimate import Array, Draws
from evenstride.core.roles import Role
from evenstride.core.set_up import SetUp
from evenstride.science.block.change import measure_block_change, predict_notice, spread
from evenstride.science.block.check import answer_block
from evenstride.science.block.forecast import forecast_block
from evenstride.science.change.check import SPEED_SWC
from evenstride.science.diagnosis.potential import REACHABLE_SHARE, predict_potentials

SEED = 20260701
START = date(2026, 5, 1)
WEEKS = 8
ATHLETES = 1200
STATED = (0.006, 0.010, 0.015)
MISJUDGED = 0.3
"""Log SD of how far the true scatter of an athlete's sessions is from the stated one."""

GAINS: Mapping[str, Callable[[Array], Array]] = {
    "even": lambda share: share,
    "saturating": lambda share: (1.0 - np.exp(-3.0 * share)) / (1.0 - np.exp(-3.0)),
    "step": lambda share: np.where(share > 0.5, 1.0, 0.0),
    "late": lambda share: share**2,
}
ERRORS = ("normal", "heavy", "drifting")


@dataclass(frozen=True)
class Case:
    """One simulated athlete: what was stated, what is true, and how speed and errors behave."""

    stated: float
    true: float
    level: Level
    before: int
    planned: int
    gain: str
    error: str
    seed: int


@dataclass(frozen=True)
class Try:
    """What became of one block: the printed chance, and what the check said."""

    chance: float
    noticed: bool
    inside: bool
    place: float


def rows() -> list[dict[str, object]]:
    """Measure what a block promises."""
    cases = _cases()
    tries = [_as_forecast(case) for case in cases]
    chances, seen = np.array([one.chance for one in tries]), np.array([float(one.noticed) for one in tries])
    own = np.array([case.gain == "even" and case.error == "normal" for case in cases])
    quiet = np.array([_working(case, 0.0) for case in cases])
    clear = np.array([_working(case, _three_mdc(case)) for case in cases])
    gap = float(seen.mean() - chances.mean())
    many, alike = len(cases), int(own.sum())
    inside, place = (float(np.mean(one)) for one in zip(*((t.inside, t.place) for t in tries), strict=True))
    return [
        _row("notice_error", _bins(chances, seen), "<=", 0.05, "ten equal-count bins, all laws", many),
        _row("notice_gap", gap, "in", [-0.05, 0.05], "share noticed − mean chance, all laws", many),
        _row("chance_mean", float(chances.mean()), "in", [0.3, 0.7], "mean printed chance: bins differ", many),
        _row("false_working", float(quiet.mean()), "<=", 0.10, "no effect, all laws", many),
        _row("false_working_own_law", float(quiet[own].mean()), "<=", 0.10, "no effect, the model's law", alike),
        _row("working_3_mdc", float(clear.mean()), ">=", 0.90, "gain of 3 × MDC, all laws", many),
        _row("forecast_held", inside, "in", [0.86, 0.94], "90 % interval, gain from the forecast", many),
        _row("forecast_place", place, "in", [0.45, 0.55], "mean place in the forecast", many),
    ]


def _cases() -> list[Case]:
    rng = np.random.default_rng(SEED)
    found: list[Case] = []
    for number in range(ATHLETES):
        stated = float(rng.choice(STATED))
        found.append(
            Case(
                stated,
                stated * float(np.exp(MISJUDGED * rng.standard_normal())),
                tuple(Level)[number % 3],
                int(rng.integers(3, 7)),
                int(rng.integers(8, 25)),
                tuple(GAINS)[number % len(GAINS)],
                ERRORS[(number // len(GAINS)) % len(ERRORS)],
                number,
            )
        )
    return found


def _as_forecast(case: Case) -> Try:
    """One block whose gain comes from its forecast, with the chance that would have been printed."""
    block = _block(case)
    forecast = block.forecasts[Bet.BLOCK]
    gain = float(np.random.default_rng([SEED, case.seed, 1]).choice(forecast.samples))
    chance = predict_notice(
        block.baseline, forecast, spread(case.planned), day_noise=0.0, swc=SPEED_SWC, seed=case.seed
    )
    answer = _answer(case, block, gain)
    place = measure_block_change(block, _sessions(case, gain)).place_in(forecast)
    return Try(chance, answer.verdict is Verdict.WORKING, bool(answer.inside), place)


def _working(case: Case, gain: float) -> bool:
    return _answer(case, _block(case), gain).verdict is Verdict.WORKING


def _three_mdc(case: Case) -> float:
    """Three times the minimal detectable change of this athlete's block, from its true scatter."""
    places = np.array([0.0] * case.before + list(spread(case.planned)))
    return 3.0 * 1.6449 * case.true / float(np.sqrt(np.sum((places - places.mean()) ** 2)))


def _answer(case: Case, block: Block, gain: float) -> BlockAnswer:
    return answer_block(block, "simulated", _sessions(case, gain), on=block.check, seed=case.seed)


def _block(case: Case) -> Block:
    errors = case.true * _errors(case)[: case.before]
    check = START + timedelta(weeks=WEEKS)
    baseline = tuple(
        BaselineDay(START - timedelta(days=4 * (case.before - number)), _draws(8.0 * np.exp(error), case).estimate())
        for number, error in enumerate(errors)
    )
    potentials = predict_potentials({}, None, reachable=REACHABLE_SHARE[case.level])
    return Block(
        athlete="simulated", role=Role.PUSH, outcome="flying speed (T0)", set_up=SetUp("gates"),
        registered_at=datetime(2026, 5, 1, tzinfo=UTC), start=START, check=check, baseline=baseline,
        planned=case.planned, day_noise=0.0, scatter=case.stated,
        forecasts=forecast_block(potentials, Role.PUSH, weeks=WEEKS, seed=case.seed), source="prior", swc=SPEED_SWC,
        swc_source="", chance=0.0, levers={}, stop_rule="", emphasis={}, sealed=True, prospective=True,
    )  # fmt: skip


def _sessions(case: Case, gain: float) -> list[tuple[date, Draws]]:
    shares = np.array(spread(case.planned))
    days = [START + timedelta(days=round(share * 7 * WEEKS)) for share in shares]
    logs = np.log1p(gain) * GAINS[case.gain](shares) + case.true * _errors(case)[case.before :]
    return [(on, _draws(8.0 * np.exp(log), case)) for on, log in zip(days, logs, strict=True)]


def _errors(case: Case) -> Array:
    """Errors of all sessions, standard deviation 1: normal, with heavy tails, or with a form that drifts."""
    rng = np.random.default_rng([SEED, case.seed])
    count = case.before + case.planned
    if case.error == "heavy":
        return rng.standard_t(5.0, count) / (5.0 / 3.0) ** 0.5
    white = rng.standard_normal(count)
    if case.error == "normal":
        return white
    form = np.empty(count)
    form[0] = white[0]
    for place in range(1, count):
        form[place] = 0.3 * form[place - 1] + (1.0 - 0.3**2) ** 0.5 * white[place]
    return form


_LEVELS = ndtri((np.arange(101) + 0.5) / 101)


def _draws(value: float, case: Case) -> Draws:
    return Draws(value, value * np.exp(case.stated * _LEVELS), "m/s")


def _bins(chances: Array, seen: Array) -> float:
    order = np.argsort(chances, kind="stable")
    parts = np.array_split(order, 10)
    gaps = [abs(float(chances[part].mean() - seen[part].mean())) * part.size for part in parts]
    return sum(gaps) / chances.size


def _row(name: str, value: float, op: str, target: object, against: str, n: int) -> dict[str, object]:
    return {
        "name": f"diagnosis.block_{name}",
        "value": value,
        "unit": "share",
        "op": op,
        "target": target,
        "against": against,
        "n": n,
        "seed": SEED,
    }
