"""A session as the steps a watch counts: warm-up, efforts, rests and repeats, apart from any file format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from evenstride.core.plan import Dose, Kind, Prescription, Session

RUN_WORDS = frozenset({"run", "runs", "jog", "tempo", "sprint", "sprints", "strides"})
BIKE_WORDS = frozenset({"bike", "cycling"})
"""Words in the code of an exercise that say what it is done with."""

OF_RUNS = (Kind.TEMPO, Kind.INTERVALS, Kind.RETURN_RUNS)


class Sport(StrEnum):
    """What a watch records a session as."""

    RUN = "run"
    RIDE = "ride"
    STRENGTH = "strength"


class Phase(StrEnum):
    """What a step is to the watch."""

    WARM_UP = "warm-up"
    WORK = "work"
    REST = "rest"
    COOL_DOWN = "cool-down"


@dataclass(frozen=True, slots=True)
class Step:
    """One step. At most one of `seconds`, `metres` and `reps` is set; none of them ends it by a press.

    Attributes
    ----------
    back_to, times : int
        A repeat: go on from step `back_to`, counted from 0, until all from there were done `times` times.
    """

    name: str
    phase: Phase = Phase.WORK
    note: str = ""
    seconds: float | None = None
    metres: float | None = None
    reps: int | None = None
    back_to: int | None = None
    times: int = 0


def sport_of(session: Session) -> Sport | None:
    """Return what a watch records a session as, None for what it has nothing to count in: games, walks, skills.

    Examples
    --------
    >>> from datetime import date
    >>> sport_of(Session(date(2026, 3, 2), Kind.STRENGTH, "Lifts", 30.0)).value
    'strength'
    """
    if session.kind is Kind.STRENGTH:
        return Sport.STRENGTH
    work = session.prescriptions[1:] or session.prescriptions
    if session.kind is not Kind.TECHNIQUE and any(_is(item, BIKE_WORDS) for item in work):
        return Sport.RIDE
    runs = any(item.dose.distance is not None for item in session.prescriptions)
    easy = session.kind is Kind.EASY and any(_is(item, RUN_WORDS) for item in session.prescriptions)
    return Sport.RUN if session.kind.is_speed or session.kind in OF_RUNS or runs or easy else None


def _is(item: Prescription, words: frozenset[str]) -> bool:
    return not words.isdisjoint(item.exercise.code.split("_"))


def steps_of(session: Session, *, lap_button: bool = False) -> tuple[Step, ...]:
    """Return a session as steps in the order they are done.

    Parameters
    ----------
    session : Session
        A run, ride or strength session, see `sport_of`.
    lap_button : bool
        True ends runs by a press instead of by the watch's own measure of distance.

    Notes
    -----
    Every rest of the dose is a step, the last one too: it is the rest before what follows. Runs with turns always end
    by a press: a watch measures no distance there. Holds are counted in repetitions, because the pauses between them
    are not prescribed.
    """
    sport = sport_of(session)
    press = lap_button or session.kind is Kind.CHANGE_OF_DIRECTION
    steps: list[Step] = []
    last = len(session.prescriptions) - 1
    for number, item in enumerate(session.prescriptions):
        efforts, times = _efforts(item, _phase(item, first=number == 0, last=number == last), sport, press)
        rest = item.dose.rest
        block = [*efforts, Step("rest", Phase.REST, seconds=rest)] if rest is not None and rest > 0.0 else efforts
        back_to = len(steps)
        steps += block
        if times > 1:
            steps.append(Step("again", back_to=back_to, times=times))
    return tuple(steps)


def _phase(item: Prescription, *, first: bool, last: bool) -> Phase:
    """What trains no role and is no game is the warm-up at the beginning and the cool-down at the end."""
    if item.exercise.role_shares or item.exercise.playful or first is last:
        return Phase.WORK
    return Phase.WARM_UP if first else Phase.COOL_DOWN


def _efforts(item: Prescription, phase: Phase, sport: Sport | None, press: bool) -> tuple[list[Step], int]:
    """Return what is done before each rest, and how many times."""
    dose, name = item.dose, item.exercise.name
    told = f"{name}: {dose.text}"
    if dose.distance is not None:
        fast = Step(_run_name(dose), phase, told, metres=None if press else dose.distance)
        if dose.run_in is None or dose.run_in <= 0.0:
            return [fast], dose.sets * dose.reps
        build = Step(f"build {dose.run_in:g} m", phase, told, metres=None if press else dose.run_in)
        return [build, fast], dose.sets * dose.reps
    if dose.duration is not None and dose.reps == 1:
        return [Step(name, phase, told, seconds=dose.duration)], dose.sets
    reps = dose.reps if sport is Sport.STRENGTH else None
    return [Step(name, phase, told, reps=reps)], dose.sets


def _run_name(dose: Dose) -> str:
    intensity = "" if dose.intensity is None else f" at {100.0 * dose.intensity:.0f} %"
    return f"run {dose.distance:g} m{intensity}"
