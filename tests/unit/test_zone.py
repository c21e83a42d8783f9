"""The time zone chosen on a page: days are counted in it, those told stay, and it goes along with all of an archive."""

import io
from contextvars import copy_context
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import available_timezones

import pytest

from evenstride.app.archive import export_archive, import_archive
from evenstride.app.wiring import ZONE_VARIABLE, counting_days_in, kept_zone, local_day, local_zone, zones_by_region
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError
from evenstride.core.log import LogEntry
from evenstride.doors.web.jobs import Jobs
from evenstride.store import MemoryStore, Store, open_store
from tests.sites import HOME, Site
from tests.terminals import Terminal
from tests.unit.test_web_runs import site, well_built  # noqa: F401 - a fixture

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
"""At noon UTC it is the next day in the one, and one in the morning of the same day in the other."""


@pytest.fixture(autouse=True)
def no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(ZONE_VARIABLE, raising=False)


@pytest.fixture
def noa(site: Site) -> Site:  # noqa: F811 - a fixture
    return site


def test_pages_count_days_in_the_zone_chosen_and_told_days_stay(noa: Site) -> None:
    with open_store(noa.desk.path) as store:
        store.save_log("Noa", LogEntry(date(2026, 3, 2), "easy", id="before"))
    answer = noa.post("/zone/noa", f"zone={EAST}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/data/noa#zone")
    page = noa.get("/data/noa").text
    well_built(page)
    assert f"Days are those of <b>{EAST}</b>" in page
    assert "<small>3 March</small>" in page
    assert page.count(" selected>") == 1
    assert f"<option selected>{EAST}</option>" in page
    # An entry without a day was done on the day it is there.
    assert noa.post("/log/noa", "kind=easy&id=12345678").status_code == 200
    with open_store(noa.desk.path) as store:
        assert [one.on for one in store.log("Noa")] == [date(2026, 3, 2), date(2026, 3, 3)]
    assert noa.post("/zone/noa", "zone=").status_code == 303
    assert "<small>2 March</small>" in noa.get("/data/noa").text
    assert kept_zone(noa.desk.path) == ""


def test_the_environment_comes_first_and_the_page_says_so(noa: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    noa.post("/zone/noa", f"zone={EAST}")
    monkeypatch.setenv(ZONE_VARIABLE, WEST)
    page = noa.get("/data/noa").text
    assert f"Days are those of <b>{WEST}</b>, because <code>EVENSTRIDE_ZONE</code> says so" in page
    assert "<small>2 March</small>" in page
    assert f"<option selected>{EAST}</option>" in page
    monkeypatch.delenv(ZONE_VARIABLE)
    assert "says so" not in noa.get("/data/noa").text


@pytest.mark.parametrize("told", ["Middle/Earth", "../../etc/passwd", "europe/zurich", "%3Cscript%3E"])
def test_what_is_no_zone_changes_nothing(noa: Site, told: str) -> None:
    noa.post("/zone/noa", "zone=Asia/Tokyo")
    assert noa.post("/zone/noa", f"zone={told}").status_code == 422
    foreign = noa.ask("POST", "/zone/noa", headers={**HOME, "origin": "http://evil.example"}, content="zone=")
    assert (foreign.status_code, kept_zone(noa.desk.path)) == (403, "Asia/Tokyo")


def test_every_zone_offered_is_one_and_every_continent_is_there() -> None:
    offered = [name for names in zones_by_region().values() for name in names]
    assert set(offered) <= available_timezones()
    assert len(offered) == len(set(offered)) > 300
    assert all(zones_by_region().values())


def test_a_zone_ends_with_its_page_and_jobs_keep_that_of_theirs() -> None:
    days: list[date] = []
    with counting_days_in(EAST):
        assert (local_day(NOON), str(local_zone())) == (date(2026, 3, 3), EAST)
        job = Jobs().start("a", lambda _: days.append(local_day(NOON)), then="/", wish="")
    assert job.wait(10.0)
    assert days == [date(2026, 3, 3)]
    with counting_days_in(WEST):
        assert local_day(NOON) == date(2026, 3, 2)


def test_a_zone_nobody_knows_any_more_does_not_close_the_page(noa: Site, tmp_path: Path) -> None:
    with open_store(noa.desk.path) as store:
        store.save_zone("Old/Empire", saved_at=NOON)
    assert kept_zone(noa.desk.path) == ""
    assert noa.get("/data/noa").status_code == 200
    (tmp_path / "no.db").write_bytes(b"not a database")
    assert (kept_zone(tmp_path / "no.db"), kept_zone(tmp_path / "none.db")) == ("", "")
    assert not (tmp_path / "none.db").exists(), "looking makes no database"


def test_the_terminal_counts_in_the_zone_of_its_database(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenstride.app.wiring.now", lambda: NOON)
    run = Terminal(tmp_path, capsys, monkeypatch)

    def told() -> tuple[str, list[date]]:
        with open_store(tmp_path / "test.db") as store:
            store.save_athlete(Athlete("Noa"), saved_at=NOON)
            store.save_zone(EAST, saved_at=NOON)
        assert run("log", "easy", "--minutes", "30", "--rpe", "2")[0] == 0
        _, _, remarks = run("data", "show")
        with open_store(tmp_path / "test.db") as store:
            return remarks, [one.on for one in store.log("Noa")]

    remarks, days = copy_context().run(told)
    assert f"Days are those of {EAST}" in remarks
    assert days == [date(2026, 3, 3)]


def archive(store: Store) -> io.BytesIO:
    out = io.BytesIO()
    export_archive(store, (), out, at=NOON)
    out.seek(0)
    return out


def filled(zone: str, name: str = "Noa") -> MemoryStore:
    store = MemoryStore()
    store.save_athlete(Athlete(name), saved_at=NOON)
    store.save_zone(zone, saved_at=NOON)
    return store


@pytest.mark.parametrize("zone", ["", EAST])
def test_an_archive_brings_its_zone_to_an_empty_database(zone: str, tmp_path: Path) -> None:
    with open_store(tmp_path / "new.db") as back:
        import_archive(back, archive(filled(zone)), at=NOON)
        assert back.zone() == zone
        import_archive(back, archive(filled(WEST)), at=NOON)
        assert back.zone() == zone, "somebody is here: their days stay where they are counted"


def test_a_zone_chosen_here_stays_and_one_that_is_none_does_not_come_in() -> None:
    here = MemoryStore()
    here.save_zone(WEST, saved_at=NOON)
    import_archive(here, archive(filled(EAST)), at=NOON)
    assert here.zone() == WEST
    new = MemoryStore()
    import_archive(new, archive(filled("Middle/Earth")), at=NOON)
    assert (new.zone(), len(new.athletes())) == ("", 1)


def test_an_archive_that_is_refused_leaves_the_zone(tmp_path: Path) -> None:
    broken = archive(filled(EAST)).getvalue()[:-30]
    with open_store(tmp_path / "new.db") as back:
        with pytest.raises(InputError):
            import_archive(back, io.BytesIO(broken), at=NOON)
        assert back.zone() == ""
