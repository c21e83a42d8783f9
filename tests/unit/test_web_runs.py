"""The list of runs, one run and two runs, on a real database; sealed times stay hidden on every one of them."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.blocks.block import BLOCK
from evenstride.app.runs.compare import LEARNING, SAME_DAY, UNDATED
from evenstride.app.runs.desk import RunDesk
from evenstride.app.runs.detail import measure_run
from evenstride.core.athlete import Athlete
from evenstride.core.provenance import Provenance, content_id
from evenstride.core.recording import (
    Contact,
    Device,
    FieldTest,
    Origin,
    Reading,
    Recording,
    SpeedTrace,
    Splits,
    StepEvents,
)
from evenstride.core.roles import Side
from evenstride.store import open_store
from tests.blocks import block
from tests.sites import AT, Outline, Site

DAY = date(2026, 2, 1)
LATER = DAY + timedelta(days=20)
GATES = (5.0, 10.0, 15.0, 20.0, 30.0, 40.0)
TIMES = (1.158, 1.893, 2.541, 3.149, 4.313, 5.444)


def sprint(on: date | None = DAY, factor: float = 1.0, device: str = "gates", label: str = "") -> Splits:
    return Splits("Noa", np.array(GATES), factor * np.array(TIMES), on, label, device=Device(device))


def steps(on: date = DAY, contact: float = 0.11, speed: float | None = 9.0) -> StepEvents:
    feet = (Side.LEFT, Side.RIGHT) * 6
    told = tuple(Contact(side, 0.22 * i, 0.22 * i + contact, speed) for i, side in enumerate(feet))
    return StepEvents("Noa", told, on, "fly")


def jump(on: date, *trials: float) -> FieldTest:
    return FieldTest("Noa", "P2", trials, "m", on=on)


def trace() -> SpeedTrace:
    times = np.arange(0.0, 6.0, 0.1)
    return SpeedTrace("Noa", times, 8.5 * (1 - np.exp(-times / 1.2)), on=DAY)


SHORT = Splits("Noa", np.array(GATES[:4]), np.array(TIMES[:4]), LATER)
"""Gates to 20 m only: the end of the acceleration is not seen."""

Keep = Callable[..., list[str]]


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "test.db")
    with open_store(site.desk.path) as store:
        store.save_athlete(Athlete("Noa"), saved_at=AT)
        store.save_athlete(Athlete("Kim"), saved_at=AT)
    return site


@pytest.fixture
def keep(site: Site) -> Keep:
    def keep(*recordings: Recording, at=AT) -> list[str]:
        ids: list[str] = []
        with open_store(site.desk.path) as store:
            for number, one in enumerate(recordings):
                data = repr((number, one)).encode()
                noted = replace(one, origin=Origin(content_id(data), "runs.csv", "hand-made", f"row {number}"))
                reading = Reading("hand-made", content_id(data), "runs.csv", (noted,))
                ids += store.save_import(reading, data, imported_at=at).ids
        return ids

    return keep


def well_built(page: str) -> None:
    outline = Outline(page)
    assert outline.open == []
    assert outline.headings[0] == 1
    assert outline.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
    assert len(outline.ids) == len(set(outline.ids))
    assert outline.captions == outline.tables
    assert len(page.encode()) < 100_000


def test_the_list_has_every_recording_newest_day_first(site: Site, keep: Keep) -> None:
    keep(sprint(label="warm up <b>"), steps(LATER), jump(DAY, 2.1, 2.2), sprint(None))
    page = site.get("/runs/noa").text
    well_built(page)
    days = re.findall(r"<h2>(.*?)</h2>", page)
    assert days == ["Sat 21 Feb 2026", "Sun 1 Feb 2026", "No date"]
    assert "warm up &lt;b&gt;" in page
    assert "Long jump from standing" in page
    assert "12 contacts" in page
    assert re.findall(r"<h2>(.*?)</h2>", site.get("/runs/noa?only=steps").text) == days[:1]
    assert "Nothing recorded yet." in site.get("/runs/kim").text


def test_fifty_stand_on_a_page_and_all_are_reached(site: Site, keep: Keep) -> None:
    keep(*(jump(DAY - timedelta(days=n), 2.0, 2.0 + n / 1000) for n in range(103)))
    pages = [site.get(f"/runs/noa?page={number}").text for number in (1, 2, 3, 4)]
    found = [re.findall(r'name="run" value="(\w+)"', page) for page in pages]
    assert [len(ids) for ids in found] == [50, 50, 3, 0]
    assert len({id for ids in found for id in ids}) == 103
    assert ['rel="next"' in page for page in pages] == [True, True, False, False]
    assert ['rel="prev"' in page for page in pages] == [False, True, True, False]
    assert "Nothing more here." in pages[3]


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=x", "only=everything"])
def test_a_list_that_is_not_there_is_said(site: Site, query: str) -> None:
    assert site.get(f"/runs/noa?{query}").status_code == 422


def test_a_value_is_listed_once_it_was_measured(site: Site, keep: Keep) -> None:
    (id,) = keep(sprint())
    assert "Top speed" not in site.get("/runs/noa").text
    page = site.get(f"/run/noa?id={id}").text
    well_built(page)
    value = re.search(r'class="big num"><b>([\d.]+) m/s', page)
    assert value is not None
    assert f"{value[1]} m/s" in site.get("/runs/noa").text


def test_a_sprint_shows_fit_residuals_values_and_where_they_come_from(site: Site, keep: Keep) -> None:
    (id,) = keep(sprint())
    page = site.get(f"/run/noa?id={id[:8]}").text
    for text in ("c-sprint-fit", "No force–velocity chart: ", "runs.csv row 0", "hand-made", "Time constant (TAU)",
                 "raw bytes", "speed curve", "gates, standing start"):  # fmt: skip
        assert text in page, text
    assert "c-force-velocity" not in page


def test_steps_show_each_leg_and_every_step(site: Site, keep: Keep) -> None:
    (id,) = keep(steps())
    page = site.get(f"/run/noa?id={id}").text
    well_built(page)
    assert "c-paired-steps" in page
    assert "Left and right" in page
    assert "All 11 steps" in page
    assert page.count("<td>0.110</td>") >= 11
    assert "not seen" in page


def test_a_trace_and_a_test_have_their_page_and_what_cannot_be_measured_says_why(site: Site, keep: Keep) -> None:
    ids = keep(trace(), jump(DAY, 2.1, 2.2), Splits("Noa", np.array([10.0]), np.array([2.0]), DAY))
    pages = [site.get(f"/run/noa?id={id}").text for id in ids]
    for page in pages:
        well_built(page)
    assert "c-sprint-fit" in pages[0]
    assert "Long jump from standing" in pages[1]
    assert "2.2 m" in pages[1] or "2.15 m" in pages[1]
    assert "Nothing could be measured from it" in pages[2]


def test_runs_of_others_and_unknown_ones_are_not_shown(site: Site, keep: Keep) -> None:
    (id,) = keep(sprint())
    assert site.get(f"/run/kim?id={id}").status_code == 422
    assert site.get("/run/noa?id=ffffffff").status_code == 404
    assert site.get("/run/noa").status_code in (404, 422)
    assert site.get(f"/compare/kim?a={id}&b={id}").status_code == 422


def _seal(site: Site) -> None:
    """Register a block that runs on the day of the test and keeps its times from view."""
    made = replace(block(), registered_at=AT - timedelta(hours=2), start=AT.date() - timedelta(days=1),
                   check=AT.date() + timedelta(weeks=8))  # fmt: skip
    with open_store(site.desk.path) as store:
        store.save_result(Provenance(BLOCK, "test"), made, athlete="Noa", saved_at=AT)


def test_sealed_times_are_hidden_on_every_page(site: Site, keep: Keep) -> None:
    known, earlier = keep(sprint(DAY), sprint(DAY, 1.01), at=AT - timedelta(days=9))
    today = AT.date()
    hidden, jumped = keep(sprint(today, 0.987, label="secret fly"), jump(today, 2.1, 2.2))
    assert site.get(f"/run/noa?id={hidden}").status_code == 200
    _seal(site)
    listed = site.get("/runs/noa").text
    well_built(listed)
    assert "sealed until 27 April" in listed
    secret = f"{0.987 * TIMES[-1]:.3f}"
    pages = [
        listed,
        site.get("/runs/noa?only=sprints").text,
        site.get(f"/run/noa?id={hidden}").text,
        site.get(f"/run/noa?id={known}").text,
        site.get(f"/run/noa?id={jumped}").text,
        site.get(f"/compare/noa?a={known}&b={hidden}").text,
        site.get(f"/compare/noa?a={known}&b={earlier}").text,
    ]
    assert [page for page in pages if secret in page or "secret fly" in page or f'value="{hidden}"' in page] == []
    assert [site.get(f"/run/noa?id={id}").status_code for id in (hidden, known, jumped)] == [422, 200, 200]
    assert site.get(f"/compare/noa?a={known}&b={hidden}").status_code == 422
    site.at = AT + timedelta(weeks=9)
    assert secret in site.get("/runs/noa").text


def test_two_sprints_of_two_days_say_what_changed(site: Site, keep: Keep) -> None:
    ids = keep(sprint(LATER, 0.98), sprint(DAY))
    page = site.get(f"/compare/noa?run={ids[0]}&run={ids[1]}").text
    well_built(page)
    assert page.index("First: Sun 1 Feb 2026") < page.index("Second: Sat 21 Feb 2026")
    assert "What changed" in page
    assert "How the curve changed" in page
    assert page.count("c-sprint-fit") == 2
    assert "cannot be compared" not in page


def test_two_runs_with_steps_are_accounted_for_exactly(site: Site, keep: Keep) -> None:
    ids = keep(steps(DAY), steps(LATER, 0.10, 9.3))
    desk = RunDesk(site.desk.path, lambda: AT)
    found = desk.compare("noa", *ids)
    assert found.account is not None
    rows = {row[0]: float(row[2].replace("−", "-")) for row in found.account.spec.table.rows}
    assert rows["Push"] + rows["Swing"] + rows["Geometry"] == pytest.approx(rows["Together"], abs=0.2)
    contact = next(row for row in found.rows if row.name == "contact_time")
    assert contact.change is not None
    assert contact.change.change.value == pytest.approx(np.log(0.10 / 0.11))
    page = site.get(f"/compare/noa?a={ids[0]}&b={ids[1]}").text
    well_built(page)
    assert "c-steps-account" in page
    assert "beyond error" in page


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (sprint(), sprint(LATER, device="radar"), "not measured alike: gates, then radar"),
        (sprint(), SHORT, "not measured alike"),
        (sprint(), steps(LATER), "different things: a sprint and step times"),
        (jump(DAY, 2.1), FieldTest("Noa", "S3", (0.3,), "s", Side.LEFT, on=LATER), "different things"),
        (sprint(), Splits("Noa", np.array([10.0]), np.array([2.0]), LATER), "Nothing was measured from one of them"),
    ],
)  # fmt: skip
def test_runs_that_cannot_be_compared_say_why_and_show_no_change(
    site: Site, keep: Keep, one: Recording, other: Recording, said: str
) -> None:
    first, second = keep(one, other)
    page = site.get(f"/compare/noa?a={first}&b={second}").text
    well_built(page)
    assert "Two runs that cannot be compared" in page
    assert said in page
    assert "Change (90 %)" not in page
    assert "What changed" not in page


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        (sprint(), sprint(DAY, 0.98), SAME_DAY),
        (sprint(None), sprint(LATER), UNDATED),
        (jump(DAY, 2.1, 2.1), jump(LATER, 2.2, 2.2), LEARNING),
        (steps(speed=None), steps(LATER), "No account of the steps"),
    ],
)
def test_what_bounds_a_comparison_is_said(site: Site, keep: Keep, one: Recording, other: Recording, said: str) -> None:
    first, second = keep(one, other)
    assert said in site.get(f"/compare/noa?a={first}&b={second}").text


def test_two_runs_of_one_day_hold_top_speed_against_their_own_errors_alone(site: Site, keep: Keep) -> None:
    first, second = keep(sprint(), sprint(DAY, 1 / 1.05))
    found = RunDesk(site.desk.path, lambda: AT).compare("noa", first, second)
    changed = {row.name: row.change for row in found.rows if row.change is not None}
    assert set(changed) == {"mss"}
    assert changed["mss"].change.value == pytest.approx(np.log(1.05), abs=0.02)
    assert found.checks == ()


@pytest.mark.parametrize("chosen", ["", "run=a", "run=a&run=b&run=c"])
def test_exactly_two_must_be_chosen(site: Site, chosen: str) -> None:
    answer = site.get(f"/compare/noa?{chosen}")
    assert answer.status_code == 422
    assert "tick exactly two runs" in answer.text


def test_a_page_that_says_what_is_missing_leads_back(site: Site) -> None:
    def links(before: str) -> str:
        return site.ask("GET", "/compare/noa?", headers={"referer": before}).text

    assert '<a href="/runs/noa?only=sprints">Back to the page before</a>' in links(
        "http://localhost/runs/noa?only=sprints"
    )
    assert 'href="/evil.example"' in links("http://localhost//evil.example")
    for before in ("", "http://evil.example/runs/noa", "http://localhost/compare/noa?"):
        assert "Back to the page before" not in links(before)


def test_a_run_is_not_compared_with_itself(site: Site, keep: Keep) -> None:
    (id,) = keep(sprint())
    assert site.get(f"/compare/noa?a={id}&b={id}").status_code == 422


def test_the_sign_of_a_change_turns_with_the_order_of_days(site: Site, keep: Keep) -> None:
    slow, fast = keep(sprint(DAY, 1.0), sprint(LATER, 0.95))
    slow_last, fast_first = keep(sprint(LATER + timedelta(days=9), 1.0), sprint(LATER + timedelta(days=8), 0.95))
    desk = RunDesk(site.desk.path, lambda: AT)
    up = desk.compare("noa", slow, fast).checks[0][0].change.value
    down = desk.compare("noa", slow_last, fast_first).checks[0][0].change.value
    assert up > 0.0 > down


def test_measuring_never_raises_for_a_run_that_carries_nothing() -> None:
    found = measure_run(StepEvents("Noa", (Contact(Side.LEFT, 0.0, 0.1),), DAY))
    assert found.analysis is None
    assert found.lacking


def test_a_file_that_was_deleted_and_is_understood_otherwise_is_measured_anew(site: Site) -> None:
    desk, data = RunDesk(site.desk.path, site.desk.clock), b"the same bytes"

    def bring(factor: float, days: int) -> str:
        noted = replace(sprint(factor=factor), origin=Origin(content_id(data), "runs.csv", "hand-made", "row 1"))
        reading = Reading("hand-made", content_id(data), "runs.csv", (noted,))
        with open_store(site.desk.path) as store:
            return store.save_import(reading, data, imported_at=AT + timedelta(seconds=days)).ids[0]

    def shown(id: str) -> str:
        return repr(desk.run("noa", id).measured.analysis)

    first = bring(1.0, 0)
    before = shown(first)
    with open_store(site.desk.path) as store:
        store.delete("Noa")
    assert bring(0.9, 1) == first
    assert shown(first) != before
