"""Measure and model: read, profile, steps, measure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenstride.core.errors import EvenstrideError, InputError
from evenstride.doors.cli.contacts import ContactsFile, EachContact, list_contacts
from evenstride.doors.cli.films import posed
from evenstride.doors.cli.history import read_history
from evenstride.doors.cli.instruments import (
    MappingFile,
    Mass,
    NewMappingFile,
    Standing,
    WornAt,
    of_file,
    read_instruments,
)
from evenstride.doors.cli.options import (
    Athlete,
    CameraText,
    Column,
    Day,
    Fps,
    Instruments,
    Json,
    Leg,
    RunnerText,
    ScaleText,
    Source,
    clip_told,
    parse_columns,
    parse_day,
    parse_leg,
    quantity,
)
from evenstride.doors.cli.output import print_json, remark, say, table
from evenstride.doors.cli.progress import waiting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from evenstride.app.reading.analyse import Profile
    from evenstride.core.protocol import FieldProtocol

CorrectionOption = Annotated[
    str | None,
    typer.Option(
        "--correction",
        help="none, time-correction, flying-distance, distance-correction, or two with a comma (default: chosen).",
    ),
]

FixedTime = Annotated[
    float | None, typer.Option("--fixed-time-correction", help="Hold the time correction at this many seconds.")
]
FixedDistance = Annotated[
    float | None,
    typer.Option(
        "--fixed-flying-distance",
        parser=quantity("--fixed-flying-distance", "m"),
        metavar="LENGTH",
        help="Hold the flying distance, in m or e.g. 1ft.",
    ),
]
FixedPlace = Annotated[
    float | None,
    typer.Option(
        "--fixed-distance-correction",
        parser=quantity("--fixed-distance-correction", "m"),
        metavar="LENGTH",
        help="Hold the distance correction, in m.",
    ),
]
FixedMss = Annotated[
    float | None,
    typer.Option(
        "--fixed-mss",
        parser=quantity("--fixed-mss", "m/s"),
        metavar="SPEED",
        help="Hold top speed, m/s or 20mph.",
    ),
]
Together = Annotated[bool, typer.Option("--together", help="One curve for all trials of an athlete and day.")]
InSitu = Annotated[bool, typer.Option("--in-situ", help="Take a whole GPS or LPS session: its hardest accelerations.")]
SessionDevice = Annotated[
    str | None, typer.Option("--device", help="What wrote the session, gps or lps, where the file does not say it.")
]
PlotOption = Annotated[
    Path | None, typer.Option("--plot", metavar="FOLDER", help="Also draw every run as SVG into this folder.")
]


def read(
    source: Source,
    athlete: Athlete = None,
    day: Day = None,
    side: Leg = None,
    column: Column = None,
    mapping: MappingFile = None,
    write_mapping: NewMappingFile = None,
    fps: Fps = None,
    scale: ScaleText = None,
    camera: CameraText = None,
    runner: RunnerText = None,
    as_json: Json = False,
) -> None:
    """Show how a file is understood, without storing anything: a table of runs or tests, or laboratory instruments."""
    from evenstride.app.field.raw import raw_document, raw_lines
    from evenstride.app.outings.files import is_outing_file
    from evenstride.app.reading.files import read_file
    from evenstride.app.reading.signal_files import is_instrument_file
    from evenstride.app.runs.listed import recording_content, recording_kind

    if is_outing_file(source):
        read_history(source, athlete, as_json=as_json)
        return
    source, clip = posed(source, clip_told(fps, scale, camera, runner))
    if mapping or write_mapping or is_instrument_file(source, parse_leg(side), clip):
        read_instruments(source, athlete, mapping, write_mapping, clip, as_json=as_json)
        return
    with waiting(f"Reading {source.name}"):
        reading = read_file(
            source, athlete=athlete, on=parse_day(day), side=parse_leg(side), columns=parse_columns(column)
        )
    if as_json:
        print_json(raw_document(reading) or reading)
        return
    remark(*reading.interpretation)
    rows = [
        (item.athlete, str(item.on or "no date"), recording_kind(item), recording_content(item))
        for item in reading.recordings
    ]
    say(*table(("athlete", "date", "kind", "content"), rows))
    say(*raw_lines(reading))


def profile(
    source: Source,
    correction: CorrectionOption = None,
    fixed_time: FixedTime = None,
    fixed_distance: FixedDistance = None,
    fixed_place: FixedPlace = None,
    fixed_mss: FixedMss = None,
    by: Annotated[str, typer.Option(help="Fit a trace over time, or over distance, which needs no clock.")] = "time",
    robust: Annotated[bool, typer.Option("--robust", help="Student t errors: an outlier loses its pull.")] = False,
    together: Together = False,
    mass: Annotated[
        float | None,
        typer.Option(parser=quantity("--mass", "kg"), metavar="MASS", help="Body mass, kg or 132lb, for forces."),
    ] = None,
    height: Annotated[
        float | None,
        typer.Option(parser=quantity("--height", "m"), metavar="LENGTH", help="Body height, m or 5ft7in, for drag."),
    ] = None,
    athlete: Athlete = None,
    plot: PlotOption = None,
    in_situ: InSitu = False,
    device: SessionDevice = None,
    as_json: Json = False,
) -> None:
    """Fit the speed curve of a sprint: top speed, acceleration, and forces where mass and height are known."""
    if in_situ:
        asked = {
            "--correction": correction, "--fixed-time-correction": fixed_time, "--by": by != "time",
            "--fixed-flying-distance": fixed_distance, "--fixed-distance-correction": fixed_place,
            "--fixed-mss": fixed_mss, "--robust": robust, "--together": together,
        }  # fmt: skip
        _profile_sessions(source, asked, athlete, device, mass, height, plot, as_json=as_json)
        return
    from evenstride.app.profile import profile_file

    if device is not None:
        raise InputError("a device is asked for only with a session", place="--device", remedy="Add --in-situ")
    left_out: list[EvenstrideError] = []
    with waiting(f"Fitting {source.name}") as progress:
        profiles = profile_file(
            source,
            athlete=athlete,
            correction=correction,
            fixed={
                "time_correction": fixed_time,
                "flying_distance": fixed_distance,
                "distance_correction": fixed_place,
                "mss": fixed_mss,
            },
            by=by,
            robust=robust,
            together=together,
            mass=mass,
            height=height,
            passed=left_out.append,
            progress=progress,
        )
    _say_profiles(profiles, plot, as_json=as_json)
    remark(*(f"Left out: {problem}" for problem in left_out))


def _say_profiles(profiles: Sequence[Profile], plot: Path | None, *, as_json: bool) -> None:
    from evenstride.app.profile import profile_document, profile_end, profile_lines

    if plot is not None:
        from evenstride.app.plots import save_plots

        _say_written(save_plots(profiles, plot))
    if as_json:
        print_json(profile_document(profiles))
        return
    for item in profiles:
        say(*profile_lines(item), "")
    say(*profile_end(profiles))


def _profile_sessions(
    source: Path,
    asked: Mapping[str, object],
    athlete: str | None,
    device: str | None,
    mass: float | None,
    height: float | None,
    plot: Path | None,
    *,
    as_json: bool,
) -> None:
    from evenstride.app.reading.in_situ import save_session_plots, session_document, session_lines, sessions_of_file

    for option, value in asked.items():
        if value is not None and value is not False:
            raise InputError(
                "this says how to fit one run",
                place=option,
                why="A session is many, and has no start to correct",
                remedy=f"Leave out {option}, or leave out --in-situ",
            )
    sessions = sessions_of_file(source, athlete=athlete, device=device, mass=mass, height=height)
    if plot is not None:
        _say_written(save_session_plots(sessions, plot))
    if as_json:
        print_json(session_document(sessions))
        return
    for item in sessions:
        say(*session_lines(item), "")


def _say_written(paths: Iterable[Path]) -> None:
    remark(*(f"wrote {path}" for path in paths))


def steps(source: Source, athlete: Athlete = None, as_json: Json = False) -> None:
    """Show the steps of a run: contact, flight and swing times, force and lengths, left and right, and in pairs."""
    from evenstride.app.profile import steps_lines, steps_of_file
    from evenstride.app.runs.pairs import pairs_document, pairs_end, pairs_lines

    with waiting(f"Measuring {source.name}") as progress:
        runs = steps_of_file(source, athlete=athlete, progress=progress)
    if as_json:
        print_json({
            "runs": [analysis for _, analysis in runs],
            "pairs": [pairs_document(recording) for recording, _ in runs],
        })  # fmt: skip
        return
    for item in runs:
        say(*steps_lines(item), *pairs_lines(item[0]), "")
    say(*pairs_end([recording for recording, _ in runs]))


def measure(
    source: Instruments,
    athlete: Athlete = None,
    side: Leg = None,
    mass: Mass = None,
    standing: Standing = None,
    mapping: MappingFile = None,
    worn: WornAt = None,
    leg: Annotated[
        float | None,
        typer.Option(parser=quantity("--leg", "m"), metavar="LENGTH", help="Hip joint to floor, standing, m or 92cm."),
    ] = None,
    first: Annotated[str | None, typer.Option("--first", hidden=True, help="What --side was called.")] = None,
    steps: EachContact = False,
    csv: ContactsFile = None,
    fps: Fps = None,
    scale: ScaleText = None,
    camera: CameraText = None,
    runner: RunnerText = None,
    as_json: Json = False,
) -> None:
    """Measure a trial of instruments: what each foot pushed, the steps, and how legs, trunk and arms moved.

    What is measured follows from what the file holds: plates show push, markers show swing, support and timing, a
    sensor shows steps. Nothing is stored; import takes the same options and keeps what was measured.
    """
    from evenstride.app.reading.contacts import contacts_of_trial
    from evenstride.app.reading.instruments import measure_trial, trial_grades, trial_lines
    from evenstride.core.estimate import Missing

    trial, clip = posed(source, clip_told(fps, scale, camera, runner))
    with waiting(f"Measuring {source.name}"), of_file(source, alone=standing is None):
        found = measure_trial(
            trial,
            athlete=athlete,
            mass=mass,
            standing=standing,
            first=parse_leg(side) if first is None else parse_leg(first, option="--first"),
            leg_length=leg,
            mapping=mapping,
            worn=tuple(worn or ()),
            clip=clip,
        )
    if steps or csv is not None:
        list_contacts(contacts_of_trial(found), csv, as_json=as_json)
        return
    if as_json:
        kinds = {"forces": found.forces, "steps": found.steps, "movement": found.movement}
        print_json({**kinds, "understood": found.understood, "evidence": trial_grades()})
        return
    say(*trial_lines(found))
    if not isinstance(found.table, Missing):
        remark("Contacts one by one: add --steps.")


def how(
    test: Annotated[str | None, typer.Argument(help="Id of a field test, e.g. S1; without it all are listed.")] = None,
) -> None:
    """Show how a field test is done: kit, steps, and for whom it is not."""
    from evenstride.core.errors import NotFoundError
    from evenstride.core.protocol import protocols

    known = protocols()
    if test is None:
        say(*table(("test", "what", "min"), [(one.id, one.title, f"{one.minutes:g}") for one in known.values()]))
        return
    asked = next((one for one in known if one.casefold() == test.strip().casefold()), None)
    if asked is None:
        raise NotFoundError(f"there is no field test '{test}'", remedy=f"Known are {', '.join(known)}")
    protocol = known[asked]
    say(
        f"{protocol.title} ({protocol.id}): {protocol.purpose}",
        f"You need: {' or '.join(', '.join(kit) for kit in protocol.kits)}.",
        "",
    )
    say(*(f"{number}. {step}" for number, step in enumerate(protocol.steps, start=1)), "")
    say(f"Write down: {raw_units_line(protocol)}. Not with: {', '.join(protocol.not_for)}.")
    say(f"Known error: {protocol.error_source}. The first {protocol.familiarisation} days are for learning the test.")


def raw_units_line(protocol: FieldProtocol) -> str:
    """Return in which units the trials of a test are written down; a ratio has none.

    Examples
    --------
    >>> from evenstride.core.protocol import protocols
    >>> raw_units_line(protocols()["P1"]), raw_units_line(protocols()["E1"])
    ('a number without unit', 'a number without unit, %')
    """
    return ", ".join("a number without unit" if unit == "1" else unit for unit in protocol.raw_units)


COMMANDS = {"read": read, "profile": profile, "steps": steps, "measure": measure, "how": how}
