"""The page of the squad laws on simulated squads, from what the full validation last wrote."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from evenstride.core.law import LEAST_DIFFERENCE, LEAST_ERRORS, Law
from evenstride.science.law.priors import law_priors
from evenstride.science.law.simulate import USUAL_ERRORS
from validation._law_trials import (
    CALIBRATION,
    FITS,
    HELD,
    KEPT,
    LEAST_P,
    MISSED,
    SIZES,
    SQUADS,
    WORLDS,
    cover_shares,
    rank_chances,
    read_found,
)

STRANGE = ("sigma", "tilt")
"""Hyper-parameters a squad with a law outside the family does not have."""


def draw_law() -> str:
    """Return the page: what a comparison says of squads whose law is known, then whether the fit is calibrated."""
    found = read_found()
    lines = [
        "# What the law of a squad can tell",
        "",
        "Before anybody asks which law joins push and swing to speed, this is what the answer is worth on simulated "
        "squads whose law is known. How the comparison works: [The law](../explanation/the-law.md). Measured again by "
        "`make validate-full`.",
        "",
        *_sentence(found["confusion"]),
        "",
        "## What is said of which squad",
        "",
        f"{SQUADS} squads of every size and world; truths drawn from the priors below"
        f" (elasticity of CES held at {HELD['sigma']:g}), {MISSED:.0%} of readings missing, one reading of each role a "
        "week with errors of {push:.1%}, {swing:.1%} and {speed:.1%} of push, swing and speed. A law is named or ruled "
        "out only where scores differ by {least:g} and by more than {errors:g} standard errors. *Lead* is the score "
        "of the minimum law over Cobb–Douglas, *elasticity* the median over squads of 5 %, middle and 95 % under "
        "CES.".format(**USUAL_ERRORS, least=LEAST_DIFFERENCE, errors=LEAST_ERRORS),
    ]
    for athletes, weeks in SIZES:
        own = [one for one in found["confusion"] if one["athletes"] == athletes]
        lines += ["", f"### {athletes} athletes, {weeks} weeks", ""]
        lines += _table(own) if own else [""]
        lacking = [world for world in WORLDS if world not in {one["world"] for one in own}]
        if lacking:
            lines += ["", f"**Not measured yet: {', '.join(lacking)}**; `make validate-full` goes on with them."]
    lines += _calibration(found["own"], found["foreign"])
    lines += _priors()
    return "\n".join(lines) + "\n"


def _sentence(rows: Sequence[dict[str, Any]]) -> list[str]:
    if not rows:
        return ["**Nothing is measured yet of what the comparison names.**"]
    squads = sum(one["squads"] for one in rows)
    undecided = sum(one["said"].get("undecided", 0) for one in rows)
    text = f"**Of {squads} squads {undecided} stay undecided.**"
    return [f"{text} That is the usual answer, and the honest one: the laws differ by less than a stopwatch sees."]


def _table(rows: Sequence[dict[str, Any]]) -> list[str]:
    laws = [law.value for law in Law]
    heads = ["the squad's law", "undecided", *laws, *(f"{law} ruled out" for law in laws), "lead", "elasticity"]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    for one in rows:
        said = [str(one["said"].get(name, 0)) for name in ("undecided", *laws)]
        out = [str(one["ruled_out"].get(law, 0)) for law in laws]
        low, middle, high = (f"{value:.1f}".replace("-", "−") for value in one["minimum_lead"])
        lead = f"{middle} ({low} to {high})"
        sigma = "{1:.2f} ({0:.2f} to {2:.2f})".format(*one["elasticity"])
        lines.append("| " + " | ".join([one["world"], *said, *out, lead, sigma]) + " |")
    return lines


def _calibration(own: Sequence[dict[str, Any]], foreign: Sequence[dict[str, Any]]) -> list[str]:
    athletes, weeks = CALIBRATION
    lines = [
        "",
        "## Whether the fit is calibrated",
        "",
        f"Truths are drawn from the priors, squads of {athletes} athletes and {weeks} weeks simulated from them and "
        f"fitted under CES; the truth must fall anywhere among {KEPT} draws of the fit equally often. *Chance* is that "
        f"of ranks at least as uneven (χ², ten bins); the calibration holds where none is below {LEAST_P:g} shared "
        "among all. *90 %* is how often the truth is neither below nor above all those draws. Right: squads that "
        "obey the synthesising unit, a law none of the models holds; it carries no bar.",
        "",
        f"Fits measured: {len(own)} and {len(foreign)} of {FITS} each.",
    ]
    if not own:
        return lines
    left = rank_chances(own), cover_shares(own)
    right = (rank_chances(foreign), cover_shares(foreign)) if foreign else None
    lines += ["", "| hyper-parameter | chance | 90 % | chance, foreign law | 90 %, foreign law |"]
    lines += ["|---|---:|---:|---:|---:|"]
    for name in left[0]:
        other = ("", "") if right is None or name in STRANGE else (f"{right[0][name]:.3f}", f"{right[1][name]:.2f}")
        lines.append(f"| `{name}` | {left[0][name]:.3f} | {left[1][name]:.2f} | {other[0]} | {other[1]} |")
    return lines


def _priors() -> list[str]:
    lines = ["", "## Priors", "", "All judgement; log units where a quantity is positive.", ""]
    lines += ["| hyper-parameter | middle | 5 % | 95 % |", "|---|---:|---:|---:|"]
    for name, prior in law_priors(Law.CES, USUAL_ERRORS).items():
        ends = [prior.value_at(z) for z in (0.0, -1.645, 1.645)]
        lines.append(f"| `{name}` | " + " | ".join(f"{one:.3g}".replace("-", "−") for one in ends) + " |")
    return lines
