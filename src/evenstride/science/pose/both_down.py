"""Stretches of a clip in which both feet are down, and events refused that would make one no gait has."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.core.errors import InputError
from evenstride.core.motion import first_frame
from evenstride.core.pose import Keypoints
from evenstride.core.roles import Side
from evenstride.science.pose.contacts import ClipContacts
from evenstride.science.steps.walking import LEAST_DOUBLE, find_walking

UNSEEN_FRAMES = 2.0
"""Frames by which a toe_off may be wrong that is too coarse to be shown (judgement)."""

NEW = 1e-6
"""s from which a stretch is longer than it was."""


@dataclass(frozen=True, slots=True)
class BothDown:
    """A stretch in which both feet are down.

    Attributes
    ----------
    begin, end : float
        s, as events are shown.
    shorter : float
        s of the shorter of the two contacts.
    """

    begin: float
    end: float
    shorter: float

    @property
    def length(self) -> float:
        """How long, s."""
        return self.end - self.begin


def find_both_down(found: ClipContacts, keypoints: Keypoints) -> tuple[BothDown, ...]:
    """Return the stretches of a clip in which both feet are down, in time order; toe_offs count as they are shown."""
    spans = _spans(found, keypoints)
    return tuple(
        sorted(
            (
                BothDown(max(one[0], other[0]), min(one[1], other[1]), min(one[1] - one[0], other[1] - other[0]))
                for one in spans[Side.LEFT]
                for other in spans[Side.RIGHT]
                if max(one[0], other[0]) < min(one[1], other[1])
            ),
            key=lambda one: one.begin,
        )
    )


def is_walking(found: ClipContacts, keypoints: Keypoints) -> bool:
    """Tell whether the contacts of a clip are those of somebody who walks."""
    spans = _spans(found, keypoints)
    return find_walking(sorted(span for foot in spans.values() for span in foot)) is not None


def require_feet_apart(found: ClipContacts, before: ClipContacts, keypoints: Keypoints) -> tuple[BothDown, ...]:
    """Refuse events that a person moved to where both feet would be down for longer than the gait of the clip has.

    Parameters
    ----------
    found, before : ClipContacts
        With and without the events that were moved.
    keypoints : Keypoints
        Of the clip.

    Returns
    -------
    tuple of BothDown
        What the moves made longer, and running does not have; no more than an event may be wrong by. None in walking.

    Raises
    ------
    InputError
        If the moves made a longer one.

    Notes
    -----
    Running has both feet down for up to 30 ms at most, beyond it is walking (`find_walking`); in walking at one speed
    two contacts share less than half of either, as the contact of a foot is shorter than its stride. Where toe_offs
    are too coarse to be shown, two frames more.
    """
    walks = is_walking(before, keypoints)
    coarse = 0.0 if before.events.untimed is None else UNSEEN_FRAMES / keypoints.facts.rate
    known = find_both_down(before, keypoints)
    longer = [one for one in find_both_down(found, keypoints) if one.length > _known(one, known) + NEW]
    for one in longer:
        if one.length > (0.5 * one.shorter if walks else LEAST_DOUBLE) + coarse:
            raise _refusal(one, keypoints, walks=walks)
    return () if walks or coarse else tuple(longer)


def _refusal(one: BothDown, keypoints: Keypoints, *, walks: bool) -> InputError:
    frames = [first_frame(keypoints.times, time) for time in (one.begin, one.end)]
    return InputError(
        f"both feet would be down together for {one.length:.3f} s, from frame {frames[0]} to {frames[1]}",
        why="In walking that lasts less than half a contact"
        if walks
        else "In this clip somebody runs, with one foot down at a time",
        remedy="Look at these frames again, or move the event of the other foot first, if it is the one that is wrong",
    )


def _known(one: BothDown, known: tuple[BothDown, ...]) -> float:
    """Return how long the stretch was before, s; 0 where there was none."""
    return max((other.length for other in known if other.begin < one.end and one.begin < other.end), default=0.0)


def _spans(found: ClipContacts, keypoints: Keypoints) -> dict[Side, list[tuple[float, float]]]:
    bias = keypoints.facts.contact_bias
    return {side: [(one.touchdown, one.toe_off - bias) for one in foot.contacts] for side, foot in found.feet.items()}
