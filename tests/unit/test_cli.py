"""The command line as a person meets it: results on stdout, talk on stderr, exit 2 for the user's fault."""

from datetime import date, timedelta

import pytest

from tests.terminals import KIMBERLEY, START, Terminal, run

__all__ = ["run"]


def test_import_says_what_was_left_out(run: Terminal):
    sheet = run.file("sheet.csv", "Name,Date,10,20\nAnn,2026-04-06,2.07,3.39\nBob,2026-04-06,DNS,DNS\n")
    code, out, err = run("import", sheet)
    assert (code, out) == (0, "sheet.csv: 1 of 1 recordings new\n")
    assert err == "Left out: row 3, no time stands there.\n"
    assert run("import", sheet)[2] == ""


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


def test_under_sixteen_no_chances_and_nothing_to_measure(run: Terminal):
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    run("start", "Kim", *START, "--readiness", "no", "--birth-year", str(date.today().year - 12))
    for voice in ((), ("--coach",), ("--scientist",)):
        out = run("diagnose", *voice)[1]
        assert "Chances" not in out
        assert "Measure next" not in out


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
