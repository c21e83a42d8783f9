"""Tables of what was measured at the track: times at gates, trials of field tests, and the values made of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from evenstride.app.observe import Measured
from evenstride.core.data_table import Cell, DataTable, table_of
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.metric import Analysis
from evenstride.core.recording import FieldTest, Recording, Splits
from evenstride.science.steps.summary import measure_steps_analysis
from evenstride.store import Stored

SPLITS = (
    "recording", "on", "label", "device", "start", "wind_m_s", "mass_kg", "height_m", "distance_m", "time_s",
)  # fmt: skip
TESTS = (
    "recording", "on", "test", "version", "side", "trial", "value", "unit", "pair_first_s", "pair_second_s", "device",
    "mass_kg",
)  # fmt: skip
VALUES = ("recording", "on", "kind", "metric", "value", "low", "high", "unit", "missing")


def measured_tables(stored: Sequence[Stored[Recording]], measured: Measured) -> tuple[DataTable, ...]:
    """Return the tables `splits` (a row a gate), `tests` (a row a trial) and `values` (a row a value), oldest first.

    Parameters
    ----------
    stored : sequence of Stored
        Recordings that may be shown.
    measured : Measured
        What was measured from them. A day of a field test may be made of several recordings and names none.
    """
    return (
        table_of("splits", SPLITS, [row for one in stored for row in _gates(one)]),
        table_of("tests", TESTS, [row for one in stored for row in _trials(one)]),
        table_of("values", VALUES, [*_runs(measured), *_days(measured)]),
    )


def _gates(stored: Stored[Recording]) -> Iterator[Sequence[Cell]]:
    run = stored.noun
    if isinstance(run, Splits):
        told = run.device.kind, run.conditions.start.value, run.conditions.wind, run.body.mass, run.body.height
        for distance, time in zip(run.distances.tolist(), run.times.tolist(), strict=True):
            yield (stored.id, run.on, run.label, *told, distance, time)


def _trials(stored: Stored[Recording]) -> Iterator[Sequence[Cell]]:
    test = stored.noun
    if isinstance(test, FieldTest):
        whose = stored.id, test.on, test.test, test.version, "" if test.side is None else test.side.value
        how = test.device.kind, test.body.mass
        for number, value in enumerate(test.trials, start=1):
            yield (*whose, number, value, test.unit, None, None, *how)
        for number, pairs in enumerate(test.pairs, start=1):
            for first, second in pairs:
                yield (*whose, number, None, test.unit, first, second, *how)


def _runs(measured: Measured) -> Iterator[Sequence[Cell]]:
    for id, (_, _, analysis) in measured.profiles.items():
        yield from _analysis(id, "sprint", analysis)
    for id, summary in measured.steps.items():
        yield from _analysis(id, "steps", measure_steps_analysis(summary))


def _analysis(id: str, kind: str, analysis: Analysis) -> Iterator[Sequence[Cell]]:
    for metric, value in analysis.values.items():
        yield (id, analysis.on, kind, metric, *_value(value))


def _days(measured: Measured) -> Iterator[Sequence[Cell]]:
    for test, days in measured.capacities.items():
        for day in days:
            yield (None, day.on, "field test", test, *_value(day.value.estimate()))
            for side, value in day.sides.items():
                yield (None, day.on, "field test", f"{test} {side.value}", *_value(value.estimate()))


def _value(value: Estimate | Missing) -> tuple[Cell, ...]:
    if isinstance(value, Missing):
        return None, None, None, "", value.reason
    return value.value, value.low, value.high, value.unit, ""
