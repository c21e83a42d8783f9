"""Devices and starts: days are compared within one set-up, or the assumption is said and no verdict is free."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.overview import overview_of
from evenstride.core.check import Verdict
from evenstride.core.estimate import Draws, Missing
from evenstride.core.protocol import protocols
from evenstride.core.recording import Conditions, Device, FieldTest, Splits, Start
from evenstride.core.run import Capacity
from evenstride.core.set_up import DatedValue, SetUp, set_up_of
from evenstride.science.change.check import SPEED_SWC, check_comparable
from evenstride.science.change.comparable import DEVICE_GAPS, separate_set_ups
from evenstride.science.change.progress import measure_capacity_change
from tests.desks import pages_of
from tests.terminals import Terminal

FIRST = date(2026, 2, 2)
GATES, RADAR, GPS = (SetUp(kind, "standing start") for kind in ("gates", "radar", "gps"))
TIMES = {5: 1.158, 10: 1.893, 15: 2.541, 20: 3.149, 30: 4.313, 40: 5.444}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(tmp_path, capsys, monkeypatch)


def value(weeks: float, speed: float, set_up: SetUp, error: float = 0.001) -> DatedValue:
    noise = np.random.default_rng(int(weeks * 7) + len(set_up.device)).standard_normal(4000)
    return DatedValue(FIRST + timedelta(weeks=weeks), Draws(speed, speed * (1 + error * noise), "m/s"), set_up)


def check(*values: DatedValue):
    (found,) = separate_set_ups(values)
    return check_comparable("top speed", found, swc=SPEED_SWC, swc_source="a source")


def test_one_set_up_is_compared_as_ever():
    found = check(value(0, 8.0, GATES), value(12, 8.4, GATES))
    assert (found.verdict, found.set_up) == (Verdict.WORKING, "gates, standing start")
    assert (found.assumed, found.left_out, found.comparable) == ("", "", True)


def test_within_a_set_up_other_days_are_left_out_and_said():
    days = [value(0, 8.0, GATES), value(12, 8.4, GATES), value(13, 9.9, RADAR)]
    found = check(*days)
    assert found.change.value == pytest.approx(0.05, abs=0.002)
    assert found.left_out == "Not compared with this: 1 day with radar, standing start."
    assert found.change == check(*days[:2]).change


def test_two_set_ups_of_two_days_are_two_comparisons():
    days = [
        value(0, 8.0, GATES),
        value(4, 8.1, GATES),
        value(8, 8.2, GATES),
        value(1, 9.0, RADAR),
        value(9, 9.1, RADAR),
    ]
    gates, radar = separate_set_ups(days)
    assert (gates.set_ups, gates.days) == ((GATES,), 3)
    assert (radar.set_ups, radar.days) == ((RADAR,), 2)
    assert not gates.assumed


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (RADAR, "no published figure"),
        (SetUp("gates", "block start"), "another start"),
        (SetUp("gates", "standing start, reaction time taken off"), "another start"),
        (SetUp("gps", "flying start"), "another start"),
        (SetUp("gates", "standing start", correction="no start correction"), "another start correction"),
    ],
)
def test_without_a_published_figure_even_a_large_change_has_no_verdict(other: SetUp, says: str):
    found = check(value(0, 8.0, GATES), value(12, 9.6, other))
    assert (found.verdict, found.comparable, found.chance_to_notice) == (Verdict.CANNOT_TELL, False, None)
    assert "offset assumed: 0" in found.assumed
    assert says in found.assumed
    assert "2 Feb gates, standing start" in found.assumed


def test_a_published_figure_widens_the_change_and_is_named():
    within = check(value(0, 8.0, GPS), value(12, 8.4, GPS))
    across = check(value(0, 8.0, GATES), value(12, 8.4, GPS))
    sd = DEVICE_GAPS[frozenset({"gps", "gates"})].sd
    assert within.verdict is Verdict.WORKING
    assert across.verdict is Verdict.CANNOT_TELL
    assert across.mdc == pytest.approx(1.645 * np.hypot(sd / 8.0, 2**0.5 * 0.008), rel=0.08)
    assert "widened by 0.30 m/s (`hoppe2018`)" in across.assumed
    assert across.before.high - across.before.low == pytest.approx(within.before.high - within.before.low, abs=0.01)
    assert check(value(0, 8.0, GATES), value(12, 10.4, GPS)).verdict is Verdict.WORKING


def test_gates_that_end_early_are_a_set_up_of_their_own():
    def splits(*gates: int, **more: object) -> Splits:
        return Splits("Noa", list(gates), [TIMES[gate] for gate in gates], **more)  # type: ignore[arg-type]

    long, short = set_up_of(splits(10, 20, 30, 40)), set_up_of(splits(5, 10, 15, 20))
    assert long == set_up_of(splits(5, 10, 20, 30)) != short
    found = check(value(0, 8.0, short), value(12, 8.1, long))
    assert "haugen2020gates" in found.assumed
    block = splits(10, 20, 30, conditions=Conditions(Start.BLOCK, reaction_time=0.15))
    assert set_up_of(block).text == "gates, block start, reaction time taken off"


def test_a_row_that_leaves_its_device_out_was_measured_with_that_of_the_others():
    row = FieldTest("Noa", "S1", (380.0,), "N", device=Device("scale"))
    assert set_up_of(row, replace(row, device=Device())) == SetUp("scale")
    assert set_up_of(row, replace(row, device=Device("tape"))) == SetUp("scale and tape")
    assert set_up_of(replace(row, device=Device())).text == "device not stated"


def capacities(*devices: str) -> list[Capacity]:
    return [
        Capacity("Noa", "P2", FIRST + timedelta(weeks=week), Draws(2.0 + week / 10, np.full(9, 2.0 + week / 10), "m"),
                 set_up=SetUp(device))
        for week, device in enumerate(devices)
    ]  # fmt: skip


def test_a_field_test_is_followed_with_the_device_used_mostly():
    test = protocols()["P2"]
    mixed = measure_capacity_change(capacities("tape", "tape", "tape", "video", "tape", "tape"), test)
    pure = measure_capacity_change(
        [one for one in capacities(*["tape"] * 6) if one.on != FIRST + timedelta(weeks=3)], test
    )
    assert not isinstance(mixed, Missing)
    assert not isinstance(pure, Missing)
    assert (mixed.sessions, mixed.change.point) == (pure.sessions, pure.change.point)
    never = measure_capacity_change(capacities("tape", "tape", "tape", "video"), test)
    assert isinstance(never, Missing)
    assert "different ways (tape; video)" in never.reason


def sheet(run: Terminal, name: str, factor: float, columns: str, cells: str) -> str:
    rows = "".join(f"{gate},{time * factor:.3f},{cells}\n" for gate, time in TIMES.items())
    return run.file(name, f"distance,time,{columns}\n{rows}")


def imported(run: Terminal, cells: list[str], columns: str = "device,start") -> None:
    for number, one in enumerate(cells):
        path = sheet(run, f"day{number}.csv", 1 - 0.03 * number, columns, one)
        day = str(FIRST + timedelta(weeks=9 * number))
        assert run("import", path, "--athlete", "Kim", "--date", day)[0] == 0


MIXED: list[tuple[list[str], str]] = [
    (["gates,standing", "radar,standing"], "no published figure"),
    (["gates,standing", "gates,block"], "another start"),
]


@pytest.mark.parametrize(("cells", "says"), MIXED, ids=["devices", "starts"])
def test_the_mixed_case_is_said_on_the_command_line_in_json_and_on_the_page(run: Terminal, cells: list[str], says: str):
    imported(run, cells)
    for voice in ((), ("--coach",), ("--scientist",)):
        text = run("check", *voice)[1]
        assert says in text
        assert "offset assumed: 0" in text
    assert run("check")[1].startswith("We cannot tell")
    found = run.json("check")["checks"][0]
    assert (found["comparable"], found["verdict"]) == (False, "cannot tell")
    assert says in found["assumed"]
    overview = overview_of(run.folder / "test.db", "kim", at=datetime(2026, 6, 1, tzinfo=UTC))
    page = pages_of(overview)
    assert page.count(says) >= 3
    assert "No change seen" not in page
    drawn = overview.figures["progress top speed"].spec
    assert "line" not in {mark.kind for mark in drawn.marks}, "no line joins what is not comparable"
    assert says in drawn.description
    diagnosis = run.json("diagnose")
    assert "different ways" in diagnosis["speed_change"]["missing"]


def test_one_device_and_start_say_nothing_of_it(run: Terminal):
    imported(run, ["gates,standing", "gates,standing"])
    found = run.json("check")["checks"][0]
    assert (found["verdict"], found["assumed"], found["left_out"]) == ("working", "", "")
    assert found["set_up"] == "gates, standing start, time correction fitted"
    assert "different ways" not in run("check", "--scientist")[1]
    assert not [note for note in run.json("diagnose")["notes"] if "compared" in note]


def test_days_left_out_are_said_everywhere(run: Terminal):
    imported(run, ["gates,standing", "gates,standing", "radar,standing"])
    says = "Not compared with this: 1 day with radar, standing start, time correction fitted."
    assert says in run("check")[1]
    assert says in run("check", "--coach")[1]
    assert any(says in note for note in run.json("diagnose")["notes"])
    assert says in run("diagnose", "--coach")[1]


def test_each_set_up_is_named_where_there_are_several(run: Terminal):
    imported(run, ["gates,standing", "radar,standing", "gates,standing", "radar,standing"])
    names = [item["metric"] for item in run.json("check", "--metric", "top speed")["checks"]]
    assert names == ["top speed (radar)", "top speed (gates)"]
    overview = overview_of(run.folder / "test.db", "kim", at=datetime(2026, 12, 1, tzinfo=UTC))
    assert {f"progress {name}" for name in names} <= set(overview.figures)


def test_steps_of_different_devices_are_not_accounted_together(run: Terminal):
    def steps(device: str, weeks: int) -> None:
        rows = "".join(
            f"{'left' if n % 2 else 'right'},{0.5 + 0.24 * n:.3f},{0.61 + 0.24 * n:.3f},{9 + weeks / 10},{device}\n"
            for n in range(8)
        )
        path = run.file(f"{device}{weeks}.csv", "side,touchdown,toe_off,speed,device\n" + rows)
        run("import", path, "--athlete", "Kim", "--date", str(FIRST + timedelta(weeks=weeks)))

    steps("video", 0)
    steps("optojump", 4)
    found = run.json("diagnose")
    assert found["account"] is None
    assert any(note.startswith("Steps: only runs measured in the same way") for note in found["notes"])
    steps("optojump", 8)
    assert run.json("diagnose")["account"] is not None
