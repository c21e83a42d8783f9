"""How often the right role is named, calibration of the chances in two worlds, and an ideal observer beside us."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from evenstride.core.estimate import Array
from evenstride.core.plateau import PlateauType
from evenstride.core.roles import Role, Weight
from evenstride.science.diagnosis.plateau import judge_plateau
from validation._limit_trials import (
    PUBLISHED,
    SEED,
    SHIFTED,
    Athlete,
    Season,
    detectable_change,
    draw_athletes,
    ideal_named,
    planted,
    run_seasons,
)
from validation._plateau_signs import simulate_signs

Row = dict[str, Any]

FULL = True
FILE = Path(__file__).with_name("diagnosis.json")

SEASONS, ATHLETES, PLATEAUS = 500, 1500, 200
PILOT = 60
"""Seasons of noise from which the detectable change is taken."""

BINS = 10
FOLLOWS = 0.5
"""Elasticity of the role that limits, and of a planted support or timing."""

SEASON_TEXT = "athletes of the published priors of whom one role limits, one season of two tests a side"

STILL = {Role.PUSH: 0.3, Role.SWING: 0.3}


def rows() -> list[Row]:
    """Return the rows; reliability, power and confusion go to `diagnosis.json` and from there to the docs."""
    noise = planted({}, STILL)
    effect = {role: 3.0 * detectable_change(noise, role, PILOT) for role in Role}
    power = {
        "push grew, speed did not": (planted({Role.PUSH: effect[Role.PUSH]}, {Role.SWING: FOLLOWS}), Role.SWING),
        "swing grew, speed did not": (planted({Role.SWING: effect[Role.SWING]}, {Role.PUSH: FOLLOWS}), Role.PUSH),
    }
    named = {text: _share(run_seasons(one, SEASONS), role) for text, (one, role) in power.items()}
    ideal = {text: ideal_named(one, SEASONS).count(role) / SEASONS for text, (one, role) in power.items()}
    alone = {
        role: run_seasons(planted({role: effect[role]}, {role: FOLLOWS}), SEASONS)
        for role in (Role.SUPPORT, Role.TIMING)
    }
    quiet = run_seasons(noise, SEASONS)
    worlds = {
        name: list(draw_athletes(mix, ATHLETES)) for name, mix in {"published": PUBLISHED, "shifted": SHIFTED}.items()
    }
    document = {
        "effect": {role.value: round(one, 4) for role, one in effect.items()},
        "seasons": SEASONS,
        "named": {text: {"ours": named[text], "ideal": ideal[text]} for text in power},
        "nobody_named_in_noise": _share(quiet, None),
        "worlds": {name: _world(athletes) for name, athletes in worlds.items()},
        "plateaus": _confusion(),
    }
    FILE.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    planted_text = "a change of 3 × MDC of a season's trend, full pocket battery"
    return [
        *(
            _row(f"planted_{text.split()[0]}_names_{role}", named[text], ">=", 0.7, f"{planted_text}: {text}")
            for text, (_, role) in power.items()
        ),
        *(
            _row(f"planted_{text.split()[0]}_ideal", one, "<=", 1.0, f"an observer who knows every error: {text}")
            for text, one in ideal.items()
        ),
        *(
            _row(f"planted_{role}_is_a_hint", _hints(seasons, role), ">=", 1.0, f"{planted_text}; one family")
            for role, seasons in alone.items()
        ),
        _row("noise_names_nobody", _share(quiet, None), ">=", 0.9, "nothing planted, full pocket battery"),
        *_limit_rows(document["worlds"]["published"]),
        *_calibration_rows(worlds),
    ]


def _limit_rows(world: dict[str, Any]) -> list[Row]:
    return [
        _row("limit_named", world["named_right"], ">=", 0.08, f"{SEASON_TEXT}: named", ATHLETES),
        _row("limit_ideal", world["ideal_right"], "<=", 1.0, f"{SEASON_TEXT}: ideal", ATHLETES),
        _row("limit_wrong", world["named_wrong"], "<=", 0.1, "of all of them a wrong role", ATHLETES),
    ]


def _calibration_rows(worlds: dict[str, list[Athlete]]) -> list[Row]:
    published, shifted = (_calibration_error(worlds[name]) for name in ("published", "shifted"))
    without_a_bar = "another world; reported without a bar"
    return [
        _row("calibration_error", published, "<=", 0.05, "truth drawn from the published priors", ATHLETES),
        _row("calibration_error_shifted", shifted, "<=", 1.0, without_a_bar, ATHLETES),
    ]


def _share(seasons: Sequence[Season], role: Role | None) -> float:
    return sum(one.named is role for one in seasons) / len(seasons)


def _hints(seasons: Sequence[Season], role: Role) -> float:
    """Share of seasons in which a role of one family was a hint at most and not named."""
    return sum(one.named is not role and one.weights[role] is not Weight.EVIDENCE for one in seasons) / len(seasons)


def _bins(athletes: Sequence[Athlete]) -> list[tuple[float, float, int]]:
    """Return (chance told, share that came true, answers) of equal-count bins."""
    told: Array = np.concatenate([one.told for one in athletes])
    happened: Array = np.concatenate([one.happened for one in athletes])
    order = np.argsort(told, kind="stable")
    return [(float(told[one].mean()), float(happened[one].mean()), one.size) for one in np.array_split(order, BINS)]


def _calibration_error(athletes: Sequence[Athlete]) -> float:
    bins = _bins(athletes)
    return sum(abs(told - true) * size for told, true, size in bins) / sum(size for _, _, size in bins)


def _world(athletes: Sequence[Athlete]) -> dict[str, Any]:
    limited = [one for one in athletes if one.truth is not None]

    def right(name: str) -> float:
        return sum(getattr(one, name) is one.truth for one in limited) / len(limited)

    def wrong(name: str) -> float:
        return sum(getattr(one, name) not in (None, one.truth) for one in athletes) / len(athletes)

    return {
        "bins": [[round(told, 4), round(true, 4), size] for told, true, size in _bins(athletes)],
        "error": round(_calibration_error(athletes), 4),
        "limited": len(limited) / len(athletes),
        **{
            f"{name}_{kind}": round(count(name), 4)
            for name in ("named", "ideal")
            for kind, count in (("right", right), ("wrong", wrong))
        },
    }


def _confusion() -> dict[str, dict[str, float]]:
    """Return what each planted kind of plateau is named, as shares."""
    table: dict[str, dict[str, float]] = {}
    for kind in PlateauType:
        signs = (simulate_signs(kind, np.random.default_rng([SEED, number])) for number in range(PLATEAUS))
        named = [judge_plateau(one).named for one in signs]
        table[kind.value] = {other.value: named.count(other) / PLATEAUS for other in PlateauType if other in named}
    return table


def _row(name: str, value: float, op: str, target: float, against: str, n: int = SEASONS) -> Row:
    return {
        "name": f"diagnosis.{name}", "value": round(float(value), 4), "unit": "1", "op": op, "target": target,
        "against": against, "n": n, "seed": SEED,
    }  # fmt: skip
