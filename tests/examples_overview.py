"""Hand-made nouns for chart and page tests: a full athlete, an empty one, a hostile one."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from evenstride.charts.plots import (
    capacity_time,
    in_and_out,
    lanes,
    limit,
    paired_steps,
    progress,
    push_swing,
    speed_curve,
    steps_account,
    stride,
    week,
)
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import Athlete, Intake
from evenstride.core.capacity_trend import CapacityReading, CapacityTrend
from evenstride.core.chart import Figure, Spec
from evenstride.core.check import Check, Verdict
from evenstride.core.contact_table import HALF_SEEN, POINTS, ContactRow, ContactTable
from evenstride.core.diagnosis import Diagnosis, Finding, Limit, NextTest, Situation
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.iso_speed import CheapestDirection
from evenstride.core.ledger import Amount, Ledger, LedgerWeek
from evenstride.core.log import Feel, LogEntry, Pain
from evenstride.core.metric import Analysis
from evenstride.core.overview import Overview, Voices
from evenstride.core.paired_steps import PairsCourse
from evenstride.core.plan import Clash, Dose, Exercise, Kind, Plan, Prescription, Session
from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.roles import Role, Side, Weight
from evenstride.core.run import StepAccount
from evenstride.core.squad import Bearing, Relation, Reliability, SquadTest, SquadTests
from evenstride.science.capacity.trend import measure_capacity_trend
from evenstride.science.diagnosis.surrogate import predict_iso_speed
from evenstride.science.steps.paired import measure_paired_steps, measure_pairs_course
from evenstride.science.steps.prepare import prepare_steps
from evenstride.words import say_expected, say_ledger, say_pairs
from tests.examples_sprints import HOSTILE, splits

TODAY = date(2026, 5, 14)
NOT_SEEN = Missing("no test of this part yet", "one strap and ten minutes")
LINES = predict_iso_speed()
CHEAPEST = CheapestDirection(Role.PUSH, 0.9, 0.436, (0.8, 0.6), (0.95, 0.312))
FLAT = Estimate(0.0, 0.0, 0.0, "1")


def finding(role: Role, change: Estimate | Missing, weight: Weight) -> Finding:
    return Finding(role, weight, change, Estimate(0.01, 0.0, 0.02, "1"))


def diagnosis(**changes: object) -> Diagnosis:
    full = Diagnosis(
        athlete="noa keller",
        on=TODAY,
        situation=Situation.APART,
        findings=(
            finding(Role.PUSH, Estimate(0.071, 0.031, 0.112, "1"), Weight.EVIDENCE),
            finding(Role.SWING, Estimate(0.004, -0.032, 0.039, "1"), Weight.EVIDENCE),
            finding(Role.SUPPORT, NOT_SEEN, Weight.NONE),
            finding(Role.TIMING, Missing("never filmed", "side film at 240 a second"), Weight.NONE),
        ),
        limit=Limit({Role.PUSH: 0.09, Role.SWING: 0.48, Role.SUPPORT: 0.05, Role.TIMING: 0.06}, 0.08, 0.24),
        named=Role.SWING,
        lead=Role.PUSH,
        lag=Role.SWING,
        since=date(2026, 2, 19),
        speed_change=Estimate(0.002, -0.011, 0.015, "1"),
        speed_now=Estimate(8.98, 8.7, 9.3, "m/s"),
        difference=Estimate(0.067, 0.02, 0.115, "1"),
        emphasis={Role.PUSH: 0.3, Role.SWING: 0.5, Role.SUPPORT: 0.1, Role.TIMING: 0.1},
        next_tests=(
            NextTest("S1", "Thigh-drive hold, each side", 12, ("strap", "hanging scale"), Role.SWING, 0.24, 0.16),
            NextTest("V1", "Side film of two flying runs", 15, ("phone at 240 pictures a second",), None, 0.24, 0.2),
        ),
        notes=("The first two sessions of each test were kept apart as learning.",),
    )
    return replace(full, **changes)


def unseen() -> Diagnosis:
    return diagnosis(
        findings=tuple(finding(role, NOT_SEEN, Weight.NONE) for role in Role),
        speed_change=NOT_SEEN,
        speed_now=NOT_SEEN,
        difference=NOT_SEEN,
        named=None,
        since=None,
    )


def half_seen(role: Role) -> Diagnosis:
    return diagnosis(
        findings=tuple(one if one.role is role else finding(one.role, NOT_SEEN, Weight.NONE)
                       for one in diagnosis().findings)
    )  # fmt: skip


def zero() -> Diagnosis:
    return diagnosis(
        findings=tuple(finding(role, FLAT, Weight.HINT) for role in Role),
        limit=Limit(dict.fromkeys(Role, 0.0), 0.0, 1.0),
        speed_change=FLAT,
    )


def account(scale: float = 1.0) -> StepAccount:
    rng = np.random.default_rng(7)
    parts = [(0.026, 0.010), (-0.013, 0.009), (0.002, 0.005)]
    push, swing, geometry = (
        Draws(scale * best, scale * (best + sd * rng.standard_normal(400)), "1") for best, sd in parts
    )
    samples = push.samples + swing.samples + geometry.samples
    return StepAccount(Draws(push.point + swing.point + geometry.point, samples, "1"), push, swing, geometry)


def sessions(scale: float = 1.0) -> list[tuple[date, Estimate]]:
    values = (1.98, 2.02, 2.0, 2.06, 2.09, 2.12)
    start = date(2026, 2, 19)
    return [
        (start + timedelta(days=17 * i), Estimate(scale * v, scale * (v - 0.08), scale * (v + 0.08), "N·m/kg"))
        for i, v in enumerate(values)
    ]


def plan() -> Plan:
    monday = date(2026, 5, 11)
    fly = Exercise("fly20", "Flying 20 m", "top speed")
    clap = Exercise("clap", "Clap sprints with a partner", "joy and rhythm", playful=True)
    hold = Exercise("hold", "Thigh-drive hold in the strap", "swing strength")

    def day(offset: int, kind: Kind, title: str, minutes: float, *items: Prescription, **more: str) -> Session:
        return Session(monday + timedelta(days=offset), kind, title, minutes, items, **more)

    return Plan(
        monday,
        1,
        (
            day(0, Kind.ACCELERATION, "Fast starts", 45, goal="Feel the first three steps push back."),
            day(1, Kind.STRENGTH, "Strong", 40, Prescription(hold, Dose(sets=3, reps=4, duration=5, rest=60))),
            day(3, Kind.MAX_VELOCITY, "Flying 20s", 38,
                Prescription(fly, Dose(reps=4, distance=20, run_in=25, rest=240, intensity=1.0), "top speed"),
                Prescription(clap, Dose(reps=3, distance=15), "play"),
                goal="Stay light: feet under you, not in front.", serves="swing has grown less than push",
                reason="two days after strength, so that the legs are fresh"),
            day(4, Kind.STRENGTH, "Strong and springy", 40, goal="Quiet landings."),
            day(5, Kind.PLAY, "Tag and relay", 30, goal="Laugh."),
        ),
        notes=("72 hours stand between the two fast sessions.",),
        proven=True,
    )  # fmt: skip


def checks() -> tuple[tuple[Check, Voices], ...]:
    words = Voices(
        "Your push is up by more than the test can blur. Keep what you are doing.",
        "Push hold +7.4 % against an MDC of 4.6 %.",
        "Δ = .071 [.031, .112], MDC90 .045.",
    )
    before, after = Estimate(20.1, 19.2, 21.0, "N/kg"), Estimate(21.6, 20.7, 22.5, "N/kg")
    common = {"since": date(2026, 2, 19), "until": TODAY, "before": before, "after": after}
    return (
        (Check("push_hold", **common, change=Estimate(0.074, 0.03, 0.118, "1"), mdc=0.046,
               verdict=Verdict.WORKING, reason="beyond error", swc=0.02, chance_to_notice=0.61), words),
        (Check("fly20_speed", **common, change=Estimate(0.002, -0.011, 0.015, "1"), mdc=0.019,
               verdict=Verdict.CANNOT_TELL, reason="inside error"),
         replace(words, athlete="Your speed is level, as far as this stopwatch can see.")),
    )  # fmt: skip


def trends(*, gap: bool = False) -> dict[Role, CapacityTrend]:
    found = {}
    for role, gain in ((Role.PUSH, 0.008), (Role.SWING, 0.0)):
        rows = [
            CapacityReading(
                role, f"{role}", f"{role} test", "", date(2026, 1, 5) + timedelta(weeks=week),
                gain * week + (0.01 if week % 2 else -0.01) + (0.5 if gap and week == 3 else 0.0), 0.02, 4.0,
                learning=week < 2,
            )
            for week in range(16)
            if not (gap and 5 < week < 12)
        ]  # fmt: skip
        found[role] = measure_capacity_trend(rows, days=[date(2026, 5, 12)], draws=400)
    return found


def pairs(*ratios: float, speed: bool = True) -> PairsCourse:
    """Runs a week apart whose left contact lasts `ratio` times the right one."""
    runs = []
    for number, ratio in enumerate(ratios):
        rng, contacts, now = np.random.default_rng(number), [], 0.0
        for index in range(16):
            side = (Side.LEFT, Side.RIGHT)[index % 2]
            tc, tf = np.array([0.105, 0.125]) * np.exp(0.01 * rng.standard_normal(2))
            tc *= ratio ** (0.5 if side is Side.LEFT else -0.5)
            contacts.append(Contact(side, now, now + tc, 9.0 if speed else None))
            now += tc + tf
        run = prepare_steps(StepEvents("noa", tuple(contacts), device=Device("video", timing_sd=0.0012)))
        runs.append((TODAY - timedelta(weeks=len(ratios) - 1 - number), measure_paired_steps(run, draws=400)))
    return measure_pairs_course(runs)


def contacts(*, count: int = 8, sides: tuple[Side | None, ...] = (Side.LEFT, Side.RIGHT), unseen: int = 0):
    """Contacts of a run whose left foot is down a little longer; the last `unseen` ones are cut by the file."""
    rng, nan = np.random.default_rng(3), float("nan")
    rows, force = [], []
    for index in range(count):
        side = sides[index % len(sides)]
        lasts, seen = (0.21 if side is Side.LEFT else 0.2) + 0.003 * rng.standard_normal(), index < count - unseen
        values = {"stance_force": 1.6} if seen else {}
        off = 0.3 * index + lasts if seen else nan
        rows.append(ContactRow(side, 0.3 * index, off, 0.09, nan, values, () if seen else (HALF_SEEN,)))
        force.append(2.5 * np.sin(np.linspace(0.0, np.pi, POINTS)) if seen else np.full(POINTS, nan))
    return ContactTable("noa", TODAY, tuple(rows), ("stance_force",), np.array(force), (-1,) * count)


def ledger(*, told: bool = True) -> Ledger:
    monday = date(2026, 3, 16)
    weeks = [
        LedgerWeek(
            monday + timedelta(weeks=week),
            roles={role: Amount(60.0, 30.0, 4.0, 20.0) if told and week else Amount() for role in Role},
            unknown=Amount() if told and week else Amount(minutes=90.0, hard_sets=1.0),
            sessions=3,
            load=800.0 if told else 0.0,
            load_not_told=0 if told and week else 3,
        )
        for week in range(8)
    ]
    return Ledger("Noa Keller", monday, monday + timedelta(days=55), tuple(weeks))


def figures(found: Diagnosis) -> dict[str, Figure]:
    drawn: list[Spec] = [
        limit.draw(found),
        stride.draw(found),
        lanes.draw(found),
        push_swing.draw(found, ((date(2026, 2, 19), 0.0, 0.0), (date(2026, 3, 26), 0.03, 0.012)), lines=LINES),
        capacity_time.draw(trends()),
        in_and_out.draw(ledger(), trends()[Role.PUSH], trends()),
        speed_curve.draw(*splits(), time_correction=-0.235),
        steps_account.draw(account()),
        paired_steps.draw(pairs(1.0, 1.02, 1.05)),
        week.draw(plan(), TODAY),
    ]
    hold = draw_figure(progress.draw("Thigh-drive hold", sessions(), mdc=0.045, meaning="swing"))
    return {spec.name: draw_figure(spec) for spec in drawn} | {"progress push_hold": hold}


def overview(name: str = "Noa Keller", *, simulated: bool = True) -> Overview:
    found = diagnosis()
    told = "the wind when a run goes well"
    return Overview(
        Athlete(name, simulated=simulated, intake=Intake(date(2026, 2, 1), goal="100 m in 11.9", enjoys=told)),
        TODAY,
        Voices(
            "Since February your push grew and your swing stayed where it was. Your speed is level. "
            "Next: a little more for swing, push kept.",
            "Push +7 %, swing 0 ± 4 %, speed 0 ± 1.5 %. Fits 'apart'; not proof. 8-week swing emphasis.",
            "Δln P − Δln S = .07 [.02, .12], two families each; causal link untested.",
        ),
        found,
        profiles=(
            Analysis("noa keller", TODAY, "sprint", {
                "mss": Estimate(8.975, 8.7, 9.3, "m/s"), "mac": Estimate(7.268, 6.6, 8.0, "m/s²"),
                "tau": Estimate(1.235, 1.1, 1.38, "s"), "f0": Missing("no body mass and height", "add --mass"),
            }),
        ),
        steps=(Analysis("noa keller", TODAY, "steps", {
            "contact_time": Estimate(0.104, 0.101, 0.107, "s"), "step_length": Estimate(2.12, 2.08, 2.16, "m"),
        }),),
        plan=plan(),
        week_line="2 fast · 2 strong · 1 play · 2 full rest",
        ledger=say_ledger(ledger()),
        checks=checks(),
        log=(
            LogEntry(date(2026, 5, 12), "strength", 40, 6, 7, Feel.LIGHT, note="felt springy"),
            LogEntry(date(2026, 5, 10), "play", 0, 0, 0, pains=(Pain("hamstring", 2, "left"),)),
        ),
        figures=figures(found),
        pairs=say_pairs(pairs(1.0, 1.02, 1.05)),
        expected=say_expected(Missing("models disagree", "Wait")),
        notes=("Push and swing each rest on two kinds of test.",),
    )  # fmt: skip


def empty_overview(name: str = "Kim Alder") -> Overview:
    said = Voices("Nothing has been measured yet. One timing file is enough to begin.", "No data.", "Prior only.")
    return Overview(Athlete(name), TODAY, said)


def hostile_overview() -> Overview:
    full = overview(HOSTILE)
    said = Voices(HOSTILE, HOSTILE, HOSTILE)
    return replace(
        full,
        verdict=said,
        week_line=HOSTILE,
        plan=Clash((HOSTILE,), HOSTILE, (HOSTILE,)),
        checks=tuple((replace(check, metric=HOSTILE, reason=HOSTILE), said) for check, _ in full.checks),
        log=(LogEntry(TODAY, HOSTILE, note=HOSTILE, pains=(Pain(HOSTILE, 3, HOSTILE),)),),
        notes=(HOSTILE,),
    )


def squad(title: str = "Long jump from standing") -> SquadTests:
    """A squad of four tests: one that speaks, one that says nothing, one that cannot tell, one hardly done."""

    def share(value: float, half: float) -> Draws:
        return Draws(value, np.linspace(value - half, value + half, 101), "1")

    known = Reliability(24, 3, share(0.03, 0.005), share(0.9, 0.06), share(0.88, 0.1), share(0.01, 0.005))
    relations = {
        "P2": Relation(24, share(0.6, 0.3), share(0.3, 0.15), Bearing.WITH),
        "S1": Relation(24, share(0.0, 0.3), share(0.0, 0.15), Bearing.NOTHING),
        "S3": Relation(24, share(-0.2, 0.7), share(-0.1, 0.5), Bearing.CANNOT_TELL),
    }
    told = tuple(SquadTest(test, title, "m", 24, known, relation) for test, relation in relations.items())
    few = SquadTest("U1", title, "N·m/kg", 3, NOT_SEEN, NOT_SEEN)
    speed = SquadTest("T0", "Fast twenty", "m/s", 24, known, Missing("it is speed itself"))
    return SquadTests(TODAY, 24, 0, 0, (speed, *told, few))
