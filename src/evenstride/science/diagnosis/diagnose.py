"""Diagnose: evidence of each role and the change of speed become one honest answer.

Contact and flight times never enter as evidence: they are the run itself (diagnosis_logic.md §1). Two families make
evidence for a role, one is a hint, and a role is named only when both it and its rival were looked at.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from evenstride.core.athlete import LIMIT_VERDICT_AGE
from evenstride.core.diagnosis import CALIBRATED_ON, Diagnosis, Finding, Limit, Observations, Situation
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws, Estimate, Missing, combine
from evenstride.core.protocol import Speaks, protocols
from evenstride.core.roles import RIVAL, Evidence, Role, Weight
from evenstride.core.run import StepSummary
from evenstride.science.change.progress import combine_capacity
from evenstride.science.diagnosis.limit import (
    REFERENCE_CHANGE_ERROR,
    REFERENCE_SPEED_ERROR,
    TELLING_SPEED_ERROR,
    Knowledge,
    predict_doubt,
    predict_limit,
)
from evenstride.science.diagnosis.next_test import predict_next_tests
from evenstride.science.diagnosis.potential import REACHABLE_SHARE, Change, Potentials, predict_potentials

NAMING_ODDS = 1.4
"""A role is named only when it is this many times likelier than every other role, and likelier than "cannot tell"
and "balanced" (judgement; one threshold for every hard verdict)."""

TELLING_CHANGE_ERROR = 0.04
"""Standard error of a role's change above which it cannot be called level (judgement)."""

NO_LIMIT = Limit(dict.fromkeys(Role, 0.0), 0.0, 1.0)
"""What is said of limits under sixteen: nothing."""

_TELLING = (
    Situation.APART,
    Situation.ONE_SIDE_CARRIES,
    Situation.TOGETHER,
    Situation.BOTH_UP_SPEED_FLAT,
    Situation.BOTH_FLAT,
)
"""Situations in which both sides and speed were seen well enough to name a role."""


def diagnose(observations: Observations, *, seed: int = 0) -> Diagnosis:
    """Say what limits this runner, how sure that is, and what to measure next.

    Raises
    ------
    InputError
        If step timings are offered as evidence for a role.

    Notes
    -----
    Limit = the role whose reachable gain in eight weeks would add most speed: elasticity × reachable gain
    (diagnosis_logic.md §2). Probabilities are calibrated on simulated athletes only.

    Examples
    --------
    >>> from datetime import date
    >>> nothing = Observations("Noa", date(2026, 5, 1), None, (), frozenset(), frozenset(),
    ...                        Missing("no runs"), Missing("no runs"))
    >>> diagnose(nothing).named is None
    True
    """
    _refuse_step_timings(observations.evidence)
    straight = _role_changes(observations.evidence)
    # What is said of a role comes from its trend. Ranking and potentials need values that no width has moved: a trend
    # shrinks towards "no change" the more it is blurred, and a blurred role must not gain by that.
    changes = {role: observations.changes.get(role, change) for role, change in straight.items()}
    weights = {role: _weight(observations.evidence, role) for role in Role}
    situation, lead, lag = _situation(observations, changes, weights)
    gains = _potentials(observations, {} if situation is Situation.YOUTH else straight, seed)
    findings = _findings(observations, changes, weights, gains)
    limit = NO_LIMIT if situation is Situation.YOUTH else _limit(observations, straight, changes, weights, seed)
    named = _named(limit, weights) if situation in _TELLING else None
    notes = _notes(observations, weights, limit)
    return Diagnosis(
        athlete=observations.athlete,
        on=observations.on,
        situation=situation,
        findings=findings,
        limit=limit,
        named=named,
        lead=lead,
        lag=lag,
        since=observations.since,
        speed_change=_shown(observations.speed_change),
        speed_now=observations.speed_now,
        difference=_difference(changes),
        emphasis=emphasis_on(named),
        next_tests=() if situation is Situation.YOUTH else predict_next_tests(observations),
        account=observations.account,
        notes=notes,
        seed=seed,
    )


def predict_role_gains(observations: Observations, *, seed: int = 0) -> Potentials:
    """Return what eight weeks on each role would add to speed, in joint draws: the expected gains of a diagnosis.

    Raises
    ------
    InputError
        If step timings are offered as evidence for a role.
    """
    _refuse_step_timings(observations.evidence)
    return _potentials(observations, _role_changes(observations.evidence), seed)


def _potentials(observations: Observations, straight: Mapping[Role, Draws], seed: int) -> Potentials:
    measured = {role: Change(draws.point, draws.standard_error) for role, draws in straight.items()}
    speed = observations.speed_change
    followed = None if isinstance(speed, Missing) or not straight else Change(speed.point, speed.standard_error)
    return predict_potentials(measured, followed, seed=seed, reachable=REACHABLE_SHARE[observations.level])


def _refuse_step_timings(evidence: tuple[Evidence, ...]) -> None:
    for item in evidence:
        if item.family == StepSummary.FAMILY:
            raise InputError(
                f"'{item.test}' is made from contact and flight times and was offered as evidence for {item.role}",
                why="Those times are the run itself: they say how the steps changed, never what limits them",
                remedy="Use field tests or other measurements made off the run",
            )


def _role_changes(evidence: tuple[Evidence, ...]) -> Mapping[Role, Draws]:
    by_role = {role: [item for item in evidence if item.role is role] for role in Role}
    return {role: combine_capacity(items) for role, items in by_role.items() if items}


def _weight(evidence: tuple[Evidence, ...], role: Role) -> Weight:
    families = {item.family for item in evidence if item.role is role}
    return (Weight.NONE, Weight.HINT, Weight.EVIDENCE)[min(len(families), 2)]


def _known(changes: Mapping[Role, Draws], weights: Mapping[Role, Weight]) -> Mapping[Role, Knowledge]:
    return {role: Knowledge(weights[role], draws.standard_error) for role, draws in changes.items()}


def _findings(
    observations: Observations,
    changes: Mapping[Role, Draws],
    weights: Mapping[Role, Weight],
    gains: Potentials,
) -> tuple[Finding, ...]:
    tests = [test for id, test in protocols().items() if id in observations.tests_begun and test.speaks is Speaks.ROLE]
    begun = {role for test in tests for role in test.role_shares}
    return tuple(
        Finding(
            role=role,
            weight=weights[role],
            change=changes[role].estimate() if role in changes else Missing(Weight.NONE.value),
            expected_gain=gains.draws(role).estimate(),
            families=tuple(sorted({item.family for item in observations.evidence if item.role is role})),
            evidence=tuple(item for item in observations.evidence if item.role is role),
            begun=role in begun,
        )
        for role in Role
    )


def _limit(
    observations: Observations,
    straight: Mapping[Role, Draws],
    changes: Mapping[Role, Draws],
    weights: Mapping[Role, Weight],
    seed: int,
) -> Limit:
    speed = observations.speed_change
    known_speed = None if isinstance(speed, Missing) else speed
    ranked = {role: Change(draws.point, REFERENCE_CHANGE_ERROR) for role, draws in straight.items()}
    followed = None if known_speed is None or not changes else Change(known_speed.point, REFERENCE_SPEED_ERROR)
    potentials = predict_potentials(ranked, followed, seed=seed)
    doubt = predict_doubt(_known(changes, weights), None if known_speed is None else known_speed.standard_error)
    return predict_limit({role: potentials.median(role) for role in Role}, doubt=doubt, seed=seed)


def _named(limit: Limit, weights: Mapping[Role, Weight]) -> Role | None:
    role = limit.likeliest
    chance = limit.roles[role]
    rivals = [value for other, value in limit.roles.items() if other is not role]
    looked_at = weights[role] is Weight.EVIDENCE and weights[RIVAL.get(role, role)] is Weight.EVIDENCE
    stands_out = chance >= NAMING_ODDS * max(rivals) and chance > max(limit.cannot_tell, limit.balanced)
    return role if looked_at and stands_out else None


def _situation(
    observations: Observations, changes: Mapping[Role, Draws], weights: Mapping[Role, Weight]
) -> tuple[Situation, Role | None, Role | None]:
    """Which situation of words.md this is, and for two sides that came apart who leads and who lags."""
    if observations.age is not None and observations.age < LIMIT_VERDICT_AGE:
        return Situation.YOUTH, None, None
    speed = observations.speed_change
    if not isinstance(speed, Missing) and _direction(speed) < 0:
        return Situation.FALLING, None, None
    if not observations.evidence:
        return _nothing_yet(observations), None, None
    if any(weights[role] is not Weight.EVIDENCE for role in RIVAL):
        return Situation.CANNOT_TELL, None, None
    return _both_sides(changes[Role.PUSH], changes[Role.SWING], speed)


def _nothing_yet(observations: Observations) -> Situation:
    if observations.tests_begun & {key for key, item in protocols().items() if item.speaks is Speaks.ROLE}:
        return Situation.BASELINE_ONLY
    if observations.seen & {"splits", "trace"}:
        return Situation.SPLITS_ONLY
    if "steps" in observations.seen:
        return Situation.STEPS_ONLY
    return Situation.SPLITS_ONLY if "field test" in observations.seen else Situation.NOTHING_MEASURED


def _both_sides(push: Draws, swing: Draws, speed: Draws | Missing) -> tuple[Situation, Role | None, Role | None]:
    """Together, apart or level, by the definitions of diagnosis_logic.md §3."""
    known = not isinstance(speed, Missing)
    rising = known and _direction(speed) > 0
    level = known and not rising and speed.standard_error <= TELLING_SPEED_ERROR
    apart = _direction(combine(np.subtract, push, swing, unit="1"))
    lead, lag = (Role.PUSH, Role.SWING) if apart > 0 else (Role.SWING, Role.PUSH)
    leading = push if apart > 0 else swing
    if apart and _direction(leading) > 0:
        clear = Situation.APART if level else Situation.ONE_SIDE_CARRIES
        return (clear if level or rising else Situation.APART_UNCLEAR), lead, lag
    if _direction(push) > 0 and _direction(swing) > 0 and not apart and (level or rising):
        return (Situation.TOGETHER if rising else Situation.BOTH_UP_SPEED_FLAT), None, None
    still = all(_direction(one) == 0 and one.standard_error <= TELLING_CHANGE_ERROR for one in (push, swing))
    return (Situation.BOTH_FLAT if still and level else Situation.CANNOT_TELL), None, None


def _direction(draws: Draws) -> int:
    """+1 or −1 when the 90 % interval excludes zero, else 0."""
    interval = draws.estimate()
    return int(interval.low > 0) - int(interval.high < 0)


def _difference(changes: Mapping[Role, Draws]) -> Missing | Estimate:
    if not all(role in changes for role in RIVAL):
        return Missing("push and swing have not both been looked at")
    return combine(np.subtract, changes[Role.PUSH], changes[Role.SWING], unit="1", method="push − swing").estimate()


def _shown(value: Draws | Missing) -> Estimate | Missing:
    return value if isinstance(value, Missing) else value.estimate()


def emphasis_on(named: Role | None) -> Mapping[Role, float]:
    """Return the shares of role work. Push and swing are both trained every week, equally unless one is named."""
    shares = {Role.PUSH: 0.4, Role.SWING: 0.4, Role.SUPPORT: 0.1, Role.TIMING: 0.1}
    if named is not None and named in RIVAL:
        shares[named], shares[RIVAL[named]] = 0.5, 0.3
    return shares


def _notes(observations: Observations, weights: Mapping[Role, Weight], limit: Limit) -> tuple[str, ...]:
    notes = [] if limit is NO_LIMIT else [f"Limit probabilities are {CALIBRATED_ON}."]
    if "steps" in observations.seen:
        notes.append(
            "Contact and flight times describe the steps. Force, swing time, step frequency and duty factor made "
            "from them are one measurement and count for no role."
        )
    hints = [role.value for role in Role if weights[role] is Weight.HINT]
    if hints:
        notes.append(f"One kind of test is a hint, two make evidence: so far a hint only for {', '.join(hints)}.")
    return tuple(notes)
