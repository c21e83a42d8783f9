"""The pocket laboratory on simulated athletes: own error, left and right, learning, and change."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from evenstride.core.estimate import Draws, Missing
from evenstride.core.field_course import ErrorInUse
from evenstride.core.protocol import protocols
from evenstride.science.change.own_error import measure_own_error, split_sessions
from evenstride.science.change.progress import measure_test_change
from evenstride.science.change.side_difference import SESSIONS_IN_A_ROW, measure_side_difference
from evenstride.science.simulate.field_tests import SimulatedTester
from validation._pocket_seasons import SIDED, UNKNOWN, WEEKLY, season

Row = dict[str, Any]

SEED = 20260405
ATHLETES = 60
ERRORS = (0.015, 0.08)
"""Range of true errors from session to session, log-uniform: from the best hand-held gauge to a poor set-up."""

COVERS = [0.86, 0.94]


def rows() -> list[Row]:
    """Measure every accuracy figure of the pocket laboratory that rests on seasons."""
    return [*_own_error(), *_sides(), *_learning(), _change()]


def _row(name: str, value: float, unit: str, op: str, target: object, against: str, n: int) -> Row:
    return {
        "name": f"pocketlab.{name}", "value": value, "unit": unit, "op": op, "target": target, "against": against,
        "n": n, "seed": SEED,
    }  # fmt: skip


def _tester(number: int, **planted: Any) -> SimulatedTester:
    """Return somebody with an error of their own, drawn from `ERRORS`."""
    rng = np.random.default_rng([SEED, number])
    error = float(np.exp(rng.uniform(*np.log(ERRORS))))
    gain = float(rng.normal(0.03, 0.05))
    return replace(SimulatedTester(f"tester {number}", error=error, gain=gain), **planted)


def own_errors(sessions: int, athletes: int) -> list[tuple[float, ErrorInUse]]:
    """Return (truth, what was measured) for every test of unknown error after some sessions, learning included."""
    found: list[tuple[float, ErrorInUse]] = []
    for number in range(athletes):
        tester = _tester(number)
        for protocol in UNKNOWN:
            days = season(tester, protocol, days=WEEKLY[:sessions], seed=SEED)
            found.append((tester.error, measure_own_error(split_sessions(days, protocol)[1], protocol)))
    return found


def _own_error() -> list[Row]:
    eight = own_errors(8, ATHLETES)
    misses = [abs(used.value / truth - 1.0) for truth, used in eight]
    ratios = [used.value / truth for truth, used in eight]
    held = [used.own is not None and used.own.low <= truth <= used.own.high for truth, used in eight]
    four = [used for _, used in own_errors(4, 20)]
    five = [used for _, used in own_errors(5, 20)]
    replaced = np.mean([used.own is None for used in four] + [used.own is not None for used in five])
    against = "simulated athletes, tests of unknown error, true error 1.5 to 8 %"
    return [
        _row("own_error_median_miss", float(np.median(misses)), "1", "<=", 0.30, f"{against}, 8 sessions", len(eight)),
        _row("own_error_median_ratio", float(np.median(ratios)), "1", "in", [0.85, 1.15], f"{against}, 8 sessions",
             len(eight)),
        _row("own_error_coverage", float(np.mean(held)), "1", "in", COVERS, f"{against}, 8 sessions", len(eight)),
        _row("own_error_replaces_after_three", float(replaced), "1", ">=", 1.0,
             "unknown with two sessions after familiarisation, own with three", len(four) + len(five)),
    ]  # fmt: skip


def side_said(tester: SimulatedTester) -> tuple[int, bool]:
    """Return in how many tests a season ever says something of sides, and whether it ever names the wrong one."""
    told: set[str] = set()
    wrong = False
    for protocol in SIDED:
        days = season(tester, protocol, seed=SEED)
        for count in range(protocol.familiarisation + SESSIONS_IN_A_ROW, len(days) + 1):
            found = measure_side_difference(split_sessions(days[:count], protocol)[1], protocol)
            if not isinstance(found, Missing) and found.ahead is not None:
                told.add(protocol.id)
                wrong = wrong or (found.ahead.value == "left") is not (tester.difference > 0.0)
    return len(told), wrong


def _sides() -> list[Row]:
    count = 200
    symmetric = [side_said(_tester(number))[0] > 0 for number in range(count)]
    planted = [side_said(_tester(number, difference=0.12, error=0.03)) for number in range(60)]
    mirrored = [side_said(_tester(number, difference=-0.12, error=0.03)) for number in range(60)]
    names = ", ".join(protocol.id for protocol in SIDED)
    return [
        _row("sides_symmetric_left_alone", 1.0 - float(np.mean(symmetric)), "1", ">=", 0.95,
             f"symmetric simulated athletes, 12 weeks of {names}, asked after every session", count),
        _row("sides_planted_difference_found", float(np.mean([said for said, _ in planted + mirrored])) / len(SIDED),
             "1", ">=", 0.7, "12 % between sides, error 3 %, share of tests that say so within 12 weeks", 120),
        _row("sides_wrong_side_named", float(np.mean([wrong for _, wrong in planted + mirrored])), "1", "<=", 0.0,
             "12 % between sides, error 3 %", 120),
    ]  # fmt: skip


def _learning() -> list[Row]:
    """Athletes who only learn: 12 % and 5 % below themselves in the first two sessions, and no change afterwards."""
    shown: list[float] = []
    points: list[float] = []
    naive: list[float] = []
    for number in range(ATHLETES):
        tester = _tester(number, gain=0.0, learning=(0.12, 0.05))
        for protocol in protocols().values():
            days = season(tester, protocol, days=WEEKLY[:8], seed=SEED)
            change = measure_test_change(days, protocol, seed=number)
            no_care = measure_test_change(days, replace(protocol, familiarisation=0), seed=number)
            assert isinstance(change, Draws)
            assert isinstance(no_care, Draws)
            shown.append(float(change.estimate().low > 0.0))
            naive.append(float(no_care.estimate().low > 0.0))
            points.append(change.point)
    against = "12 and 5 % of learning in the first two sessions, no change, 8 sessions, all tests"
    return [
        _row("learning_shown_as_progress", float(np.mean(shown)), "1", "<=", 0.07, f"{against}; 0.05 by chance",
             len(shown)),
        _row("learning_left_in_change", abs(float(np.mean(points))), "1", "<=", 0.005, against, len(points)),
        _row("learning_without_familiarisation", float(np.mean(naive)), "1", ">=", 0.3,
             f"{against}: what would be said were no session kept apart", len(naive)),
    ]  # fmt: skip


def _change() -> Row:
    """Planted change of every test of unknown error, recovered from raw trials."""
    held: list[bool] = []
    for number in range(ATHLETES):
        tester = _tester(number)
        for protocol in UNKNOWN:
            change = measure_test_change(season(tester, protocol, days=WEEKLY[:8], seed=SEED), protocol, seed=number)
            assert isinstance(change, Draws)
            interval = change.estimate()
            held.append(interval.low <= tester.gain <= interval.high)
    return _row(
        "change_coverage", float(np.mean(held)), "1", "in", COVERS,
        "planted changes of tests of unknown error, 8 sessions, own error in use", len(held),
    )  # fmt: skip
