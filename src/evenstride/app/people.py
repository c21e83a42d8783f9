"""Whose data: the athlete a command is about."""

from __future__ import annotations

from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError, NotFoundError
from evenstride.store import Store


def choose_athlete(store: Store, name: str | None) -> Athlete:
    """Return the athlete of that name, or the only one there is.

    Raises
    ------
    NotFoundError
        If nobody is there, or nobody of that name.
    InputError
        If no name was given and there are several.
    """
    if name is not None:
        return store.athlete(name)
    everybody = store.athletes()
    if len(everybody) == 0:
        raise NotFoundError(
            "nobody is in this database yet",
            remedy="Answer five questions first: evenstride start NAME. Or import a file: evenstride import FILE "
            "--athlete NAME",
        )
    if len(everybody) > 1:
        names = ", ".join(one.name for one in everybody)
        raise InputError("several athletes are in this database", remedy=f"Say which with --athlete: {names}")
    return everybody[0]
