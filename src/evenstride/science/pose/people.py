"""Who of the people in a clip is the runner: everybody followed from frame to frame, the one whose legs move chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evenstride.core.clip_corrections import RunnerChosen
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Array
from evenstride.core.pose import Keypoints, whole

LARGEST_MOVE = 0.6
"""Body sizes that somebody's middle moves from one frame seen to the next, at 30 frames a second (judgement)."""

LONGEST_HIDDEN = 1.0
"""s after which somebody who comes back is somebody else (judgement: a tree beside the track)."""

SHORTEST = 0.25
"""s that the runner is seen at least: one step (judgement)."""


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """One person through the clip.

    Attributes
    ----------
    positions : ndarray, shape (n, m, 2)
        px; nan in frames without the person.
    confidence : ndarray, shape (n, m)
        0 in frames without the person.
    moves : float
        How far feet and knees go about the hips, standard deviation in body sizes.
    """

    positions: Array
    confidence: Array
    moves: float

    @property
    def frames(self) -> int:
        """Frames in which the person is seen."""
        return int(np.count_nonzero(whole(self.positions).sum(axis=1)))


def find_runner(keypoints: Keypoints, chosen: RunnerChosen | None = None) -> tuple[Person, str]:
    """Return the runner, and a sentence on how many there were to choose from; empty for one alone.

    Raises
    ------
    FitError
        If nobody is seen for a quarter of a second.
    InputError
        If somebody chose the runner in a frame in which nobody is followed.

    Notes
    -----
    People are matched from frame to frame by the middle of their points, the nearest pairs first. Of those seen long
    enough the runner is whoever was chosen, else the one with the largest product of movement of the legs and frames
    seen.
    """
    people = follow_people(keypoints)
    if not people:
        raise FitError("nobody is seen for a quarter of a second", remedy="Film with the whole runner in view")
    if chosen is not None:
        best = _nearest(people, chosen)
        return best, f"Of {len(people)} people the one is taken who was chosen, seen in {best.frames} frames."
    best = max(people, key=lambda one: one.moves * one.frames)
    if len(people) == 1:
        return best, ""
    return best, f"Of {len(people)} people the one is taken whose legs move most, seen in {best.frames} frames."


def follow_people(keypoints: Keypoints) -> tuple[Person, ...]:
    """Return everybody seen for a quarter of a second and more.

    Examples
    --------
    >>> from evenstride.core.pose import ClipFacts
    >>> places = np.tile([[0.0, 0.0], [0.0, 60.0], [0.0, 100.0]], (60, 2, 1, 1))
    >>> places[:, 1, :, 0] += 500.0
    >>> places[30:] = places[30:, ::-1]  # the estimator changes their order
    >>> clip = Keypoints(("RHip", "RKnee", "RAnkle"), np.arange(60) / 60, places, np.ones((60, 2, 3)), ClipFacts(60.0))
    >>> [float(np.ptp(one.positions[:, 0, 0])) for one in follow_people(clip)]
    [0.0, 0.0]
    """
    middles, sizes = _middles(keypoints.positions)
    found: list[list[tuple[int, int]]] = []
    for frame in range(len(keypoints.times)):
        _match(found, frame, middles, sizes, keypoints.times)
    people = [_person(keypoints, track) for track in found]
    span = np.array([keypoints.times[track[-1][0]] - keypoints.times[track[0][0]] for track in found])
    return tuple(one for one, long in zip(people, span, strict=True) if long >= SHORTEST)


def _nearest(people: Sequence[Person], chosen: RunnerChosen) -> Person:
    """Return whoever has a point nearest to a place in a frame, no farther from it than they are tall."""
    apart: dict[int, float] = {}
    for number, one in enumerate(people):
        if 0 <= chosen.frame < len(one.positions):
            ways = np.linalg.norm(one.positions[chosen.frame] - [chosen.x, chosen.y], axis=1)
            seen = one.positions[chosen.frame][np.isfinite(ways)]
            if len(seen) and float(np.nanmin(ways)) <= float(np.ptp(seen, axis=0).max()):
                apart[number] = float(np.nanmin(ways))
    if not apart:
        raise InputError(
            f"nobody is seen in frame {chosen.frame} near {chosen.x:.0f}, {chosen.y:.0f}",
            remedy="Choose a place on the runner, in a frame that shows them",
        )
    return people[min(apart, key=lambda number: apart[number])]


def middles_of(keypoints: Keypoints) -> Array:
    """Return the middle of everybody in view in px, shape (n, p, 2); nan where nobody is."""
    return _middles(keypoints.positions)[0]


def _match(found: list[list[tuple[int, int]]], frame: int, middles: Array, sizes: Array, times: Array) -> None:
    """Add everybody of a frame to the track that ends nearest, or to one of their own."""
    new = [place for place in range(middles.shape[1]) if np.isfinite(middles[frame, place]).all()]
    pairs: list[tuple[float, int, int]] = []
    for number, track in enumerate(found):
        last, slot = track[-1]
        late = float(times[frame] - times[last])
        if late > LONGEST_HIDDEN:
            continue
        middle = _expected(track, frame, middles, times)
        reach = LARGEST_MOVE * float(sizes[last, slot]) * max(1.0, 30.0 * late)
        for place in new:
            apart = float(np.linalg.norm(middles[frame, place] - middle))
            if apart <= reach:
                pairs.append((apart, number, place))
    taken: set[int] = set()
    grown: set[int] = set()
    for _, number, place in sorted(pairs):
        if number not in grown and place not in taken:
            found[number].append((frame, place))
            grown.add(number)
            taken.add(place)
    found += [[(frame, place)] for place in new if place not in taken]


def _expected(track: list[tuple[int, int]], frame: int, middles: Array, times: Array) -> Array:
    """Return where the middle of somebody is expected, who goes on as over the last frames seen."""
    last, slot = track[-1]
    first, other = track[max(0, len(track) - 8)]
    if first == last:
        return middles[last, slot]
    speed = (middles[last, slot] - middles[first, other]) / (times[last] - times[first])
    return middles[last, slot] + speed * (times[frame] - times[last])


def _middles(positions: Array) -> tuple[Array, Array]:
    """Return middle, shape (n, p, 2), and size in px, (n, p), of everybody; nan where nobody is."""
    seen = whole(positions)
    count = seen.sum(axis=2)
    held = np.where(seen[..., np.newaxis], positions, 0.0)
    middles = np.where(count[..., np.newaxis] > 0, held.sum(axis=2) / np.maximum(count, 1)[..., np.newaxis], np.nan)
    high = np.where(seen, positions[..., 1], np.inf).min(axis=2)
    low = np.where(seen, positions[..., 1], -np.inf).max(axis=2)
    return middles, np.where(count > 1, low - high, np.nan)


def _person(keypoints: Keypoints, track: list[tuple[int, int]]) -> Person:
    frames, places = np.array(track).T
    positions = np.full((len(keypoints.times), *keypoints.positions.shape[2:]), np.nan)
    confidence = np.zeros(positions.shape[:2])
    positions[frames], confidence[frames] = keypoints.positions[frames, places], keypoints.confidence[frames, places]
    return Person(positions, confidence, _moves(keypoints.names, positions))


def _moves(names: tuple[str, ...], positions: Array) -> float:
    """Return how far ankles and knees move about the hips along the picture, in body sizes."""
    parts = {part: [i for i, name in enumerate(names) if name.endswith(part)] for part in ("Hip", "Knee", "Ankle")}
    if not parts["Hip"] or not parts["Ankle"]:
        return 1.0
    _, sizes = _middles(positions[:, np.newaxis])
    size = float(np.nanmedian(sizes)) if np.isfinite(sizes).any() else 0.0
    hips = positions[:, parts["Hip"], 0]
    apart = positions[:, [*parts["Knee"], *parts["Ankle"]], 0] - hips[:, :1]
    kept = apart[whole(apart)]
    return float(kept.std(axis=0).mean()) / size if len(kept) > 2 and size > 0.0 else 0.0
