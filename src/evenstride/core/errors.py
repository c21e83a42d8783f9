"""Every error Evenstride raises on purpose.

Grammar of a message: *place: what happened. Why. What to do.* Doors print `str(error)` and choose the exit
code from `user_fault`; nothing else about an error is decided outside this file.
"""

from __future__ import annotations

_KEPT = "\n\xa0\u2009\u202f"
"""Ends of lines and spaces of typography: they print, whatever `str.isprintable` says."""


class EvenstrideError(Exception):
    """Something went wrong that a person can be told about in one sentence each of what, why and remedy."""

    user_fault = False

    def __init__(self, what: str, *, place: str = "", why: str = "", remedy: str = "") -> None:
        self.what = what
        self.place = place
        self.why = why
        self.remedy = remedy
        super().__init__(what)

    def __str__(self) -> str:
        r"""Place, what happened, why and remedy as plain sentences; marks that print nothing are written out.

        Examples
        --------
        >>> str(InputError("'\ufeff1.8' is no number", place="row 3", remedy="Correct it"))
        "row 3: '\\ufeff1.8' is no number. Correct it."
        """
        sentences = [_sentence(part) for part in (self.what, self.why, self.remedy) if part]
        text = " ".join(sentences)
        return _shown(f"{self.place}: {text}" if self.place else text)


class InputError(EvenstrideError):
    """A file, an answer or an option that cannot be used; nothing was stored."""

    user_fault = True

    def within(self, name: str) -> InputError:
        """Return the same error with its place in a file of this name; a place that names it already stays.

        Examples
        --------
        >>> str(InputError("a time is missing", place="row 3").within("runs.csv"))
        'runs.csv, row 3: a time is missing.'
        >>> str(InputError("a time is missing", place="runs.csv, row 3").within("runs.csv"))
        'runs.csv, row 3: a time is missing.'
        """
        named = bool(name) and f"{self.place}, ".startswith(f"{name}, ")
        place = ", ".join(part for part in ("" if named else name, self.place) if part)
        return InputError(self.what, place=place, why=self.why, remedy=self.remedy)


class StoppedError(EvenstrideError):
    """Somebody asked long work to end; what it had kept until then stays."""

    user_fault = True


class FitError(EvenstrideError):
    """A model that these data cannot carry."""

    user_fault = True


class NotFoundError(EvenstrideError):
    """An athlete, run, plan or result that the store does not hold."""

    user_fault = True


class StoreError(EvenstrideError):
    """The database cannot be opened, read or written."""


class PluginError(EvenstrideError):
    """A reader, metric, rule, chart or protocol file that does not keep its contract."""


def to_install(extra: str) -> str:
    """Return what brings an extra of the package, wherever evenstride came from.

    Examples
    --------
    >>> to_install("lab")
    "Install it: pip install 'evenstride[lab]', or make lab where you ran make demo"
    """
    return f"Install it: pip install 'evenstride[{extra}]', or make {extra} where you ran make demo"


def _shown(text: str) -> str:
    """Marks that print nothing are written out: a text that quotes a file must show why it is refused."""
    if text.isprintable():
        return text
    return "".join(mark if mark.isprintable() or mark in _KEPT else _written_out(mark) for mark in text)


def _written_out(mark: str) -> str:
    return " " if mark == "\t" else ascii(mark)[1:-1]


def _sentence(text: str) -> str:
    text = text.strip()
    return text if text.endswith((".", "!", "?")) else text + "."
