"""Several sprints of one athlete as one answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from evenstride.core.errors import InputError
from evenstride.core.estimate import HOUSE_LEVEL, Estimate
from evenstride.core.fit import JointFit
from evenstride.notebook.frame import make_frame
from evenstride.notebook.printing import Answers, text_of
from evenstride.notebook.sprint import Sprint
from evenstride.notebook.why import Chain, explain_values
from evenstride.science.sprint.joint import USUAL_START
from evenstride.science.sprint.joint import fit_together as fit_jointly

if TYPE_CHECKING:
    from pandas import DataFrame


@dataclass(frozen=True, slots=True, eq=False)
class Trials:
    """Several trials with one curve: print it, or ask any of its sprints.

    Attributes
    ----------
    fit : JointFit
        The shared curve, with notes about the starts and about whether the trials agree.
    sprints : tuple of Sprint
        Each trial with the shared MSS and MAC and its own start.
    """

    fit: JointFit
    sprints: tuple[Sprint, ...]

    @property
    def values(self) -> dict[str, Estimate]:
        """MSS (m/s), MAC (m/s²) and TAU (s), shared by all trials."""
        return Answers({name: one.estimate() for name, one in self.fit.parameters.items()})

    def to_frame(self) -> DataFrame:
        """Return the shared values and each trial's start, `time_correction_1` and so on, as a pandas data frame.

        Raises
        ------
        InputError
            If pandas is not installed.
        """
        return make_frame(self._all_values())

    def why(self, *names: str) -> Chain:
        """Say where values come from, all of them where none is named: each value, the shared fit, every trial."""
        sprints = self.sprints
        recordings = [one.recording for one in sprints]
        return explain_values(names, self._all_values(), self.fit, recordings, load=sprints[0].load)

    def _all_values(self) -> dict[str, Estimate]:
        trials = enumerate(self.sprints, start=1)
        starts = {f"{name}_{i}": one for i, sprint in trials for name, one in sprint.starts.items()}
        return Answers({**self.values, **starts})

    def __repr__(self) -> str:
        """Four lines: what was measured, the shared curve, each start, and whether the trials agree."""
        trials = enumerate(self.sprints, start=1)
        starts = [f"trial {i} {text_of(name, one)}" for i, sprint in trials for name, one in sprint.starts.items()]
        head = f"{self.sprints[0].recording.athlete}: {len(self.sprints)} trials together, {HOUSE_LEVEL:.0%} intervals"
        curve = " · ".join(text_of(name, one) for name, one in self.values.items())
        return "\n".join([head, curve, " · ".join(starts), self.fit.notes[-1] if self.fit.notes else ""]).rstrip()


def fit_together(
    sprints: Sequence[Sprint],
    *,
    fixed: Mapping[str, float] | None = None,
    start: tuple[float, float] = USUAL_START,
    seed: int = 0,
) -> Trials:
    """Fit one speed curve to several sprints of one athlete: shared MSS and MAC, each with its own start.

    Parameters
    ----------
    sprints : sequence of Sprint
        From `fit_sprint` or `fit_trace`, two or more, same load; how they were corrected alone does not matter.
    fixed : mapping of str to float
        `mss` or `mac` to hold.
    start : (float, float)
        Mean and SD (s) of what is told of a time correction of gates.
    seed : int
        Seed of the draws.

    Returns
    -------
    Trials
        One MSS (m/s), MAC (m/s²) and TAU (s) for all, and each trial with its own start.

    Raises
    ------
    InputError
        If something is no fitted sprint, or the loads differ.
    FitError
        If no one curve describes them.

    Examples
    --------
    >>> from evenstride.notebook.fits import fit_sprint
    >>> gates = [5, 10, 20, 30, 40]
    >>> one = fit_sprint(gates, [1.16, 1.89, 3.16, 4.31, 5.45], athlete="Kim")
    >>> two = fit_sprint(gates, [1.21, 1.95, 3.20, 4.37, 5.50], athlete="Kim")
    >>> print(repr(fit_together([one, two])).splitlines()[0])
    Kim: 2 trials together, 90% intervals
    """
    if not all(isinstance(sprint, Sprint) for sprint in sprints):
        raise InputError("trials are fitted sprints", remedy="Fit each with fit_sprint or fit_trace first")
    if len({sprint.load for sprint in sprints}) > 1:
        raise InputError(
            "these sprints were run with different loads",
            why="One curve cannot hold them",
            remedy="Fit those of one load together",
        )
    joint = fit_jointly([sprint.recording for sprint in sprints], fixed=fixed, start=start, seed=seed)
    pairs = zip(sprints, joint.trials, strict=True)
    return Trials(joint, tuple(replace(sprint, fit=fit) for sprint, fit in pairs))
