"""Nouns to JSON text and back, exactly, by their type hints alone.

A noun added to core needs no line here as long as its fields are scalars, dates, enums, tuples, mappings, float
arrays, other nouns, or unions of nouns. What a union holds is told by the key `noun`. Every field is written,
defaults too, because a default may change later and history must not.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np

from evenstride.core.errors import StoreError
from evenstride.core.estimate import Array

TAG = "noun"
SHORT = 64
"""Arrays of up to this many numbers are written as readable lists, longer ones as base64 of float64."""


class _UnknownToThisVersionError(ValueError):
    """A stored name that only a newer version can have written."""


@dataclass(frozen=True, slots=True)
class _Coder:
    encode: Callable[[Any], Any]
    decode: Callable[[Any], Any]


def to_json(noun: object, hint: Any) -> str:
    """Return a noun as JSON text.

    Parameters
    ----------
    noun : object
        An instance of `hint`.
    hint : type or union of types
        What `from_json` will be told to read.

    Raises
    ------
    StoreError
        If a field holds something other than its type hint says.

    Examples
    --------
    >>> from evenstride.core.estimate import Estimate, Missing
    >>> to_json(Missing("no mass"), Estimate | Missing)
    '{"noun":"Missing","reason":"no mass","remedy":""}'
    """
    try:
        return json.dumps(_coder(hint).encode(noun), separators=(",", ":"))
    except (TypeError, ValueError, AttributeError) as problem:
        raise StoreError(
            f"this {type(noun).__name__} cannot be stored",
            why=str(problem),
            remedy="Nothing was stored; please report this, it is a fault of Evenstride",
        ) from problem


def from_json(text: str, hint: Any, *, place: str = "") -> Any:
    """Return the noun a JSON text holds; the inverse of `to_json`.

    Fields that are absent because the text is older than the field get the field's default.

    Raises
    ------
    StoreError
        If the text was written by a newer version (a field, a noun or an enum value this one does not know),
        or is damaged.

    Examples
    --------
    >>> from evenstride.core.athlete import Athlete
    >>> from_json('{"name":"Noa"}', Athlete).level
    <Level.RECREATIONAL: 'recreational'>
    """
    try:
        return _coder(hint).decode(json.loads(text))
    except _UnknownToThisVersionError as problem:
        raise StoreError(
            str(problem),
            place=place,
            why="It was written by a newer version of Evenstride than this one",
            remedy="Update Evenstride and try again",
        ) from problem
    except (TypeError, ValueError, KeyError, AttributeError) as problem:
        raise StoreError(
            "this stored document cannot be read",
            place=place,
            why=f"It is damaged ({problem})",
            remedy="Restore the database from a backup",
        ) from problem


@cache
def _coder(hint: Any) -> _Coder:
    origin = get_origin(hint)
    if hint in _SCALARS:
        return _SCALARS[hint]
    if origin in (Union, UnionType):
        return _union(get_args(hint))
    if origin is tuple:
        return _tuple(get_args(hint))
    if origin in (dict, Mapping):
        return _mapping(*get_args(hint))
    # From numpy 2.5 on NDArray is an alias by name (PEP 695): what it stands for is one step further.
    if get_origin(getattr(origin, "__value__", origin)) is np.ndarray or origin is np.ndarray:
        return _Coder(_encode_array, _decode_array)
    if origin is Literal:
        return _choice({value: value for value in get_args(hint)}, "choice")
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _choice({member.value: member for member in hint}, hint.__name__)
    if isinstance(hint, type) and is_dataclass(hint):
        return _noun(hint)
    raise TypeError(f"there is no way to store a {hint}")


def _noun(cls: type) -> _Coder:
    hints = get_type_hints(cls)
    coders = {field.name: _coder(hints[field.name]) for field in fields(cls)}
    required = {field.name for field in fields(cls) if field.default is MISSING and field.default_factory is MISSING}

    encoders = [(name, coder.encode) for name, coder in coders.items()]

    def encode(noun: object) -> dict[str, Any]:
        if type(noun) is not cls:
            raise TypeError(f"expected {cls.__name__}, got {noun!r}")
        return {name: encode_field(getattr(noun, name)) for name, encode_field in encoders}

    def decode(document: Mapping[str, Any]) -> object:
        unknown = sorted(document.keys() - coders.keys() - {TAG})
        if unknown:
            raise _UnknownToThisVersionError(f"{cls.__name__} has the unknown field '{unknown[0]}'")
        lacking = sorted(required - document.keys())
        if lacking:
            raise ValueError(f"{cls.__name__} lacks '{lacking[0]}'")
        return cls(**{name: coders[name].decode(value) for name, value in document.items() if name != TAG})

    return _Coder(encode, decode)


def _union(hints: tuple[Any, ...]) -> _Coder:
    solid = [hint for hint in hints if hint is not NoneType]
    inner = _coder(solid[0]) if len(solid) == 1 else _tagged(solid)
    if len(solid) == len(hints):
        return inner
    return _Coder(
        lambda value: None if value is None else inner.encode(value),
        lambda value: None if value is None else inner.decode(value),
    )


def _tagged(nouns: list[type]) -> _Coder:
    if not all(is_dataclass(noun) for noun in nouns):
        raise TypeError(f"there is no way to tell apart {nouns}")
    coders = {noun.__name__: _coder(noun) for noun in nouns}

    def encode(noun: object) -> dict[str, Any]:
        name = type(noun).__name__
        if name not in coders:
            raise TypeError(f"expected one of {', '.join(coders)}, got {noun!r}")
        return {TAG: name, **coders[name].encode(noun)}

    def decode(document: Mapping[str, Any]) -> object:
        name = document[TAG]
        if name not in coders:
            raise _UnknownToThisVersionError(f"there is no noun '{name}'")
        return coders[name].decode(document)

    return _Coder(encode, decode)


def _tuple(hints: tuple[Any, ...]) -> _Coder:
    if hints[-1] is Ellipsis:
        item = _coder(hints[0])
        return _Coder(
            lambda values: [item.encode(value) for value in values],
            lambda values: tuple(item.decode(value) for value in values),
        )
    items = [_coder(hint) for hint in hints]
    return _Coder(
        lambda values: [item.encode(value) for item, value in zip(items, values, strict=True)],
        lambda values: tuple(item.decode(value) for item, value in zip(items, values, strict=True)),
    )


def _mapping(key_hint: Any, value_hint: Any) -> _Coder:
    keys, values = _coder(key_hint), _coder(value_hint)
    return _Coder(
        lambda mapping: {keys.encode(key): values.encode(value) for key, value in mapping.items()},
        lambda mapping: {keys.decode(key): values.decode(value) for key, value in mapping.items()},
    )


def _choice(members: dict[Any, Any], name: str) -> _Coder:
    values = {member: value for value, member in members.items()}

    def decode(value: Any) -> Any:
        if value not in members:
            raise _UnknownToThisVersionError(f"{name} has the unknown value '{value}'")
        return members[value]

    return _Coder(lambda member: values[_checked(member, tuple({type(one) for one in values}))], decode)


def _encode_array(array: Array) -> Any:
    if array.dtype != np.float64:
        raise TypeError(f"expected float64 numbers, got {array.dtype}")
    if array.size <= SHORT and array.ndim == 1:
        return array.tolist()
    packed = b64encode(np.ascontiguousarray(array, dtype="<f8").tobytes()).decode("ascii")
    return {"shape": list(array.shape), "float64": packed}


def _decode_array(document: Any) -> Array:
    if isinstance(document, list):
        return np.array(document, dtype=np.float64)
    numbers = np.frombuffer(b64decode(document["float64"], validate=True), dtype="<f8")
    return numbers.astype(np.float64).reshape(document["shape"])


def _encode_datetime(moment: datetime) -> str:
    if moment.tzinfo is None:
        raise ValueError(f"the time {moment} does not say its zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _checked(value: Any, kinds: tuple[type, ...]) -> Any:
    # bool is an int and datetime a date to Python; a field that says int or date means neither
    if type(value) in kinds or (isinstance(value, kinds) and not isinstance(value, (bool, datetime))):
        return value
    raise TypeError(f"expected {kinds[0].__name__}, got {value!r}")


def _scalar(*kinds: type, write: Callable[[Any], Any], read: Callable[[Any], Any] | None = None) -> _Coder:
    stored, plain = ((str,), None) if read else (kinds, kinds[0])
    return _Coder(
        # a value that is written as it is, which most are, costs one comparison
        lambda value: value if type(value) is plain else write(_checked(value, kinds)),
        lambda value: (read or write)(_checked(value, stored)),
    )


_SCALARS: dict[Any, _Coder] = {
    str: _scalar(str, write=str),
    int: _scalar(int, np.integer, write=int),
    float: _scalar(float, int, np.floating, np.integer, write=float),
    bool: _scalar(bool, np.bool_, write=bool),
    date: _scalar(date, write=date.isoformat, read=date.fromisoformat),
    datetime: _scalar(datetime, write=_encode_datetime, read=datetime.fromisoformat),
    # free-form parameters: read back they hash to the same Provenance.id, which writes them the same way
    Any: _Coder(lambda value: json.loads(json.dumps(value, default=str)), lambda value: value),
}
