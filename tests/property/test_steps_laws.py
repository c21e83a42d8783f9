"""Laws of steps: mirror, time shift, units, the exact identity and the exact account, for any plausible run."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from evenstride.core.recording import Contact, Device, StepEvents
from evenstride.core.roles import Side
from evenstride.science.steps.prepare import prepare_steps
from evenstride.science.steps.summary import account_steps, measure_steps

DRAWS = 200


@st.composite
def recordings(draw):
    count = draw(st.integers(3, 12))
    first = draw(st.sampled_from(list(Side)))
    contacts, now = [], 0.0
    base_tc, base_tf = draw(st.floats(0.085, 0.16)), draw(st.floats(0.11, 0.15))
    speed = draw(st.floats(5.0, 12.0))
    for index in range(count):
        tc, tf = base_tc * draw(st.floats(0.95, 1.05)), base_tf * draw(st.floats(0.95, 1.05))
        side = first if index % 2 == 0 else first.other
        contacts.append(Contact(side, now, now + tc, speed * draw(st.floats(0.99, 1.01))))
        now += tc + tf
    return StepEvents("Noa", tuple(contacts), device=Device("video", timing_sd=draw(st.floats(0.0, 0.003))))


def changed(recording, change):
    return replace(recording, contacts=tuple(change(contact) for contact in recording.contacts))


def measured(recording):
    return measure_steps(prepare_steps(recording), seed=1, draws=DRAWS)


@settings(max_examples=40, deadline=None)
@given(recordings())
def test_left_right_mirror(recording):
    one = measured(recording)
    other = measured(changed(recording, lambda contact: replace(contact, side=contact.side.other)))
    for name, draws in one.both.items():
        np.testing.assert_allclose(draws.samples, other.both[name].samples, rtol=1e-12)
    for side, values in one.sides.items():
        for name, draws in values.items():
            np.testing.assert_allclose(draws.samples, other.sides[side.other][name].samples, rtol=1e-12)


@settings(max_examples=40, deadline=None)
@given(recordings(), st.floats(-1000.0, 1000.0))
def test_time_shift(recording, shift):
    one = measured(recording)
    moved = measured(changed(recording, lambda c: replace(c, touchdown=c.touchdown + shift, toe_off=c.toe_off + shift)))
    for name, draws in one.both.items():
        np.testing.assert_allclose(draws.samples, moved.both[name].samples, rtol=1e-6)


@settings(max_examples=40, deadline=None)
@given(recordings(), st.floats(0.8, 1.25))
def test_unit_scaling(recording, factor):
    """A film played slower: times stretch, speeds shrink, and what has no time in it stays."""
    stretched = changed(
        recording,
        lambda c: Contact(c.side, c.touchdown * factor, c.toe_off * factor, c.speed / factor),
    )
    timing_sd = recording.device.timing_sd * factor
    one, other = measured(recording), measured(replace(stretched, device=Device("video", timing_sd=timing_sd)))
    powers = {"s": 1, "1/s": -1, "m/s": -1, "m": 0, "1": 0, "BW": 0}
    for name, draws in one.both.items():
        expected = draws.samples * factor ** powers[draws.unit]
        np.testing.assert_allclose(other.both[name].samples, expected, rtol=1e-5)


@settings(max_examples=40, deadline=None)
@given(recordings())
def test_identity_holds_in_every_draw(recording):
    both = measured(recording).both
    v, lc, f, t_sw = (both[name].samples for name in ("speed", "contact_length", "force", "swing_time"))
    np.testing.assert_allclose(lc * (2 * f - 1) / t_sw, v, rtol=1e-12)
    np.testing.assert_allclose(2 * both["step_time"].samples - both["contact_time"].samples, t_sw, rtol=1e-12)
    np.testing.assert_allclose(1 / (2 * both["duty_factor"].samples), f, rtol=1e-12)
    np.testing.assert_allclose(both["step_length"].samples * both["step_frequency"].samples, v, rtol=1e-12)


@settings(max_examples=40, deadline=None)
@given(recordings(), recordings())
def test_account_is_exact_in_every_draw(before, after):
    account = account_steps(measured(before), measured(after))
    parts = account.push.samples + account.swing.samples + account.geometry.samples
    np.testing.assert_allclose(parts, account.total.samples, atol=1e-12)
    points = account.push.point + account.swing.point + account.geometry.point
    np.testing.assert_allclose(points, account.total.point, atol=1e-12)


@settings(max_examples=30, deadline=None)
@given(recordings(), recordings())
def test_account_backwards_is_the_negative(before, after):
    there, back = (
        account_steps(measured(before), measured(after)),
        account_steps(measured(after), measured(before)),
    )
    for name in ("total", "push", "swing", "geometry"):
        np.testing.assert_allclose(getattr(there, name).point, -getattr(back, name).point, atol=1e-12)
