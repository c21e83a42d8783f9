"""Plots and questions of the notebook: they show themselves, are saved, and refuse what they cannot draw."""

from xml.etree import ElementTree

import numpy as np
import pytest

import evenstride as es
from evenstride.app.plots import draw_forces
from evenstride.charts.residuals import Residuals, residual_words
from evenstride.core.errors import InputError
from evenstride.core.estimate import Missing
from evenstride.science.sprint.model import predict_distance, predict_speed

GATES = [5, 10, 15, 20, 30, 40]
TIMES = [1.158, 1.893, 2.541, 3.149, 4.313, 5.444]
RACE = [1.89, 2.88, 3.78, 4.64, 5.47, 6.29, 7.10, 7.92, 8.75, 9.58]
CLOCK = np.linspace(0.0, 6.0, 301)
SPEEDS = predict_speed(CLOCK, 9.0, 1.2, time_correction=0.7)
WAYS = predict_distance(CLOCK, 9.0, 1.2, time_correction=0.7) + 2.6


@pytest.fixture(scope="module")
def sprint():
    return es.fit_sprint(GATES, TIMES, athlete="Kimberley", mass=60, height=1.70)


@pytest.fixture(scope="module")
def race():
    return es.fit_race(np.arange(10, 101, 10), RACE, reaction_time=0.146, wind=0.9, mass=94, height=1.95)


def marks(plot, panel, kind):
    return [mark for mark in plot.figure.spec.panels[panel].marks if mark.kind == kind]


def test_a_plot_shows_itself_and_is_saved(sprint, tmp_path):
    plot = sprint.plot()
    assert ElementTree.fromstring(plot._repr_svg_()).tag.endswith("svg")
    assert plot.save(tmp_path / "fit.svg").read_text(encoding="utf-8") == plot.svg
    assert repr(plot).startswith("Speed against distance, with what the curve misses. Fitted speed rises to 8.88")
    assert "It misses the 6 measured values by" in repr(plot)


def test_the_residuals_drawn_are_those_of_the_fit_and_of_fits_without_the_gate(sprint):
    plot = sprint.plot()
    left_out, residuals = marks(plot, 1, "points")
    assert residuals.x == tuple(GATES)
    assert residuals.y == pytest.approx(1000.0 * sprint.fit.residuals)
    assert left_out.y == pytest.approx(1000.0 * sprint.left_out())


@pytest.mark.parametrize(
    ("fit", "unit", "axis"),
    [
        (lambda: es.fit_trace(CLOCK, SPEEDS, WAYS), "m/s", "time, s"),
        (lambda: es.fit_trace(CLOCK, SPEEDS, WAYS, by="distance"), "m/s", "distance, m"),
        (lambda: es.fit_positions(CLOCK, WAYS), "cm", "time, s"),
        (lambda: es.fit_sprint(GATES, TIMES, correction="flying-distance"), "ms", "distance, m"),
        (lambda: es.fit_sprint(GATES[:3], [1.2, 1.95, 2.6]), "ms", "distance, m"),
    ],
)
def test_every_fit_is_drawn_over_what_it_was_measured_at(fit, unit, axis):
    plot = fit().plot()
    below = plot.figure.spec.below[0]
    assert below.y.title == f"measured − curve, {unit}"
    assert below.x.title == axis
    assert plot.svg


def test_the_run_out_is_shown_and_carries_no_residual():
    speeds = np.concatenate([SPEEDS, SPEEDS[-1] * np.linspace(1.0, 0.5, 100)])
    sprint = es.fit_trace(0.02 * np.arange(speeds.size), speeds)
    plot = sprint.plot()
    (shown,) = marks(plot, 0, "points")
    (residuals,) = marks(plot, 1, "points")
    (line,) = marks(plot, 0, "line")
    assert shown.x[-1] == pytest.approx(8.0)
    assert residuals.x[-1] == line.x[-1] < 7.0


def test_trials_of_one_fit_are_drawn_each_with_its_start():
    trials = [es.fit_sprint(GATES, [time + late for time in TIMES], athlete="Kim") for late in (0.0, 0.03)]
    first, second = (sprint.plot() for sprint in es.fit_together(trials).sprints)
    (one,), (other,) = marks(first, 0, "line"), marks(second, 0, "line")
    assert one.y == pytest.approx(other.y)


def test_the_force_plot_ends_where_the_values_say(sprint):
    plot = sprint.plot("force")
    (dashed,) = [mark for mark in marks(plot, 0, "line") if "dash" in mark.tone]
    assert dashed.y[0] == sprint.values["f0"].value
    assert dashed.x[1] == sprint.values["v0"].value
    (peak,) = marks(plot, 1, "points")
    assert peak.y[0] == sprint.peak_power()["power"].value
    assert "it does not prescribe training" in repr(plot)


@pytest.mark.parametrize(("over", "last"), [("time", 5.444), ("distance", 40.0)])
def test_the_motion_goes_from_rest_to_the_last_gate(sprint, over, last):
    plot = sprint.plot(over)
    lines = [marks(plot, panel, "line")[0] for panel in range(3)]
    start = sprint.values["time_correction"].value if over == "time" else 0.0
    assert all(line.x[0] == 0.0 and line.x[-1] == pytest.approx(last - start) for line in lines)
    bare = es.fit_sprint(GATES, TIMES).plot(over)
    assert len(bare.figure.spec.panels) == 2


def test_a_trace_without_distances_has_motion_over_distance():
    plot = es.fit_trace(CLOCK, SPEEDS).plot("distance")
    (line,) = marks(plot, 0, "line")
    assert line.x[-1] == pytest.approx(WAYS[-1] - 2.6, abs=0.1)


def test_a_race_shows_where_it_was_fastest(race):
    plot = race.plot()
    (bar,) = [mark for mark in marks(plot, 0, "rule") if len(mark.x) == 1]
    place = race.values["top_speed_distance"]
    assert (bar.x[0], bar.x2[0]) == (place.low, place.high)
    assert "has fallen by" in repr(plot)


def test_balance_can_hold_peak_power(sprint):
    arithmetic, peak = sprint.balance(20), sprint.balance(20, hold="peak power")
    assert peak.imbalance.point > arithmetic.imbalance.point > 100.0
    distance = sprint.balanced_distance()
    assert distance.low < distance.value < distance.high
    assert sprint.balance(distance.value).imbalance.point == pytest.approx(100.0, abs=0.1)
    assert es.fit_sprint(GATES, TIMES).balanced_distance().value < distance.value


def test_the_zone_of_power_lies_around_its_peak(sprint):
    zone, peak = sprint.power_zone(0.9), sprint.peak_power()
    for axis in ("time", "distance", "speed"):
        assert zone[f"first_{axis}"].value < peak[axis].value < zone[f"last_{axis}"].value


def test_thinner_warmer_air_is_faster_and_altitude_is_pressure(race):
    times = [race.race_time(**there).value for there in ({}, {"temperature": 35.0}, {"altitude": 2250.0})]
    assert times[0] > times[1] > times[2]
    assert race.race_time(pressure_torr=577.98).value == pytest.approx(times[2], abs=1e-5)


def test_a_race_run_high_up_is_slower_at_the_sea(race):
    high = es.fit_race(
        np.arange(10, 101, 10), RACE, reaction_time=0.146, wind=0.9, mass=94, height=1.95, altitude=2250.0
    )
    assert high.race_time(wind=0.9).value == pytest.approx(9.58, abs=0.01)
    assert high.race_time(wind=0.9, altitude=0.0).value > race.race_time(wind=0.9, altitude=0.0).value


def test_the_published_formula_stands_beside_the_model(race):
    assert race.published_time(wind=0.9) == pytest.approx(9.58)
    model = race.race_time(wind=0.0).value - race.race_time(wind=2.0).value
    formula = race.published_time() - race.published_time(wind=2.0)
    assert formula == pytest.approx(0.10, abs=0.01), "0.10 ± 0.01 s, linthorne1994"
    assert model > formula


@pytest.mark.parametrize(
    ("ask", "sentence"),
    [
        (lambda s, _: s.plot("pie"), "there is no plot 'pie'"),
        (lambda s, _: s.plot().save("fit.png"), r"a plot is saved as SVG, not as '\.png'"),
        (lambda s, _: s.plot().save("/nowhere/at/all/fit.svg"), "the plot cannot be written"),
        (lambda s, r: r.plot("force"), r"plot\('force'\) knows the plain speed curve only"),
        (lambda s, r: es.fit_sprint(GATES, TIMES).plot("force"), "Force needs body mass and height"),
        (lambda s, _: s.balance(20, hold="hope"), "a balance cannot hold 'hope'"),
        (lambda s, _: s.published_time(), "published_time needs a race with slowing down"),
        (lambda s, r: r.race_time(altitude=100, pressure_torr=750), "altitude and pressure say the same thing"),
        (lambda s, r: r.race_time(altitude=1e5), "an altitude of 100000 m is no place to run"),
        (
            lambda s, r: es.fit_race(np.arange(11, 112, 10)[:10], RACE, mass=94, height=1.95).published_time(),
            "the published formula is for races over 100 m",
        ),
    ],
)
def test_what_cannot_be_drawn_or_asked(sprint, race, ask, sentence):
    with pytest.raises(InputError, match=sentence):
        ask(sprint, race)


@pytest.fixture(scope="module")
def doubtful():
    """A tether whose own distances are of another run: its speeds add up to less than three quarters of them."""
    return es.fit_trace(CLOCK, SPEEDS, 1.4 * WAYS, mass=75, height=1.8)


def test_a_doubted_trace_says_so_in_its_picture(doubtful):
    plot = doubtful.plot()
    assert "only top speed is believed" in [mark.text for mark in marks(plot, 0, "label")]
    assert doubtful.fit.doubt in repr(plot)


def test_no_force_is_drawn_into_a_folder_for_a_doubted_trace(doubtful):
    drawn = draw_forces(doubtful.recording, doubtful.fit)
    assert isinstance(drawn, Missing)
    assert drawn.reason == doubtful.fit.doubt


def test_the_usual_miss_is_never_told_beyond_the_largest():
    few = residual_words(Residuals(np.arange(3.0), np.array([0.01, -0.01, 0.01]), "s", 0.017))
    assert few.startswith("It misses the 3 measured values by 10.0 ms at most; with so few of them")
