"""The two sets with feet seen by cameras and force plates under them, in axes of +x forward and +y left."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.io import loadmat

from evenstride.core.estimate import Array
from evenstride.readers.instruments import read_signal
from evenstride.science.plates.events import find_contacts

FOOTNET, DORN = "footnet_contact_events", "dorn2012_jog_c3d"


@dataclass(frozen=True, slots=True, eq=False)
class SeenFoot:
    """One foot and when a force plate says it was down."""

    side: str
    rate: float
    heel: Array
    forefoot: Array
    contacts: Sequence[tuple[float, float]]


def shared() -> Path | None:
    """Return the folder of the shared real files, None where it is absent."""
    root = Path(os.environ.get("EVENSTRIDE_SHARED") or Path(__file__).resolve().parents[2] / "shared" / "data")
    return root if root.is_dir() else None


def footnet(root: Path, segment: str = "foot") -> list[SeenFoot]:
    """Return 54 strides on a treadmill, 4.7 m/s, 200 frames a second; forefoot: the distal end of the foot segment.

    With the segment `tib`, heel and forefoot are the upper and the lower end of the shank.
    """
    held = loadmat(root / FOOTNET / "Data_example.mat")
    feet: list[SeenFoot] = []
    for side in "rl":
        for number, samples in enumerate(held[f"{side}grfevents"]):
            heel, forefoot = (turned(held[f"{side}{segment}_{end}"][0][number]) for end in ("prox", "dist"))
            # MATLAB counts samples from one; 2000 a second.
            contact = (float(samples[0]) - 1.0) / 2000.0, (float(samples[1]) - 1.0) / 2000.0
            feet.append(SeenFoot(side, 200.0, heel, forefoot, [contact]))
    return feet


def dorn(root: Path, *, heel: str = "HEEL", forefoot: tuple[str, ...] = ("P1MT", "P5MT")) -> list[SeenFoot]:
    """Return both feet of a jog at 3.5 m/s, 250 frames a second; forefoot: midway between markers."""
    path = root / DORN / "JA1Gait21.c3d"
    trial = read_signal(path.read_bytes(), name=path.name)
    markers = trial.markers
    if markers is None:
        raise FileNotFoundError(path)
    plates = [(one.touchdown, one.toe_off) for one in find_contacts(trial.plates, mass=75.9).contacts]
    # The order of the sides is that of the file's README: left first.
    feet: list[SeenFoot] = []
    for side, contacts in (("l", plates[::2]), ("r", plates[1::2])):
        back, *front = (
            turned(markers.positions[:, markers.names.index(side.upper() + name)]) for name in (heel, *forefoot)
        )
        feet.append(SeenFoot(side, markers.rate, back, np.mean(front, axis=0), contacts))
    return feet


def turned(points: Array) -> Array:
    """Return points of a laboratory that is run along +y: +x forward, +y left."""
    return np.stack([points[:, 1], -points[:, 0], points[:, 2]], axis=1)
