"""Use cases: look at a clip frame by frame, correct it, and take a correction back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from evenstride.app.reading.handed import NOTHING, points_told, read_trial
from evenstride.app.runs.detail import find_run, measure_run
from evenstride.app.runs.role_values import keep_values
from evenstride.app.runs.told import chosen_run
from evenstride.core.athlete import Athlete
from evenstride.core.clip_corrections import ClipChange, Correction, EventMoved
from evenstride.core.clip_review import ClipReview, corrections_of
from evenstride.core.clip_view import ClipView, ShownEvent
from evenstride.core.errors import FitError, InputError
from evenstride.core.metric import Analysis
from evenstride.core.pose import KEYPOINTS, Keypoints
from evenstride.core.recording import Recording, StepEvents
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.pose.view import lay_out
from evenstride.store import Store, Stored
from evenstride.words.video.review import (
    EVENT_HEADER,
    FRAMES,
    event_cells,
    say_both_down,
    say_change,
    say_correction,
    say_doubt,
)

if TYPE_CHECKING:
    from evenstride.science.pose.both_down import BothDown
    from evenstride.science.pose.contacts import ClipContacts

LONGEST_NAME = 80
"""Characters of a name of who corrected something."""

MOST_CORRECTIONS = 2000
"""Of one clip (judgement: a person who puts every joint of a second right)."""


SHOWN = ("contact_time", "flight_time", "step_frequency", "step_time", "speed")
"""Values of steps by which a review shows what it changed."""


@dataclass(frozen=True, slots=True)
class OpenClip:
    """A run that is a clip of keypoints, read again from its file."""

    athlete: Athlete
    stored: Stored[Recording]
    signal: Signal
    keypoints: Keypoints
    mapping: MarkerMapping

    @property
    def corrections(self) -> tuple[Correction, ...]:
        """What was corrected so far."""
        return corrections_of(self.stored.noun)


@dataclass(frozen=True, slots=True)
class ClipShown:
    """A clip as its review shows it.

    Attributes
    ----------
    before, now : Analysis or None
        Values of the steps without and with the corrections; None where there are none.
    lacking : str
        Why there are no contacts; empty where there are.
    notes : tuple of str
        How it was measured.
    """

    athlete: Athlete
    stored: Stored[Recording]
    view: ClipView
    before: Analysis | None
    now: Analysis | None
    lacking: str
    notes: tuple[str, ...]


def open_clip(store: Store, id: str, *, at: datetime) -> OpenClip:
    """Return a run that is a clip of keypoints, whoever's; `newest` is the newest run, where one athlete is here.

    Raises
    ------
    NotFoundError, InputError
        If there is no such run, its times are sealed, or it is no clip of keypoints.
    """
    stored = store.recording(chosen_run(store, id, None))
    athlete = store.athlete(stored.athlete)
    found = find_run(store, athlete, stored.id, at=at)
    run = found.noun
    if not isinstance(run, StepEvents) or run.device.kind != KEYPOINTS:
        raise InputError(
            "this run is no clip of keypoints", remedy="Review one that came from a film or from keypoints"
        )
    told = (run.origin.told or NOTHING).as_handed
    data = store.raw(run.origin.content_id)
    signal = read_trial(data, name=run.origin.file_name, athlete=run.athlete, told=told)
    if signal.keypoints is None:
        raise InputError("its file holds no keypoints any more", remedy="Delete the run and import the file again")
    from evenstride.app.video.clips import clip_mapping

    return OpenClip(athlete, found, signal, signal.keypoints, clip_mapping(signal, points_told(told)))


def show_clip(store: Store, id: str, *, at: datetime) -> ClipShown:
    """Lay a clip out for review; parameters and errors as `open_clip`."""
    from evenstride.app.video.clips import find_corrected
    from evenstride.science.pose.clip import prepare_clip

    opened = open_clip(store, id, at=at)
    clip = prepare_clip(opened.signal, opened.mapping, opened.corrections)
    try:
        found, lacking = find_corrected(opened.signal, opened.mapping, clip), ""
    except FitError as refused:
        found, lacking = None, str(refused)
    view = lay_out(opened.keypoints, opened.mapping, clip, found, opened.corrections)
    run = opened.stored.noun
    now = _steps(run)
    before = now if not opened.corrections else _steps(_as_it_came(opened))
    notes = (*clip.notes, *(() if found is None else found.notes))
    return ClipShown(opened.athlete, opened.stored, view, before, now, lacking, notes)


def correct_clip(
    store: Store, id: str, changes: Sequence[ClipChange], *, by: str = "", film: bool = False, at: datetime
) -> tuple[str, ...]:
    """Keep what a person corrected in a clip, and measure its run anew; returns what was done, in sentences.

    `changes` come after those that are there, in the order in which they were made; `film` says whether the picture was
    looked at.

    Raises
    ------
    NotFoundError, InputError
        If there is no such clip, or a change does not fit it: then none is kept.
    """
    if not changes:
        raise InputError("nothing was corrected", remedy="Move an event, swap legs, drag a joint or choose the runner")
    opened = open_clip(store, id, at=at)
    made = tuple(Correction(one, who(by), at, film) for one in changes)
    found = _keep(store, opened, (*opened.corrections, *made), at=at, moved=made)
    both = (say_both_down(one.length) for one in found)
    return (*(f"{say_change(one)}." for one in changes), *both, "The run is measured anew.")


def take_back(store: Store, id: str, number: int | None = None, *, at: datetime) -> tuple[str, ...]:
    """Take one correction of a clip back, counted from 1, else the last; it stays in the history of the run.

    Raises
    ------
    NotFoundError, InputError
        If there is no such clip or correction, or a later one does not fit without it.
    """
    opened = open_clip(store, id, at=at)
    made = opened.corrections
    at_place = len(made) if number is None else number
    if not made or not 1 <= at_place <= len(made):
        raise InputError(
            f"there is no correction {at_place}" if made else "nothing was corrected in this run",
            remedy=f"Give 1 to {len(made)}" if made else "There is nothing to take back",
        )
    _keep(store, opened, (*made[: at_place - 1], *made[at_place:]), at=at)
    return (f"Taken back: {say_change(made[at_place - 1].what)}.", "The run is measured anew.")


def event_rows(view: ClipView) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return heading and rows of the events of a clip, numbered from 1."""
    rows = tuple((str(number), *event_cells(one)) for number, one in enumerate(view.events, 1))
    return ("Number", *EVENT_HEADER), rows


def correction_lines(view: ClipView) -> tuple[str, ...]:
    """Return what was corrected, numbered from 1, a line each."""
    return tuple(f"{number}. {say_correction(one)}." for number, one in enumerate(view.corrections, 1))


def counted_line() -> str:
    """Return how frames are numbered."""
    return FRAMES


def doubt_lines(view: ClipView) -> tuple[str, ...]:
    """Return the doubtful stretches, a line each."""
    return tuple(f"{say_doubt(one)}." for one in view.doubts)


def event_of(view: ClipView, number: int) -> ShownEvent:
    """Return an event by its number in the list; `InputError` where there is none."""
    if not 1 <= number <= len(view.events):
        raise InputError(f"there is no event {number}", remedy=f"Give 1 to {len(view.events)}" if view.events else "")
    return view.events[number - 1]


def who(by: str) -> str:
    """Return a name as it is kept; `InputError` if it is no name."""
    name = " ".join(by.split())
    if len(name) > LONGEST_NAME:
        raise InputError(f"a name of {len(name)} letters", remedy=f"Give at most {LONGEST_NAME}")
    return name


def _keep(
    store: Store,
    opened: OpenClip,
    corrections: tuple[Correction, ...],
    *,
    at: datetime,
    moved: tuple[Correction, ...] = (),
) -> tuple[BothDown, ...]:
    """Keep the corrections of a clip; returns where those of them `moved` now put both feet down in running."""
    from evenstride.app.video.clips import find_corrected
    from evenstride.science.pose.clip import prepare_clip

    if len(corrections) > MOST_CORRECTIONS:
        raise InputError(
            f"{len(corrections)} corrections are more than one clip takes",
            remedy=f"Keep at most {MOST_CORRECTIONS}, or have the clip estimated anew",
        )
    try:
        clip = prepare_clip(opened.signal, opened.mapping, corrections)
        found = find_corrected(opened.signal, opened.mapping, clip)
    except FitError as refused:
        raise InputError(
            f"nothing was kept: {refused.what}", why=refused.why, remedy="Take back what hides the contacts"
        ) from None
    both = _feet_apart(opened, found, moved)
    review = ClipReview(opened.stored.id, corrections, found.events.contacts, found.events.device)
    with store.turn():
        if store.recording(opened.stored.id).noun.origin != opened.stored.noun.origin:
            raise InputError("somebody else corrected this run meanwhile", remedy="Open it again and look")
        # The latest counts: one saved in the same moment as the last must not be sorted before it.
        before = [one.at + timedelta(microseconds=1) for one in store.reviews(opened.stored.id)]
        store.save_review(review, saved_at=max([at, *before]))
    keep_values(store, store.recording(opened.stored.id), at=at)
    return both


def _feet_apart(opened: OpenClip, found: ClipContacts, made: tuple[Correction, ...]) -> tuple[BothDown, ...]:
    """Return where events that were moved now put both feet down in running; `InputError` where that cannot be."""
    from evenstride.app.video.clips import find_corrected
    from evenstride.science.pose.both_down import require_feet_apart
    from evenstride.science.pose.clip import prepare_clip

    others = tuple(one for one in made if not isinstance(one.what, EventMoved))
    if others == made:
        return ()
    try:
        clip = prepare_clip(opened.signal, opened.mapping, (*opened.corrections, *others))
        before = find_corrected(opened.signal, opened.mapping, clip)
    except (FitError, InputError):
        # Without the moves there is nothing that tells how somebody runs.
        return ()
    return require_feet_apart(found, before, opened.keypoints)


def _steps(run: Recording) -> Analysis | None:
    return measure_run(run).analysis


def _as_it_came(opened: OpenClip) -> Recording:
    """Return the run without corrections, measured as it would be today."""
    from evenstride.app.video.clips import clip_contacts

    run = opened.stored.noun
    assert isinstance(run, StepEvents), "open_clip looks first"
    try:
        events, _, _ = clip_contacts(opened.signal, opened.mapping)
    except FitError:
        return run
    told = (run.origin.told or NOTHING).as_handed
    return replace(run, contacts=events.contacts, device=events.device, origin=replace(run.origin, told=told))
