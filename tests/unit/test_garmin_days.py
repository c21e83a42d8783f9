"""Sleep and resting heart rate of a Garmin export: what is told, what is not, and what is damaged."""

import json
from datetime import date

import pytest

from evenstride.core.activity import ActivityReading
from evenstride.core.errors import InputError
from evenstride.readers.outing_reading import is_outing, read_outings

NIGHT = {"calendarDate": "2026-05-02", "sleepStartTimestampGMT": "2026-05-01T21:00:00.0", "deepSleepSeconds": 6000,
         "lightSleepSeconds": 15000, "remSleepSeconds": 3000, "awakeSleepSeconds": 1200}  # fmt: skip
DAY = {"calendarDate": "2026-05-01", "totalSteps": 9000, "restingHeartRate": 48}


def read(*records: object) -> ActivityReading:
    data = json.dumps(records).encode()
    assert is_outing(data)
    return read_outings(data, name="days.json", athlete="Noa")


def test_sleep_is_its_stages_without_what_was_awake() -> None:
    (night,) = read({"retro": False}, NIGHT).days
    assert (night.on, night.sleep, night.resting_heart_rate) == (date(2026, 5, 2), 24_000.0, None)


def test_a_stage_that_is_missing_is_none() -> None:
    (night,) = read({**NIGHT, "remSleepSeconds": None}).days
    assert night.sleep == 21_000.0


def test_resting_heart_rate_is_read_in_the_order_of_days() -> None:
    found = read({**DAY, "calendarDate": "2026-05-03", "restingHeartRate": 50}, DAY)
    assert [(day.on.day, day.resting_heart_rate) for day in found.days] == [(1, 48.0), (3, 50.0)]
    assert found.activities == ()
    assert found.format == "Garmin days"


@pytest.mark.parametrize("rate", [0, None, -1, True, "48", 1e9, 10**400])
def test_what_is_no_heart_rate_is_none(rate: object) -> None:
    with pytest.raises(InputError, match=r"^days\.json: no day in it tells sleep or a resting heart rate"):
        read({**DAY, "restingHeartRate": rate})


def test_a_day_without_a_date_is_left_out_and_told() -> None:
    found = read({**DAY, "calendarDate": "yesterday"}, DAY)
    assert len(found.days) == 1
    assert found.damage == ("1 days have no date that can be read and are left out.",)


def test_a_list_cut_short_is_refused() -> None:
    data = json.dumps([DAY, NIGHT]).encode()
    for cut in range(60, len(data), 7):
        with pytest.raises(InputError):
            read_outings(data[:cut], name="days.json", athlete="Noa")


@pytest.mark.parametrize(
    "data", [b"[]", b'{"calendarDate": 1, "totalSteps": 2}', b'[{"calendarDate": "2026-05-01"}]', b"["]
)
def test_other_json_is_not_taken(data: bytes) -> None:
    assert not is_outing(data)


def test_deep_json_is_refused() -> None:
    data = b'[{"calendarDate": "2026-05-01", "totalSteps": ' + b"[" * 100_000
    with pytest.raises(InputError, match="damaged or cut short"):
        read_outings(data, name="days.json", athlete="Noa")
