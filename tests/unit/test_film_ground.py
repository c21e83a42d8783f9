"""A film whose camera pans becomes keypoints with the path of the camera beside them."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.core.body_points import BodyPoint
from evenstride.core.errors import InputError
from evenstride.core.ground_path import GROUND, read_ground, write_ground
from evenstride.core.pose_lines import POSES, PosedFrame, PoseHead, write_frame, write_head
from evenstride.readers.keypoint_clips import pack_clip
from evenstride.readers.signals import keypoints
from evenstride.readers.told import Told
from tests.film_files import Scene, write_film

SCENE = Scene(width=320, height=180, rate=60.0, seconds=0.7, pan=80.0, start=1.0, scale=70.0)
NAMED = {"heel": "Heel", "ball": "BigToe", "ankle": "Ankle", "knee": "Knee", "hip": "Hip", "shoulder": "Shoulder"}


def poses_of(scene: Scene, path: Path) -> Path:
    points: dict[str, np.ndarray] = {
        f"{point.value[0].upper()}{NAMED[point.part]}": at
        for point, at in scene.points().items()
        if isinstance(point, BodyPoint) and point.part in NAMED
    }
    head = PoseHead(
        "drawn", "0" * 64, "film", "a.mp4", scene.width, scene.height, scene.count, scene.rate, tuple(points)
    )
    places = np.stack(list(points.values()), axis=1)
    lines = [
        write_frame(PosedFrame(index, index / scene.rate, one[np.newaxis], np.ones((1, len(points)))))
        for index, one in enumerate(places)
    ]
    path.write_text(write_head(head) + "".join(lines), encoding="utf-8")
    return path


def test_the_path_goes_with_the_keypoints(tmp_path: Path) -> None:
    from evenstride.app.video.film_ground import ground_of_poses

    film, poses = write_film(tmp_path / "a.mp4", SCENE), poses_of(SCENE, tmp_path / POSES)
    path = ground_of_poses(film, poses)
    assert path.shape == (SCENE.count, 3)
    assert np.abs(path[:, :2] - SCENE.camera()).max() < 0.5
    files = [(POSES, poses.read_bytes()), (GROUND, write_ground(path).encode())]
    signal, _ = keypoints.read(pack_clip(files, 'fps = 60\ncamera = "panning"\n'), Told(athlete="Noa"))
    assert signal.keypoints is not None
    assert signal.keypoints.ground is not None
    assert np.allclose(signal.keypoints.ground, path, atol=0.01)


def test_a_table_that_is_none() -> None:
    for text in ("", "a,b\n1,2\n", "right_px,down_px,error_px\n1,2\n", "right_px,down_px,error_px\n1,2,x\n"):
        with pytest.raises(InputError, match=r"ground.csv: it is no path of a camera. Import the film again"):
            read_ground(text, 1)
