"""The catalogue of exercises, read from data and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from evenstride.core.athlete import Level
from evenstride.core.errors import PluginError
from evenstride.core.plan import Exercise
from evenstride.core.roles import Role
from evenstride.plan.body import GROUPS, TISSUES


@cache
def exercises() -> Mapping[str, Exercise]:
    """Return every exercise by code.

    Raises
    ------
    PluginError
        If an entry lacks a field, has an unknown one or names an unknown tissue, role or level.

    Examples
    --------
    >>> exercises()["fly_run"].name
    'flying runs'
    """
    text = resources.files("evenstride.plan").joinpath("data/exercises.toml").read_text(encoding="utf-8")
    return {code: parse_exercise(code, raw) for code, raw in tomllib.loads(text).items()}


def parse_exercise(code: str, raw: Mapping[str, Any]) -> Exercise:
    """Make one exercise from its catalogue entry.

    Raises
    ------
    PluginError
        If the entry does not keep the schema.
    """
    fields = dict(raw)
    try:
        shares = {Role(name): float(share) for name, share in fields.pop("roles", {}).items()}
        for name in ("loads", "hard_on"):
            fields[name] = _tissues(fields.get(name, ()))
        fields["kit"] = tuple(fields.get("kit", ()))
        fields["levels"] = tuple(Level(name) for name in fields.get("levels", tuple(Level)))
        if shares and abs(sum(shares.values()) - 1.0) > 1e-9:
            raise ValueError(f"role shares sum to {sum(shares.values()):g}, not 1")
        return Exercise(code=code, role_shares=shares, **fields)
    except (KeyError, TypeError, ValueError) as problem:
        raise PluginError(
            f"this exercise cannot be read ({problem})",
            place=f"exercises.toml [{code}]",
            remedy="Compare it with the other entries of the catalogue",
        ) from problem


def _tissues(names: tuple[str, ...]) -> tuple[str, ...]:
    wanted = {tissue for name in names for tissue in GROUPS.get(name, (name,))}
    unknown = sorted(wanted - set(TISSUES))
    if unknown:
        raise ValueError(f"unknown tissue {', '.join(unknown)}; known are {', '.join(TISSUES)}")
    return tuple(tissue for tissue in TISSUES if tissue in wanted)
