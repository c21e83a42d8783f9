"""Contact from heel and forefoot alone, on two sets with force plates: each scored with the constants of the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from evenstride.core.estimate import Array
from evenstride.science.motion.foot_contacts import CONSTANTS, EventConstants, Forefoot, KinematicContact
from evenstride.science.motion.foot_motion import CUT_OFF
from evenstride.science.motion.kinematic_events import find_foot_contacts
from evenstride.science.plates.zero import low_pass
from evenstride.science.simulate.foot import simulate_foot
from validation._foot_sets import SeenFoot, dorn, footnet, shared

Row = dict[str, Any]

BALL = CONSTANTS[Forefoot.BALL]

SPEEDS = ((3.0, 0.25, 0.74), (5.0, 0.18, 0.68), (7.0, 0.13, 0.55), (9.0, 0.11, 0.49), (11.0, 0.092, 0.45))
"""Speed in m/s, contact and stride time in s of the simulated feet (science.md §2.6)."""


def rows() -> list[Row]:
    """Return the errors of contact time between the sets, what the filter does, and simulated sprinters."""
    root = shared()
    if root is None:
        return _simulated()
    sets = {"footnet": footnet(root), "dorn": dorn(root)}
    own = {name: own_constants(feet) for name, feet in sets.items()}
    found = [*_between(sets, own), *_shipped(sets), *_filter(sets), _rival(sets)]
    toe = errors(dorn(root, forefoot=("TOE",)), point=Forefoot.TOE)
    found.append(_ms("toe_dorn_mae", _contact(toe), "<=", 12.0, "dorn2012 with the toe marker, constants of its own: "
                     "no test", len(toe), _mean_size))  # fmt: skip
    return [*found, *_simulated()]


def skipped() -> list[dict[str, str]]:
    """Name what needs the shared real files, where they are absent."""
    absent = {"name": "instruments.kinematic_sets", "reason": "the shared real files are absent"}
    return [absent] if shared() is None else []


def errors(feet: Sequence[SeenFoot], **settings: Any) -> Array:
    """Return (touchdown, toe_off) minus those of the plate in s, a contact a row; nan where it was not found once."""
    found: list[tuple[float, float]] = []
    for foot in feet:
        contacts = find_foot_contacts(foot.heel, foot.forefoot, foot.rate, **settings).contacts
        for touchdown, toe_off in foot.contacts:
            near = [one for one in contacts if abs(one.touchdown - touchdown) < 0.1]
            one = near[0] if len(near) == 1 else KinematicContact(np.nan, np.nan)
            found.append((one.touchdown - touchdown, one.toe_off - toe_off))
    return np.array(found)


def own_constants(feet: Sequence[SeenFoot]) -> EventConstants:
    """Return lag and rise with which one set has no bias."""
    lag = float(errors(feet, constants=replace(BALL, lag=0.0))[:, 0].mean())
    low, high = 0.01, 0.06
    for _ in range(14):
        middle = 0.5 * (low + high)
        late = errors(feet, constants=replace(BALL, rise=middle))[:, 1].mean() > 0.0
        low, high = (low, middle) if late else (middle, high)
    return replace(BALL, lag=lag, rise=0.5 * (low + high))


def _between(sets: dict[str, list[SeenFoot]], own: dict[str, EventConstants]) -> list[Row]:
    targets = {"footnet": (8.0, 5.0), "dorn": (12.0, 12.0)}
    found: list[Row] = []
    for name, feet in sets.items():
        other = "dorn" if name == "footnet" else "footnet"
        both = errors(feet, constants=own[other])
        contact = _contact(both)
        against = f"force plates of {name}, constants from {other} alone"
        most, bias = targets[name]
        found += [
            _ms(f"{name}_mae", contact, "<=", most, against, len(contact), _mean_size),
            _ms(f"{name}_bias", contact, "in", [-bias, bias], against, len(contact), np.mean),
            _ms(f"{name}_touchdown_bias", both[:, 0], "in", [-8.0, 8.0], against, len(contact), np.mean),
            _ms(f"{name}_toe_off_bias", both[:, 1], "in", [-15.0, 15.0], against, len(contact), np.mean),
        ]
    return found


def _shipped(sets: dict[str, list[SeenFoot]]) -> list[Row]:
    """Rows of the constants in use, halfway between the sets: what they leave of each, no test of them."""
    found: list[Row] = []
    for name, feet in sets.items():
        both = errors(feet)
        against = f"force plates of {name}, constants in use (halfway between the sets)"
        found += [
            _ms(f"{name}_in_use_mae", _contact(both), "<=", 8.0, against, len(both), _mean_size),
            _ms(f"{name}_in_use_bias", _contact(both), "in", [-5.0, 5.0], against, len(both), np.mean),
            _ms(f"{name}_scatter", _contact(both), "<=", 6.0, against, len(both), np.std),
        ]
    doubt = 1000.0 * float(np.hypot(BALL.shared_touchdown, BALL.shared_toe_off))
    found.append(_row("shared_error", doubt, "ms", ">=", 10.0, "standard deviation of contact time that is drawn", 2))
    return found


def _filter(sets: dict[str, list[SeenFoot]]) -> list[Row]:
    """Rows of how far other cut-offs move the mean contact time, and what the 6 Hz of walking do to running."""
    usual = {name: _contact(errors(feet)) for name, feet in sets.items()}
    found: list[Row] = []
    for cut_off in (15.0, 20.0, 50.0):
        moved = [np.mean(_contact(errors(feet, cut_off=cut_off))) - np.mean(usual[name]) for name, feet in sets.items()]
        against = f"mean contact time of the set it moves more, {cut_off:.0f} Hz instead of {CUT_OFF:.0f} Hz"
        worst = 1000.0 * float(max(map(abs, moved)))
        found.append(_row(f"filter_{cut_off:.0f}_moves", worst, "ms", "<=", 4.0, against, 2))
    six = np.concatenate([_contact(errors(feet, cut_off=6.0)) for feet in sets.values()])
    good = float(np.mean(np.abs(six) <= 0.010))
    found.append(
        _row("filter_6_within_10_ms", good, "1", "<=", 0.5, "share of contacts of both sets at 6 Hz", len(six))
    )
    return found


def _rival(sets: dict[str, list[SeenFoot]]) -> Row:
    """Row of the jerk peak of `handsaker2016` at toe_off, looked for within 60 ms of the plate's."""
    late: list[float] = []
    for feet in sets.values():
        each: list[float] = []
        for foot in feet:
            height = low_pass(foot.forefoot[:, 2], foot.rate, CUT_OFF)
            jerk = np.gradient(np.gradient(np.gradient(height))) * foot.rate**3
            times = np.arange(len(jerk)) / foot.rate
            for _, toe_off in foot.contacts:
                near = np.flatnonzero(np.abs(times - toe_off) < 0.06)
                each.append(float(times[near[np.argmax(jerk[near])]]) - toe_off)
        late.append(float(np.mean(each)))
    own = [float(errors(feet)[:, 1].mean()) for feet in sets.values()]
    against = "how far toe_off by the jerk peak of the ball differs between the sets; target: more than the rise in use"
    between, ours = (1000.0 * abs(one[0] - one[1]) for one in (late, own))
    return _row("rival_jerk_between", between, "ms", ">=", round(ours, 1), against, 59)


def _simulated() -> list[Row]:
    """Rows of simulated feet up to the speed of sprinters: that nothing is lost, and by how much times are off."""
    contact: list[float] = []
    lost = 0
    for number, (speed, contact_time, stride_time) in enumerate(SPEEDS):
        for belt, heel_first in ((0.0, 0.0), (speed, 0.0), (0.0, 0.3 * contact_time)):
            foot = simulate_foot(
                speed=speed, contact_time=contact_time, stride_time=stride_time, belt=belt, noise=0.0003,
                heel_first=heel_first, drop=0.8 + 0.15 * speed, seed=number,
            )  # fmt: skip
            found = find_foot_contacts(foot.heel, foot.forefoot, foot.rate).contacts
            lost += abs(len(found) - len(foot.touchdowns))
            contact += [one.contact_time - contact_time for one in found]
    against = "simulated feet, ball or heel first, 3 to 11 m/s, 250 Hz, noise of 0.3 mm"
    return [
        _row("simulated_lost", float(lost), "contacts", "<=", 0.0, against, len(contact)),
        _ms("simulated_mae", np.array(contact), "<=", 10.0, against, len(contact), _mean_size),
    ]


def _contact(both: Array) -> Array:
    return both[:, 1] - both[:, 0]


def _mean_size(values: Array) -> float:
    return float(np.mean(np.abs(values)))


def _ms(name: str, values: Array, op: str, target: object, against: str, n: int, of: Callable[[Array], Any]) -> Row:
    return _row(name, 1000.0 * float(of(values)), "ms", op, target, against, n)


def _row(name: str, value: float, unit: str, op: str, target: object, against: str, n: int) -> Row:
    return {
        "name": f"instruments.kinematic_{name}", "value": value, "unit": unit, "op": op, "target": target,
        "against": against, "n": n, "seed": None,
    }  # fmt: skip
