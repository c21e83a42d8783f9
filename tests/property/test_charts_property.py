"""Laws of the strip's labels and of round axes."""

from dataclasses import replace
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from evenstride.charts.figure import round_axis, text_width
from evenstride.charts.plots import limit
from evenstride.core.chart import Mark
from evenstride.core.diagnosis import Limit
from evenstride.core.roles import Role
from tests import examples_overview as some

SHARES = st.lists(st.floats(0.0, 1.0), min_size=6, max_size=6).filter(lambda shares: sum(shares) > 0.01)
VALUES = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8)


def _box(mark: Mark) -> tuple[float, float]:
    width = text_width(mark.text)
    return (mark.x[0] - width, mark.x[0]) if mark.anchor == "end" else (mark.x[0], mark.x[0] + width)


@given(SHARES)
def test_labels_of_the_strip_never_touch_each_other_or_a_leader(shares: list[float]) -> None:
    whole = sum(shares)
    *roles, balanced, cannot_tell = (share / whole for share in shares)
    found = replace(some.diagnosis(), limit=Limit(dict(zip(Role, roles, strict=True)), balanced, cannot_tell))
    spec = limit.draw(found)
    labels = [mark for mark in spec.marks if mark.kind == "label"]
    for label in labels:
        left, right = _box(label)
        assert left >= -1e-6
        assert right <= spec.width + 1e-6
    for one, other in combinations(labels, 2):
        apart = _box(one)[1] < _box(other)[0] or _box(other)[1] < _box(one)[0]
        assert apart or abs(one.y[0] - other.y[0]) >= 16
    for leader in (mark for mark in spec.marks if mark.kind == "rule"):
        for label in labels:
            crossed = leader.y[0] < label.y[0] < leader.y2[0] - 3 and _box(label)[0] < leader.x[0] < _box(label)[1]
            assert not crossed
    assert sum(int(row[1]) for row in spec.table.rows) == 100


@given(VALUES)
def test_a_round_axis_holds_every_value_between_its_outer_ticks(values: list[float]) -> None:
    axis = round_axis("x", values)
    assert axis.low <= min(values)
    assert axis.high >= max(values)
    assert axis.low < axis.high
    assert 2 <= len(axis.ticks) <= 6
    assert (axis.ticks[0][0], axis.ticks[-1][0]) == (axis.low, axis.high)
    assert len({text for _, text in axis.ticks}) == len(axis.ticks)
