"""What pose estimators call the points they find, by how many there are: public knowledge, as their makers publish it.

Left and right become `L` and `R`, so that all estimators share one set of names.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_ARMS = ("Shoulder", "Elbow", "Wrist")
_HEAD = ("REye", "LEye", "REar", "LEar")


def _both(*parts: str) -> tuple[str, ...]:
    return tuple(f"{side}{part}" for part in parts for side in "LR")


_BODY_25 = (
    "Nose", "Neck", *(f"R{part}" for part in _ARMS), *(f"L{part}" for part in _ARMS), "MidHip",
    "RHip", "RKnee", "RAnkle", "LHip", "LKnee", "LAnkle", *_HEAD,
    "LBigToe", "LSmallToe", "LHeel", "RBigToe", "RSmallToe", "RHeel",
)  # fmt: skip
_COCO_18 = (
    "Nose", "Neck", *(f"R{part}" for part in _ARMS), *(f"L{part}" for part in _ARMS),
    "RHip", "RKnee", "RAnkle", "LHip", "LKnee", "LAnkle", *_HEAD,
)  # fmt: skip
_COCO_17 = ("Nose", *_both("Eye", "Ear", *_ARMS, "Hip", "Knee", "Ankle"))
_HALPE_26 = (*_COCO_17, "Head", "Neck", "MidHip", *_both("BigToe", "SmallToe", "Heel"))
_LANDMARKS_33 = (
    "Nose", "LEyeInner", "LEye", "LEyeOuter", "REyeInner", "REye", "REyeOuter", *_both("Ear"), "LMouth", "RMouth",
    *_both(*_ARMS, "Pinky", "Index", "Thumb", "Hip", "Knee", "Ankle", "Heel", "BigToe"),
)  # fmt: skip

MODELS: Mapping[int, tuple[str, tuple[str, ...]]] = MappingProxyType(
    {
        17: ("COCO 17", _COCO_17),
        18: ("COCO 18", _COCO_18),
        25: ("BODY_25", _BODY_25),
        26: ("HALPE_26", _HALPE_26),
        33: ("33 landmarks", _LANDMARKS_33),
    }
)
"""Name of the model and of its points, in their order, by how many there are."""


def landmark_name(text: str) -> str | None:
    """Return the name of a point that a table names or numbers after the model of 33 landmarks; None where unknown.

    Examples
    --------
    >>> landmark_name("left_foot_index"), landmark_name("29"), landmark_name("tail")
    ('LBigToe', 'LHeel', None)
    """
    names = MODELS[33][1]
    if text.isdigit():
        return names[int(text)] if int(text) < len(names) else None
    word = text.strip().casefold().replace(" ", "_").replace("foot_index", "bigtoe")
    side = {"left_": "l", "right_": "r"}.get(next((one for one in ("left_", "right_") if word.startswith(one)), ""), "")
    plain = side + word.removeprefix("left_").removeprefix("right_").replace("_", "")
    return next((name for name in names if name.casefold() == plain), None)
