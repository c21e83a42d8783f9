"""The command line on whole sessions and with plots: what a device cannot tell is refused with the reason."""

from xml.etree import ElementTree

import pytest

from evenstride.science.simulate.devices import simulate_session
from tests.terminals import SHEET, run

__all__ = ["run"]


@pytest.fixture(scope="module")
def session():
    trace = simulate_session(8.5, 7.0, minutes=12, sprints=15, seed=4)
    rows = (f"Noa,{time:.2f},{speed:.3f}\n" for time, speed in zip(trace.times, trace.speeds, strict=True))
    return "athlete,time,velocity\n" + "".join(rows)


def of_device(session: str, device: str) -> str:
    head, *rows = session.splitlines()
    return "\n".join([f"{head},device", *(f"{row},{device}" for row in rows)])


@pytest.mark.parametrize("how", ["option", "column"])
def test_only_top_speed_comes_from_gps(run, session, how):
    source = run.file("s.csv", session if how == "option" else of_device(session, "GPS"))
    given = ["--device", "gps"] if how == "option" else []
    found = run.json("profile", source, "--in-situ", "--mass", "70", "--height", "1.8", *given)
    assert found["device"] == "gps"
    assert found["s0_in_situ"]["low"] < 8.5 < found["s0_in_situ"]["high"]
    assert set(found["missing"]) == {"a0_in_situ", "tau_in_situ", "f0_in_situ", "pmax_in_situ"}
    assert all("GPS of any rate" in one["missing"] and one["remedy"] for one in found["missing"].values())


def test_lps_tells_all_with_its_known_bias(run, session):
    source = run.file("s.csv", session)
    code, out, _ = run("profile", source, "--in-situ", "--device", "lps", "--mass", "70", "--height", "1.8")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Noa · session of 12 min"
    assert lines[1].startswith("Top speed the session points to 8.")
    assert any(line.startswith("Force at standstill") for line in lines)
    assert any("not corrected for it (hoppe2018)" in line for line in lines)
    assert lines[-2].startswith("A session shows what was done in it")


def test_a_session_is_known_as_one_and_the_way_is_said(run, session):
    code, out, err = run("profile", run.file("s.csv", session))
    assert (code, out) == (2, "")
    assert "the trace of Noa is a whole session and not one sprint" in err
    assert "Add --in-situ, with --device gps or lps" in err


@pytest.mark.data
def test_the_public_session_gives_a_profile(run, shared_data):
    source = str(shared_data / "shorts" / "csv" / "LPS_session.csv")
    found = run.json("profile", source, "--in-situ", "--device", "lps")
    assert 7.22 < found["s0_in_situ"]["value"] < 9.5
    assert set(found["missing"]) == {"f0_in_situ", "pmax_in_situ"}
    assert all("mass and height" in one["missing"] for one in found["missing"].values())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--in-situ", "--device", "radar"), "a 'radar' writes no session"),
        (("--in-situ", "--robust"), "--robust: this says how to fit one run"),
        (("--in-situ", "--fixed-time-correction", "0"), "--fixed-time-correction: this says how to fit one run"),
        (("--in-situ",), "which holds no session"),
        (("--in-situ", "--mass", "5"), "--mass: 5 kg is not a person's"),
        (("--device", "gps"), "a device is asked for only with a session. Add --in-situ"),
    ],
)
def test_senseless_questions_of_a_session_say_what_to_do(run, words, sentence):
    code, out, err = run("profile", run.file("sheet.csv", SHEET), *words)
    assert (code, out) == (2, "")
    assert sentence in err


def test_a_session_without_bursts_is_refused(run):
    walk = "athlete,time,velocity\n" + "".join(f"Noa,{0.1 * i:.1f},1.4\n" for i in range(900))
    code, _, err = run("profile", run.file("walk.csv", walk), "--in-situ")
    assert code == 2
    assert "this session shows no acceleration that falls with speed" in err


def test_plots_are_written_one_file_for_each_run(run, tmp_path):
    sheet, folder = run.file("sheet.csv", SHEET), tmp_path / "plots"
    code, out, err = run("profile", sheet, "--plot", str(folder), "--mass", "60", "--height", "1.7")
    assert code == 0
    assert out.startswith("Ann\n")
    names = ["01-ann-fit.svg", "01-ann-force.svg", "02-bob-fit.svg", "02-bob-force.svg"]
    assert sorted(path.name for path in folder.iterdir()) == names
    assert err.splitlines() == [f"wrote {folder / name}" for name in names]
    assert all(ElementTree.parse(path).getroot().tag.endswith("svg") for path in folder.iterdir())


def test_without_a_body_there_is_no_force_to_draw(run, tmp_path):
    run("profile", run.file("sheet.csv", SHEET), "--plot", str(tmp_path / "plots"))
    assert [path.name for path in sorted((tmp_path / "plots").iterdir())] == ["01-ann-fit.svg", "02-bob-fit.svg"]


def test_a_session_is_drawn_too(run, session, tmp_path):
    code, _, err = run("profile", run.file("s.csv", session), "--in-situ", "--plot", str(tmp_path / "plots"))
    assert (code, err) == (0, f"wrote {tmp_path / 'plots' / '01-noa-session.svg'}\n")


def test_plots_beside_json_leave_the_json_whole(run, tmp_path):
    found = run.json("profile", run.file("sheet.csv", SHEET), "--plot", str(tmp_path / "plots"))
    assert len(found["runs"]) == 2


def test_a_folder_that_cannot_be_made_is_said(run):
    sheet = run.file("sheet.csv", SHEET)
    code, _, err = run("profile", sheet, "--plot", sheet)
    assert code == 2
    assert "the plots cannot be written" in err
