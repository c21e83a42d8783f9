"""Where a number comes from: content ids, and the chain of parents behind a stored result."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ID_LENGTH = 16

SHORT = 12
"""Characters of an id that are shown."""


def content_id(data: bytes) -> str:
    """Return the id of raw bytes: their SHA-256 in hexadecimal.

    Examples
    --------
    >>> content_id(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


@dataclass(frozen=True, slots=True)
class Provenance:
    """What made a stored result: kind, parents, method, parameters, version and seed. Its id hashes them all."""

    kind: str
    method: str
    parents: tuple[str, ...] = ()
    parameters: Mapping[str, Any] = field(default_factory=dict[str, Any])
    version: str = ""
    seed: int | None = None

    @property
    def id(self) -> str:
        """Short hash of everything above, equal for equal makings."""
        document = {
            "kind": self.kind,
            "method": self.method,
            "parents": list(self.parents),
            "parameters": dict(self.parameters),
            "version": self.version,
            "seed": self.seed,
        }
        text = json.dumps(document, sort_keys=True, default=str, separators=(",", ":"))
        return content_id(text.encode())[:ID_LENGTH]


@dataclass(frozen=True, slots=True)
class Reason:
    """One link of the chain from a value back to what was measured, as people read it."""

    id: str
    kind: str
    method: str
    details: str
