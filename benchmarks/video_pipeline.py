"""From a film to keypoints: its speed beside that of the bare model on the same clip, and memory over ten minutes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np

TURNS = 4
LEAST = 0.85
"""Of the bare model's own frame rate."""
MEMORY = 1000.0
"""MB that a process may grow to over ten minutes of film at 30 frames a second."""
LONG = 18_000
"""Frames of those ten minutes."""

CHILD = """
import json, resource, sys
from pathlib import Path
import numpy as np
from evenstride.app.video import posing
from evenstride.app.video.film_source import keypoints_of_film
from evenstride.core.trial_told import ClipTold
from evenstride.readers.keypoint_clips import with_facts
from evenstride.readers.signals.keypoints import read
from evenstride.readers.told import Told
real, rng = posing.open_backend, np.random.default_rng(1)
class Sparing:
    # The nets hold their memory whether they run or not: they look at every 500th picture, so that this ends.
    def __init__(self, held):
        self.held, self.name, self.model, self.names, self.count = held, held.name, held.model, held.names, 0
    def people(self, picture, time):
        self.count += 1
        if self.count % 500 == 1:
            self.held.people(picture, time)
        return rng.uniform(1.0, 500.0, (2, 33, 2)), np.full((2, 33), 0.9)
posing.open_backend = lambda *given, **said: Sparing(real(*given, **said))
source, clip = keypoints_of_film(Path(sys.argv[1]), ClipTold(fps=30.0), folder=Path(sys.argv[2]))
signal, _ = read(with_facts(source.read_bytes(), clip.words, name=source.name), Told("Noa"))
print(json.dumps([len(signal.keypoints.times), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3]))
"""


def rows() -> list[dict[str, Any]]:
    """Return the pipeline's share of the bare model's frame rate, both rates, and the memory of a long film."""
    if skipped():
        return []
    piped, bare, work, count, nets = _raced()
    about = (
        f"{count} frames of a clip with two people walking, heavy, {nets} runs of the nets, best of {TURNS} in turns"
    )
    frames, grown = _long()
    if frames != LONG:
        raise RuntimeError(f"only {frames} frames were found")
    return [
        _row("video.pipeline_share", bare / piped, "1", ">=", LEAST, f"frame rate over the bare nets', {about}", TURNS),
        _row("video.pipeline_work_share", work, "1", ">=", 0.0,
             f"reported: the bare nets' share of the pipeline's processor time, {about}", TURNS),
        _row("video.pipeline_rate", count / piped, "Hz", ">=", 0.0, f"reported: frames a second, {about}", TURNS),
        _row("video.pipeline_memory", grown, "MB", "<=", MEMORY,
             f"largest resident size over {LONG} frames of 960 x 540, written, packed and read", 1),
    ]  # fmt: skip


def skipped() -> list[dict[str, str]]:
    """Name what lacks: the extra, the model or the clip."""
    from evenstride.app.video.video_setup import are_set_up

    if find_spec("av") is None or find_spec("ai_edge_litert") is None:
        return [{"name": "video.pipeline", "reason": "the extra 'video' is not installed"}]
    if not are_set_up():
        return [{"name": "video.pipeline", "reason": "the pose model is not set up"}]
    return [] if _clip() is not None else [{"name": "video.pipeline", "reason": "the shared real files are absent"}]


def _clip() -> Path | None:
    root = Path(os.environ.get("EVENSTRIDE_SHARED") or Path(__file__).resolve().parents[2] / "shared" / "data")
    file = root / "video_sports2d_walk_demo" / "demo.mp4"
    return file if file.is_file() else None


def _raced() -> tuple[float, float, float, int, int]:
    """Return s of the pipeline and of the same runs of its nets alone, the nets' share of
    the processor time, which other work on the machine changes less, frames, and how many runs of the nets they took.
    """
    from evenstride.app.video.posing import pose_film
    from evenstride.app.wiring import models_folder
    from evenstride.poses.model_files import find_models
    from evenstride.poses.nets import Net

    clip = _clip()
    assert clip is not None, "asked before"
    calls: list[int] = []
    run = Net.__call__

    def counted(self: Net, picture: np.ndarray) -> dict[tuple[int, ...], np.ndarray]:
        calls.append(self.side)  # by two threads at a time
        return run(self, picture)

    files, threads = find_models(models_folder()), min(4, os.cpu_count() or 1)
    nets = [Net(path, threads=threads) for path in (files.detector, files.landmarks)]
    piped, bare, worked, alone, frames = *[float("inf")] * 4, 0
    for _ in range(TURNS):
        calls.clear()
        Net.__call__ = counted
        with tempfile.TemporaryDirectory() as folder:
            begin, spent = perf_counter(), process_time()
            frames = pose_film(clip, folder=Path(folder)).frames
            piped, worked = min(piped, perf_counter() - begin), min(worked, process_time() - spent)
        Net.__call__ = run
        pictures = {
            net.side: np.random.default_rng(1).random((net.side, net.side, 3), dtype=np.float32) for net in nets
        }
        begin, spent = perf_counter(), process_time()
        for net in nets:
            for _ in range(calls.count(net.side)):
                net(pictures[net.side])
        bare, alone = min(bare, perf_counter() - begin), min(alone, process_time() - spent)
    return piped, bare, alone / worked, frames, len(calls)


def _long() -> tuple[int, float]:
    av: Any = import_module("av")
    with tempfile.TemporaryDirectory() as folder:
        film = Path(folder, "long.mp4")
        grey = np.random.default_rng(2).integers(0, 255, (540, 960, 3), dtype=np.uint8)
        with av.open(str(film), "w") as container:
            stream: Any = container.add_stream("libx264", rate=30)
            stream.width, stream.height, stream.pix_fmt = 960, 540, "yuv420p"
            stream.codec_context.options = {"preset": "ultrafast", "crf": "40"}
            frame = av.VideoFrame.from_ndarray(grey, format="rgb24")
            for index in range(LONG):
                frame.pts = index
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(film), folder], capture_output=True, text=True, check=False
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    frames, grown = json.loads(done.stdout)
    return int(frames), float(grown)


def _row(name: str, value: float, unit: str, op: str, target: float, against: str, n: int) -> dict[str, Any]:
    return {
        "name": name, "value": value, "unit": unit, "op": op, "target": target, "against": against, "n": n,
        "seed": None,
    }  # fmt: skip
