"""Finding the output formats."""

from __future__ import annotations

from typing import cast

from evenstride.core.discover import modules
from evenstride.core.errors import InputError
from evenstride.writers.contract import NEEDED_NAMES, Form


def all_forms() -> tuple[Form, ...]:
    """Return every output format found, in the order of the names people type."""
    found = (cast(Form, module) for module in modules("evenstride.writers.forms", needs=NEEDED_NAMES))
    return tuple(sorted(found, key=lambda form: form.NAME))


def form_named(name: str) -> Form:
    """Return the format people call so.

    Raises
    ------
    InputError
        If there is none of that name.

    Examples
    --------
    >>> form_named("ICS").SUFFIX
    '.ics'
    """
    found = {form.NAME: form for form in all_forms()}
    wanted = name.strip().casefold().removeprefix(".")
    if wanted not in found:
        raise InputError(f"'{name}' is no format a plan can leave in", remedy=f"Use one of: {', '.join(found)}")
    return found[wanted]
