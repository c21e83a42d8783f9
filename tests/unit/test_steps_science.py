"""Steps: definitions, flags, the figures of science.md §2 and §9.1, and every refusal in words."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.roles import Side
from evenstride.core.run import StepSummary
from evenstride.science.steps.prepare import prepare_steps
from evenstride.science.steps.summary import (
    ONE_MEASUREMENT,
    account_steps,
    measure_steps,
    measure_steps_analysis,
    step_metrics,
)

L, R = Side.LEFT, Side.RIGHT
FRAME_240 = 1.0 / (240.0 * 12.0**0.5)


def run_of(tc, tf, count, *, speed=None, timing_sd=FRAME_240, scatter=0.0, seed=0):
    rng = np.random.default_rng(seed)
    contacts, now = [], 0.0
    for index in range(count):
        this_tc, this_tf = np.array([tc, tf]) * np.exp(rng.normal(0.0, scatter, 2))
        contacts.append(Contact((L, R)[index % 2], now, now + this_tc, speed))
        now += this_tc + this_tf
    return StepEvents("Noa", tuple(contacts), device=Device("video", timing_sd=timing_sd))


@pytest.mark.parametrize(
    ("name", "tc", "tf", "v", "force", "swing"),
    [("Zagreb 2011", 0.086, 0.145, 12.14, 2.69, 0.376), ("Berlin 2009", 0.091, 0.132, 12.35, 2.45, 0.354)],
)
def test_named_world_class_values(name, tc, tf, v, force, swing):
    both = measure_steps(prepare_steps(run_of(tc, tf, 9, speed=v))).both
    assert both["force"].point == pytest.approx(force, abs=0.006)
    assert both["swing_time"].point == pytest.approx(swing, abs=0.0012)
    assert both["contact_length"].point == pytest.approx(v * tc)
    assert both["step_frequency"].point == pytest.approx(1.0 / (tc + tf))
    assert both["duty_factor"].point == pytest.approx(tc / 2 / (tc + tf))


@pytest.mark.parametrize(
    ("v", "f", "tc", "sf", "sl", "sw", "df", "lc"),
    [(4, 1.69, 0.220, 2.69, 1.49, 0.524, 0.296, 0.88), (10, 2.32, 0.102, 4.23, 2.37, 0.371, 0.216, 1.02)],
)
def test_rows_of_the_reference_curve(v, f, tc, sf, sl, sw, df, lc):
    both = measure_steps(prepare_steps(run_of(tc, (f - 1) * tc, 6, speed=v))).both
    names = ("force", "step_frequency", "step_length", "swing_time", "duty_factor", "contact_length")
    for name, printed in zip(names, (f, sf, sl, sw, df, lc), strict=True):
        assert both[name].point == pytest.approx(printed, rel=0.006), name


def test_frame_noise_of_one_step_is_the_printed_one():
    # science.md §9.1: 240 fps, tc .100, tf .125 → σ_F 0.033 BW a step, and F correlates with t_sw at r ≈ +0.58.
    summary = measure_steps(prepare_steps(run_of(0.100, 0.125, 3)), draws=40_000, usual={})
    left = summary.sides[L]
    assert left["force"].samples.std() == pytest.approx(0.033, abs=0.001)
    assert left["swing_time"].samples.std() == pytest.approx(0.0017, abs=0.00005)
    correlation = np.corrcoef(left["force"].samples, left["swing_time"].samples)[0, 1]
    assert correlation == pytest.approx(0.58, abs=0.02)


def test_contact_and_flight_share_the_toe_off():
    left = measure_steps(prepare_steps(run_of(0.100, 0.125, 3)), draws=20_000, usual={}).sides[L]
    assert np.corrcoef(left["contact_time"].samples, left["flight_time"].samples)[0, 1] == pytest.approx(-0.5, abs=0.03)


def test_variation_holds_the_clock_once():
    # With a perfect clock and with a rough one the same observed scatter gives about the same doubt: the
    # clock's share is inside the scatter already and must not be added a second time.
    spreads = []
    for sd in (0.0, FRAME_240):
        summary = measure_steps(prepare_steps(run_of(0.1, 0.125, 25, scatter=0.03, timing_sd=sd)), draws=20_000)
        spreads.append(summary.both["contact_time"].samples.std())
    assert spreads[1] == pytest.approx(spreads[0], rel=0.05)
    assert spreads[0] == pytest.approx(0.1 * 0.03 / np.sqrt(24), rel=0.25)


@pytest.mark.parametrize("steps", [2, 3, 4])
def test_few_steps_are_as_unsure_as_they_are(steps: int) -> None:
    # Contacts of 160 ms that vary by 5 ms, filmed at 240: the interval has to hold the runner's own mean.
    rng, held = np.random.default_rng(steps), []
    for seed in range(150):
        contacts = 0.16 + 0.005 * rng.standard_normal(steps + 1)
        downs = np.cumsum([rng.uniform(0.0, 1.0 / 240.0), *(0.24 + 0.006 * rng.standard_normal(steps))])
        at = [(round(240.0 * down) / 240.0, round(240.0 * (down + tc)) / 240.0)
              for down, tc in zip(downs, contacts, strict=True)]  # fmt: skip
        run = StepEvents("Noa", tuple(Contact((L, R)[place % 2], down, off) for place, (down, off) in enumerate(at)),
                         device=Device("video", timing_sd=FRAME_240))  # fmt: skip
        low, high = np.quantile(
            measure_steps(prepare_steps(run), seed=seed, draws=400).both["contact_time"].samples, [0.05, 0.95]
        )
        held.append(low <= 0.16 <= high)
    assert 0.86 <= np.mean(held) <= 0.99


def test_sides_weigh_alike_however_many_steps_each_has():
    contacts = (Contact(L, 0.0, 0.12), Contact(R, 0.24, 0.34), Contact(L, 0.47, 0.59), Contact(R, 0.71, 0.81))
    summary = measure_steps(prepare_steps(StepEvents("Noa", contacts)))
    assert len(summary.run.steps) == 3
    assert summary.both["contact_time"].point == pytest.approx(0.11)
    assert summary.sides[L]["contact_time"].point == pytest.approx(0.12)
    assert summary.sides[R]["contact_time"].point == pytest.approx(0.10)


def contacts_of(text):
    """Read `L 0 .1 / R .23 .33` as contacts: side, touchdown, toe_off."""
    rows = (row.split() for row in text.split("/"))
    return tuple(Contact({"L": L, "R": R}[side], float(down), float(off)) for side, down, off in rows)


@pytest.mark.parametrize(
    ("text", "code", "kept"),
    [
        ("L 0 .1 / R .23 .33 / R .69 .79 / L .92 1.02", "no_alternation", 2),
        ("L 0 .02 / R .23 .33 / L .46 .56", "implausible_contact", 1),
        ("L 0 .1 / R .23 .79 / L .8 .9", "implausible_contact", 1),
        ("L 0 .24 / R .23 .33 / L .46 .56", "overlapping", 1),
        ("L 0 .1 / R .23 .33 / L .46 .56 / R 1.15 1.25", "double_step", 2),
    ],
)
def test_what_looks_wrong_is_flagged_and_left_out(text, code, kept):
    contacts = contacts_of(text)
    run = prepare_steps(StepEvents("Noa", contacts))
    assert len(run.steps) == kept
    assert code in {flag.code for flag in run.flags}
    assert run.recording.contacts == contacts


def test_swing_is_not_measured_across_a_gap():
    contacts = contacts_of("L 0 .1 / R .23 .33 / L .46 .56 / R 1.15 1.25")
    run = prepare_steps(StepEvents("Noa", contacts))
    assert [step.swing_time is None for step in run.steps] == [False, True]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("L 0 .1 / R .2 .3", "2 foot contacts were found, 3 are needed"),
        ("L 0 .1 / R nan .3 / L .5 .6", "contact 2 has a time that is not a number"),
        ("L .3 .4 / R .2 .3 / L .5 .6", "contact 2 touches down at 0.2 s, not after 0.3 s"),
    ],
)
def test_unusable_contacts_are_refused_in_words(text, message):
    with pytest.raises(InputError, match=message):
        prepare_steps(StepEvents("Noa", contacts_of(text)))


def test_no_step_left_is_a_sentence():
    walking = tuple(Contact((L, R)[i % 2], 0.5 * i, 0.5 * i + 0.6) for i in range(4))
    with pytest.raises(FitError, match="no step is left to measure"):
        measure_steps(prepare_steps(StepEvents("Noa", walking)))


def test_one_step_alone_is_refused_and_says_what_was_left_out():
    doubled = contacts_of("L 0 .12 / R .24 .36 / R .5 .62")
    with pytest.raises(FitError, match="only one step is left to measure") as refused:
        measure_steps(prepare_steps(StepEvents("Noa", doubled)))
    assert "right contacts in a row" in str(refused.value)


def test_a_clock_as_rough_as_the_contact_is_refused():
    with pytest.raises(FitError, match="cannot be told from zero"):
        measure_steps(prepare_steps(run_of(0.1, 0.125, 5, timing_sd=0.05)))


def test_an_unstated_clock_is_assumed_wide_and_said():
    stated = measure_steps(prepare_steps(run_of(0.1, 0.125, 9)))
    unstated = measure_steps(prepare_steps(run_of(0.1, 0.125, 9, timing_sd=None)))
    assert unstated.both["force"].samples.std() > 2 * stated.both["force"].samples.std()
    assert any("5 ms for one event is assumed" in note for note in measure_steps_analysis(unstated).notes)
    assert not any("is assumed" in note for note in measure_steps_analysis(stated).notes)


def test_the_analysis_says_it_is_one_measurement_and_what_is_missing():
    analysis = measure_steps_analysis(measure_steps(prepare_steps(run_of(0.1, 0.125, 8))))
    assert analysis.kind == "steps"
    assert ONE_MEASUREMENT in analysis.notes
    assert isinstance(analysis.values["step_length"], Missing)
    for name in ("force", "force.left", "force.right", "swing_time"):
        value = analysis.values[name]
        assert isinstance(value, Estimate)
        assert value.low < value.value < value.high


def test_step_metrics_of_times_are_one_family_and_speak_for_no_role():
    for name, module in step_metrics().items():
        assert not module.METRIC.role_shares, name
        assert (module.METRIC.family == StepSummary.FAMILY) is (name != "speed")


def test_account_needs_speed():
    with_speed = measure_steps(prepare_steps(run_of(0.1, 0.125, 8, speed=9.0)))
    without = measure_steps(prepare_steps(run_of(0.1, 0.125, 8)))
    for pair in ((with_speed, without), (without, with_speed)):
        with pytest.raises(FitError, match="one of the two runs has no speed"):
            account_steps(*pair)


def test_account_of_two_runs_with_one_seed_keeps_the_doubt_of_both():
    summary = measure_steps(prepare_steps(run_of(0.1, 0.125, 12, speed=9.0, scatter=0.02)), seed=3)
    account = account_steps(summary, summary)
    assert account.total.point == 0.0
    single = np.log(summary.both["speed"].samples).std()
    assert account.total.samples.std() == pytest.approx(single * 2**0.5, rel=0.06)


def test_account_names_the_part_that_changed():
    before = measure_steps(prepare_steps(run_of(0.100, 0.125, 9, speed=9.0)))
    # Same contact length, more force, swing time as before: all of the gain is push.
    force = 2.30
    swing = 0.35
    tc = swing / (2 * force - 1)
    after = measure_steps(prepare_steps(run_of(tc, (force - 1) * tc, 9, speed=0.9 / tc)))
    account = account_steps(before, after)
    assert account.push.point == pytest.approx(np.log(3.6 / 3.5))
    assert account.swing.point == pytest.approx(0.0, abs=1e-9)
    assert account.geometry.point == pytest.approx(0.0, abs=1e-9)


def test_few_steps_are_said():
    assert "few_steps" in {flag.code for flag in prepare_steps(run_of(0.1, 0.125, 5)).flags}
    assert "few_steps" not in {flag.code for flag in prepare_steps(run_of(0.1, 0.125, 6)).flags}


def test_seed_decides_every_draw():
    run = prepare_steps(run_of(0.1, 0.125, 9, speed=9.0, scatter=0.02))
    one, same, other = (measure_steps(run, seed=seed).both["force"].samples for seed in (1, 1, 2))
    assert np.array_equal(one, same)
    assert not np.array_equal(one, other)


def test_unsteady_speed_is_flagged():
    recording = run_of(0.1, 0.125, 5, speed=8.0)
    faster = tuple(replace(one, speed=8.0 + 0.3 * i) for i, one in enumerate(recording.contacts))
    codes = {flag.code for flag in prepare_steps(replace(recording, contacts=faster)).flags}
    assert "unsteady" in codes
    assert "unsteady" not in {flag.code for flag in prepare_steps(recording).flags}
