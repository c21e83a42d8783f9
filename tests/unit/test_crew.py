"""Files read in processes of their own: whatever one does, the others are read."""

import os
import time
from functools import partial

import numpy as np
import pytest

from evenstride.app.crew import Failed, Limits, Piece, work_apart
from evenstride.core.errors import InputError


def act(name: str, data: bytes, *, times: int = 1) -> str:
    match data:
        case b"die":
            os._exit(9)
        case b"hang":
            time.sleep(60)
        case b"eat":
            np.ones(10**9)
        case b"refuse":
            raise InputError("this is nothing", place=name, why="It is empty", remedy="Give another")
        case b"break":
            raise KeyError("x")
        case _:
            return data.decode().upper() * times
    return ""


def end(_: str, data: bytes, *, last: str = ".") -> str:
    return data.decode() + last


def outcomes(*contents: bytes, workers: int = 2, **limits: float) -> dict[str, object]:
    pieces = [Piece(f"{place}", data) for place, data in enumerate(contents)]
    found = list(work_apart(act, pieces, workers=workers, limits=Limits(**{"seconds": 20.0, **limits})))
    assert len(found) == len(contents)
    return {one.piece.name: one.made for one in found}


@pytest.mark.parametrize("workers", [1, 2])
def test_every_file_comes_back_once(workers: int) -> None:
    found = outcomes(*(f"a{n}".encode() for n in range(20)), workers=workers)
    assert found == {f"{n}": f"A{n}" for n in range(20)}


def test_options_go_along() -> None:
    [one] = work_apart(partial(act, times=2), [Piece("x", b"ab")], workers=3)
    assert one.made == "ABAB"


def test_what_is_told_of_one_file_goes_with_it_alone() -> None:
    pieces = [Piece("x", b"ab"), Piece("y", b"ab", {"last": "!"})]
    made = {one.piece.name: one.made for one in work_apart(end, pieces, workers=2)}
    assert made == {"x": "ab.", "y": "ab!"}


def test_nothing_to_do_starts_nobody() -> None:
    assert list(work_apart(act, [], workers=2)) == []


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (b"die", "reading it ended the program that read it"),
        (b"hang", "reading it took more than 3 s"),
        (b"eat", "reading it needs more memory than a file may take"),
        (b"refuse", "this is nothing. It is empty. Give another."),
        (b"break", "reading it failed inside evenstride (KeyError: 'x'); please report this"),
    ],
)
def test_one_bad_file_costs_itself_only(bad: bytes, reason: str) -> None:
    found = outcomes(b"a", bad, b"b", b"c", b"d", workers=1, seconds=3.0, memory=2**30)
    assert found == {"0": "A", "1": Failed(reason), "2": "B", "3": "C", "4": "D"}


def test_files_are_asked_for_as_they_are_needed() -> None:
    asked: list[int] = []

    def pieces():
        for n in range(50):
            asked.append(n)
            yield Piece(f"{n}", b"x")

    running = work_apart(act, pieces(), workers=2)
    next(running)
    assert len(asked) <= 6
    running.close()


def test_large_files_do_not_block() -> None:
    found = outcomes(*(bytes([97 + n]) * 3_000_000 for n in range(8)))
    assert [len(str(one)) for one in found.values()] == [3_000_000] * 8
