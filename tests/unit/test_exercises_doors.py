"""Looking up exercises: what a wish keeps out, and what the command line says."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from evenstride.app.planning.exercises import (
    ExerciseWish,
    describe_exercise,
    find_exercise,
    find_exercises,
    places_text,
)
from evenstride.core.athlete import Level
from evenstride.core.errors import InputError, NotFoundError
from evenstride.core.exercise import Impact, Quality
from evenstride.core.roles import Role
from evenstride.doors.cli import app
from evenstride.plan.body import TISSUES
from evenstride.plan.exercises import FAMILIES, exercises
from evenstride.plan.kit import KIT, owned_kit

PLACES = tuple(tissue for tissue in TISSUES if tissue != "hip")
"""Places that mean one tissue each: a sore hip keeps the hip flexor out too."""


def told(*arguments: str) -> str:
    done = CliRunner().invoke(app, ["exercises", *arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


@given(
    wish=st.builds(
        ExerciseWish,
        role=st.none() | st.sampled_from(Role),
        quality=st.none() | st.sampled_from(Quality),
        family=st.none() | st.sampled_from(FAMILIES),
        kit=st.none() | st.lists(st.sampled_from(KIT), unique=True).map(tuple),
        pains=st.lists(st.sampled_from(PLACES), unique=True, max_size=3).map(tuple),
        level=st.none() | st.sampled_from(Level),
        age=st.none() | st.integers(6, 80),
        impact=st.none() | st.sampled_from(Impact),
    )
)
def test_a_wish_keeps_out_exactly_what_does_not_keep_it(wish: ExerciseWish) -> None:
    found = find_exercises(wish)
    for one in exercises().values():
        keeps = (
            (wish.role is None or one.role_shares.get(wish.role, 0.0) > 0.0)
            and (wish.quality is None or one.quality is wish.quality)
            and (wish.family is None or one.family == wish.family)
            and (wish.kit is None or set(one.kit) <= owned_kit(wish.kit))
            and not set(wish.pains) & set(one.loads)
            and (wish.level is None or wish.level in one.levels)
            and (wish.age is None or one.min_age <= wish.age)
            and (wish.impact is None or one.impact.step <= wish.impact.step)
        )
        assert (one in found) == keeps, one.code


def test_swing_work_without_kit_for_a_sore_hamstring() -> None:
    lines = told("--role", "swing", "--kit", "none", "--without-pain", "hamstring")
    assert "thigh_hand_hold" in lines
    assert "lying_thigh_switch" in lines
    assert "nordic" not in lines
    assert "band" not in lines
    assert "isometrics:" in lines


def test_nothing_owned_is_not_nothing_said() -> None:
    assert find_exercises(ExerciseWish(kit=())) != find_exercises(ExerciseWish())
    assert not any(one.kit for one in find_exercises(ExerciseWish(kit=())))


def test_age_nought_is_an_age() -> None:
    assert len(find_exercises(ExerciseWish(age=0))) < len(exercises())


def test_a_gym_has_dumbbells_and_a_swimmer_a_pool() -> None:
    assert "goblet_squat" in told("--kit", "barbell")
    assert "pool_run" in told("--kit", "swimming pool", "--impact", "none")


def test_qualities_may_be_begun() -> None:
    assert told("--quality", "synch") == told("--quality", "synchronicity")


def test_one_exercise_in_plain_lines() -> None:
    lines = told("clean_and_jerk")
    assert lines == told("Clean and Jerk")
    assert "without a coach: jump shrug with dumbbells (jump_shrug)" in lines
    assert "for: trained, from 16 years" in lines
    assert "12 quiet weeks of the hamstring" in told("assisted_fly")
    assert "100 landings a minute" in told("rope_skipping")
    assert "1 landing a repetition" in told("pogo")


def test_every_exercise_can_be_told() -> None:
    for one in exercises().values():
        first, *rest = describe_exercise(one)
        assert first == f"{one.name}: {one.what_for}."
        assert any(line.startswith("  needs: ") for line in rest)
        assert any("evidence for speed" in line for line in rest)
        assert find_exercise(one.name) is one


def test_as_json() -> None:
    assert json.loads(told("pogo", "--json"))["impact"] == "moderate"
    assert {one["family"] for one in json.loads(told("--family", "calves", "--json"))} == {"calves"}


def test_a_whole_leg_is_one_word() -> None:
    assert places_text(exercises()["fly_run"].loads) == "leg, back"
    assert places_text(("foot", "knee")) == "foot, knee"


@pytest.mark.parametrize(
    ("wish", "says"),
    [
        (ExerciseWish(family="lift"), "--family: 'lift' is no family. Use one of: warm-up"),
        (ExerciseWish(kit=("skis",)), "--kit: 'skis' is no kit we know. Use none, or of gym"),
        (ExerciseWish(pains=("soul",)), "--without-pain: we are not sure where 'soul' is. Name one of: hamstring"),
    ],
)
def test_what_is_not_known_is_said(wish: ExerciseWish, says: str) -> None:
    with pytest.raises(InputError) as caught:
        find_exercises(wish)
    assert str(caught.value).startswith(says)


def test_an_unknown_word_for_a_choice_or_a_code_is_said() -> None:
    for option, word in (("--role", "pull"), ("--quality", "m"), ("--impact", ""), ("--level", "master")):
        with pytest.raises(InputError, match=f"{option}: '{word}' is not one of them"):
            CliRunner().invoke(app, ["exercises", option, word], catch_exceptions=False)
    with pytest.raises(NotFoundError, match=r"no exercise 'nordic'. Near are nordic_lowering, nordic_short"):
        find_exercise("nordic")
    with pytest.raises(NotFoundError, match="List them all"):
        find_exercise("zzz")


def test_a_place_of_the_body_is_sent_to_what_leaves_it_unloaded() -> None:
    with pytest.raises(NotFoundError, match="exercises --without-pain 'hamstring'"):
        find_exercise("Hamstring")
