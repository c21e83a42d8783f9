"""What to measure next: the tests that would cut "cannot tell" most, with the kit owned and the minutes there are."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from math import inf

from evenstride.core.diagnosis import NextTest, Observations
from evenstride.core.estimate import Missing
from evenstride.core.protocol import FieldProtocol, Speaks, protocols
from evenstride.core.roles import Role, Weight
from evenstride.science.change.progress import FAMILY_SPREAD
from evenstride.science.diagnosis.limit import TELLING_SPEED_ERROR, Knowledge, predict_doubt

WORTH_MEASURING = 0.02
"""Least fall of the "cannot tell" share that makes a test worth proposing (judgement)."""

USUAL_KIT = frozenset({"phone", "tape", "poles", "wall", "strap", "luggage scale", "band"})
"""What is assumed when nobody asked: things most people own or get for little money."""

LIKELY_ERROR = 0.05
"""Typical error expected of a test whose error is unknown, once the athlete's own is known: hand-held gauges have 3.3
to 7 % (`amsj_hip`)."""

_FUTURE_SPEED_ERROR = 0.01
_FUTURE_SESSIONS = 5
_SPEAKS_AFTER = 2
"""Sessions after familiarisation with which a test has a change: a baseline and a repeat."""

Families = Mapping[str, Mapping[str, float]]
"""Family → test → standard error of its change, natural log."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A test that could be done, and what its change would then be known to."""

    protocol: FieldProtocol
    role: Role
    kit: tuple[str, ...]
    error: float
    days: int


def predict_next_tests(observations: Observations, *, minutes: float = inf) -> tuple[NextTest, ...]:
    """Choose the field tests that together cut most doubt; empty when nothing more is worth measuring.

    Parameters
    ----------
    observations : Observations
        What is known; its kit decides what can be done, and what hurts what must wait.
    minutes : float
        Minutes there are on one day, warm-up not counted; without a limit, everything worth measuring.

    Returns
    -------
    tuple of NextTest
        What cuts most per minute first; each with the doubt before and after it in this order.

    Notes
    -----
    A test that is new is judged as if it had its familiarisation sessions, a baseline and a repeat: the standard
    error of a trend over five sessions, TE·√12/√5. A test that speaks already is judged by one more session,
    error·√(n/(n+1)), when it is due again. Speed is timed alongside; where speed itself has no telling change, timing
    it comes first and takes its minutes. Tests shared between roles, outcome and ease cut no doubt about a role and
    are never proposed for it.

    All sets that fit are compared, because two families of one role are worth more than twice one: a single family is
    a hint only. In the best set every test must cut doubt by `WORTH_MEASURING`; of sets that cut alike the shorter one
    is taken.
    """
    first = [test for test in speed_first(observations) if test.minutes <= minutes]
    left = minutes - sum(test.minutes for test in first)
    now, known, candidates = _doubt_now(observations), _known_errors(observations), list(_candidates(observations))
    best: tuple[float, float] = (WORTH_MEASURING, -inf)
    chosen: tuple[_Candidate, ...] = ()
    for size in range(1, len(candidates) + 1):
        for tests in combinations(candidates, size):
            length = sum(one.protocol.minutes for one in tests)
            worth = (round(now - _doubt_with(known, tests), 6), -length)
            if length <= left and worth > best and _all_worth(known, tests):
                best, chosen = worth, tests
    return (*first, *_in_order(known, now, chosen))


def speed_first(observations: Observations) -> tuple[NextTest, ...]:
    """Return the test of speed itself where it has no telling change: without it no test can say who is the limit."""
    speed = observations.speed_change
    if not isinstance(speed, Missing) and speed.standard_error <= TELLING_SPEED_ERROR:
        return ()
    now, owned = _doubt_now(observations), _owned(observations)
    known = [one for one in protocols().values() if one.id not in observations.waiting]
    # A run over other metres says no more and begins another baseline: the one that was done most goes on.
    kits = [(one, one.kit_among(owned)) for one in known if one.speaks is Speaks.OUTCOME]
    able = [(one, kit) for one, kit in kits if kit]
    most = sorted(able, key=lambda pair: (-observations.sessions.get(pair[0].id, 0), pair[0].variant_of))[:1]
    return tuple(NextTest(one.id, one.title, one.minutes, kit, None, now, now) for one, kit in most)


def _candidates(observations: Observations) -> Iterator[_Candidate]:
    """Yield what could be done: new tests, tests begun, and tests that speak and are due again."""
    spoken = {item.test: item for item in observations.evidence}
    for protocol in protocols().values():
        kit, role = protocol.kit_among(_owned(observations)), protocol.role
        for_all = not protocol.levels or observations.level in protocol.levels
        if role is None or kit is None or not for_all or protocol.id in observations.waiting:
            continue
        item = spoken.get(protocol.id)
        if item is None:
            done = observations.sessions.get(protocol.id, 0)
            days = max(protocol.familiarisation + _SPEAKS_AFTER - done, 1)
            yield _Candidate(protocol, role, kit, _likely(protocol) * (12.0 / _FUTURE_SESSIONS) ** 0.5, days)
        elif observations.on >= item.until + timedelta(weeks=protocol.dose.every_weeks):
            error = item.change.standard_error * (item.sessions / (item.sessions + 1.0)) ** 0.5
            yield _Candidate(protocol, role, kit, error, 1)


def _owned(observations: Observations) -> Collection[str]:
    return USUAL_KIT if observations.kit is None else observations.kit


def _likely(protocol: FieldProtocol) -> float:
    return LIKELY_ERROR if protocol.typical_error is None else protocol.typical_error


def _known_errors(observations: Observations) -> Mapping[Role, Families]:
    known: dict[Role, dict[str, dict[str, float]]] = {}
    for item in observations.evidence:
        known.setdefault(item.role, {}).setdefault(item.family, {})[item.test] = item.change.standard_error
    return known


def _doubt_now(observations: Observations) -> float:
    speed = observations.speed_change
    error = None if isinstance(speed, Missing) else speed.standard_error
    return predict_doubt(_knowledge(_known_errors(observations)), error)


def _doubt_with(known: Mapping[Role, Families], chosen: Sequence[_Candidate]) -> float:
    """Return the doubt once the chosen tests speak too, and speed is timed well."""
    after = {role: {family: dict(tests) for family, tests in families.items()} for role, families in known.items()}
    for one in chosen:
        after.setdefault(one.role, {}).setdefault(one.protocol.family, {})[one.protocol.id] = one.error
    return predict_doubt(_knowledge(after), _FUTURE_SPEED_ERROR)


def _knowledge(known: Mapping[Role, Families]) -> Mapping[Role, Knowledge]:
    """Return what is known of each role, as `progress.combine_capacity` would put the families together."""
    found: dict[Role, Knowledge] = {}
    for role, families in known.items():
        variances = [
            sum(error**2 for error in tests.values()) / len(tests) ** 2 + FAMILY_SPREAD**2
            for tests in families.values()
        ]
        weight = Weight.EVIDENCE if len(families) > 1 else Weight.HINT
        found[role] = Knowledge(weight, sum(variances) ** 0.5 / len(variances))
    return found


def _all_worth(known: Mapping[Role, Families], chosen: Sequence[_Candidate]) -> bool:
    """Whether no test of a set could be left out without missing it."""
    whole = _doubt_with(known, chosen)
    rests = (tuple(one for one in chosen if one is not left_out) for left_out in chosen)
    return all(_doubt_with(known, rest) - whole >= WORTH_MEASURING for rest in rests)


def _in_order(known: Mapping[Role, Families], now: float, chosen: Sequence[_Candidate]) -> Iterator[NextTest]:
    """Yield a set with the test that cuts most per minute first, each with the doubt that is left after it."""
    waiting, done, doubt = list(chosen), list[_Candidate](), now
    while waiting:
        one = max(waiting, key=lambda item: _per_minute(item, doubt - _doubt_with(known, [*done, item])))
        waiting.remove(one)
        done.append(one)
        after = _doubt_with(known, done)
        yield _proposal(one, doubt, after)
        doubt = after


def _per_minute(one: _Candidate, fall: float) -> tuple[float, str]:
    """Fall of doubt per minute of all sessions still needed; of equals, the one whose id comes last."""
    return round(fall / (one.protocol.minutes * one.days), 9), one.protocol.id


def _proposal(one: _Candidate, now: float, after: float) -> NextTest:
    protocol = one.protocol
    return NextTest(protocol.id, protocol.title, protocol.minutes, one.kit, one.role, now, after, one.days)
