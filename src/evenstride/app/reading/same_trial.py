"""Use case: a trial comes in that is here already as a run of another day or person, which is said."""

from __future__ import annotations

from evenstride.app.runs.role_values import is_of_instruments
from evenstride.core.pose import KEYPOINTS
from evenstride.core.recording import Recording, StepEvents
from evenstride.store import ImportResult, Store, Stored
from evenstride.words.runs.same_trial import say_same_trial


def tell_same_trial(store: Store, result: ImportResult) -> tuple[str, ...]:
    """Say as which runs a trial of instruments that was kept now was kept before; nothing where it is new.

    The same bytes are the same trial. Keypoints can be packed in several ways: there the same contacts are.
    """
    new = [store.recording(id) for id in result.added]
    return tuple(dict.fromkeys(_told(one, before) for one in new for before in _before(store, one, result.ids)))


def _before(store: Store, new: Stored[Recording], own: tuple[str, ...]) -> list[Stored[Recording]]:
    run = new.noun
    if not isinstance(run, StepEvents) or not is_of_instruments(run):
        return []
    alike = [store.recording(one.id) for one in store.recordings_of(run.origin.content_id)]
    if run.device.kind == KEYPOINTS:
        mine = store.recordings(run.athlete, kind=StepEvents)
        alike += [one for one in mine if isinstance(one.noun, StepEvents) and one.noun.contacts == run.contacts]
    found = {one.id: one for one in alike if one.id not in own}
    return sorted(found.values(), key=lambda one: one.at)


def _told(new: Stored[Recording], before: Stored[Recording]) -> str:
    clip = new.noun.device.kind == KEYPOINTS
    other = None if new.athlete == before.athlete else before.noun.athlete
    return say_same_trial(before.noun.on, clip=clip, other=other)
