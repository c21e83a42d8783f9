"""Use case: where a number comes from."""

from __future__ import annotations

from dataclasses import dataclass

from evenstride.store import Link, Store

SHORT = 12


@dataclass(frozen=True, slots=True)
class Reason:
    """One link of the chain as people read it."""

    id: str
    kind: str
    method: str
    details: str


def explain_result(store: Store, result: str) -> tuple[Reason, ...]:
    """Return the chain from a result back to the raw files, nearest first.

    Raises
    ------
    NotFoundError
        If no result, recording or file has this id.
    """
    return tuple(_reason(link) for link in store.chain(result))


def _reason(link: Link) -> Reason:
    made = link.provenance
    where = " ".join(part for part in (link.file_name, link.place) if part)
    parameters = "" if made is None else ", ".join(f"{key} {value}" for key, value in made.parameters.items())
    version = "" if made is None else f"evenstride {made.version}, seed {made.seed}"
    details = "; ".join(part for part in (link.athlete, str(link.on or ""), where, parameters, version) if part)
    method = made.method if made is not None else "raw bytes" if link.kind == "file" else "read from"
    return Reason(link.id[:SHORT], link.kind, method, details)
