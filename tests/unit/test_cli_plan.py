"""Starting, planning and logging on the command line: what was told shapes the week."""

from datetime import date

from tests.terminals import KIMBERLEY, START, Terminal, run

__all__ = ["run"]


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


def test_a_birth_year_to_come_is_refused(run: Terminal):
    code, _, err = run("start", "Kim", *START, "--readiness", "no", "--birth-year", str(date.today().year + 1))
    assert code == 2
    assert "still to come" in err


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
