"""Ways to break a file: bits, blocks and numbers anywhere; tags of XML, fields of zip, messages of FIT."""

from __future__ import annotations

import gzip
import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Sequence

Mutator = Callable[[bytes, random.Random, Sequence[bytes]], bytes]

NUMBERS = (
    b"0",
    b"-0",
    b"-1",
    b"1",
    b"255",
    b"65536",
    b"2147483648",
    b"-9223372036854775809",
    b"1e308",
    b"-1e308",
    b"1e400",
    b"1e-400",
    b"nan",
    b"inf",
    b"",
    b"1_0",
    b"0x10",
    b"1,5",
    b"9" * 300,
    b"1e999999999",
    b"+",
    b"1 2",
    "٣".encode(),
)
TIMES = (
    b"0001-01-01T00:00:00Z",
    b"9999-12-31T23:59:59.999999Z",
    b"9999-12-31T23:59:59-23:59",
    b"2026-02-30T00:00:00Z",
    b"2026-05-01T16:00:00",
    b"2026-05-01T16:00:00+14:00",
    b"2026-W18-5T16:00:00Z",
    b"16:00",
    b"1970-01-01T00:00:00Z",
    b"2026-05-01T24:00:00Z",
)
BYTES = (
    b"\x00",
    b"\xff",
    b"\x7f",
    b"\x80",
    b"\n",
    b"\r\n",
    b"<",
    b">",
    b"&",
    b'"',
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b",",
    b";",
    b"\t",
    b" " * 50,
    b"\x00" * 20,
)
XML_BITS = (
    b"<a>",
    b"</a>",
    b"<a/>",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"&amp;",
    b"&#0;",
    b"&#x10FFFF;",
    b"&x;",
    b'<!DOCTYPE a [<!ENTITY x "y">]>',
    b"<?xml version='1.0' encoding='utf-7'?>",
    b"<?a?>",
    b' xmlns:a="b"',
    b' a="' + b"x" * 200 + b'"',
)
ENCODINGS = (
    b"utf-7",
    b"utf-16",
    b"idna",
    b"punycode",
    b"zlib",
    b"rot13",
    b"unicode_escape",
    b"cp037",
    b"iso-8859-15",
    b"hex",
    b"gb18030",
    b"undefined",
    b"mbcs",
    b"x" * 40,
)
WORDS = (0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
LONGEST = 200_000
"""Bytes a mutated file may have."""


def any_bytes(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Flip bits, cut, repeat, insert, or splice with another file."""
    place = chance.randrange(len(data) + 1)
    width = chance.choice((1, 1, 2, 4, 8, 30, 200))
    kind = chance.randrange(9)
    if kind == 0 and data:
        at = min(place, len(data) - 1)
        return data[:at] + bytes([data[at] ^ (1 << chance.randrange(8))]) + data[at + 1 :]
    if kind == 1:
        return data[:place] + data[place + width :]
    if kind == 2:
        return data[:place] + data[place : place + width] * chance.choice((2, 3, 30)) + data[place + width :]
    if kind == 3:
        return data[:place] + chance.choice(BYTES + NUMBERS) + data[place:]
    if kind == 4:
        return data[:place]
    if kind == 5:
        other = chance.choice(seeds)
        at = chance.randrange(len(other) + 1)
        return data[:place] + other[at : at + chance.choice((width, len(other)))] + data[place:]
    if kind == 6:
        return data[:place] + chance.randbytes(width) + data[place + width :]
    if kind == 7:
        word = chance.choice(WORDS).to_bytes(4, chance.choice(("little", "big")))[: chance.choice((1, 2, 4))]
        return data[:place] + word + data[place + len(word) :]
    return data[place:] + data[:place] if chance.random() < 0.2 else data


def numbers(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Put another number, or none, where one stands."""
    found = list(re.finditer(rb"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", data[:LONGEST]))
    if not found:
        return any_bytes(data, chance, seeds)
    one = chance.choice(found)
    return data[: one.start()] + chance.choice(NUMBERS) + data[one.end() :]


def lines(data: bytes, chance: random.Random, _seeds: Sequence[bytes]) -> bytes:
    """Drop, repeat, swap or empty lines and cells."""
    rows = data.split(b"\n")
    at = chance.randrange(len(rows))
    kind = chance.randrange(5)
    if kind == 0:
        del rows[at]
    elif kind == 1:
        rows[at:at] = [rows[at]] * chance.choice((1, 2, 50))
    elif kind == 2:
        other = chance.randrange(len(rows))
        rows[at], rows[other] = rows[other], rows[at]
    elif kind == 3:
        rows = rows[: at + 1]
    else:
        mark = next((mark for mark in (b"\t", b";", b",") if mark in rows[at]), b",")
        cells = rows[at].split(mark)
        cells[chance.randrange(len(cells))] = chance.choice(NUMBERS + BYTES + TIMES)
        rows[at] = mark.join(cells)
    return b"\n".join(rows)


def xml(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Move, drop, repeat and nest elements; other texts, times, attributes and encodings."""
    kind = chance.randrange(8)
    tags = list(re.finditer(rb"<[^>]*>", data[:LONGEST]))
    if not tags:
        return any_bytes(data, chance, seeds)
    one, two = sorted(chance.sample(range(len(tags)), 2)) if len(tags) > 1 else (0, 0)
    first, last = tags[one], tags[two]
    block = data[first.start() : last.end()]
    if kind == 0:
        return data[: first.start()] + data[last.end() :]
    if kind == 1:
        return data[: first.start()] + block * chance.choice((2, 3, 20)) + data[last.end() :]
    if kind == 2:
        return data[: first.start()] + data[first.end() :]
    if kind == 3:
        place = chance.choice((first.start(), first.end(), first.end() - 1))
        return data[:place] + chance.choice(XML_BITS) + data[place:]
    if kind == 4:
        depth = chance.choice((2, 40, 400))
        return data[: first.start()] + b"<a>" * depth + block + b"</a>" * depth + data[last.end() :]
    if kind == 5:
        start = first.end()
        end = data.find(b"<", start)
        return data[:start] + chance.choice(NUMBERS + TIMES) + data[end if end >= 0 else start :]
    if kind == 6:
        return re.sub(rb'="[^"]*"', b'="' + chance.choice(NUMBERS + TIMES) + b'"', data, count=chance.choice((1, 0)))
    return b'<?xml version="1.0" encoding="' + chance.choice(ENCODINGS) + b'"?>' + data


def zips(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Other numbers in the heads of a zip, other members in it, or it in another zip."""
    kind = chance.randrange(4)
    if kind < 2:
        heads = [one.start() for one in re.finditer(rb"PK(\x01\x02|\x03\x04|\x05\x06|\x06\x06|\x06\x07)", data)]
        if heads:
            at = chance.choice(heads) + 4 + chance.randrange(42)
            word = chance.choice(WORDS).to_bytes(4, "little")[: chance.choice((1, 2, 4))]
            return data[:at] + word + data[at + len(word) :]
    if kind == 2:
        out = io.BytesIO()
        with zipfile.ZipFile(
            out, "w", chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2))
        ) as archive:
            for number in range(chance.randrange(1, 4)):
                inner = chance.choice((data, chance.choice(seeds), gzip.compress(data, mtime=0)))
                name = chance.choice(("a.zip", "../b.fit", "c.fit.gz", "d", "e.gpx", "/f.csv", "g/\\h.tcx", "ü.zip"))
                archive.writestr(
                    f"{number}{name}", inner[: chance.choice((len(inner), chance.randrange(len(inner) + 1)))]
                )
        return out.getvalue()
    return any_bytes(data, chance, seeds)


def fit(data: bytes, chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Break the messages of a FIT file and, more often than not, make length and check sums right again."""
    broken = any_bytes(data, chance, seeds) if chance.random() < 0.5 else _one_field(data, chance)
    return resealed(broken) if chance.random() < 0.8 else broken


def _one_field(data: bytes, chance: random.Random) -> bytes:
    if len(data) < 18:
        return data
    at = chance.randrange(14, len(data) - 2)
    return data[:at] + bytes([chance.choice((0, 1, 2, 7, 13, 0x40, 0x60, 0x80, 0x84, 0x88, 0xFF))]) + data[at + 1 :]


def resealed(data: bytes) -> bytes:
    """Return a FIT file whose head tells its true length and whose check sums fit."""
    if len(data) < 16 or data[0] not in (12, 14):
        return data
    size = data[0]
    head = bytearray(data[:size])
    head[4:8] = struct.pack("<I", len(data) - size - 2)
    if size == 14:
        head[12:14] = struct.pack("<H", fit_sum(bytes(head[:12])))
    body = bytes(head) + data[size:-2]
    return body + struct.pack("<H", fit_sum(body))


def fit_sum(data: bytes) -> int:
    """Return the check sum of FIT, bit by bit: the polynomial 0xA001, as in CRC-16/ARC."""
    value = 0
    for one in data:
        value ^= one
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return value


def mutated(seeds: Sequence[bytes], chance: random.Random, mutators: Sequence[Mutator]) -> bytes:
    """Return one broken file: a seed after one to five mutations."""
    data = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 5))):
        data = chance.choice(mutators)(data, chance, seeds)[:LONGEST]
    return data
