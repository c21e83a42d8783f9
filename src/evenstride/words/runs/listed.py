"""One recording in a few words: what it is, what it holds, and why two of them are not compared."""

from __future__ import annotations

from evenstride.core.filed import FiledActivity, FiledDays, Held
from evenstride.core.raw import GyroTrace
from evenstride.core.recording import FieldTest, RawTest, SpeedTrace, Splits, StepEvents
from evenstride.core.set_up import SetUp
from evenstride.core.show import series


def recording_kind(recording: Held) -> str:
    """Say what kind of recording it is.

    Examples
    --------
    >>> recording_kind(Splits("Noa", [10, 20], [2.0, 3.2])), recording_kind(FieldTest("Noa", "P2", (2.1,), "m"))
    ('splits', 'field test P2')
    """
    match recording:
        case Splits():
            return "splits"
        case SpeedTrace():
            return "speed trace"
        case StepEvents():
            return "step events"
        case FieldTest():
            return f"field test {recording.test}"
        case RawTest():
            return f"field test {recording.test}, raw"
        case FiledActivity():
            return f"{recording.sport}"
        case FiledDays():
            return "sleep and rest"


def recording_content(recording: Held) -> str:
    """Say in one line what a recording holds, before anything is measured from it.

    Examples
    --------
    >>> recording_content(Splits("Noa", [10, 20], [2.0, 3.2]))
    '2 gates to 20 m, 3.200 s'
    """
    match recording:
        case Splits():
            return f"{len(recording.times)} gates to {recording.distances[-1]:g} m, {recording.times[-1]:.3f} s"
        case SpeedTrace():
            return f"{len(recording.times)} samples, {recording.times[-1] - recording.times[0]:.2f} s"
        case FieldTest():
            values = series(recording.trials)
            unit = "" if recording.unit == "1" else f" {recording.unit}"
            return f"{recording.side or 'both legs'}: {values}{unit}"
        case RawTest():
            return _raw_content(recording)
        case StepEvents():
            return f"{len(recording.contacts)} contacts"
        case FiledActivity():
            far = "" if recording.distance is None else f", {recording.distance / 1000:.2f} km"
            return f"{recording.duration / 60:.0f} min{far}"
        case FiledDays():
            return f"{len(recording.days)} days"


def _raw_content(recording: RawTest) -> str:
    raw = recording.raw
    if isinstance(raw, GyroTrace):
        return f"{recording.side} thigh: {raw.times.size} samples, {raw.times[-1] - raw.times[0]:.1f} s"
    side = f"{recording.side}: " if recording.side else ""
    what = f"{len(raw.contacts)} contacts" if raw.contacts else "two poles"
    return f"{side}{what}, frames of {1000 * raw.rate.frame:.3g} ms"


def say_not_alike(first: SetUp, second: SetUp) -> str:
    """Say that two runs measured in two ways are not compared; empty where they were measured in one.

    Examples
    --------
    >>> say_not_alike(SetUp("gates", "standing start"), SetUp("radar", "standing start"))
    'These two were not measured alike: gates, then radar. Another device or start may move values more than training.'
    >>> say_not_alike(SetUp("gates"), SetUp("gates"))
    ''
    """
    if first == second:
        return ""
    ways = f"{first.text_among([second])}, then {second.text_among([first])}"
    return f"These two were not measured alike: {ways}. Another device or start may move values more than training."
