"""A plan in words: each day with its reason, and how each rule is kept."""

from __future__ import annotations

import inspect
from types import ModuleType

from evenstride.core.plan import Plan, Request
from evenstride.plan.search import active_rules, rules

_HEADINGS = ("What", "Why", "Limits", "Sources")
_UNREAD = "No clinician has read these rules yet. They are training rules, not medical advice."


def explain_plan(plan: Plan, request: Request) -> str:
    """Return why each session stands where it does and how every rule is kept, as plain text.

    Examples
    --------
    >>> from datetime import date
    >>> from evenstride.core.athlete import Level
    >>> asks = Request(date(2026, 1, 5), 1, Level.TRAINED, {}, red_flags=("chest pain",))
    >>> from evenstride.plan import solve_plan
    >>> explain_plan(solve_plan(asks), asks).startswith("Please do not train now")
    True
    """
    if plan.stopped:
        return "\n".join(plan.notes)
    days = [
        f"{session.on:%a %d %b}  {session.title}\n    {session.reason} Serves {session.serves}."
        for session in plan.sessions
    ]
    kept = [f"{rule.RULE.title}: {rule.explain(plan, request)}" for rule in active_rules(request)]
    return "\n".join([*plan.notes, *days, "", "How the rules are kept", *kept, _UNREAD])


def explain_rules() -> str:
    """Return the reference page of all rules in Markdown, made from their docstrings."""
    lines = ["# Planner rules", "", "Made from the rules' own files. " + _UNREAD, ""]
    for hard, heading in ((True, "Hard rules: never broken"), (False, "Soft rules: preferences that give way")):
        lines += [f"## {heading}", ""]
        for rule in rules():
            if rule.RULE.hard is hard:
                lines += [f"### {rule.RULE.title}", "", f"`{rule.RULE.code}`", ""]
                lines += [line for part in _parts(inspect.getdoc(rule) or "") for line in (part, "")]
                if rule.RULE.loosen:
                    lines += [f"**To loosen it:** {rule.RULE.loosen}.", ""]
    return "\n".join(lines).rstrip() + "\n"


def why_of(rule: ModuleType) -> str:
    """Return why a rule is there, from its docstring."""
    paragraphs = (inspect.getdoc(rule) or "").split("\n\n")
    return next(" ".join(text.split()[1:]) for text in paragraphs if text.startswith("Why\n"))


def _parts(text: str) -> list[str]:
    """Return the four headed parts of a docstring as Markdown paragraphs."""
    parts: list[str] = []
    for paragraph in text.split("\n\n")[1:]:
        heading, _, body = paragraph.partition("\n")
        if heading in _HEADINGS:
            parts.append(f"**{heading}.** {' '.join(body.split())}")
    return parts
