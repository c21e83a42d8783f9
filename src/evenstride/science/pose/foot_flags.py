"""What a person should know of the contacts of both feet of a clip: each thing once, with the foot it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evenstride.core.roles import Side
from evenstride.core.run import Flag

FIRST = ("doubled", "standing", "gap", "half_seen")
"""Codes in the order in which they are told; what is not named here comes last."""

SEVERAL = {
    "half_seen": "contacts cut by the edge of the clip; left out",
    "gap": "contacts that lie in gaps; left out",
}
"""What is said of several contacts, by code."""


def tell_feet(flags: Mapping[Side, Sequence[Flag]]) -> tuple[Flag, ...]:
    """Return the flags of each foot as those of a clip: the foot named, what repeats told once, what matters first.

    Examples
    --------
    >>> cut = [Flag("half_seen", at, f"the contact at {at} is cut") for at in ("0.10 s", "0.90 s")]
    >>> [f"{one.where}: {one.text}" for one in tell_feet({Side.LEFT: cut, Side.RIGHT: cut[:1]})]
    ['left foot at 0.10 s and 0.90 s, right foot at 0.10 s: contacts cut by the edge of the clip; left out']
    >>> [f"{one.where}: {one.text}" for one in tell_feet({Side.LEFT: cut[:1], Side.RIGHT: ()})]
    ['left foot: the contact at 0.10 s is cut']
    """
    told: dict[tuple[str, str], dict[Side, list[Flag]]] = {}
    for side, own in flags.items():
        for flag in own:
            several = flag.code in SEVERAL and flag.where != "foot"
            kind = flag.code, "" if several else flag.text
            told.setdefault(kind, {}).setdefault(side, []).append(flag)
    found = [_told(code, of) for (code, _), of in told.items()]
    return tuple(sorted(found, key=lambda one: FIRST.index(one.code) if one.code in FIRST else len(FIRST)))


def _told(code: str, of: Mapping[Side, Sequence[Flag]]) -> Flag:
    every = [flag for own in of.values() for flag in own]
    if len({flag.text for flag in every}) == 1:
        return Flag(code, f"{next(iter(of))} foot" if len(of) == 1 else "both feet", every[0].text)
    where = ", ".join(f"{side} foot at {_listed([flag.where for flag in own])}" for side, own in of.items())
    return Flag(code, where, SEVERAL[code])


def _listed(places: Sequence[str]) -> str:
    return places[0] if len(places) == 1 else f"{', '.join(places[:-1])} and {places[-1]}"
