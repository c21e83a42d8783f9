"""The parent's version: always short, never a norm, a comparison or a limit, and pain before fun."""

import re
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.diagnosis import Situation
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.log import Feel, LogEntry, Pain
from evenstride.words import say_parent
from evenstride.words.diagnosis.answer import within_athlete_limits
from tests import examples_overview as some

NEVER = re.compile(r"weak|deficit|failed|should have|score|asymmetric|injury|cleared|limit|average|normal|others|must")

pains = st.builds(Pain, st.sampled_from(["knee", "heel"]), st.integers(0, 6), st.sampled_from(["left", "right", None]))
entries = st.builds(
    LogEntry,
    st.integers(0, 13).map(lambda days: some.TODAY - timedelta(days=days)),
    st.just("play"),
    joy=st.none() | st.integers(0, 10).map(float),
    feel=st.none() | st.sampled_from(Feel),
    pains=st.lists(pains, max_size=2).map(tuple),
)
changes = st.floats(-0.1, 0.1).flatmap(
    lambda value: st.floats(0.001, 0.1).map(lambda half: Estimate(value, value - half, value + half, "1"))
) | st.just(Missing("one day"))


@given(changes, st.lists(entries, max_size=5))
def test_a_parent_reads_few_words_and_no_verdict(change, log):
    child = replace(some.diagnosis(), situation=Situation.YOUTH, speed_change=change)
    text = say_parent(child, log)
    assert within_athlete_limits(text), text
    assert not NEVER.search(text), text
    assert "Next: " in text
    hurt = [pain for entry in log for pain in entry.pains if pain.level > 0]
    assert ("Pain was told" in text) is bool(hurt)
    if hurt:
        assert "nothing to fix" not in text
    if any(pain.level >= 2 for pain in hurt):
        assert "let a professional look" in text


def test_zero_joy_is_told_and_is_less_fun():
    child = replace(some.diagnosis(), situation=Situation.YOUTH)
    assert "Less fun lately." in say_parent(child, [LogEntry(some.TODAY, "play", joy=0.0)])
    assert "fun." not in say_parent(child, [LogEntry(some.TODAY, "play")]).split("Next")[0]
