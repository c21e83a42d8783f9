"""Use cases: plan an experiment, write its sheet, take in what was run, and say what it shows."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from evenstride.app.care.stop import refuse_stopped
from evenstride.app.observe import FLYING_TEST, seed_of
from evenstride.app.people import choose_athlete
from evenstride.app.reading.files import bytes_of_file
from evenstride.app.results import made_by
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Athlete, Level
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.experiment import (
    CueAnswer,
    Entries,
    Experiment,
    LoadAnswer,
    Outcome,
    OutOfReach,
    Suitability,
    Wear,
)
from evenstride.core.log import PAIN_SWAP
from evenstride.core.overview import Voices
from evenstride.core.provenance import content_id
from evenstride.core.recording import FieldTest
from evenstride.readers.experiment_sheet import read_experiment_sheet
from evenstride.science.experiment.analysis import analyse_loads
from evenstride.science.experiment.cue import FEEL_NOISE, analyse_cues, plan_cues
from evenstride.science.experiment.design import plan_loads, usual_loads
from evenstride.science.experiment.rules import RUN_NOISE, Noise, own_noise, stop_share
from evenstride.store import Store, Stored
from evenstride.words import day, say_cue_answer, say_experiment, say_load_answer, say_out_of_reach
from evenstride.words.blocks.experiment import OPTIONAL

KIND = "experiment"
RUNS = "experiment runs"
ANSWER = "experiment answer"

PAIN_DAYS = 7
"""Days a logged pain counts as pain now (judgement, in the careful direction)."""

HAND_ERROR = 0.015
"""Method error, a share of the time, from which a time can no longer end a day: half of 3 % (diagnosis_logic.md §4)."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a runner says of today, of their body and of their timing; None where it is not said.

    `noise` and `method_error` are shares of the time, `from_hip` is in m.
    """

    today: frozenset[str] = frozenset()
    mass: float | None = None
    height: float | None = None
    from_hip: float | None = None
    noise: float | None = None
    method_error: float = 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the printed page of an experiment shows."""

    id: str
    experiment: Experiment
    voices: Voices
    stop: tuple[str, ...] = ()
    remarks: tuple[str, ...] = field(default=())


def plan_load_series(store: Store, name: str | None, told: Told, *, at: datetime) -> tuple[Page | None, Voices]:
    """Plan a load series and keep it, or say why it is not planned.

    Raises
    ------
    InputError
        If it is not offered to this runner today, or body mass, height or the health answers are not known.
    """
    athlete, on = choose_athlete(store, name), local_day(at)
    refuse_stopped(store, athlete, on, "nothing is tried now", remedy="Plan it when that is clear")
    who = _suitability(store, athlete, told.today, on)
    body_mass, height = _body(store, athlete, told)
    loads = usual_loads(body_mass, height, from_hip=told.from_hip)
    noise = _noise(store, athlete, told.noise)
    made = plan_loads(
        athlete.name,
        who,
        loads,
        noise,
        on=on,
        method_error=told.method_error,
        most_extra=_most_extra(athlete, on),
        seed=_seed(store, athlete, on, "loads"),
    )
    return _kept(store, athlete, made, at=at)


def plan_cue_experiment(
    store: Store,
    name: str | None,
    cues: tuple[str, str],
    *,
    outcome: Outcome,
    at: datetime,
    noise: float | None = None,
    pain: bool = False,
) -> tuple[Page | None, Voices]:
    """Plan a cue experiment and keep it, or say why it cannot be settled.

    Raises
    ------
    InputError
        While something stops training.
    """
    athlete, on = choose_athlete(store, name), local_day(at)
    refuse_stopped(store, athlete, on, "nothing is tried now", remedy="Plan it when that is clear")
    if outcome is Outcome.TIME:
        scatter = _noise(store, athlete, noise)
    else:
        source = "usual for a feel; a judgement" if noise is None else "as you said"
        scatter = Noise(FEEL_NOISE if noise is None else noise, source)
    hurts = pain or _hurt_lately(store, athlete, on)
    seed = _seed(store, athlete, on, *cues)
    made = plan_cues(athlete.name, cues, outcome, scatter, on=on, age=athlete.least_age_on(on), pain=hurts, seed=seed)
    return _kept(store, athlete, made, at=at)


def find_experiment(store: Store, name: str | None, id: str | None = None) -> Stored[Experiment]:
    """Return an experiment by its id, or the one planned last."""
    found = store.result(id) if id is not None else store.latest(KIND, athlete=choose_athlete(store, name).name)
    if found is None or not isinstance(found.noun, Experiment):
        raise NotFoundError(
            "there is no such experiment",
            remedy="Plan one first: evenstride experiment loads, or evenstride experiment cues",
        )
    return Stored(found.id, found.athlete, found.at, found.noun)


def write_sheet(experiment: Experiment) -> str:
    """Return the sheet to fill in, as CSV: one row a run, in the order to run them."""
    timed = experiment.outcome is Outcome.TIME
    value = "time (s)" if timed else "feel (0 to 10)"
    position = ("joint to load (cm)",) if experiment.loads else ()
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(("run", "session", "extra", "condition", "what", "date", value, *position, "note"))
    for run in experiment.runs:
        place = (_place(experiment, run.arm),) if position else ()
        extra = "extra" if run.extra else ""
        writer.writerow((run.number, run.day, extra, run.arm, experiment.arms[run.arm], "", "", *place, ""))
    return text.getvalue()


def find_page(store: Store, name: str | None, id: str | None = None) -> Page:
    """Return what the printed page of an experiment shows, of the one planned last unless an id says which."""
    return _page(find_experiment(store, name, id))


def enter_sheet(
    store: Store, source: Path, name: str | None, *, at: datetime, id: str | None = None
) -> tuple[Entries, tuple[str, ...]]:
    """Take in a filled sheet; entering a fuller one later replaces what is used, and keeps both.

    Raises
    ------
    InputError
        If the sheet cannot be read, or a run is older than its protocol.
    """
    found = find_experiment(store, name, id)
    data = bytes_of_file(source)
    entries = read_experiment_sheet(data, found.noun, experiment_id=found.id, name=source.name)
    early = [run for run in entries.runs if run.on < found.noun.on]
    if early:
        raise InputError(
            f"run {early[0].number} is of {early[0].on}, before the experiment was planned ({found.noun.on})",
            place=source.name,
            why="A protocol is fixed before its data",
            remedy="Enter only runs made for it",
        )
    making = made_by(RUNS, "filled sheet", [found.id], {"content": content_id(data)})
    store.save_result(making, entries, athlete=found.athlete, saved_at=at)
    return entries, entries.notes


def answer_experiment(
    store: Store, name: str | None, *, at: datetime, id: str | None = None
) -> tuple[LoadAnswer | CueAnswer, Voices, str]:
    """Say what an experiment shows so far, and keep the answer; returns it with its words and its id."""
    found = find_experiment(store, name, id)
    entries = _entered(store, found)
    if entries is None:
        raise NotFoundError(
            "nothing was entered for this experiment yet", remedy="Fill in the sheet, then: evenstride experiment enter"
        )
    seed = seed_of(entries.id)
    answer = _analysed(found.noun, entries.noun, seed)
    voices = say_load_answer(answer) if isinstance(answer, LoadAnswer) else say_cue_answer(answer)
    making = made_by(ANSWER, "runs of a day compared with each other", [found.id, entries.id], seed=seed)
    kept = store.save_result(making, answer, athlete=found.athlete, saved_at=at)
    return answer, voices, kept


def answers_of(store: Store, athlete: Athlete, *, until: date) -> tuple[LoadAnswer | CueAnswer, ...]:
    """Return what every experiment of an athlete with entered runs shows so far, the oldest experiment first."""
    entered = [(found.noun, _entered(store, found)) for found in _planned(store, athlete, until)]
    return tuple(_analysed(plan, runs.noun, seed_of(runs.id)) for plan, runs in entered if runs is not None)


def experiments_shown(store: Store, athlete: Athlete, *, until: date) -> tuple[tuple[str, Voices], ...]:
    """Return every experiment of an athlete by its name, the newest first: what it shows, or how it is done."""
    return tuple((_title(found.noun), _said(store, found)) for found in reversed(_planned(store, athlete, until)))


def experiment_marks(store: Store, athlete: Athlete) -> tuple[str, ...]:
    """Return the ids of experiments and of the sheets entered for them: another one makes another page."""
    return tuple(sorted(item.id for kind in (KIND, RUNS) for item in store.results(kind, athlete=athlete.name)))


def _planned(store: Store, athlete: Athlete, until: date) -> list[Stored[Experiment]]:
    """Return the experiments planned up to a day, the oldest first."""
    planned = [
        Stored(one.id, one.athlete, one.at, one.noun)
        for one in store.results(KIND, athlete=athlete.name)
        if isinstance(one.noun, Experiment) and one.noun.on <= until
    ]
    return sorted(planned, key=lambda one: one.noun.on)


def _title(experiment: Experiment) -> str:
    return f"{'Cues' if experiment.loads is None else 'A load series'}, planned on {day(experiment.on)}"


def _said(store: Store, found: Stored[Experiment]) -> Voices:
    runs = _entered(store, found)
    if runs is None:
        return say_experiment(found.noun)
    answer = _analysed(found.noun, runs.noun, seed_of(runs.id))
    return say_load_answer(answer) if isinstance(answer, LoadAnswer) else say_cue_answer(answer)


def _entered(store: Store, found: Stored[Experiment]) -> Stored[Entries] | None:
    """Return the sheet entered last for an experiment, None before there is one."""
    sheets = [
        Stored(one.id, one.athlete, one.at, one.noun)
        for one in store.results(RUNS, athlete=found.athlete)
        if isinstance(one.noun, Entries) and one.noun.experiment == found.id
    ]
    return sheets[-1] if sheets else None


def _analysed(plan: Experiment, runs: Entries, seed: int) -> LoadAnswer | CueAnswer:
    return analyse_cues(plan, runs, seed=seed) if plan.loads is None else analyse_loads(plan, runs, seed=seed)


def _page(found: Stored[Experiment]) -> Page:
    experiment = found.noun
    remarks = (OPTIONAL,) if experiment.loads else ()
    return Page(found.id, experiment, say_experiment(experiment), _stop(experiment), remarks)


def _kept(store: Store, athlete: Athlete, made: Experiment | OutOfReach, *, at: datetime) -> tuple[Page | None, Voices]:
    if isinstance(made, OutOfReach):
        return None, say_out_of_reach(made)
    document = {"on": made.on.isoformat(), "arms": dict(made.arms), "noise": made.noise, "runs": len(made.runs)}
    making = made_by(KIND, made.outcome.value, [], document | {"athlete": athlete.key}, seed=made.seed)
    kept = store.save_result(making, made, athlete=athlete.name, saved_at=at)
    return _page(Stored(kept, athlete.key, at, made)), say_experiment(made)


def _suitability(store: Store, athlete: Athlete, today: frozenset[str], on: date) -> Suitability:
    readiness = athlete.intake.readiness if athlete.intake else None
    if readiness is None:
        raise InputError(
            f"{athlete.name} has not answered the health questions yet",
            why="They come before any all-out run",
            remedy="Answer them once: evenstride start",
        )
    others = ("heart", "chest_pain", "fainting", "joint", "medication", "inactive_three_months")
    return Suitability(
        age=athlete.least_age_on(on),
        pain="pain" in today or _hurt_lately(store, athlete, on),
        injury="injury" in today,
        new_to_speed="new" in today,
        pregnancy="pregnancy" in today or readiness.pregnancy,
        alone="alone" in today,
        health=any(getattr(readiness, name) for name in others),
    )


def _most_extra(athlete: Athlete, on: date) -> int:
    """Five flying twenties are 100 m, more than beginners and masters run fast in a session (care.md): four are not."""
    return 1 if athlete.level is Level.BEGINNER or athlete.is_masters(on) else 2


def _hurt_lately(store: Store, athlete: Athlete, on: date) -> bool:
    entries = store.log(athlete.name, since=on - timedelta(days=PAIN_DAYS), until=on + timedelta(days=1))
    return any(entry.all_red_flags or any(pain.level >= PAIN_SWAP for pain in entry.pains) for entry in entries)


def _body(store: Store, athlete: Athlete, told: Told) -> tuple[float, float]:
    bodies = [*store.bodies(athlete.name), *(item.noun.body for item in store.recordings(athlete.name))]
    masses = [body.mass for body in bodies if body.mass is not None]
    heights = [body.height for body in bodies if body.height is not None]
    mass = told.mass if told.mass is not None else (masses[-1] if masses else None)
    height = told.height if told.height is not None else (heights[-1] if heights else None)
    if mass is None or height is None:
        raise InputError(
            "body mass and height are needed",
            why="The load is 2 % of the one, its effect on the legs depends on the other",
            remedy="Give --mass in kg and --height in m",
        )
    return mass, height


def _noise(store: Store, athlete: Athlete, stated: float | None) -> Noise:
    trials: dict[date, tuple[float, ...]] = {}
    for item in store.recordings(athlete.name, kind=FieldTest):
        test = item.noun
        if isinstance(test, FieldTest) and test.test == FLYING_TEST and test.on is not None:
            known = trials.get(test.on, ())
            trials[test.on] = known + tuple(value for value in test.trials if value not in known)
    if stated is not None:
        return Noise(stated, "as you said")
    return own_noise(trials) or Noise(RUN_NOISE, "assumed: too few flying times of your own are stored")


def _seed(store: Store, athlete: Athlete, on: date, *what: str) -> int:
    """Return another seed for each experiment of an athlete; the day itself must not decide how many runs it takes."""
    kept = (one.noun for one in store.results(KIND, athlete=athlete.name))
    before = sum(isinstance(one, Experiment) and one.on < on for one in kept)
    return seed_of(content_id(f"{athlete.key} {before} {what}".encode()))


def _place(experiment: Experiment, arm: str) -> str:
    if experiment.loads is None:
        return ""
    places = {Wear.THIGHS: experiment.loads.from_hip, Wear.FOREARMS: experiment.loads.from_elbow}
    return "" if arm not in places else f"{100 * places[Wear(arm)]:.0f}"


def _stop(experiment: Experiment) -> tuple[str, ...]:
    if experiment.loads is None:
        return ("Anything that hurts, or two runs in a row that no longer feel crisp.",)
    share = stop_share(experiment.method_error)
    lines = [
        "Anything that hurts, slips or feels wrong.",
        f"A normal run more than {100 * share:.0f} % slower than the day's best normal run: "
        + ", ".join(f"{best:.2f} s → {best * (1 + share):.2f} s" for best in (2.0, 2.2, 2.4, 2.6))
        + ". Loaded runs are never compared.",
    ]
    if experiment.method_error >= HAND_ERROR:
        lines.append("With this timing no time can end a day: after each run ask “still crisp?”; no means stop.")
    return tuple(lines)
