"""Coaching claims on trial: what each judge needs, where it points, and what may never be told."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from evenstride.core.block import Standing
from evenstride.core.claim import TrialVerdict, claims
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws, Estimate
from evenstride.core.experiment import CueAnswer, CueVerdict, LoadAnswer, Outcome
from evenstride.core.log import Feel
from evenstride.core.plateau import Plateau, PlateauType
from evenstride.core.recording import StepEvents
from evenstride.core.roles import Role
from evenstride.core.run import Run, StepSummary
from evenstride.science.capacity.together import Trends, measure_trends
from evenstride.science.claim_data import ClaimData, ToldDay
from evenstride.science.weigh_claims import weigh_claims
from tests.unit.test_capacity_trend_science import START, readings

EMPTY = Trends({}, None)


def trial(claim: str, data: ClaimData):
    (found,) = weigh_claims(data, [claims()[claim]], age=None)
    return found


def season(push: float, swing: float, speed: float | None, *, families: int = 2, steps: float | None = None):
    rows = [*readings(gain=push, error=0.008, seed=1), *readings(gain=swing, error=0.008, seed=2, role=Role.SWING)]
    if families == 1:
        rows = [row for row in rows if row.test == "P1"]
    runs = [] if speed is None else readings(gain=speed, error=0.003, seed=3, role=None)
    timed = [replace(run, test="T0", family="speed") for run in runs[::2]]
    filmed = () if steps is None else tuple(film(share, steps) for share in np.linspace(0.0, 1.0, 7))
    return ClaimData(measure_trends(rows, timed), steps=filmed)


def film(share: float, change: float) -> tuple[date, StepSummary]:
    values = {"step_length": 2.1 * np.exp(change * share), "step_frequency": 4.2 * np.exp(change * share)}
    noise = 1.0 + 0.004 * np.random.default_rng(int(100 * share)).standard_normal(500)
    both = {name: Draws(value, value * noise, "1") for name, value in values.items()}
    return START + timedelta(days=round(77 * share)), StepSummary(Run(StepEvents("Noa", ()), ()), both)


FOR, AGAINST, UNTOLD = TrialVerdict.FOR, TrialVerdict.AGAINST, TrialVerdict.CANNOT_TELL


@pytest.mark.parametrize(
    ("claim", "push", "swing", "speed", "verdict"),
    [
        ("both-must-grow", 0.15, 0.0, 0.0, FOR),
        ("both-must-grow", 0.0, 0.15, 0.0, FOR),
        ("both-must-grow", 0.15, 0.0, 0.05, AGAINST),
        ("both-must-grow", 0.15, 0.15, 0.05, UNTOLD),
        ("both-must-grow", 0.0, 0.0, 0.0, UNTOLD),
        ("both-must-grow", 0.0, -0.15, 0.0, UNTOLD),
        ("both-must-grow", 0.15, 0.0, -0.05, UNTOLD),
        ("push-ahead-stalls-speed", 0.15, 0.0, 0.0, FOR),
        ("push-ahead-stalls-speed", 0.15, 0.0, 0.05, AGAINST),
        ("push-ahead-stalls-speed", 0.0, 0.15, 0.0, UNTOLD),
        ("more-push-more-speed", 0.15, 0.0, 0.05, FOR),
        ("more-push-more-speed", 0.15, 0.0, 0.0, AGAINST),
        ("more-push-more-speed", 0.15, 0.15, 0.05, UNTOLD),
        ("more-push-more-speed", 0.15, -0.15, 0.0, UNTOLD),
        ("more-swing-more-speed", 0.0, 0.15, 0.05, FOR),
        ("more-swing-more-speed", 0.0, 0.15, 0.0, AGAINST),
    ],
)
def test_what_speed_did_while_a_side_grew(claim, push, swing, speed, verdict):
    assert trial(claim, season(push, swing, speed)).verdict is verdict


@pytest.mark.parametrize("claim", ["both-must-grow", "more-push-more-speed", "push-ahead-shortens-stride"])
def test_one_family_is_a_hint_and_speed_must_be_timed(claim):
    hint = trial(claim, season(0.15, 0.0, 0.0, families=1))
    assert (hint.verdict, hint.lacking) == (UNTOLD, ("a second kind of test of push", "a second kind of test of swing"))
    untimed = trial(claim, season(0.15, 0.0, None))
    assert (untimed.verdict, untimed.lacking) == (UNTOLD, ("timed runs",))


def test_exchanging_push_and_swing_mirrors_the_trial():
    one, other = (trial("both-must-grow", season(*sides, 0.0)) for sides in ((0.15, 0.0), (0.0, 0.15)))
    assert one.reason == "push has outgrown swing, and speed did not follow"
    assert other.reason == "swing has outgrown push, and speed did not follow"


@pytest.mark.parametrize(("steps", "verdict"), [(-0.08, FOR), (0.08, AGAINST), (0.0, UNTOLD), (None, UNTOLD)])
def test_the_stride_of_a_push_that_leads(steps, verdict):
    found = trial("push-ahead-shortens-stride", season(0.15, 0.0, 0.0, steps=steps))
    assert found.verdict is verdict
    if steps == 0.0:
        assert "timing noise" in found.reason
    if verdict is not UNTOLD:
        assert "filmed steps" in found.rests_on
        assert "timed runs" not in found.rests_on


def test_steps_of_another_time_or_without_a_side_that_leads_decide_nothing():
    level = season(0.0, 0.0, 0.0, steps=-0.08)
    assert trial("push-ahead-shortens-stride", level).verdict is UNTOLD
    apart = season(0.15, 0.0, 0.0, steps=-0.08)
    early = replace(apart, steps=[(on - timedelta(days=400), run) for on, run in apart.steps])
    assert "not filmed" in trial("push-ahead-shortens-stride", early).reason


def test_step_timing_offered_as_capacity_is_refused():
    rows = [replace(row, test="force", family=StepSummary.FAMILY) for row in readings()]
    with pytest.raises(InputError, match="the run itself"):
        measure_trends(rows)


def loads(push: float, swing: float, support: float, half: float = 0.05) -> ClaimData:
    found = dict(zip((Role.PUSH, Role.SWING, Role.SUPPORT), (push, swing, support), strict=True))
    interval = {role: Estimate(value, value - half, value + half, "1") for role, value in found.items()}
    return ClaimData(EMPTY, loads=(LoadAnswer("Noa", START, "x", 4, {}, {}, {}, interval),))


@pytest.mark.parametrize(
    ("claim", "data", "verdict"),
    [
        ("one-part-sets-the-limit", loads(0.0, 0.6, -0.03), FOR),
        ("one-part-sets-the-limit", loads(0.5, 0.6, 0.0), AGAINST),
        ("one-part-sets-the-limit", loads(0.1, 0.6, 0.0, 0.3), UNTOLD),
        ("one-part-sets-the-limit", loads(0.0, 0.6, 0.055), UNTOLD),
        ("arms-and-torso-support", loads(0.3, 0.6, 0.2), FOR),
        ("arms-and-torso-support", loads(0.3, 0.6, -0.02), AGAINST),
        ("arms-and-torso-support", loads(0.3, 0.6, 0.03), UNTOLD),
    ],
)
def test_a_load_series_weighs_what_costs_speed(claim, data, verdict):
    assert trial(claim, data).verdict is verdict


def cue(verdict: CueVerdict, value: float, half: float = 0.01, outcome: Outcome = Outcome.TIME) -> CueAnswer:
    found = Estimate(value, value - half, value + half, "1")
    return CueAnswer("Noa", START, "x", outcome, ("push", "relax"), 9, 9, found, 0.01, verdict)


@pytest.mark.parametrize(
    ("answers", "verdict"),
    [
        ((cue(CueVerdict.SAME, 0.0),), FOR),
        ((cue(CueVerdict.FIRST, 0.03), cue(CueVerdict.SAME, 0.0)), AGAINST),
        ((cue(CueVerdict.SECOND, -0.03),), AGAINST),
        ((cue(CueVerdict.FIRST, 0.0105),), UNTOLD),
        ((cue(CueVerdict.CANNOT_TELL, 0.005),), UNTOLD),
        ((cue(CueVerdict.FIRST, 2.0, outcome=Outcome.FEEL),), UNTOLD),
        ((), UNTOLD),
    ],
)
def test_cues_are_weighed_by_their_times(answers, verdict):
    assert trial("cues-alone-change-little", ClaimData(EMPTY, cues=answers)).verdict is verdict


@pytest.mark.parametrize(
    ("named", "verdict"),
    [
        (PlateauType.NOT_TOGETHER, FOR),
        (PlateauType.NOT_EXPOSED, AGAINST),
        (PlateauType.IMPROVING, UNTOLD),
        (PlateauType.CANNOT_TELL, UNTOLD),
    ],
)
def test_the_kind_of_a_standstill(named, verdict):
    assert trial("stuck-means-not-together", ClaimData(EMPTY, plateau=Plateau({}, named, (), ()))).verdict is verdict


def change(value: float, error: float = 0.004) -> Draws:
    return Draws(value, value + error * np.random.default_rng(0).standard_normal(2000), "1")


@pytest.mark.parametrize(
    ("load", "speed", "verdict"),
    [
        (0.3, change(-0.02), FOR),
        (0.3, change(0.0), FOR),
        (0.3, change(0.02), AGAINST),
        (0.3, change(0.005), UNTOLD),
        (0.0, change(-0.02), UNTOLD),
        (None, change(-0.02), UNTOLD),
    ],
)
def test_load_beside_speed(load, speed, verdict):
    assert trial("more-is-not-better", ClaimData(EMPTY, load=load, recent_speed=speed)).verdict is verdict


def habit(effect: float, *, days: int = 20, feel: bool = True, kept: bool = True) -> ClaimData:
    rng = np.random.default_rng(4)
    log: list[ToldDay] = []
    speeds: list[tuple[date, Draws]] = []
    for week in range(days):
        on, good = START + timedelta(weeks=week), week % 3 != 0
        if kept:
            log += [ToldDay(on - timedelta(back), frozenset({"play" if good and back == 2 else "easy"}), True)
                    for back in (1, 2, 4)]  # fmt: skip
        log.append(ToldDay(on, frozenset({"speed"}), True, (Feel.SMOOTH if good else Feel.STUCK) if feel else None))
        value = 9.0 * np.exp(0.001 * week + effect * good + 0.003 * rng.standard_normal())
        speeds.append((on, Draws(value, value * (1.0 + 0.003 * rng.standard_normal(200)), "m/s")))
    return ClaimData(EMPTY, speeds=speeds, days=log)


@pytest.mark.parametrize("claim", ["good-feel-fast-run", "play-keeps-speed"])
@pytest.mark.parametrize(("effect", "verdict"), [(0.03, FOR), (0.0, AGAINST), (-0.02, AGAINST)])
def test_speed_beside_a_habit(claim, effect, verdict):
    found = trial(claim, habit(effect))
    assert found.verdict is verdict
    assert found.seen[0].value.low < effect < found.seen[0].value.high


def test_few_days_no_feel_and_a_log_not_kept_tell_nothing():
    for data in (habit(0.03, days=6), habit(0.03, feel=False)):
        assert trial("good-feel-fast-run", data).verdict is UNTOLD
    assert "0 with it, 0 without" in trial("play-keeps-speed", habit(0.03, kept=False, days=1)).reason


def test_a_season_of_progress_is_not_taken_for_a_habit():
    """Speed rises all season and the habit begins half-way: without the trend the habit would look like the reason."""
    data = habit(0.0)
    rising = [(on, Draws(draws.point * np.exp(0.004 * week), draws.samples * np.exp(0.004 * week), "m/s"))
              for week, (on, draws) in enumerate(data.speeds)]  # fmt: skip
    late = [replace(day, feel=Feel.LIGHT if day.on > START + timedelta(weeks=10) else Feel.HEAVY) for day in data.days]
    assert trial("good-feel-fast-run", replace(data, speeds=rising, days=late)).verdict is not FOR


def test_the_order_of_what_was_stored_changes_nothing():
    data = habit(0.03)
    turned = replace(data, speeds=data.speeds[::-1], days=data.days[::-1])
    assert trial("play-keeps-speed", data) == trial("play-keeps-speed", turned)


AIM = "aim-at-the-limit"


@pytest.mark.parametrize(
    ("standing", "verdict"),
    [
        (None, UNTOLD),
        (Standing(0, 0.0, None, decided=False), UNTOLD),
        (Standing(1, 6.0, None, decided=False), UNTOLD),
        (Standing(8, 3.0, 1.0, decided=False), UNTOLD),
        (Standing(8, 6.0, 2.0, decided=True), FOR),
        (Standing(8, -6.0, 2.0, decided=True), AGAINST),
    ],
)
def test_aiming_at_the_limit_is_told_by_the_scorecard_once_it_is_decided(standing, verdict):
    found = trial(AIM, ClaimData(EMPTY, aims=standing))
    assert found.verdict is verdict
    assert bool(found.lacking) is (verdict is UNTOLD)


def test_aiming_at_the_limit_mirrors_with_the_sign_of_the_scores():
    both = [trial(AIM, ClaimData(EMPTY, aims=Standing(9, sign * 7.0, 2.0, decided=True))) for sign in (1.0, -1.0)]
    assert {one.verdict for one in both} == {FOR, AGAINST}
    assert "better" in both[0].reason
    assert "worse" in both[1].reason
