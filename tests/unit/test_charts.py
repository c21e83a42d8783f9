"""Where marks land and which numbers they carry."""

import re
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import numpy as np
import pytest

from evenstride.charts.figure import canvas
from evenstride.charts.iso_lines import Ground
from evenstride.charts.plots import lanes, limit, progress, push_swing, speed_curve, steps_account, stride, week
from evenstride.charts.svg import draw_figure, render_svg
from evenstride.core.chart import Axis, Mark, Spec, Table
from evenstride.core.diagnosis import Limit
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.plan import Kind
from evenstride.core.roles import BEGUN, Role, Weight
from tests import examples_overview as some
from tests import examples_sprints as sprints


def _spec(*marks: Mark, x: Axis | None = None, y: Axis | None = None) -> Spec:
    plain = canvas(358, 260)
    return Spec("t", "T", "D.", x or plain[0], y or plain[1], marks, Table(("a",), (("b",),)), margins=(0, 0, 0, 0))


def _only(svg: str, tag: str) -> dict[str, str]:
    (node,) = ElementTree.fromstring(svg).iter(f"{{http://www.w3.org/2000/svg}}{tag}")
    return node.attrib


def test_axes_place_marks_linearly_with_y_upwards() -> None:
    spec = _spec(Mark("points", (2.0,), (3.0,)), x=Axis("", 0.0, 10.0), y=Axis("", 0.0, 4.0))
    circle = _only(render_svg(spec), "circle")
    assert float(circle["cx"]) == pytest.approx(358 * 0.2, abs=0.05)
    assert float(circle["cy"]) == pytest.approx(260 * 0.25, abs=0.05)


def test_a_bar_between_reversed_edges_keeps_a_positive_size() -> None:
    rect = _only(render_svg(_spec(Mark("bar", (50.0,), (40.0,), (20.0,), (10.0,)))), "rect")
    assert [float(rect[name]) for name in ("x", "y", "width", "height")] == [20.0, 10.0, 30.0, 30.0]


@pytest.mark.parametrize("role", Role)
def test_each_role_but_push_carries_a_texture_that_travels_with_the_drawing(role: Role) -> None:
    svg = render_svg(_spec(Mark("bar", (0.0,), (0.0,), (9.0,), (9.0,), meaning=role.value)))
    assert ("<pattern" in svg) is (role is not Role.PUSH)
    assert f"f-{role.value}" in svg


def test_two_figures_on_one_page_share_no_id_unless_they_are_equal() -> None:
    first, second = draw_figure(limit.draw(some.diagnosis())), draw_figure(limit.draw(some.unseen()))
    ids = [set(re.findall(r'id="([^"]+)"', figure.svg)) for figure in (first, second)]
    assert ids[0] & ids[1] == set()


def test_the_strip_draws_cannot_tell_as_large_as_its_chance() -> None:
    found = replace(some.diagnosis(), limit=Limit(dict.fromkeys(Role, 0.1), 0.1, 0.5))
    widths = {mark.meaning: mark.x2[0] - mark.x[0] for mark in limit.draw(found).marks if mark.kind == "bar"}
    assert widths["unsure"] == pytest.approx(5 * widths["push"])


def test_a_chance_that_rounds_to_nothing_stays_in_the_table() -> None:
    chances = {Role.PUSH: 0.996, Role.SWING: 0.004, Role.SUPPORT: 0.0, Role.TIMING: 0.0}
    spec = limit.draw(replace(some.diagnosis(), limit=Limit(chances, 0.0, 0.0)))
    assert [mark.text for mark in spec.marks if mark.kind == "label"] == ["Push 100"]
    assert ("Swing", "0") in [row[:2] for row in spec.table.rows]


def test_the_strip_names_its_calibration_and_what_nobody_looked_at() -> None:
    text = limit.draw(some.diagnosis()).description
    assert "calibrated on simulated athletes only" in text
    assert "Not looked at yet: arms, torso, timing." in text


def test_the_lanes_show_log_changes_in_per_cent() -> None:
    spec = lanes.draw(some.diagnosis())
    (push,) = [mark for mark in spec.marks if mark.kind == "bar" and mark.meaning == "push"]
    assert push.x[0] == pytest.approx(100 * np.expm1(0.031))
    assert push.x2[0] == pytest.approx(100 * np.expm1(0.112))
    assert ("Push", "+7 %", "+3 to +12 %", "evidence") in spec.table.rows


def test_the_runner_says_the_change_and_what_was_never_looked_at() -> None:
    texts = [mark.text for mark in stride.draw(some.diagnosis()).marks if mark.kind == "label"]
    assert "+7 %" in texts
    assert "0 %" in texts
    assert texts.count("not looked at yet") == 2


@pytest.mark.parametrize("seen", [Role.PUSH, Role.SWING])
def test_the_balance_map_leaves_the_unseen_side_open_from_edge_to_edge(seen: Role) -> None:
    spec = push_swing.draw(some.half_seen(seen))
    (zone,) = [mark for mark in spec.marks if mark.kind == "span"]
    open_ends = (zone.y, zone.y2) if seen is Role.PUSH else (zone.x, zone.x2)
    assert open_ends == ((spec.x.low,), (spec.x.high,))


def test_exchanging_push_and_swing_mirrors_the_balance_map() -> None:
    found = some.diagnosis()
    push, swing = found.finding(Role.PUSH), found.finding(Role.SWING)
    others = tuple(one for one in found.findings if one.role not in (Role.PUSH, Role.SWING))
    mirrored = (replace(push, change=swing.change), replace(swing, change=push.change), *others)
    spots = []
    for one in (found, replace(found, findings=mirrored)):
        (spot,) = [mark for mark in push_swing.draw(one).marks if mark.kind == "points"]
        spots.append((spot.x[0], spot.y[0]))
    assert spots[0] == spots[1][::-1]


def test_sections_of_splits_are_mean_speeds_with_the_time_correction_taken_off_the_first() -> None:
    spec = speed_curve.draw(*sprints.splits(), time_correction=-0.235)
    (points,) = [mark for mark in spec.marks if mark.kind == "points"]
    assert points.y[0] == pytest.approx(5 / (1.158 + 0.235))
    assert points.y[1] == pytest.approx(5 / (1.893 - 1.158))
    assert points.x[:2] == (2.5, 7.5)
    assert spec.x.title == "distance, m"


def test_a_trace_is_drawn_against_time_and_thinned() -> None:
    spec = speed_curve.draw(*sprints.trace())
    (points,) = [mark for mark in spec.marks if mark.kind == "points"]
    assert spec.x.title == "time, s"
    assert len(points.x) == 160
    assert (points.x[0], points.x[-1]) == (0.0, 6.0)


def test_error_is_shown_once_as_a_zone_or_as_bars() -> None:
    with_zone = progress.draw("Hold", some.sessions(), mdc=0.05)
    with_bars = progress.draw("Hold", some.sessions())
    assert [mark.kind for mark in with_zone.marks if mark.kind in ("span", "rule")] == ["span"]
    assert [mark.kind for mark in with_bars.marks if mark.kind in ("span", "rule")] == ["rule"]
    (zone,) = [mark for mark in with_zone.marks if mark.kind == "span"]
    assert (zone.y[0], zone.y2[0]) == pytest.approx((1.98 * 0.95, 1.98 * 1.05))


def test_the_parts_of_the_account_follow_one_another_and_reach_the_total() -> None:
    bars = [mark for mark in steps_account.draw(some.account()).marks if mark.kind == "bar"]
    push, swing, geometry, total = bars
    assert push.x2 == pytest.approx(swing.x)
    assert swing.x2 == pytest.approx(geometry.x)
    assert geometry.x2 == pytest.approx(total.x2)
    assert total.x == (0.0,)
    assert "one measurement" in steps_account.draw(some.account()).description


def test_the_week_shown_is_the_one_that_holds_today() -> None:
    plan = replace(some.plan(), weeks=3)
    assert week.draw(plan, plan.start + timedelta(days=8)).title == "The week from 18 May"
    assert week.draw(plan, plan.start - timedelta(days=1)).title == "The week from 11 May"
    assert week.draw(plan, plan.start + timedelta(days=40)).title == "The week from 25 May"


def test_a_missing_speed_keeps_its_lane() -> None:
    nothing = Missing("no timed runs", "time two flying 20s")
    found = some.diagnosis(speed_change=nothing, speed_now=nothing)
    assert lanes.draw(found).table.rows[0][:3] == ("Speed", "not looked at yet", "time two flying 20s")


def test_a_speed_measured_on_one_day_is_not_called_unseen() -> None:
    one_day = Missing("a change needs values from two days", "Measure speed again on another day")
    spec = lanes.draw(some.diagnosis(speed_change=one_day))
    assert spec.table.rows[0][:3] == ("Speed", "9.0 m/s so far", one_day.remedy)
    assert "Speed: 9.0 m/s so far" in spec.description
    assert "9.0 m/s so far" in [mark.text for mark in spec.marks]


def test_a_role_whose_days_do_not_count_yet_is_not_called_unseen() -> None:
    begun = tuple(replace(one, begun=True) for one in some.unseen().findings)
    found = replace(some.unseen(), findings=begun)
    for spec in (stride.draw(found), lanes.draw(found), limit.draw(found)):
        told = [mark.text for mark in spec.marks if mark.kind == "label"]
        roles = [row for row in spec.table.rows if row[0] in ("Push", "Swing", "Arms, torso", "Timing")]
        assert {row[-1] for row in roles} == {BEGUN}
        assert told.count(BEGUN) == (0 if spec.name == "limit" else 4)
        assert "ot looked at yet: push" not in spec.description


def test_a_speed_change_of_zero_is_a_value() -> None:
    found = some.diagnosis(speed_change=Estimate(0.0, 0.0, 0.0, "1"))
    assert lanes.draw(found).table.rows[0][:3] == ("Speed", "0.0 %", "0.0 to 0.0 %")


def test_digits_follow_the_interval() -> None:
    wide = some.finding(Role.PUSH, Estimate(0.105, -0.09, 0.3, "1"), Weight.HINT)
    others = some.diagnosis().findings[1:]
    found = some.diagnosis(findings=(wide, *others))
    for texts in (
        [cell for row in lanes.draw(found).table.rows for cell in row],
        [mark.text for mark in stride.draw(found).marks if mark.kind == "label"],
    ):
        assert "+11 %" in texts
        assert "−9 to +35 %" in texts
    noisy = [(day, replace(one, low=one.value * 0.8, high=one.value * 1.2)) for day, one in some.sessions()]
    assert "+7 %" in [mark.text for mark in progress.draw("Hold", noisy, mdc=0.1).marks]


def test_the_change_in_the_picture_is_the_one_told_beside_it() -> None:
    told = Estimate(-0.001, -0.014, 0.013, "1")
    texts = [mark.text for mark in progress.draw("Switch", some.sessions(), mdc=0.012, change=told).marks]
    assert "−0.1 %" in texts


@pytest.mark.parametrize("sign", [1.0, -1.0])
def test_the_name_of_the_noise_stands_between_zone_and_axis(sign: float) -> None:
    speeds = (8.0, *(8.0 + sign * step for step in (0.1, 0.2, 0.2, 0.3, 0.4)))
    days = [day for day, _ in some.sessions()]
    values = [(day, Estimate(v, v - 0.1, v + 0.1, "m/s")) for day, v in zip(days, speeds, strict=True)]
    spec = progress.draw("Speed", values, mdc=0.03)
    (zone,) = [mark for mark in spec.marks if mark.kind == "span"]
    (name,) = [mark for mark in spec.marks if mark.text == "may be noise"]
    top, _, bottom, _ = spec.margins
    pixel = (spec.height - top - bottom) / (spec.y.high - spec.y.low)
    if sign > 0:
        assert name.y == zone.y
        assert (name.y[0] - spec.y.low) * pixel > name.shift[1] + 5
    else:
        assert name.y == zone.y2
        assert (spec.y.high - name.y[0]) * pixel > 13 - name.shift[1]


@pytest.mark.parametrize("swing", [0.3, -0.3])
def test_the_start_of_the_balance_map_is_named_clear_of_the_ticks(swing: float) -> None:
    found = some.diagnosis()
    one = some.finding(Role.SWING, Estimate(swing, swing - 0.05, swing + 0.05, "1"), Weight.EVIDENCE)
    spec = push_swing.draw(replace(found, findings=(found.findings[0], one, *found.findings[2:])))
    (start,) = [mark for mark in spec.marks if mark.text == "your start"]
    assert start.y[0] == (spec.y.low if swing > 0 else spec.y.high)
    ground = Ground(spec.x, spec.width - spec.margins[1] - spec.margins[3], 260.0)
    assert ground.box_of(start)[0] > 0.0


def test_a_double_day_shows_both_kinds_and_a_rest_day_no_minutes() -> None:
    plan = some.plan()
    first = plan.sessions[0]
    double = (replace(first, kind=Kind.STRENGTH, title="Strong", minutes=30), replace(first, kind=Kind.REST, minutes=0))
    spec = week.draw(replace(plan, sessions=(*plan.sessions, *double)), some.TODAY)
    words = [mark.text for mark in spec.marks if mark.kind == "label"]
    signs = [(mark.text, mark.shift[0]) for mark in spec.marks if mark.kind == "glyph"][:2]
    assert words[:3] == ["Mon", "fast", "strong"]
    assert [sign for sign, _ in signs] == ["speed", "strength"]
    assert signs[0][1] == -signs[1][1] < 0
    assert spec.height > week.draw(plan, some.TODAY).height
    assert ("Wed 13 May", "rest", "–") in spec.table.rows
    assert not any(row[2] == "0" for row in spec.table.rows)


def test_the_account_says_how_to_read_it() -> None:
    assert "Each bar starts where the one above ended" in steps_account.draw(some.account()).description


@pytest.mark.parametrize("shift", [-0.03, 0.03])
def test_spans_of_a_season_are_named_on_their_own_side(shift: float) -> None:
    from evenstride.charts.plots import season_curves
    from tests import outing_examples as outing

    drawn = season_curves.draw(("May 2026", outing.span()), ("May 2025", outing.span(2025, shift=shift)))
    labels = {mark.text: (mark.y[0], mark.shift[1]) for mark in drawn.marks if mark.kind == "label"}
    (_, above), (_, below) = sorted(labels.values(), reverse=True)
    assert above < 0 < below, "the higher line is named above it, the other one below"
