"""The catalogue of exercises: one file a family, checked as it is read, and the drawings that go with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import chain

from evenstride.core.athlete import Level
from evenstride.core.drawing import Drawing, parse_drawing
from evenstride.core.errors import PluginError
from evenstride.core.exercise import Exercise
from evenstride.core.toml_table import TomlTable, parse_toml
from evenstride.plan.exercise_schema import parse_exercise

FAMILIES = (
    "warm-up", "starts", "runs", "turns", "resisted-and-assisted", "lifts", "single-leg-lifts", "calves", "isometrics",
    "eccentrics", "plyometrics", "bounds-and-single-leg-jumps", "throws", "trunk-and-arms", "drills", "aerobic",
    "mobility", "coordination", "play",
)  # fmt: skip
"""The files of the catalogue, in the order in which exercises are named."""


@cache
def exercises() -> Mapping[str, Exercise]:
    """Return every exercise by code, family by family.

    Raises
    ------
    PluginError
        If an entry or the catalogue as a whole does not keep the schema.

    Examples
    --------
    >>> exercises()["fly_run"].name
    'flying runs'
    >>> exercises()["clean_and_jerk"].simpler
    ('jump_shrug', 'medicine_ball_throw')
    """
    folder = _data("exercises")
    texts = {f"{family}.toml": folder.joinpath(f"{family}.toml").read_text(encoding="utf-8") for family in FAMILIES}
    found = read_catalogue(texts)
    require_whole(found, drawings={path.name.removesuffix(".toml") for path in _data("drawings").iterdir()})
    return {one.code: one for one in found}


def drawing_of(exercise: Exercise) -> Drawing | None:
    """Return the drawing of an exercise, None where it has none.

    Raises
    ------
    PluginError
        If the drawing's file does not keep the schema of drawings.
    """
    if not exercise.drawing:
        return None
    name = f"{exercise.drawing}.toml"
    return parse_drawing(
        TomlTable(parse_toml(_data("drawings").joinpath(name).read_text(encoding="utf-8"), place=name), place=name)
    )


def read_catalogue(texts: Mapping[str, str]) -> tuple[Exercise, ...]:
    """Read the entries of catalogue files, given as text by file name.

    Raises
    ------
    PluginError
        If a text is no TOML or an entry does not keep the schema.
    """
    return tuple(
        parse_exercise(code, raw, file=file)
        for file, text in texts.items()
        for code, raw in parse_toml(text, place=file).items()
    )  # fmt: skip


def require_whole(catalogue: Iterable[Exercise], *, drawings: Iterable[str]) -> None:
    """Refuse a catalogue whose entries do not fit each other.

    Every code named must exist, nothing may be easier or harder than itself by any way round, and what is easier must
    be open to everybody the exercise is open to. One easier exercise at least asks for no more kit, if there is one;
    what is closed to beginners has one.

    Parameters
    ----------
    catalogue : iterable of Exercise
        All of it.
    drawings : iterable of str
        Names of the drawings there are.

    Raises
    ------
    PluginError
        With the file, the entry, the reason and the remedy of the first fault.
    """
    everything = tuple(catalogue)
    known = {one.code: one for one in everything}
    for one, what, remedy in chain(_doubles(everything), _links(known, frozenset(drawings)), _order(known)):
        raise PluginError(what, place=f"{one.family}.toml [{one.code}]", remedy=remedy)
    unused = sorted(set(drawings) - {one.drawing for one in everything})
    if unused:
        raise PluginError("no exercise uses this drawing", place=f"{unused[0]}.toml", remedy="Name it in an entry")


_Fault = tuple[Exercise, str, str]


def _doubles(everything: tuple[Exercise, ...]) -> Iterator[_Fault]:
    for what, of in (("code", lambda one: one.code), ("name", lambda one: one.name)):
        seen: dict[str, Exercise] = {}
        for one in everything:
            if of(one) in seen:
                first = seen[of(one)]
                yield one, f"its {what} stands in {first.family}.toml [{first.code}] already", "Give it another"
            seen[of(one)] = one


def _links(known: Mapping[str, Exercise], drawings: frozenset[str]) -> Iterator[_Fault]:
    for one in known.values():
        for field, codes in (
            ("progression", one.progression),
            ("regression", one.regression),
            ("simpler", one.simpler),
        ):
            for code in codes:
                if code not in known:
                    yield one, f"'{field}' names '{code}', which is not in the catalogue", "Correct the code"
        if one.drawing and one.drawing not in drawings:
            yield one, f"there is no drawing '{one.drawing}'", f"Add data/drawings/{one.drawing}.toml, or correct it"


def _order(known: Mapping[str, Exercise]) -> Iterator[_Fault]:
    easier = {code: {*one.regression} for code, one in known.items()}
    for code, one in known.items():
        for harder in one.progression:
            easier[harder].add(code)
    try:
        TopologicalSorter(easier).prepare()
    except CycleError as problem:
        ring = problem.args[1]
        yield known[ring[0]], f"it is harder than itself: {' > '.join(reversed(ring))}", "Take one link out"
    for one in known.values():
        for field, codes in (("regression", one.regression), ("simpler", one.simpler)):
            for code in codes:
                for reason in _harder(known[code], one, field):
                    yield one, f"'{field}' names '{code}', which {reason}", "Name something easier"
        if one.regression and not any(set(known[code].kit) <= set(one.kit) for code in one.regression):
            yield one, "everything easier asks for more kit", "Add something easier with no more kit"
        if not one.regression and set(one.levels) != set(Level):
            yield one, "it is closed to some levels and nothing is easier", "Give it a 'regression'"


def _harder(easy: Exercise, one: Exercise, field: str) -> Iterator[str]:
    """Yield why an exercise is not as easy as it is said to be."""
    if not set(one.levels) <= set(easy.levels):
        yield "is closed to a level this is open to"
    if easy.min_age > one.min_age:
        yield f"waits until {easy.min_age}"
    if easy.impact.step > one.impact.step:
        yield f"has more impact ({easy.impact})"
    if easy.drop > one.drop:
        yield f"drops from {easy.drop:g} m"
    if easy.coached and (field == "simpler" or not one.coached):
        yield "needs a coach"


def _data(folder: str) -> Traversable:
    return resources.files("evenstride.plan").joinpath("data", folder)
