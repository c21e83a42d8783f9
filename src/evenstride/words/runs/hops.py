"""What is said where a force plate may have seen hops and not a run: it cannot tell one foot from the other."""

from __future__ import annotations

from shlex import quote

from evenstride.core.roles import Side

ARE_A_TEST = "Hops on the spot are a field test: evenstride test hops"


def say_kept_as_run(name: str, contacts: int, first: Side) -> str:
    """Return the sentence on a file of plates that is kept as a run on somebody's word.

    Examples
    --------
    >>> say_kept_as_run("l.csv", 12, Side.LEFT)
    'l.csv is kept as a run: 12 contacts, left and right in turn, the left foot first. If they are hops on one leg, \
take it out again (evenstride data delete-run) and enter them as a field test: evenstride test hops --left l.csv'
    """
    return (
        f"{name} is kept as a run: {contacts} contacts, left and right in turn, the {first} foot first. If they "
        f"are hops on one leg, take it out again (evenstride data delete-run) and enter them as a field test: "
        f"evenstride test hops --{first} {quote(name)}"
    )
