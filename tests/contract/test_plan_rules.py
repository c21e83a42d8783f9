"""Contract: every rule file, exercise and session blueprint found keeps the agreed form."""

from __future__ import annotations

import csv
import inspect
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from types import ModuleType

import pytest

from evenstride.core.athlete import Level
from evenstride.core.plan import Kind, Plan, Request
from evenstride.core.training import ComeBack, Practice, Stage
from evenstride.plan import Settings, exercises, explain_rules, solve_plan
from evenstride.plan.kit import KIT as KNOWN_KIT
from evenstride.plan.kit import owned_kit
from evenstride.plan.search import rules
from evenstride.plan.templates import prepare_templates

ROOT = Path(__file__).parents[2]
SOURCES = ROOT.parent / "shared" / "science" / "sources.csv"
RULES = rules()
MONDAY = date(2026, 3, 2)
FREE = {MONDAY + timedelta(days=day): 90.0 for day in range(7)}
KIT = tuple(sorted({kit for exercise in exercises().values() for kit in exercise.kit}))
NEVER = re.compile(r"\b(weak|deficit|failed|should have|score|asymmetric|injury risk|cleared)\b", re.IGNORECASE)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.RULE.code)
def test_a_rule_says_what_why_limits_and_sources(rule: ModuleType) -> None:
    text = inspect.getdoc(rule) or ""
    headings = [part.split("\n")[0] for part in text.split("\n\n")[1:]]
    assert headings == ["What", "Why", "Limits", "Sources"]
    assert text.splitlines()[0] == f"{rule.RULE.title}."
    assert rule.RULE.code == rule.__name__.rsplit(".", 1)[1].replace("_", "-")
    assert ", ".join(rule.RULE.sources) == " ".join(text.split("\n\n")[-1].split("\n")[1:])
    assert rule.RULE.sources
    assert not NEVER.search(text)
    assert bool(rule.RULE.loosen) == hasattr(rule, "loosened")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.RULE.code)
def test_a_rule_explains_itself_on_any_plan(rule: ModuleType) -> None:
    for asks in (Request(MONDAY, 1, Level.TRAINED, FREE, kit=KIT), Request(MONDAY, 1, Level.BEGINNER, {}, age=50)):
        plan = solve_plan(asks, settings=Settings(first_feasible=True))
        assert isinstance(plan, Plan)
        sentence = rule.explain(plan, asks)
        assert sentence.endswith(".")
        assert not NEVER.search(sentence)


def test_the_reference_page_is_what_the_rules_say() -> None:
    assert (ROOT / "docs/reference/rules.md").read_text(encoding="utf-8") == explain_rules()


@pytest.mark.skipif(not SOURCES.exists(), reason="the shared bibliography is not here")
def test_every_source_is_in_the_bibliography() -> None:
    with SOURCES.open(encoding="utf-8") as stream:
        known = {row["source_key"] for row in csv.DictReader(stream)} | {"coaching practice"}
    assert {source for rule in RULES for source in rule.RULE.sources} <= known
    assert {exercise.source for exercise in exercises().values()} <= known


@pytest.mark.parametrize("level", Level)
def test_every_kind_has_templates_and_speed_goals_are_no_times(level: Level) -> None:
    asks = Request(MONDAY, 1, level, FREE, kit=KIT)
    back = replace(asks, come_back=ComeBack("calf", Stage.RUN, MONDAY))
    cyclist = replace(asks, practice=Practice.CYCLING)
    racer = replace(asks, level=Level.TRAINED, long_races=True)
    templates = [template for one in (asks, back, cyclist, racer) for template in prepare_templates(one)]
    assert {template.kind for template in templates} == set(Kind) - {Kind.SPORT}
    for template in templates:
        assert template.minutes <= 60
        assert template.kind is Kind.REST or template.goals
        assert not any(re.search(r"\d", goal) for goal in template.goals)
        assert not any(NEVER.search(goal) for goal in template.goals)


def test_the_planning_page_lists_every_word_for_kit() -> None:
    page = (ROOT / "docs/explanation/planning.md").read_text(encoding="utf-8")
    for line in page.split("## Kit")[1].split("## When")[0].splitlines():
        if line.startswith("| ") and not line.startswith("| Kit"):
            name, others = (cell.strip() for cell in line.strip("|").split("|"))
            assert {name} <= owned_kit((name, *others.split(", "))) == owned_kit((name,))
    assert all(f"| {name} |" in page for name in KNOWN_KIT)
