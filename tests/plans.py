"""Plans for the tests of what leaves: a rich week by hand, and strategies for random ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from evenstride.core.athlete import Level
from evenstride.core.outgoing import Outgoing
from evenstride.core.plan import Dose, Kind, Plan, Prescription, Request, Session
from evenstride.core.training import ComeBack, Practice, Stage
from evenstride.plan import exercises
from evenstride.plan.templates import prepare_templates

MONDAY = date(2026, 3, 2)
MADE = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
KIT = tuple(sorted({kit for exercise in exercises().values() for kit in exercise.kit}))


def prescription(code: str, **dose) -> Prescription:
    return Prescription(exercises()[code], Dose(**dose))


def session(on: date, kind: Kind, *items: Prescription, minutes: float = 40.0, title: str = "") -> Session:
    return Session(on, kind, title or kind.capitalize(), minutes, items, goal="Stay tall.", id=f"{on} {kind}")


def rich_week(start: date = MONDAY) -> Plan:
    """The longest week the rules leave room for: speed and strength on two days, everything else filled too."""

    def day(number: int) -> date:
        return start + timedelta(days=number)

    lifts = (
        prescription("mobility_flow", duration=300.0), prescription("back_squat", sets=4, reps=5, rest=120.0),
        prescription("thigh_drive_hold", sets=6, reps=4, duration=10.0, rest=60.0),
        prescription("bent_knee_calf_raise", sets=2, reps=12, rest=60.0),
        prescription("hamstring_slider", sets=2, reps=6, rest=60.0),
        prescription("adductor_squeeze", sets=2, reps=3, duration=10.0, rest=30.0),
        prescription("drop_jump_30", sets=3, reps=5, rest=90.0),
        prescription("split_squat", sets=4, reps=8, rest=90.0, note="each leg"),
        prescription("plank_reach", sets=2, reps=8, rest=45.0),
    )  # fmt: skip
    fly = (
        prescription("jog_and_skip", duration=720.0),
        prescription("fly_run", reps=6, distance=20.0, run_in=30.0, rest=300.0, intensity=0.98),
        prescription("hop_and_shuffle", duration=480.0), prescription("walk_down", duration=300.0),
    )  # fmt: skip
    skill = (
        prescription("jog_and_skip", duration=480.0), prescription("a_skip", sets=3, reps=3, duration=10.0, rest=45.0),
        prescription("wall_thigh_switch", sets=2, reps=6, rest=45.0),
        prescription("calf_hold", sets=3, duration=30.0, rest=60.0),
        prescription("arm_drive", sets=2, reps=2, duration=20.0, rest=30.0),
        prescription("build_up_run", reps=3, distance=40.0, rest=90.0, intensity=0.75),
        prescription("ball_game", duration=480.0),
    )  # fmt: skip
    return Plan(
        start, 1,
        (
            session(day(0), Kind.MAX_VELOCITY, *fly, minutes=55.0),
            session(day(0), Kind.STRENGTH, *lifts, minutes=50.0),
            session(day(1), Kind.EASY, prescription("easy_jog", duration=2400.0)),
            session(day(2), Kind.TECHNIQUE, *skill), session(day(3), Kind.ACCELERATION, *fly),
            session(day(3), Kind.STRENGTH, *lifts),
            session(day(4), Kind.PLAY, prescription("tag_game", duration=1200.0)),
            session(day(5), Kind.CHANGE_OF_DIRECTION, *fly), session(day(6), Kind.REST, minutes=0.0),
        ),
        proven=True, id="rich",
    )  # fmt: skip


def outgoing(plan: Plan | None = None, **told) -> Outgoing:
    return Outgoing(rich_week() if plan is None else plan, "Zoë Müller-Sørensen 走", MADE, **told)


@st.composite
def template_plans(draw: st.DrawFn) -> Plan:
    """Plans of any sessions an athlete could be offered, whether or not a rule would allow their order."""
    request = Request(
        MONDAY, 1, draw(st.sampled_from(Level)), {}, kit=KIT, masters=draw(st.booleans()), racing=draw(st.booleans()),
        practice=draw(st.sampled_from(Practice)), long_races=draw(st.booleans()), age=30,
        come_back=draw(st.sampled_from((None, ComeBack("hamstring", Stage.RUN, MONDAY)))),
    )  # fmt: skip
    templates = prepare_templates(request)
    chosen = draw(st.lists(st.sampled_from(templates), min_size=1, max_size=7))
    sessions = tuple(
        Session(
            MONDAY + timedelta(days=number), one.kind, one.kind.capitalize(), float(one.minutes), one.prescriptions,
            goal=one.goals[0] if one.goals else "", playful=one.playful, roles=one.roles, id=f"{number} {one.code}",
        )
        for number, one in enumerate(chosen)
    )  # fmt: skip
    return Plan(MONDAY, 1, sessions, ("rest-day",), proven=draw(st.booleans()), id="random")
