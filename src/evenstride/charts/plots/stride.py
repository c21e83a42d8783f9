"""The runner at toe-off: four parts with colour and texture, each saying what has changed since the start."""

from __future__ import annotations

from evenstride.charts.body import Joint, limb
from evenstride.charts.figure import ROLE_NAMES, canvas, change_cells
from evenstride.core.chart import Anchor, Mark, Spec, Table
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.estimate import Missing
from evenstride.core.roles import Role

CHART = "stride"

_WIDTH, _HEIGHT = 358, 300

_FAR_ARM: tuple[Joint, ...] = ((190, 92, 9), (164, 108, 8), (151, 122, 6.5), (155, 142, 6), (163, 163, 4.5))
_SWING_LEG: tuple[Joint, ...] = (
    (184, 158, 20), (212, 161, 18), (238, 170, 13), (236, 182, 11), (226, 206, 9), (215, 230, 5.5),
)  # fmt: skip
_SWING_FOOT: tuple[Joint, ...] = ((213, 231, 5), (228, 237, 5.5), (246, 242, 3))
_PUSH_LEG: tuple[Joint, ...] = (
    (176, 158, 20), (170, 184, 18), (157, 210, 12.5), (146, 224, 11), (130, 243, 9), (112, 262, 5.5),
)  # fmt: skip
_PUSH_FOOT: tuple[Joint, ...] = ((111, 263, 5), (112, 277, 5.5), (122, 291, 3))
_TORSO: tuple[Joint, ...] = ((204, 88, 15), (200, 106, 18), (191, 128, 16), (182, 152, 17))
_NEAR_ARM: tuple[Joint, ...] = ((202, 92, 10), (213, 110, 9), (226, 126, 7), (240, 112, 6.5), (262, 88, 4.5))
_HEAD: tuple[Joint, ...] = ((217, 56, 14.5), (221, 47, 15.5))

_CALLS: dict[Role, tuple[float, float, Anchor, tuple[tuple[float, float], ...]]] = {
    Role.SUPPORT: (0, 22, "start", ((96, 18), (176, 18), (193, 100))),
    Role.TIMING: (0, 108, "start", ((58, 104), (112, 104), (164, 148))),
    Role.PUSH: (0, 192, "start", ((72, 188), (120, 188), (150, 206))),
    Role.SWING: (_WIDTH, 186, "end", ((278, 182), (262, 182), (240, 186))),
}
"""Where each call-out stands, how it is anchored, and the corners of its leader."""


def draw(diagnosis: Diagnosis) -> Spec:
    """Draw the runner with a call-out for each role: its change since baseline, or "not looked at yet".

    Parameters
    ----------
    diagnosis : Diagnosis
        Its findings hold natural logs of capacity now over baseline.
    """
    x, y = canvas(_WIDTH, _HEIGHT)
    marks = [
        limb(_FAR_ARM, "support", "far"),
        limb(_SWING_FOOT, "swing"),
        limb(_SWING_LEG, "swing"),
        limb(_PUSH_FOOT, "push"),
        limb(_PUSH_LEG, "push"),
        limb(_HEAD, "support"),
        limb(_TORSO, "support"),
        limb(_NEAR_ARM, "support"),
        Mark("glyph", (181.0,), (158.0,), text="rings", tone=("big",)),
    ]
    for role in (Role.SUPPORT, Role.TIMING, Role.PUSH, Role.SWING):
        marks += _call(diagnosis, role)
    return Spec(
        name=CHART,
        title="The four parts of your stride",
        description=_describe(diagnosis),
        x=x,
        y=y,
        marks=tuple(marks),
        table=Table(
            ("Part", "Change since your start", "90 % interval", "Rests on"),
            tuple((ROLE_NAMES[f.role], *change_cells(f.change, f.standing), f.standing) for f in diagnosis.findings),
        ),
        width=_WIDTH,
        height=_HEIGHT,
        margins=(0, 0, 0, 0),
    )


def _call(diagnosis: Diagnosis, role: Role) -> list[Mark]:
    left, top, anchor, corners = _CALLS[role]
    finding = diagnosis.finding(role)
    change = finding.change
    value, detail = change_cells(change, finding.standing)
    looked = not isinstance(change, Missing)
    xs, ys = tuple(x for x, _ in corners), tuple(y for _, y in corners)
    name = f"{ROLE_NAMES[role]} leg" if role in (Role.PUSH, Role.SWING) else ROLE_NAMES[role]
    lines = [
        Mark("rule", xs[:-1], ys[:-1], xs[1:], ys[1:], tone=("quiet",)),
        Mark("label", (left,), (top,), text=name, meaning=role.value, tone=("bold", "halo"), anchor=anchor),
        Mark("label", (left,), (top + (27 if looked else 19),), text=value,
             tone=("big", "halo") if looked else ("quiet", "halo"), anchor=anchor),
    ]  # fmt: skip
    if looked:
        lines.append(Mark("label", (left,), (top + 46,), text=detail, tone=("quiet", "halo"), anchor=anchor))
    return lines


def _describe(diagnosis: Diagnosis) -> str:
    said: list[str] = []
    for finding in diagnosis.findings:
        value, interval = change_cells(finding.change, finding.standing)
        known = not isinstance(finding.change, Missing)
        said.append(f"{ROLE_NAMES[finding.role]}: {value}" + (f", 90 % interval {interval}" if known else ""))
    return "A runner at toe-off. Change of each part since your own start: " + "; ".join(said) + "."
