"""Left push with right swing, and the reverse, from the steps of a run: description only, never capacity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import numpy as np

from evenstride.core.capacity_trend import HeldChange, hold_change
from evenstride.core.estimate import Array, Draws, Missing, combine
from evenstride.core.paired_steps import PAIR_VALUES, PairedSteps, PairsChange, PairsCourse, StepPair
from evenstride.core.roles import Side
from evenstride.core.run import Run, Step
from evenstride.science.change.side_difference import SESSIONS_IN_A_ROW
from evenstride.science.steps.doubt import draw_deviates, draw_doubt, mean_speed, mean_time, step_spread
from evenstride.science.steps.prepare import LEAST_FREEDOM, step_freedom
from evenstride.science.steps.summary import change_between

FEWEST_PAIRS = 2
"""Steps of each pair below which its own variation cannot be seen, and no difference be held against it."""

ONE_DATE = Missing("steps of one day only", "Record the steps again on another day, filmed in the same way")

Pair = tuple[Step, Step]


def measure_paired_steps(run: Run, *, seed: int = 0, draws: int = 2000) -> PairedSteps | Missing:
    """Measure each push together with the swing of the other leg, and the difference between the two pairs.

    Parameters
    ----------
    run : Run
        Steps from `prepare_steps`.
    seed, draws : int
        Seed and number of draws; one index is shared by all values of the run.

    Returns
    -------
    PairedSteps, or Missing
        Missing before `FEWEST_PAIRS` contacts of each leg have the other leg's whole swing around them, and where no
        toe_off is known.

    Notes
    -----
    While one leg is on the ground (tc) the other swings, from its toe_off before to its touchdown after: t_sw = flight
    before + tc + flight after. A contact catches the flight before it and throws the one after it, so its mean force
    rests on both (vertical impulse, equal heights at take-off and landing; science.md §2.1):

        F = (t_sw of the other leg + tc) / (2·tc),   hence   v = Lc·(2F − 1) / t_sw of the other leg

    exactly, in every draw. `force` of `measure_steps` takes the flight after the contact alone; the two agree where
    both flights are alike. Means over steps, doubt as in `measure_steps`. The error of the recorded speed is common to
    both pairs and cancels in their difference; a bias of the method does so too.
    The difference is ln(left push with right swing) − ln(right push with left swing), held against its own error. It
    says how this run was, in one run, and nothing of a cause.

    Examples
    --------
    >>> from evenstride.core.recording import Contact, StepEvents
    >>> from evenstride.science.steps.prepare import prepare_steps
    >>> feet = (Side.LEFT, Side.RIGHT) * 4
    >>> contacts = tuple(Contact(s, 0.225 * i, 0.225 * i + 0.1) for i, s in enumerate(feet))
    >>> pairs = measure_paired_steps(prepare_steps(StepEvents("Noa", contacts)))
    >>> left = pairs.pairs[Side.LEFT]
    >>> str(left.swinging), round(left.values["force"].point, 2), round(left.values["swing_time"].point, 2)
    ('right', 2.25, 0.35)
    """
    if run.recording.untimed is not None:
        return run.recording.untimed
    pairs = [(before, push) for before, push in pairwise(run.steps) if _overlap(before, push)]
    counts = {side: sum(push.side is side for _, push in pairs) for side in Side}
    if min(counts.values()) < FEWEST_PAIRS:
        return _too_few(counts, pairs)
    values = _draw_pairs(run, pairs, seed, draws)
    if any(one.samples.min() <= 0.0 for each in values.values() for one in each.values()):
        return Missing("the device's timing error is as large as the times", "Use a faster camera or a plate")
    found = {side: StepPair(side, counts[side], each) for side, each in values.items()}
    left, right = (_logs(found[side]) for side in (Side.LEFT, Side.RIGHT))
    return PairedSteps(run, found, {name: hold_change(_less(left[name], right[name])) for name in left})


def measure_pair_changes(before: PairedSteps, after: PairedSteps, *, since: date, until: date) -> PairsChange:
    """Measure how each pair changed between two runs that were measured in one way.

    Notes
    -----
    ln(now / then) for each value, the runs independent. The four changes of a pair rest on one measurement.
    """
    changes = {side: _changes(before.pairs[side], after.pairs[side]) for side in Side}
    left, right = changes[Side.LEFT], changes[Side.RIGHT]
    return PairsChange(
        since,
        until,
        {side: {name: hold_change(one) for name, one in each.items()} for side, each in changes.items()},
        {name: hold_change(_less(left[name], right[name])) for name in left},
    )


def measure_pairs_course(runs: Sequence[tuple[date, PairedSteps]]) -> PairsCourse | Missing:
    """Put the pairs of several runs together: the newest, the change since the first, and what lasts.

    Parameters
    ----------
    runs : sequence of (date, PairedSteps)
        Measured in one way, oldest first.

    Notes
    -----
    One run's difference is information on that run. A pair is said to be larger only where it was so beyond error in
    every run of the last three days (science.md §5: consistent direction over sessions; pocket laboratory).
    """
    if not runs:
        return Missing("no run in which each leg was seen to push and to swing", _REMEDY)
    days = sorted({day for day, _ in runs})
    (since, first), (until, newest) = runs[0], runs[-1]
    change = ONE_DATE if since == until else measure_pair_changes(first, newest, since=since, until=until)
    last = [pairs for day, pairs in runs if day in days[-SESSIONS_IN_A_ROW:]]
    lasting = _lasting(last if len(days) >= SESSIONS_IN_A_ROW else [])
    return PairsCourse(until, newest, change, lasting, len(days))


_REMEDY = "Film or record at least six contacts in a row, both feet in view"


def _overlap(before: Step, push: Step) -> bool:
    """Whether the swing that begins with `before`'s toe_off is the one during the contact of `push`."""
    return before.swing_time is not None and before.side is not push.side and before.next_touchdown == push.touchdown


def _too_few(counts: Mapping[Side, int], pairs: Sequence[Pair]) -> Missing:
    if not pairs:
        return Missing("no contact has the other leg's whole swing around it", _REMEDY)
    fewest = min(Side, key=lambda side: counts[side])
    return Missing(
        f"{counts[fewest]} of {FEWEST_PAIRS} needed contacts of the {fewest} leg have the {fewest.other} leg's whole "
        "swing around them",
        _REMEDY,
    )


def _draw_pairs(run: Run, pairs: Sequence[Pair], seed: int, draws: int) -> Mapping[Side, Mapping[str, Draws]]:
    """Draw the values of both pairs; what varies from step to step varies for a push and its swing at once."""
    swings, pushes = [before for before, _ in pairs], [push for _, push in pairs]
    doubt = draw_doubt(run, np.random.default_rng([seed, 2]), draws)
    noise = 2.0 * doubt.timing_sd**2
    freedom = max(step_freedom(pushes), LEAST_FREEDOM)
    doubt = replace(
        doubt,
        spread={
            "swing": step_spread(swings, "swing", noise),
            **{name: step_spread(pushes, name, noise) for name in ("contact", "flight", "speed")},
        },
        scale=np.sqrt(doubt.rng.chisquare(freedom, draws) / freedom),
    )
    found: dict[Side, Mapping[str, Draws]] = {}
    # In order of first appearance, so that a mirrored run gets mirrored draws.
    for side in dict.fromkeys(push.side for push in pushes):
        deviates = draw_deviates(doubt, len(pairs))
        mine = [push for push in pushes if push.side is side]
        theirs = [swing for swing in swings if swing.side is side.other]
        contact, flight = (mean_time(mine, name, deviates, doubt) for name in ("contact", "flight"))
        swing, speed = mean_time(theirs, "swing", deviates, doubt), mean_speed(mine, deviates, doubt)
        found[side] = {
            "contact_time": contact,
            "swing_time": swing,
            "force": combine(_force, swing, contact, unit="BW"),
            **({} if speed is None else _lengths(contact, flight, speed)),
        }
    return found


def _force(swing: Array, contact: Array) -> Array:
    return (swing + contact) / (2.0 * contact)


def _step_length(speed: Array, contact: Array, flight: Array) -> Array:
    return speed * (contact + flight)


def _lengths(contact: Draws, flight: Draws, speed: Draws) -> Mapping[str, Draws]:
    return {
        "speed": speed,
        "contact_length": combine(np.multiply, speed, contact, unit="m"),
        "step_length": combine(_step_length, speed, contact, flight, unit="m"),
    }


def _logs(pair: StepPair) -> Mapping[str, Draws]:
    return {name: pair.values[name].map(np.log, unit="1") for name in PAIR_VALUES if name in pair.values}


def _less(one: Draws, other: Draws) -> Draws:
    return combine(np.subtract, one, other, unit="1", method="left push with right swing − right push with left swing")


def _changes(before: StepPair, after: StepPair) -> Mapping[str, Draws]:
    then, now = _logs(before), _logs(after)
    return {name: change_between(then[name], now[name]) for name in then if name in now}


def _lasting(runs: Sequence[PairedSteps]) -> Mapping[str, Side]:
    found: dict[str, Side] = {}
    for name in PAIR_VALUES:
        larger = {_larger(pairs.differences.get(name)) for pairs in runs}
        if len(larger) == 1 and (side := larger.pop()) is not None:
            found[name] = side
    return found


def _larger(difference: HeldChange | None) -> Side | None:
    if difference is None or not difference.beyond_error:
        return None
    return Side.LEFT if difference.change.value > 0.0 else Side.RIGHT
