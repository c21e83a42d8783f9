"""Field-test protocols as data: one TOML file each in `evenstride/protocols`.

A protocol says what to do, what the number is, how wrong it can be and for which role it speaks. Adding a test is
adding a file. Values that nobody has measured are the word "unknown", never a guess dressed as a figure.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib import resources

from evenstride.core.athlete import Level
from evenstride.core.drawing import Drawing
from evenstride.core.errors import InputError
from evenstride.core.metric import Better, Grade, Metric
from evenstride.core.raw import RawKind
from evenstride.core.roles import Role

UNKNOWN_ERROR = 0.08
"""Typical error assumed for a test of unknown error, as a share of the value: wide on purpose (judgement)."""

POCKET_LABORATORY = "pocket laboratory protocol"
"""What stands as the source where a test is the house's own collection of field practice and no paper was read."""

GAMES_BELOW_AGE = 12
"""Below this age only tests that can be played as games are done, as games (care.md)."""

MOST_TRIALS = 5
"""Trials a side in one session, at most (pocket laboratory, common rules)."""

PAIN_ENDS = 1
"""Pain above this of 10 ends a test (pocket laboratory, common rules; care.md)."""

_KIT_WORDS: Mapping[str, tuple[str, ...]] = {
    "phone": ("camera", "smartphone"),
    "gates": ("timing gate", "light gate", "photocell"),
    "poles": ("pole", "cones", "cone", "marker"),
    "tape": ("measuring tape", "tape measure"),
    "luggage scale": ("hanging scale",),
    "band": ("elastic band", "resistance band", "rubber band", "theraband"),
    "strap": ("ankle strap", "cuff"),
    "hip belt": ("belt",),
}
"""Other words for kit, singular: the vocabulary itself is what the protocol files ask for."""


class Speaks(StrEnum):
    """What a test's number is for."""

    OUTCOME = "outcome"
    """Speed itself: what the other tests try to explain."""
    EASE = "ease"
    """How free speed feels or is: shown beside speed, no role."""
    ROLE = "role"
    """Evidence for one role."""
    SHARED = "shared"
    """Moved by several roles: shown, and never used to decide between them."""


class Conversion(StrEnum):
    """How a trial as read becomes a value in the unit of the test."""

    READ = "as read"
    COURSE = "speed over the course"
    TORQUE = "torque per mass"
    FORCE = "force per mass"
    HOPS = "flight over contact"
    PAIR = "loose over all out"


class Summary(StrEnum):
    """Which trials of a side make the value of a day."""

    BEST_TWO = "best two"
    ALL = "all"


RAW_SI: Mapping[Conversion, str] = {
    Conversion.COURSE: "s",
    Conversion.TORQUE: "N",
    Conversion.FORCE: "N",
}
"""The SI unit a trial may have besides the unit of the test."""


@dataclass(frozen=True, slots=True)
class Dose:
    """How much of a test is one session.

    Attributes
    ----------
    amount : str
        What one trial is.
    trials : int
        Trials a side; more, up to `MOST_TRIALS`, only while the best two do not agree.
    rest : float
        Seconds between trials, at least.
    every_weeks : int
        Weeks from one session to the next once the test is learnt.
    """

    amount: str
    trials: int
    rest: float
    every_weeks: int = 4


@dataclass(frozen=True, slots=True)
class Extra:
    """A further quantity a trial may carry: shown and kept, never evidence of its own.

    Attributes
    ----------
    name, unit : str
        As a sheet calls it, and its SI unit.
    plausible : (float, float)
        Values outside are questioned.
    """

    name: str
    unit: str
    plausible: tuple[float, float]
    what: str = ""


@dataclass(frozen=True, slots=True)
class FieldProtocol:
    """One field test, in one version.

    Attributes
    ----------
    version : int
        Raised when the way of doing the test changes; sessions of another version are another baseline.
    kits : tuple of tuples of str
        Each is enough to do the test; the first is the usual one.
    minutes : float
        Time one session of this test takes.
    conversion, summary : Conversion, Summary
        From the trial as read to a value, and from the values of a side to that of the day.
    raw_units : tuple of str
        Units a sheet may use for the trials, the usual one first; kgf and lbf are what a scale calls kg and lb.
    unit : str
        SI unit of the metric.
    course : float or None
        Distance in m for a test timed over one.
    plausible : (float, float)
        Values outside are questioned and kept out of trends.
    speaks, role_shares : Speaks, mapping of Role to float
        What the number is for, and the share of each role in it.
    typical_error : float or None
        Standard error of one session's value as a share of it; None when unknown.
    number : str
        What to do with the number.
    contraindications : tuple of str
        With any of these the test is not done.
    loads : tuple of str
        Places of the body it loads: the test waits while one of them hurts. Where empty, every pain makes it wait.
    calm_weeks : mapping of str to int
        Places that must have been quiet for so many weeks.
    levels : tuple of Level
        Who it is for; all where empty.
    game : str
        How children under twelve play it; empty means that they do not do it.
    familiarisation : int
        First sessions kept apart from every trend, because people learn the test.
    raw_input : RawKind or None
        What a phone may give instead of trials: a gyroscope's file, or frames coded in a clip.
    variant_of : str
        Id of the test this is a way of doing for other people; empty for a test of its own.
    """

    id: str
    version: int
    title: str
    plain_title: str
    purpose: str
    steps: tuple[str, ...]
    kits: tuple[tuple[str, ...], ...]
    minutes: float
    dose: Dose
    sided: bool
    conversion: Conversion
    raw_units: tuple[str, ...]
    unit: str
    better: Better
    plausible: tuple[float, float]
    family: str
    speaks: Speaks
    role_shares: Mapping[Role, float]
    grade: Grade
    typical_error: float | None
    error_source: str
    sources: tuple[str, ...]
    number: str
    contraindications: tuple[str, ...]
    drawing: Drawing
    summary: Summary = Summary.BEST_TWO
    course: float | None = None
    levels: tuple[Level, ...] = ()
    game: str = ""
    familiarisation: int = 2
    extras: tuple[Extra, ...] = ()
    variant_of: str = ""
    raw_input: RawKind | None = None
    loads: tuple[str, ...] = ()
    calm_weeks: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def trials(self) -> int:
        """Trials a side in one session."""
        return self.dose.trials

    @property
    def kit(self) -> tuple[str, ...]:
        """The usual kit."""
        return self.kits[0]

    @property
    def needs_lever(self) -> bool:
        """Whether a force read from a scale needs its distance from the joint."""
        return self.conversion is Conversion.TORQUE

    @property
    def uses_scale(self) -> bool:
        """Whether trials are read from a scale, which has a range."""
        return self.conversion in (Conversion.TORQUE, Conversion.FORCE)

    @property
    def station(self) -> int:
        """Place in a test day: speed while fresh and its film, then jumps, then switches, long holds last."""
        if self.speaks is Speaks.OUTCOME:
            return 0
        if self.speaks is Speaks.EASE or Role.TIMING in self.role_shares:
            return 1
        return 4 if self.uses_scale else 2 if Role.PUSH in self.role_shares else 3

    @property
    def sheet_unit(self) -> str:
        """The unit a sheet is given for the trials, as people write it."""
        usual = self.raw_units[0]
        return {"kgf": "kg", "lbf": "lb"}.get(usual, usual)

    @property
    def assumed_error(self) -> float:
        """The typical error to calculate with: the stated one, or a wide one when it is unknown."""
        return UNKNOWN_ERROR if self.typical_error is None else self.typical_error

    @property
    def role(self) -> Role | None:
        """The one role this test is evidence for; None for outcome, ease and shared tests (`speaks` says which)."""
        return next(iter(self.role_shares)) if self.speaks is Speaks.ROLE else None

    @property
    def not_for(self) -> tuple[str, ...]:
        """Who should not do it, in words."""
        young = f"under {GAMES_BELOW_AGE}" + (": only as a game" if self.game else "")
        levels = (f"other levels than {' or '.join(self.levels)}",) if self.levels else ()
        return (*self.contraindications, young, *levels)

    @property
    def metric(self) -> Metric:
        """The value of this test as a metric."""
        return Metric(
            name=self.id,
            symbol=self.id,
            unit=self.unit,
            better=self.better,
            plausible=self.plausible,
            family=self.family,
            grade=self.grade,
            needs=("FieldTest",),
            sources=self.sources,
            role_shares=self.role_shares,
        )

    def kit_among(self, owned: Collection[str]) -> tuple[str, ...] | None:
        """Return the first way of doing this test with what is owned, None where there is none.

        Examples
        --------
        >>> protocols()["T0"].kit_among({"gates", "tape"})
        ('gates',)
        """
        return next((kit for kit in self.kits if set(kit) <= set(owned)), None)


def protocols() -> Mapping[str, FieldProtocol]:
    """Return the newest version of every protocol shipped with the package, by id."""
    shipped = _shipped()
    return {name: shipped[name, version] for name, version in sorted(shipped)}


def find_protocol(test: str, version: int | None = None) -> FieldProtocol:
    """Return a protocol, in its newest version unless one is named.

    Raises
    ------
    InputError
        If there is no such test, or not in that version.
    """
    known = protocols()
    if test not in known:
        raise InputError(f"field test '{test}' is not known", remedy=f"Use one of: {', '.join(known)}")
    found = known[test] if version is None else _shipped().get((test, version))
    if found is None:
        raise InputError(
            f"field test {test} has no version {version}",
            why=f"Shipped are {', '.join(str(number) for name, number in _shipped() if name == test)}",
            remedy="Update Evenstride, or keep the file of the older version beside the new one",
        )
    return found


def owned_test_kit(words: Collection[str]) -> frozenset[str]:
    """Return the kit of field tests that an athlete's words mean; words that mean none are left out.

    Examples
    --------
    >>> sorted(owned_test_kit(("Cones", "measuring tape", "gym")))
    ['poles', 'tape']
    """
    names = {name for protocol in protocols().values() for kit in protocol.kits for name in kit}
    meant = {other: name for name, others in _KIT_WORDS.items() for other in others} | {name: name for name in names}
    meant |= {word.removesuffix("s"): name for word, name in meant.items()}
    said = {" ".join(word.casefold().replace("-", " ").split()) for word in words}
    return frozenset(meant[form] for word in said for form in (word, word.removesuffix("s")) if form in meant)


@cache
def _shipped() -> Mapping[tuple[str, int], FieldProtocol]:
    from evenstride.core.protocol_file import parse_protocol, require_apart

    entries = sorted(resources.files("evenstride.protocols").iterdir(), key=lambda item: item.name)
    found = [
        (entry.name, parse_protocol(entry.read_text(encoding="utf-8"), place=entry.name))
        for entry in entries
        if entry.name.endswith(".toml")
    ]
    require_apart(found)
    return {(protocol.id, protocol.version): protocol for _, protocol in found}
