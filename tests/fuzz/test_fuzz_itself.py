"""The fuzzer finds what a broken reader does, and gives the same files for the same seed."""

from itertools import islice

import numpy as np
import pytest

from evenstride.core.errors import InputError
from tests.fuzz.cases import FOUND, all_of
from tools import fuzz
from tools.fuzz_mutations import any_bytes, resealed
from tools.fuzz_targets import Target, fit_seeds, targets


def made(run) -> Target:
    return Target("outings", "made", (b"abc" * 20,), (any_bytes,), run)


def holds(size: int) -> None:
    np.ones(size // 8)


def refuses(_: bytes) -> None:
    raise InputError("no", remedy="Stop")


def crashes(data: bytes) -> None:
    raise KeyError(data[:1])


def recurses(data: bytes) -> None:
    recurses(data)


def spins(_: bytes) -> None:
    total = 0
    while total < 10**12:
        total += 1


def test_a_reading_and_a_refusal_are_no_findings() -> None:
    assert fuzz.judged(made(lambda _: None), b"x") == ""
    assert fuzz.judged(made(refuses), b"x") == ""


@pytest.mark.parametrize(("run", "says"), [(crashes, "KeyError in"), (recurses, "RecursionError in")])
def test_any_other_error_is_one(run, says: str) -> None:
    assert fuzz.judged(made(run), b"x").startswith(says)


def test_what_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "GIVEN_UP", 0.2)
    assert fuzz.judged(made(spins), b"x") == "hangs: more than 0.2 s"


def test_what_is_slow_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz, "MOST_SECONDS", 0.0)
    assert fuzz.judged(made(lambda _: sum(range(10**6))), b"x").startswith("takes")


def test_memory_is_measured_for_every_file() -> None:
    if not fuzz._reset_peak():
        pytest.skip("this system does not tell how much memory a process holds at most")
    assert fuzz.judged(made(lambda _: holds(200_000_000)), b"x").startswith("takes 2")
    assert fuzz.judged(made(lambda _: holds(20_000_000)), b"x") == ""


def test_a_finding_is_made_small() -> None:
    def no_b(data: bytes) -> None:
        assert b"b" not in data

    target = made(no_b)
    assert fuzz.shortened(target, b"a" * 500 + b"b" + b"c" * 300, fuzz.judged(target, b"b")) == b"b"


def test_the_same_seed_gives_the_same_files() -> None:
    for target in targets():
        if not target.slow:
            assert list(islice(fuzz.cases(target, 5), 20)) == list(islice(fuzz.cases(target, 5), 20)), target.name


def test_every_whole_file_is_read() -> None:
    for target in targets():
        for data in target.seeds[:1]:
            target.run(data)


def test_every_earlier_finding_belongs_to_a_reader() -> None:
    slugs = tuple(one.slug for kind in ("outings", "archives", "signals", "splits") for one in all_of(kind))
    for path in FOUND.iterdir():
        assert path.name.startswith((*slugs, "outings-")), path.name
        assert path.stat().st_size <= 4096


def test_sealing_a_fit_file_changes_nothing_of_a_whole_one() -> None:
    fitdecode = pytest.importorskip("fitdecode")
    for data in fit_seeds():
        assert resealed(data) == data
        with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.RAISE) as reader:
            names = [frame.name for frame in reader if frame.frame_type == fitdecode.FIT_FRAME_DATA]
        assert "record" in names
