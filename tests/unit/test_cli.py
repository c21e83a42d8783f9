"""The command line as a person meets it: results on stdout, talk on stderr, exit 2 for the user's fault."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.terminals import Terminal

KIMBERLEY = "distance,time\n5,1.158\n10,1.893\n15,2.541\n20,3.149\n30,4.313\n40,5.444\n"
SHEET = "Name,5,10,20,30,40\nAnn,1.2,1.95,3.25,4.45,5.62\nBob,1.1,1.80,3.00,4.10,5.18\n"


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    return Terminal(tmp_path, capsys, monkeypatch)


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


def test_import_says_what_was_left_out(run: Terminal):
    sheet = run.file("sheet.csv", "Name,Date,10,20\nAnn,2026-04-06,2.07,3.39\nBob,2026-04-06,DNS,DNS\n")
    code, out, err = run("import", sheet)
    assert (code, out) == (0, "sheet.csv: 1 of 1 recordings new\n")
    assert err == "Left out: row 3, no time stands there.\n"
    assert run("import", sheet)[2] == ""


def test_the_default_correction_says_why(run: Terminal):
    code, out, _ = run("profile", run.file("k.csv", KIMBERLEY))
    assert code == 0
    assert "Time correction estimated" in out


def test_an_unknown_correction_lists_the_known(run: Terminal):
    code, out, err = run("profile", run.file("k.csv", KIMBERLEY), "--correction", "magic")
    assert (code, out) == (2, "")
    assert "none, time-correction, flying-distance" in err


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\x00\xff\xfe\x07" * 200, b"distance,time\n5,1.1\n10", b"a,b,c\n1,2,3\n", b"distance,time\n5,-1\n10,2\n",
        b"distance,time\n5,2\n10,1.5\n20,3\n", b"distance,time\n10,1.9\n", b"distance,time\n5,nan\n10,1.9\n20,3\n",
        b"PK\x03\x04" + b"\x00" * 500, b"junk " * 2_000_000,
    ],
    ids=["empty", "binary", "truncated", "columns", "negative", "non-monotone", "one gate", "nan", "zip", "10 MB"],
)  # fmt: skip
def test_bad_input_is_a_sentence_and_stores_nothing(run: Terminal, content: bytes):
    path = run.file("bad.csv", content)
    for words in (("profile", path), ("read", path), ("import", path, "--athlete", "Noa", "--date", "2026-03-01")):
        code, out, err = run(*words)
        assert (code, out) == (2, ""), err
        assert err.startswith("bad.csv")
        assert "Traceback" not in err
        assert len(err) < 1500
    assert run("diagnose")[0] == 2, "nobody must have been stored"


def test_importing_twice_changes_nothing_and_says_so(run: Terminal):
    path = run.file("k.csv", KIMBERLEY)
    words = ("import", path, "--athlete", "Kimberley", "--date", "2026-03-01")
    assert "1 of 1 recordings new" in run(*words)[1]
    assert "nothing changed" in run(*words)[1]
    assert run.json(*words)[0]["added"] == []


def test_import_needs_a_date(run: Terminal):
    code, _, err = run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim")
    assert code == 2
    assert "--date" in err


def test_one_bad_file_among_good_ones_stores_nothing(run: Terminal):
    good, bad = run.file("k.csv", KIMBERLEY), run.file("bad.csv", "a,b\n1,2\n")
    assert run("import", good, bad, "--athlete", "Kim", "--date", "2026-03-01")[0] == 2
    assert run("diagnose")[0] == 2


def test_splits_only_says_what_splits_cannot_show(run: Terminal):
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    code, out, err = run("diagnose")
    assert code == 0
    assert "cannot show why" in out
    found = run.json("diagnose")
    assert (found["situation"], found["named"]) == ("splits only", None)
    assert "evenstride why" in err
    chain = run.json("why", found["id"][:8])
    assert [link["kind"] for link in chain] == ["diagnosis", "Splits", "file"]


START = ("--lacking", "top,stays the same", "--goal", "100 m", "--days", "mon,tue,wed,thu,fri,sat", "--kit",
         "tape,phone,gym", "--enjoys", "flying", "--minutes", "75")  # fmt: skip


def test_without_health_answers_there_is_no_all_out_running(run: Terminal):
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    found = run.json("plan", "--start", "2026-03-02")
    assert not [item for item in found["sessions"] if item["kind"] == "maximal velocity"]
    assert "readiness questions" in run("plan", "--start", "2026-03-02")[1]


def test_first_start_plan_log_and_pain(run: Terminal):
    assert run("start", "Kim", *START, "--readiness", "no")[0] == 0
    found = run.json("plan", "--start", "2026-03-02")
    kinds = {item["kind"] for item in found["sessions"]}
    assert {"rest", "strength"} <= kinds
    assert kinds & {"acceleration", "maximal velocity", "change of direction"}
    assert all(item["goal"] for item in found["sessions"] if item["kind"] != "rest")
    assert run("log", "strength", "--date", "2026-03-01", "--rpe", "0", "--joy", "0", "--minutes", "40")[0] == 0
    hurt = run("log", "acceleration", "--date", "2026-03-01", "--pain", "left hamstring 5")
    assert "Thank you for saying so" in hurt[1]
    after = run.json("plan", "--start", "2026-03-02")
    assert "maximal velocity" not in {item["kind"] for item in after["sessions"]}


def test_a_red_flag_empties_the_plan(run: Terminal):
    run("start", "Kim", *START, "--readiness", "no")
    run("log", "easy", "--date", "2026-03-01", "--red-flag", "limping")
    found = run.json("plan", "--start", "2026-03-02")
    assert (found["stopped"], found["sessions"]) == (True, [])


def test_logging_the_same_entry_twice_logs_once(run: Terminal):
    run("start", "Kim", *START, "--readiness", "no")
    words = ("log", "play", "--date", "2026-03-01", "--id", "abc", "--joy", "9")
    assert run.json(*words)["id"] == run.json(*words)["id"] == "abc"


def test_feel_comes_before_the_time(run: Terminal):
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    silent = run("log", "acceleration", "--date", "2026-03-01", "--rpe", "6")[1]
    told = run("log", "acceleration", "--date", "2026-03-01", "--feel", "light")[1]
    assert "m/s" not in silent
    assert "top speed 8.97" in told


def test_check_compares_days(run: Terminal):
    first = date(2026, 2, 1)
    for weeks, factor in ((0, 1.0), (9, 0.97)):
        rows = [line.split(",") for line in KIMBERLEY.splitlines()[1:]]
        text = "distance,time\n" + "".join(f"{gate},{float(time) * factor:.3f}\n" for gate, time in rows)
        path = run.file(f"week{weeks}.csv", text)
        run("import", path, "--athlete", "Kim", "--date", str(first + timedelta(weeks=weeks)))
    found = run.json("check")["checks"][0]
    assert found["verdict"] == "working"
    assert found["change"]["value"] == pytest.approx(1 / 0.97 - 1, abs=0.005)
    assert "more than the measuring can blur" in run("check", "--metric", "top speed")[1]
    code, _, err = run("check", "--metric", "S1")
    assert code == 2
    assert "Measured: top speed" in err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("plan", "--start", "yesterday"), "YYYY-MM-DD"),
        (("log", "easy", "--feel", "fast"), "gear shift"),
        (("log", "easy", "--pain", "somewhere"), "left hamstring 3"),
        (("why", "ffff"), "ffff"),
        (("start", "Kim", *START, "--readiness", "maybe"), "heart"),
        (("profile", "/nowhere/at/all.csv"), "no such file"),
        (("profile", "/"), "folder"),
    ],
)
def test_wrong_answers_say_what_is_allowed(run: Terminal, words, expected):
    code, out, err = run(*words)
    assert (code, out) == (2, "")
    assert expected in err


def test_a_terminal_without_a_person_says_which_options_answer(run: Terminal, monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    code, _, err = run("start", "Kim")
    assert code == 2
    assert "--readiness" in err


def test_an_unexpected_error_is_ours(run: Terminal, monkeypatch):
    def broken(*_, **__):
        raise RuntimeError("boom")

    monkeypatch.setattr("evenstride.app.profile.profile_file", broken)
    code, _, err = run("profile", run.file("k.csv", KIMBERLEY))
    assert code == 1
    assert "our fault" in err
    assert "Traceback" not in err


def test_what_was_logged_today_shapes_todays_plan(run: Terminal):
    """Pain, red flags and speed sessions of the plan's first day count: the default plan begins today."""
    run("start", "Kim", *START, "--readiness", "no")
    run("log", "maximal velocity", "--date", "2026-03-02", "--minutes", "50")
    found = run.json("plan", "--start", "2026-03-02")
    speeds = [item["on"] for item in found["sessions"] if item["kind"] in
              ("acceleration", "maximal velocity", "change of direction")]  # fmt: skip
    assert min(speeds) >= "2026-03-04", "48 hours after today's speed session"
    run("log", "easy", "--date", "2026-03-02", "--red-flag", "limping")
    assert run.json("plan", "--start", "2026-03-02")["stopped"]


def test_the_page_puts_a_plan_away_that_does_not_know_of_pain(run: Terminal):
    from datetime import UTC, datetime

    from evenstride.app.overview import overview_of

    run("start", "Kim", *START, "--readiness", "no")
    today = str(datetime.now().astimezone().date())
    run("plan")
    path, at = run.folder / "test.db", datetime.now(UTC)
    assert not overview_of(path, "kim", at=at).plan.stopped
    run("log", "easy", "--date", today, "--pain", "left achilles 5")
    shown = overview_of(path, "kim", at=at).plan
    assert (shown.stopped, shown.sessions) == (True, ())
    run("plan")
    assert not overview_of(path, "kim", at=at).plan.stopped
    run("log", "easy", "--date", today, "--red-flag", "limping")
    assert "professional" in overview_of(path, "kim", at=at).plan.notes[0]


def test_under_sixteen_no_chances_and_nothing_to_measure(run: Terminal):
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    run("start", "Kim", *START, "--readiness", "no", "--birth-year", str(date.today().year - 12))
    for voice in ((), ("--coach",), ("--scientist",)):
        out = run("diagnose", *voice)[1]
        assert "Chances" not in out
        assert "Measure next" not in out


def test_a_birth_year_to_come_is_refused(run: Terminal):
    code, _, err = run("start", "Kim", *START, "--readiness", "no", "--birth-year", str(date.today().year + 1))
    assert code == 2
    assert "still to come" in err


def test_steps_and_how(run: Terminal):
    rows = "".join(f"{'left' if n % 2 else 'right'},{0.5 + 0.24 * n:.3f},{0.61 + 0.24 * n:.3f},9.0\n" for n in range(8))
    path = run.file("steps.csv", "side,touchdown,toe_off,speed\n" + rows)
    assert "one measurement" in run("steps", path)[1]
    found = run.json("steps", path)["runs"][0]["values"]
    assert found["contact_time"]["value"] == pytest.approx(0.11, abs=0.001)
    assert "luggage scale" in run("how", "s1")[1]
    assert "T0" in run("how")[1]
    assert run("how", "Z9")[0] == 2


def test_an_export_that_overlaps_an_earlier_one_counts_once(run: Terminal):
    """The same rows in a longer file are not new evidence, and never lock the athlete out."""
    rows = "".join(f"Noa,{date(2026, 3, 2) + timedelta(weeks=week)},P2,2.0{week},2.1{week},m\n" for week in range(6))
    head = "athlete,date,test,trial 1,trial 2,unit\n"
    run("import", run.file("season.csv", head + rows))
    before = run.json("diagnose")
    run("import", run.file("longer.csv", head + rows + "\n"))
    after = run.json("diagnose")
    for key in ("findings", "speed_change", "limit"):
        assert after[key] == before[key]
    run("import", run.file("more.csv", head + rows + "Noa,2026-04-06,P2,2.09,2.2,m\n"))
    assert run("diagnose")[0] == 0


def test_another_request_is_another_plan(run: Terminal):
    run("start", "Kim", *START, "--readiness", "no")
    mild = run.json("plan", "--start", "2026-03-02", "--pain", "left calf 2")
    sharp = run.json("plan", "--start", "2026-03-02", "--pain", "left calf 2 sharp")
    assert sharp["stopped"]
    assert sharp["id"] != mild["id"]


def test_a_day_of_rest_does_not_wipe_pain_and_spoken_kinds_count(run: Terminal):
    run("start", "Kim", *START, "--readiness", "no")
    run("log", "sprints", "--date", "2026-03-01", "--minutes", "50")
    kinds = {item["on"]: item["kind"] for item in run.json("plan", "--start", "2026-03-02")["sessions"]}
    assert kinds["2026-03-02"] not in ("acceleration", "maximal velocity", "change of direction")
    run("log", "strength", "--date", "2026-03-01", "--pain", "left hamstring 6")
    run("log", "rest", "--date", "2026-03-02")
    found = run.json("plan", "--start", "2026-03-02")
    assert "maximal velocity" not in {item["kind"] for item in found["sessions"]}


def test_several_files_are_kept_together_or_not_at_all(run: Terminal, monkeypatch):
    from evenstride.store import sql_imports

    one, two = (run.file(f"{n}.csv", KIMBERLEY.replace("1.158", f"1.15{n}")) for n in (1, 2))
    real, calls = sql_imports.recording_row, []

    def breaks(*arguments, **options):
        calls.append(1)
        if len(calls) == 2:
            raise OSError("the disk went away")
        return real(*arguments, **options)

    monkeypatch.setattr(sql_imports, "recording_row", breaks)
    assert run("import", one, two, "--athlete", "Kim", "--date", "2026-03-01")[0] == 1
    monkeypatch.undo()
    assert run("diagnose", "--db", str(run.folder / "test.db"))[0] == 2


@pytest.mark.parametrize(
    "words", [("plan", "--start", "9999-12-31"), ("log", "easy", "--pain", "knee ²"), ("read", "/dev/zero")]
)
def test_odd_words_are_the_users_fault(run: Terminal, words):
    assert run(*words)[0] == 2


def test_why_explains_what_was_planned_and_what_was_told(run: Terminal):
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    run("start", "Kim", *START, "--readiness", "no")
    planned = next(item for item in run.json("plan", "--start", "2026-03-02")["sessions"] if item["kind"] != "rest")
    told = run.json("log", planned["kind"], "--date", planned["on"], "--minutes", "40", "--session", planned["id"][:6])
    assert told["session"] == planned["id"]
    chain = run.json("why", told["id"][:8])
    assert [link["kind"] for link in chain] == ["log entry", "planned session", "plan", "diagnosis", "Splits", "file"]
    assert "40 min" in chain[0]["details"]
    assert planned["title"] in chain[1]["details"]
    assert planned["reason"] in chain[1]["details"]
    assert run.json("why", planned["id"])[0]["kind"] == "planned session"
    assert "planned session" in run("why", planned["id"])[1]
    for words, expected in (
        (("--session", "feedfeed"), "feedfeed"),
        (("--session", told["id"]), "is a log entry, no planned session"),
    ):
        code, out, err = run("log", "easy", "--date", "2026-03-03", *words)
        assert (code, out) == (2, "")
        assert expected in err


def test_help_lists_every_command_at_one_station_of_the_loop_and_none_twice():
    from typer.main import get_command

    from evenstride.doors.cli import app
    from evenstride.doors.cli.stations import SHORT, STATIONS

    listed = [name for commands in STATIONS.values() for name in commands]
    assert sorted(listed) == sorted(get_command(app).commands)
    assert len(set(listed)) == len(listed)
    assert max(map(len, SHORT.values())) <= 64, "a line of help is 80 characters wide"


@pytest.mark.parametrize("words", [("--help",), ("data", "--help"), ("test", "--help")])
def test_help_cuts_no_sentence_short(words, tmp_path, capsys, monkeypatch):
    code, out, _ = Terminal(tmp_path, capsys, monkeypatch)(*words)
    assert code == 0
    assert "..." not in out.split("Usage:")[1].split("\n", 1)[1]
