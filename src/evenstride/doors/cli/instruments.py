"""Files of laboratory instruments on the command line."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import EvenstrideError
from evenstride.doors.cli.options import quantity
from evenstride.doors.cli.output import print_json, remark, say
from evenstride.doors.cli.progress import waiting

if TYPE_CHECKING:
    from collections.abc import Generator

    from evenstride.core.trial_told import ClipTold

MappingFile = Annotated[
    Path | None,
    typer.Option("--mapping", metavar="FILE", help="TOML that says which marker, column or array is which."),
]
Mass = Annotated[
    float | None,
    typer.Option(parser=quantity("--mass", "kg"), metavar="MASS", help="Body mass, kg or 132lb."),
]
Standing = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A file of the same runner standing still on a plate: shows mass and level."),
]
WornAt = Annotated[
    list[str] | None,
    typer.Option(
        "--worn",
        metavar="PLACE",
        help="Where a sensor sat: sacrum, left-foot, right-shank; of one of several NAME=right-shank.",
    ),
]
NewMappingFile = Annotated[
    Path | None,
    typer.Option("--write-mapping", metavar="FILE", help="Write the mapping proposed for a file's markers."),
]


def read_instruments(
    source: Path,
    athlete: str | None,
    mapping: Path | None,
    write_mapping: Path | None,
    clip: ClipTold | None,
    *,
    as_json: bool,
) -> None:
    """Show how a trial is understood, and write its mapping where asked."""
    from evenstride.app.reading.signal_files import instrument_document, instrument_lines, save_mapping, understand_file

    with waiting(f"Reading {source.name}"):
        understood = understand_file(source, athlete=athlete, mapping=mapping, clip=clip)
    if write_mapping is not None:
        save_mapping(understood, write_mapping)
        remark(f"Written: {write_mapping}")
    if as_json:
        print_json(instrument_document(understood))
        return
    remark(*understood.signal.origin.interpretation)
    say(*instrument_lines(understood))


@contextmanager
def of_file(source: Path, *, alone: bool) -> Generator[None, None, None]:
    """Say of which file a refusal speaks that names none; of two files it may be either."""
    try:
        yield
    except EvenstrideError as refused:
        if alone and not refused.place:
            refused.place = source.name
        raise
