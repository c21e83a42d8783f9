"""What the person said about a file of instruments; used where the file itself is silent."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.core.signal_mapping import SignalMapping


@dataclass(frozen=True, slots=True)
class Told:
    """Whose trial it is, and what the names in the file are."""

    athlete: str = ""
    mapping: SignalMapping | None = None
