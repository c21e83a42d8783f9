"""Use case: draw a fitted sprint, for a notebook, a file or a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from evenstride.app.reading.analyse import Profile, SprintRecording
from evenstride.charts.plots import force_velocity, in_situ, motion, race, sprint_fit
from evenstride.charts.residuals import Residuals
from evenstride.charts.standalone import render_standalone
from evenstride.charts.svg import draw_figure
from evenstride.core.chart import Figure
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Missing
from evenstride.core.fit import Fit, InSituProfile, Relation
from evenstride.core.recording import Splits
from evenstride.science.in_situ.fit import predict_envelope
from evenstride.science.profile.points import measure_line_ends, measure_peak_power
from evenstride.science.profile.values import predict_drawn
from evenstride.science.race.curve import predict_race_curve
from evenstride.science.sprint.force import measure_air
from evenstride.science.sprint.kinetics import UNLOADED, Axis, Load
from evenstride.science.sprint.left_out import measure_left_out
from evenstride.science.sprint.metrics import DOUBT_REMEDY, predict_curve, residual_places


def draw_fit(recording: SprintRecording, fit: Fit) -> Figure:
    """Draw what was measured, the fitted curve with its interval, and the residuals; gates also left out one by one."""
    shift = fit.parameters.get("time_correction")
    correction = 0.0 if shift is None else shift.point
    places = residual_places(recording, fit)
    if "fading" in fit.parameters and isinstance(recording, Splits):
        top, place = (fit.parameters[name].estimate() for name in ("top_speed", "top_speed_distance"))
        residuals = Residuals(places, fit.residuals, "s", fit.sigma)
        curve = predict_race_curve(recording, fit)
        spec = race.draw(recording, curve, residuals, top_speed=top, top_place=place, time_correction=correction)
        return draw_figure(spec)
    left_out = None
    if isinstance(recording, Splits) and fit.relation is Relation.TIME_AT_DISTANCE:
        with suppress(FitError):  # a trial of several fitted together may carry no curve of its own
            left_out = measure_left_out(recording, fit)
    residuals = Residuals(places, fit.residuals, fit.relation.unit, fit.sigma, left_out)
    curve = predict_curve(recording, fit)
    return draw_figure(sprint_fit.draw(recording, curve, residuals, time_correction=correction, doubt=fit.doubt))


def draw_forces(recording: SprintRecording, fit: Fit, *, load: Load = UNLOADED) -> Figure | Missing:
    """Draw force and power over speed, or say what it needs; a trace that is not believed has none."""
    if fit.doubt:
        return Missing(fit.doubt, DOUBT_REMEDY)
    air = measure_air(recording.body, recording.conditions)
    if isinstance(air, Missing):
        return air
    curves = predict_drawn(recording, fit, "speed", air=air, load=load)
    ends = {name: one.estimate() for name, one in measure_line_ends(fit.parameters, air, load=load).items()}
    peak = {name: one.estimate() for name, one in measure_peak_power(fit.parameters, air, load=load).items()}
    return draw_figure(force_velocity.draw(curves["force"], curves["power"], ends, peak))


def draw_motion(recording: SprintRecording, fit: Fit, axis: Axis, *, load: Load = UNLOADED) -> Figure:
    """Draw speed, acceleration and, where mass and height are known, power over time or distance."""
    air = measure_air(recording.body, recording.conditions)
    known = None if isinstance(air, Missing) else air
    return draw_figure(motion.draw(predict_drawn(recording, fit, axis, air=known, load=load)))


def draw_line_of_session(profile: InSituProfile) -> Figure:
    """Draw the cloud of a whole session with the line of its hardest accelerations."""
    return draw_figure(in_situ.draw(profile, predict_envelope(profile)))


def standalone_svg(figure: Figure) -> str:
    """Return a figure as an SVG document that needs no stylesheet."""
    return render_standalone(figure.spec)


def save_plots(profiles: Sequence[Profile], folder: Path) -> tuple[Path, ...]:
    """Draw every profiled run into a folder: `01-name-fit.svg`, and `01-name-force.svg` where there is a body.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    figures: dict[str, Figure] = {}
    for number, (recording, fit, _) in enumerate(profiles, start=1):
        stem = file_stem(number, recording.athlete)
        figures[f"{stem}-fit"] = draw_fit(recording, fit)
        force = draw_forces(recording, fit)
        if isinstance(force, Figure):
            figures[f"{stem}-force"] = force
    return write_figures(figures, folder)


def write_figures(figures: Mapping[str, Figure], folder: Path) -> tuple[Path, ...]:
    """Write each figure as an SVG of its own, under its name.

    Raises
    ------
    InputError
        If the folder cannot be written.
    """
    paths = {folder / f"{name}.svg": figure for name, figure in figures.items()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, figure in paths.items():
            path.write_text(standalone_svg(figure), encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"the plots cannot be written ({error.strerror})", place=str(folder), remedy="Give a folder of your own"
        ) from error
    return tuple(paths)


def file_stem(number: int, name: str) -> str:
    """Return the beginning of a file name that every file system takes.

    Examples
    --------
    >>> file_stem(3, "Noa / Keller"), file_stem(4, "…")
    ('03-noa-keller', '04-run')
    """
    kept = "".join(letter if letter.isalnum() else "-" for letter in name.casefold())
    return f"{number:02d}-{'-'.join(part for part in kept.split('-') if part)[:40] or 'run'}"
