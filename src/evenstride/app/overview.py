"""Use case: everything one page shows of one athlete."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from evenstride.app.blocks.block_check import block_shown
from evenstride.app.blocks.experiment import experiment_marks, experiments_shown
from evenstride.app.blocks.sealed import block_marks, find_seal, open_recordings
from evenstride.app.blocks.sealed_fly import veiled
from evenstride.app.care.come_back_page import come_back_shown
from evenstride.app.care.stop import PUT_AWAY, find_stop, newest_plan
from evenstride.app.care.way_back import way_back_marks
from evenstride.app.check import against_age, compare_days, curve_changes, describe_check, keep_checks, why_too_early
from evenstride.app.claims import describe_trials
from evenstride.app.diagnose import TOLD_LATELY, describe_stopped, diagnose_measured
from evenstride.app.field.courses import describe_courses
from evenstride.app.observe import Measured, measure_stored, measure_trends_of
from evenstride.app.planning.audit import build_audit
from evenstride.app.planning.ledger import LedgerPage, build_ledger, effort_lines, power_lines
from evenstride.app.reading.analyse import Profile
from evenstride.app.results import code_state, keep_analyses, made_by
from evenstride.app.runs.measured import Remembered
from evenstride.app.runs.pairs import describe_paired_capacity, describe_pairs, measure_pairs
from evenstride.app.standstill import describe_plateau, describe_together
from evenstride.app.wiring import local_day
from evenstride.charts.plots import (
    capacity_time,
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
from evenstride.core.athlete import Athlete
from evenstride.core.chart import Figure
from evenstride.core.check import Check
from evenstride.core.diagnosis import Diagnosis, Situation
from evenstride.core.estimate import Missing
from evenstride.core.iso_speed import CheapestDirection
from evenstride.core.log import LogEntry
from evenstride.core.overview import Glance, Overview
from evenstride.core.paired_steps import PairsCourse
from evenstride.core.plan import Plan
from evenstride.core.progress import Progress, no_progress
from evenstride.core.provenance import Provenance
from evenstride.core.roles import RIVAL, Role
from evenstride.core.stop import Stop
from evenstride.science.capacity.together import Trends
from evenstride.science.change.comparable import Comparable
from evenstride.science.diagnosis.surrogate import predict_cheapest_direction, predict_iso_speed
from evenstride.science.sprint.metrics import predict_curve
from evenstride.store import Store, open_store
from evenstride.words import halt, say_audit, say_disputed, say_expected, say_stopped, say_told, week_line

LOG_SHOWN = 10
RUNS_SHOWN = 10
"""Newest analyses of sprints, and of runs with steps, that a page keeps; all are on the page of runs."""
SHOWN = Remembered(most=30)
"""Pages as they were read last: somebody who turns leaves does not read the same document each time."""
DAYS_DRAWN = 40
"""Values a chart of one quantity draws: beyond them it draws the first and the newest, and says so."""


def athletes_of(path: Path) -> tuple[Athlete, ...]:
    """Return everybody in a database."""
    with open_store(path) as store:
        return store.athletes()


def overview_of(path: Path, key: str, *, at: datetime, progress: Progress = no_progress) -> Overview:
    """Open a database and put one athlete's page together.

    Raises
    ------
    NotFoundError
        If nobody of that name is there.
    """
    with open_store(path) as store:
        return show_overview(store, store.athlete(key), at=at, progress=progress)


def kept_overview_of(path: Path, key: str, *, at: datetime) -> Overview | None:
    """Open a database and return one athlete's page where it is ready, None where something is new since.

    Raises
    ------
    NotFoundError
        If nobody of that name is there.
    """
    with open_store(path) as store:
        athlete = store.athlete(key)
        id = _making(store, athlete, at).id
        try:
            return SHOWN.get(path, athlete.key, id, make=lambda: _ready(store, athlete, id))
        except LookupError:
            return None


def _ready(store: Store, athlete: Athlete, id: str) -> Overview:
    kept = store.view(athlete.name, id)
    if kept is None:
        raise LookupError(id)
    return kept


def glance_of(path: Path, key: str, *, at: datetime) -> Glance:
    """Open a database and return what is known of an athlete without measuring anything.

    Raises
    ------
    NotFoundError
        If nobody of that name is there.
    """
    on = local_day(at)
    with open_store(path) as store:
        athlete = store.athlete(key)
        plan = _plan_to_show(store, athlete, on, find_stop(store, athlete, on))
        return Glance(athlete, on, plan, _log_to_show(store, athlete, on))


def show_overview(store: Store, athlete: Athlete, *, at: datetime, progress: Progress = no_progress) -> Overview:
    """Return one athlete's page: the one put together last where nothing was added since, else a new one."""
    making = _making(store, athlete, at)
    kept = store.view(athlete.name, making.id)
    if kept is not None:
        return kept
    made = build_overview(store, athlete, at=at, progress=progress)
    store.save_view(athlete.name, making.id, made)
    return made


def _making(store: Store, athlete: Athlete, at: datetime) -> Provenance:
    """Return the provenance a page is found by: all that was told and measured, the day, and the code that made it.

    Whatever changes one of these makes another page.
    """
    parameters = {"state": store.state(athlete.name), "on": local_day(at).isoformat(), "code": code_state()}
    parameters["blocks"] = " ".join(block_marks(store, athlete))
    parameters["way back"] = " ".join(way_back_marks(store, athlete))
    parameters["experiments"] = " ".join(experiment_marks(store, athlete))
    return made_by("page", "overview", (), parameters)


def build_overview(store: Store, athlete: Athlete, *, at: datetime, progress: Progress = no_progress) -> Overview:
    """Put together verdict, profile, steps, plan, checks and log of one athlete."""
    on = local_day(at)
    measured = measure_stored(open_recordings(store, athlete, on), until=on, progress=progress)
    diagnosis = diagnose_measured(store, athlete, measured, at=at)
    analyses = keep_analyses(store, athlete, measured, at=at)
    compared = [(found, against_age(check, athlete)) for found, check in compare_days(list(measured.series))]
    checks = tuple(check for _, check in compared)
    keep_checks(store, athlete, measured, checks, at=at)
    stop = find_stop(store, athlete, on)
    plan = _plan_to_show(store, athlete, on, stop)
    lately = store.log(athlete.name, since=on - TOLD_LATELY, until=on + timedelta(days=1))
    said = describe_stopped(diagnosis, athlete, stop, lately)
    diagnosis = said.diagnosis
    progress_figures = {f"progress {check.metric}": _progress(found, check) for found, check in compared}
    # While something stops training no direction is advised, and none is excused.
    cheapest = None if stop.holds else _cheapest(diagnosis, athlete)
    figures = draw_diagnosis(diagnosis, cheapest) | _draw_newest(measured) | progress_figures
    trends = measure_trends_of(athlete, measured, on=on)
    figures |= _capacity_in_time(trends)
    quiet = stop.holds or diagnosis.situation is Situation.YOUTH
    pairs = None if quiet else measure_pairs(measured, diagnosis.since)
    together = None if quiet else describe_together(trends)
    tried, whole = ((), None) if stop.holds else describe_trials(store, athlete, measured, trends, on=on)
    ledger = None if quiet else build_ledger(store, athlete, trends, on=on)
    sheet = None if ledger is None or ledger.figure is None else ledger
    figures |= _draw_late(sheet, pairs, plan, on)
    return Overview(
        athlete=athlete,
        on=on,
        verdict=said.voices,
        diagnosis=diagnosis,
        profiles=tuple(item for item in analyses if item.kind == "sprint")[:RUNS_SHOWN],
        steps=tuple(item for item in analyses if item.kind == "steps")[:RUNS_SHOWN],
        plan=plan,
        put_away=stop.put_away and not stop.red_flags,
        week_line="" if plan is None or plan.stopped else week_line(plan, (plan.week_start(on) - plan.start).days // 7),
        checks=tuple((check, describe_check(check, athlete, stop)) for check in checks),
        told="" if stop.holds else say_told(athlete.intake, diagnosis, lately, has_curve=bool(measured.profiles)),
        too_early="" if checks else _why_too_early(store, athlete, measured, on, stop),
        curve=curve_changes(athlete, measured, on=on),
        disputed=say_disputed([item for item in analyses if item.kind == "sprint"]),
        log=_log_to_show(store, athlete, on),
        tests=describe_courses(athlete, measured, on=on),
        figures=figures,
        ledger=None if sheet is None else sheet.voices,
        audit=say_audit(build_audit(store, athlete, on=on), halt=halt(stop)) if sheet is not None else None,
        easy_runs=() if ledger is None else (*effort_lines(ledger), *power_lines(ledger)),
        experiments=() if quiet else experiments_shown(store, athlete, until=on),
        together=together,
        block=block_shown(store, athlete, measured, at=at),
        plateau=None if quiet else describe_plateau(store, athlete, measured, trends, on=on),
        pairs=describe_pairs(pairs),
        paired_capacity=None if together is None else describe_paired_capacity(athlete, measured, on=on),
        expected=say_expected(cheapest) if cheapest is not None and "push-swing" in figures else None,
        claims=tried,
        claims_whole=whole,
        come_back=come_back_shown(store, athlete, at=at, courses=measured.courses),
    )


def _draw_late(
    ledger: LedgerPage | None, pairs: PairsCourse | Missing | None, plan: Plan | None, on: date
) -> dict[str, Figure]:
    """Draw what is there beside diagnosis, runs and checks."""
    figures: dict[str, Figure] = {}
    if isinstance(pairs, PairsCourse):
        figures["paired-steps"] = draw_figure(paired_steps.draw(pairs))
    if ledger is not None and ledger.figure is not None:
        figures["in-and-out"] = ledger.figure
    if plan is not None and not plan.stopped:
        figures["week"] = draw_figure(week.draw(plan, on))
    return figures


def _why_too_early(store: Store, athlete: Athlete, measured: Measured, on: date, stop: Stop) -> str:
    kept = store.recordings(athlete.name)
    return why_too_early(measured, seal=find_seal(store, athlete, on), recordings=kept, stop=stop)


def _plan_to_show(store: Store, athlete: Athlete, on: date, stop: Stop) -> Plan | None:
    """Return the newest plan, unless something was logged since that it does not know: then it is put away."""
    if stop.red_flags:
        return Plan(on, 1, (), notes=(say_stopped(stop.red_flags).athlete,), stopped=True)
    kept = newest_plan(store, athlete)
    if kept is not None and stop.put_away:
        return Plan(kept.noun.start, kept.noun.weeks, (), notes=(PUT_AWAY,), stopped=True)
    # A plan that only said stop has nothing to show once nothing stops any more.
    return None if kept is None or kept.noun.stopped else kept.noun


def _log_to_show(store: Store, athlete: Athlete, on: date) -> tuple[LogEntry, ...]:
    return veiled(store.log(athlete.name)[-LOG_SHOWN:], find_seal(store, athlete, on))


def draw_diagnosis(diagnosis: Diagnosis, cheapest: CheapestDirection | Missing | None = None) -> dict[str, Figure]:
    """Draw what a diagnosis can show.

    No chances of a limit and no lines of equal speed under sixteen, no balance map before both sides changed.
    """
    figures = {"stride": draw_figure(stride.draw(diagnosis)), "lanes": draw_figure(lanes.draw(diagnosis))}
    if diagnosis.situation is not Situation.YOUTH:
        figures["limit"] = draw_figure(limit.draw(diagnosis))
    if not isinstance(diagnosis.difference, Missing):
        lines = () if diagnosis.situation is Situation.YOUTH else predict_iso_speed()
        figures["push-swing"] = draw_figure(push_swing.draw(diagnosis, lines=lines, cheapest=cheapest))
    if diagnosis.account is not None:
        figures["steps-account"] = draw_figure(steps_account.draw(diagnosis.account))
    return figures


def _cheapest(diagnosis: Diagnosis, athlete: Athlete) -> CheapestDirection | Missing | None:
    """Return which of push and swing is cheaper, or why nothing is said of it; None under sixteen."""
    if diagnosis.situation is Situation.YOUTH:
        return None
    sides = [diagnosis.finding(role) for role in (Role.PUSH, Role.SWING)]
    weights = {one.role: one.weight for one in sides}
    age = athlete.least_age_on(diagnosis.on)
    return predict_cheapest_direction(sides[0].change, sides[1].change, weights, age=age)


def draw_profile(profile: Profile) -> Figure:
    """Draw a fitted sprint."""
    recording, fit, _ = profile
    correction = fit.parameters.get("time_correction")
    shift = 0.0 if correction is None else correction.point
    return draw_figure(speed_curve.draw(recording, predict_curve(recording, fit), time_correction=shift))


def _draw_newest(measured: Measured) -> dict[str, Figure]:
    dated = [(str(profile[0].on), profile) for profile in measured.profiles.values()]
    if not dated:
        return {}
    return {"speed-curve": draw_profile(max(dated, key=lambda pair: pair[0])[1])}


def _capacity_in_time(trends: Trends) -> dict[str, Figure]:
    sides = {role: trend for role, trend in trends.roles.items() if role in RIVAL}
    return {"capacity-time": draw_figure(capacity_time.draw(sides))} if sides else {}


def _progress(found: Comparable, check: Check) -> Figure:
    sessions = [(one.on, one.value.estimate()) for one in found.values]
    notes = [check.assumed or check.left_out]
    if len(sessions) > DAYS_DRAWN:
        notes.append(f"Drawn: the first and the newest {DAYS_DRAWN - 1} of {len(sessions)} values.")
        sessions = [sessions[0], *sessions[1 - DAYS_DRAWN :]]
    note = " ".join(filter(None, notes))
    joined = not check.assumed
    return draw_figure(
        progress.draw(check.metric, sessions, mdc=check.mdc, change=check.change, note=note, joined=joined)
    )
