"""A runner of known movement: hinged segments whose angles are given, for tests and for validation.

It is a drawing that moves, not a body that falls: nothing asks which forces would make it move so, and its feet do not
stand still on the ground. What is asked of it is whether the angles, rates and times put in come out again.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.estimate import Array
from evenstride.core.motion import Motion
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.core.signal import Markers, Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.motion.build import prepare_motion

THIGH, SHANK, FOOT, TRUNK, UPPER_ARM, FOREARM, HIPS, SHOULDERS = 0.42, 0.43, 0.24, 0.5, 0.3, 0.26, 0.18, 0.38
"""Lengths in m of a body of 1.75 m, rounded."""


@dataclass(frozen=True, slots=True)
class Gait:
    """How a simulated runner moves; angles in rad, times in s.

    Attributes
    ----------
    stride_frequency : float
        Hz.
    thigh_range, thigh_middle : float
        Of the thigh, a sine.
    lead_reversal : float
        Share of a stride from touchdown at which the thigh is foremost.
    contact : float
        Share of a stride on the ground.
    knee_swing, knee_stance : float
        Most flexion in swing, flexion in contact.
    right_late : float
        Share of a stride by which the right leg follows later than half a stride after the left.
    lean, lean_range, pelvis_range, shoulder_range, arm_range : float
        Of trunk, pelvis, shoulders and upper arms.
    left_arm : float
        Swing of the left arm over that of the right.
    arm_late : float
        Share of a stride by which an arm follows the leg of the other side.
    """

    speed: float = 9.0
    stride_frequency: float = 2.2
    thigh_range: float = 1.6
    thigh_middle: float = 0.35
    lead_reversal: float = 0.78
    contact: float = 0.24
    knee_swing: float = 2.2
    knee_stance: float = 0.4
    right_late: float = 0.0
    lean: float = 0.12
    lean_range: float = 0.08
    pelvis_range: float = 0.25
    shoulder_range: float = 0.5
    arm_range: float = 1.4
    left_arm: float = 1.0
    arm_late: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class SimulatedRunner:
    """A trial with what is true of it: the gait, the points in m by name, and the contacts."""

    gait: Gait
    signal: Signal
    contacts: tuple[Contact, ...]
    mapping: MarkerMapping = field(default_factory=lambda: WHOLE_BODY)

    def motion(
        self, *, cut_off: float | None = None, placing_error: float = 0.005, event_error: float = 0.001
    ) -> Motion:
        """Return the motion of the trial."""
        if cut_off is None:
            return prepare_motion(
                self.signal, self.mapping, self.contacts, placing_error=placing_error, event_error=event_error
            )
        return prepare_motion(
            self.signal, self.mapping, self.contacts, cut_off=cut_off, feet_cut_off=1.5 * cut_off,
            placing_error=placing_error, event_error=event_error,
        )  # fmt: skip


WHOLE_BODY = MarkerMapping({
    point: (point.value,)
    for point in BodyPoint
    if point.part not in ("asis", "sternum", "sacrum")
}, "simulated")  # fmt: skip


def simulate_runner(
    gait: Gait | None = None,
    *,
    strides: int = 6,
    rate: float = 250.0,
    noise: float = 0.0005,
    variation: float = 0.01,
    seed: int = 0,
) -> SimulatedRunner:
    """Simulate the markers of a runner.

    Parameters
    ----------
    gait : Gait, optional
        How they move.
    strides : int
        Of each side.
    rate : float
        Frames a second, Hz.
    noise : float
        m, of each marker in each frame, independent.
    variation : float
        Share by which the amplitude of thighs, arms and trunk varies from stride to stride.
    seed : int
        Of noise and variation.

    Examples
    --------
    >>> found = simulate_runner(strides=3)
    >>> found.signal.markers.positions.shape[1], len(found.contacts)
    (20, 7)
    """
    gait = Gait() if gait is None else gait
    rng = np.random.default_rng([seed, 21])
    period = 1.0 / gait.stride_frequency
    lead_in = 0.5 * period
    times = np.arange(round((strides + 1.5) * period * rate)) / rate
    cycle = {
        Side.LEFT: (times - lead_in) / period,
        Side.RIGHT: (times - lead_in) / period - 0.5 - gait.right_late,
    }
    places = _body(gait, times, cycle, rng, variation)
    positions = np.stack([places[point] for point in WHOLE_BODY.points], axis=1)
    positions = positions + rng.normal(0.0, noise, positions.shape)
    names = tuple(point.value for point in WHOLE_BODY.points)
    contacts: list[Contact] = []
    for step in range(2 * strides + 1):
        side = Side.LEFT if step % 2 == 0 else Side.RIGHT
        late = 0.0 if side is Side.LEFT else 0.5 + gait.right_late
        down = lead_in + (step // 2 + late) * period
        contacts.append(Contact(side, down, down + gait.contact * period))
    return SimulatedRunner(gait, Signal("simulated", Markers(names, rate, positions)), tuple(contacts))


def _body(
    gait: Gait, times: Array, cycle: dict[Side, Array], rng: np.random.Generator, variation: float
) -> dict[BodyPoint, Array]:
    turn = 2.0 * np.pi
    left = cycle[Side.LEFT]
    middle = np.zeros((len(times), 3))
    middle[:, 0] = gait.speed * times
    middle[:, 2] = 0.95 + 0.02 * np.cos(2.0 * turn * (left - 0.4))
    lean = gait.lean + 0.5 * gait.lean_range * _varied(left, rng, variation) * np.cos(2.0 * turn * left)
    top = middle + TRUNK * _vector(np.sin(lean), np.zeros_like(lean), np.cos(lean))
    # The side of the foremost thigh is ahead in the pelvis and behind in the shoulders.
    swing = np.cos(turn * (left - gait.lead_reversal))
    pelvis = -0.5 * gait.pelvis_range * _varied(left, rng, variation) * swing
    shoulders = 0.5 * gait.shoulder_range * _varied(left, rng, variation) * swing
    found = {BodyPoint.C7: top, BodyPoint.HEAD: top + np.array([0.03, 0.0, 0.2])}
    for side, sign in ((Side.LEFT, 1.0), (Side.RIGHT, -1.0)):
        hip = middle + 0.5 * HIPS * sign * _across(pelvis)
        shoulder = top + 0.5 * SHOULDERS * sign * _across(shoulders)
        arm_cycle = cycle[side.other] - gait.arm_late - gait.lead_reversal
        size = gait.left_arm if side is Side.LEFT else 1.0
        arm = 0.5 * size * gait.arm_range * _varied(left, rng, variation) * np.cos(turn * arm_cycle) - 0.2
        elbow = shoulder + UPPER_ARM * _down(arm)
        found |= _leg(gait, side, hip, cycle[side], _varied(cycle[side], rng, variation))
        found[body_point(side, "shoulder")] = shoulder
        found[body_point(side, "elbow")] = elbow
        found[body_point(side, "wrist")] = elbow + FOREARM * _down(arm + 1.5)
    return found


def _leg(gait: Gait, side: Side, hip: Array, cycle: Array, varied: Array) -> dict[BodyPoint, Array]:
    turn = 2.0 * np.pi
    thigh = gait.thigh_middle + 0.5 * gait.thigh_range * varied * np.cos(turn * (cycle - gait.lead_reversal))
    # The knee is most bent in the middle of the swing; a power of a cosine keeps the contact free of it.
    bump = (0.5 + 0.5 * np.cos(turn * (cycle - 0.5 * (1.0 + gait.contact)))) ** 2
    bend = gait.knee_stance + (gait.knee_swing - gait.knee_stance) * bump
    knee = hip + THIGH * _down(thigh)
    ankle = knee + SHANK * _down(thigh - bend)
    pointing = thigh - bend + 0.5 * np.pi - 0.2
    toe = ankle + FOOT * 0.75 * _down(pointing)
    return {
        body_point(side, "hip"): hip,
        body_point(side, "knee"): knee,
        body_point(side, "ankle"): ankle,
        body_point(side, "heel"): ankle - FOOT * 0.25 * _down(pointing),
        body_point(side, "toe"): toe,
        body_point(side, "ball"): ankle + FOOT * 0.55 * _down(pointing),
    }


def _varied(cycle: Array, rng: np.random.Generator, variation: float) -> Array:
    """Return an amplitude that changes smoothly from stride to stride around 1."""
    first, last = float(np.floor(cycle[0])) - 1.0, float(np.ceil(cycle[-1])) + 2.0
    knots = np.arange(first, last, dtype=np.float64)
    return np.asarray(1.0 + np.interp(cycle, knots, rng.normal(0.0, variation, knots.size)), dtype=np.float64)


def _down(angle: Array) -> Array:
    return _vector(np.sin(angle), np.zeros_like(angle), -np.cos(angle))


def _across(angle: Array) -> Array:
    """Return the direction from right to left of a line turned by an angle, the right side ahead positive."""
    return _vector(-np.sin(angle), np.cos(angle), np.zeros_like(angle))


def _vector(forward: Array, left: Array, up: Array) -> Array:
    return np.stack([forward, left, up], axis=1)
