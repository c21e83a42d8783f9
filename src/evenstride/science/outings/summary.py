"""One activity in short: totals, steps against speed, fastest stretches, warnings."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evenstride.core.activity import Activity, Quantity
from evenstride.core.estimate import Missing
from evenstride.core.outing_values import ON_FOOT, OutingSummary
from evenstride.science.outings.devices import measures_steps_only, note_devices
from evenstride.science.outings.fast import find_fastest, measure_top_speed
from evenstride.science.outings.samples import OutingSamples, measure_distance, read_course
from evenstride.science.outings.stretches import measure_steps

METHOD = 1
"""Counts up when a summary of the same file would come out differently, so that stored ones are made again."""


def summarise_outing(activity: Activity, *, sources: Sequence[str] = ()) -> OutingSummary:
    """Measure what one activity gives.

    Parameters
    ----------
    activity : Activity
        Of any sport; steps are read from running and team sport.
    sources : sequence of str
        Instruments in order of preference, where several measured the same quantity. Two are never mixed.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.science.simulate.outings import PlantedRunner, simulate_outing
    >>> outing = summarise_outing(simulate_outing(PlantedRunner(), date(2026, 5, 1), minutes=30, seed=1))
    >>> outing.steps.contact_source, round(outing.timed / 60.0)
    ('pod', 30)
    """
    samples = read_course(activity, sources=sources)
    steps = measure_steps(activity, samples, sources=sources)
    on_foot = activity.sport in ON_FOOT
    course = _seen_from_outside(activity, samples)
    fastest = find_fastest(activity, course) if on_foot else ()
    distance, said = measure_distance(activity, samples)
    times = activity.times
    return OutingSummary(
        athlete=activity.athlete,
        on=activity.on,
        started=activity.started,
        sport=activity.sport,
        kind=activity.kind,
        duration=float(times[-1] - times[0]) if times.size else _told(activity.totals.elapsed),
        timed=samples.timed if times.size else _told(activity.totals.moving),
        moving=samples.moving,
        distance=distance,
        distance_from=said,
        effort=activity.said.effort,
        metres_by_speed=course.metres_by_speed if on_foot else np.empty(0),
        top_speed=measure_top_speed(fastest) if on_foot else Missing("top speed is read from running and walking"),
        fastest=fastest,
        steps=steps,
        notes=note_devices(activity, None if isinstance(steps, Missing) else steps, impossible=samples.impossible),
        part=activity.part,
    )


def _seen_from_outside(activity: Activity, samples: OutingSamples) -> OutingSamples:
    """The same course by an instrument that is no sensor of steps, where the file holds one: for what is fast."""
    if not measures_steps_only(samples.speed_source):
        return samples
    speeds = [one.source for one in activity.channels if one.quantity == Quantity.SPEED and one.side is None]
    others = [one for one in speeds if not measures_steps_only(one)]
    return read_course(activity, sources=others) if others else samples


def _told(seconds: float | None) -> float:
    """A time the file states, where it holds no samples."""
    return 0.0 if seconds is None else seconds
