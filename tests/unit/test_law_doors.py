"""The law of a squad from the store to the sentences; the sampler itself is tried elsewhere."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from evenstride.app.reading.sheets import write_field_tests
from evenstride.app.squads import law as use_case
from evenstride.app.squads.law import law_lines, measure_law
from evenstride.app.wiring import open_database
from evenstride.core.errors import InputError
from evenstride.core.estimate import Draws
from evenstride.core.law import Law, LawAnswer, LawDiagnostics, LawFit, LawScore, SquadSeries, compare_scores
from evenstride.doors.cli import main
from evenstride.readers import read
from evenstride.science.law import engines
from evenstride.science.simulate.squad import FLYING, PlantedSquad, PlantedTest, simulate_squad
from evenstride.store import Store
from evenstride.store.memory import MemoryStore

NOW = datetime(2026, 12, 1, tzinfo=UTC)
TESTS = {FLYING: PlantedTest(0.012, 0.05, 0.01, 0.02), "P2": PlantedTest(0.024, 0.1), "S1": PlantedTest(0.04, 0.1)}
GOOD = LawDiagnostics(1.002, 900.0, "sigma", 0, 11.0)


def sheet(athletes: int = 6) -> bytes:
    people = simulate_squad(PlantedSquad(athletes=athletes, sessions=5, tests=TESTS), start=date(2026, 1, 5))
    return write_field_tests([test for _, tests in people for test in tests]).encode()


def fill(store: Store, athletes: int = 6) -> Store:
    data = sheet(athletes)
    store.save_import(read(data, name="squad.csv"), data, imported_at=NOW)
    return store


def fits(*, narrowing: float = 0.95, minimum: LawDiagnostics = GOOD) -> tuple[LawFit, ...]:
    sigma = Draws(0.9, np.geomspace(0.2, 5.0, 101), "1")
    made = (LawFit(law, {}, minimum if law is Law.MINIMUM else GOOD) for law in Law)
    return tuple(
        LawFit(one.law, {"sigma": sigma}, one.diagnostics, sigma, narrowing) if one.law is Law.CES else one
        for one in made
    )


def answer(*, ahead: Law | None = None, behind: Law | None = None, **options: object) -> LawAnswer:
    each = np.linspace(0.0, 0.1, 12)
    shift = {ahead: 1.0, behind: -1.0}
    scores = tuple(LawScore(law, each + shift.get(law, 0.0)) for law in Law)
    return LawAnswer(date(2026, 12, 1), "P2", "S1", False, 12, 240, 20, compare_scores(scores), fits(**options))  # pyright: ignore[reportArgumentType]


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[SquadSeries]:
    """Stand in for the sampler; keep what it was given."""
    squads: list[SquadSeries] = []

    def stand_in(squad: SquadSeries, **_: object):
        squads.append(squad)
        scores = tuple(LawScore(law, np.zeros(len(squad.athletes))) for law in Law)
        return compare_scores(scores), fits()

    monkeypatch.setattr(use_case, "compare_laws", stand_in)
    monkeypatch.setattr(engines, "EXTRA", ())
    return squads


def test_the_store_becomes_one_series_of_tests_learnt_and_timed_weeks(seen: list[SquadSeries]) -> None:
    found = measure_law(fill(MemoryStore()), at=NOW)
    assert (found.athletes, found.push_test, found.swing_test, found.simulated) == (6, "P2", "S1", True)
    (squad,) = seen
    assert all(np.isfinite(one.push).sum() == 5 for one in squad.athletes)
    assert all(np.isfinite(one.speed).sum() == 7 for one in squad.athletes)
    assert squad.errors["push"] == pytest.approx(0.024)
    assert law_lines(found)[0].startswith(
        "6 simulated athletes, 42 timed weeks, P2 for push and S1 for swing: undecided"
    )


def test_later_days_and_whoever_does_not_want_to_are_not_counted(seen: list[SquadSeries]) -> None:
    store = fill(MemoryStore())
    measure_law(store, at=datetime(2026, 6, 1, tzinfo=UTC), without=(store.athletes()[0].name,))
    assert len(seen[0].athletes) == 5
    with pytest.raises(InputError, match="done often enough by anybody who was timed"):
        measure_law(store, at=datetime(2026, 3, 1, tzinfo=UTC))


def test_the_run_itself_is_refused_at_the_door(
    seen: list[SquadSeries], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    database = tmp_path / "squad.db"
    with open_database(database) as store:
        fill(store)
    monkeypatch.setattr("sys.argv", ["evenstride", "squad-law", "--db", str(database), "--swing", "swing_time"])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    assert "made from contact and flight times" in capsys.readouterr().err
    assert not seen
    monkeypatch.setattr("sys.argv", ["evenstride", "squad-law", "--db", str(database), "--json"])
    with pytest.raises(SystemExit) as end:
        main()
    assert not end.value.code
    told = json.loads(capsys.readouterr().out)
    assert told["comparison"]["verdict"] is None
    assert {one["law"] for one in told["fits"]} == {law.value for law in Law}


def test_the_sentences() -> None:
    verdict, elasticity, then = law_lines(answer())
    assert verdict.endswith("undecided, as is usual; no law foretells unseen athletes clearly better than another.")
    assert elasticity.endswith("That is mostly what was assumed beforehand: these data hardly speak about it.")
    assert then.startswith("Train both")
    assert "mostly what was assumed" not in law_lines(answer(narrowing=0.4))[1]
    assert "minimum foretells unseen athletes clearly worse" in law_lines(answer(behind=Law.MINIMUM))[0]
    named = law_lines(answer(ahead=Law.MINIMUM))
    assert "the minimum law foretells unseen athletes best; both must improve together." in named[0]
    assert "no verdict on one athlete" in named[2]


def test_a_fit_that_has_not_settled_is_said() -> None:
    lines = law_lines(answer(minimum=LawDiagnostics(1.05, 900.0, "tilt", 0, 11.0)))
    assert lines[3].startswith("The minimum fit has not settled (R-hat 1.050")
