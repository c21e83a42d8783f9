"""Field-test protocols as data: one TOML file each in `evenstride/protocols`.

A protocol says what to do, what the number is, how wrong it can be and for which role it speaks. Adding a test is
adding a file. Values that nobody has measured are the word "unknown", never a guess dressed as a figure.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from evenstride.core.errors import PluginError
from evenstride.core.metric import Better
from evenstride.core.roles import Role

_UNKNOWN_ERROR = 0.08
"""Typical error assumed for a test of unknown error, as a share of the value: wide on purpose (judgement)."""


@dataclass(frozen=True, slots=True)
class FieldProtocol:
    """One field test.

    Attributes
    ----------
    raw_units : tuple of str
        Units a sheet may use for the trials.
    unit : str
        SI unit of the metric.
    course : float or None
        Distance in m the test covers, so that trials may also be given as times.
    needs_lever : bool
        Whether the raw value is a force that becomes torque per kg: force × lever / mass.
    typical_error : float or None
        Standard error of one session's value as a share of it; None when unknown.
    familiarisation : int
        First sessions kept apart from every trend, because people learn the test.
    minutes : float
        Time one session of this test takes.
    """

    id: str
    version: int
    title: str
    plain_title: str
    purpose: str
    steps: tuple[str, ...]
    kit: tuple[str, ...]
    minutes: float
    trials: int
    sided: bool
    raw_units: tuple[str, ...]
    unit: str
    better: Better
    plausible: tuple[float, float]
    family: str
    role_shares: Mapping[Role, float]
    typical_error: float | None
    error_source: str
    sources: tuple[str, ...]
    course: float | None = None
    needs_lever: bool = False
    familiarisation: int = 2
    not_for: tuple[str, ...] = ()

    @property
    def assumed_error(self) -> float:
        """The typical error to calculate with: the stated one, or a wide one when it is unknown."""
        return _UNKNOWN_ERROR if self.typical_error is None else self.typical_error

    @property
    def role(self) -> Role | None:
        """The one role this test speaks for, None for outcomes and for tests shared between roles."""
        return next(iter(self.role_shares)) if len(self.role_shares) == 1 else None


@cache
def protocols() -> Mapping[str, FieldProtocol]:
    """Return every protocol shipped with the package, by id."""
    found: dict[str, FieldProtocol] = {}
    for entry in sorted(resources.files("evenstride.protocols").iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".toml"):
            protocol = parse_protocol(entry.read_text(encoding="utf-8"), place=entry.name)
            found[protocol.id] = protocol
    return found


def parse_protocol(text: str, *, place: str) -> FieldProtocol:
    """Read one protocol file.

    Raises
    ------
    PluginError
        If the text is no TOML or a field is absent or of the wrong kind.
    """
    try:
        raw: dict[str, Any] = tomllib.loads(text)
        raw["better"] = Better(raw["better"])
        raw["role_shares"] = {Role(name): float(share) for name, share in raw.get("role_shares", {}).items()}
        low, high = raw["plausible"]
        raw["plausible"] = (float(low), float(high))
        for name in ("steps", "kit", "raw_units", "sources", "not_for"):
            raw[name] = tuple(str(item) for item in raw.get(name, ()))
        error = raw["typical_error"]
        raw["typical_error"] = None if error == "unknown" else float(error)
        return FieldProtocol(**raw)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as problem:
        raise PluginError(
            f"this field protocol cannot be read ({problem})",
            place=place,
            remedy="Compare it with the other files in evenstride/protocols",
        ) from problem
