"""Where a value of a notebook comes from: from the value over its fit back to the numbers that were given."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module

from evenstride import __version__
from evenstride.core.estimate import Estimate
from evenstride.core.fit import Fit, InSituProfile, JointFit
from evenstride.core.provenance import SHORT, Provenance, Reason
from evenstride.core.recording import SpeedTrace, Splits
from evenstride.core.show import MINUS
from evenstride.notebook.printing import value_of
from evenstride.science.sprint.kinetics import UNLOADED, Load
from evenstride.science.sprint.metrics import FOLDER

GIVEN = "given in the notebook"

FEW = 10
"""Times that are listed one by one."""

_METRICS = {"pmax": "pmax_fv"}
"""Values of a sprint whose metric has another name."""

_FADING = "the fastest point of a curve whose push fades evenly with time"
_MODEL = "Tibshirani 1997, on the model of Hill and Keller"
_RACE: Mapping[str, tuple[str, str]] = {
    "mss": ("speed that would be reached if the push did not fade", _MODEL),
    "mac": ("acceleration at the very start of a curve whose push fades", _MODEL),
    "tau": ("time constant of a curve whose push fades", _MODEL),
    "fading": ("how fast the push fades: c of v′ = f − v/TAU − c·t", _MODEL),
    "time_correction": ("shift of the clock against the first movement: observed time = model + TC", _MODEL),
    "top_speed": (_FADING, _MODEL),
    "top_speed_time": (f"when it is reached: {_FADING}", _MODEL),
    "top_speed_distance": (f"where it is reached: {_FADING}", _MODEL),
}
_LINE = "the line a = A0·(1 − v/S0) above most accelerations of a session"
_FORCE = "F0·v0/4 of the line of a session, with body mass and air drag"
_SESSION: Mapping[str, tuple[str, str]] = {
    "s0": (_LINE, "hoppe2018, shorts"),
    "a0": (_LINE, "hoppe2018, shorts"),
    "tau": ("S0/A0 of the line of a session", "hoppe2018, shorts"),
    "f0": ("the line of a session, times body mass, with air drag", "hoppe2018, samozino2016"),
    "pmax": (_FORCE, "hoppe2018, samozino2016"),
}
"""How values are made that are no metric of a plain sprint, and their sources."""


class Chain(tuple[Reason, ...]):
    """Links from values back to what was measured, nearest first; a tuple that prints itself.

    Each link has `id`, `kind`, `method` and `details`, as `evenstride why --json` gives them. Equal ids mean equal
    makings: the same numbers, choices, version and seed.
    """

    __slots__ = ()

    def __repr__(self) -> str:
        """Return three columns, what, id and made by, with the details of each link below it."""
        rows = [("what", "id", "made by"), *((one.kind, one.id, one.method) for one in self)]
        wide, long = (max(len(row[column]) for row in rows) for column in (0, 1))
        lines: list[str] = []
        for row, details in zip(rows, ("", *(one.details for one in self)), strict=True):
            lines.append(f"{row[0]:<{wide}}  {row[1]:<{long}}  {row[2]}")
            lines += [" " * (wide + long + 4) + part for part in details.split("; ") if part]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class _Made:
    """One link before it is put in words: what made it, and what to say of it."""

    made: Provenance
    details: Sequence[str]

    def reason(self) -> Reason:
        return Reason(self.made.id[:SHORT], self.made.kind, self.made.method, "; ".join(filter(None, self.details)))


def explain_values(
    names: Iterable[str],
    values: Mapping[str, Estimate],
    fit: Fit | JointFit | InSituProfile,
    recordings: Sequence[Splits | SpeedTrace],
    *,
    load: Load = UNLOADED,
) -> Chain:
    """Return the chain from some values (all where none is named) over their fit to the recordings.

    Raises
    ------
    InputError
        If there is no value of that name.
    """
    told = list(names) or list(values)
    measured = [_recording(one) for one in recordings]
    fitted = _fit(fit, measured, load)
    of_values = [_value(name, values[name], fit, fitted) for name in told]
    files = {one.origin.content_id: one.origin.file_name for one in recordings if one.origin.content_id}
    raw = [Reason(id[:SHORT], "file", "raw bytes", name) for id, name in files.items()]
    return Chain([*(one.reason() for one in (*of_values, fitted, *measured)), *raw])


def _value(name: str, value: Estimate, fit: Fit | JointFit | InSituProfile, fitted: _Made) -> _Made:
    how, sources = _how(name, fit)
    count = next(iter(fit.parameters.values())).samples.size
    held = value.low == value.high
    made = Provenance(name, "held by you" if held else how, (fitted.made.id,), {"level": value.level}, __version__)
    said = [value_of(value)] if held else [f"{value_of(value)}, {value.level:.0%} of {count} draws"]
    return _Made(made, [*said, f"sources: {sources}"])


def _how(name: str, fit: Fit | JointFit | InSituProfile) -> tuple[str, str]:
    """Return how a value is made, and the keys of its sources."""
    if isinstance(fit, InSituProfile):
        return _SESSION[name]
    if "fading" in fit.parameters and name in _RACE:
        return _RACE[name]
    # The values of several trials carry the number of the trial.
    plain = name.rstrip("0123456789").rstrip("_") if name.rpartition("_")[2].isdigit() else name
    module = import_module(f"{FOLDER}.{_METRICS.get(plain, plain)}")
    # What the metric is good for stands behind a semicolon, and does not belong here.
    said = (inspect.getdoc(module) or "").splitlines()[0].split(";")[0].rstrip(".")
    return said[:1].lower() + said[1:], ", ".join(module.METRIC.sources)


def _fit(fit: Fit | JointFit | InSituProfile, measured: Sequence[_Made], load: Load) -> _Made:
    one = fit.trials[0] if isinstance(fit, JointFit) else fit
    choices = dict[str, object]() if isinstance(one, InSituProfile) else _choices(one, together=fit is not one)
    choices |= {"load": asdict(load)} if load != UNLOADED else {}
    # What was found tells apart what no choice above says, such as weights; rounded, as machines differ at the end.
    found = {name: f"{draws.point:.6g}" for name, draws in fit.parameters.items()}
    made = Provenance(
        "fit",
        next(iter(fit.parameters.values())).method,
        tuple(item.made.id for item in measured),
        {**choices, "notes": fit.notes, "found": found},
        __version__,
        one.seed,
    )
    said = [f"{key}: {value}" for key, value in choices.items() if key != "load"]
    notes = [note.replace("; ", ", ") for note in fit.notes]
    return _Made(made, [", ".join(said), _load(load), *notes, f"evenstride {__version__}, seed {one.seed}"])


def _choices(fit: Fit, *, together: bool) -> dict[str, object]:
    free = " and ".join(one.replace("-", " ") for one in fit.corrections) or "no correction"
    held = ", ".join(f"{name.replace('_', ' ')} {value:g}".replace("-", MINUS) for name, value in fit.fixed.items())
    if together:
        return {"free": "MSS and MAC of all, the start of each"}
    return {"fitted": fit.relation.value, "free": free, "held": held or "nothing"}


def _load(load: Load) -> str:
    if load == UNLOADED:
        return ""
    parts = ((load.inertia, "kg pulled"), (load.resistance, "N against"), (load.worn, "kg worn"))
    return "with " + ", ".join(f"{value:g} {what}".replace("-", MINUS) for value, what in parts if value != 0.0)


def _recording(one: Splits | SpeedTrace) -> _Made:
    arrays = {name: getattr(one, name, None) for name in ("distances", "times", "speeds")}
    numbers = {name: values.tolist() for name, values in arrays.items() if values is not None}
    parameters = {**numbers, "body": asdict(one.body), "conditions": asdict(one.conditions), "device": one.device.kind}
    kept = one.origin.content_id
    read = f"read by {one.origin.reader}" if kept and one.origin.reader else "read from"
    made = Provenance(type(one).__name__, read if kept else GIVEN, (kept,) if kept else (), parameters)
    whose = ", ".join(filter(None, (one.athlete, str(one.on or ""), one.label)))
    return _Made(made, [whose, _numbers(one), *_circumstances(one)])


def _numbers(one: Splits | SpeedTrace) -> str:
    if isinstance(one, SpeedTrace):
        return f"{one.times.size} speeds to {one.times[-1]:g} s"
    if one.times.size > FEW:
        return f"{one.times.size} times to {one.distances[-1]:g} m"
    pairs = zip(one.times, one.distances, strict=True)
    return ", ".join(f"{time:g} s at {way:g} m" for time, way in pairs)


def _circumstances(one: Splits | SpeedTrace) -> list[str]:
    body, there = one.body, one.conditions
    sizes = [f"{value:g} {unit}" for value, unit in ((body.mass, "kg"), (body.height, "m")) if value is not None]
    air = f"wind {there.wind:g} m/s, {there.temperature_c:g} °C, {there.pressure_torr:.0f} Torr".replace("-", MINUS)
    reaction = f", {there.reaction_time:g} s of reaction taken off" if there.reaction_time is not None else ""
    return [", ".join(sizes), air, f"{one.device.kind}, start {there.start.value}{reaction}", one.origin.place]
