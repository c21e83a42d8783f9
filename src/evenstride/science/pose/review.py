"""What a person corrected in a clip, applied: points put elsewhere, legs exchanged, events read anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from evenstride.core.clip_corrections import Correction, EventMoved, LegsSwapped, MovedKind, PointDragged, RunnerChosen
from evenstride.core.errors import InputError
from evenstride.core.estimate import Array
from evenstride.core.pose import Keypoints, whole
from evenstride.core.roles import Side
from evenstride.science.motion.foot_motion import MOST_FILLED, fill_gaps
from evenstride.science.motion.kinematic_events import CONTACT_LENGTHS
from evenstride.science.pose.events import LEAST_FILLED, PoseContact, PoseContacts
from evenstride.science.stretches import stretches

SAME_EVENT = 0.1
"""s within which an event that was moved is known again after other corrections (judgement: a quarter of a sprinter's
stride, so that no other event of its kind and foot is as near)."""

UNIFORM = 12.0**0.5
"""A length over this is the standard deviation of a place that lies anywhere in it, all places alike."""


def correct_points(
    positions: Array, keypoints: Keypoints, pairs: Sequence[tuple[int, int]], corrections: Sequence[Correction]
) -> Array:
    """Exchange legs and put points elsewhere, in the order in which a person did it.

    Parameters
    ----------
    positions : ndarray, shape (n, m, 2)
        px, of the runner; legs put right as far as that was found.
    keypoints : Keypoints
        Of the clip.
    pairs : sequence of (int, int)
        Places of the same keypoint of the left and the right leg.
    corrections : sequence of Correction
        Those that count.

    Raises
    ------
    InputError
        If a frame or a point is not in the clip.

    Notes
    -----
    Of two frames in which one point was put elsewhere, no further apart than a gap that is filled, what the estimator
    said between them is not used: the points there lie on the curve through what is on both sides, as in every gap.
    """
    found, by_hand = np.array(positions), np.zeros(positions.shape[:2], dtype=np.bool_)
    left, right = ([pair[side] for pair in pairs] for side in range(2))
    for one in corrections:
        if isinstance(one.what, LegsSwapped):
            _require_frames(keypoints, one.what.first, one.what.last)
            frames = slice(one.what.first, one.what.last + 1)
            for values in (found, by_hand):
                # A copy of both first: what is written must not be read.
                values[frames, left], values[frames, right] = values[frames, right].copy(), values[frames, left].copy()
        elif isinstance(one.what, PointDragged):
            place = _place(keypoints, one.what)
            found[one.what.frame, place] = one.what.x, one.what.y
            by_hand[one.what.frame, place] = True
    return _between(found, by_hand, keypoints.facts.rate)


def move_events(
    feet: Mapping[Side, PoseContacts],
    keypoints: Keypoints,
    corrections: Sequence[Correction],
    *,
    bias: float = 0.0,
    timed: bool = True,
) -> dict[Side, PoseContacts]:
    """Put events where a person read them.

    Parameters
    ----------
    feet : mapping of Side to PoseContacts
        As found in the corrected points.
    keypoints : Keypoints
        Of the clip.
    corrections : sequence of Correction
        Those that count.
    bias : float
        s that are taken off every toe_off that was found; none is taken off one that a person read.
    timed : bool
        Whether toe_offs are shown.

    Raises
    ------
    InputError
        If there is no such event, or no contact can be as long as it would become.

    Notes
    -----
    A frame that is the first to show an event says that it came since the frame before: anywhere between the two, the
    middle with a standard deviation of the time between them over √12. That error is stated where the picture was
    looked at and it is the smaller one. The points alone show a person no more than they showed before, and the error
    of the event stays; what all contacts share (shoe, runner, what counts as touching down) stays in any case.
    """
    moved = dict(feet)
    for at, one in enumerate(corrections):
        if not isinstance(one.what, EventMoved):
            continue
        side = _side_now(one.what, corrections[at + 1 :])
        if one.what.kind is MovedKind.TOE_OFF and not timed:
            raise InputError(
                "a toe-off cannot be moved in this clip",
                why="It has too few frames a second for contact times, and shows none",
                remedy="Move touchdowns, or film at 120 frames a second or more",
            )
        moved[side] = _moved(moved[side], one.what, one.film, keypoints, bias)
    return moved


def narrow_errors(feet: Mapping[Side, PoseContacts], before: Mapping[Side, PoseContacts]) -> dict[Side, PoseContacts]:
    """Return contacts none of whose events is stated less exactly than without the corrections."""
    known = [one for foot in before.values() for one in foot.contacts]
    return {side: replace(foot, contacts=tuple(_narrowed(one, known) for one in foot.contacts))
            for side, foot in feet.items()}  # fmt: skip


def tell_corrections(corrections: Sequence[Correction]) -> tuple[str, ...]:
    """Return what a person corrected, as sentences; none where nobody did."""
    if not corrections:
        return ()
    changes = [one.what for one in corrections]
    chosen = any(isinstance(one, RunnerChosen) for one in changes)
    swapped = sum(one.last - one.first + 1 for one in changes if isinstance(one, LegsSwapped))
    dragged = sum(isinstance(one, PointDragged) for one in changes)
    moved = [one for one in corrections if isinstance(one.what, EventMoved)]
    said = (
        "the runner chosen" if chosen else "",
        f"the legs exchanged in {swapped} frames" if swapped else "",
        _count(dragged, "point put elsewhere", "points put elsewhere"),
        _count(len(moved), "event moved", "events moved"),
    )
    told = [f"Corrected by a person: {', '.join(part for part in said if part)}."]
    if any(not one.film for one in moved):
        told.append("Events were moved by the points alone, without the film; their stated error stays as it was.")
    return tuple(told)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}" if number else ""


def _between(positions: Array, by_hand: np.ndarray, rate: float) -> Array:
    """Lay points between two near frames in which a person put them on the curve through what is around."""
    longest = max(LEAST_FILLED, round(MOST_FILLED * rate))
    for place in np.flatnonzero(by_hand.any(axis=0)):
        hidden = np.zeros(len(positions), dtype=np.bool_)
        at = np.flatnonzero(by_hand[:, place])
        for begin, end in stretches(~by_hand[:, place]):
            hidden[begin:end] = at[0] < begin and end <= at[-1] and end - begin <= longest
        seen = whole(positions[:, place]) & ~hidden
        positions[hidden, place] = fill_gaps(positions[:, place], seen)[hidden]
    return positions


def _side_now(moved: EventMoved, later: Sequence[Correction]) -> Side:
    """Return the foot of a moved event after the legs were exchanged in its frame since."""
    swaps = [one.what for one in later if isinstance(one.what, LegsSwapped)]
    odd = sum(one.first <= moved.frame <= one.last for one in swaps) % 2
    return moved.side.other if odd else moved.side


def _moved(foot: PoseContacts, moved: EventMoved, film: bool, keypoints: Keypoints, bias: float) -> PoseContacts:
    _require_frames(keypoints, moved.frame, moved.frame)
    if moved.frame == 0:
        raise InputError("the first frame does not show since when", remedy="Leave events that began before the clip")
    first, last = keypoints.times[moved.frame - 1], keypoints.times[moved.frame]
    time, frame_error = 0.5 * float(first + last), float(last - first) / UNIFORM
    down = moved.kind is MovedKind.TOUCHDOWN
    shown = [one.touchdown if down else one.toe_off - bias for one in foot.contacts]
    apart = np.abs(np.array(shown) - moved.found)
    what = f"{moved.kind.value.replace('_', '-')} of the {moved.side} foot"
    if not len(apart) or apart.min() > SAME_EVENT:
        raise InputError(
            f"there is no {what} at {moved.found:.3f} s",
            why="What was corrected since has changed the contacts",
            remedy="Take that back, or move an event that is there",
        )
    at = int(apart.argmin())
    contact = foot.contacts[at]
    error = contact.touchdown_error if down else contact.toe_off_error
    read = min(error, frame_error) if film else error
    if down:
        contact = replace(contact, touchdown=time, touchdown_error=read)
    else:
        contact = replace(contact, toe_off=time + bias, toe_off_error=read)
    _require_contact(foot, at, contact, what)
    return replace(foot, contacts=(*foot.contacts[:at], contact, *foot.contacts[at + 1 :]))


def _require_contact(foot: PoseContacts, at: int, contact: PoseContact, what: str) -> None:
    begin = foot.contacts[at - 1].toe_off if at else -np.inf
    end = foot.contacts[at + 1].touchdown if at + 1 < len(foot.contacts) else np.inf
    low, high = CONTACT_LENGTHS
    if begin < contact.touchdown and contact.toe_off < end and low <= contact.contact_time <= high:
        return
    raise InputError(
        f"the {what} cannot be there",
        why=f"The contact would last {contact.contact_time:.3f} s"
        if begin < contact.touchdown and contact.toe_off < end
        else "It would reach into the next contact of the same foot",
        remedy="Move it to a frame between the events around it",
    )


def _narrowed(contact: PoseContact, known: Sequence[PoseContact]) -> PoseContact:
    near = [one for one in known if abs(one.touchdown - contact.touchdown) <= SAME_EVENT]
    if not near:
        return contact
    before = min(near, key=lambda one: abs(one.touchdown - contact.touchdown))
    return replace(
        contact,
        touchdown_error=min(contact.touchdown_error, before.touchdown_error),
        toe_off_error=min(contact.toe_off_error, before.toe_off_error),
    )


def _place(keypoints: Keypoints, dragged: PointDragged) -> int:
    _require_frames(keypoints, dragged.frame, dragged.frame)
    if dragged.point not in keypoints.names:
        raise InputError(
            f"'{dragged.point}' is no point of this clip", remedy=f"Known are {', '.join(keypoints.names)}"
        )
    if not np.isfinite([dragged.x, dragged.y]).all():
        raise InputError(f"{dragged.point} was put nowhere", remedy="Give its place in pixels")
    seen = keypoints.positions[keypoints.seen]
    # Nobody is seen farther away than one body's height from where somebody ever was.
    low, high = seen.min(axis=0), seen.max(axis=0)
    reach = high[1] - low[1]
    if (np.array([dragged.x, dragged.y]) < low - reach).any() or (
        np.array([dragged.x, dragged.y]) > high + reach
    ).any():
        raise InputError(
            f"{dragged.point} was put at {dragged.x:.0f}, {dragged.y:.0f}, far from everybody in this clip",
            remedy="Give its place in pixels of the picture, from its upper left corner",
        )
    return keypoints.names.index(dragged.point)


def _require_frames(keypoints: Keypoints, first: int, last: int) -> None:
    count = len(keypoints.times)
    if not 0 <= first <= last < count:
        raise InputError(
            f"frame {first if not 0 <= first < count else last} is not in this clip"
            if first <= last
            else f"frames {first} to {last} run backwards",
            why=f"Its frames are 0 to {count - 1}",
            remedy="Give frames of this clip, the first one first",
        )
