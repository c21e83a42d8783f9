"""Changes of the curve: greyed below what could be seen, never across set-ups, and never a prescription."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.app.overview import overview_of
from evenstride.core.curve_change import CurveChange
from evenstride.core.estimate import MDC_FACTOR, Draws, Estimate, Missing
from evenstride.core.fit import Correction, Fit
from evenstride.core.metric import Analysis
from evenstride.core.recording import Conditions, Device, Splits, Start
from evenstride.core.show import detectable_text
from evenstride.doors.pages.render import render_page
from evenstride.science.change.curve_change import TYPICAL_ERRORS, measure_curve_changes
from evenstride.words import say_curve_changes, say_disputed
from tests import examples_overview as some
from tests.terminals import KIMBERLEY, Terminal, run

__all__ = ["run"]

FIRST = date(2026, 2, 2)


def fitted(
    weeks: int,
    mac: float,
    *,
    half: float = 0.01,
    correction: tuple[Correction, ...] = (Correction.TIME,),
    **run: object,
):
    """A fitted sprint whose MAC, TAU and power are told, with intervals of so many per cent."""

    def about(value: float, unit: str) -> Estimate:
        return Estimate(value, value * (1 - half), value * (1 + half), unit)

    values: dict[str, Estimate | Missing] = {
        "mac": about(mac, "m/s²"), "tau": about(9.0 / mac, "s"), "pmax": about(9.0 * mac / 4, "W/kg"),
        "f0": Missing("no mass"), "pmax_fv": Missing("no mass"),
    }  # fmt: skip
    splits = Splits("Kim", [10, 20, 30, 40], [1.9, 3.1, 4.3, 5.4], FIRST + timedelta(weeks=weeks), **run)  # type: ignore[arg-type]
    draws = {"mss": Draws(9.0, np.full(9, 9.0), "m/s")}
    return splits, Fit(draws, correction, np.zeros(4), 0.01, 1.0), Analysis("Kim", splits.on, "sprint", values)


def changes(*profiles) -> dict[str, CurveChange]:
    return {one.name: one for one in measure_curve_changes(profiles)}


def test_a_change_of_a_tenth_is_noise_and_one_of_a_half_is_not() -> None:
    small, large = changes(fitted(0, 7.0), fitted(8, 7.7)), changes(fitted(0, 7.0), fitted(8, 10.5))
    assert small["mac"].change.value == pytest.approx(0.1)
    assert small["mac"].noise
    assert not large["mac"].noise
    assert list(small) == ["mac", "tau", "pmax"]
    assert small["tau"].change.value == pytest.approx(1 / 1.1 - 1), "with its plain sign"


def test_the_published_error_is_the_least_and_the_own_interval_may_be_more() -> None:
    error = TYPICAL_ERRORS["mac"][0]
    sure, unsure = (changes(fitted(0, 7.0, half=half), fitted(8, 7.0, half=half))["mac"] for half in (0.001, 0.4))
    assert MDC_FACTOR * error < sure.detectable < 1.3 * MDC_FACTOR * error
    assert unsure.detectable > 1.5 * sure.detectable
    assert sure.source.startswith("stockdale2025")


def test_more_days_see_more_and_never_forget_what_was_published() -> None:
    two = changes(fitted(0, 7.0), fitted(18, 7.0))["mac"]
    ten = changes(*(fitted(2 * week, 7.0) for week in range(10)))["mac"]
    assert (two.days, ten.days) == (2, 10)
    assert 0.3 * two.detectable < ten.detectable < 0.8 * two.detectable


@settings(max_examples=20)
@given(st.floats(4.0, 12.0), st.floats(4.0, 12.0))
def test_exchanging_the_days_exchanges_the_sign(first: float, then: float) -> None:
    there, back = changes(fitted(0, first), fitted(8, then)), changes(fitted(0, then), fitted(8, first))
    assert (1 + there["mac"].change.value) * (1 + back["mac"].change.value) == pytest.approx(1.0)
    assert there["mac"].change.value * there["tau"].change.value <= 1e-12


@pytest.mark.parametrize(
    "other",
    [
        {"device": Device("radar")},
        {"conditions": Conditions(Start.BLOCK)},
        {"correction": ()},
    ],
    ids=["device", "start", "correction"],
)
def test_other_set_ups_are_never_compared(other: dict[str, object]) -> None:
    assert changes(fitted(0, 7.0), fitted(8, 10.0, **other)) == {}  # type: ignore[arg-type]
    within = changes(fitted(0, 7.0), fitted(8, 7.7), fitted(9, 12.0, **other))  # type: ignore[arg-type]
    assert within["mac"].change.value == pytest.approx(0.1)


def test_satellites_say_nothing_of_the_curve() -> None:
    gps = Device("gps")
    assert changes(fitted(0, 7.0, device=gps), fitted(8, 10.0, device=gps)) == {}


def test_one_day_has_no_change_and_no_words() -> None:
    assert measure_curve_changes([fitted(0, 7.0), fitted(0, 8.0)]) == ()
    assert say_curve_changes(()) == ()


def test_drag_wins_where_both_powers_are_known() -> None:
    def with_drag(profile):
        splits, fit, analysis = profile
        return splits, fit, replace(analysis, values={**analysis.values, "pmax_fv": Estimate(1400, 1300, 1500, "W")})

    assert "pmax" not in changes(with_drag(fitted(0, 7.0)), with_drag(fitted(8, 7.0)))


def imported(run: Terminal, *factors: float, body: str = "") -> None:
    rows = [line.split(",") for line in KIMBERLEY.splitlines()[1:]]
    columns, cells = ("", "") if not body else (",mass (kg),height (m)", f",{body}")
    for place, factor in enumerate(factors):
        text = f"distance,time{columns}\n" + "".join(f"{gate},{float(t) * factor:.3f}{cells}\n" for gate, t in rows)
        path = run.file(f"day{place}.csv", text)
        day = str(FIRST + timedelta(weeks=8 * place))
        assert run("import", path, "--athlete", "Kim", "--date", day)[0] == 0


def test_the_page_greys_noise_and_says_it_in_a_word(run: Terminal) -> None:
    imported(run, 1.0, 0.98, body="60,1.70")
    shown = overview_of(run.folder / "test.db", "kim", at=datetime(2026, 6, 1, tzinfo=UTC))
    assert {one.name for one in shown.curve} == {"mac", "tau", "f0", "pmax_fv"}
    page = render_page("progress.html", o=shown, here="progress")
    assert page.count('<tr class="noise">') == page.count("<small>may be noise</small>") == len(shown.curve)
    first = shown.curve[0]
    clear = replace(shown, curve=(replace(first, change=Estimate(0.9, 0.5, 1.4, "1"), noise=False), *shown.curve[1:]))
    assert render_page("progress.html", o=clear, here="progress").count('<tr class="noise">') == len(shown.curve) - 1
    assert detectable_text(first.change, first.detectable) in page


def test_the_command_line_says_it_in_words_and_in_json(run: Terminal) -> None:
    imported(run, 1.0, 0.98)
    out = run("check")[1]
    assert "How the curve changed from 2 February to 30 March (gates, standing start, time correction fitted):" in out
    assert out.count("may be noise (below") == 3
    found = {item["name"]: item for item in run.json("check")["curve"]}
    assert found["mac"]["noise"] is True
    assert found["mac"]["detectable"] > abs(found["mac"]["change"]["value"])
    assert run.json("check", "--metric", "top speed")["curve"] == []


def test_a_file_of_several_days_says_it_too(run: Terminal) -> None:
    rows = [line.split(",") for line in KIMBERLEY.splitlines()[1:]]
    text = "athlete,date,distance,time\n" + "".join(
        f"Kim,2026-0{month}-01,{gate},{float(t) * factor:.3f}\n"
        for month, factor in ((2, 1.0), (4, 0.98)) for gate, t in rows
    )  # fmt: skip
    path = run.file("season.csv", text)
    assert "How the curve changed from 1 February to 1 April" in run("profile", path)[1]
    assert [item["name"] for item in run.json("profile", path)["curve"]["Kim"]] == ["mac", "tau", "pmax"]


def test_under_sixteen_growing_changes_the_curve(run: Terminal) -> None:
    imported(run, 1.0, 0.98)
    run("start", "Kim", "--lacking", "top", "--goal", "fun", "--days", "all", "--kit", "tape", "--enjoys", "play",
        "--readiness", "no", "--birth-year", str(date.today().year - 12))  # fmt: skip
    assert "How the curve changed" not in run("check")[1]


def test_the_dispute_stands_beside_force_and_power_only(run: Terminal) -> None:
    path = run.file("k.csv", KIMBERLEY)
    says = "whether it says what to train is disputed"
    assert says not in run("profile", path)[1]
    out = run("profile", path, "--mass", "60", "--height", "1.70")[1]
    assert says in out
    assert "prescribes nothing" in out
    assert say_disputed([some.overview().profiles[0]]) == "", "F0 is missing there"
    imported(run, 1.0, body="60,1.70")
    shown = overview_of(run.folder / "test.db", "kim", at=datetime(2026, 6, 1, tzinfo=UTC))
    page = render_page("progress.html", o=shown, here="progress")
    assert page.index("How you build speed") < page.index(says)
