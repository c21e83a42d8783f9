"""What the squad laws are worth: calibration of the fit, and what the comparison can tell. Hours on all cores."""

from __future__ import annotations

from typing import Any

from validation._law_trials import FITS, LEAST_P, SQUADS, cover_shares, measure_trials, rank_chances

FULL = True


def rows() -> list[dict[str, Any]]:
    """Return what the trials come to; the trials themselves go to `law.json` and from there to the docs."""
    found = measure_trials()
    chances = rank_chances(found["own"])
    cover = cover_shares(found["own"])
    wrong = sum(_named_wrong(one) for one in found["confusion"])
    squads = sum(one["squads"] for one in found["confusion"])
    fits = len(found["own"])
    text = f"simulation-based calibration, {fits} fits of 5 athletes x 10 weeks under CES"
    figures = [
        ("calibration", min(chances.values()) * len(chances), ">=", LEAST_P, f"{text}: rarest χ² of ranks × number"),
        ("coverage_lowest", min(cover.values()), ">=", 0.84, f"{text}: 90 % intervals, rarest hyper-parameter"),
        ("coverage_highest", max(cover.values()), "<=", 0.96, f"{text}: 90 % intervals, commonest hyper-parameter"),
        ("named_wrongly", wrong / squads, "<=", 0.05, f"{squads} simulated squads, {SQUADS} a world and size: a law "
         "named that is not the squad's, laws outside the family counted too"),
    ]  # fmt: skip
    return [
        {
            "name": f"diagnosis.law_{name}", "value": value, "unit": "share", "op": op, "target": target,
            "against": against, "n": FITS if "calib" in name or "cover" in name else squads, "seed": None,
        }
        for name, value, op, target, against in figures
    ]  # fmt: skip


def _named_wrong(one: dict[str, Any]) -> int:
    """Count verdicts for a law that is not the world's; CES is right for no world but its own."""
    return sum(
        count for said, count in one["said"].items() if said != "undecided" and not one["world"].startswith(said)
    )
