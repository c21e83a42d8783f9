"""The outline of the coming months and how an athlete trains, in lines."""

from __future__ import annotations

from evenstride.core.athlete import Athlete
from evenstride.core.outline import AFTER_EVENT, Outline, OutlineWeek
from evenstride.core.plan import Kind
from evenstride.core.training import Phase, Stage, Training
from evenstride.words.format import day, listed
from evenstride.words.planning.plan import CARE_NOTE

_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")
RISK = (
    "The aggressive weeks carry a higher risk of getting hurt and of getting tired of it. Two days between fast "
    "sessions, the rest day, the pain rules and the stop rule hold on, and a light week follows."
)


def say_outline(outline: Outline) -> tuple[str, ...]:
    """Return an outline as lines: a head, each week, and how sure it is that nothing is better."""
    head = f"{len(outline.weeks)} weeks from {day(outline.start)}"
    lines = [f"{head}, towards {day(outline.event)}." if outline.event is not None else f"{head}."]
    if any(week.phase is Phase.AGGRESSIVE for week in outline.weeks):
        lines.append(RISK)
    lines += [
        f"{number:>2}. {day(week.start):<12} {week.phase:<10} {_what(outline, week)}"
        for number, week in enumerate(outline.weeks, start=1)
    ]
    lines += _said_below(outline)
    gaps = [f"{name} by up to {gap:g}" for name, gap in outline.gaps.items() if gap > 0.0]
    lines.append(f"It could be better in: {', '.join(gaps)}." if gaps else "No better outline exists for these aims.")
    lines.append("The next four weeks come in detail from evenstride plan --weeks 4; make the outline again as you go.")
    return (*lines, CARE_NOTE)


def _what(outline: Outline, week: OutlineWeek) -> str:
    """Return what a week holds: its theme and figures, or its kinds of session where no speed session is open."""
    if week.phase is Phase.AWAY:
        return "nothing planned"
    parts = [f"{100 * week.load:.0f} % of a usual week"] if week.load is not None else []
    parts += [f"up to {100 * week.intensity:.0f} %"] if week.intensity is not None else []
    after = " (the week after what counted)" if week.reason == AFTER_EVENT else ""
    if week.theme is not None:
        return f"{week.theme:<19} {', '.join(parts)}".rstrip() + after
    return "; ".join((_kinds_of(outline, week), *parts)).replace("; up to", "; runs up to") + after


def _kinds_of(outline: Outline, week: OutlineWeek) -> str:
    """Name the kinds of a week without speed sessions; for the young strength is light."""
    young = outline.stage is None and week.kinds != (Kind.EASY,)
    named = ["light strength" if young and kind is Kind.STRENGTH else kind.value for kind in week.kinds]
    return listed(named) if named else "nothing planned"


def _said_below(outline: Outline) -> list[str]:
    lines: list[str] = []
    if outline.stage is not None:
        lines.append(
            f"All weeks hold what step {outline.stage.number} of {len(Stage)}, {outline.stage}, allows: no load and no "
            "date is set for the next one. You and your clinician decide when; make the outline again then."
        )
        if outline.event is not None:
            lines.append(f"Whether you start on {day(outline.event)} is for your clinician and you to say.")
    elif any(week.theme is None and week.kinds == (Kind.EASY,) for week in outline.weeks):
        lines.append("All is easy until the health questions are answered, or a doctor has said yes.")
    elif any(week.theme is None and Kind.PLAY in week.kinds for week in outline.weeks):
        lines.append("Speed sessions wait for their age: fast running comes in games.")
    return lines


def say_training(athlete: Athlete, training: Training) -> tuple[str, ...]:
    """Return how an athlete trains as lines, answers of the first start included."""
    lines = [f"Practises: {training.practice}{', preparing a race' if training.racing else ''}."]
    if training.long_races:
        lines.append("Races 200 or 400 m.")
    if training.years is not None:
        lines.append(f"Trains regularly for {training.years:g} years.")
    if training.injured is not None:
        lines.append(f"Last day with an injury: {day(training.injured)}.")
    lines += [f"{_WEEKDAYS[one.weekday]}: {one.sport.name} ({one.sport.load})." for one in training.weekly]
    lines += [f"{day(one.on)}: {one.sport.name} ({one.sport.load})." for one in training.matches]
    if athlete.intake is not None:
        free = [_WEEKDAYS[number] for number in athlete.intake.days]
        lines.append(f"Has {athlete.intake.minutes} minutes on {'all days' if len(free) == 7 else listed(free)}.")
        lines.append(f"Owns: {', '.join(athlete.intake.kit) or 'nothing named'}.")
        if athlete.intake.goal:
            lines.append(f"Goal: {athlete.intake.goal}.")
    return (*lines, f"Level: {athlete.level}.")
