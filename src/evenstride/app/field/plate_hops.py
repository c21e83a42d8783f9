"""Use case: read hops on a force plate, to be entered as a trial of the hop tests."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evenstride.app.reading.signal_files import understand_file
from evenstride.core.errors import FitError, InputError
from evenstride.core.roles import Side
from evenstride.science.field.values import BEST_HOPS, flight_over_contact
from evenstride.science.plates.hops import Hop, find_hops

MOST_HOPS = 10
"""Hops of a trial, as the tests P1 and P1b ask for them."""


@dataclass(frozen=True, slots=True)
class HopSeries:
    """The hops of one file.

    Attributes
    ----------
    file : str
        Its name.
    side : Side or None
        The leg that hopped, as told; None for both together.
    hops : tuple of Hop
        The first ten at most.
    ratio : float
        Flight over contact, mean of the best five.
    """

    file: str
    side: Side | None
    hops: tuple[Hop, ...]
    ratio: float


def read_hops(source: Path, side: Side | None, *, mapping: Path | None = None) -> HopSeries:
    """Read the hops of a file: the plate that bore the most of them.

    Raises
    ------
    InputError
        If the file cannot be understood.
    FitError
        If there is no plate, or no plate with five hops in a row.
    """
    signal = understand_file(source, mapping=mapping).signal
    if not signal.plates:
        raise FitError(f"{source.name} holds no force plate", remedy="Choose a file with vertical force")
    found: list[tuple[Hop, ...]] = []
    refused: list[FitError] = []
    for plate in signal.plates:
        try:
            found.append(find_hops(plate, signal.up))
        except FitError as problem:
            refused.append(problem)
    if not found:
        raise refused[0]
    hops = max(found, key=len)[:MOST_HOPS]
    if len(hops) < BEST_HOPS:
        raise FitError(
            f"{source.name} has {len(hops)} hops in a row",
            why=f"A trial is the mean of the best {BEST_HOPS} of ten",
            remedy="Record ten hops on one plate",
        )
    return HopSeries(source.name, side, hops, flight_over_contact([(one.contact, one.flight) for one in hops]))


def hop_rows(series: HopSeries) -> Iterator[tuple[str, ...]]:
    """Return a row a hop, in s and ms."""
    for number, one in enumerate(series.hops, start=1):
        times = f"{one.touchdown:.2f}", f"{1000 * one.contact:.0f}", f"{1000 * one.flight:.0f}"
        yield (str(number), *times, f"{one.ratio:.2f}")


def enter_line(series: Sequence[HopSeries]) -> str:
    """Return the command that enters these hops, a trial a file.

    Raises
    ------
    InputError
        If some are of one leg and some of both: these are two tests.

    Examples
    --------
    >>> enter_line([HopSeries("l.csv", Side.LEFT, (Hop(0.5, 0.25, 0.2),), 0.8)])
    'evenstride test enter --test P1 --left "0.250/0.200" --device "force plate"'
    """
    if len({one.side is None for one in series}) > 1:
        raise InputError("hops on one leg and on both are two tests", remedy="Give them one after the other")
    test = "P1b" if series[0].side is None else "P1"
    told = " ".join(f'--{one.side or "trial"} "{pairs_text(one)}"' for one in series)
    return f'evenstride test enter --test {test} {told} --device "force plate"'


def pairs_text(series: HopSeries) -> str:
    """Return the hops as they are entered: contact/flight in s, with blanks between."""
    return " ".join(f"{one.contact:.3f}/{one.flight:.3f}" for one in series.hops)
