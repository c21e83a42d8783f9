"""Broken files of instruments: read or refused. Seeded and counted, so that it is the same everywhere."""

import io
import re
from typing import Any, cast

import numpy as np
import pytest
from scipy.io import savemat

from evenstride.core.errors import InputError
from evenstride.readers.instruments import read_signal
from evenstride.readers.signal_mapping import read_mapping
from tests.fuzz.cases import all_of, broken_by
from tests.signal_examples import MATLAB_MAPPING
from tools.fuzz import judged
from tools.fuzz_targets import Target

COUNTS = {"C3D": 15, "MATLAB arrays": 6, "force table": 500, "inertial sensors": 1000, "TRC markers": 400}
COUNT = 150


@pytest.mark.parametrize("target", all_of("signals"), ids=lambda one: one.name)
def test_broken_files_are_read_or_refused(target: Target, seed: int) -> None:
    assert broken_by(target, count=COUNTS.get(target.name, COUNT), seed=seed) == []


@pytest.mark.parametrize("huge", [b"1e308", b"-1e308", b"1e31", b"inf"])
@pytest.mark.parametrize("target", [one for one in all_of("signals") if not one.slow], ids=lambda one: one.name)
def test_numbers_nobody_can_reckon_with_are_refused_wherever_they_stand(target: Target, huge: bytes) -> None:
    data = target.seeds[0]
    numbers = list(re.finditer(rb"(?<![\w.])\d+\.\d+", data))
    for one in numbers[:: max(1, len(numbers) // 12)]:
        assert judged(target, data[: one.start()] + huge + data[one.end() :]) == ""


@pytest.mark.parametrize(("value", "says"), [(1e308, "no number an instrument writes"), (1j, "holds no numbers")])
def test_arrays_nobody_can_reckon_with_are_refused(value: complex, says: str) -> None:
    out = io.BytesIO()
    grf = np.zeros((600, 3)) + np.array([0.0, 0.0, value])
    heel = np.full((60, 3), 100.0)
    savemat(cast(Any, out), {"trial": {"heel": heel}, "grf": grf, "acc": np.tile([0.0, 0.0, 1.0], (300, 1))})
    with pytest.raises(InputError, match=rf"mapping, grf: .*{says}"):
        read_signal(out.getvalue(), name="x.mat", mapping=read_mapping(MATLAB_MAPPING, name="m.toml"))
