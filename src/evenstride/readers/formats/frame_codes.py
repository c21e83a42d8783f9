"""Frames of a clip coded by hand: contacts of hops, steps of a fast run, and the two poles of a flying run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from evenstride.core.athlete import athlete_key
from evenstride.core.errors import InputError
from evenstride.core.protocol import FieldProtocol, protocols
from evenstride.core.raw import CodedContact, FrameCodes, RawKind
from evenstride.core.recording import Conditions, Contact, Device, RawTest, Recording, Start, StepEvents
from evenstride.core.roles import Side
from evenstride.readers.checks import place
from evenstride.readers.columns import FIELDS, Column, plain, split_unit
from evenstride.readers.contract import Contents, Defaults, Source
from evenstride.readers.frames import FRAME_WORDS, frame_rate, rate_note
from evenstride.readers.raw_tests import raw_test
from evenstride.readers.sheet import Sheet, understand
from evenstride.readers.table import Row
from evenstride.readers.values import parse_number, parse_side

NAME = "coded frames"
SUFFIXES = (".csv", ".txt", ".tsv")
UNITS = {"capture": "Hz", "clip": "Hz", "course": "m", "touchdown": "1", "toe_off": "1"}
NEEDS = "a column 'touchdown frame', or columns 'first pole frame' and 'last pole frame'"
COLUMNS = {
    "touchdown frame": "frame in which the foot lands",
    "toe off frame": "frame in which the foot leaves the ground",
    "thighs cross frame": "frame in which the thighs are level",
    "first pole frame": "frame at the first pole",
    "last pole frame": "frame at the last pole",
    "knee separation": "distance between the knees at touchdown",
    "capture fps": "frames a second the camera took",
    "clip fps": "frames a second the file plays at",
    "slowed": "how many times slower the clip plays",
    "pole distance": "distance between the poles",
}
EXAMPLE = """\
athlete,date,test,side,trial,touchdown frame,toe off frame,capture fps,clip fps,slowed
""" + "".join(f"Noa,2024-05-04,P1,left,1,{40 + 145 * i + i % 3},{82 + 145 * i + i % 2},240,30,8\n" for i in range(7))

_FACTS = (
    "athlete", "date", "label", "test", "side", "rater", "mass", "height", "device", "surface", "birth_year",
    "birth_date",
)  # fmt: skip
_NAMES = {
    "touchdown": FIELDS["touchdown"].names,
    "toe_off": FIELDS["toe_off"].names,
    "thighs_cross": ("thighs cross", "thigh cross", "cross", "crossing", "thighs level", "oberschenkel"),
    "first_pole": ("first pole", "pole 1", "pole in", "start pole", "erste stange"),
    "last_pole": ("last pole", "second pole", "pole 2", "pole out", "end pole", "letzte stange"),
    "knee_separation": ("knee separation", "knee gap", "knee distance", "knieabstand"),
    "leg_length": ("leg length", "leg", "beinlange"),
    "capture": ("capture", "captured", "camera", "recording", "filmed", "aufnahme"),
    "clip": ("clip", "playback", "video", "file", "player"),
    "slowed": ("slowed", "times slower", "slow motion", "slowdown", "zeitlupe"),
    "course": ("pole distance", "between poles", *FIELDS["distance"].names),
}
_KINDS_OF_WORD = {
    "frame": ("touchdown", "toe_off", "thighs_cross", "first_pole", "last_pole"),
    "px": ("knee_separation", "leg_length"),
    "fps": ("capture", "clip"),
    "": ("slowed", "course", "knee_separation", "leg_length"),
}
_WORDS = dict.fromkeys(FRAME_WORDS, "frame") | {
    word: kind for kind, words in (("px", ("px", "pixel", "pixels")), ("fps", ("fps", "hz"))) for word in words
}


@dataclass(frozen=True, slots=True)
class _Sheet:
    """The understood table and the columns only this format has."""

    sheet: Sheet
    columns: dict[str, Column]

    def text(self, row: Row, name: str) -> str:
        column = self.columns.get(name)
        return "" if column is None else row.cells[column.index]

    def number(self, row: Row, name: str) -> float | None:
        """Return a cell as a number, None where it is empty or there is no such column."""
        if not self.text(row, name):
            return None
        return self.sheet.parsed(row, self.columns[name], parse_number)

    def frame(self, row: Row, name: str) -> float | None:
        """Return a frame number; frames count from 0 or 1, never below."""
        value = self.number(row, name)
        if value is not None and value < 0.0:
            raise InputError(
                f"frame {value:g} is below zero",
                place=place(row, self.columns[name]),
                remedy="Count frames from the beginning of the clip",
            )
        return value

    def one(self, rows: Sequence[Row], name: str) -> float | None:
        """Return what a column says for a whole clip, None where it is silent."""
        said = {self.text(row, name): row for row in rows if self.text(row, name)}
        if len(said) > 1:
            raise InputError(
                f"one clip has {len(said)} values here",
                place=place(list(said.values())[1], self.columns[name]),
                remedy="Repeat the same value in all rows of a clip, or leave all but one empty",
            )
        return self.number(next(iter(said.values())), name) if said else None


def sniff(source: Source) -> tuple[str, ...]:
    """Return what the file lacks for this format."""
    found = {} if source.head is None else _columns(source.head.header)
    poles = {"first_pole", "last_pole"} <= found.keys()
    return () if "touchdown" in found or poles else ("frame numbers of touchdowns or poles",)


def read(source: Source, defaults: Defaults) -> Contents:
    """Read what was coded in each clip; a frame becomes a time only with the rates the file states."""
    columns = _columns(source.table.header)
    sheet, notes = understand(source, defaults, _FACTS, also=columns.values())
    coded = _Sheet(sheet, columns)
    groups: dict[tuple[str, ...], list[Row]] = {}
    for row in sheet.rows:
        groups.setdefault(_key(coded, row), []).append(row)
    recordings: list[Recording] = []
    for rows in groups.values():
        recordings += _clip(coded, rows)
    said = tuple(sorted({rate_note(one.raw.rate) for one in recordings
                         if isinstance(one, RawTest) and isinstance(one.raw, FrameCodes)}))  # fmt: skip
    return Contents(tuple(recordings), (*notes, *said, *_rater_note(recordings)))


def _columns(header: Sequence[str]) -> dict[str, Column]:
    """Return the first column of each meaning of this format."""
    found: dict[str, Column] = {}
    for index, text in enumerate(header):
        name, unit = split_unit(text)
        words = plain(name).split()
        word = next((_WORDS[one] for one in (plain(unit), *words) if one in _WORDS), "")
        bare = " ".join(one for one in words if one not in _WORDS and one != "number")
        for key in _KINDS_OF_WORD[word]:
            if bare in _NAMES[key]:
                found.setdefault(key, Column(index, text, "" if word else unit))
    return found


def _key(coded: _Sheet, row: Row) -> tuple[str, ...]:
    sheet, test = coded.sheet, _test(coded, row)
    leg = sheet.text(row, "side") if test.raw_input is RawKind.HOPS else ""
    return athlete_key(sheet.athlete(row)), sheet.text(row, "date"), test.id, sheet.text(row, "label"), leg


def _test(coded: _Sheet, row: Row) -> FieldProtocol:
    """Return the test a row belongs to: its own cell, else the one whose events the sheet has columns for."""
    if coded.text(row, "first_pole"):
        kind = RawKind.POLES
    else:
        kind = RawKind.MEET if {"thighs_cross", "knee_separation"} & coded.columns.keys() else RawKind.HOPS
    said, sided = coded.sheet.text(row, "test"), bool(coded.sheet.text(row, "side"))
    named = next((one.raw_input for one in protocols().values() if one.id.casefold() == said.casefold()), None)
    if kind is not RawKind.POLES and named is not None and named is not RawKind.GYRO:
        # One sheet may hold hops beside a run: between tests of touchdowns the name decides.
        kind = named
    return raw_test(said, kind, place(row, coded.sheet.columns["test"]) if said else "", sided=sided)


def _clip(coded: _Sheet, rows: Sequence[Row]) -> list[Recording]:
    """Return the recordings of one clip: the raw test, and the steps where touchdowns and toe-offs are all there."""
    test = _test(coded, rows[0])
    kind = test.raw_input
    sheet = coded.sheet
    facts = sheet.facts(rows, device="video")
    where = facts["origin"].place
    rate = frame_rate({name: coded.one(rows, name) for name in ("capture", "clip", "slowed")}, where,
                      lone_fps="fps" in map(plain, sheet.table.header))  # fmt: skip
    source = f"one event falls anywhere in its frame of {1000 * rate.frame:.3g} ms: frame/√12"
    facts["device"] = Device("video", facts["device"].name, rate.frame / 12.0**0.5, source)
    start = Start.UNKNOWN if kind is RawKind.HOPS else Start.FLYING
    facts["conditions"] = Conditions(start=start, surface=facts["conditions"].surface)
    ratings = _ratings(coded, rows)
    side = sheet.parsed(rows[0], sheet.columns["side"], parse_side) if sheet.text(rows[0], "side") else None
    side = side if kind is RawKind.HOPS and test.sided else None
    if kind is RawKind.POLES:
        poles = [_poles(coded, one, where) for one in ratings]
        codes = FrameCodes(rate, poles=poles[0], course=_course(coded, rows, where),
                           second_poles=poles[1] if len(poles) > 1 else None)  # fmt: skip
        return [RawTest(**facts, test=test.id, version=test.version, raw=codes)]
    contacts = [tuple(_contact(coded, row, kind) for row in one) for one in ratings]
    for one, its_rows in zip(contacts, ratings, strict=True):
        _require_order(coded, one, its_rows)
    codes = FrameCodes(rate, contacts=contacts[0], second=contacts[1] if len(contacts) > 1 else ())
    found: list[Recording] = [RawTest(**facts, test=test.id, version=test.version, side=side, raw=codes)]
    steps = _steps(contacts[0], rate.frame) if kind is RawKind.MEET else ()
    return [*found, StepEvents(**facts, contacts=steps)] if len(steps) > 1 else found


def _ratings(coded: _Sheet, rows: Sequence[Row]) -> list[list[Row]]:
    by_rater: dict[str, list[Row]] = {}
    for row in rows:
        by_rater.setdefault(coded.sheet.text(row, "rater").casefold(), []).append(row)
    if len(by_rater) > 2 or len({len(one) for one in by_rater.values()}) > 1:
        counts = ", ".join(f"{name or 'no name'}: {len(one)}" for name, one in by_rater.items())
        raise InputError(
            f"the codings of one clip have rows {counts}",
            place=place(rows[0], coded.sheet.columns["rater"]),
            why="One or two codings of the same contacts are compared row by row",
            remedy="Give both codings the same contacts, and clips of their own another name in a column 'trial'",
        )
    return list(by_rater.values())


def _poles(coded: _Sheet, rows: Sequence[Row], where: str) -> tuple[float, float]:
    first, last = (coded.frame(rows[0], name) for name in ("first_pole", "last_pole"))
    if len(rows) > 1 or first is None or last is None or last <= first:
        what = "has several rows" if len(rows) > 1 else f"passes the poles at frames {first} and {last}"
        raise InputError(
            f"one run {what}",
            place=where,
            why="A run has one row with the frame at the first pole and a later one at the last",
            remedy="Correct the frames, and give each run its own name in a column 'trial'",
        )
    return first, last


def _course(coded: _Sheet, rows: Sequence[Row], where: str) -> float | None:
    course = coded.one(rows, "course")
    if course is None:
        return None
    metres = course * coded.columns["course"].factor("m")
    if not 1.0 <= metres <= 200.0:
        raise InputError(
            f"{metres:g} m between the poles is not between 1 and 200 m",
            place=where,
            remedy="Correct the distance, or write its unit into the header, for example 'distance (yd)'",
        )
    return metres


def _contact(coded: _Sheet, row: Row, kind: RawKind | None) -> CodedContact:
    touchdown, toe_off = coded.frame(row, "touchdown"), coded.frame(row, "toe_off")
    text = coded.sheet.text(row, "side")
    if touchdown is None or (kind is RawKind.MEET and not text):
        what, remedy = ("no frame of touchdown", "Fill it in") if text else ("no side", "Say which foot touches down")
        raise InputError(f"this contact has {what}", place=f"row {row.number}", remedy=f"{remedy}, or delete the row")
    return CodedContact(
        touchdown,
        toe_off,
        coded.sheet.parsed(row, coded.sheet.columns["side"], parse_side) if text else None,
        coded.frame(row, "thighs_cross"),
        coded.number(row, "knee_separation"),
        coded.number(row, "leg_length"),
    )


def _require_order(coded: _Sheet, contacts: Sequence[CodedContact], rows: Sequence[Row]) -> None:
    last: float | None = None
    for contact, row in zip(contacts, rows, strict=True):
        for name, value in (("touchdown", contact.touchdown), ("toe_off", contact.toe_off)):
            if value is None:
                continue
            if last is not None and value <= last:
                raise InputError(
                    f"frame {value:g} does not follow frame {last:g}",
                    place=place(row, coded.columns[name]),
                    why="Touchdown, toe-off and the next touchdown come one after the other",
                    remedy="Correct the frame, and give each clip its own name in a column 'trial'",
                )
            last = value


def _steps(contacts: Sequence[CodedContact], frame: float) -> tuple[Contact, ...]:
    """Return the contacts in s where all of them have a side and a toe-off, else none."""
    return tuple(
        Contact(one.side, one.touchdown * frame, one.toe_off * frame)
        for one in contacts
        if isinstance(one.side, Side) and one.toe_off is not None
    ) if all(one.toe_off is not None and one.side is not None for one in contacts) else ()  # fmt: skip


def _rater_note(recordings: Sequence[Recording]) -> tuple[str, ...]:
    raws = [one.raw for one in recordings if isinstance(one, RawTest) and isinstance(one.raw, FrameCodes)]
    twice = sum(bool(one.second or one.second_poles) for one in raws)
    if twice:
        return (f"{twice} of {len(raws)} clips were coded twice: their difference is the error of coding.",)
    return ("Each clip was coded once: the error of the frames is carried, that of the person who coded is unknown.",)
