"""Steps over the seasons: curves of one instrument, push or swing since an earlier span, balance."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.estimate import Missing
from evenstride.core.outing_values import OutingSummary, SpeedBins
from evenstride.core.season_values import SEASON_VALUES, SeasonCurves, SeasonShift, Shifted, Span, SpeedCurve
from evenstride.science.outings.summary import summarise_outing
from evenstride.science.seasons.curves import measure_seasons
from evenstride.science.seasons.shift import a_year_earlier, measure_balance, measure_shift
from evenstride.science.simulate.outings import PlantedPod, PlantedRunner, simulate_outing, simulate_season

RUNNER = PlantedRunner()
NOW = Span(date(2026, 4, 1), date(2026, 5, 31))
BEFORE = a_year_earlier(NOW)


def season(first: date = NOW.first, *, seed: int = 1, outings: int = 8, **planted) -> list[OutingSummary]:
    made = simulate_season(RUNNER, first, outings=outings, days=60, minutes=20.0, seed=seed, **planted)
    return [summarise_outing(one) for one in made]


def seasons(outings, **more) -> SeasonCurves:
    found = measure_seasons(outings, draws=300, **more)
    assert isinstance(found, SeasonCurves), found
    return found


def shift(outings, **more) -> SeasonShift:
    found = measure_shift(outings, BEFORE, NOW, **more)
    assert isinstance(found, SeasonShift), found
    return found


def renamed(outings, source: str) -> list[OutingSummary]:
    return [replace(one, steps=replace(one.steps, frequency_source=source, contact_source=source)) for one in outings]


def test_curves_hold_the_truth_near_them_and_only_speeds_that_were_run():
    found = seasons(season(), spans=[NOW]).spans[0]
    assert tuple(found.curves) == SEASON_VALUES
    force = found.curves["force"]
    assert isinstance(force, SpeedCurve)
    frequency, contact = RUNNER.steps(force.speeds, push=-0.01)
    assert force.value == pytest.approx(1.0 / (frequency * contact), rel=0.03)
    assert np.all(np.diff(force.speeds) > 0.0)
    assert force.speeds[0] > 2.0
    assert force.speeds[-1] < 6.0
    assert np.all((force.low < force.value) & (force.value < force.high))


def test_the_error_of_the_instrument_widens_what_needs_contact_time_only():
    curves = seasons(season(), spans=[NOW]).spans[0].curves
    for name in SEASON_VALUES:
        curve = curves[name]
        assert isinstance(curve, SpeedCurve)
        same = np.array_equal(curve.low, curve.wide_low) and np.array_equal(curve.high, curve.wide_high)
        assert same == (name in ("step_length", "step_frequency"))
        assert same or np.all(curve.wide_high - curve.wide_low > 2.0 * (curve.high - curve.low))


def test_months_are_the_spans_where_none_are_told_and_small_ones_are_left_out():
    found = seasons([*season(), *season(date(2026, 8, 1), outings=2)])
    assert [one.span.first for one in found.spans] == [date(2026, 4, 1), date(2026, 5, 1)]
    assert found.adjusted == ("half of the outing",)
    assert found.not_adjusted == ()


def test_hills_are_adjusted_for_where_altitude_is_known_and_it_is_said_where_not():
    hilly = season(hills=0.025)
    assert seasons(hilly).adjusted == ("grade", "half of the outing")
    unknown = [replace(one, steps=replace(one.steps, grades=np.full(one.steps.grades.size, np.nan))) for one in hilly]
    found = seasons(unknown)
    assert found.adjusted == ("half of the outing",)
    assert "altitude" in found.not_adjusted[0]


def test_two_instruments_are_never_mixed_in_a_curve():
    watch, pod = renamed(season(seed=2), "watch"), renamed(season(seed=3, outings=4), "Stryd")
    usual, told = (seasons([*watch, *pod], spans=[NOW], sources=sources) for sources in ([], ["STRYD"]))
    assert (usual.contact_source, usual.left_out, usual.spans[0].outings) == ("watch", 4, 8)
    assert (told.contact_source, told.left_out) == ("Stryd", 8)
    alone = seasons(pod, spans=[NOW])
    assert np.array_equal(told.spans[0].curves["force"].value, alone.spans[0].curves["force"].value)


def test_frequency_alone_gives_its_curves_and_says_what_misses():
    bare = [
        replace(one, steps=replace(one.steps, contact_times=np.full(one.steps.counts.size, np.nan), contact_source=""))
        for one in season()
    ]
    curves = seasons(bare, spans=[NOW]).spans[0].curves
    assert isinstance(curves["step_length"], SpeedCurve)
    assert isinstance(curves["force"], Missing)
    assert curves["force"].remedy


@pytest.mark.parametrize(
    ("planted", "shifted"),
    [({"push": 0.06}, Shifted.PUSH), ({"swing": -0.06}, Shifted.SWING), ({}, Shifted.NEITHER),
     ({"push": 0.06, "swing": 0.06}, Shifted.BOTH)],
)  # fmt: skip
def test_what_shifted_is_named(planted, shifted):
    found = shift([*season(BEFORE.first, seed=4), *season(seed=5, **planted)])
    assert found.shifted is shifted
    assert found.outings == (8, 8)
    for name, true in (("force", planted.get("push", 0.0)), ("swing_time", planted.get("swing", 0.0))):
        assert found.changes[name].low < true < found.changes[name].high


def test_an_instrument_that_reads_short_all_the_time_leaves_the_shift_of_push_alone():
    straight, short = (
        shift([*season(BEFORE.first, seed=4, pod=pod), *season(seed=5, push=0.06, pod=pod)])
        for pod in (PlantedPod(), PlantedPod(contact_bias=-0.15))
    )
    assert short.changes["force"].value == pytest.approx(straight.changes["force"].value, abs=0.002)
    assert short.shifted is Shifted.PUSH


def test_spans_of_two_instruments_cannot_be_compared():
    found = measure_shift([*renamed(season(BEFORE.first), "watch"), *renamed(season(), "Stryd")], BEFORE, NOW)
    assert isinstance(found, Missing)
    assert "one instrument" in found.reason
    assert found.remedy


def test_the_instrument_of_both_spans_is_used_even_where_another_has_more_outings():
    both = [*renamed(season(BEFORE.first), "watch"), *renamed(season(seed=2), "watch")]
    assert shift([*both, *renamed(season(seed=3, outings=20), "Stryd")]).source == "watch"


def test_too_few_outings_and_no_common_speed_are_said():
    few = measure_shift([*season(BEFORE.first), *season(outings=3)], BEFORE, NOW)
    assert isinstance(few, Missing)
    assert "later span holds 3 of 5" in few.reason
    fast = [
        summarise_outing(simulate_outing(RUNNER, NOW.first + timedelta(days=day), pace=5.8, minutes=20, seed=day))
        for day in range(6)
    ]
    slow = [
        summarise_outing(simulate_outing(RUNNER, BEFORE.first + timedelta(days=day), pace=2.6, minutes=20, seed=day))
        for day in range(6)
    ]
    apart = measure_shift([*slow, *fast], BEFORE, NOW)
    assert isinstance(apart, Missing)
    assert "no speed" in apart.reason


def test_nothing_recorded_is_missing_with_what_to_do():
    for found in (measure_seasons([]), measure_shift([], BEFORE, NOW), measure_balance([])):
        assert isinstance(found, Missing)
        assert found.reason
        assert found.remedy


def test_a_trend_of_balance_is_seen_and_none_is_not():
    made = season(outings=12)
    assert not measure_balance(made).beyond_error
    leaning = [
        replace(one, steps=replace(one.steps, balances=one.steps.balances + 0.001 * number))
        for number, one in enumerate(made)
        if isinstance(one.steps, SpeedBins)
    ]
    trend = measure_balance(leaning)
    assert trend.beyond_error
    assert trend.change.low < 0.011 < trend.change.high


def test_the_same_seed_gives_the_same_curves():
    made = season()
    one, other = (seasons(made, seed=3).spans[0].curves["force"] for _ in range(2))
    assert np.array_equal(one.low, other.low)
    assert not np.array_equal(one.low, seasons(made, seed=4).spans[0].curves["force"].low)


def test_a_year_before_keeps_the_days():
    assert Span(date(2025, 4, 1), date(2025, 5, 31)) == BEFORE
    assert date(2025, 5, 31) in BEFORE
    assert date(2025, 6, 1) not in BEFORE


def indoors(outings) -> list[OutingSummary]:
    return [replace(one, steps=replace(one.steps, speed_source="treadmill")) for one in outings]


def test_runs_whose_speed_is_told_otherwise_are_left_out():
    found = seasons([*season(), *indoors(season(seed=2, outings=4))], spans=[NOW])
    assert (found.spans[0].outings, found.left_out) == (8, 4)


def test_a_treadmill_is_never_compared_with_the_road():
    found = measure_shift([*indoors(season(BEFORE.first)), *season()], BEFORE, NOW)
    assert isinstance(found, Missing)
    both = [*season(BEFORE.first), *season(seed=2), *indoors(season(seed=3, outings=20))]
    assert shift(both).outings == (8, 8)


def test_years_of_months_are_fitted_in_parts_and_read_as_one():
    days = [date(2024, 1, 1) + timedelta(days=30 * number) for number in range(16)]
    made = [one for number, first in enumerate(days) for one in season(first, seed=number, outings=4)]
    months = [Span(first, first + timedelta(days=29)) for first in days]
    apart = [replace(one, on=days[index // 4] + timedelta(days=index % 4)) for index, one in enumerate(made)]
    found = seasons(apart, spans=months)
    assert [one.span for one in found.spans] == months
    middles = [np.interp(3.5, one.curves["force"].speeds, one.curves["force"].value) for one in found.spans]
    assert middles == pytest.approx([np.mean(middles)] * 16, rel=0.03)


def test_outings_that_agree_to_the_last_digit_are_no_reason_to_break():
    one = season(outings=1)[0]
    same = [replace(one, on=NOW.first + timedelta(days=day)) for day in range(8)]
    then = [replace(one, on=BEFORE.first + timedelta(days=day)) for day in range(8)]
    force = seasons(same, spans=[NOW]).spans[0].curves["force"]
    assert np.all(force.high - force.low < 0.05)
    assert shift([*then, *same]).shifted is Shifted.NEITHER


def test_a_handful_of_cells_is_too_little_and_says_so():
    def only(one: OutingSummary) -> OutingSummary:
        steps = one.steps
        names = ("bins", "second_half", "counts", "speeds", "step_frequencies", "contact_times", "frequency_sds",
                 "contact_sds", "balances", "balance_sds", "grades")  # fmt: skip
        return replace(one, steps=replace(steps, **{name: getattr(steps, name)[:1] for name in names}))

    few = [only(one) for one in season(outings=5)]
    for found in (measure_seasons(few, spans=[NOW]), measure_balance(few)):
        assert isinstance(found, Missing)
        assert found.remedy
