"""The line of a whole session in plain lines: what it tells, and what this device cannot."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.estimate import Estimate
from evenstride.core.metric import Analysis
from evenstride.words.runs.profile import LINE_DESCRIBES, note_lines, value_lines

SESSION_CANNOT = "A session shows what was done in it; an athlete who never went all out can do more than its line."

_VALUES: Mapping[str, tuple[str, str]] = {
    "s0_in_situ": ("top speed the session points to", ""),
    "a0_in_situ": ("acceleration at standstill it points to", ""),
    "tau_in_situ": ("time constant", ""),
    "f0_in_situ": ("force at standstill", ""),
    "pmax_in_situ": ("peak power F0·v0/4 with air drag", ""),
}


def say_in_situ(analysis: Analysis) -> tuple[str, ...]:
    """Return the profile of a session as plain lines.

    Examples
    --------
    >>> from evenstride.core.estimate import Missing
    >>> values = {"s0_in_situ": Estimate(8.6, 8.4, 8.9, "m/s"), "a0_in_situ": Missing("no line.")}
    >>> say_in_situ(Analysis("Noa", None, "in-situ", values))[0]
    'Top speed the session points to 8.6 m/s (8.4–8.9).'
    """
    force = isinstance(analysis.values.get("f0_in_situ"), Estimate)
    describes = (LINE_DESCRIBES,) if force else ()
    return (*value_lines(analysis, _VALUES), *describes, *note_lines(analysis), SESSION_CANNOT)
