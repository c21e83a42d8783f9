"""A measured trial of instruments as people read it: results, then what to know of them, then how it was measured."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from evenstride.core.recording import LEFT_OUT

TO_KNOW, HOW = "What to know:", "How it was measured:"

MOST_TO_KNOW = 5
"""Notes that stand under what to know; the others open how it was measured."""

_PLACED = re.compile(r"[^:.;]{1,60}: \S")
"""How a note on one place begins: `contact 3: ...`, `Left knee: ...`."""

GRAVE = (
    "as told, steps would be",
    "this is walking",
    "wrong together by",
    "is not shown",
    "No scale is told",
    "Corrected by a person",
)
"""What stands in notes that bear on every value, the gravest first; a test holds that each is still said."""

LAST = len(GRAVE) + 2


@dataclass(frozen=True, slots=True)
class Told:
    """One part of a trial in sentences: forces, steps or movement.

    Attributes
    ----------
    values : tuple of str
        Its results, and how to read them.
    to_know : tuple of str
        What bears on them.
    limit : str
        What they do not say; empty where there is nothing of the kind.
    how : tuple of str
        How they were measured.
    """

    values: tuple[str, ...]
    to_know: tuple[str, ...] = ()
    limit: str = ""
    how: tuple[str, ...] = ()

    @property
    def lines(self) -> tuple[str, ...]:
        """All of it, where one part stands alone."""
        return (*self.values, *((self.limit,) if self.limit else ()), *self.how, *self.to_know)


def parted(notes: Iterable[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Part notes into those that bear on the results and those on how they were measured.

    Examples
    --------
    >>> parted(["A metre is 300 px.", "contact 3: it is cut; left out.", "Left out: row 6, it holds no time."])
    (('contact 3: it is cut; left out.', 'Left out: row 6, it holds no time.'), ('A metre is 300 px.',))
    """
    every = list(notes)
    known = [one for one in every if _place(one) < LAST]
    return tuple(known), tuple(one for one in every if one not in known)


def say_trial(name: str, understood: Sequence[str], parts: Sequence[Told], lacking: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of a trial: who, the results of each part and what is not measured, notes, and how.

    Examples
    --------
    >>> steps = Told(("Contact time 229 ms (217–240).",), ("contact 3: it is cut.",), how=("Low pass 12 Hz.",))
    >>> for line in say_trial("Noa", ["A metre is 300 px."], [steps], ["Forces are not measured."]):
    ...     print(line)
    Noa
    <BLANKLINE>
    Contact time 229 ms (217–240).
    <BLANKLINE>
    Forces are not measured.
    <BLANKLINE>
    What to know:
      Contact 3: it is cut.
    <BLANKLINE>
    How it was measured:
      A metre is 300 px.
      Low pass 12 Hz.
    """
    bearing, how = parted(understood)
    found = sorted(dict.fromkeys((*bearing, *(note for part in parts for note in part.to_know))), key=_place)
    limits = list(dict.fromkeys(part.limit for part in parts if part.limit))
    room = MOST_TO_KNOW - len(limits)
    ways = dict.fromkeys((*found[room:], *how, *(note for part in parts for note in part.how)))
    blocks = [*_each_once(parts), *([tuple(lacking)] if lacking else [])]
    return (
        name,
        *(line for block in blocks for line in ("", *block)),
        *_section(TO_KNOW, (*found[:room], *limits)),
        *_section(HOW, ways),
    )


def _each_once(parts: Sequence[Told]) -> list[list[str]]:
    """Return the values of the parts; sentences alike in two are said once, indented values may well be alike."""
    said: set[str] = set()
    blocks: list[list[str]] = []
    for part in parts:
        blocks.append([line for line in part.values if line.startswith(" ") or line not in said])
        said.update(part.values)
    return blocks


def _section(title: str, notes: Iterable[str]) -> tuple[str, ...]:
    lines = [f"  {note[:1].upper()}{note[1:]}" for note in notes]
    return ("", title, *lines) if lines else ()


def _place(note: str) -> int:
    """Return how far back a note stands among those that bear on the results; `LAST` where it does not."""
    for place, part in enumerate(GRAVE):
        if part in note:
            return place
    if note.startswith(LEFT_OUT):
        return len(GRAVE)
    return LAST - 1 if _PLACED.match(note) else LAST
