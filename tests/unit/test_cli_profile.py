"""A profile asked on the command line: corrections, trials together, forces, and what is refused."""

import pytest

from tests.terminals import KIMBERLEY, SHEET, Terminal, run

__all__ = ["run"]


@pytest.mark.parametrize(
    ("correction", "mss", "mac", "name", "value"),
    [
        ("none", 8.591, 10.589, None, None),
        ("time-correction", 8.975, 7.268, "time_correction", -0.235),
        ("flying-distance", 9.003, 6.991, "flying_distance", 0.302),
        (None, 8.975, 7.268, "time_correction", -0.235),
    ],
)
def test_profile_of_the_published_splits(run: Terminal, correction, mss, mac, name, value):
    chosen = [] if correction is None else ["--correction", correction]
    found = run.json("profile", run.file("kimberley.csv", KIMBERLEY), *chosen)
    assert round(found["mss"]["value"], 3) == mss
    assert round(found["mac"]["value"], 3) == mac
    assert set(found["mss"]) == {"value", "low", "high", "unit", "level"}
    assert found["pmax"]["value"] == pytest.approx(found["mss"]["value"] * found["mac"]["value"] / 4)
    corrections = {"time_correction", "flying_distance"} & set(found)
    assert corrections == ({name} if name else set())
    if name:
        assert round(found[name]["value"], 3) == value
    assert not {"f0", "v0"} & set(found)


TRIALS = "athlete,date,label,distance,time\n" + "".join(
    f"Kim,2026-05-01,{label},{gate},{time + late:.3f}\n"
    for label, late in ((1, 0.0), (2, 0.05))
    for gate, time in ((5, 1.158), (10, 1.893), (20, 3.149), (30, 4.313), (40, 5.444))
)


def test_profile_of_trials_together_shares_the_curve(run: Terminal):
    runs = run.json("profile", run.file("trials.csv", TRIALS), "--together")["runs"]
    assert len({one["mss"]["value"] for one in runs}) == 1
    shifts = [one["time_correction"]["value"] for one in runs]
    assert shifts[1] - shifts[0] == pytest.approx(0.05, abs=1e-3)
    code, _, err = run("profile", run.file("trials.csv", TRIALS), "--together", "--robust")
    assert code == 2
    assert "Leave out" in err


def test_one_trial_among_many_is_fitted_alone(run: Terminal):
    single = "".join(line.replace("Kim", "Lou") + "\n" for line in TRIALS.splitlines()[1:6])
    runs = run.json("profile", run.file("mixed.csv", TRIALS + single), "--together")["runs"]
    assert [one["athlete"] for one in runs] == ["Kim", "Kim", "Lou"]
    assert "The only trial of that day: fitted alone" in runs[2]["notes"]
    assert runs[2]["mss"]["high"] - runs[2]["mss"]["low"] > runs[0]["mss"]["high"] - runs[0]["mss"]["low"]
    code, _, err = run("profile", run.file("single.csv", TRIALS.splitlines()[0] + "\n" + single), "--together")
    assert (code, "no athlete has two trials on one day" in err) == (2, True)


def test_a_refusal_names_the_athlete_and_the_trial(run: Terminal):
    asked = ("--correction", "time_correction,flying_distance", "--athlete", "Kim")
    three = "\n".join(line for line in TRIALS.splitlines() if ",40," not in line)
    code, _, err = run("profile", run.file("four.csv", three + "\n"), *asked)
    assert (code, err.startswith("Kim · 1: 4 gates cannot carry two corrections")) == (2, True)


def test_a_file_with_mass_is_asked_for_height_only(run: Terminal):
    head, *rows = KIMBERLEY.split()
    heavy = "\n".join([f"bodyweight,{head}", *(f"60,{row}" for row in rows), ""])
    _, out, _ = run("profile", run.file("heavy.csv", heavy))
    assert "Force needs body height too" in out
    assert "mass" not in out


def test_profile_holds_and_frees_what_is_asked(run: Terminal):
    source = run.file("kimberley.csv", KIMBERLEY)
    assert run.json("profile", source, "--fixed-mss", "9")["mss"]["low"] == 9.0
    both = run.json("profile", source, "--correction", "time-correction,distance-correction")
    assert both["correction"] == "time-correction+distance-correction"
    assert both["distance_correction"]["unit"] == "m"
    assert any("Student t" in note for note in run.json("profile", source, "--robust")["notes"])


def test_profile_of_a_tether_over_distance(run: Terminal):
    rows = [(0.05 * i, 9.0 * (1 - 2.718281828 ** (-0.05 * i / 1.2))) for i in range(120)]
    ways = [9.0 * (t - 1.2 * (1 - 2.718281828 ** (-t / 1.2))) + 2.0 for t, _ in rows]
    text = "time,velocity,distance\n" + "".join(
        f"{t:.2f},{v:.4f},{d:.4f}\n" for (t, v), d in zip(rows, ways, strict=True)
    )
    source = run.file("tether.csv", text)
    found = run.json("profile", source, "--by", "distance")
    assert found["distance_correction"]["value"] == pytest.approx(2.0, abs=1e-3)
    code, _, err = run("profile", source, "--by", "colour")
    assert code == 2
    assert "time or distance" in err


def test_profile_with_body_gives_forces(run: Terminal):
    found = run.json(
        "profile", run.file("k.csv", KIMBERLEY), "--correction", "none", "--mass", "60", "--height", "1.70"
    )
    assert round(found["f0"]["value"]) == 635
    assert round(found["v0"]["value"], 2) == 8.85
    assert round(found["pmax_fv"]["value"]) == 1405
    assert (found["f0"]["unit"], found["f0_rel"]["unit"], found["pmax_fv"]["unit"]) == ("N", "N/kg", "W")
    assert all(found[name]["low"] < found[name]["value"] < found[name]["high"] for name in ("f0", "v0", "pmax_fv"))


def test_profile_of_a_sheet_gives_runs_and_one_athlete_an_object(run: Terminal):
    sheet = run.file("sheet.csv", SHEET)
    assert [item["athlete"] for item in run.json("profile", sheet)["runs"]] == ["Ann", "Bob"]
    assert run.json("profile", sheet, "--athlete", "bob")["athlete"] == "Bob"


def test_one_run_too_short_for_a_curve_keeps_nobody_else_from_theirs(run: Terminal):
    sheet = run.file("sheet.csv", "Name,10,20,30\nAnn,2.07,3.39,4.62\nBob,1.92,3.18,\n")
    code, out, err = run("profile", sheet)
    assert (code, out.startswith("Ann"), "Bob" in out) == (0, True, False)
    assert "Left out: Bob: 2 gates are too few for the speed curve." in err
    assert run("profile", sheet, "--athlete", "Bob")[0] == 2


def test_the_default_correction_says_why(run: Terminal):
    code, out, _ = run("profile", run.file("k.csv", KIMBERLEY))
    assert code == 0
    assert "Time correction estimated" in out


def test_an_unknown_correction_lists_the_known(run: Terminal):
    code, out, err = run("profile", run.file("k.csv", KIMBERLEY), "--correction", "magic")
    assert (code, out) == (2, "")
    assert "none, time-correction, flying-distance" in err
