"""What activities tell: each once, by the device that is believed, and nothing of a sealed day's speed."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.outings.gathered import open_history
from evenstride.app.outings.seasons import season_lines, season_table, season_voices, seasons_of
from evenstride.app.outings.told import (
    choose_sources,
    done_lines,
    done_of,
    done_tables,
    find_outing,
    outing_lines,
    outings_between,
    sources_of,
)
from evenstride.app.outings.work import outing_making
from evenstride.core.activity import Activity, ActivityReading, LifeDay
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.estimate import Missing
from evenstride.core.filed import FiledFile, filed_of
from evenstride.core.log import LogEntry
from evenstride.core.provenance import content_id
from evenstride.core.recording import Origin
from evenstride.core.season_values import SeasonShift, Shifted, Span
from evenstride.science.outings.summary import summarise_outing
from evenstride.science.simulate.outings import PlantedRunner, simulate_outing, simulate_season
from evenstride.store import MemoryStore, Store, filed_id, open_store
from tests.outing_files import FIRST
from tests.unit.test_export_doors import Run, run

__all__ = ["run"]

AT = datetime(2026, 6, 30, 12, tzinfo=UTC)


def keep(store: Store, *activities: Activity, days: tuple[LifeDay, ...] = (), at: datetime = AT) -> tuple[str, ...]:
    """File activities as if a reader had read them, each from a file of its own."""
    ids: list[str] = []
    for number, activity in enumerate(activities):
        data = f"{activity.started} {number} {activity.devices}".encode()
        named = replace(activity, origin=Origin(content_id(data), f"{number}.fit", "FIT"))
        reading = ActivityReading("FIT", content_id(data), f"{number}.fit", (named,), days if not number else ())
        filed = filed_of(reading, "Noa")
        store.save_imports([(FiledFile(reading.content_id, reading.file_name, filed), data)], imported_at=at)
        made = outing_making(filed_id(filed[0]), ())
        store.save_results([(made, summarise_outing(named))], athlete="Noa", saved_at=at)
        ids.append(filed_id(filed[0]))
    return tuple(ids)


def a_run(on: date = date(2026, 6, 1), **more) -> Activity:
    return simulate_outing(PlantedRunner(), on, **{"minutes": 20.0, "seed": 1, **more})


def test_outings_come_newest_first_with_what_each_gives() -> None:
    store = MemoryStore()
    first, second = keep(store, a_run(effort=5.0), a_run(date(2026, 6, 3), seed=2))
    history = open_history(store, "noa", at=AT)
    assert [one.stored.id for one in outings_between(history, None, None)] == [second, first]
    assert [one.stored.id for one in outings_between(history, date(2026, 6, 1), date(2026, 6, 2))] == [first]
    one = find_outing(history, first[:6])
    lines = list(outing_lines(one, history))
    assert lines[0].startswith("Running on 1 June 2026: 20 min, ")
    assert lines[1] == "Load 100: effort 5.0 × 20 min."
    assert lines[-2:] == ["Written by watch, pod.", "From 0.fit."]
    assert history.own_best is not None
    assert 3.0 < history.own_best < 7.0


@pytest.mark.parametrize("id", ["", "ab", "zzzzzz"])
def test_an_outing_that_is_not_there_is_said(id: str) -> None:
    store = MemoryStore()
    keep(store, a_run())
    with pytest.raises(NotFoundError, match="listed by: evenstride outings"):
        find_outing(open_history(store, None, at=AT), id)


def test_an_activity_in_several_files_counts_once_and_the_one_with_contacts_tells() -> None:
    store = MemoryStore()
    whole = a_run()
    bare = replace(
        whole, channels=whole.channels[:2], devices=("phone",), started=whole.started + timedelta(seconds=20),
    )  # fmt: skip
    later = replace(bare, started=whole.started + timedelta(hours=2))
    keep(store, bare, whole, later)
    history = open_history(store, None, at=AT)
    assert [one.also for one in history.outings] == [("0.fit",), ()]
    assert not isinstance(history.outings[0].summary.steps, Missing)
    assert list(outing_lines(history.outings[0], history))[-1] == "From 1.fit; also in 0.fit."


def test_effort_that_was_logged_counts_where_it_is_clear_what_it_speaks_of() -> None:
    store = MemoryStore()
    keep(store, a_run(), a_run(date(2026, 6, 2), effort=2.0), a_run(date(2026, 6, 3)), a_run(date(2026, 6, 4)))
    for on, efforts in {1: (6.0,), 2: (9.0,), 3: (3.0, 4.0)}.items():
        for effort in efforts:
            store.save_log("Noa", LogEntry(date(2026, 6, on), "easy", 20, effort))
    efforts = [one.summary.effort for one in open_history(store, None, at=AT).outings]
    assert efforts == [6.0, 2.0, None, None]


def test_weeks_and_days_of_what_was_done() -> None:
    store = MemoryStore()
    nights = tuple(LifeDay(date(2026, 6, 22 + day), 27_000.0, 48.0) for day in range(3))
    keep(store, a_run(date(2026, 6, 22), effort=4.0), a_run(date(2026, 6, 24), effort=6.0, seed=3), days=nights)
    done = done_of(open_history(store, None, at=AT), weeks=2)
    assert [week.first for week in done.weeks] == [date(2026, 6, 22), date(2026, 6, 29)]
    assert done.weeks[0].load == pytest.approx(200.0, rel=0.01)
    assert (done.weeks[0].sleep, done.weeks[0].resting_heart_rate) == (27_000.0, 48.0)
    assert [one.on for one in done.days][-1] == AT.date()
    (_, weeks), (_, days) = done_tables(done)
    assert weeks[1][:4] == ("2026-06-22", "0.7", f"{done.weeks[0].distance / 1000:.1f}", "200")
    assert days[0] == ("Tue 2026-06-30", "–", "", "", "", "", "–", "–")
    assert days[-1][-2:] == ("7.5", "48")
    assert "no ratio of weeks" in done_lines(done)[0]


def test_weeks_without_a_watch_say_where_the_log_is_counted() -> None:
    store = MemoryStore()
    store.save_athlete(Athlete("Noa"), saved_at=AT)
    store.save_log("Noa", LogEntry(AT.date(), "play", minutes=30.0))
    [line] = done_lines(done_of(open_history(store, None, at=AT), weeks=2))
    assert line.endswith("What was logged by hand: evenstride ledger")


def seasons(push: float) -> MemoryStore:
    store = MemoryStore()
    before = simulate_season(PlantedRunner(), date(2025, 5, 1), outings=10, days=55, minutes=30, seed=1)
    now = simulate_season(PlantedRunner(), date(2026, 5, 1), outings=10, days=55, minutes=30, push=push, seed=2)
    keep(store, *before, *now)
    return store


def test_a_season_in_which_push_grew_says_push() -> None:
    history = open_history(seasons(0.06), None, at=AT)
    found = seasons_of(history)
    assert isinstance(found.shift, SeasonShift)
    assert found.shift.shifted is Shifted.PUSH
    assert (found.before, found.now) == (
        Span(date(2025, 4, 1), date(2025, 6, 30)),
        Span(date(2026, 4, 1), date(2026, 6, 30)),
    )
    assert "push more" in season_voices(found).athlete
    rows = season_table(found)
    assert rows is not None
    assert [row[0] for row in rows[1]] == ["2025-05", "2025-06", "2026-05", "2026-06"]
    assert all(re.fullmatch(r"1\.\d+ \(1\.\d+–1\.\d+\)", row[2]) for row in rows[1])
    assert any("Contact times of outings stop at 7 m/s" in line for line in season_lines(found))


def test_spans_that_overlap_are_refused() -> None:
    store = MemoryStore()
    keep(store, a_run())
    span = Span(date(2026, 5, 1), date(2026, 6, 1))
    with pytest.raises(InputError, match="the two spans overlap"):
        seasons_of(open_history(store, None, at=AT), before=span, now=Span(date(2026, 6, 1), date(2026, 6, 9)))


def test_little_is_told_of_little_and_what_to_record() -> None:
    store = MemoryStore()
    keep(store, a_run())
    found = seasons_of(open_history(store, None, at=AT))
    assert isinstance(found.curves, Missing)
    assert season_table(found) is None
    assert "cannot tell yet" in season_voices(found).athlete


def test_devices_are_listed_and_only_known_ones_are_believed(tmp_path: Path) -> None:
    store = MemoryStore()
    keep(store, a_run())
    assert sources_of(store, None) == ((), (("watch", 1), ("pod", 1)))
    with pytest.raises(InputError, match=r"no activity of Noa names the device 'Stryd'\. Known are: watch, pod"):
        choose_sources(store, None, ["Stryd"], at=AT)


# --- commands ----------------------------------------------------------------------------------------------------


@pytest.fixture
def years(run: Run, tmp_path: Path) -> Run:
    with open_store(tmp_path / "test.db") as store:
        keep(store, *simulate_season(PlantedRunner(), date(2026, 3, 1), outings=8, days=50, minutes=20, seed=4))
    return run


def test_commands_print_tables_and_documents(years: Run) -> None:
    code, out, err = years("outings", "--since", "2026-03-10", "--until", "2026-03-31")
    assert (code, err, out.count("running")) == (0, "", 3)
    code, out, _ = years("outings", "--json")
    id = json.loads(out)[0]["id"]
    code, out, _ = years("outing", id)
    assert (code, "Steps: " in out) == (0, True)
    assert json.loads(years("outing", id, "--json")[1])["outing"]["steps"]["contact_source"] == "pod"
    code, out, _ = years("seasons", "--speed", "3.4", "--now", "2026-04-01..2026-04-30", "--before",
                         "2026-03-01..2026-03-31")  # fmt: skip
    assert (code, "At 3.40 m/s" in out) == (0, True)
    assert json.loads(years("seasons", "--json")[1])["balance"]["source"] == "pod"
    assert years("done", "--weeks", "3", "--days")[0] == 0
    code, out, _ = years("sources")
    assert (code, out.splitlines()[1].split()) == (0, ["watch", "8"])


def test_a_span_that_is_none_is_said(years: Run) -> None:
    code, _, err = years("seasons", "--now", "2026-04-01")
    assert code == 2
    assert "--now: '2026-04-01' is no span of days. Write it as 2026-03-01..2026-05-31." in err


def test_nobody_with_activities_is_told_how_to_bring_some(run: Run, tmp_path: Path) -> None:
    with open_store(tmp_path / "test.db") as store:
        keep(store, a_run(FIRST.date()))
    assert run("outings", "--since", "2030-01-01")[1].startswith("No activity is here.")
