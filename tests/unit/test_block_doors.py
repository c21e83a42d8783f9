"""A block as a person meets it: refused, proposed, registered, sealed, opened, ended, checked and counted."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from evenstride.app import wiring
from evenstride.app.overview import overview_of
from evenstride.app.planning import plan
from evenstride.core.roles import Role
from tests import terminals
from tests.desks import pages_of
from tests.unit.test_experiment_doors import FORBIDDEN, START, started

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
TODAY = NOW.date()


class Terminal(terminals.Terminal):
    """The command line with a clock that can be set."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__(folder, capsys, monkeypatch)
        self.at = NOW
        monkeypatch.setattr(wiring, "now", lambda: self.at)

    def go_to(self, day: date) -> None:
        self.at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)

    def bring(self, days, *, gain: float = 0.0, seed: int = 1, device: str = "gates") -> None:
        """Import flying times of some days, speed rising evenly over them, not before the last of them."""
        rng, every = np.random.default_rng(seed), list(days)
        if max(every) > self.at.date():
            self.go_to(max(every))
        rows = ["athlete,date,test,trial 1,trial 2,unit,device"]
        for number, on in enumerate(every):
            time = 2.5 / (1 + gain * (number + 1) / len(every)) * np.exp(0.003 * rng.standard_normal())
            rows.append(f"Noa,{on},T0,{time:.3f},{time + 0.004:.3f},s,{device}")
        path = self.folder / f"{every[0]}-{seed}.csv"
        path.write_text("\n".join(rows) + "\n")
        code, _, err = self("import", str(path))
        assert code == 0, err


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    return Terminal(tmp_path, capsys, monkeypatch)


def before(count: int) -> list[date]:
    return [TODAY - timedelta(days=4 * (count - number)) for number in range(count)]


def during(count: int = 14, weeks: int = 8) -> list[date]:
    return [TODAY + timedelta(days=round(7 * weeks * (number + 1) / count)) for number in range(count)]


@pytest.fixture
def ready(run):
    started(run)
    run.bring(before(4))
    return run


@pytest.fixture
def running(ready):
    code, _, err = ready("block", "start", "--on", "swing", "--yes")
    assert code == 0, err
    return ready


def test_before_it_starts_it_says_how_likely_the_timing_would_notice_and_keeps_nothing_unasked(ready):
    code, out, err = ready("block", "start", "--on", "swing", "--coach")
    assert code == 0
    assert re.search(r"notice it in \d+ of 100 such blocks", out)
    assert "twice as many timed sessions" in out
    assert "Stop rule: Anything that hurts" in out
    assert "Nothing was registered" in err
    assert ready("block", "show")[0] == 2


def test_two_days_before_are_too_few_and_it_says_what_is_missing(run):
    started(run)
    run.bring(before(2))
    code, _, err = run("block", "start", "--yes")
    assert code == 2
    assert "on 1 more day" in err
    assert "would look as if it worked" in err


def test_days_of_another_device_make_no_baseline(run):
    started(run)
    run.bring(before(2))
    run.bring([TODAY - timedelta(days=2), TODAY - timedelta(days=1)], device="video", seed=2)
    assert run("block", "start", "--yes")[0] == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--on", "wings"), "is no emphasis"),
        (("--weeks", "0"), "2 to 26"),
        (("--weeks", "400"), "2 to 26"),
        (("--sessions", "9"), "1 to 3"),
        (("--start", "soon"), "is no day"),
        (("--metric", "P2"), "Only speed has a forecast"),
        (("--metric", ""), "Only speed has a forecast"),
        (("--athlete", "Nobody"), "Nobody"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_sentence_and_nothing_is_kept(ready, words, said):
    code, _, err = ready("block", "start", "--yes", *words)
    assert code == 2
    assert said in err
    assert "Traceback" not in err
    assert "No block is registered" in ready("block", "scorecard")[1]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (("log", "easy", "--pain", "left hamstring 5"), "left hamstring"),
        (("log", "easy", "--red-flag", "chest pain"), "professional"),
    ],
)
def test_care_comes_before_any_block(ready, told, said):
    assert ready(*told, "--date", str(TODAY))[0] == 0
    code, _, err = ready("block", "start", "--yes")
    assert code == 2
    assert said in err


@pytest.mark.parametrize(
    ("year", "readiness", "said"), [("2012", "no", "Growing explains"), ("1990", "heart", "ask a doctor")]
)
def test_no_block_under_sixteen_or_after_a_yes_to_a_health_question(run, year, readiness, said):
    started(run, year=year, readiness=readiness)
    run.bring(before(4))
    code, _, err = run("block", "start", "--yes")
    assert code == 2
    assert said in err


def test_the_health_questions_come_first(run):
    run.bring(before(4))
    assert "health questions" in run("block", "start", "--yes")[2]


def test_a_second_block_is_refused_while_one_runs_and_after_its_end_it_is_not(running):
    code, _, err = running("block", "start", "--yes")
    assert code == 2
    assert "what is registered cannot be changed" in err
    assert running("block", "end", "--reason", "flu")[0] == 0
    code, _, err = running("block", "start", "--on", "both", "--yes")
    assert code == 0, err


def seen(run: Terminal) -> dict[str, str]:
    """Everything an athlete, a coach, a parent or a machine can read of an athlete."""
    commands = {
        "check": ("check", "--scientist"),
        "check as data": ("check", "--json"),
        "diagnosis": ("diagnose", "--scientist"),
        "tests": ("test", "show", "--scientist"),
        "block": ("block", "show", "--scientist"),
        "scorecard": ("block", "scorecard", "--json"),
        "claims": ("claims", "--scientist"),
    }
    found: dict[str, str] = {}
    for place, words in commands.items():
        code, out, err = run(*words)
        assert code == 0, (place, err)
        found[place] = re.sub(r'"sealed": ".*"', "", out)
    page = pages_of(overview_of(run.folder / "test.db", "noa", at=run.at))
    return found | {"page": re.sub(r"\w+ days? timed of 16 planned", "", page)}


def test_with_sealed_times_everything_reads_as_if_they_were_not_there_until_the_check_date(running):
    running.go_to(during()[5])
    without = seen(running)
    running.bring(during()[:6], gain=0.2)
    assert seen(running) == without
    assert "Your block" in without["page"]
    assert "sealed until 27 April" in without["page"]
    assert "kept and sealed" in running("check")[2]
    told = running("log", "maximal velocity", "--feel", "light", "--date", str(during()[5]))[1]
    assert "sealed until" in told
    assert "m/s" not in told
    assert json.loads(running("block", "check", "--json")[1])["answer"] is None
    running.go_to(TODAY + timedelta(weeks=8))
    assert seen(running)["check"] != without["check"]


def test_pain_is_never_sealed(running):
    running.go_to(during()[3])
    out = running("log", "maximal velocity", "--pain", "left hamstring 5")[1]
    assert "Nothing that loads your left hamstring" in out
    said = running("block", "check")[1]
    assert "left hamstring" in said.split("Next:")[1]
    assert len(said.split()) <= 36
    page = pages_of(overview_of(running.folder / "test.db", "noa", at=running.at))
    assert "one timed fly" not in page


def test_opening_is_recorded_opens_everywhere_and_happens_once(running):
    running.bring(during()[:6], gain=0.2)
    running.go_to(during()[5])
    hidden = pages_of(overview_of(running.folder / "test.db", "noa", at=running.at))
    assert running("block", "unseal", "--reason", "the coach asked")[0] == 0
    page = pages_of(overview_of(running.folder / "test.db", "noa", at=running.at))
    assert page != hidden
    assert "the coach asked" in running("block", "show")[1]
    assert "too early to tell" in running("block", "check")[1]
    assert running("block", "unseal")[0] == 2


def test_on_the_check_date_it_answers_and_the_chain_leads_to_the_forecast(running):
    running.bring(during(), gain=0.05)
    running.go_to(TODAY + timedelta(weeks=8))
    code, out, err = running("block", "check")
    assert code == 0
    assert out.startswith("You got faster during this block")
    chain = running("why", err.split()[-1])[1]
    assert "registered before its data" in chain
    assert "T0" in chain or ".csv" in chain
    data = json.loads(running("block", "check", "--json")[1])
    assert data["answer"]["verdict"] == "working"
    assert set(data["answer"]["scores"]) == {"train both", "no change"}
    running.go_to(TODAY + timedelta(weeks=8))
    page = pages_of(overview_of(running.folder / "test.db", "noa", at=running.at))
    assert "You got faster during this block" in page


def test_a_year_of_birth_told_later_takes_every_verdict_of_the_block_away(running):
    running.bring(during(), gain=0.05)
    assert running("start", "Noa", *START[2:], "--readiness", "no", "--birth-year", "2013")[0] == 0
    running.go_to(TODAY + timedelta(weeks=8))
    page = pages_of(overview_of(running.folder / "test.db", "noa", at=running.at))
    assert "faster during this block" not in page
    assert "<b>Working" not in page
    assert "growing" in running("block", "check")[1]


@pytest.mark.parametrize("words", [("--reason", "<script>x</script>"), ("--reason", "'; drop table results; --")])
def test_a_hostile_reason_is_kept_word_for_word_and_never_run(running, words):
    assert running("block", "end", *words)[0] == 0
    assert words[1] in running("block", "show")[1]
    running.go_to(TODAY + timedelta(days=1))
    page = pages_of(overview_of(running.folder / "test.db", "noa", at=running.at))
    assert "<script>x" not in page
    assert running("block", "scorecard")[0] == 0


def test_a_miss_stays_on_the_scorecard_whether_or_not_anybody_asked(running):
    running.bring(during(20), gain=-0.03)
    running.go_to(TODAY + timedelta(weeks=9))
    code, out, _ = running("block", "scorecard", "--scientist")
    assert code == 0
    assert "not working" in out
    assert "One block counted" in out
    assert "undecided" in out
    assert running("block", "scorecard", "--all")[1].count("swing") == 1


def test_a_block_ended_early_keeps_its_reason_and_its_place(running):
    assert running("block", "end")[0] == 2
    running.bring(during()[:7], gain=0.02)
    running.go_to(during()[6])
    assert running("block", "end", "--reason", "new job")[0] == 0
    assert "new job" in running("block", "check", "--coach")[1]
    assert "ended early" in running("block", "scorecard")[1]
    assert running("block", "end", "--reason", "again")[0] == 2


def test_a_block_registered_after_the_fact_is_told_and_never_counted(ready):
    ready.bring(during(), gain=0.05)
    ready.go_to(TODAY + timedelta(weeks=9))
    code, _, err = ready("block", "start", "--on", "push", "--start", str(TODAY), "--yes")
    assert code == 0, err
    assert "never counted" in err
    assert "got faster" in ready("block", "check")[1]
    assert "not registered before its data" in ready("block", "check", "--scientist")[1].lower()
    out = ready("block", "scorecard", "--scientist")[1]
    assert "not counted" in out
    assert "No blocks counted" in out


def test_times_of_another_device_are_left_out_and_it_is_said(running):
    running.bring(during(), gain=0.0)
    running.bring([day + timedelta(days=1) for day in during()[:3]], gain=0.3, device="video", seed=9)
    running.go_to(TODAY + timedelta(weeks=8))
    out = running("block", "check", "--coach")[1]
    assert "3 days with video" in out


def test_older_days_that_come_in_later_do_not_change_the_baseline(running):
    running.bring(during(), gain=0.03)
    running.go_to(TODAY + timedelta(weeks=8))
    first = json.loads(running("block", "check", "--json")[1])["answer"]
    running.bring([TODAY - timedelta(days=30), TODAY - timedelta(days=25)], gain=-0.4, seed=7)
    assert json.loads(running("block", "check", "--json")[1])["answer"]["baseline"] == first["baseline"]


def test_a_day_that_comes_in_after_the_check_date_is_counted_and_said(running):
    running.bring(during()[:10], gain=0.02)
    running.go_to(TODAY + timedelta(weeks=9))
    running.bring(during()[12:13], seed=4)
    assert "came in after the check date" in running("block", "check", "--scientist")[1]


def test_a_plan_follows_the_block_that_runs(running, monkeypatch):
    asked = []
    real = plan.solve_plan
    monkeypatch.setattr(plan, "solve_plan", lambda request: asked.append(request) or real(request))
    assert running("plan")[0] == 0
    assert running("block", "end", "--reason", "new job")[0] == 0
    assert running("plan")[0] == 0
    with_block, without = asked
    assert with_block.named is Role.SWING
    assert with_block.emphasis[Role.SWING] > with_block.emphasis[Role.PUSH]
    assert without.named is None


def test_a_block_that_begins_later_waits_and_seals_nothing_yet(ready):
    assert ready("block", "start", "--start", str(TODAY + timedelta(days=7)), "--yes")[0] == 0
    ready.go_to(TODAY + timedelta(days=2))
    ready.bring([TODAY + timedelta(days=1)])
    assert "sealed" not in ready("check")[2]
    assert json.loads(ready("block", "check", "--json")[1])["state"] == "not begun"


@pytest.mark.parametrize("command", ["check", "show", "scorecard"])
def test_every_voice_keeps_the_rules_of_wording(running, command):
    running.bring(during(), gain=0.02)
    for weeks in (3, 8):
        running.go_to(TODAY + timedelta(weeks=weeks))
        athlete = running("block", command)[1]
        coach = running("block", command, "--coach")[1]
        assert not FORBIDDEN.search(athlete)
        assert not FORBIDDEN.search(coach)
        if command != "scorecard":
            assert len(athlete.split()) <= 35


def test_a_miss_is_held_against_what_was_done_of_the_plan(running):
    """A plan of the block's weeks, of which hardly anything, or nearly all, was logged."""
    running.go_to(TODAY)
    sessions = json.loads(running("plan", "--weeks", "4", "--json")[1])["sessions"]
    work = [one for one in sessions if one["roles"].get("swing", 0) >= 0.25 * sum(one["roles"].values()) > 0]
    assert len(work) > 4
    running.bring(during(20), gain=-0.001)
    running.go_to(TODAY + timedelta(weeks=8))
    unheard = json.loads(running("block", "check", "--json")[1])["answer"]
    assert unheard["adherence"] is None
    running("log", "--as-planned", "--session", work[0]["id"], "--date", work[0]["on"])
    little = json.loads(running("block", "check", "--json")[1])["answer"]
    assert little["adherence"] == {"planned": len(work), "done": 1, "excused": 0}
    for one in work[1:-1]:
        running("log", one["kind"], "--session", one["id"], "--date", one["on"], "--stopped-early")
    running("log", "not today", "--date", work[-1]["on"])
    much = json.loads(running("block", "check", "--json")[1])["answer"]
    assert much["adherence"] == {"planned": len(work), "done": len(work) - 1, "excused": 1}
    assert "Done 100 %" in running("block", "check", "--coach")[1]
    if unheard["verdict"] == "not working":
        assert (little["verdict"], much["verdict"]) == ("cannot tell", "not working")
