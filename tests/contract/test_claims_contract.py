"""What every coaching claim found must keep, and what the schema says of a file that does not."""

import csv
import re
from importlib import resources
from pathlib import Path

import pytest

from evenstride.core.claim import Claim, Seen, Trial, TrialVerdict, claims
from evenstride.core.claim_file import parse_claim, require_apart
from evenstride.core.errors import PluginError
from evenstride.core.estimate import Estimate
from evenstride.science.capacity.together import Trends
from evenstride.science.claim_data import ClaimData
from evenstride.science.weigh_claims import judges, weigh_claims
from evenstride.words import say_trial, say_trials
from evenstride.words.diagnosis.answer import within_athlete_limits

FOLDER = resources.files("evenstride.claims")
TEXT = (FOLDER / "both-must-grow.toml").read_text(encoding="utf-8")
NOTHING = ClaimData(Trends({}, None))
UNKIND = re.compile(
    r"\b(weak|weaker|weakest|deficit|failed|should have|score|asymmetric|injury risk|cleared)\b", re.IGNORECASE
)
MEDICAL = re.compile(
    r"\b(diagnos\w*|injur\w*|patholog\w*|disease|treat(s|ment)|cure\w*|tendon\w*|strain)\b", re.IGNORECASE
)
RATIOS = re.compile(r"\b(ACWR|acute|chronic|sweet spot|risk score)\b", re.IGNORECASE)


@pytest.fixture(params=claims().values(), ids=lambda claim: claim.id)
def claim(request: pytest.FixtureRequest) -> Claim:
    return request.param


def test_every_article_of_the_training_system_has_a_claim() -> None:
    assert len({one.article for one in claims().values()}) == 4
    assert len(claims()) >= 15


def test_a_judge_exists_and_takes_the_settings_of_its_claim(claim: Claim) -> None:
    assert set(judges()[claim.judge].SETTINGS) == set(claim.settings)


def test_every_judge_weighs_some_claim() -> None:
    assert set(judges()) == {one.judge for one in claims().values()}


def test_with_nothing_measured_nothing_is_told_and_something_is_asked_for(claim: Claim) -> None:
    (trial,) = weigh_claims(NOTHING, [claim], age=None)
    assert trial.verdict is TrialVerdict.CANNOT_TELL
    assert trial.reason
    assert trial.lacking
    assert not trial.seen


@pytest.mark.parametrize("verdict", list(TrialVerdict))
def test_words_of_every_verdict_keep_the_rules(claim: Claim, verdict: TrialVerdict) -> None:
    seen = (Seen("speed", Estimate(0.01, -0.01, 0.03, "1"), 0.02),)
    voices = say_trial(claim, Trial(claim.id, verdict, "a reason", seen, ("timed runs",), ("a test",), ("a lag",)))
    assert within_athlete_limits(voices.athlete), voices.athlete
    assert "Next: " in voices.athlete
    assert not UNKIND.search(voices.athlete + voices.coach)
    assert not any(MEDICAL.search(text) or RATIOS.search(text) for text in (voices.athlete, voices.coach))
    assert claim.rival in voices.coach
    assert claim.rival in voices.scientist
    assert claim.stance in voices.scientist
    assert "never proof" in voices.scientist
    assert all(source in voices.scientist for source in claim.sources)
    if verdict is not TrialVerdict.CANNOT_TELL:
        assert "not proof" in voices.athlete


@pytest.mark.data
def test_every_source_is_in_the_bibliography(claim: Claim, shared_data: Path) -> None:
    table = shared_data.parent / "science" / "sources.csv"
    if not table.is_file():
        pytest.skip(f"the bibliography is absent: no file {table}")
    with table.open(encoding="utf-8", newline="") as rows:
        known = {row["source_key"] for row in csv.DictReader(rows)}
    assert set(claim.sources) <= known


def test_under_sixteen_nothing_about_limits_and_under_twelve_nothing_at_all() -> None:
    told = {age: weigh_claims(NOTHING, claims().values(), age=age) for age in (11, 12, 15, 16, None)}
    assert told[11] == ()
    assert {trial.claim for trial in told[15]} == {one.id for one in claims().values() if not one.about_limit}
    assert len(told[12]) == len(told[15]) < len(told[16]) == len(told[None]) == len(claims())


def test_claims_that_share_a_measurement_are_called_one_finding() -> None:
    one, other, alone = list(claims())[:3]
    trials = [
        Trial(one, TrialVerdict.FOR, "", rests_on=("hops", "timed runs")),
        Trial(other, TrialVerdict.AGAINST, "", rests_on=("hops",)),
        Trial(alone, TrialVerdict.CANNOT_TELL, ""),
    ]
    said = say_trials(claims(), trials)
    assert "one finding, not 2" in said.coach
    assert "one finding" not in say_trials(claims(), trials[1:]).coach
    habits = [Trial(one, TrialVerdict.FOR, "", rests_on=("timed runs", "log")) for one in list(claims())[:2]]
    assert "one finding" not in say_trials(claims(), habits).coach


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("order = 10", 'order = "ten"', "'order' is 'ten', not a whole number"),
        ("order = 10", "order = 10\nloud = true", "'loud' is not known here"),
        ('id = "both-must-grow"', 'id = "Both"', "'id' is 'Both'"),
        ('grade = "unproven"', 'grade = "certain"', "'grade' is 'certain'"),
        ('sources = ["dorn2012", "tang_riley2021"]', 'sources = ["Dorn 2012"]', "'sources' holds 'Dorn 2012'"),
        ('plain = "', 'plain = "one two three four five six seven ', "'plain' is"),
        ('cannot_tell = "', 'cannot_tell = "one two three four five six seven ', "'next.cannot_tell' is"),
        ("[judge]", "[jury]", "'name' is missing"),
    ],
)
def test_a_file_that_is_wrong_says_where_and_what_to_do(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(PluginError, match=re.escape(says)):
        parse_claim(TEXT.replace(old, new, 1), place="both-must-grow.toml")


def test_no_toml_at_all_is_said() -> None:
    with pytest.raises(PluginError, match="this is no TOML"):
        parse_claim("id =", place="x.toml")


def test_two_files_with_one_place_are_refused() -> None:
    one = claims()["both-must-grow"]
    with pytest.raises(PluginError, match="given twice"):
        require_apart([one, one])


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('name = "one_side_leads"', 'name = "nobody"', "judge 'nobody' is not known"),
        ('lead = "either"', 'side = "either"', "other settings than one_side_leads asks for"),
        ('lead = "either"', 'lead = "both"', "'judge.lead' is 'both'"),
    ],
)
def test_a_claim_whose_judge_cannot_take_it_is_refused(old: str, new: str, says: str) -> None:
    assert old in TEXT
    wrong = parse_claim(TEXT.replace(old, new, 1), place="both-must-grow.toml")
    with pytest.raises(PluginError, match=re.escape(says)):
        weigh_claims(NOTHING, [wrong], age=None)
