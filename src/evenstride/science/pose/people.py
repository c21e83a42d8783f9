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
"""Body sizes that somebody's middle is off from where it is expected in the next frame seen (judgement: at 30 frames a
second a sprinter moves a fifth of it)."""

UNSTEADY = 0.5
"""Share of the way expected while somebody is hidden by which that way may be off (judgement)."""

LONGEST_HIDDEN, FARTHEST_HIDDEN = 240, 2.0
"""Frames, and body sizes of way expected meanwhile, after which somebody who comes back is somebody else (judgement: a
tree beside the track)."""

SHORTEST = 8
"""Frames from the first to the last in which somebody is seen at least (judgement: at 30 a second a quarter of one;
whoever shows no step is refused later)."""

PASSING = 0.25
"""Of the runner's frames that somebody is seen at least to be counted among the people (judgement)."""


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
        If nobody is seen in eight frames.
    InputError
        If somebody chose the runner in a frame in which nobody is followed.

    Notes
    -----
    People are matched from frame to frame by the middle of their points, the nearest pairs first. Of those seen long
    enough the runner is whoever was chosen, else the one with the largest product of movement of the legs and frames
    seen. All of it is counted in frames and body sizes: the same pictures give the same runner, whatever is told of how
    fast they were taken.
    """
    people = follow_people(keypoints)
    if not people:
        raise FitError(f"nobody is seen in {SHORTEST} frames", remedy="Film with the whole runner in view")
    best = max(people, key=lambda one: one.moves * one.frames) if chosen is None else _nearest(people, chosen)
    count = sum(one.frames >= PASSING * best.frames for one in people)
    if chosen is None and count == 1:
        return best, ""
    how = "whose legs move most" if chosen is None else "who was chosen"
    return (
        best,
        f"Of {count} {'person' if count == 1 else 'people'} the one is taken {how}, seen in {best.frames} frames.",
    )


def follow_people(keypoints: Keypoints) -> tuple[Person, ...]:
    """Return everybody seen over eight frames and more.

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
    clock = _in_frames(keypoints.times)
    found: list[list[tuple[int, int]]] = []
    for frame in range(len(clock)):
        _match(found, frame, middles, sizes, clock)
    return tuple(_person(keypoints, track) for track in found if track[-1][0] - track[0][0] >= SHORTEST - 1)


def _in_frames(times: Array) -> Array:
    """Return times in usual ways from one frame to the next: what was told of the rate is not in them any more."""
    return times / float(np.median(np.diff(times))) if len(times) > 1 else times


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


def _match(found: list[list[tuple[int, int]]], frame: int, middles: Array, sizes: Array, clock: Array) -> None:
    """Add everybody of a frame to the track that ends nearest, or to one of their own."""
    new = [place for place in range(middles.shape[1]) if np.isfinite(middles[frame, place]).all()]
    pairs: list[tuple[float, int, int]] = []
    for number, track in enumerate(found):
        last, slot = track[-1]
        late, size = float(clock[frame] - clock[last]), float(sizes[last, slot])
        way = _way(track, middles, clock) * late
        far = float(np.linalg.norm(way))
        # From one frame to the next nobody was hidden, however far the way.
        if late > LONGEST_HIDDEN or (frame - last > 1 and not far <= FARTHEST_HIDDEN * size):
            continue
        reach = LARGEST_MOVE * size + UNSTEADY * far
        for place in new:
            apart = float(np.linalg.norm(middles[frame, place] - middles[last, slot] - way))
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


def _way(track: list[tuple[int, int]], middles: Array, clock: Array) -> Array:
    """Return px that the middle of somebody moves on in a frame, as over the last frames seen."""
    last, slot = track[-1]
    first, other = track[max(0, len(track) - 8)]
    if first == last:
        return np.zeros(2)
    return (middles[last, slot] - middles[first, other]) / float(clock[last] - clock[first])


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
