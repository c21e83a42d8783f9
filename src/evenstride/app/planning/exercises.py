"""Use case: look up exercises by what they train and by what somebody has, can and must leave out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from evenstride.core.athlete import Level
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.exercise import Aid, Exercise, Impact, Quality
from evenstride.core.roles import Role
from evenstride.plan.body import GROUPS, TISSUES, known_tissues
from evenstride.plan.exercises import FAMILIES, exercises
from evenstride.plan.kit import KIT, owned_kit, unknown_kit


@dataclass(frozen=True, slots=True)
class ExerciseWish:
    """What to look for; what is None or empty asks for nothing.

    `kit` is all there is: `()` for nothing at all. `pains` are places of the body whose load must stay out.
    """

    role: Role | None = None
    quality: Quality | None = None
    family: str | None = None
    kit: tuple[str, ...] | None = None
    pains: tuple[str, ...] = ()
    level: Level | None = None
    age: int | None = None
    impact: Impact | None = None


def find_exercises(wish: ExerciseWish) -> tuple[Exercise, ...]:
    """Return the exercises that keep a wish, in the order of the catalogue.

    Raises
    ------
    InputError
        If a family, a kit or a place of the body is not known.

    Examples
    --------
    >>> [one.code for one in find_exercises(ExerciseWish(family="resisted-and-assisted", kit=()))]
    []
    >>> [one.code for one in find_exercises(ExerciseWish(role=Role.SWING, kit=("strap",), pains=("groin",)))][2:4]
    ['long_bridge_hold', 'heel_pull_hold']
    """
    _require_known(wish)
    owned = None if wish.kit is None else owned_kit(wish.kit)
    sore = {tissue for place in wish.pains for tissue in known_tissues(place)}
    return tuple(
        one
        for one in exercises().values()
        if (wish.role is None or wish.role in one.role_shares)
        and wish.quality in (None, one.quality)
        and wish.family in (None, one.family)
        and (owned is None or owned.issuperset(one.kit))
        and sore.isdisjoint(one.loads)
        and (wish.level is None or wish.level in one.levels)
        and (wish.age is None or wish.age >= one.min_age)
        and (wish.impact is None or one.impact.step <= wish.impact.step)
    )


def find_exercise(code: str) -> Exercise:
    """Return one exercise by its code, or by its name in any case.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    known = exercises()
    said = " ".join(code.casefold().split())
    for one in known.values():
        if said in (one.code, one.name.casefold()):
            return one
    if said in TISSUES:
        raise NotFoundError(
            f"'{code}' is a place of the body, no exercise",
            remedy=f"Those that leave it unloaded: evenstride exercises --without-pain '{said}'",
        )
    near = [
        one.code for one in known.values() if any(word in f"{one.code} {one.name}".casefold() for word in said.split())
    ]
    raise NotFoundError(
        f"there is no exercise '{code}'",
        remedy=f"Near are {', '.join(near[:8])}" if near else "List them all: evenstride exercises",
    )


def describe_exercise(one: Exercise) -> tuple[str, ...]:
    """Return an exercise in plain lines."""
    facts = dict(_facts(one))
    return (f"{one.name}: {one.what_for}.", *(f"  {name}: {text}" for name, text in facts.items() if text))


def _facts(one: Exercise) -> Iterator[tuple[str, str]]:
    roles = sorted(one.role_shares.items(), key=lambda item: -item[1])
    known = exercises()

    def names(codes: tuple[str, ...]) -> str:
        return ", ".join(f"{known[code].name} ({code})" for code in codes)

    yield "trains", ", ".join(f"{role} {100 * share:.0f} %" for role, share in roles)
    yield "quality", f"{one.quality}; {one.pattern}{', each side' if one.unilateral else ''}"
    yield "needs", describe_needs(one)
    yield "for", ", ".join(one.levels) + (f", from {one.min_age} years" if one.min_age else "")
    yield "impact", f"{one.impact}{_landings(one)}"
    yield "not with pain of 4 or more in", places_text(one.loads)
    yield "nor with pain of 2 or 3 in", places_text(one.hard_on)
    yield "only after", ", ".join(f"{weeks} quiet weeks of the {tissue}" for tissue, weeks in one.calm_weeks.items())
    yield "makes ready", ", ".join(one.prepares)
    yield "more over time by", "weight, a little at a time" if one.loaded else ""
    yield "run is", "" if one.aid is Aid.FREE else one.aid
    yield "without a coach", names(one.simpler)
    yield "easier", names(one.regression)
    yield "harder", names(one.progression)
    yield "a thought, if it helps", " ".join(one.cues)
    yield "evidence for speed", f"{one.evidence} ({one.source}){one.evidence_note and f': {one.evidence_note}'}"


def describe_needs(one: Exercise) -> str:
    """Return what an exercise needs, in words."""
    return " and ".join(one.kit) or "nothing"


def places_text(tissues: tuple[str, ...]) -> str:
    """Return tissues as words, the whole leg and the lower leg by their names.

    Examples
    --------
    >>> places_text(("hamstring", *GROUPS["lower leg"], "back"))
    'hamstring, lower leg, back'
    """
    said = list(tissues)
    for name, members in GROUPS.items():
        if set(members) <= set(said):
            first = min(said.index(member) for member in members)
            said = [
                name if place == first else item
                for place, item in enumerate(said)
                if place == first or item not in members
            ]
    return ", ".join(said)


def _landings(one: Exercise) -> str:
    if one.contacts_per_minute:
        return f", about {one.contacts_per_minute:g} landings a minute"
    if one.contacts:
        return f", {one.contacts:g} landing{'s' if one.contacts > 1.0 else ''} a repetition"
    return ""


def _require_known(wish: ExerciseWish) -> None:
    if wish.family is not None and wish.family not in FAMILIES:
        raise InputError(f"'{wish.family}' is no family", place="--family", remedy=f"Use one of: {', '.join(FAMILIES)}")
    for word in unknown_kit(wish.kit or ()):
        raise InputError(f"'{word}' is no kit we know", place="--kit", remedy=f"Use none, or of {', '.join(KIT)}")
    for place in wish.pains:
        if not known_tissues(place):
            raise InputError(
                f"we are not sure where '{place}' is",
                place="--without-pain",
                remedy=f"Name one of: {', '.join((*TISSUES, *GROUPS))}",
            )
