"""The page of what keypoints of a clip are worth, by frame rate and noise, from what the validation last wrote."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from validation._keypoint_clips import PIXELS_PER_METRE
from validation.video_keypoints import LASTING, NOISES, RATES, SEEDS

PREFIX = "video."


def draw_keypoints(results: Mapping[str, list[dict[str, Any]]]) -> str:
    """Return the page: contact times, intervals, legs and angles by frame rate and noise."""
    found = {
        row["name"].removeprefix(PREFIX): row["value"] for row in results["rows"] if row["name"].startswith(PREFIX)
    }
    lines = [
        "# What keypoints of a clip can tell",
        "",
        "Before anybody films: real runners with markers and force plates, seen by a camera beside "
        "them that is made up, "
        f"at {PIXELS_PER_METRE:g} px a metre. To every keypoint in every frame noise is added, "
        f"points are lost, and legs "
        "exchanged. No pose estimator is in this: which noise one has on a phone's clip of a sprint has not been "
        "validated. How to use it: [Keypoints of a clip](../how-to/keypoints.md). Measured again by `make validate`.",
        "",
        "## Contact times",
        "",
        "Mean absolute error of a single contact time against the plates. `dorn`: one runner at "
        "3.5 m/s, the whole clip, "
        f"{SEEDS} times; `footnet`: one runner at 4.7 m/s on a treadmill, 54 strides, the feet "
        f"alone. Each is read with "
        "the lags of the other runner; what is looked for was chosen on both. *Held* is how many single contact times "
        "lie in their own 90 % intervals, the part that a runner's contacts share left out.",
        "",
        "| frames/s | noise, px | dorn, ms | footnet, ms | held | contacts not found |",
        "|---:|---:|---:|---:|---:|---:|",
    ]
    for rate in RATES:
        for noise in NOISES:
            key = f"{rate:.0f}_{noise:.0f}px"
            lines.append(
                f"| {rate:g} | {noise:g} | {found[f'dorn_mae_{key}']:.1f} | {found[f'footnet_mae_{key}']:.1f} | "
                f"{found[f'coverage_{key}']:.0%} | {found[f'lost_{key}']:.1%} |"
            )
    lines += [
        "",
        f"Noise that lasts is worse. If an estimator's 5 px stay for {LASTING:g} frames, the error "
        f"at 240 frames a second "
        f"is {found['lasting_mae']:.0f} ms, and {found['lasting_coverage']:.0%} of single contact "
        f"times lie in their own "
        "intervals: such noise shows neither from frame to frame nor, in full, where a foot stands.",
        "",
        f"The two runners' touchdowns lie {abs(found['touchdown_between']):.1f} ms apart in what "
        f"their feet show, their "
        f"toe-offs {abs(found['toe_off_between']):.1f} ms. Two runners do not show how runners "
        f"differ: 10 ms (one standard "
        "deviation) that all contact times of a foot share are drawn besides.",
        "",
        "## Few frames",
        "",
        "Below 120 frames a second no contact time is shown. What stands, at 5 px on `dorn`: step frequency over four "
        f"steps is {found['step_frequency_30']:.1f} % off at 30 frames a second and "
        f"{found['step_frequency_60']:.1f} % at 60, speed {found['speed_30']:.1f} % and {found['speed_60']:.1f} %.",
    ]
    return "\n".join([*lines, *_legs_and_angles(found)]) + "\n"


def _legs_and_angles(found: Mapping[str, float]) -> list[str]:
    lines = [
        "",
        "## Legs and angles",
        "",
        f"The same {SEEDS} clips of `dorn`. Exchanged are four stretches of up to 0.3 s a clip, hip to toe.",
        "",
        "| frames/s | noise, px | exchanged frames put right | clean frames exchanged | thigh's angle, RMS error |",
        "|---:|---:|---:|---:|---:|",
    ]
    for rate in RATES:
        for noise in NOISES:
            key = f"{rate:.0f}_{noise:.0f}px"
            lines.append(
                f"| {rate:g} | {noise:g} | {found[f'repaired_{key}']:.1%} | {found[f'introduced_{key}']:.2%} | "
                f"{found[f'thigh_{key}']:.1f}° |"
            )
    lines += [
        "",
        f"A camera 10 m away that sees a run 6 m to either side sees much of it at a slant: the thigh is then "
        f"{found['thigh_slanted']:.1f}° off (240 frames/s, 2 px). Where a keypoint sits on the body is not in this "
        "table; for it 2 cm are drawn in every result.",
    ]
    return lines
