"""No bytes make the FIT reader crash, hang or fill the memory: it reads, or it refuses in one sentence."""

import contextlib
import random
import struct
import time
import tracemalloc
from datetime import UTC, datetime

import numpy as np
import pytest

from evenstride.core.activity import ActivityReading
from evenstride.core.errors import InputError
from evenstride.readers.outings import fit
from tools.fit_writer import DeveloperChannel, FitActivity, close, write_fit

LONGEST = 1.0
"""s of processor time that a file of 1 kB may cost."""
MOST = 100e6
"""Bytes of memory that a file of 1 kB may cost."""
ROUNDS = 400


def small() -> bytes:
    channels = {"heart_rate": [90, 91, None, 93], "cadence": [80, 81, 82, 83], "distance": [0.0, 3.0, 6.0, 9.0]}
    pod = [DeveloperChannel("ContactTime_L", "ms", [120.0, 121.0, 122.0, None])]
    start = datetime(2026, 5, 1, 16, 0, tzinfo=UTC)
    return write_fit(FitActivity(start, channels, pod, laps=[(0, 2, 6.0)], pauses=[(1, 2)], beats=[0.5, 0.51, 0.52]))


def attempt(data: bytes) -> None:
    """Read; what is read must keep its promises."""
    with contextlib.suppress(InputError):
        _keeps_its_promises(fit.read(data, name="attack.fit"))


def _keeps_its_promises(found: ActivityReading) -> None:
    assert found.activities or found.days
    for one in found.activities:
        assert (np.diff(one.times) >= 0.0).all()
        assert all(len(channel.values) == len(one.times) for channel in one.channels)
        assert (one.beats > 0.0).all() or not len(one.beats)


@pytest.mark.parametrize("seed", range(5))
def test_changed_bytes_are_read_or_refused(seed):
    chance = random.Random(seed)
    whole = small()
    for _ in range(ROUNDS):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            byte = chance.choice([0, 1, 0x20, 0x40, 0x60, 0x80, 255, chance.randrange(256)])
            data[chance.randrange(12, len(data))] = byte
        if chance.random() < 0.3:
            data = data[: chance.randrange(12, len(data))]
        attempt(bytes(data))


@pytest.mark.parametrize("seed", range(3))
def test_any_messages_are_read_or_refused(seed):
    chance = random.Random(100 + seed)
    for _ in range(ROUNDS // 2):
        attempt(close(chance.randbytes(chance.randint(0, 400))))


def defined(message: int, fields: list[tuple[int, int, int]], *, number: int = 0) -> bytes:
    head = struct.pack("<BBBHB", 0x40 | number, 0, 0, message, len(fields))
    return head + b"".join(bytes(one) for one in fields)


def filled(rows: bytes) -> bytes:
    return (rows * 1024)[: max(1024 - len(rows), 0)]


TIME = (253, 4, 0x86)
SESSION = defined(18, [TIME, (2, 4, 0x86)])
STAMP = struct.pack("<I", 1_100_000_000)
ATTACKS = {
    "fields without size": close((head := defined(20, [(i, 0, 2) for i in range(255)])) + bytes(1024 - len(head))),
    "fields of all sizes": close(defined(20, [(i, 255, 0x0D) for i in range(255)]) + bytes(255)),
    "many widths": close(defined(20, [TIME, (8, 255, 0x0D)]) + b"\0" + STAMP + b"\x01" * 255
                         + defined(20, [TIME]) + filled(b"\0" + STAMP)),
    "many sessions": close(SESSION + filled(b"\0" + STAMP + STAMP)),
    "sessions and samples": close(SESSION + b"\0" + STAMP * 2 + (b"\0" + STAMP * 2) * 50
                                  + defined(20, [TIME, (3, 1, 2)], number=1) + (b"\1" + STAMP + b"\x50") * 80),
    "many definitions": close(b"".join(defined(20, [(i % 250, 1, 2)]) + b"\0\1" for i in range(90))),
    "many files": b"".join(struct.pack("<BBHI4s", 12, 16, 0, 0, b".FIT") for _ in range(85)),
    "many closed files": close(SESSION + b"\0" + STAMP * 2) * 20,
    "many applications": close(defined(207, [(3, 1, 2)]) + b"".join(bytes([0, i % 255]) for i in range(480))),
    "size beyond the end": struct.pack("<BBHI4s", 12, 16, 0, 0xFFFFFFFF, b".FIT") + bytes(1000),
    "beats": close(defined(132, [TIME, (9, 4, 0x86), (10, 120, 0x0D)]) + (b"\0" + STAMP * 2 + bytes(range(120))) * 7),
}  # fmt: skip


@pytest.mark.parametrize("name", ATTACKS)
def test_a_kilobyte_costs_no_more_than_a_second_and_100_mb(name):
    data = ATTACKS[name]
    assert len(data) <= 1500
    attempt(small())  # the table of messages is read once, not for this file
    begin = time.process_time()
    attempt(data)
    assert time.process_time() - begin < LONGEST
    tracemalloc.start()
    attempt(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MOST
