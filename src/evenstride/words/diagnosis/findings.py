"""Words for the parts of a diagnosis: one role, the chances, the tests worth doing next."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from evenstride.core.diagnosis import Diagnosis, Finding, Limit, NextTest
from evenstride.core.estimate import Missing
from evenstride.core.protocol import Speaks, protocols
from evenstride.core.roles import Role, Weight
from evenstride.core.show import shares_of
from evenstride.words.format import capital, count, day, listed, lowered, percent, percent_parts, unlog

BOTH = "push and swing"
BALANCED = "balanced"
CANNOT_TELL = "cannot tell"
NOTHING_MORE = "Nothing more is worth measuring now."

_ROLE_WORDS = {
    Role.PUSH: "push",
    Role.SWING: "swing",
    Role.SUPPORT: "arms and torso",
    Role.TIMING: "timing",
}


def role_word(role: Role) -> str:
    """Return the word people see for a role.

    Examples
    --------
    >>> role_word(Role.SUPPORT)
    'arms and torso'
    """
    return _ROLE_WORDS[role]


def say_role(finding: Finding, *, today: date | None = None) -> str:
    """Return one line on what is known of a role.

    Parameters
    ----------
    finding : Finding
        Its weight decides between "not looked at yet", a hint and a plain statement.
    today : date or None
        Years other than this one's are written out.

    Examples
    --------
    >>> from evenstride.core.estimate import Estimate
    >>> gain = Estimate(0.01, 0.0, 0.02, "1")
    >>> say_role(Finding(Role.SWING, Weight.NONE, Missing("no swing test"), gain))
    'not looked at yet'
    >>> say_role(Finding(Role.PUSH, Weight.HINT, Estimate(0.068, 0.049, 0.089, "1"), gain, ("jump",)))
    'a hint only: +7 %, between +5 and +9 (one kind of test)'
    """
    if finding.weight is Weight.NONE:
        return finding.standing
    if isinstance(finding.change, Missing):
        return f"looked at, no change to show yet: {finding.change.reason.rstrip(' .')}"
    value, low, high = percent_parts(unlog(finding.change))
    since = min((item.since for item in finding.evidence), default=None)
    when = "" if since is None else f" since {day(since, today=today)}"
    kinds = count(len(finding.families), "kind of test")
    hint = "a hint only: " if finding.weight is Weight.HINT else ""
    return f"{hint}{value} %{when}, between {low} and {high} ({kinds})"


def say_unseen(finding: Finding) -> str:
    """Return which test would be a first look at a role that was not looked at: the one that speaks most for it.

    Examples
    --------
    >>> say_unseen(Finding(Role.TIMING, Weight.NONE, Missing("no test"), Missing("no test")))
    'Timing: not looked at yet; “knees meet” (M1, 6 min) would be a first look'
    """
    speaking = [one for one in protocols().values() if finding.role in one.role_shares and one.speaks is Speaks.ROLE]
    test = min(speaking, key=lambda one: (-one.role_shares[finding.role], one.minutes, one.id))
    return (
        f"{capital(role_word(finding.role))}: {say_role(finding)}; “{lowered(test.plain_title)}” ({test.id}, "
        f"{test.minutes:g} min) would be a first look"
    )


def chances(limit: Limit) -> tuple[tuple[str, int], ...]:
    """Return every answer with its chances in 100, likeliest first; they sum to 100.

    Examples
    --------
    >>> chances(Limit({Role.PUSH: 0.19, Role.SWING: 0.25}, balanced=0.16, cannot_tell=0.4))[0]
    ('cannot tell', 40)
    """
    exact = {role_word(role): share for role, share in limit.roles.items()}
    exact |= {BALANCED: limit.balanced, CANNOT_TELL: limit.cannot_tell}
    whole = shares_of(100, exact)
    return tuple((word, whole[word]) for word in sorted(exact, key=lambda one: -exact[one]))


def say_limit(limit: Limit) -> str:
    """Return the chances in 100 that each role is the limit, with "balanced", "cannot tell" and the label.

    Examples
    --------
    >>> say_limit(Limit({Role.PUSH: 0.2, Role.SWING: 0.5}, balanced=0.1, cannot_tell=0.2))
    'Chances in 100: swing 50, push 20, cannot tell 20, balanced 10 (calibrated on simulated athletes only).'
    """
    listing = ", ".join(f"{word} {share}" for word, share in chances(limit))
    return f"Chances in 100: {listing} ({limit.calibrated_on})."


def say_probabilities(limit: Limit) -> str:
    """Return the same as decimals, for scientists."""
    listing = ", ".join(f"{word} {share / 100:.2f}" for word, share in chances(limit))
    return f"P(limit): {listing} ({limit.calibrated_on})."


def say_expected_gain(diagnosis: Diagnosis) -> str:
    """Return what eight weeks on the named role may add, or nothing when no role is named."""
    if diagnosis.named is None:
        return ""
    gain = diagnosis.finding(diagnosis.named).expected_gain
    return f"Eight weeks on {role_word(diagnosis.named)} may add {percent(gain)} of speed."


def say_next_tests(tests: Iterable[NextTest]) -> tuple[str, ...]:
    """Return one line for each test worth doing: time, kit, role, and how far it cuts "cannot tell".

    Examples
    --------
    >>> say_next_tests([NextTest("S1", "Thigh-drive hold", 9.0, ("strap",), Role.SWING, 0.6, 0.5)])
    ('Thigh-drive hold: 9 min, strap; speaks for swing; the chance of “cannot tell” may fall from 60 to 50 in 100.',)
    >>> say_next_tests([])
    ('Nothing more is worth measuring now.',)
    """
    lines = tuple(f"{_test_line(test)}." for test in tests)
    return lines or (NOTHING_MORE,)


def coach_name(test: NextTest) -> str:
    """Return a test with its minutes and kit in one phrase."""
    return f"{lowered(test.title)}, {_minutes(test):g} min, {_kit(test)}"


def scientist_name(test: NextTest) -> str:
    """Return a test with its id and the expected fall of the share "cannot tell"."""
    return f"{test.test}, {_minutes(test):g} min, cannot tell {test.doubt_now:.2f} → {test.doubt_after:.2f}"


def athlete_names(test: NextTest) -> tuple[str, ...]:
    """Return ways to name a test to an athlete, the fullest first."""
    known = protocols().get(test.test)
    name = lowered(test.title if known is None else known.plain_title)
    minutes = _minutes(test)
    time = "1 minute" if minutes == 1 else f"{minutes:g} minutes"
    return (f"{name}, {time} with {_kit(test)}", f"{name}, {time}", name, "one short test")


def _test_line(test: NextTest) -> str:
    speaks = "" if test.role is None else f"; speaks for {role_word(test.role)}"
    now, after = f"{100 * test.doubt_now:.0f}", f"{100 * test.doubt_after:.0f}"
    doubt = "" if now == after else f"; the chance of “{CANNOT_TELL}” may fall from {now} to {after} in 100"
    return f"{capital(test.title)}: {_minutes(test):g} min, {_kit(test)}{speaks}{doubt}"


def _minutes(test: NextTest) -> float:
    return max(1.0, round(test.minutes))


def _kit(test: NextTest) -> str:
    return listed(test.kit) or "no kit"
