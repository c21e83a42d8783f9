"""What an output format is: a module with these names."""

from __future__ import annotations

from typing import Protocol

from evenstride.core.outgoing import Outgoing, Written

NEEDED_NAMES = ("NAME", "SUFFIX", "MANY", "ABOUT", "write")


class Form(Protocol):
    """One module in `evenstride.writers.forms`, or an entry point of that group.

    Attributes
    ----------
    NAME : str
        What people type to get it.
    SUFFIX : str
        Ending of its files.
    MANY : bool
        True when it makes one file a session, for a folder; False for one file.
    ABOUT : str
        What it is good for, in a sentence.
    """

    NAME: str
    SUFFIX: str
    MANY: bool
    ABOUT: str

    def write(self, outgoing: Outgoing) -> Written:
        """Return the files; the same input gives the same bytes."""
        ...
