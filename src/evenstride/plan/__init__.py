"""The planner: a request in, a plan that keeps every hard rule out. Rules are plug-ins; exercises are data."""

from evenstride.plan.checker import check_plan
from evenstride.plan.exercises import exercises
from evenstride.plan.explain import explain_plan, explain_rules
from evenstride.plan.search import Settings
from evenstride.plan.solve import solve_plan
from evenstride.plan.why_not import why_not

__all__ = ["Settings", "check_plan", "exercises", "explain_plan", "explain_rules", "solve_plan", "why_not"]
