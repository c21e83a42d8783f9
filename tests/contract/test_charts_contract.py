"""What every chart found must keep: words, a table, clean SVG, zero and missing and hostile input."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache, partial
from importlib import resources
from xml.etree import ElementTree

import pytest

from evenstride.charts.plots import (
    capacity_time,
    contact_force,
    exercise,
    field_test,
    film_set_up,
    force_velocity,
    in_and_out,
    in_situ,
    kinogram,
    kinogram_pair,
    lanes,
    limit,
    motion,
    outing_trace,
    paired_steps,
    progress,
    push_swing,
    race,
    season_curves,
    season_months,
    speed_curve,
    sprint_fit,
    squad_tests,
    steps_account,
    stride,
    week,
)
from evenstride.charts.standalone import render_standalone
from evenstride.charts.svg import render_svg
from evenstride.core.chart import MEANINGS, Spec
from evenstride.core.discover import modules
from evenstride.core.estimate import Missing
from evenstride.core.film_set_up import FilmSetUp
from evenstride.core.plan import Plan
from evenstride.core.protocol import protocols
from evenstride.core.roles import Role, Side, Weight
from evenstride.plan.exercises import drawing_of, exercises
from tests import examples_motion as moving
from tests import examples_overview as some
from tests import examples_sprints as sprints
from tests import outing_examples as outing

SVG = "{http://www.w3.org/2000/svg}"
CHARTS = {module.CHART: module for module in modules("evenstride.charts.plots", needs=("CHART", "draw"))}

HOSTILE = some.diagnosis(
    findings=tuple(some.finding(role, Missing(some.HOSTILE, some.HOSTILE), Weight.NONE) for role in Role)
)
SITUATIONS = {
    "full": some.diagnosis(),
    "unseen": some.unseen(),
    "zero": some.zero(),
    "push only": some.half_seen(Role.PUSH),
    "swing only": some.half_seen(Role.SWING),
    "hostile": HOSTILE,
}


def _of_diagnosis(draw: Callable[..., Spec]) -> dict[str, Callable[[], Spec]]:
    return {name: (lambda found=found: draw(found)) for name, found in SITUATIONS.items()}


def _hostile_plan() -> Plan:
    plan = some.plan()
    return replace(plan, sessions=tuple(replace(session, title=some.HOSTILE) for session in plan.sessions))


CASES: dict[str, dict[str, Callable[[], Spec]]] = {
    "limit": _of_diagnosis(limit.draw),
    "stride": _of_diagnosis(stride.draw),
    "lanes": _of_diagnosis(lanes.draw),
    "push-swing": _of_diagnosis(push_swing.draw)
    | {"way": lambda: push_swing.draw(some.diagnosis(), ((some.TODAY, 0.0, 0.0), (some.TODAY, -0.02, 0.03)))}
    | {f"lines, {name}": make for name, make in _of_diagnosis(partial(push_swing.draw, lines=some.LINES)).items()}
    | {"no arrow": lambda: push_swing.draw(some.diagnosis(), lines=some.LINES, cheapest=some.NOT_SEEN)}
    | {"arrow": lambda: push_swing.draw(some.diagnosis(), lines=some.LINES, cheapest=some.CHEAPEST)},
    "speed-curve": {
        "splits": lambda: speed_curve.draw(*sprints.splits(), time_correction=-0.235),
        "trace": lambda: speed_curve.draw(*sprints.trace()),
    },
    "sprint-fit": {
        "splits": lambda: sprint_fit.draw(*sprints.splits(), sprints.residuals(), time_correction=-0.235),
        "left out": lambda: sprint_fit.draw(*sprints.splits(), sprints.residuals(left_out=True)),
        "none left": lambda: sprint_fit.draw(*sprints.splits(), sprints.residuals(left_out=True, known=False)),
        "zero": lambda: sprint_fit.draw(*sprints.splits(), sprints.residuals(0.0)),
        "trace": lambda: sprint_fit.draw(*sprints.trace(), sprints.residuals(samples=600)),
        "positions": lambda: sprint_fit.draw(*sprints.positions(), sprints.residuals(samples=90, unit="m")),
    },
    "film-set-up": {
        "full": lambda: film_set_up.draw(FilmSetUp()),
        "near": lambda: film_set_up.draw(FilmSetUp(distance=6.0, view=5.0, cones=4.0)),
    },
    "race": {
        "full": lambda: race.draw(*sprints.race(), **sprints.top()),
        "top at the end": lambda: race.draw(*sprints.race(), **sprints.top(100.0)),
    },
    "force-velocity": {
        "full": lambda: force_velocity.draw(*sprints.forces()),
        "no spread": lambda: force_velocity.draw(*sprints.forces(0.0)),
    },
    "motion": {
        "with a body": lambda: motion.draw(sprints.motion()),
        "without": lambda: motion.draw(sprints.motion(body=False)),
    },
    "in-situ": {
        "full": lambda: in_situ.draw(*sprints.in_situ()),
        "all left out but two": lambda: in_situ.draw(*sprints.in_situ(kept=2)),
        "one sample": lambda: in_situ.draw(*sprints.in_situ(samples=1)),
    },
    "steps-account": {
        "full": lambda: steps_account.draw(some.account()),
        "zero": lambda: steps_account.draw(some.account(0.0)),
        "mirrored": lambda: steps_account.draw(some.account(-1.0)),
    },
    "paired-steps": {
        "one day": lambda: paired_steps.draw(some.pairs(1.05)),
        "no speed": lambda: paired_steps.draw(some.pairs(1.0, 1.05, speed=False)),
        "far apart": lambda: paired_steps.draw(some.pairs(1.0, 1.3)),
        "three days": lambda: paired_steps.draw(some.pairs(1.02, 1.05, 1.04)),
    },
    "contact-force": {
        "both feet": lambda: contact_force.draw(some.contacts()),
        "one foot": lambda: contact_force.draw(some.contacts(sides=(Side.RIGHT,))),
        "no foot known": lambda: contact_force.draw(some.contacts(sides=(None,))),
        "one contact": lambda: contact_force.draw(some.contacts(count=1)),
        "many": lambda: contact_force.draw(some.contacts(count=90)),
        "half seen": lambda: contact_force.draw(some.contacts(unseen=3)),
    },
    "field-test": {one.id: (lambda one=one: field_test.draw(one)) for one in protocols().values()}
    | {"hostile": lambda: field_test.draw(replace(protocols()["P2"], title=some.HOSTILE, steps=(some.HOSTILE,)))},
    "kinogram": {
        "full": lambda: kinogram.draw(moving.kinogram()),
        "heading": lambda: kinogram.draw(moving.kinogram(), heading=some.HOSTILE),
        "half seen": lambda: kinogram.draw(moving.kinogram(end=0.75)),
        "nothing seen": lambda: kinogram.draw(moving.kinogram(end=0.0)),
    },
    "kinogram-pair": {
        "full": lambda: kinogram_pair.draw(moving.kinogram_pair()),
        "other size": lambda: kinogram_pair.draw(moving.kinogram_pair(factors=(1.0, 1.3))),
        "half seen": lambda: kinogram_pair.draw(moving.kinogram_pair(end=0.75)),
        "hostile": lambda: kinogram_pair.draw(moving.kinogram_pair(names=(some.HOSTILE, some.HOSTILE))),
    },
    "exercise": {
        one.code: (lambda one=one, drawing=drawing: exercise.draw(one, drawing))
        for one in exercises().values()
        for drawing in [drawing_of(one)]
        if drawing is not None
    }
    | {
        "hostile": lambda: exercise.draw(
            replace(exercises()["pogo"], name=some.HOSTILE, cues=(some.HOSTILE,)), protocols()["P1"].drawing
        )
    },
    "capacity-time": {
        "both": lambda: capacity_time.draw(some.trends()),
        "push only": lambda: capacity_time.draw({Role.PUSH: some.trends()[Role.PUSH]}),
        "gap and outlier": lambda: capacity_time.draw(some.trends(gap=True)),
    },
    "in-and-out": {
        "full": lambda: in_and_out.draw(some.ledger(), some.trends()[Role.PUSH], some.trends()),
        "no tests": lambda: in_and_out.draw(some.ledger()),
        "nothing told": lambda: in_and_out.draw(some.ledger(told=False)),
    },
    "progress": {
        "zone": lambda: progress.draw("Thigh-drive hold", some.sessions(), mdc=0.045, meaning="swing"),
        "bars": lambda: progress.draw("Thigh-drive hold", some.sessions()),
        "one session": lambda: progress.draw("Jump", some.sessions()[:1], mdc=0.05),
        "zero": lambda: progress.draw("Jump", some.sessions(0.0), mdc=0.0),
        "hostile": lambda: progress.draw(some.HOSTILE, some.sessions(), mdc=0.05),
    },
    "outing-trace": {
        "full": lambda: outing_trace.draw(outing.trace(), outing.stretches(100.0, 600.0)),
        "holes": lambda: outing_trace.draw(outing.trace(hole=True), outing.stretches(100.0)),
        "speed alone": lambda: outing_trace.draw(outing.trace("speed")),
        "standing": lambda: outing_trace.draw(outing.trace("speed", level=0.0)),
        "one window": lambda: outing_trace.draw(outing.trace(windows=1)),
    },
    "season-curves": {
        "two months": lambda: season_curves.draw(
            ("May 2026", outing.span()), ("May 2025", outing.span(2025, shift=0.03))
        ),
        "one month": lambda: season_curves.draw(("May 2026", outing.span())),
        "no contacts": lambda: season_curves.draw(
            ("May 2026", outing.span(contacts=False)), ("May 2025", outing.span())
        ),
        "one speed": lambda: season_curves.draw(
            ("May 2026", outing.span(speeds=1)), ("May 2025", outing.span(speeds=1))
        ),
    },
    "season-months": {
        "a year": lambda: season_months.draw(
            [outing.span(2025 + n // 12, n % 12 + 1, shift=0.01 * n) for n in range(14)], 3.4
        ),
        "one month": lambda: season_months.draw([outing.span()], 3.4),
        "some without contacts": lambda: season_months.draw([outing.span(), outing.span(2026, 6, contacts=False)], 3.4),
        "ten years": lambda: season_months.draw([outing.span(2016 + n, 3) for n in range(10)], 3.4),
    },
    "squad-tests": {
        "full": lambda: squad_tests.draw(some.squad()),
        "hostile": lambda: squad_tests.draw(some.squad(some.HOSTILE)),
    },
    "week": {
        "full": lambda: week.draw(some.plan(), some.TODAY),
        "empty": lambda: week.draw(Plan(some.TODAY, 1, ()), some.TODAY),
        "hostile": lambda: week.draw(_hostile_plan(), some.TODAY),
    },
}
HOSTILES = ("limit", "stride", "lanes", "progress", "week", "field-test", "squad-tests")
DRAWN = [pytest.param(make, id=f"{name}-{case}") for name, cases in CASES.items() for case, make in cases.items()]


@cache
def spec_of(make: Callable[[], Spec]) -> Spec:
    """Return a case drawn once for all that is asked of it."""
    return make()


@cache
def svg_of(make: Callable[[], Spec]) -> str:
    """Return the picture of a case, written once for all that is asked of it."""
    return render_svg(spec_of(make))


def test_every_chart_found_is_drawn_here() -> None:
    assert set(CASES) == set(CHARTS), "add cases for a new chart to CASES"


@pytest.mark.parametrize("make", DRAWN)
def test_a_chart_says_what_it_shows(make: Callable[[], Spec]) -> None:
    spec = spec_of(make)
    assert spec.name in CHARTS
    assert spec.title
    assert spec.description.endswith(".")
    assert len(spec.description.split()) >= 8
    assert spec.table.rows
    assert {len(row) for row in spec.table.rows} == {len(spec.table.header)}
    assert all(row[0] and row[1] for row in spec.table.rows)


@pytest.mark.parametrize("make", DRAWN)
def test_numbers_have_true_minus_signs(make: Callable[[], Spec]) -> None:
    spec = spec_of(make)
    texts = [spec.description, *(cell for row in spec.table.rows for cell in row)]
    for panel in spec.panels:
        texts += [mark.text for mark in panel.marks if mark.kind == "label"]
        texts += [text for axis in (panel.x, panel.y) for _, text in axis.ticks]
    assert [text for text in texts if re.search(r"(?<![\w])-\d", text)] == []


@pytest.mark.parametrize("make", DRAWN)
def test_the_svg_is_clean(make: Callable[[], Spec]) -> None:
    spec = spec_of(make)
    svg = svg_of(make)
    root = ElementTree.fromstring(svg)
    assert {mark.meaning for panel in spec.panels for mark in panel.marks} <= set(MEANINGS)
    assert root.find(f"{SVG}title").text == spec.title
    assert root.find(f"{SVG}desc").text == spec.description
    labelled = root.attrib["aria-labelledby"].split()
    ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
    assert labelled == [root.find(f"{SVG}title").attrib["id"], root.find(f"{SVG}desc").attrib["id"]]
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
    for node in root.iter():
        assert node.tag.removeprefix(SVG) not in {"script", "foreignObject", "image", "a", "use", "style"}
        assert not [name for name in node.attrib if name == "style" or name.startswith("on") or "href" in name]
    assert "nan" not in svg
    assert "inf" not in re.sub(r"<(title|desc)[^>]*>.*?</\1>", "", svg)


@pytest.mark.parametrize("make", DRAWN)
def test_every_class_has_a_style_and_no_text_is_small(make: Callable[[], Spec]) -> None:
    css = (resources.files("evenstride.doors.pages") / "static" / "app.css").read_text(encoding="utf-8")
    root = ElementTree.fromstring(svg_of(make))
    used = {name for node in root.iter() for name in node.attrib.get("class", "").split()}
    used -= {"chart", *(name for name in used if name.startswith("c-"))}
    assert {name for name in used if not re.search(rf"\.{re.escape(name)}(?![\w-])", css)} == set()
    sizes = [float(size) for size in re.findall(r"svg [^{}]*\{[^}]*font-size: (\d+)px", css)]
    assert sizes
    assert min(sizes) >= 13
    assert not any("font-size" in node.attrib for node in root.iter())


@pytest.mark.parametrize("make", DRAWN)
def test_a_chart_stands_alone_with_every_look_it_uses(make: Callable[[], Spec]) -> None:
    spec = spec_of(make)
    svg = render_standalone(spec)
    root = ElementTree.fromstring(svg)
    style = root.find(f"{SVG}style").text
    used = {name for node in root.iter() for name in node.attrib.get("class", "").split()}
    used -= {"chart", *(name for name in used if name.startswith("c-"))}
    assert {name for name in used if f".{name}{{" not in style} == set()
    assert "var(" not in svg
    assert {line.split(" ")[0].split("{")[0] for line in style.split("\n") if line.startswith("#")} == {
        f"#{root.attrib['id']}"
    }
    assert float(root.attrib["width"]) > 2 * spec.width


@pytest.mark.parametrize("make", DRAWN)
def test_the_same_spec_gives_the_same_svg(make: Callable[[], Spec]) -> None:
    assert render_svg(make()) == svg_of(make)


@pytest.mark.parametrize("make", [CASES[name]["hostile"] for name in HOSTILES])
def test_hostile_text_is_escaped(make: Callable[[], Spec]) -> None:
    assert "<script" not in render_svg(make())


def test_film_travels_inside_its_kinogram_and_nothing_else_does() -> None:
    spec = kinogram.draw(moving.kinogram(film=b"a picture"))
    root = ElementTree.fromstring(render_svg(spec))
    held = [node.attrib["href"] for node in root.iter(f"{SVG}image")]
    assert held == ["data:image/jpeg;base64,YSBwaWN0dXJl"] * 10
    elsewhere = replace(spec, marks=tuple(replace(one, text="https://example.org/a.jpg") for one in spec.marks))
    with pytest.raises(AssertionError, match="inside its chart"):
        render_svg(elsewhere)


@pytest.mark.parametrize("name", ["stride", "lanes"])
def test_missing_is_said_and_never_a_zero(name: str) -> None:
    spec = CASES[name]["unseen"]()
    assert all(row[1] == "not looked at yet" for row in spec.table.rows)
    assert [mark for mark in spec.marks if mark.kind == "bar"] == []
    said = [mark.text for mark in spec.marks if mark.kind == "label"]
    assert sum(text in ("not looked at yet", some.NOT_SEEN.remedy) for text in said) >= 4
