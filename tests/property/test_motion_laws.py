"""Laws of movement: what a mirror, a turn, a shift, a unit or a gap must and must not change."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.core.body_points import BodyPoint
from evenstride.core.errors import FitError, InputError
from evenstride.core.estimate import Draws, Missing
from evenstride.core.leg import LegLength
from evenstride.core.motion import Course, SegmentTable
from evenstride.core.recording import Contact
from evenstride.core.roles import Side
from evenstride.core.signal import Markers, Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.science.motion.build import prepare_motion
from evenstride.science.motion.centre_of_mass import body_segments, centre_of_mass, segment_shares
from evenstride.science.motion.hip_joint import estimate_hips
from evenstride.science.motion.leg_length import told_leg
from evenstride.science.motion.metrics import measure_motion, measure_motion_analysis, motion_metrics
from evenstride.science.plates.level import level_plates, standing_lean
from evenstride.science.simulate.motion import SHANK, THIGH, Gait, SimulatedRunner, simulate_runner

RUNNER = simulate_runner(Gait(right_late=0.02, left_arm=0.9), strides=3, seed=5)
METRES = {"m", "m/s"}
SQUARES = {"m²/s"}


def points(runner: SimulatedRunner, **told) -> dict[str, float]:
    """Every metric of a runner by name and side."""
    told = {"placing_error": 0.0, **told}
    found = measure_motion(prepare_motion(runner.signal, runner.mapping, runner.contacts, **told), draws=20)
    values = {name: value.point for name, value in found.both.items() if isinstance(value, Draws)}
    for side, metrics in found.sides.items():
        values |= {f"{name}.{side}": value.point for name, value in metrics.items() if isinstance(value, Draws)}
    return values


def moved(runner: SimulatedRunner, change) -> SimulatedRunner:
    markers = runner.signal.markers
    return replace(
        runner, signal=replace(runner.signal, markers=replace(markers, positions=change(np.array(markers.positions))))
    )


def without(runner: SimulatedRunner, *gone: BodyPoint) -> SimulatedRunner:
    kept = {point: names for point, names in runner.mapping.points.items() if point not in gone}
    return replace(runner, mapping=MarkerMapping(kept))


USUAL = points(RUNNER)


def test_every_metric_is_there():
    assert set(motion_metrics()) <= set(USUAL)
    assert len(motion_metrics()) == 32


def test_mirrored_the_sides_change_places():
    names = {point.value: point.other.value for point in RUNNER.mapping.points}
    mirrored = moved(RUNNER, lambda positions: positions * np.array([1.0, -1.0, 1.0]))
    mapping = MarkerMapping({point: (names[point.value],) for point in RUNNER.mapping.points})
    contacts = tuple(replace(one, side=one.side.other) for one in RUNNER.contacts)
    found = points(replace(mirrored, mapping=mapping, contacts=contacts))
    for name, value in USUAL.items():
        bare, _, side = name.partition(".")
        other = f"{bare}.{Side(side).other}" if side else name
        assert found[other] == pytest.approx(value, rel=1e-9, abs=1e-12), name


@settings(max_examples=10)
@given(angle=st.floats(-np.pi, np.pi), up=st.sampled_from([0, 1, 2]), away=st.floats(-50.0, 50.0))
def test_turning_and_moving_the_laboratory_changes_nothing(angle, up, away):
    about = np.array([[np.cos(angle), -np.sin(angle), 0.0], [np.sin(angle), np.cos(angle), 0.0], [0.0, 0.0, 1.0]])
    axes = np.roll(np.eye(3), up - 2, axis=0) @ about
    turned = moved(RUNNER, lambda positions: positions @ axes.T + away)
    turned = replace(turned, signal=replace(turned.signal, up=up))
    assert points(turned) == pytest.approx(USUAL, rel=1e-5, abs=1e-6)


@settings(max_examples=5)
@given(frames=st.integers(1, 40))
def test_frames_before_the_run_change_nothing(frames):
    late = frames / RUNNER.signal.markers.rate
    # Frames of nobody: a runner that came into view later.
    later = moved(
        RUNNER, lambda positions: np.concatenate([np.full((frames, *positions.shape[1:]), np.nan), positions])
    )
    contacts = tuple(Contact(one.side, one.touchdown + late, one.toe_off + late) for one in RUNNER.contacts)
    # Which frame is the first of a phase may change by the last digit of a time.
    assert points(replace(later, contacts=contacts)) == pytest.approx(USUAL, rel=1e-5, abs=1e-4)


@settings(max_examples=10)
@given(factor=st.floats(0.5, 2.0))
def test_a_larger_body_keeps_its_angles_and_times(factor):
    # The sole of a shoe and a person's measure do not grow with the drawing: the leg is told.
    usual = points(RUNNER, leg=LegLength(0.9, 0.0, "as told"))
    found = points(moved(RUNNER, lambda positions: factor * positions), leg=LegLength(0.9 * factor, 0.0, "as told"))
    for name, value in usual.items():
        unit = motion_metrics()[name.partition(".")[0]].METRIC.unit
        power = factor if unit in METRES else factor**2 if unit in SQUARES else 1.0
        assert found[name] == pytest.approx(power * value, rel=1e-9, abs=1e-12), name


def test_on_a_belt_the_same_runner_is_measured_the_same():
    runner = simulate_runner(Gait(), strides=3, noise=0.0, variation=0.0)
    rate = runner.signal.markers.rate
    back = runner.gait.speed * np.arange(len(runner.signal.markers.positions)) / rate
    onward = np.zeros((len(back), 1, 3))
    onward[:, 0, 0] = back
    # The drawing's feet do not stand still: the belt is as quick as they are in contact.
    belt = moved(runner, lambda positions: positions - onward)
    motion = prepare_motion(belt.signal, belt.mapping, belt.contacts, placing_error=0.0)
    assert motion.notes[0] == "Forward is where the toes point."
    assert -motion.ground == pytest.approx(runner.gait.speed, rel=0.15)
    assert motion.speed == pytest.approx(-motion.ground, rel=0.01)
    there, here = points(runner), points(belt)
    for name, value in there.items():
        if not name.startswith("foot_speed_forward"):
            assert here[name] == pytest.approx(value, rel=1e-3, abs=1e-3), name


def test_short_gaps_are_filled_and_told_and_long_ones_leave_strides_out():
    knee = list(RUNNER.mapping.points).index(BodyPoint.LEFT_KNEE)

    def hide(frames):
        def change(positions):
            positions[200 : 200 + frames, knee] = np.nan
            return positions

        return moved(RUNNER, change)

    short, long = hide(8), hide(40)
    motion = prepare_motion(short.signal, short.mapping, short.contacts)
    assert [(flag.code, flag.where) for flag in motion.flags] == [("gaps_filled", "left knee")]
    assert "8 frames in 1 gaps of at most 40 ms" in motion.flags[0].text
    assert points(short)["thigh_range"] == pytest.approx(USUAL["thigh_range"], rel=5e-3)
    motion = prepare_motion(long.signal, long.mapping, long.contacts)
    assert [flag.code for flag in motion.flags] == ["gaps_open"]
    hidden = motion.courses[Side.LEFT, Course.THIGH]
    assert np.isnan(hidden[200:240]).all()
    assert np.isfinite(points(long)["thigh_range.right"])
    assert points(long)["thigh_range"] == pytest.approx(USUAL["thigh_range"], rel=0.02)


@pytest.mark.parametrize(
    ("gone", "lost", "kept"),
    [
        ((BodyPoint.LEFT_HIP, BodyPoint.RIGHT_HIP), "thigh_range", "arm_swing_range"),
        ((BodyPoint.LEFT_WRIST,), "leg_turning_cancelled", "counter_turn_range"),
        ((BodyPoint.LEFT_KNEE,), "knee_separation", "pelvis_turn_range"),
        ((BodyPoint.RIGHT_SHOULDER,), "shoulder_turn_range", "thigh_range"),
        ((BodyPoint.LEFT_ELBOW,), "arm_swing_symmetry", "trunk_lean"),
    ],
)
def test_what_is_lacking_is_named_with_what_to_record(gone, lost, kept):
    bare = without(RUNNER, *gone)
    found = measure_motion(prepare_motion(bare.signal, bare.mapping, bare.contacts), draws=20)
    missing = found.both[lost]
    assert isinstance(missing, Missing)
    assert gone[0].value in missing.reason
    assert missing.remedy
    assert isinstance(found.both[kept], Draws)


def test_a_runner_without_a_marked_hip_is_measured_from_the_pelvis():
    width, depth = 0.24, 0.18
    frame = {
        BodyPoint.LEFT_ASIS: np.array([[0.0, width / 2, 1.0]]),
        BodyPoint.RIGHT_ASIS: np.array([[0.0, -width / 2, 1.0]]),
        BodyPoint.SACRUM: np.array([[-depth, 0.0, 1.0]]),
    }
    hips = estimate_hips(frame)
    turn = np.array([[0.0, -1.0, 0.0], [1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
    turned = estimate_hips({point: values @ turn.T for point, values in frame.items()})
    for point, place in hips.items():
        assert turned[point] == pytest.approx(place @ turn.T)
    assert hips[BodyPoint.LEFT_HIP][0] == pytest.approx(hips[BodyPoint.RIGHT_HIP][0] * np.array([1.0, -1.0, 1.0]))
    assert estimate_hips({BodyPoint.SACRUM: frame[BodyPoint.SACRUM]}) == {}


@pytest.mark.parametrize("table", list(SegmentTable))
def test_segments_make_a_whole_body(table):
    shares = segment_shares(table)
    whole = sum(one.mass * (1.0 if name in ("head", "trunk") else 2.0) for name, one in shares.items())
    assert whole == pytest.approx(1.0, abs=0.002)
    motion = RUNNER.motion()
    centre = centre_of_mass(body_segments(motion.points, table))
    hips = 0.5 * (motion.points[BodyPoint.LEFT_HIP] + motion.points[BodyPoint.RIGHT_HIP])
    assert np.abs(centre[100:-100] - hips[100:-100]).max() < 0.3


def test_a_body_that_only_travels_has_no_angular_momentum():
    def travel(positions):
        gone = np.linspace(0.0, 20.0, len(positions))
        # It sways as well: places that never move across the run are those of one camera, which have no turns.
        return positions[:1] + np.stack([gone, 0.02 * np.sin(gone), 0.0 * gone], axis=1)[:, None, :]

    still = moved(RUNNER, travel)
    motion = still.motion()
    for course in (Course.ABOUT_VERTICAL, Course.ABOUT_LATERAL, Course.ABOUT_FORWARD):
        assert np.abs(motion.courses[None, course][5:-5]).max() < 1e-6


def test_a_body_that_turns_has_the_momentum_of_its_mass_and_distance():
    motion = RUNNER.motion()
    frame = {point: values[100] for point, values in motion.points.items()}
    rate, spin = 250.0, 3.0
    angle = spin * np.arange(100) / rate
    turn = np.stack([np.stack([np.cos(angle), -np.sin(angle)], 1), np.stack([np.sin(angle), np.cos(angle)], 1)], 1)
    middle = np.mean(list(frame.values()), axis=0)
    places = []
    for place in frame.values():
        out = np.tile(place, (100, 1))
        out[:, :2] = middle[:2] + turn @ (place - middle)[:2]
        out[:, 0] += 5.0 * np.arange(100) / rate
        places.append(out)
    signal = Signal("turning", Markers(tuple(frame), rate, np.stack(places, axis=1)))
    mapping = MarkerMapping({point: (point.value,) for point in frame})
    found = prepare_motion(signal, mapping, (), cut_off=200.0).courses[None, Course.ABOUT_VERTICAL][50]
    segments = body_segments({point: np.tile(place, (5, 1)) for point, place in frame.items()}, SegmentTable.MEAN)
    centre = centre_of_mass(segments)[0]
    least = sum(one.mass * np.sum((one.centre[0] - centre)[:2] ** 2) for one in segments)
    assert spin * least <= found <= 1.5 * spin * least + 0.1


def test_placing_error_widens_what_it_touches_and_differences_too():
    tight, wide = (measure_motion(RUNNER.motion(placing_error=error), seed=3) for error in (0.0, 0.02))
    # An angle of a 42 cm thigh: 2 cm at both ends are 0.067 rad.
    gained = wide.both["trunk_lean"].standard_error, tight.both["trunk_lean"].standard_error
    assert gained[0] == pytest.approx(0.02 * np.sqrt(1.0) / 0.5, rel=0.4)
    assert gained[0] > 5.0 * gained[1]
    assert (
        wide.differences["knee_separation"].standard_error > 2.0 * tight.differences["knee_separation"].standard_error
    )
    assert wide.beyond_error("trunk_lean") is None


def test_the_error_of_events_enters_what_is_read_at_events():
    sure, unsure = (
        measure_motion(RUNNER.motion(placing_error=0.0, event_error=error), seed=3) for error in (0.0, 0.01)
    )
    rate = RUNNER.gait.stride_frequency
    assert unsure.both["lead_reversal"].standard_error == pytest.approx(0.01 * rate, rel=0.2)
    assert unsure.both["thigh_range"].standard_error == pytest.approx(sure.both["thigh_range"].standard_error, rel=0.05)


def test_sides_that_differ_are_beyond_error_and_equal_ones_are_seldom():
    uneven = measure_motion(simulate_runner(Gait(left_arm=0.8), seed=2).motion())
    assert uneven.beyond_error("arm_swing_range") is True
    assert uneven.differences["arm_swing_range"].point < 0.0
    even = [measure_motion(simulate_runner(strides=4, seed=seed).motion(), draws=400) for seed in range(8)]
    names = ("thigh_range", "knee_separation", "foot_speed_up")
    said = [found.beyond_error(name) for found in even for name in names]
    # One in ten at the house level, were every doubt just so; placings are drawn and were not made here.
    assert np.mean(said) < 0.15


def test_what_cannot_be_measured_is_refused():
    with pytest.raises(FitError, match="no markers"):
        prepare_motion(Signal("Noa"), RUNNER.mapping, RUNNER.contacts)
    with pytest.raises(FitError, match="no point of the body"):
        prepare_motion(RUNNER.signal, MarkerMapping({}), RUNNER.contacts)
    with pytest.raises(FitError, match="no whole stride"):
        measure_motion(prepare_motion(RUNNER.signal, RUNNER.mapping, RUNNER.contacts[:2]))
    still = moved(RUNNER, lambda positions: np.repeat(positions[:1], len(positions), axis=0))
    bare = without(still, BodyPoint.LEFT_HEEL, BodyPoint.RIGHT_HEEL)
    with pytest.raises(FitError, match="which way"):
        prepare_motion(bare.signal, bare.mapping, bare.contacts)


def test_a_missed_contact_breaks_strides_and_is_told():
    contacts = (*RUNNER.contacts[:2], *RUNNER.contacts[3:])
    motion = prepare_motion(RUNNER.signal, RUNNER.mapping, contacts)
    assert [flag.code for flag in motion.flags] == ["no_alternation"]
    assert all(stride.stride_time < 0.6 for stride in motion.strides())
    assert len(motion.strides()) == 2


def test_one_stride_a_foot_shows_no_variation():
    found = measure_motion(prepare_motion(RUNNER.signal, RUNNER.mapping, RUNNER.contacts[:4]), draws=20)
    assert isinstance(found.both["thigh_range"], Missing)
    assert "how strides vary" in found.both["thigh_range"].reason


def test_plates_are_levelled_by_standing_only():
    from evenstride.core.signal import Plate

    still = Plate("plate 1", 100.0, np.tile([3.0, 8.0, 745.0], (200, 1)))
    lean = standing_lean([still])
    run = level_plates([Plate("plate 1", 100.0, np.tile([3.0, 8.0, 745.0], (5, 1)) * 2.0)], lean)[0]
    assert run.force[0] == pytest.approx([0.0, 0.0, 1490.0])
    with pytest.raises(FitError, match="nobody stands"):
        standing_lean([Plate("plate 1", 100.0, np.zeros((200, 3)))])
    with pytest.raises(FitError, match="sideways"):
        standing_lean([Plate("plate 1", 100.0, np.tile([0.0, 100.0, 700.0], (200, 1)))])


def test_the_low_pass_is_told_as_it_was():
    assert RUNNER.motion().notes[1] == (
        "At 250 frames a second points have a low pass at 20 Hz and feet have a low pass at 30 Hz "
        "(Butterworth, order 4, forward and back)."
    )
    assert "feet have no low pass" in simulate_runner(rate=60.0).motion().notes[1]


def test_a_leg_comes_from_its_points_as_told_or_not_at_all():
    motion = RUNNER.motion()
    # Thigh, shank and what is under the ankle; the drawing's feet do not stand still.
    assert motion.leg.length == pytest.approx(THIGH + SHANK + 0.1, abs=0.1)
    assert "lowest point of the feet" in motion.leg.how
    told = prepare_motion(RUNNER.signal, RUNNER.mapping, RUNNER.contacts, leg=told_leg(0.8))
    assert told.leg.length == 0.8
    assert "The leg is 0.80 ± 0.015 m long, as told." in told.notes
    bare = without(RUNNER, BodyPoint.LEFT_KNEE)
    assert prepare_motion(bare.signal, bare.mapping, bare.contacts).leg is None
    with pytest.raises(InputError, match="92 m is not a person's"):
        told_leg(92.0)


def test_what_is_not_known_of_the_leg_widens_what_is_over_it():
    def found(error: float) -> Draws:
        leg = LegLength(0.9, error, "as told")
        told = {"placing_error": 0.0, "event_error": 0.0, "leg": leg}
        motion = prepare_motion(RUNNER.signal, RUNNER.mapping, RUNNER.contacts, **told)
        return measure_motion(motion, seed=1).both["knee_separation_relative"]

    sure, unsure = found(0.0), found(0.09)
    assert unsure.point == sure.point
    assert unsure.standard_error**2 - sure.standard_error**2 == pytest.approx((0.1 * sure.point) ** 2, rel=0.4)


def test_a_foot_that_stays_low_in_swing_is_told_and_others_are_not():
    toe = [list(RUNNER.mapping.points).index(point) for point in (BodyPoint.LEFT_TOE, BodyPoint.LEFT_BALL)]

    def drag(positions):
        positions[:, toe, 2] = positions[:, toe, 2].min(axis=0) + 0.01
        return positions

    assert "toe_drag" not in {flag.code for flag in RUNNER.motion().flags}
    told = [flag for flag in moved(RUNNER, drag).motion().flags if flag.code == "toe_drag"]
    assert len(told) == 3
    assert all(flag.where.startswith("left swing at") and "less than 3" in flag.text for flag in told)


def test_a_value_nobody_has_is_questioned_with_what_to_check():
    assert not measure_motion(RUNNER.motion(), draws=50).questions
    bent = measure_motion(simulate_runner(Gait(lean=-0.6), strides=3).motion(), draws=50)
    told = [flag for flag in bent.questions if flag.where == "trunk_lean"]
    assert [flag.code for flag in told] == ["implausible"]
    assert told[0].text.startswith("-34")
    assert "° lies outside -17.2 to 68.8 °; check sides" in told[0].text
    assert any("trunk_lean" in note and "lies outside" in note for note in measure_motion_analysis(bent).notes)
