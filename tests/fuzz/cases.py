"""Running a fixed number of broken files through a reader, and the findings of earlier runs."""

from pathlib import Path

from tools.fuzz import cases, judged, warm
from tools.fuzz_targets import Target, targets

FOUND = Path(__file__).parent / "cases"


def all_of(kind: str) -> list[Target]:
    """Every reader of a kind."""
    return [one for one in targets() if one.kind == kind]


def broken_by(target: Target, *, count: int, seed: int) -> list[str]:
    """What a reader did wrong on so many broken files and on all earlier findings of its kind."""
    warm(target)
    kept = [path.read_bytes() for path in sorted(FOUND.glob(f"{target.kind}-*"))]
    wrong: list[str] = []
    for data in kept:
        wrong += _twice(target, data)
    broken = cases(target, seed)
    for _ in range(count):
        wrong += _twice(target, next(broken))
        if len(wrong) > 3:
            break
    return wrong


def _twice(target: Target, data: bytes) -> list[str]:
    """A machine under load may be slow once; a reader that is slow is slow again."""
    if judged(target, data) and (what := judged(target, data)):
        return [f"{what} {data[:2000]!r}"]
    return []
