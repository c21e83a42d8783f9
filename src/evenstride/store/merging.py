"""One person in two archives: when what both say of them goes together, and what then is known."""

from __future__ import annotations

from dataclasses import replace

from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError


def merged(here: Athlete, there: Athlete, *, answered_here: str, answered_there: str) -> Athlete:
    """Return one athlete of two records under one name: what was answered later counts, and gaps are filled.

    Parameters
    ----------
    here, there : Athlete
        As stored, and as an archive says.
    answered_here, answered_there : str
        When each last answered the questions of the start, as text that sorts as time; empty for never.

    Raises
    ------
    InputError
        If they may be two people: another year of birth, one of them simulated, or levels of which neither is the
        later.

    Examples
    --------
    >>> old, new = Athlete("Noa", 2001), Athlete("Noa")
    >>> merged(new, old, answered_here="", answered_there="").birth_year
    2001
    """
    years = {one.birth_year for one in (here, there) if one.birth_year is not None}
    if len(years) > 1:
        raise _two_people(here, f"One was born in {min(years)}, the other in {max(years)}")
    if here.simulated != there.simulated:
        raise _two_people(here, "One of them is simulated")
    if answered_here == answered_there and here.level != there.level:
        raise _two_people(here, f"One trains as {here.level}, the other as {there.level}, and neither says since when")
    later = there if answered_there > answered_here else here
    return replace(later, name=here.name, birth_year=min(years, default=None), intake=later.intake)


def foreign_result(id: str, owner: str) -> InputError:
    """Return the error for a result that stands under somebody else's name already."""
    return InputError(
        f"the result {id} belongs to {owner} here",
        why="An id always names the same document of the same person",
        remedy="Open the archive in a database of its own (--db); nothing was changed here",
    )


def leaning(name: str, other: str) -> InputError:
    """Return the error for results of one person that were made from what is another's."""
    return InputError(
        f"a result of {other} was made from data of {name}",
        why="Apart from each other its number would lead back to nothing",
        remedy="Take everybody along together, or delete the one who was built on the other first",
    )


def _two_people(here: Athlete, why: str) -> InputError:
    return InputError(
        f"there is another {here.name} here",
        why=why,
        remedy="Open the archive in a database of its own (--db), or delete the one who is here; nothing was changed",
    )
