"""How to film a run, in words: what to do, and what each fault costs."""

from __future__ import annotations

from evenstride.core.film_set_up import FilmSetUp


def steps_of(set_up: FilmSetUp) -> tuple[str, ...]:
    """Return what to do, in order."""
    return (
        f"Put two cones on the line of the run, {set_up.cones:g} m apart by tape; the runner passes over the line, "
        "beside the cones.",
        f"Put the phone {set_up.distance:g} m away, opposite the middle of the cones and square to the lane, on a "
        f"tripod or a fence post, {set_up.height:g} m high: the height of the hip.",
        f"Turn it on its side. Step back or zoom until {set_up.view:g} m of the run fill the picture: both cones, and "
        "a metre beyond each.",
        f"Choose slow motion at {set_up.rate:g} frames a second, 1080 rows. Hold a finger on the lane until focus and "
        "exposure are locked.",
        "Have light on the runner: the sun behind the phone, not in it. Dark tights before a dark hedge are hard to "
        "see.",
        "Start the film, then the run; stop after the runner is out of view. Do not follow the runner with the phone.",
        "Send the original file: a messenger makes it smaller, and may change its rate.",
        "Check it at the track: evenstride video check FILE says within seconds what to change.",
    )


def costs_of(set_up: FilmSetUp) -> tuple[tuple[str, str], ...]:
    """Return faults and what each costs."""
    error = set_up.frame_error
    return (
        (
            f"120 frames a second, not {set_up.rate:g}",
            f"one contact time is {error(120.0):.1f} ms off instead of {error(set_up.rate):.1f}",
        ),
        (
            "30 or 60 frames a second",
            f"{error(30.0):.0f} or {error(60.0):.0f} ms off: contact times are not shown; steps, speed and angles are",
        ),
        ("the run 20 cm beside the line of the cones", f"lengths and speed {100.0 * set_up.beside(0.2):.0f} % wrong"),
        (
            "the phone 10° from square",
            f"lengths {100.0 * set_up.askew(10.0):.1f} % short; at 20° {100.0 * set_up.askew(20.0):.0f} %",
        ),
        ("from the front or behind", "no angle of running shows: refused"),
        ("the phone held by hand", "the ground moves 5 cm/s and more: about 5 ms of a contact"),
        (
            "the phone follows the runner",
            "speed only where the ground behind has a pattern; lengths at the ends too long",
        ),
        (
            "little light: 1/240 s to take a picture, not 1/1000",
            f"a foot at 10 m/s is a smear of {100.0 * set_up.smear(10.0, 1.0 / 240.0):.0f} cm, not "
            f"{100.0 * set_up.smear(10.0, 1.0 / 1000.0):.0f}",
        ),
        (
            "the runner half as tall in the picture",
            "twice the error of each point; at two and a half times contact is 6 to 7 ms off, not 3 to 5",
        ),
    )  # fmt: skip
