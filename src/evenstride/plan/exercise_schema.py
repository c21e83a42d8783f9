"""The schema of one catalogue entry: every field by name and kind, and what fields must agree with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from evenstride.core.athlete import Level
from evenstride.core.exercise import Aid, Exercise, Impact, Pattern, Quality
from evenstride.core.metric import Grade
from evenstride.core.roles import Role
from evenstride.core.toml_table import TomlTable
from evenstride.plan.body import GROUPS, TISSUES
from evenstride.plan.kit import KIT
from evenstride.plan.limits import YOUNG_BELOW

PRACTICE = "coaching practice"
"""What stands as the source where no paper was read."""

YOUNG_DROP = 0.30
"""Greatest height of a drop jump below sixteen, m (care.md)."""
ADULT = 18
"""Youngest age for assisted runs (care.md: trained adults)."""
CALM_HAMSTRING = 12
"""Weeks a hamstring must have been quiet before assisted runs (care.md asks for "without recent hamstring injury";
the figure is coaching practice, that of the field tests)."""
CUES, CUE_WORDS = 3, 9
"""Most cues of an exercise, and most words of one."""
BREATHE = "keep breathing"

_GRADES = (Grade.MODERATE, Grade.WEAK, Grade.UNPROVEN)
_CODE = re.compile(r"[a-z][a-z0-9_]*")
_SPRINGS = (Pattern.JUMP, Pattern.HOP, Pattern.BOUND)


def parse_exercise(code: str, raw: Mapping[str, Any], *, file: str) -> Exercise:
    """Make one exercise from its catalogue entry.

    Parameters
    ----------
    code, file : str
        Names of its table and of its file, which is the family too; for messages.
    raw : mapping
        The table as TOML gives it.

    Raises
    ------
    PluginError
        If a field lacks, is unknown or of the wrong kind, or two fields contradict each other.

    Examples
    --------
    >>> parse_exercise("hop", {"name": "hop", "what_for": "fun", "impact": "loud"}, file="play.toml")
    Traceback (most recent call last):
    ...
    evenstride.core.errors.PluginError: play.toml [hop]: 'quality' is missing. Add it: a text.
    """
    table = TomlTable(raw, place=f"{file} [{code}]")
    exercise = Exercise(
        code=code,
        name=table.text("name"),
        what_for=table.text("what_for"),
        quality=Quality(table.choice("quality", tuple(Quality))),
        pattern=Pattern(table.choice("pattern", tuple(Pattern))),
        impact=Impact(table.choice("impact", tuple(Impact))),
        evidence=Grade(table.choice("evidence", _GRADES)),
        evidence_note=table.text("evidence_note", ""),
        source=table.text("source", PRACTICE),
        role_shares=_shares(table),
        loads=_tissues(table, "loads"),
        hard_on=_tissues(table, "hard_on"),
        prepares=_tissues(table, "prepares"),
        calm_weeks=_calm(table),
        group=table.text("group", ""),
        kit=_among(table, "kit", KIT, ()),
        levels=tuple(Level(name) for name in _among(table, "levels", tuple(Level), tuple(Level))),
        min_age=table.whole("min_age", 0),
        playful=table.truth("playful", False),
        family=file.removesuffix(".toml"),
        contacts=table.number("contacts", 0.0),
        contacts_per_minute=table.number("contacts_per_minute", 0.0),
        unilateral=table.truth("unilateral", False),
        loaded=table.truth("loaded", False),
        aid=Aid(table.choice("aid", tuple(Aid), Aid.FREE)),
        drop=table.number("drop", 0.0),
        progression=table.texts("progression", ()),
        regression=table.texts("regression", ()),
        simpler=table.texts("simpler", ()),
        cues=table.texts("cues", ()),
        drawing=table.text("drawing", ""),
    )
    table.finish()
    for what, remedy in (*_form(exercise), *_effort(exercise), *_care(exercise)):
        raise table.fault(what, remedy)
    return exercise


def _shares(table: TomlTable) -> Mapping[Role, float]:
    roles = table.table("roles", {})
    wrong = [name for name in roles.names() if name not in tuple(Role)]
    if wrong:
        raise table.fault(f"'{wrong[0]}' is no role", f"Use {', '.join(Role)}")
    shares = {Role(name): roles.number(name) for name in roles.names()}
    if shares and (abs(sum(shares.values()) - 1.0) > 1e-9 or min(shares.values()) <= 0.0):
        raise table.fault(f"role shares sum to {sum(shares.values()):g}, or one is not above 0", "Make them sum to 1")
    return shares


def _tissues(table: TomlTable, name: str) -> tuple[str, ...]:
    said = table.texts(name, ())
    wanted = {tissue for word in said for tissue in GROUPS.get(word, (word,))}
    unknown = sorted(wanted - set(TISSUES))
    if unknown:
        raise table.fault(f"'{name}' holds unknown tissue {unknown[0]}", f"Known are {', '.join((*TISSUES, *GROUPS))}")
    return tuple(tissue for tissue in TISSUES if tissue in wanted)


def _calm(table: TomlTable) -> Mapping[str, int]:
    calm = table.table("calm_weeks", {})
    weeks = {name: calm.whole(name) for name in calm.names()}
    for name, count in weeks.items():
        if name not in TISSUES or count < 1:
            raise calm.fault(f"'{name}' = {count}", f"Write weeks from 1 for one of {', '.join(TISSUES)}")
    return weeks


def _among(table: TomlTable, name: str, known: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    said = table.texts(name, default)
    unknown = [word for word in said if word not in known]
    if unknown or len(set(said)) != len(said) or (default and not said):
        told = f"unknown {unknown[0]}" if unknown else "nothing, or something twice"
        raise table.fault(f"'{name}' holds {told}", f"Use, once each: {', '.join(known)}")
    return said


def _form(one: Exercise) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with how an entry is written."""
    if not _CODE.fullmatch(one.code):
        yield f"'{one.code}' is no code", "Use small letters, digits and underscores, a letter first"
    if not set(one.hard_on) <= set(one.loads):
        yield "'hard_on' holds a tissue that 'loads' does not", "Add it to 'loads': what is hard on a tissue loads it"
    if bool(one.group) != bool(one.hard_on):
        yield "'group' and 'hard_on' do not fit", "Give both, or neither: the group is what pain takes away"
    if one.role_shares and not one.loads:
        yield "it has roles and 'loads' nothing", "Name the tissues it loads, or pain never takes it away"
    if one.source == PRACTICE and one.evidence is not Grade.UNPROVEN:
        yield f"'evidence' is {one.evidence} without a 'source'", f"Name the source, or write {Grade.UNPROVEN}"
    if not _CODE.fullmatch(one.source) and one.source != PRACTICE:
        yield f"'source' is '{one.source}'", f"Write a key of the bibliography, or leave it out for '{PRACTICE}'"
    if len(one.cues) > CUES or any(len(cue.split()) > CUE_WORDS for cue in one.cues):
        yield "'cues' are too many or too long", f"Give at most {CUES} of at most {CUE_WORDS} words"
    if one.code in (*one.progression, *one.regression, *one.simpler):
        yield "it is easier or harder than itself", "Take it out of 'progression', 'regression' and 'simpler'"


def _effort(one: Exercise) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with landings, drops and loads."""
    if min(one.contacts, one.contacts_per_minute, one.drop, one.min_age) < 0.0:
        yield "a number is below 0", "Correct 'contacts', 'contacts_per_minute', 'drop' or 'min_age'"
    lands = one.contacts > 0.0 or one.contacts_per_minute > 0.0
    if one.contacts > 0.0 and one.contacts_per_minute > 0.0:
        yield "'contacts' and 'contacts_per_minute' are both given", "Give the one it is dosed by"
    if one.pattern in _SPRINGS and not lands:
        yield f"a {one.pattern} lands and has no 'contacts'", "Say how many landings a repetition or a minute has"
    if lands and one.impact is Impact.NONE:
        yield "it lands with 'impact' none", "Say low, moderate or high"
    if one.drop > 0.0 and one.pattern is not Pattern.JUMP:
        yield f"a {one.pattern} has a 'drop'", "Only jumps have one"


def _care(one: Exercise) -> Iterator[tuple[str, str]]:
    """Yield what care.md forbids."""
    if one.coached != bool(one.simpler):
        yield "'simpler' and a coach in 'kit' do not fit", "What needs a coach names what one without a coach gets"
    if one.is_heavy and one.min_age < YOUNG_BELOW:
        yield (
            f"a heavy lift is offered at {one.min_age}",
            f"'min_age' is {YOUNG_BELOW} or more: no maximal lifts for youth",
        )
    if one.drop > YOUNG_DROP and one.min_age < YOUNG_BELOW:
        yield (
            f"a drop of {one.drop:g} m is offered at {one.min_age}",
            f"Up to {YOUNG_DROP:g} m, or 'min_age' {YOUNG_BELOW}",
        )
    if one.drop > 0.0 and not one.coached:
        yield "a drop jump is offered without a coach", "Add coach to 'kit' and low pogos to 'simpler'"
    if one.aid is not Aid.FREE and one.min_age < YOUNG_BELOW:
        yield f"the {one.aid} run is offered at {one.min_age}", f"'min_age' is {YOUNG_BELOW} or more"
    if one.aid is Aid.ASSISTED and (
        one.levels != (Level.TRAINED,)
        or one.min_age < ADULT
        or one.calm_weeks.get("hamstring", 0) < CALM_HAMSTRING
    ):  # fmt: skip
        yield (
            "an assisted run is not kept for trained adults with a quiet hamstring",
            f"'levels' trained, 'min_age' {ADULT}, calm_weeks.hamstring {CALM_HAMSTRING}",
        )
    if one.quality is Quality.POSITION and BREATHE not in " ".join((one.what_for, *one.cues)).casefold():
        yield "a hold does not say to keep breathing", f"Write '{BREATHE}' into 'what_for' or a cue"
