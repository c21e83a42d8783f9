"""What was done in a session, exercise by exercise, as the athlete tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Work:
    """One exercise as it was done. None means not told; 0 is a value.

    Attributes
    ----------
    exercise : str
        Code of the exercise catalogue, or the athlete's own word.
    sets, reps : int or None
        Sets, and repetitions in each.
    load : float or None
        Outer load in kg.
    rir : float or None
        Repetitions in reserve at the end of the hardest set, 0 to 10.
    distance, run_in : float or None
        Fast part of one rep in m, and the metres before it that are not counted.
    duration : float or None
        Of one rep in s.
    intensity : float or None
        Share of best speed.
    times : tuple of float
        Times of the reps in s, in order; empty when not told.
    contacts : int or None
        Ground contacts of jumps and hops, of all sets together.
    rest : float or None
        Between reps, in s; where rests differed the usual one.
    power : float or None
        Best mean power of one rep in W, as bike or meter shows it.
    meter : str
        The bike or meter it was read from, one word; empty when not told.
    """

    exercise: str
    sets: int | None = None
    reps: int | None = None
    load: float | None = None
    rir: float | None = None
    distance: float | None = None
    run_in: float | None = None
    duration: float | None = None
    intensity: float | None = None
    times: tuple[float, ...] = ()
    contacts: int | None = None
    rest: float | None = None
    power: float | None = None
    meter: str = ""

    @property
    def metres(self) -> float | None:
        """Metres of all reps without their run-in, None where distance or number of reps was not told.

        Examples
        --------
        >>> Work("fly_run", sets=1, reps=4, distance=20.0).metres
        80.0
        """
        if self.distance is None or self.sets is None or self.reps is None:
            return None
        return self.sets * self.reps * self.distance

    @property
    def text(self) -> str:
        """The work in the short form in which it can be told again.

        Examples
        --------
        >>> Work("back squat", sets=3, reps=5, load=82.5, rir=2.0).text
        'back squat 3x5 82.5kg rir2'
        >>> Work("fly run", sets=1, reps=4, distance=20.0, run_in=30.0, intensity=0.98, times=(2.31, 2.28)).text
        'fly run 4x20m run-in 30m 98% in 2.31/2.28'
        >>> Work("fly run", sets=1, reps=6, distance=20.0, rest=180.0).text
        'fly run 6x20m rest 3min'
        >>> Work("calf hold", sets=3, reps=1, duration=30.0).text
        'calf hold 3x30s'
        """
        told = [self._amount]
        told += [f"{self.duration:.10g}s"] if self.distance is not None and self.duration is not None else []
        told += [f"run-in {self.run_in:.10g}m"] if self.run_in is not None else []
        told += [f"{self.load:.10g}kg"] if self.load is not None else []
        told += [f"{100.0 * self.intensity:.10g}%"] if self.intensity is not None else []
        told += [f"rir{self.rir:.10g}"] if self.rir is not None else []
        told += [f"{self.contacts} contacts"] if self.contacts is not None else []
        told += [f"rest {_clock(self.rest)}"] if self.rest is not None else []
        on = f" on {self.meter}" if self.meter else ""
        told += [f"best {self.power:.10g}W{on}"] if self.power is not None else []
        told += [f"in {'/'.join(f'{time:.10g}' for time in self.times)}"] if self.times else []
        return " ".join(part for part in (self.exercise.replace("_", " "), *told) if part)

    @property
    def _amount(self) -> str:
        """Sets, reps and the length of one: of runs one number counts the reps, of holds the sets."""
        counts = [str(count) for count in (self.sets, self.reps) if count is not None]
        if self.distance is not None:
            return self._times(f"{self.distance:.10g}m", hidden=(1, self.reps))
        if self.duration is not None:
            return self._times(f"{self.duration:.10g}s", hidden=(self.sets, 1))
        if len(counts) == 2:
            return "x".join(counts)
        return f"{self.sets} sets" if self.sets is not None else f"{self.reps} reps" if self.reps is not None else ""

    def _times(self, length: str, *, hidden: tuple[int | None, int | None]) -> str:
        told = (self.sets, self.reps)
        if told in ((1, 1), (None, None)):
            return length
        if told == hidden:
            return f"{self.reps if hidden[0] == 1 else self.sets}x{length}"
        return "x".join([*(str(count) for count in told if count is not None), length])


def _clock(seconds: float) -> str:
    return f"{seconds / 60.0:.10g}min" if seconds > 0.0 and seconds % 60.0 == 0.0 else f"{seconds:.10g}s"
