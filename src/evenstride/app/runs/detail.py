"""Use case: one recording, what was measured from it, and where each number comes from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from evenstride.app.blocks.sealed import find_seal
from evenstride.app.care.body import with_told
from evenstride.app.observe import measure_tests
from evenstride.app.plots import draw_fit, draw_forces
from evenstride.app.reading.analyse import Profile, is_session, profile_sprint, summarise_steps
from evenstride.app.reading.in_situ import draw_session
from evenstride.app.results import making_of
from evenstride.app.runs.listed import RunLine, lines_of, open_run, run_line, shown_value
from evenstride.app.runs.pairs import TIMED_FORCE, pairs_of
from evenstride.app.runs.role_values import InstrumentsShown, show_instruments
from evenstride.app.why import explain_result
from evenstride.app.wiring import local_day
from evenstride.charts.plots import paired_steps
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import Anthropometrics, Athlete
from evenstride.core.chart import Figure
from evenstride.core.clip_review import corrections_of
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.metric import Analysis
from evenstride.core.paired_steps import PairsCourse
from evenstride.core.pose import KEYPOINTS
from evenstride.core.provenance import Reason
from evenstride.core.recording import Conditions, FieldTest, RawTest, Recording, SpeedTrace, Splits, StepEvents
from evenstride.core.roles import Side
from evenstride.core.run import Step, StepSummary
from evenstride.core.run_seed import run_seed
from evenstride.core.set_up import set_up_of
from evenstride.core.trial_told import ClipTold, TrialTold
from evenstride.core.units import Amount
from evenstride.science.in_situ.fit import fit_in_situ, measure_in_situ
from evenstride.science.steps.paired import measure_pairs_course
from evenstride.science.steps.summary import measure_steps_analysis
from evenstride.store import Store, Stored
from evenstride.words import day, say_disputed, say_no_pairs
from evenstride.words.video.review import say_corrected

OTHERS = 50
"""Most recordings offered to compare with."""


@dataclass(frozen=True, slots=True)
class MeasuredRun:
    """What was measured from one recording.

    Attributes
    ----------
    analysis : Analysis or None
        Every value; None where there is none, and `lacking` says why.
    figures : mapping of str to Figure
        `fit`, `force`, `session` or `pairs`, where they can be drawn.
    notes : tuple of str
        What could not be drawn or measured, in sentences.
    profile : Profile or None
        The fitted sprint.
    steps : StepSummary or None
        The measured steps.
    """

    analysis: Analysis | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict[str, Figure])
    lacking: str = ""
    notes: tuple[str, ...] = ()
    profile: Profile | None = None
    steps: StepSummary | None = None


@dataclass(frozen=True, slots=True)
class RunShown:
    """One recording as its page shows it.

    Attributes
    ----------
    facts : tuple of (str, str or Amount)
        How it was recorded: name, and words or an amount.
    values : Analysis or None
        Values of the run as a whole.
    sides : tuple of (str, Estimate or None, Estimate or None)
        Values of the left and of the right leg.
    steps : tuple of Step
        One row a step.
    others : tuple of RunLine
        What it may be compared with.
    reasons : tuple of Reason
        From the values back to the raw file.
    lacks_body : bool
        Whether a mass and a height, once told, would give it forces.
    instruments : InstrumentsShown or None
        What force plates and motion capture showed; None for a run of no such file.
    reviewable : bool
        Whether it is a clip of keypoints, which a person may review.
    """

    athlete: Athlete
    on: date
    line: RunLine
    facts: tuple[tuple[str, str | Amount], ...]
    measured: MeasuredRun
    values: Analysis | None
    sides: tuple[tuple[str, Estimate | None, Estimate | None], ...]
    steps: tuple[Step, ...]
    disputed: str
    others: tuple[RunLine, ...]
    reasons: tuple[Reason, ...]
    interpretation: tuple[str, ...]
    lacks_body: bool = False
    instruments: InstrumentsShown | None = None
    reviewable: bool = False


def measure_run(recording: Recording) -> MeasuredRun:
    """Measure one recording and draw it; what cannot be measured says why instead of raising."""
    try:
        match recording:
            case Splits() | SpeedTrace():
                return _session(recording) if is_session(recording) else _sprint(recording)
            case StepEvents():
                return _steps(recording)
            case FieldTest() | RawTest():
                return _test(recording)
    except (FitError, InputError) as problem:
        return MeasuredRun(lacking=str(problem))


def show_run(
    store: Store,
    athlete: Athlete,
    found: Stored[Recording],
    measured: MeasuredRun,
    *,
    at: datetime,
    told: Anthropometrics | None = None,
) -> RunShown:
    """Put the page of one recording together, and keep its values; `told` is the body told beside its file."""
    today = local_day(at)
    id, noun, analysis = found.id, with_told(found, told).noun, measured.analysis
    source = id
    if analysis is not None and isinstance(noun, Splits | SpeedTrace | StepEvents) and analysis.kind in _KEPT:
        source = store.save_result(making_of(id, noun, told=told), analysis, athlete=athlete.name, saved_at=at)
    instruments = show_instruments(store, athlete, found, at=at)
    if instruments is not None and instruments.measures_force:
        measured = _without_timed_force(measured)
        analysis = measured.analysis
    sources = (source, *(() if instruments is None else instruments.kept.ids))
    reasons = {reason.id: reason for one in sources for reason in explain_result(store, one, at=at)}
    return RunShown(
        athlete=athlete,
        on=today,
        line=run_line(found, shown_value(analysis)),
        facts=tuple(_facts(noun, told)),
        measured=measured,
        values=None if analysis is None else _whole(analysis),
        sides=() if analysis is None else _sides(analysis),
        steps=() if measured.steps is None else measured.steps.run.steps,
        disputed="" if analysis is None else say_disputed([analysis]),
        others=_others(store, athlete, found, today),
        reasons=tuple(reasons.values()),
        interpretation=noun.origin.interpretation,
        lacks_body=measured.profile is not None and None in (noun.body.mass, noun.body.height),
        instruments=instruments,
        reviewable=noun.device.kind == KEYPOINTS,
    )


def find_run(store: Store, athlete: Athlete, id: str, *, at: datetime) -> Stored[Recording]:
    """Return a recording that may be shown now; see `open_run`."""
    return open_run(store, athlete, id, local_day(at))


_KEPT = ("sprint", "steps")


def _sprint(recording: Splits | SpeedTrace) -> MeasuredRun:
    profile = profile_sprint(recording, seed=run_seed(recording))
    _, fit, analysis = profile
    figures = {"fit": draw_fit(recording, fit)}
    force = draw_forces(recording, fit)
    if isinstance(force, Figure):
        return MeasuredRun(analysis, figures | {"force": force}, profile=profile)
    return MeasuredRun(analysis, figures, notes=(_sentence("No force–velocity chart", force),), profile=profile)


def _session(recording: Splits | SpeedTrace) -> MeasuredRun:
    if not isinstance(recording, SpeedTrace):  # pragma: no cover - only a trace is a session
        return MeasuredRun()
    profile = fit_in_situ(recording, seed=run_seed(recording))
    analysis = measure_in_situ(recording, profile, body=recording.body)
    whole = "A whole session and not one sprint: only its hardest accelerations speak."
    return MeasuredRun(analysis, {"session": draw_session((recording, profile, analysis))}, notes=(whole,))


def _steps(recording: StepEvents) -> MeasuredRun:
    summary = summarise_steps(recording, seed=run_seed(recording))
    return _in_pairs(measure_steps_analysis(summary), summary, ())


def _without_timed_force(measured: MeasuredRun) -> MeasuredRun:
    """Return the steps without the force their times suggest: where plates measured it there is one account of it."""
    analysis, steps = measured.analysis, measured.steps
    if analysis is None or steps is None:
        return measured
    values = {name: one for name, one in analysis.values.items() if name.partition(".")[0] not in TIMED_FORCE}
    return _in_pairs(replace(analysis, values=values), steps, TIMED_FORCE)


def _in_pairs(analysis: Analysis, summary: StepSummary, without: Sequence[str]) -> MeasuredRun:
    recording = summary.run.recording
    pairs = pairs_of(recording, without=without)
    course = pairs if isinstance(pairs, Missing) else measure_pairs_course([(recording.on or date.min, pairs)])
    if isinstance(course, PairsCourse):
        return MeasuredRun(analysis, {"pairs": draw_figure(paired_steps.draw(course))}, steps=summary)
    return MeasuredRun(analysis, notes=(say_no_pairs(course),), steps=summary)


def _test(recording: FieldTest | RawTest) -> MeasuredRun:
    days = [one for days in measure_tests([recording]).values() for one in days]
    if not days:
        return MeasuredRun(lacking="Its trials give no value alone: a further trial or the other leg is missing.")
    values: dict[str, Estimate | Missing] = {}
    for one in days:
        values[one.test] = one.value.estimate()
        values |= {f"{one.test}.{side}": draws.estimate() for side, draws in one.sides.items()}
        values |= {f"{detail.name}{f'.{detail.side}' if detail.side else ''}": _exact(detail.value, detail.unit)
                   for detail in one.details}  # fmt: skip
    notes = tuple(flag.text for one in days for flag in one.flags)
    return MeasuredRun(Analysis(recording.athlete, recording.on, "test", values, notes))


def _exact(value: float, unit: str) -> Estimate | Missing:
    with suppress(ValueError):
        return Estimate(value, value, value, unit)
    return Missing("it could not be read")


def _sentence(what: str, missing: Missing) -> str:
    return f"{what}: {missing.reason}" + (f". {missing.remedy}." if missing.remedy else ".")


def _whole(analysis: Analysis) -> Analysis:
    sided = tuple(f".{side}" for side in Side)
    values = {name: value for name, value in analysis.values.items() if not name.endswith(sided)}
    return Analysis(analysis.athlete, analysis.on, analysis.kind, values, analysis.notes)


def _sides(analysis: Analysis) -> tuple[tuple[str, Estimate | None, Estimate | None], ...]:
    names = dict.fromkeys(name.rpartition(".")[0] for name in analysis.values if name.endswith((".left", ".right")))
    return tuple((name, _of_side(analysis, name, Side.LEFT), _of_side(analysis, name, Side.RIGHT)) for name in names)


def _of_side(analysis: Analysis, name: str, side: Side) -> Estimate | None:
    value = analysis.values.get(f"{name}.{side}")
    return value if isinstance(value, Estimate) else None


def _facts(recording: Recording, told: Anthropometrics | None) -> list[tuple[str, str | Amount]]:
    device, origin, body = recording.device, recording.origin, recording.body
    error = "" if device.timing_sd is None else f"{1000 * device.timing_sd:.3g} ms for one event"
    stated = f"{error} ({device.source})" if error and device.source else error
    said: list[tuple[str, str | Amount]] = [
        ("Measured with", set_up_of(recording).text),
        ("Device", device.name if device.name != device.kind else ""),
        ("Its stated error", stated),
        *_weather(recording.conditions),
        ("Body mass", "" if body.mass is None else Amount(body.mass, "kg")),
        ("Height", "" if body.height is None else Amount(body.height, "m")),
        ("Body told", "" if told is None or told.on is None else f"of {day(told.on)} {told.on.year}, not in the file"),
        ("Told with the file", _told_with(origin.told)),
        ("Corrected", say_corrected(corrections_of(recording))),
        *(_test_facts(recording) if isinstance(recording, FieldTest) else []),
        ("File", " ".join(part for part in (origin.file_name, origin.place) if part)),
        ("Read as", origin.reader),
    ]
    return [(name, words) for name, words in said if words != ""]


def _told_with(told: TrialTold | None) -> str:
    if told is None:
        return ""
    said = (
        f"the {told.first} foot came first" if told.first is not None else "",
        "the body mass" if told.mass is not None else "",
        f"standing still, {told.standing.file_name}" if told.standing is not None else "",
        "a mapping of its names" if told.mapping else "",
        f"sensors at {', '.join(told.worn)}" if told.worn else "",
        _filmed(told.clip),
    )
    return "; ".join(part for part in said if part)


def _filmed(clip: ClipTold | None) -> str:
    if clip is None:
        return ""
    said = (
        "" if clip.fps is None else f"filmed at {clip.fps:g} frames a second",
        "" if clip.scale is None else f"scale {clip.scale}",
        "" if clip.camera is None else f"{clip.camera} camera",
    )
    return ", ".join(part for part in said if part)


def _weather(conditions: Conditions) -> list[tuple[str, str]]:
    wind = "" if conditions.wind == 0.0 else f"{conditions.wind:+g} m/s, tailwind positive".replace("-", "−")
    reaction = "" if conditions.reaction_time is None else f"{conditions.reaction_time:g} s, taken off"
    return [("Wind", wind), ("Surface", conditions.surface), ("Reaction time", reaction)]


def _test_facts(test: FieldTest) -> list[tuple[str, str | Amount]]:
    return [
        ("Lever", "" if test.lever is None else Amount(test.lever, "m")),
        ("Shoes", test.shoes),
        ("Kit", ", ".join(test.kit)),
        ("Pain during it", "" if test.pain is None else f"{test.pain} of 10"),
    ]


def _others(store: Store, athlete: Athlete, found: Stored[Recording], today: date) -> tuple[RunLine, ...]:
    noun = found.noun
    kinds = (Splits, SpeedTrace) if isinstance(noun, Splits | SpeedTrace) else (type(noun),)
    near = [one for one in store.newest(athlete.name, kinds=kinds, most=OTHERS) if one.id != found.id]
    if isinstance(noun, FieldTest | RawTest):
        near = [one for one in near if isinstance(one.noun, FieldTest | RawTest) and one.noun.test == noun.test]
    lines = lines_of(store, near, find_seal(store, athlete, today))
    return tuple(line for line in lines if line.sealed_until is None)
