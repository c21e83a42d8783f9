"""Field tests: the value of a day, what is flagged, what is missing, what is refused; protocols as data."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import InputError
from evenstride.core.estimate import Missing
from evenstride.core.protocol import protocols
from evenstride.core.recording import Device, FieldTest
from evenstride.core.roles import Role, Side
from evenstride.core.run import Capacity
from evenstride.science.field.tests import measure_field_test
from evenstride.science.field.values import timing_error

DAY = date(2026, 3, 2)
BODY = Anthropometrics(mass=75.0)
L, R = Side.LEFT, Side.RIGHT


def row(test, trials, unit, side=None, **more):
    return FieldTest("Noa", test, tuple(trials), unit, side, on=DAY, body=more.pop("body", BODY), **more)


def test_best_two_respect_the_direction():
    assert measure_field_test([row("P2", (2.0, 2.40, 2.36), "m")]).value.point == pytest.approx(2.38)
    assert measure_field_test([row("S3", (0.26, 0.24, 0.30), "s", L)]).value.point == pytest.approx(0.25)


def test_force_becomes_torque_per_mass():
    value = measure_field_test([row("S1", (300.0, 300.0), "N", L, lever=0.4)])
    assert value.value.point == pytest.approx(300.0 * 0.4 / 75.0)
    assert value.value.unit == "N·m/kg"
    given = measure_field_test([row("S1", (1.6, 1.6), "N·m/kg", L, body=Anthropometrics())])
    assert given.value.point == pytest.approx(1.6)


def test_a_lever_or_mass_that_lacks_is_missing_with_its_remedy():
    no_lever = measure_field_test([row("S1", (300.0, 300.0), "N", L)])
    no_mass = measure_field_test([row("S1", (300.0, 300.0), "N", L, lever=0.4, body=Anthropometrics())])
    assert no_lever == Missing("the lever was not measured", "Measure once from the hip joint to the strap, in metres")
    assert isinstance(no_mass, Missing)
    assert no_mass.reason == "the body mass is not known"


def test_zero_lever_is_a_value_and_a_wrong_one():
    with pytest.raises(InputError, match="lever 0 m and mass 75 kg must be above zero"):
        measure_field_test([row("S1", (300.0,), "N", L, lever=0.0)])


def test_sides_are_averaged_and_kept():
    capacity = measure_field_test([row("P1", (2.0, 2.0), "1", L), row("P1", (2.4, 2.4), "1", R)])
    assert capacity.value.point == pytest.approx(2.2)
    assert {side: draws.point for side, draws in capacity.sides.items()} == pytest.approx({L: 2.0, R: 2.4})
    assert not capacity.flags


def test_draws_carry_the_error_of_the_protocol():
    for test, unit in (("P2", "m"), ("P1", "1")):
        capacity = measure_field_test([row(test, (2.3, 2.3), unit)], draws=20_000)
        assert np.log(capacity.value.samples).std() == pytest.approx(protocols()[test].assumed_error, rel=0.03)


def test_days_have_errors_of_their_own():
    one = measure_field_test([row("P2", (2.3, 2.3), "m")])
    other = measure_field_test([replace(row("P2", (2.3, 2.3), "m"), on=date(2026, 3, 9))])
    assert abs(np.corrcoef(one.value.samples, other.value.samples)[0, 1]) < 0.1


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([row("P2", (2.0, 2.3), "m")], "trials_apart"),
        ([row("P2", (2.3,), "m")], "one_trial"),
        ([row("P2", (24.0, 24.0), "m")], Capacity.IMPLAUSIBLE),
        ([row("P1", (2.0, 2.0), "1", L)], "one_side"),
    ],
)
def test_what_a_person_should_know_is_flagged(rows, code):
    capacity = measure_field_test(rows)
    assert [flag.code for flag in capacity.flags] == [code]
    assert capacity.usable is (code != Capacity.IMPLAUSIBLE)


def test_trials_within_five_per_cent_are_not_flagged():
    assert not measure_field_test([row("P2", (2.30, 2.40), "m")]).flags


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([], "no trials were given"),
        ([row("X9", (1.0,), "m")], "field test 'X9' is not known"),
        ([row("P2", (), "m")], "there are no trials"),
        ([row("P2", (2.3, 0.0), "m")], "trial of 0 m cannot be used"),
        ([row("P2", (2.3, float("nan")), "m")], "trial of nan m cannot be used"),
        ([row("P2", (2.3,), "s")], "unit 's' does not belong to this test"),
        ([replace(row("P2", (2.3,), "m"), on=None)], "the trials have no date"),
        ([row("P1", (2.3,), "1"), row("P1", (2.3,), "1", L)], "the sides of one day are both, left"),
        ([row("P1", (2.3,), "1", L), row("P1", (2.4,), "1", L)], "the sides of one day are left, left"),
        ([row("P1", (2.3,), "1", L), row("P2", (2.4,), "m", R)], "different athletes, tests or days"),
    ],
)
def test_unusable_rows_are_refused_in_words(rows, message):
    with pytest.raises(InputError, match=message):
        measure_field_test(rows)


def test_the_battery_has_two_families_for_push_and_for_swing():
    shipped = protocols()
    assert {"T0", "P1", "P2", "S1", "S3"} <= set(shipped)
    for role, ids in ((Role.PUSH, ("P1", "P2")), (Role.SWING, ("S1", "S3"))):
        assert {shipped[test].role for test in ids} == {role}
        assert len({shipped[test].family for test in ids}) == 2
    assert shipped["T0"].role is None


def test_a_flying_twenty_may_be_given_in_seconds():
    day = date(2026, 3, 2)
    times = measure_field_test([FieldTest("Noa", "T0", (2.5, 2.0, 2.1), "s", on=day)])
    speeds = measure_field_test([FieldTest("Noa", "T0", (8.0, 10.0, 20 / 2.1), "m/s", on=day)])
    assert times.value.point == pytest.approx(speeds.value.point)
    assert times.value.unit == "m/s"


def test_a_stopwatch_blurs_a_flying_twenty():
    day = date(2026, 3, 2)
    gates, thumb = (
        measure_field_test([FieldTest("Noa", "T0", (2.5, 2.5), "s", on=day, device=Device(kind))])
        for kind in ("gates", "stopwatch")
    )
    assert thumb.value.standard_error / 8.0 > 0.045
    assert gates.value.standard_error / 8.0 < 0.035


HOPS = tuple((0.20, 0.36 + 0.01 * k) for k in range(10))


def test_hops_become_flight_over_contact_of_the_best_five():
    hops = FieldTest("Noa", "P1", (), "1", L, on=DAY, pairs=(HOPS, HOPS), body=BODY)
    found = measure_field_test([hops])
    assert found.value.point == pytest.approx((0.41 + 0.42 + 0.43 + 0.44 + 0.45) / 5 / 0.20)
    details = {detail.name: detail for detail in found.details}
    assert details["contact time"].value == pytest.approx(0.20)
    assert details["jump height"].value == pytest.approx(9.81 * sum(t**2 for t in (0.41, 0.42, 0.43, 0.44, 0.45)) / 40)
    assert details["jump height"].side is L


def test_four_hops_are_no_trial():
    with pytest.raises(InputError, match="the trial has 4 hops"):
        measure_field_test([FieldTest("Noa", "P1", (), "1", L, on=DAY, pairs=(HOPS[:4],))])


def test_frames_blur_hops_as_their_shared_events_say():
    """Against simulated frames: each event off by a uniform frame, toe_off shared by contact and flight."""
    frame, rng, hops = 1.0 / 60.0, np.random.default_rng(1), [(0.20, 0.40)] * 10
    sd = frame / 12**0.5
    seen = []
    for _ in range(4000):
        down, off, again = (rng.uniform(-frame / 2, frame / 2, 10) for _ in range(3))
        ratios = [(f + again[i] - off[i]) / (c + off[i] - down[i]) for i, (c, f) in enumerate(hops)]
        seen.append(np.log(np.mean(ratios[:5])))
    test = FieldTest("Noa", "P1", (), "1", L, on=DAY, pairs=(tuple(hops),), device=Device("video", timing_sd=sd))
    assert timing_error(test, protocols()["P1"], 2.0) == pytest.approx(np.std(seen), rel=0.1)


def test_force_per_mass_needs_no_lever():
    value = measure_field_test([row("P3", (750.0, 740.0, 600.0), "N", L)])
    assert value.value.point == pytest.approx(745.0 / 75.0)


def test_loose_over_all_out_is_the_mean_of_all_pairs():
    pairs = (((2.0, 2.5),), ((2.0, 2.0),), ((2.4, 2.0),))
    value = measure_field_test([FieldTest("Noa", "E1", (), "1", on=DAY, pairs=pairs)])
    assert value.value.point == pytest.approx((0.8 + 1.0 + 1.2) / 3)


def test_steps_are_all_counted():
    value = measure_field_test([row("M1", (0.2, 0.3, 0.4, 0.5), "1", L)])
    assert value.value.point == pytest.approx(0.35)
    assert not [flag for flag in value.flags if flag.code == "trials_apart"]


def test_readings_at_the_end_of_a_scale_do_not_count():
    end = 50 * 9.81
    near = measure_field_test([row("S1", (310.0, 320.0, 0.9 * end), "N", L, lever=0.4, scale_capacity=end)])
    assert near.value.point == pytest.approx(315.0 * 0.4 / 75.0)
    assert "1 of 3 readings at 90 % or more of a scale that ends at 50 kg" in near.flags[0].text
    below = measure_field_test([row("S1", (310.0, 320.0, 0.9 * end - 0.01), "N", L, lever=0.4, scale_capacity=end)])
    assert not [flag for flag in below.flags if flag.code == "scale_end"]
    lost = measure_field_test([row("S1", (480.0, 470.0), "N", L, lever=0.4, scale_capacity=end)])
    assert isinstance(lost, Missing)
    assert lost.reason == "every reading is 90 % of the scale's range or more"


def test_an_own_error_takes_the_place_of_the_protocols():
    capacity = measure_field_test([row("P1", (2.0, 2.0), "1", L)], error=0.02, draws=20_000)
    assert np.log(capacity.value.samples).std() == pytest.approx(0.02, rel=0.03)
    assert "the athlete's own" in capacity.value.method


def test_how_it_was_set_up_is_kept():
    capacity = measure_field_test(
        [
            row(
                "S1",
                (300.0, 310.0),
                "N",
                L,
                lever=0.4,
                shoes="flats",
                kit=("strap",),
                device=Device("scale", "red scale"),
            )
        ]
    )
    told = capacity.circumstances
    assert (told.shoes, told.kit, told.device) == ("flats", ("strap",), "red scale")
    assert (told.lever, told.mass, capacity.version) == (0.4, 75.0, 1)


def test_pairs_of_times_belong_to_tests_made_of_them():
    with pytest.raises(InputError, match="pairs of times do not belong to this test"):
        measure_field_test([FieldTest("Noa", "P2", (), "m", on=DAY, pairs=(((0.2, 0.4),),))])
