"""The guide to filming: its page, and the numbers on it."""

import re
from pathlib import Path

import pytest

from evenstride.app.video.film_guide import film_guide
from evenstride.core.film_set_up import FilmSetUp
from tests.browser.looks import sheets
from tests.visitors import Client, client
from tools.chromium import opened

__all__ = ["client"]


def test_the_page_shows_the_set_up_and_what_faults_cost(client: Client) -> None:
    page = client.get("/film")
    assert page.status_code == 200
    assert "two cones, 6 m apart" in page.text
    assert "one contact time is 3.4 ms off instead of 1.7" in page.text
    assert "lengths 1.5 % short; at 20° 6 %" in page.text
    assert 'href="/static/film.css"' in page.text
    assert client.get("/static/film.css").status_code == 200


def test_every_number_follows_from_the_set_up() -> None:
    other = film_guide(FilmSetUp(distance=20.0, view=12.0, cones=10.0))
    assert "20 m" in other.figure.svg
    assert any("10 m apart by tape" in step for step in other.steps)
    assert ("the run 20 cm beside the line of the cones", "lengths and speed 1 % wrong") in other.costs


@pytest.mark.browser
def test_it_prints_on_one_sheet(client: Client, chromium: str, tmp_path: Path) -> None:
    page_text = client.get("/film").text
    style = (
        client.get("/static/tokens.css").text + client.get("/static/app.css").text + client.get("/static/site.css").text
    )
    style += client.get("/static/film.css").text
    alone = re.sub(r"<link[^>]*stylesheet[^>]*>|<script[^>]*></script>", "", page_text).replace(
        "</head>", f"<style>{style}</style></head>"
    )
    with opened(chromium) as browser:
        page = browser.new_page()
        page.set_content(alone)
        paper = page.pdf(prefer_css_page_size=True)
    assert sheets(paper) == 1
