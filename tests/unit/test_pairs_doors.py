"""Pairs and lines of equal speed through the command line and the page, and where neither is shown."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from evenstride.app.overview import draw_diagnosis, show_overview
from evenstride.app.record import log_session
from evenstride.core.athlete import Athlete
from evenstride.core.diagnosis import Situation
from evenstride.core.log import LogEntry, Pain
from evenstride.store import Store
from tests import examples_overview as some
from tests.desks import pages_of
from tests.terminals import Terminal
from tests.terminals import run as run
from tests.unit.test_claims_doors import AT, LAST, NAME, season
from tests.unit.test_claims_doors import store as store


def steps_file(folder: Path, *days: tuple[date, float], count: int = 14) -> Path:
    rows = ["athlete,date,side,touchdown,toe_off,speed"]
    for day, left in days:
        now = 0.0
        for index in range(count):
            side, contact = (("left", left), ("right", 0.105))[index % 2]
            rows.append(f"Noa,{day},{side},{now:.4f},{now + contact:.4f},9.0")
            now += contact + 0.125
    path = folder / "steps.csv"
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_steps_are_told_in_pairs_with_their_change(run: Terminal, tmp_path: Path):
    path = steps_file(tmp_path, (date(2026, 3, 3), 0.105), (date(2026, 5, 5), 0.125))
    text = run("steps", str(path))[1]
    assert "Left push with right swing: force 2.19 body weights" in text
    assert "swing time" in text
    assert "Left push over right push:" in text
    assert "Left push with right swing since 3 March:" in text
    assert "changed differently beyond error in" in text
    found = json.loads(run("steps", str(path), "--json")[1])
    assert [one["date"] for one in found["pairs"]] == ["2026-03-03", "2026-05-05"]
    assert found["pairs"][1]["pairs"]["left push"]["contact_time"]["value"] == pytest.approx(0.125)
    assert found["pairs"][1]["differences"]["contact_length"]["change"]["value"] > 0.15
    assert "contact_time" in found["runs"][0]["values"]


def test_one_day_has_no_change_and_few_contacts_say_what_to_film(run: Terminal, tmp_path: Path):
    text = run("steps", str(steps_file(tmp_path, (date(2026, 3, 3), 0.105), count=4)))[1]
    assert "Left push with right swing, and the reverse: cannot tell" in text
    assert "six contacts in a row" in text
    assert "since 3 March" not in text


def test_the_page_shows_pairs_on_and_off_the_run_and_the_lines(store: Store, tmp_path: Path):
    season(store, tmp_path)
    made, kept = (show_overview(store, store.athlete(NAME), at=AT) for _ in range(2))
    assert (made.pairs, made.paired_capacity, made.expected) == (kept.pairs, kept.paired_capacity, kept.expected)
    page = pages_of(kept)
    for said in (made.pairs, made.paired_capacity, made.expected):
        assert said is not None
        assert said.athlete in page.replace("&#39;", "'")
    assert "paired-steps" in made.figures
    assert "physics would expect" in made.figures["push-swing"].spec.description
    assert "No direction is called cheaper" in made.figures["push-swing"].spec.description


def test_while_something_stops_training_neither_pairs_nor_a_direction_are_shown(store: Store, tmp_path: Path):
    season(store, tmp_path)
    log_session(store, NAME, LogEntry(LAST, "easy", pains=(Pain("hamstring", 6, "left"),)), at=AT)
    shown = show_overview(store, store.athlete(NAME), at=AT)
    assert (shown.pairs, shown.paired_capacity, shown.expected) == (None, None, None)
    assert (shown.diagnosis.named, dict(shown.diagnosis.emphasis), shown.diagnosis.next_tests) == (None, {}, ())
    assert "cheaper" not in shown.figures["push-swing"].spec.description


def test_under_sixteen_there_are_no_lines_and_no_pairs(store: Store, tmp_path: Path):
    season(store, tmp_path)
    child = replace(store.athlete(NAME), birth_year=LAST.year - 12)
    store.save_athlete(child, saved_at=AT)
    shown = show_overview(store, store.athlete(NAME), at=AT)
    assert isinstance(shown.athlete, Athlete)
    assert shown.diagnosis.situation is Situation.YOUTH
    assert (shown.pairs, shown.paired_capacity, shown.expected) == (None, None, None)
    assert "paired-steps" not in shown.figures
    young = draw_diagnosis(some.diagnosis(situation=Situation.YOUTH))
    assert "physics" not in young["push-swing"].spec.description
    assert "physics" in draw_diagnosis(some.diagnosis())["push-swing"].spec.description
