"""Where it hurts: an athlete's words for a place as tissues that exercises load, and what pain asks of today."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from evenstride.core.log import PAIN_STOP, PAIN_SWAP, Pain
from evenstride.core.plan import Request
from evenstride.plan.history import is_training
from evenstride.plan.limits import CALM_WEEK, GAP_DAYS, PAIN_RUNNING, SWING_BLOCKED_BY

LOWER_LEG = ("calf", "achilles", "shin", "foot", "ankle")
LEG = ("hamstring", "groin", "hip flexor", "quadriceps", "knee", "hip", *LOWER_LEG)
TISSUES = (*LEG, "back", "upper body")
GROUPS: Mapping[str, tuple[str, ...]] = {"leg": LEG, "lower leg": LOWER_LEG}

_WORDS: Mapping[str, tuple[str, ...]] = {
    "hamstring": ("hamstring", "back of thigh", "back of the thigh"),
    "groin": ("groin", "adductor", "inner thigh", "pubic"),
    "hip flexor": ("hip flexor", "psoas", "front of hip", "front of the hip"),
    "quadriceps": ("quad", "front of thigh", "front of the thigh"),
    "knee": ("knee", "patella", "kneecap"),
    "calf": ("calf", "calves", "soleus"),
    "achilles": ("achilles", "heel"),
    "shin": ("shin", "tibia"),
    "foot": ("foot", "feet", "toe", "arch", "sole", "plantar", "heel"),
    "ankle": ("ankle",),
    "back": ("lower back", "low back", "spine", "lumbar"),
    "upper body": ("shoulder", "arm", "elbow", "wrist", "hand", "finger", "chest muscle", "rib", "upper back"),
}


def tissues_of(place: str) -> tuple[str, ...]:
    """Return the tissues an athlete's words may mean; all of them where the words are not known.

    Examples
    --------
    >>> tissues_of("left hamstring"), tissues_of("Heel")
    (('hamstring',), ('achilles', 'foot'))
    >>> tissues_of("lower leg") == LOWER_LEG
    True
    >>> tissues_of("somewhere") == TISSUES
    True
    """
    return known_tissues(place) or TISSUES


def known_tissues(place: str) -> tuple[str, ...]:
    """Return the tissues an athlete's words name, none where the words are not known.

    Examples
    --------
    >>> known_tissues("upper body"), known_tissues("hip"), known_tissues("somewhere")
    (('upper body',), ('hip flexor', 'hip'), ())
    """
    words = " ".join(place.casefold().replace("-", " ").split())
    found = {tissue for tissue, names in _WORDS.items() if any(f" {name}" in f" {words}" for name in names)}
    if "hip" in words.split() and "hip flexor" not in found:
        found |= {"hip", "hip flexor"}
    if "thigh" in words.split() and not found:
        found |= {"hamstring", "quadriceps", "groin"}
    if not found and words in GROUPS:
        found |= set(GROUPS[words])
    if not found and words in TISSUES:
        found.add(words)
    return tuple(item for item in TISSUES if item in found)


def pain_levels(request: Request) -> Mapping[str, int]:
    """Return how strongly each tissue hurts now, 0–10, with the ladder's reasons to stop counted as `PAIN_STOP`.

    Counted are the pains of the request and those of the newest logged day, if it is younger than two weeks. Pain
    that was worse next morning, and the same place on the last three logged days, count at least as a stop.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> asks = Request(date(2026, 1, 5), 1, Level.TRAINED, {}, pains=(Pain("calf", 2, worse_next_morning=True),))
    >>> pain_levels(asks)
    {'calf': 4}
    """
    recent = _recent_pains(request)
    levels: dict[str, int] = {}
    for pain in told_pains(request):
        level = max(pain.level, PAIN_STOP) if pain.worse_next_morning and pain.level > 0 else pain.level
        for tissue in tissues_of(pain.place):
            levels[tissue] = max(levels.get(tissue, 0), level)
    if len(recent) == PAIN_RUNNING:
        hurt = [{tissue for pain in pains if pain.level > 0 for tissue in tissues_of(pain.place)} for pains in recent]
        for tissue in set[str].intersection(*hurt):
            levels[tissue] = max(levels.get(tissue, 0), PAIN_STOP)
    return {tissue: levels[tissue] for tissue in TISSUES if tissue in levels}


def told_pains(request: Request) -> tuple[Pain, ...]:
    """Return the pains that count now: those of the request, then those of the newest logged day."""
    recent = _recent_pains(request)
    return (*request.pains, *(recent[-1] if recent else ()))


def _recent_pains(request: Request) -> list[list[Pain]]:
    """Return the pains of the newest logged days up to the plan's first, none where the newest is two weeks old."""
    days: dict[date, list[Pain]] = {}
    for entry in sorted(request.log, key=lambda entry: entry.on):
        # A day of rest says nothing about pain unless it tells of some.
        if entry.on <= request.start and (is_training(entry) or entry.pains):
            days.setdefault(entry.on, []).extend(entry.pains)
    is_recent = bool(days) and request.start - max(days) < timedelta(days=GAP_DAYS)
    return list(days.values())[-PAIN_RUNNING:] if is_recent else []


def sore(request: Request) -> frozenset[str]:
    """Return the tissues at 2–3: heavy load is swapped, maximal velocity is off."""
    return frozenset(name for name, level in pain_levels(request).items() if PAIN_SWAP <= level < PAIN_STOP)


def painful(request: Request) -> frozenset[str]:
    """Return the tissues whose load stops: 4 or more, worse next morning, or three sessions running."""
    return frozenset(name for name, level in pain_levels(request).items() if level >= PAIN_STOP)


def is_swing_blocked(request: Request) -> bool:
    """Whether pain takes dedicated swing work away."""
    return any(pain_levels(request).get(tissue, 0) >= PAIN_SWAP for tissue in SWING_BLOCKED_BY)


def unquiet(request: Request, calm_weeks: Mapping[str, int]) -> tuple[str, ...]:
    """Return the tissues that have not been quiet for as many weeks as is asked of them.

    Counted are the pains of the request, those of the log, and the place somebody comes back with.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> from evenstride.core.log import LogEntry
    >>> log = (LogEntry(date(2026, 1, 5), "easy", pains=(Pain("hamstring", 1),)),)
    >>> [unquiet(Request(date(2026, month, 2), 1, Level.TRAINED, {}, log=log), {"hamstring": 12}) for month in (3, 4)]
    [('hamstring',), ()]
    """
    if not calm_weeks:
        return ()
    back = () if request.come_back is None else tissues_of(request.come_back.place)
    told = [(0, pain) for pain in request.pains]
    told += [((request.start - entry.on).days, pain) for entry in request.log for pain in entry.pains]
    return tuple(
        tissue
        for tissue, weeks in sorted(calm_weeks.items())
        if tissue in back
        or any(pain.level > 0 and days <= CALM_WEEK * weeks and tissue in tissues_of(pain.place) for days, pain in told)
    )


def red_flags(request: Request) -> tuple[str, ...]:
    """Return what asks for a professional's look before any training: told now, or in the log of two weeks.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> red_flags(Request(date(2026, 1, 5), 1, Level.TRAINED, {}, pains=(Pain("calf", 1, sharp=True),)))
    ('calf',)
    """
    since = request.start - timedelta(days=GAP_DAYS)
    recent = [entry for entry in request.log if since < entry.on]
    pains = [*request.pains, *(pain for entry in recent for pain in entry.pains)]
    told = [*request.red_flags, *(flag for entry in recent for flag in entry.red_flags)]
    return tuple(sorted({*told, *(pain.place for pain in pains if pain.sharp)}))
