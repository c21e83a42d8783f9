"""One function for each situation a diagnosis can find: what was seen, and what follows from it.

Every function takes the diagnosis and the day and returns a `Message`; `diagnosis.say_diagnosis` adds how sure the
answer is and keeps the athlete's limits of length. No role is ever written here by name: leading and lagging
roles, the emphasis and the values all come from the noun, so that exchanged roles give the mirrored text.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from evenstride.core.diagnosis import Diagnosis, Situation
from evenstride.words.diagnosis.findings import BOTH
from evenstride.words.diagnosis.phrases import (
    REPEAT_WEEKS,
    Direction,
    athlete_work,
    changes,
    coach_test,
    direction,
    first_test,
    lead_and_lag,
    since,
    speed_now,
    test_or_work,
    test_then_work,
    work_then_test,
)
from evenstride.words.format import capital, day, log_percent, said

GROWING: Mapping[Direction, str] = {
    Direction.UP: "You are growing, and you run faster than before.",
    Direction.STEADY: "You are growing, and your speed is steady.",
    Direction.DOWN: "You are growing, and for a while running may feel odd.",
    Direction.UNCLEAR: "You are growing. Whether your speed has moved, it is too early to tell.",
}
"""What an athlete under sixteen hears first."""

PLAY = "play, jump and run; what was the most fun today?"
GAMES = "games and variety; note height monthly"
"""What follows for an athlete under sixteen, and for the coach."""


AGE_TAKES = "Most people lose a little each year, so holding is already going forward."
MASTERS_WORK = "72 h between all-out runs, calves first, and fast runs kept"
"""What a masters athlete who holds hears, and what follows for the coach (care.md)."""

HOLDING_WEEKS = 39
"""Weeks of level speed from which a masters athlete holds it (judgement: age takes half a per cent a year)."""


@dataclass(frozen=True, slots=True)
class Message:
    """What one situation says.

    Attributes
    ----------
    athlete, coach, scientist : str
        What was seen.
    next_athlete : tuple of str
        What to do next, the fullest wording first, the last always short.
    next_coach : str
        What to do next, with dates.
    limit : bool
        Whether a sentence on the limit belongs between the two.
    """

    athlete: str
    coach: str
    scientist: str
    next_athlete: tuple[str, ...]
    next_coach: str
    limit: bool = True


def _nothing_measured(diagnosis: Diagnosis, today: date) -> Message:
    return Message(
        "Nothing is measured yet, so there is nothing to say about your speed.",
        "No measurements yet; every role keeps its prior.",
        "No data: posterior = prior for every role.",
        test_or_work(diagnosis),
        test_then_work(diagnosis, today),
        limit=False,
    )


def _splits_only(diagnosis: Diagnosis, today: date) -> Message:
    return Message(
        "Your times show how fast you are and how you build it. They cannot show why.",
        f"Top speed {speed_now(diagnosis)}. Splits carry no information on {BOTH}.",
        f"Top speed {speed_now(diagnosis)}; role posterior = prior, no independent families.",
        test_or_work(diagnosis),
        test_then_work(diagnosis, today),
        limit=False,
    )


def _steps_only(diagnosis: Diagnosis, today: date) -> Message:
    return Message(
        "Your step times show how you run. They cannot show what holds your speed back.",
        f"Top speed {speed_now(diagnosis)}. Contact and flight times describe the steps and speak for no role.",
        f"Speed {speed_now(diagnosis)}; step timing only, role posterior = prior, no independent families.",
        test_or_work(diagnosis),
        test_then_work(diagnosis, today),
        limit=False,
    )


def _baseline_only(diagnosis: Diagnosis, today: date) -> Message:
    repeat = day(today + timedelta(weeks=REPEAT_WEEKS), today=today)
    return Message(
        "Your first tests are in: your starting line. One start cannot show a change yet.",
        f"Baseline begun; no change to read yet. Top speed {speed_now(diagnosis)}.",
        "No change since baseline can be formed; role posterior = prior.",
        (f"the same tests again by {repeat}", "the same tests again"),
        f"the same tests again by {repeat}; first sessions are for learning a test. {coach_test(diagnosis)}",
        limit=False,
    )


def _youth(diagnosis: Diagnosis, today: date) -> Message:
    when = since(diagnosis, today)
    return Message(
        GROWING[direction(diagnosis.speed_change)],
        "Under 16: no limit verdict, because growth reads like a role falling behind. "
        f"Speed {said(diagnosis.speed_change, log_percent)} {when}; growing explains much of any change.",
        "Growth not separable from training; limit suppressed (< 16 y).",
        (PLAY,),
        f"{GAMES}. Rhythm may feel odd while growing.",
        limit=False,
    )


def _cannot_tell(diagnosis: Diagnosis, today: date) -> Message:
    when = since(diagnosis, today)
    if diagnosis.named is None:
        seen, good = "We looked, and your data do not point one way.", "a good plan, not second best"
        plan = (f"train both, {good}; then {name}" for name in first_test(diagnosis))
        following = (*plan, f"train both: {good}")
        looked = "No role stands out"
    else:
        seen, following = "We looked, and the picture is not clear yet.", athlete_work(diagnosis)
        looked = "No clear pattern"
    return Message(
        seen,
        f"{looked}. {capital(when)}: {changes(diagnosis)}.",
        "Which pattern role and speed changes follow cannot be told.",
        following,
        test_then_work(diagnosis, today),
    )


def _apart(diagnosis: Diagnosis, today: date) -> Message:
    when = since(diagnosis, today)
    lead, lag = lead_and_lag(diagnosis)
    return Message(
        f"{capital(when)} your {lead} has grown more than your {lag}; your speed is level.",
        f"{capital(when)}: {changes(diagnosis)}. Fits 'apart'; not proof.",
        f"{capital(lead)} has grown more than {lag}, beyond error, v level; causal link untested.",
        athlete_work(diagnosis),
        work_then_test(diagnosis, today),
    )


def _apart_unclear(diagnosis: Diagnosis, today: date) -> Message:
    when = since(diagnosis, today)
    lead, lag = lead_and_lag(diagnosis)
    return Message(
        f"{capital(when)} your {lead} has grown more than your {lag}. Whether your speed moved, we cannot tell yet.",
        f"{capital(when)}: {changes(diagnosis)}. {capital(lead)} has grown more than {lag}; whether speed moved "
        "cannot be told from these runs.",
        f"{capital(lead)} has grown more than {lag}, beyond error; v unclear, so 'apart' and 'one side carries' are "
        "not separable.",
        ("time a flying 20 in every fast session, train both", "time a flying run in every fast session, train both"),
        f"time a flying 20 m in every speed session, same device. {capital(work_then_test(diagnosis, today))}",
    )


def _one_side_carries(diagnosis: Diagnosis, today: date) -> Message:
    when = since(diagnosis, today)
    lead, lag = lead_and_lag(diagnosis)
    return Message(
        f"{capital(when)} your {lead} has grown more than your {lag}, and your speed came with it.",
        f"{capital(when)}: {changes(diagnosis)}. Speed followed {lead} without {lag} keeping "
        "pace: this speaks against 'both must grow together'. Consistent, not proof.",
        f"{capital(lead)} has grown more than {lag}, beyond error, and v is up: against 'both must grow'; n = 1.",
        athlete_work(diagnosis, balanced="keep what works, and train both"),
        work_then_test(diagnosis, today),
    )


def _together(diagnosis: Diagnosis, today: date) -> Message:
    when = since(diagnosis, today)
    return Message(
        f"{capital(when)} your {BOTH} have both grown, and so has your speed.",
        f"{capital(when)}: {changes(diagnosis)}. Growing together. Consistent, not proof.",
        "Both trends above zero, their difference inside its error, v up; n = 1, uncontrolled.",
        athlete_work(diagnosis, balanced="keep going, and keep it fun"),
        work_then_test(diagnosis, today),
    )


def _both_up_speed_flat(diagnosis: Diagnosis, today: date) -> Message:
    when = since(diagnosis, today)
    return Message(
        f"You have built something: {BOTH} are better. Speed has not collected it yet; that can take weeks.",
        f"{capital(when)}: {changes(diagnosis)}. Check in order: test learning, body mass, time "
        "lag, fatigue, fast exposure, then timing, and timing only if a timing measure itself changed.",
        "Both roles up beyond error, v level; lag not excluded; timing named only on a timing measure of its own.",
        ("stay fast, fresh and playful",),
        work_then_test(diagnosis, today),
    )


def _both_flat(diagnosis: Diagnosis, today: date) -> Message:
    when = since(diagnosis, today)
    return Message(
        f"Your {BOTH} and your speed have held steady {when}. Nothing is wrong; your body may "
        "know this programme by heart.",
        f"No role moved. {capital(when)}: {changes(diagnosis)}.",
        "All trends include zero; 'not exposed' and 'not enough' are not separable without the training record.",
        ("change one thing",),
        "fast exposure first, then load. Fast exposure is near-maximal runs in the last four weeks. "
        f"{capital(work_then_test(diagnosis, today))}",
    )


def holding(diagnosis: Diagnosis, today: date) -> Message:
    """Say a masters athlete's level year: nothing has to change for it."""
    flat = _both_flat(diagnosis, today)
    when = since(diagnosis, today)
    return replace(
        flat,
        athlete=f"You have held your speed {when}. {AGE_TAKES}",
        scientist=f"{flat.scientist} Level over this time is above a group's age trend; wide individual spread.",
        next_athlete=("stay fast and rest well",),
        next_coach=f"{MASTERS_WORK}. {capital(work_then_test(diagnosis, today))}",
    )


def _falling(diagnosis: Diagnosis, today: date) -> Message:
    when = since(diagnosis, today)
    gone_down = "gone down" if diagnosis.since is None else f"gone down {when}"
    return Message(
        f"Your speed has {gone_down}. First question: tiredness. It is not lack of will.",
        f"{capital(when)}: {changes(diagnosis)}. Tiredness, illness, food, heat, growth and "
        "life are not separable here. Ask about them first.",
        "v down beyond error; load, illness, energy, heat and conditions not separable. No limit is named while v "
        "falls.",
        ("a few lighter days; resting is training",),
        "lighten now, then time one fresh run before anything else changes.",
        limit=False,
    )


SITUATIONS: Mapping[Situation, Callable[[Diagnosis, date], Message]] = {
    Situation.NOTHING_MEASURED: _nothing_measured,
    Situation.SPLITS_ONLY: _splits_only,
    Situation.STEPS_ONLY: _steps_only,
    Situation.BASELINE_ONLY: _baseline_only,
    Situation.YOUTH: _youth,
    Situation.CANNOT_TELL: _cannot_tell,
    Situation.APART: _apart,
    Situation.APART_UNCLEAR: _apart_unclear,
    Situation.ONE_SIDE_CARRIES: _one_side_carries,
    Situation.TOGETHER: _together,
    Situation.BOTH_UP_SPEED_FLAT: _both_up_speed_flat,
    Situation.BOTH_FLAT: _both_flat,
    Situation.FALLING: _falling,
}
