"""A trial of instruments that was kept before under another day or name."""

from __future__ import annotations

from datetime import date


def say_same_trial(on: date | None, *, clip: bool, other: str | None) -> str:
    """Return what is said of a trial that counts twice now.

    Parameters
    ----------
    on : date or None
        Day of the run as which it was kept before.
    clip : bool
        Whether it is a clip of keypoints.
    other : str or None
        Whose that run is, where it is somebody else's.

    Examples
    --------
    >>> say_same_trial(date(2026, 5, 2), clip=True, other="Ada")
    'These frames were kept before, as the run of Ada of 2026-05-02, and count twice now. If the same person is meant, \
delete one of the two.'
    """
    what = "These frames were kept" if clip else "This trial was kept"
    whose = "" if other is None else f"of {other} "
    said = f"{what} before, as the run {whose}of {on}, and count twice now."
    if other is not None:
        return f"{said} If the same person is meant, delete one of the two."
    return f"{said} If one of the two days is wrong, delete its run, on its page or with evenstride data delete-run."
