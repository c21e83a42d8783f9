"""Contacts one by one, and left push with right swing against the reverse in the same steps."""

from dataclasses import replace

import numpy as np
import pytest

from evenstride.app.reading.instruments import measure_trial
from evenstride.core.contact_table import EDGE, HALF_SEEN, POINTS, TOE_DRAG, ContactTable
from evenstride.core.metric import Analysis
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.core.run import Flag
from evenstride.core.stance import Stance, Trial
from evenstride.core.units import GRAVITY
from evenstride.science.motion.foot_motion import untimed_at
from evenstride.science.plates.contact_rows import list_contacts
from evenstride.science.plates.stance_metrics import measure_stances
from evenstride.science.simulate.motion import simulate_runner
from tests.belts import belt
from tests.unit.test_role_values import JOG

L, R = Side.LEFT, Side.RIGHT
STEP, CONTACT, MASS = 0.3, 0.2, 70.0


def stance(number: int, side: Side | None, push: float) -> Stance:
    times = np.arange(0.0, CONTACT + 0.001, 0.001) + STEP * number
    force = np.zeros((times.size, 3))
    force[:, 2] = push * MASS * GRAVITY
    return Stance(side, STEP * number, STEP * number + CONTACT, times, force, MASS, 0.001, 8.0)


def trial(pushes: list[float], flags: tuple[Flag, ...] = (), missed: tuple[int, ...] = ()) -> Trial:
    stances = [stance(number, (L, R)[number % 2], push) for number, push in enumerate(pushes) if number not in missed]
    return Trial("Noa", tuple(stances), 8.0, flags=flags)


def listed(found: Trial, motion=None) -> ContactTable:
    return list_contacts(found, motion, (), athlete="Noa", on=None)


# --- rows ----------------------------------------------------------------------------------------------------------


def test_a_row_says_what_one_contact_did():
    rows = listed(trial([2.0, 1.8, 2.2])).rows
    assert [row.side for row in rows] == [L, R, L]
    assert [row.values["stance_force"] for row in rows] == pytest.approx([2.0, 1.8, 2.2])
    assert [row.flight for row in rows[:2]] == pytest.approx([STEP - CONTACT] * 2)
    assert np.isnan(rows[2].flight)
    assert rows[0].contact_length == pytest.approx(8.0 * CONTACT)
    found = listed(trial([2.0, 1.8, 2.2]))
    assert found.force.shape == (3, POINTS)
    assert found.force[1] == pytest.approx(np.full(POINTS, 1.8))
    assert found.swings == (-1, 0, -1)


def test_few_frames_leave_out_what_is_read_at_the_very_touchdown_and_what_is_too_quick():
    motion = simulate_runner(rate=60.0, seed=1).motion()
    contacts = [replace(one, toe_off=None) for one in motion.contacts]
    slow = replace(motion, contacts=tuple(contacts), untimed=untimed_at(60.0))
    found = list_contacts(None, slow, contacts, athlete="Noa", on=None)
    assert "thigh_range" in found.metrics
    assert not {"thigh_extension_acceleration_peak", "touchdown_ahead_of_hip"} & set(found.metrics)


def test_over_a_contact_that_was_missed_there_is_no_flight_and_no_swing():
    found = listed(trial([2.0] * 8, missed=(3,)))
    assert np.isnan(found.rows[2].flight)
    assert found.swings == (-1, 0, -1, -1, 3, 4, -1)


def test_remarks_stand_at_their_contact_and_a_cut_one_is_a_row_of_its_own():
    flags = (
        Flag(EDGE, "plate 1", "", STEP), Flag(TOE_DRAG, "contact at 0.60 s", "", 2 * STEP),
        Flag(HALF_SEEN, "plate 2", "", 3 * STEP), Flag(HALF_SEEN, "plate 1", "", 0.0), Flag("drift", "plate 1", ""),
    )  # fmt: skip
    rows = listed(trial([2.0, 1.8, 2.2], flags)).rows
    assert [row.flags for row in rows] == [(HALF_SEEN,), (), (EDGE,), (TOE_DRAG,), (HALF_SEEN,)]
    first, *_, last = rows
    assert np.isnan(first.touchdown)
    assert last.touchdown == pytest.approx(0.9)
    assert np.isnan(last.contact_time)
    assert last.side is None


def test_without_plates_rows_are_the_contacts_with_how_the_leg_moved():
    motion = simulate_runner(seed=1).motion()
    found = list_contacts(None, motion, motion.contacts, athlete="Noa", on=None)
    assert len(found.rows) == len(motion.contacts)
    assert not found.has_force
    assert "thigh_range" in found.metrics
    assert "stance_force" not in found.metrics
    moved = [row.touchdown for row in found.rows if "thigh_range" in row.values]
    assert moved == [one.touchdown for one in motion.strides()]


def test_contacts_without_anything_else_are_times_alone():
    contacts = [Contact(L, 0.0, 0.1), Contact(R, 0.3, 0.4)]
    found = list_contacts(None, None, contacts, athlete="Noa", on=None)
    assert found.metrics == ()
    assert found.rows[0].values == {}
    assert list_contacts(None, None, (), athlete="Noa", on=None).rows == ()


def test_a_real_jog_has_all_roles_in_its_rows(shared_data):
    pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    found = measure_trial(shared_data / JOG)
    assert isinstance(found.table, ContactTable)
    assert isinstance(found.forces, Analysis)
    rows = found.table.rows
    whole = [row for row in rows if HALF_SEEN not in row.flags]
    assert len(whole) == 5
    for side in Side:
        value = found.forces.values[f"stance_force.{side}"]
        mine = [row.values["stance_force"] for row in whole if row.side is side]
        assert np.mean(mine) == pytest.approx(value.value)  # pyright: ignore[reportAttributeAccessIssue]
    assert {"stance_force", "thigh_range", "trunk_lean", "knee_separation"} <= set(found.table.metrics)
    paired = [one for one in found.table.swings if one >= 0]
    assert len(paired) == 3


# --- pairs ---------------------------------------------------------------------------------------------------------


def paired(pushes: list[float], within=None):
    return measure_stances(trial(pushes), within=within).paired["stance_force"]


def test_what_drifts_through_a_run_cancels_in_steps_in_a_row():
    # Ever stronger from step to step, both legs alike; the left one came first, so that its mean is lower.
    pushes = [1.8 + 0.02 * number for number in range(16)]
    found = measure_stances(trial(pushes))
    assert found.differences["stance_force"].point == pytest.approx(-0.02)
    assert paired(pushes).point == pytest.approx(-0.02 / 15, abs=1e-9)


def test_a_leg_that_pushes_harder_does_so_in_every_step():
    rng = np.random.default_rng(2)
    pushes = [2.0 + (0.1 if number % 2 == 0 else -0.1) + rng.normal(0.0, 0.02) for number in range(16)]
    one = paired(pushes).estimate()
    assert one.value == pytest.approx(0.2, abs=0.02)
    assert one.low > 0.1


def test_only_steps_in_which_both_were_seen_are_paired():
    pushes = [3.0, 2.0, 2.2, 2.0, 2.2, 9.0]
    inner = [STEP * number for number in range(1, 5)]
    assert paired(pushes, inner).point == pytest.approx(0.2)
    assert paired(pushes).point != pytest.approx(0.2)
    assert "stance_force" not in measure_stances(trial(pushes), within=[STEP]).paired


def test_steps_apart_by_a_missed_contact_are_no_couple():
    pushes = [2.0, 1.8, 2.0, 9.0, 2.0, 1.8, 2.0, 1.8]
    found = measure_stances(trial(pushes, missed=(3,))).paired["stance_force"]
    assert found.point == pytest.approx(0.2)


def test_the_interval_over_steps_holds_what_was_planted_as_often_as_it_says():
    # What is planted moves every couple alike, so one size speaks for all; "no difference" is asked above, exactly.
    held, runs, planted = 0, 200, 0.05
    for seed in range(runs):
        rng = np.random.default_rng([seed, 7])
        pushes = [2.0 + (0.5 if number % 2 == 0 else -0.5) * planted + rng.normal(0.0, 0.03) for number in range(12)]
        one = measure_stances(trial(pushes), seed=seed, draws=400).paired["stance_force"].estimate()
        held += one.low <= planted <= one.high
    assert held / runs >= 0.88


def test_steps_of_a_file_are_paired_in_its_roles(tmp_path):
    file = tmp_path / "belt.csv"
    file.write_bytes(belt(1.1, 0.9))
    found = measure_trial(file, first=L)
    assert isinstance(found.forces, Analysis)
    assert found.forces.values["stance_force.paired"].low > 0.2  # pyright: ignore[reportAttributeAccessIssue]
