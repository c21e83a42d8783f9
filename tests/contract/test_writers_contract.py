"""One suite over every output format found: names, the same bytes twice, nothing of health, one row in the docs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from evenstride.core.errors import InputError
from evenstride.core.outgoing import OutFile
from evenstride.core.plan import Kind
from evenstride.writers import all_forms, form_named
from evenstride.writers.contract import Form
from tests.plans import outgoing, rich_week

DOCS = Path(__file__).resolve().parents[2] / "docs" / "reference" / "file-formats.md"


@pytest.fixture(params=all_forms(), ids=lambda form: form.NAME)
def form(request: pytest.FixtureRequest) -> Form:
    return request.param


def files(form: Form, **told) -> tuple[OutFile, ...]:
    return form.write(outgoing(**told)).files


def test_there_are_the_formats_of_the_issue() -> None:
    assert {form.NAME for form in all_forms()} >= {"ics", "fit", "csv", "json"}


def test_names_have_the_agreed_kinds(form: Form) -> None:
    assert form.NAME.casefold() == form.NAME
    assert form.SUFFIX.startswith(".")
    assert form.ABOUT.endswith(".")
    assert isinstance(form.MANY, bool)
    assert form_named(form.NAME.upper()) is form


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"'pdf' is no format a plan can leave in\. Use one of: csv, fit, ics, json\."):
        form_named("pdf")


def test_the_same_plan_gives_the_same_bytes(form: Form) -> None:
    assert files(form) == files(form)
    assert all(file.data for file in files(form))


def test_files_have_the_suffix_and_names_of_their_own(form: Form) -> None:
    names = [file.name for file in files(form)]
    assert len(set(names)) == len(names)
    assert all(name.endswith(form.SUFFIX) and "/" not in name for name in names)
    assert form.MANY or len(names) == 1


def test_every_session_is_in_or_said_to_be_left_out(form: Form) -> None:
    written = form.write(outgoing())
    text = b"".join(file.data for file in written.files).decode("utf-8", errors="ignore").casefold()
    for kind in {session.kind for session in rich_week().sessions} - {Kind.REST}:
        assert kind.value in text or kind.value.replace(" ", "-") in " ".join(written.notes), kind


def test_a_plan_of_nothing_but_rest_breaks_nothing(form: Form) -> None:
    rest = tuple(session for session in rich_week().sessions if session.kind is Kind.REST)
    written = form.write(outgoing(replace(rich_week(), sessions=rest)))
    assert form.MANY or len(written.files) == 1


def test_every_format_is_in_the_reference(form: Form) -> None:
    section = DOCS.read_text(encoding="utf-8").partition("## Files out")[2]
    assert f"`{form.NAME}`" in section
    assert form.ABOUT in section
