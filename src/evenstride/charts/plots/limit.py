"""The doubt strip: chances in 100 that each role is the limit, "cannot tell" drawn as large as any claim."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from evenstride.charts.figure import ROLE_NAMES, canvas, text_width
from evenstride.core.chart import Mark, Spec, Table
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.roles import Weight
from evenstride.core.show import shares_of

CHART = "limit"

_WIDTH, _BAR, _GAP, _LINE = 358, 24.0, 3.0, 18.0


@dataclass(frozen=True, slots=True)
class _Part:
    meaning: str
    name: str
    chance: float
    rests_on: str
    hundredths: int = 0

    @property
    def label(self) -> str:
        return f"{self.name} {self.hundredths}"


@dataclass(frozen=True, slots=True)
class _Spot:
    """A label's place: its row, the x of its leader, its left and right edge."""

    row: int
    at: float
    left: float
    right: float

    def clashes(self, other: _Spot) -> bool:
        if self.row == other.row:
            return self.left < other.right + 6 and other.left < self.right + 6
        upper, lower = sorted((self, other), key=lambda spot: spot.row)
        return upper.left - 3 < lower.at < upper.right + 3


def draw(diagnosis: Diagnosis) -> Spec:
    """Draw the chances of a diagnosis as one strip with direct labels.

    Parameters
    ----------
    diagnosis : Diagnosis
        Its `limit` holds probabilities that sum to 1. What rounds to 0 in 100 is left out of the strip
        and stays in the table.
    """
    parts = _parts(diagnosis)
    shown = [part for part in parts if part.hundredths > 0]
    total = sum(part.hundredths for part in shown)
    room = _WIDTH - _GAP * (len(shown) - 1)
    edges: list[tuple[float, float]] = []
    for part in shown:
        start = edges[-1][1] + _GAP if edges else 0.0
        edges.append((start, start + room * part.hundredths / total))
    spots = _place([part.label for part in shown], edges)
    height = int(_BAR + 6 + _LINE * (1 + max(spot.row for spot in spots)))
    x, y = canvas(_WIDTH, height)
    marks: list[Mark] = []
    for part, (left, right), spot in zip(shown, edges, spots, strict=True):
        marks += _draw_part(part, left, right, spot)
    return Spec(
        name=CHART,
        title="How sure: which part is the limit",
        description=_describe(diagnosis, shown),
        x=x,
        y=y,
        marks=tuple(marks),
        table=Table(
            ("Part", "Chance in 100", "Rests on"),
            tuple((part.name, str(part.hundredths), part.rests_on) for part in parts),
        ),
        width=_WIDTH,
        height=height,
        margins=(0, 0, 0, 0),
    )


def _parts(diagnosis: Diagnosis) -> list[_Part]:
    limit = diagnosis.limit
    standing = {finding.role: finding.standing for finding in diagnosis.findings}
    parts = [
        _Part(role.value, ROLE_NAMES[role], chance, standing.get(role, Weight.NONE.value))
        for role, chance in limit.roles.items()
    ]
    parts.append(_Part("balanced", "Balanced", limit.balanced, "no part stands out"))
    parts.append(_Part("unsure", "Cannot tell", limit.cannot_tell, "what the data leave open"))
    parts.sort(key=lambda part: -part.chance)
    whole = shares_of(100, {part.meaning: part.chance for part in parts})
    return [replace(part, hundredths=whole[part.meaning]) for part in parts]


def _draw_part(part: _Part, left: float, right: float, spot: _Spot) -> Iterator[Mark]:
    yield Mark("bar", (left,), (0.0,), (right,), (_BAR,), meaning=part.meaning)
    line = _BAR + 16 + _LINE * spot.row
    if spot.row > 0:
        yield Mark("rule", (spot.at,), (_BAR + 2,), (spot.at,), (line + 2,), tone=("quiet",))
    to_the_left = spot.right <= spot.at
    where = spot.right if to_the_left else spot.left
    anchor = "end" if to_the_left else "start"
    yield Mark("label", (where,), (line,), meaning=part.meaning, text=part.label, tone=("bold",), anchor=anchor)


def _place(labels: list[str], edges: list[tuple[float, float]]) -> list[_Spot]:
    """Find the fewest rows in which no label touches another or another's leader."""
    for rows in range(1, len(labels) + 2):
        found = _search(labels, edges, (), rows)
        if found is not None:
            return list(found)
    raise AssertionError("a row for each label below the first always fits")


def _search(
    labels: list[str], edges: list[tuple[float, float]], placed: tuple[_Spot, ...], rows: int
) -> tuple[_Spot, ...] | None:
    if len(placed) == len(labels):
        return placed
    for spot in _candidates(labels[len(placed)], edges[len(placed)], rows):
        if not any(spot.clashes(other) for other in placed):
            found = _search(labels, edges, (*placed, spot), rows)
            if found is not None:
                return found
    return None


def _candidates(label: str, edge: tuple[float, float], rows: int) -> Iterator[_Spot]:
    """Under its own bar, or lower down with a leader from the bar's right or left edge."""
    left, right = edge
    width = text_width(label)
    if left + width <= _WIDTH:
        yield _Spot(0, left, left, left + width)
    for row in range(1, rows):
        if right - 6 - width >= 0:
            yield _Spot(row, right - 1, right - 6 - width, right - 6)
        if left + 6 + width <= _WIDTH:
            yield _Spot(row, left + 1, left + 6, left + 6 + width)


def _describe(diagnosis: Diagnosis, shown: list[_Part]) -> str:
    chances = ", ".join(f"{part.name.lower()} {part.hundredths}" for part in shown)
    unseen = [ROLE_NAMES[f.role].lower() for f in diagnosis.findings if f.weight is Weight.NONE and not f.begun]
    text = f"Chances in 100 that each part is the limit: {chances}. They are {diagnosis.limit.calibrated_on}."
    return f"{text} Not looked at yet: {', '.join(unseen)}." if unseen else text
