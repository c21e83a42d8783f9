"""The page of all coaching claims, from the claim files themselves."""

from __future__ import annotations

from collections.abc import Iterator

from evenstride.core.claim import Claim, claims


def draw_claims() -> str:
    """Return the page: what holds for all, an overview, then each claim as its file has it."""
    known = claims().values()
    lines = [
        "# Coaching claims",
        "",
        f"{len(known)} claims, each one file in `src/evenstride/claims` ([how to add one](../how-to/add-a-claim.md)). "
        "`evenstride claims` puts each on trial on an athlete's own data ([how](../explanation/diagnosis.md"
        "#claims-on-trial)): for, against, or cannot tell. The stance is what this software thinks of a claim before "
        "it sees anybody.",
        "",
        "| claim | stance | evidence | weighed by |",
        "|---|---|---|---|",
        *(f"| [{one.plain}](#{one.id}) | {one.stance} | {one.grade} | `{one.judge}` |" for one in known),
    ]
    for one in known:
        lines += _section(one)
    return "\n".join(lines) + "\n"


def _section(one: Claim) -> Iterator[str]:
    yield from ("", f'<a id="{one.id}"></a>', "", f"## {one.id.replace('-', ' ').capitalize()}", "")
    yield from (f"> {one.says}", "", f"{one.why}", "")
    settings = ", ".join(f"{name} {value:g}" if isinstance(value, float) else f"{name} *{value}*"
                         for name, value in one.settings.items())  # fmt: skip
    facts = {
        "Where": one.article,
        "Predicts": one.predicts,
        "Rival": one.rival,
        "Decided by": "; ".join(one.decided_by),
        "Counts for": one.counts_for,
        "Counts against": one.counts_against,
        "Next": f"for: {one.next_for}; against: {one.next_against}; cannot tell: {one.next_cannot_tell}",
        "Evidence": f"{one.grade}; {', '.join(f'`{source}`' for source in one.sources) or 'not studied'}",
        "Weighed by": f"`{one.judge}`{settings and f': {settings}'}",
        "Under sixteen": "left out, because it speaks of limits" if one.about_limit else "weighed from twelve on",
    }
    yield from (f"- **{name}**: {text}" for name, text in facts.items())
