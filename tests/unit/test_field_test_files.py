"""Files of field tests: trials, sides, levers, hops and pairs, and what cannot be used."""

import pytest

from evenstride.core.errors import InputError
from evenstride.core.recording import FieldTest
from evenstride.core.roles import Side
from evenstride.core.units import GRAVITY
from tests.text_files import said, text_of


def test_field_tests_beside_and_below_each_other() -> None:
    wide = "athlete,date,test,side,trial 1,trial 2,unit,lever\nN,2024-05-04,S1,left,20,21,kg,35\n"
    (force,) = text_of(wide).recordings
    assert isinstance(force, FieldTest)
    assert force.trials == pytest.approx((20 * GRAVITY, 21 * GRAVITY))
    assert (force.unit, force.lever, force.side) == ("N", 0.35, Side.LEFT)
    long = "athlete,test,trial,value (cm)\nN,P2,1,224\nN,P2,2,230\n"
    reading = text_of(long)
    (jump,) = reading.recordings
    assert isinstance(jump, FieldTest)
    assert jump.trials == pytest.approx((2.24, 2.30))
    assert (jump.unit, jump.side, jump.on) == ("m", None, None)
    assert "Trials of P2 are in m, converted from cm." in said(reading)


def test_implausible_trials_are_questioned_not_dropped() -> None:
    reading = text_of("athlete,test,value,unit\nN,P2,240,m\n")
    (jump,) = reading.recordings
    assert isinstance(jump, FieldTest)
    assert jump.trials == (240.0,)
    assert "Please check: test P2 of N (row 2) has 240 m, expected between" in said(reading)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("N,X9,left,1,s,", r"row 2, column 'test'.*no field test 'X9'.*S1 \(Thigh-drive hold\)"),
        ("N,S1,,20,N,0.3", r"row 2.*S1 needs a side"),
        ("N,P2,left,2.2,m,", r"row 2, column 'side'.*P2 has no side"),
        ("N,S1,left,20,N,", r"row 2.*S1 in N needs a lever"),
        ("N,S3,left,250,,", r"row 2.*S3 has no unit.*ms, s"),
        ("N,T0,,2.3,m,", r"row 2.*T0 cannot be in 'm'.*m/s"),
        ("N,P2,,0,m,", r"row 2, column 'value'.*not more than zero"),
        ("N,P2,,,m,", r"row 2.*P2 has no trial"),
    ],
)
def test_field_tests_that_cannot_be_used(row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        text_of(f"athlete,test,side,value,unit,lever\n{row}\n")


def test_how_a_test_was_set_up_is_read() -> None:
    text = (
        "athlete,test,side,trial 1,unit,lever,mass,leg length (cm),shoes,kit,scale capacity,pain,checked,version\n"
        'N,S1,left,21,lb,35,60,88,red flats,"strap, luggage scale",50,1,yes,1\n'
        "N,S1,right,21,lb,35,60,88,red flats,,,,no,\n"
    )
    left, right = text_of(text).recordings
    assert isinstance(left, FieldTest)
    assert isinstance(right, FieldTest)
    assert left.trials == pytest.approx((21 * 0.45359237 * GRAVITY,))
    assert left.scale_capacity == pytest.approx(50 * GRAVITY)
    assert (left.shoes, left.kit, left.pain) == ("red flats", ("strap", "luggage scale"), 1)
    assert (left.body.leg_length, left.lever, left.version) == (0.88, 0.35, 1)
    assert (left.confirmed, right.confirmed) == (True, False)
    assert (right.scale_capacity, right.pain) == (None, None)


def test_hops_are_rows_or_pairs() -> None:
    rows = "athlete,test,side,trial,contact (ms),flight (ms)\n" + "N,P1,left,1,200,400\n" * 2 + "N,P1,left,2,200,420\n"
    (below,) = text_of(rows).recordings
    assert isinstance(below, FieldTest)
    assert [len(trial) for trial in below.pairs] == [2, 1]
    assert below.pairs[1][0] == pytest.approx((0.2, 0.42))
    wide = "athlete,test,side,trial 1,trial 2,unit\nN,P1,left,200/400 200/410,200/420,ms\nN,E1,,2.31/2.38,,\n"
    hops, pair = text_of(wide).recordings
    assert isinstance(hops, FieldTest)
    assert hops.pairs[0] == (pytest.approx((0.2, 0.4)), pytest.approx((0.2, 0.41)))
    assert (hops.trials, hops.unit) == ((), "1")
    assert pair.pairs == (((2.31, 2.38),),)


def test_further_quantities_of_a_protocol_are_read() -> None:
    text = "athlete,test,side,value (ms),range (deg),peak angular velocity (deg/s)\nN,S3,left,250,90,600\n"
    (item,) = text_of(text).recordings
    assert isinstance(item, FieldTest)
    assert [(one.name, one.unit) for one in item.extras] == [("peak angular velocity", "rad/s"), ("range", "rad")]
    assert [one.values[0] for one in item.extras] == pytest.approx([10.472, 1.5708], rel=1e-4)


def test_a_sheet_may_have_rows_nobody_filled_in() -> None:
    reading = text_of("athlete,test,side,trial 1,unit\nN,P2,,224,cm\nM,P2,,,cm\n")
    assert [item.athlete for item in reading.recordings] == ["N"]
    assert "1 row without a trial left out." in said(reading)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("N,P2,,2.2/2.3,m,,,", r"row 2, column 'value'.*'2.2/2.3' is not a number.*P2 is not made of pairs"),
        ("N,P1,left,200-400/3/4,ms,,,", "'200-400/3/4' is no pair of times.*contact/flight of every hop"),
        ("N,P1,left,0/400,ms,,,", "the trial 0 is not more than zero"),
        ("N,P1,left,x/400,ms,,,", r"row 2, column 'value'.*'x' is not a number"),
        ("N,P1,left,200/400,kg,,,", "pairs of times of test P1 are in 'kg'"),
        ("N,P2,,2.2,m,11,,", "the pain '11' is not between 0 and 10"),
        ("N,P2,,2.2,m,,0,", "a scale that ends at 0 kg cannot be used"),
        ("N,P2,,2.2,m,,,9", "field test P2 has no version 9"),
        ("N,P2,,2.2,m,,,two", "'two' is no version"),
    ],
)
def test_field_tests_of_which_something_is_wrong(row: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        text_of(f"athlete,test,side,value,unit,pain,scale capacity,version\n{row}\n")


def test_hops_in_rows_belong_to_a_test_of_hops() -> None:
    with pytest.raises(InputError, match="P2 is not made of contact and flight"):
        text_of("athlete,test,contact,flight\nN,P2,0.2,0.4\n")
