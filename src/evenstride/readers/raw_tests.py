"""Which field test a raw file belongs to, by what its protocol allows."""

from __future__ import annotations

from evenstride.core.errors import InputError
from evenstride.core.protocol import FieldProtocol, protocols
from evenstride.core.raw import RawKind
from evenstride.readers.values import shorten


def raw_test(said: str, kind: RawKind, where: str, *, sided: bool = True) -> FieldProtocol:
    """Return the test that is named, or where none is, the one that takes this kind of input.

    Parameters
    ----------
    said : str
        What the file says, empty where it is silent.
    kind : RawKind
        What the file holds.
    where : str
        Place of what the file says, for messages.
    sided : bool
        Whether a side is given: tests of one leg come first then, else those of both legs.

    Raises
    ------
    InputError
        If the named test is not made from such input.

    Examples
    --------
    >>> raw_test("", RawKind.HOPS, "").id, raw_test("", RawKind.HOPS, "", sided=False).id
    ('P1', 'P1b')
    """
    takes = {one.id.casefold(): one for one in protocols().values() if one.raw_input is kind}
    if not said:
        fitting = [one for one in takes.values() if one.sided is sided]
        return (fitting or list(takes.values()))[0]
    if said.casefold() not in takes:
        raise InputError(
            f"test {shorten(said)} is not made from {_WORDS[kind]}",
            place=where,
            remedy=f"Use one of: {', '.join(one.id for one in takes.values())}",
        )
    return takes[said.casefold()]


_WORDS = {
    RawKind.GYRO: "a gyroscope",
    RawKind.HOPS: "frames of hops",
    RawKind.POLES: "frames at two poles",
    RawKind.MEET: "frames of a run",
}
