"""Movements: a physio's words for what is not allowed as exercises of the catalogue; nothing is ever passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache

from evenstride.core.exercise import Exercise, Impact, Pattern
from evenstride.plan.body import GROUPS, TISSUES, known_tissues
from evenstride.plan.exercises import exercises

SPRINGS = (Pattern.JUMP, Pattern.HOP, Pattern.BOUND)
_RUNNING_WORD = re.compile(r"\b(run|runs|running|jog|jogging)\b")
_NO_SPRING = (Pattern.DRILL, Pattern.AEROBIC, Pattern.MOBILITY, Pattern.BALANCE, Pattern.RUN, Pattern.TURN)


def is_run(exercise: Exercise) -> bool:
    """Whether an exercise is running of any sort: straight, turning, jogging, chasing.

    Examples
    --------
    >>> [is_run(exercises()[code]) for code in ("easy_jog", "tag_game", "a_skip", "easy_bike")]
    [True, True, False, False]
    """
    if exercise.impact is Impact.NONE:
        return False
    if exercise.pattern in (Pattern.RUN, Pattern.TURN) or _RUNNING_WORD.search(exercise.name.casefold()):
        return True
    covers_ground = exercise.pattern in (Pattern.AEROBIC, Pattern.MOBILITY, Pattern.PLAY, Pattern.DRILL)
    return covers_ground and exercise.impact.step >= Impact.MODERATE.step


def is_spring(exercise: Exercise) -> bool:
    """Whether an exercise jumps, hops or bounds, catches in lifts and hops in games included."""
    if exercise.pattern in SPRINGS:
        return True
    lands = exercise.contacts > 0.0 or exercise.contacts_per_minute > 0.0
    return lands and exercise.pattern not in _NO_SPRING


@cache
def banned_codes(words: tuple[str, ...]) -> frozenset[str]:
    """Return the exercises that words for movements take away: by code, name, group, family, pattern or tissue.

    Examples
    --------
    >>> "back_squat" in banned_codes(("squats",)), "easy_jog" in banned_codes(("running",))
    (True, True)
    """
    return frozenset(code for word in words for code in _codes(word))


def unknown_movements(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words that name no movement, in order.

    Examples
    --------
    >>> unknown_movements(("deep squat", "juggling", "calf"))
    ('juggling',)
    """
    return tuple(word for word in words if not _codes(word))


def near_movements(word: str) -> tuple[str, ...]:
    """Return words that are known and close to one that is not, the nearest first.

    Examples
    --------
    >>> near_movements("jmups")
    ('jump', 'bounds-and-single-leg-jumps', 'broad jump and stick')
    """
    said, named = _plain(word), {_plain(known): known for known in _known_words()}
    close = get_close_matches(said, named, n=3, cutoff=0.6)
    holding = [plain for plain in sorted(named, key=lambda one: (len(one), one)) if said and said in plain]
    parts = [near for part in said.split() for near in get_close_matches(part, named, n=1, cutoff=0.75)]
    held = [plain for near in (*close, *parts) for plain in sorted(named) if near in plain.split() and plain != near]
    return tuple(named[one] for one in dict.fromkeys((*close, *parts, *holding, *held)))[:3]


@cache
def _codes(word: str) -> frozenset[str]:
    everything = exercises().values()
    said = {form for form in _forms(_plain(word)) if form}
    found = {one.code for one in everything if not said.isdisjoint(_names(one))}
    if said & {"run", "jog"}:
        found |= {one.code for one in everything if is_run(one)}
    if "jump" in said:
        found |= {one.code for one in everything if is_spring(one)}
    words = {part for form in said for part in form.split()}
    if not found:
        # "Deep squats" are squats: a word more never takes a ban away.
        found = {one.code for one in everything if one.pattern.value in words}
    tissues = [tissue for tissue in (*TISSUES, *GROUPS) if _plain(tissue) in said]
    if not found and not tissues:
        tissues = list(known_tissues(word))
    wanted = {inner for tissue in tissues for inner in GROUPS.get(tissue, (tissue,))}
    return frozenset(found | {one.code for one in everything if not wanted.isdisjoint(one.loads)})


def _names(one: Exercise) -> frozenset[str]:
    return frozenset(_plain(name) for name in (one.code, one.name, one.group, one.family, one.pattern.value) if name)


@cache
def _known_words() -> tuple[str, ...]:
    said = [name for one in exercises().values() for name in (one.pattern.value, one.group, one.family, one.name)]
    return tuple(dict.fromkeys((*TISSUES, *GROUPS, *(name for name in said if name))))


def _plain(words: str) -> str:
    parts = words.casefold().replace("_", " ").replace("-", " ").split()
    return " ".join(part[:-1] if len(part) > 3 and part.endswith("s") and part[-2] != "s" else part for part in parts)


def _forms(said: str) -> Iterator[str]:
    """Yield a word and what it comes from: running is run, hopping is hop."""
    yield said
    head, _, last = said.rpartition(" ")
    if last.endswith("ing") and len(last) > 5:
        stem = last.removesuffix("ing")
        single = stem[:-1] if stem[-1] == stem[-2] else stem
        for form in (stem, single, f"{stem}e"):
            yield f"{head} {form}".strip()
