"""Which foot the name of a field speaks of."""

from __future__ import annotations

import re

from evenstride.core.roles import Side

_PATTERN = r"[\s_\-(]+({short}|{long})\)?$|^{long}[\s_\-]+"
_FEET = {
    Side.LEFT: re.compile(_PATTERN.format(short="l", long="left"), re.IGNORECASE),
    Side.RIGHT: re.compile(_PATTERN.format(short="r", long="right"), re.IGNORECASE),
}


def side_of(name: str) -> Side | None:
    """Return the foot a name speaks of.

    Examples
    --------
    >>> side_of("ImpactGs_R"), side_of("Leg Spring Stiffness")
    (<Side.RIGHT: 'right'>, None)
    """
    return next((side for side, pattern in _FEET.items() if pattern.search(name)), None)


def without_side(name: str) -> str:
    """Return a name without the word for the foot.

    Examples
    --------
    >>> without_side("ImpactGs_R"), without_side("left_pco")
    ('ImpactGs', 'pco')
    """
    for pattern in _FEET.values():
        name = pattern.sub("", name) or name
    return name


def plain_name(name: str) -> str:
    """Return a name without foot, case, spaces and signs.

    Examples
    --------
    >>> plain_name("Leg Spring Stiffness"), plain_name("ImpactGs_L"), plain_name("Left Power")
    ('legspringstiffness', 'impactgs', 'power')
    """
    return re.sub(r"[^a-z0-9]", "", without_side(name).casefold())
