"""Workbooks: cells, dates and times as people meant them, and hostile or broken files told in words."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest

from evenstride.app.workbook import write_workbook
from evenstride.core.errors import InputError
from evenstride.core.recording import FieldTest, Splits
from evenstride.readers import read
from evenstride.readers.workbook import workbook_text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="170" formatCode="mm:ss.00"/>
<numFmt numFmtId="171" formatCode="0.00&quot; days&quot;"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>"""


def book(cells: str, *, state: str = "visible", styles: str = STYLES, strings: str = "", epoch: str = "") -> bytes:
    first = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData></worksheet>'
    second = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row><c r="A1" t="str"><v>second</v></c></row></sheetData></worksheet>'
    )
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}">{epoch}<sheets>'
        f'<sheet name="One" state="{state}" r:id="a"/><sheet name="Two" r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="a" Target="worksheets/s1.xml"/>'
        '<Relationship Id="b" Target="/xl/worksheets/s2.xml"/></Relationships>',
        "xl/worksheets/s1.xml": first,
        "xl/worksheets/s2.xml": second,
        "xl/styles.xml": styles,
    }  # fmt: skip
    if strings:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    return packed(parts)


def packed(parts: dict[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return file.getvalue()


def text_of(data: bytes) -> str:
    found = workbook_text(data)
    assert found is not None
    return found[0]


def test_cells_become_what_people_see() -> None:
    cells = (
        '<row><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>b,c</t></is></c></row>'
        '<row><c r="A3" s="1"><v>46143</v></c><c r="B3" s="2"><v>2.8935185185185E-5</v></c>'
        '<c r="C3" s="3"><v>1.1579999999999999</v></c></row>'
    )
    strings = "<si><r><t>a</t></r><r><t> x</t></r><rPh><t>no</t></rPh></si>"
    assert text_of(book(cells, strings=strings)) == 'a x,,"b,c"\n,,\n2026-05-01,2.5,1.158\n'


def test_the_other_epoch_is_known() -> None:
    cells = '<row><c r="A1" s="1"><v>44681</v></c></row>'
    assert text_of(book(cells, epoch='<workbookPr date1904="1"/>')) == "2026-05-01\n"


@pytest.mark.parametrize(("cells", "state"), [("", "visible"), ('<row><c r="A1"><v>1</v></c></row>', "hidden")])
def test_empty_and_hidden_sheets_are_passed_over(cells: str, state: str) -> None:
    assert workbook_text(book(cells, state=state)) == ("second\n", "Two")


def test_a_table_is_read_from_a_workbook_as_from_text() -> None:
    rows = [
        ("athlete", "date", "test", "side", "trial 1", "trial 2", "unit"),
        ("Ada", date(2026, 5, 1), "P2", "", 224, 2.3e2, "cm"),
    ]
    (test,) = read(write_workbook(rows), name="sheet.xlsx").recordings
    assert isinstance(test, FieldTest)
    assert (test.on, test.trials) == (date(2026, 5, 1), pytest.approx((2.24, 2.30)))
    (run,) = read(write_workbook([("Name", "10 m", "20 m"), ("Ada", 1.9, 3.2)]), name="sheet.xlsx").recordings
    assert isinstance(run, Splits)


def test_how_a_workbook_was_read_is_said() -> None:
    reading = read(write_workbook([("Name", "10 m", "20 m"), ("Ada", 1.9, 3.2)], title="April"), name="sheet.xlsx")
    assert "The text is that of the sheet 'April' of a workbook." in reading.interpretation


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (packed({"xl/workbook.xml": "<workbook"}), "cannot be opened"),
        (packed({"xl/workbook.xml": f'<workbook xmlns="{MAIN}"/>'}), "is damaged"),
        (packed({"xl/workbook.xml": "<!DOCTYPE x><workbook/>"}), "defines entities"),
        (book("<row><c><v>1</v></c></row>"), "a cell without a place"),
        (book('<row><c r="A1" t="s"><v>7</v></c></row>'), "is damaged"),
        (book('<row><c r="A1"><v>x</v></c></row>'), "is damaged"),
        (book('<row><c r="A1" s="1"><v>9e9</v></c></row>'), "is damaged"),
        (book('<row><c r="ZZZ1"><v>1</v></c></row>'), "1 rows and 18278 columns"),
        (book('<row><c r="A9999999"><v>1</v></c></row>'), "9999999 rows"),
        (write_workbook([("a",), ("b",)])[:-40], "cannot be opened"),
    ],
)
def test_broken_workbooks_are_told_in_words(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        workbook_text(data)
    assert caught.value.remedy


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_refused_in_whatever_encoding(encoding: str) -> None:
    """In UTF-16 no search for bytes of ASCII finds them."""
    part = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><workbook>&b;</workbook>'.encode(encoding)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/workbook.xml", part)
    with pytest.raises(InputError, match="defines entities"):
        workbook_text(file.getvalue())


@pytest.mark.parametrize("encoding", ["hex", "idna", "unicode_escape", "utf-7", "nobody-knows"])
def test_an_encoding_that_is_none_of_text_harms_nothing(encoding: str) -> None:
    declared = f'<?xml version="1.0" encoding="{encoding}"?><workbook xmlns="{MAIN}"/>'
    with pytest.raises(InputError, match="is damaged"):
        workbook_text(packed({"xl/workbook.xml": declared}))


def test_a_part_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(InputError, match="larger than 67 MB"):
        workbook_text(packed({"xl/workbook.xml": " " * 70_000_000}))


@pytest.mark.data
def test_a_real_workbook_is_read(shared_data: Path) -> None:
    file = shared_data / "c3d_format_suite_ktk" / "Sample01" / "pointscale.xlsx"
    if not file.is_file():
        pytest.skip(f"absent: {file}")
    assert len(text_of(file.read_bytes()).splitlines()) > 3
