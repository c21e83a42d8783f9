"""Which device or application measured what, as far as a FIT file tells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from evenstride.readers.fit.blocks import DeveloperField
from evenstride.readers.fit.feet import plain_name
from evenstride.readers.fit.profile import value_name
from evenstride.readers.fit.tables import Table

_SIGNS = (
    ("Stryd", {"formpower", "legspringstiffness", "airpower"}, 1),
    ("RunScribe", {"impactgs", "brakinggs", "fs", "pronation", "flightratio"}, 2),
)
"""How many of which fields show whose application wrote them, where it does not say so itself."""
_NOBODY = {"", "development", "invalid"}
_SENSORS = ("antplus_device_type", "ble_device_type")


def device_names(table: Table) -> tuple[str, ...]:
    """Return what the messages of `file_id` or `device_info` call each device, "" where they do not."""
    makers = table.texts("manufacturer")
    told = table.texts("product_name")
    numbers = [table.numbers(name).tolist() for name in ("product", "garmin_product")]
    known = [table.texts(name) for name in ("garmin_product", "favero_product")]
    products = [
        next((word for word in words if word), next((f"{one:.0f}" for one in number if one > 0.0), ""))
        for words, number in zip(zip(told, *known, strict=True), zip(*numbers, strict=True), strict=True)
    ]
    return tuple(_named(maker, product) for maker, product in zip(makers, products, strict=True))


def sensor_of(table: Table, kind: str) -> str:
    """Return the first device in `device_info` that is a sensor of a kind, "" where there is none.

    Parameters
    ----------
    table : Table
        The messages `device_info`.
    kind : str
        As the profile calls it, for example `heart_rate`.
    """
    for name, *types in zip(device_names(table), *(table.texts(one) for one in _SENSORS), strict=True):
        if kind in types and name:
            return name
    return ""


def application_names(
    applications: Mapping[int, Mapping[str, int | bytes]], fields: Iterable[DeveloperField], creator: str
) -> dict[int, str]:
    """Return what each application of a file is called, by its index.

    Parameters
    ----------
    applications : mapping
        What the file says of each, see `Walk.applications`.
    fields : iterable of DeveloperField
        All fields of applications.
    creator : str
        The device that wrote the file.
    """
    names: dict[int, set[str]] = {index: set() for index in applications}
    for one in fields:
        names.setdefault(one.developer, set()).add(plain_name(one.name))
    return {index: _application(applications.get(index, {}), words, creator) for index, words in names.items()}


def _application(told: Mapping[str, int | bytes], words: set[str], creator: str) -> str:
    maker = told.get("manufacturer")
    if isinstance(maker, int) and value_name("manufacturer", maker) not in _NOBODY:
        return _named(value_name("manufacturer", maker), "")
    for name, signs, enough in _SIGNS:
        if len(words & signs) >= enough:
            return name
    identity = told.get("application")
    if isinstance(identity, bytes) and any(identity):
        return f"application {identity.hex()}"
    return creator or "application"


def _named(maker: str, product: str) -> str:
    maker = "" if maker in _NOBODY else maker
    words = f"{maker} {product}".replace("_", " ").strip() if maker or not product.isdigit() else ""
    return words[:1].upper() + words[1:]
