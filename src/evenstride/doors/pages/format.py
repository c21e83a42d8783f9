"""How pages write dates, doses and names; sentences come ready from `words`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from evenstride.core.athlete import LIMIT_VERDICT_AGE, Athlete
from evenstride.core.chart import Figure
from evenstride.core.check import Check, Verdict
from evenstride.core.claim import Trial, TrialVerdict
from evenstride.core.diagnosis import NextTest, Situation
from evenstride.core.estimate import Missing
from evenstride.core.log import Feel, LogEntry, Pain
from evenstride.core.overview import Overview, Voices
from evenstride.core.plan import Clash, Dose, Kind, Plan, Prescription, Session
from evenstride.core.protocol import GAMES_BELOW_AGE, FieldProtocol, protocols
from evenstride.core.roles import Side
from evenstride.core.show import number
from evenstride.doors.pages import body_map
from evenstride.doors.pages.speech import figure, say, word
from evenstride.doors.pages.units import distance, load

_NAMES = {
    "mss": "Top speed of the curve (MSS)",
    "mac": "First push (MAC)",
    "tau": "Time constant (TAU)",
    "pmax": "Peak power without drag",
    "pmax_fv": "Peak power",
    "f0": "Force at the start (F0)",
    "f0_rel": "Force at the start, per kg",
    "v0": "Speed where force ends (V0)",
    "rf_max": "RFmax",
    "drf": "DRF",
    "time_correction": "Start correction",
    "flying_distance": "Start correction, distance",
    "distance_correction": "Zero of the distances",
}
_LOOKS = {
    Verdict.WORKING: "up",
    Verdict.NOT_YET: "flat",
    Verdict.NOT_WORKING: "down",
    Verdict.CANNOT_TELL: "unsure",
}
State = tuple[str, str]
"""Look (up, flat, down or unsure) and word of a check."""


def headline(text: str) -> tuple[str, str]:
    """Split a verdict into its first sentence and the rest.

    Examples
    --------
    >>> headline("Speed 8.6 m/s is level. Train both.")
    ('Speed 8.6 m/s is level.', 'Train both.')
    """
    first, dot, rest = text.partition(". ")
    return (first + ".", rest) if dot else (text, "")


def metric_name(name: str) -> str:
    """Write the name of a metric for people.

    Examples
    --------
    >>> metric_name("contact_time"), metric_name("contact_length.left")
    ('Contact time', 'Contact length, left')
    """
    metric, dot, side = name.rpartition(".")
    if dot and side in tuple(Side):
        return f"{metric_name(metric)}, {side}"
    words = name.replace("_", " ").strip()
    return _NAMES.get(name, words[:1].upper() + words[1:])


def unit_text(unit: str) -> str:
    """Write a unit after its value; a ratio has none."""
    return "" if unit == "1" else f" {unit}"


def share(share: float) -> str:
    """Write a share in per cent without a sign."""
    return f"{number(100 * share)} %"


def in_100(probability: float) -> str:
    """Write a probability as a whole chance in 100."""
    return number(100 * probability, 0)


def day(on: date) -> str:
    """Write a date without its year."""
    return say("{day} {month}", day=on.day, month=word(f"{on:%B}"))


def weekday(on: date) -> str:
    """Write a day of the plan: `Thu 14 May`."""
    return say("{weekday} {day} {month}", weekday=word(f"{on:%a}"), day=on.day, month=word(f"{on:%b}"))


def full_day(on: date | None) -> str:
    """Write a day with its year, or that there is none.

    Examples
    --------
    >>> full_day(date(2026, 5, 14)), full_day(None)
    ('Thu 14 May 2026', 'No date')
    """
    return say("No date") if on is None else f"{weekday(on)} {on.year}"


def this_week(plan: Plan, on: date) -> tuple[tuple[Session, ...], tuple[Session, ...]]:
    """Split the sessions of a plan into those of the week around a day and those after it."""
    first = plan.week_start(on)
    after = first + timedelta(weeks=1)
    now = tuple(session for session in plan.sessions if first <= session.on < after)
    return now, tuple(session for session in plan.sessions if session.on >= after)


def last_day(plan: Plan) -> date:
    """Return the last day a plan holds."""
    return plan.start + timedelta(weeks=plan.weeks) - timedelta(days=1)


def usual_weeks(overview: Overview) -> int:
    """Return for how many weeks a new plan is offered: as many as the one before had, at most four."""
    return min(max(overview.plan.weeks, 1), 4) if isinstance(overview.plan, Plan) else 1


def seconds(duration: float) -> str:
    """Write a duration in seconds, from two minutes on in minutes.

    Examples
    --------
    >>> seconds(60), seconds(240), seconds(150)
    ('60 s', '4 min', '2.5 min')
    """
    return figure(f"{duration:g} s" if duration < 120 else f"{duration / 60:.3g} min")


def dose_text(dose: Dose) -> str:
    """Write a dose in one line, in the units of the page.

    Examples
    --------
    >>> dose_text(Dose(reps=4, distance=20, run_in=25, rest=240, intensity=1.0))
    '4 × 20 m · 25 m run-in · 100 % · rest 4 min'
    """
    count = f"{dose.sets} × {dose.reps}" if dose.sets > 1 else f"{dose.reps}"
    amount = [distance(dose.distance)] if dose.distance is not None else []
    amount += [seconds(dose.duration)] if dose.duration is not None else []
    reps = say("{count} rep", count=count) if dose.reps == 1 else say("{count} reps", count=count)
    parts = [f"{count} × {' in '.join(amount)}" if amount else reps]
    if dose.run_in is not None:
        parts.append(say("{distance} run-in", distance=distance(dose.run_in)))
    if dose.load is not None:
        parts.append(load(dose.load))
    if dose.rir is not None:
        parts.append(say("{reps} in reserve", reps=figure(f"{dose.rir:g}")))
    if dose.intensity is not None:
        parts.append(f"{number(100 * dose.intensity, 0)} %")
    if dose.rest is not None:
        parts.append(say("rest {time}", time=seconds(dose.rest)))
    return " · ".join([*parts, word(dose.note)] if dose.note else parts)


def effort(entry: LogEntry) -> str:
    """Write what was told of a session; zero is told, None is not."""
    told = (entry.minutes, entry.rpe, entry.joy)
    minutes, effort, joy = (None if value is None else figure(f"{value:g}") for value in told)
    parts = [] if minutes is None else [f"{minutes} min"]
    parts += [] if effort is None else [say("effort {value}", value=effort)]
    parts += [] if joy is None else [say("joy {value}", value=joy)]
    return " · ".join(parts)


def pain_text(pain: Pain) -> str:
    """Write a pain as information: place, side and level."""
    told = say("Pain: {place}, {level} of 10", place=place_text(pain.place, pain.side), level=pain.level)
    return told + say(", worse next morning") if pain.worse_next_morning else told


def place_text(place: str, side: str | None) -> str:
    """Write a place that hurts with its side; what has no word of ours stays as it was told.

    Examples
    --------
    >>> place_text("hamstring", "left"), place_text("rib", None)
    ('left hamstring', 'rib')
    """
    if side == "left":
        return say("left {place}", place=word(place))
    if side == "right":
        return say("right {place}", place=word(place))
    return f"{side} {word(place)}" if side else word(place)


def can_be_logged(overview: Overview, session: Session) -> bool:
    """Whether a planned session can be ticked as done: its day has come, and it was not logged yet."""
    told = {entry.session for entry in overview.log}
    return not is_rest(session) and session.on <= overview.on and bool(session.id) and session.id not in told


def is_missing(value: object) -> bool:
    """Whether a value is Missing."""
    return isinstance(value, Missing)


def is_figure(cell: str) -> bool:
    """Whether a table's cell is a number or an interval, which must not break.

    Examples
    --------
    >>> is_figure("−1.1 to +1.5 %"), is_figure("side film at 240 a second")
    (True, False)
    """
    return any(char.isdigit() for char in cell) and len(cell) <= 18


def is_clash(plan: object) -> bool:
    """Whether no plan exists."""
    return isinstance(plan, Clash)


def check_state(check: Check) -> State:
    """Return look and word of a check: the verdict for speed, the change alone for a field test.

    A speed below its error is called down rather than a block that does not work; a masters athlete holds.
    """
    if check.age_trend is not None:
        return "flat", "Holding"
    if check.swc is not None and check.change.high >= 0:
        return _LOOKS[check.verdict], check.verdict.value.capitalize()
    if check.change.low > 0:
        return "up", "Up"
    return ("down", "Down") if check.change.high < 0 else ("unsure", "No change seen")


def is_youth(overview: Overview) -> bool:
    """Whether the athlete is too young for any verdict."""
    return is_young(overview.athlete, overview.on)


def is_young(athlete: Athlete, on: date) -> bool:
    """Whether somebody is too young for any verdict on a day."""
    age = athlete.age_on(on)
    return age is not None and age < LIMIT_VERDICT_AGE


def is_short(overview: Overview) -> bool:
    """Whether times alone were seen: then there is no part of the stride to show."""
    return overview.diagnosis is not None and overview.diagnosis.situation is Situation.SPLITS_ONLY


def stopped(overview: Overview) -> tuple[str, ...]:
    """Return why nothing is planned, empty when that is not so."""
    plan = overview.plan
    if not isinstance(plan, Plan) or not plan.stopped:
        return ()
    return plan.notes or (say("Nothing is planned now."),)


def protocol(test: NextTest) -> FieldProtocol | None:
    """Return how a test is done, where a protocol is shipped for it."""
    return protocols().get(test.test)


def is_rest(session: Session) -> bool:
    """Whether a day of the plan holds nothing to do."""
    return session.kind is Kind.REST


def rest(seconds: float) -> str:
    """Write a rest between trials.

    Examples
    --------
    >>> rest(60.0), rest(300.0), rest(45.0)
    ('1 min', '5 min', '45 s')
    """
    return f"{seconds / 60.0:g} min" if seconds >= 60.0 else f"{seconds:g} s"


def is_child(athlete: Athlete, on: date) -> bool:
    """Whether field tests are games for somebody on a day."""
    age = athlete.least_age_on(on)
    return age is not None and age < GAMES_BELOW_AGE


def own_reasons(protocol: FieldProtocol) -> tuple[str, ...]:
    """Return why somebody should leave out this test in particular; what holds for all stands once on the page."""
    everywhere = frozenset.intersection(*(frozenset(one.contraindications) for one in protocols().values()))
    levels = (f"other levels than {' or '.join(protocol.levels)}",) if protocol.levels else ()
    return (*(one for one in protocol.contraindications if one not in everywhere), *levels)


def told_claims(tried: tuple[tuple[Trial, Voices], ...]) -> tuple[tuple[Trial, Voices], ...]:
    """Return the claims the data speak to."""
    return tuple(pair for pair in tried if pair[0].verdict is not TrialVerdict.CANNOT_TELL)


def open_claims(tried: tuple[tuple[Trial, Voices], ...]) -> tuple[tuple[Trial, Voices], ...]:
    """Return the claims that cannot be told yet."""
    return tuple(pair for pair in tried if pair[0].verdict is TrialVerdict.CANNOT_TELL)


def claim_name(claim: str) -> str:
    """Return the id of a claim as a heading.

    Examples
    --------
    >>> claim_name("both-must-grow")
    'Both must grow'
    """
    return claim.replace("-", " ").capitalize()


def boxes(dose: Dose) -> range:
    """Return one box to tick for each run of a dose, each set of anything else.

    Examples
    --------
    >>> len(boxes(Dose(sets=3, reps=5))), len(boxes(Dose(reps=5, distance=20.0))), len(boxes(Dose(duration=600.0)))
    (3, 5, 1)
    """
    return range(dose.sets * dose.reps if dose.distance is not None else dose.sets)


def feels() -> tuple[str, ...]:
    """Return the words for how a session felt."""
    return tuple(Feel)


def todays(overview: Overview) -> tuple[Session, ...]:
    """Return what is planned for the day of an overview, rest left out."""
    sessions = overview.plan.sessions if isinstance(overview.plan, Plan) else ()
    return tuple(one for one in sessions if one.on == overview.on and not is_rest(one))


def has_sides(figures: Mapping[str, Figure]) -> bool:
    """Whether anything is drawn of push and swing, or of how steps changed."""
    return any(name in figures for name in ("push-swing", "capacity-time", "steps-account"))


def words(names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return each name as value and word of a choice."""
    return tuple((name, word(name)) for name in names)


def rpe_words() -> tuple[tuple[str, str], ...]:
    """Return the steps of the effort scale, those with a word at the ends and the middle."""
    said = {
        0: say("nothing", of="effort"), 2: say("easy", of="effort"), 5: say("hard", of="effort"),
        7: say("very hard", of="effort"), 10: say("all", of="effort"),
    }  # fmt: skip
    return tuple((str(step), said.get(step, "")) for step in range(11))


def kinds() -> tuple[str, ...]:
    """Return the kinds of session one may log."""
    return tuple(kind.value for kind in Kind if kind is not Kind.REST)


def places() -> tuple[str, ...]:
    """Return the words for a place that hurts."""
    return tuple(sorted(body_map.PLACES))


def live_runs(session: Session) -> Prescription | None:
    """Return the timed fast runs of a session, at which its stop rule is kept; None where it has none."""
    if not session.kind.is_speed:
        return None
    runs = [one for one in session.prescriptions if one.dose.distance is not None and one.dose.reps * one.dose.sets > 1]
    return max(runs, key=lambda one: one.dose.fast_metres, default=None)
