"""Simulated athletes over weeks: what instruments would have written, with the truth known.

The same equations run forwards here that are measured backwards elsewhere. Nothing simulated is ever shown without
the word: it is in the athlete's name and in the device of every recording.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from zlib import crc32

import numpy as np

from evenstride.core.athlete import Anthropometrics, Athlete, Level
from evenstride.core.protocol import Speaks, protocols
from evenstride.core.recording import (
    Conditions,
    Contact,
    Device,
    FieldTest,
    Recording,
    Splits,
    Start,
    StepEvents,
)
from evenstride.core.roles import RIVAL, Role, Side
from evenstride.science.noise import DAY_NOISE
from evenstride.science.sprint.model import predict_time

GATES = (5.0, 10.0, 15.0, 20.0, 30.0, 40.0)
"""Gate distances in m."""

GATE_SD = 0.008
"""Error of one gate time in s."""

FRAME_SD = 1.0 / (240.0 * 12.0**0.5)
"""Error of one event filmed at 240 frames a second, s (science.md §9.1)."""

FLYING = (25.0, 45.0)
"""Where the flying 20 m begins and ends, m after a standing start."""

TRIAL_SD = 0.010
"""Scatter of trials within a session, log units (diagnosis_logic.md §4: 1 % from rep to rep)."""

EXPRESSED = 0.4
"""Share of a capacity gain that shows in the steps of a run (judgement)."""

SOURCE = "stated by the simulator"

PARTNER = {"P1": "S1", "S1": "P1", "P2": "S3", "S3": "P2"}
"""Which push test stands for which swing test in a mirrored athlete."""

_BASE = {"P1": 2.2, "P2": 2.45, "P3": 7.0, "S1": 2.1, "S2": 2.0, "S3": 0.26, "U1": 1.0, "M1": 0.35}
"""Starting values in the unit of each protocol (judgement: inside the plausible range of a trained adult)."""


FIRST_TOUCHDOWN = 0.5
"""When the first filmed foot lands, s of the clip."""


@dataclass(frozen=True, slots=True)
class SimulatedAthlete:
    """A person who does not exist, with everything that is true about them.

    Attributes
    ----------
    name : str
        Name without label; `label` adds "(simulated)".
    mss, tau : float
        Top speed in m/s and time constant in s at the start.
    time_correction : float
        What gates with a standing start add to the time of the model, s.
    gains : mapping of Role to float
        Change of each capacity in log units from the end of familiarisation to the last week.
    elasticities : mapping of Role to float
        Relative gain of speed for a relative gain of that role.
    test_errors : mapping of str to float
        Tests that are done, and the session-to-session error of each in log units.
    learning : tuple of float
        How far below their capacity the first sessions of a test are, in log units.
    test_weeks, sprint_weeks, run_weeks : tuple of int
        Weeks after the start with field tests, with timed sprints and with filmed steps.
    mirrored : bool
        Whether push and swing were exchanged; the random numbers are exchanged with them.
    """

    name: str
    mss: float
    tau: float = 1.05
    time_correction: float = -0.2
    gains: Mapping[Role, float] = field(default_factory=dict[Role, float])
    elasticities: Mapping[Role, float] = field(default_factory=dict[Role, float])
    test_errors: Mapping[str, float] = field(default_factory=dict[str, float])
    learning: tuple[float, ...] = (0.08, 0.03)
    weeks: int = 12
    test_weeks: tuple[int, ...] = tuple(range(13))
    sprint_weeks: tuple[int, ...] = (0, 2, 4, 6, 8, 10, 12)
    run_weeks: tuple[int, ...] = (2, 12)
    mass: float = 72.0
    height: float = 1.78
    lever: float = 0.38
    birth_year: int = 2001
    level: Level = Level.TRAINED
    mirrored: bool = False

    @property
    def label(self) -> str:
        """The name as it appears everywhere."""
        return f"{self.name} (simulated)"

    @property
    def athlete(self) -> Athlete:
        """The athlete as the store knows them."""
        return Athlete(self.label, birth_year=self.birth_year, level=self.level, simulated=True)

    @property
    def baseline_week(self) -> int:
        """Week until which tests are being learnt and nothing grows."""
        return self.test_weeks[len(self.learning)] if len(self.test_weeks) > len(self.learning) else 0

    def gain(self, role: Role, week: float) -> float:
        """True change of a capacity up to a week, log units."""
        share = (week - self.baseline_week) / (self.weeks - self.baseline_week)
        return self.gains.get(role, 0.0) * float(np.clip(share, 0.0, 1.0))

    def speed_gain(self, week: float) -> float:
        """True change of speed up to a week, log units."""
        return sum(share * self.gain(role, week) for role, share in self.elasticities.items())


def simulate_athlete(scenario: SimulatedAthlete, *, start: date, seed: int = 0) -> tuple[Recording, ...]:
    """Simulate everything measured of one athlete, in order of time.

    Parameters
    ----------
    scenario : SimulatedAthlete
        The truth.
    start : date
        Day of week 0.
    seed : int
        Seed; each recording has random numbers of its own.

    Notes
    -----
    Sprints: mono-exponential speed, observed time = model + TC (science.md §1.1). Steps: F from the line of
    `weyand_davis2005`, tc of science.md §2.6 (a prior from memory, used for simulation only), and
    v = Lc(2F−1)/t_sw with fixed Lc, so that any change of speed splits into push and swing exactly.

    Examples
    --------
    >>> recordings = simulate_athlete(demo_scenarios()[0], start=date(2026, 2, 2), seed=1)
    >>> {recording.device.kind for recording in recordings}
    {'simulated'}
    """
    recordings: list[Recording] = []
    for week in range(scenario.weeks + 1):
        on = start + timedelta(weeks=week)
        if week in scenario.sprint_weeks:
            recordings.append(_sprint(scenario, week, on, seed))
        if week in scenario.run_weeks:
            recordings.append(_flying_run(scenario, week, on, seed))
        if week in scenario.test_weeks:
            recordings += [row for test in scenario.test_errors for row in _test_day(scenario, test, week, on, seed)]
    return tuple(recordings)


def demo_scenarios() -> tuple[SimulatedAthlete, ...]:
    """Return the three athletes of the demo, the truth of each in its numbers.

    The first gets more push and no faster; the second is measured too little to tell; the third contradicts the
    coaching story: push alone grows, and speed follows.

    Examples
    --------
    >>> [scenario.label for scenario in demo_scenarios()]
    ['Mika (simulated)', 'Robin (simulated)', 'Sascha (simulated)']
    """
    battery = {"T0": 0.008, "P1": 0.020, "P2": 0.022, "S1": 0.020, "S3": 0.015}
    apart = SimulatedAthlete(
        "Mika",
        mss=8.9,
        gains={Role.PUSH: 0.09, Role.SWING: 0.0},
        elasticities={Role.PUSH: 0.0, Role.SWING: 0.5},
        test_errors=battery,
    )
    unclear = SimulatedAthlete(
        "Robin",
        mss=8.1,
        gains={Role.PUSH: 0.0, Role.SWING: 0.0},
        elasticities={Role.PUSH: 0.3, Role.SWING: 0.3},
        test_errors={"T0": 0.02, "P1": 0.07, "S1": 0.07},
        test_weeks=(0, 2, 4, 7, 9, 12),
        sprint_weeks=(0, 6, 12),
        birth_year=1996,
        level=Level.RECREATIONAL,
    )
    follows = replace(apart, name="Sascha", mss=9.3, elasticities={Role.PUSH: 0.4, Role.SWING: 0.0}, mass=64.0)
    return apart, unclear, follows


def mirror(scenario: SimulatedAthlete) -> SimulatedAthlete:
    """Exchange push and swing: gains, elasticities, tests and their random numbers.

    Examples
    --------
    >>> mirror(demo_scenarios()[0]).gains[Role.SWING]
    0.09
    """
    return replace(
        scenario,
        gains=_exchanged(scenario.gains),
        elasticities=_exchanged(scenario.elasticities),
        test_errors={PARTNER.get(test, test): error for test, error in scenario.test_errors.items()},
        mirrored=not scenario.mirrored,
    )


def _exchanged(shares: Mapping[Role, float]) -> dict[Role, float]:
    return {RIVAL.get(role, role): share for role, share in shares.items()}


def _rng(scenario: SimulatedAthlete, seed: int, what: str, week: int) -> np.random.Generator:
    slot = PARTNER.get(what, what) if scenario.mirrored else what
    return np.random.default_rng([seed, crc32(f"{scenario.name} {slot}".encode()), week])


def _device(name: str, timing_sd: float | None = None) -> Device:
    return Device("simulated", name=f"simulated {name}", timing_sd=timing_sd, source=SOURCE)


def _body(scenario: SimulatedAthlete, on: date) -> Anthropometrics:
    return Anthropometrics(on=on, mass=scenario.mass, height=scenario.height)


def _flying_speed(mss: float, tau: float) -> float:
    begin, end = predict_time(FLYING, mss, tau)
    return (FLYING[1] - FLYING[0]) / float(end - begin)


def _sprint(scenario: SimulatedAthlete, week: int, on: date, seed: int) -> Splits:
    rng = _rng(scenario, seed, "sprint", week)
    mss = scenario.mss * np.exp(scenario.speed_gain(week) + rng.normal(0.0, DAY_NOISE))
    exact = predict_time(GATES, mss, scenario.tau, time_correction=scenario.time_correction)
    return Splits(
        scenario.label,
        np.array(GATES),
        exact + rng.normal(0.0, GATE_SD, len(GATES)),
        on=on,
        label=f"week {week} sprint",
        body=_body(scenario, on),
        device=_device("gates", GATE_SD),
        conditions=Conditions(start=Start.STANDING),
    )


def _flying_run(scenario: SimulatedAthlete, week: int, on: date, seed: int) -> StepEvents:
    rng = _rng(scenario, seed, "steps", week)
    first = _flying_speed(scenario.mss, scenario.tau)
    gain = scenario.speed_gain(week)
    apart = EXPRESSED * (scenario.gain(Role.PUSH, week) - scenario.gain(Role.SWING, week))
    contact_length = first * float(np.interp(first, *_CONTACT_TIMES))
    twice_force = (2.0 * (1.27 + 0.105 * first) - 1.0) * np.exp((gain + apart) / 2.0)
    speed = first * np.exp(gain)
    contact_time = contact_length / speed
    step_time = contact_time * (twice_force + 1.0) / 2.0
    count = 12
    varied = np.exp(rng.normal(0.0, 0.02, (count, 2)))
    contact_times = contact_time * varied[:, 0]
    flight_times = (step_time - contact_time) * varied[:, 1]
    touchdowns = FIRST_TOUCHDOWN + np.concatenate([[0.0], np.cumsum(contact_times + flight_times)[:-1]])
    noise = rng.normal(0.0, FRAME_SD, (count, 2))
    contacts = tuple(
        Contact(
            Side.LEFT if index % 2 == 0 else Side.RIGHT,
            float(touchdowns[index] + noise[index, 0]),
            float(touchdowns[index] + contact_times[index] + noise[index, 1]),
            float(speed * np.exp(rng.normal(0.0, 0.005))),
        )
        for index in range(count)
    )
    return StepEvents(
        scenario.label,
        contacts,
        on=on,
        label=f"week {week} flying run",
        body=_body(scenario, on),
        device=_device("video at 240 frames a second", FRAME_SD),
    )


_CONTACT_TIMES = (
    np.array([4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 11.0, 12.0]),
    np.array([0.220, 0.185, 0.160, 0.138, 0.124, 0.112, 0.102, 0.094, 0.087]),
)
"""Speed in m/s and contact time in s: the design prior of science.md §2.6, from memory, for simulation only."""


def _test_day(scenario: SimulatedAthlete, test: str, week: int, on: date, seed: int) -> list[FieldTest]:
    protocol = protocols()[test]
    rng = _rng(scenario, seed, test, week)
    session = float(rng.normal(0.0, scenario.test_errors[test]))
    if protocol.speaks is Speaks.OUTCOME:
        level = _flying_speed(scenario.mss, scenario.tau) * np.exp(scenario.speed_gain(week) + session)
    else:
        number = scenario.test_weeks.index(week)
        learnt = -scenario.learning[number] if number < len(scenario.learning) else 0.0
        shares = protocol.role_shares
        gain = sum(share * scenario.gain(role, week) for role, share in shares.items()) / sum(shares.values())
        level = _BASE[test] * np.exp(protocol.better.sign * (gain + learnt + session))
    raw = level * scenario.mass / scenario.lever if protocol.needs_lever else level
    sides = (Side.LEFT, Side.RIGHT) if protocol.sided else (None,)
    return [
        FieldTest(
            scenario.label,
            test,
            tuple(float(raw * np.exp(rng.normal(0.0, TRIAL_SD))) for _ in range(protocol.trials)),
            "N" if protocol.needs_lever else protocol.unit,
            side=side,
            lever=scenario.lever if protocol.needs_lever else None,
            on=on,
            label=f"week {week} {test}",
            body=_body(scenario, on),
            device=_device("field test"),
        )
        for side in sides
    ]
