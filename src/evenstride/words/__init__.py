"""Nouns become sentences for three readers: athlete, coach and scientist (docs/reference/wording.md)."""

from evenstride.words.analyses import say_account, say_profile, say_steps
from evenstride.words.check import say_check
from evenstride.words.curve import say_curve_changes, say_disputed
from evenstride.words.diagnosis import say_diagnosis
from evenstride.words.experiment import say_cue_answer, say_experiment, say_load_answer, say_out_of_reach
from evenstride.words.findings import chances, role_word, say_limit, say_next_tests, say_role
from evenstride.words.format import day, log_percent, percent, quantity
from evenstride.words.in_situ import say_in_situ
from evenstride.words.log import entry_text, say_log
from evenstride.words.plan import say_plan, say_readiness, say_stopped, week_line
from evenstride.words.raw import say_raw, say_raw_flag
from evenstride.words.squad import say_squad, say_squad_test
from evenstride.words.stop import halt, say_stop

__all__ = [
    "chances",
    "day",
    "entry_text",
    "halt",
    "log_percent",
    "percent",
    "quantity",
    "role_word",
    "say_account",
    "say_check",
    "say_cue_answer",
    "say_curve_changes",
    "say_diagnosis",
    "say_disputed",
    "say_experiment",
    "say_in_situ",
    "say_limit",
    "say_load_answer",
    "say_log",
    "say_next_tests",
    "say_out_of_reach",
    "say_plan",
    "say_profile",
    "say_raw",
    "say_raw_flag",
    "say_readiness",
    "say_role",
    "say_squad",
    "say_squad_test",
    "say_steps",
    "say_stop",
    "say_stopped",
    "week_line",
]
