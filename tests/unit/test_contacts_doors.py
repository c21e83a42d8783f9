"""Single contacts on the command line, on the page and as a table; what is measured says how well founded it is."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from evenstride.core.contact_table import EDGE, HALF_SEEN, POINTS, ContactRow, ContactTable
from evenstride.core.roles import Side
from evenstride.words.runs.contacts import show_contacts
from evenstride.writers.contacts_csv import COLUMNS, write_contacts
from tests.belts import belt, two_visits
from tests.sites import Site
from tests.terminals import Terminal, run
from tests.unit.test_role_values import JOG
from tests.unit.test_web_instruments import bring, plain
from tests.unit.test_web_runs import DAY, site, well_built

__all__ = ["run", "site"]

NAN = float("nan")


def keep(run: Terminal, data: bytes) -> str:
    file = run.file("belt.csv", data)
    [told] = run.json("import", file, "--athlete", "Noa", "--date", "2026-02-01", "--side", "left")
    return told["ids"][0]


def test_steps_are_listed_one_by_one(run: Terminal) -> None:
    keep(run, belt(1.1, 0.9))
    code, out, err = run("data", "run", "--steps")
    assert code == 0, err
    head, *rows = out.splitlines()
    assert re.split(r"\s{2,}", head) == ["Foot", "Touchdown, s", "Contact, ms", "Flight, ms", "Force, body weights"]
    assert len(rows) == 16
    first, second, *_, last = (re.split(r"\s{2,}", row) for row in rows)
    assert (first[0], second[0]) == ("1 left", "2 right")
    assert float(first[4]) > 1.1 * float(second[4])
    assert last[3] == "not seen"
    assert "Every value of push of each contact is in the table that --csv FILE writes." in err
    found = run.json("data", "run", "--steps")
    assert len(found["rows"]) == 16
    assert found["rows"][-1]["flight"] is None


def test_a_table_is_written_once_and_holds_every_contact(run: Terminal, tmp_path: Path) -> None:
    keep(run, belt())
    target = tmp_path / "contacts.csv"
    code, _, err = run("data", "run", "--csv", str(target))
    assert code == 0, err
    rows = list(csv.DictReader(io.StringIO(target.read_text(encoding="utf-8"))))
    assert len(rows) == 16
    assert [row["side"] for row in rows[:2]] == ["left", "right"]
    assert float(rows[0]["stance_force_bw"]) == pytest.approx(1.6, abs=0.1)
    assert [row["swing_of_contact"] for row in rows[:3]] == ["", "1", "2"]
    assert rows[-1]["flight_time_s"] == ""
    code, _, err = run("data", "run", "--csv", str(target))
    assert code == 2
    assert "there is such a file already" in err
    code, _, err = run("data", "run", "--csv", str(tmp_path / "no" / "where.csv"))
    assert code == 2
    assert "the table cannot be written" in err


def test_measuring_lists_the_same_contacts_as_the_run_that_was_kept(run: Terminal, tmp_path: Path) -> None:
    keep(run, belt(1.1, 0.9))
    _, kept, _ = run("data", "run", "--steps")
    given = (run.file("again.csv", belt(1.1, 0.9)), "--side", "left")
    code, out, err = run("measure", *given, "--steps")
    assert (code, out) == (0, kept), err
    target = tmp_path / "contacts.csv"
    code, _, err = run("measure", *given, "--csv", str(target))
    assert code == 0, err
    assert len(target.read_text(encoding="utf-8").splitlines()) == 17
    _, _, err = run("measure", *given)
    assert "Contacts one by one: add --steps." in err


def test_two_runs_over_a_plate_in_one_file_show_each_contact(run: Terminal) -> None:
    code, out, err = run("measure", run.file("two.csv", two_visits()), "--mass", "75", "--steps")
    assert code == 0, err
    assert [row.split("  ")[0] for row in out.splitlines()[1:]] == ["1 foot not known", "2 foot not known"]


def test_a_run_without_contacts_of_instruments_says_so(run: Terminal) -> None:
    sprint = "athlete,date,distance,time\n" + "".join(
        f"Noa,2026-02-01,{gate},{time}\n" for gate, time in ((5, 1.4), (10, 2.07), (20, 3.39), (30, 4.62), (40, 5.83))
    )
    run.json("import", run.file("splits.csv", sprint))
    code, _, err = run("data", "run", "--steps")
    assert code == 2
    assert "no instruments saw single contacts in this run" in err


def table() -> ContactTable:
    values = {"stance_force": 1.6, "braking_impulse": -0.2}
    rows = (
        ContactRow(Side.LEFT, 0.5, 0.7, 0.1, 0.8, values, (EDGE,)),
        ContactRow(None, 0.8, NAN, NAN, NAN, {}, (HALF_SEEN,)),
    )
    return ContactTable(
        "Noa", date(2026, 2, 1), rows, ("stance_force", "braking_impulse"), np.ones((2, POINTS)), (-1, -1)
    )


def test_rows_say_what_was_not_seen_and_remarks_say_what_they_mean() -> None:
    shown = show_contacts(table())
    assert shown.contacts.rows == (
        ("1 left", "0.500", "200", "100", "1.60", "−0.200", "0.80", "edge"),
        ("2 foot not known", "0.800", *["not seen"] * 5, "half seen"),
    )
    assert shown.remarks[1] == "Half seen: the file begins or ends inside the contact, and it is not used."
    [push] = shown.roles
    assert push.header == ("Value", "1 left", "2 foot not known")
    assert ("Speed changed by braking, m/s a step", "−0.200", "not seen") in push.rows


def test_a_table_leaves_empty_what_was_not_seen() -> None:
    written = write_contacts(table(), {"stance_force": "BW", "braking_impulse": "m/s"}).decode()
    head, _, second = written.splitlines()
    assert head == ",".join([*COLUMNS, "stance_force_bw", "braking_impulse_m_per_s"])
    assert second == "2,,0.8,,,,,,half_seen,,"


def test_the_page_draws_and_lists_contacts_and_hands_the_table_out(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "belt.csv"
    path.write_bytes(belt(1.1, 0.9))
    id = bring(site, path, DAY)
    page = site.get(f"/run/noa?id={id}").text
    well_built(page)
    assert "Vertical force over 16 contacts from touchdown to toe-off" in page
    assert "All 16 contacts" in page
    assert "Step by step" not in page
    assert f'href="/contacts/noa?id={id}"' in page
    found = site.get(f"/contacts/noa?id={id}")
    assert found.headers["content-type"] == "text/csv; charset=utf-8"
    assert len(found.text.splitlines()) == 17


def test_one_account_of_force_stands_on_the_page_and_in_the_terminal(site: Site, run: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "belt.csv"
    path.write_bytes(belt(1.1, 0.9))
    page = site.get(f"/run/noa?id={bring(site, path, DAY)}").text
    assert "Mean vertical force body weights" in plain(page)
    assert '<th scope="row">Force</th>' not in page
    assert '<th scope="row">Contact time</th>' in page
    id = keep(run, belt(1.1, 0.9))
    out = run("data", "run", id)[1]
    assert "Mean vertical force" in out
    assert "Mean force on the ground" not in out
    values = run.json("data", "run", id)["measured"]["values"]
    assert not [name for name in values if name.partition(".")[0] == "force"]
    assert "contact_time.left" in values


def test_where_no_mass_is_known_the_force_of_the_times_stands(site: Site, tmp_path: Path) -> None:
    path = tmp_path / "belt.csv"
    path.write_bytes(belt(steps=2))
    page = site.get(f"/run/noa?id={bring(site, path, DAY)}").text
    well_built(page)
    assert "Vertical force over" not in page
    assert "All 2 contacts" in page


def test_steps_of_no_plates_keep_the_force_of_their_times(site: Site, run: Terminal, tmp_path: Path) -> None:
    path = tmp_path / "steps.csv"
    rows = "".join(f"Noa,2026-02-01,{('left', 'right')[i % 2]},{0.25 * i:.3f},{0.25 * i + 0.1:.3f}\n" for i in range(9))
    path.write_text("athlete,date,side,touchdown,toe_off\n" + rows)
    page = site.get(f"/run/noa?id={bring(site, path, side=None)}").text
    assert '<th scope="row">Force</th>' in page
    assert "Step by step" in page
    [told] = run.json("import", str(path))
    assert "Mean force on the ground" in run("data", "run", told["ids"][0])[1]


def test_the_page_names_instruments_threshold_and_filter(site: Site, shared_data: Path) -> None:
    pytest.importorskip("ezc3d", reason="the library that reads C3D is not installed")
    page = site.get(f"/run/noa?id={bring(site, shared_data / JOG, side=None)}").text
    well_built(page)
    how = plain(page[page.index('id="how"') :].partition("</section>")[0])
    for said in ("8 force plates at 1500 samples a second", "51 markers at 250 frames a second",
                 "Contacts are read at 20 N, low pass 100 Hz", "points have a low pass at 20 Hz"):  # fmt: skip
        assert how.count(said) == 1, said
    assert "How the file was understood" not in page
    assert "Timing of each contact" in page


def test_measure_says_how_well_founded_each_value_is(run: Terminal) -> None:
    file = run.file("belt.csv", belt())
    out = run("measure", file, "--side", "left")[1]
    assert re.search(r"Mean vertical force .* from step to step \[moderate evidence\]", out)
    assert re.search(r"Vertical stiffness .* \[weak evidence\]", out)
    assert re.search(r"Contact time .* \[part of speed by definition\]\.", out)
    told = json.loads(run("measure", file, "--side", "left", "--json")[1])
    assert told["evidence"]["stance_force"] == "moderate"
    assert set(told["forces"]["values"]) - {name for name in told["forces"]["values"] if "." in name} <= set(
        told["evidence"]
    )
