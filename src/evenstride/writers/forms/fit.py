"""Workouts for a watch (FIT): one file for each run, ride or strength session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evenstride.core.errors import InputError, to_install
from evenstride.core.outgoing import OutFile, Outgoing, Slot, Written, slots
from evenstride.core.plan import Kind, Session
from evenstride.core.provenance import content_id
from evenstride.writers.workout import Phase, Sport, Step, sport_of, steps_of

if TYPE_CHECKING:
    from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage

NAME = "fit"
SUFFIX = ".fit"
MANY = True
ABOUT = "Workouts for a sports watch, one file a run, ride or strength session; copy them to GARMIN/NewFiles on it."

NAME_BYTES = 30
NOTE_BYTES = 200
MOST_STEPS = 50
"""What common watches show or take (judgement); the format itself ends at 254 bytes of text in a field."""

PLAIN = str.maketrans({"×": "x", "·": "-", "–": "-", "—": "-", "−": "-", "’": "'", "“": '"', "”": '"'})
"""Signs that older watches have no letter for."""


def write(outgoing: Outgoing) -> Written:
    """Return a workout for each run, ride and strength session, and say which sessions have none.

    Raises
    ------
    InputError
        If the encoder is not installed.

    Notes
    -----
    Intensity stands in words, never as a pace target: over 20 m a watch's speed lags by seconds and its alarm would
    be about something else. Of a session with more steps than watches take nothing is written.
    """
    files: list[OutFile] = []
    without: dict[str, list[str]] = {"has nothing a watch could count": [], "has more steps than watches take": []}
    for slot, session in slots(outgoing.plan):
        if session.kind in (Kind.REST, Kind.SPORT):
            continue
        name = f"{session.on}-{session.kind.value.replace(' ', '-')}"
        sport = sport_of(session)
        if sport is None:
            without["has nothing a watch could count"].append(name)
            continue
        steps = steps_of(session, lap_button=outgoing.lap_button)
        if len(steps) > MOST_STEPS:
            without["has more steps than watches take"].append(name)
            continue
        files.append(OutFile(f"{name}{SUFFIX}", encode(outgoing, slot, session, sport, steps)))
    notes = tuple(f"No workout for {', '.join(names)}: it {why}." for why, names in without.items() if names)
    return Written(tuple(files), notes)


def encode(outgoing: Outgoing, slot: Slot, session: Session, sport: Sport, steps: tuple[Step, ...]) -> bytes:
    """Return one workout as the bytes of a FIT file, its length and check sum included.

    Raises
    ------
    InputError
        If the encoder is not installed.
    """
    try:
        from fit_tool.fit_file_builder import FitFileBuilder
    except ImportError as lacking:
        raise InputError(
            "workouts for a watch need the FIT encoder",
            why=f"It is not installed ({lacking})",
            remedy=to_install("fit"),
        ) from lacking
    from fit_tool.profile.messages.file_id_message import FileIdMessage
    from fit_tool.profile.messages.workout_message import WorkoutMessage
    from fit_tool.profile.profile_type import FileType, Manufacturer, SubSport
    from fit_tool.profile.profile_type import Sport as FitSport

    # Not strict: its strictness counts steps without the repeats, while the maker of the format counts all of them.
    builder = FitFileBuilder(auto_define=True)
    head = FileIdMessage()
    head.type = FileType.WORKOUT
    head.manufacturer = Manufacturer.DEVELOPMENT.value
    head.product = 0
    # A watch tells workouts apart by this number: another day or another dose is another workout.
    head.serial_number = 1 + int(content_id(f"{outgoing.uid(slot)} {session.id}".encode())[:7], 16)
    head.time_created = 1000 * int(outgoing.made_at.timestamp())
    builder.add(head)
    workout = WorkoutMessage()
    workout.workout_name = cut(f"{session.on:%a %d %b} {session.kind.value}", NAME_BYTES)
    sports = {Sport.RUN: FitSport.RUNNING, Sport.RIDE: FitSport.CYCLING, Sport.STRENGTH: FitSport.TRAINING}
    workout.sport = sports[sport]
    workout.sub_sport = SubSport.STRENGTH_TRAINING if sport is Sport.STRENGTH else SubSport.GENERIC
    workout.num_valid_steps = len(steps)
    builder.add(workout)
    for number, step in enumerate(steps):
        builder.add(_message(number, step))
    return builder.build_bytes()


def _message(number: int, step: Step) -> WorkoutStepMessage:
    from fit_tool.profile.messages.workout_step_message import WorkoutStepMessage
    from fit_tool.profile.profile_type import Intensity, WorkoutStepDuration, WorkoutStepTarget

    message = WorkoutStepMessage()
    message.message_index = number
    if step.back_to is not None:
        message.duration_type = WorkoutStepDuration.REPEAT_UNTIL_STEPS_CMPLT
        message.duration_step = step.back_to
        message.target_type = WorkoutStepTarget.OPEN
        message.target_repeat_steps = step.times
        return message
    message.workout_step_name = cut(step.name, NAME_BYTES)
    message.notes = cut(step.note or step.name, NOTE_BYTES)
    phases = {
        Phase.WARM_UP: Intensity.WARMUP, Phase.WORK: Intensity.ACTIVE, Phase.REST: Intensity.REST,
        Phase.COOL_DOWN: Intensity.COOLDOWN,
    }  # fmt: skip
    message.intensity = phases[step.phase]
    message.target_type = WorkoutStepTarget.OPEN
    if step.seconds is not None:
        message.duration_type, message.duration_time = WorkoutStepDuration.TIME, step.seconds
    elif step.metres is not None:
        message.duration_type, message.duration_distance = WorkoutStepDuration.DISTANCE, step.metres
    elif step.reps is not None:
        message.duration_type, message.duration_reps = WorkoutStepDuration.REPS, step.reps
    else:
        message.duration_type = WorkoutStepDuration.OPEN
    return message


def cut(text: str, most: int) -> str:
    """Return a text in signs a watch can show, cut to a number of bytes without breaking a letter.

    Examples
    --------
    >>> cut("5 × 20 m", 40), cut("Zürich", 2)
    ('5 x 20 m', 'Z')
    """
    return text.translate(PLAIN).encode()[:most].decode(errors="ignore").strip()
