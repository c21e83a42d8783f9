"""Use case: everything one page shows of one athlete."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from evenstride.app.analyse import Profile, profile_sprint
from evenstride.app.check import Series, check_athlete, measured_series
from evenstride.app.diagnose import diagnose_athlete
from evenstride.app.results import analyse_recordings
from evenstride.app.wiring import local_day
from evenstride.charts.plots import lanes, limit, progress, push_swing, speed_curve, steps_account, stride, week
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import Athlete
from evenstride.core.chart import Figure
from evenstride.core.check import Check
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.overview import Overview
from evenstride.core.plan import Plan
from evenstride.core.recording import Recording, SpeedTrace, Splits
from evenstride.science.sprint_metrics import predict_curve
from evenstride.store import Store, open_store
from evenstride.words import say_check, say_diagnosis, week_line

LOG_SHOWN = 10


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
    stored = store.recordings(athlete.name)
    recordings = [item.noun for item in stored]
    diagnosis = diagnose_athlete(store, athlete.name, at=at)
    analyses = [analysis for _, analysis in analyse_recordings(store, stored, athlete=athlete.name, at=at)]
    kept = store.latest("plan", athlete=athlete.name)
    plan = kept.noun if kept is not None and isinstance(kept.noun, Plan) else None
    checks = _checks(store, athlete, at)
    figures = draw_diagnosis(diagnosis) | _draw_sprint(recordings) | _draw_progress(recordings, checks)
    if plan is not None and not plan.stopped:
        figures["week"] = draw_figure(week.draw(plan, on))
    return Overview(
        athlete=athlete,
        on=on,
        verdict=say_diagnosis(diagnosis, athlete=athlete, today=on),
        diagnosis=diagnosis,
        profiles=tuple(item for item in analyses if item.kind == "sprint"),
        steps=tuple(item for item in analyses if item.kind == "steps"),
        plan=plan,
        week_line="" if plan is None else week_line(plan, _week_of(plan, on)),
        checks=tuple((check, say_check(check)) for check in checks),
        log=store.log(athlete.name)[-LOG_SHOWN:],
        figures=figures,
    )


def draw_diagnosis(diagnosis: Diagnosis) -> dict[str, Figure]:
    """Draw what a diagnosis can show: chances and stride always, the balance map once both sides have a change."""
    figures = {
        "limit": draw_figure(limit.draw(diagnosis)),
        "stride": draw_figure(stride.draw(diagnosis)),
        "lanes": draw_figure(lanes.draw(diagnosis)),
    }
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


def _draw_sprint(recordings: Sequence[Recording]) -> dict[str, Figure]:
    """Draw the newest sprint that carries a fit."""
    sprints = [item for item in recordings if isinstance(item, Splits | SpeedTrace)]
    for recording in sorted(sprints, key=lambda item: str(item.on or ""), reverse=True):
        try:
            return {"speed-curve": draw_profile(profile_sprint(recording))}
        except FitError:
            continue
    return {}


def _draw_progress(recordings: Sequence[Recording], checks: Sequence[Check]) -> dict[str, Figure]:
    known = {check.metric: check for check in checks}
    return {
        f"progress {series[0]}": _progress(series, known[series[0]])
        for series in measured_series(recordings)
        if series[0] in known
    }


def _progress(series: Series, check: Check) -> Figure:
    name, _, _, values = series
    sessions = [(day, draws.estimate()) for day, draws in sorted(values, key=lambda item: item[0])]
    return draw_figure(progress.draw(name, sessions, mdc=check.mdc))


def _checks(store: Store, athlete: Athlete, at: datetime) -> tuple[Check, ...]:
    try:
        return check_athlete(store, athlete.name, at=at)
    except InputError:
        # Nothing on two days yet: the page says so where the checks would stand.
        return ()


def _week_of(plan: Plan, on: date) -> int:
    return min(max((on - plan.start).days // 7, 0), plan.weeks - 1)
