"""What leaves says what the plan says: read back with other people's readers, step by step and field by field."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import fitdecode
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from evenstride.core.errors import InputError
from evenstride.core.outgoing import Outgoing, Written
from evenstride.core.plan import Dose, Kind, Plan, Session
from evenstride.writers.forms import fit, ics, plan_json, tidy_csv
from evenstride.writers.workout import Sport, sport_of
from tests.plans import MADE, MONDAY, outgoing, prescription, session, template_plans

SPORTS = {
    Sport.RUN: ("running", "generic"),
    Sport.RIDE: ("cycling", "generic"),
    Sport.STRENGTH: ("training", "strength_training"),
}
ZONES = sorted(available_timezones() - {"Factory", "localtime"})
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=120)


def decoded(data: bytes) -> dict[str, list[dict[str, object]]]:
    """Read a FIT file with an independent reader; a wrong check sum or field raises."""
    found: dict[str, list[dict[str, object]]] = {}
    strict = {"check_crc": fitdecode.CrcCheck.RAISE, "error_handling": fitdecode.ErrorHandling.RAISE}
    with fitdecode.FitReader(io.BytesIO(data), **strict) as frames:
        for frame in frames:
            if isinstance(frame, fitdecode.FitDataMessage):
                told = {item.name: item.value for item in frame.fields if item.value is not None}
                found.setdefault(frame.name, []).append(told)
    return found


def expected(one: Session, *, press: bool) -> list[tuple[object, ...]]:
    """Return what a watch must count for a session, reckoned from its doses alone: (phase, kind, amount) or repeats."""
    strength = one.kind is Kind.STRENGTH
    found: list[tuple[object, ...]] = []
    for item in one.prescriptions:
        dose, first = item.dose, len(found)
        if dose.distance is not None:
            metres = [value for value in (dose.run_in, dose.distance) if value]
            found += [("open",) if press else ("distance", value) for value in metres]
        elif dose.duration is not None and dose.reps == 1:
            found.append(("time", dose.duration))
        else:
            found.append(("reps", dose.reps) if strength else ("open",))
        if dose.rest:
            found.append(("rest", dose.rest))
        times = dose.sets * (dose.reps if dose.distance is not None else 1)
        if times > 1:
            found.append(("repeat", first, times))
    return found


def counted(step: dict[str, object]) -> tuple[object, ...]:
    kind = step["duration_type"]
    if kind == "repeat_until_steps_cmplt":
        return "repeat", step["duration_step"], step["repeat_steps"]
    if kind == "open":
        return ("open",)
    return "rest" if step["intensity"] == "rest" else kind, step[f"duration_{kind}"]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(template_plans(), st.booleans())
def test_a_workout_counts_what_the_session_prescribes(plan: Plan, press: bool) -> None:
    written = fit.write(outgoing(plan, lap_button=press))
    told = [one for one in plan.sessions if sport_of(one) is not None]
    assert len(written.files) == len(told)
    for one, file in zip(told, written.files, strict=True):
        messages = decoded(file.data)
        steps = messages["workout_step"]
        by_press = press or one.kind is Kind.CHANGE_OF_DIRECTION
        assert [counted(step) for step in steps] == expected(one, press=by_press)
        assert [step["message_index"] for step in steps] == list(range(len(steps)))
        workout = messages["workout"][0]
        assert (workout["sport"], workout["sub_sport"]) == SPORTS[sport_of(one)]
        assert workout["num_valid_steps"] == len(steps) <= fit.MOST_STEPS
        assert len(workout["wkt_name"].encode()) <= fit.NAME_BYTES
        for step in steps:
            assert len(str(step.get("wkt_step_name", "")).encode()) <= fit.NAME_BYTES
            assert len(str(step.get("notes", "")).encode()) <= fit.NOTE_BYTES
            assert step["target_type"] == "open", "no pace target"
        head = messages["file_id"][0]
        assert (head["type"], head["manufacturer"], head["time_created"]) == ("workout", "development", MADE)


def test_a_broken_workout_is_noticed_by_its_check_sum() -> None:
    data = bytearray(fit.write(outgoing()).files[0].data)
    data[40] ^= 1
    with pytest.raises(fitdecode.FitError):
        decoded(bytes(data))


def test_numbers_of_workouts_differ_by_day_and_dose() -> None:
    files = fit.write(outgoing()).files
    assert len({decoded(file.data)["file_id"][0]["serial_number"] for file in files}) == len(files) == 7


def test_the_intensity_stands_in_words_and_a_long_session_is_left_out() -> None:
    fly = prescription("fly_run", reps=3, distance=20.0, run_in=20.0, rest=180.0, intensity=0.98)
    one = session(MONDAY, Kind.MAX_VELOCITY, fly)
    step = decoded(fit.write(outgoing(Plan(MONDAY, 1, (one,)))).files[0].data)["workout_step"][1]
    assert step["wkt_step_name"] == "run 20 m at 98 %"
    assert step["notes"] == "flying runs: 3 x (20 m build + 20 m fast) at 98 %, 3 min rest"
    long = session(MONDAY, Kind.STRENGTH, *(prescription("push_up", reps=8, rest=10.0) for _ in range(30)))
    written = fit.write(outgoing(Plan(MONDAY, 1, (long,))))
    assert written.files == ()
    assert written.notes == ("No workout for 2026-03-02-strength: it has more steps than watches take.",)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(template_plans(), texts, texts)
def test_a_document_reads_back_to_the_same_plan(plan: Plan, note: str, title: str) -> None:
    plan = replace(plan, notes=(note,), sessions=(replace(plan.sessions[0], title=title), *plan.sessions[1:]))
    told = plan_json.read_document(plan_json.write(outgoing(plan)).files[0].data)
    assert told.plan == plan
    assert (told.athlete, told.made_at) == (outgoing().athlete, MADE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda told: told | {"format": "other"}, "this JSON is no Evenstride plan"),
        (lambda told: told | {"version": 2}, "of version 2 of its schema. This program knows version 1"),
        (lambda told: told | {"made_at": "2026-03-01T09:00"}, "does not say its zone"),
        (lambda told: {key: value for key, value in told.items() if key != "plan"}, "It lacks 'plan'"),
        (lambda told: told | {"plan": told["plan"] | {"weeks": "1"}}, "expected a whole number, got '1'"),
        (lambda told: told | {"plan": told["plan"] | {"stopped": 0}}, "expected true or false, got 0"),
        (lambda told: told | {"plan": told["plan"] | {"sessions": [1]}}, "It is damaged"),
        (lambda told: [told], "this JSON is no Evenstride plan"),
    ],
)
def test_what_is_no_plan_is_refused_in_a_sentence(change, message: str) -> None:
    told = json.loads(plan_json.write(outgoing()).files[0].data)
    with pytest.raises(InputError, match=r"^plan\.json: ") as refused:
        plan_json.read_document(json.dumps(change(told)).encode(), place="plan.json")
    assert message in str(refused.value)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(InputError):
        plan_json.read_document(data)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(template_plans())
def test_the_table_has_one_row_a_prescription_in_si(plan: Plan) -> None:
    rows = list(csv.DictReader(io.StringIO(tidy_csv.write(outgoing(plan)).files[0].data.decode())))
    items = [(one, item) for one in plan.sessions for item in one.prescriptions]
    filled = [row for row in rows if row["exercise_code"]]
    assert len(filled) == len(items)
    assert len(rows) == len(items) + sum(not one.prescriptions for one in plan.sessions)
    for row, (one, item) in zip(filled, items, strict=True):
        assert (row["date"], row["kind"], row["exercise_code"]) == (str(one.on), one.kind, item.exercise.code)
        dose = {key: row[key] for key in tidy_csv.OF_DOSE}
        told = {key: float(value) for key, value in dose.items() if value and key != "dose_note"}
        fields = {"dose_note": "note", **{key: name for key, name in plan_json.DOSE_KEYS.items() if name != "note"}}
        assert Dose(**{fields[key]: value for key, value in told.items()}, note=dose["dose_note"]) == item.dose


@pytest.mark.parametrize(
    ("kind", "code", "sport"),
    [
        (Kind.BIKE_SPRINTS, "bike_sprint", Sport.RIDE),
        (Kind.EASY, "easy_bike", Sport.RIDE),
        (Kind.EASY, "easy_jog", Sport.RUN),
        (Kind.EASY, "easy_walk", None),
        (Kind.INTERVALS, "interval_run", Sport.RUN),
        (Kind.INTERVALS, "bike_intervals", Sport.RIDE),
        (Kind.PLAY, "tag_game", None),
        (Kind.STRENGTH, "push_up", Sport.STRENGTH),
    ],
)
def test_a_watch_records_what_is_done(kind: Kind, code: str, sport: Sport | None) -> None:
    warm_up = prescription("bike_spin", duration=300.0)
    assert sport_of(session(MONDAY, kind, warm_up, prescription(code, duration=60.0))) is sport
    assert sport_of(session(MONDAY, Kind.ACCELERATION, warm_up, prescription("fly_run", distance=20.0))) is Sport.RUN


def test_sport_of_ones_own_is_a_whole_day_and_no_workout() -> None:
    plan = Plan(MONDAY, 1, (session(MONDAY, Kind.SPORT, minutes=0.0, title="Sport: match"),))
    event = events(outgoing(plan, starts=time(18), zone=ZoneInfo("Europe/Zurich")))[0]
    assert (event.start, str(event["SUMMARY"])) == (MONDAY, "Sport: match")
    assert fit.write(outgoing(plan)) == Written(())


def test_a_name_cannot_become_a_formula() -> None:
    text = tidy_csv.write(replace(outgoing(), athlete="=HYPERLINK(1)")).files[0].data.decode()
    assert text.splitlines()[1].startswith("'=HYPERLINK(1),")


def events(told: Outgoing) -> list:
    data = ics.write(told).files[0].data
    assert b"\r\n" in data
    assert all(len(line) <= 75 for line in data.split(b"\r\n")), "RFC 5545: no line of more than 75 octets"
    for line in data.split(b"\r\n"):
        line.decode("utf-8")
    return list(Calendar.from_ical(data).walk("VEVENT"))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(texts, texts, texts)
def test_text_survives_escaping_and_folding(name: str, title: str, goal: str) -> None:
    one = replace(session(MONDAY, Kind.EASY, title=title), goal=goal)
    event = events(replace(outgoing(Plan(MONDAY, 1, (one,))), athlete=name))[0]
    assert str(event["SUMMARY"]) == title
    assert f"Goal: {goal}" in str(event["DESCRIPTION"])


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(ZONES), st.dates(date(2021, 1, 1), date(2036, 12, 31)), st.times(), st.integers(5, 120))
def test_an_event_lasts_as_long_as_its_session_in_every_zone(zone: str, on: date, at: time, minutes: int) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    fast, lifts = (session(on, kind, minutes=float(minutes)) for kind in (Kind.ACCELERATION, Kind.STRENGTH))
    told = outgoing(Plan(on, 1, (fast, lifts)), zone=ZoneInfo(zone), starts=at)
    first, second = events(told)
    begins = first.start.astimezone(UTC)
    assert first.decoded("DURATION") == timedelta(minutes=minutes)
    assert second.start.astimezone(UTC) - begins == timedelta(minutes=minutes)
    wall = datetime.combine(on, at, tzinfo=ZoneInfo(zone))
    assert begins == wall.astimezone(UTC)
    for rules in Calendar.from_ical(ics.write(told).files[0].data).timezones:
        own = rules.to_tz(lookup_tzid=False)
        noon = datetime.combine(on, time(12))
        assert noon.replace(tzinfo=own).utcoffset() == noon.replace(tzinfo=ZoneInfo(zone)).utcoffset()


@pytest.mark.parametrize(
    ("on", "at", "first", "second"),
    [
        (date(2026, 3, 29), time(1, 30), "2026-03-29T01:30:00+01:00", "2026-03-29T03:10:00+02:00"),
        (date(2026, 3, 29), time(2, 30), "2026-03-29T03:30:00+02:00", "2026-03-29T04:10:00+02:00"),
        (date(2026, 10, 25), time(2, 30), "2026-10-25T02:30:00+02:00", "2026-10-25T02:10:00+01:00"),
        (date(2026, 10, 26), time(18, 0), "2026-10-26T18:00:00+01:00", "2026-10-26T18:40:00+01:00"),
    ],
)
def test_sessions_cross_a_clock_change_in_elapsed_time(on: date, at: time, first: str, second: str) -> None:
    plan = Plan(on, 1, (session(on, Kind.ACCELERATION), session(on, Kind.STRENGTH)))
    zurich = ZoneInfo("Europe/Zurich")
    begin = ics.local_start(on, at, zurich)
    assert begin.isoformat() == first
    told = ics.write(outgoing(plan, zone=zurich, starts=at)).files[0].data
    assert (begin.astimezone(UTC) + timedelta(minutes=40)).astimezone(zurich).isoformat() == second
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Zurich" in told
    assert b"DURATION:PT40M" in told


def test_without_a_time_events_are_whole_days_and_rest_is_told_or_not() -> None:
    told = events(outgoing())
    assert len(told) == 9
    assert all(not isinstance(event.start, datetime) and event["TRANSP"] == "TRANSPARENT" for event in told)
    assert [str(event["SUMMARY"]) for event in told][-1] == "Rest"
    assert len(events(outgoing(rest_days=False))) == 8
    timed = events(outgoing(starts=time(18), zone=ZoneInfo("Europe/Zurich")))
    assert [event["TRANSP"] for event in timed] == ["OPAQUE"] * 8 + ["TRANSPARENT"]


def test_a_slot_keeps_its_uid_and_what_fell_empty_is_cancelled() -> None:
    later = datetime(2026, 3, 4, tzinfo=UTC)
    before = events(outgoing())
    slot, empty = (MONDAY, 0), (MONDAY + timedelta(days=6), 1)
    after = events(replace(outgoing(), made_at=later, since={slot: MADE}, gone={empty: later}))
    assert [event["UID"] for event in after[:9]] == [event["UID"] for event in before]
    assert after[0]["SEQUENCE"] == before[0]["SEQUENCE"]
    assert after[0]["DTSTAMP"].dt == before[0]["DTSTAMP"].dt == MADE
    assert after[1]["SEQUENCE"] > before[1]["SEQUENCE"]
    assert (after[9]["STATUS"], after[9].start) == ("CANCELLED", empty[0])
    assert len({event["UID"] for event in after}) == 10
