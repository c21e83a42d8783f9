"""A page asks what unknown headings mean, remembers it, and forgets it when asked to."""

from itertools import pairwise
from pathlib import Path
from urllib.parse import urlencode

import pytest

from evenstride.app.import_desk import GivenFile, ImportDesk, ImportWish
from evenstride.app.reading.columns import MOST_ASKED, AskedColumn, asked_columns, choices, mapping_of
from evenstride.core.column_mapping import ColumnMapping, TableHead
from evenstride.store import open_store
from tests.sites import AT, Outline, Site
from tests.unit.test_web_import import ADA, names, report, send

GATES = b"Vorname;Messtag;Zeit 5;Zeit 10;Zeit 20;BMI\nAda;06.04.2026;1,40;2,07;3,39;20,1\n"
NEXT = b"Zeit 20;Messtag;VORNAME;Zeit 10;Zeit 5;BMI\n3,30;08.04.2026;Ada;2,01;1,37;20,0\n"
ANSWERS = (("athlete", ""), ("date", ""), ("gate", "5"), ("gate", "10 m"), ("gate", "20"), ("", ""))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "test.db")


def told(*answers: tuple[str, str], file: str = "gates.csv") -> str:
    fields = [("file", file)]
    for number, (choice, detail) in enumerate(answers):
        fields += [(f"as.{number}", choice), (f"at.{number}", detail)]
    return urlencode(fields)


def assert_whole(page: str) -> None:
    outline = Outline(page)
    assert outline.open == []
    assert outline.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(outline.headings))


def days(site: Site) -> list[str]:
    with open_store(site.desk.path) as store:
        return [str(one.noun.on) for one in store.recordings()]


def test_a_refused_file_is_asked_about_read_again_and_the_next_one_is_understood(site: Site) -> None:
    answer = send(site, ("gates.csv", GATES), ("ada.csv", ADA))
    page = report(site, answer)
    assert "What do its columns hold?" in page
    assert "1,40" in page
    assert "--column" not in page
    assert "<option selected>gate</option>" in page
    assert_whole(page)
    kept = report(site, site.post(f"{answer.headers['location']}/columns", told(*ANSWERS)))
    assert "1 file is in" in kept
    assert "Columns as you named them on" in kept
    assert days(site) == ["2026-03-01", "2026-04-06"]
    assert "1 file is in" in report(site, send(site, ("next.csv", NEXT)))
    assert days(site)[-1] == "2026-04-08"


def test_what_was_named_is_listed_and_can_be_forgotten(site: Site) -> None:
    assert "Columns you named" not in site.get("/import").text
    answer = send(site, ("gates.csv", GATES))
    report(site, answer)
    report(site, site.post(f"{answer.headers['location']}/columns", told(*ANSWERS)))
    page = site.get("/import").text
    assert "<b>Zeit 20</b> is 20 m" in page
    assert_whole(page)
    with open_store(site.desk.path) as store:
        [id] = store.columns()
    assert site.post("/columns/forget", f"id={id}").headers["location"] == "/import"
    assert "Columns you named" not in site.get("/import").text
    assert site.post("/columns/forget", f"id={id}").status_code == 404
    assert "What do its columns hold?" in report(site, send(site, ("next.csv", NEXT)))


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ((("athlete", ""), ("date", ""), ("gate", "20"), ("gate", "10"), ("gate", "5"), ("", "")), "does not follow"),
        ((("athlete", ""), ("date", ""), ("gate", "20"), ("gate", "20"), ("", ""), ("", "")), "are both named"),
        ((("athlete", ""), ("date", ""), ("gate", "5 kg"), ("", ""), ("", ""), ("", "")), "no such column"),
        ((("<b>", ""), ("date", ""), ("gate", "5"), ("", ""), ("", ""), ("", "")), "no such column"),
    ],
)
def test_a_wrong_answer_is_said_stores_nothing_and_is_asked_again(
    site: Site, answers: tuple[tuple[str, str], ...], says: str
) -> None:
    answer = send(site, ("gates.csv", GATES))
    report(site, answer)
    page = report(site, site.post(f"{answer.headers['location']}/columns", told(*answers)))
    assert says in page
    assert "<b>&#39;" not in page
    assert "What do its columns hold?" in page
    assert names(site) == []
    with open_store(site.desk.path) as store:
        assert store.columns() == {}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (told(*[("", "")] * 6), "no column was named"),
        (told(("gate", ""), *[("", "")] * 5), "how far is the gate"),
        (told(("gate", "5"), file="other.csv"), "does not wait for an answer"),
        ("", "does not wait for an answer"),
    ],
)
def test_an_answer_that_says_nothing_is_refused_with_a_page(site: Site, body: str, says: str) -> None:
    answer = send(site, ("gates.csv", GATES))
    report(site, answer)
    refused = site.post(f"{answer.headers['location']}/columns", body)
    assert refused.status_code == 422
    assert says in refused.text


def test_what_else_is_missing_is_asked_for_afterwards_and_the_names_stay(site: Site) -> None:
    answer = send(site, ("gates.csv", GATES))
    report(site, answer)
    nameless = (("label", ""), ("", ""), *ANSWERS[2:])
    second = site.post(f"{answer.headers['location']}/columns", told(*nameless))
    page = report(site, second)
    assert "Whose runs are these?" in page
    assert "Which day?" in page
    third = site.post(second.headers["location"], "file=gates.csv&athlete=Kim&on=2026-03-02")
    assert "1 file is in" in report(site, third)
    assert names(site) == ["Kim"]
    with open_store(site.desk.path) as store:
        assert [one.names[0] for one in store.columns().values()] == [("Vorname", "label")]


def test_headings_are_escaped(site: Site) -> None:
    hostile = b"<script>x</script>;'><img src=x>;c\n<i>1</i>;2;3\n"
    page = report(site, send(site, ("h.csv", hostile)))
    assert "<script>x" not in page
    assert "<img" not in page
    assert "<i>1" not in page
    assert "What do its columns hold?" in page


def test_a_page_asks_about_as_many_columns_as_fit_it(site: Site) -> None:
    count = MOST_ASKED + 20
    wide = f"{';'.join(f'Spalte {number}' for number in range(count))}\n{';'.join('1' * count)}\n".encode()
    page = report(site, send(site, ("wide.csv", wide), ("gates.csv", GATES)))
    assert page.count('<select name="as.') == MOST_ASKED
    assert "Send this file by itself" in page
    assert len(page.encode()) < 100_000


def test_a_file_that_is_understood_and_wrong_is_not_asked_about_its_columns(tmp_path: Path) -> None:
    desk = ImportDesk(tmp_path / "a.db", lambda: AT)
    files = [
        GivenFile("wrong.csv", ADA.replace(b"3.39", b"abc")), GivenFile("binary.csv", b"\0\1\2"),
        GivenFile("two.csv", b"Name,Athlete,10,20\nAda,4711,1.9,3.3\n"),
    ]  # fmt: skip
    assert [bool(one.columns) for one in desk.bring(files, ImportWish()).files] == [False, False, True]


def test_the_same_file_named_otherwise_is_refused_and_a_remembered_name_changes_nothing(tmp_path: Path) -> None:
    desk = ImportDesk(tmp_path / "a.db", lambda: AT)
    file = GivenFile("x.csv", b"Name,Date,10,20,Weight\nAda,2026-04-06,1.9,3.3,60\n")
    [first] = desk.bring([file], ImportWish()).files
    assert first.added == 1
    [refused] = desk.bring([file], ImportWish(columns=ColumnMapping((("20", "21 m"),)))).files
    assert refused.refused[0] == "The file is here already, and its columns were named otherwise."
    with open_store(desk.path) as store:
        assert store.columns() == {}
        assert store.recordings()[0].noun.distances.tolist() == [10.0, 20.0]
    other = GivenFile("y.csv", file.data.replace(b"04-06", b"04-07"))
    assert desk.bring([other], ImportWish(columns=ColumnMapping((("Weight", ""),)))).files[0].added == 1
    [again] = desk.bring([file], ImportWish()).files
    assert (again.refused, again.added) == ((), 0)


def test_units_of_yards_and_pounds_are_taken(tmp_path: Path) -> None:
    desk = ImportDesk(tmp_path / "a.db", lambda: AT)
    columns = ColumnMapping((("wer", "athlete"), ("a", "10 yd"), ("b", "40 yd (ms)"), ("c", "mass (lb)")))
    wish = ImportWish(on=AT.date(), columns=columns)
    [found] = desk.bring([GivenFile("x.csv", b"wer,a,b,c\nAda,1.8,5200,150\n")], wish).files
    assert found.refused == ()
    with open_store(desk.path) as store:
        [run] = [one.noun for one in store.recordings()]
    assert run.distances.tolist() == pytest.approx([9.144, 36.576])
    assert run.times.tolist() == pytest.approx([1.8, 5.2])
    assert run.body.mass == pytest.approx(150 * 0.45359237)


def test_answers_become_names_of_what_the_headings_do_not_say_themselves() -> None:
    asked = [AskedColumn(heading, ()) for heading in ("Name", "Sprung A", "Sprung B", "10", "Tempo", "Datum")]
    answers = [("athlete", ""), ("trial", "cm"), ("trial", ""), ("gate", "10"), ("speed", "km/h"), ("", "")]
    assert mapping_of(asked, answers).names == (
        ("Sprung A", "trial 1 (cm)"), ("Sprung B", "trial 2"), ("Tempo", "speed (km/h)"), ("Datum", ""),
    )  # fmt: skip


def test_what_was_said_before_is_filled_in() -> None:
    head = TableHead(("Zeit 20", "Sprung", "Name", "BMI", ""), (("3,1", "2,1", "Ada", "20", ""),))
    said = ColumnMapping((("Zeit 20", "25 yd"), ("Sprung", "trial 3 (cm)"), ("Name", "")))
    found = [(one.heading, one.choice, one.detail) for one in asked_columns(head, said)]
    assert found == [("Zeit 20", "gate", "25 yd"), ("Sprung", "trial", "cm"), ("Name", "", ""), ("BMI", "", "")]
    assert {one.choice for one in asked_columns(head, said)} <= {"", *(one.name for one in choices())}


def test_a_form_from_elsewhere_names_and_forgets_nothing(site: Site) -> None:
    answer = send(site, ("gates.csv", GATES))
    report(site, answer)
    foreign = {"origin": "http://evil.example"}
    for path, body in ((f"{answer.headers['location']}/columns", told(*ANSWERS)), ("/columns/forget", "id=0")):
        assert site.ask("POST", path, headers=foreign, content=body).status_code == 403
    assert names(site) == []
