"""Laws of the lines on the balance map: of equal speed, inside plot and fitted range, labels that never touch."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.charts.figure import text_width
from evenstride.charts.iso_lines import MOST_LINES, Ground
from evenstride.charts.plots import push_swing
from evenstride.core.chart import Mark, Spec
from evenstride.core.estimate import Estimate
from evenstride.core.roles import Weight
from evenstride.science.diagnosis.surrogate import FULL
from tests import examples_overview as some

changes = st.tuples(st.floats(-0.25, 0.25), st.floats(0.002, 0.3))


def drawn(push: tuple[float, float], swing: tuple[float, float], **more: object) -> Spec:
    found = some.diagnosis()
    seen = [
        some.finding(one.role, Estimate(value, value - half, value + half, "1"), Weight.EVIDENCE)
        for one, (value, half) in zip(found.findings, (push, swing), strict=False)
    ]
    return push_swing.draw(replace(found, findings=(*seen, *found.findings[2:])), lines=some.LINES, **more)


def lines_of(spec: Spec) -> list[tuple[np.ndarray, np.ndarray]]:
    """The lines of equal speed, as drawn: the thin line of no change, and the quiet strokes of all others."""
    found = []
    for mark in spec.marks:
        if mark.kind == "rule" and "quiet" in mark.tone:
            found.append((np.array([*mark.x, mark.x2[-1]]), np.array([*mark.y, mark.y2[-1]])))
        elif mark.kind == "line" and mark.tone == ("thin",):
            found.append((np.array(mark.x), np.array(mark.y)))
    return found


def level_labels(spec: Spec) -> list[Mark]:
    return [mark for mark in spec.marks if mark.kind == "label" and mark.text.endswith(" %")]


@settings(max_examples=60, deadline=None)
@given(changes, changes)
def test_lines_are_of_equal_speed_inside_the_plot_and_the_fitted_range(push, swing) -> None:
    spec = drawn(push, swing)
    lines, labels = lines_of(spec), level_labels(spec)
    assert len(lines) == len(labels) <= MOST_LINES
    shown = set()
    for xs, ys in lines:
        for values in (xs, ys):
            assert values.min() >= max(spec.x.low, -30.0) - 1e-6
            assert values.max() <= min(spec.x.high, 30.0) + 1e-6
        speeds = np.expm1(FULL.log_speed(np.log1p(xs / 100.0), np.log1p(ys / 100.0)))
        assert np.ptp(speeds) < 2e-5
        shown.add(f"{speeds.mean() * 100:+.0f} %".replace("-", "−").replace("+0 %", "0 %").replace("−0 %", "0 %"))
    assert shown == {label.text for label in labels}


@settings(max_examples=60, deadline=None)
@given(changes, changes, st.booleans())
def test_no_label_touches_another(push, swing, arrow) -> None:
    spec = drawn(push, swing, cheapest=some.CHEAPEST if arrow else None)
    top, right, bottom, left = spec.margins
    ground = Ground(spec.x, spec.width - left - right, spec.height - top - bottom)
    labels = [mark for mark in spec.marks if mark.kind == "label"]
    levels = level_labels(spec)
    for one, other in combinations(labels, 2):
        if one not in levels and other not in levels:
            continue
        a, b = ground.box_of(one), ground.box_of(other)
        assert a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1], (one.text, other.text)
    for label in levels:
        box = ground.box_of(label)
        assert box[0] >= 0.0
        assert box[2] <= ground.width


@settings(max_examples=30, deadline=None)
@given(changes, changes)
def test_the_zone_holds_the_line_of_no_change(push, swing) -> None:
    spec = drawn(push, swing)
    zones = [mark for mark in spec.marks if mark.kind == "band"]
    still = [mark for mark in spec.marks if mark.kind == "line" and mark.tone == ("thin",)]
    assert len(zones) == len(still) <= 1
    for zone, line in zip(zones, still, strict=True):
        inside = [(x, y) for x, y in zip(line.x, line.y, strict=True) if zone.x[0] <= x <= zone.x[-1]]
        for x, y in inside:
            one, other = (np.interp(x, zone.x, edge) for edge in (zone.y, zone.y2))
            # Between drawn points of the zone the bend of the line is at most this.
            assert min(one, other) - 0.3 <= y <= max(one, other) + 0.3


def test_the_note_says_what_the_lines_are_and_fits_the_phone() -> None:
    spec = drawn((0.07, 0.04), (0.0, 0.04))
    notes = [mark.text for mark in spec.marks if mark.text.startswith(("Thin lines", "disagree"))]
    assert "physics would expect" in " ".join(notes)
    assert "0.9 to 2.2" in " ".join(notes)
    assert all(0.85 * text_width(text) < spec.width for text in notes)
    without = push_swing.draw(some.diagnosis())
    assert "physics" not in without.description
    assert without.height == 330


def test_the_table_says_what_a_line_asks_of_one_part_alone() -> None:
    rows = {row[0]: row[1:] for row in drawn((0.07, 0.04), (0.0, 0.04)).table.rows}
    # ln 1.02 = .2117p − .1037p², p = .0984: +10.3 %; at 2.2 to 1, .423p − .1037p²: +4.8 %.
    assert rows["speed +2 %, one alone"] == ("+10 %", "+5 to +11 % over models", "+10 %", "+10 to +11 % over models")


def test_an_arrow_is_drawn_only_where_a_direction_is_given() -> None:
    heads = [
        sum(mark.kind == "line" and mark.tone == ("thick",) for mark in drawn((0.07, 0.04), (0.0, 0.04), **more).marks)
        for more in ({}, {"cheapest": some.NOT_SEEN}, {"cheapest": some.CHEAPEST})
    ]
    assert heads == [0, 0, 2]
    said = drawn((0.07, 0.04), (0.0, 0.04), cheapest=some.NOT_SEEN).description
    assert said.endswith("No direction is called cheaper: no test of this part yet.")
    assert "mostly push" in drawn((0.07, 0.04), (0.0, 0.04), cheapest=some.CHEAPEST).description


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_start_and_the_diagonal_are_named_apart(sign: float) -> None:
    spec = drawn((0.2, 0.1), (-0.1, 0.25 + 0.1 * sign))
    ground = Ground(spec.x, spec.width - spec.margins[1] - spec.margins[3], 260.0)
    boxes = {mark.text: ground.box_of(mark) for mark in spec.marks if mark.kind == "label"}
    assert boxes["your start"][2] < boxes["grown alike"][0]
