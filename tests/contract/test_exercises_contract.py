"""What every exercise of the catalogue must keep, and what the schema says of an entry that does not."""

import csv
import re
from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest

from evenstride.charts.plots import exercise as chart
from evenstride.charts.svg import render_svg
from evenstride.core.athlete import Level
from evenstride.core.errors import PluginError
from evenstride.core.exercise import Aid, Exercise, Impact, Pattern, Quality
from evenstride.core.metric import Grade
from evenstride.core.roles import Role
from evenstride.plan.body import TISSUES
from evenstride.plan.exercise_schema import PRACTICE, parse_exercise
from evenstride.plan.exercises import FAMILIES, drawing_of, exercises, read_catalogue, require_whole
from evenstride.plan.kit import KIT
from evenstride.plan.limits import DEDICATED, PLAY_ONLY_BELOW

CATALOGUE = exercises()
DATA = resources.files("evenstride.plan").joinpath("data")
DRAWINGS = {path.name.removesuffix(".toml") for path in DATA.joinpath("drawings").iterdir()}
UNKIND = re.compile(
    r"\b(weak|deficit|fail\w*|should have|score|asymmetric|injury|cleared|norms?|must|punish\w*|fat)\b", re.IGNORECASE
)


@pytest.fixture(params=CATALOGUE.values(), ids=lambda one: one.code)
def exercise(request: pytest.FixtureRequest) -> Exercise:
    return request.param


def where(**wanted: object) -> list[Exercise]:
    return [one for one in CATALOGUE.values() if all(getattr(one, name) == value for name, value in wanted.items())]


# --- every entry


def test_an_exercise_is_complete(exercise: Exercise) -> None:
    assert exercise.name
    assert exercise.what_for
    assert exercise.levels
    assert exercise.family in FAMILIES
    assert set(exercise.hard_on) <= set(exercise.loads) <= set(TISSUES)
    assert bool(exercise.group) == bool(exercise.hard_on)
    assert set(exercise.kit) <= set(KIT)
    assert not UNKIND.search(" ".join((exercise.name, exercise.what_for, *exercise.cues)))
    assert not exercise.name.endswith(".")
    assert not exercise.what_for.endswith(".")
    assert exercise.coached == bool(exercise.simpler)


def test_youth_is_looked_after(exercise: Exercise) -> None:
    height = re.search(r"from (\d+) cm", exercise.name)
    assert (int(height[1]) / 100.0 if height else 0.0) == pytest.approx(exercise.drop)
    if exercise.drop > 0.30 or exercise.aid is not Aid.FREE or exercise.is_heavy or "gym" in exercise.kit:
        assert exercise.min_age >= 16
    if exercise.aid is Aid.ASSISTED:
        assert exercise.levels == (Level.TRAINED,)
        assert exercise.min_age >= 18
        assert exercise.calm_weeks["hamstring"] >= 12


def test_what_prepares_swing_work_is_no_swing_work(exercise: Exercise) -> None:
    if {"hamstring", "groin"} & set(exercise.prepares):
        assert exercise.role_shares.get(Role.SWING, 0.0) < DEDICATED
        assert {"hamstring", "groin"} & set(exercise.loads)


def test_swing_work_is_taken_away_by_the_pains_that_block_it(exercise: Exercise) -> None:
    if exercise.role_shares.get(Role.SWING, 0.0) >= DEDICATED:
        assert {"groin", "hip flexor", "hamstring"} & set(exercise.loads)


def test_a_drawing_stays_on_its_sheet_and_shows_somebody(exercise: Exercise) -> None:
    drawing = drawing_of(exercise)
    if drawing is None:
        assert not exercise.drawing
        return
    assert drawing.people
    assert drawing.alt.endswith(".")
    points = [point for person in drawing.people for point in person.joints().values()]
    points += [point for thing in drawing.things for point in thing.points]
    assert all(0.0 <= x <= drawing.width and 0.0 <= y <= drawing.height for x, y in points)
    assert "<path" in render_svg(chart.draw(exercise, drawing))


def test_limbs_bend_as_limbs_do(exercise: Exercise) -> None:
    drawing = drawing_of(exercise)
    for person in () if drawing is None else drawing.people:
        for thigh, shank, _ in (person.right_leg, person.left_leg):
            assert -12.0 <= thigh - shank <= 165.0, "a knee bends one way"
        for upper, fore in (person.right_arm, person.left_arm):
            assert -30.0 <= fore - upper <= 165.0, "so does an elbow"


@pytest.mark.data
def test_every_source_is_in_the_bibliography(exercise: Exercise, shared_data: Path) -> None:
    table = shared_data.parent / "science" / "sources.csv"
    if not table.is_file():
        pytest.skip(f"the bibliography is absent: no file {table}")
    with table.open(encoding="utf-8", newline="") as rows:
        known = {row["source_key"] for row in csv.DictReader(rows)} | {PRACTICE}
    assert exercise.source in known
    assert set(re.findall(r"\b[a-z_]+(?:19|20)\d\d\b", exercise.evidence_note)) <= known


# --- the catalogue as a whole


def test_the_catalogue_is_as_large_as_promised() -> None:
    assert len(CATALOGUE) >= 130
    assert len({one.drawing for one in CATALOGUE.values() if one.drawing}) >= 25
    assert {one.quality for one in CATALOGUE.values()} == set(Quality)
    assert {one.pattern for one in CATALOGUE.values()} == set(Pattern)
    for role in Role:
        assert sum(one.role_shares.get(role, 0.0) >= DEDICATED for one in CATALOGUE.values()) >= 10


NAMED = {
    "back squat", "deadlift", "split squat", "hip hinge", "clean and jerk", "power clean", "hip thrust", "Romanian",
    "trap-bar", "jump shrug", "medicine-ball throw", "clam", "reverse clam", "leg lift", "push-up", "low box jumps",
    "drop jumps", "low pogos", "bounds", "hops", "Nordic", "Copenhagen", "step-down", "wall push hold", "belt",
    "single-leg wall drive", "thigh-drive hold", "wall thigh switch", "side plank", "against a band from the side",
    "arm drive against a band", "A-skips", "high knees in place", "dribbles", "fast leg", "scissor bounds", "wickets",
    "seated arm action", "sled", "hill", "with a pull", "sprint endurance", "tempo", "easy jog", "bike ride", "swim",
    "walk outdoors", "rowing", "bike sprints, 6 s", "hip and ankle mobility", "ladder", "side shuffles", "mirror chase",
    "tag", "ball game", "rope skipping", "bike intervals", "run and cut", "single-leg stand", "standing starts",
    "flying runs", "lunges", "jog, skips", "walk and stretch",
}  # fmt: skip


@pytest.mark.parametrize("words", sorted(NAMED))
def test_what_the_training_system_names_is_there(words: str) -> None:
    assert any(words in one.name for one in CATALOGUE.values())


@pytest.mark.parametrize("family", sorted(set(FAMILIES) - {"resisted-and-assisted"}))
def test_every_family_has_something_without_kit_for_beginners(family: str) -> None:
    assert any(not one.kit and Level.BEGINNER in one.levels for one in where(family=family))


@pytest.mark.parametrize("tissue", ["hamstring", "groin", "calf", "achilles"])
def test_what_new_load_needs_is_prepared_without_kit(tissue: str) -> None:
    assert any(tissue in one.prepares and not one.kit and one.impact is Impact.NONE for one in CATALOGUE.values())


def test_under_twelve_there_is_play_without_kit() -> None:
    play = where(family="play", playful=True)
    assert sum(one.min_age < PLAY_ONLY_BELOW and not one.kit for one in play) >= 10


def test_every_role_has_holds_and_low_impact_work_at_every_level() -> None:
    for role in (Role.PUSH, Role.SWING, Role.SUPPORT):
        for level in Level:
            mine = [one for one in CATALOGUE.values() if one.role_shares.get(role, 0.0) >= DEDICATED and not one.kit]
            mine = [one for one in mine if level in one.levels and one.impact.step <= Impact.LOW.step]
            assert len(mine) >= 5
            assert any(one.quality is Quality.POSITION for one in mine)


def test_what_care_names_as_simpler_is() -> None:
    assert set(CATALOGUE["clean_and_jerk"].simpler) == {"medicine_ball_throw", "jump_shrug"}
    assert all(one.simpler == ("pogo",) for one in CATALOGUE.values() if one.drop > 0.0)


def test_files_are_the_families_and_are_short() -> None:
    files = {path.name for path in DATA.joinpath("exercises").iterdir()}
    assert files == {f"{family}.toml" for family in FAMILIES}
    for file in files:
        lines = DATA.joinpath("exercises", file).read_text(encoding="utf-8").splitlines()
        assert len(lines) <= 400
        assert lines[0].startswith("# ")


# --- an entry that breaks the schema

ENTRY: dict[str, object] = {
    "name": "mine", "what_for": "fun", "quality": "neuromuscular efficiency", "pattern": "squat", "impact": "none",
    "evidence": "unproven", "loads": ["knee", "hip"], "hard_on": ["knee"], "group": "squats",
}  # fmt: skip
LACKS = object()
ASSISTED = {"pattern": "run", "aid": "assisted", "levels": ["trained"], "min_age": 18, "calm_weeks": {"hamstring": 12}}


def test_the_entry_the_mutations_start_from_is_fine() -> None:
    assert parse_exercise("mine", ENTRY, file="play.toml").family == "play"
    assert parse_exercise("mine", ENTRY | ASSISTED, file="play.toml").aid is Aid.ASSISTED


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": LACKS}, "'name' is missing"),
        ({"what_for": ""}, "'what_for' is empty"),
        ({"quality": LACKS}, "'quality' is missing"),
        ({"quality": "strength"}, "'quality' is 'strength'"),
        ({"pattern": "twirl"}, "'pattern' is 'twirl'"),
        ({"impact": "loud"}, "'impact' is 'loud'"),
        ({"evidence": "identity"}, "'evidence' is 'identity'"),
        ({"evidence": "strong"}, "'evidence' is 'strong'"),
        ({"evidence": "moderate"}, "'evidence' is moderate without a 'source'"),
        ({"source": "A book"}, "'source' is 'A book'"),
        ({"colour": "red"}, "'colour' is not known here"),
        ({"loads": ["elbow pit"]}, "'loads' holds unknown tissue elbow pit"),
        ({"hard_on": ["calf"]}, "'hard_on' holds a tissue that 'loads' does not"),
        ({"prepares": ["soul"]}, "unknown tissue soul"),
        ({"calm_weeks": {"soul": 2}}, "'soul' = 2"),
        ({"calm_weeks": {"calf": 0}}, "'calf' = 0"),
        ({"roles": {"push": 0.5}}, "role shares sum to 0.5"),
        ({"roles": {"push": 1.5, "swing": -0.5}}, "one is not above 0"),
        ({"roles": {"pull": 1.0}}, "'pull' is no role"),
        ({"roles": {"push": "all"}}, "'push' is 'all', not a number"),
        ({"roles": {"push": 1.0}, "loads": [], "hard_on": [], "group": ""}, "it has roles and 'loads' nothing"),
        ({"group": ""}, "'group' and 'hard_on' do not fit"),
        ({"kit": ["jetpack"]}, "'kit' holds unknown jetpack"),
        ({"kit": "band"}, "'kit' is 'band', not a list"),
        ({"kit": ["band", "band"]}, "'kit' holds nothing, or something twice"),
        ({"levels": ["master"]}, "'levels' holds unknown master"),
        ({"levels": []}, "'levels' holds nothing"),
        ({"min_age": 12.5}, "'min_age' is 12.5, not a whole number"),
        ({"min_age": -1}, "a number is below 0"),
        ({"playful": "yes"}, "'playful' is 'yes', not true or false"),
        ({"cues": ["a", "b", "c", "d"]}, "'cues' are too many or too long"),
        ({"cues": ["one two three four five six seven eight nine ten"]}, "'cues' are too many or too long"),
        ({"progression": ["mine"]}, "easier or harder than itself"),
        ({"regression": [""]}, "'regression' holds ''"),
        ({"pattern": "jump"}, "a jump lands and has no 'contacts'"),
        ({"contacts": 1}, "it lands with 'impact' none"),
        ({"contacts": 1, "contacts_per_minute": 60, "impact": "low"}, "are both given"),
        ({"drop": 0.2}, "a squat has a 'drop'"),
        ({"kit": ["coach"]}, "'simpler' and a coach in 'kit' do not fit"),
        ({"simpler": ["body_squat"]}, "'simpler' and a coach in 'kit' do not fit"),
        ({"quality": "motor-unit activation", "loaded": True, "min_age": 15}, "a heavy lift is offered at 15"),
        ({"aid": "resisted", "min_age": 15}, "the resisted run is offered at 15"),
        ({**ASSISTED, "min_age": 17}, "trained adults"),
        ({**ASSISTED, "levels": ["recreational", "trained"]}, "trained adults"),
        ({**ASSISTED, "calm_weeks": {}}, "trained adults"),
        ({**ASSISTED, "min_age": 12}, "run is offered at 12"),
        ({"quality": "isometric position"}, "a hold does not say to keep breathing"),
    ],
)  # fmt: skip
def test_a_wrong_entry_is_refused_with_place_reason_and_remedy(changes: dict[str, object], says: str) -> None:
    raw = {name: value for name, value in (ENTRY | changes).items() if value is not LACKS}
    with pytest.raises(PluginError, match=rf"^play\.toml \[mine\].*{re.escape(says)}") as caught:
        parse_exercise("mine", raw, file="play.toml")
    assert caught.value.remedy


def test_drops_wait_for_an_age_and_need_a_coach() -> None:
    jump = ENTRY | {"pattern": "jump", "impact": "high", "contacts": 2, "drop": 0.4, "kit": ["coach"]}
    jump |= {"simpler": ["pogo"]}
    with pytest.raises(PluginError, match=r"a drop of 0\.4 m is offered at 0"):
        parse_exercise("mine", jump, file="play.toml")
    assert parse_exercise("mine", jump | {"min_age": 16}, file="play.toml").drop == 0.4
    assert parse_exercise("mine", jump | {"drop": 0.3}, file="play.toml").min_age == 0
    with pytest.raises(PluginError, match="a drop jump is offered without a coach"):
        parse_exercise("mine", jump | {"drop": 0.2, "kit": [], "simpler": []}, file="play.toml")


def test_a_code_keeps_its_form_and_a_file_is_toml() -> None:
    with pytest.raises(PluginError, match="'Mine' is no code"):
        parse_exercise("Mine", ENTRY, file="play.toml")
    with pytest.raises(PluginError, match=r"play\.toml: this is no TOML"):
        read_catalogue({"play.toml": "[mine"})


# --- a catalogue whose entries do not fit each other


OLDER = {"levels": (Level.TRAINED,), "min_age": 12}


def changed(code: str, **fields: object) -> list[Exercise]:
    return [replace(one, **fields) if one.code == code else one for one in CATALOGUE.values()]  # type: ignore[arg-type]


def test_the_shipped_catalogue_is_whole() -> None:
    require_whole(CATALOGUE.values(), drawings=DRAWINGS)


@pytest.mark.parametrize(
    ("code", "fields", "says"),
    [
        ("a_skip", {"progression": ("z_skip",)}, "'progression' names 'z_skip', which is not in the catalogue"),
        ("a_skip", {"regression": ("z_skip",)}, "'regression' names 'z_skip'"),
        ("drop_jump_30", {"simpler": ("z_hop",)}, "'simpler' names 'z_hop'"),
        ("pogo", {"drawing": "nobody"}, "there is no drawing 'nobody'"),
        ("pogo", {"regression": ("single_leg_pogo",)}, "it is harder than itself"),
        ("pogo", {"name": "low box jumps, soft landing"}, "its name stands in plyometrics.toml"),
        ("push_up", {"regression": ("overhead_press",)}, "'regression' names 'overhead_press', which waits until 14"),
        ("dead_bug", {"regression": ("hanging_knee_raise",)}, "is closed to a level this is open to"),
        ("body_squat", {"regression": ("hop_side_step",)}, "has more impact (low)"),
        ("a_skip", {"regression": ("fast_leg",), "progression": ()}, "closed to a level this is open to"),
        ("broad_jump", {"regression": ("drop_jump_20",), **OLDER}, "drops from 0.2 m"),
        ("broad_jump", {"regression": ("drop_jump_20",), **OLDER, "drop": 0.2}, "needs a coach"),
        ("power_clean", {"simpler": ("hang_high_pull",)}, "'simpler' names 'hang_high_pull', which needs a coach"),
        ("split_squat", {"regression": ("goblet_squat",), "min_age": 12}, "everything easier asks for more kit"),
        ("tuck_jump", {"regression": ()}, "it is closed to some levels and nothing is easier"),
    ],
)
def test_a_catalogue_that_does_not_fit_is_refused(code: str, fields: dict[str, object], says: str) -> None:
    with pytest.raises(PluginError, match=re.escape(says)) as caught:
        require_whole(changed(code, **fields), drawings=DRAWINGS)
    assert caught.value.place.endswith("]")
    assert caught.value.remedy


def test_one_code_twice_and_a_drawing_nobody_uses_are_refused() -> None:
    with pytest.raises(PluginError, match=r"its code stands in plyometrics\.toml \[pogo\] already"):
        require_whole([*CATALOGUE.values(), CATALOGUE["pogo"]], drawings=DRAWINGS)
    with pytest.raises(PluginError, match=r"spare\.toml: no exercise uses this drawing"):
        require_whole(CATALOGUE.values(), drawings={*DRAWINGS, "spare"})


def test_grades_say_what_is_known_of_speed() -> None:
    assert CATALOGUE["hip_thrust"].evidence is Grade.WEAK
    assert "no faster" in CATALOGUE["hip_thrust"].evidence_note
    assert all(one.evidence is not Grade.MODERATE for one in where(quality=Quality.POSITION))
    assert all(one.evidence is Grade.UNPROVEN for one in where(pattern=Pattern.BALANCE))
