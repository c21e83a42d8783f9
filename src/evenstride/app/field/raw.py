"""Use case: say what the raw input in a file gives, trial by trial, before it is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.recording import RawTest, Reading
from evenstride.core.trials import RawTrials
from evenstride.words import say_raw, say_raw_flag


@dataclass(frozen=True, slots=True)
class _Measured:
    """One raw recording with what it gave, or the sentence that says why it gave nothing."""

    recording: RawTest
    trials: RawTrials | Missing


def raw_lines(reading: Reading) -> tuple[str, ...]:
    """Return the lines a person reads about the raw tests of a file; none where it holds no raw test."""
    lines: list[str] = []
    for one in _measure(reading):
        recording = one.recording
        name = (recording.athlete, str(recording.on or ""), recording.test, recording.side or "", recording.label)
        lines += ["", " · ".join(part for part in name if part)]
        if isinstance(one.trials, Missing):
            lines.append(f"No trial: {one.trials.reason}")
            continue
        lines += say_raw(one.trials)
        lines += [say_raw_flag(flag) for flag in one.trials.flags]
    return tuple(lines)


def raw_document(reading: Reading) -> dict[str, Any] | None:
    """Return what `read --json` prints of a file with raw tests: the reading, and what each gave. None without any."""
    found = [
        {
            "athlete": one.recording.athlete,
            "date": one.recording.on,
            "test": one.recording.test,
            "label": one.recording.label,
            **({"missing": one.trials.reason} if isinstance(one.trials, Missing) else {"measured": one.trials}),
        }
        for one in _measure(reading)
    ]
    return {"reading": reading, "raw_tests": found} if found else None


def _measure(reading: Reading) -> Iterator[_Measured]:
    from evenstride.science.field.raw_tests import measure_raw

    for recording in reading.recordings:
        if isinstance(recording, RawTest):
            try:
                yield _Measured(recording, measure_raw(recording))
            except (FitError, InputError) as problem:
                yield _Measured(recording, Missing(str(problem)))
