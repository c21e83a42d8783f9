"""Hops, flying runs and the meeting of the thighs from frames coded by hand, the error of every frame carried along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from zlib import crc32

import numpy as np

from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array, Draws, Missing
from evenstride.core.protocol import find_protocol, protocols
from evenstride.core.raw import CodedContact, FrameCodes, RawKind
from evenstride.core.recording import Device, ExtraValues, FieldTest, RawTest
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.trials import Quantity, RawTrials
from evenstride.science.field.values import BEST_HOPS

LEAST_STEPS = 4
"""Steps a side below which meeting in time has no value (pocket laboratory, M1)."""

SLOWEST_CAMERA = 120.0
"""Frames a second of life below which no contact time is given (science.md §9.2)."""

LONGEST = 1.5
"""A contact or flight longer than this many seconds is a wrong frame or a wrong rate (judgement)."""

LANDING_LEFT_OUT = 1.6
"""A flight longer than this many times the median of its set is two flights (judgement: with the contact between them
they last at least twice as long as one; hops of one set differ by a tenth or two)."""

FEW_CODINGS = 8
"""With fewer events coded twice, the error of coding itself is known to no better than a third (judgement)."""

RATER_UNKNOWN = "coded once: the error of the person who coded is not in the interval"


@dataclass(frozen=True, slots=True)
class _Clip:
    """One clip and the chance it is measured with.

    `apart` holds the differences between two codings of the same events in frames, none where there is one coding.
    """

    recording: RawTest
    codes: FrameCodes
    apart: tuple[float, ...]
    rng: np.random.Generator
    draws: int

    @property
    def where(self) -> str:
        side = "" if self.recording.side is None else f" {self.recording.side}"
        return f"{self.recording.test}{side} {self.recording.label}".strip()

    @property
    def rater(self) -> float | None:
        """SD of one coded frame, in frames. One rater may be late on all of them, so the mean difference stays in."""
        return float(np.sqrt(np.mean(np.square(self.apart)) / 2.0)) if self.apart else None

    @property
    def method(self) -> str:
        said = RATER_UNKNOWN if self.rater is None else f"two codings differ by an SD of {self.rater:.1f} frames"
        return f"frames of {1000 * self.codes.rate.frame:.3g} ms, each event anywhere in its own; {said}"

    def times(self, frames: Sequence[float]) -> tuple[Array, Array]:
        """Return times in s: best, shape (n,), and draws, shape (draws, n)."""
        best = np.asarray(frames, dtype=np.float64)
        offsets = self.rng.uniform(-0.5, 0.5, (self.draws, best.size))
        if self.rater is not None:
            # Few differences tell an SD badly: Student t, one scale a draw for all events of the clip.
            scale = np.sqrt(len(self.apart) / self.rng.chisquare(len(self.apart), (self.draws, 1)))
            offsets += self.rater / 2.0**0.5 * scale * self.rng.standard_normal(offsets.shape)
        return best * self.codes.rate.frame, (best + offsets) * self.codes.rate.frame

    def draw(self, function: Callable[[Array], Array], best: Array, samples: Array, unit: str) -> Draws:
        """Return one quantity of the times; `function` maps times, shape (..., n), to values, shape (...)."""
        return Draws(float(function(best)), function(samples), unit, self.method)


def measure_frames(recording: RawTest, *, seed: int = 0, draws: int = 2000) -> RawTrials:
    """Measure one clip whose frames were coded by hand.

    Parameters
    ----------
    recording : RawTest
        `FrameCodes` of one clip: hops (P1), the poles of a flying run (T0), or steps of a fast run (M1).
    seed, draws : int
        Seed and number of draws.

    Returns
    -------
    RawTrials
        Hops: one trial of contact and flight of every hop; quantities `rsi` (1, flight over contact), `contact_time`
        and `flight_time` (s) of the best five. Poles: one trial, the time over the course in s; quantity `speed` (m/s).
        Steps: for each side knee separation at touchdown over leg length, one trial a step; quantities `knee_ratio`
        and `crossing` (1, share of the step at which the thighs cross), mean of the steps.

    Raises
    ------
    InputError
        If the recording holds no frames.
    FitError
        If there are too few hops, the camera was too slow for contacts, or durations no body has.

    Notes
    -----
    An event lies anywhere within its frame: uniform, ± ½ frame, so that a duration has the SD 1/(fps·√6)
    (science.md §9.1); contact and flight of one hop share a frame and are drawn together. Where two codings of a clip
    are given, frames are their mean and the SD of coding is that of the differences over √2. Assumes that both kinds
    of event are coded by one rule: the first frame on the ground, the first frame off it. The best hops are
    chosen once, from the coded frames: chosen anew in every draw, noise would pass for spring.

    Sources
    -------
    pocket laboratory protocol (P1, T0, M1); science.md §9.1, §9.2.
    """
    codes = recording.raw
    if not isinstance(codes, FrameCodes):
        raise InputError("this recording holds no coded frames", place=recording.test, remedy="Give a coded clip")
    rng = np.random.default_rng([seed, crc32(f"{recording.test} {recording.side} {recording.label}".encode())])
    clip = _Clip(recording, *_merged(codes), rng, draws)
    kind = find_protocol(recording.test, recording.version).raw_input
    if kind is RawKind.POLES:
        return _run(clip)
    found = _hops(clip) if kind is RawKind.HOPS else _meet(clip)
    return replace(found, flags=(*found.flags, *_rater_flags(clip)))


def _merged(codes: FrameCodes) -> tuple[FrameCodes, tuple[float, ...]]:
    """Put two codings into their mean; return it with the differences of their events in frames."""
    if codes.second_poles is not None and codes.poles is not None:
        lags = tuple(one - other for one, other in zip(codes.poles, codes.second_poles, strict=True))
        first, last = ((one + other) / 2.0 for one, other in zip(codes.poles, codes.second_poles, strict=True))
        return replace(codes, poles=(first, last)), lags
    if not codes.second:
        return codes, ()
    apart: list[float] = []
    contacts: list[CodedContact] = []
    for one, other in zip(codes.contacts, codes.second, strict=True):
        changes: dict[str, float] = {}
        for name in ("touchdown", "toe_off", "thighs_cross", "knee_separation", "leg_length"):
            value, again = getattr(one, name), getattr(other, name)
            if value is not None and again is not None:
                changes[name] = (value + again) / 2.0
                if name in ("touchdown", "toe_off", "thighs_cross"):
                    apart.append(value - again)
        contacts.append(replace(one, **changes))
    return replace(codes, contacts=tuple(contacts)), tuple(apart)


def _rater_flags(clip: _Clip) -> tuple[Flag, ...]:
    if not clip.apart:
        return (Flag("one_coding", clip.where, RATER_UNKNOWN),)
    few = f"the error of coding rests on {len(clip.apart)} events coded twice"
    return (Flag("few_codings", clip.where, few),) if len(clip.apart) < FEW_CODINGS else ()


def _require_fast(clip: _Clip) -> None:
    rate = 1.0 / clip.codes.rate.frame
    if rate < 0.98 * SLOWEST_CAMERA:
        raise FitError(
            f"{rate:.0f} frames a second of life cannot time a contact",
            place=clip.where,
            why=f"One frame is {1000 / rate:.0f} ms, and a contact lasts 100 to 200",
            remedy=f"Film at 240 frames a second, {SLOWEST_CAMERA:g} at least, and count in the clip that holds all",
        )


def _hops(clip: _Clip) -> RawTrials:
    _require_fast(clip)
    contacts = clip.codes.contacts
    whole = [(one, other) for one, other in pairwise(contacts) if one.toe_off is not None]
    if len(whole) < BEST_HOPS:
        raise FitError(
            f"{len(whole)} whole hops were coded",
            place=clip.where,
            why=f"The best {BEST_HOPS} make the value; a hop needs its touchdown, its toe-off and the next touchdown",
            remedy="Code the landing after the last hop too",
        )
    frames = [frame for one, other in whole for frame in (one.touchdown, one.toe_off or 0.0, other.touchdown)]
    best, samples = _shared(clip, frames)
    lengths = np.diff(best.reshape(-1, 3), axis=1)
    _require_bodily(lengths, clip)
    _require_every_landing(lengths[:, 1], clip)
    chosen = np.sort(np.argsort(-lengths[:, 1] / lengths[:, 0], kind="stable")[:BEST_HOPS])

    def hops(times: Array) -> Array:
        """Return contact and flight of the best hops, shape (..., 5, 2)."""
        return np.diff(times.reshape(*times.shape[:-1], -1, 3), axis=-1)[..., chosen, :]

    def ratio(times: Array) -> Array:
        pairs = hops(times)
        return (pairs[..., 1] / np.maximum(pairs[..., 0], 1e-3)).mean(axis=-1)

    values = {
        "rsi": clip.draw(ratio, best, samples, "1"),
        "contact_time": clip.draw(lambda times: hops(times)[..., 0].mean(axis=-1), best, samples, "s"),
        "flight_time": clip.draw(lambda times: hops(times)[..., 1].mean(axis=-1), best, samples, "s"),
    }
    pairs = tuple((float(contact), float(flight)) for contact, flight in lengths)
    test = _test(clip, (), "1", clip.recording.side, pairs=(pairs,))
    return RawTrials((test,), tuple(Quantity(name, one, 1, clip.recording.side) for name, one in values.items()))


def _shared(clip: _Clip, frames: Sequence[float]) -> tuple[Array, Array]:
    """Draw each coded frame once, although it ends one duration and begins the next."""
    unique, index = np.unique(np.asarray(frames), return_inverse=True)
    best, samples = clip.times(unique.tolist())
    return best[index], samples[:, index]


def _require_bodily(lengths: Array, clip: _Clip) -> None:
    if np.any(lengths > LONGEST) or np.any(lengths <= 0.0):
        worst = float(lengths.max())
        raise FitError(
            f"a contact or flight of {worst:.3g} s",
            place=clip.where,
            why=f"None lasts longer than {LONGEST:g} s; the frames or the rates are wrong",
            remedy="Check the frames, 'capture fps', 'clip fps' and 'slowed'",
        )


def _require_every_landing(flights: Array, clip: _Clip) -> None:
    """Refuse a set with a landing left out: its two flights and the contact between would be the best hop of all."""
    longest, usual = float(flights.max()), float(np.median(flights))
    if longest > LANDING_LEFT_OUT * usual:
        raise FitError(
            f"a flight of {1000 * longest:.0f} ms among flights of {1000 * usual:.0f} ms",
            place=clip.where,
            why="Hops of one set are nearly alike; a landing between seems to be left out",
            remedy="Code every contact of the set, or leave the set out",
        )


def _run(clip: _Clip) -> RawTrials:
    poles = clip.codes.poles
    if poles is None:
        raise FitError("no frame at the poles was coded", place=clip.where, remedy="Code both poles")
    usual = find_protocol(clip.recording.test, clip.recording.version).course
    course = usual if clip.codes.course is None else clip.codes.course
    if course is None:
        raise FitError(
            "the distance between the poles is not known", place=clip.where, remedy="Fill in a column 'distance'"
        )
    best, samples = clip.times(poles)
    time = clip.draw(lambda times: times[..., 1] - times[..., 0], best, samples, "s")
    speed = time.map(lambda seconds: course / seconds, unit="m/s")
    # Over other metres it is the test of those metres where there is one: its days are compared with each other alone.
    alike = (one for one in protocols().values() if one.variant_of == clip.recording.test and one.course == course)
    other = None if course == usual else next(alike, None)
    trials, unit = ((time.point,), "s") if course == usual or other is not None else ((speed.point,), "m/s")
    text = "the camera sees the poles aslant away from the middle of the course: that error is not in the interval"
    flags = (Flag("parallax", clip.where, text), *_rater_flags(clip))
    test = _test(clip, trials, unit, None)
    if other is not None:
        test = replace(test, test=other.id, version=other.version)
    return RawTrials((test,), (Quantity("time", time), Quantity("speed", speed)), flags)


def _meet(clip: _Clip) -> RawTrials:
    _require_fast(clip)
    tests: list[FieldTest] = []
    quantities: list[Quantity] = []
    flags: list[Flag] = []
    crossings = _crossings(clip)
    for side in Side:
        ratios = [found for one in clip.codes.contacts if one.side is side and (found := _ratio(clip, one)) is not None]
        cross = _over_steps(clip, crossings[side], "thighs cross", side)
        ratio = _over_steps(clip, ratios, "knees", side)
        quantities += [Quantity("knee_ratio", ratio, 1, side), Quantity("crossing", cross, 1, side)]
        where = f"{clip.where} {side}"
        if isinstance(ratio, Missing):
            flags.append(Flag("few_steps", where, ratio.reason))
        elif any(one.point <= 0.0 for one in ratios):
            text = "a knee had passed the other at touchdown: there is no distance to follow over time"
            flags.append(Flag("passed", where, f"{text}; use the share of the step"))
        else:
            trials = tuple(one.point for one in ratios)
            shares = tuple(one.point for one in crossings[side])
            extras = (ExtraValues("crossing", "1", shares),) if shares else ()
            tests.append(_test(clip, trials, "1", side, extras=extras))
    if all(isinstance(one.value, Missing) for one in quantities):
        raise FitError(
            f"there are fewer than {LEAST_STEPS} coded steps on each side",
            place=clip.where,
            remedy="Code more steps of the same run, or of a second one",
        )
    return RawTrials(tuple(tests), tuple(quantities), tuple(flags))


def _crossings(clip: _Clip) -> dict[Side, list[Draws]]:
    """Return when the thighs cross as a share of the step, for each step whose next touchdown was coded."""
    contacts = clip.codes.contacts
    best, draws = clip.times([one.touchdown for one in contacts])
    found: dict[Side, list[Draws]] = {side: [] for side in Side}
    for step, (one, other) in enumerate(pairwise(contacts)):
        if one.side is None or other.side is not one.side.other or one.thighs_cross is None:
            continue
        (cross,), crosses = clip.times([one.thighs_cross])
        share = (cross - best[step]) / (best[step + 1] - best[step])
        shares = (crosses[:, 0] - draws[:, step]) / (draws[:, step + 1] - draws[:, step])
        found[one.side].append(Draws(float(share), shares, "1", clip.method))
    return found


def _ratio(clip: _Clip, contact: CodedContact) -> Draws | None:
    """Return knee separation over leg length; each of the four clicked points is anywhere in its pixel."""
    lengths = [one.leg_length for one in clip.codes.contacts if one.leg_length is not None]
    leg = contact.leg_length if contact.leg_length is not None else float(np.mean(lengths)) if lengths else None
    if contact.knee_separation is None or leg is None or leg <= 0.0:
        return None
    pixel = clip.rng.normal(0.0, 1.0 / 6.0**0.5, (2, clip.draws))
    return Draws(
        contact.knee_separation / leg, (contact.knee_separation + pixel[0]) / (leg + pixel[1]), "1", clip.method
    )


def _over_steps(clip: _Clip, values: Sequence[Draws], what: str, side: Side) -> Draws | Missing:
    """Return the mean over the steps of a side, with Student t draws from their scatter, never below frame error."""
    if len(values) < LEAST_STEPS:
        return Missing(
            f"{what}: {len(values)} steps on the {side}, {LEAST_STEPS} are needed", "Code more steps on that side"
        )
    points = np.array([one.point for one in values])
    frames = float(np.mean([one.samples for one in values], axis=0).std())
    error = max(float(points.std(ddof=1)) / len(points) ** 0.5, frames)
    samples = float(points.mean()) + error * clip.rng.standard_t(len(points) - 1, clip.draws)
    method = f"mean of {len(points)} steps, Student t over their scatter; {clip.method}"
    return Draws(float(points.mean()), samples, "1", method)


def _test(
    clip: _Clip,
    trials: tuple[float, ...],
    unit: str,
    side: Side | None,
    *,
    pairs: tuple[tuple[tuple[float, float], ...], ...] = (),
    extras: tuple[ExtraValues, ...] = (),
) -> FieldTest:
    one = clip.recording
    frames = clip.codes.rate.frame * float(np.hypot(1.0 / 12.0**0.5, (clip.rater or 0.0) / 2.0**0.5))
    return FieldTest(
        one.athlete, one.test, trials, unit, side, on=one.on, label=one.label, body=one.body,
        device=Device(one.device.kind, one.device.name, frames, clip.method), conditions=one.conditions,
        origin=one.origin, version=one.version, pairs=pairs, extras=extras,
    )  # fmt: skip
