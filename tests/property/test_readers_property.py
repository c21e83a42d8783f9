"""Laws of reading: units, delimiters, decimals, column order, sides; and no bytes that end in anything else."""

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evenstride.core.errors import InputError
from evenstride.core.recording import FieldTest, Reading, SpeedTrace, Splits, StepEvents
from evenstride.core.units import si_unit, to_si
from evenstride.readers import all_formats, read
from evenstride.readers.values import parse_number, parse_numbers

EXAMPLES = [form.EXAMPLE.encode() for form in all_formats()]

runs = st.lists(
    st.tuples(st.integers(20, 150), st.integers(300, 2500)), min_size=2, max_size=8
)  # steps of distance in dm and pace in ms a 2.5 m
speeds = st.lists(st.floats(0.0, 11.0).map(lambda v: round(v, 3)), min_size=10, max_size=40)


def gates(steps: list[tuple[int, int]]) -> list[tuple[float, float]]:
    """Make increasing distances in m and times in s with speeds between 1 and 8.4 m/s."""
    distances = np.cumsum([step / 10 for step, _ in steps])
    times = np.cumsum([step / 10 * pace / 2500 for step, pace in steps])
    return [(round(float(d), 4), round(float(t), 4)) for d, t in zip(distances, times, strict=True)]


def cell(value: float, mark: str = ".") -> str:
    return f"{value:.6f}".replace(".", mark)


def splits(text: str) -> Splits:
    (run,) = read(text.encode(), name="p.csv").recordings
    assert isinstance(run, Splits)
    return run


@given(runs)
def test_yards_are_metres_times_0_9144(steps: list[tuple[int, int]]) -> None:
    pairs = gates(steps)
    # nobody runs slower than 1 m/s, in yards too
    assume(all(0.9 * distance > time for distance, time in pairs))
    rows = "".join(f"N,{cell(d)},{cell(t)}\n" for d, t in pairs)
    metres, yards = splits("athlete,distance,time\n" + rows), splits("athlete,distance (yd),time\n" + rows)
    assert yards.distances == pytest.approx(metres.distances * 0.9144)
    assert yards.times.tolist() == metres.times.tolist() == [t for _, t in pairs]


@given(speeds, st.sampled_from([("m/s", 1.0), ("km/h", 1 / 3.6), ("mph", 0.44704)]))
def test_speed_units_scale(values: list[float], unit: tuple[str, float]) -> None:
    rows = "".join(f"N,{i / 100:.2f},{v}\n" for i, v in enumerate(values))
    (trace,) = read(f"athlete,time,speed ({unit[0]})\n{rows}".encode(), name="p.csv").recordings
    assert isinstance(trace, SpeedTrace)
    assert trace.speeds == pytest.approx([v * unit[1] for v in values])


@given(runs, st.sampled_from([(",", "."), (";", "."), (";", ","), ("\t", "."), ("\t", ",")]))
def test_delimiter_and_decimal_mark_change_nothing(steps: list[tuple[int, int]], marks: tuple[str, str]) -> None:
    delimiter, decimal = marks
    pairs = gates(steps)
    lines = [["athlete", "distance", "time"], *(["N", cell(d, decimal), cell(t, decimal)] for d, t in pairs)]
    run = splits("\n".join(delimiter.join(line) for line in lines))
    assert list(zip(run.distances.tolist(), run.times.tolist(), strict=True)) == pairs


@given(runs, st.randoms(use_true_random=False))
def test_order_of_columns_changes_nothing(steps: list[tuple[int, int]], chance: object) -> None:
    pairs = [(d, t) for d, t in gates(steps) if d >= 1.0]
    columns = [("Name", "N"), ("Mass", "70"), *((f"{d:g} m", cell(t)) for d, t in pairs)]
    straight = splits("\n".join(",".join(part) for part in zip(*columns, strict=True)))
    chance.shuffle(columns)  # type: ignore[attr-defined]
    mixed = splits("\n".join(",".join(part) for part in zip(*columns, strict=True)))
    assert mixed.distances.tolist() == straight.distances.tolist()
    assert mixed.times.tolist() == straight.times.tolist()
    assert mixed.body == straight.body


@given(runs)
def test_both_layouts_read_the_same_run(steps: list[tuple[int, int]]) -> None:
    pairs = gates(steps)
    long = splits("athlete,distance,time\n" + "".join(f"N,{d:g},{cell(t)}\n" for d, t in pairs))
    sheet = splits(
        ",".join(["Name", *(f"{d:g}" for d, _ in pairs)]) + "\n" + ",".join(["N", *(cell(t) for _, t in pairs)])
    )
    assert long.distances.tolist() == sheet.distances.tolist()
    assert long.times.tolist() == sheet.times.tolist()


@given(st.lists(st.tuples(st.booleans(), st.integers(50, 300), st.integers(1, 300)), min_size=2, max_size=12))
def test_mirrored_steps_are_mirrored(steps: list[tuple[bool, int, int]]) -> None:
    def run(swap: bool) -> StepEvents:
        clock, rows = 0, ""
        for left, contact, flight in steps:
            rows += f"N,{'left' if left != swap else 'right'},{clock},{clock + contact}\n"
            clock += contact + flight
        (found,) = read(f"athlete,side,touchdown (ms),toe_off (ms)\n{rows}".encode(), name="p.csv").recordings
        assert isinstance(found, StepEvents)
        return found

    straight, mirrored = run(swap=False), run(swap=True)
    for one, other in zip(straight.contacts, mirrored.contacts, strict=True):
        assert other.side is one.side.other
        assert (other.touchdown, other.toe_off) == (one.touchdown, one.toe_off)


@given(
    st.lists(st.integers(1, 400), min_size=1, max_size=5),
    st.sampled_from([("P2", "", "cm"), ("P2", "", "in"), ("S3", "left", "ms"), ("S1", "right", "lb")]),
)
def test_trials_come_out_in_si(values: list[int], test: tuple[str, str, str]) -> None:
    name, side, unit = test
    head = ",".join(["athlete", "test", "side", "lever", *(f"trial {i + 1}" for i in range(len(values))), "unit"])
    row = ",".join(["N", name, side, "0.3", *map(str, values), unit])
    (found,) = read(f"{head}\n{row}\n".encode(), name="p.csv").recordings
    assert isinstance(found, FieldTest)
    raw = "lbf" if unit == "lb" else unit
    assert found.unit == si_unit(raw)
    assert found.trials == pytest.approx([to_si(value, raw) for value in values])


def outcome(data: bytes) -> Reading | InputError:
    try:
        return read(data, name="fuzz", athlete="Noa", on=date(2024, 1, 1))
    except InputError as problem:
        return problem


def reads_or_refuses(data: bytes) -> None:
    """Anything else than a whole reading or a sentence with a remedy fails."""
    found = outcome(data)
    if isinstance(found, InputError):
        assert found.remedy
        assert str(found).startswith("fuzz")
        return
    assert found.recordings
    for item in found.recordings:
        if isinstance(item, Splits):
            assert np.isfinite([item.distances, item.times]).all()
        elif isinstance(item, SpeedTrace):
            assert np.isfinite([item.times, item.speeds]).all()


@given(st.binary(max_size=400))
def test_random_bytes_read_or_are_refused(data: bytes) -> None:
    reads_or_refuses(data)


@given(st.text(alphabet="\n\r\t ;,.\"'0123456789eE+-aäNtTspyd#()[]µ٣", max_size=300))
def test_random_text_reads_or_is_refused(text: str) -> None:
    reads_or_refuses(text.encode())


@settings(max_examples=400)
@given(st.data())
def test_mutated_files_read_or_are_refused(data: st.DataObject) -> None:
    raw = bytearray(data.draw(st.sampled_from(EXAMPLES)))
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw) - 1))
        kind = data.draw(st.sampled_from(["replace", "delete", "repeat", "insert"]))
        if kind == "replace":
            raw[place] = data.draw(st.sampled_from(b'0123456789.,;-e"\n\t abcxyz\x00\xff'))
        elif kind == "delete":
            del raw[place : place + data.draw(st.integers(1, 20))]
        elif kind == "repeat":
            raw[place:place] = raw[place : place + data.draw(st.integers(1, 60))]
        else:
            raw[place:place] = data.draw(
                st.sampled_from([b"nan", b"inf", b"1e-99", b"1e99", b"0", b"-1", b"\n", b'"', b",", b";", b"m/s"])
            )
        if not raw:
            break
    reads_or_refuses(bytes(raw))


@settings(max_examples=150)
@given(st.data())
def test_mutated_cells_read_or_are_refused(data: st.DataObject) -> None:
    lines = [line.split(b",") for line in data.draw(st.sampled_from(EXAMPLES)).split(b"\n")]
    for _ in range(data.draw(st.integers(1, 3))):
        line = data.draw(st.sampled_from([item for item in lines if item != [b""]]))
        cell_place = data.draw(st.integers(0, len(line) - 1))
        line[cell_place] = data.draw(
            st.sampled_from(
                [b"", b"0", b"-1", b"1e15", b"1e-99", b"0,5", b"nan", b"left", b"S1", b"10 m", b"time", b"speed",
                 b"2024-13-01", b"1/2/2024", b"km/h", b"x" * 300, b"1" * 30]
            )
        )  # fmt: skip
    reads_or_refuses(b"\n".join(b",".join(line) for line in lines))


odd_cells = st.text(alphabet="0123456789+-.,eE_ \n\u0663naif", max_size=6)
usual_cells = st.from_regex(r"[+-]?\d{1,6}([.,]\d{0,6})?", fullmatch=True)


@given(st.lists(st.one_of(usual_cells, usual_cells, odd_cells, st.just("1" * 41)), min_size=1, max_size=12))
def test_many_cells_at_once_are_what_they_are_one_by_one(cells: list[str]) -> None:
    """Reading a column at once accepts nothing that a single cell would not, and gives the same numbers."""
    at_once = parse_numbers(cells)
    try:
        one_by_one = [parse_number(cell) for cell in cells]
    except InputError:
        assert at_once is None
    else:
        assert at_once is None or at_once.tolist() == one_by_one


def test_ordinary_numbers_are_read_at_once() -> None:
    assert parse_numbers(["+1.5", "-2,25", ".5", "7."]).tolist() == [1.5, -2.25, 0.5, 7.0]


@pytest.mark.parametrize(("bad", "says"), [("n/a", "row 9"), ("1e500", "row 9"), ("", "row 9")])
def test_the_one_wrong_cell_of_a_column_is_named(bad: str, says: str) -> None:
    rows = [f"N,{i / 100:.2f},{5 + i / 10:.1f}" for i in range(40)]
    rows[7] = f"N,0.07,{bad}"
    with pytest.raises(InputError, match=says) as caught:
        read("\n".join(["athlete,time,speed", *rows]).encode(), name="p.csv")
    assert "column 'speed'" in str(caught.value)
