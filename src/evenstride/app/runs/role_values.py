"""Use case: what instruments showed of a stored run, measured once from its raw file, kept, and told by role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import cache

from evenstride.app.blocks.sealed import find_seal
from evenstride.app.care.body import nearest_body
from evenstride.app.reading.handed import NOTHING, read_trial
from evenstride.app.results import corrected, made_by
from evenstride.app.wiring import local_day
from evenstride.charts.plots import contact_force
from evenstride.charts.svg import draw_figure
from evenstride.core.athlete import Anthropometrics, Athlete
from evenstride.core.chart import Figure
from evenstride.core.contact_table import ContactTable, ShownContacts, empty_table
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.metric import Analysis
from evenstride.core.recording import Recording, StepEvents
from evenstride.core.role_values import SESSIONS_FOR_A_HABIT, ShownRole, ShownValue
from evenstride.core.roles import Side
from evenstride.core.run_seed import run_seed
from evenstride.core.set_up import set_up_of
from evenstride.core.signal import Signal
from evenstride.core.trial_told import TrialTold
from evenstride.readers.instruments import all_signal_formats
from evenstride.store import Result, Store, Stored
from evenstride.words import (
    day,
    say_lasting,
    say_measured_of,
    say_paired_values,
    say_role_values,
    show_contacts,
    show_pairs,
    show_roles,
)

METHODS: Mapping[str, str] = {
    "forces": "contacts on force plates, pairs step by step",
    "movement": "strides of motion capture, pairs step by step",
    "contacts": "contacts one by one",
}
"""How each kind of kept result is made."""

LATEST_PAIRS = 20
"""Runs of the last sessions that are put in pairs, so that a page opens however many trials a session had."""

FORCE = "stance_force"
"""Name of the mean vertical force of a contact as plates measure it."""

THIGHS = "thigh_range"
"""Name of the range of a thigh as points of the body show it."""

UNWEIGHED = "mass is not known"
"""How a reason reads that a body mass, once told, would take away."""


@dataclass(frozen=True, slots=True)
class KeptValues:
    """Values of one run: of its forces and of its movement.

    Attributes
    ----------
    ids : tuple of str
        Of the kept results; empty where the file could not be read again.
    table : ContactTable or None
        Contact by contact; None where it could not be measured.
    """

    analyses: tuple[Analysis, ...]
    ids: tuple[str, ...] = ()
    table: ContactTable | None = field(default=None, compare=False)

    @property
    def notes(self) -> tuple[str, ...]:
        """How it was measured, and what was remarked of the data, each sentence once."""
        return tuple(dict.fromkeys(note for one in self.analyses for note in one.notes))

    @property
    def lacks_mass(self) -> bool:
        """Whether a body mass, once told, would give it forces."""
        reasons = {value.reason for one in self.analyses for value in one.values.values() if isinstance(value, Missing)}
        return any(UNWEIGHED in reason for reason in reasons)


@dataclass(frozen=True, slots=True)
class InstrumentsShown:
    """What instruments showed of one run, as its page and the command line tell it.

    Attributes
    ----------
    roles : tuple of ShownRole
        Values by role; `says` is what they do not say.
    pairs : tuple of ShownValue
        Push of one leg with swing of the other; empty where that cannot be told.
    lasting : str
        Whether the pairs differ over sessions, or why that cannot be told.
    notes : tuple of str
        How it was measured.
    lines : tuple of str
        All of it as the command line says it.
    contacts : ShownContacts or None
        Contact by contact; None where no contact is known.
    figures : mapping of str to Figure
        `contact-force`, where forces are known.
    """

    kept: KeptValues
    roles: tuple[ShownRole, ...]
    says: tuple[str, ...]
    pairs: tuple[ShownValue, ...]
    lasting: str
    notes: tuple[str, ...]
    lines: tuple[str, ...]
    contacts: ShownContacts | None = None
    figures: Mapping[str, Figure] = field(default_factory=dict[str, Figure])

    @property
    def measures_force(self) -> bool:
        """Whether the vertical force of the run was measured."""
        return any(isinstance(one.values.get(FORCE), Estimate) for one in self.kept.analyses)

    @property
    def shows_legs(self) -> bool:
        """Whether both thighs were seen over whole strides."""
        return any(isinstance(one.values.get(THIGHS), Estimate) for one in self.kept.analyses)


def is_of_instruments(recording: Recording) -> bool:
    """Whether a recording came from a file of laboratory instruments."""
    return isinstance(recording, StepEvents) and recording.origin.reader in _readers()


def keep_values(store: Store, found: Stored[Recording], *, at: datetime) -> KeptValues | None:
    """Return forces and movement of a run; measured from its raw file only where that is not kept yet.

    What this version kept is taken as it is. Another version, or another body mass told since, measures anew.
    None for a run of no instruments.
    """
    run = found.noun
    if not isinstance(run, StepEvents) or not is_of_instruments(run):
        return None
    bodies = store.bodies(found.athlete)
    told, with_leg = nearest_body(run, bodies, "mass"), nearest_body(run, bodies, "leg_length")
    leg = None if with_leg is None else with_leg.leg_length
    body = {} if told is None else {"told mass": told.mass, "told of": str(told.on)}
    body |= {} if leg is None else {"told leg": leg}
    body |= corrected([run])
    makings = [made_by(kind, method, [found.id], body, seed=run_seed(run)) for kind, method in METHODS.items()]
    ids = tuple(making.id for making in makings)
    known = store.known_results(ids)
    kept = [known[id].noun for id in ids if id in known]
    if len(kept) == len(ids):
        return _of_kept(kept, ids)
    try:
        signal = read_trial(
            store.raw(run.origin.content_id), name=run.origin.file_name, athlete=run.athlete,
            told=run.origin.told or NOTHING,
        )  # fmt: skip
    except InputError as problem:
        # Not kept: another reader, or the library that is not installed here, may read it.
        lacking = Missing(f"the file cannot be read again: {problem.what}", problem.remedy)
        return _of_kept(_missing(run, lacking), ())
    measured = _measure(replace(signal, on=run.on), run, told, leg)
    with store.turn():
        for making, analysis in zip(makings, measured, strict=True):
            store.save_result(making, analysis, athlete=found.athlete, saved_at=at)
    return _of_kept(measured, ids)


def _of_kept(nouns: Sequence[Result], ids: tuple[str, ...]) -> KeptValues:
    analyses = tuple(one for one in nouns if isinstance(one, Analysis))
    tables = [one for one in nouns if isinstance(one, ContactTable) and one.rows]
    return KeptValues(analyses, ids, tables[0] if tables else None)


def show_instruments(
    store: Store, athlete: Athlete, found: Stored[Recording], *, at: datetime
) -> InstrumentsShown | None:
    """Put together what instruments showed of a run and, in pairs, of the sessions up to it; None for other runs."""
    kept = keep_values(store, found, at=at)
    if kept is None:
        return None
    from evenstride.science.capacity.role_values import pair_values, values_by_role

    by_role = values_by_role(kept.analyses)
    earlier = [
        (one.noun.on, values_by_role(values.analyses))
        for one in _sessions(store, athlete, found, local_day(at))
        if (values := keep_values(store, one, at=at)) is not None
    ]
    pairs = pair_values([*earlier, (found.noun.on, by_role)])
    said = say_paired_values(pairs)
    return InstrumentsShown(
        kept=kept,
        roles=show_roles(by_role),
        says=say_measured_of(by_role),
        pairs=() if isinstance(pairs, Missing) else show_pairs(pairs),
        lasting=said[0] if isinstance(pairs, Missing) else say_lasting(pairs),
        notes=kept.notes,
        lines=(*say_role_values(by_role), "", *said, "", *kept.notes),
        contacts=None if kept.table is None else show_contacts(kept.table),
        figures={} if kept.table is None or not kept.table.has_force else _drawn(kept.table),
    )


def _drawn(table: ContactTable) -> Mapping[str, Figure]:
    return {contact_force.CHART: draw_figure(contact_force.draw(table))}


@cache
def _readers() -> frozenset[str]:
    return frozenset(form.NAME for form in all_signal_formats())


def _measure(
    signal: Signal, run: StepEvents, told: Anthropometrics | None, leg: float | None
) -> tuple[Analysis | ContactTable, ...]:
    """Measure a trial with the sides its run was kept with; what cannot be measured says why."""
    # Measuring needs signal processing; who looks at a table does not wait for it.
    from evenstride.app.reading.instruments import measure_signal

    mass = None if told is None or signal.body.mass is not None else told.mass
    try:
        told_then = run.origin.told or TrialTold(first=_first_foot(signal, run, mass))
        measured = measure_signal(signal, told=told_then, mass=mass, leg_length=leg, seed=run_seed(run))
    except (FitError, InputError) as refused:
        return _missing(run, Missing(refused.what, refused.remedy))
    weighed = () if mass is None or told is None or told.on is None else (f"Mass as told on {day(told.on)}.",)
    found = {"forces": measured.forces, "movement": measured.movement}
    analyses = (_kept(run, kind, one) for kind, one in found.items())
    return (*(replace(one, notes=(*weighed, *one.notes)) for one in analyses), _kept_table(run, measured.table))


def _missing(run: StepEvents, lacking: Missing) -> tuple[Analysis | ContactTable, ...]:
    return (*(_kept(run, kind, lacking) for kind in ("forces", "movement")), _kept_table(run, lacking))


def _kept_table(run: StepEvents, found: ContactTable | Missing) -> ContactTable:
    """Return what is kept: of a table that is missing an empty one."""
    if isinstance(found, Missing):
        return empty_table(run.athlete, run.on)
    return replace(found, athlete=run.athlete, on=run.on)


def _kept(run: StepEvents, kind: str, found: Analysis | Missing) -> Analysis:
    """Return what is kept: of a missing analysis that each of its values is missing."""
    if isinstance(found, Analysis):
        return replace(found, athlete=run.athlete, on=run.on)
    from evenstride.science.motion.metrics import motion_metrics
    from evenstride.science.plates.stance_metrics import stance_metrics

    names = stance_metrics() if kind == "forces" else motion_metrics()
    return Analysis(run.athlete, run.on, kind, dict.fromkeys(names, found))


def _first_foot(signal: Signal, run: StepEvents, mass: float | None) -> Side | None:
    """Return what has to be told of the first foot, so that contacts get the sides they were kept with."""
    from evenstride.science.plates.stances import prepare_trial

    for first in (None, *Side) if signal.plates else ():
        stances = prepare_trial(signal, mass=mass, first=first).stances
        if stances and run.contacts and stances[0].side is run.contacts[0].side:
            return first
    return None


def _sessions(store: Store, athlete: Athlete, found: Stored[Recording], today: date) -> tuple[Stored[Recording], ...]:
    """Return the runs of the last sessions up to a run, without it, measured in its way and open to be seen."""
    on, seal = found.noun.on, find_seal(store, athlete, today)
    if on is None:
        return ()
    way = set_up_of(found.noun)
    alike = [
        one
        for one in store.recordings(athlete.name, kind=StepEvents, since=date.min, until=on + timedelta(days=1))
        if is_of_instruments(one.noun) and set_up_of(one.noun) == way and not (seal is not None and seal.hides(one))
    ]
    days = sorted({one.noun.on for one in alike if one.noun.on is not None} | {on})[-SESSIONS_FOR_A_HABIT:]
    return tuple(one for one in alike if one.noun.on in days and one.id != found.id)[-LATEST_PAIRS:]
