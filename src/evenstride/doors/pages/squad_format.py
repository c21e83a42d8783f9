"""How the coach's pages write tabs, names, units and trials."""

from __future__ import annotations

from evenstride.core.protocol import Conversion, FieldProtocol
from evenstride.core.recording import FieldTest, Splits
from evenstride.core.show import series
from evenstride.doors.pages.format import unit_text
from evenstride.doors.pages.speech import say


def squad_pages() -> tuple[tuple[str, str, str], ...]:
    """Return the tabs of a squad: address, icon and word."""
    return (
        ("/squad", "squad", say("Squad")),
        ("/squad/day", "plan", say("Test day")),
        ("/squad/sheet", "log", say("Paste")),
        ("/squad/group", "progress", say("Plan")),
    )


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name.

    Examples
    --------
    >>> initials("Noa Keller"), initials("Ada"), initials("Kim (simulated)")
    ('NK', 'A', 'K')
    """
    letters = [word[0] for word in name.split() if word[0].isalpha()]
    return "".join([letters[0], *letters[-1:]][: len(letters)]).upper() if letters else name[:1]


def trials_text(test: FieldTest) -> str:
    """Write the trials of a field test as they were understood, in the unit they are kept in.

    Examples
    --------
    >>> trials_text(FieldTest("Noa", "P2", (2.24, 2.3), "m"))
    '2.24, 2.30 m'
    """
    if test.pairs:
        return ", ".join(" ".join(f"{first:g}/{second:g}" for first, second in trial) for trial in test.pairs) + " s"
    return series(test.trials) + unit_text(test.unit)


def splits_text(run: Splits) -> str:
    """Write the gates of a run as they were understood.

    Examples
    --------
    >>> splits_text(Splits("Ben", [10.0, 36.576], [1.9, 4.85]))
    '10 m 1.9 s · 36.58 m 4.85 s'
    """
    gates = zip(run.distances.tolist(), run.times.tolist(), strict=True)
    return " · ".join(f"{at:.4g} m {after:.4g} s" for at, after in gates)


def units_of(protocol: FieldProtocol) -> tuple[tuple[str, str], ...]:
    """Return the units trials may be typed in, the usual one first: what a sheet calls it, and the word."""
    named = dict.fromkeys({"kgf": "kg", "lbf": "lb"}.get(unit, unit) for unit in protocol.raw_units)
    return tuple((unit, "ratio" if unit == "1" else unit) for unit in named)


def pair_words(protocol: FieldProtocol) -> str:
    """Say which pairs of times may stand for a trial; empty where none may."""
    words = {
        Conversion.HOPS: "contact/flight of each hop, like 0.15/0.35",
        Conversion.PAIR: "all-out/loose, like 2.31/2.35",
    }
    pair = words.get(protocol.conversion, "")
    return f" A trial is a ratio or its times in s: {pair}." if pair else ""
