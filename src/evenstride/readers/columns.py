"""What the columns of a table mean: names in three languages, units in headers, gate distances."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from evenstride.core.errors import InputError
from evenstride.core.units import canonical, si_unit, to_si


@dataclass(frozen=True, slots=True)
class Field:
    """A meaning a column can have: SI unit (`""` for text) and its names, plain and lower case."""

    unit: str
    names: tuple[str, ...]


FIELDS: Mapping[str, Field] = {
    "athlete": Field("", ("athlete", "athlete name", "name", "runner", "player", "subject", "athlet", "athletin",
                          "sportler", "sportlerin", "nom", "coureur", "coureuse")),
    "date": Field("", ("date", "test date", "day", "datum", "testdatum", "tag", "jour")),
    "label": Field("", ("run", "trial", "attempt", "rep", "event", "label", "lauf", "versuch", "essai", "course")),
    "distance": Field("m", ("distance", "dist", "gate", "gate distance", "strecke", "distanz", "weg",
                            "entfernung")),
    "time": Field("s", ("time", "t", "split", "splits", "split time", "cumulative time", "zeit", "laufzeit",
                        "temps", "chrono")),
    "speed": Field("m/s", ("speed", "velocity", "vel", "v", "geschwindigkeit", "vitesse")),
    "mass": Field("kg", ("mass", "weight", "body mass", "bodymass", "body weight", "bodyweight", "masse",
                         "gewicht", "korpermasse", "korpergewicht", "poids")),
    "height": Field("m", ("height", "stature", "body height", "grosse", "groesse", "korpergrosse",
                          "koerpergroesse", "taille")),
    "reaction_time": Field("s", ("reaction time", "reaction", "rt", "reaktionszeit", "temps de reaction")),
    "device": Field("", ("device", "gerat", "geraet", "appareil", "instrument")),
    "timing_sd": Field("s", ("timing sd", "time sd", "timing error")),
    "fps": Field("Hz", ("fps", "frame rate", "framerate", "bildrate")),
    "wind": Field("m/s", ("wind", "wind speed", "tailwind", "vent")),
    "start": Field("", ("start", "start type", "startart", "depart")),
    "surface": Field("", ("surface", "untergrund", "belag", "sol")),
    "side": Field("", ("side", "foot", "leg", "seite", "fuss", "bein", "cote", "pied", "jambe")),
    "touchdown": Field("s", ("touchdown", "touch down", "td", "foot strike", "contact start", "aufsatz",
                             "kontaktbeginn", "pose du pied")),
    "toe_off": Field("s", ("toe off", "toeoff", "to", "take off", "takeoff", "contact end", "abdruck",
                           "kontaktende", "decollage")),
    "test": Field("", ("test", "test id", "protocol", "protokoll", "protocole")),
    "unit": Field("", ("unit", "units", "einheit", "unite")),
    "rater": Field("", ("rater", "coder", "coded by", "rating")),
    "lever": Field("m", ("lever", "lever arm", "hebel", "hebelarm", "levier", "bras de levier")),
    "version": Field("", ("version", "protocol version")),
    "shoes": Field("", ("shoes", "shoe", "schuhe", "chaussures")),
    "kit": Field("", ("kit", "equipment", "material", "ausrustung", "materiel")),
    "scale_capacity": Field("", ("scale capacity", "capacity", "scale range", "waage bis", "portee du peson")),
    "pain": Field("", ("pain", "schmerz", "douleur")),
    "leg_length": Field("m", ("leg length", "beinlange", "longueur de jambe")),
    "checked": Field("", ("checked", "confirmed", "gepruft", "verifie")),
    "contact": Field("s", ("contact", "contact time", "kontaktzeit", "temps de contact")),
    "flight": Field("s", ("flight", "flight time", "flugzeit", "temps de vol")),
    "birth_year": Field("", ("birth year", "birthyear", "year of birth", "born", "yob", "jahrgang", "jg", "geburtsjahr",
                             "geb jahr", "geboren", "annee de naissance", "ne en", "nee en")),
    "birth_date": Field("", ("birth date", "birthdate", "date of birth", "dob", "birthday", "geburtsdatum",
                             "geburtstag", "geb datum", "geb", "date de naissance")),
}  # fmt: skip
"""Every meaning that columns share between formats."""

BODY_LENGTHS = frozenset({"height", "lever", "leg_length"})
"""Lengths of a body, written in m or cm without saying which; the size tells them apart."""

_MEANINGS = {name: field for field, entry in FIELDS.items() for name in entry.names}

_TAIL_UNITS = {
    "s": "s", "sec": "s", "ms": "ms", "m": "m", "cm": "cm", "mm": "mm", "yd": "yd", "yds": "yd", "yards": "yd",
    "ft": "ft", "kg": "kg", "lb": "lb", "lbs": "lb", "hz": "Hz", "mps": "m/s", "m s": "m/s", "m s 1": "m/s",
    "ms 1": "m/s", "kmh": "km/h", "kph": "km/h", "km h": "km/h", "mph": "mph",
}  # fmt: skip

LONGEST_HEADING = 200
"""Characters of a heading in which a unit is looked for."""

_BRACKET = re.compile(r"(.*?)\s*[(\[]\s*([^()\[\]]*?)\s*[)\]]\s*")
_GATE = re.compile(r"(\d{1,4}(?:[.,]\d{1,3})?)\s*([a-z]*)", re.ASCII)
_MIN_GATE, _MAX_GATE = 1.0, 1000.0


@dataclass(frozen=True, slots=True)
class Column:
    """One understood column: position, header as written, the unit it states (`""` for none)."""

    index: int
    header: str
    unit: str = ""

    def factor(self, si: str) -> float:
        """Return what to multiply by to reach `si`; raise `InputError` for a unit that does not fit."""
        if not self.unit:
            return 1.0
        if si_unit(self.unit) != si:
            raise InputError(
                f"unit '{self.unit}' does not fit",
                place=f"column '{self.header}'",
                why=f"The column must hold values that convert to {si}",
                remedy="Correct the unit in the header",
            )
        return to_si(1.0, self.unit)


def plain(text: str) -> str:
    """Return a header without case, accents and punctuation, for comparing.

    Examples
    --------
    >>> plain("Toe-Off_Größe")
    'toe off grosse'
    """
    bare = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.split(r"[\s_\-./·^⁻]+", bare)).strip()


def split_unit(header: str) -> tuple[str, str]:
    """Return the name and the unit in brackets after it, as written.

    Examples
    --------
    >>> split_unit("Speed [m/s]")
    ('Speed', 'm/s')
    """
    # Over a heading of a hundred thousand spaces the pattern takes minutes, and no heading known is that long.
    found = _BRACKET.fullmatch(header) if len(header) <= LONGEST_HEADING else None
    return (found[1], found[2]) if found else (header, "")


def meaning(header: str) -> tuple[str, str] | None:
    """Return the field a header means and its unit (`""` when not stated), None for an unknown header.

    Examples
    --------
    >>> meaning("speed_mph"), meaning("Zeit [ms]"), meaning("Toe Off"), meaning("BMI")
    (('speed', 'mph'), ('time', 'ms'), ('toe_off', ''), None)
    """
    name, unit = split_unit(header)
    if (field := _MEANINGS.get(plain(name))) is not None:
        return field, unit
    words = plain(name).split()
    for count in (1, 2, 3):
        field = _MEANINGS.get(" ".join(words[:-count]))
        tail = _TAIL_UNITS.get(" ".join(words[-count:]))
        if field is not None and tail is not None:
            return field, tail
    return None


def tail_unit(header: str) -> str:
    """Return the unit a heading ends with, without brackets; empty where it ends with none.

    Examples
    --------
    >>> tail_unit("Zeit_ms"), tail_unit("Zeit 20"), tail_unit("ms")
    ('ms', '', '')
    """
    words = plain(header).split()
    tails = (" ".join(words[-count:]) for count in (3, 2, 1) if len(words) > count)
    return next((_TAIL_UNITS[tail] for tail in tails if tail in _TAIL_UNITS), "")


def find_columns(header: tuple[str, ...], wanted: tuple[str, ...]) -> dict[str, list[Column]]:
    """Return the columns found for each wanted field; more than one is for the caller to refuse."""
    found: dict[str, list[Column]] = {}
    for index, text in enumerate(header):
        match = meaning(text)
        if match is not None and match[0] in wanted:
            found.setdefault(match[0], []).append(Column(index, text, match[1]))
    return found


def gate(header: str) -> tuple[float, str] | None:
    """Return the gate distance in m that a header states, and the unit of the times below it.

    Examples
    --------
    >>> gate("10"), gate("20m"), gate("40 yd (ms)"), gate("10m-5m split")
    ((10.0, ''), (20.0, ''), (36.576, 'ms'), None)
    """
    name, time_unit = split_unit(header)
    found = _GATE.fullmatch(name.strip().lower())
    if found is None:
        return None
    number, length = found[1], found[2]
    if not length and time_unit and _is_length(time_unit):
        length, time_unit = time_unit, ""
    if length and not _is_length(length):
        return None
    distance = round(to_si(float(number.replace(",", ".")), length or "m"), 9)
    return (distance, time_unit) if _MIN_GATE <= distance <= _MAX_GATE else None


def _is_length(unit: str) -> bool:
    try:
        return si_unit(canonical(unit)) == "m"
    except InputError:
        return False
