"""The schema of a claim file: every field by name and kind, and what fields must agree with each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from evenstride.core.claim import Claim, Setting, Stance
from evenstride.core.errors import PluginError
from evenstride.core.metric import Grade
from evenstride.core.toml_table import TomlTable, parse_toml

PLAIN_WORDS = 12
"""Most words of a claim as an athlete reads it: its message has 35 in all (words.md)."""

NEXT_WORDS = 9
"""Most words of a next step."""

_ID = re.compile(r"[a-z]+(-[a-z]+)*")
_SOURCE = re.compile(r"[a-z][a-z0-9_]*")


def parse_claim(text: str, *, place: str) -> Claim:
    """Read one claim file.

    Parameters
    ----------
    text : str
        TOML.
    place : str
        Name of the file, for messages.

    Raises
    ------
    PluginError
        If the text is no TOML; a field lacks, is unknown or of the wrong kind; or two fields contradict each other.
        The message names the field and what it may be.

    Examples
    --------
    >>> parse_claim('id = "Both"', place="both.toml")
    Traceback (most recent call last):
    ...
    evenstride.core.errors.PluginError: both.toml: 'order' is missing. Add it: a whole number.
    """
    table = TomlTable(parse_toml(text, place=place), place=place)
    following, judged = table.table("next", {}), table.table("judge", {})
    claim = Claim(
        id=table.text("id"),
        order=table.whole("order"),
        says=table.text("says"),
        plain=table.text("plain"),
        article=table.text("article"),
        stance=Stance(table.choice("stance", tuple(Stance))),
        why=table.text("why"),
        grade=Grade(table.choice("grade", tuple(Grade))),
        sources=table.texts("sources"),
        predicts=table.text("predicts"),
        rival=table.text("rival"),
        decided_by=table.texts("decided_by"),
        counts_for=table.text("counts_for"),
        counts_against=table.text("counts_against"),
        next_for=following.text("for"),
        next_against=following.text("against"),
        next_cannot_tell=following.text("cannot_tell"),
        judge=judged.text("name"),
        settings=_settings(judged),
        about_limit=table.truth("about_limit"),
    )
    for part in (following, table):
        part.finish()
    _require_sense(claim, table)
    return claim


def require_apart(found: Sequence[Claim]) -> None:
    """Raise where two files hold the same id or the same place on the page.

    Raises
    ------
    PluginError
        Naming both.
    """
    for name, keys in (("id", [one.id for one in found]), ("order", [str(one.order) for one in found])):
        twice = [key for key in keys if keys.count(key) > 1]
        if twice:
            which = " and ".join(f"{one.id}.toml" for one, key in zip(found, keys, strict=True) if key == twice[0])
            raise PluginError(
                f"{name} {twice[0]} is given twice", place=which, remedy=f"Give each claim its own {name}"
            )


def _settings(table: TomlTable) -> dict[str, Setting]:
    found: dict[str, Setting] = {}
    for name in table.names():
        if name != "name":
            found[name] = table.text(name) if isinstance(table.raw(name), str) else table.number(name)
    return found


def _require_sense(claim: Claim, table: TomlTable) -> None:
    if f"{claim.id}.toml" != table.place or not _ID.fullmatch(claim.id):
        raise table.fault(f"'id' is '{claim.id}'", "Use the name of the file: small letters and hyphens")
    wrong = [source for source in claim.sources if not _SOURCE.fullmatch(source)]
    if wrong:
        raise table.fault(f"'sources' holds '{wrong[0]}'", "Write keys of the bibliography, e.g. brooks2022")
    if not claim.sources and claim.grade is not Grade.UNPROVEN:
        raise table.fault(f"'grade' is '{claim.grade}' without a source", "Name sources, or use unproven")
    if not claim.decided_by:
        raise table.fault("'decided_by' is empty", "Name at least one measurement")
    for name, text, most in (
        ("plain", claim.plain, PLAIN_WORDS),
        ("next.for", claim.next_for, NEXT_WORDS),
        ("next.against", claim.next_against, NEXT_WORDS),
        ("next.cannot_tell", claim.next_cannot_tell, NEXT_WORDS),
    ):
        if len(text.split()) > most or text.rstrip().endswith("."):
            raise table.fault(f"'{name}' is '{text}'", f"Use at most {most} words and no full stop")
