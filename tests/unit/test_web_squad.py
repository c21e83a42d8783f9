"""The coach's pages on a real database: who needs a talk, what changed, sheets, a test day, one plan for a group."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.app.planning.training import check_in
from evenstride.app.reading.sheets import write_field_tests
from evenstride.app.record import start_athlete
from evenstride.app.squads import desk as squad_desk
from evenstride.app.squads.desk import SquadDesk
from evenstride.core.athlete import Athlete, Intake, Readiness
from evenstride.core.check import Check, Verdict
from evenstride.core.estimate import Estimate
from evenstride.core.log import LogEntry, Pain
from evenstride.core.recording import FieldTest
from evenstride.core.roles import Role
from evenstride.core.squad_day import Limiting, Need, Reason, SquadDay, SquadMember
from evenstride.core.training import CheckIn
from evenstride.readers import read
from evenstride.store import open_store
from evenstride.words import say_squad_day
from tests.sites import Site

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
TODAY = AT.date()
PEOPLE = ("Ada Mok", "Ben", "Cleo", "Dee", "Eve")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    found = Site(tmp_path / "squad.db")
    found.at = AT
    with open_store(found.desk.path) as store:
        for name in PEOPLE:
            store.save_athlete(Athlete(name, birth_year=2013 if name == "Eve" else 1998), saved_at=AT)
    return found


def tell(site: Site, name: str, **entry: object) -> None:
    with open_store(site.desk.path) as store:
        store.save_log(name, LogEntry(**{"on": TODAY, "kind": "easy", "logged_at": AT} | entry))  # type: ignore[arg-type]


def squad(site: Site) -> str:
    answer = site.get("/squad")
    if answer.status_code == 303:
        assert site.finish(answer).headers["location"] == "/squad"
        answer = site.get("/squad")
    assert answer.status_code == 200
    return answer.text


def jumps(name: str, first: float, last: float) -> list[FieldTest]:
    """Two learning days, then four at one length and four at another, a week apart."""
    lengths = [first] * 6 + [last] * 4
    return [
        FieldTest(name, "P2", (metres, metres + 0.01, metres - 0.01), "m", on=TODAY - timedelta(weeks=10 - week))
        for week, metres in enumerate(lengths)
    ]


def test_who_needs_a_talk_stands_first_and_why_by_their_own_words(site: Site) -> None:
    tell(site, "Cleo", pains=(Pain("hamstring", 5, "left"),))
    tell(site, "Ben", red_flags=("limping",))
    tell(site, "Dee", on=TODAY - timedelta(days=9))
    with open_store(site.desk.path) as store:
        for days in range(3):
            check_in(store, "Ada Mok", CheckIn(TODAY - timedelta(days=days), readiness=0.0), at=AT)
    page = squad(site)
    first = page[page.index('id="first"') : page.index('id="everyone"')]
    order = [first.index(name) for name in ("Ben", "Cleo", "Ada Mok", "Dee")]
    assert order == sorted(order)
    assert "3 of 5 need a talk today." in page
    for words in ("Limping: everything stops", "Left hamstring 5 of 10", "low on 3 of the last seven", "for 9 days"):
        assert words in first
    assert "Eve" not in first[: first.index("Limits across")]


def test_an_entry_is_on_the_page_at_once_and_only_its_athlete_is_looked_at_again(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    squad(site)
    seen: list[str] = []
    look = squad_desk.member_of
    monkeypatch.setattr(
        squad_desk, "member_of", lambda store, one, *, at: (seen.append(one.name), look(store, one, at=at))[1]
    )
    tell(site, "Ben", pains=(Pain("knee", 3, "right"),))
    assert "Right knee 3 of 10" in squad(site)
    assert seen == ["Ben"]
    site.at = AT + timedelta(days=1)
    squad(site)
    assert sorted(seen[1:]) == sorted(PEOPLE)


def test_what_changed_beyond_error_is_counted_apart_from_noise_growing_and_pain(site: Site) -> None:
    rows = [*jumps("Ada Mok", 2.0, 2.4), *jumps("Ben", 2.0, 2.0), *jumps("Cleo", 2.0, 2.4), *jumps("Eve", 1.5, 1.9)]
    data = write_field_tests(rows).encode()
    with open_store(site.desk.path) as store:
        store.save_import(read(data, name="s.csv"), data, imported_at=AT)
    tell(site, "Cleo", pains=(Pain("calf", 4),))
    page = squad(site)
    assert "1 changed beyond error, 1 needs a talk, 1: noise." in page
    assert "1 may be under sixteen" in page
    assert "1 without two comparable days" in page
    roster = page[page.index('id="everyone"') :]
    assert "Long jump from standing (P2) +" in roster
    assert roster.count("Beyond error</span>") == 1
    for words in ("Talk first", "Noise", "Growing", "Too early"):
        assert f">{words}</span>" in roster


def member(
    number: int, *, change: float = 0.0, talk: bool = False, young: bool = False, checked: bool = True
) -> SquadMember:
    value = Estimate(2.0, 1.9, 2.1, "m")
    estimate = Estimate(change, change - 0.01, change + 0.01, "1")
    check = Check("jump", TODAY, TODAY, value, value, estimate, 0.02, Verdict.CANNOT_TELL, "")
    reasons = (
        (Reason(Need.PAIN, "Knee 4 of 10."),)
        if talk
        else (Reason(Need.QUIET, "Nothing logged."),)
        if number % 2
        else ()
    )
    return SquadMember(str(number), f"N{number}", reasons=reasons, checks=(check,) if checked else (), young=young)


@given(st.lists(st.tuples(st.floats(-0.2, 0.2), st.booleans(), st.booleans(), st.booleans())))
def test_everybody_is_counted_once(told: list[tuple[float, bool, bool, bool]]) -> None:
    people = [member(n, change=c, talk=t, young=y, checked=k) for n, (c, t, y, k) in enumerate(told)]
    found = SquadDay(TODAY, tuple(people))
    groups = (found.talks, found.changed, found.noise, found.young, found.unmeasured)
    assert sorted(one.key for group in groups for one in group) == sorted(one.key for one in people)
    assert sum(len(those) for those in found.limits.values()) == len(people)
    assert say_squad_day(found)[0]


def test_change_by_chance_is_said_with_the_change() -> None:
    found = SquadDay(TODAY, tuple(member(n, change=0.1 if n < 6 else 0.0, talk=n >= 26) for n in range(30)))
    lines = say_squad_day(found)
    assert lines[0] == "4 of 30 need a talk today."
    assert lines[1] == "6 changed beyond error, 4 need a talk, 20: noise."
    assert lines[2].startswith("Of 26 comparisons about 3 would look changed by chance alone")


def test_limits_count_whom_nothing_can_be_told_of_as_well() -> None:
    people = [replace(member(1), limit=Role.SWING), member(2), replace(member(3), limit=Limiting.NOT_ASKED)]
    limits = SquadDay(TODAY, tuple(people)).limits
    assert {key.name: len(those) for key, those in limits.items()} == {
        "PUSH": 0, "SWING": 1, "SUPPORT": 0, "TIMING": 0, "CANNOT_TELL": 1, "NOT_ASKED": 1
    }  # fmt: skip


SHEET = "athlete\tdate\ttest\tside\tunit\ttrial 1\ttrial 2\ttrial 3\n{name}\t2026-05-04\tP2\tboth\tcm\t{a}\t{b}\t224\n"


def rows_of(site: Site) -> int:
    with open_store(site.desk.path) as store:
        return len(store.recordings(kind=FieldTest))


def test_a_pasted_sheet_is_shown_first_and_stored_when_confirmed(site: Site) -> None:
    text = SHEET.format(name="Ada Mok", a="222", b="225") + "Zoe Neu\t2026-05-04\tP2\tboth\tcm\t210\t211\t209\n"
    shown = site.post("/squad/sheet", urlencode({"rows": text}))
    assert (shown.status_code, rows_of(site)) == (200, 0)
    assert "2.22, 2.25, 2.24 m" in shown.text
    assert "<b>New here:</b> Zoe Neu" in shown.text
    kept = site.post("/squad/sheet/keep", urlencode({"rows": text}))
    assert (kept.status_code, kept.headers["location"], rows_of(site)) == (303, "/squad?kept=2", 2)
    assert "2 rows stored." in site.get(kept.headers["location"]).text
    assert "The first days of a test are for learning it" in squad(site)
    assert "Zoe Neu" in squad(site)


def test_a_doubtful_row_is_asked_about_and_stored_only_when_somebody_looked_again(site: Site) -> None:
    text = SHEET.format(name="Ada Mok", a="22.2", b="225")
    shown = site.post("/squad/sheet", urlencode({"rows": text}))
    assert "question" in shown.text
    assert "I looked again" in shown.text
    again = site.post("/squad/sheet/keep", urlencode({"rows": text}))
    assert (again.status_code, rows_of(site)) == (200, 0)
    sure = site.post("/squad/sheet/keep", urlencode({"rows": text, "checked": "1"}))
    assert (sure.status_code, rows_of(site)) == (303, 1)


@pytest.mark.parametrize(
    "rows", ["", "hello", "athlete,test\nAda,P2\n", SHEET.format(name="Ada", a="fast", b="1"), "\x00\x01"]
)
def test_what_is_no_sheet_is_said_beside_what_was_pasted(site: Site, rows: str) -> None:
    answer = site.post("/squad/sheet", urlencode({"rows": rows}))
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert rows_of(site) == 0


def test_an_empty_sheet_holds_everybody(site: Site) -> None:
    answer = site.get("/squad/empty.csv?test=P2&test=S1")
    assert answer.headers["content-type"].startswith("text/csv")
    assert all(name in answer.text for name in PEOPLE)
    assert site.get("/squad/empty.csv").status_code == 422


QUERY = "test=P2&test=S1"
P2 = {"P2-unit": "cm", "P2-both-0": "222", "P2-both-1": "225", "P2-both-2": "224"}


def test_a_test_day_goes_from_one_athlete_to_the_next(site: Site) -> None:
    page = site.get(f"/squad/day?{QUERY}").text
    assert "0 of 5 done" in page
    s1 = {f"S1-{side}-{n}": str(20 + n / 10) for side in ("left", "right") for n in range(3)}
    told = P2 | s1 | {"S1-unit": "kg", "S1-lever": "35", "S1-scale": "50", "mass": "72", "S1-pain": "0", "P2-pain": "0"}
    saved = site.post(f"/squad/enter/ada%20mok?{QUERY}", urlencode(told))
    assert (saved.status_code, saved.headers["location"]) == (303, f"/squad/enter/ben?{QUERY}")
    assert rows_of(site) == 3
    page = site.get(f"/squad/day?{QUERY}").text
    assert "1 of 5 done" in page
    site.post(f"/squad/enter/ben?{QUERY}", urlencode(P2))
    assert "open: S1" in site.get(f"/squad/day?{QUERY}").text


def test_a_question_at_the_track_keeps_what_was_typed_and_stores_nothing(site: Site) -> None:
    told = P2 | {"P2-both-1": "22.5"}
    asked = site.post("/squad/enter/ben?test=P2", urlencode(told))
    assert (asked.status_code, rows_of(site)) == (422, 0)
    assert 'value="22.5"' in asked.text
    assert "Nothing was stored yet" in asked.text
    assert site.post("/squad/enter/ben?test=P2", urlencode(told | {"checked": "1"})).status_code == 303
    assert rows_of(site) == 1


def test_nothing_typed_and_words_typed_are_said_and_pain_ends_a_test(site: Site) -> None:
    assert "no trial was entered" in site.post("/squad/enter/ben?test=P2", "mass=70").text
    assert site.post("/squad/enter/ben?test=P2", urlencode(P2 | {"P2-both-0": "far"})).status_code == 422
    ended = site.post("/squad/enter/ben?test=P2", urlencode(P2 | {"P2-pain": "3"}))
    assert "pain 3 of 10 ended this test" in ended.text
    assert rows_of(site) == 0


def test_what_hurts_is_not_tested(site: Site) -> None:
    tell(site, "Ben", pains=(Pain("hamstring", 3, "left"),))
    page = site.get("/squad/enter/ben?test=P2").text
    assert "Not today" in page
    assert "P2-both-0" not in page
    assert site.post("/squad/enter/ben?test=P2", urlencode(P2)).status_code == 422
    tell(site, "Cleo", red_flags=("limping",))
    assert "A professional looks first" in site.get("/squad/enter/cleo?test=P2").text


def test_somebody_new_is_kept_with_their_first_trial(site: Site) -> None:
    form = site.get("/squad/new?name=%20Zoe%20%20Neu&test=P2").text
    assert 'action="/squad/enter/zoe%20neu?test=P2"' in form
    assert site.post("/squad/enter/zoe%20neu?test=P2", urlencode(P2 | {"name": "Zoe Neu"})).status_code == 303
    assert "Zoe Neu" in squad(site)
    assert site.get("/squad/enter/nobody?test=P2").status_code == 200, "a name that nobody has yet is a new one"
    assert site.post("/squad/enter/nobody?test=P2", urlencode(P2 | {"name": "Ada Mok"})).status_code == 404


def test_under_twelve_tests_are_games_and_nothing_is_written_down(site: Site) -> None:
    with open_store(site.desk.path) as store:
        store.save_athlete(Athlete("Fay", birth_year=2017), saved_at=AT)
    assert "under twelve tests are games" in site.get("/squad/enter/fay?test=P2").text
    assert "games today" in site.get("/squad/day?test=P2").text


def test_one_plan_is_copied_to_a_group_and_differences_are_shown(site: Site) -> None:
    answers = Intake(on=TODAY, goal="fast", days=(0, 2, 4), minutes=60, kit=("gym",), readiness=Readiness())
    with open_store(site.desk.path) as store:
        for name in ("Gil", "Hal"):
            start_athlete(store, name, answers, at=AT, level="trained", birth_year=1998)
    assert site.post("/squad/group", "leader=gil").status_code == 422
    assert site.finish(site.post("/squad/group", "leader=gil&member=hal")).status_code == 404, "nobody planned yet"
    site.finish(site.post("/plan/gil", "weeks=1"))
    tell(site, "Hal", pains=(Pain("hamstring", 5, "left"),))
    done = site.finish(site.post("/squad/group", "leader=gil&member=hal"))
    page = site.get(done.headers["location"]).text
    assert "days as the group" in page
    assert re.search(r"<th scope=\"col\">Gil</th><th scope=\"col\">Hal</th>", page)
    assert "instead of" in page
    assert site.get("/squad/group/unknown").status_code == 404


def test_forms_from_elsewhere_change_nothing(site: Site) -> None:
    evil = {"origin": "http://evil.example", "content-type": "application/x-www-form-urlencoded"}
    for path in ("/squad/again", "/squad/sheet", "/squad/sheet/keep", "/squad/group", "/squad/enter/ben?test=P2"):
        assert site.ask("POST", path, headers=evil, content="rows=1").status_code == 403


def test_two_hundred_athletes_stay_a_short_page(site: Site) -> None:
    with open_store(site.desk.path) as store, store.turn():
        for number in range(200):
            name = f"Athlete number {number:03d} of the squad"
            store.save_athlete(Athlete(name), saved_at=AT)
            store.save_log(name, LogEntry(TODAY, "easy", pains=(Pain("knee", 4, "left"),), logged_at=AT))
    page = squad(site)
    assert len(page.encode()) < 100_000
    assert "And 170 more" in page
    names = {
        name
        for number in range(1, 5)
        for name in re.findall(r"number (\d{3}) of", site.get(f"/squad?page={number}").text)
    }
    assert len(names) == 200
    assert site.get("/squad?page=99").status_code == 200
    assert site.get("/squad?page=0").status_code == 422


def test_asking_everybody_again_answers_with_their_diagnosis(site: Site) -> None:
    squad(site)
    assert "Nobody was asked about yet" in squad(site)
    assert site.finish(site.post("/squad/again", "")).headers["location"] == "/squad"
    assert "Nobody was asked about yet" not in squad(site)


def test_a_desk_remembers_nobody_who_is_gone(tmp_path: Path) -> None:
    desk = SquadDesk(tmp_path / "a.db", lambda: AT)
    assert desk.look().members == ()
    assert say_squad_day(desk.look()) == ("Nobody here yet.",)
    assert date.fromisoformat("2026-05-04") == desk.today
