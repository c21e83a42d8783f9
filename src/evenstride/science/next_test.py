"""What to measure next: the test that would cut "cannot tell" most per minute, with the kit owned."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.diagnosis import NextTest, Observations
from evenstride.core.estimate import Missing
from evenstride.core.protocol import FieldProtocol, Speaks, protocols
from evenstride.core.roles import Role, Weight
from evenstride.science.limit import TELLING_SPEED_ERROR, Knowledge, predict_doubt

WORTH_MEASURING = 0.02
"""Least fall of the "cannot tell" share that makes a test worth proposing (judgement)."""

USUAL_KIT = frozenset({"phone", "tape", "poles", "wall", "strap", "luggage scale", "band"})
"""What is assumed when nobody asked: things most people own or get for little money."""

LIKELY_ERROR = 0.05
"""Typical error expected of a test whose error is unknown, once the athlete's own is known: hand-held gauges have 3.3
to 7 % (`amsj_hip`)."""

_FUTURE_SPEED_ERROR = 0.01
_FUTURE_SESSIONS = 5


def predict_next_tests(observations: Observations, known: Mapping[Role, Knowledge]) -> tuple[NextTest, ...]:
    """Rank field tests by expected fall of doubt per minute; empty when nothing more is worth measuring.

    Notes
    -----
    Each test is judged as if it had its familiarisation sessions, a baseline and a repeat: the role gains one family
    with the standard error of a trend over five sessions, TE·√12/√5, and speed is timed alongside. Where speed itself
    has no telling change, timing it comes first.
    """
    tested = {item.test for item in observations.evidence}
    outcome_error = None if isinstance(observations.speed_change, Missing) else _FUTURE_SPEED_ERROR
    now = predict_doubt(known, outcome_error)
    owned = USUAL_KIT if observations.kit is None else observations.kit
    candidates: list[NextTest] = []
    for protocol in protocols().values():
        kit = protocol.kit_among(owned)
        if protocol.role is None or protocol.id in tested or kit is None:
            continue
        after = predict_doubt({**known, protocol.role: _with(protocol, known, observations)}, _FUTURE_SPEED_ERROR)
        if now - after >= WORTH_MEASURING:
            candidates.append(NextTest(protocol.id, protocol.title, protocol.minutes, kit, protocol.role, now, after))
    ranked = sorted(candidates, key=lambda test: (-round(test.per_minute, 9), test.test))
    return (*_speed_first(observations, owned, now), *ranked)


def _speed_first(observations: Observations, owned: frozenset[str], now: float) -> tuple[NextTest, ...]:
    """Timing speed comes first where it has no telling change: without it no test can say who is the limit."""
    speed = observations.speed_change
    if not isinstance(speed, Missing) and speed.standard_error <= TELLING_SPEED_ERROR:
        return ()
    outcomes = [(one, one.kit_among(owned)) for one in protocols().values() if one.speaks is Speaks.OUTCOME]
    return tuple(NextTest(one.id, one.title, one.minutes, kit, None, now, now) for one, kit in outcomes if kit)


def _with(protocol: FieldProtocol, known: Mapping[Role, Knowledge], observations: Observations) -> Knowledge:
    """Knowledge of the test's role once this test has a trend of its own."""
    likely = LIKELY_ERROR if protocol.typical_error is None else protocol.typical_error
    own = likely * (12.0 / _FUTURE_SESSIONS) ** 0.5
    role = protocol.role
    families = {item.family for item in observations.evidence if item.role is role}
    weight = Weight.EVIDENCE if families - {protocol.family} else Weight.HINT
    if role is None or role not in known:
        return Knowledge(weight, own)
    together = (1.0 / (1.0 / known[role].error ** 2 + 1.0 / own**2)) ** 0.5
    return Knowledge(weight, together)
