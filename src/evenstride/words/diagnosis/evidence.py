"""How well founded the link of a value to running speed is, in words."""

from __future__ import annotations

from collections.abc import Mapping

from evenstride.core.metric import Grade

EVIDENCE: Mapping[Grade, str] = {
    Grade.IDENTITY: "part of speed by definition",
    Grade.STRONG: "strong evidence",
    Grade.MODERATE: "moderate evidence",
    Grade.WEAK: "weak evidence",
    Grade.UNPROVEN: "unproven",
}

Grades = Mapping[str, Grade]
"""Grade of each metric by its name."""


def evidence_tag(grades: Grades, name: str) -> str:
    """Return what stands behind a value; nothing where its grade is not given.

    Examples
    --------
    >>> evidence_tag({"trunk_lean": Grade.WEAK}, "trunk_lean"), evidence_tag({}, "trunk_lean")
    (' [weak evidence]', '')
    """
    return f" [{EVIDENCE[grades[name]]}]" if name in grades else ""
