"""Use case: everything one page shows of one athlete."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from evenstride.app.analyse import Profile
from evenstride.app.check import compare_days, keep_checks
from evenstride.app.diagnose import diagnose_measured
from evenstride.app.observe import Measured, Series, measure_stored, measure_trends_of
from evenstride.app.results import keep_analyses
from evenstride.app.trends import plateau_signs
from evenstride.app.wiring import local_day
from evenstride.charts.plots import (
    capacity_time,
    lanes,
    limit,
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
from evenstride.core.log import PAIN_SWAP
from evenstride.core.overview import Overview, Voices
from evenstride.core.plan import Plan
from evenstride.core.roles import RIVAL
from evenstride.science.plateau import judge_plateau
from evenstride.science.progress import measure_outcome_change
from evenstride.science.sprint_metrics import predict_curve
from evenstride.science.together import Trends, compare_sides
from evenstride.store import Store, open_store
from evenstride.words import say_check, say_diagnosis, say_plateau, say_stopped, say_together, week_line

LOG_SHOWN = 10
LOG_WINDOW = timedelta(weeks=8)
RED_FLAG_DAYS = 14
PUT_AWAY = "Pain was logged after this plan was made, so it is put away. Make a new one around it."


def athletes_of(path: Path) -> tuple[Athlete, ...]:
    """Return everybody in a database."""
    with open_store(path) as store:
        return store.athletes()


def overview_of(path: Path, key: str, *, at: datetime) -> Overview:
    """Open a database and put one athlete's page together.

    Raises
    ------
    NotFoundError
        If nobody of that name is there.
    """
    with open_store(path) as store:
        return build_overview(store, store.athlete(key), at=at)


def build_overview(store: Store, athlete: Athlete, *, at: datetime) -> Overview:
    """Put together verdict, profile, steps, plan, checks and log of one athlete."""
    on = local_day(at)
    measured = measure_stored(store.recordings(athlete.name), until=on)
    diagnosis = diagnose_measured(store, athlete, measured, at=at)
    analyses = keep_analyses(store, athlete, measured, at=at)
    series = [one for one in measured.series if one.days() >= 2]
    checks = compare_days(series)
    keep_checks(store, athlete, measured, checks, at=at)
    flags = _red_flags(store, athlete, on)
    plan = _plan_to_show(store, athlete, on, flags)
    if flags:
        # No training suggestion on a page that says stop (care.md).
        diagnosis = replace(diagnosis, next_tests=())
    progress_figures = {
        f"progress {one.name}": _progress(one, check) for one, check in zip(series, checks, strict=True)
    }
    figures = draw_diagnosis(diagnosis) | _draw_newest(measured) | progress_figures
    trends = measure_trends_of(athlete, measured, on=on)
    figures |= _capacity_in_time(trends)
    quiet = bool(flags) or diagnosis.situation is Situation.YOUTH
    if plan is not None and not plan.stopped:
        figures["week"] = draw_figure(week.draw(plan, on))
    return Overview(
        athlete=athlete,
        on=on,
        verdict=say_stopped(flags) if flags else say_diagnosis(diagnosis, athlete=athlete, today=on),
        diagnosis=diagnosis,
        profiles=tuple(item for item in analyses if item.kind == "sprint"),
        steps=tuple(item for item in analyses if item.kind == "steps"),
        plan=plan,
        week_line="" if plan is None or plan.stopped else week_line(plan, (plan.week_start(on) - plan.start).days // 7),
        checks=tuple((check, say_check(check, age=athlete.least_age_on(on))) for check in checks),
        log=store.log(athlete.name)[-LOG_SHOWN:],
        figures=figures,
        together=None if quiet else _say_together(trends),
        plateau=None if quiet else _say_plateau(store, athlete, measured, trends, on),
    )


def _red_flags(store: Store, athlete: Athlete, on: date) -> tuple[str, ...]:
    log = store.log(athlete.name, since=on - timedelta(days=RED_FLAG_DAYS))
    return tuple(flag for entry in log for flag in entry.all_red_flags)


def _plan_to_show(store: Store, athlete: Athlete, on: date, flags: tuple[str, ...]) -> Plan | None:
    """Return the newest plan, unless something was logged since that it does not know: then it is put away."""
    kept = store.latest("plan", athlete=athlete.name)
    plan = kept.noun if kept is not None and isinstance(kept.noun, Plan) else None
    log = store.log(athlete.name, since=on - timedelta(days=RED_FLAG_DAYS))
    if flags:
        return Plan(on, 1, (), notes=(say_stopped(flags).athlete,), stopped=True)
    since = [entry for entry in log if kept is not None and entry.logged_at is not None and entry.logged_at > kept.at]
    if plan is not None and any(pain.level >= PAIN_SWAP for entry in since for pain in entry.pains):
        return Plan(plan.start, plan.weeks, (), notes=(PUT_AWAY,), stopped=True)
    return plan


def draw_diagnosis(diagnosis: Diagnosis) -> dict[str, Figure]:
    """Draw what a diagnosis can show; no chances of a limit under sixteen, no balance map before both sides changed."""
    figures = {"stride": draw_figure(stride.draw(diagnosis)), "lanes": draw_figure(lanes.draw(diagnosis))}
    if diagnosis.situation is not Situation.YOUTH:
        figures["limit"] = draw_figure(limit.draw(diagnosis))
    if not isinstance(diagnosis.difference, Missing):
        figures["push-swing"] = draw_figure(push_swing.draw(diagnosis))
    if diagnosis.account is not None:
        figures["steps-account"] = draw_figure(steps_account.draw(diagnosis.account))
    return figures


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


def _say_together(trends: Trends) -> Voices | None:
    found = compare_sides(trends)
    return None if isinstance(found, Missing) else say_together(found)


def _say_plateau(store: Store, athlete: Athlete, measured: Measured, trends: Trends, on: date) -> Voices | None:
    """Say what kind of plateau this is; nothing before speed was seen on two days."""
    speed = measured.speed
    if speed is None or speed.days() < 2:
        return None
    period = trends.period
    since = None if period is None else period[0]
    signs = plateau_signs(
        trends,
        measure_outcome_change(
            [item for item in speed.values if since is None or item[0] >= since], day_noise=speed.day_noise
        ),
        [item.noun for item in measured.stored],
        store.log(athlete.name, since=on - LOG_WINDOW),
        speed.values,
        on=on,
        age=athlete.least_age_on(on),
    )
    return say_plateau(judge_plateau(signs))


def _capacity_in_time(trends: Trends) -> dict[str, Figure]:
    sides = {role: trend for role, trend in trends.roles.items() if role in RIVAL}
    return {"capacity-time": draw_figure(capacity_time.draw(sides))} if sides else {}


def _progress(series: Series, check: Check) -> Figure:
    sessions = [(day, draws.estimate()) for day, draws in sorted(series.values, key=lambda item: item[0])]
    return draw_figure(progress.draw(series.name, sessions, mdc=check.mdc))
