"""Logging what was done: told, as planned, stopped early, from the command line and from the page."""

import json
import shlex
from contextlib import redirect_stdout
from datetime import UTC, datetime
from io import StringIO
from shutil import copyfile

import pytest

from evenstride.app.record import log_planned
from evenstride.core.errors import InputError, NotFoundError
from evenstride.doors.cli import main
from evenstride.store import open_store
from tests.terminals import KIMBERLEY, START, run

__all__ = ["run"]


@pytest.fixture(scope="module")
def with_plan(tmp_path_factory):
    """A database with a planned week, solved once, and its training sessions; every test works on a copy."""
    folder, said = tmp_path_factory.mktemp("planned"), StringIO()
    (folder / "k.csv").write_text(KIMBERLEY, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EVENSTRIDE_DB", str(folder / "test.db"))
        for words in (
            ("import", str(folder / "k.csv"), "--athlete", "Kim", "--date", "2026-03-01"),
            ("start", "Kim", *START, "--readiness", "no"),
            ("plan", "--start", "2026-03-02", "--json"),
        ):
            said = StringIO()
            patch.setattr("sys.argv", ["evenstride", *words])
            with redirect_stdout(said), pytest.raises(SystemExit) as exit_:
                main()
            assert not exit_.value.code
    return folder / "test.db", [one for one in json.loads(said.getvalue())["sessions"] if one["kind"] != "rest"]


@pytest.fixture
def planned(run, with_plan):
    """The training sessions of a planned week."""
    copyfile(with_plan[0], run.folder / "test.db")
    return with_plan[1]


def codes(noun):
    return [one["exercise"] for one in noun["work"]]


def test_told_work_is_kept_by_the_code_of_the_catalogue_and_own_words_as_they_are(run, planned):
    did = ("--did", "back squats 3x5 82,5kg rir2", "--did", "garden hill 4x30m")
    told = run.json("log", "strength", "--date", "2026-03-01", *did)
    assert codes(told) == ["back_squat", "garden hill"]
    assert told["work"][0] | {"load": 82.5, "rir": 2, "sets": 3, "reps": 5, "distance": None} == told["work"][0]
    assert told["stopped_early"] is False
    out = run("log", "strength", "--date", "2026-03-01", *did)[1]
    assert "back squat 3x5 82.5kg rir2, garden hill 4x30m" in out


def test_as_planned_takes_work_minutes_kind_and_session_from_the_plan(run, planned):
    first = planned[0]
    told = run.json("log", "--as-planned", "--date", first["on"])
    assert (told["kind"], told["minutes"], told["session"]) == (first["kind"], first["minutes"], first["id"])
    assert codes(told) == [one["exercise"]["code"] for one in first["prescriptions"]]
    for work, item in zip(told["work"], first["prescriptions"], strict=True):
        assert {key: work[key] for key in ("sets", "reps", "distance")} == {
            key: item["dose"][key] for key in ("sets", "reps", "distance")
        }
        assert (work["load"], work["rir"]) == (None, None)


def test_what_was_told_stands_in_place_of_what_was_planned(run, planned):
    strong = next(one for one in planned if one["kind"] == "strength")
    code = next(one["exercise"]["code"] for one in strong["prescriptions"] if one["exercise"]["role_shares"])
    did = ("--did", f"{code.replace('_', ' ')} 1x2 20kg", "--minutes", "33")
    told = run.json("log", "strength", "--as-planned", "--session", strong["id"][:6], "--date", strong["on"], *did)
    assert codes(told).count(code) == 1
    assert told["work"][-1] | {"exercise": code, "sets": 1, "reps": 2, "load": 20} == told["work"][-1]
    assert (len(told["work"]), told["minutes"]) == (len(strong["prescriptions"]), 33)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--as-planned", "--date", "2026-03-01"), "Nothing is planned that day"),
        (("--as-planned", "--date", "2026-05-01"), "No plan holds a session within 14 days of it"),
        (("--as-planned", "--session", "feedfeed"), "feedfeed"),
        (("--as-planned", "--stopped-early"), "done as planned or stopped early"),
        (("--date", "2026-03-02"), "what you did is missing"),
        (("strength", "--did", "squat 5"), "'5' is not understood"),
        (("strength", "--did", "back squat 3x5 nankg"), "'nankg' is not understood"),
        (("strength", "--did", "back squat 3x5 -80kg"), "'-80kg' is not understood"),
        (("strength", "--did", "back squat 3x5 2000kg"), "load 2000 is out of range"),
        (("strength", "--rpe", "nan"), "Invalid value for '--rpe'"),
        (("strength", "--joy", "nan"), "Invalid value for '--joy'"),
        (("strength", "--minutes", "nan"), "Invalid value for '--minutes'"),
    ],
)
def test_what_cannot_be_known_is_asked(run, planned, words, says):
    code, out, err = run("log", *words)
    assert (code, out) == (2, "")
    assert says in err
    with open_store(run.folder / "test.db") as store:
        assert store.log("Kim") == ()


def test_a_day_without_a_session_names_the_nearest_that_have_one(run, planned):
    days = sorted({one["on"] for one in planned})
    free = [on for on in (f"2026-03-0{number}" for number in range(2, 9)) if days[0] < on < days[-1] and on not in days]
    for on in ("2026-03-01", *free):
        err = run("log", "--as-planned", "--date", on)[2]
        before = max((day for day in days if day < on), default=None)
        after = min(day for day in days if day > on)
        assert f"{after} (" in err
        assert before is None or f"{before} (" in err
        assert "Give the day that was meant" in err


def test_the_plan_ends_on_the_command_that_logs_its_first_session_and_it_works(run, planned):
    out = run("plan", "--start", "2026-03-02")[1]
    (line,) = (line for line in out.splitlines() if line.startswith("Done as planned?"))
    words = shlex.split(line.split("evenstride ", 1)[1])
    first = planned[0]
    assert words == ["log", first["kind"], "--as-planned", "--date", first["on"]]
    assert run.json(*words)["session"] == first["id"]
    page = run.folder / "week.html"
    assert run("export", "plan", str(page))[0] == 0
    assert " ".join(f"<code>{line.split('? ')[1]}</code>".split()) in page.read_text()


def test_where_nothing_is_planned_no_command_to_log_it_is_named(run, planned):
    run("log", "easy", "--date", "2026-03-01", "--red-flag", "chest pain")
    assert "--as-planned" not in run("plan", "--start", "2026-03-02")[1]


def test_a_session_stopped_early_is_done_well(run, planned):
    out = run("log", "maximal velocity", "--date", "2026-03-01", "--did", "fly run 2x20m", "--stopped-early")[1]
    assert "stopped early" in out
    assert "done well" in out
    hurt = run("log", "easy", "--date", "2026-03-01", "--stopped-early", "--pain", "left calf 3")[1]
    assert "done well" not in hurt


def test_the_page_logs_a_planned_session_once(run, planned, tmp_path):
    first, path = planned[0], tmp_path / "test.db"
    at = datetime.fromisoformat(f"{first['on']}T18:00:00+00:00")
    entry = log_planned(path, "kim", first["id"], rpe=0.0, at=at)
    assert (entry.session, entry.rpe, entry.joy, entry.kind) == (first["id"], 0.0, None, first["kind"])
    assert [work.exercise for work in entry.work] == [one["exercise"]["code"] for one in first["prescriptions"]]
    assert log_planned(path, "kim", first["id"], rpe=5.0, at=at) == entry
    with open_store(path) as store:
        assert store.log("Kim") == (entry,)
    with pytest.raises(InputError, match="still to come"):
        log_planned(path, "kim", first["id"], at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    with pytest.raises(NotFoundError):
        log_planned(path, "kim", "feedfeed", at=at)
