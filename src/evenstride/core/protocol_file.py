"""The schema of a protocol file: every field by name and kind, and what fields must agree with each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, cast

from evenstride.core.athlete import Level
from evenstride.core.drawing import parse_drawing
from evenstride.core.errors import InputError, PluginError
from evenstride.core.metric import Better, Grade
from evenstride.core.protocol import (
    MOST_TRIALS,
    POCKET_LABORATORY,
    RAW_SI,
    Conversion,
    Dose,
    Extra,
    FieldProtocol,
    Speaks,
    Summary,
)
from evenstride.core.raw import RawKind
from evenstride.core.roles import Role
from evenstride.core.toml_table import TomlTable, parse_toml
from evenstride.core.units import si_unit

_ID = re.compile(r"[A-Z]\d[a-z]?")
_SOURCE = re.compile(r"[a-z][a-z0-9_]*")
_CONVERSIONS = tuple(Conversion)


def parse_protocol(text: str, *, place: str) -> FieldProtocol:
    """Read one protocol file.

    Parameters
    ----------
    text : str
        TOML.
    place : str
        Name of the file, for messages.

    Raises
    ------
    PluginError
        If the text is no TOML; a field lacks, is unknown or of the wrong kind; or two fields contradict each other.
        The message names the field and what it may be.
    """
    table = TomlTable(parse_toml(text, place=place), place=place)
    low, high = table.numbers("plausible", 2)
    protocol = FieldProtocol(
        id=table.text("id"),
        version=table.whole("version"),
        title=table.text("title"),
        plain_title=table.text("plain_title"),
        purpose=table.text("purpose"),
        steps=table.texts("steps"),
        kits=_kits(table),
        minutes=table.number("minutes"),
        dose=_dose(table.table("dose")),
        sided=table.truth("sided"),
        conversion=Conversion(table.choice("conversion", _CONVERSIONS)),
        raw_units=table.texts("raw_units"),
        unit=table.text("unit"),
        better=Better(table.choice("better", (Better.HIGHER, Better.LOWER))),
        plausible=(low, high),
        family=table.text("family"),
        speaks=Speaks(table.choice("speaks", tuple(Speaks))),
        role_shares=_shares(table.table("role_shares", {})),
        grade=Grade(table.choice("grade", tuple(Grade))),
        typical_error=_error(table),
        error_source=table.text("error_source"),
        sources=table.texts("sources"),
        number=table.text("number"),
        contraindications=table.texts("contraindications"),
        drawing=parse_drawing(table.table("drawing")),
        summary=Summary(table.choice("summary", tuple(Summary), Summary.BEST_TWO)),
        course=table.number("course") if table.has("course") else None,
        levels=tuple(Level(item) for item in _levels(table)),
        game=table.text("game", ""),
        familiarisation=table.whole("familiarisation", 2),
        extras=tuple(_extra(item) for item in table.tables("extras", ())),
        variant_of=table.text("variant_of", ""),
        raw_input=RawKind(table.choice("raw_input", tuple(RawKind))) if table.has("raw_input") else None,
        loads=table.texts("loads", ()),
        calm_weeks=_calm_weeks(table.table("calm_weeks", {})),
    )
    table.finish()
    _check(protocol, table)
    return protocol


def require_apart(found: Sequence[tuple[str, FieldProtocol]]) -> None:
    """Refuse two files of one test and version, and variants of tests that are not there."""
    seen: dict[tuple[str, int], str] = {}
    for place, protocol in found:
        key = (protocol.id, protocol.version)
        if key in seen:
            raise PluginError(
                f"test {protocol.id}, version {protocol.version}, stands in {seen[key]} already",
                place=place,
                remedy="Give the test another id, or raise the version",
            )
        seen[key] = place
    known = {protocol.id for _, protocol in found}
    for place, protocol in found:
        if protocol.variant_of and protocol.variant_of not in known:
            raise PluginError(
                f"'variant_of' is '{protocol.variant_of}', and there is no such test",
                place=place,
                remedy=f"Use one of: {', '.join(sorted(known))}",
            )


def _kits(table: TomlTable) -> tuple[tuple[str, ...], ...]:
    kits: list[tuple[str, ...]] = []
    for kit in table.items("kit"):
        if not isinstance(kit, list):
            raise table.fault(f"'kit' holds {kit!r}", 'Give ways of doing it, each a list: [["phone", "tape"]]')
        names = tuple(cast(list[Any], kit))
        if not names or not all(isinstance(name, str) and name.strip() for name in names):
            raise table.fault(f"'kit' holds {kit!r}", "Name what is needed, in words")
        kits.append(names)
    if not kits:
        raise table.fault("'kit' is empty", "Give at least one way of doing the test")
    return tuple(kits)


def _dose(table: TomlTable) -> Dose:
    dose = Dose(
        amount=table.text("amount"),
        trials=table.whole("trials"),
        rest=table.number("rest"),
        every_weeks=table.whole("every_weeks", 4),
    )
    table.finish()
    if not 2 <= dose.trials <= MOST_TRIALS:
        raise table.fault(
            f"'trials' is {dose.trials}", f"Use 2 to {MOST_TRIALS}: the value is the mean of the best two"
        )
    return dose


def _shares(table: TomlTable) -> dict[Role, float]:
    shares: dict[Role, float] = {}
    for name in table.names():
        if name not in tuple(Role):
            raise table.fault(f"'{name}' is no role", f"Use one of: {', '.join(Role)}")
        shares[Role(name)] = table.number(name)
    return shares


def _calm_weeks(table: TomlTable) -> dict[str, int]:
    weeks = {name: table.whole(name) for name in table.names()}
    if any(number < 1 for number in weeks.values()):
        raise table.fault("'calm_weeks' holds less than one week", "Give whole weeks, or leave the place out")
    return weeks


def _error(table: TomlTable) -> float | None:
    return None if table.says("typical_error", "unknown") else table.number("typical_error")


def _levels(table: TomlTable) -> tuple[str, ...]:
    levels = table.texts("levels", ())
    for level in levels:
        if level not in tuple(Level):
            raise table.fault(f"'levels' holds '{level}'", f"Use some of: {', '.join(Level)}")
    return levels


def _extra(table: TomlTable) -> Extra:
    low, high = table.numbers("plausible", 2)
    extra = Extra(table.text("name"), table.text("unit"), (low, high), table.text("what", ""))
    table.finish()
    _require_si(table, extra.unit)
    return extra


def _check(protocol: FieldProtocol, table: TomlTable) -> None:
    """Refuse what each field allows and all of them together do not."""
    if _ID.fullmatch(protocol.id) is None:
        raise table.fault(f"'id' is '{protocol.id}'", "Use a capital letter, a digit, and a small letter for a variant")
    if protocol.version < 1 or protocol.familiarisation < 0:
        raise table.fault("'version' or 'familiarisation' is too small", "Versions count from 1, sessions from 0")
    if len(protocol.steps) < 2:
        raise table.fault(f"'steps' has {len(protocol.steps)}", "Say at least how to set up and what to do")
    low, high = protocol.plausible
    if not 0.0 < low < high:
        raise table.fault(f"'plausible' is {low:g} to {high:g}", "Give two numbers above zero, the smaller first")
    if protocol.minutes <= 0.0 or protocol.dose.rest < 0.0:
        raise table.fault("'minutes' or 'rest' is too small", "Give times above zero")
    _check_units(protocol, table)
    _check_speech(protocol, table)
    _check_error(protocol, table)


def _check_units(protocol: FieldProtocol, table: TomlTable) -> None:
    _require_si(table, protocol.unit)
    allowed = {protocol.unit, RAW_SI.get(protocol.conversion, protocol.unit)}
    for unit in protocol.raw_units:
        try:
            si = si_unit(unit)
        except InputError as problem:
            raise table.fault(f"'raw_units' holds '{unit}', which is no unit known", problem.remedy) from None
        if si not in allowed:
            raise table.fault(
                f"'raw_units' holds '{unit}', which is {si}",
                f"With conversion '{protocol.conversion}' trials convert to {' or '.join(sorted(allowed))}",
            )
    if (protocol.course is not None) != (protocol.conversion is Conversion.COURSE):
        raise table.fault("'course' and 'conversion' do not fit", "Exactly a test timed over a course has its distance")


def _check_speech(protocol: FieldProtocol, table: TomlTable) -> None:
    """A role test has one role, a shared one at least two, outcome and ease none; shares sum to at most 1."""
    count, total = len(protocol.role_shares), sum(protocol.role_shares.values())
    fits = {Speaks.ROLE: count == 1, Speaks.SHARED: count >= 2}.get(protocol.speaks, count == 0)
    if not fits:
        raise table.fault(
            f"'speaks' is '{protocol.speaks}' with {count} roles",
            "'role' has one role in role_shares, 'shared' two or more, 'outcome' and 'ease' none",
        )
    if any(share <= 0.0 for share in protocol.role_shares.values()) or total > 1.0 + 1e-9:
        raise table.fault(f"'role_shares' sum to {total:g}", "Give shares above 0 that sum to at most 1")


def _check_error(protocol: FieldProtocol, table: TomlTable) -> None:
    error = protocol.typical_error
    if error is not None and not 0.0 < error < 0.5:
        raise table.fault(f"'typical_error' is {error:g}", 'Give a share of the value such as 0.024, or "unknown"')
    if (error is None) != protocol.error_source.startswith("unknown"):
        raise table.fault(
            "'typical_error' and 'error_source' do not fit",
            "Where the error is unknown the source begins with 'unknown', and only there",
        )
    for source in protocol.sources:
        if source != POCKET_LABORATORY and _SOURCE.fullmatch(source) is None:
            raise table.fault(f"'sources' holds '{source}'", f"Use keys of the bibliography, or '{POCKET_LABORATORY}'")
    if not protocol.sources:
        raise table.fault("'sources' is empty", f"Name papers, or say '{POCKET_LABORATORY}'")


def _require_si(table: TomlTable, unit: str) -> None:
    try:
        si = si_unit(unit)
    except InputError as problem:
        raise table.fault(f"'unit' is '{unit}', which is no unit known", problem.remedy) from None
    if si != unit:
        raise table.fault(f"'unit' is '{unit}'", f"Values are kept in SI: write '{si}'")
