"""The page of all field tests with their drawings, from the protocol files themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evenstride.charts.plots import field_test
from evenstride.charts.svg import draw_figure
from evenstride.core.protocol import UNKNOWN_ERROR, FieldProtocol, Speaks, protocols
from tools.rows import ROOT

PICTURES = ROOT / "docs/gallery/field-tests"

SPEAKS = {
    Speaks.OUTCOME: "speed itself: what the other tests try to explain",
    Speaks.EASE: "shown beside speed; evidence for no role",
    Speaks.SHARED: "shared: shown, and never used to decide between its roles",
}


def draw_pictures() -> Iterator[tuple[Path, str]]:
    """Yield (path, text) of the drawing of every test."""
    for protocol in protocols().values():
        yield PICTURES / f"{protocol.id}.svg", draw_figure(field_test.draw(protocol)).svg + "\n"


def draw_protocols() -> str:
    """Return the page: what holds for all, an overview, then each test as its file has it."""
    known = sorted(protocols().values(), key=lambda one: (one.station, one.id))
    lines = [
        "# Field tests",
        "",
        f"{len(known)} tests and ways of doing them, each one file in `src/evenstride/protocols` "
        "([how to add one](../how-to/add-a-field-test.md)), in the order of a test day. Change, left and right, and "
        "error are all they say: no norms, no pass marks. How a day goes: [a test day](../how-to/test-day.md).",
        "",
        "| test | speaks for | minutes | kit | error of one session |",
        "|---|---|---:|---|---|",
        *(
            f"| [{one.id} {one.title}](#{one.id.lower()}) | {_speaks(one, short=True)} | {one.minutes:g} | "
            f"{_kits(one)} | {_error(one)} |"
            for one in known
        ),
    ]
    for one in known:
        lines += _section(one)
    return "\n".join(lines) + "\n"


def _section(one: FieldProtocol) -> Iterator[str]:
    yield from ("", f'<a id="{one.id.lower()}"></a>', "", f"## {one.id} {one.title}", "", one.purpose, "")
    yield from (f"![{one.drawing.alt}](../gallery/field-tests/{one.id}.svg)", "")
    yield from (f"{number}. {step}" for number, step in enumerate(one.steps, start=1))
    low, high = one.plausible
    unit = "" if one.unit == "1" else f" {one.unit}"
    sides = "each side" if one.sided else "both legs together"
    facts = {
        "Dose": f"{one.dose.amount}; {one.trials} trials, {sides}, {one.dose.rest:g} s between; about every "
        f"{one.dose.every_weeks} weeks once learnt",
        "Kit": _kits(one),
        "Not with": "; ".join(one.not_for),
        "As a game": one.game,
        "Trials in": ", ".join(one.raw_units),
        "Value": f"{one.conversion}{unit and f', in{unit}'}; {one.better} is better; "
        f"{'mean of the best two' if one.summary == 'best two' else 'mean of all'}; questioned outside {low:g} to "
        f"{high:g}{unit}",
        "From a phone": "" if one.raw_input is None else f"{one.raw_input} ([how](../how-to/film-and-gyro.md))",
        "Speaks for": f"{_speaks(one)}; family *{one.family}*",
        "Error": one.error_source if one.typical_error is not None else _error(one),
        "The number": one.number,
        "Evidence": f"{one.grade}; {', '.join(f'`{source}`' for source in one.sources)}",
        "File": f"`{one.id}.toml`, version {one.version}; the first {one.familiarisation} sessions are for learning",
    }
    yield ""
    yield from (f"- **{name}**: {text}" for name, text in facts.items() if text)


def _speaks(one: FieldProtocol, *, short: bool = False) -> str:
    roles = ", ".join(
        f"{role} {share:g}" if len(one.role_shares) > 1 else role for role, share in one.role_shares.items()
    )
    if one.speaks is Speaks.ROLE:
        return roles
    said = str(one.speaks) if short else SPEAKS[one.speaks]
    return f"{said} ({roles})" if roles else said


def _kits(one: FieldProtocol) -> str:
    return "; or ".join(", ".join(kit) for kit in one.kits)


def _error(one: FieldProtocol) -> str:
    if one.typical_error is None:
        return f"unknown; {100 * UNKNOWN_ERROR:g} % is assumed until the athlete's own is known"
    return f"{100 * one.typical_error:g} %"
