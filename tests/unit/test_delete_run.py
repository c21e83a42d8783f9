"""One recording deleted by its page or by a command, and the same file read anew afterwards."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from evenstride.app.blocks.block import BLOCK
from evenstride.core.provenance import Provenance
from evenstride.core.recording import Recording
from evenstride.store import open_store
from tests.blocks import block
from tests.sites import AT, HOME, Site
from tests.terminals import KIMBERLEY, START, Terminal, run
from tests.unit.test_web_columns import ANSWERS, GATES, told
from tests.unit.test_web_import import report, send
from tests.unit.test_web_runs import DAY, LATER, keep, site, sprint, well_built

__all__ = ["keep", "run", "site"]

Keep = Callable[..., list[str]]


def delete(site: Site, id: str, key: str = "noa") -> str:
    return site.post(f"/run/{key}", f"id={id}&sure=1").text


def test_a_run_is_deleted_from_its_page_after_a_question(site: Site, keep: Keep) -> None:
    wrong, right = keep(sprint(factor=1.2), sprint(LATER))
    page = site.get(f"/run/noa?id={wrong}").text
    well_built(page)
    assert f'<input type="hidden" name="id" value="{wrong}">' in page
    assert site.post("/run/noa", f"id={wrong}").status_code == 422
    assert site.get(f"/run/noa?id={wrong}").status_code == 200
    told = delete(site, wrong)
    well_built(told)
    said = html.unescape(re.sub(r"<[^>]*>", " ", told))
    assert "Deleted: splits of 1 February 2026" in said
    assert "One result that was computed from it went too" in said
    assert "runs.csv as you gave it, since nothing else came from it" in said
    assert site.get(f"/run/noa?id={wrong}").status_code == 404
    assert site.post("/run/noa", f"id={wrong}&sure=1").status_code == 404
    assert wrong not in site.get("/runs/noa").text
    assert right in site.get("/runs/noa").text


def test_nobody_elsewhere_and_from_nobody_else_s_page(site: Site, keep: Keep) -> None:
    (id,) = keep(sprint())
    foreign = {**HOME, "origin": "http://evil.example"}
    assert site.ask("POST", "/run/noa", headers=foreign, content=f"id={id}&sure=1").status_code == 403
    for key in ("kim", "nobody"):
        assert site.post(f"/run/{key}", f"id={id}&sure=1").status_code in (404, 422)
    assert site.get(f"/run/noa?id={id}").status_code == 200


def test_what_pages_show_is_what_is_left(site: Site, keep: Keep) -> None:
    (wrong, *_) = keep(sprint(factor=0.8), *(sprint(DAY + timedelta(days=n)) for n in (1, 2)))
    before = site.desk.overview("noa")
    delete(site, wrong)
    after = site.desk.overview("noa")
    assert after != before
    assert len(after.profiles) == len(before.profiles) - 1 == 2
    with open_store(site.desk.path) as store:
        assert len(store.results("sprint", athlete="Noa")) == 2
        assert all(
            wrong not in {link.id for link in store.chain(one.id)} for one in store.results("diagnosis", athlete="Noa")
        )


def test_a_sealed_run_is_not_deleted_before_its_date(site: Site, keep: Keep) -> None:
    made = replace(block(), registered_at=AT - timedelta(hours=1))
    with open_store(site.desk.path) as store:
        store.save_result(Provenance(BLOCK, "x"), made, athlete="Noa", saved_at=AT)
    (id,) = keep(sprint(AT.date()))
    answer = site.post("/run/noa", f"id={id}&sure=1")
    assert (answer.status_code, "kept and sealed until" in answer.text) == (422, True)
    with open_store(site.desk.path) as store:
        assert store.recording(id).id == id


def test_a_block_registered_on_it_stays_and_that_is_said(site: Site, keep: Keep) -> None:
    (id,) = keep(sprint())
    with open_store(site.desk.path) as store:
        store.save_result(Provenance(BLOCK, "x", (id,)), block(), athlete="Noa", saved_at=AT)
    said = delete(site, id)
    assert "What was decided on it stays as it was: one block." in said
    assert "evenstride block end" in said
    with open_store(site.desk.path) as store:
        assert len(store.results(BLOCK, athlete="Noa")) == 1


def test_columns_named_wrongly_are_put_right(site: Site) -> None:
    wrong = (("athlete", ""), ("date", ""), ("gate", "5"), ("gate", "15"), ("gate", "30"), ("", ""))
    sent = send(site, ("gates.csv", GATES))
    report(site, sent)
    report(site, site.post(f"{sent.headers['location']}/columns", told(*wrong)))

    def runs() -> list[Recording]:
        with open_store(site.desk.path) as store:
            return [one.noun for one in store.recordings("Ada")]

    [run] = runs()
    assert run.distances.tolist() == [5.0, 15.0, 30.0]
    site.desk.overview("ada")
    with open_store(site.desk.path) as store:
        [id], [columns] = [one.id for one in store.recordings("Ada")], store.columns()
    assert "forget that on the page of imports first" in delete(site, id, "ada")
    assert runs() == []
    site.post("/columns/forget", f"id={columns}")
    sent = send(site, ("gates.csv", GATES))
    assert "What do its columns hold?" in report(site, sent)
    assert "1 file is in" in report(site, site.post(f"{sent.headers['location']}/columns", told(*ANSWERS)))
    [run] = runs()
    assert run.distances.tolist() == [5.0, 10.0, 20.0]
    assert "3 gates to 20 m" in site.get("/runs/ada").text
    assert "3 gates to 20 m" in site.get(f"/run/ada?id={id}").text


def test_a_run_is_deleted_by_a_command(run: Terminal) -> None:
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    run("start", "Kim", *START, "--readiness", "no")
    run("plan", "--start", "2026-03-02")
    [id] = [row["id"] for row in _recordings(run)]
    code, out, err = run("data", "delete-run", id[:8], "--yes")
    assert (code, err) == (0, "")
    assert out.startswith("Deleted: splits of 1 March 2026")
    assert "computed from it went too" in out
    assert "What was decided on it stays as it was: one plan." in out
    assert _recordings(run) == []
    assert run("data", "delete-run", id[:8], "--yes")[0] == 2
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    assert [row["id"] for row in _recordings(run)] == [id]


def test_without_a_yes_nothing_is_deleted(run: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
    run("import", run.file("k.csv", KIMBERLEY), "--athlete", "Kim", "--date", "2026-03-01")
    [id] = [row["id"] for row in _recordings(run)]
    monkeypatch.setattr("builtins.input", lambda *_: "n")
    code, _, _ = run("data", "delete-run", id)
    assert code != 0
    assert len(_recordings(run)) == 1


def _recordings(run: Terminal) -> list[dict[str, str]]:
    shelves = run.json("data", "show", "--athlete", "Kim")["shelves"]
    return [item for shelf in shelves if shelf["name"] == "recordings" for item in shelf["items"]]
