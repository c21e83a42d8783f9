"""The review of a clip in words: events, doubts, and what a person corrected."""

from __future__ import annotations

from collections.abc import Sequence

from evenstride.core.clip_corrections import (
    ClipChange,
    Correction,
    EventMoved,
    LegsSwapped,
    MovedKind,
    PointDragged,
    RunnerChosen,
    in_effect,
)
from evenstride.core.clip_view import Doubt, ShownEvent
from evenstride.words.format import day

KINDS = {MovedKind.TOUCHDOWN: "touchdown", MovedKind.TOE_OFF: "toe-off"}

FRAMES = "Frames count from 0; an instant stands at the first frame that shows it."
"""How frames are numbered wherever people meet them: lists, pages, pictures, commands."""


def say_change(change: ClipChange) -> str:
    """Return what was corrected, as a sentence without its full stop.

    Examples
    --------
    >>> from evenstride.core.roles import Side
    >>> say_change(EventMoved(Side.LEFT, MovedKind.TOE_OFF, 0.3129, 77))
    'Left toe-off at 0.313 s moved to frame 77'
    >>> say_change(LegsSwapped(40, 55)), say_change(PointDragged(12, "LHeel", 812.4, 690.0))
    ('Legs swapped in frames 40 to 55', 'LHeel put elsewhere in frame 12')
    """
    match change:
        case EventMoved():
            side, kind = str(change.side).capitalize(), KINDS[change.kind]
            return f"{side} {kind} at {change.found:.3f} s moved to frame {change.frame}"
        case LegsSwapped():
            return f"Legs swapped in frames {change.first} to {change.last}"
        case PointDragged():
            return f"{change.point} put elsewhere in frame {change.frame}"
        case RunnerChosen():
            return f"Runner chosen in frame {change.frame}"


def say_both_down(length: float) -> str:
    """Return what an event that was moved makes of a run, `length` in s.

    Examples
    --------
    >>> say_both_down(0.0125)
    'Both feet are now down together for 0.013 s, which running does not have: that step is left out of the values.'
    """
    return (
        f"Both feet are now down together for {length:.3f} s, which running does not have: that step is left out of "
        "the values."
    )


def say_correction(made: Correction) -> str:
    """Return what was corrected, by whom, when, and by what.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> say_correction(Correction(LegsSwapped(4, 9), "Ada", datetime(2026, 5, 1, tzinfo=UTC), film=True))
    'Legs swapped in frames 4 to 9; by Ada, 1 May 2026, on the film'
    """
    by = f"by {made.by}" if made.by else "nobody said by whom"
    seen = "on the film" if made.film else "on the points alone"
    return f"{say_change(made.what)}; {by}, {day(made.at.date())} {made.at.year}, {seen}"


def say_corrected(made: Sequence[Correction]) -> str:
    """Return how many corrections count and who made them; empty without any.

    Examples
    --------
    >>> from datetime import UTC, datetime
    >>> say_corrected([Correction(LegsSwapped(4, 9), name, datetime(2026, 5, 1, tzinfo=UTC)) for name in ("Ada", "")])
    '2 corrections, by Ada and somebody'
    """
    counts = in_effect(made)
    if not counts:
        return ""
    names = dict.fromkeys(one.by or "somebody" for one in counts)
    return f"{len(counts)} correction{'' if len(counts) == 1 else 's'}, by {' and '.join(names)}"


def event_cells(event: ShownEvent) -> tuple[str, str, str, str, str]:
    """Return an event as cells: foot, event, frame, time in s, its own error in ms."""
    return (
        str(event.side), KINDS[event.kind], str(event.frame), f"{event.time:.3f}", f"{1000.0 * event.error:.1f}"
    )  # fmt: skip


EVENT_HEADER = ("Foot", "Event", "Frame", "Time, s", "Own error, ms")


def say_doubt(doubt: Doubt) -> str:
    """Return a doubtful stretch.

    Examples
    --------
    >>> say_doubt(Doubt(10, 19, "legs put right"))
    'Frames 10 to 19: legs put right'
    """
    whose = "" if doubt.side is None else f"{doubt.side} leg "
    return f"Frames {doubt.first} to {doubt.last}: {whose}{doubt.why}"
