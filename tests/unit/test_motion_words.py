"""Movement in words: every metric has its label, sides are said, nothing is a verdict."""

from evenstride.core.body_points import BodyPoint
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.motion.build import prepare_motion
from evenstride.science.motion.metrics import measure_motion, motion_metrics
from evenstride.science.simulate.motion import Gait, simulate_runner
from evenstride.words.runs.motion import _LABELS, DESCRIBES, say_motion
from evenstride.words.runs.sided import LEFT_LESS_RIGHT, ONE_TRIAL


def test_every_metric_has_a_label_under_the_role_it_speaks_most_for():
    assert {name for labels in _LABELS.values() for name in labels} == set(motion_metrics())
    for role, labels in _LABELS.items():
        for name in labels:
            shares = motion_metrics()[name].METRIC.role_shares
            assert shares[role] == max(shares.values()), name


def test_sides_beyond_error_are_said_with_what_one_trial_is_worth():
    lines = say_motion(measure_motion(simulate_runner(Gait(left_arm=0.8), seed=2).motion()))
    at = next(number for number, line in enumerate(lines) if "Upper arm swings by" in line)
    sides = lines[at + 1].split("   ")
    assert [one.split()[0] for one in sides if one.strip()] == ["left", "right", "difference"]
    assert lines[at + 1].endswith(", beyond error")
    assert LEFT_LESS_RIGHT in lines
    assert ONE_TRIAL in lines
    assert DESCRIBES in lines
    assert lines[0] == "11 whole strides (6 left, 5 right) at 9.00 m/s."


def test_what_is_lacking_is_told_once():
    runner = simulate_runner(seed=2)
    kept = {point: names for point, names in runner.mapping.points.items() if point.part != "wrist"}
    assert BodyPoint.LEFT_WRIST not in kept
    motion = prepare_motion(runner.signal, MarkerMapping(kept), runner.contacts)
    lines = say_motion(measure_motion(motion, draws=100))
    lacking = [line for line in lines if line.startswith("Not shown")]
    assert len(lacking) == 1
    assert "left wrist, right wrist" in lacking[0]
    assert "upper arm swings by" not in lacking[0]
