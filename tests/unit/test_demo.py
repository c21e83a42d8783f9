"""The demo: all six stations on computed numbers, and the mirrored story told with the roles exchanged."""

from datetime import date
from pathlib import Path

import pytest

from evenstride.app.demo import FIRST_DAY, SEED, Demo, run_demo
from evenstride.app.observe import measure_stored, observe
from evenstride.core.diagnosis import Diagnosis, Situation
from evenstride.core.roles import Role
from evenstride.doors.report import render_report
from evenstride.science.diagnosis.diagnose import diagnose
from evenstride.science.simulate.athlete import SimulatedAthlete, demo_scenarios, mirror, simulate_athlete
from evenstride.store import Stored, open_store
from evenstride.words import say_diagnosis

TODAY = date(2026, 4, 27)


def season(scenario: SimulatedAthlete) -> Diagnosis:
    recordings = simulate_athlete(scenario, start=FIRST_DAY, seed=SEED)
    stored = [Stored(f"{number:08x}", scenario.label, None, noun) for number, noun in enumerate(recordings)]
    return diagnose(observe(scenario.athlete, measure_stored(stored, until=TODAY), on=TODAY))


def test_the_three_stories_end_as_their_truth_demands(demo: Demo):
    cards = {card.athlete.name.split()[0]: card.diagnosis for card in demo.overviews if card.athlete.simulated}
    assert (cards["Mika"].situation, cards["Mika"].named) == (Situation.APART, Role.SWING)
    assert (cards["Robin"].situation, cards["Robin"].named) == (Situation.CANNOT_TELL, None)
    assert (cards["Sascha"].situation, cards["Sascha"].lead) == (Situation.ONE_SIDE_CARRIES, Role.PUSH)


def test_all_six_stations_speak(demo: Demo):
    text = "\n".join(demo.lines)
    stations = ["1 MEASURE", "2 MODEL", "3 DIAGNOSE", "4 PLAN", "5 LOG", "6 CHECK"]
    assert [text.count(name) for name in stations] == [1] * 6
    assert sorted(stations, key=text.index) == stations
    assert "fitted to 80 m only" in text
    assert "± 0.02 s" in text


def test_published_runners_come_out_as_published(demo: Demo):
    values = {card.athlete.name: card.profiles[0].values for card in demo.overviews if not card.athlete.simulated}
    bolt, pryce = values["Usain Bolt"], values["Shelly-Ann Fraser-Pryce"]
    assert bolt["mss"].value == pytest.approx(12.35, abs=0.01)
    assert bolt["mac"].value == pytest.approx(8.93, abs=0.02)
    assert pryce["mss"].value == pytest.approx(10.58, abs=0.01)
    assert pryce["mac"].value == pytest.approx(9.94, abs=0.02)


def test_exchanging_the_roles_exchanges_the_words():
    scenario = demo_scenarios()[0]
    told, mirrored = season(scenario), season(mirror(scenario))
    assert (told.named, mirrored.named) == (Role.SWING, Role.PUSH)
    words = say_diagnosis(told, athlete=scenario.athlete, today=TODAY).athlete
    exchanged = words.replace("push", "PUSH").replace("swing", "push").replace("PUSH", "swing")
    assert say_diagnosis(mirrored, athlete=scenario.athlete, today=TODAY).athlete == exchanged


def test_simulated_athletes_are_labelled_wherever_they_appear(demo: Demo):
    page = render_report(demo.overviews, title=demo.title, lead=demo.lead)
    for name in ("Mika", "Robin", "Sascha"):
        assert page.count(name) == page.count(f"{name} (simulated)")


def test_the_demo_leaves_a_database_that_the_other_commands_read(demo: Demo):
    with open_store(demo.database) as store:
        assert len(store.athletes()) == 3
        assert store.log("Mika (simulated)")
    assert sorted(Path(demo.database.parent, "data").glob("*.csv"))


def test_running_it_again_gives_the_same(demo: Demo, tmp_path: Path):
    assert run_demo(tmp_path).lines == demo.lines
