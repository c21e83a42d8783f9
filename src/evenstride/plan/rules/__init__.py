"""Planner rules, ONE FILE PER RULE: `RULE`, `constrain(problem)` and `explain(plan, request)`.

A module's docstring has the headings What, Why, Limits and Sources; the reference page is made from it.
"""
