"""Hops on a force plate: read beside standing, for the leg that is told, and never as steps left and right."""

from __future__ import annotations

import shlex
from math import pi, sin
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evenstride.app.field.plate_hops import enter_line, read_hops
from evenstride.core.errors import EvenstrideError, FitError, InputError
from evenstride.core.roles import Side
from evenstride.doors.cli import app

WEIGHT = 72.0 * 9.81


def hop_file(
    path: Path, *, contact: float, flight: float, many: int = 11, stand: float = 1.0, zero: float = 0.0
) -> Path:
    """Write a plate at 1000 Hz: standing, a small jump and so many contacts with a flight after each, standing."""
    period, rows = contact + flight, ["time (s),Fz (N)"]
    peak = WEIGHT * period / contact * pi / 2.0
    for sample in range(round(1000 * (2 * stand + flight + many * period))):
        into = sample / 1000 - stand
        phase = (into - flight) % period
        flying = 0.0 <= into < flight or phase >= contact
        force = 0.0 if flying else peak * sin(pi * phase / contact)
        force = WEIGHT if into < 0.0 or into >= flight + many * period else force
        rows.append(f"{sample / 1000:.3f},{force + zero:.1f}")
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.mark.parametrize("zero", [0.0, 40.0])
@pytest.mark.parametrize(("stand", "many"), [(1.0, 11), (0.0, 12)])
def test_hops_are_found_with_and_without_standing_and_on_a_plate_that_was_not_tared(
    tmp_path: Path, stand: float, many: int, zero: float
) -> None:
    series = read_hops(
        hop_file(tmp_path / "l.csv", contact=0.25, flight=0.22, many=many, stand=stand, zero=zero), Side.LEFT
    )
    assert len(series.hops) == 10
    assert series.ratio == pytest.approx(0.22 / 0.25, rel=0.03)
    assert all(hop.contact == pytest.approx(0.25, abs=0.005) for hop in series.hops)


def test_fewer_than_five_hops_are_no_trial(tmp_path: Path) -> None:
    with pytest.raises(FitError, match="has 3 hops in a row"):
        read_hops(hop_file(tmp_path / "l.csv", contact=0.25, flight=0.22, many=3), None)


def test_standing_alone_shows_no_hops(tmp_path: Path) -> None:
    rows = ["time (s),Fz (N)", *(f"{k / 1000:.3f},{WEIGHT:.1f}" for k in range(2000))]
    (tmp_path / "s.csv").write_text("\n".join(rows) + "\n")
    with pytest.raises(EvenstrideError, match="shows no 3 hops in a row"):
        read_hops(tmp_path / "s.csv", Side.LEFT)


def test_the_line_that_is_said_enters_the_trial(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENSTRIDE_DB", str(tmp_path / "e.db"))
    cli = CliRunner()
    told = shlex.split("--lacking top --goal run --days mon --kit tape --readiness no --enjoys it --birth-year 2000")
    assert cli.invoke(app, ["start", "Noa", *told]).exit_code == 0
    files: list[str] = []
    for side, contact in (("left", 0.25), ("right", 0.20)):
        for number in range(3):
            path = hop_file(tmp_path / f"{side}{number}.csv", contact=contact + 0.002 * number, flight=0.22)
            files += [f"--{side}", str(path)]
    said = cli.invoke(app, ["test", "hops", *files])
    assert said.exit_code == 0
    assert "left0.csv, left: flight over contact 0.8" in said.output
    line = shlex.split(next(row for row in said.output.splitlines() if "test enter" in row).split(": evenstride ")[1])
    kept = cli.invoke(app, [*line, "--pain", "0"])
    assert "Stored: P1 of 1 athlete" in kept.output


def test_one_leg_and_both_are_two_tests(tmp_path: Path) -> None:
    hops = hop_file(tmp_path / "l.csv", contact=0.25, flight=0.22)
    with pytest.raises(InputError, match="two tests"):
        enter_line([read_hops(hops, Side.LEFT), read_hops(hops, None)])


def imported(*arguments: str, database: Path) -> tuple[int, str, str]:
    done = CliRunner().invoke(
        app, ["import", *arguments, "--athlete", "Noa", "--date", "2026-03-02", "--db", str(database)]
    )
    return done.exit_code, done.stdout, f"{done.stderr}{done.exception or ''}"


def test_a_file_that_may_be_hops_is_kept_as_a_run_only_with_a_word(tmp_path: Path) -> None:
    file = hop_file(tmp_path / "l.csv", contact=0.25, flight=0.22, many=12, stand=0.0)
    code, out, said = imported(str(file), "--side", "left", database=tmp_path / "a.db")
    assert (code, "1 of 1 recordings new" in out) == (0, True)
    assert "l.csv is kept as a run: 12 contacts, left and right in turn, the left foot first." in said
    assert "evenstride test hops --left l.csv" in said
    code, out, said = imported(str(file), "--side", "left", database=tmp_path / "a.db")
    assert (code, "nothing changed" in out, "kept as a run" in said) == (0, True, False)


def test_hops_without_a_side_are_asked_about_as_hops_too(tmp_path: Path) -> None:
    file = hop_file(tmp_path / "l.csv", contact=0.25, flight=0.22, many=12, stand=0.0)
    code, _, said = imported(str(file), database=tmp_path / "a.db")
    assert code != 0
    assert "Say which foot came first: --side left" in said
    assert "Hops on the spot are a field test: evenstride test hops" in said


def test_hops_that_fly_longer_than_a_runner_are_refused_in_one_sentence_each(tmp_path: Path) -> None:
    file = hop_file(tmp_path / "l.csv", contact=0.18, flight=0.42, many=12, stand=0.0)
    code, _, said = imported(str(file), "--side", "left", database=tmp_path / "a.db")
    assert code != 0
    assert said.count("more than a step is beside the plates or on none") == 1
    assert "evenstride test hops" in said


def test_standing_beside_hops_leads_to_the_command_for_hops(tmp_path: Path) -> None:
    file = hop_file(tmp_path / "l.csv", contact=0.18, flight=0.42)
    code, _, said = imported(str(file), "--side", "left", database=tmp_path / "a.db")
    assert code != 0
    assert "hops on the spot are a field test of their own: evenstride test hops" in said
