"""The figures the rules keep, each with its source. Judgement is marked "coaching practice"."""

from __future__ import annotations

import re

from evenstride.core.athlete import MASTERS_AGE, Level
from evenstride.core.plan import Kind, Request
from evenstride.core.roles import Role
from evenstride.core.training import Phase, Stage

TABLE_METRES = {
    Kind.ACCELERATION: 300.0,
    Kind.MAX_VELOCITY: 150.0,
    Kind.CHANGE_OF_DIRECTION: 300.0,
    Kind.RESISTED: 200.0,
    Kind.SPRINT_ENDURANCE: 900.0,
    Kind.BIKE_SPRINTS: 0.0,
}
"""Upper session metres of the recipes of haugen2019; change of direction takes the row of acceleration, as its
nearest relative (coaching practice); sprints on a bike are counted in efforts."""

LEVEL_SHARE = {Level.BEGINNER: 0.6, Level.RECREATIONAL: 2.0 / 3.0, Level.TRAINED: 1.0}
"""Share of the table a level may use; masters as beginners (care.md, coaching practice)."""

USUAL_METRES = {
    Kind.ACCELERATION: {Level.BEGINNER: 80.0, Level.RECREATIONAL: 120.0, Level.TRAINED: 160.0},
    Kind.MAX_VELOCITY: {Level.BEGINNER: 60.0, Level.RECREATIONAL: 80.0, Level.TRAINED: 120.0},
    Kind.CHANGE_OF_DIRECTION: {Level.BEGINNER: 80.0, Level.RECREATIONAL: 120.0, Level.TRAINED: 120.0},
    Kind.RESISTED: {Level.BEGINNER: 60.0, Level.RECREATIONAL: 80.0, Level.TRAINED: 120.0},
    Kind.SPRINT_ENDURANCE: {Level.BEGINNER: 0.0, Level.RECREATIONAL: 0.0, Level.TRAINED: 360.0},
    Kind.BIKE_SPRINTS: {Level.BEGINNER: 0.0, Level.RECREATIONAL: 0.0, Level.TRAINED: 0.0},
}
"""Fast metres an ordinary session aims at (coaching practice)."""

TABLE_REST = {
    Kind.ACCELERATION: 120.0,
    Kind.MAX_VELOCITY: 240.0,
    Kind.CHANGE_OF_DIRECTION: 120.0,
    Kind.RESISTED: 180.0,
    Kind.SPRINT_ENDURANCE: 480.0,
    Kind.BIKE_SPRINTS: 180.0,
}
"""Lower figure of the table's rest column in s, for runs longer than `SHORT_RUN` (haugen2019)."""
SHORT_RUN = 40.0
"""Runs up to this length in m, run-in included, need `SHORT_REST` only (care.md)."""
SHORT_REST = 120.0

LONGEST_EFFORT = 10.0
"""Longest all-out effort of a speed session in s (training_system.md C: phosphocreatine)."""
FAST = 0.90
"""Share of best speed above which a run belongs into a speed session (haugen2019: speed work is 90 % and up)."""

BIKE_EFFORTS = {Level.BEGINNER: 4, Level.RECREATIONAL: 6, Level.TRAINED: 8}
"""Most sprints on a bike in one session (coaching practice; power is not back six minutes after a long sprint,
bogdanis1995)."""
ASSISTED_METRES = 100.0
"""Most assisted metres in one session (haugen2019)."""
INJURY_DAYS = 84
"""A hamstring that hurt within these twelve weeks keeps assisted runs away (care.md: "recent", coaching practice)."""
SPRINT_ENDURANCE_RUN = (80.0, 150.0)
"""Length of one run of sprint endurance in m (haugen2019)."""

SPEED_SESSIONS = {Level.BEGINNER: 2, Level.RECREATIONAL: 2, Level.TRAINED: 3}
"""Most speed sessions in any seven days (training_system.md C; science.md §7.4)."""
DAYS_BETWEEN = 2
"""48 h start to start on a day grid (haugen2019)."""
FULL_SPEED = (Kind.MAX_VELOCITY, Kind.SPRINT_ENDURANCE)
"""Kinds at full speed."""
DAYS_AFTER_MAX_VELOCITY = 3
"""72 h for beginners and masters on a day grid (care.md, coaching practice)."""
HARD_DAYS = 2
"""Most speed or strength days in a row (coaching practice: the template week of training_system.md C)."""

GAP_DAYS = 14
"""A gap in training of this length makes the next speed session a first one (care.md)."""
RETURN_SHARE = 0.5
RETURN_INTENSITY = 0.95
BUILD_UP_DAYS = 28
"""Masters train this long before the first maximal fly (care.md)."""
MAXIMAL_FLY = 0.95

PAIN_RUNNING = 3
"""Pain in one place on so many logged days running counts as `PAIN_STOP` (care.md, coaching practice)."""
PAIN_INTENSITY = 0.90
"""Most intensity of a run that loads a tissue at 2–3 (coaching practice, in the careful direction)."""
SWING_BLOCKED_BY = ("groin", "hip flexor", "hamstring")

FULL_SWING_SETS = {Level.BEGINNER: 8, Level.RECREATIONAL: 12, Level.TRAINED: 12}
"""Weekly sets of dedicated swing work at full dose (coaching practice)."""
SWING_START = 0.5
SWING_RISE = 1.2
"""Swing emphasis starts at half the dose and rises by at most a fifth a week (care.md, coaching practice)."""
SWING_PAIRED_WITH = ("hamstring", "groin")
"""Tissues that a swing emphasis makes ready in the same week (care.md)."""
DEDICATED = 0.5
"""From this share on an exercise is dedicated swing work."""

CALM_WEEK = 7
"""Days of a week in which a tissue must have been quiet."""

SESSION_CONTACTS = {Level.BEGINNER: 60.0, Level.RECREATIONAL: 90.0, Level.TRAINED: 120.0}
"""Most contacts of jumps in one session; masters and athletes under sixteen take the lowest (coaching practice)."""
USUAL_CONTACTS = {Level.BEGINNER: 30.0, Level.RECREATIONAL: 40.0, Level.TRAINED: 60.0}
"""Contacts of an ordinary session, always open in a week whatever the log tells (coaching practice)."""
PLAY_CONTACTS = 0.1
"""Share at which contacts of hops dosed by time, in rests and play, count towards those of a session: they are low,
chosen by oneself and mixed with walking (judgement)."""

PLAY_ONLY_BELOW = 12
"""Age below which there are play cards only (care.md)."""
YOUNG_BELOW = 16
"""From 12 to this age: technique, play and light strength (care.md)."""

TAU = 1.4
"""Slowest time constant of the speed curve in s; distance / speed + TAU bounds the time of a run from above
(mono-exponential model, science.md §1.1)."""
ASSUMED_SPEED = {Level.BEGINNER: 6.0, Level.RECREATIONAL: 7.0, Level.TRAINED: 8.0}
"""Top speed in m/s to reckon with when none is known (judgement, low on purpose)."""


def most_speed_sessions(request: Request, week: int) -> int:
    """Most speed sessions of any seven days that end in a week of the plan; one more in an aggressive week."""
    return SPEED_SESSIONS[request.level] + (request.phase(week) is Phase.AGGRESSIVE)


def is_masters(request: Request) -> bool:
    """Whether the masters rules apply: told so, or by age."""
    return request.masters or (request.age is not None and request.age >= MASTERS_AGE)


def careful_level(request: Request) -> Level:
    """Level whose doses apply: masters take those of beginners.

    Examples
    --------
    >>> from datetime import date
    >>> careful_level(Request(date(2026, 1, 5), 1, Level.TRAINED, {}, masters=True)).value
    'beginner'
    """
    return Level.BEGINNER if is_masters(request) else request.level


def jump_level(request: Request) -> Level:
    """Level whose jumps apply: masters and athletes under sixteen take those of beginners."""
    young = request.age is not None and request.age < YOUNG_BELOW
    return Level.BEGINNER if young else careful_level(request)


def is_swing_emphasised(request: Request) -> bool:
    """Whether role work leans to the swing."""
    return request.emphasis.get(Role.SWING, 0.0) > request.emphasis.get(Role.PUSH, 0.0)


def maximum_metres(request: Request, kind: Kind) -> float:
    """Most fast metres of one session of a speed kind, m.

    Examples
    --------
    >>> from datetime import date
    >>> recreational = Request(date(2026, 1, 5), 1, Level.RECREATIONAL, {})
    >>> maximum_metres(recreational, Kind.ACCELERATION), maximum_metres(recreational, Kind.MAX_VELOCITY)
    (200.0, 100.0)
    """
    return TABLE_METRES[kind] * LEVEL_SHARE[careful_level(request)]


def minimum_rest(kind: Kind, run_metres: float) -> float:
    """Shortest rest in s after a run of so many metres, run-in included."""
    return SHORT_REST if run_metres <= SHORT_RUN else TABLE_REST[kind]


DELOAD_SHARE = 0.6
"""Volume of a deload week, share of a usual one; survey practice is volume, load and effort down, frequency kept
(rogerson2024), the share is coaching practice."""
DELOAD_INTENSITY = 0.95
TAPER_SHARE = 0.6
"""Volume of a taper week, share of a usual one, with intensity and frequency kept (coaching practice)."""
TAPER_STRENGTH_DAYS = 3
"""Days before a match or race without strength in a taper (coaching practice)."""
USUAL_STRENGTH_SETS = {Level.BEGINNER: 20, Level.RECREATIONAL: 24, Level.TRAINED: 28}
"""Sets of a usual strength week (coaching practice)."""
RISE = 1.2
"""Most fast metres of a week, share of the most of the four weeks before (coaching practice: 10 to 20 % a week)."""
LOOK_BACK_WEEKS = 4
LOW_RECOVERY_MINUTES = 30.0
"""Longest session on a day of low recovery (coaching practice)."""
BIKE_REST = 180.0
"""Least rest between sprints on a bike in s (coaching practice)."""

RETURN_RUN_TOP = {Stage.RUN: 0.70, Stage.SPRINT: 0.90}
"""Fastest run of a step of the way back, share of best speed (run stages 50, 50-70, 70-90, 100 % of `hickey_yt`)."""
RETURN_RUN_FIRST = {Stage.RUN: 0.50, Stage.SPRINT: 0.80}
"""Fastest run of the first session of a step: 50 % (`hickey_yt`), and one rise above the step before."""
RETURN_RUN_RISE = 0.10
"""Most that runs get faster from one session to the next, share of best speed (coaching practice)."""
FIRST_SPEED_SESSIONS = 2
"""Speed sessions after the way back that are small ones: half the usual metres at 95 % (judgement, as after a gap)."""
FIRST_WEEK_INTENSITY = 0.90
"""Fastest run of the first week after a way back that ended before the step sprint (coaching practice)."""
EASY_SHARE = 0.5
"""Share of best speed an easy jog is reckoned with under a physio's limit (judgement, on the high side)."""
JOG_SPEED = 3.0
"""Speed in m/s that turns minutes of jogging into metres under a physio's limit (judgement, on the high side)."""


def usual_speed_metres(request: Request) -> float:
    """Fast metres of a usual week: two ordinary speed sessions (coaching practice)."""
    level = careful_level(request)
    return USUAL_METRES[Kind.ACCELERATION][level] + USUAL_METRES[Kind.MAX_VELOCITY][level]


TIME_WORDS = re.compile(r"\d|\b(seconds?|stopwatch|clock|times?|personal best|pb|record)\b", re.IGNORECASE)
"""What makes a goal a time."""
