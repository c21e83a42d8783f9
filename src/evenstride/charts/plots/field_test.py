"""How a field test is done, as a picture: people posed by the protocol's own angles, and the kit around them."""

from __future__ import annotations

from evenstride.charts.figure import canvas
from evenstride.charts.pose import pose_marks
from evenstride.core.chart import Spec, Table
from evenstride.core.protocol import FieldProtocol

CHART = "field-test"


def draw(protocol: FieldProtocol) -> Spec:
    """Draw a field test; its table holds the steps."""
    drawing = protocol.drawing
    x, y = canvas(drawing.width, drawing.height)
    steps = tuple((str(number), step) for number, step in enumerate(protocol.steps, start=1))
    return Spec(
        name=CHART,
        title=f"{protocol.title} ({protocol.id})",
        description=drawing.alt,
        x=x,
        y=y,
        marks=pose_marks(drawing),
        table=Table(("Step", "What to do"), steps),
        width=int(drawing.width),
        height=int(drawing.height),
        margins=(0, 0, 0, 0),
    )
