"""Which kind of plateau: an ordered table of checks, each claiming a share of what the checks before it left over.

Per draw of the changes every row says how much of it it explains, 0 to 1. The first row takes its share, the next a
share of the rest, and so on; what is left is "cannot tell". So the chances sum to one, the order is the order of the
questions, and a row whose inputs are not known claims nothing and is listed as unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from evenstride.core.athlete import MASTERS_AGE
from evenstride.core.estimate import Array
from evenstride.core.plateau import Plateau, PlateauSigns, PlateauType
from evenstride.core.roles import Role
from evenstride.science.capacity.trend import CAPACITY_SWC
from evenstride.science.change.check import SPEED_SWC

TOLD = 0.6
"""Share of a standstill a told circumstance explains (judgement: likelier than not, never certain)."""

HOLDING = 0.8
"""Share of a level speed that "holding against age" explains in a masters athlete (judgement)."""

FAST_DAYS = 4
"""Days at 95 % of own best in four weeks below which exposure is few (judgement: one a week)."""

LOAD_CHANGE = 0.1
"""Change of load in natural log that counts as rising or falling (judgement)."""

HOLDING_YEARS = 1.0
"""Years after which a masters athlete's level speed counts as held: most lose about half a per cent a year, 5 to 6 %
a decade (`korhonen2003`), which a few weeks cannot show (judgement)."""

_PUSH_SWC, _SWING_SWC = CAPACITY_SWC[Role.PUSH], CAPACITY_SWC[Role.SWING]


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of plateau.

    Attributes
    ----------
    needs : tuple of str
        Fields of `PlateauSigns` that must be known.
    explains : callable
        From the signs to the share of every draw that this kind explains, shape (draws,), or one number for all.
    barred_by : tuple of str
        Fields that must be known and False.
    checks : tuple of str
        What to look at, in order.
    """

    type: PlateauType
    needs: tuple[str, ...]
    explains: Callable[[PlateauSigns], Array | float]
    barred_by: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()


def _speed(signs: PlateauSigns) -> Array:
    assert signs.speed is not None, "a plateau needs speed"
    return signs.speed.samples


def _pair(signs: PlateauSigns) -> tuple[Array, Array]:
    assert signs.push is not None, "asked for by `needs`"
    assert signs.swing is not None, "asked for by `needs`"
    return signs.push.samples, signs.swing.samples


def _up(signs: PlateauSigns) -> Array:
    return (_speed(signs) > SPEED_SWC).astype(np.float64)


def _down(signs: PlateauSigns) -> Array:
    return (_speed(signs) < -SPEED_SWC).astype(np.float64)


def _flat(signs: PlateauSigns) -> Array:
    return (np.abs(_speed(signs)) <= SPEED_SWC).astype(np.float64)


def _told(name: str) -> Callable[[PlateauSigns], Array]:
    def explains(signs: PlateauSigns) -> Array:
        return TOLD * bool(getattr(signs, name)) * (1.0 - _up(signs))

    return explains


def _life(signs: PlateauSigns) -> Array:
    return TOLD * bool(signs.unwell or signs.low_readiness or signs.pain) * (1.0 - _up(signs))


def _too_much(signs: PlateauSigns) -> Array:
    return _down(signs) * float((signs.load or 0.0) > LOAD_CHANGE)


def _detrained(signs: PlateauSigns) -> Array:
    return _down(signs) * float((signs.load or 0.0) < -LOAD_CHANGE)


def _holding(signs: PlateauSigns) -> Array:
    """Level speed is holding as far as the age trend would have shown by now: wholly after `HOLDING_YEARS`."""
    masters = signs.age is not None and signs.age >= MASTERS_AGE
    return HOLDING * masters * _flat(signs) * min(1.0, signs.weeks / 52.0 / HOLDING_YEARS)


def _not_exposed(signs: PlateauSigns) -> Array:
    return _flat(signs) * max(0.0, 1.0 - (signs.fast_days or 0) / FAST_DAYS)


def _not_together(signs: PlateauSigns) -> Array:
    push, swing = _pair(signs)
    return _flat(signs) * (np.abs(push - swing) > _PUSH_SWC) * (np.maximum(push, swing) > _PUSH_SWC)


def _not_transferring(signs: PlateauSigns) -> Array:
    push, swing = _pair(signs)
    return _flat(signs) * (push > _PUSH_SWC) * (swing > _SWING_SWC)


def _not_enough(signs: PlateauSigns) -> Array:
    push, swing = _pair(signs)
    return _flat(signs) * (np.abs(push) <= _PUSH_SWC) * (np.abs(swing) <= _SWING_SWC)


TABLE: tuple[Row, ...] = (
    Row(PlateauType.IMPROVING, ("speed",), _up),
    Row(PlateauType.CONDITIONS, ("conditions",), _told("conditions"), checks=("repeat under the old conditions",)),
    Row(PlateauType.GROWING, ("growing",), _told("growing"), checks=("height monthly", "games and variety")),
    Row(PlateauType.LIFE, ("pain",), _life, checks=("sleep", "food", "stress", "illness")),
    Row(PlateauType.ON_PURPOSE, ("on_purpose",), _told("on_purpose"), checks=("wait for the light week",)),
    Row(PlateauType.TOO_MUCH, ("load",), _too_much, checks=("lighten now", "then one fresh timed run")),
    Row(PlateauType.DETRAINED, ("load",), _detrained, checks=("build the usual weeks up again",)),
    Row(PlateauType.AGE, ("age",), _holding, checks=("keep fast exposure", "longer rest")),
    Row(PlateauType.NOT_EXPOSED, ("fast_days",), _not_exposed, checks=("fast exposure first", "then load")),
    Row(PlateauType.NOT_TOGETHER, ("push", "swing"), _not_together, checks=("a little more for the side behind",)),
    Row(
        PlateauType.NOT_TRANSFERRING,
        ("push", "swing"),
        _not_transferring,
        checks=("test learning", "body mass", "time lag", "fatigue", "fast exposure"),
    ),
    Row(
        PlateauType.NOT_ENOUGH,
        ("push", "swing", "fast_days"),
        _not_enough,
        barred_by=("pain", "low_readiness", "unwell", "growing"),
        checks=("quality and exposure first", "then change one thing"),
    ),
)
"""The kinds of plateau in the order in which they are asked about."""

NAMED_FROM = 0.5
"""Chance above which a kind is named (judgement)."""


def judge_plateau(signs: PlateauSigns) -> Plateau:
    """Return the chances of the kinds of plateau.

    Notes
    -----
    Timing joins the checks of "not transferring" only where a timing metric itself changed (its 90 % interval
    excludes zero). "Not enough" claims nothing with pain, low readiness, illness or growth, nor while any of these is
    not known. No ratio of loads is used as a risk; load only says rising or falling.

    Examples
    --------
    >>> from evenstride.core.estimate import Draws
    >>> flat = Draws(0.0, np.zeros(10), "1")
    >>> judge_plateau(PlateauSigns(flat, fast_days=0)).named
    <PlateauType.NOT_EXPOSED: 'not exposed'>
    >>> judge_plateau(PlateauSigns(flat)).named
    <PlateauType.CANNOT_TELL: 'cannot tell'>
    """
    chances = dict.fromkeys(PlateauType, 0.0)
    unknown: dict[str, None] = {}
    if signs.speed is None:
        chances[PlateauType.CANNOT_TELL] = 1.0
        return Plateau(chances, PlateauType.CANNOT_TELL, ("speed",), ())
    left = np.ones(signs.speed.samples.size)
    for row in TABLE:
        asked = (*row.needs, *row.barred_by)
        lacking = [name for name in asked if getattr(signs, name) is None]
        unknown.update(dict.fromkeys(lacking))
        if lacking or any(getattr(signs, name) for name in row.barred_by):
            continue
        claimed = left * row.explains(signs)
        chances[row.type] = float(claimed.mean())
        left = left - claimed
    chances[PlateauType.CANNOT_TELL] = float(left.mean())
    named = max(chances, key=lambda kind: chances[kind])
    if chances[named] <= NAMED_FROM:
        named = PlateauType.CANNOT_TELL
    return Plateau(chances, named, tuple(unknown), _checks(named, signs))


def _checks(named: PlateauType, signs: PlateauSigns) -> tuple[str, ...]:
    checks = next((row.checks for row in TABLE if row.type is named), ())
    if named is not PlateauType.NOT_TRANSFERRING or signs.timing is None:
        return checks
    interval = signs.timing.estimate()
    return checks if interval.low <= 0.0 <= interval.high else (*checks, "timing")
