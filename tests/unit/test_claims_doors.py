"""Claims on trial through the app, the command line and the page."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.blocks.experiment import answers_of, enter_sheet, plan_cue_experiment, write_sheet
from evenstride.app.claims import try_claims
from evenstride.app.overview import show_overview
from evenstride.app.reading.ingest import import_files
from evenstride.app.record import log_session
from evenstride.core.athlete import Athlete
from evenstride.core.claim import TrialVerdict, claims
from evenstride.core.errors import InputError
from evenstride.core.experiment import CueAnswer, Outcome
from evenstride.core.log import Feel, LogEntry, Pain
from evenstride.core.recording import Splits
from evenstride.core.roles import Role
from evenstride.store import Store, open_store
from tests.desks import pages_of
from tests.planted import FIRST, Planted, grows, keep_planted
from tests.terminals import Terminal

TRUTH = Planted(grows(0.12, 0.0, 0.0))
LAST = FIRST + timedelta(weeks=12)
AT = datetime(LAST.year, LAST.month, LAST.day, 12, tzinfo=UTC)
NAME = TRUTH.scenario.label


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "test.db") as opened:
        yield opened


def season(store: Store, folder: Path, planted: Planted = TRUTH) -> None:
    keep_planted(store, planted, folder, AT, LAST)


def test_a_season_with_a_push_that_leads_is_told_first_and_the_rest_asks(store: Store, tmp_path: Path):
    season(store, tmp_path)
    tried = try_claims(store, NAME, at=AT)
    verdicts = [trial.verdict for _, trial, _ in tried.trials]
    assert len(verdicts) == len(claims())
    told = verdicts.index(TrialVerdict.CANNOT_TELL)
    assert told >= 2
    assert set(verdicts[told:]) == {TrialVerdict.CANNOT_TELL}
    assert "one finding" in tried.whole.coach
    found = {claim.id: trial for claim, trial, _ in tried.trials}
    assert found["push-ahead-stalls-speed"].verdict is TrialVerdict.FOR
    assert found["more-push-more-speed"].verdict is TrialVerdict.AGAINST


def test_the_page_shows_them_and_is_found_again(store: Store, tmp_path: Path):
    season(store, tmp_path)
    made, kept = (show_overview(store, store.athlete(NAME), at=AT) for _ in range(2))
    assert made.claims == kept.claims
    page = pages_of(kept)
    assert "What coaching says, on trial" in page
    assert "Cannot tell yet: " in page
    assert "more push without more swing does not bring speed" in page


def test_one_claim_and_one_that_is_not_known(store: Store, tmp_path: Path):
    season(store, tmp_path)
    only = try_claims(store, NAME, at=AT, claim="both-must-grow")
    assert [claim.id for claim, _, _ in only.trials] == ["both-must-grow"]
    with pytest.raises(InputError, match="claim 'magic' is not known"):
        try_claims(store, NAME, at=AT, claim="magic")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (LogEntry(LAST, "easy", pains=(Pain("hamstring", 5, "left"),)), "Nothing that loads your left hamstring"),
        (LogEntry(LAST, "easy", red_flags=("fever",)), "let a professional look"),
    ],
)
def test_nothing_is_weighed_while_something_stops(store: Store, tmp_path: Path, entry: LogEntry, says: str):
    season(store, tmp_path)
    log_session(store, NAME, entry, at=AT)
    tried = try_claims(store, NAME, at=AT)
    assert tried.trials == ()
    assert says in tried.whole.athlete
    shown = show_overview(store, store.athlete(NAME), at=AT)
    assert shown.claims == ()
    assert "on trial" not in pages_of(shown)


@pytest.mark.parametrize(("birth_year", "many"), [(2017, 0), (2012, 1), (1998, 2)])
def test_the_young_hear_of_habits_and_children_of_none(store: Store, tmp_path: Path, birth_year: int, many: int):

    season(store, tmp_path, replace(TRUTH, scenario=grows(0.0, 0.0, 0.02, birth_year=birth_year), kinds=(Splits,)))
    tried = [claim for claim, _, _ in try_claims(store, NAME, at=AT).trials]
    assert (0 if not tried else 2 if any(claim.about_limit for claim in tried) else 1) == many
    shown = show_overview(store, store.athlete(NAME), at=AT)
    assert ("on trial" in pages_of(shown)) is (many > 0)


def test_what_is_logged_and_timed_decides_a_claim_on_feel(store: Store, tmp_path: Path):
    rows = ["athlete,date,test,trial 1,trial 2,trial 3,unit"]
    for week in range(14):
        on, good = FIRST - timedelta(weeks=week), week % 2 == 0
        speed = 8.6 * (1.03 if good else 1.0) * (1.0 + 0.001 * (week % 3))
        rows.append(f"Kim,{on},T0,{speed:.3f},{speed * 1.002:.3f},{speed * 0.998:.3f},m/s")
        store_feel = Feel.GEAR_SHIFT if good else Feel.HEAVY
        if week == 0:
            store.save_athlete(Athlete("Kim", birth_year=1999), saved_at=AT)
        log_session(store, "Kim", LogEntry(on, "top speed", 40, 6, 6, store_feel), at=AT)
    file = tmp_path / "kim.csv"
    file.write_text("\n".join(rows) + "\n", encoding="utf-8")

    import_files(store, [file], imported_at=AT)
    ((_, trial, voices),) = try_claims(store, "Kim", at=AT, claim="good-feel-fast-run").trials
    assert trial.verdict is TrialVerdict.FOR
    assert trial.seen[0].value.low < 0.03 < trial.seen[0].value.high
    assert "Your data fit that so far; not proof" in voices.athlete


def test_experiments_with_entered_runs_are_answered_and_others_are_not(store: Store, tmp_path: Path):
    season(store, tmp_path)
    page, _ = plan_cue_experiment(store, NAME, ("push", "relax"), outcome=Outcome.TIME, at=AT, noise=0.004)
    assert page is not None
    athlete = store.athlete(NAME)
    assert answers_of(store, athlete, until=LAST) == ()
    lines = write_sheet(page.experiment).splitlines()
    header = lines[0].split(",")
    filled = [lines[0]]
    for line in lines[1:]:
        cells = line.split(",")
        cells[header.index("date")] = str(LAST)
        cells[header.index("time (s)")] = "2.40" if cells[header.index("condition")] == "A" else "2.50"
        filled.append(",".join(cells))
    sheet = tmp_path / "sheet.csv"
    sheet.write_text("\n".join(filled) + "\n", encoding="utf-8")
    enter_sheet(store, sheet, NAME, at=AT)
    (answer,) = answers_of(store, athlete, until=LAST)
    assert isinstance(answer, CueAnswer)
    assert answers_of(store, athlete, until=LAST - timedelta(days=1)) == ()
    ((_, trial, _),) = try_claims(store, NAME, at=AT, claim="cues-alone-change-little").trials
    assert trial.verdict is TrialVerdict.AGAINST


def test_the_command_line_says_it_in_three_voices_and_as_json(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    run = Terminal(tmp_path, capsys, monkeypatch)
    with open_store(tmp_path / "test.db") as opened:
        season(opened, tmp_path)
    said = {voice: run("claims", *voice)[1] for voice in ((), ("--coach",), ("--scientist",))}
    assert "push-ahead-stalls-speed: for" in said[()]
    assert "Coaching says: “more push" in said[()]
    assert "Another account: " in said["--coach",]
    assert "MDC90" in said["--scientist",]
    found = run.json("claims", "--claim", "both-must-grow")
    assert [one["trial"]["verdict"] for one in found] == ["for"]
    assert {"says", "rival", "stance", "sources"} <= set(found[0]["claim"])
    assert {"value", "low", "high", "unit", "level"} == set(found[0]["trial"]["seen"][0]["value"])
    code, out, err = run("claims", "--claim", "magic")
    assert (code, out) == (2, "")
    assert "claim 'magic' is not known" in err


def test_roles_exchanged_give_the_mirrored_answer(store: Store, tmp_path: Path):
    season(store, tmp_path, Planted(grows(0.0, 0.12, 0.0)))
    ((_, trial, _),) = try_claims(store, NAME, at=AT, claim="both-must-grow").trials
    assert trial.reason.startswith(f"{Role.SWING} has outgrown {Role.PUSH}")
