"""Things a fresh user stumbled over: a reason said seven times, lines that read alike, names out of order."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.athlete import Athlete, Intake, athlete_key, name_order
from evenstride.core.errors import InputError
from evenstride.core.progress import no_progress
from evenstride.core.provenance import content_id
from evenstride.core.recording import Origin, Reading
from evenstride.doors.cli import lan
from evenstride.science.simulate.sprint import simulate_splits
from evenstride.store import open_store
from tests.unit.test_web_plan import AT, Site, site  # noqa: F401 - a fixture


def test_that_there_is_no_time_on_a_day_is_said_once(site: Site) -> None:  # noqa: F811
    site.finish(site.post("/plan/kim", "weeks=2"))
    reasons = [one.reason for one in site.planned().sessions if not one.minutes]
    assert reasons.count("You have no time on this day, so it is a full rest day.") > 2
    page = site.get("/plan/kim").text
    assert page.count("You have no time on this day") == 1
    assert page.count("· Rest</b>") == len(reasons)


def test_no_two_lines_of_the_results_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "test.db"
    with open_store(path) as store:
        for number in range(4):
            data = f"run {number}".encode()
            run = simulate_splits([5, 10, 20, 30], 9.0, 1.2, timing_sd=0.01, seed=number, athlete="Kim")
            run = replace(
                run, on=AT.date() - timedelta(days=number // 2), origin=Origin(content_id(data), "r.csv", "t")
            )
            store.save_import(Reading("t", content_id(data), "r.csv", (run,)), data, imported_at=AT)
    shown = Site(path)
    shown.desk.overview("kim")
    shown.desk.plan("kim", AT.date(), 1, progress=no_progress)
    shown.desk.plan("kim", AT.date(), 2, progress=no_progress)
    page = shown.get("/data/kim?of=results").text
    lines = Counter(re.findall(r'<a href="/why/[^"]*"><b>(.*?)</b>(.*?)</li>', page))
    assert sum(lines.values()) >= 8
    assert max(lines.values()) == 1
    told = [what for what, _ in lines]
    assert "Plan: 2 weeks from 2 March" in told
    assert "Check: top speed" in told
    assert [what for what, more in lines if re.search("[0-9a-f]{12}<", more)] == 4 * ["Sprint: 13 values of a run"]


def test_names_stand_where_people_look_for_them(tmp_path: Path) -> None:
    names = ["Zoë", "tom", "Ömer", "Ola", "Émile", "Eva", "Øyvind", "Łukas", "Mia", "Änne"]
    with open_store(tmp_path / "test.db") as store:
        for name in names:
            store.save_athlete(Athlete(name, intake=Intake(AT.date())), saved_at=AT)
        assert [one.name for one in store.athletes()] == sorted(names, key=name_order)
    page = Site(tmp_path / "test.db").get("/").text
    shown = re.findall(r'<li><a href="/athlete/[^"]*">([^<]*)</a>', page)
    assert shown == ["Änne", "Émile", "Eva", "Łukas", "Mia", "Ola", "Ömer", "Øyvind", "tom", "Zoë"]


@given(st.text(min_size=1), st.text(min_size=1))
def test_two_people_never_share_a_place(one: str, other: str) -> None:
    assert (name_order(one) == name_order(other)) is (athlete_key(one) == athlete_key(other))


def test_a_name_alone_does_not_open_a_network_and_is_not_asked_for_again(
    site: Site,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lan, "own_addresses", lambda: ())
    with pytest.raises(InputError) as caught:
        lan.open_to_network(site.desk, 8642, ("x.local",), None, None)
    assert "x.local without one leads nowhere" in str(caught.value)
    assert "--name 192.168.1.20" in str(caught.value)
    with pytest.raises(InputError) as caught:
        lan.open_to_network(site.desk, 8642, (), None, None)
    assert "leads nowhere" not in str(caught.value)
    opened = lan.open_to_network(site.desk, 8642, ("x.local", "192.168.1.20"), None, None)
    assert {"x.local", "192.168.1.20"} <= set(opened.network.hosts)
