"""Vertical force over every contact of a run, left and right laid over each other from touchdown to toe-off."""

from __future__ import annotations

import numpy as np

from evenstride.charts.figure import round_axis
from evenstride.core.chart import Mark, Spec, Table
from evenstride.core.contact_table import ContactRow, ContactTable
from evenstride.core.estimate import Array
from evenstride.core.roles import Side
from evenstride.core.show import number

CHART = "contact-force"

MOST = 20
"""Contacts of a side that are drawn one by one, spread over the run: more make one dark patch."""

_DASH = {Side.LEFT: (), Side.RIGHT: ("dash",)}

Seen = tuple[ContactRow, Array]


def draw(table: ContactTable) -> Spec:
    """Draw the vertical force of every contact as thin lines, the mean of each foot as a thick one, and its events.

    Parameters
    ----------
    table : ContactTable
        Of a run whose force is known.
    """
    seen = [(row, force) for row, force in zip(table.rows, table.force, strict=True) if np.isfinite(force).all()]
    by_side = {side: mine for side in Side if (mine := [one for one in seen if one[0].side is side])}
    unknown = [one for one in seen if one[0].side is None]
    x = round_axis("after touchdown, ms", [0.0, *(1000.0 * row.contact_time for row, _ in seen)])
    y = round_axis("vertical force, body weights", [0.0, *(float(force.max()) for _, force in seen)], at_most=4)
    marks = [mark for one in _spread(unknown) for mark in _contact(one, "ink2", ())]
    for side, mine in by_side.items():
        marks += [mark for one in _spread(mine) for mark in _contact(one, side.value, _DASH[side])]
    for side, mine in by_side.items():
        marks += _mean(side, mine)
    return Spec(
        name=CHART,
        title="Force of each contact",
        description=_describe(seen, by_side),
        x=x,
        y=y,
        marks=(*marks, _toe_offs(seen)),
        table=Table(
            ("Contact", "Touchdown, s", "Contact, ms", "Mean force, body weights", "Highest force, body weights"),
            tuple(_row(place, row, force) for place, (row, force) in enumerate(seen, start=1)),
        ),
    )


def _spread(mine: list[Seen]) -> list[Seen]:
    """Return some of many contacts, from the first to the last."""
    places = np.linspace(0, len(mine) - 1, min(len(mine), MOST))
    return [mine[round(place)] for place in places]


def _times(row: ContactRow, force: Array) -> tuple[float, ...]:
    return tuple(float(time) for time in np.linspace(0.0, 1000.0 * row.contact_time, force.size))


def _contact(one: Seen, meaning: str, tone: tuple[str, ...]) -> list[Mark]:
    row, force = one
    line = Mark("line", _times(row, force), tuple(map(float, force)), meaning=meaning, tone=("thin", *tone))
    return [line, Mark("points", (1000.0 * row.contact_time,), (0.0,), meaning=meaning, tone=("small",))]


def _mean(side: Side, mine: list[Seen]) -> list[Mark]:
    """Return the mean over the share of the contact, as long as contacts of the foot are in the mean; its name on it.

    Left is named on the way up and right on the way down, so that the names keep apart where the feet are alike.
    """
    force = np.mean([force for _, force in mine], axis=0)
    times = np.linspace(0.0, 1000.0 * float(np.mean([row.contact_time for row, _ in mine])), force.size)
    at = force.size // 4 if side is Side.LEFT else 3 * force.size // 4
    return [
        Mark("line", tuple(map(float, times)), tuple(map(float, force)), meaning=side.value,
             tone=("thick", *_DASH[side])),
        Mark("label", (float(times[at]),), (float(force[at]),), text=side.value, meaning=side.value,
             tone=("bold", "halo"), anchor="end" if side is Side.LEFT else "start",
             shift=(-8.0 if side is Side.LEFT else 8.0, 0.0)),
    ]  # fmt: skip


def _toe_offs(seen: list[Seen]) -> Mark:
    """Name what the points at the end of the contacts are; where they begin stands on the axis."""
    last = max(1000.0 * row.contact_time for row, _ in seen)
    return Mark("label", (last,), (0.0,), text="toe-off", tone=("quiet", "halo"), anchor="middle", shift=(0.0, -12.0))


def _describe(seen: list[Seen], by_side: dict[Side, list[Seen]]) -> str:
    said = [
        f"{len(mine)} of the {side} foot last {number(1000.0 * _mean_of([row.contact_time for row, _ in mine]), 0)} "
        f"milliseconds and reach {number(_mean_of([float(force.max()) for _, force in mine]), 2)} body weights, in the "
        "mean"
        for side, mine in by_side.items()
    ]
    head = f"Vertical force over {len(seen)} contact{'' if len(seen) == 1 else 's'} from touchdown to toe-off"
    return f"{head}: {'; '.join(said)}." if said else f"{head}; nothing says which foot was down."


def _mean_of(values: list[float]) -> float:
    return float(np.mean(values))


def _row(place: int, row: ContactRow, force: Array) -> tuple[str, ...]:
    foot = "foot not known" if row.side is None else row.side.value
    mean = row.values.get("stance_force", float(np.trapezoid(force)) / (force.size - 1))
    return (
        f"{place} {foot}",
        number(row.touchdown, 3),
        number(1000.0 * row.contact_time, 0),
        number(mean, 2),
        number(float(force.max()), 2),
    )
