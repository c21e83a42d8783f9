"""The pages for a parent and for a physio, on a real database."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from evenstride.app.planning.training import TrainingWish, change_training, check_in
from evenstride.app.reading.sheets import write_field_tests
from evenstride.core.athlete import Anthropometrics, Athlete, Intake
from evenstride.core.log import LogEntry, Pain
from evenstride.core.recording import FieldTest
from evenstride.core.roles import Side
from evenstride.core.training import CheckIn, SportDay, SportLoad, WeeklySport
from evenstride.readers import read
from evenstride.store import open_store
from evenstride.words import say_growing
from tests.sites import Site

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
TODAY = AT.date()
NEVER = (
    "weak",
    "deficit",
    "failed",
    "should have",
    "score",
    "asymmetric",
    "injury risk",
    "cleared",
    "norm",
    "percentile",
)
"""Words no athlete, coach, child or parent reads (words.md), and what would be a comparison with others."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = Site(tmp_path / "care.db")
    found.at = AT
    with open_store(found.desk.path) as store:
        store.save_athlete(Athlete("Ida", birth_year=2013, intake=Intake(on=TODAY, enjoys="the wind")), saved_at=AT)
        store.save_athlete(Athlete("Bo", birth_year=1990), saved_at=AT)
    return found


def tell(site: Site, **entry: object) -> None:
    with open_store(site.desk.path) as store:
        store.save_log("Ida", LogEntry(**{"on": TODAY, "kind": "play", "logged_at": AT} | entry))  # type: ignore[arg-type]


def test_a_parent_reads_four_answers_from_what_was_told(site: Site) -> None:
    with open_store(site.desk.path) as store:
        for on, height in ((date(2026, 1, 5), 1.52), (date(2026, 4, 6), 1.56)):
            store.save_body("Ida", Anthropometrics(on, height=height), saved_at=AT)
        for days, sleep in ((2, 8.5), (1, 0.0)):
            check_in(store, "Ida", CheckIn(TODAY - timedelta(days=days), readiness=6.0, sleep=sleep), at=AT)
    tell(site, joy=9.0, pains=(Pain("knee", 2, "left"),))
    page = site.get("/parent/ida").text
    for words in (
        "4.0 cm taller since 5 January: 152.0 to 156.0 cm.",
        "Left knee: 2 of 10 on 4 May.",
        "two nights told: 8.5, 0.",
        "6 of the last seven days without training.",
        "Joy in moving, of 10: 9.",
        "the wind",
    ):
        assert words in page, words
    order = [page.index(f"<h2>{word}</h2>") for word in ("Growing?", "Hurting?", "Rested?", "Still fun?")]
    assert order == sorted(order)


def test_own_sport_that_was_not_logged_is_not_called_a_day_without_training(site: Site) -> None:
    football = (WeeklySport(1, SportDay("football practice", SportLoad.HARD)),)
    with open_store(site.desk.path) as store:
        change_training(store, "Ida", TrainingWish(weekly=football), at=AT)
    tell(site, joy=9.0)
    page = site.get("/parent/ida").text
    assert "Training is in the log on 1 of the last seven days; football practice on one day is not." in page
    assert "days without training" not in page


def test_a_parent_reads_when_to_stop_and_finds_the_week(site: Site) -> None:
    page = site.get("/parent/ida").text
    assert "When to stop?" in page
    assert "limping, pain at night or at rest" in page
    assert 'href="/plan/ida"' in page[page.index("<main") :]


def test_a_parent_page_judges_nobody_whatever_was_told(site: Site) -> None:
    pages = [site.get("/parent/ida").text]
    tell(site, joy=0.0, rpe=10.0, pains=(Pain("heel", 3),), stopped_early=True)
    pages.append(site.get("/parent/ida").text)
    tell(site, kind="easy", red_flags=("limping",))
    pages.append(site.get("/parent/ida").text)
    for page in pages:
        shown = page[page.index("<main") :].casefold()
        assert [word for word in NEVER if word in shown] == []
        assert "kg" not in shown
    assert "Please let a professional look before any training." in pages[-1]
    assert "stop, and let a professional look" in pages[-1]


def test_nothing_told_is_said_and_asked_about_and_a_grown_up_is_not_asked_to_grow(site: Site) -> None:
    page = site.get("/parent/ida").text
    for words in (
        "No height was measured yet",
        "Nothing was logged",
        "Nothing was told about sleep",
        "No joy was told",
    ):
        assert words in page
    assert "Growing?" not in site.get("/parent/bo").text
    assert site.get("/parent/nobody").status_code == 404


@pytest.mark.parametrize("millimetres", [-20, 0, 9])
def test_what_a_tape_cannot_show_is_no_growth(millimetres: int) -> None:
    days = (date(2026, 1, 5), date(2026, 3, 5))
    heights = (1.5, 1.5 + millimetres / 1000)
    bodies = [Anthropometrics(on, height=height) for on, height in zip(days, heights, strict=True)]
    assert say_growing(bodies, TODAY).facts[0].startswith("No change a tape can show")


def act(site: Site, **fields: str):
    return site.post("/physio/bo", urlencode(fields))


def begin(site: Site, stage: str = "run") -> None:
    assert act(site, do="begin", side="left", place="hamstring", stage=stage).status_code == 303


def test_a_ladder_is_begun_ticked_moved_and_ended_by_name(site: Site) -> None:
    assert "No way back is tracked" in site.get("/physio/bo").text
    begin(site)
    page = site.get("/physio/bo").text
    assert "Left hamstring: step 4 of 6, run" in page
    assert "No step is ticked yet" in page
    assert act(site, do="tick", stage="sprint", by="physio Ada", note="looked good").status_code == 303
    assert act(site, do="move", stage="sprint", by="Bo").status_code == 303
    page = site.get("/physio/bo").text
    assert "step 5 of 6, sprint" in page
    assert "Ticked: sprint." in page
    assert "by physio Ada, looked good" in page
    assert act(site, do="end", by="").status_code == 422
    assert act(site, do="end", by="physio Ada").status_code == 303
    assert "No way back is tracked" in site.get("/physio/bo").text


def test_limits_are_a_clinicians_and_whoever_set_one_lifts_it(site: Site) -> None:
    begin(site)
    assert act(site, do="limit", speed="80", metres="600", ban="jump, calf", by="physio Ada").status_code == 303
    page = site.get("/physio/bo").text
    assert "1: at most 80 % speed, at most 600 m of running a session, no jump, no calf" in page
    refused = act(site, do="lift", number="1", by="coach Cy")
    assert refused.status_code == 422
    assert "Nobody else can override it" in refused.text
    assert "limit still holds" in act(site, do="end", by="physio Ada").text
    assert act(site, do="lift", number="1", by="coach Cy", taken_over="1").status_code == 303
    assert "None is set." in site.get("/physio/bo").text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"do": "tick", "stage": "run", "by": " "}, "name stands under it"),
        ({"do": "limit", "speed": "80"}, "name stands under it"),
        ({"do": "limit", "by": "Ada"}, "Nothing is limited"),
        ({"do": "limit", "ban": "jmups", "by": "Ada"}, "names no movement"),
        ({"do": "limit", "speed": "101", "by": "Ada"}, "is no speed"),
        ({"do": "limit", "metres": "9", "until": "soon", "by": "Ada"}, "is no day"),
        ({"do": "limit", "metres": "9", "until": "2026-05-03", "by": "Ada"}, "is over"),
        ({"do": "lift", "number": "7", "by": "Ada"}, "No limit 7 is set"),
        ({"do": "lift", "number": "x", "by": "Ada"}, "is no limit"),
        ({"do": "move", "stage": "perform"}, "leaves out"),
        ({"do": "move", "stage": "run"}, "is the step already"),
        ({"do": "move", "stage": "fly"}, "is no step"),
        ({"do": "strength", "left": "a", "right": "240"}, "are no trials"),
        ({"do": "begin", "side": "left", "place": "calf", "stage": "run"}, "is tracked already"),
        ({"do": "clear"}, "cannot do that"),
    ],
)  # fmt: skip
def test_what_cannot_be_recorded_is_said_on_the_page_and_changes_nothing(
    site: Site, fields: dict[str, str], words: str
) -> None:
    begin(site)
    before = site.get("/physio/bo").text
    answer = act(site, **fields)
    assert answer.status_code == 422
    assert words in answer.text.replace("&#39;", "'")
    assert "Nothing was changed." in answer.text
    assert "evenstride comeback" not in answer.text
    assert site.get("/physio/bo").text == before


def test_strength_of_both_sides_is_recorded_and_never_decides(site: Site) -> None:
    begin(site)
    assert act(site, do="strength", left="230 228", right="250,5 248", by="Ada").status_code == 303
    page = site.get("/physio/bo").text
    assert "does not establish symmetry" in page
    assert "it never clears anybody" in page


def test_while_the_way_back_waits_no_step_ahead_is_offered_or_taken(site: Site) -> None:
    begin(site, "load")
    assert "2, load" not in _offered(site, "Move")
    assert "3, spring" in _offered(site, "Move")
    site.desk.log("bo", LogEntry(TODAY, "easy", pains=(Pain("hamstring", 4, "left"),)))
    page = site.get("/physio/bo").text
    assert "Told: left hamstring 4/10." in page
    assert "It goes on when the newest day of the log tells left hamstring below 4 of 10" in page
    assert "spring</option>" not in page
    assert "1, relearn</option>" in _offered(site, "Move")
    for does in ("move", "tick"):
        answer = act(site, do=does, stage="spring", by="Ada")
        assert answer.status_code == 422
        assert "The way back waits" in answer.text
    assert act(site, do="move", stage="relearn", by="Ada").status_code == 303
    assert "Move</h2>" not in site.get("/physio/bo").text
    site.desk.log("bo", LogEntry(TODAY, "rest", pains=(Pain("hamstring", 4, "left"),)))
    site.at = AT + timedelta(days=1)
    site.desk.log("bo", LogEntry(site.at.date(), "rest", pains=(Pain("hamstring", 0, "left"),)))
    page = site.get("/physio/bo").text
    assert "2, load" in _offered(site, "Move")
    assert "It goes on when" not in page


def hops(site: Site, *days: tuple[date, float, float]) -> None:
    rows = [
        FieldTest("Bo", "P1", (value, value - 0.02), "1", side, on=on)
        for on, left, right in days
        for side, value in ((Side.LEFT, left), (Side.RIGHT, right))
    ]
    data = write_field_tests(rows).encode()
    with open_store(site.desk.path) as store:
        store.save_import(read(data, name="hops.csv"), data, imported_at=AT)


def test_field_tests_of_both_sides_stand_beside_the_ladder_without_a_verdict(site: Site) -> None:
    begin(site)
    assert "No field test of single sides yet" in site.get("/physio/bo").text
    hops(site, *((TODAY - timedelta(weeks=7 - week), 1.2, 1.8) for week in range(7)))
    page = site.get("/physio/bo").text
    shown = page[page.index("<h2>Both sides in tests</h2>") :].partition("</section>")[0]
    assert "(P1)" in shown
    assert re.search(r"Left: 1\.\d+ \(1\.\d+–1\.\d+\) on 27 April", shown)
    assert re.search(r"Right: 1\.\d+ \(1\.\d+–\d\.\d+\) on 27 April", shown)
    assert re.search(r"Right is ahead by \d+ % \(\d+ to \d+\), beyond error in every session", shown)
    assert not [word for word in (*NEVER, "ready") if word in shown.casefold()]


def test_two_sessions_of_both_sides_cannot_tell_yet(site: Site) -> None:
    begin(site)
    hops(site, *((TODAY - timedelta(weeks=2 - week), 1.7, 1.8) for week in range(2)))
    page = site.get("/physio/bo").text
    assert "Left and right: cannot tell yet" in page


def _offered(site: Site, panel: str) -> str:
    page = site.get("/physio/bo").text
    return page[page.index(f"<h2>{panel}</h2>") :].partition("</section>")[0]


def test_a_form_from_elsewhere_changes_nothing(site: Site) -> None:
    begin(site)
    evil = {"origin": "http://evil.example", "content-type": "application/x-www-form-urlencoded"}
    body = urlencode({"do": "tick", "stage": "sprint", "by": "Ada"})
    assert site.ask("POST", "/physio/bo", headers=evil, content=body).status_code == 403
    assert "No step is ticked yet" in site.get("/physio/bo").text
    assert site.get("/physio/nobody").status_code == 404
    assert site.post("/physio/nobody", body).status_code == 404


def _begun_with(page: str) -> list[str]:
    """What the form to begin a way back has chosen: side and place, where anything is."""
    form = page[page.index("<h2>Begin one</h2>") : page.index('<select name="stage">')]
    assert form.count('required><option value="">choose</option>') == 2
    return re.findall("<option selected>(.*?)</option>", form)


def test_without_a_pain_the_place_is_asked_for(site: Site) -> None:
    assert _begun_with(site.get("/physio/bo").text) == []
    for fields in ({"side": "", "place": "calf"}, {"side": "left", "place": ""}, {"place": "calf"}):
        answer = act(site, do="begin", stage="run", **fields)
        assert answer.status_code == 422
        assert "was chosen" in answer.text
    assert act(site, do="begin", stage="run", side="middle", place="back").status_code == 303
    assert "Back: step" in site.get("/physio/bo").text


def test_the_newest_pain_is_what_a_way_back_begins_with(site: Site) -> None:
    today = site.at.date()
    site.desk.log("bo", LogEntry(today, "easy", pains=(Pain("knee", 1, None), Pain("calf", 5, "right"))))
    site.desk.log("bo", LogEntry(today - timedelta(days=3), "easy", pains=(Pain("hamstring", 8, "left"),)))
    page = site.get("/physio/bo").text
    assert _begun_with(page) == ["right", "calf"]
    assert "Pain: right calf, 5 of 10." in page
    site.desk.log("bo", LogEntry(today, "later", pains=(Pain("heel", 6, None), Pain("soul", 9, "left"))))
    page = site.get("/physio/bo").text
    assert _begun_with(page) == ["middle", "heel"]
    assert act(site, do="begin", stage="run", side="middle", place="heel").status_code == 303
    assert "Heel: step" in site.get("/physio/bo").text


def test_a_pain_of_zero_is_no_pain_to_begin_with(site: Site) -> None:
    site.desk.log("bo", LogEntry(site.at.date(), "easy", pains=(Pain("calf", 0, "right"),)))
    assert _begun_with(site.get("/physio/bo").text) == []
