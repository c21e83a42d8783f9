"""The law of a squad in three sentences: what we saw, how sure, what next."""

from __future__ import annotations

from evenstride.core.law import Law, LawAnswer

TOLD_ALREADY = 0.8
"""Share of the prior's width above which an elasticity is called what was assumed, not what was seen (judgement)."""

_MEANING = {
    Law.ADDITIVE: "one can stand in for the other",
    Law.COBB_DOUGLAS: "each adds its own share, whatever the other does",
    Law.CES: "they replace each other in part",
    Law.MINIMUM: "both must improve together",
}


def say_law(answer: LawAnswer) -> tuple[str, str, str]:
    """Return the verdict, the elasticity of substitution with its doubt, and what to do."""
    return _verdict(answer), _elasticity(answer), _next(answer)


def say_law_checks(answer: LawAnswer) -> tuple[str, ...]:
    """Return a line for every fit whose sampling may not be trusted."""
    return tuple(
        f"The {one.law.value} fit has not settled (R-hat {one.diagnostics.r_hat:.3f}, bulk effective sample size "
        f"{one.diagnostics.bulk_ess:.0f} for {one.diagnostics.worst}): do not use its numbers."
        for one in answer.fits
        if not one.diagnostics.good
    )


def _verdict(answer: LawAnswer) -> str:
    who = (
        f"{answer.athletes} {'simulated ' if answer.simulated else ''}athletes, {answer.speeds} timed weeks, "
        f"{answer.push_test} for push and {answer.swing_test} for swing"
    )
    found = answer.comparison
    if found.verdict is not None:
        return f"{who}: the {found.verdict.value} law foretells unseen athletes best; {_MEANING[found.verdict]}."
    if found.ruled_out:
        out = " and ".join(law.value for law in found.ruled_out)
        return f"{who}: undecided between the laws, but {out} foretells unseen athletes clearly worse than another law."
    return f"{who}: undecided, as is usual; no law foretells unseen athletes clearly better than another."


def _elasticity(answer: LawAnswer) -> str:
    free = answer.free
    if free.substitution is None:
        return "The elasticity of substitution was not estimated."
    sigma = free.substitution.estimate()
    text = (
        f"Elasticity of substitution between push and swing {sigma.value:.2g} ({sigma.low:.2g} to {sigma.high:.2g}); "
        f"0 means that both must improve together, large that either will do."
    )
    if free.prior_narrowing > TOLD_ALREADY:
        return f"{text} That is mostly what was assumed beforehand: these data hardly speak about it."
    return text


def _next(answer: LawAnswer) -> str:
    verdict = answer.comparison.verdict
    if verdict is None:
        return (
            "Train both: what a squad of this kind can tell at all is on the page of the law, and a block that moves "
            "one side only tells more than any number of ordinary weeks."
        )
    return (
        "This is no claim yet: how often such a verdict is wrong is not measured whole (the page of the law), and it "
        "is no verdict on one athlete. Test it with a block whose forecast is fixed beforehand."
    )
