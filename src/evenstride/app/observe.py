"""From everything stored of one athlete, measured once, to what a diagnosis and a check depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from evenstride.app.reading.analyse import Profile
from evenstride.app.runs.measured import profiles_of, steps_of
from evenstride.app.trends import growing_lengths, role_changes, trends_of
from evenstride.core.athlete import Athlete
from evenstride.core.diagnosis import Observations
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.field_course import FieldCourse
from evenstride.core.metric import Better
from evenstride.core.progress import Progress, counted, no_progress
from evenstride.core.protocol import Speaks, find_protocol, owned_test_kit, protocols
from evenstride.core.raw import GyroTrace
from evenstride.core.recording import FieldTest, RawTest, Recording, SpeedTrace, Splits, StepEvents
from evenstride.core.roles import Evidence, Side
from evenstride.core.run import Capacity, StepAccount, StepSummary
from evenstride.core.set_up import DatedValue, SetUp, set_up_of
from evenstride.core.show import day_text, value_text
from evenstride.science.capacity.together import Trends
from evenstride.science.change.check import SPEED_SWC
from evenstride.science.change.comparable import Comparable, say_left_out, separate_set_ups, usual_set_up
from evenstride.science.change.own_error import measure_own_error, split_sessions
from evenstride.science.change.progress import measure_capacity_change, measure_outcome_change
from evenstride.science.field.course import measure_field_course
from evenstride.science.field.raw_tests import measure_raw
from evenstride.science.field.tests import measure_field_test
from evenstride.science.field.values import trial_values
from evenstride.science.noise import DAY_NOISE
from evenstride.science.steps.summary import account_steps
from evenstride.store import Stored

FLYING_TEST = "T0"
TOP_SPEED = "top speed"
FLYING_SPEEDS = {test: f"flying speed ({test})" for test in (FLYING_TEST, "T0b", "T0c")}
"""What the speed of each flying test is called, that over 20 m first."""

_KINDS = {Splits: "splits", SpeedTrace: "trace", StepEvents: "steps", FieldTest: "field test", RawTest: "field test"}
_TIME_A_RUN = "Time a flying 20 m or a sprint over gates"


@dataclass(frozen=True, slots=True)
class Series:
    """One quantity day by day.

    `day_noise` is the day-to-day scatter its values do not hold yet; `known_error` is that of `check_change`.
    """

    name: str
    better: Better
    values: tuple[DatedValue, ...]
    swc: float | None = None
    day_noise: float = 0.0
    known_error: bool | None = None

    def comparable(self, since: date | None = None, until: date | None = None) -> tuple[Comparable, ...]:
        """What of a period, both ends included, may be compared with each other; most days first."""
        inside = [
            one for one in self.values if (since is None or one.on >= since) and (until is None or one.on <= until)
        ]
        return separate_set_ups(inside)


@dataclass(frozen=True, slots=True)
class Measured:
    """An athlete's dated recordings and what was measured from each; recordings that carry nothing are left out.

    `profiles` and `steps` map recording ids to results, `capacities` field protocols to their days, oldest first.
    """

    stored: tuple[Stored[Recording], ...]
    profiles: Mapping[str, Profile]
    steps: Mapping[str, StepSummary]
    capacities: Mapping[str, tuple[Capacity, ...]]

    def speed(self, since: date | None = None) -> tuple[Series, Comparable] | None:
        """The speeds to follow: flying tests where two days of one set-up exist, else fitted top speeds; never mixed.

        Where nothing was measured on two days in one way, the first there is, which may hold a single day or days
        that need an assumption.
        """
        choices = [(one, found) for one in (*self._flying, self._top) for found in one.comparable(since)]
        alike = (choice for choice in choices if choice[1].days >= 2 and len(choice[1].set_ups) == 1)
        return next(alike, choices[0] if choices else None)

    @property
    def series(self) -> Iterator[Series]:
        """What can be compared between days: speeds first, then tests after their familiarisation sessions."""
        yield from self.speeds
        for test, days in self.capacities.items():
            protocol = protocols()[test]
            if protocol.speaks is not Speaks.OUTCOME:
                _, used = split_sessions(days, protocol)
                known = protocol.typical_error is not None
                yield Series(f"{protocol.plain_title} ({test})", protocol.better, _dated(used), known_error=known)

    @property
    def speeds(self) -> tuple[Series, ...]:
        """The speeds that were measured at all, flying tests before fitted top speeds."""
        return tuple(one for one in (*self._flying, self._top) if one.values)

    @property
    def courses(self) -> tuple[FieldCourse, ...]:
        """All days of every field test but those of speed itself, put together."""
        return tuple(
            measure_field_course(days, protocols()[test])
            for test, days in self.capacities.items()
            if protocols()[test].speaks is not Speaks.OUTCOME
        )

    @property
    def _flying(self) -> tuple[Series, ...]:
        """Flying runs over 20 m, then those over other metres: each is a test of its own."""
        return tuple(
            Series(name, Better.HIGHER, _dated([day for day in self.capacities.get(test, ()) if day.usable]), SPEED_SWC)
            for test, name in FLYING_SPEEDS.items()
        )

    @property
    def _top(self) -> Series:
        sprints = [(run.on, fit.parameters["mss"], set_up_of(run, fit=fit)) for run, fit, _ in self.profiles.values()]
        dated = tuple(DatedValue(day, mss, set_up) for day, mss, set_up in sprints if day is not None)
        return Series(TOP_SPEED, Better.HIGHER, dated, SPEED_SWC, DAY_NOISE)


def _dated(days: Sequence[Capacity]) -> tuple[DatedValue, ...]:
    return tuple(DatedValue(day.on, day.value, day.set_up) for day in days)


def measure_stored(
    stored: Sequence[Stored[Recording]], *, until: date, seed: int = 0, progress: Progress = no_progress
) -> Measured:
    """Measure every dated recording up to and with a day."""
    dated = _distinct([item for item in stored if item.noun.on is not None and item.noun.on <= until])
    runs = [item for item in dated if not isinstance(item.noun, FieldTest)]
    profiles: dict[str, Profile] = {}
    steps: dict[str, StepSummary] = {}
    for item in counted(runs, progress):
        profiles |= dict(profiles_of([item], seed))
        steps |= dict(steps_of([item], seed))
    return Measured(
        dated,
        profiles,
        steps,
        measure_tests([item.noun for item in dated], seed),
    )


def measure_tests(recordings: Sequence[Recording], seed: int = 0) -> Mapping[str, tuple[Capacity, ...]]:
    """Measure every day of every field test, by protocol, oldest first.

    Once the athlete's own error of a test is known, the days that count carry it instead of the protocol's.
    """

    def day(item: FieldTest) -> tuple[str, str, int]:
        return item.test, str(item.on), item.version

    tests = sorted(_field_tests(recordings), key=day)
    rows = {key: _merged(group) for key, group in groupby(tests, key=day)}
    found: dict[str, tuple[Capacity, ...]] = {}
    for (test, _, _), merged in rows.items():
        value = _measured(merged, None, seed)
        if value is not None:
            found[test] = (*found.get(test, ()), value)
    for test, days in found.items():
        _, used = split_sessions(days, protocols()[test])
        error = measure_own_error(used, protocols()[test])
        if error.own is not None:
            again = {one.on: _measured(rows[test, str(one.on), one.version], error.value, seed) for one in used}
            found[test] = tuple(again.get(one.on) or one for one in days)
    return found


def _measured(rows: list[FieldTest], error: float | None, seed: int) -> Capacity | None:
    """Return the value of a day, None where there is none.

    Rows that contradict each other (both legs together and each leg) say nothing, and must not lock all others out.
    """
    try:
        value = measure_field_test(rows, error=error, seed=seed)
    except InputError:
        return None
    return replace(value, set_up=set_up_of(*rows)) if isinstance(value, Capacity) else None


def _field_tests(recordings: Iterable[Recording]) -> Iterator[FieldTest]:
    """Give field tests as they were entered, and those that raw input makes; what carries no trial adds nothing."""
    for item in recordings:
        if isinstance(item, FieldTest):
            yield item
        elif isinstance(item, RawTest):
            with suppress(InputError, FitError):
                yield from measure_raw(item).tests


def _distinct(stored: Sequence[Stored[Recording]]) -> tuple[Stored[Recording], ...]:
    """Keep each recording once: an export that overlaps an earlier one holds the same runs again.

    Of a field test the row entered last is kept: the same trials with another lever or mass are a correction.
    """
    last: dict[tuple[object, ...], Stored[Recording]] = {}
    for item in stored:
        if isinstance(item.noun, FieldTest):
            key = (item.athlete, item.noun.on, *_content(item.noun))
            last[key] = item if key not in last else max(item, last[key], key=lambda one: one.at)
    first: dict[tuple[object, ...], Stored[Recording]] = {}
    for item in stored:
        if isinstance(item.noun, FieldTest) and last[item.athlete, item.noun.on, *_content(item.noun)] is not item:
            continue
        first.setdefault((item.athlete, item.noun.on, *_content(item.noun)), item)
    return tuple(first.values())


def _content(recording: Recording) -> tuple[object, ...]:
    match recording:
        case Splits():
            return "splits", recording.distances.tobytes(), recording.times.tobytes()
        case SpeedTrace():
            return "trace", recording.times.tobytes(), recording.speeds.tobytes()
        case StepEvents():
            return "steps", recording.contacts
        case FieldTest():
            return recording.test, recording.version, recording.side, recording.unit, recording.trials, recording.pairs
        case RawTest():
            raw = recording.raw
            inside = (raw.times.tobytes(), raw.rates.tobytes()) if isinstance(raw, GyroTrace) else (raw,)
            return "raw", recording.test, recording.version, recording.side, *inside


def _merged(rows: Iterable[FieldTest]) -> list[FieldTest]:
    """Put the trials of one side and day into one row, each once."""
    sides: dict[Side | None, FieldTest] = {}
    for row in rows:
        known = sides.get(row.side)
        sides[row.side] = row if known is None else _together(known, row)
    return list(sides.values())


def _together(known: FieldTest, more: FieldTest) -> FieldTest:
    if known.unit != more.unit or bool(known.pairs) != bool(more.pairs):
        # A gate's speed and a film's time of one day are the same quantity in two forms.
        known, more = _as_values(known), _as_values(more)
    trials = known.trials + tuple(trial for trial in more.trials if trial not in known.trials)
    pairs = known.pairs + tuple(trial for trial in more.pairs if trial not in known.pairs)
    return replace(known, trials=trials, pairs=pairs, extras=known.extras + more.extras)


def _as_values(test: FieldTest) -> FieldTest:
    """Put trials into the unit of their test; what cannot be put there is left out, as a day of its own would be."""
    values: tuple[float, ...] | Missing = ()
    unit = test.unit
    with suppress(InputError):
        protocol = find_protocol(test.test, test.version)
        values, unit = trial_values(test, protocol), protocol.unit
    return replace(test, trials=() if isinstance(values, Missing) else values, pairs=(), unit=unit)


def observe(athlete: Athlete, measured: Measured, *, on: date, seed: int = 0) -> Observations:
    """Put together what a diagnosis depends on."""
    known = protocols()
    changes = [measure_capacity_change(days, known[test], seed=seed) for test, days in measured.capacities.items()]
    evidence = tuple(item for item in changes if isinstance(item, Evidence))
    trends = measure_trends_of(athlete, measured, on=on, seed=seed)
    both, role_change = role_changes(trends)
    since = both or min((item.since for item in evidence), default=None)
    kit = athlete.intake.kit if athlete.intake is not None else ()
    sessions = {test: sum(map(len, split_sessions(days, known[test]))) for test, days in measured.capacities.items()}
    return Observations(
        athlete=athlete.name,
        on=on,
        age=athlete.least_age_on(on),
        evidence=evidence,
        seen=frozenset(_KINDS[type(item.noun)] for item in measured.stored),
        tests_begun=frozenset(measured.capacities),
        speed_change=_speed_change(measured, since, seed),
        speed_now=_speed_now(measured, since),
        since=since,
        level=athlete.level,
        kit=owned_test_kit(kit) if kit else None,
        account=_account(measured, since),
        changes=role_change,
        sessions=sessions,
    )


def measure_trends_of(athlete: Athlete, measured: Measured, *, on: date, seed: int = 0) -> Trends:
    """Measure the trends of every role and of speed from everything measured of an athlete."""
    lengths = growing_lengths([item.noun for item in measured.stored], athlete.least_age_on(on))
    speed = measured.speed()
    values, noise = ((), 0.0) if speed is None else (speed[1].dated, speed[0].day_noise)
    return trends_of(measured.capacities, values, day_noise=noise, lengths=lengths, seed=seed)


def seed_of(id: str) -> int:
    """Return a seed of its own for each stored thing, whatever else is stored; a run's is `run_seed`."""
    return int(id[:8], 16)


def set_up_notes(measured: Measured, since: date | None) -> tuple[str, ...]:
    """Say which days a diagnosis did not compare because they were measured in another way."""
    notes: list[str] = []
    speed = measured.speed(since)
    if speed is not None and speed[1].left_out:
        notes.append(_note(speed[0].name, speed[1].set_ups[0], speed[1].left_out))
    for one in measured.series:
        used = next(iter(one.comparable()), None)
        if one.name not in (TOP_SPEED, *FLYING_SPEEDS.values()) and used is not None and used.left_out:
            notes.append(_note(one.name, used.set_ups[0], used.left_out))
    runs = _dated_steps(measured, since)
    if len({set_up for _, set_up, _ in runs}) > 1:
        notes.append(
            "Steps: only runs measured in the same way are compared, because devices time contacts differently."
        )
    return tuple(notes)


def _note(name: str, set_up: SetUp, left_out: Sequence[DatedValue]) -> str:
    return f"{name[:1].upper()}{name[1:]}: the days with {set_up.text} are compared. {say_left_out(left_out)}"


def _speed_change(measured: Measured, since: date | None, seed: int) -> Draws | Missing:
    found = measured.speed(since)
    if found is None:
        return _no_speed(measured) if measured.speed() is None else measure_outcome_change([])
    speed, within = found
    if within.assumed:
        ways = "; ".join(set_up.text for set_up in within.set_ups)
        return Missing(
            f"speed was measured in different ways ({ways}), and they are not compared",
            "Measure speed again as on one of those days",
        )
    return measure_outcome_change(within.dated, day_noise=speed.day_noise, seed=seed)


def _speed_now(measured: Measured, since: date | None) -> Estimate | Missing:
    found = measured.speed(since) or measured.speed()
    return _no_speed(measured) if found is None else found[1].values[-1].value.estimate()


def _no_speed(measured: Measured) -> Missing:
    """Why there is no speed to follow: steps may hold one, which is that of these steps and never followed here."""
    found = [(day, run.both["speed"]) for day, _, run in _dated_steps(measured, None) if "speed" in run.both]
    if not found:
        return Missing("no speed was measured", _TIME_A_RUN)
    day, speed = found[-1]
    said = f"the steps of {day_text(day)} were run at {value_text(speed.estimate())} {speed.unit}"
    return Missing(f"no run was timed; {said}", _TIME_A_RUN)


def alike_steps(measured: Measured, since: date | None = None) -> list[tuple[date, StepSummary]]:
    """Return the runs with steps that were measured in the way most were, oldest first, with their days."""
    runs = _dated_steps(measured, since)
    usual = usual_set_up((day, set_up) for day, set_up, _ in runs)
    return [] if usual is None else [(day, run) for day, set_up, run in runs if set_up == usual]


def _account(measured: Measured, since: date | None) -> StepAccount | None:
    """Account for the change between the first and the last day with steps and speed measured in one way."""
    alike = alike_steps(measured, since)
    if not alike:
        return None
    try:
        return account_steps(alike[0][1], alike[-1][1])
    except FitError:
        return None


def _dated_steps(measured: Measured, since: date | None) -> list[tuple[date, SetUp, StepSummary]]:
    """Every run with steps, oldest first, with the day and the way it was measured."""
    runs = [(item.noun.on, set_up_of(item.noun), measured.steps.get(item.id)) for item in measured.stored]
    dated = [
        (day, set_up, run)
        for day, set_up, run in runs
        if day is not None and run is not None and (since is None or day >= since)
    ]
    return sorted(dated, key=lambda item: item[0])
