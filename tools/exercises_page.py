"""The page of all exercises with their drawings, from the catalogue itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evenstride.app.planning.exercises import describe_needs, places_text
from evenstride.charts.plots import exercise as chart
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import Level
from evenstride.core.drawing import Drawing
from evenstride.core.exercise import Aid, Exercise, Quality
from evenstride.core.metric import Grade
from evenstride.plan.exercise_schema import PRACTICE
from evenstride.plan.exercises import FAMILIES, drawing_of, exercises
from tools.rows import ROOT

PICTURES = ROOT / "docs/gallery/exercises"
ACROSS = 4

GRADES = {
    Grade.MODERATE: "pooled controlled studies in which people ran faster",
    Grade.WEAK: "small studies, best practice of elite coaches, or pooled studies of a wider kind of training",
    Grade.UNPROVEN: "not studied for running speed, or without an answer; it may still be right for what it is for",
}
"""What a grade says of the link between an exercise and faster running (science.md sections 8 and 10)."""


def draw_pictures() -> Iterator[tuple[Path, str]]:
    """Yield (path, text) of every drawing, each once."""
    first = {one.drawing: one for one in reversed(tuple(exercises().values())) if one.drawing}
    for name, one in sorted(first.items()):
        drawing = drawing_of(one)
        if drawing is not None:
            yield PICTURES / f"{name}.svg", draw_figure(chart.draw(one, drawing)).svg + "\n"


def draw_exercises() -> str:
    """Return the page: what the columns mean, then one table a family, and the drawings below it."""
    known = exercises()
    lines = [
        "# Exercises",
        "",
        f"{len(known)} exercises in {len(FAMILIES)} families, one file each in `src/evenstride/plan/data/exercises` "
        "([how to add one](../how-to/add-an-exercise.md)). `evenstride exercises` searches them, `evenstride exercises "
        "CODE` shows one. The planner uses those its sessions name; the others are there for coaches.",
        "",
        "Role shares are judgement. *Not with*: pain of 4 or more in one of these places takes the exercise away; in "
        "bold, pain of 2 or 3 does so already. No clinician has read this page yet. Evidence is about faster running, "
        "nothing else:",
        "",
        *(f"- **{grade}**: {text}" for grade, text in GRADES.items()),
        "",
        "| quality | exercises |",
        "|---|---:|",
        *(f"| {quality} | {sum(one.quality is quality for one in known.values())} |" for quality in Quality),
    ]
    for family in FAMILIES:
        members = [one for one in known.values() if one.family == family]
        lines += ["", f"## {family.replace('-', ' ').capitalize()}", ""]
        lines += [
            "| exercise | for | quality | roles | needs | who | impact | not with | easier | harder | evidence |",
            "|---|---|---|---|---|---|---|---|---|---|---|",
        ]
        lines += [_row(one) for one in members]
        lines += _drawings(members)
    return "\n".join(lines) + "\n"


def _row(one: Exercise) -> str:
    cells = (
        f'<a id="{one.code}"></a>**{one.name}** `{one.code}`',
        one.what_for + (f" (*{' '.join(one.cues)}*)" if one.cues else ""),
        f"{one.quality}; {one.pattern}{', each side' if one.unilateral else ''}",
        ", ".join(f"{role} {share:g}" for role, share in one.role_shares.items()) or "none",
        describe_needs(one) + (f"; without a coach: {_links(one.simpler)}" if one.simpler else ""),
        _who(one),
        _impact(one),
        _not_with(one) or "nothing named",
        _links(one.regression),
        _links(one.progression),
        _evidence(one),
    )
    return "| " + " | ".join(cells) + " |"


def _who(one: Exercise) -> str:
    levels = "all" if set(one.levels) == set(Level) else ", ".join(one.levels)
    return levels + (f", {one.min_age}+" if one.min_age else "")


def _impact(one: Exercise) -> str:
    landings = f", {one.contacts:g} a repetition" if one.contacts else ""
    landings = f", {one.contacts_per_minute:g} a minute" if one.contacts_per_minute else landings
    aid = "" if one.aid is Aid.FREE else f", {one.aid}"
    return f"{one.impact}{landings}{', by weight' if one.loaded else ''}{aid}"


def _not_with(one: Exercise) -> str:
    mild = places_text(one.hard_on)
    others = places_text(tuple(tissue for tissue in one.loads if tissue not in one.hard_on))
    calm = ", ".join(f"{tissue} trouble in the last {weeks} weeks" for tissue, weeks in one.calm_weeks.items())
    return "; ".join(part for part in (mild and f"**{mild}**", others, calm) if part)


def _evidence(one: Exercise) -> str:
    source = one.source if one.source == PRACTICE else f"`{one.source}`"
    return f"{one.evidence}, {source}{one.evidence_note and f': {one.evidence_note}'}"


def _links(codes: tuple[str, ...]) -> str:
    return ", ".join(f"[{exercises()[code].name}](#{code})" for code in codes)


def _drawings(members: list[Exercise]) -> Iterator[str]:
    """Yield the drawings of a family, four to a row, each with its name."""
    cells = [_picture(one, drawing) for one in members for drawing in [drawing_of(one)] if drawing is not None]
    if cells:
        yield from ("", "| " * ACROSS + "|", "|---" * ACROSS + "|")
    for start in range(0, len(cells), ACROSS):
        yield "| " + " | ".join(cells[start : start + ACROSS]) + " |"


def _picture(one: Exercise, drawing: Drawing) -> str:
    picture = f'<img src="../gallery/exercises/{one.drawing}.svg" width="200" alt="{drawing.alt}">'
    return f"{picture}<br>[{one.name}](#{one.code})"
