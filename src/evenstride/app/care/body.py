"""Use case: what somebody measured of their body, told once with its day, and used where a recording does not say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from evenstride.app.at_desk import AtDesk
from evenstride.app.wiring import local_day
from evenstride.core.athlete import Anthropometrics, Athlete, plausible_body
from evenstride.core.errors import InputError
from evenstride.core.recording import Recording, SpeedTrace, Splits
from evenstride.store import Store, Stored, open_store

USED_WITHIN = timedelta(days=365)
"""How far from a run's day a told mass or height still stands in for one of that day (judgement): a force per kg moves
by as much as the mass does, and the page says of which day it is."""

LEG_RANGE = (0.3, 1.5)
"""Leg length in m outside of which a unit is wrong (judgement)."""

Measured = Stored[Recording]


@dataclass(frozen=True, slots=True)
class BodyPage:
    """What was told of an athlete's body, the newest day first."""

    athlete: Athlete
    on: date
    bodies: tuple[Anthropometrics, ...]


class BodyDesk(AtDesk):
    """The use cases of the page of a body, each on a fresh connection."""

    def page(self, key: str) -> BodyPage:
        """Return what was told so far."""
        with open_store(self.path) as store:
            athlete = store.athlete(key)
            return BodyPage(athlete, self.today, store.bodies(athlete.name)[::-1])

    def tell(self, key: str, body: Anthropometrics) -> None:
        """Keep measures of one day; parameters and errors as `tell_body`."""
        with open_store(self.path) as store:
            tell_body(store, key, body, at=self.clock())


def tell_body(store: Store, name: str, body: Anthropometrics, *, at: datetime) -> None:
    """Keep what was measured of a body on one day; told twice it is kept once, and of one day the last said counts.

    Raises
    ------
    NotFoundError, InputError
        If nobody of that name is there, nothing was measured, the day is to come, or a measure is not a person's.
    """
    today = local_day(at)
    if body.on is not None and body.on > today:
        raise InputError(f"{body.on} is still to come", remedy="Give the day it was measured")
    if (body.mass, body.height, body.leg_length) == (None, None, None):
        raise InputError("nothing was measured", remedy="Give a mass, a height or a leg length")
    plausible_body(body.mass, body.height)
    _require_leg(body)
    dated = body if body.on is not None else replace(body, on=today)
    store.save_body(name, dated, saved_at=at)


def _require_leg(body: Anthropometrics) -> None:
    leg, (low, high) = body.leg_length, LEG_RANGE
    if leg is not None and not low <= leg <= high:
        raise InputError(
            f"{leg:g} m is not a person's", place="leg length", remedy=f"Give a value from {low:g} to {high:g} m"
        )
    if leg is not None and body.height is not None and leg >= body.height:
        raise InputError("a leg is shorter than its body", place="leg length", remedy="Look at both once more")


def told_for(recording: Recording, bodies: Sequence[Anthropometrics]) -> Anthropometrics | None:
    """Return what was told of the body near a sprint's day and is not in its file; None where that is nothing.

    Of several days the nearest counts, of one day the last said. A run without a date takes the newest.

    Returns
    -------
    Anthropometrics or None
        `on` is the day of the mass where there is one, else that of the height.

    Examples
    --------
    >>> run = Splits("Noa", [10, 20], [2.0, 3.2], date(2026, 5, 4))
    >>> bodies = [Anthropometrics(date(2026, 4, 1), 70.0, 1.8), Anthropometrics(date(2026, 5, 6), 71.0)]
    >>> told = told_for(run, bodies)
    >>> told.mass, told.height, told.on.isoformat()
    (71.0, 1.8, '2026-05-06')
    """
    if not isinstance(recording, Splits | SpeedTrace):
        return None
    mass = nearest_body(recording, bodies, "mass")
    height = nearest_body(recording, bodies, "height")
    near = mass or height
    if near is None:
        return None
    return Anthropometrics(
        near.on, mass=None if mass is None else mass.mass, height=None if height is None else height.height
    )


def nearest_body(recording: Recording, bodies: Sequence[Anthropometrics], measure: str) -> Anthropometrics | None:
    """Return what was told nearest to a recording's day with a measure its file lacks; None where there is nothing."""
    if getattr(recording.body, measure) is not None:
        return None
    known = [one for one in bodies if one.on is not None and getattr(one, measure) is not None]
    if recording.on is None:
        return known[-1] if known else None
    on = recording.on
    near = [one for one in reversed(known) if one.on is not None and abs(one.on - on) <= USED_WITHIN]
    return min(near, key=lambda one: abs((one.on or on) - on), default=None)


def with_told(found: Measured, told: Anthropometrics | None) -> Measured:
    """Return a stored recording with what was told of the body in the places its file leaves open."""
    if told is None:
        return found
    own = found.noun.body
    body = replace(own, mass=told.mass if own.mass is None else own.mass,
                   height=told.height if own.height is None else own.height)  # fmt: skip
    return replace(found, noun=replace(found.noun, body=body))
