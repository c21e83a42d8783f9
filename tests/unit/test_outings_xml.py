"""What TCX and GPX share: encodings, files cut short, attacks, sizes and distances."""

import numpy as np
import pytest

from evenstride.core.errors import InputError
from evenstride.readers.outing_reading import is_outing
from evenstride.readers.xml.distance import EQUATOR, FLATTENING, along
from evenstride.readers.xml.streaming import MAX_DEPTH
from tests.xml_outings import gpx, lap, one, point, reading, tcx, trkpt


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "cp1252"])
def test_every_usual_encoding_is_read(encoding: str) -> None:
    declared = "utf-16" if encoding.startswith("utf-16") else encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?>' + gpx(trkpt(0)).decode().replace(
        "<type>", "<name>Läufe</name><type>"
    )
    data = text.encode(encoding)
    assert is_outing(data)
    assert one(data).label == "Läufe"


def test_bytes_that_are_not_what_they_declare_are_read_and_it_is_said() -> None:
    data = gpx(trkpt(0)).decode().replace("<type>", "<name>Läufe</name><type>").encode("latin-1")
    found = reading(data)
    assert found.activities[0].label == "Läufe"
    assert "not the utf-8" in found.notes[0]


def test_space_before_the_declaration_does_no_harm() -> None:
    assert one(b'\n   <?xml version="1.0"?>' + tcx(lap(0, point(0)))).times.size == 1


def test_a_file_cut_short_is_read_up_to_there_and_it_is_told() -> None:
    whole = tcx(lap(0, "".join(point(i) for i in range(20))))
    found = reading(whole[: whole.index(b"16:00:10")])
    assert found.activities[0].times.tolist() == [float(i) for i in range(10)]
    assert "breaks off in line 1" in found.damage[0]
    # What every cut leaves is a beginning of the whole, or a sentence.
    for cut in range(0, len(whole), 13):
        try:
            times = reading(whole[:cut]).activities[0].times
        except InputError:
            continue
        assert times.tolist() == [float(i) for i in range(times.size)]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("root", ["gpx", "TrainingCenterDatabase"])
@pytest.mark.parametrize("doctype", [BOMB, '<!DOCTYPE x SYSTEM "file:///etc/passwd">', "<!DOCTYPE x>"])
def test_document_types_and_entities_are_refused(root: str, doctype: str) -> None:
    with pytest.raises(InputError, match=r"^file: the file defines a document type or entities\."):
        reading(f"{doctype}<{root}>&b;</{root}>".encode())


def test_what_lies_too_deep_is_refused() -> None:
    with pytest.raises(InputError, match=f"more than {MAX_DEPTH} deep"):
        reading(b"<gpx>" + b"<a>" * 1000)


@pytest.mark.parametrize(
    "data", [b"", b"<", b"<gpx/>", b"<TrainingCenterDatabase/>", b"<kml/>", b"\xef\xbb\xbf", b"gpx"]
)
def test_what_holds_nothing_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        reading(data)
    assert caught.value.remedy
    assert str(caught.value).startswith("file: ")


def test_many_names_do_not_fill_the_memory() -> None:
    inner = [
        "<extensions>" + "".join(f"<x{i}_{j}>1</x{i}_{j}>" for j in range(50)) + "</extensions>" for i in range(40)
    ]
    found = reading(gpx("".join(trkpt(i, text) for i, text in enumerate(inner))))
    assert len(found.activities[0].channels) <= 61
    assert any("too many kinds" in line for line in found.damage)


def test_a_file_of_nothing_but_elements_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("evenstride.readers.xml.streaming.MAX_ELEMENTS", 100)
    with pytest.raises(InputError, match="more than 100 elements"):
        reading(b"<gpx>" + b"<a/>" * 101)
    monkeypatch.undo()
    with pytest.raises(InputError, match="more than 10000 activities"):
        reading(b"<gpx>" + b"<trk/>" * 10_001)


def test_one_sample_of_many_values_does_not_fill_the_memory() -> None:
    found = one(gpx(trkpt(0, "".join(f"<x{i}>1</x{i}>" for i in range(5000)))))
    assert len(found.channels) <= 61


def test_distances_agree_with_chords_of_the_ellipsoid() -> None:
    """Steps up to 10 km at any usual latitude against the chord in space, bent to its arc."""
    chance = np.random.default_rng(7)
    squared = FLATTENING * (2.0 - FLATTENING)
    for _ in range(200):
        latitude, longitude = chance.uniform(-70.0, 70.0), chance.uniform(-180.0, 180.0)
        size, way = chance.uniform(1.0, 10_000.0), chance.uniform(0.0, 2.0 * np.pi)
        other = latitude + np.degrees(size * np.cos(way) / EQUATOR)
        far = longitude + np.degrees(size * np.sin(way) / EQUATOR / np.cos(np.radians(latitude)))
        found = along(np.array([latitude, other]), np.array([longitude, far]), np.array([True, False]))[1]
        phi, lam = np.radians([latitude, other]), np.radians([longitude, far])
        across = EQUATOR / np.sqrt(1.0 - squared * np.sin(phi) ** 2)
        ends = np.stack([
            across * np.cos(phi) * np.cos(lam),
            across * np.cos(phi) * np.sin(lam),
            across * (1.0 - squared) * np.sin(phi),
        ])  # fmt: skip
        chord = float(np.linalg.norm(ends[:, 1] - ends[:, 0]))
        arc = 2.0 * EQUATOR * np.arcsin(chord / (2.0 * EQUATOR))
        assert found == pytest.approx(arc, rel=1e-4)
