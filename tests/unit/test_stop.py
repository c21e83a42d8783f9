"""While something stops training, no voice, no list and no page suggests any (care)."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.app.overview import overview_of
from evenstride.core.athlete import Athlete
from evenstride.core.check import Check, Verdict
from evenstride.core.diagnosis import Diagnosis, Situation
from evenstride.core.estimate import Estimate
from evenstride.core.log import Pain
from evenstride.core.stop import Stop
from evenstride.words import halt, say_check, say_diagnosis, say_stop
from evenstride.words.diagnosis.answer import within_athlete_limits
from tests.desks import pages_of
from tests.property.test_words_property import diagnoses
from tests.terminals import KIMBERLEY, START, Terminal, run

__all__ = ["run"]

HAMSTRING = Pain("hamstring", 4, "left")
STOPS = (Stop(("limping",)), Stop(pains=(HAMSTRING,)), Stop(put_away=True))
SUGGESTS = re.compile(
    r"train (push|swing|both)|emphasis|\d-week|balanced block|keep the block|timed? (one |a )?fl|flying (\d|run)|"
    r"measure next|"
    r"play, jump|lighten now|lighter days|"
    r"same tests? again|stay fast|may add|repeat this test|games and variety|a little more for|carry on",
    re.I,
)


def texts(voices) -> Iterator[str]:
    yield from (voices.athlete, voices.coach, voices.scientist)


@given(diagnoses(), st.sampled_from(STOPS), st.sampled_from([None, 2015]))
def test_every_verdict_ends_in_the_stop_and_in_nothing_else(one: Diagnosis, stop: Stop, born: int | None) -> None:
    noa = Athlete("Noa", birth_year=born)
    for text in texts(say_diagnosis(one, athlete=noa, today=one.on, halt=halt(stop))):
        assert text.count("Next: ") == 1
        assert text.split("Next: ")[1].startswith(halt(stop))
        assert SUGGESTS.search(text) is None
    told = say_diagnosis(one, athlete=noa, today=one.on, halt=halt(stop)).athlete
    assert len(told.split()) <= 46


@pytest.mark.parametrize("situation", Situation)
def test_without_a_stop_they_do_suggest(situation: Situation) -> None:
    """Otherwise the law above could hold for a vocabulary nobody uses."""
    from tests.examples_overview import diagnosis

    one = diagnosis(situation=situation)
    voices = say_diagnosis(one, athlete=Athlete("Noa"), today=one.on)
    assert SUGGESTS.search(" ".join(texts(voices))) is not None


@pytest.mark.parametrize("stop", STOPS)
@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("swc", [None, 0.008])
@pytest.mark.parametrize("change", [Estimate(0.02, 0.01, 0.03, "1"), Estimate(-0.02, -0.03, -0.01, "1")])
@pytest.mark.parametrize("age", [None, 12])
def test_every_comparison_ends_in_the_stop(stop, verdict, swc, change, age) -> None:
    value = Estimate(8.0, 7.9, 8.1, "m/s")
    check = Check("top speed", date(2026, 2, 2), date(2026, 4, 6), value, value, change, 0.01, verdict, "so", swc=swc)
    for text in texts(say_check(check, age=age, halt=halt(stop))):
        assert text.split("Next: ")[1:] == [f"{halt(stop)}."]
        assert SUGGESTS.search(text) is None
        assert "check again" not in text
    assert halt(stop) not in say_check(check, age=age).coach


def test_what_stands_in_the_place_of_a_verdict() -> None:
    assert say_stop(Stop()) is None
    assert say_stop(STOPS[2]) is None
    voices = say_stop(STOPS[1])
    assert voices.athlete == (
        "Thank you for saying so. Nothing that loads your left hamstring is planned now. If it was sudden, or you "
        "limp, stop and let a professional look."
    )
    assert within_athlete_limits(voices.athlete)
    assert voices.coach.startswith("Left hamstring 4/10: nothing that loads it is planned, and no session is made up")
    assert "inference is suspended" in voices.scientist
    both = Stop(("limping",), (HAMSTRING,), put_away=True)
    assert say_stop(both) == say_stop(Stop(("limping",))), "the most serious comes first"
    assert all("No clinician has read" in text for text in (voices.coach, voices.scientist))


def season(run: Terminal) -> str:
    """Two days of speed, answers and a plan, so that there is everything to suggest; returns today."""
    today = datetime.now().astimezone().date()
    for number, weeks in enumerate((0, 9)):
        path = run.file(f"{number}.csv", KIMBERLEY.replace("1.158", f"1.15{8 - number}"))
        day = today - timedelta(weeks=10 - weeks)
        assert run("import", path, "--athlete", "Kim", "--date", str(day))[0] == 0
    assert run("start", "Kim", *START, "--readiness", "no")[0] == 0
    assert run("plan")[0] == 0
    return str(today)


TOLD = {
    "a red flag": (("--red-flag", "limping"), True),
    "strong pain": (("--pain", "left achilles 5"), True),
    "a bad morning": (("--pain", "left achilles 1 morning"), True),
    "mild pain after the plan": (("--pain", "left achilles 2"), True),
    "no pain worth a word": (("--pain", "left achilles 1"), False),
    "a sore arm": (("--pain", "left elbow 1"), False),
}


@pytest.mark.parametrize(("words", "stops"), TOLD.values(), ids=list(TOLD))
def test_the_command_line_and_the_page_obey(run: Terminal, words: tuple[str, ...], stops: bool) -> None:
    today = season(run)
    # The readiness of a page to suggest is what makes its silence mean something.
    assert SUGGESTS.search("".join(run("diagnose", "--coach")[1:2]))
    assert run("log", "easy", "--date", today, *words)[0] == 0
    said = [run(*command, *voice)[1] for command in (("diagnose",), ("check",))
            for voice in ((), ("--coach",), ("--scientist",))]  # fmt: skip
    page = pages_of(overview_of(run.folder / "test.db", "kim", at=datetime.now(UTC)))
    # What the athlete wrote is no suggestion.
    told = re.sub(r'<section class="panel"><h2>Log.*?</section>|<p class="enjoys">.*?</p>', "", page, flags=re.S)
    found = [SUGGESTS.search(text) for text in (*said, told)]
    if stops:
        assert [match.string[match.start() - 60 : match.end() + 30] for match in found if match] == []
    assert stops or any(found)
    assert (run.json("diagnose")["next_tests"] == []) is stops


def test_a_plan_made_around_the_pain_is_shown_and_the_verdict_still_speaks_of_it(run: Terminal) -> None:
    today = season(run)
    run("log", "easy", "--date", today, "--pain", "left hamstring 5")
    run("plan")
    shown = overview_of(run.folder / "test.db", "kim", at=datetime.now(UTC))
    assert shown.plan is not None
    assert not shown.plan.stopped
    assert "Nothing that loads your left hamstring" in shown.verdict.athlete


def test_pain_older_than_two_weeks_stops_nothing(run: Terminal) -> None:
    today = date.fromisoformat(season(run))
    run("log", "easy", "--date", str(today - timedelta(days=20)), "--pain", "left hamstring 6", "--red-flag", "fever")
    assert "Measure next" in run("diagnose")[1]


def test_a_check_says_what_stops_training_before_anything_else(run: Terminal) -> None:
    today = season(run)
    run("log", "easy", "--date", today, "--pain", "left hamstring 5")
    first = "Told: left hamstring 5/10. Next: let a professional look at your left hamstring"
    assert run("check")[1].startswith(first)
    assert run("check", "--coach")[1].startswith(first)
    code, said, error = run("check", "--since", today)
    assert code == 2
    assert " ".join((said + error).split()).startswith(first)
    assert "Nothing was measured on two days" in " ".join((said + error).split())
