"""Use case: times over gates somebody typed are kept as the file they would have been."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from evenstride.app.at_desk import AtDesk
from evenstride.app.reading.sheets import write_typed_run
from evenstride.core.athlete import Athlete, athlete_key
from evenstride.core.errors import InputError
from evenstride.core.recording import Reading, Splits
from evenstride.readers import TypedRun, parse_typed_runs, read
from evenstride.store import open_store

NAME = "typed times.csv"


@dataclass(frozen=True, slots=True)
class TimesWish:
    """What holds for all runs of an entry, in the words of the columns of a sheet; an empty text was not told.

    Attributes
    ----------
    on : date
        The day.
    device, start : str
        What measured, and how a run began.
    wind : str
        In m/s, tailwind positive; "0" is a wind that was told.
    reaction_time, fps, surface, label : str
        Reaction time within the times in s, frames a second of a film, what was run on, name of the runs.
    """

    on: date
    device: str = "gates"
    start: str = "standing"
    wind: str = ""
    reaction_time: str = ""
    fps: str = ""
    surface: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class TypedTimes:
    """What was understood, in the order it was typed; `fresh` are the names nobody has yet."""

    runs: tuple[Splits, ...]
    fresh: tuple[str, ...] = ()


class TimesDesk(AtDesk):
    """The use cases of the pages where times are typed, each on a fresh connection."""

    def athlete(self, key: str) -> Athlete:
        """Return an athlete; raises NotFoundError where nobody of that key is there."""
        with open_store(self.path) as store:
            return store.athlete(key)

    def look(self, text: str, wish: TimesWish, *, of: Athlete | None = None) -> TypedTimes:
        """Read what was typed; nothing is stored.

        Parameters
        ----------
        text : str
            One run a line.
        wish : TimesWish
            What holds for all of them.
        of : Athlete, optional
            Whose runs these are; without it every line begins with a name.

        Raises
        ------
        InputError
            If it cannot be understood, or the day is still to come.
        """
        with open_store(self.path) as store:
            known = {one.key: one.name for one in store.athletes()}
        read_each = _readings(text, wish, known, today=self.today, of=of)
        runs = tuple(one for reading, _ in read_each for one in reading.recordings if isinstance(one, Splits))
        names = dict.fromkeys(one.athlete for one in runs)
        return TypedTimes(runs, tuple(name for name in names if athlete_key(name) not in known))

    def keep(self, text: str, wish: TimesWish, *, of: Athlete | None = None) -> int:
        """Store what was typed, all of it or nothing, and return how many runs it was; errors as `look`.

        A run is there once, however often it is sent.
        """
        with open_store(self.path) as store:
            known = {one.key: one.name for one in store.athletes()}
            read_each = _readings(text, wish, known, today=self.today, of=of)
            store.save_imports(read_each, imported_at=self.clock())
        return len(read_each)


def _readings(
    text: str, wish: TimesWish, known: dict[str, str], *, today: date, of: Athlete | None
) -> list[tuple[Reading, bytes]]:
    """Return each run as a reading of a sheet of its own, so that a run sent again is the run that is there."""
    if wish.on > today:
        raise InputError(f"{wish.on} is still to come", remedy="Give the day of the runs")
    typed = parse_typed_runs(text)
    made = list[tuple[Reading, bytes]]()
    for number, run in enumerate(typed, start=1):
        line = f"line {number}" if len(typed) > 1 else ""
        name = _name_of(run, known, of, line)
        data = write_typed_run(name, run.gates, wish.on, _facts(wish)).encode()
        try:
            made.append((read(data, name=NAME), data))
        except InputError as problem:
            # Row and column are those of the sheet it would have been, which nobody has seen.
            raise InputError(problem.what, place=line, why=problem.why, remedy=_remedy(problem.remedy)) from None
    return made


def _name_of(run: TypedRun, known: dict[str, str], of: Athlete | None, line: str) -> str:
    if of is not None and run.name and athlete_key(run.name) != of.key:
        raise InputError(
            f"these times are of {run.name}, and this page is of {of.name}",
            place=line,
            remedy="Leave the name out, or type them on the page of the squad",
        )
    if of is not None:
        return of.name
    if not run.name:
        raise InputError("nobody is named", place=line, remedy="Begin each line with a name, like Ben 10 1.90 20 3.10")
    return known.get(athlete_key(run.name), run.name)


def _facts(wish: TimesWish) -> tuple[tuple[str, str], ...]:
    wind, reaction_time, fps = (one.replace(",", ".") for one in (wish.wind, wish.reaction_time, wish.fps))
    told = (
        ("device", wish.device), ("start", wish.start), ("wind (m/s)", wind), ("fps", fps),
        ("reaction time (s)", reaction_time), ("surface", wish.surface), ("run", wish.label),
    )  # fmt: skip
    return tuple((name, value) for name, value in told if value)


def _remedy(remedy: str) -> str:
    return "Correct the times" if "header" in remedy or "column" in remedy else remedy
