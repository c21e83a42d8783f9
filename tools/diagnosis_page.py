"""The page of how right the diagnosis is on simulated athletes, from what the full validation last wrote."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from validation.diagnosis_limit import FILE

WORLDS = {
    "published": "elasticities and reachable gains drawn from the published priors",
    "shifted": "another world: push counts three times swing, everything scatters more (no bar is set)",
}


def draw_diagnosis() -> str:
    """Return the page: power beside the ideal observer, reliability in two worlds, kinds of plateau confused."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return "\n".join(_lines(found)) + "\n"


def _lines(found: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        "# How right the diagnosis is",
        "",
        "On simulated athletes only; nobody has tried it on real ones yet. Measured again by `make validate-full`. How "
        "it works: [from changes to chances](../explanation/diagnosis.md).",
        "",
        "## Naming a limit",
        "",
        f"{found['seasons']} simulated twelve-week seasons a line, the full pocket battery every week, timed over a "
        f"flying 20 m. Push grows by {found['effect']['push']:.1%} or swing by {found['effect']['swing']:.1%}, three "
        "times the smallest change its trend can tell from error, and speed stays: the other side limits. The *ideal "
        "observer* knows every error and shares the "
        "priors; no method can name more without knowing the answer.",
        "",
        "| planted | named rightly | ideal observer |",
        "|---|---:|---:|",
        *(f"| {text} | {one['ours']:.2f} | {one['ideal']:.2f} |" for text, one in found["named"].items()),
        f"| nothing at all: nobody is named | {found['nobody_named_in_noise']:.2f} | |",
        "",
        "## Reliability",
        "",
        "Of all chances told that were about as high, how many came true? Ten bins of equal count, over push, swing, "
        "support, timing and balanced; the share of “cannot tell” is taken out first.",
        "",
    )
    for name, text in WORLDS.items():
        yield from _world(text, found["worlds"][name])
    yield from _plateaus(found["plateaus"])


def _world(text: str, world: Mapping[str, Any]) -> Iterator[str]:
    yield from (
        f"**{text[0].upper()}{text[1:]}.** Mean gap {world['error']:.3f}. Where one role limits "
        f"({world['limited']:.0%} of athletes) it is named in {world['named_right']:.0%} after one season of two tests "
        f"a side, by the ideal observer in {world['ideal_right']:.0%}; a wrong one is named in "
        f"{world['named_wrong']:.0%} of all, by the ideal observer in {world['ideal_wrong']:.0%}.",
        "",
        "| told | came true | answers |",
        "|---:|---:|---:|",
        *(f"| {told:.2f} | {true:.2f} | {size} |" for told, true, size in world["bins"]),
        "",
    )


def _plateaus(table: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    yield from (
        "## Kinds of plateau",
        "",
        "What a planted kind is named, as shares. Signs are drawn as a full log and a good "
        "battery would show them, so this is the best case.",
        "",
        "| planted | named |",
        "|---|---|",
    )
    for kind, named in table.items():
        shares = (f"{f'**{name}**' if name == kind else name} {share:.2f}" for name, share in _falling(named))
        yield f"| {kind} | {', '.join(shares)} |"


def _falling(named: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(named.items(), key=lambda item: -item[1])
