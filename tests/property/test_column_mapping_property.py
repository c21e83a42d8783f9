"""Whatever headings are named: the file is read or refused in a sentence, and order and spelling do not matter."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.column_mapping import ColumnMapping, heading_key, headings_id
from evenstride.core.errors import InputError
from evenstride.readers import all_formats, known_columns, read, read_head

EXAMPLES = [form.EXAMPLE for form in all_formats()]
NAMES = [one.name for one in known_columns()] + ["5 m", "20 m", "40 yd (ms)", "", "time (ms)", "speed (kg)", "cake"]
HEADINGS = st.text(min_size=1, max_size=12).filter(heading_key)


@st.composite
def named_files(draw: st.DrawFn) -> tuple[str, ColumnMapping]:
    """Draw a file, some of its headings replaced, with names for any of them and now and then for others."""
    example = draw(st.sampled_from(EXAMPLES))
    head, below = example.split("\n", 1)
    headings = [draw(st.just(one) | HEADINGS) for one in head.split(",")]
    pool = st.sampled_from([one for one in headings if heading_key(one)] or ["x"]) | HEADINGS
    said = draw(st.lists(pool, min_size=1, max_size=6, unique_by=heading_key))
    targets = st.sampled_from(NAMES) | st.sampled_from(head.split(",")) | st.text(max_size=12)
    return f"{','.join(headings)}\n{below}", ColumnMapping(tuple((one, draw(targets)) for one in said))


@given(named_files())
def test_any_mapping_of_any_heading_reads_or_refuses_in_a_sentence(file: tuple[str, ColumnMapping]) -> None:
    text, columns = file
    given = {"name": "any.csv", "athlete": "Noa", "on": date(2024, 5, 4), "columns": columns}
    try:
        reading = read(text.encode("utf-8", "replace"), **given)
    except InputError:
        return
    for one in reading.recordings:
        assert one.origin.columns == reading.recordings[0].origin.columns
        assert all(heading_key(said) for said, _ in one.origin.columns)


@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
def test_the_head_of_anything_is_there_or_not_and_never_raises(data: bytes) -> None:
    head = read_head(data)
    assert head is None or (len(head.rows) <= 3 and head.id)


@given(st.lists(HEADINGS, max_size=8), st.randoms())
def test_the_id_of_headings_does_not_know_their_order(headings: list[str], random) -> None:
    shuffled = [f" {one.upper()}" if one.upper().casefold() == one.casefold() else one for one in headings]
    random.shuffle(shuffled)
    assert headings_id(shuffled) == headings_id(headings)
