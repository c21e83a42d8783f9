"""The files of BlazePose's models: which they are, out of what package they come, and where they are kept."""

from __future__ import annotations

import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

from evenstride.core.errors import EvenstrideError, InputError

PACKAGE = "@mediapipe/pose@0.5.1675469404"
"""As npm names it; Apache-2.0."""

PACKAGE_HASH = "8bb349a7b3a3ba699df23be804ddd3b3eab810b50b15406894be257859388a84"
"""SHA-256 of that package as npm packs it."""

DETECTOR = "pose_solution_packed_assets.data"
"""Of the package: the detector's net, by another name."""

HASHES: Mapping[str, str] = MappingProxyType(
    {
        DETECTOR: "a63c614bef30d35947f13be361820b1e4e3bec9cfeebf4d11216a18373108e85",
        "pose_landmark_heavy.tflite": "59e42d71bcd44cbdbabc419f0ff76686595fd265419566bd4009ef703ea8e1fe",
        "pose_landmark_full.tflite": "e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
        "pose_landmark_lite.tflite": "f17bfbecadb61c3be1baa8b8d851cc6619c870a87167b32848ad20db306b9d61",
    }
)
"""SHA-256 of the files that are taken out of it."""

MODELS = ("heavy", "full", "lite")
"""Nets of landmarks, best first."""

SET_UP = "Run once, with a network: evenstride video setup"

LARGEST = 200 * 1024 * 1024
"""Bytes of a package, and of a file in it."""

NOTICE = f"""BlazePose: models of a pose detector and of landmarks (lite, full, heavy), taken unchanged from {PACKAGE}
Copyright The MediaPipe Authors

Licensed under the Apache License, Version 2.0 (the "License"); you may not use these files except in compliance with
the License. You may obtain a copy of the License at

    http://www.apache.org/licenses/LICENSE-2.0

Unless required by applicable law or agreed to in writing, software distributed under the License is distributed on an
"AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied. See the License for the specific
language governing permissions and limitations under the License.
"""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """Where the two nets of an estimator lie.

    Attributes
    ----------
    name : str
        Of the net of landmarks: heavy, full or lite.
    digest : str
        SHA-256 of both hashes: the model that found a point.
    """

    name: str
    detector: Path
    landmarks: Path

    @property
    def digest(self) -> str:
        """Return what stands for both nets wherever their points are kept."""
        return digest_of(self.name)


def digest_of(name: str) -> str:
    """Return the hash of a model: of the hashes of its two files."""
    return sha256(f"{HASHES[DETECTOR]} {HASHES[f'pose_landmark_{name}.tflite']}".encode()).hexdigest()


def find_models(folder: Path, name: str = "heavy") -> ModelFiles:
    """Return the files of a model that were set up.

    Raises
    ------
    InputError
        If there is no such model.
    EvenstrideError
        If it is not set up, or its files were changed since.
    """
    if name not in MODELS:
        raise InputError(f"there is no model '{name}'", place="--model", remedy=f"Known are {', '.join(MODELS)}")
    files = ModelFiles(name, folder / DETECTOR, folder / f"pose_landmark_{name}.tflite")
    for path in (files.detector, files.landmarks):
        if not path.is_file():
            raise EvenstrideError("the pose model is not set up on this machine", remedy=SET_UP)
        if sha256(path.read_bytes()).hexdigest() != HASHES[path.name]:
            raise EvenstrideError(
                "a file of the pose model is not as it was packed", place=path.name, why="Its hash differs",
                remedy="Run again: evenstride video setup",
            )  # fmt: skip
    return files


def unpack_models(package: Path, folder: Path) -> tuple[str, ...]:
    """Take the models out of their package into a folder, all of them or none, and return their names.

    Parameters
    ----------
    package : Path
        As npm packs it, a .tgz.
    folder : Path
        Made where it is not there.

    Raises
    ------
    InputError
        If it is no such package, or its hash or that of a file in it is another.
    """
    found = _read_package(package)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in found.items():
        part = folder / f"{name}.part"
        part.write_bytes(data)
        part.replace(folder / name)
    (folder / "NOTICE.txt").write_text(NOTICE, encoding="utf-8")
    return tuple(found)


def _read_package(package: Path) -> dict[str, bytes]:
    try:
        if package.stat().st_size > LARGEST:
            raise InputError("this is larger than the package of the models", place=package.name, remedy=_by_hand())
        whole = package.read_bytes()
    except OSError as error:
        raise InputError(f"the package cannot be read ({error.strerror})", place=str(package)) from None
    if sha256(whole).hexdigest() != PACKAGE_HASH:
        raise InputError(
            "this is another file than the package of the models", place=package.name,
            why="Its hash (SHA-256) is not the one that is known", remedy=_by_hand(),
        )  # fmt: skip
    try:
        with tarfile.open(package, "r:gz") as held:
            inside = {Path(one.name).name: one for one in held if one.isfile() and one.size <= LARGEST}
            files = {name: held.extractfile(inside[name]) for name in HASHES if name in inside}
            found = {name: file.read() for name, file in files.items() if file is not None}
    except (tarfile.TarError, OSError, EOFError):
        raise InputError("the package is damaged", place=package.name, remedy=_by_hand()) from None
    for name, known in HASHES.items():
        if name not in found or sha256(found[name]).hexdigest() != known:
            raise InputError(
                f"'{name}' in it is not the file that is known", place=package.name, why="Its hash (SHA-256) differs",
                remedy=_by_hand(),
            )  # fmt: skip
    return found


def _by_hand() -> str:
    return f"Get it with: npm pack {PACKAGE}"
