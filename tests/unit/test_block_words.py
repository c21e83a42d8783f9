"""A block in words: situations 7 and 8, the rules of wording over everything a block can show, golden documents."""

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.adherence import NOT_TESTED, Adherence
from evenstride.core.block import Bet, Block, BlockAnswer, BlockEvent, BlockState, EventKind, Scorecard, Standing
from evenstride.core.check import Verdict
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.log import Pain
from evenstride.core.roles import Role
from evenstride.core.stop import Stop
from evenstride.science.block.check import hold_against_work, measure_scorecard
from evenstride.store import Result
from evenstride.store.codec import from_json, to_json
from evenstride.words import (
    halt,
    say_block,
    say_block_answer,
    say_block_sealed,
    say_scorecard,
    scorecard_row,
)
from evenstride.words.blocks.block import stop_rule
from tests.blocks import START, answer, block
from tests.unit.test_block_science import row
from tests.unit.test_experiment_doors import FORBIDDEN

TODAY = START + timedelta(weeks=8)
GAIN = Estimate(0.019, 0.006, 0.031, "1")
FLAT = Estimate(0.0, -0.006, 0.006, "1")
MEDICAL = re.compile(r"\b(diagnos\w+ of|injur\w+|therapy|treat\w*|cured?|heal\w*)\b", re.I)
HALTS = ("", halt(Stop(pains=(Pain("hamstring", 4, "left"),))), halt(Stop(red_flags=("chest pain",))))


def test_situation_7_a_block_that_worked():
    voices = say_block_answer(answer(Verdict.WORKING, GAIN), block())
    assert voices.athlete == (
        "You got faster during this block, more than your timing can blur. Enjoy it. Next: keep what made it fun."
    )
    assert "Flying speed +1.9 % (+0.6 to +3.1) against a forecast of" in voices.coach
    assert "Consistent, not proof" in voices.coach
    assert voices.scientist.startswith("Registered 1 March, before its data")
    assert "Log score +0.40 against “train both” and +1.10 against “no change”" in voices.scientist
    assert "n = 1, uncontrolled" in voices.scientist


def test_situation_8_a_block_that_did_not():
    missed = answer(Verdict.NOT_WORKING, FLAT, scores={Bet.BOTH: -0.7, Bet.NOTHING: -0.9}, reached=0.003)
    voices = say_block_answer(missed, block())
    assert "The guess was wrong, not you." in voices.athlete
    assert "we try the other idea" in voices.athlete
    assert "a gain of 0.8 % is unlikely" in voices.coach
    assert "weighs less than before: odds against “train both” × 0.50" in voices.coach
    assert "P(Δ ≥ forecast) 0.003" in voices.scientist


def test_a_block_that_was_not_done_was_not_tested():
    missed = answer(Verdict.NOT_WORKING, FLAT, scores={Bet.BOTH: -0.7, Bet.NOTHING: -0.9})
    held = hold_against_work(missed, Adherence(planned=16, done=5, excused=3))
    assert (held.verdict, held.reason, held.scores) == (Verdict.CANNOT_TELL, NOT_TESTED, missed.scores)
    voices = say_block_answer(held, block())
    check_rules(voices, "")
    assert "guess was wrong" not in voices.athlete
    assert "Little of the swing work fitted into these weeks, so the idea was not tried." in voices.athlete
    assert (
        "Done 38 %: 5 of 13 planned sessions of swing work, 3 more gave way to rest or pain. Not done" in voices.coach
    )
    assert "weighs as much as before" in voices.coach


def test_a_block_that_was_done_may_miss_and_says_how_much_was_done():
    missed = answer(Verdict.NOT_WORKING, FLAT, scores={Bet.BOTH: -0.7, Bet.NOTHING: -0.9})
    held = hold_against_work(missed, Adherence(planned=13, done=12))
    assert held.verdict is Verdict.NOT_WORKING
    assert "Done 92 %: 12 of 13 planned sessions of swing work. Not working" in say_block_answer(held, block()).coach
    assert hold_against_work(missed, None) == missed


@pytest.mark.parametrize("verdict", [one for one in Verdict if one is not Verdict.NOT_WORKING])
def test_little_work_changes_no_other_verdict(verdict):
    held = hold_against_work(answer(verdict, GAIN), Adherence(planned=16, done=0, excused=16))
    assert held.verdict is verdict
    assert "16 more gave way to rest or pain" in say_block_answer(held, block()).coach


def test_the_other_idea_mirrors_the_role():
    missed = answer(Verdict.NOT_WORKING, FLAT)
    push, swing = (say_block_answer(missed, block(role)) for role in (Role.PUSH, Role.SWING))
    exchanged = {"push": "swing", "swing": "push"}
    mirrored = re.sub(r"\b(push|swing)\b", lambda found: exchanged[found[0]], push.coach.split("Next:")[1])
    assert mirrored.replace("swing and push", "push and swing") == swing.coach.split("Next:")[1]


def test_a_speed_that_fell_is_tiredness_and_not_a_wrong_guess():
    fell = answer(Verdict.NOT_WORKING, Estimate(-0.03, -0.05, -0.01, "1"))
    assert "usually tiredness" in say_block_answer(fell, block()).athlete


def test_an_early_look_and_missing_times_have_their_own_words():
    early = answer(Verdict.NOT_YET, GAIN, on=TODAY - timedelta(days=9), scores={})
    assert "too early to tell" in say_block_answer(early, block()).athlete
    nothing = answer(Verdict.CANNOT_TELL, FLAT)
    nothing = replace(nothing, change=Missing("no timed day"), mdc=None, scores={})
    assert "That is an answer too" in say_block_answer(nothing, block()).athlete
    assert "odds" not in say_block_answer(nothing, block()).coach


@given(
    st.sampled_from(Verdict),
    st.floats(-0.06, 0.06),
    st.floats(0.001, 0.05),
    st.sampled_from([None, *Role]),
    st.sampled_from([None, 12, 30]),
    st.sampled_from(HALTS),
    st.booleans(),
    st.sampled_from(["flu", "moved <b>away</b>"]),
)
def test_every_answer_keeps_the_rules_of_wording(verdict, value, half, role, age, stop, ended, reason):
    change = Estimate(value, value - half, value + half, "1")
    event = BlockEvent("ab12", "Noa", TODAY, EventKind.ENDED, reason, block().registered_at) if ended else None
    voices = say_block_answer(answer(verdict, change), block(role), age=age, ended=event, halt=stop)
    check_rules(voices, stop)
    if age == 12:
        assert "guess" not in voices.athlete
        assert "faster during this block" not in voices.athlete


@given(
    st.sampled_from([None, *Role]), st.floats(0, 1), st.booleans(), st.sampled_from(HALTS), st.sampled_from(BlockState)
)
def test_what_is_said_before_and_while_sealed_keeps_the_rules(role, chance, sealed, stop, state):
    made = block(role, chance=chance, sealed=sealed)
    check_rules(say_block(made, state=state, today=START, halt=stop), stop)
    check_rules(say_block_sealed(made, 5, today=START, halt=stop), stop)


def check_rules(voices, stop: str) -> None:
    assert len(voices.athlete.split()) <= 35, voices.athlete
    assert len(re.findall(r"\d+", voices.athlete)) <= 2
    for text in (voices.athlete, voices.coach):
        assert not FORBIDDEN.search(text), text
        assert not MEDICAL.search(text), text
    assert "Next: " in voices.athlete
    for text in (voices.athlete, voices.coach, voices.scientist):
        assert "  " not in text, text
        if stop:
            assert text.rstrip(".").endswith(stop), text


def test_a_scorecard_says_when_it_is_too_few_and_lists_misses_like_hits():
    card = measure_scorecard([row(1), row(2, Verdict.WORKING)])
    assert "Too few to tell" in say_scorecard(card).athlete
    miss, hit = (scorecard_row(one) for one in card.rows)
    assert (miss[6], hit[6]) == ("not working", "working")
    assert len(miss) == len(hit) == 9


@pytest.mark.parametrize(("total", "word"), [(9.0, "better"), (-9.0, "worse")])
def test_a_decided_scorecard_says_so_in_either_direction(total, word):
    standing = Standing(12, total, 1.0, decided=True)
    card = Scorecard((row(1),), {Bet.BOTH: standing, Bet.NOTHING: standing}, 12, Estimate(0.9, 0.7, 1.0, "1"), 5, 4.2)
    voices = say_scorecard(card)
    assert f"did {word} than “train both”" in voices.coach
    assert not FORBIDDEN.search(voices.athlete + voices.coach)
    assert "0.90 [0.70, 1.00]" in voices.scientist


def test_the_stop_rule_is_never_finer_than_the_timing():
    assert "3 % slower" in stop_rule(0.002)
    assert "8 % slower" in stop_rule(0.04)
    assert "still crisp" in stop_rule(0.04)
    assert "still crisp" not in stop_rule(0.002)


EVENT = (
    '{"noun":"BlockEvent","block":"ab12","athlete":"Noa","on":"2026-03-20","kind":"unsealed","reason":"coach asked",'
    '"at":"2026-03-20T09:00:00.000000+00:00"}'
)
ANSWER = (
    '{"noun":"BlockAnswer","block":"ab12","athlete":"Noa","on":"2026-04-27","since":"2026-02-18","until":"2026-04-27",'
    '"sessions":16,"baseline":3,"change":{"noun":"Estimate","value":0.019,"low":0.006,"high":0.031,"unit":"1",'
    '"level":0.9,"method":"","provenance":""},"share":1.0,"mdc":0.012,"verdict":"working","reason":"","reached":0.8,'
    '"inside":true,"scores":{"train both":0.4,"no change":1.1},"late":0,"left_out":""}'
)


def test_an_answer_and_an_event_as_they_were_stored_stay_readable_to_the_digit():
    event = from_json(EVENT, Result)
    assert (event.kind, event.reason, event.on) == (EventKind.UNSEALED, "coach asked", date(2026, 3, 20))
    assert to_json(event, Result) == EVENT
    made = answer(Verdict.WORKING, GAIN)
    assert from_json(ANSWER, Result) == made
    assert to_json(made, Result) == ANSWER.removesuffix("}") + ',"adherence":null}'
    done = ANSWER.removesuffix("}") + ',"adherence":{"planned":16,"done":0,"excused":2}}'
    assert from_json(done, Result).adherence == Adherence(16, 0, 2)
    assert to_json(from_json(done, Result), Result) == done
    assert isinstance(made, BlockAnswer)


def test_a_block_comes_back_with_every_draw():
    made = block(forecasts={Bet.BLOCK: Draws(0.01, np.array([0.0, 0.01, 0.03]), "1")})
    found = from_json(to_json(made, Block), Block)
    np.testing.assert_array_equal(found.forecasts[Bet.BLOCK].samples, made.forecasts[Bet.BLOCK].samples)
    assert to_json(found, Block) == to_json(made, Block)
