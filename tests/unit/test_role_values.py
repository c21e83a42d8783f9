"""What instruments showed is measured with the import, kept once, told by role, and put in pairs over sessions."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest

from evenstride.app.archive import export_archive, import_archive
from evenstride.app.blocks.sealed import BLOCK, find_seal
from evenstride.app.reading.handed import read_trial
from evenstride.app.reading.ingest import import_files
from evenstride.app.runs import role_values
from evenstride.app.runs.role_values import InstrumentsShown, is_of_instruments, keep_values, show_instruments
from evenstride.core.athlete import Anthropometrics
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate, Missing
from evenstride.core.metric import Analysis
from evenstride.core.provenance import Provenance
from evenstride.core.roles import Role, Side
from evenstride.science.capacity.role_values import instrument_metrics, pair_values, values_by_role
from evenstride.science.motion.metrics import motion_metrics
from evenstride.science.plates.stance_metrics import NO_HORIZONTAL, stance_metrics
from evenstride.store import MemoryStore, Store
from tests.belts import belt
from tests.blocks import block
from tests.stores import LATER, NOW, store
from tests.terminals import Terminal, run

__all__ = ["run", "store"]

DAY = date(2026, 2, 1)
JOG = Path("dorn2012_jog_c3d", "JA1Gait21.c3d")


def bring(store: Store, folder: Path, *files: bytes, days: int = 7, at=NOW, side: Side = Side.LEFT) -> list[str]:
    """Import belts, one a session."""
    ids: list[str] = []
    for number, data in enumerate(files):
        path = folder / f"belt{number}.csv"
        path.write_bytes(data)
        on = DAY + timedelta(days=days * number)
        [result] = import_files(store, [path], imported_at=at, athlete="Noa", on=on, side=side)
        ids += result.ids
    return ids


def kinds(store: Store) -> list[str]:
    return sorted(row["kind"] for row in store.dump("Noa").results)


def shown(store: Store, id: str) -> InstrumentsShown:
    found = show_instruments(store, store.athlete("Noa"), store.recording(id), at=NOW)
    assert found is not None
    return found


def kept(store: Store, id: str):
    found = keep_values(store, store.recording(id), at=NOW)
    assert found is not None
    return found


def estimate(store: Store, id: str, name: str) -> Estimate:
    value = kept(store, id).analyses[0].values[name]
    assert isinstance(value, Estimate)
    return value


# --- kept ----------------------------------------------------------------------------------------------------------


def test_an_import_keeps_forces_and_movement_and_nothing_is_measured_twice(store, tmp_path, monkeypatch):
    [id] = bring(store, tmp_path, belt(1.1, 0.9))
    assert kinds(store) == ["contacts", "forces", "movement"]
    first = kept(store, id)
    assert (
        first.analyses[0].values["stance_force.left"].value
        > 1.15 * first.analyses[0].values["stance_force.right"].value
    )
    [link, *_] = store.chain(first.ids[0])
    assert (link.kind, link.parents, link.on) == ("forces", (id,), DAY)

    def never(*_arguments, **_named):
        raise AssertionError("it was kept")

    monkeypatch.setattr(role_values, "read_trial", never)
    assert bring(store, tmp_path, belt(1.1, 0.9), at=LATER) == [id]
    assert kept(store, id) == first
    assert kinds(store) == ["contacts", "forces", "movement"]


def test_what_is_missing_says_why_for_every_value(store, tmp_path):
    [id] = bring(store, tmp_path, belt())
    forces, movement = kept(store, id).analyses
    assert isinstance(forces.values["braking_impulse"], Missing)
    assert set(movement.values) == set(motion_metrics())
    assert {one.reason for one in movement.values.values()} == {"there are no markers in this trial"}


def test_without_a_mass_and_a_whole_stride_forces_ask_for_it_and_a_mass_told_measures_them(store, tmp_path):
    [id] = bring(store, tmp_path, belt(steps=2))
    before = kept(store, id)
    reasons = {one.reason for one in before.analyses[0].values.values() if isinstance(one, Missing)}
    assert reasons == {"the runner's mass is not known"}
    store.save_body("Noa", Anthropometrics(DAY - timedelta(days=3), mass=70.0), saved_at=NOW)
    after = kept(store, id)
    assert set(after.ids).isdisjoint(before.ids)
    assert "Mass as told on 29 January." in after.notes
    assert store.chain(after.ids[0])[0].provenance.parameters == {"told mass": 70.0, "told of": "2026-01-29"}
    assert {one.reason for one in after.analyses[0].values.values() if isinstance(one, Missing)} == {
        "one contact a foot does not show how contacts vary",
        NO_HORIZONTAL.reason,
        "the length of the leg is not known",
    }


def test_a_mass_told_stands_for_the_one_that_is_carried(store, tmp_path):
    [id] = bring(store, tmp_path, belt(mass=70.0))
    carried = estimate(store, id, "stance_force").value
    store.save_body("Noa", Anthropometrics(DAY, mass=71.0), saved_at=NOW)
    assert estimate(store, id, "stance_force").value == pytest.approx(carried * 70.0 / 71.0, rel=0.01)


@pytest.mark.parametrize("side", Side)
def test_the_foot_told_at_the_import_keeps_its_side(store, tmp_path, side):
    [id] = bring(store, tmp_path, belt(1.1, 0.9), side=side)
    assert estimate(store, id, f"stance_force.{side}").value > estimate(store, id, f"stance_force.{side.other}").value
    difference = estimate(store, id, "stance_force.difference")
    assert (difference.low > 0.0) is (side is Side.LEFT)
    assert (difference.high < 0.0) is (side is Side.RIGHT)


def test_a_recording_that_is_deleted_takes_its_values_along_and_comes_back_anew(store, tmp_path):
    [id] = bring(store, tmp_path, belt())
    gone = store.delete_recording(id, deleted_at=LATER)
    assert (gone.results, gone.with_file) == (3, True)
    assert kinds(store) == ["deleted run"]
    assert bring(store, tmp_path, belt(), at=LATER) == [id]
    assert kinds(store) == ["contacts", "deleted run", "forces", "movement"]


def test_an_archive_takes_the_values_along(store, tmp_path, monkeypatch):
    [id] = bring(store, tmp_path, belt())
    first, out = kept(store, id), io.BytesIO()
    export_archive(store, ("Noa",), out, at=NOW)
    other = MemoryStore()
    import_archive(other, io.BytesIO(out.getvalue()), at=LATER)
    monkeypatch.setattr(role_values, "read_trial", None)
    assert keep_values(other, other.recording(id), at=LATER) == first


def test_a_file_that_cannot_be_read_again_says_so_and_nothing_is_kept(tmp_path, monkeypatch):
    store = MemoryStore()
    path = tmp_path / "belt.csv"
    path.write_bytes(belt())
    monkeypatch.setattr("evenstride.app.reading.ingest.keep_values", lambda *_, **__: None)
    [result] = import_files(store, [path], imported_at=NOW, athlete="Noa", on=DAY, side=Side.LEFT)

    def broken(*_arguments, **_named):
        raise InputError("the library is not installed", remedy="Install it")

    monkeypatch.setattr(role_values, "read_trial", broken)
    found = kept(store, result.ids[0])
    assert found.ids == ()
    assert found.analyses[0].values["stance_force"] == Missing(
        "the file cannot be read again: the library is not installed", "Install it"
    )
    assert kinds(store) == []
    monkeypatch.setattr(role_values, "read_trial", read_trial)
    assert isinstance(estimate(store, result.ids[0], "stance_force"), Estimate)


def test_other_runs_have_no_values_of_instruments(store, tmp_path):
    path = tmp_path / "steps.csv"
    rows = "".join(f"Noa,2026-02-01,{side},{0.25 * i:.3f},{0.25 * i + 0.1:.3f}\n"
                   for i, side in enumerate(("left", "right") * 4))  # fmt: skip
    path.write_text("athlete,date,side,touchdown,toe_off\n" + rows)
    [result] = import_files(store, [path], imported_at=NOW)
    found = store.recording(result.ids[0])
    assert not is_of_instruments(found.noun)
    assert keep_values(store, found, at=NOW) is None
    assert kinds(store) == []


# --- by role -------------------------------------------------------------------------------------------------------


def test_every_metric_of_instruments_has_one_main_role_and_words(store, tmp_path):
    from evenstride.words.runs.instruments import FORCE_LABELS
    from evenstride.words.runs.motion import MOTION_LABELS

    assert set(instrument_metrics()) == {*stance_metrics(), *motion_metrics()}
    assert set(instrument_metrics()) == {*FORCE_LABELS, *MOTION_LABELS}
    [id] = bring(store, tmp_path, belt())
    by_role = values_by_role(kept(store, id).analyses)
    assert sorted(one.metric.name for values in by_role.values() for one in values) == sorted(instrument_metrics())


def test_a_role_says_each_reason_once(store, tmp_path):
    [id] = bring(store, tmp_path, belt())
    push, swing, *_ = shown(store, id).roles
    assert (push.role, swing.role) == (Role.PUSH, Role.SWING)
    assert [one.name for one in push.first][:2] == [
        "Mean vertical force",
        "Vertical force in the first half of the contact",
    ]
    assert [one.name for one in push.others] == ["Vertical stiffness"]
    sideways, leg = push.lacking
    assert sideways.startswith(
        "Speed changed by braking, speed changed by driving, speed changed by both, share of the force that points "
        f"forward: {NO_HORIZONTAL.reason}."
    )
    assert leg.startswith("Stiffness of the leg: the length of the leg is not known. Tell it")
    assert swing.values == ()
    assert swing.lacking == ("All 14 values: there are no markers in this trial. Record points of the body with it.",)


def test_left_and_right_of_a_real_jog_in_all_four_roles(shared_data, store):
    pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    [result] = import_files(store, [shared_data / JOG], imported_at=NOW, athlete="Noa", on=DAY)
    found = shown(store, result.ids[0])
    assert [one.role for one in found.roles] == list(Role)
    assert all(one.values for one in found.roles)
    assert "Left and right differ beyond error in 3 of 34 values of this run." in found.lines
    [force] = [one for one in found.roles[0].values if one.name == "Mean vertical force"]
    assert force.unit == "body weights"
    assert force.both is not None
    assert force.both.value == pytest.approx(1.55, abs=0.02)
    assert force.against == "inside error"
    assert found.lasting == "Cannot tell yet, 1 of 3 sessions measured in this way."
    swings = {one.name: one for one in found.pairs}["Thigh from rearmost to foremost"]
    thigh = {one.name: one for one in found.roles[1].values}["Thigh from rearmost to foremost"]
    assert swings.sides == {side: thigh.sides[side.other] for side in Side}
    assert swings.difference is not None
    assert thigh.difference is not None
    assert swings.difference.value == -thigh.difference.value


# --- pairs over sessions -------------------------------------------------------------------------------------------


def habits(store: Store, id: str) -> dict[str, str]:
    return {one.name: one.more for one in shown(store, id).pairs}


def test_a_pair_differs_only_after_three_sessions_that_say_the_same(store, tmp_path):
    ids = bring(store, tmp_path, *(belt(1.1, 0.9, seed=seed) for seed in range(3)))
    told = [habits(store, id)["Mean vertical force"] for id in ids]
    assert told == [
        "cannot tell yet, 1 of 3 sessions",
        "cannot tell yet, 2 of 3 sessions",
        "beyond error, in the same way, in each of the last 3 sessions",
    ]
    assert shown(store, ids[-1]).lasting.startswith("Different in the same way in each of the last 3 sessions: mean ")
    assert shown(store, ids[1]).lasting == "Cannot tell yet, 2 of 3 sessions measured in this way."


def test_one_session_the_other_way_round_is_no_habit(store, tmp_path):
    ids = bring(store, tmp_path, belt(1.1, 0.9), belt(0.9, 1.1, seed=1), belt(1.1, 0.9, seed=2))
    assert habits(store, ids[-1])["Mean vertical force"] == "no lasting difference"
    assert (
        shown(store, ids[-1]).lasting == "No lasting difference in the last 3 sessions, as far as measuring can tell."
    )


def test_trials_of_one_day_are_one_session(store, tmp_path):
    ids = bring(store, tmp_path, *(belt(1.1, 0.9, seed=seed) for seed in range(3)), days=0)
    assert habits(store, ids[-1])["Mean vertical force"] == "cannot tell yet, 1 of 3 sessions"


def test_sealed_sessions_are_not_looked_at(store, tmp_path):
    files = [belt(1.1, 0.9, seed=seed) for seed in range(3)]
    hidden = bring(store, tmp_path, *files[:2], at=LATER)
    path = tmp_path / "open.csv"
    path.write_bytes(files[2])
    on = DAY + timedelta(days=14)
    [last] = import_files(store, [path], imported_at=NOW, athlete="Noa", on=on, side=Side.LEFT)
    assert habits(store, last.ids[0])["Mean vertical force"].startswith("beyond error")
    running = block(registered_at=NOW + timedelta(hours=1), start=DAY, check=NOW.date() + timedelta(days=7))
    store.save_result(Provenance(BLOCK, "m"), running, athlete="Noa", saved_at=NOW)
    seal = find_seal(store, store.athlete("Noa"), NOW.date())
    assert seal is not None
    assert all(seal.hides(store.recording(id)) for id in hidden)
    assert habits(store, last.ids[0])["Mean vertical force"] == "cannot tell yet, 1 of 3 sessions"


def test_a_run_measured_in_another_way_is_no_session_of_these(store, tmp_path, monkeypatch):
    ids = bring(store, tmp_path, *(belt(1.1, 0.9, seed=seed) for seed in range(3)))
    kinds_of = iter(("camera", "force plate", "force plate"))
    found = {id: store.recording(id) for id in ids}
    ways = {one.noun.origin.content_id: kind for one, kind in zip(found.values(), kinds_of, strict=True)}
    monkeypatch.setattr(role_values, "set_up_of", lambda noun: ways[noun.origin.content_id])
    assert habits(store, ids[-1])["Mean vertical force"] == "cannot tell yet, 2 of 3 sessions"


def test_a_mirrored_run_has_mirrored_pairs():
    one, other, apart = (Estimate(value, value - 0.1, value + 0.1, "BW") for value in (2.0, 1.5, 0.5))
    away = Estimate(-0.5, -0.6, -0.4, "BW")
    sides = [
        {
            "stance_force": one,
            "stance_force.left": left,
            "stance_force.right": right,
            "stance_force.difference": less,
            "stance_force.paired": less,
        }
        for left, right, less in ((one, other, apart), (other, one, away))
    ]
    runs = [[(DAY + timedelta(days=day), values_by_role([Analysis("Noa", None, "x", values)])) for day in range(3)]
            for values in sides]  # fmt: skip
    [mine], [mirrored] = (pair_values(each).values for each in runs)
    assert (mine.lasting, mirrored.lasting) == (Side.LEFT, Side.RIGHT)
    assert mine.pairs == {side: mirrored.pairs[side.other] for side in Side}
    assert mine.difference.value == -mirrored.difference.value


def test_no_runs_and_one_foot_cannot_be_paired():
    assert isinstance(pair_values([]), Missing)
    one = Estimate(2.0, 1.9, 2.1, "BW")
    lame = values_by_role([Analysis("Noa", None, "x", {"stance_force": one, "stance_force.left": one})])
    assert isinstance(pair_values([(DAY, lame)]), Missing)


# --- command line --------------------------------------------------------------------------------------------------


def test_data_run_shows_a_run_by_role(run: Terminal) -> None:
    file = run.file("belt.csv", belt(1.1, 0.9))
    told = run.json("import", file, "--athlete", "Noa", "--date", "2026-02-01", "--side", "left")
    id = told[0]["ids"][0]
    code, out, err = run("data", "run", id[:8])
    assert code == 0, err
    assert out.startswith("Noa · 1 February 2026 · step events · 16 contacts\n")
    assert "Push: How hard and how long each foot pushes against the ground." in out
    assert "beyond error [moderate evidence]." in out
    assert "Not known: All 14 values: there are no markers in this trial." in out
    assert "Left push with right swing less right push with left swing: cannot tell yet, 1 of 3 sessions" in out
    assert run("data", "run")[1] == out
    found = run.json("data", "run", id)
    assert found["instruments"]["instruments"]["values"]["stance_force.difference"]["low"] > 0.0
    assert found["roles"][0]["role"] == "push"
    assert isinstance(found["measured"]["values"]["contact_time"]["value"], float)


def test_data_run_tells_of_every_kind_of_run(run: Terminal) -> None:
    sprint = "athlete,date,distance,time\n" + "".join(
        f"Noa,2026-02-01,{gate},{time}\n" for gate, time in ((5, 1.4), (10, 2.07), (20, 3.39), (30, 4.62), (40, 5.83))
    )
    [told] = run.json("import", run.file("splits.csv", sprint))
    code, out, err = run("data", "run", told["ids"][0])
    assert code == 0, err
    assert "Top speed" in out
    run("start", "--athlete", "Kim", "--lacking", "top", "--days", "mon", "--minutes", "45")
    code, _, err = run("data", "run", "--athlete", "Kim")
    assert code == 2
    assert "Kim" in err
    code, _, err = run("data", "run", "feedfeed")
    assert code == 2
    assert "feedfeed" in err
