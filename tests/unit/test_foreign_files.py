"""Files that compiled code reads: damaged ones are refused with a sentence, whatever the library does with them."""

import io
import sys
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from scipy.io import savemat

from evenstride.core.errors import InputError
from evenstride.core.signal_mapping import SignalMapping
from evenstride.readers import foreign, foreign_child
from evenstride.readers.instruments import read_signal
from evenstride.readers.signal_mapping import read_mapping
from tests.c3d_files import write_c3d
from tests.signal_examples import MATLAB_MAPPING, matlab

MAPPING = read_mapping(MATLAB_MAPPING, name="ours.toml")
DAMAGED = 12
HEAD = 3000
"""Bytes in which the header and the parameters of the small C3D file and the first arrays of the MATLAB one lie."""


def damaged(data: bytes, seed: int) -> bytes:
    """Cut a file short, or turn over some bits of it."""
    rng = np.random.default_rng(seed)
    if seed % 3 == 0:
        return data[: rng.integers(1, len(data))]
    found = bytearray(data)
    for place in rng.integers(0, HEAD if seed % 3 == 1 else len(data), rng.integers(1, 12)):
        found[place] ^= 1 << int(rng.integers(0, 8))
    return bytes(found)


@pytest.mark.parametrize("seed", range(DAMAGED))
@pytest.mark.parametrize("kind", ["c3d", "matlab"])
def test_a_damaged_file_is_read_or_refused_with_a_sentence(tmp_path: Path, kind: str, seed: int) -> None:
    if kind == "c3d":
        pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    data = write_c3d(tmp_path / "whole.c3d") if kind == "c3d" else matlab()
    said = read_or_refused(damaged(data, seed), None if kind == "c3d" else MAPPING)
    assert said.startswith("damaged")


def read_or_refused(data: bytes, mapping: SignalMapping | None) -> str:
    try:
        return read_signal(data, name="damaged", mapping=mapping).origin.file_name
    except InputError as refused:
        return str(refused)


def stand_in(monkeypatch: pytest.MonkeyPatch, folder: Path, code: str) -> None:
    script = folder / "child.py"
    script.write_text(code, encoding="utf-8")
    monkeypatch.setattr(foreign_child, "__file__", str(script))


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("import os\nos.abort()", "The library that reads it crashed on it"),
        ("import ctypes\nctypes.string_at(0)", "crashed on it"),
        ("import time\ntime.sleep(60)", "given up after 1 s"),
        ("import sys\nsys.stderr.write('no such block')\nsys.exit(3)", "Reading it ended with: no such block"),
    ],
)
def test_what_the_library_does_to_its_process_is_a_sentence_here(monkeypatch, tmp_path, code, says) -> None:
    stand_in(monkeypatch, tmp_path, code)
    with pytest.raises(InputError, match=f"this file is cut short or damaged.*{says}"):
        foreign.read_foreign("matlab", matlab(), seconds=1.0 if "sleep" in code else foreign.LONGEST)


@pytest.mark.parametrize("executable", ["", "/no/such/python"])
def test_where_no_process_can_be_started_it_is_read_here(monkeypatch, executable) -> None:
    usual = foreign.read_foreign("matlab", matlab())
    monkeypatch.setattr(sys, "executable", executable)
    found = foreign.read_foreign("matlab", matlab())
    assert found.keys() == usual.keys()
    np.testing.assert_array_equal(found["grf"], usual["grf"])
    with pytest.raises(InputError, match="Reading it ended with"):
        foreign.read_foreign("matlab", matlab()[:200])


def test_a_file_that_asks_for_more_memory_than_is_sane_is_refused(monkeypatch) -> None:
    if not Path("/proc/self/statm").is_file():
        pytest.skip("this system does not tell how much memory a process has")
    out = io.BytesIO()
    savemat(cast(Any, out), {"zeros": np.zeros(30_000_000)}, do_compression=True)
    monkeypatch.setattr(foreign, "MEMORY", 50_000_000)
    with pytest.raises(InputError, match=r"cut short or damaged.*Reading it ended with|crashed on it"):
        foreign.read_foreign("matlab", out.getvalue())
