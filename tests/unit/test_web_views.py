"""No page waits for what takes long: it is measured as a job, once, and pages of the track need no measuring."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from evenstride.app.runs import measured as measured_runs
from evenstride.app.runs.measured import Remembered, profiles_of
from evenstride.core.athlete import Athlete
from evenstride.core.provenance import content_id
from evenstride.core.recording import Origin, Reading
from evenstride.doors.web import create_app
from evenstride.science.simulate.sprint import simulate_splits
from evenstride.store import open_store
from tests.sites import AT, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    path = tmp_path / "some.db"
    with open_store(path) as store:
        store.save_athlete(Athlete("Kim"), saved_at=AT)
    _run_over_gates(path, 0)
    found = Site(path)
    found.app = create_app(found.desk, patience=0.0)
    return found


def _run_over_gates(path: Path, number: int) -> None:
    data = f"run {number}".encode()
    run = simulate_splits([5, 10, 20, 30], 9.0, 1.2, timing_sd=0.01, seed=number, athlete="Kim")
    object.__setattr__(run, "on", date(2026, 1, 5) + timedelta(days=number))
    object.__setattr__(run, "origin", Origin(content_id(data), "runs.csv", "test"))
    with open_store(path) as store:
        store.save_import(Reading("test", content_id(data), "runs.csv", (run,)), data, imported_at=AT)


def test_a_page_that_must_be_measured_first_sends_its_reader_to_the_job_and_back(site: Site) -> None:
    sent = site.get("/sides/kim")
    assert (sent.status_code, sent.headers["location"].split("/")[1]) == (303, "job")
    back = site.finish(sent)
    assert (back.status_code, back.headers["location"]) == (303, "/sides/kim")
    assert site.get("/sides/kim").status_code == 200
    assert site.get("/athlete/kim").status_code == 200


def test_whoever_is_unknown_is_told_so_at_once(site: Site) -> None:
    assert site.get("/athlete/nobody").status_code == 404
    assert site.get("/log/nobody").status_code == 404


def test_logging_never_waits_for_a_measurement(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise AssertionError("measured")

    monkeypatch.setattr(site.desk, "overview", fail)
    assert "Log a session" in site.get("/log/kim").text


def test_after_one_new_run_only_that_run_is_fitted(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    fitted: list[int] = []
    real = measured_runs.profile_sprint

    def profile(run: Any, *, seed: int) -> Any:
        fitted.append(seed)
        return real(run, seed=seed)

    monkeypatch.setattr(measured_runs, "MEASURED", Remembered(most=10))
    monkeypatch.setattr(measured_runs, "profile_sprint", profile)
    for number in (1, 2, 3):
        _run_over_gates(site.desk.path, number)
        site.desk.overview("kim")
    assert len(fitted) == len(set(fitted)) == 4


def test_what_is_remembered_is_what_would_be_measured(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_store(site.desk.path) as store:
        stored = store.recordings("kim")
    [(_, first)], [(_, again)] = list(profiles_of(stored)), list(profiles_of(stored))
    monkeypatch.setattr(measured_runs, "MEASURED", Remembered(most=10))
    [(_, fresh)] = profiles_of(stored)
    assert first is again
    assert first is not fresh
    assert first[2] == fresh[2]


def test_the_oldest_is_forgotten_and_an_error_is_not_remembered() -> None:
    made: list[int] = []
    kept = Remembered(most=2)

    def value(number: int) -> int:
        made.append(number)
        if number == 0 and made.count(0) == 1:
            raise ValueError("no fit")
        return number

    with pytest.raises(ValueError, match="no fit"):
        kept.get(0, make=lambda: value(0))
    for number in (0, 1, 0, 2, 1):
        assert kept.get(number, make=lambda number=number: value(number)) == number
    assert made == [0, 0, 1, 2, 1]
