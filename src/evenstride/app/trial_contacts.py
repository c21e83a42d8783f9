"""The contacts of a trial, with sides that its markers bear out: what measuring and importing share."""

from __future__ import annotations

from evenstride.core.errors import FitError
from evenstride.core.estimate import Missing
from evenstride.core.roles import Side
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.core.stance import Trial
from evenstride.science.side_check import name_feet, require_sides
from evenstride.science.stances import prepare_trial


def plate_contacts(
    signal: Signal, mapping: MarkerMapping, *, mass: float | None = None, first: Side | None = None
) -> Trial | Missing:
    """Find the contacts on the plates of a trial.

    Returns
    -------
    Trial or Missing
        Missing where there is no plate, or none that a foot was on, and markers may tell of the contacts instead.

    Raises
    ------
    InputError
        If names of sides are swapped, by the way the body faces or by the foot that was down.
    FitError
        If no foot was on a plate and there are no markers either.
    """
    points = {} if signal.markers is None else mapping.of(signal.markers)
    require_sides(points, signal.up)
    if not signal.plates and signal.markers is not None:
        return Missing("there is no force plate in this trial", "Forces need one")
    try:
        trial = prepare_trial(signal, mass=mass, first=first)
    except FitError as refused:
        if signal.markers is None:
            raise
        return Missing(refused.what, refused.remedy)
    if signal.markers is None:
        return trial
    return name_feet(trial, points, signal.markers.rate, signal.up)
