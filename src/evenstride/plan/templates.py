"""Session templates: blueprints from data, bound to the exercises this athlete can do, one per dose step."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from itertools import product
from typing import Any

from evenstride.core.exercise import Impact, Pattern
from evenstride.core.plan import Dose, Exercise, Kind, Prescription, Request
from evenstride.core.roles import Role
from evenstride.plan.body import is_swing_blocked, painful, sore, unquiet
from evenstride.plan.cases import holds
from evenstride.plan.exercises import exercises
from evenstride.plan.kit import owned_kit
from evenstride.plan.limits import ASSUMED_SPEED, DEDICATED, PLAY_CONTACTS, TAU
from evenstride.plan.way_back import way_back_opens

_REPETITION = 4.0
"""Seconds one strength repetition takes, for the session's length only (coaching practice)."""


JUMPS = frozenset({Pattern.JUMP, Pattern.HOP, Pattern.BOUND})
"""Movements whose work is counted in contacts."""

Open = Callable[[Exercise], bool]


@dataclass(frozen=True)
class Template:
    """A session the solver may put on a day; everything the rules ask of it is computed from its doses."""

    code: str
    kind: Kind
    prescriptions: tuple[Prescription, ...] = ()
    goals: tuple[str, ...] = ()
    short: bool = False
    """The 20-minute version of a longer session."""

    @cached_property
    def minutes(self) -> int:
        """Length in whole minutes, rounded up."""
        return math.ceil(sum(minutes_of(item.dose) for item in self.prescriptions) - 1e-9)

    @cached_property
    def roles(self) -> Mapping[Role, float]:
        """Minutes of work per role."""
        return role_minutes(self.prescriptions)

    @cached_property
    def fast_metres(self) -> float:
        """Metres that count towards the maximum of a session."""
        return sum(item.dose.fast_metres for item in self.prescriptions)

    @cached_property
    def runs(self) -> tuple[Dose, ...]:
        """Doses with a distance."""
        return tuple(item.dose for item in self.prescriptions if item.dose.distance is not None)

    @cached_property
    def intensity(self) -> float:
        """Highest intensity of a run, 0 without runs."""
        return max((dose.intensity or 0.0 for dose in self.runs), default=0.0)

    @cached_property
    def playful(self) -> bool:
        """Whether any block is play."""
        return any(item.exercise.playful for item in self.prescriptions)

    @cached_property
    def strength_sets(self) -> int:
        """Sets of a strength session that train a role."""
        if self.kind is not Kind.STRENGTH:
            return 0
        return sum(item.dose.sets for item in self.prescriptions if is_strength_work(item.exercise))

    @cached_property
    def contacts(self) -> float:
        """Contacts of jumps, hops in play by their share: what counts towards the most of a session."""
        return sum(contacts_of(item) for item in self.prescriptions)

    @cached_property
    def jumps(self) -> int:
        """Contacts of jumps as the ledger counts them, play left out: what a week is compared by."""
        jumps = (item for item in self.prescriptions if item.exercise.pattern in JUMPS)
        return math.ceil(sum(contacts_of(item) for item in jumps))

    @cached_property
    def has_hard_landings(self) -> bool:
        """Whether it holds contacts of high impact."""
        return any(is_hard_landing(item.exercise) for item in self.prescriptions)

    @cached_property
    def swing_sets(self) -> int:
        """Sets of dedicated swing work."""
        return sum(item.dose.sets for item in self.prescriptions if is_dedicated_swing(item.exercise))


REST = Template("rest", Kind.REST)


def minutes_of(dose: Dose) -> float:
    """Return how long a dose takes, rests included.

    Examples
    --------
    >>> minutes_of(Dose(reps=4, distance=20.0, rest=150.0, effort_time=6.0))
    10.4
    >>> minutes_of(Dose(sets=3, reps=5, rest=120.0))
    7.0
    """
    rest = 0.0 if dose.rest is None else dose.rest
    if dose.distance is not None:
        effort = 0.0 if dose.effort_time is None else dose.effort_time
        return dose.sets * dose.reps * (effort + rest) / 60.0
    work = _REPETITION if dose.duration is None else dose.duration
    return dose.sets * (dose.reps * work + rest) / 60.0


def role_minutes(prescriptions: tuple[Prescription, ...]) -> Mapping[Role, float]:
    """Return minutes of work per role, from the shares of the exercises."""
    minutes = dict.fromkeys(Role, 0.0)
    for item in prescriptions:
        for role, share in item.exercise.role_shares.items():
            minutes[role] += share * minutes_of(item.dose)
    return {role: value for role, value in minutes.items() if value > 0.0}


def contacts_of(item: Prescription) -> float:
    """Return the contacts of a prescription: each of a jump, and of hops dosed by time the share that counts.

    Examples
    --------
    >>> contacts_of(Prescription(exercises()["drop_jump_30"], Dose(sets=3, reps=5)))
    30.0
    >>> contacts_of(Prescription(exercises()["hop_and_shuffle"], Dose(duration=480.0)))
    48.0
    """
    dose, exercise = item.dose, item.exercise
    times = dose.sets * dose.reps
    if dose.duration is not None:
        return PLAY_CONTACTS * times * exercise.contacts_per_minute * dose.duration / 60.0
    return times * float(exercise.contacts)


def is_hard_landing(exercise: Exercise) -> bool:
    """Whether its contacts are of high impact; runs have none that are counted."""
    return exercise.impact is Impact.HIGH and exercise.contacts > 0.0


def effort_time(request: Request, metres: float, intensity: float, *, legs: int = 1) -> float:
    """Return an upper bound of the time of one run in s.

    Under the mono-exponential curve d = v (t − τ(1 − e^(−t/τ))) ≥ v (t − τ), so t ≤ d/v + τ; each further leg of a
    shuttle starts anew and adds another τ.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> effort_time(Request(date(2026, 1, 5), 1, Level.TRAINED, {}, best_speed=10.0), 40.0, 1.0)
    5.4
    """
    top = ASSUMED_SPEED[request.level] if request.best_speed is None else request.best_speed
    return round(metres / (top * intensity) + TAU * legs, 2)


def prepare_templates(request: Request) -> tuple[Template, ...]:
    """Return every session this athlete could be offered, rest first, in a fixed order.

    Pain, kit, level, age and the way back choose among the exercises of a block here; where a block leaves no choice
    its first exercise stays, and the rules then decide about the template.
    """
    found: dict[tuple[Any, ...], Template] = {}
    is_open = openness(request)
    for blueprint in _blueprints():
        if not holds(tuple(blueprint.get("when", ())), request):
            continue
        whole = [(item, False) for item in _bind(_variants(blueprint, request), request, is_open)]
        short = [(item, True) for item in _bind([_shortened(_blocks(blueprint, request))], request, is_open)]
        for number, (prescriptions, is_short) in enumerate((*whole, *short)):
            kind, goals = Kind(blueprint["kind"]), tuple(blueprint["goals"])
            template = Template(f"{blueprint['code']}-{number}", kind, prescriptions, goals, is_short)
            key = (kind, tuple((item.exercise.code, item.dose) for item in prescriptions))
            found.setdefault(key, template)
    return (REST, *found.values())


def _blocks(blueprint: Mapping[str, Any], request: Request) -> list[Mapping[str, Any]]:
    return [block for block in blueprint["block"] if holds(tuple(block.get("when", ())), request)]


def _variants(blueprint: Mapping[str, Any], request: Request) -> list[list[Mapping[str, Any]]]:
    """Return the blocks of a session, without and with its variant blocks where it has any."""
    everything = _blocks(blueprint, request)
    plain = [block for block in everything if "variant" not in block]
    return [plain] if len(plain) == len(everything) else [plain, everything]


def _bind(
    variants: list[list[Mapping[str, Any]]], request: Request, is_open: Open
) -> Iterator[tuple[Prescription, ...]]:
    """Yield the prescriptions of each variant and dose step of a blueprint; none without a possible main block."""
    for chosen in variants:
        filled = [(block, _pick(block, is_open)) for block in chosen]
        kept = [(block, exercise) for block, exercise in filled if exercise is not None]
        if not any(block["part"] == "main" for block, _ in kept):
            continue
        for steps in product(*(block.get("own", {}).get(item.code, block["steps"]) for block, item in kept)):
            yield tuple(
                Prescription(exercise, _dose(step, request, block.get("legs", 1)), exercise.what_for)
                for (block, exercise), step in zip(kept, steps, strict=True)
            )


def _shortened(blocks: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the blocks of the 20-minute version, each with one small dose; none where a blueprint has no such."""
    return [
        {
            **block,
            "steps": [block["short"]],
            "own": {code: steps[:1] for code, steps in block.get("own", {}).items()},
        }
        for block in blocks
        if "short" in block
    ]


def _pick(block: Mapping[str, Any], is_open: Open) -> Exercise | None:
    choices = [exercises()[code] for code in block["any"]]
    possible = next((item for item in choices if is_open(item)), None)
    return choices[0] if possible is None and not block.get("optional", False) else possible


def speed_metres(template: Template) -> int:
    """Return the fast metres of a speed session, whole metres; tempo, drills and the way back have none."""
    return math.ceil(template.fast_metres) if template.kind.is_speed else 0


def is_strength_work(exercise: Exercise) -> bool:
    """Whether sets of an exercise count as strength work: it trains a role and is no warm-up."""
    return bool(exercise.role_shares) and exercise.family != "warm-up"


def is_dedicated_swing(exercise: Exercise) -> bool:
    """Whether an exercise counts as dedicated swing work."""
    return exercise.role_shares.get(Role.SWING, 0.0) >= DEDICATED


def openness(request: Request) -> Open:
    """Return the test whether kit, level, age, pain and the way back leave an exercise open to this athlete."""
    owned, stopped, swapped = owned_kit(request.kit), painful(request), sore(request)
    no_swing, fits_way_back = is_swing_blocked(request), way_back_opens(request)

    def is_open(exercise: Exercise) -> bool:
        return (
            owned.issuperset(exercise.kit)
            and request.level in exercise.levels
            and (request.age is None or request.age >= exercise.min_age)
            and stopped.isdisjoint(exercise.loads)
            and swapped.isdisjoint(exercise.hard_on)
            and not (no_swing and is_dedicated_swing(exercise))
            and not unquiet(request, exercise.calm_weeks)
            and fits_way_back(exercise)
        )

    return is_open


def _dose(step: Mapping[str, Any], request: Request, legs: int) -> Dose:
    dose = Dose(**step)
    if dose.distance is None or dose.intensity is None:
        return dose
    metres = dose.distance + (0.0 if dose.run_in is None else dose.run_in)
    return Dose(**{**step, "effort_time": effort_time(request, metres, dose.intensity, legs=legs)})


@cache
def _blueprints() -> tuple[Mapping[str, Any], ...]:
    folder = resources.files("evenstride.plan").joinpath("data/sessions")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(one for file in files for one in tomllib.loads(file.read_text(encoding="utf-8"))["session"])
