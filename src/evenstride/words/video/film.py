"""What is said of a film before it is measured: whether it will do, and what to do otherwise next time."""

from __future__ import annotations

from collections.abc import Callable

from evenstride.core.film_check import FilmCheck, FilmFinding, Fit, RateFrom

_VERDICTS = {
    Fit.GOOD: "Good enough.",
    Fit.CHANGE: "Usable; better with what is said below.",
    Fit.NOT_ENOUGH: "Not enough for all that a film can show; see below.",
}


def verdict_of(check: FilmCheck) -> str:
    """Return what the film is, and whether it will do."""
    facts, rate = check.facts, check.rate
    life = facts.duration * facts.tagged_rate / rate
    size = f"{facts.width} × {facts.height} px, {facts.frames} frames, {life:.1f} s of life"
    return f"{facts.name}: {size}, {rate_text(check)}. {_VERDICTS[check.fit]}"


def rate_text(check: FilmCheck) -> str:
    """Return how many frames a second, and who says so."""
    rate = f"{check.rate:.4g} frames a second"
    match check.rate_from:
        case RateFrom.TOLD:
            return f"{rate} as you say"
        case RateFrom.FILE:
            return f"{rate} as the phone wrote"
        case RateFrom.CLOCK:
            return f"{rate} as it plays"


def sentence_of(finding: FilmFinding, check: FilmCheck) -> str:
    """Return one finding in plain words: what is seen, what it costs, what to do."""
    if finding.code == "file":
        return check.facts.notes[int(finding.values[0])]
    return _SENTENCES[finding.code, finding.kind](finding)


def _rate(finding: FilmFinding) -> str:
    rate, plays, error = finding.values
    plain = f"{rate:.4g} frames a second make {error:.1f} ms of error in a single contact time"
    if finding.fit is Fit.GOOD:
        return f"{plain}."
    if finding.fit is Fit.CHANGE:
        return f"{plain}; 240 make 1.7. Film in slow motion at 240."
    refused = "Below 120 frames a second contact times are not shown; steps, speed and angles are"
    if finding.kind == "unsure":
        return (
            f"It plays at {plays:.4g} frames a second. {refused}. If it was filmed in slow motion, say at how many, "
            "such as --fps 240; nothing is assumed."
        )
    return f"{plain}. {refused}. Film in slow motion at 240."


def _larger(finding: FilmFinding) -> str:
    return (
        f"from {finding.values[1]:.0f} px on a point of the body is placed finely enough. Film in a higher resolution, "
        "or from nearer."
    )


_SENTENCES: dict[tuple[str, str], Callable[[FilmFinding], str]] = {
    ("rate", "known"): _rate,
    ("rate", "unsure"): _rate,
    ("times", "uneven"): lambda _: "Frames do not follow each other evenly; the file's own times are used.",
    ("size", "nothing"): lambda _: (
        "Nothing as large as a runner moves. Have the whole runner pass through the picture."
    ),
    ("size", "seen"): lambda one: (
        f"What moves is {one.values[0]:.0f} px tall{'.' if one.fit is Fit.GOOD else f'; {_larger(one)}'}"
    ),
    ("size", "in_place"): lambda one: (
        f"What moves is at least {one.values[0]:.0f} px tall and stays in place, as on a treadmill; a trunk that keeps "
        "still is not seen. "
        + (
            f"A whole runner of {one.values[1]:.0f} px is large enough: look whether yours is."
            if one.fit is Fit.GOOD
            else f"F{_larger(one)[1:]}"
        )
    ),
    ("blur", "sharp"): lambda _: "Edges are sharp.",
    ("blur", "focus"): lambda one: (
        f"The whole picture is smeared by {one.values[0]:.1f} px, {one.values[1]:.1f} cm on the runner. Wipe the lens, "
        "and hold a finger on the runner's lane until the focus is locked."
    ),
    ("blur", "motion"): lambda one: (
        f"What moves is smeared by {one.values[0]:.1f} px, {one.values[1]:.1f} cm. More light, or a shorter exposure: "
        "1/1000 s and less."
    ),
    ("light", "enough"): lambda one: f"Light enough ({one.values[0]:.0f} % of full brightness).",
    ("light", "dark"): lambda one: (
        f"Dark: half of the picture is below {one.values[0]:.0f} % of full brightness. Film by daylight."
    ),
    ("light", "white"): lambda one: (
        f"{one.values[0]:.0f} % of the picture is pure white, and what is in it cannot be seen. Film with the sun "
        "behind the camera, or lock the exposure on the runner's lane."
    ),
    ("noise", "flickers"): lambda one: (
        f"Still places flicker by {one.values[0]:.0f} of 255 grey steps, as in little light. Film by daylight."
    ),
    ("camera", "stands"): lambda _: "The camera stands still.",
    ("camera", "unseen"): lambda _: (
        "The ground shows no pattern, so that nothing tells whether the camera stood still."
    ),
    ("camera", "pans"): lambda one: (
        f"The camera pans, by {one.values[0]:.2f} m/s at a runner of 1.75 m. Say --camera panning, or put the phone on "
        "something that stands: speed is then exact."
    ),
    ("camera", "shakes"): lambda one: (
        f"The camera shakes, by {one.values[0]:.0f} cm/s at a runner of 1.75 m; 5 are about 5 ms of a contact. Put the "
        "phone on something that stands; for this film say --camera panning, and the ground is followed."
    ),
    ("way", "upright"): lambda _: (
        "The phone was held upright: lying on its side it sees nearly twice as much of the run."
    ),
    ("length", "fits"): lambda one: f"{one.values[0]:.1f} s of life.",
    ("length", "short"): lambda one: (
        f"{one.values[0]:.2f} s of life are a step or two. Start the film before the runner comes into view."
    ),
    ("length", "long"): lambda one: (
        f"{one.values[0]:.0f} s of life, {one.values[1]:.0f} frames: finding the pose takes long. Cut it to the run."
    ),
}
