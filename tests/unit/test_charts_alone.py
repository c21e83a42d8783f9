"""Charts that stand alone look like those of the pages, and panels land one below the other."""

import re
from importlib import resources
from xml.etree import ElementTree

import numpy as np

from evenstride.charts.look import COLOURS, RULES
from evenstride.charts.plots import race, sprint_fit
from evenstride.charts.standalone import render_standalone
from evenstride.charts.svg import full_height, render_svg
from tests import examples_sprints as sprints

STATIC = resources.files("evenstride.doors.pages") / "static"
SVG = "{http://www.w3.org/2000/svg}"


def _declarations(body: str) -> dict[str, str]:
    parts = (part.split(":", 1) for part in body.split(";") if part.strip())
    return {name.strip(): " ".join(value.split()) for name, value in parts}


def _page_rules() -> dict[str, dict[str, str]]:
    """The chart part of the pages' sheet: class → declarations, all rules of one class together."""
    css = (STATIC / "app.css").read_text(encoding="utf-8")
    part = css[css.index("/* charts:") : css.index("/* report */")]
    found: dict[str, dict[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^}]*)\}", re.sub(r"/\*.*?\*/", "", part, flags=re.S)):
        for selector in selectors.split(","):
            found.setdefault(selector.strip().removeprefix("svg "), {}).update(_declarations(body))
    return found


def test_colours_are_those_of_the_pages() -> None:
    tokens = (STATIC / "tokens.css").read_text(encoding="utf-8")
    pages = {
        name: (light, dark) for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", tokens)
    }
    assert {name: pages[name] for name in COLOURS} == COLOURS


def test_rules_are_those_of_the_pages() -> None:
    pages = _page_rules()
    font = re.search(r"--font: ([^;]+);", (STATIC / "tokens.css").read_text(encoding="utf-8")).group(1)
    for selector, body in RULES.items():
        expected = {name: value.replace("var(--font)", font) for name, value in pages[selector].items()}
        assert _declarations(body) == expected, selector
    assert set(pages) - set(RULES) == {"figure svg", *(f"text{one}" for one in pages if f"text{one}" in pages)}


def test_a_panel_below_starts_where_the_one_above_ends() -> None:
    spec = sprint_fit.draw(*sprints.splits(), sprints.residuals())
    root = ElementTree.fromstring(render_svg(spec))
    tops = [float(node.attrib["y"]) for node in root.iter(f"{SVG}text") if node.text == spec.below[0].y.title]
    assert tops == [spec.height + 12]
    assert root.attrib["viewBox"].split()[3] == str(full_height(spec)) == str(spec.height + spec.below[0].height)


def test_residuals_are_drawn_in_small_units_at_their_gates() -> None:
    found = sprints.residuals(left_out=True)
    panel = sprint_fit.draw(*sprints.splits(), found).below[0]
    open_points, points = [mark for mark in panel.marks if mark.kind == "points"]
    assert panel.y.title == "measured − curve, ms"
    assert points.x == tuple(found.at)
    assert points.y == tuple(1000.0 * found.values)
    assert open_points.x == tuple(found.at[1:]), "a gate without which there is no curve has no open point"
    (band,) = [mark for mark in panel.marks if mark.kind == "band"]
    assert band.y2 == (15.0, 15.0)


def test_the_table_lists_the_residual_of_every_gate() -> None:
    found = sprints.residuals(left_out=True)
    table = sprint_fit.draw(*sprints.splits(), found).table
    assert table.header[-2:] == ("Measured − curve, ms", "Left out of the fit, ms")
    assert table.rows[0][-1] == "no curve without it"
    assert table.rows[1][-2] == "+19.8"


def test_many_samples_are_thinned_and_carry_no_stems() -> None:
    panel = sprint_fit.draw(*sprints.trace(), sprints.residuals(samples=600)).below[0]
    (points,) = [mark for mark in panel.marks if mark.kind == "points"]
    assert len(points.x) == 300
    assert [mark.kind for mark in panel.marks] == ["band", "rule", "points"]


def test_top_speed_stands_over_its_place_with_the_places_it_may_be() -> None:
    spec = race.draw(*sprints.race(), **sprints.top())
    (bar,) = [mark for mark in spec.marks if mark.kind == "rule" and len(mark.x) == 1]
    assert (bar.x[0], bar.x2[0]) == (61.0, 83.0)
    assert bar.y[0] > np.max(sprints.race()[1].high)
    assert "has fallen by" in spec.description


def test_two_drawings_on_one_page_do_not_style_each_other() -> None:
    first, second = (render_standalone(race.draw(*sprints.race(), **sprints.top(place))) for place in (60.0, 70.0))
    ids = [ElementTree.fromstring(svg).attrib["id"] for svg in (first, second)]
    assert ids[0] != ids[1]
    assert ids[0] not in second
