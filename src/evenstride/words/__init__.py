"""Nouns become sentences for three readers: athlete, coach and scientist (docs/reference/wording.md).

A sentence's module is loaded when it is first said: who asks for a profile does not wait for the words of a plan.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from evenstride.words.births import say_births, say_other_birth
    from evenstride.words.blocks.answer import say_block_answer
    from evenstride.words.blocks.block import say_block, say_block_sealed, stop_rule
    from evenstride.words.blocks.experiment import say_cue_answer, say_experiment, say_load_answer, say_out_of_reach
    from evenstride.words.blocks.scorecard import SCORECARD_HEADER, say_scorecard, scorecard_row
    from evenstride.words.care.both_sides import say_both_sides
    from evenstride.words.care.come_back import say_come_back
    from evenstride.words.care.parent import say_parent
    from evenstride.words.care.parent_page import say_fun, say_growing, say_hurting, say_rested, say_stopping
    from evenstride.words.care.stop import halt, halted_by, say_halted, say_stop, say_waiting
    from evenstride.words.check import say_check, say_too_early
    from evenstride.words.claims import say_trial, say_trials
    from evenstride.words.diagnosis.answer import say_diagnosis
    from evenstride.words.diagnosis.curve import say_curve_changes, say_disputed
    from evenstride.words.diagnosis.findings import chances, role_word, say_limit, say_next_tests, say_role, say_unseen
    from evenstride.words.diagnosis.plateau import say_plateau, say_together
    from evenstride.words.field.bike_power import FOR_RUNNING, POWER_HEADER, power_rows, say_power
    from evenstride.words.field.raw import say_raw, say_raw_flag
    from evenstride.words.field.tests import NOTHING_MORE_TODAY, say_course, say_field_day, say_planned
    from evenstride.words.format import day, log_percent, percent, quantity
    from evenstride.words.outings.equal_effort import say_equal_effort
    from evenstride.words.outings.in_situ import say_in_situ
    from evenstride.words.planning.audit import offer_text, say_audit
    from evenstride.words.planning.export import say_on_the_way
    from evenstride.words.planning.ledger import (
        LEDGER_HEADER,
        LEDGER_WEEKS_HEADER,
        ledger_rows,
        ledger_weeks,
        say_ledger,
    )
    from evenstride.words.planning.log import entry_text, say_log
    from evenstride.words.planning.outline import say_outline, say_training
    from evenstride.words.planning.plan import say_changes, say_logging, say_plan, say_readiness, say_stopped, week_line
    from evenstride.words.runs.contacts import show_contacts
    from evenstride.words.runs.hops import ARE_A_TEST, say_kept_as_run
    from evenstride.words.runs.instruments import say_instruments
    from evenstride.words.runs.listed import recording_content, recording_kind, say_not_alike
    from evenstride.words.runs.motion import say_motion
    from evenstride.words.runs.pairs import (
        pair_lines,
        say_expected,
        say_no_pairs,
        say_pair_change,
        say_paired_capacity,
        say_pairs,
    )
    from evenstride.words.runs.profile import say_account, say_profile, say_steps
    from evenstride.words.runs.role_values import (
        say_lasting,
        say_measured_of,
        say_paired_values,
        say_role_values,
        show_pairs,
        show_roles,
    )
    from evenstride.words.squads.day import limit_word, say_beyond, say_limits, say_reasons, say_squad_day, say_today
    from evenstride.words.squads.group import group_rows, say_group, say_member
    from evenstride.words.squads.law import say_law, say_law_checks
    from evenstride.words.squads.squad import say_squad, say_squad_test
    from evenstride.words.told import say_told
    from evenstride.words.video.kinogram import instant_lines, say_kinogram

__all__ = [
    "ARE_A_TEST",
    "FOR_RUNNING",
    "LEDGER_HEADER",
    "LEDGER_WEEKS_HEADER",
    "NOTHING_MORE_TODAY",
    "POWER_HEADER",
    "SCORECARD_HEADER",
    "chances",
    "day",
    "entry_text",
    "group_rows",
    "halt",
    "halted_by",
    "instant_lines",
    "ledger_rows",
    "ledger_weeks",
    "limit_word",
    "log_percent",
    "offer_text",
    "pair_lines",
    "percent",
    "power_rows",
    "quantity",
    "recording_content",
    "recording_kind",
    "role_word",
    "say_account",
    "say_audit",
    "say_beyond",
    "say_births",
    "say_block",
    "say_block_answer",
    "say_block_sealed",
    "say_both_sides",
    "say_changes",
    "say_check",
    "say_come_back",
    "say_course",
    "say_cue_answer",
    "say_curve_changes",
    "say_diagnosis",
    "say_disputed",
    "say_equal_effort",
    "say_expected",
    "say_experiment",
    "say_field_day",
    "say_fun",
    "say_group",
    "say_growing",
    "say_halted",
    "say_hurting",
    "say_in_situ",
    "say_instruments",
    "say_kept_as_run",
    "say_kinogram",
    "say_lasting",
    "say_law",
    "say_law_checks",
    "say_ledger",
    "say_limit",
    "say_limits",
    "say_load_answer",
    "say_log",
    "say_logging",
    "say_measured_of",
    "say_member",
    "say_motion",
    "say_next_tests",
    "say_no_pairs",
    "say_not_alike",
    "say_on_the_way",
    "say_other_birth",
    "say_out_of_reach",
    "say_outline",
    "say_pair_change",
    "say_paired_capacity",
    "say_paired_values",
    "say_pairs",
    "say_parent",
    "say_plan",
    "say_planned",
    "say_plateau",
    "say_power",
    "say_profile",
    "say_raw",
    "say_raw_flag",
    "say_readiness",
    "say_reasons",
    "say_rested",
    "say_role",
    "say_role_values",
    "say_scorecard",
    "say_squad",
    "say_squad_day",
    "say_squad_test",
    "say_steps",
    "say_stop",
    "say_stopped",
    "say_stopping",
    "say_today",
    "say_together",
    "say_told",
    "say_too_early",
    "say_training",
    "say_trial",
    "say_trials",
    "say_unseen",
    "say_waiting",
    "scorecard_row",
    "show_contacts",
    "show_pairs",
    "show_roles",
    "stop_rule",
    "week_line",
]

_MODULES = {
    "runs.listed": ("recording_content", "recording_kind", "say_not_alike"),
    "runs.profile": ("say_account", "say_profile", "say_steps"),
    "planning.audit": ("offer_text", "say_audit"),
    "outings.equal_effort": ("say_equal_effort",),
    "field.bike_power": ("FOR_RUNNING", "POWER_HEADER", "power_rows", "say_power"),
    "blocks.block": ("say_block", "say_block_sealed", "stop_rule"),
    "blocks.answer": ("say_block_answer",),
    "check": ("say_check", "say_too_early"),
    "claims": ("say_trial", "say_trials"),
    "care.both_sides": ("say_both_sides",),
    "care.come_back": ("say_come_back",),
    "runs.contacts": ("show_contacts",),
    "runs.hops": ("ARE_A_TEST", "say_kept_as_run"),
    "diagnosis.curve": ("say_curve_changes", "say_disputed"),
    "diagnosis.answer": ("say_diagnosis",),
    "blocks.experiment": ("say_cue_answer", "say_experiment", "say_load_answer", "say_out_of_reach"),
    "planning.export": ("say_on_the_way",),
    "field.tests": ("NOTHING_MORE_TODAY", "say_course", "say_field_day", "say_planned"),
    "diagnosis.findings": ("chances", "role_word", "say_limit", "say_next_tests", "say_role", "say_unseen"),
    "format": ("day", "log_percent", "percent", "quantity"),
    "squads.group": ("group_rows", "say_group", "say_member"),
    "outings.in_situ": ("say_in_situ",),
    "runs.instruments": ("say_instruments",),
    "video.kinogram": ("instant_lines", "say_kinogram"),
    "squads.law": ("say_law", "say_law_checks"),
    "planning.ledger": ("LEDGER_HEADER", "LEDGER_WEEKS_HEADER", "ledger_rows", "ledger_weeks", "say_ledger"),
    "planning.log": ("entry_text", "say_log"),
    "runs.motion": ("say_motion",),
    "planning.outline": ("say_outline", "say_training"),
    "planning.plan": ("say_changes", "say_logging", "say_plan", "say_readiness", "say_stopped", "week_line"),
    "runs.pairs": (
        "pair_lines",
        "say_expected",
        "say_no_pairs",
        "say_pair_change",
        "say_paired_capacity",
        "say_pairs",
    ),
    "care.parent": ("say_parent",),
    "care.parent_page": ("say_fun", "say_growing", "say_hurting", "say_rested", "say_stopping"),
    "diagnosis.plateau": ("say_plateau", "say_together"),
    "field.raw": ("say_raw", "say_raw_flag"),
    "runs.role_values": (
        "say_lasting",
        "say_measured_of",
        "say_paired_values",
        "say_role_values",
        "show_pairs",
        "show_roles",
    ),
    "blocks.scorecard": ("SCORECARD_HEADER", "say_scorecard", "scorecard_row"),
    "squads.squad": ("say_squad", "say_squad_test"),
    "squads.day": ("limit_word", "say_beyond", "say_limits", "say_reasons", "say_squad_day", "say_today"),
    "care.stop": ("halt", "halted_by", "say_halted", "say_stop", "say_waiting"),
    "births": ("say_births", "say_other_birth"),
    "told": ("say_told",),
}
_HOMES = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Bring a sentence when it is first asked for."""
    if name in _HOMES:
        return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    raise AttributeError(f"module '{__name__}' has no attribute '{name}'")
