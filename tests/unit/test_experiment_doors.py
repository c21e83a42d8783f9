"""Experiments as a person meets them: refused, planned, printed, filled in, entered and answered."""

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.app.blocks.experiment import write_sheet
from evenstride.app.desk import Desk
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.experiment import (
    TESTED_ROLES,
    CueAnswer,
    CueVerdict,
    Experiment,
    LoadAnswer,
    Outcome,
    OutOfReach,
    PlannedRun,
    Suitability,
)
from evenstride.core.roles import Role
from evenstride.doors.pages.render import render_page
from evenstride.readers.experiment_sheet import read_experiment_sheet
from evenstride.science.experiment.design import plan_loads, usual_loads
from evenstride.science.experiment.rules import Noise
from evenstride.words import say_cue_answer, say_experiment, say_load_answer, say_out_of_reach
from tests.terminals import Terminal

DAY = date(2026, 5, 1)
FORBIDDEN = re.compile(
    r"\b(weak|weaker|weakness|deficits?|failed|should have|scores?|asymmetr\w*|injury risk|cleared|acwr)\b", re.I
)
START = ("start", "Noa", "--lacking", "top", "--goal", "fun", "--days", "all", "--kit", "gates", "--enjoys", "wind")
BODY = ("--mass", "75", "--height", "1.78")


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    return Terminal(tmp_path, capsys, monkeypatch)


def started(run, *, year="2000", readiness="no"):
    assert run(*START, "--birth-year", year, "--readiness", readiness)[0] == 0


def filled(path, value_of, *, semicolons=False):
    """Fill in a sheet as a person would, days three apart from today."""
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    column = next(name for name in rows[0] if name.startswith(("time", "feel")))
    for row in rows:
        row["date"] = str(date.today() + timedelta(days=3 * int(row["session"])))
        row[column] = f"{value_of(row):.3f}"
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";" if semicolons else ",")
    writer.writeheader()
    writer.writerows(rows)
    written = text.getvalue()
    path.write_text(re.sub(r"(\d)\.(\d)", r"\1,\2", written) if semicolons else written)
    return path


def test_a_load_series_from_plan_to_answer(run, tmp_path):
    started(run)
    code, out, err = run("experiment", "loads", "--today", "no", *BODY, "--noise", "0.5", "--coach")
    assert code == 0, err
    assert "at most two runs extra" in out
    sheet, page = tmp_path / "sheet.csv", tmp_path / "page.html"
    assert run("experiment", "sheet", "--out", str(sheet), "--page", str(page))[0] == 0
    html = page.read_text()
    assert "No clinician has read this page yet" in html
    assert "never ranked" in html
    assert html.count("<tr>") == 1 + len(sheet.read_text().splitlines()) - 1
    assert "http" not in html.replace("http-equiv", "").replace("http://www.w3.org", "")

    rng = np.random.default_rng(4)
    loss = {"empty": 0.0, "trunk": 0.01, "thighs": 0.07, "forearms": 0.03}
    filled(sheet, lambda row: 2.4 * np.exp(loss[row["condition"]] + 0.001 * rng.standard_normal()))
    code, out, err = run("experiment", "enter", str(sheet))
    assert (code, out) == (0, "20 runs kept.\n")
    code, out, err = run("experiment", "say")
    assert code == 0, err
    assert "the thighs seems to cost you most" in out
    assert "Where this comes from" in err
    result = err.split()[-1]
    code, out, _ = run("why", result[:10])
    assert code == 0
    assert "experiment runs" in out
    said = json.loads(run("experiment", "say", "--json")[1])
    assert said["named"] == "swing"
    assert said["counts"] == {"empty": 12, "trunk": 4, "thighs": 2, "forearms": 2}


def test_masters_get_one_extra_run_a_day(run):
    assert run(*START, "--birth-year", "1970", "--readiness", "no")[0] == 0
    found = json.loads(run("experiment", "loads", "--today", "no", *BODY, "--noise", "0.3", "--json")[1])
    runs = found["experiment"]["runs"]
    days = {one["day"] for one in runs}
    assert all(sum(one["extra"] for one in runs if one["day"] == day) == 1 for day in days)


def test_a_cue_experiment_with_decimal_commas(run, tmp_path):
    started(run)
    code, _, err = run("experiment", "cues", "push the ground away", "snap the thigh", "--by", "feel", "--noise", "1")
    assert code == 0, err
    sheet = tmp_path / "sheet.csv"
    run("experiment", "sheet", "--out", str(sheet))
    filled(sheet, lambda row: 7.5 if row["condition"] == "B" else 5.0 + 0.5 * (int(row["run"]) % 3), semicolons=True)
    assert "Cues, planned on" in (before := progress_page(tmp_path))
    assert "works better" not in before
    assert run("experiment", "enter", str(sheet))[0] == 0
    assert "“snap the thigh” works better for you" in run("experiment", "say")[1]
    assert "“snap the thigh” works better for you" in progress_page(tmp_path)


def progress_page(folder):
    """The page as it is shown today: kept, unless something is new."""
    shown = Desk(folder / "test.db").overview("noa")
    return render_page("progress.html", o=shown, here="progress")


@pytest.mark.parametrize(
    ("today", "year", "readiness", "says"),
    [
        ("alone", "2000", "no", "Nobody else would be there"),
        ("injury,new", "2000", "no", "last twelve weeks. Fewer than four weeks"),
        ("no", "2012", "no", "adults only"),
        ("no", "2000", "heart", "ask a doctor first"),
        ("no", "2000", "pregnancy", "not for a pregnancy"),
        ("maybe", "2000", "no", "does not answer what holds today"),
    ],
)
def test_refusals_are_plain_sentences(run, today, year, readiness, says):
    started(run, year=year, readiness=readiness)
    code, out, err = run("experiment", "loads", "--today", today, *BODY, "--noise", "0.3")
    assert (code, out) == (2, "")
    assert says in err


def test_pain_logged_this_week_counts_as_pain_now(run):
    started(run)
    run("log", "max velocity", "--pain", "left hamstring 3")
    code, _, err = run("experiment", "loads", "--today", "no", *BODY, "--noise", "0.3")
    assert code == 2
    assert "Something hurts now" in err
    assert run("experiment", "cues", "one", "two")[0] == 2


def test_without_a_terminal_the_question_is_named(run):
    started(run)
    code, _, err = run("experiment", "loads", *BODY)
    assert code == 2
    assert "nobody else present" in err


def test_out_of_reach_is_an_answer_with_its_figure(run):
    started(run)
    code, out, _ = run("experiment", "loads", "--today", "no", *BODY, "--noise", "2")
    assert code == 0
    assert out.startswith("Your timing cannot settle this: 8 sessions would answer with a chance of")
    assert run("experiment", "sheet")[0] == 2
    found = json.loads(run("experiment", "loads", "--today", "no", *BODY, "--noise", "2", "--json")[1])
    assert found["experiment"] is None


def test_what_is_not_known_is_asked_for(run):
    started(run)
    code, _, err = run("experiment", "loads", "--today", "no")
    assert code == 2
    assert "Give --mass in kg and --height in m" in err
    assert run("experiment", "say")[0] == 2
    assert run("experiment", "cues", "one", "two", "--by", "colour")[0] == 2


def test_runs_older_than_the_protocol_are_refused(run, tmp_path):
    started(run)
    run("experiment", "loads", "--today", "no", *BODY, "--noise", "0.5")
    sheet = tmp_path / "sheet.csv"
    run("experiment", "sheet", "--out", str(sheet))
    filled(sheet, lambda row: 2.4)
    sheet.write_text(re.sub(r"20\d\d-", "2019-", sheet.read_text()))
    code, _, err = run("experiment", "enter", str(sheet))
    assert code == 2
    assert "A protocol is fixed before its data" in err


def plan() -> Experiment:
    made = plan_loads("Noa", Suitability(30), usual_loads(75.0, 1.78), Noise(0.005, "stated"), on=DAY, seed=1)
    assert isinstance(made, Experiment)
    return made


def read(text: str, experiment: Experiment | None = None):
    return read_experiment_sheet(text.encode(), experiment or plan(), experiment_id="id", name="s.csv")


HEAD = "run,condition,date,time (s),joint to load (cm),note\n"


def test_milliseconds_and_metres_are_converted_and_a_swap_is_said():
    entries = read(
        "run,condition,date,time (ms),joint to load (m)\n1,thighs,2026-05-02,2400,0.33\n2,empty,2.5.2026,2410,\n"
    )
    assert [run.value for run in entries.runs] == pytest.approx([2.4, 2.41])
    assert entries.runs[0].position == pytest.approx(0.33)
    assert any("Run 1 was thighs and had been planned as empty" in note for note in entries.notes)


def test_an_untouched_sheet_is_refused_and_a_half_filled_one_is_read():
    empty = write_sheet(plan())
    with pytest.raises(InputError, match="no run is filled in"):
        read(empty)
    lines = empty.splitlines()
    lines[1] = lines[1].replace(",,,,", ",2026-05-02,2.41,,fine", 1)
    assert [run.note for run in read("\n".join(lines)).runs] == ["fine"]


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ("1,empty,2026-05-02,2.4,,\n1,empty,2026-05-02,2.5,,\n", "run 1 is there twice"),
        ("99,empty,2026-05-02,2.4,,\n", "row 2: there is no run 99"),
        ("1,head,2026-05-02,2.4,,\n", "'head' is no condition"),
        ("1,empty,,2.4,,\n", "row 2: '' is not a date"),
        ("1,empty,2026-05-02,fast,,\n", "row 2: 'fast' is not a number"),
        ("1,empty,2026-05-02,2400,,\n", "a time of 2400 s is no flying run"),
        ("1,thighs,2026-05-02,2.4,900,\n", "a load 900 cm from the joint"),
    ],
)
def test_a_sheet_that_cannot_be_read_says_where_and_why(rows, says):
    with pytest.raises(InputError) as told:
        read(HEAD + rows)
    assert says in str(told.value)
    assert str(told.value).startswith("s.csv")


def test_a_sheet_without_its_columns_or_with_one_twice():
    with pytest.raises(InputError, match="the column 'date' is not there"):
        read("run,condition,time\n1,empty,2.4\n")
    with pytest.raises(InputError, match="two columns mean time"):
        read("run,condition,date,time (s),Zeit (s)\n1,empty,2026-05-02,2.4,2.4\n")


def test_a_feel_is_between_zero_and_ten():
    cue = replace(plan(), outcome=Outcome.FEEL, arms={"A": "one", "B": "two"}, runs=(PlannedRun(1, 1, "A", pair=1),))
    assert read("run,condition,date,feel (0 to 10)\n1,a,2026-05-02,0\n", cue).runs[0].value == 0.0
    with pytest.raises(InputError, match="not between 0 and 10"):
        read("run,condition,date,feel\n1,A,2026-05-02,11\n", cue)


SHARE = Estimate(-0.02, -0.03, -0.01, "1")
RATIO = Estimate(0.9, 0.5, 1.3, "1")


def load_answer(named, **more) -> LoadAnswer:
    largest = {Role.PUSH: 0.1, Role.SWING: 0.8, Role.SUPPORT: 0.1}
    every = dict.fromkeys(TESTED_ROLES, SHARE), dict.fromkeys(TESTED_ROLES, RATIO)
    full = {"planned": 20, "used": 20, "noise": 0.006, "largest": largest, "named": named}
    return LoadAnswer("Noa", DAY, "id", 4, {"empty": 12}, every[0], every[1], every[1], **(full | more))


def cue_answer(verdict, outcome=Outcome.FEEL, **more) -> CueAnswer:
    full = {"pairs": 13, "planned": 13, "difference": Estimate(0.4, -0.5, 1.3, "1"), "worth": 1.0}
    return CueAnswer("Noa", DAY, "id", outcome, ("push away", "snap"), **(full | more), verdict=verdict)


OUT = OutOfReach(Outcome.TIME, 0.02, "stated", 8, 0.31, None, "two to one", 0.5)
ALL = [
    say_experiment(plan()),
    say_experiment(replace(plan(), loads=None)),
    say_out_of_reach(OUT),
    say_out_of_reach(replace(OUT, needed_days=12, outcome=Outcome.FEEL)),
    *(say_load_answer(load_answer(named)) for named in (None, *TESTED_ROLES)),
    say_load_answer(load_answer(None, used=8, largest={}, noise=None, left_out=("run 3: after run 2",))),
    *(say_cue_answer(cue_answer(verdict, outcome)) for verdict in CueVerdict for outcome in Outcome),
    say_cue_answer(cue_answer(CueVerdict.CANNOT_TELL, more=9)),
    say_cue_answer(cue_answer(CueVerdict.CANNOT_TELL, pairs=3, difference=Missing("3 complete pairs so far"))),
]


@pytest.mark.parametrize("voices", ALL, ids=range(len(ALL)))
def test_words_keep_the_rules_of_the_house(voices):
    assert len(voices.athlete.split()) <= 35, voices.athlete
    assert len(re.findall(r"\d+", voices.athlete)) <= 2
    for text in (voices.athlete, voices.coach, voices.scientist):
        assert not FORBIDDEN.search(text)
        assert ".." not in text
        assert text[0].isupper() or text[0] in "“AΔ"
        assert text.endswith((".", "!", "?"))


@pytest.mark.parametrize(
    "voices",
    [say_experiment(plan()), say_load_answer(load_answer(Role.SWING)), say_cue_answer(cue_answer(CueVerdict.SAME))],
)
def test_that_nobody_is_blind_is_said_to_coach_and_scientist(voices):
    assert "blind" in voices.coach
    assert "blind" in voices.scientist


def test_cannot_tell_yet_says_how_many_more_runs_would():
    assert "About 18 more runs would." in say_cue_answer(cue_answer(CueVerdict.CANNOT_TELL, more=9)).athlete
    assert "10 more pairs are planned" in say_cue_answer(cue_answer(CueVerdict.CANNOT_TELL, pairs=3)).athlete
    assert "let the thought go" in say_cue_answer(cue_answer(CueVerdict.CANNOT_TELL)).athlete


def test_a_name_is_a_hint_with_its_chance():
    athlete = say_load_answer(load_answer(Role.SWING)).athlete
    assert "hint" in athlete
    assert "80 chances in 100" in athlete
