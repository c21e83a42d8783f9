"""Plans of random athletes and calendars: hard rules kept, clashes smallest, the same request the same plan."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta

from evenstride.core.athlete import Level
from evenstride.core.log import LogEntry, Pain
from evenstride.core.plan import Clash, Kind, Plan, Request
from evenstride.core.roles import Role
from evenstride.core.training import Phase, Practice, SportDay, SportLoad, Stage, WayEnded, WeekDone
from evenstride.core.work import Work
from evenstride.plan import Settings, check_plan, exercises, solve_plan
from evenstride.plan.outline_weeks import THEMES
from evenstride.plan.search import is_satisfiable, rules

SEED = 20260302
MONDAY = date(2026, 3, 2)
CASES = 2000
BEST_CASES = 60
PLACES = ("hamstring", "groin", "hip flexor", "calf", "heel", "knee", "lower back", "shoulder", "somewhere")
KIT = tuple(sorted({kit for exercise in exercises().values() for kit in exercise.kit}))
CHECKER = "independent checker"


def rows() -> list[dict[str, object]]:
    """Measure what plans promise."""
    chance = random.Random(SEED)
    asked = [_random_request(chance) for _ in range(CASES)]
    answers = [solve_plan(request, settings=Settings(first_feasible=True)) for request in asked]
    plans = [(request, answer) for request, answer in zip(asked, answers, strict=True) if isinstance(answer, Plan)]
    clashes = [(request, answer) for request, answer in zip(asked, answers, strict=True) if isinstance(answer, Clash)]
    broken = sum(len(check_plan(plan, request)) for request, plan in plans)
    smallest = sum(_is_smallest(clash, request) for request, clash in clashes)
    best = [_best(_random_request(chance), chance) for _ in range(BEST_CASES)]
    return [
        _row("plan.hard_rule_violations", broken, "violations", "<=", 0, CHECKER, len(plans)),
        _row("plan.clashes_minimal", smallest / len(clashes), "share", ">=", 1.0, "subsets solved anew", len(clashes)),
        _row("plan.best_violations", sum(item[0] for item in best), "violations", "<=", 0, CHECKER, BEST_CASES),
        _row("plan.best_proven", _share(best, 1), "share", ">=", 0.95, "solver's proof, four weeks", BEST_CASES),
        _row("plan.order_free", _share(best, 2), "share", ">=", 1.0, "same request, shuffled", BEST_CASES),
    ]


def _row(name: str, value: float, unit: str, op: str, target: object, against: str, n: int) -> dict[str, object]:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "op": op,
        "target": target,
        "against": against,
        "n": n,
        "seed": SEED,
    }


def _random_request(chance: random.Random) -> Request:
    weeks = chance.choice((1, 2, 3, 4))
    push = chance.choice((0.3, 0.5, 0.7))
    minutes = (0.0, 10.0, 25.0, 40.0, 60.0, 60.0, 90.0)
    return Request(
        start=MONDAY,
        weeks=weeks,
        level=chance.choice(list(Level)),
        available={MONDAY + timedelta(days=day): chance.choice(minutes) for day in range(7 * weeks)},
        masters=chance.random() < 0.25,
        age=chance.choice((None, None, 10, 14, 22, 45)),
        kit=tuple(item for item in KIT if chance.random() < 0.4),
        emphasis={Role.PUSH: push, Role.SWING: 1.0 - push},
        pains=tuple(_random_pain(chance) for _ in range(chance.choice((0, 0, 1, 2)))),
        red_flags=("fever",) if chance.random() < 0.05 else (),
        ready=chance.random() > 0.1,
        log=tuple(_random_entry(chance) for _ in range(chance.choice((0, 4, 8)))),
        practice=chance.choice((*Practice, Practice.SPRINT, Practice.SPRINT)),
        racing=chance.random() < 0.3,
        long_races=chance.random() < 0.3,
        sport={
            MONDAY + timedelta(days=chance.randrange(7 * weeks)): _random_sport(chance)
            for _ in range(chance.choice((0, 0, 2, 4)))
        },
        phases=tuple(chance.choice(list(Phase)) for _ in range(chance.choice((0, 0, weeks)))),
        themes=tuple(chance.choice((None, *THEMES)) for _ in range(chance.choice((0, 0, weeks)))),
        stuck=chance.random() < 0.15,
        low_recovery=chance.random() < 0.1,
        done=tuple(_random_week(chance, number) for number in range(chance.choice((0, 0, 2, 4)))),
        max_speed_sessions=chance.choice((None, None, None, 1)),
        min_speed_sessions=chance.choice((None, None, 1, 2)),
        best_speed=chance.choice((None, 4.2, 7.0, 10.0)),
        swing_weeks=chance.choice((0, 2)),
        returned=_random_end(chance) if chance.random() < 0.15 else None,
        shares=tuple(chance.choice((None, 0.6, 0.8)) for _ in range(chance.choice((0, 0, weeks)))),
        tops=tuple(chance.choice((None, 0.9, 0.95)) for _ in range(chance.choice((0, 0, weeks)))),
    )


def _random_end(chance: random.Random) -> WayEnded:
    on = MONDAY - timedelta(days=chance.randint(0, 20))
    began = on - timedelta(days=chance.randint(0, 50))
    return WayEnded("calf", began, on, chance.choice(list(Stage)), began)


def _random_sport(chance: random.Random) -> SportDay:
    return SportDay("sport", chance.choice(list(SportLoad)))


def _random_week(chance: random.Random, number: int) -> WeekDone:
    metres, top = chance.choice((None, 0.0, 90.0, 240.0)), chance.choice((None, 0.9, 0.95, 0.98))
    contacts = chance.choice((None, 0.0, 45.0, 100.0))
    return WeekDone(MONDAY - timedelta(weeks=4 - number), fast_metres=metres, intensity=top, contacts=contacts)


def _random_pain(chance: random.Random) -> Pain:
    return Pain(chance.choice(PLACES), chance.randint(0, 7), worse_next_morning=chance.random() < 0.2)


def _random_entry(chance: random.Random) -> LogEntry:
    day = MONDAY - timedelta(days=chance.randint(0, 40))
    pains = (_random_pain(chance),) if chance.random() < 0.2 else ()
    work = tuple(_random_work(chance) for _ in range(chance.choice((0, 1, 3))))
    kind = chance.choice([*(kind.value for kind in Kind), "yoga"])
    return LogEntry(day, kind, minutes=30.0, pains=pains, work=work)


def _random_work(chance: random.Random) -> Work:
    """Strength and jumps as somebody might tell them, some of it left out."""
    code = chance.choice(("back_squat", "deadlift", "split_squat", "single_leg_bridge", "drop_jump_30", "pogo"))
    load, rir = chance.choice((None, 0.0, 40.0, 82.5)), chance.choice((None, 0.0, 2.0, 4.0))
    return Work(code, chance.choice((None, 2, 4)), chance.choice((None, 5, 12)), load, rir)


def _is_smallest(clash: Clash, request: Request) -> bool:
    members = [rule for rule in rules() if rule.RULE.code in clash.rules]
    without = ([item for item in members if item is not rule] for rule in members)
    return not is_satisfiable(request, members) and all(is_satisfiable(request, others) for others in without)


def random_calendars(count: int) -> list[Request]:
    """Return requests of four weeks without a wish for more speed, for random athletes, calendars and logs."""
    chance = random.Random(SEED)
    return [_four_weeks(_random_request(chance), chance) for _ in range(count)]


def _four_weeks(request: Request, chance: random.Random) -> Request:
    free = {MONDAY + timedelta(days=day): chance.choice((0.0, 40.0, 60.0, 90.0)) for day in range(28)}
    return replace(request, weeks=4, available=free, min_speed_sessions=None)


def _best(request: Request, chance: random.Random) -> tuple[int, bool, bool]:
    """Violations of the best four-week plan, whether it is proven, and whether a shuffled request gives the same."""
    request = _four_weeks(request, chance)
    free = request.available
    plan = solve_plan(request)
    shuffled = replace(
        request,
        available=dict(chance.sample(list(free.items()), len(free))),
        kit=tuple(reversed(request.kit)),
        pains=tuple(reversed(request.pains)),
        log=tuple(chance.sample(request.log, len(request.log))),
    )
    if not isinstance(plan, Plan):
        raise TypeError("a request without wishes always has a plan")
    return len(check_plan(plan, request)), plan.proven or plan.stopped, solve_plan(shuffled) == plan


def _share(best: list[tuple[int, bool, bool]], which: int) -> float:
    return sum(item[which] for item in best) / len(best)
