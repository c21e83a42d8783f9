"""What headings mean, in its table."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa

from evenstride.core.column_mapping import ColumnMapping
from evenstride.store import rows
from evenstride.store.codec import from_json
from evenstride.store.documents import columns_row
from evenstride.store.rows import COLUMNS


def save_columns(
    connection: sa.Connection, id: str, columns: ColumnMapping, athletes: Collection[str], at: datetime
) -> None:
    """Keep what headings mean with some athletes, and with those it is kept with already; see `Store.save_columns`."""
    c = COLUMNS.c
    keys = {rows.key_of(connection, name) for name in athletes}
    keys |= set(connection.execute(sa.select(c.athlete).where(c.id == id)).scalars())
    connection.execute(sa.delete(COLUMNS).where(c.id == id))
    if keys:
        connection.execute(sa.insert(COLUMNS), [columns_row(key, id, columns, at) for key in sorted(keys)])


def known_columns(connection: sa.Connection) -> Mapping[str, ColumnMapping]:
    """Return what was last said of each row of headings; see `Store.columns`."""
    c = COLUMNS.c
    found = connection.execute(sa.select(c.id, c.document).order_by(c.at, c.athlete))
    return {row.id: from_json(row.document, ColumnMapping, place=f"columns {row.id}") for row in found}


def forget_columns(connection: sa.Connection, id: str) -> bool:
    """Forget what headings mean, and say whether it was known."""
    return bool(connection.execute(sa.delete(COLUMNS).where(COLUMNS.c.id == id)).rowcount)
