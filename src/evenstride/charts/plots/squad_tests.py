"""The tests themselves over a squad: how repeatable each is, and whether its change goes with that of speed."""

from __future__ import annotations

from evenstride.core.chart import Axis, Mark, Spec, Table
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.show import MINUS, interval_text, number, value_text
from evenstride.core.squad import Bearing, SquadTest, SquadTests

CHART = "squad-tests"

_LANE, _TOP, _LEFT, _RIGHT, _WIDTH = 74.0, 30.0, 190.0, 14.0, 358
_LOOKS = {
    Bearing.WITH: "ink2",
    Bearing.AGAINST: "ink2",
    Bearing.NOTHING: "balanced",
    Bearing.CANNOT_TELL: "unsure",
}
_SHORT = {Bearing.NOTHING: "tells nothing here"}


def draw(squad: SquadTests) -> Spec:
    """Draw one lane a test: its typical error and ICC in words, and the correlation of its change with that of speed.

    Parameters
    ----------
    squad : SquadTests
        At least one test.
    """
    bottom = _LANE * len(squad.tests)
    tops = tuple(row * _LANE + 45.0 for row in range(len(squad.tests)))
    zeros = (0.0,) * len(tops)
    marks = [
        Mark("rule", zeros, tops, zeros, tuple(top + 27.0 for top in tops), meaning="ink2", tone=("thin",)),
        Mark("label", (0.0,), (0.0,), text="change goes with speed?", tone=("quiet",), anchor="middle", shift=(0, -10)),
    ]
    for row, test in enumerate(squad.tests):
        marks += _lane(row, test)
    return Spec(
        name=CHART,
        title="What each test can tell in this squad",
        description=_describe(squad),
        x=Axis("correlation of changes", -1.0, 1.0, ((-1.0, f"{MINUS}1"), (0.0, "0"), (1.0, "+1"))),
        y=Axis("", bottom, 0.0),
        marks=tuple(marks),
        table=Table(
            ("Test", "Athletes", "Typical error", "ICC(3,1)", "Correlation with the change of speed", "What that says"),
            tuple(_cells(test) for test in squad.tests),
        ),
        width=_WIDTH,
        height=int(_TOP + bottom + 48),
        margins=(_TOP, _RIGHT, 48.0, _LEFT),
    )


def _lane(row: int, test: SquadTest) -> list[Mark]:
    top = row * _LANE
    lines: list[tuple[str, tuple[str, ...]]] = [(f"{test.title} ({test.test})", ("bold",))]
    if isinstance(test.reliability, Missing):
        lines.append((f"{test.athletes} athletes: too few yet", ("quiet",)))
    else:
        lines.append((f"error {_percent(test.reliability.typical_error)}", ()))
        lines.append((f"ICC {_plain(test.reliability.consistency)}", ("quiet",)))
    marks = [
        Mark("label", (-1.0,), (top,), text=text, tone=tone, shift=(-_LEFT + 2, 22 + 18 * line))
        for line, (text, tone) in enumerate(lines)
    ]
    middle = top + 57.0
    if isinstance(test.relation, Missing):
        text = test.relation.reason if test.relation.reason == "it is speed itself" else "not known yet"
        return [*marks, _said(text, top)]
    found = test.relation.correlation.estimate()
    return [
        *marks,
        _said(_SHORT.get(test.relation.bearing, test.relation.bearing.value), top),
        Mark("bar", (found.low,), (middle - 7,), (found.high,), (middle + 7,), meaning=_LOOKS[test.relation.bearing]),
        Mark("rule", (found.value,), (middle - 11,), (found.value,), (middle + 11,), meaning="surface", tone=("wide",)),
        Mark("rule", (found.value,), (middle - 11,), (found.value,), (middle + 11,), tone=("thick",)),
    ]


def _said(text: str, top: float) -> Mark:
    return Mark("label", (0.0,), (top,), text=text, tone=("halo",), anchor="middle", shift=(0, 40))


def _cells(test: SquadTest) -> tuple[str, ...]:
    known, relation = test.reliability, test.relation
    error = ("not known", known.remedy) if isinstance(known, Missing) else (
        _percent(known.typical_error), _plain(known.consistency))  # fmt: skip
    speed = ("not known", relation.remedy or relation.reason) if isinstance(relation, Missing) else (
        _plain(relation.correlation), relation.bearing.value)  # fmt: skip
    return (f"{test.title} ({test.test})", str(test.athletes), *error, *speed)


def _percent(draws: Draws) -> str:
    one = draws.estimate()
    scaled = Estimate(100 * one.value, 100 * one.low, 100 * one.high, "%")
    return f"{value_text(scaled)} % ({interval_text(scaled)})"


def _plain(draws: Draws) -> str:
    one = draws.estimate()
    return f"{number(one.value, 2)} ({number(one.low, 2)} to {number(one.high, 2)})"


def _describe(squad: SquadTests) -> str:
    said: list[str] = []
    for test in squad.tests:
        cells = _cells(test)
        said.append(f"{cells[0]}: typical error {cells[2]}, correlation {cells[4]}, {cells[5]}")
    return f"{squad.athletes} athletes, 90 % intervals. " + "; ".join(said) + "."
