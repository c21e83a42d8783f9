"""What stays of a recording that was deleted: that it was there, and what ended with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DeletedRun:
    """A recording that was deleted, with what had been computed from it; what was decided on it stays as it was.

    Attributes
    ----------
    recording, kind : str
        Its id, and the name of its noun.
    on : date or None
        Its day.
    file_name : str
        The file it came from.
    gone : tuple of str
        Ids that nothing stands under any more and that something kept was made from: its own, and those of results.
    """

    recording: str
    kind: str
    on: date | None
    file_name: str
    gone: tuple[str, ...]
