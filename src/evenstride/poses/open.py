"""Opening an estimator with the models that are set up."""

from __future__ import annotations

import os
from pathlib import Path

from evenstride.poses.blazepose import MOST_PEOPLE, BlazePose, Landmarks
from evenstride.poses.contract import PoseBackend
from evenstride.poses.detector import Detector
from evenstride.poses.model_files import find_models
from evenstride.poses.nets import Pair

MOST_THREADS = 4
"""Of a net: more bring nothing (judgement)."""


def open_backend(models: Path, *, model: str = "heavy", people: int = MOST_PEOPLE) -> PoseBackend:
    """Open an estimator.

    Parameters
    ----------
    models : Path
        The folder in which the models are set up.
    model : str
        heavy, full or lite.
    people : int
        Most people followed at once.

    Raises
    ------
    InputError, EvenstrideError
        If there is no such model, it is not set up, or what runs it is not installed.
    """
    files = find_models(models, model)
    threads = min(MOST_THREADS, os.cpu_count() or 1)
    detector, landmarks = (Pair(path, threads=threads) for path in (files.detector, files.landmarks))
    return BlazePose(f"BlazePose {model}", files.digest, Detector(detector), Landmarks(landmarks), people)
