"""The harness judges rows itself, refuses what it cannot trust, and measures again only when something changed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tools.rows import FIELDS, Ledger, finish, judge, main

GOOD = {
    "name": "loop.answer",
    "value": 1.23456789,
    "unit": "s",
    "op": "<=",
    "target": 2,
    "against": "a test",
    "n": 1,
    "seed": None,
}
MODULE = """
from pathlib import Path

def rows():
    log = Path(__file__).parent / "calls.txt"
    log.write_text(log.read_text() + "x" if log.exists() else "x")
    return [{row!r}]

def skipped():
    return [{{"name": "loop.absent", "reason": "no files"}}]
"""


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    (tmp_path / "src" / "evenstride").mkdir(parents=True)
    (tmp_path / "src" / "evenstride" / "one.py").write_text("x = 1\n")
    (tmp_path / "uv.lock").write_text("")
    (tmp_path / "measures").mkdir()
    (tmp_path / "measures" / "loop_one.py").write_text(MODULE.format(row=GOOD))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr("tools.rows.import_module", fresh_import)
    return Ledger("measures", workers=1, root=tmp_path)


def fresh_import(name: str):
    """Import without the module cache, as a new process would."""
    import importlib
    import sys

    importlib.invalidate_caches()
    sys.modules.pop(name, None)
    sys.modules.pop(name.split(".")[0], None)
    return importlib.import_module(name)


def calls(ledger: Ledger) -> int:
    return len((ledger.root / "measures" / "calls.txt").read_text())


def test_results_have_the_agreed_form(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(ledger, []) == 0
    found = json.loads(ledger.results.read_text())
    (row,) = found["rows"]
    assert tuple(row) == FIELDS
    assert row["value"] == 1.23457
    assert row["ok"] is True
    assert row["command"] == "python -m measures loop_one"
    assert found["skipped"] == [{"name": "loop.absent", "reason": "no files"}]
    assert "1 rows hold, 0 missed, 1 skipped" in capsys.readouterr().out


def test_rows_are_measured_again_only_when_something_changed(ledger: Ledger) -> None:
    main(ledger, [])
    main(ledger, [])
    assert calls(ledger) == 1
    (ledger.root / "src" / "evenstride" / "one.py").write_text("x = 2\n")
    main(ledger, [])
    assert calls(ledger) == 2


def test_a_missed_target_ends_with_one_whatever_the_module_claims(ledger: Ledger) -> None:
    (ledger.root / "measures" / "loop_one.py").write_text(MODULE.format(row=GOOD | {"value": 3.0, "ok": True}))
    assert main(ledger, []) == 1
    assert json.loads(ledger.results.read_text())["rows"][0]["ok"] is False


def test_a_miss_with_a_written_reason_does_not_end_with_one(ledger: Ledger) -> None:
    (ledger.root / "measures" / "loop_one.py").write_text(MODULE.format(row=GOOD | {"value": 99.0}))
    assert main(ledger, []) == 1
    reason = f'[[row]]\nname = "{GOOD["name"]}"\nasked = {{ op = "<=", target = 1 }}\nreason = "Hard."\n'
    (ledger.root / "measures" / "shortfalls.toml").write_text(reason)
    assert main(ledger, []) == 0


def test_a_slow_module_waits_for_full(ledger: Ledger) -> None:
    slow = (MODULE + "\nFULL = True\n").format(row=GOOD | {"name": "loop.slow"})
    (ledger.root / "measures" / "loop_slow.py").write_text(slow)
    main(ledger, [])
    found = json.loads(ledger.results.read_text())
    assert [row["name"] for row in found["rows"]] == ["loop.answer"]
    assert {"name": "loop.slow", "reason": "takes long: python -m measures --full"} in found["skipped"]
    main(ledger, ["--full"])
    assert len(json.loads(ledger.results.read_text())["rows"]) == 2


def test_a_shard_fills_the_cache_and_records_nothing(ledger: Ledger) -> None:
    (ledger.root / "measures" / "loop_two.py").write_text(MODULE.format(row=GOOD | {"name": "loop.two"}))
    assert main(ledger, ["--shard", "2/2"]) == 0
    assert not ledger.results.exists()
    assert ledger.cache_file("loop_two").is_file()
    assert not ledger.cache_file("loop_one").is_file()


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"value": float("nan")}, "not a finite number"),
        ({"name": "plan.answer"}, "its name begins with 'loop.'"),
        ({"remark": "x"}, r"does not know \['remark'\]"),
        ({"op": "<"}, "op is '<=', '>=' or 'in', not '<'"),
    ],
)
def test_a_row_that_cannot_be_trusted_is_refused(change: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        finish(GOOD | change, module="loop_one", folder="measures")


def test_a_row_without_a_target_is_refused() -> None:
    row = {name: value for name, value in GOOD.items() if name != "target"}
    with pytest.raises(ValueError, match=r"lacks \['target'\]"):
        finish(row, module="loop_one", folder="measures")


@pytest.mark.parametrize(("value", "held"), [(0.859, False), (0.86, True), (0.94, True), (0.941, False)])
def test_an_interval_target_holds_at_its_ends(value: float, held: bool) -> None:
    assert judge({"name": "a", "value": value, "op": "in", "target": [0.86, 0.94]}) is held


def test_two_rows_may_not_share_a_name(ledger: Ledger) -> None:
    (ledger.root / "measures" / "loop_two.py").write_text(MODULE.format(row=GOOD))
    with pytest.raises(ValueError, match=r"two rows carry one name: loop\.answer"):
        main(ledger, [])


def test_a_module_of_no_capability_is_refused(ledger: Ledger) -> None:
    (ledger.root / "measures" / "misc_one.py").write_text("")
    with pytest.raises(ValueError, match=r"measures/misc_one\.py"):
        main(ledger, [])


@pytest.mark.parametrize("workers", [1, 2], ids=["in turn", "side by side"])
def test_a_run_cut_short_writes_nothing_and_says_so(
    ledger: Ledger, workers: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (ledger.root / "measures" / "loop_two.py").write_text("def rows():\n    return []\n")

    def stopped(*_: object) -> object:
        raise KeyboardInterrupt

    monkeypatch.setattr("tools.rows.measure" if workers == 1 else "tools.rows.as_completed", stopped)
    assert main(replace(ledger, workers=workers), []) == 130
    assert not ledger.results.exists()
    assert "Stopped; nothing was written." in capsys.readouterr().err


def test_modules_in_turn_are_named_as_they_begin(ledger: Ledger, capsys: pytest.CaptureFixture[str]) -> None:
    main(ledger, [])
    assert "measuring measures/loop_one.py, 1 of 1" in capsys.readouterr().err
