"""List the contacts of a run of instruments one by one, or write them as a table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import InputError
from evenstride.doors.cli.output import print_json, remark, say, table

if TYPE_CHECKING:
    from evenstride.app.reading.contacts import Contacts

EachContact = Annotated[
    bool, typer.Option("--steps", help="List single contacts: times, forces, remarks; of runs of instruments.")
]
ContactsFile = Annotated[
    Path | None, typer.Option("--csv", metavar="FILE", help="Write every value of each contact as a table, in SI.")
]


def list_contacts(found: Contacts, csv: Path | None, *, as_json: bool) -> None:
    """Print the contacts, or write them to a new file."""
    from evenstride.app.reading.contacts import contacts_csv, remark_lines

    if csv is not None:
        try:
            with csv.open("xb") as file:
                file.write(contacts_csv(found))
        except FileExistsError:
            raise InputError("there is such a file already", place=str(csv), remedy="Give another name") from None
        except OSError as problem:
            raise InputError("the table cannot be written", place=str(csv), why=problem.strerror or "") from None
        remark(f"wrote {csv}")
        return
    if as_json:
        print_json(found.table)
        return
    say(*table(found.shown.contacts.header, found.shown.contacts.rows))
    remark(*remark_lines(found.shown))
