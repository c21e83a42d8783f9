"""The pages of a coach, a parent and a physio: well built, escaped and small, with and without anybody there."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote, urlencode

import pytest

from evenstride.app.care.come_back import begin_come_back, set_limit
from evenstride.core.athlete import Athlete, Intake
from evenstride.core.log import LogEntry, Pain
from evenstride.core.training import PhysioLimits, Stage
from evenstride.store import open_store
from tests.sites import Site, require_well_built

AT = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOSTILE = '"><script>alert(1)</script><b onload=x>'
KEY = quote(Athlete(HOSTILE).key, safe="")
QUOTED = HOSTILE.replace('"', '""')
SHEET = urlencode({"rows": f'athlete,date,test,side,unit,trial 1\n"{QUOTED}",2026-05-04,P2,both,cm,2\n'})


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("squad") / "a.db")
    site.at = AT
    with open_store(site.desk.path) as store:
        for name in (HOSTILE, "Kim"):
            store.save_athlete(Athlete(name, intake=Intake(on=AT.date(), enjoys=HOSTILE)), saved_at=AT)
            store.save_log(name, LogEntry(AT.date(), "easy", pains=(Pain(HOSTILE, 4),), logged_at=AT))
        begin_come_back(store, HOSTILE, "left calf", at=AT, stage=Stage.RUN)
        limit = PhysioLimits(0.8, banned=("jump",), until=AT.date() + timedelta(days=9))
        set_limit(store, HOSTILE, limit, by=HOSTILE, note=HOSTILE, at=AT)
    return site


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("nobody") / "a.db")


PAGES = ("/squad", "/squad/sheet", "/squad/day", "/squad/day?test=P2&test=S1", "/squad/group", "/squad/group/x",
         "/squad/times", "/squad/new?name=%3Cb%3E&test=P1&test=E1")  # fmt: skip
OF_ONE = (f"/squad/enter/{KEY}?test=P2&test=S1", "/squad/enter/kim?test=P1", f"/parent/{KEY}", f"/physio/{KEY}",
          "/physio/kim", f"/times/{KEY}", "/times/kim")  # fmt: skip


def require_small_and_well_built(page: str) -> None:
    require_well_built(page)
    assert "alert(1)</script>" not in page
    assert len(page.encode()) < 100_000


@pytest.mark.parametrize("path", [*PAGES, *OF_ONE])
def test_a_page_is_well_built_and_escapes_what_people_wrote(full: Site, path: str) -> None:
    answer = full.get(path)
    require_small_and_well_built(answer.text)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_without_anybody_is_well_built_too(empty: Site, path: str) -> None:
    require_small_and_well_built(empty.get(path).text)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/squad/sheet", SHEET), ("/squad/sheet", "rows=" + quote(HOSTILE)),
        ("/squad/times", "times=" + quote(HOSTILE)), ("/squad/times", "times=" + quote(f"{HOSTILE}: 10 1.9 20 3.1")),
        ("/squad/times", "wind=" + quote(HOSTILE) + "&times=" + quote("Ben 10 1.9 20 3.1")),
        (f"/times/{KEY}", "times=" + quote(HOSTILE) + "&label=" + quote(HOSTILE)),
        (f"/squad/enter/{KEY}?test=P2", "P2-both-0=" + quote(HOSTILE)), ("/physio/kim", "do=tick&by=" + quote(HOSTILE)),
        (f"/physio/{KEY}", "do=limit&ban=" + quote(HOSTILE) + "&by=" + quote(HOSTILE)),
    ],
)  # fmt: skip
def test_what_is_sent_and_shown_again_is_escaped(full: Site, path: str, body: str) -> None:
    require_small_and_well_built(full.post(path, body).text)


def test_every_page_is_reached_from_the_menu(full: Site) -> None:
    page = full.get("/parent/kim").text
    assert all(f'href="{address}"' in page for address in ("/squad", "/parent/kim", "/physio/kim"))
