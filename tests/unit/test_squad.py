"""The squad page: who is counted, what is said, and that no name is in it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from evenstride.app.observe import measure_tests
from evenstride.app.reading.sheets import write_field_tests
from evenstride.app.squads.squad import measure_squad, squad_page
from evenstride.core.athlete import Athlete
from evenstride.core.errors import NotFoundError
from evenstride.core.estimate import Missing
from evenstride.core.recording import FieldTest
from evenstride.core.roles import Side
from evenstride.core.squad import Bearing
from evenstride.doors.cli import app, main
from evenstride.doors.report import render_squad
from evenstride.readers import read
from evenstride.science.simulate.frames import simulate_hops
from evenstride.science.simulate.squad import FLYING, PlantedSquad, PlantedTest, simulate_squad
from evenstride.store.memory import MemoryStore
from evenstride.words import say_squad, say_squad_test
from tests import examples_overview as some

NOW = datetime(2026, 12, 1, tzinfo=UTC)
TESTS = {FLYING: PlantedTest(0.012, 0.05, 0.01, 0.02), "P2": PlantedTest(0.024, 0.1, correlation=0.9)}


def sheet(athletes: int, *, seed: int = 3, sessions: int = 6) -> bytes:
    people = simulate_squad(
        PlantedSquad(athletes=athletes, sessions=sessions, tests=TESTS), start=date(2026, 1, 5), seed=seed
    )
    rows: list[FieldTest] = [test for _, tests in people for test in tests]
    return write_field_tests(rows).replace("simulated", "tape").encode()


def store_of(athletes: int, **options: int) -> MemoryStore:
    store, data = MemoryStore(), sheet(athletes, **options)
    store.save_import(read(data, name="squad.csv"), data, imported_at=NOW)
    return store


def test_a_squad_of_thirty_is_spoken_about_without_names() -> None:
    store = store_of(30)
    found = measure_squad(store, at=NOW)
    assert (found.athletes, found.simulated, found.lacking) == (30, 0, 0)
    assert [one.test for one in found.tests] == [FLYING, "P2"]
    speed, jump = found.tests
    assert isinstance(speed.relation, Missing)
    assert not isinstance(jump.relation, Missing)
    assert jump.relation.bearing is Bearing.WITH
    page = render_squad(squad_page(found))
    assert "(tape)" not in page
    assert all(athlete.name not in page for athlete in store.athletes())
    assert "No names are shown" in page
    assert "<svg" in page


def test_fewer_than_twenty_are_counted_down() -> None:
    found = measure_squad(store_of(14), at=NOW)
    page = squad_page(found)
    assert found.lacking == 6
    assert page.figure is None
    assert page.head[0].endswith("6 more are needed before a test can be spoken about: a squad is 20.")
    assert 'class="chart' not in render_squad(page)


def test_nobody_at_all_is_a_page_too() -> None:
    page = squad_page(measure_squad(MemoryStore(), at=NOW))
    assert page.head[0].startswith("0 athletes")
    assert "Nobody has done a field test yet." in render_squad(page)


def test_who_does_not_want_to_be_counted_is_left_out() -> None:
    store = store_of(21)
    name = store.athletes()[0].name
    found = measure_squad(store, at=NOW, without=(name.upper(),))
    assert (found.athletes, found.left_out) == (20, 1)
    assert "1 left out at their wish" in say_squad(found)[0]
    assert found.tests[1].athletes == 20
    with pytest.raises(NotFoundError):
        measure_squad(store, at=NOW, without=("Nobody",))


def test_the_simulated_are_counted_only_among_themselves_and_called_so() -> None:
    store = MemoryStore()
    people = simulate_squad(PlantedSquad(athletes=20, tests=TESTS), start=date(2026, 1, 5))
    data = write_field_tests([test for _, tests in people for test in tests]).encode()
    store.save_import(read(data, name="squad.csv"), data, imported_at=NOW)
    alone = measure_squad(store, at=NOW)
    assert (alone.athletes, alone.simulated) == (20, 20)
    assert say_squad(alone)[0].startswith("20 simulated athletes")
    real = sheet(3, seed=8).replace(b" (tape)", b" real")
    store.save_import(read(real, name="real.csv"), real, imported_at=NOW)
    assert (measure_squad(store, at=NOW).athletes, measure_squad(store, at=NOW).simulated) == (3, 0)


def test_who_may_be_growing_is_not_in_the_relation() -> None:
    store = store_of(30)
    for athlete in store.athletes()[:11]:
        store.save_athlete(Athlete(athlete.name, birth_year=2011), saved_at=NOW)
    jump = measure_squad(store, at=NOW).tests[1]
    assert not isinstance(jump.reliability, Missing)
    assert isinstance(jump.relation, Missing)
    assert jump.relation.reason.startswith("19 of 20 athletes")


def test_later_days_are_not_counted() -> None:
    early = measure_squad(store_of(20), at=datetime(2026, 2, 1, tzinfo=UTC))
    assert isinstance(early.tests[1].reliability, Missing)


def test_every_bearing_has_its_sentence() -> None:
    said = [" ".join(say_squad_test(one)) for one in some.squad().tests]
    assert "Who gained more here gained more speed" in said[1]
    assert "tells nothing about the change of speed here" in said[2]
    assert "It may be left out." in said[2]
    assert "cannot be told yet" in said[3]
    assert said[4].startswith("No test of this part yet. one strap and ten minutes.")
    assert "With speed" not in said[0]
    assert "moves by +1.0 % (+0.5 to +1.4)" in said[0]


def test_the_command_writes_page_text_and_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "squad.csv").write_bytes(sheet(22))
    for words in (
        ["import", "squad.csv", "--db", "s.db"],
        ["test", "squad", "--db", "s.db"],
        ["test", "squad", "--db", "s.db", "--json"],
        ["test", "squad", "--db", "s.db", "--without", "nobody"],
    ):
        capsys.readouterr()
        monkeypatch.setattr("sys.argv", ["evenstride", *words])
        if words[-1] == "nobody":
            with pytest.raises(SystemExit, match="2"):
                main()
            break
        with pytest.raises(SystemExit) as stopped:
            main()
        assert stopped.value.code in (0, None)
    shown = capsys.readouterr()
    assert "nobody" in shown.err
    assert (tmp_path / "squad-tests.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert app.info.name == "evenstride"


def test_json_holds_every_interval(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "squad.csv").write_bytes(sheet(22))
    for words in (["import", "squad.csv", "--db", "s.db"], ["test", "squad", "--db", "s.db", "--json"]):
        capsys.readouterr()
        monkeypatch.setattr("sys.argv", ["evenstride", *words])
        with pytest.raises(SystemExit):
            main()
    told = json.loads(capsys.readouterr().out)
    assert told["athletes"] == 22
    assert set(told["tests"][1]["reliability"]["typical_error"]) == {"value", "low", "high", "unit", "level"}
    assert told["tests"][1]["relation"]["bearing"] in set(Bearing)
    assert not (tmp_path / "squad-tests.html").exists()


def test_gates_and_film_of_one_day_are_one_speed() -> None:
    on = date(2026, 3, 2)
    gates = FieldTest("Noa", FLYING, (8.0, 8.2), "m/s", on=on)
    film = FieldTest("Noa", FLYING, (2.5,), "s", on=on)
    (day,) = measure_tests([gates, film])[FLYING]
    assert day.value.point == pytest.approx(8.1)
    hops = FieldTest("Noa", "P1b", (), "1", on=on, pairs=(((0.2, 0.4),) * 5,))
    typed = FieldTest("Noa", "P1b", (2.2,), "1", on=on)
    (day,) = measure_tests([hops, typed])["P1b"]
    assert day.value.point == pytest.approx(2.1)


def test_raw_input_that_carries_no_trial_adds_nothing() -> None:
    on = date(2026, 3, 2)
    good, bad = simulate_hops(seed=1).raw, simulate_hops(hops=3, seed=2).raw
    days = measure_tests([replace(good, on=on), replace(bad, on=on)])["P1"]
    assert [one.on for one in days] == [on]
    assert days[0].value.point == pytest.approx(simulate_hops(seed=1).truth["rsi", Side.LEFT], rel=0.03)
