"""A lab file handed over on the import page: what it does not say is asked for plainly, and kept with the run."""

import re

import httpx
import pytest

from evenstride.core.roles import Side
from evenstride.core.trial_told import TrialTold
from evenstride.store import open_store
from tests.belts import belt
from tests.sites import Site
from tests.unit.test_handed import MAPPING, foreign, shanks, still
from tests.unit.test_web_import import ORIGIN, report, site
from tests.unit.test_web_runs import well_built

__all__ = ["site"]

NOA = {"athlete": "Noa", "on": "2026-02-01"}
SPLITS = b"athlete,date,distance,time\nNoa,2026-02-01,10,2.0\nNoa,2026-02-01,20,3.3\nNoa,2026-02-01,30,4.5\n"


def send(site: Site, files: list[tuple[str, tuple[str, bytes]]], **fields: str) -> httpx.Response:
    return site.ask("POST", "/import", headers=ORIGIN, data=NOA | fields, files=files)


def told(site: Site) -> list[TrialTold | None]:
    with open_store(site.desk.path) as store:
        return [one.noun.origin.told for one in store.recordings("Noa")]


def test_the_page_asks_in_plain_words(site: Site) -> None:
    page = site.get("/import").text
    well_built(page)
    assert "Leg with the phone" not in page
    assert "the foot that came first on a force plate or treadmill, or the leg that carried a phone" in page
    for name in ("mass", "worn", "standing", "mapping"):
        assert f'name="{name}"' in page


def test_mass_standing_and_mapping_are_kept_with_the_run_and_other_files_stay_what_they_are(site: Site) -> None:
    files = [
        ("files", ("belt.csv", foreign(belt()))),
        ("files", ("splits.csv", SPLITS)),
        ("standing", ("still.csv", still(71.0))),
        ("mapping", ("ours.toml", MAPPING.encode())),
    ]
    page = report(site, send(site, files, side="left", mass="154.3", **{"mass-unit": "lb"}))
    assert "2 files are in" in page
    [trial] = [one for one in told(site) if one is not None]
    assert trial.mass == pytest.approx(69.99, abs=0.01)
    assert trial.mapping == MAPPING
    assert trial.first is Side.LEFT
    assert trial.standing is not None
    assert trial.standing.file_name == "still.csv"
    with open_store(site.desk.path) as store:
        [id] = [one.id for one in store.recordings("Noa") if one.noun.origin.told is not None]
    page = site.get(f"/run/noa?id={id}").text
    well_built(page)
    assert "the left foot came first; the body mass; standing still, still.csv; a mapping of its names" in page


def test_plates_without_sides_ask_for_the_foot_and_keep_the_rest_of_what_was_said(site: Site) -> None:
    answer = send(site, [("files", ("belt.csv", belt()))], mass="60")
    page = report(site, answer)
    assert "Which foot came first?" in page
    assert "phone" not in page
    back = site.ask(
        "POST", answer.headers["location"].partition("?")[0].replace("/job/", "/imported/"),
        headers=ORIGIN, data={"file": "belt.csv", "side": "right"},
    )  # fmt: skip
    assert "1 file is in" in report(site, back)
    assert told(site) == [TrialTold(first=Side.RIGHT, mass=60.0)]


def test_a_sensor_without_a_place_asks_where_it_sat(site: Site) -> None:
    page = report(site, send(site, [("files", ("sensors.csv", shanks()))]))
    assert "it is not said where the sensor was worn" in page.lower()
    assert "NAME=" not in page


def test_what_cannot_be_used_is_said_and_nothing_is_kept(site: Site) -> None:
    for files, fields, said in (
        ([("mapping", ("ours.toml", b"nonsense"))], {}, "it is no TOML"),
        ([], {"mass": "700"}, "700 kg is not a person"),
        ([], {"worn": "hat"}, "is no place of a sensor"),
        ([("standing", ("still.csv", belt()))], {}, "Choose the trial of standing still"),
    ):
        answer = send(site, [("files", ("belt.csv", belt())), *files], side="left", **fields)
        page = site.ask("GET", answer.headers["location"])
        for _ in range(200):
            if 'http-equiv="refresh"' not in page.text:
                break
            page = site.ask("GET", answer.headers["location"])
        assert said in re.sub(r"&#39;", "'", page.text), said
    assert not site.desk.athletes()


def test_a_file_said_otherwise_is_not_asked_about_as_if_it_were_right(site: Site) -> None:
    report(site, send(site, [("files", ("belt.csv", belt()))], side="left", mass="70"))
    page = report(site, send(site, [("files", ("belt.csv", belt()))], side="left", mass="71"))
    assert "something else was said of it then" in page
    assert "I looked again" not in page
