"""People posed by angles, and the kit around them, as marks: the one way this house draws a posture."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import hypot

from evenstride.charts.body import Joint, disc, limb
from evenstride.core.chart import Mark
from evenstride.core.drawing import Drawing, Person, Point, Thing

_ARROW = 6.0
"""Length of an arrow's head in drawing units."""

_HATCH = 8.0
"""Distance of the strokes that make a surface solid."""

_BEHIND = ("ground", "wall", "post", "box")


def pose_marks(drawing: Drawing) -> tuple[Mark, ...]:
    """Return the marks of a drawing: surfaces, then people, then what they hold and what is written."""
    behind = [mark for thing in drawing.things if thing.kind in _BEHIND for mark in _THINGS[thing.kind](thing)]
    people = [mark for person in drawing.people for mark in _person(person)]
    ahead = [mark for thing in drawing.things if thing.kind not in _BEHIND for mark in _THINGS[thing.kind](thing)]
    return (*behind, *people, *ahead)


def _person(person: Person) -> Iterator[Mark]:
    """Far limbs first, then trunk and head, then the near ones."""
    at, size = person.joints(), person.height
    trunk = _look(person, "trunk")
    yield _arm(at, size, "left", _look(person, "left_arm"), "far")
    yield from _leg(at, size, "left", _look(person, "left_leg"), "far")
    yield limb(_tapered((at["hip"], at["shoulder"]), (0.055, 0.062), size), trunk)
    yield disc(*at["head"], 0.06 * size, trunk)
    yield from _leg(at, size, "right", _look(person, "right_leg"))
    yield _arm(at, size, "right", _look(person, "right_arm"))


def _look(person: Person, part: str) -> str:
    return person.looks.get(part, "ink2")


def _leg(at: Mapping[str, Point], size: float, side: str, meaning: str, *tone: str) -> Iterator[Mark]:
    hip, knee, ankle, toe = at["hip"], at[f"knee_{side}"], at[f"ankle_{side}"], at[f"toe_{side}"]
    yield limb(_tapered((ankle, toe), (0.022, 0.013), size), meaning, *tone)
    yield limb(_tapered((knee, ankle), (0.036, 0.022), size), meaning, *tone)
    yield limb(_tapered((hip, knee), (0.056, 0.036), size), meaning, *tone)


def _arm(at: Mapping[str, Point], size: float, side: str, meaning: str, *tone: str) -> Mark:
    points = (at["shoulder"], at[f"elbow_{side}"], at[f"hand_{side}"])
    return limb(_tapered(points, (0.030, 0.025, 0.018), size), meaning, *tone)


def _tapered(points: Sequence[Point], widths: Sequence[float], size: float) -> tuple[Joint, ...]:
    return tuple((x, y, width * size) for (x, y), width in zip(points, widths, strict=True))


def _line(points: Sequence[Point], meaning: str, *tone: str) -> Mark:
    return Mark("line", tuple(x for x, _ in points), tuple(y for _, y in points), meaning=meaning, tone=tone)


def _ground(thing: Thing) -> Iterator[Mark]:
    """A line with strokes on the side away from the people: below, or behind where it stands upright."""
    (x0, y0), (x1, y1) = thing.points
    length = hypot(x1 - x0, y1 - y0)
    along, away = ((x1 - x0) / length, (y1 - y0) / length), (-(y1 - y0) / length, (x1 - x0) / length)
    yield _line(thing.points, thing.look)
    starts = [_HATCH * k for k in range(1, int(length / _HATCH) + 1)]
    xs, ys = tuple(x0 + along[0] * s for s in starts), tuple(y0 + along[1] * s for s in starts)
    back = tuple(x - 5.0 * along[0] + 5.0 * away[0] for x in xs), tuple(y - 5.0 * along[1] + 5.0 * away[1] for y in ys)
    yield Mark("rule", xs, ys, *back, meaning=thing.look, tone=("thin",))


def _post(thing: Thing) -> Iterator[Mark]:
    yield _line(thing.points, thing.look, "wide")


def _rope(thing: Thing) -> Iterator[Mark]:
    yield _line(thing.points, thing.look)


def _band(thing: Thing) -> Iterator[Mark]:
    """An elastic band: a zigzag."""
    (x0, y0), (x1, y1) = thing.points
    length = hypot(x1 - x0, y1 - y0)
    count = max(int(length / 6.0), 2)
    side = -(y1 - y0) / length * 3.0, (x1 - x0) / length * 3.0
    middle = [
        (x0 + (x1 - x0) * k / count + side[0] * (-1) ** k, y0 + (y1 - y0) * k / count + side[1] * (-1) ** k)
        for k in range(1, count)
    ]
    yield _line([(x0, y0), *middle, (x1, y1)], thing.look)


def _arrow(thing: Thing) -> Iterator[Mark]:
    yield _line(thing.points, thing.look, "thick")
    yield _tip(thing.points[-2], thing.points[-1], thing.look, "thick")


def _path(thing: Thing) -> Iterator[Mark]:
    """The way of something that moves: dashes with a tip."""
    yield _line(thing.points, thing.look, "dash")
    yield _tip(thing.points[-2], thing.points[-1], thing.look)


def _measure(thing: Thing) -> Iterator[Mark]:
    """A distance: a line with a tip at either end, its name over the middle, and thin lines to what it measures."""
    first, last, *measured = thing.points
    yield _line((first, last), thing.look)
    for end, (x, y) in zip((first, last), measured, strict=False):
        yield Mark("rule", (x,), (y,), (end[0],), (end[1],), tone=("quiet",))
    yield _tip(last, first, thing.look)
    yield _tip(first, last, thing.look)
    if thing.text:
        yield _text(thing, ((first[0] + last[0]) / 2.0, (first[1] + last[1]) / 2.0), (0.0, -6.0))


def _tip(tail: Point, tip: Point, meaning: str, *tone: str) -> Mark:
    length = hypot(tip[0] - tail[0], tip[1] - tail[1])
    back = (tail[0] - tip[0]) / length * _ARROW, (tail[1] - tip[1]) / length * _ARROW
    ends = [(tip[0] + back[0] - 0.6 * turn * back[1], tip[1] + back[1] + 0.6 * turn * back[0]) for turn in (1.0, -1.0)]
    return _line([ends[0], tip, ends[1]], meaning, *tone)


def _phone(thing: Thing) -> Iterator[Mark]:
    """A phone at its middle, lens up; with a second point, the edges of what it sees."""
    x, y = thing.points[0]
    for corner in thing.points[1:]:
        yield _line([(x, y), corner], thing.look, "thin", "dash")
    yield Mark("bar", (x - 8.0,), (y - 13.0,), (x + 8.0,), (y + 13.0,), meaning="sunk")
    box = [(x - 8.0, y - 13.0), (x + 8.0, y - 13.0), (x + 8.0, y + 13.0), (x - 8.0, y + 13.0), (x - 8.0, y - 13.0)]
    yield _line(box, thing.look)
    yield Mark("points", (x,), (y - 7.0,), meaning=thing.look, tone=("small", "solid"))


def _scale(thing: Thing) -> Iterator[Mark]:
    """A hanging scale: a disc with a hand."""
    x, y = thing.points[0]
    yield disc(x, y, 9.0, thing.look)
    yield disc(x, y, 6.0, "surface")
    yield _line([(x, y), (x + 3.5, y - 3.5)], thing.look)


def _head(thing: Thing) -> Iterator[Mark]:
    """A head seen from above."""
    yield disc(*thing.points[0], 9.0, thing.look)


def _bar(thing: Thing) -> Iterator[Mark]:
    """A limb seen from above, or anything else that is a thick line."""
    for start, end in pairwise(thing.points):
        yield limb(((*start, 5.0), (*end, 4.0)), thing.look)


def _box(thing: Thing) -> Iterator[Mark]:
    """A box, a step or a bench between two corners."""
    (x0, y0), (x1, y1) = thing.points
    yield Mark("bar", (x0,), (y0,), (x1,), (y1,), meaning="sunk")
    yield _line([(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)], thing.look)


def _ball(thing: Thing) -> Iterator[Mark]:
    yield disc(*thing.points[0], 10.0, thing.look)
    yield disc(*thing.points[0], 8.0, "surface")


def _weight(thing: Thing) -> Iterator[Mark]:
    """A bar with its plates, seen along the bar."""
    yield disc(*thing.points[0], 11.0, thing.look)
    yield disc(*thing.points[0], 9.0, "surface")
    yield disc(*thing.points[0], 3.0, thing.look)


def _tape(thing: Thing) -> Iterator[Mark]:
    """A measuring tape on the ground: a line with marks."""
    (x0, y0), (x1, _) = thing.points
    yield _line(thing.points, thing.look)
    marks = tuple(x0 + (x1 - x0) * k / 10.0 for k in range(11))
    yield Mark("rule", marks, (y0,) * 11, marks, (y0 + 6.0,) * 11, meaning=thing.look, tone=("thin",))


def _label(thing: Thing) -> Iterator[Mark]:
    """A text at a point; with a second point, a leader to what it names."""
    (x, y), *named = thing.points
    for end_x, end_y in named:
        yield Mark("rule", (x,), (y + 4.0 if end_y > y else y - 13.0,), (end_x,), (end_y,), tone=("quiet",))
    yield _text(thing, (x, y), (0.0, 0.0))


def _text(thing: Thing, at: Point, shift: tuple[float, float]) -> Mark:
    return Mark(
        "label", (at[0],), (at[1],), meaning=thing.look, text=thing.text, tone=("halo",), anchor="middle", shift=shift
    )


_THINGS: Mapping[str, Callable[[Thing], Iterator[Mark]]] = {
    "ground": _ground,
    "wall": _ground,
    "post": _post,
    "phone": _phone,
    "scale": _scale,
    "strap": _post,
    "band": _band,
    "rope": _rope,
    "tape": _tape,
    "arrow": _arrow,
    "measure": _measure,
    "path": _path,
    "label": _label,
    "head": _head,
    "bar": _bar,
    "box": _box,
    "ball": _ball,
    "weight": _weight,
}
