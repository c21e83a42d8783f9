"""Bad files end in one sentence with place, reason and remedy, whatever they are."""

import io
import random
import zipfile

import pytest

from evenstride.core.errors import InputError
from evenstride.readers import read

HEADER = "athlete,distance,time\n"
MEGA = 1_000_000


def zipped(name: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(name, "athlete,distance,time\nN,5,1\n")
    return buffer.getvalue()


def junk(kind: str) -> bytes:
    chance = random.Random(5)
    match kind:
        case "bytes":
            return chance.randbytes(10 * MEGA)
        case "printable":
            return bytes(chance.choices(b"abcdefgh123456789 ,;.\n", k=MEGA)) * 10
        case "one line":
            return b"a," * (5 * MEGA)
        case "empty lines":
            return b"\n" * (10 * MEGA)
        case "carriage returns":
            return HEADER.encode() + b"\r" * (10 * MEGA)
        case "open quotation mark":
            return HEADER.encode() + b'"' + b"x\n" * (5 * MEGA)
        case "quotation marks":
            return HEADER.encode() + b'"' * (10 * MEGA)
        case "good header":
            return HEADER.encode() + b"qwertz uiop asdf ghjk\n" * 450_000
        case "short rows":
            return HEADER.encode() + b"N,5,1\n" * (2 * MEGA)
        case "empty columns":
            return HEADER.encode() + b"," * (10 * MEGA)
        case _:
            return b"0123456789" * MEGA


@pytest.mark.parametrize(
    "kind",
    ["bytes", "printable", "one line", "empty lines", "carriage returns", "open quotation mark",
     "quotation marks", "good header", "short rows", "empty columns", "digits"],
)  # fmt: skip
def test_ten_megabytes_of_junk_are_refused(kind: str) -> None:
    with pytest.raises(InputError) as caught:
        read(junk(kind), name="junk.csv")
    assert str(caught.value).startswith("junk.csv")
    assert len(str(caught.value)) < 3000
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "the file is empty"),
        (b" \n\n\t", "the file is empty"),
        (b"\x00" * 100, "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (bytes(range(256)), "binary"),
        (zipped("data.csv"), "zip archive or an OpenDocument"),
        (zipped("xl/workbook.xml"), "the workbook cannot be opened"),
        (b"\x1f\x8b\x08\x00rest", "gzip archive or an R data file"),
        (b"\xff\xfea\x00b", "binary"),
        (b"a;b\n" + b"x" * 40_000_000, "40 MB"),
        (b"just some words\nand more\n", "no header row"),
        (b"," * MEGA, "no header row"),
        (b"a," * MEGA, r"row 1.*columns.*No table with more than 500 filled"),
        (b"0.0,0.03\n0.02,0.18\n", "fits none of the .* formats; its columns are: 0.0, 0.03"),
        (
            b"colour,shape\nred,round\n",
            r"columns are: colour, shape.*None of them is a column that a format needs.*file-formats",
        ),
        (b"athlete,distance,time\n", "no rows below the header"),
        (b"athlete,distance,time\nN,5,1\nN,10\n", r"row 3: the row has 2 cells and the header 3.*cut off"),
        (b"athlete;distance;time\nN;5;1,0\nN;10;2.0\n", r"decimal point and '1,0' in row 2 a decimal comma"),
        (b'athlete,distance,time\nN,5,"1\n2\n', r"row 2.*quotation mark"),
        (b"athlete,distance,time,Zeit\nN,5,1,1\n", "2 columns mean time: 'time', 'Zeit'"),
        (b"athlete,distance (kg),time\nN,5,1\n", r"column 'distance \(kg\)'.*unit 'kg' does not fit"),
        (b"athlete,distance,time (parsec)\nN,5,1\n", r"unit 'parsec' is not known"),
        (b"athlete,distance,time\nN,5,1\n", r"row 2: the run of N has fewer than two gates.*at least two"),
        (b"Name,5\nN,1\n", r"row 2: the run of N has fewer than two gates"),
        (b"athlete,distance,time\nN,5,-1\nN,10,2\n", r"row 2, column 'time': the time -1 is negative"),
        (b"athlete,distance,time\nN,5,2\nN,10,1\n", r"row 3, column 'time': the time 1 does not follow 2"),
        (b"athlete,distance,time\nN,10,2\nN,5,1\n", r"row 3.*the distance 5 does not follow 10"),
        (b"athlete,distance,time\nN,5,nan\nN,10,2\n", r"row 2, column 'time': 'nan' is not a number"),
        (b"athlete,distance,time\nN,5,inf\nN,10,2\n", r"'inf' is not a number"),
        (b"athlete,distance,time\nN,5,1e99\nN,10,2\n", r"'1e99' is far too large"),
        (b"athlete,distance,time\nN,5,\nN,10,2\n", r"row 2, column 'time': the cell is empty"),
        (b"athlete,distance,time\nN,5,1158\nN,10,1893\n", r"10 m in 1893 s.*is no run.*units"),
        (b"athlete,distance,time\nN,50,1\nN,100,2\n", r"50 m/s up to the gate at 50 m.*No runner"),
        (b"Name,10,10 m\nN,1,2\n", r"two columns are the gate at 10 m"),
        (b"Name,Height,5,10\nN,17,1,2\n", r"row 2, column 'Height': height 0.17 m is outside"),
        (b"side,touchdown,toe_off\nleft,0,120\nright,230,340\n", r"no athlete|on the ground for 120 s"),
        (b"athlete,side,touchdown,toe_off\nN,left,0,120\nN,right,230,340\n", r"on the ground for 120 s.*\(ms\)"),
        (
            b"athlete,side,touchdown,toe_off\nN,left,0,.1\nN,up,.2,.3\n",
            r"row 3, column 'side': 'up' is not a side",
        ),
        (b"athlete,side,touchdown,toe_off\nN,left,0,.1\n", r"one contact"),
        (b"athlete,time,speed\n" + b"".join(b"N,%d,30\n" % i for i in range(20)), r"faster than 30 m/s.*km/h"),
        (b"athlete,time,speed\nN,0,0\nN,1,5\n", r"has 2 samples"),
        (b"athlete,distance,time\nN,0,0.2\nN,5,1\nN,10,2\n", r"first gate is at 0 m after 0.2 s"),
        (b"athlete,date,distance,time\nN,30.2.2024,5,1\nN,30.2.2024,10,2\n", r"there is no day '30.2.2024'"),
        (b"athlete,mass,distance,time\nN,60,5,1\nN,61,10,2\n", r"row 3, column 'mass': one run has 2 values"),
    ],
)
def test_bad_files_say_place_reason_and_remedy(data: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        read(data, name="bad.csv")
    assert str(caught.value).startswith("bad.csv")
    assert caught.value.remedy
    assert caught.value.__suppress_context__


def test_the_ending_decides_nothing() -> None:
    data = b"Name,5,10\nNoa,1,2\n"
    assert read(data, name="x.rad").format == read(data, name="x.csv").format == "splits, one row an athlete"


def test_a_long_name_is_refused() -> None:
    with pytest.raises(InputError, match=r"the name 'xxx.*has 201 characters"):
        read(b"Name,5,10\n" + b"x" * 201 + b",1,2\n", name="long.csv")


def test_positions_are_no_gates() -> None:
    rows = "".join(f"N,{0.2 * i + 0.2:.1f},{0.02 * i + 0.02:.2f}\n" for i in range(300))
    with pytest.raises(InputError, match="speed trace needs a speed column"):
        read((HEADER + rows).encode(), name="laser.csv")
