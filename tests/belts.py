"""A treadmill's vertical force as a file: a runner whose feet may push differently hard."""

import numpy as np

RATE, STEP, CONTACT, FLOOR = 500.0, 0.32, 0.2, 0.5


def belt(left: float = 1.0, right: float = 1.0, *, steps: int = 16, mass: float = 70.0, seed: int = 0) -> bytes:
    """Return a table of force; `left` and `right` scale the force of each foot, the left one coming first."""
    rng = np.random.default_rng(seed)
    times = np.arange(round((steps * STEP + 2 * FLOOR) * RATE)) / RATE
    step = np.floor((times - FLOOR) / STEP)
    phase = ((times - FLOOR) / STEP - step) * STEP / CONTACT
    running = (step >= 0) & (step < steps) & (phase < 1.0)
    scale = np.where(step % 2 == 0, left, right) * rng.normal(1.0, 0.01, steps + 2)[np.clip(step, 0, steps).astype(int)]
    peak = 0.5 * np.pi * STEP / CONTACT * mass * 9.81
    force = np.where(running, scale * peak * np.sin(np.pi * np.clip(phase, 0.0, 1.0)), 0.0)
    rows = "".join(f"{time:.4f},{one:.2f}\n" for time, one in zip(times, force, strict=True))
    return b"time (s),Fz (N)\n" + rows.encode()


def two_visits(*, apart: float = 8.0, mass: float = 75.0) -> bytes:
    """Return a table of the force of one plate that a runner crosses twice, one contact each time."""
    times = np.arange(round((apart + 2.0) * RATE)) / RATE
    phase = np.mod(times - 1.0, apart) / CONTACT
    force = np.where((times >= 1.0) & (phase < 1.0), 2.5 * mass * 9.81 * np.sin(np.pi * np.minimum(phase, 1.0)), 0.0)
    noisy = force + np.random.default_rng(1).normal(0.0, 1.0, len(times))
    rows = "".join(f"{time:.4f},{one:.2f}\n" for time, one in zip(times, noisy, strict=True))
    return b"time (s),Fz (N)\n" + rows.encode()
