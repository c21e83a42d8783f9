"""Use case: the pose models, fetched once, checked, and kept where they work without a network."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from evenstride.app.wiring import models_folder
from evenstride.core.errors import EvenstrideError
from evenstride.poses.fetch import fetch_package
from evenstride.poses.model_files import HASHES, MODELS, PACKAGE, find_models, unpack_models


def set_up_models(package: Path | None = None, *, folder: Path | None = None) -> tuple[str, ...]:
    """Fetch, check and keep the pose models, and return what happened in sentences.

    Parameters
    ----------
    package : Path or None
        The package as npm packs it; None lets npm fetch it.
    folder : Path or None
        Where to; None is the usual place.

    Raises
    ------
    InputError, EvenstrideError
        If it cannot be fetched, or is not the package that is known.
    """
    place = folder or models_folder()
    if package is None and are_set_up(place):
        return (f"The pose models are here already: {place}",)
    if package is not None:
        unpack_models(package, place)
    else:
        with TemporaryDirectory(prefix="evenstride-") as beside:
            unpack_models(fetch_package(Path(beside)), place)
    return (
        f"Pose models ({', '.join(MODELS)}) of {PACKAGE}, checked by their hashes: {place}",
        "They are of The MediaPipe Authors, under the Apache License 2.0; NOTICE.txt beside them says so.",
        "From now on no network is needed.",
    )


def seem_set_up() -> bool:
    """Return whether the models lie in their place, without a look into them."""
    return all((models_folder() / name).is_file() for name in HASHES)


def are_set_up(folder: Path | None = None) -> bool:
    """Return whether all models lie there as they were packed."""
    try:
        for name in MODELS:
            find_models(folder or models_folder(), name)
    except EvenstrideError:
        return False
    return True
