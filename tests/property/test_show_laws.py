"""What is printed of a change and what is said of it never contradict each other."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from evenstride.charts.plots.paired_steps import _held
from evenstride.core.capacity_trend import HeldChange
from evenstride.core.estimate import Estimate
from evenstride.core.show import (
    detectable_text,
    end_text,
    error_text,
    interval_text,
    log_change_text,
    percent_of_log,
    share_text,
    signed,
)
from evenstride.words.format import log_percent, logs, percent_parts, quantity, unlog
from evenstride.words.runs.pairs import _differences

tiny = st.floats(-1e-4, 1e-4)
ends = st.floats(-0.5, 0.5) | tiny | st.just(0.0)


@st.composite
def changes(draw, most: float = 0.5):
    low, value, high = sorted(draw(st.lists(ends, min_size=3, max_size=3)))
    return Estimate(value, low, high, "1")


@st.composite
def held(draw):
    return HeldChange(draw(changes()), draw(st.floats(0.0, 0.5)))


def side(text: str) -> int:
    """On which side of zero a printed number lies."""
    if "just" in text:
        return 1 if "above" in text else -1
    value = float(re.search(r"[-+]?[\d.]+", text.replace("−", "-"))[0])
    return (value > 0) - (value < 0)


def printed_ends(text: str) -> list[str]:
    return re.split(r" to |, |–", re.search(r"[(\[](.*)[)\]]", text)[1])


def sign(value: float) -> int:
    return (value > 0) - (value < 0)


@given(changes())
@example(Estimate(0.04, 0.0004, 0.08, "1"))
@example(Estimate(0.04, 1e-12, 0.08, "1"))
def test_every_printed_end_lies_on_the_side_of_zero_on_which_it_is(change):
    wanted = [sign(change.low), sign(change.high)]
    ways = [
        log_change_text(change)[1].split(" to "),
        share_text(change)[1].split(" to "),
        interval_text(change).split(" to "),
        percent_parts(change)[1:],
        printed_ends(logs(change)),
        printed_ends(log_percent(change)),
        printed_ends(quantity(change)),
    ]
    for shown in ways:
        assert [side(end) for end in shown] == wanted, shown


@given(st.floats(-1e6, 1e6), st.integers(0, 3))
def test_an_end_is_never_further_from_its_value_than_its_digits_say(value, decimals):
    text = end_text(value, decimals, signed)
    if "just" in text:
        assert 0 < abs(value) <= 0.0005
    else:
        assert abs(float(text.replace("−", "-")) - value) <= 0.5 * 10.0**-decimals * (1 + 1e-9) + 1e-9 * abs(value)


@given(held())
@example(HeldChange(Estimate(0.04, 0.002, 0.08, "1"), 0.03))
@example(HeldChange(Estimate(0.03, -0.004, 0.07, "1"), 0.03))
@example(HeldChange(Estimate(0.03, 0.004, 0.07, "1"), 0.0301))
def test_interval_and_verdict_never_contradict_in_text_and_chart(one):
    for text in (_differences({"force": one}), " ".join(_held(one))):
        verdict = error_text(one)
        assert text.endswith(verdict)
        without_zero = side(log_change_text(one.change)[1].split(" to ")[0]) * side(
            log_change_text(one.change)[1].split(" to ")[1]
        )
        if verdict == "beyond error":
            assert one.beyond_error
            assert without_zero > 0
        elif verdict == "inside error":
            assert without_zero <= 0
        else:
            reach = float(re.search(r"([\d.]+) %$", verdict)[1])
            assert without_zero > 0
            assert abs(float(log_change_text(one.change)[0].removesuffix(" %").replace("−", "-"))) <= reach


@given(changes(), st.floats(0.0, 0.5))
def test_a_change_below_what_can_be_detected_never_reads_as_one_above(change, detectable):
    shown = abs(float(share_text(change)[0].removesuffix(" %").replace("−", "-")))
    printed = float(detectable_text(change, detectable).removesuffix(" %"))
    assert shown <= printed if abs(change.value) < detectable else shown >= printed


def test_a_difference_a_hair_from_zero_shows_its_sign_beside_the_verdict():
    beyond = HeldChange(Estimate(0.04, 0.002, 0.08, "1"), 0.03)
    inside = HeldChange(Estimate(0.035, -0.003, 0.07, "1"), 0.03)
    text = _differences({"force": beyond, "swing_time": inside})
    assert text == "force +4 % (+0.2 to +8) beyond error, swing time +4 % (−0.3 to +7) inside error"
    assert percent_of_log(0.002) > 0
    assert unlog(beyond.change).low > 0
