"""Write the table of FIT messages from the profile of fitdecode (MIT), once a new version of it is taken over.

    python -m tools.fit_profile

Names, numbers, types, scales and units are facts of the format; `NOTICE` beside the table names where they were read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

TARGET = Path(__file__).resolve().parents[1] / "src" / "evenstride" / "readers" / "fit" / "profile.json"


def profile_table() -> dict[str, Any]:
    """Return the whole profile as plain data: types with their named values, messages with their fields."""
    from fitdecode import profile

    types = {
        name: {str(number): text for number, text in kind.enum.items()}
        for name, kind in profile.FIELD_TYPES.items()
        if kind.enum
    }
    messages = {
        str(number): [message.name, [_field(one) for one in message.fields.values()]]
        for number, message in profile.MESSAGE_TYPES.items()
    }
    return {"types": types, "messages": messages}


def _field(field: Any) -> list[Any]:
    row: list[Any] = [field.def_num, *_plain(field)]
    subfields = [
        [*_plain(one), [[ref.def_num, ref.raw_value] for ref in one.ref_fields]] for one in field.subfields or ()
    ]
    return [*row, subfields] if subfields else row


def _plain(field: Any) -> list[Any]:
    """Name, type, scale, offset, unit, components."""
    components = [
        [one.def_num, one.bits, one.bit_offset, bool(one.accumulate), one.scale, one.offset]
        for one in field.components or ()
    ]
    return [field.name, field.type.name, field.scale, field.offset, field.units, components]


def main() -> None:
    """Write the table, one type or message a line."""
    parts = [
        f'"{name}":{{\n' + ",\n".join(f"{json.dumps(key)}:{_line(value)}" for key, value in table.items()) + "\n}"
        for name, table in profile_table().items()
    ]
    TARGET.write_text("{" + ",\n".join(parts) + "}\n", encoding="utf-8")


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
