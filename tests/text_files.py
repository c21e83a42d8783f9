"""Files of text, and what is read of them."""

import numpy as np

from evenstride.core.recording import Reading, SpeedTrace, Splits
from evenstride.readers import read

TRACE = [(0.1 * i, round(9.0 * (1 - np.exp(-0.1 * i)), 3)) for i in range(30)]


def text_of(text: str, *, encoding: str = "utf-8", **options: object) -> Reading:
    return read(text.encode(encoding), name="file.csv", **options)  # type: ignore[arg-type]


def splits_of(text: str, *, encoding: str = "utf-8", **options: object) -> list[Splits]:
    recordings = text_of(text, encoding=encoding, **options).recordings
    assert all(isinstance(item, Splits) for item in recordings)
    return [item for item in recordings if isinstance(item, Splits)]


def trace_of(header: str, row: str, **options: object) -> SpeedTrace:
    lines = [row.format(t=t, v=v) for t, v in TRACE]
    (found,) = text_of("\n".join([header, *lines]), athlete="Noa", **options).recordings
    assert isinstance(found, SpeedTrace)
    return found


def said(reading: Reading) -> str:
    return " ".join(reading.interpretation)
