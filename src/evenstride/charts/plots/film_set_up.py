"""Where the phone and the cones stand to film a run, from above and to scale."""

from __future__ import annotations

from evenstride.charts.figure import canvas
from evenstride.core.chart import Mark, Spec, Table
from evenstride.core.film_set_up import FilmSetUp
from evenstride.core.show import number

CHART = "film-set-up"

WIDTH = 358.0
METRE = 20.0
"""Drawing units."""

LANE = 1.22
"""m, as on a track."""

TOP = 62.0


def draw(set_up: FilmSetUp) -> Spec:
    """Draw the set-up; its table holds the lengths."""
    line = TOP + 0.5 * LANE * METRE
    phone = line + set_up.distance * METRE
    x, y = canvas(WIDTH, phone + 48.0)
    view, cones = (f"{number(one, 0)} m" for one in (set_up.view, set_up.cones))
    away, high = f"{number(set_up.distance, 0)} m", f"{number(set_up.height, 0)} m"
    return Spec(
        name=CHART,
        title="Set-up from above",
        description=(
            f"From above: the lane runs from left to right. Two cones stand on the line of the run, {cones} apart. The "
            f"phone stands {away} away from their middle, square to the lane, {high} high, and sees {view} of it."
        ),
        x=x,
        y=y,
        marks=(
            *_lane(line, set_up, cones),
            *_sight(line, phone, set_up),
            *_words(line, phone, set_up, view, away, high),
        ),
        table=Table(
            ("What", "How much"),
            (
                ("phone to line of run", away),
                ("phone over ground", high),
                ("run in view", view),
                ("cone to cone", cones),
                ("a metre in the picture", f"{number(set_up.pixels_per_metre, 0)} px"),
            ),
        ),
        width=int(WIDTH),
        height=int(phone + 48.0),
        margins=(0, 0, 0, 0),
    )


def _lane(line: float, set_up: FilmSetUp, cones: str) -> list[Mark]:
    middle, half = 0.5 * WIDTH, 0.5 * LANE * METRE
    away = 0.5 * set_up.cones * METRE
    feet = [middle - away, middle + away]
    return [
        Mark("rule", (6.0, 6.0), (line - half, line + half), (WIDTH - 6.0,) * 2, (line - half, line + half), "ink2"),
        Mark("points", tuple(feet), (line, line), meaning="swing", tone=("big",)),
        Mark("rule", (feet[0],), (line - half - 10.0,), (feet[1],), (line - half - 10.0,), "ink2", tone=("thin",)),
        Mark("label", (middle,), (line - half - 16.0,), text=f"two cones, {cones} apart", anchor="middle"),
        # Which way the runner goes.
        Mark(
            "rule", (10.0, 46.0, 46.0), (line, line, line), (52.0, 40.0, 40.0), (line, line - 5.0, line + 5.0), "push"
        ),
        Mark("label", (10.0,), (line - half - 16.0,), text="runner", meaning="push"),
    ]


def _sight(line: float, phone: float, set_up: FilmSetUp) -> list[Mark]:
    middle, half = 0.5 * WIDTH, 0.5 * set_up.view * METRE
    ends = (middle - half, middle + half)
    return [
        Mark("rule", (middle,) * 2, (phone,) * 2, ends, (line, line), "ink2", tone=("dash",)),
        Mark("rule", (middle,), (phone - 8.0,), (middle,), (line + 14.0,), "ink2", tone=("thin",)),
        Mark("span", (middle - 12.0,), (phone - 4.0,), (middle + 12.0,), (phone + 4.0,), "ink"),
    ]


def _words(line: float, phone: float, set_up: FilmSetUp, view: str, away: str, high: str) -> list[Mark]:
    middle = 0.5 * WIDTH
    return [
        Mark("label", (middle + 6.0,), (line + 0.3 * (phone - line),), text=away),
        Mark(
            "label", (middle,), (line + 0.5 * LANE * METRE + 18.0,), text=f"{view} in view", anchor="middle",
            tone=("halo",),
        ),
        Mark("label", (middle,), (phone + 22.0,), text=f"phone on its side, {high} high,", anchor="middle"),
        Mark(
            "label", (middle,), (phone + 38.0,), text=f"square to the lane, {number(set_up.rate, 0)} frames a second",
            anchor="middle",
        ),
    ]  # fmt: skip
