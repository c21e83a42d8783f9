"""How an exercise looks, as a picture: people posed by the angles of its drawing, and the kit around them."""

from __future__ import annotations

from evenstride.charts.figure import canvas
from evenstride.charts.pose import pose_marks
from evenstride.core.chart import Spec, Table
from evenstride.core.drawing import Drawing
from evenstride.core.exercise import Exercise

CHART = "exercise"


def draw(exercise: Exercise, drawing: Drawing) -> Spec:
    """Draw an exercise; its table holds what it is for and what one may think of."""
    x, y = canvas(drawing.width, drawing.height)
    return Spec(
        name=CHART,
        title=exercise.name,
        description=drawing.alt,
        x=x,
        y=y,
        marks=pose_marks(drawing),
        table=Table(
            ("About", "Words"), (("what for", exercise.what_for), *(("a thought", cue) for cue in exercise.cues))
        ),
        width=int(drawing.width),
        height=int(drawing.height),
        margins=(0, 0, 0, 0),
    )
