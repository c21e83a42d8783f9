"""Which formats a file comes nearest to that fits none: what it has of what they need, and of how they look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from evenstride.readers.columns import gate, meaning, plain, split_unit
from evenstride.readers.contract import Format, Source
from evenstride.readers.naming import GATE, is_known, suggested

NAMED = 2
"""Formats that are named in one refusal; the others stand in the reference."""


@dataclass(frozen=True, slots=True)
class _Near:
    """One format beside a file: the part of its needs that is met, how many are not, and the headings in common."""

    form: Format
    met: float
    lacking: int
    alike: float

    @property
    def order(self) -> tuple[float, int, float]:
        """What sorts the nearest first."""
        return -self.met, self.lacking, -self.alike


def nearest(source: Source, forms: Sequence[Format], own: Mapping[str, str]) -> tuple[Format, ...]:
    """Return the formats that a file is nearest to, at most two; none where it has nothing of any.

    Headings count for what they probably mean: somebody whose times stand below "Zeit 20m" means gates.

    Parameters
    ----------
    source : Source
        The file.
    forms : sequence of Format
        Those it may be of.
    own : mapping of str to str
        Columns that only some formats have.
    """
    if source.head is None:
        return ()
    guessed = tuple(_guess(heading, own) for heading in source.head.header)
    meant = source.with_head(replace(source.head, header=guessed))
    ranked = sorted((_beside(meant, guessed, form) for form in forms), key=lambda one: one.order)
    first = ranked[0]
    return tuple(one.form for one in ranked[:NAMED] if (one.met or not first.met) and (one.met or one.alike))


def _beside(source: Source, header: Sequence[str], form: Format) -> _Near:
    needs, lacking = len(form.sniff(Source("", ""))), len(form.sniff(source))
    example = Source("", form.EXAMPLE).head
    theirs = set[str]() if example is None else {_kind(one, form) for one in example.header}
    mine = {_kind(one, form) for one in header if one}
    return _Near(form, max(0.0, 1.0 - lacking / needs), lacking, len(mine & theirs) / max(1, len(mine | theirs)))


def _guess(heading: str, own: Mapping[str, str]) -> str:
    if is_known(heading, own):
        return heading
    column, more = suggested(heading, own)
    return more if column == GATE else column or heading


def _kind(heading: str, form: Format) -> str:
    """Return what a heading is among those of a format; all its gates are one kind, and so are its own columns."""
    if gate(heading) is not None:
        return GATE
    if (found := meaning(heading)) is not None:
        return found[0]
    name = plain(split_unit(heading)[0])
    return form.NAME if name in {plain(one) for one in form.COLUMNS} else name
