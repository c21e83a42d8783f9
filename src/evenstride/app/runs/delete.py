"""Use case: one recording that was understood wrongly, or is no run of theirs, is deleted and can come in anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from evenstride.app.blocks.sealed import BLOCK
from evenstride.app.runs.listed import open_held
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete
from evenstride.core.filed import Held
from evenstride.store import DeletedRecording, Store, Stored, in_one_turn
from evenstride.words import day, recording_content, recording_kind


@in_one_turn
def delete_run(store: Store, athlete: Athlete, id: str, *, at: datetime) -> tuple[str, ...]:
    """Delete one recording with all that was computed from it, and return what happened in sentences.

    Raises
    ------
    NotFoundError, InputError
        If there is none of that id, it is somebody else's, its times are sealed, or somebody else's result rests on it.
    """
    found = open_held(store, athlete, id, local_day(at))
    return tuple(_lines(found, store.delete_recording(found.id, deleted_at=at)))


def run_words(found: Stored[Held]) -> str:
    """Return what a recording is, so that nobody deletes another: kind, day and content."""
    on = found.noun.on
    dated = "without a day" if on is None else f"of {day(on)} {on.year}"
    return f"{recording_kind(found.noun)} {dated}: {recording_content(found.noun)}"


def _lines(found: Stored[Held], gone: DeletedRecording) -> Iterator[str]:
    noun = found.noun
    yield f"Deleted: {run_words(found)}."
    if gone.results:
        many = "One result that was" if gone.results == 1 else f"{gone.results} results that were"
        yield f"{many} computed from it went too; what is left is computed anew."
    if gone.resting:
        many = Counter(gone.resting).items()
        kept = ", ".join(f"one {kind}" if count == 1 else f"{count} {kind}s" for kind, count in many)
        yield f"What was decided on it stays as it was: {kept}."
    if BLOCK in gone.resting:
        yield "A registered block keeps its baseline. If that rests on a wrong run, end it: evenstride block end"
    name = noun.origin.file_name or "the file it came from"
    if gone.with_file:
        yield f"With it went {name} as you gave it, since nothing else came from it. Import it again to have it anew."
    else:
        yield f"{name} stays as you gave it, since other runs came from it. Import it again to have this run anew."
    if noun.origin.columns:
        yield "What its columns mean is remembered: forget that on the page of imports first, and you are asked again."
    yield "An archive made before does not bring it back. Traces in the database file go with: evenstride data scrub"
