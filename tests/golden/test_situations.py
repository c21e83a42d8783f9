"""The twelve situations of the wording, made from planted stored data and said by the app in three voices.

Nothing here is a noun made by hand: files are imported, sessions are logged, and what is read is what `diagnose`,
`check`, `plan`, the standstill and the page say of them. Content and rules are held, not every letter. The wording of
each situation on nouns made by hand stands in `test_words_situations.py`.

Situations 7 and 8 of a registered block are said in `test_block_words.py`. `check` compares days whether or not there
was a block, so here nobody is told of a guess that nobody made.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from evenstride.app.check import check_athlete, describe_check
from evenstride.app.claims import try_claims
from evenstride.app.diagnose import coach_lines, describe_diagnosis, diagnose_athlete, next_lines, scientist_lines
from evenstride.app.overview import show_overview
from evenstride.app.planning.plan import PlanWish, describe_plan, plan_athlete
from evenstride.core.athlete import Athlete
from evenstride.core.diagnosis import Situation
from evenstride.core.overview import Overview, Voices
from evenstride.store import Store, open_store
from evenstride.words.diagnosis.answer import ATHLETE_NUMBERS, ATHLETE_WORDS, within_athlete_limits
from tests.desks import pages_of
from tests.planted import FIRST, PLANTED, Planted, keep_planted

NEVER = re.compile(
    r"\b(weak\w*|deficits?|failed|failure|should have|scores?|asymmetr\w+|injury risk|cleared|lazy|disappointing|"
    r"norms?|average runner|percentile|below average|too fat|overweight)\b",
    re.IGNORECASE,
)
MEDICAL = re.compile(
    r"\b(injur(y|ed|ies)|tear|torn|strain(ed)?|tendin\w+|inflamm\w+|patholog\w+|disease|symptom\w*|heal(ed|s|ing)?|"
    r"rupture\w*|you have a|treat(ed|ment)?|cure[sd]?|medicine|ACWR|risk of)\b",
    re.IGNORECASE,
)
NUMBERS = re.compile(r"\d+(?:[.,]\d+)?")
SUGGESTS = re.compile(
    r"train (push|swing|both)|emphasis|flying (\d|run)|stay fast|lighten now|carry on|repeat this test|measure next",
    re.I,
)


@dataclass(frozen=True)
class Told:
    """What the app says of one planted athlete.

    `all_voices` holds every message in three voices by where it stands; `page` the page as a browser gets it.
    """

    voices: Voices
    overview: Overview
    situation: Situation
    checks: tuple[Voices, ...]
    plan: tuple[str, ...]
    page: str
    claims: tuple[Voices, ...]
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])

    @property
    def all_voices(self) -> tuple[Voices, ...]:
        back = self.overview.come_back
        more = (self.overview.together, self.overview.plateau, None if back is None else back.words)
        return (self.voices, *self.checks, *(one for one in more if one is not None), *self.claims)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Told]:
    known: dict[str, Told] = {}

    def tell(name: str) -> Told:
        if name not in known:
            known[name] = _through_the_app(PLANTED[name], tmp_path_factory.mktemp("situation"))
        return known[name]

    return tell


def _through_the_app(planted: Planted, folder: Path) -> Told:
    scenario = planted.scenario
    last = FIRST + timedelta(weeks=scenario.weeks)
    at = datetime(last.year, last.month, last.day, 12, tzinfo=UTC)
    with open_store(folder / "test.db") as store:
        keep_planted(store, planted, folder, at, last)
        return _tell(store, scenario.label, at, last)


def _tell(store: Store, name: str, at: datetime, last: date) -> Told:
    diagnosis = diagnose_athlete(store, name, at=at)
    said = describe_diagnosis(store, diagnosis)
    plan = describe_plan(plan_athlete(store, name, PlanWish(start=last + timedelta(days=1)), at=at))
    overview = show_overview(store, store.athlete(name), at=at)
    tried = try_claims(store, name, at=at)
    checks: tuple[Voices, ...] = ()
    if overview.checks:
        checked = check_athlete(store, name, at=at)
        checks = tuple(describe_check(one, checked.athlete, checked.stop) for one in checked.checks)
    return Told(
        said.voices, overview, diagnosis.situation, checks, plan, pages_of(overview),
        (tried.whole, *(voices for _, _, voices in tried.trials)),
        {"athlete": next_lines(said), "coach": coach_lines(said), "scientist": scientist_lines(said)},
    )  # fmt: skip


@pytest.mark.parametrize("name", PLANTED)
def test_every_voice_of_every_situation_keeps_the_rules(told: Callable[[str], Told], name: str):
    one = told(name)
    for voices in one.all_voices:
        assert not NEVER.search(voices.athlete), voices.athlete
        assert not NEVER.search(voices.coach), voices.coach
        for text in (voices.athlete, voices.coach, voices.scientist):
            assert text.strip()
            assert not MEDICAL.search(text), text
    for lines in (*one.lines.values(), one.plan):
        assert not MEDICAL.search(" ".join(lines))


@pytest.mark.parametrize("name", PLANTED)
def test_an_athlete_reads_few_words_few_numbers_and_a_next_step(told: Callable[[str], Told], name: str):
    one = told(name)
    whole = one.claims[:1]
    for voices in one.all_voices:
        if voices not in whole:
            assert len(voices.athlete.split()) <= ATHLETE_WORDS, voices.athlete
            assert len(NUMBERS.findall(voices.athlete)) <= ATHLETE_NUMBERS, voices.athlete
            assert re.search(r"Next: |\?$|let a professional look", voices.athlete), voices.athlete


@pytest.mark.parametrize("name", PLANTED)
def test_chances_of_a_limit_carry_their_label_and_none_is_given_under_sixteen(told: Callable[[str], Told], name: str):
    one = told(name)
    scientist = " ".join((one.voices.scientist, *one.lines["scientist"]))
    if "P(limit)" in scientist:
        assert "calibrated on simulated athletes only" in scientist
    if name == "12 child":
        assert "P(limit)" not in scientist
        assert "limit" not in one.overview.figures


def test_1_splits_say_how_fast_and_ask_for_one_test(told: Callable[[str], Told]):
    one = told("1 splits only")
    assert one.situation is Situation.SPLITS_ONLY
    assert "They cannot show why" in one.voices.athlete
    assert "no information on push and swing" in one.voices.coach
    assert re.search(r"Top speed 8\.\d+ m/s \(8\.\d+–\d\.\d+\)", one.voices.coach)
    assert "posterior = prior" in one.voices.scientist
    assert "no independent families" in one.voices.scientist
    assert not one.checks
    assert all("cannot tell yet" in voices.athlete for voices in one.claims[1:])


def test_2_cannot_tell_is_an_answer_with_a_plan(told: Callable[[str], Told]):
    one = told("2 cannot tell")
    assert one.situation is Situation.CANNOT_TELL
    assert "train both, a good plan, not second best" in one.voices.athlete
    assert "No role stands out" in one.voices.coach
    assert "No limit named" in one.voices.coach
    assert "cannot tell 0." in one.voices.scientist
    assert re.search(r"cannot tell 0\.\d+ → 0\.\d+", one.voices.scientist)


@pytest.mark.parametrize(
    ("name", "lead", "lag"), [("3 push has grown more", "push", "swing"), ("3 mirrored", "swing", "push")]
)
def test_3_one_side_has_grown_more(told: Callable[[str], Told], name: str, lead: str, lag: str):
    one = told(name)
    assert one.situation is Situation.APART
    assert f"your {lead} has grown more than your {lag}; your speed is level" in one.voices.athlete
    assert f"a little more for {lag}, {lead} kept" in one.voices.athlete
    assert "Fits 'apart'; not proof" in one.voices.coach
    assert f"8-week {lag} emphasis" in one.voices.coach
    assert f"Δln {lead} − Δln {lag}" in one.voices.scientist
    assert "causal link untested" in one.voices.scientist
    assert "2 families" in one.voices.scientist
    assert one.overview.together is not None
    assert f"a little more for {lag}" in one.overview.together.athlete
    assert any(f"{lead} has outgrown {lag}" in voices.coach for voices in one.claims)


def test_4_both_flat_is_no_fault_and_asks_for_fast_runs_first(told: Callable[[str], Told]):
    one = told("4 both flat")
    assert one.situation is Situation.BOTH_FLAT
    assert "Nothing is wrong" in one.voices.athlete
    assert "change one thing" in one.voices.athlete
    assert "fast exposure first, then load" in one.voices.coach
    assert one.overview.plateau is not None
    assert "you have rarely run fast lately" in one.overview.plateau.athlete
    assert "not exposed" in one.overview.plateau.coach
    assert re.search(r"not exposed 0\.\d+", one.overview.plateau.scientist)


def test_5_both_up_and_speed_flat_asks_for_patience(told: Callable[[str], Told]):
    one = told("5 both up, speed flat")
    assert one.situation is Situation.BOTH_UP_SPEED_FLAT
    assert one.voices.athlete.startswith("You have built something")
    assert "stay fast, fresh and playful" in one.voices.athlete
    order = ["test learning", "body mass", "time lag", "fatigue", "fast exposure", "then timing"]
    places = [one.voices.coach.index(words) for words in order]
    assert places == sorted(places)
    assert "lag not excluded" in one.voices.scientist


def test_6_falling_while_load_rises_is_tiredness_and_no_ratio(told: Callable[[str], Told]):
    one = told("6 falling while load rises")
    assert one.situation is Situation.FALLING
    assert "not lack of will" in one.voices.athlete
    assert "lighten now" in one.voices.coach
    assert "illness" in one.voices.coach
    assert "not separable" in one.voices.scientist
    assert one.overview.plateau is not None
    assert "working harder and getting slower" in one.overview.plateau.athlete
    assert "resting is training" in one.overview.plateau.athlete
    assert "too much" in one.overview.plateau.coach
    everything = " ".join((one.page, *one.lines["scientist"], *one.plan))
    assert not re.search(r"acute|chronic\b|ACWR|ratio of load|sweet spot", everything, re.IGNORECASE)


def test_7_what_worked_is_during_and_never_because(told: Callable[[str], Told]):
    worked = (told("7 worked").checks[0],)
    for voices in worked:
        assert "got better, more than the measuring can blur" in voices.athlete
        assert "keep what made it fun" in voices.athlete
        assert re.search(r"\+\d\.?\d* % \(\+", voices.coach)
        assert "not proof" in voices.coach
        assert "n = 1, uncontrolled" in voices.scientist
        assert not re.search(
            r"because (of )?(the|your|this) (block|training)", " ".join((voices.athlete, voices.coach))
        )


def test_8_what_did_not_work_speaks_of_the_weeks_and_of_no_guess_nobody_made(told: Callable[[str], Told]):
    voices = told("8 did not work").checks[0]
    assert "speaks of these weeks, not of you" in voices.athlete
    assert "guess" not in " ".join((voices.athlete, voices.coach, voices.scientist))
    assert "change one thing" in voices.athlete
    assert "change one thing" in voices.coach
    assert "n = 1, uncontrolled" in voices.scientist


def test_9_pain_stops_what_loads_it_and_every_suggestion(told: Callable[[str], Told]):
    one = told("9 pain")
    assert one.voices.athlete.startswith("Thank you for saying so")
    assert "Nothing that loads your left hamstring is planned now" in one.voices.athlete
    assert "let a professional look" in one.voices.athlete
    assert "Left hamstring 4/10" in one.voices.coach
    assert "no session is made up for later" in one.voices.coach
    assert "Pain gate hard" in one.voices.scientist
    assert one.overview.together is None
    assert one.overview.plateau is None
    assert one.overview.claims == ()
    assert one.lines["athlete"] == ()
    for voices in one.all_voices:
        assert not any(SUGGESTS.search(text) for text in (voices.athlete, voices.coach, voices.scientist))
    assert not re.search(r"maximal velocity|flying|fast starts", " ".join(one.plan), re.IGNORECASE)


def test_10_on_the_way_back_the_step_is_tracked_and_people_decide(told: Callable[[str], Told]):
    one = told("10 return")
    back = one.overview.come_back
    assert back is not None
    assert back.words.athlete == (
        "You are at the fourth step, run: two pain-free runs at 70 %, and fine the next morning. "
        "Next: the same step once more, then your physio decides."
    )
    assert "Criteria 3 of 4 met; missing: clinician's tick." in back.words.coach
    assert "at most 80 % speed" in back.words.coach
    assert "At most 70 % speed until then." in back.words.coach
    assert back.words.scientist.startswith("Stage tracking only; left/right 92 % [")
    assert re.search(r"MDC \d+ %.*: does not establish symmetry", back.words.scientist)
    plan = " ".join(one.plan)
    assert "step 4 of 6, run" in plan
    assert "Set by your physio: at most 80 % speed" in plan
    assert re.search(r"4 × 40 m at 70 %|6 × 40 m at 70 %", plan)
    assert not re.search(r"at (75|8\d|9\d|100) %|maximal velocity|flying|fast starts", plan, re.IGNORECASE)
    assert "you are here" in one.page
    everything = " ".join(
        (plan, one.page, *(text for v in one.all_voices for text in (v.athlete, v.coach, v.scientist)))
    )
    assert not re.search(r"\b(cleared|ready to|fit to play|back to normal)\b", everything, re.IGNORECASE)


def test_11_a_masters_athlete_who_holds_goes_forward(told: Callable[[str], Told]):
    one = told("11 masters")
    assert one.overview.plateau is not None
    flying = one.checks[0]
    for athlete_reads in (one.voices.athlete, one.overview.plateau.athlete, flying.athlete):
        assert "holding is already going forward" in athlete_reads
        assert "Most people lose a little each year" in athlete_reads
    for coach_reads in (one.voices.coach, flying.coach):
        assert "72 h" in coach_reads
        assert "calves" in coach_reads
    assert re.search(r"against an age trend of −0\.\d %", flying.coach)
    assert re.search(r"Age-adjusted Δ [+−]?\d\.\d % \(", flying.scientist)
    assert "wide individual spread" in flying.scientist
    assert "holding against age" in one.overview.plateau.coach
    assert re.search(r"holding against age 0\.\d+", one.overview.plateau.scientist)
    assert not any("guess was wrong" in voices.athlete for voices in one.checks)


def test_12_a_child_grows_and_nobody_looks_for_a_limit(told: Callable[[str], Told]):
    one = told("12 child")
    assert one.situation is Situation.YOUTH
    assert one.voices.athlete.startswith("You are growing")
    assert one.voices.athlete.endswith("what was the most fun today?")
    assert "no limit verdict" in one.voices.coach
    assert "growing explains much of any change" in one.voices.coach
    assert "limit suppressed (< 16 y)" in one.voices.scientist
    assert one.overview.together is None
    assert one.overview.plateau is None
    parent = one.overview.verdict.parent
    assert parent == one.voices.parent
    assert re.match(r"Faster by \d %.* growing explains much of that\. No pain was told\. Legs felt fine\.", parent), (
        parent
    )
    assert within_athlete_limits(parent)
    assert not NEVER.search(parent)
    assert "For a parent</summary>" in one.page
    assert "For a parent</summary>" not in told("7 worked").page
    assert all("no verdict" in voices.coach for voices in one.checks)
    said = " ".join(text for v in one.all_voices for text in (v.athlete, v.coach))
    assert not re.search(r"likeliest limit|limit:|emphasis|has outgrown|must both grow", said)


def test_no_page_of_any_situation_shames_or_diagnoses(told: Callable[[str], Told]):
    for name in PLANTED:
        text = re.sub(r"<[^>]+>", " ", told(name).page)
        assert not NEVER.search(text.replace("evidence weak", "")), (name, NEVER.search(text))


def test_what_is_planted_is_simulated_and_says_so():
    assert Athlete(PLANTED["7 worked"].scenario.label).name.endswith("(simulated)")
