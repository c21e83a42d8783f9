"""What a plan says about itself: readiness, what pain changed, and words it did not understand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from evenstride.core.log import PAIN_STOP, PAIN_SWAP, Pain
from evenstride.core.plan import Request, Session
from evenstride.plan.body import TISSUES, is_swing_blocked, known_tissues, pain_levels, tissues_of, told_pains
from evenstride.plan.day_notes import tell_days
from evenstride.plan.exercises import exercises
from evenstride.plan.kit import KIT, unknown_kit
from evenstride.plan.limits import PAIN_INTENSITY, SWING_PAIRED_WITH, is_swing_emphasised
from evenstride.plan.rules.readiness import why_easy
from evenstride.plan.swing_share import tell_less_swing
from evenstride.plan.templates import openness, prepare_templates
from evenstride.plan.way_back_notes import tell_returned, tell_way_back


def tell_notes(request: Request, sessions: Sequence[Session] = ()) -> tuple[str, ...]:
    """Return the notes of a plan, the most serious first; what only its sessions show is told where they are given.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> tell_notes(Request(date(2026, 1, 5), 1, Level.TRAINED, {}, pains=(Pain("knee", 5, side="left"),)))
    ('Left knee 5/10: nothing here loads it. Please let a doctor or physiotherapist take a look.',)
    """
    ready = () if request.ready else (why_easy(request),)
    return (
        *ready,
        *_pain_notes(request),
        *tell_way_back(request),
        *tell_returned(request),
        *tell_days(request, sessions),
        *_swing_notes(request),
        *filter(None, (tell_less_swing(sessions, request),)),
        *_kit_notes(request),
    )


def _pain_notes(request: Request) -> Iterator[str]:
    levels = pain_levels(request)
    for pain in _strongest(told_pains(request)):
        level = max(levels[tissue] for tissue in tissues_of(pain.place))
        if level < PAIN_SWAP:
            continue
        if not known_tissues(pain.place):
            yield _unknown(pain, level)
        elif level >= PAIN_STOP:
            why = "" if pain.level >= PAIN_STOP else ", and it comes back or was worse next morning"
            own = "; leave your own sport out too" if request.sport else ""
            look = "Please let a doctor or physiotherapist take a look."
            yield (
                f"{_named(pain)}{why}: nothing planned here loads it{own}. {look}"
                if own
                else (f"{_named(pain)}{why}: nothing here loads it. {look}")
            )
        else:
            own = " In your own sport go easy too, and stop if it grows." if request.sport else ""
            yield f"{_swapped(pain, replace(request, pains=(), log=()))}{own}"


def _swing_notes(request: Request) -> Iterator[str]:
    """Say what is missing beside a swing emphasis where no exercise for it is open."""
    if not is_swing_emphasised(request) or is_swing_blocked(request):
        return
    ready = {
        tissue
        for template in prepare_templates(request)
        for item in template.prescriptions
        for tissue in item.exercise.prepares
    }
    missing = [tissue for tissue in SWING_PAIRED_WITH if tissue not in ready]
    if missing:
        yield (
            f"Swing work goes with preparing {_listed(missing)}, and no exercise for that is open to you now; "
            "keep the swing work easy."
        )


def _swapped(pain: Pain, painless: Request) -> str:
    """Say what a mild pain takes from what sessions would offer this athlete without any."""
    tissues = set(tissues_of(pain.place))
    offered = {item.exercise.code for template in prepare_templates(painless) for item in template.prescriptions}
    hard = [item for item in exercises().values() if item.code in offered and not tissues.isdisjoint(item.hard_on)]
    is_open = openness(painless)
    groups = list(dict.fromkeys(item.group for item in hard if is_open(item)))
    changed = [f"{_listed(groups)} give way to lighter work"] if groups else []
    if tissues != {"upper body"}:
        changed.append(f"no run is faster than {100 * PAIN_INTENSITY:.0f} %")
    return f"{_named(pain)}: {', and '.join(changed) or 'go by feel'}."


def _unknown(pain: Pain, level: int) -> str:
    what = (
        "nothing here loads any part" if level >= PAIN_STOP else "everything that loads legs, back or arms is lightened"
    )
    return (
        f"“{pain.place}” {pain.level}/10: we are not sure where that is, so {what}. Name one of: {', '.join(TISSUES)}."
    )


def _strongest(pains: Iterable[Pain]) -> Iterator[Pain]:
    """Yield each named place once, as strong as it was told, in the order of the words."""
    strongest: dict[str, Pain] = {}
    for pain in pains:
        name = _named(pain).split(" ")[:-1]
        known = strongest.get(" ".join(name))
        if known is None or pain.level > known.level:
            strongest[" ".join(name)] = pain
    return (strongest[name] for name in sorted(strongest))


def _named(pain: Pain) -> str:
    place = pain.place.strip()
    side = "" if pain.side is None or pain.side.casefold() in place.casefold() else f"{pain.side} "
    said = f"{side}{place}"
    return f"{said[0].upper()}{said[1:]} {pain.level}/10"


def _kit_notes(request: Request) -> Iterator[str]:
    if words := unknown_kit(request.kit):
        said = _listed([f"“{word}”" for word in words])
        yield f"{said} mean{'s' if len(words) == 1 else ''} nothing to the planner; it knows {_listed(KIT)}."


def _listed(words: Iterable[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last
