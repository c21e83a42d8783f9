"""Two runs in pictures on the pages: chosen from a kinogram, over each other or one below the other, and as a film."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.sites import AT, Site
from tests.unit.test_web_import import ORIGIN
from tests.unit.test_web_instruments import plain
from tests.unit.test_web_kinogram import film
from tests.unit.test_web_runs import DAY, _seal, site, well_built

__all__ = ["site"]


@pytest.fixture
def runs(site: Site, tmp_path: Path) -> tuple[str, str]:
    return film(site, tmp_path / "later", on=DAY), film(site, tmp_path / "earlier", on=DAY - timedelta(days=30), seed=3)


def test_a_kinogram_leads_to_the_other_run(site: Site, runs: tuple[str, str]) -> None:
    later, earlier = runs
    page = site.get(f"/kinogram/noa?id={later}").text
    well_built(page)
    assert f'<option value="{earlier}">' in page
    assert f'<option value="{later}">' not in page
    pair = site.get(f"/kinograms/noa?a={later}&b={earlier}").text
    well_built(pair)
    said = plain(pair)
    assert "Noa · 2 January 2026, and Noa · 1 February 2026" in said
    assert "Both are drawn to one scale, in metres." in said
    assert pair.count("<figure") == 1
    beside = site.get(f"/kinograms/noa?a={later}&b={earlier}&beside=1").text
    well_built(beside)
    assert f'src="/take-kinograms/svg/noa?a={earlier}&amp;b={later}&amp;beside=1"' in beside


def test_a_run_alone_has_none_beside_it(site: Site, tmp_path: Path) -> None:
    id = film(site, tmp_path / "one")
    assert "There is no other run" in site.get(f"/kinogram/noa?id={id}").text
    answer = site.get(f"/kinograms/noa?a={id}&b={id}")
    assert answer.status_code == 422
    assert "compared with itself" in answer.text
    assert site.get(f"/kinograms/noa?a={id}&b=none").status_code == 404
    assert site.get(f"/kinograms/noa?a={id}").status_code == 404


def test_both_leave_as_a_picture(site: Site, runs: tuple[str, str]) -> None:
    over, beside = (site.get(f"/take-kinograms/svg/noa?a={runs[0]}&b={runs[1]}{more}") for more in ("", "&beside=1"))
    for answer in (over, beside):
        assert answer.headers["content-type"].startswith("image/svg+xml")
        assert answer.headers["content-disposition"] == 'attachment; filename="two-runs.svg"'
        assert "Noa · 2 January 2026" in answer.text
    assert over.text != beside.text
    pytest.importorskip("PIL", reason="Pillow is not installed (extra video)")
    assert site.get(f"/take-kinograms/png/noa?a={runs[0]}&b={runs[1]}").content.startswith(b"\x89PNG")


def test_a_sealed_run_is_in_no_pair(site: Site, runs: tuple[str, str], tmp_path: Path) -> None:
    hidden = film(site, tmp_path / "sealed", on=AT.date(), seed=5)
    assert f'<option value="{hidden}">' in site.get(f"/kinogram/noa?id={runs[0]}").text
    _seal(site)
    assert f'<option value="{hidden}">' not in site.get(f"/kinogram/noa?id={runs[0]}").text
    for answer in (
        site.get(f"/kinograms/noa?a={runs[0]}&b={hidden}"),
        site.get(f"/take-kinograms/svg/noa?a={runs[0]}&b={hidden}"),
        site.ask("POST", "/film-of/noa", headers=ORIGIN, data={"a": hidden}),
        site.ask("POST", "/film-of/noa", headers=ORIGIN, data={"a": runs[0], "b": hidden}),
    ):
        assert answer.status_code == 422
        assert "sealed" in answer.text


@pytest.mark.parametrize("told", [{"how": "beside", "clock": "share"}, {"how": "over"}, {}])
def test_a_film_is_drawn_as_a_job_and_fetched(
    site: Site, runs: tuple[str, str], told: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("av", reason="films need PyAV, of the extra 'video'")
    from evenstride.app.video import clip_films

    monkeypatch.setattr(clip_films, "BACK_TO_BACK", 1)
    monkeypatch.setattr(clip_films, "PAIR_SLOW", 1.0)
    every = clip_films._times
    monkeypatch.setattr(clip_films, "_times", lambda end, slower: every(end, slower)[::16])
    data = {"a": runs[0], **({"b": runs[1], **told} if told else {})}
    begun = site.ask("POST", "/film-of/noa", headers=ORIGIN, data=data)
    made = begun.headers["location"]
    answer = site.get(made)
    done = site.finish(answer) if answer.status_code == 303 else answer
    page = site.get(made)
    assert page.status_code == 200, done.text
    well_built(page.text)
    said = plain(page.text)
    assert "The film is ready" in said
    assert "Coded as" in said
    assert ("normalised" in said) == (told.get("clock") == "share")
    sent = site.get(made.replace("film-made", "film-file"))
    assert sent.headers["content-type"] == "video/mp4"
    assert sent.content[4:8] == b"ftyp"
    assert site.get("/film-made/none").status_code == 404
    assert site.get("/film-file/none").status_code == 404
