"""The contacts of a trial, with sides that its markers bear out: what measuring and importing share."""

from __future__ import annotations

from evenstride.core.errors import FitError
from evenstride.core.estimate import Missing
from evenstride.core.leg import LegLength
from evenstride.core.roles import Side
from evenstride.core.signal import Signal
from evenstride.core.signal_mapping import MarkerMapping
from evenstride.core.stance import Trial
from evenstride.science.motion.side_check import require_body
from evenstride.science.plates.stances import NO_FOOT, prepare_trial


def plate_contacts(
    signal: Signal,
    mapping: MarkerMapping,
    *,
    mass: float | None = None,
    first: Side | None = None,
    leg: LegLength | None = None,
) -> Trial | Missing:
    """Find the contacts on the plates of a trial.

    Returns
    -------
    Trial or Missing
        Missing where there is no plate, or none that a foot was on, and markers may tell of the contacts instead.

    Raises
    ------
    InputError
        If names of sides are swapped by the way the body faces, or another axis points up than is said.
    FitError
        If no foot was on a plate and there are no markers either, or markers show another foot down than is said.
    """
    points = {} if signal.markers is None else mapping.of(signal.markers)
    require_body(points, signal.up)
    if not signal.plates and signal.markers is not None:
        return Missing("there is no force plate in this trial", "Forces need one")
    try:
        return prepare_trial(signal, mass=mass, first=first, mapping=mapping, leg=leg)
    except FitError as refused:
        if signal.markers is None or refused.what != NO_FOOT:
            raise
        return Missing(refused.what, refused.remedy)
