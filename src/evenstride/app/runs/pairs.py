"""Use case: one leg's push with the other's swing, in a file's runs, over an athlete's days, and off the run."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from evenstride.app.observe import Measured, alike_steps
from evenstride.app.reading.analyse import prepare_run
from evenstride.app.trends import growing_lengths
from evenstride.core.athlete import Athlete, athlete_key
from evenstride.core.estimate import Missing
from evenstride.core.overview import Voices
from evenstride.core.paired_steps import PairedSteps, PairsCourse
from evenstride.core.recording import StepEvents
from evenstride.core.set_up import SetUp, set_up_of
from evenstride.science.capacity.paired import compare_pairs
from evenstride.science.capacity.readings import read_speed
from evenstride.science.steps.paired import measure_paired_steps, measure_pairs_course
from evenstride.words import pair_lines, say_no_pairs, say_pair_change, say_paired_capacity, say_pairs

Value = TypeVar("Value")

TIMED_FORCE = ("force",)
"""What the times of steps suggest of the force: not told beside forces that were measured."""


def pairs_of(recording: StepEvents, *, without: Collection[str] = ()) -> PairedSteps | Missing:
    """Measure the pairs of one run, without some of `PAIR_VALUES` where these are measured in a better way."""
    found = measure_paired_steps(prepare_run(recording))
    if isinstance(found, Missing) or not without:
        return found
    pairs = {side: replace(pair, values=_other(pair.values, without)) for side, pair in found.pairs.items()}
    return replace(found, pairs=pairs, differences=_other(found.differences, without))


def _other(values: Mapping[str, Value], without: Collection[str]) -> Mapping[str, Value]:
    return {name: value for name, value in values.items() if name not in without}


def pairs_lines(recording: StepEvents, *, without: Collection[str] = ()) -> tuple[str, ...]:
    """Return the lines a person reads for the pairs of one run."""
    found = pairs_of(recording, without=without)
    return (say_no_pairs(found),) if isinstance(found, Missing) else tuple(f"{line}." for line in pair_lines(found))


def pairs_document(recording: StepEvents) -> Mapping[str, Any]:
    """Return what `steps --json` prints of the pairs of one run."""
    found = pairs_of(recording)
    if isinstance(found, Missing):
        return {"athlete": recording.athlete, "date": recording.on, "pairs": found}
    return {
        "athlete": recording.athlete,
        "date": recording.on,
        "pairs": {f"{side} push": pair.values for side, pair in found.pairs.items()},
        "differences": found.differences,
    }


def pairs_end(recordings: Sequence[StepEvents]) -> tuple[str, ...]:
    """Return how each athlete's pairs changed over the days of a file, each way of measuring apart."""
    groups: dict[tuple[str, SetUp], list[StepEvents]] = {}
    for item in recordings:
        if item.on is not None:
            groups.setdefault((athlete_key(item.athlete), set_up_of(item)), []).append(item)
    lines: list[str] = []
    for runs in groups.values():
        found = measure_pairs_course(_dated([(run.on, pairs_of(run)) for run in runs]))
        if isinstance(found, PairsCourse) and not isinstance(found.change, Missing):
            lines += [runs[0].athlete, *say_pair_change(found.change), ""]
    return tuple(lines)


def measure_pairs(measured: Measured, since: date | None) -> PairsCourse | Missing | None:
    """Measure the pairs over the runs of an athlete that were measured in one way; None without steps."""
    runs = alike_steps(measured, since) or alike_steps(measured)
    found = [(day, measure_paired_steps(summary.run)) for day, summary in runs]
    if not found:
        return None
    dated = _dated(found)
    lacking = next(one for _, one in reversed(found)) if not dated else None
    return lacking if isinstance(lacking, Missing) else measure_pairs_course(dated)


def describe_pairs(found: PairsCourse | Missing | None) -> Voices | None:
    """Put the pairs of an athlete's runs into words."""
    if found is None:
        return None
    return Voices(*[say_no_pairs(found)] * 3) if isinstance(found, Missing) else say_pairs(found)


def describe_paired_capacity(athlete: Athlete, measured: Measured, *, on: date) -> Voices:
    """Say of each leg's push and the other's swing, from tests off the run, whether they grew together."""
    lengths = growing_lengths([item.noun for item in measured.stored], athlete.least_age_on(on))
    speed = measured.speed()
    speeds = () if speed is None else read_speed(speed[1].dated, day_noise=speed[0].day_noise)
    found = compare_pairs(measured.capacities, speeds, lengths=lengths)
    return Voices(*[say_no_pairs(found)] * 3) if isinstance(found, Missing) else say_paired_capacity(found)


def _dated(found: Sequence[tuple[date | None, PairedSteps | Missing]]) -> list[tuple[date, PairedSteps]]:
    known = [(day, one) for day, one in found if day is not None and isinstance(one, PairedSteps)]
    return sorted(known, key=lambda item: item[0])
