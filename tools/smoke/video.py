"""The extra video: a film is made, looked at and told of, a picture written, and what runs the pose model opened.

The model itself comes from elsewhere (`evenstride video setup`) and is not tried here.
"""

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from evenstride.poses.nets import Net
from evenstride.writers.pictures import write_mp4, write_png

FRAMES = 30


def write_film(path: Path) -> None:
    """Write a second in which a bright bar moves to the right."""
    pictures = np.full((FRAMES, 96, 160, 3), 40, dtype=np.uint8)
    for index, picture in enumerate(pictures):
        picture[20:76, 4 * index : 4 * index + 20] = 230
    assert write_mp4(path, pictures, 30.0) in ("H.264", "MPEG-4")


def try_runtime() -> None:
    """Let LiteRT refuse what is no model: its own library must be there to do so."""
    nothing = Path("nothing.tflite")
    nothing.write_bytes(bytes(64))
    said = ""
    try:
        Net(nothing)
    except ValueError as told:
        said = str(told)
    assert "model" in said, said


def main() -> None:
    """Make and look; without the libraries a file that is called a film must name the extra."""
    film = Path("run.mp4")
    if find_spec("av") is None:
        film.write_bytes(b"\0\0\0\x18ftypmp42")
        subprocess.run(["evenstride", "video", "check", str(film)], check=True)
    write_film(film)
    told = subprocess.run(["evenstride", "video", "check", str(film), "--json"], capture_output=True, check=True)
    assert json.loads(told.stdout)["facts"]["frames"] == FRAMES, told
    assert write_png(np.zeros((4, 4, 3), dtype=np.uint8)).startswith(b"\x89PNG")
    try_runtime()


if __name__ == "__main__":
    main()
