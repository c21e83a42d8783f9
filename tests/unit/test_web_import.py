"""Files come in by the page: each by itself, within limits, and what is missing is asked for on the page."""

import asyncio
from dataclasses import fields
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from evenstride.app.import_desk import GivenFile, ImportDesk, ImportWish
from evenstride.app.workbook import write_workbook
from evenstride.core.athlete import Lacking, Readiness
from evenstride.doors.web.start_pages import HEALTH, PLACES
from evenstride.doors.web.uploads import Uploads, read_upload, read_uploads
from evenstride.store import open_store
from tests.sites import AT, Outline, Site

ADA = b"athlete,date,distance,time\n" + b"".join(
    b"Ada,2026-03-01,%d,%s\n" % gate
    for gate in ((5, b"1.40"), (10, b"2.07"), (20, b"3.39"), (30, b"4.62"), (40, b"5.83"))
)
NAMELESS = ADA.replace(b"athlete,", b"").replace(b"Ada,", b"")
UNDATED = ADA.replace(b"date,", b"").replace(b"2026-03-01,", b"")
BAD = b"colour,shape\nred,round\n"
ORIGIN = {"origin": "http://localhost"}


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "test.db")


def send(site: Site, *files: tuple[str, bytes], **fields: str) -> httpx.Response:
    return site.ask("POST", "/import", headers=ORIGIN, data=fields, files=[("files", file) for file in files])


def report(site: Site, answer: httpx.Response) -> str:
    """Follow an import to its report, which stands at the address of its job."""
    found = site.ask("GET", answer.headers["location"])
    for _ in range(600):
        if 'http-equiv="refresh"' not in found.text:
            break
        asyncio.run(asyncio.sleep(0.05))
        found = site.ask("GET", answer.headers["location"])
    assert found.status_code == 200
    return found.text


def names(site: Site) -> list[str]:
    return [one.name for one in site.desk.athletes()]


def test_a_bad_file_never_spoils_a_good_one(site: Site) -> None:
    answer = send(site, ("runs/bad.csv", BAD), ("runs/.DS_Store", b"\0\1"), ("runs/ada.csv", ADA), ("empty.csv", b""))
    page = report(site, answer)
    assert names(site) == ["Ada"]
    assert "1 of 3 files are in" in page
    assert "1 hidden file was left out" in page
    assert page.index("runs/bad.csv") < page.index("The file fits none") < page.index("runs/ada.csv")
    assert "Sun 1 Mar 2026" in page
    assert "1 of 1 new" in page
    assert "was here already" in report(site, send(site, ("ada.csv", ADA)))


def test_what_is_missing_is_asked_for_and_then_kept(site: Site) -> None:
    nothing_said = UNDATED.replace(b"athlete,", b"").replace(b"Ada,", b"")
    answer = send(site, ("mine.csv", nothing_said), ("ada.csv", ADA))
    page = report(site, answer)
    assert "Whose runs are these?" in page
    assert "Which day?" in page
    assert "--athlete" not in page
    assert "--date" not in page
    told = "file=mine.csv&athlete=Kim+Alder&on=2026-03-02"
    assert "1 file is in" in report(site, site.post(answer.headers["location"], told))
    with open_store(site.desk.path) as store:
        assert [one.noun.on for one in store.recordings("Kim Alder")] == [date(2026, 3, 2)]
    refused = site.post(answer.headers["location"], "file=ada.csv&athlete=Kim")
    assert refused.status_code == 422


@pytest.mark.parametrize(
    ("data", "wish", "asks"),
    [
        (NAMELESS, ImportWish(), {"athlete"}),
        (UNDATED, ImportWish(), {"on"}),
        (UNDATED, ImportWish(on=date(2026, 3, 1)), None),
        (NAMELESS, ImportWish(athlete="Kim"), None),
        (ADA, ImportWish(athlete="Kim"), set()),
        (BAD, ImportWish(), set()),
        (b"athlete,date,test,side,trial1,unit\nAda,2026-03-01,P2,,9.9,m\n", ImportWish(), {"checked"}),
        (b"athlete,date,test,side,trial1,unit\nAda,2026-03-01,P2,,9.9,m\n", ImportWish(checked=True), None),
    ],
)
def test_only_what_would_settle_a_refusal_is_asked(
    tmp_path: Path, data: bytes, wish: ImportWish, asks: set[str] | None
) -> None:
    [found] = ImportDesk(tmp_path / "a.db", lambda: AT).bring([GivenFile("x.csv", data)], wish).files
    assert bool(found.refused) == (asks is not None)
    assert found.asks == (asks or set())


@pytest.mark.parametrize(
    "name", ["../../evil.csv", "/etc/passwd", "C:\\evil.csv", "a/b/c.csv", "<b>.csv", "/", "x" * 400]
)
def test_a_name_of_a_file_leads_nowhere_and_is_escaped(site: Site, name: str) -> None:
    page = report(site, send(site, (name, ADA)))
    assert names(site) == ["Ada"]
    assert "<b>.csv" not in page
    assert [one.name for one in site.desk.path.parent.iterdir() if "evil" in one.name] == []


def test_fields_left_empty_say_nothing(site: Site) -> None:
    assert "1 file is in" in report(site, send(site, ("ada.csv", ADA), athlete="", on="", side=""))


def test_progress_is_told_file_by_file(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    desk = ImportDesk(tmp_path / "a.db", lambda: AT)
    desk.bring([GivenFile("a.csv", ADA), GivenFile("b.csv", BAD)], ImportWish(), progress=lambda *at: told.append(at))
    assert told == [(0, 2), (1, 2), (2, 2)]


def test_a_form_from_elsewhere_and_an_empty_one_are_refused(site: Site) -> None:
    foreign = site.ask("POST", "/import", headers={"origin": "http://evil.example"}, files=[("files", ("a.csv", ADA))])
    assert foreign.status_code == 403
    assert site.ask("POST", "/import", headers=ORIGIN, files=[("files", ("", b""))]).status_code == 422
    assert site.post("/import", "athlete=Ada").status_code == 415
    assert names(site) == []


def _request(body: bytes, kind: str = "multipart/form-data; boundary=x", told: bytes = b"") -> Request:
    sent = iter([{"type": "http.request", "body": body, "more_body": False}])

    async def receive() -> dict[str, object]:
        return next(sent)

    headers = [(b"host", b"localhost"), (b"origin", b"http://localhost"), (b"content-type", kind.encode())]
    headers += [(b"content-length", told)] if told else []
    return Request({"type": "http", "method": "POST", "headers": headers, "path": "/", "query_string": b""}, receive)


def _body(*files: tuple[str, bytes]) -> bytes:
    parts = [
        b'--x\r\nContent-Disposition: form-data; name="files"; filename="%s"\r\n\r\n%s\r\n' % (name.encode(), data)
        for name, data in files
    ]
    return b"".join(parts) + b'--x\r\nContent-Disposition: form-data; name="athlete"\r\n\r\nAda\r\n--x--\r\n'


def _read(body: bytes, **limits: int) -> Uploads:
    return asyncio.run(read_uploads(_request(body), **limits))


def test_a_file_that_is_too_large_is_left_out_and_the_others_stay() -> None:
    found = _read(_body(("a", b"12345"), ("b", b"123456"), ("", b"")), largest_file=5)
    assert [(one.name, one.data) for one in found.files] == [("a", b"12345"), ("b", None)]
    assert found.fields == {"athlete": ["Ada"]}


@pytest.mark.parametrize(
    ("files", "limits", "status"),
    [
        (3, {"most_files": 2}, 400),
        (9, {"most_files": 2}, 400),
        (2, {"largest_upload": 100}, 413),
    ],
)
def test_more_than_may_be_sent_is_refused(files: int, limits: dict[str, int], status: int) -> None:
    with pytest.raises(HTTPException) as refused:
        _read(_body(*[(f"{number}.csv", b"1") for number in range(files)]), **limits)
    assert refused.value.status_code == status


@pytest.mark.parametrize("read", [read_uploads, partial(read_upload, field="archive", largest=10)])
def test_what_says_beforehand_that_it_is_too_large_is_refused_unread(read: Any) -> None:
    request = _request(_body(("a", b"1")), told=b"999999999999")
    with pytest.raises(HTTPException) as refused:
        asyncio.run(read(request))
    assert refused.value.status_code == 413
    assert asyncio.run(_first_piece(request))


async def _first_piece(request: Request) -> bytes:
    return await anext(request.stream())


def test_a_broken_form_is_refused_with_a_sentence() -> None:
    with pytest.raises(HTTPException, match="could not be taken"):
        asyncio.run(read_uploads(_request(b"nonsense", "multipart/form-data")))


def test_the_five_questions_are_kept_and_lead_to_the_first_file(site: Site) -> None:
    told = "name=Ada+L&lacking=top&days=1&days=4&kit=Tape,+phone&enjoys=wind&birth_year=1999&level=trained&ready=no"
    answer = site.post("/start", told)
    assert (answer.status_code, answer.headers["location"]) == (303, "/import/ada%20l?hello=1")
    assert "Thank you, Ada L" in site.get(answer.headers["location"]).text
    [saved] = site.desk.athletes()
    assert saved.intake is not None
    assert (saved.birth_year, saved.intake.days, saved.intake.kit) == (1999, (1, 4), ("tape", "phone"))
    assert saved.intake.lacking == (Lacking.TOP,)
    assert saved.intake.readiness is not None
    assert not saved.intake.readiness.any_yes


def test_a_yes_to_a_health_question_is_kept_and_answered(site: Site) -> None:
    answer = site.post("/start", "name=Ada&health=heart&ready=no")
    assert "ask a doctor" in site.get(answer.headers["location"]).text
    [saved] = site.desk.athletes()
    assert saved.intake is not None
    assert saved.intake.readiness is not None
    assert saved.intake.readiness.heart


@pytest.mark.parametrize(
    "told", ["name=Ada", "name=&ready=no", "name=Ada&ready=no&birth_year=3000", "name=Ada&ready=no&level=demigod",
             "name=Ada&ready=no&minutes=5"]
)  # fmt: skip
def test_a_start_that_cannot_be_is_refused_with_a_page(site: Site, told: str) -> None:
    assert site.post("/start", told).status_code == 422
    assert site.desk.athletes() == ()


def test_the_page_asks_the_questions_of_the_command_line() -> None:
    assert set(PLACES) == set(Lacking)
    assert set(HEALTH) == {item.name for item in fields(Readiness)}


def test_an_import_nobody_knows_any_more_is_said(site: Site) -> None:
    assert site.get("/imported/0").status_code == 404
    assert "list of runs" in site.get("/imported/0").text


def test_every_page_is_well_built_and_needs_no_inline_script(site: Site) -> None:
    site.post("/start", "name=%3Cb%3EAda&ready=no")
    answer = send(site, ("<b>.csv", BAD), ("mine.csv", NAMELESS), ("ada.csv", ADA))
    pages = [site.get(path).text for path in ("/start", "/import", "/import/%3Cb%3Eada")] + [report(site, answer)]
    for page in pages:
        outline = Outline(page)
        assert outline.open == []
        assert outline.headings.count(1) == 1
        assert all(after <= before + 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
        assert outline.captions == outline.tables
        assert "<b>Ada" not in page
        assert "<b>.csv" not in page
        assert [name for _, name, _ in outline.attributes if name == "style" or name.startswith("on")] == []


def test_a_sheet_of_a_squad_leads_to_the_squad_and_says_what_it_left_out(site: Site) -> None:
    sheet = (
        b"Name;Datum;10;20\nAda;12.09.2026;2,07;3,39\nBen;12.09.2026;1,92;3,18\n"
        b"Cy;12.09.2026;1,99;3,28\nKim;12.09.2026;DNS;\n"
    )
    page = report(site, send(site, ("club.csv", sheet)))
    assert "Left out: row 5, no time stands there." in page
    assert '<a class="btn main" href="/squad">' in page
    assert 'href="/squad"' in site.get("/").text.partition("<main")[2]


def test_a_workbook_sent_to_the_page_is_a_table(site: Site) -> None:
    book = write_workbook([("Name", "Date", "10", "20"), ("Ada", "2026-09-12", 2.07, 3.39)])
    page = report(site, send(site, ("club.xlsx", book)))
    assert "1 of 1 new" in page
    assert 'href="/squad">The squad' not in page
