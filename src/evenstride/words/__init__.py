"""Nouns become sentences for three readers: athlete, coach and scientist (docs/reference/wording.md)."""

from evenstride.words.analyses import say_account, say_profile, say_steps
from evenstride.words.check import say_check
from evenstride.words.diagnosis import say_diagnosis
from evenstride.words.experiment import say_cue_answer, say_experiment, say_load_answer, say_out_of_reach
from evenstride.words.findings import chances, role_word, say_limit, say_next_tests, say_role
from evenstride.words.format import day, log_percent, percent, quantity
from evenstride.words.in_situ import say_in_situ
from evenstride.words.log import say_log
from evenstride.words.plan import say_plan, say_readiness, say_stopped, week_line
from evenstride.words.plateau import say_plateau, say_together

__all__ = [
    "chances",
    "day",
    "log_percent",
    "percent",
    "quantity",
    "role_word",
    "say_account",
    "say_check",
    "say_cue_answer",
    "say_diagnosis",
    "say_experiment",
    "say_in_situ",
    "say_limit",
    "say_load_answer",
    "say_log",
    "say_next_tests",
    "say_out_of_reach",
    "say_plan",
    "say_plateau",
    "say_profile",
    "say_readiness",
    "say_role",
    "say_steps",
    "say_stopped",
    "say_together",
    "week_line",
]
