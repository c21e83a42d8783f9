"""The review of a clip by a person: its corrections, and the contacts they lead to."""

from __future__ import annotations

from dataclasses import dataclass, replace

from evenstride.core.clip_corrections import Correction
from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.trial_told import TrialTold


@dataclass(frozen=True, slots=True)
class ClipReview:
    """All corrections of a run as they stood when somebody saved them; the latest review counts.

    Attributes
    ----------
    recording : str
        Id of the run.
    corrections : tuple of Correction
        In the order in which they were made; one that was taken back is in an earlier review alone.
    contacts, device
        What they lead to; those of the run as it came in where there is no correction.
    """

    recording: str
    corrections: tuple[Correction, ...]
    contacts: tuple[Contact, ...]
    device: Device

    def over(self, run: StepEvents) -> StepEvents:
        """Return a run as it is with the corrections; they stand beside what was told of it."""
        if not self.corrections:
            return run
        told = replace(run.origin.told or TrialTold(), corrections=self.corrections)
        return replace(run, contacts=self.contacts, device=self.device, origin=replace(run.origin, told=told))


def corrections_of(run: object) -> tuple[Correction, ...]:
    """Return the corrections of a run; none where it is no clip, or nobody corrected it."""
    told = run.origin.told if isinstance(run, StepEvents) else None
    return () if told is None else told.corrections
