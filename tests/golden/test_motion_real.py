"""A real jog's movement against its plates, and simulated runners against what was put in."""

from pathlib import Path

import numpy as np
import pytest

from evenstride.core.estimate import Draws
from evenstride.core.roles import Side
from evenstride.science.motion.metrics import measure_motion, motion_metrics
from validation import instruments_motion


@pytest.fixture(scope="module")
def rows(shared_data: Path) -> dict[str, dict[str, object]]:
    return {row["name"]: row for row in instruments_motion.rows()}


JUDGED = (
    "centre_vertical", "centre_forward", "centre_forward_worst", "centre_forward_raw", "centre_forward_choices",
    "plate_lean",
    "motion_recovered", "reversals_recovered", "phases_recovered",
    "planted_push_missed", "planted_push_false",
    "planted_swing_missed", "planted_swing_false", "planted_support_missed", "planted_support_false",
    "planted_timing_missed", "planted_timing_false",
)  # fmt: skip


def test_every_judged_row_is_checked_here(rows):
    told = {name for name in rows if "low_pass" not in name}
    assert {f"instruments.{name}" for name in JUDGED} == told


@pytest.mark.parametrize("name", JUDGED)
def test_the_row_holds(rows, name):
    row = rows[f"instruments.{name}"]
    assert row["value"] <= row["target"], row


def test_a_low_pass_at_six_hertz_takes_the_quick_away(rows):
    for name in ("thigh_flexion_rate_peak", "thigh_extension_rate_peak", "foot_speed_up"):
        assert rows[f"instruments.low_pass_6.{name}"]["value"] < -0.05, name
        for cut_off in (12, 40):
            low, high = rows[f"instruments.low_pass_{cut_off}.{name}"]["target"]
            assert low <= rows[f"instruments.low_pass_{cut_off}.{name}"]["value"] <= high, name


def test_levelling_by_standing_brings_plates_and_markers_together(rows):
    leveled, raw = (rows[f"instruments.centre_forward_{name}"]["value"] for name in ("worst", "raw"))
    assert leveled < 0.06 < raw


def test_a_real_jog_has_every_metric_in_its_range(shared_data: Path):
    _, motion = instruments_motion._jog(level=False)
    assert motion.speed == pytest.approx(3.54, abs=0.06)
    assert any("Harrington" in note for note in motion.notes)
    assert any("head has no marker" in note for note in motion.notes)
    found = measure_motion(motion, draws=200)
    for name, module in motion_metrics().items():
        value = found.both[name]
        assert isinstance(value, Draws), name
        low, high = module.METRIC.plausible
        assert low <= value.point <= high, name
    # A jogger's heel comes up to the height of the knee: some 100°, not 10 and not 170.
    assert found.sides[Side.LEFT]["knee_flexion_swing"].point == pytest.approx(np.radians(105.0), abs=0.1)
