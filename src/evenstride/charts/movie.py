"""Single pictures of a film: a body on the ground or over its film, its contacts as bars, and the time in life."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor

from evenstride.charts.figure import canvas
from evenstride.charts.runner import REST, Point, To, runner_marks, stick_marks
from evenstride.core.body_points import BodyPoint
from evenstride.core.chart import Mark, Spec, Table
from evenstride.core.kinogram import Place
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.core.show import number

SIZE = (640.0, 360.0)
"""Drawing units of a picture without film."""

STRIP = 66.0
"""Height of the strip with contacts and time."""

_GROUND = SIZE[1] - STRIP - 16.0
_HIGHEST = 1.95
"""m above the ground that are seen."""

UNIT = (_GROUND - 30.0) / _HIGHEST
"""Drawing units of a metre."""

_LABELS = 58.0
_LANES = {Side.LEFT: 20.0, Side.RIGHT: 38.0}
_THICK = 12.0


@dataclass(frozen=True, slots=True)
class Lanes:
    """Contacts over a time.

    Attributes
    ----------
    contacts : tuple of Contact
        s from the first frame; of one whose toe_off is not known the touchdown alone is shown.
    begin, end : float
        s, of the whole strip.
    """

    contacts: tuple[Contact, ...]
    begin: float
    end: float


def ground_picture(
    body: Mapping[BodyPoint, Place] | None, lanes: Lanes, time: float, *, ahead: float | None, near: Side, heading: str,
    said: str = "",
) -> Spec:  # fmt: skip
    """Return one picture of a body on bare ground.

    Parameters
    ----------
    body : mapping of BodyPoint to Place or None
        None where it is not seen.
    lanes, time : Lanes, float
        Contacts, and the time of the picture, s.
    ahead : float or None
        m, how far the hips have come, which the marks on the ground show; None where that is not known.
    near, heading, said : Side, str, str
        The side in front, what is written above, and beside the time.
    """
    width, height = SIZE
    marks = [*_ground(ahead), Mark("label", (12.0,), (22.0,), text=heading, tone=("bold",))]
    if body is None:
        middle = 0.5 * width
        marks.append(Mark("label", (middle,), (150.0,), text="not seen", tone=("quiet",), anchor="middle"))
    else:
        looks = {Side.LEFT: ("left",), Side.RIGHT: ("right",), None: REST}
        marks += runner_marks(body, _at(0.5 * width), unit=UNIT, near=near, looks=looks)
    return _spec([*marks, *_strip(lanes, time, width, height, said)], width, height)


def film_picture(
    body: Mapping[BodyPoint, Point], lanes: Lanes, time: float, *, size: tuple[float, float], said: str = ""
) -> Spec:
    """Return what is drawn over one frame of a film, and the strip below it.

    Parameters
    ----------
    body : mapping of BodyPoint to (float, float)
        Drawing units to the right and down.
    lanes, time, said : Lanes, float, str
        As for `ground_picture`.
    size : (float, float)
        Drawing units of the frame; the strip comes below.
    """
    width, high = size
    height = high + STRIP
    looks = {side: side.value for side in Side}
    strip = Mark("bar", (0.0,), (high,), (width,), (height,), meaning="surface")
    marks = [*stick_marks(body, lambda place: place, looks=looks, trunk="ink2"), strip]
    return _spec([*marks, *_strip(lanes, time, width, height, said)], width, height)


def pair_picture(
    bodies: Sequence[Mapping[BodyPoint, Place] | None], side: Side, *, names: Sequence[str], clock: str,
    over: bool, nears: Sequence[Side],
) -> Spec:  # fmt: skip
    """Return one picture of two runs, side by side or laid over each other.

    Parameters
    ----------
    bodies : two mappings of BodyPoint to Place, or None where a body is not seen
        First and second.
    side : Side
        The leg that is followed.
    names, clock : two str, str
        Whose runs they are, and the time.
    over : bool
        Laid over each other: the first as a pale body, the second as sticks.
    nears : two Side
        The sides in front.
    """
    width, height = SIZE
    tall = height - 40.0
    places = (0.5 * width, 0.5 * width) if over else (0.27 * width, 0.73 * width)
    marks = list(_ground(None, tall))
    unit = (tall - 56.0) / _HIGHEST
    for number_, (body, place) in enumerate(zip(bodies, places, strict=True)):
        to = _at(place, tall, unit)
        if body is None:
            marks.append(Mark("label", (place,), (150.0,), text="not seen", tone=("quiet",), anchor="middle"))
        elif over and number_ == 1:
            marks += stick_marks(body, to, looks={side: side.value, side.other: "ink2"}, trunk="ink2")
        else:
            looks = {side: REST if over else (side.value,), side.other: REST, None: REST}
            marks += runner_marks(body, to, unit=unit, near=nears[number_], looks=looks)
    if over:
        first = f"{names[0]}: pale body"
        marks.append(Mark("label", (12.0,), (22.0,), text=first, tone=("bold",), meaning="ink2"))
        second = f"{names[1]}: lines"
        marks.append(
            Mark("label", (width - 12.0,), (22.0,), text=second, tone=("bold",), meaning=side.value, anchor="end")
        )
    else:
        for name, place in zip(names, places, strict=True):
            marks.append(Mark("label", (place,), (22.0,), text=name, tone=("bold",), anchor="middle"))
    marks.append(Mark("label", (0.5 * width,), (height - 14.0,), text=clock, tone=("bold",), anchor="middle"))
    return _spec(marks, width, height)


def _at(middle: float, ground: float = _GROUND, unit: float = UNIT) -> To:
    return lambda place: (middle + unit * place[0], ground - unit * place[1])


def _ground(ahead: float | None, ground: float = _GROUND) -> Iterator[Mark]:
    """Draw the ground; where the way is known, a stroke every metre that passes below the runner."""
    width = SIZE[0]
    yield Mark("line", (0.0, width), (ground + 2.0, ground + 2.0), meaning="ink2", tone=("thin",))
    if ahead is None:
        return
    first, last = ceil(ahead - 0.5 * width / UNIT), floor(ahead + 0.5 * width / UNIT)
    xs = tuple(0.5 * width + UNIT * (metre - ahead) for metre in range(first, last + 1))
    if xs:
        tops, ends = (ground + 2.0,) * len(xs), (ground + 10.0,) * len(xs)
        yield Mark("rule", xs, tops, xs, ends, meaning="ink2", tone=("thin",))


def _strip(lanes: Lanes, time: float, width: float, height: float, said: str) -> Iterator[Mark]:
    """Draw the contacts of both feet over the whole time, where it is now, and the time."""
    top, left, right = height - STRIP, _LABELS, width - 12.0
    per_second = (right - left) / max(lanes.end - lanes.begin, 1e-6)

    def at(when: float) -> float:
        return min(max(left + per_second * (when - lanes.begin), left), right)

    for side, down in _LANES.items():
        middle = top + down - 0.5 * _THICK
        name = side.value.capitalize()
        yield Mark("label", (10.0,), (top + down - 2.0,), text=name, meaning=side.value, tone=("bold",))
        yield Mark("line", (left, right), (middle, middle), meaning="ink2", tone=("thin",))
        mine = [one for one in lanes.contacts if one.side is side]
        for one in mine:
            end = one.touchdown + 2.0 / per_second if one.toe_off is None else one.toe_off
            box = (at(one.touchdown),), (middle - 0.5 * _THICK,), (max(at(end), at(one.touchdown) + 1.5),)
            yield Mark("bar", *box, (middle + 0.5 * _THICK,), meaning=side.value)
    yield Mark("rule", (at(time),), (top + 4.0,), (at(time),), (top + 44.0,), meaning="ink")
    yield Mark("label", (left,), (height - 8.0,), text=f"{number(time, 3)} s", tone=("bold",))
    yield Mark("label", (right,), (height - 8.0,), text=said, tone=("quiet",), anchor="end")


def _spec(marks: Sequence[Mark], width: float, height: float) -> Spec:
    x, y = canvas(width, height)
    empty = Table((), ())
    return Spec("film", "", "", x, y, tuple(marks), empty, round(width), round(height), (0.0, 0.0, 0.0, 0.0))
