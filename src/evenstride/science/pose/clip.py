"""From keypoints in the picture to points in the plane of running: the runner, legs put right, evenly timed, in m."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import hypot

import numpy as np

from evenstride.core.body_points import BodyPoint, body_point
from evenstride.core.clip_corrections import Correction, RunnerChosen, in_effect
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array
from evenstride.core.pose import Keypoints, whole
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.signal import Markers, Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.pose.ground import find_ground
from evenstride.science.pose.legs import put_legs_right
from evenstride.science.pose.people import find_runner
from evenstride.science.pose.review import correct_points, tell_corrections
from evenstride.science.pose.scale import PixelScale, find_scale, guess_scale
from evenstride.science.stretches import stretches

LEAST_CONFIDENCE = 0.3
"""Confidence below which a keypoint counts as not seen (judgement: the line most pose estimators draw themselves)."""

FRONT = 0.35
"""Median way from left to right shoulder, or hip, along the picture, as a share of the trunk's height from which the
camera looks from the front or behind. From the side it is about 0, whichever way the trunk turns (judgement)."""

HIDDEN = 0.12
"""s of a point not seen that is told of by itself (judgement: as long as a low pass needs)."""

LEAST_NOISE = 0.5
"""px; no estimator is better from frame to frame (judgement: half the raster)."""


@dataclass(frozen=True, slots=True, eq=False)
class PosedClip:
    """A clip as points in the plane of running.

    Attributes
    ----------
    signal : Signal
        With planar markers by the names of the keypoints: along the picture, across it (0), up.
    noise : float
        m, standard deviation of a point in one frame along an axis.
    scale : PixelScale
        How long a pixel is; guessed where nothing tells, for times and angles alone.
    swapped : ndarray of bool, shape (n,)
        Frames of the clip in which the legs were exchanged.
    pixels : ndarray, shape (n, m, 2)
        px, points of the runner in the frames of the clip, corrected; nan where not seen, or hardly.
    corrections : tuple of Correction
        What a person corrected, as far as it counts.
    """

    signal: Signal
    noise: float
    scale: PixelScale
    swapped: np.ndarray
    pixels: Array
    corrections: tuple[Correction, ...] = ()
    flags: tuple[Flag, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def rate(self) -> float:
        """Frames of life a second, Hz."""
        assert self.signal.markers is not None, "a posed clip has points"
        return self.signal.markers.rate


def prepare_clip(signal: Signal, mapping: MarkerMapping, corrections: Sequence[Correction] = ()) -> PosedClip:
    """Choose the runner, put the legs right, and lay the keypoints into the plane of running.

    Parameters
    ----------
    signal : Signal
        With keypoints.
    mapping : MarkerMapping
        Which keypoints are which point of the body.
    corrections : sequence of Correction
        What a person corrected, in the order in which it was done.

    Raises
    ------
    InputError
        If the camera looks from the front or behind, or a correction does not fit the clip.
    FitError
        If there are no keypoints, nobody is seen long enough, or hips and knees are not among the points.

    Notes
    -----
    In this order: under a camera that pans places are laid over the ground, where its path is known; points of little
    confidence count as not seen; the noise is read from third differences in time; legs are put right; what a person
    corrected is done; frames that the clip's clock spreads unevenly are put on an even grid, gaps staying gaps; pixels
    become metres. Nothing is smoothed here. The noise is that of the estimator: no correction changes it.
    """
    keypoints = signal.keypoints
    if keypoints is None:
        raise FitError("there are no keypoints in this trial", remedy="Export the keypoints of the clip")
    counts = in_effect(corrections)
    choice = counts[0].what if counts and isinstance(counts[0].what, RunnerChosen) else told_runner(keypoints)
    runner, chosen = find_runner(keypoints, choice)
    unsure = whole(runner.positions) & (runner.confidence < LEAST_CONFIDENCE)
    away, panned = find_ground(runner.positions, keypoints)
    positions = np.where(unsure[..., np.newaxis], np.nan, runner.positions) + away
    points = _points(mapping, keypoints.names, positions)
    require_side_view(points)
    noise = find_noise(positions)
    guess = guess_scale(points)
    right, swapped, told = _right_legs(mapping, keypoints, positions, noise, guess)
    pixels = right - away
    if counts:
        pixels = correct_points(pixels, keypoints, _leg_pairs(mapping, keypoints.names), counts)
        right = pixels + away
    scale = find_scale(keypoints.facts.scale, _points(mapping, keypoints.names, right), guess)
    scale = replace(scale, error=hypot(scale.error, panned.error))
    even = _evenly(right, keypoints.times, keypoints.facts.rate) / scale.pixels_per_metre
    markers = Markers(keypoints.names, keypoints.facts.rate, _in_plane(even), planar=True)
    flags = (*_confidence_flags(unsure, keypoints), *told, *_hidden(points, keypoints.facts.rate))
    notes = (
        *([chosen] if chosen else []),
        f"From frame to frame a keypoint is {noise:.1f} px off, as its own jitter shows.",
        scale.how,
        *panned.notes,
        *tell_corrections(counts),
    )
    return PosedClip(
        replace(signal, markers=markers, up=2), noise / scale.pixels_per_metre, scale, swapped, pixels, counts, flags,
        notes,
    )  # fmt: skip


def _in_plane(even: Array) -> Array:
    """Return places along the picture and down as along, across (0) and up, shape (n, m, 3)."""
    plane = np.stack([even[..., 0], np.zeros(even.shape[:2]), -even[..., 1]], axis=2)
    plane[np.isnan(even).any(axis=2)] = np.nan
    return plane


def told_runner(keypoints: Keypoints) -> RunnerChosen | None:
    """Return where the runner is as told with the clip, in the frame nearest in time."""
    told = keypoints.facts.runner
    if told is None:
        return None
    return RunnerChosen(int(np.abs(keypoints.times - told.time).argmin()), told.x, told.y)


def find_noise(positions: Array) -> float:
    """Return the standard deviation in px of one keypoint in one frame along an axis.

    Notes
    -----
    A third difference holds √20 times the noise of one frame, and next to nothing of a movement many frames long; the
    median of their sizes leaves landings and jumps out. What an estimator is wrong by for many frames it does not see.

    Examples
    --------
    >>> jitter = 3.0 * np.random.default_rng(1).standard_normal((400, 5, 2))
    >>> round(find_noise(np.arange(400.0)[:, np.newaxis, np.newaxis] + jitter), 1)
    3.0
    """
    third = np.diff(positions, n=3, axis=0)
    known = np.abs(third[np.isfinite(third)])
    return max(LEAST_NOISE, float(np.median(known)) / 0.6745 / 20.0**0.5) if known.size else LEAST_NOISE


def require_side_view(points: Mapping[BodyPoint, Array]) -> None:
    """Refuse a runner who is seen from the front or from behind.

    Parameters
    ----------
    points : mapping of BodyPoint to ndarray, shape (n, 2)
        px.

    Raises
    ------
    InputError
        If shoulders and hips stay apart along the picture.
    """
    pairs = [[points.get(body_point(side, part)) for side in Side] for part in ("shoulder", "hip")]
    (left, right), (left_hip, right_hip) = pairs
    if left is None or right is None or left_hip is None or right_hip is None:
        return
    trunk = np.abs(0.5 * (left + right - left_hip - right_hip)[:, 1])
    apart = [one[:, 0] - other[:, 0] for one, other in ((left, right), (left_hip, right_hip))]
    if not all(np.isfinite(one).any() for one in (*apart, trunk)):
        return
    wide = max(abs(float(np.nanmedian(one))) for one in apart) / float(np.nanmedian(trunk))
    if wide > FRONT:
        raise InputError(
            f"left and right stay apart by {wide:.1f} of the trunk's height",
            place="keypoints",
            why="The camera looks from the front or from behind, where no angle of running can be seen",
            remedy="Film from the side, square to the run",
        )


def _points(mapping: MarkerMapping, names: tuple[str, ...], positions: Array) -> dict[BodyPoint, Array]:
    """Return the points of the body in the picture, px, shape (n, 2) each."""
    flat = np.concatenate([positions, np.zeros((*positions.shape[:2], 1))], axis=2)
    return {point: values[:, :2] for point, values in mapping.of(Markers(names, 1.0, flat)).items()}


def _right_legs(
    mapping: MarkerMapping, keypoints: Keypoints, positions: Array, noise: float, pixels_per_metre: float
) -> tuple[Array, np.ndarray, list[Flag]]:
    """Return positions with the legs put right, in which frames they were not, and what is told of it."""
    pairs = _leg_pairs(mapping, keypoints.names)
    if not pairs:
        return positions, np.zeros(len(positions), dtype=np.bool_), []
    left, right = (positions[:, [pair[side] for pair in pairs]] for side in range(2))
    found = put_legs_right(left, right, keypoints.times, noise=noise, pixels_per_metre=pixels_per_metre)
    mended = np.array(positions)
    mended[:, [pair[0] for pair in pairs]], mended[:, [pair[1] for pair in pairs]] = found.left, found.right
    flags = [
        Flag(
            "legs_exchanged",
            f"{keypoints.times[begin]:.2f} s",
            f"left and right leg were taken for each other in {end - begin} frames; put right",
        )
        for begin, end in found.spans
    ]
    return mended, found.swapped, flags


def _leg_pairs(mapping: MarkerMapping, names: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the places of the same keypoint of both legs, each pair once."""
    pairs: dict[tuple[int, int], None] = {}
    for part in ("hip", "knee", "ankle", "heel", "toe", "ball"):
        left, right = (mapping.points.get(body_point(side, part), ()) for side in (Side.LEFT, Side.RIGHT))
        for one, other in zip(left, right, strict=False):
            pairs[names.index(one), names.index(other)] = None
    return list(pairs)


def _evenly(positions: Array, times: Array, rate: float) -> Array:
    """Return positions at even times; between two frames of which one lacks a point it is not seen."""
    grid = np.arange(round(float(times[-1]) * rate) + 1) / rate
    if len(grid) == len(times) and np.allclose(grid, times, atol=0.01 / rate):
        return positions
    place = np.clip(np.searchsorted(times, grid, side="right") - 1, 0, len(times) - 2)
    share = (grid - times[place]) / (times[place + 1] - times[place])
    share = np.clip(share, 0.0, 1.0)[:, np.newaxis, np.newaxis]
    # A neighbour that does not count must not make what was seen nan.
    first = np.where(share > 0.999, positions[place + 1], positions[place])
    last = np.where(share < 0.001, positions[place], positions[place + 1])
    return (1.0 - share) * first + share * last


def _confidence_flags(unsure: np.ndarray, keypoints: Keypoints) -> list[Flag]:
    if not unsure.any():
        return []
    share = 100.0 * float(unsure.mean())
    worst = keypoints.names[int(unsure.sum(axis=0).argmax())]
    text = f"{share:.0f} % of the points have a confidence below {LEAST_CONFIDENCE:g}, {worst} most; not used there"
    return [Flag("low_confidence", "keypoints", text)]


def _hidden(points: Mapping[BodyPoint, Array], rate: float) -> list[Flag]:
    """Tell of points that are out of sight for long between frames in which they are seen."""
    flags: list[Flag] = []
    for point, values in points.items():
        gone = ~whole(values)
        long = [
            (begin, end)
            for begin, end in stretches(gone)
            if begin > 0 and end < len(gone) and end - begin > HIDDEN * rate
        ]
        if long:
            worst = max(end - begin for begin, end in long) / rate
            flags.append(Flag("hidden", point.value, f"it is out of sight {len(long)} times, up to {worst:.2f} s"))
    return flags
