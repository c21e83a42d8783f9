"""The way back: where somebody stands after all that happened, and what the log shows before the next step."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from evenstride.core.come_back import Happened, WayBack, WayBackEvent, stand
from evenstride.core.errors import InputError
from evenstride.core.estimate import HOUSE_LEVEL
from evenstride.core.log import LogEntry, Pain
from evenstride.core.training import ComeBack, PhysioLimits, Stage
from evenstride.core.work import Work
from evenstride.plan.criteria import criteria_of
from evenstride.plan.movements import banned_codes, near_movements, unknown_movements
from evenstride.plan.way_back import check_limits
from evenstride.science.field.side_ratio import measure_side_ratio
from evenstride.words.care.come_back import say_come_back

DAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
WAY = WayBack("Noa", "left hamstring", DAY, Stage.RUN, AT)


def event(day: int, happened: Happened, **fields: object) -> WayBackEvent:
    return WayBackEvent("", "Noa", DAY + timedelta(days=day), happened, AT + timedelta(days=day), **fields)  # type: ignore[arg-type]


def moved(number: int, stage: Stage) -> WayBackEvent:
    return event(number, Happened.MOVED, stage=stage)


def ticked(number: int, stage: Stage) -> WayBackEvent:
    return event(number, Happened.TICKED, stage=stage, by="Ada")


def test_a_step_that_needs_a_tick_opens_only_with_it() -> None:
    on = stand(WAY, [moved(1, Stage.SPRINT)])
    assert (on.stage, on.open_stage) == (Stage.SPRINT, Stage.RUN)
    after = stand(WAY, [moved(1, Stage.SPRINT), ticked(2, Stage.SPRINT)])
    assert after.open_stage is Stage.SPRINT
    assert after.ticked == DAY + timedelta(days=2)
    before = stand(WAY, [ticked(1, Stage.SPRINT), moved(2, Stage.SPRINT), moved(3, Stage.PERFORM)])
    assert (before.stage, before.open_stage) == (Stage.PERFORM, Stage.SPRINT)


def test_a_step_back_takes_back_the_ticks_above_it() -> None:
    told = [ticked(1, Stage.SPRINT), moved(2, Stage.SPRINT), moved(3, Stage.RUN), moved(4, Stage.SPRINT)]
    assert stand(WAY, told).open_stage is Stage.RUN
    assert stand(WAY, told).since == DAY + timedelta(days=4)


def test_limits_hold_until_they_are_lifted_whatever_the_order_they_are_read_in() -> None:
    first, second = PhysioLimits(0.8), PhysioLimits(metres=200.0)
    told = [
        event(1, Happened.LIMITED, number=1, limit=first),
        event(2, Happened.LIMITED, number=2, limit=second),
        event(3, Happened.LIFTED, number=1),
    ]
    assert stand(WAY, told[:2]).limits == (first, second)
    assert stand(WAY, reversed(told)).limits == (second,)


def run(number: int, intensity: float | None = 0.7, *pains: Pain) -> LogEntry:
    work = Work("return_run", 1, 4, distance=40.0, intensity=intensity)
    return LogEntry(DAY + timedelta(days=number), "return runs", work=(work,), pains=pains)


def rest(number: int, *pains: Pain) -> LogEntry:
    return LogEntry(DAY + timedelta(days=number), "rest", pains=pains)


RUNNING = ComeBack("left hamstring", Stage.RUN, DAY)
TWICE = [run(1), rest(2), run(3), rest(4)]
ON = DAY + timedelta(days=6)
SORE = Pain("back of thigh", 1)


@pytest.mark.parametrize(
    ("back", "log", "met"),
    [
        (RUNNING, TWICE, [True, True, True, False]),
        (replace(RUNNING, agreed=(Stage.SPRINT,)), TWICE, [True, True, True, True]),
        (RUNNING, [], [False, None, None, False]),
        (RUNNING, [run(1), run(3)], [True, True, None, False]),
        (RUNNING, [run(1), rest(2), run(3, 0.6), rest(4)], [False, None, None, False]),
        (RUNNING, [run(1), rest(2), run(3, None), rest(4)], [False, None, None, False]),
        (RUNNING, [run(1), rest(2), run(3, 0.7, SORE), rest(4)], [True, False, True, False]),
        (RUNNING, [run(1), rest(2), run(3), rest(4, SORE)], [True, True, False, False]),
        (RUNNING, [run(1), rest(2), run(3, 0.7, Pain("shoulder", 3)), rest(4)], [True, True, True, False]),
        (RUNNING, [run(-3), rest(-2), run(3), rest(4)], [False, None, None, False]),
        (RUNNING, [run(0, 0.7, SORE), rest(1), *TWICE], [True, True, True, False]),
        (replace(RUNNING, limits=(PhysioLimits(0.6),)), [run(1, 0.6), rest(2), run(3, 0.6), rest(4)],
         [True, True, True, False]),
    ],
)  # fmt: skip
def test_what_is_asked_for_before_the_next_step(back: ComeBack, log: list[LogEntry], met: list[bool | None]) -> None:
    assert [one.met for one in criteria_of(back, log, on=ON)] == met


@pytest.mark.parametrize(("place", "asked"), [("left hamstring", 5), ("achilles", 4), ("calf", 4), ("shin", 4)])
def test_the_gate_of_a_hamstring_never_serves_another_place(place: str, asked: int) -> None:
    found = criteria_of(ComeBack(place, Stage.SPRINT, DAY), [], on=ON)
    assert len(found) == asked
    assert any("knee flexion" in one.text for one in found) is (place == "left hamstring")


@pytest.mark.parametrize(
    ("hurt", "error", "met"), [(230.0, 0.05, None), (249.0, 0.01, True), (200.0, 0.02, False), (250.0, 0.1, None)]
)
def test_symmetry_is_met_only_where_its_interval_says_so(hurt: float, error: float, met: bool | None) -> None:
    ratio = measure_side_ratio("knee flexion", (hurt,), (250.0,), sides="left/right", error=error)
    assert criteria_of(ComeBack("hamstring", Stage.SPRINT, DAY), [], on=ON, ratio=ratio)[3].met is met


def test_a_ratio_turns_round_with_its_sides_and_widens_with_its_error() -> None:
    one = measure_side_ratio("x", (230.0, 228.0), (250.0,), sides="left/right", error=0.05).ratio
    other = measure_side_ratio("x", (250.0,), (230.0, 228.0), sides="right/left", error=0.05).ratio
    wide = measure_side_ratio("x", (230.0, 228.0), (250.0,), sides="left/right", error=0.1)
    assert one.value * other.value == pytest.approx(1.0)
    assert one.low * other.high == pytest.approx(1.0)
    assert wide.ratio.low < one.low < one.value < one.high < wide.ratio.high
    assert one.level == HOUSE_LEVEL


@pytest.mark.parametrize(("left", "error"), [((), 0.05), ((0.0,), 0.05), ((-3.0,), 0.05), ((200.0,), 0.0)])
def test_trials_that_are_no_strength_are_refused(left: tuple[float, ...], error: float) -> None:
    with pytest.raises(InputError):
        measure_side_ratio("x", left, (250.0,), sides="left/right", error=error)


@pytest.mark.parametrize(
    ("word", "code"),
    [("Deep squats", "back_squat"), ("jumping", "pogo"), ("running", "easy_jog"), ("hamstring", "single_leg_bridge"),
     ("split_squat", "split_squat"), ("plyometrics", "pogo"), ("bridges", "single_leg_bridge")],
)  # fmt: skip
def test_a_ban_is_understood_in_many_words(word: str, code: str) -> None:
    assert code in banned_codes((word,))


def test_a_ban_that_is_not_understood_is_asked_about() -> None:
    assert unknown_movements(("jmups", "squats")) == ("jmups",)
    assert "jump" in near_movements("jmups")
    with pytest.raises(InputError, match="Did you mean jump"):
        check_limits((PhysioLimits(banned=("jmups",)),))


@pytest.mark.parametrize("limit", [PhysioLimits(0.0), PhysioLimits(1.2), PhysioLimits(metres=-1.0)])
def test_a_limit_outside_its_range_is_refused(limit: PhysioLimits) -> None:
    with pytest.raises(InputError):
        check_limits((limit,))


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("halt", ["", "stop, and let a professional look before you train again"])
def test_no_voice_clears_and_under_a_stop_none_asks_for_training(stage: Stage, halt: str) -> None:
    back = ComeBack("left hamstring", stage, DAY)
    for today in (Stage.LOAD, back.open_stage):
        said = say_come_back(back, today, criteria_of(back, TWICE, on=ON), speed=0.7, today=DAY, halt=halt)
        whole = " ".join((said.athlete, said.coach, said.scientist)).casefold()
        assert not any(word in whole for word in ("cleared", "ready", "fit to", "fail", "should have"))
        assert len(said.athlete.split()) <= 35
        assert "Next: " in said.athlete
        if halt:
            assert "same step" not in said.athlete
            assert "speed until" not in said.coach
            assert "work of step" not in said.coach
