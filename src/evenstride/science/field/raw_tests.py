"""From raw input of any kind to trials of a field test."""

from __future__ import annotations

from evenstride.core.raw import GyroTrace
from evenstride.core.recording import RawTest
from evenstride.core.trials import RawTrials
from evenstride.science.field.frame_tests import measure_frames
from evenstride.science.field.thigh_switch import measure_switches


def measure_raw(recording: RawTest, *, seed: int = 0, draws: int = 2000) -> RawTrials:
    """Measure one raw recording: a gyroscope on a thigh, or coded frames of a clip.

    Raises
    ------
    InputError
        If the raw input does not belong to the test.
    FitError
        If it cannot carry a trial; the sentence says what to change.

    Examples
    --------
    >>> from evenstride.science.simulate.raw import simulate_switch
    >>> [test.test for test in measure_raw(simulate_switch(seed=2).raw).tests]
    ['S3']
    """
    measure = measure_switches if isinstance(recording.raw, GyroTrace) else measure_frames
    return measure(recording, seed=seed, draws=draws)
