"""Documents as earlier versions wrote them stay readable, to the digit. Lines here are only ever added."""

import json
from datetime import UTC, date, datetime

import numpy as np
import pytest

from evenstride.core.athlete import Athlete, Intake, Lacking, Level, Readiness
from evenstride.core.diagnosis import Limit
from evenstride.core.errors import StoreError
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.log import Feel, LogEntry, Pain
from evenstride.core.metric import Analysis
from evenstride.core.recording import ExtraValues, FieldTest, Recording, Splits, Start
from evenstride.core.roles import Role
from evenstride.core.work import Work
from evenstride.store import Result
from evenstride.store.codec import from_json, to_json

SPLITS = (
    '{"noun":"Splits","athlete":"Noa","distances":[5.0,10.0],"times":[1.158,1.893],"on":"2026-05-01","label":"",'
    '"body":{"on":null,"mass":60.0,"height":null,"leg_length":null},"device":{"kind":"gates","name":"",'
    '"timing_sd":0.01,"source":"maker"},"conditions":{"start":"block","wind":-0.5,"temperature_c":25.0,'
    '"pressure_torr":760.0,"surface":"","reaction_time":0.0},"origin":{"content_id":"ab","file_name":"f.csv",'
    '"reader":"splits-csv","place":"row 2","interpretation":["comma"]}}'
)
ANALYSIS = (
    '{"noun":"Analysis","athlete":"Noa","on":null,"kind":"sprint","values":{"mss":{"noun":"Estimate","value":8.591,'
    '"low":8.5,"high":8.7,"unit":"m/s","level":0.9,"method":"t","provenance":""},"f0":{"noun":"Missing",'
    '"reason":"no mass","remedy":""}},"notes":[],"provenance":""}'
)
ENTRY = (
    '{"on":"2026-05-01","kind":"play","minutes":0.0,"rpe":3.0,"joy":null,"feel":"gear shift",'
    '"pains":[{"place":"calf","level":2,"side":"left","sharp":false,"worse_next_morning":true}],"red_flags":[],"note":"","session":"",'
    '"logged_at":"2026-05-01T18:00:00.000000+00:00","id":"x"}'
)
WORKED = ENTRY.removesuffix("}") + (
    ',"work":[{"exercise":"back_squat","sets":3,"reps":5,"load":0.0,"rir":0.0,"distance":null,"run_in":null,'
    '"duration":null,"intensity":null,"times":[],"contacts":null},{"exercise":"fly_run","sets":1,"reps":2,"load":null,'
    '"rir":null,"distance":20.0,"run_in":30.0,"duration":null,"intensity":0.98,"times":[2.31,2.28],"contacts":0}],'
    '"stopped_early":true}'
)
FIELD_TEST = (
    '{"noun":"FieldTest","athlete":"Noa","test":"S1","trials":[380.0,400.0],"unit":"N","side":"left","lever":0.38,'
    '"on":"2026-03-01","label":"","body":{"on":null,"mass":75.0,"height":null,"leg_length":null},'
    '"device":{"kind":"scale","name":"luggage scale","timing_sd":null,"source":""},"conditions":{"start":'
    '"unknown","wind":0.0,"temperature_c":25.0,"pressure_torr":760.0,"surface":"","reaction_time":null},"origin":{"content_id":"","file_name":"","reader":"",'
    '"place":"","interpretation":[]},"version":2,"pairs":[[[0.18,0.42]]],"kit":["strap"],"scale_capacity":490.5,'
    '"shoes":"flats","pain":0,"extras":[{"name":"range","unit":"rad","values":[1.5]}],"confirmed":true}'
)
# as an earlier version wrote them: fields that came later are absent
OLD_ATHLETE = '{"name":"Noa","intake":{"on":"2026-05-01","lacking":["top"],"readiness":{"heart":true}}}'


def test_splits():
    noun = from_json(SPLITS, Recording)
    assert isinstance(noun, Splits)
    assert np.array_equal(noun.times, [1.158, 1.893])
    assert not noun.times.flags.writeable
    assert (noun.on, noun.body.mass, noun.conditions.start) == (date(2026, 5, 1), 60.0, Start.BLOCK)
    assert (noun.conditions.wind, noun.conditions.reaction_time) == (-0.5, 0.0)
    assert noun.origin.interpretation == ("comma",)


def test_field_test():
    noun = from_json(FIELD_TEST, Recording)
    assert isinstance(noun, FieldTest)
    assert (noun.version, noun.pairs, noun.scale_capacity, noun.pain) == (2, (((0.18, 0.42),),), 490.5, 0)
    assert noun.extras == (ExtraValues("range", "rad", (1.5,)),)
    # What came later is written too: documents are read from every version and written in the newest.
    written = json.loads(to_json(noun, Recording))
    assert written["origin"].pop("columns") == []
    assert written["origin"].pop("told") is None
    assert written["device"].pop("shared_sd") is None
    assert written["device"].pop("speed_error") is None
    assert written == json.loads(FIELD_TEST)


def test_a_field_test_older_than_its_fields_was_done_by_version_one():
    noun = from_json('{"noun":"FieldTest","athlete":"Noa","test":"P2","trials":[2.3],"unit":"m"}', Recording)
    assert noun == FieldTest("Noa", "P2", (2.3,), "m")
    assert (noun.version, noun.pain, noun.scale_capacity, noun.confirmed) == (1, None, None, False)


def test_analysis():
    values = {"mss": Estimate(8.591, 8.5, 8.7, "m/s", 0.9, "t"), "f0": Missing("no mass")}
    assert from_json(ANALYSIS, Result) == Analysis("Noa", None, "sprint", values)


def test_log_entry():
    pain = Pain("calf", 2, "left", worse_next_morning=True)
    at = datetime(2026, 5, 1, 18, tzinfo=UTC)
    told = LogEntry(date(2026, 5, 1), "play", 0.0, 3.0, None, Feel.GEAR_SHIFT, (pain,), logged_at=at, id="x")
    assert from_json(ENTRY, LogEntry) == told
    assert to_json(told, LogEntry) == ENTRY.removesuffix("}") + ',"work":[],"stopped_early":false}'


def test_log_entry_with_work():
    entry = from_json(WORKED, LogEntry)
    assert entry.work == (
        Work("back_squat", 3, 5, 0.0, 0.0),
        Work("fly_run", 1, 2, distance=20.0, run_in=30.0, intensity=0.98, times=(2.31, 2.28), contacts=0),
    )
    assert entry.stopped_early
    # What came later is written too: documents are read from every version and written in the newest.
    written = json.loads(to_json(entry, LogEntry))
    assert [(one.pop("rest"), one.pop("power"), one.pop("meter")) for one in written["work"]] == 2 * [(None, None, "")]
    assert written == json.loads(WORKED)


def test_fields_that_came_later_get_their_defaults():
    intake = Intake(date(2026, 5, 1), (Lacking.TOP,), readiness=Readiness(heart=True))
    assert from_json(OLD_ATHLETE, Athlete) == Athlete("Noa", None, Level.RECREATIONAL, False, intake)


def test_long_arrays_are_base64_of_little_endian_float64():
    text = '{"point":0.5,"samples":{"shape":[3],"float64":"AAAAAAAA8D8AAAAAAAAAgAAAAAAAAPh/"},"unit":"m","method":""}'
    samples = from_json(text, Draws).samples
    assert samples[0] == 1.0
    assert np.signbit(samples[1])
    assert np.isnan(samples[2])


@pytest.mark.parametrize(
    ("text", "hint", "says"),
    [
        ('{"name":"Noa","club":"TV"}', Athlete, "Athlete has the unknown field 'club'"),
        ('{"name":"Noa","level":"elite"}', Athlete, "Level has the unknown value 'elite'"),
        ('{"roles":{"spring":1},"balanced":0,"cannot_tell":0}', Limit, "Role has the unknown value 'spring'"),
        ('{"noun":"Video"}', Recording, "there is no noun 'Video'"),
    ],
)
def test_a_newer_document_asks_for_an_update(text, hint, says):
    with pytest.raises(StoreError) as caught:
        from_json(text, hint, place="recording 1")
    assert str(caught.value) == (
        f"recording 1: {says}. It was written by a newer version of Evenstride than this one. "
        "Update Evenstride and try again."
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("", Athlete),
        ("{}", Athlete),
        ("null", Athlete),
        ("3", Athlete),
        ('{"name":3}', Athlete),
        ('{"name":"Noa","birth_year":true}', Athlete),
        ('{"name":"Noa","level":[]}', Athlete),
        ('{"on":"2026-13-01","kind":"play"}', LogEntry),
        ('{"on":20260501,"kind":"play"}', LogEntry),
        ('{"point":1,"samples":[],"unit":"m"}', Draws),
        ('{"point":1,"samples":{"shape":[2],"float64":"AAAAAAAA8D8="},"unit":"m"}', Draws),
        ('{"point":1,"samples":{"shape":[1],"float64":"%%"},"unit":"m"}', Draws),
        ("[]", Recording),
    ],
)
def test_a_damaged_document_is_told(text, hint):
    with pytest.raises(StoreError, match=r"cannot be read\. It is damaged .*Restore the database from a backup\."):
        from_json(text, hint)


@pytest.mark.parametrize(
    ("noun", "hint"),
    [
        (LogEntry(date(2026, 5, 1), "play", logged_at=datetime(2026, 5, 1)), LogEntry),
        (LogEntry(datetime(2026, 5, 1, tzinfo=UTC), "play"), LogEntry),
        (LogEntry(date(2026, 5, 1), "play", rpe="hard"), LogEntry),
        (LogEntry(date(2026, 5, 1), None), LogEntry),
        (Athlete("Noa", 2001.5), Athlete),
        (Athlete("Noa", True), Athlete),
        (Limit({"push": 1.0}, 0.0, 0.0), Limit),
        (Missing("no mass"), Estimate),
        (Athlete("Noa"), Recording),
    ],
)
def test_what_a_field_does_not_allow_is_refused(noun, hint):
    with pytest.raises(StoreError, match=r"cannot be stored\. .*Nothing was stored; please report this"):
        to_json(noun, hint)


def test_a_side_of_the_system_is_told_by_its_value():
    limit = Limit({Role.PUSH: 0.25, Role.SWING: 0.5}, 0.125, 0.125)
    text = to_json(limit, Limit)
    assert '"roles":{"push":0.25,"swing":0.5}' in text
    assert from_json(text, Limit) == limit
