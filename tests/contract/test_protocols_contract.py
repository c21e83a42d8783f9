"""What every field protocol found must keep, and what the schema says of a file that does not."""

import csv
import re
from importlib import resources
from pathlib import Path

import pytest

from evenstride.charts.plots import field_test
from evenstride.charts.svg import render_svg
from evenstride.core.errors import InputError, PluginError
from evenstride.core.protocol import (
    POCKET_LABORATORY,
    Conversion,
    FieldProtocol,
    Speaks,
    Summary,
    find_protocol,
    protocols,
)
from evenstride.core.protocol_file import parse_protocol, require_apart
from evenstride.core.roles import Role
from evenstride.plan.body import GROUPS, TISSUES

FOLDER = resources.files("evenstride.protocols")
TEXT = (FOLDER / "P2.toml").read_text(encoding="utf-8")
TEN = {"T0", "M1", "P1", "P2", "P3", "S1", "S2", "S3", "U1", "E1"}
UNKIND = re.compile(r"\b(weak|deficit|failed|should have|score|asymmetric|injury risk|cleared)\b", re.IGNORECASE)


@pytest.fixture(params=protocols().values(), ids=lambda protocol: protocol.id)
def protocol(request: pytest.FixtureRequest) -> FieldProtocol:
    return request.param


def test_the_ten_tests_and_their_variants_are_shipped() -> None:
    shipped = protocols()
    assert set(shipped) >= TEN
    variants = [one for one in shipped.values() if one.variant_of]
    assert {one.id for one in variants} >= {"P1b", "P2b"}
    for one in variants:
        assert one.variant_of in shipped, f"{one.id} is a variant of {one.variant_of}, which is no test"
        assert one.family == shipped[one.variant_of].family, f"{one.id} measures what {one.variant_of} does"


def test_a_file_is_named_after_its_test() -> None:
    for entry in FOLDER.iterdir():
        if entry.name.endswith(".toml"):
            one = parse_protocol(entry.read_text(encoding="utf-8"), place=entry.name)
            assert entry.name in (f"{one.id}.toml", f"{one.id}.v{one.version}.toml")


def test_common_rules_hold(protocol: FieldProtocol) -> None:
    assert protocol.familiarisation == 2
    assert "pain above 1 of 10" in protocol.contraindications
    assert "a yes to a readiness question" in protocol.contraindications
    places = (*protocol.loads, *protocol.calm_weeks)
    assert all(place in (*TISSUES, *GROUPS) for place in places), "the words of the planner, or pain is not matched"
    assert protocol.loads
    assert protocol.number
    assert protocol.steps
    if protocol.uses_scale:
        assert any("keep breathing" in step for step in protocol.steps)
        assert any("scale" in item for kit in protocol.kits for item in kit)


def test_under_twelve_only_three_tests_and_as_games() -> None:
    played = {one.id for one in protocols().values() if one.game}
    assert played == {"T0", "P2", "E1"}, "under twelve there is play: leave 'game' out of a new test"


def test_what_speaks_for_what() -> None:
    shipped = protocols()
    ten = [shipped[test] for test in TEN]
    assert {one.id for one in ten if one.speaks is Speaks.OUTCOME} == {"T0"}
    assert {one.id for one in ten if one.speaks is Speaks.EASE} == {"E1"}
    assert {one.id for one in ten if one.speaks is Speaks.SHARED} == {"S2"}
    assert shipped["S2"].role is None
    assert set(shipped["S2"].role_shares) == {Role.SWING, Role.PUSH}
    for role in (Role.PUSH, Role.SWING):
        assert len({one.family for one in shipped.values() if one.role is role}) >= 2


def test_a_value_is_a_metric(protocol: FieldProtocol) -> None:
    metric = protocol.metric
    assert (metric.name, metric.unit, metric.family) == (protocol.id, protocol.unit, protocol.family)
    assert sum(metric.role_shares.values()) <= 1.0
    assert metric.sources


def test_unknown_errors_start_wide_and_say_so(protocol: FieldProtocol) -> None:
    if protocol.typical_error is None:
        assert protocol.error_source.startswith("unknown")
        assert protocol.assumed_error > 0.05


@pytest.mark.data
def test_every_source_is_in_the_bibliography(protocol: FieldProtocol, shared_data: Path) -> None:
    bibliography = shared_data.parent / "science" / "sources.csv"
    if not bibliography.is_file():
        pytest.skip(f"the bibliography is absent: {bibliography}")
    with bibliography.open(encoding="utf-8", newline="") as file:
        known = {row["source_key"] for row in csv.DictReader(file)}
    assert set(protocol.sources) <= known | {POCKET_LABORATORY}
    assert set(re.findall(r"\b[a-z_]+(?:19|20)\d\d\b", protocol.error_source)) <= set(protocol.sources)


def test_words_are_kind(protocol: FieldProtocol) -> None:
    read = (protocol.plain_title, protocol.purpose, *protocol.steps, protocol.number, protocol.game)
    assert [text for text in read if UNKIND.search(text)] == []


def test_drawings_stay_on_their_sheet_and_show_somebody(protocol: FieldProtocol) -> None:
    drawing = protocol.drawing
    assert drawing.people
    points = [point for person in drawing.people for point in person.joints().values()]
    points += [point for thing in drawing.things for point in thing.points]
    assert all(0.0 <= x <= drawing.width and 0.0 <= y <= drawing.height for x, y in points)
    assert "<path" in render_svg(field_test.draw(protocol))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('id = "P2"', 'id = "jump"', r"X9\.toml: 'id' is 'jump'"),
        ("version = 1\n", "", r"X9\.toml: 'version' is missing. Add it: a whole number"),
        ("version = 1", "version = 0", "'version' or 'familiarisation' is too small"),
        ("minutes = 4", 'minutes = "4"', "'minutes' is '4', not a number"),
        ("minutes = 4", "minutes = true", "'minutes' is True, not a number"),
        ("minutes = 4", "minutes = 0", "'minutes' or 'rest' is too small"),
        ("sided = false", "sided = 0", "'sided' is 0, not true or false"),
        ("minutes = 4", "minutes = 4\nminuets = 4", "'minuets' is not known here"),
        ('kit = [["tape"]]', 'kit = ["tape"]', "'kit' holds 'tape'"),
        ('kit = [["tape"]]', "kit = []", "'kit' is empty"),
        ('kit = [["tape"]]', "kit = [[3]]", r"'kit' holds \[3\]"),
        ('"cm", "m", "in", "ft"', '"m", "s"', "'raw_units' holds 's', which is s"),
        ('"cm", "m", "in", "ft"', '"furlong"', "'raw_units' holds 'furlong', which is no unit known"),
        ('unit = "m"', 'unit = "cm"', "Values are kept in SI: write 'm'"),
        ('conversion = "as read"', 'conversion = "guess"', "'conversion' is 'guess'.*as read, speed over the course"),
        ('conversion = "as read"', 'conversion = "as read"\ncourse = 20', "'course' and 'conversion' do not fit"),
        ('better = "higher"', 'better = "neither"', "'better' is 'neither'"),
        ("plausible = [0.5, 3.8]", "plausible = [3.8, 0.5]", "'plausible' is 3.8 to 0.5"),
        ("plausible = [0.5, 3.8]", "plausible = [3.8]", "not 2 numbers"),
        ('speaks = "role"', 'speaks = "outcome"', "'speaks' is 'outcome' with 1 roles"),
        ('speaks = "role"', 'speaks = "shared"', "'speaks' is 'shared' with 1 roles"),
        ("push = 1.0", "pull = 1.0", "'pull' is no role"),
        ("push = 1.0", "push = 1.5", "'role_shares' sum to 1.5"),
        ("typical_error = 0.024", "typical_error = 2.4", "'typical_error' is 2.4"),
        ("typical_error = 0.024", 'typical_error = "unknown"', "'typical_error' and 'error_source' do not fit"),
        ('sources = ["pocket laboratory protocol"]', "sources = []", "'sources' is empty"),
        ('sources = ["pocket laboratory protocol"]', 'sources = ["A book"]', "'sources' holds 'A book'"),
        ("trials = 3", "trials = 9", "'trials' is 9"),
        ('kind = "measure"', 'kind = "cloud"', "'kind' is 'cloud'"),
        ('"a.toe_right", "c.toe_right"', '"a.tail"', "the point 'a.tail' is neither"),
        ('text = "toe to toe"', "", "things 3: 'text' is missing"),
        ("trunk = 40", "trunk = 40\nlooks = { right_leg = 'red' }", "'looks' has right_leg = 'red'"),
        ('purpose = "How hard', 'purpose = "" #', "'purpose' is empty"),
        ('id = "P2"', "id = P2", "this is no TOML"),
    ],
)  # fmt: skip
def test_a_file_that_breaks_the_schema_is_refused_in_words(old: str, new: str, message: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    if "looks" in new:
        text = text.replace('looks = { right_leg = "push", left_leg = "push" }\n', "", 1)
    with pytest.raises(PluginError, match=message):
        parse_protocol(text, place="X9.toml")


def test_two_files_of_one_version_and_a_variant_of_nothing_are_refused() -> None:
    one = parse_protocol(TEXT, place="P2.toml")
    require_apart(
        [("P2.toml", one), ("P2.v2.toml", parse_protocol(TEXT.replace("version = 1", "version = 2"), place="x"))]
    )
    with pytest.raises(PluginError, match=r"copy\.toml: test P2, version 1, stands in P2\.toml already"):
        require_apart([("P2.toml", one), ("copy.toml", one)])
    stray = parse_protocol(TEXT.replace('game = "', 'variant_of = "Z9"\ngame = "'), place="x")
    with pytest.raises(PluginError, match="'variant_of' is 'Z9'"):
        require_apart([("P2.toml", stray)])


def test_a_version_that_is_not_shipped_is_told() -> None:
    with pytest.raises(InputError, match=r"field test P2 has no version 7\. Shipped are 1"):
        find_protocol("P2", 7)


def test_kit_has_alternatives() -> None:
    fly = protocols()["T0"]
    assert fly.kit_among({"phone", "poles"}) == ("phone", "poles")
    assert fly.kit_among({"gates"}) == ("gates",)
    assert fly.kit_among({"phone"}) is None


def test_steps_are_all_counted_where_the_best_two_would_flatter() -> None:
    assert protocols()["M1"].summary is Summary.ALL
    assert protocols()["E1"].conversion is Conversion.PAIR
