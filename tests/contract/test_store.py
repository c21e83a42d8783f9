"""What every store promises, run over each of them alike."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.athlete import Anthropometrics, Athlete, Intake, Lacking, Level, Readiness
from evenstride.core.check import Check, Verdict
from evenstride.core.errors import InputError, NotFoundError, StoreError
from evenstride.core.estimate import Estimate
from evenstride.core.log import Feel, LogEntry, Pain
from evenstride.core.metric import Analysis
from evenstride.core.plan import Plan
from evenstride.core.provenance import Provenance, content_id
from evenstride.core.recording import FieldTest, Origin, Reading, Splits, StepEvents
from evenstride.core.roles import Side
from evenstride.store import MemoryStore, open_store

NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
LATER = NOW + timedelta(days=3)
DAY = date(2026, 4, 30)


@pytest.fixture(params=["sql", "memory"])
def store(request, tmp_path: Path):
    with open_store(tmp_path / "a.db") if request.param == "sql" else MemoryStore() as opened:
        yield opened


def splits(athlete="Noa Keller", on: date | None = DAY, place="row 2", label="", last=2.9) -> Splits:
    origin = Origin(file_name="may.csv", reader="splits-csv", place=place)
    return Splits(athlete, np.array([5.0, 10.0, 20.0]), np.array([1.2, 1.9, last]), on, label, origin=origin)


def field_test(side: Side, on=DAY) -> FieldTest:
    return FieldTest("Noa Keller", "S1", (11.0, 12.5), "N", side, 0.41, on)


def reading(*recordings, data=b"5;10;20\n") -> tuple[Reading, bytes]:
    return Reading("splits-csv", content_id(data), "may.csv", recordings), data


def analysis(on=DAY, value=8.6) -> Analysis:
    return Analysis("Noa Keller", on, "sprint", {"mss": Estimate(value, value - 0.1, value + 0.1, "m/s")})


# --- imports -----------------------------------------------------------------------------------------------------


def test_an_import_brings_recordings_raw_bytes_and_athletes(store):
    made = store.save_import(*reading(splits(), splits("Ada Mok", place="row 3")), imported_at=NOW)
    assert not made.already
    assert made.added == made.ids
    assert made.imported_at == NOW
    assert [one.name for one in store.athletes()] == ["Ada Mok", "Noa Keller"]
    stored = store.recording(made.ids[0])
    assert (stored.id, stored.athlete, stored.at) == (made.ids[0], "noa keller", NOW)
    assert stored.noun.times.tolist() == [1.2, 1.9, 2.9]
    assert stored.noun.origin.content_id == made.content_id
    assert store.raw(made.content_id) == b"5;10;20\n"


def test_the_same_file_again_changes_nothing_and_says_since_when(store):
    first = store.save_import(*reading(splits()), imported_at=NOW)
    before = store.recordings()[0].id, store.recordings()[0].at
    again = store.save_import(*reading(splits()), imported_at=LATER)
    assert again.already
    assert (again.ids, again.added, again.imported_at) == (first.ids, (), NOW)
    assert [(one.id, one.at) for one in store.recordings()] == [before]


def test_another_file_name_and_better_values_are_still_the_same_run(store):
    store.save_import(*reading(splits()), imported_at=NOW)
    renamed = replace(reading(splits(last=3.0))[0], file_name="copy.csv")
    assert store.save_import(renamed, b"5;10;20\n", imported_at=LATER).already


@pytest.mark.parametrize(
    "other",
    [
        splits("Ada Mok"),
        splits(on=date(2026, 5, 7)),
        splits(on=None),
        splits(place="row 3"),
        splits(label="second run"),
        replace(field_test(Side.LEFT), origin=Origin(place="row 2")),
    ],
    ids=["athlete", "day", "no day", "place", "label", "kind"],
)
def test_the_same_bytes_for_something_else_are_another_recording(store, other):
    first = store.save_import(*reading(splits()), imported_at=NOW)
    second = store.save_import(*reading(other), imported_at=LATER)
    assert not second.already
    assert second.imported_at == LATER
    assert {one.id for one in store.recordings()} == {*first.ids, *second.ids}


def test_athlete_spelling_does_not_make_another_recording(store):
    store.save_import(*reading(splits("Noa Keller")), imported_at=NOW)
    assert store.save_import(*reading(splits(" NOA  keller ")), imported_at=LATER).already


def test_a_file_of_which_a_part_is_new_adds_that_part(store):
    store.save_import(*reading(splits()), imported_at=NOW)
    made = store.save_import(*reading(splits(), splits(place="row 3")), imported_at=LATER)
    assert made.added == made.ids[1:]
    assert [one.at for one in store.recordings()] == [NOW, LATER]


def test_recordings_alike_in_everything_but_values_are_all_kept(store):
    made = store.save_import(*reading(field_test(Side.LEFT), field_test(Side.RIGHT)), imported_at=NOW)
    assert len(set(made.ids)) == 2
    assert [one.noun.side for one in store.recordings()] == [Side.LEFT, Side.RIGHT]


def test_an_import_keeps_what_is_known_of_an_athlete(store):
    store.save_athlete(Athlete("Noa Keller", 2001, Level.TRAINED, simulated=True), saved_at=NOW)
    store.save_import(*reading(splits("noa keller")), imported_at=NOW)
    assert store.athletes() == (Athlete("Noa Keller", 2001, Level.TRAINED, simulated=True),)


def test_bytes_that_were_not_read_are_refused(store):
    with pytest.raises(StoreError, match=r"may\.csv: the raw bytes are not the ones that were read\. Read"):
        store.save_import(reading(splits())[0], b"other", imported_at=NOW)
    assert store.recordings() == ()


def test_an_empty_reading_is_refused(store):
    with pytest.raises(InputError, match=r"nothing in this file to store\. Choose"):
        store.save_import(*reading(), imported_at=NOW)
    assert store.athletes() == ()


def test_times_must_say_their_zone(store):
    naive = datetime(2026, 5, 1)
    with pytest.raises(StoreError, match="does not say its zone"):
        store.save_import(*reading(splits()), imported_at=naive)
    assert store.athletes() == ()


def test_times_come_back_in_utc(store):
    berlin = datetime(2026, 5, 1, 14, tzinfo=timezone(timedelta(hours=2)))
    made = store.save_import(*reading(splits()), imported_at=berlin)
    assert made.imported_at == NOW
    assert store.recordings()[0].at.utcoffset() == timedelta(0)


# --- listing -----------------------------------------------------------------------------------------------------


def test_recordings_come_in_date_order_undated_first(store):
    days = [date(2026, 3, 2), None, date(2025, 12, 31), date(2026, 3, 1)]
    for number, day in enumerate(days):
        store.save_import(*reading(splits(on=day), data=b"%d" % number), imported_at=NOW)
    listed = [one.noun.on for one in store.recordings("noa keller")]
    assert listed == [None, date(2025, 12, 31), date(2026, 3, 1), date(2026, 3, 2)]


def test_within_a_file_the_order_is_the_file_s(store):
    rows = [splits(place=f"row {n}") for n in range(2, 14)]
    store.save_import(*reading(*rows), imported_at=NOW)
    assert [one.noun.origin.place for one in store.recordings()] == [f"row {n}" for n in range(2, 14)]


def test_listing_by_athlete_kind_and_half_open_days(store):
    days = [date(2026, 5, n) for n in (1, 2, 3)]
    rows = [splits(on=day) for day in [*days, None]]
    store.save_import(*reading(*rows, splits("Ada Mok"), field_test(Side.LEFT)), imported_at=NOW)
    assert len(store.recordings()) == 6
    assert len(store.recordings("ADA MOK")) == 1
    assert [type(one.noun) for one in store.recordings("Noa Keller", kind=FieldTest)] == [FieldTest]
    listed = store.recordings("Noa Keller", kind=Splits, since=days[0], until=days[2])
    assert [one.noun.on for one in listed] == days[:2]
    assert [one.noun.on for one in store.recordings("Noa Keller", since=days[2])] == [days[2]]
    assert store.recordings("Noa Keller", until=date(2026, 1, 1)) == ()


# --- athletes ----------------------------------------------------------------------------------------------------


def test_a_file_s_recordings_are_found_whoever_s_they_are_in_its_order(store):
    made = store.save_import(*reading(splits(), splits("Ada Mok", place="row 3")), imported_at=NOW)
    store.save_import(*reading(splits(), data=b"other"), imported_at=NOW)
    assert [one.id for one in store.recordings_of(made.content_id)] == list(made.ids)
    assert [one.athlete for one in store.recordings_of(made.content_id)] == ["noa keller", "ada mok"]
    assert store.recordings_of(made.content_id[:12]) == store.recordings_of("") == ()


def test_a_page_of_the_newest_recordings_is_a_cut_of_the_whole_list_from_its_end(store):
    undated, runs = (
        splits(on=None, place="row 9"),
        [splits(on=DAY + timedelta(days=n), place=f"row {n}") for n in range(5)],
    )
    store.save_import(*reading(*runs, undated, field_test(Side.LEFT, DAY + timedelta(days=9))), imported_at=NOW)
    store.save_import(*reading(splits("Kim", place="row 1"), data=b"kim"), imported_at=NOW)
    days = [one.noun.on for one in store.newest("noa keller")]
    assert days == [DAY + timedelta(days=9), *(DAY + timedelta(days=n) for n in (4, 3, 2, 1, 0)), None]
    pages = [store.newest("noa keller", skip=skip, most=3) for skip in (0, 3, 6, 9)]
    assert [one.id for page in pages for one in page] == [one.id for one in store.newest("noa keller")]
    assert [len(page) for page in pages] == [3, 3, 1, 0]
    assert {type(one.noun) for one in store.newest("noa keller", kinds=(FieldTest,))} == {FieldTest}
    assert len(store.newest("noa keller", kinds=(Splits, StepEvents))) == 6


def test_the_order_within_a_day_is_that_of_the_file_on_a_page_too(store):
    store.save_import(*reading(*(splits(place=f"row {n}", label=str(n)) for n in range(4))), imported_at=NOW)
    assert [one.noun.label for one in store.newest("noa keller")] == ["0", "1", "2", "3"]


def test_of_some_results_those_that_are_stored_are_found(store):
    store.save_import(*reading(splits()), imported_at=NOW)
    parents = tuple(one.id for one in store.recordings())
    kept = store.save_result(Provenance("sprint", "x", parents), analysis(), athlete="Noa Keller", saved_at=NOW)
    found = store.known_results([kept, "0" * 16])
    assert {id: one.noun for id, one in found.items()} == {kept: analysis()}
    assert store.known_results([]) == {}


def test_names_are_found_without_regard_to_case_and_spacing(store):
    store.save_athlete(Athlete("Zoë Ångström"), saved_at=NOW)
    assert store.athlete("  ZOË   ångström ").name == "Zoë Ångström"


def test_an_unknown_name_lists_near_ones(store):
    for name in ("Noa Keller", "Noah Kellner", "Ada Mok"):
        store.save_athlete(Athlete(name), saved_at=NOW)
    with pytest.raises(NotFoundError) as caught:
        store.athlete("Noa Kelle")
    text = str(caught.value)
    assert text == "there is no athlete called 'Noa Kelle'. Did you mean Noa Keller or Noah Kellner?"


def test_a_name_far_from_all_lists_who_is_known(store):
    with pytest.raises(NotFoundError, match="No athlete is stored yet; import a file first"):
        store.athlete("Noa")
    store.save_athlete(Athlete("Ada Mok"), saved_at=NOW)
    with pytest.raises(NotFoundError, match="Known are: Ada Mok"):
        store.recordings("Xu")
    for ask in (store.intakes, store.bodies, store.log):
        with pytest.raises(NotFoundError, match="Known are: Ada Mok"):
            ask("Xu")
    with pytest.raises(NotFoundError, match="Known are: Ada Mok"):
        store.latest("plan", athlete="Xu")


def test_all_intake_answers_are_kept(store):
    first = Intake(DAY, (Lacking.TOP,), goal="12.5", readiness=Readiness(joint=True), enjoys="hills")
    second = Intake(DAY + timedelta(days=90), goal="12.0", kit=("tape",))
    store.save_athlete(Athlete("Noa", intake=first), saved_at=NOW)
    store.save_athlete(Athlete("Noa", 2001, intake=first), saved_at=LATER)
    store.save_athlete(Athlete("Noa", 2001, intake=second), saved_at=LATER)
    assert store.athlete("noa") == Athlete("Noa", 2001, intake=second)
    assert store.intakes("noa") == (first, second)


def test_answers_corrected_on_the_same_day_are_both_kept_the_last_one_last(store):
    first, second = Intake(DAY, goal="a"), Intake(DAY, goal="b")
    for n, intake in enumerate([first, second, first]):
        store.save_athlete(Athlete("Noa", intake=intake), saved_at=NOW + timedelta(seconds=n))
    assert store.intakes("noa") == (first, second, first)


def test_body_measures_are_dated(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    june, may, undated = (
        Anthropometrics(date(2026, 6, 1), 61.0),
        Anthropometrics(date(2026, 5, 1), 60.0, 1.7),
        Anthropometrics(mass=0.0),
    )
    for body in (june, may, june, undated):
        store.save_body("NOA", body, saved_at=NOW)
    assert store.bodies("noa") == (undated, may, june)


# --- results -----------------------------------------------------------------------------------------------------


def test_results_come_back_by_id_and_by_its_beginning(store):
    made = store.save_import(*reading(splits()), imported_at=NOW)
    provenance = Provenance("analysis", "mono-exponential", made.ids, {"correction": "none"}, "1", 7)
    id = store.save_result(provenance, analysis(), athlete="noa keller", saved_at=NOW)
    assert id == provenance.id
    stored = store.result(id[:4].upper())
    assert (stored.id, stored.athlete, stored.at, stored.noun) == (id, "noa keller", NOW, analysis())


def test_an_id_always_names_the_same_document(store):
    store.save_athlete(Athlete("Noa Keller"), saved_at=NOW)
    provenance = Provenance("analysis", "m")
    store.save_result(provenance, analysis(value=8.6), athlete="noa keller", saved_at=LATER)
    store.save_result(provenance, analysis(value=9.9), athlete="noa keller", saved_at=NOW)
    stored = store.result(provenance.id)
    assert stored.noun == analysis(value=8.6)
    assert stored.at == LATER


def test_latest_is_the_one_made_last(store):
    store.save_athlete(Athlete("Noa Keller"), saved_at=NOW)
    assert store.latest("plan", athlete="Noa Keller") is None
    plans = [Plan(DAY, weeks, ()) for weeks in (1, 2)]
    for number, plan in enumerate(plans):
        made = Provenance("plan", "cp-sat", parameters={"weeks": plan.weeks})
        at = NOW + timedelta(hours=number)
        store.save_result(made, plan, athlete="Noa Keller", saved_at=at)
    assert store.latest("plan", athlete="noa keller").noun == plans[1]
    assert [one.noun for one in store.results("plan", athlete="noa keller")] == plans
    again = Provenance("plan", "cp-sat", parameters={"weeks": 1})
    store.save_result(again, plans[0], athlete="Noa Keller", saved_at=LATER)
    assert store.latest("plan", athlete="noa keller").noun == plans[0]
    assert store.latest("analysis", athlete="noa keller") is None


def test_of_results_made_together_the_one_about_the_last_day_is_latest(store):
    store.save_athlete(Athlete("Noa Keller"), saved_at=NOW)
    days = [DAY, None, DAY + timedelta(days=20), DAY + timedelta(days=10)]
    for number, day in enumerate(days):
        made = Provenance("analysis", "m", parameters={"n": number})
        store.save_result(made, analysis(day), athlete="Noa Keller", saved_at=NOW)
    assert store.latest("analysis", athlete="noa keller").noun.on == days[2]
    assert [one.noun.on for one in store.results("analysis", athlete="noa keller")] == [
        None,
        *sorted({*days} - {None}),
    ]


def test_results_of_one_athlete_are_not_another_s(store):
    for name in ("Noa", "Ada"):
        store.save_athlete(Athlete(name), saved_at=NOW)
    store.save_result(Provenance("analysis", "m"), analysis(), athlete="Noa", saved_at=NOW)
    assert store.results("analysis", athlete="Ada") == ()


def test_the_chain_leads_back_to_the_raw_file(store):
    made = store.save_import(*reading(splits(), splits(place="row 3")), imported_at=NOW)
    fits = [Provenance("analysis", "m", (id,), seed=n) for n, id in enumerate(made.ids)]
    for fit in fits:
        store.save_result(fit, analysis(), athlete="noa keller", saved_at=NOW)
    estimate = Estimate(0.01, 0.0, 0.02, "1")
    check = Check("mss", DAY, DAY, estimate, estimate, estimate, 0.02, Verdict.CANNOT_TELL, "small")
    top = Provenance("check", "difference", tuple(fit.id for fit in fits), {"level": 0.9}, "1")
    store.save_result(top, check, athlete="noa keller", saved_at=LATER)

    chain = store.chain(top.id[:6])
    assert [link.id for link in chain] == [top.id, *(fit.id for fit in fits), *made.ids, made.content_id]
    assert [link.kind for link in chain] == ["check", "analysis", "analysis", "Splits", "Splits", "file"]
    assert chain[0].provenance == top
    assert chain[0].provenance.id == top.id
    assert (chain[0].at, chain[0].on, chain[0].athlete) == (LATER, DAY, "noa keller")
    assert (chain[4].file_name, chain[4].place, chain[4].parents) == ("may.csv", "row 3", (made.content_id,))
    assert chain[5].parents == ()
    assert [link.id for link in store.chain(made.ids[0])] == [made.ids[0], made.content_id]
    assert [link.kind for link in store.chain(made.content_id[:8])] == ["file"]


def test_a_result_whose_parent_is_unknown_is_refused(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    with pytest.raises(StoreError, match=r"the parent 'feedfeedfeedfeed' of this result is not stored\. Parents are"):
        store.save_result(Provenance("analysis", "m", ("feedfeedfeedfeed",)), analysis(), athlete="Noa", saved_at=NOW)
    assert store.results("analysis", athlete="Noa") == ()


def test_ids_that_lead_nowhere(store):
    with pytest.raises(NotFoundError, match=r"'abc' is too short for an id\. Give its first 4 characters"):
        store.result("abc")
    with pytest.raises(NotFoundError, match=r"there is no result with the id 'abcd'"):
        store.result("abcd")
    with pytest.raises(NotFoundError, match=r"there is no raw file with the id 'abcd'"):
        store.raw("abcd")
    with pytest.raises(NotFoundError, match=r"there is no recording with the id 'ab%_'"):
        store.recording("ab%_")
    with pytest.raises(
        NotFoundError, match="there is no result, recording, raw file, log entry or planned session with"
    ):
        store.chain("zzzz")


def test_an_ambiguous_id_lists_what_it_could_be(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    makings = [Provenance("analysis", "m", parameters={"n": n}) for n in range(900)]
    groups: dict[str, list[Provenance]] = {}
    for one in makings:
        groups.setdefault(one.id[:4], []).append(one)
    twins = next(group for group in groups.values() if len(group) > 1)
    for one in twins:
        store.save_result(one, analysis(), athlete="Noa", saved_at=NOW)
    with pytest.raises(NotFoundError) as caught:
        store.result(twins[0].id[:4])
    assert all(one.id in str(caught.value) for one in twins)
    assert "Give more characters" in str(caught.value)


# --- log ---------------------------------------------------------------------------------------------------------


def entry(id="", on=DAY, at: datetime | None = NOW, **more) -> LogEntry:
    return LogEntry(on, "technique", logged_at=at, id=id, **more)


def test_log_entries_come_back_as_told_zero_included(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    told = entry("x", minutes=0, rpe=0, joy=10, feel=Feel.STUCK, pains=(Pain("calf", 0, "left", True),), note="ü")
    assert store.save_log("NOA", told) == told
    assert store.log("noa") == (told,)


def test_the_same_entry_sent_again_changes_nothing(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    first = store.save_log("noa", entry("x", rpe=3))
    assert store.save_log("noa", entry("x", rpe=3.0)) == first
    nameless = store.save_log("noa", entry(rpe=3))
    assert nameless.id
    assert store.save_log("noa", entry(rpe=3)) == nameless
    assert len(store.log("noa")) == 2


def test_an_entry_is_never_changed(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    store.save_log("noa", entry("x", rpe=3))
    with pytest.raises(InputError, match=r"another log entry with the id 'x'\. .*only ever added.*new entry"):
        store.save_log("noa", entry("x", rpe=4))
    correction = store.save_log("noa", entry("y", at=LATER, rpe=4))
    assert [one.rpe for one in store.log("noa")] == [3, 4]
    assert store.log("noa")[-1] == correction


def test_two_athletes_may_use_the_same_entry_id(store):
    for name in ("Noa", "Ada"):
        store.save_athlete(Athlete(name), saved_at=NOW)
        store.save_log(name, entry("1", note=name))
    assert [one.note for one in store.log("ada")] == ["Ada"]


def test_the_log_is_ordered_by_day_then_by_when_it_was_written(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    days = [DAY + timedelta(days=n) for n in range(3)]
    for id, on, at in [("d", days[2], NOW), ("c", days[1], LATER), ("b", days[1], NOW), ("a", days[1], None)]:
        store.save_log("noa", entry(id, on, at))
    assert [one.id for one in store.log("noa")] == ["a", "b", "c", "d"]
    assert [one.id for one in store.log("noa", since=days[1], until=days[2])] == ["a", "b", "c"]
    assert [one.id for one in store.log("noa", since=days[2])] == ["d"]


def test_the_log_of_nobody_is_refused(store):
    with pytest.raises(NotFoundError):
        store.save_log("noa", entry("x"))


def test_the_zone_chosen_last_counts_for_everybody_and_an_empty_one_is_none(store):
    assert store.zone() == ""
    for name in ("Europe/Zurich", "Pacific/Kiritimati", "Pacific/Kiritimati"):
        store.save_zone(name, saved_at=NOW)
        assert store.zone() == name
    mark, _ = store.changed()
    store.save_zone("", saved_at=LATER)
    assert store.zone() == ""
    assert store.changed(mark)[1] == frozenset(), "it says nothing of anybody"
    with pytest.raises(StoreError, match="does not say its zone"):
        store.save_zone("Asia/Tokyo", saved_at=datetime(2026, 5, 1))
    assert store.zone() == ""


def test_a_zone_is_part_of_a_turn(store):
    def interrupted() -> None:
        with store.turn():
            store.save_zone("Asia/Tokyo", saved_at=NOW)
            raise KeyError

    with pytest.raises(KeyError):
        interrupted()
    assert store.zone() == ""
