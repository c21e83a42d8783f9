"""Clips whose frames are coded by hand, with the true times known: hops, a flying run, steps of a fast run."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import cycle

import numpy as np

from evenstride.core.raw import CodedContact, FrameCodes, FrameRate
from evenstride.core.recording import Device, RawTest
from evenstride.core.roles import Side


@dataclass(frozen=True, slots=True)
class Coder:
    """Who codes which clip.

    Attributes
    ----------
    rate : FrameRate
        How the clip counts time.
    error : float
        SD of a coded frame around the first one that shows the event, in frames; coded frames are whole.
    twice : bool
        Whether the clip is coded a second time.
    """

    rate: FrameRate = FrameRate(240.0, 240.0)  # noqa: RUF009 - a frozen noun is no shared state
    error: float = 0.0
    twice: bool = False

    def frames(self, times: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """Return the number of the first frame that shows each event, as coded."""
        shown = np.ceil(times / self.rate.frame)
        return shown + np.round(rng.normal(0.0, self.error, times.shape)) if self.error > 0.0 else shown


@dataclass(frozen=True, slots=True)
class SimulatedClip:
    """A coded clip and what is true of it, by name of the quantity and side."""

    raw: RawTest
    truth: dict[tuple[str, Side | None], float]


def simulate_hops(
    contact: float = 0.18,
    flight: float = 0.42,
    *,
    spread: float = 0.06,
    hops: int = 10,
    coder: Coder | None = None,
    side: Side | None = Side.LEFT,
    seed: int = 0,
) -> SimulatedClip:
    """Simulate hops on one leg and their coding.

    Parameters
    ----------
    contact, flight : float
        Typical contact and flight time, s.
    spread : float
        SD of both from hop to hop, as a share.
    hops : int
        Whole hops; the landing after the last is there too.
    coder : Coder
        Who coded what; 240 frames a second without error by default.
    side : Side or None
        The leg, None for both together.
    seed : int
        Draws hops and frames.

    Notes
    -----
    True flight over contact is that of the truly best five hops; true contact and flight are those of the five that
    the coded frames make the best.

    Examples
    --------
    >>> clip = simulate_hops(seed=1)
    >>> len(clip.raw.raw.contacts), clip.raw.test
    (11, 'P1')
    """
    coder = coder or Coder()
    rng = np.random.default_rng(seed)
    lengths = np.array([contact, flight]) * np.exp(rng.normal(0.0, spread, (hops, 2)))
    times = rng.uniform(0.2, 0.3) + np.concatenate([[0.0], np.cumsum(lengths.ravel())])
    times = np.append(times, times[-1] + contact)
    codings = [coder.frames(times, rng) for _ in range(2 if coder.twice else 1)]
    seen = np.diff(np.mean(codings, axis=0))[: 2 * hops].reshape(-1, 2)
    best, chosen = (lengths[np.argsort(-one[:, 1] / one[:, 0])[:5]] for one in (lengths, seen))
    truth: dict[tuple[str, Side | None], float] = {
        ("rsi", side): float(np.mean(best[:, 1] / best[:, 0])),
        ("contact_time", side): float(chosen[:, 0].mean()),
        ("flight_time", side): float(chosen[:, 1].mean()),
    }
    coded = [
        tuple(CodedContact(float(down), float(off), side) for down, off in frames.reshape(-1, 2)) for frames in codings
    ]
    codes = FrameCodes(coder.rate, coded[0], second=coded[1] if coder.twice else ())
    test = "P1b" if side is None else "P1"
    return SimulatedClip(RawTest("Noa (simulated)", test, codes, side, device=Device("simulated")), truth)


def simulate_flying(
    speed: float = 9.0, *, course: float = 20.0, coder: Coder | None = None, seed: int = 0
) -> SimulatedClip:
    """Simulate a flying run past two poles and its coding.

    Parameters
    ----------
    speed, course : float
        Mean speed in m/s and distance between the poles in m.
    coder : Coder
        Who coded what.
    seed : int
        Draws when the run begins, and the coding.
    """
    coder = coder or Coder()
    rng = np.random.default_rng(seed)
    times = rng.uniform(0.5, 0.6) + np.array([0.0, course / speed])

    def coded() -> tuple[float, float]:
        first, last = coder.frames(times, rng)
        return float(first), float(last)

    codes = FrameCodes(coder.rate, poles=coded(), course=course, second_poles=coded() if coder.twice else None)
    raw = RawTest("Noa (simulated)", "T0", codes, device=Device("simulated"))
    return SimulatedClip(raw, {("speed", None): speed, ("time", None): course / speed})


def simulate_meet(
    ratio: float = 0.25,
    crossing: float = 0.3,
    *,
    spread: float = 0.08,
    steps: int = 12,
    leg: float = 220.0,
    coder: Coder | None = None,
    seed: int = 0,
) -> SimulatedClip:
    """Simulate steps of a fast run and their coding: knees at touchdown, and when the thighs cross.

    Parameters
    ----------
    ratio : float
        Knee separation at touchdown over leg length.
    crossing : float
        Share of the step at which the thighs cross.
    spread : float
        SD of both from step to step, as a share.
    steps : int
        Whole steps, sides in turn from the left.
    leg : float
        Leg length in pixels.
    coder : Coder
        Who coded what.
    seed : int
        Draws steps and coding.

    Notes
    -----
    True are `ratio` and `crossing` themselves, not the mean of the steps that happened to be filmed.
    """
    coder = coder or Coder()
    rng = np.random.default_rng(seed)
    contacts = 0.105 * np.exp(rng.normal(0.0, 0.03, steps + 1))
    lengths = 0.235 * np.exp(rng.normal(0.0, 0.02, steps))
    downs = rng.uniform(0.1, 0.2) + np.concatenate([[0.0], np.cumsum(lengths)])
    crosses = downs[:-1] + crossing * lengths * (1.0 + rng.normal(0.0, spread, steps))
    knees = ratio * leg * (1.0 + rng.normal(0.0, spread, steps + 1))

    def coded() -> tuple[CodedContact, ...]:
        down, off = coder.frames(downs, rng), coder.frames(downs + contacts, rng)
        cross = coder.frames(crosses, rng)
        pixels = np.round(knees + rng.uniform(-0.5, 0.5, knees.size))
        crossed = [*map(float, cross), None]
        seen = zip(map(float, down), map(float, off), cycle(Side), crossed, map(float, pixels), strict=False)
        return tuple(CodedContact(*one, round(leg)) for one in seen)

    codes = FrameCodes(coder.rate, coded(), second=coded() if coder.twice else ())
    truth: dict[tuple[str, Side | None], float] = {}
    for side in Side:
        truth |= {("knee_ratio", side): ratio, ("crossing", side): crossing}
    return SimulatedClip(RawTest("Noa (simulated)", "M1", codes, device=Device("simulated")), truth)
