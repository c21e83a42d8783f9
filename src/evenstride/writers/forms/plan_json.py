"""The plan itself as JSON: a named and numbered schema that reads back to the same plan."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime
from typing import Any, cast, get_args, get_origin, get_type_hints

from evenstride.core.errors import InputError
from evenstride.core.exercise import Exercise
from evenstride.core.outgoing import OutFile, Outgoing, Written
from evenstride.core.plan import Dose, Kind, Plan, Prescription, Session
from evenstride.core.roles import Role

NAME = "json"
SUFFIX = ".json"
MANY = False
ABOUT = "The whole plan for other programs; it reads back to the same plan."

FORMAT = "evenstride-plan"
VERSION = 1

DOSE_KEYS = {
    "sets": "sets", "reps": "reps", "distance_m": "distance", "run_in_m": "run_in", "duration_s": "duration",
    "rest_s": "rest", "intensity_share": "intensity", "effort_time_s": "effort_time", "load_kg": "load",
    "reps_in_reserve": "rir", "note": "note",
}  # fmt: skip
"""Key of the schema → field of a dose."""

EXERCISE_KEYS = {"min_age": "min_age_years", "drop": "drop_m"}
"""Field of an exercise → its key, where the name alone would not say the unit."""

_WHOLE = ("sets", "reps")


def write(outgoing: Outgoing) -> Written:
    """Return one document; who it is for, when it was made, and the plan with units in the names of its keys."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "athlete": outgoing.athlete,
        "made_at": outgoing.made_at.astimezone(UTC).isoformat(),
        "plan": plan_to_document(outgoing.plan),
    }
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    return Written((OutFile(f"plan-{outgoing.plan.start}{SUFFIX}", text.encode()),))


def read_document(data: bytes, *, place: str = "") -> Outgoing:
    """Return the plan of a document this format wrote, with its athlete and the time it was made.

    Raises
    ------
    InputError
        If it is no such document, of a newer version, or damaged.
    """
    try:
        document = json.loads(data.decode())
    except ValueError as problem:
        raise InputError("this is no JSON", place=place, why=str(problem), remedy=_REMEDY) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise InputError("this JSON is no Evenstride plan", place=place, remedy=_REMEDY)
    if document.get("version") != VERSION:
        raise InputError(
            f"this plan is of version {document.get('version')} of its schema",
            place=place, why=f"This program knows version {VERSION}", remedy="Update Evenstride and try again",
        )  # fmt: skip
    try:
        made_at = datetime.fromisoformat(document["made_at"])
        if made_at.tzinfo is None:
            raise ValueError(f"the time {document['made_at']} does not say its zone")
        return Outgoing(document_to_plan(document["plan"]), _text(document["athlete"]), made_at)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        why = f"It lacks {problem}" if isinstance(problem, KeyError) else f"It is damaged ({problem})"
        raise InputError("this plan cannot be read", place=place, why=why, remedy=_REMEDY) from None


_REMEDY = "Give a file made by: evenstride export plan --to json"


def plan_to_document(plan: Plan) -> dict[str, Any]:
    """Return a plan as dicts, lists, text and numbers."""
    return {
        "id": plan.id,
        "start": plan.start.isoformat(),
        "weeks": plan.weeks,
        "proven": plan.proven,
        "stopped": plan.stopped,
        "diagnosis": plan.diagnosis,
        "rules": list(plan.rules),
        "notes": list(plan.notes),
        "sessions": [_session(session) for session in plan.sessions],
    }


def document_to_plan(document: Mapping[str, Any]) -> Plan:
    """Return the plan; the inverse of `plan_to_document`. Raises KeyError, TypeError or ValueError where it is none."""
    return Plan(
        start=date.fromisoformat(document["start"]),
        weeks=_whole(document["weeks"]),
        sessions=tuple(_to_session(item) for item in document["sessions"]),
        rules=_texts(document["rules"]),
        notes=_texts(document["notes"]),
        proven=_truth(document["proven"]),
        stopped=_truth(document["stopped"]),
        diagnosis=_text(document["diagnosis"]),
        id=_text(document["id"]),
    )


def _session(session: Session) -> dict[str, Any]:
    return {
        "id": session.id,
        "date": session.on.isoformat(),
        "kind": session.kind.value,
        "title": session.title,
        "minutes": session.minutes,
        "playful": session.playful,
        "goal": session.goal,
        "serves": session.serves,
        "why_today": session.reason,
        "role_minutes": {role.value: minutes for role, minutes in session.roles.items()},
        "prescriptions": [_prescription(item) for item in session.prescriptions],
    }


def _to_session(document: Mapping[str, Any]) -> Session:
    return Session(
        on=date.fromisoformat(document["date"]),
        kind=Kind(document["kind"]),
        title=_text(document["title"]),
        minutes=_number(document["minutes"]),
        prescriptions=tuple(_to_prescription(item) for item in document["prescriptions"]),
        goal=_text(document["goal"]),
        playful=_truth(document["playful"]),
        roles={Role(name): _number(minutes) for name, minutes in document["role_minutes"].items()},
        serves=_text(document["serves"]),
        reason=_text(document["why_today"]),
        id=_text(document["id"]),
    )


def _prescription(item: Prescription) -> dict[str, Any]:
    return {
        "why": item.why,
        "step": item.step,
        "dose": {key: getattr(item.dose, name) for key, name in DOSE_KEYS.items()},
        "exercise": {
            EXERCISE_KEYS.get(one.name, one.name): _plain(getattr(item.exercise, one.name)) for one in fields(Exercise)
        },
    }


def _plain(value: Any) -> Any:
    """Return a field of the catalogue as JSON has it; its words are text, its lists and tables plain."""
    if isinstance(value, Mapping):
        return {str(key): amount for key, amount in value.items()}
    return list(value) if isinstance(value, tuple) else value


def _to_prescription(document: Mapping[str, Any]) -> Prescription:
    told = dict(document["exercise"])
    hints = get_type_hints(Exercise)
    found = {
        one.name: _field(hints[one.name], told.pop(key))
        for one in fields(Exercise)
        if (key := EXERCISE_KEYS.get(one.name, one.name)) in told
    }
    if told:
        raise ValueError(f"an exercise has the unknown keys {', '.join(sorted(told))}")
    return Prescription(Exercise(**found), _to_dose(document["dose"]), _text(document["why"]), _text(document["step"]))


def _field(hint: Any, value: Any) -> Any:
    """Return a field of the catalogue from its JSON, by the type it is declared with."""
    if get_origin(hint) is tuple:
        return tuple(_field(get_args(hint)[0], item) for item in _list(value))
    if get_origin(hint) is Mapping:
        of_key, of_amount = get_args(hint)
        return {_field(of_key, key): _field(of_amount, amount) for key, amount in value.items()}
    read = {str: _text, int: _whole, float: _number, bool: _truth}.get(hint)
    return hint(_text(value)) if read is None else read(value)


def _to_dose(document: Mapping[str, Any]) -> Dose:
    told: dict[str, Any] = {}
    for key, name in DOSE_KEYS.items():
        value = document[key]
        if name == "note":
            told[name] = _text(value)
        elif name in _WHOLE:
            told[name] = _whole(value)
        else:
            told[name] = None if value is None else _number(value)
    return Dose(**told)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"expected text, got {value!r}")
    return value


def _texts(values: object) -> tuple[str, ...]:
    return tuple(_text(value) for value in _list(values))


def _list(values: object) -> list[Any]:
    if not isinstance(values, list):
        raise TypeError(f"expected a list, got {values!r}")
    return cast(list[Any], values)


def _whole(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"expected a whole number, got {value!r}")
    return value


def _number(value: object) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise TypeError(f"expected a number, got {value!r}")
    return float(value)


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"expected true or false, got {value!r}")
    return value
