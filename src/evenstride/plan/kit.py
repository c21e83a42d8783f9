"""Kit: an athlete's words for what they own as the names exercises use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

_WORDS: Mapping[str, tuple[str, ...]] = {
    "gym": ("barbell", "weights", "free weights", "squat rack", "fitness studio", "weight room"),
    "band": ("elastic band", "resistance band", "rubber band", "theraband", "elastic", "mini band", "loop band"),
    "box": ("step", "low box", "plyo box", "bench"),
    "high box": ("tall box",),
    "medicine ball": ("med ball", "slam ball"),
    "bike": ("bicycle", "cycle", "exercise bike", "indoor bike", "spin bike", "ergometer"),
    "ball": ("football", "soccer ball", "basketball", "handball", "volleyball", "tennis ball", "frisbee"),
    "rope": ("skipping rope", "jump rope", "jumping rope"),
    "pool": ("swimming pool", "swim", "lake"),
    "partner": ("friend", "training partner", "team", "group", "club"),
    "coach": ("trainer",),
    "dumbbell": ("kettlebell", "hand weight"),
    "strap": ("ankle strap", "cuff", "hip belt", "belt"),
    "sled": ("push sled", "pull sled", "prowler", "weight sled", "tyre", "tire"),
    "hill": ("slope", "ramp"),
    "bungee": ("tow", "tow cord", "elastic cord"),
    "mini hurdles": ("wickets", "little hurdles", "hurdles"),
    "ladder": ("agility ladder", "speed ladder"),
    "pull-up bar": ("chin-up bar", "climbing frame"),
    "starting blocks": ("blocks",),
    "rower": ("rowing machine", "rowing ergometer"),
}
_WITHIN: Mapping[str, tuple[str, ...]] = {"gym": ("dumbbell",)}
"""Kit that comes with other kit."""
KIT = tuple(_WORDS)
"""Every kit an exercise may ask for."""
MEASURING = frozenset(
    ("camera", "gates", "luggage scale", "phone", "poles", "stopwatch", "tape", "timing gates", "wall")
)
"""Kit of the field tests: known, and nothing to plan with."""
NOTHING = ("none", "nothing", "no kit")
"""Words for owning no kit at all."""


def owned_kit(words: Iterable[str]) -> frozenset[str]:
    """Return the names of kit that an athlete's words mean.

    Examples
    --------
    >>> sorted(owned_kit(("Elastic bands", "barbell", "skis")))
    ['band', 'dumbbell', 'gym']
    """
    named = [name for word in words for name in [_name_of(word)] if name]
    return frozenset((*named, *(within for name in named for within in _WITHIN.get(name, ()))))


def unknown_kit(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that mean nothing to the planner, in order; kit of the field tests is not among them.

    Examples
    --------
    >>> unknown_kit(("skis", "tape", "football"))
    ('skis',)
    """
    return tuple(sorted({word.strip() for word in words if word.strip() and not (_name_of(word) or _is_no_kit(word))}))


def _name_of(word: str) -> str:
    return _names().get(_plain(word), "")


@cache
def _names() -> Mapping[str, str]:
    """Return every word for kit in its plain form; of two kits that share a word the first has it."""
    return {_plain(item): name for name, others in reversed(tuple(_WORDS.items())) for item in (name, *others)}


def _is_no_kit(word: str) -> bool:
    return _plain(word) in {_plain(item) for item in (*MEASURING, *NOTHING)}


def _plain(word: str) -> str:
    """Return a word in small letters, with single spaces, without hyphen and plural."""
    said = " ".join(word.casefold().replace("-", " ").split())
    return said.removesuffix("es") if said.endswith("xes") else said.removesuffix("s")
