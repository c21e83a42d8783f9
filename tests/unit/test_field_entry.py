"""Entering field tests: from a sheet to the store, with every question settled first, and nothing stored before."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.field.day import find_test
from evenstride.app.field.entry import enter_tests, question_lines
from evenstride.app.observe import measure_stored
from evenstride.app.reading.ingest import import_files
from evenstride.app.reading.sheets import TypedTest, write_test_sheet, write_typed_test
from evenstride.core.athlete import Athlete
from evenstride.core.errors import InputError
from evenstride.core.protocol import protocols
from evenstride.core.recording import FieldTest
from evenstride.core.roles import Side
from evenstride.readers import read
from evenstride.store import Store, open_store

AT = datetime(2026, 5, 4, 18, tzinfo=UTC)
DAY = date(2026, 5, 4)


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "a.db") as opened:
        yield opened


def typed(test="P2", trials=("224", "228"), unit="cm", on=DAY, **more) -> bytes:
    sides = more.pop("sides", {None: tuple(trials)})
    return write_typed_test(TypedTest("Noa", on, test, sides, unit, **more)).encode()


def s1(left, right, on=DAY, unit="kg", **more) -> bytes:
    given = {"lever": "35", "mass": "72", "scale_capacity": "50"} | more
    sides = {Side.LEFT: tuple(map(str, left)), Side.RIGHT: tuple(map(str, right))}
    return typed("S1", sides=sides, unit=unit, on=on, **given)


def put(store: Store, data: bytes, **more):
    return enter_tests(store, data, name="typed.csv", at=AT, **more)


def season(store: Store) -> None:
    """Five earlier weeks of S1 with the left ahead by a stable 12 %."""
    for week in range(5):
        on = DAY - timedelta(weeks=5 - week)
        assert put(store, s1((20.0 + 0.1 * week, 20.2), (17.8 + 0.1 * week, 18.0), on=on)).result is not None


def test_good_trials_are_stored_with_all_that_was_told(store: Store):
    entered = put(store, typed(shoes="flats", device="tape", kit="tape, chalk", pain="0", mass="72"))
    assert entered.questions == ()
    (kept,) = store.recordings("Noa")
    test = kept.noun
    assert isinstance(test, FieldTest)
    assert (test.trials, test.on, test.version) == (pytest.approx((2.24, 2.28)), DAY, 1)
    assert (test.shoes, test.device.kind, test.kit, test.pain, test.body.mass) == (
        "flats",
        "tape",
        ("tape", "chalk"),
        0,
        72,
    )
    assert store.raw(test.origin.content_id).startswith(b"athlete,date,test")
    assert put(store, typed(shoes="flats", device="tape", kit="tape, chalk", pain="0", mass="72")).result.already


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (typed(trials=("900", "890")), "implausible"),
        (typed(trials=("9.0", "8.9"), unit="m"), "implausible"),
        (typed(trials=("200", "240")), "another_trial"),
        (typed(trials=("200",)), "another_trial"),
        (s1((120.0, 119.0), (18.0, 18.1)), "scale_end"),
        (s1((46.0, 45.5), (18.0, 18.1)), "scale_end"),
        (s1((20.0, 20.2), (18.0, 18.1), mass=""), "missing"),
    ],
)
def test_nonsense_is_asked_about_and_not_stored(store: Store, data: bytes, code: str):
    entered = put(store, data)
    assert code in {question.code for question in entered.questions}
    assert entered.result is None
    assert store.athletes() == ()


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (s1((20.3, 20.4), (18.2, 18.4), unit="lb"), "unit", "kg typed as lb"),
        (s1((18.2, 18.4), (20.3, 20.4)), "exchanged", "Left and right look exchanged: 5 earlier days say the opposite"),
        (s1((20.3, 20.4), (18.2, 18.4), mass="159"), "mass", "lb"),
        (s1((20.3, 20.4), (18.2, 18.4), lever="25"), "lever", "Another lever"),
    ],
)
def test_what_does_not_fit_the_athlete_is_asked_about(store: Store, data: bytes, code: str, words: str):
    season(store)
    before = len(store.recordings("Noa"))
    entered = put(store, data)
    assert code in {question.code for question in entered.questions}
    assert any(words in line for line in question_lines(entered.questions))
    assert len(store.recordings("Noa")) == before


def test_what_fits_is_stored_without_a_question(store: Store):
    season(store)
    assert put(store, s1((20.5, 20.6), (18.3, 18.5))).questions == ()


def test_checked_stores_what_was_asked_about_but_never_past_a_scale(store: Store):
    assert put(store, typed(trials=("200", "240")), checked=True).result is not None
    (kept,) = store.recordings("Noa")
    assert kept.noun.confirmed
    refused = put(store, s1((46.0, 45.5), (18.0, 18.1)), checked=True)
    assert [question.code for question in refused.questions] == ["scale_end"]
    assert refused.result is None


def test_a_row_may_say_that_it_was_checked(store: Store):
    sheet = b"athlete,date,test,side,trial 1,trial 2,unit,checked\nNoa,2026-05-04,P2,,200,240,cm,yes\n"
    assert put(store, sheet).result is not None


def test_other_trials_of_a_day_that_is_stored_are_asked_about(store: Store):
    put(store, typed())
    entered = put(store, typed(trials=("226", "230")))
    assert [question.code for question in entered.questions] == ["same_day"]
    assert "2 trials of 2026-05-04 are stored already" in str(entered.questions[0])
    assert put(store, typed(trials=("226", "230")), checked=True).result is not None


def test_the_same_trials_with_another_lever_are_a_correction_and_take_the_place_of_the_first(store: Store):
    put(store, s1((20.0, 20.2), (20.0, 20.1), lever="30"))
    corrected = s1((20.0, 20.2), (20.0, 20.1), lever="40")
    asked = put(store, corrected)
    assert [question.code for question in asked.questions] == ["same_day", "same_day"]
    assert "would take their place" in str(asked.questions[0])
    later = AT + timedelta(minutes=5)
    assert enter_tests(store, corrected, name="typed.csv", at=later, checked=True).result is not None
    (day,) = measure_stored(store.recordings("Noa"), until=DAY).capacities["S1"]
    assert day.circumstances.lever == pytest.approx(0.4)
    assert day.value.point == pytest.approx(20.1 * 9.80665 * 0.4 / 72, rel=0.01)


def test_a_day_still_to_come_is_asked_about(store: Store, tmp_path: Path):
    entered = put(store, typed(on=date(2062, 5, 4)), checked=True)
    assert [question.code for question in entered.questions] == ["future"]
    assert "2062-05-04 is still to come" in str(entered.questions[0])
    (tmp_path / "p2.csv").write_bytes(typed(on=date(2062, 5, 4)))
    with pytest.raises(InputError, match="still to come"):
        import_files(store, [tmp_path / "p2.csv"], imported_at=AT, checked=True)


FRAMES = "athlete,date,test,side,trial,touchdown frame,toe off frame,capture fps,clip fps,slowed\n"
POLES = "athlete,date,test,trial,first pole frame,last pole frame,capture fps,clip fps\n"


def hops(on="2026-04-06", contact=41, flight=103) -> str:
    rows = [f"Noa,{on},P1,left,1,{12 + (contact + flight) * n},{12 + (contact + flight) * n + contact},240,30,8\n"
            for n in range(7)]  # fmt: skip
    return FRAMES + "".join(rows)


def test_what_is_counted_in_a_clip_is_asked_about_too(store: Store, tmp_path: Path):
    def asked(text: str, **more) -> str:
        (tmp_path / "frames.csv").write_text(text)
        with pytest.raises(InputError) as problem:
            import_files(store, [tmp_path / "frames.csv"], imported_at=AT, **more)
        return str(problem.value)

    assert "48 m/s is outside" in asked(POLES + "Noa,2026-04-06,T0,1,100,200,240,240\n")
    assert "still to come" in asked(hops("2062-04-06"), checked=True)
    assert "Contact and flight look exchanged" in asked(hops(contact=103, flight=41))
    store.save_athlete(Athlete("Noa", birth_year=2019), saved_at=AT)
    assert "not for children under 12" in asked(hops(), checked=True)
    assert store.recordings("Noa") == ()
    store.save_athlete(Athlete("Noa", birth_year=1990), saved_at=AT)
    (tmp_path / "frames.csv").write_text(hops())
    assert import_files(store, [tmp_path / "frames.csv"], imported_at=AT)[0].added


def test_pairs_of_times_typed_the_wrong_way_round_are_asked_about(store: Store):
    long, right = ("0.43/0.17 " * 5,) * 3, ("0.17/0.43 " * 5,) * 3
    entered = put(store, typed("P1", sides={Side.LEFT: long, Side.RIGHT: right}, unit=""))
    assert [question.code for question in entered.questions] == ["exchanged_times"]


def test_more_trials_than_five_are_asked_about(store: Store):
    entered = put(store, typed(trials=("224", "225", "226", "224", "223", "228", "227")))
    assert [question.code for question in entered.questions] == ["many_trials"]
    assert put(store, typed(trials=("224", "225", "226", "224", "223"))).result is not None


def test_a_test_that_ended_with_pain_is_left_out_and_the_others_stay(store: Store):
    sheet = (
        b"athlete,date,test,side,trial 1,trial 2,unit,pain\n"
        b"Noa,2026-05-04,P1,left,2.1,2.15,,0\nNoa,2026-05-04,P1,right,2.0,2.05,,3\nNoa,2026-05-04,P2,,224,228,cm,1\n"
    )
    entered = put(store, sheet)
    assert [item.noun.test for item in store.recordings("Noa")] == ["P2"]
    (said,) = entered.left_out
    assert "pain 3 of 10 ended this test" in said
    assert "Thank you for saying so" in said


def test_children_under_twelve_do_no_pulls(store: Store):
    store.save_athlete(Athlete("Noa", birth_year=2015), saved_at=AT)
    entered = put(store, s1((8.0, 8.1), (8.0, 8.1)))
    assert {question.code for question in entered.questions} == {"age"}
    assert put(store, s1((8.0, 8.1), (8.0, 8.1)), checked=True).result is None
    assert put(store, typed(trials=("110", "112"))).result is not None


def test_a_file_is_asked_the_same_when_it_is_imported(store: Store, tmp_path: Path):
    path = tmp_path / "tests.csv"
    path.write_bytes(typed(trials=("900", "890")))
    with pytest.raises(
        InputError, match=r"1 question about the field tests, nothing was stored. Noa, P2: 9 m is outside"
    ):
        import_files(store, [path], imported_at=AT)
    assert store.athletes() == ()
    import_files(store, [path], imported_at=AT, checked=True)
    assert store.recordings("Noa")[0].noun.confirmed


def test_an_old_file_is_not_asked_for_further_trials(store: Store, tmp_path: Path):
    path = tmp_path / "tests.csv"
    path.write_bytes(typed(trials=("200", "240")))
    import_files(store, [path], imported_at=AT)
    assert not store.recordings("Noa")[0].noun.confirmed


def test_days_of_one_file_are_held_against_each_other(store: Store):
    rows = ["athlete,date,test,side,trial 1,trial 2,unit"]
    rows += [f"Noa,2026-03-{2 + 7 * week:02},P2,,{value},{value + 2},cm" for week, value in enumerate((220, 222, 130))]
    entered = put(store, "\n".join(rows).encode())
    assert [question.code for question in entered.questions] == ["jump"]


@pytest.mark.parametrize(
    ("sheet", "message"),
    [
        (b"Name,5,10,20\nNoa,1.2,1.9,3.2\n", "holds no field tests.*evenstride import"),
        (b"athlete,test,trial 1,unit\nNoa,P2,224,cm\n", "the trials have no date"),
    ],
)
def test_what_is_no_entry_is_told(store: Store, sheet: bytes, message: str):
    with pytest.raises(InputError, match=message):
        put(store, sheet)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_sheet_for_thirty_stands_in_station_order_and_reads_back(store: Store, suffix: str):
    names = [f"Runner {number}" for number in range(1, 31)]
    tests = [find_test(test) for test in ("s1", "P2", "T0")]
    data = write_test_sheet(tests, names, on=DAY, suffix=suffix, allowed={"Runner 2": False})
    with pytest.raises(InputError, match="has no trial"):
        read(data, name=f"sheet{suffix}")
    text = read_text(data, suffix)
    lines = text.splitlines()
    assert [line.split(",")[1] for line in lines[1:]] == ["T0"] * 30 + ["P2"] * 30 + ["S1"] * 58
    assert "Runner 2," not in "\n".join(lines[61:])
    filled = text.replace("T0,1,Runner 1,2026-05-04,both,s,,", "T0,1,Runner 1,2026-05-04,both,s,2.51,2.49", 1)
    entered = put(store, filled.encode())
    assert [(row.athlete, row.test, row.trials) for row in entered.rows] == [("Runner 1", "T0", (2.51, 2.49))]
    assert entered.result is not None


def read_text(data: bytes, suffix: str) -> str:
    if suffix == ".csv":
        return data.decode()
    from evenstride.readers.workbook import workbook_text

    found = workbook_text(data)
    assert found is not None
    return found[0]


@pytest.mark.parametrize(
    ("tests", "names", "suffix", "message"),
    [
        ([], ["Noa"], ".csv", "a sheet needs tests and athletes"),
        (["P2"], [], ".csv", "a sheet needs tests and athletes"),
        (["P2"], ["Noa"], ".pdf", r"'.pdf' is no kind of sheet"),
    ],
)
def test_a_sheet_of_nothing_is_refused(tests, names, suffix, message):
    with pytest.raises(InputError, match=message):
        write_test_sheet([protocols()[test] for test in tests], names, on=DAY, suffix=suffix, allowed={})


@pytest.mark.parametrize("protocol", protocols().values(), ids=lambda one: one.id)
def test_every_test_has_a_sheet_that_reads_back(protocol):
    text = read_text(write_test_sheet([protocol], ["Noa"], on=DAY, suffix=".csv", allowed={}), ".csv")
    low, high = protocol.plausible
    middle = (low + high) / 2
    trial = {"ms": 1000 * middle, "cm": 100 * middle, "s": 2.5, "kg": 20.0}.get(protocol.sheet_unit, middle)
    filled = text.replace(f",{protocol.sheet_unit},,,", f",{protocol.sheet_unit},{trial:g},{trial:g},")
    header = filled.splitlines()[0].split(",")
    rows = [dict(zip(header, line.split(","), strict=True)) for line in filled.splitlines()[1:]]
    for row in rows:
        row["lever (cm)"], row["mass (kg)"] = "35", "60"
    again = "\n".join([",".join(header), *(",".join(row.values()) for row in rows)])
    found = read(again.encode(), name="sheet.csv").recordings
    assert len(found) == (2 if protocol.sided else 1)
    assert all(isinstance(one, FieldTest) and len(one.trials) == 2 for one in found)
