"""Languages of the pages: every text has one, no text of a catalog is dead, and what people wrote stays theirs."""

import ast
import calendar
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import jinja2
import jinja2.nodes
import pytest

import evenstride
from evenstride.app.blocks.sealed_fly import SealedFly
from evenstride.app.video.clip_review import SHOWN
from evenstride.core.athlete import Level
from evenstride.core.log import Feel
from evenstride.core.plan import Kind
from evenstride.core.protocol import protocols
from evenstride.core.training import Stage
from evenstride.doors.pages import body_map
from evenstride.doors.pages.explained import glossary
from evenstride.doors.pages.format import (
    metric_name,
    places,
)
from evenstride.doors.pages.render import render_page
from evenstride.doors.pages.speech import ENGLISH, Language, languages, speaking, spoken
from evenstride.doors.report import render_report
from evenstride.doors.web import guard
from evenstride.doors.web.log_pages import STOP_SIGNS
from evenstride.doors.web.start_pages import DAYS, HEALTH, PLACES
from evenstride.doors.web.views import TITLE
from evenstride.plan.exercises import exercises
from evenstride.science.change.stop_rule import rep_timings
from evenstride.words.format import count, lowered
from tests import examples_overview as some
from tests.desks import with_ids
from tests.unit.test_glossary import NEVER
from tests.visitors import PEOPLE, Client

PACKAGE = Path(evenstride.__file__).parent
PAGES = PACKAGE / "doors" / "pages"
OTHERS = [one for one in languages().values() if one is not ENGLISH]
GERMAN = languages()["de"]
COUNTED = ("day", "night")
"""What sentences of the catalog count."""
SCRIPTS = ("log", "session", "review", "import")
SPEAKING = [
    "/", "/start", "/language", "/nowhere", "/log/ticks", "/plan/ticks", "/log/noa%20keller", "/plan/noa%20keller",
    "/plan/kim%20alder", "/phone/ticks", "/film", "/body/ticks", "/import", "/session/ticks?id=s1",
    "/session/ticks?id=s3", "/athlete/ticks", "/athlete/noa%20keller", "/progress/ticks", "/sides/ticks",
    "/parent/ticks", "/runs/ticks",
]  # fmt: skip
by_code = pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)


def texts_of_templates() -> Iterator[str]:
    for file in sorted((PAGES / "templates").glob("*.html")):
        calls = jinja2.Environment().parse(file.read_text(encoding="utf-8")).find_all(jinja2.nodes.Call)
        for call in calls:
            if isinstance(call.node, jinja2.nodes.Name) and call.node.name == "t":
                [text] = [one.as_const() for one in call.args]
                yield "".join([*(f"{one.value.as_const()}: " for one in call.kwargs if one.key == "of"), text])


def texts_of_helpers() -> Iterator[str]:
    for file in PAGES.glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "say" and file.name != "speech.py":
                [text] = [one.value for one in call.args if isinstance(one, ast.Constant)]
                yield "".join([*(f"{ast.literal_eval(one.value)}: " for one in call.keywords if one.arg == "of"), text])


def lists_of_ours() -> set[str]:
    """Words that pages look up one by one, from lists of other modules."""
    bodies = {label for _, label, *_ in (*body_map._FRONT, *body_map._BACK, *body_map._MIDDLE)}
    times = {*DAYS, *calendar.day_name, *calendar.month_name[1:], *calendar.month_abbr[1:]}
    catalogue = exercises().values()
    work = {text for one in catalogue for text in (one.name, one.what_for)} | set(_told_of_sessions())
    jobs = {TITLE, "Planning", "Looking for play"}
    told = {
        *PLACES.values(),
        *HEALTH.values(),
        *Level,
        *Feel,
        *STOP_SIGNS,
        *places(),
        *(one.name for one in rep_timings()),
    }
    reviewed = map(metric_name, SHOWN)
    return {*bodies, *times, *jobs, *reviewed, *map(str, told), *map(str, Kind), *map(str, Stage), *work, " and "}


def _told_of_sessions() -> Iterator[str]:
    """Goals of the catalogue's sessions, and what stands beside a dose."""
    for file in (PACKAGE / "plan" / "data" / "sessions").glob("*.toml"):
        text = file.read_text(encoding="utf-8")
        yield from re.findall(r'note = "([^"]+)"', text)
        for session in tomllib.loads(text)["session"]:
            yield from session["goals"]


def said_anywhere() -> set[str]:
    """Every text of the Python sources, and every single sentence of one, what is put into it left blank."""
    found: set[str] = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                found.add("".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.sub(r"\{\w+\}", "{}", node.value))
    found |= {lowered(one.plain_title) for one in protocols().values()}
    found |= {text for noun in COUNTED for text in (count(1, noun), count(9, noun).replace("9", "{}"))}
    return found | {one.strip() for text in found for one in re.split(r"(?<=[.?!]) (?=[A-Z{])", text)}


def texts_of_script(name: str) -> set[str]:
    source = (PAGES / "static" / f"{name}.js").read_text(encoding="utf-8")
    return set(re.findall(r'\bt\("([^"]+)"', source))


USED = {*texts_of_templates(), *texts_of_helpers(), *lists_of_ours()}


@by_code
def test_every_text_of_the_pages_has_one_in_the_language_and_none_is_dead(language: Language) -> None:
    assert sorted(USED - set(language.texts)) == [], "missing"
    assert sorted(set(language.texts) - USED) == [], "dead"


@by_code
@pytest.mark.parametrize("script", SCRIPTS)
def test_every_text_of_a_script_has_one_in_the_language_and_none_is_dead(script: str, language: Language) -> None:
    assert texts_of_script(script) == set(language.scripts[script])
    assert len(texts_of_script(script)) > 4


@by_code
def test_every_sentence_of_the_catalog_is_still_said_somewhere(language: Language) -> None:
    said = said_anywhere()
    assert [one for one in language.sentences if re.sub(r"\{\w+\}", "{}", one) not in said] == []


def _pairs(language: Language) -> Iterator[tuple[str, str]]:
    for texts in (language.texts, language.sentences, *language.scripts.values()):
        yield from texts.items()


@by_code
def test_placeholders_and_tags_agree_and_nothing_can_leave_an_attribute(language: Language) -> None:
    for english, other in _pairs(language):
        for pattern in (r"\{\w+\}", r"<[^>]*>"):
            assert sorted(re.findall(pattern, english)) == sorted(re.findall(pattern, other)), english
        assert '"' not in other
        assert other.strip(", ") == other.strip() or english.startswith(",")


@by_code
def test_the_glossary_is_whole_short_and_kind(language: Language) -> None:
    english = {one.name for one in glossary()}
    assert set(language.words) == english
    with speaking(language):
        spellings = [one for word in glossary() for one in word.spellings]
        assert len(set(spellings)) == len(spellings)
        assert all(len(word.says.split()) <= 40 and word.says.endswith(".") for word in glossary())


def test_german_shames_nobody() -> None:
    never = {
        "schwach",
        "schwäche",
        "defizit",
        "versagt",
        "gescheitert",
        "asymmetrie",
        "verletzungsrisiko",
        "schlecht",
        *NEVER,
    }
    told = [text for _, text in _pairs(GERMAN)] + [word["says"] for word in GERMAN.words.values()]
    assert not {word for text in told for word in re.findall(r"\w+", text.lower())} & never
    assert not [text for text in told if re.search(r"\b(Sie|Ihre?[nmrs]?)\b", text) and not text.startswith("Sie ")
                and ". Sie " not in text]  # fmt: skip


class Unmarked(HTMLParser):
    """What a page says outside of what is marked as English: texts and labels."""

    VOID = frozenset({"meta", "link", "br", "img", "input", "path", "rect", "circle", "ellipse"})
    QUIET = frozenset({"code", "style", "script"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.said: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        english = told.get("lang") == "en" or tag in self.QUIET or (bool(self.open) and self.open[-1])
        if not english:
            self.said += [str(told[name]) for name in ("aria-label", "title") if told.get(name)]
        if tag not in self.VOID:
            self.open.append(english)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if self.open and not self.open[-1] and re.search(r"[^\W\d_]", data):
            self.said.append(data.strip())


class Every(dict[str, str]):
    """A catalog that has everything, in brackets."""

    def get(self, key: str, default: object = None) -> str:  # type: ignore[override]
        return f"⟦{key}⟧"


BRACKETS = Language("x-brackets", "Brackets", ",", Every(), Every())
NAMES = (
    "Evenstride",
    "Noa Keller",
    "Kim Alder",
    "felt springy",
    "the wind when a run goes well",
    "Ticks",
    "kim alder",
    "noa keller",
    "hostile",
    "a/b & c?",
)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setitem(PEOPLE, "ticks", lambda: replace(with_ids(some.overview()), athlete=some.overview().athlete))
    return Client()


def _shown(client: Client, path: str, asked: str = "en") -> str:
    page = client.get(path, headers={"accept-language": asked}).text
    # The name of a session is English, and what stands in a title cannot be marked as that.
    return re.sub(r"<title>.*?</title>", "", page) if path.startswith("/session") else page


@pytest.mark.parametrize("path", SPEAKING)
def test_nothing_on_a_translated_page_is_left_out(client: Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "language_of", lambda _: BRACKETS)
    client.desk.sealed = SealedFly(some.TODAY, "T0", "gates")
    page = re.sub(r"<aside.*?</aside>", "", _shown(client, path), flags=re.DOTALL)
    assert '<html lang="x-brackets">' in page
    bare = [text for text in Unmarked(page).said if "⟦" not in text]
    known = (*NAMES, "English", "Deutsch", "min", "localhost")
    assert [
        text
        for text in bare
        if not any(name in text for name in known) and not re.fullmatch(r"[\d,. kgms×%·–−+]+", text)
    ] == []


ENGLISH_WORDS = {
    "the", "and", "your", "you", "of", "is", "not", "to", "from", "with", "what", "how", "where", "this", "all", "back",
    "more", "save", "log", "files", "weeks", "day", "days", "rest", "reps", "rep", "pain", "stop", "for", "page",
    "pages",
}  # fmt: skip


@pytest.mark.parametrize("path", SPEAKING)
def test_no_english_chrome_is_left_on_a_german_page(client: Client, path: str) -> None:
    page = _shown(client, path, "de-CH,de;q=0.9,en;q=0.5")
    assert '<html lang="de">' in page
    assert '<main id="main">' in page
    told = [text for text in Unmarked(page).said if text not in NAMES]
    words = {word for text in told for word in re.findall(r"[a-zäöüß]+", text.lower())}
    assert words & ENGLISH_WORDS == set()


@pytest.mark.parametrize("path", ["/claims/ticks", "/claims/noa%20keller"])
def test_a_page_that_is_not_translated_is_english_as_a_whole_and_says_so(client: Client, path: str) -> None:
    german = client.get(path, headers={"accept-language": "de"}).text
    english = client.get(path).text
    assert '<html lang="de">' in german
    assert "Verlauf</a>" in german
    [there, here] = [page.partition('<main id="main"')[2] for page in (german, english)]
    assert there == ' lang="en"' + here


@pytest.mark.parametrize("path", SPEAKING)
def test_english_is_the_same_whether_asked_for_or_not(client: Client, path: str) -> None:
    same = [
        re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "", client.get(path, headers=head).text)
        for head in ({}, {"accept-language": "en"})
    ]
    assert same[0] == same[1]
    assert '<html lang="en">' in same[0]
    assert re.search(r'(?<!<html) lang="en"', same[0].replace('<span lang="en"><b>English', "")) is None


def test_one_page_in_german_leaves_no_german_behind() -> None:
    shown = some.overview()
    with speaking(GERMAN):
        render_page("progress.html", o=shown, here="progress")
        assert spoken() is GERMAN
        report = render_report([shown], title="x")
    assert spoken() is ENGLISH
    assert report == render_report([shown], title="x")


@pytest.mark.parametrize("page", ["log", "plan"])
def test_hostile_words_stay_words_in_german(client: Client, page: str) -> None:
    told = client.get(f"/{page}/hostile", headers={"accept-language": "de"}).text
    assert "<script>alert" not in told
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in told
