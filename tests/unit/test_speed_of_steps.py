"""Where only filmed steps hold a speed, nobody is told that none was measured."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from evenstride.app.diagnose import diagnose_athlete
from evenstride.app.reading.ingest import import_files
from evenstride.core.athlete import Athlete
from evenstride.core.diagnosis import Diagnosis
from evenstride.core.estimate import Missing
from evenstride.store import open_store
from evenstride.words import say_diagnosis
from tests.unit.test_same_answer import contacts, step_file

DAY = date(2026, 5, 5)
AT = datetime(2026, 5, 6, 12, tzinfo=UTC)


def diagnosed(folder: Path, text: str) -> Diagnosis:
    (folder / "run.csv").write_text(text)
    with open_store(folder / "test.db") as store:
        import_files(store, [folder / "run.csv"], imported_at=AT)
        return diagnose_athlete(store, "Noa", at=AT)


@pytest.mark.parametrize("voice", ["coach", "scientist"])
def test_the_speed_of_the_steps_is_named_as_what_it_is(tmp_path: Path, voice: str):
    found = diagnosed(tmp_path, step_file(1.0, "m/s"))
    assert isinstance(found.speed_now, Missing)
    said = getattr(say_diagnosis(found, athlete=Athlete("Noa"), today=AT.date()), voice)
    assert "no speed was measured" not in said
    assert "no run was timed; the steps of 5 May were run at 9.07 m/s" in said


def test_steps_without_a_speed_name_none(tmp_path: Path):
    rows = [f"Noa,{DAY},{side},{down},{off}" for side, down, off, _ in contacts(DAY)]
    found = diagnosed(tmp_path, "\n".join(["athlete,date,side,touchdown,toe_off", *rows]) + "\n")
    assert found.speed_now == Missing("no speed was measured", "Time a flying 20 m or a sprint over gates")
