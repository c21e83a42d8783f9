"""The pose models: fetched, checked, kept; every way it can go wrong is a sentence."""

import io
import tarfile
from hashlib import sha256
from pathlib import Path

import pytest

from evenstride.app.video.video_setup import are_set_up, set_up_models
from evenstride.core.errors import EvenstrideError, InputError
from evenstride.poses import fetch, model_files
from evenstride.poses.model_files import DETECTOR, HASHES, find_models, unpack_models

FILES = {name: f"net {name}".encode() for name in HASHES}


def packed(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as held:
        for name, data in files.items():
            entry = tarfile.TarInfo(f"package/{name}")
            entry.size = len(data)
            held.addfile(entry, io.BytesIO(data))
    return out.getvalue()


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small package that is the one that is known."""
    path = tmp_path / "pose.tgz"
    path.write_bytes(packed({**FILES, "README.md": b"words"}))
    monkeypatch.setattr(model_files, "HASHES", {name: sha256(data).hexdigest() for name, data in FILES.items()})
    monkeypatch.setattr(model_files, "PACKAGE_HASH", sha256(path.read_bytes()).hexdigest())
    return path


def test_models_are_taken_out_of_their_package_with_a_notice(package: Path, tmp_path: Path) -> None:
    lines = set_up_models(package, folder=tmp_path / "models")
    assert "no network is needed" in lines[-1]
    assert {one.name for one in (tmp_path / "models").iterdir()} == {*FILES, "NOTICE.txt"}
    assert "Apache License, Version 2.0" in (tmp_path / "models/NOTICE.txt").read_text()
    assert find_models(tmp_path / "models").detector.read_bytes() == FILES[DETECTOR]
    assert are_set_up(tmp_path / "models")
    assert "here already" in set_up_models(folder=tmp_path / "models")[0]


def test_another_package_is_refused_and_leaves_nothing(package: Path, tmp_path: Path) -> None:
    package.write_bytes(package.read_bytes() + b" ")
    with pytest.raises(InputError, match=r"another file than the package .* hash .* npm pack @mediapipe/pose"):
        unpack_models(package, tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_another_file_in_the_package_is_refused(package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package.write_bytes(packed({**FILES, DETECTOR: b"something else"}))
    monkeypatch.setattr(model_files, "PACKAGE_HASH", sha256(package.read_bytes()).hexdigest())
    with pytest.raises(InputError, match="is not the file that is known"):
        unpack_models(package, tmp_path / "models")
    assert not (tmp_path / "models").exists()


def test_a_file_that_was_changed_since_is_not_run(package: Path, tmp_path: Path) -> None:
    unpack_models(package, tmp_path / "models")
    (tmp_path / "models" / DETECTOR).write_bytes(b"changed")
    with pytest.raises(EvenstrideError, match=r"not as it was packed.*video setup"):
        find_models(tmp_path / "models")
    assert not are_set_up(tmp_path / "models")


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        unpack_models(tmp_path / "none.tgz", tmp_path / "models")
    with pytest.raises(EvenstrideError, match=r"not set up on this machine.*video setup"):
        find_models(tmp_path / "models")
    with pytest.raises(InputError, match="there is no model 'huge'"):
        find_models(tmp_path / "models", "huge")


def test_without_npm_it_says_how_to_get_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "find_npm", lambda: None)
    with pytest.raises(EvenstrideError, match=r"npm is not installed.*Node\.js.*--from FILE"):
        fetch.fetch_package(tmp_path)


def npm(tmp_path: Path, script: str) -> str:
    program = tmp_path / "npm"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return str(program)


def test_npm_without_a_network_is_told_with_its_reason(tmp_path: Path) -> None:
    program = npm(tmp_path, "echo 'npm error code ENOTFOUND' >&2; exit 1")
    with pytest.raises(EvenstrideError, match=r"npm could not get the pose model \(ENOTFOUND\).*network.*--from FILE"):
        fetch.fetch_package(tmp_path, npm=program)


def test_npm_is_asked_for_the_one_version(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    program = npm(tmp_path, 'echo "$@" > asked; : > mediapipe-pose.tgz')
    assert fetch.fetch_package(inside, npm=program).name == "mediapipe-pose.tgz"
    assert (inside / "asked").read_text().split()[:2] == ["pack", "@mediapipe/pose@0.5.1675469404"]


def test_npm_that_does_not_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvenstrideError, match="npm does not start"):
        fetch.fetch_package(tmp_path, npm=str(tmp_path / "nothing"))
