"""Mass, height and leg length told on a page: kept with their day, in own units, used by a run without them."""

import re
from dataclasses import replace
from datetime import date, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenstride.app.care.body import USED_WITHIN, tell_body, told_for, with_told
from evenstride.core.athlete import Anthropometrics, Athlete
from evenstride.core.errors import InputError
from evenstride.core.estimate import Estimate
from evenstride.core.metric import Analysis
from evenstride.doors.web.language_pages import UNITS_COOKIE
from evenstride.store import MemoryStore, open_store
from tests.sites import AT, HOME, Site
from tests.unit.test_web_runs import DAY, Keep, jump, keep, site, sprint, steps, well_built  # noqa: F401 - fixtures

POUNDS = {"cookie": f"{UNITS_COOKIE}=yd-lb"}
TODAY = AT.date()
days = st.dates(DAY - timedelta(days=500), DAY + timedelta(days=500))
bodies = st.lists(
    st.builds(
        Anthropometrics, days, st.none() | st.floats(40.0, 120.0), st.none() | st.floats(1.4, 2.1)
    ),
    max_size=6,
)  # fmt: skip


@pytest.fixture
def noa(site: Site) -> Site:  # noqa: F811
    return site


def told(of: Site) -> tuple[Anthropometrics, ...]:
    with open_store(of.desk.path) as store:
        return store.bodies("Noa")


def test_what_is_told_is_kept_with_its_day_and_said_again_once(noa: Site) -> None:
    form = "on=2026-02-14&mass=71,5&height=1.80&leg=0.93"
    for _ in range(2):
        answer = noa.post("/body/noa", form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/body/noa?kept=1")
    assert told(noa) == (Anthropometrics(date(2026, 2, 14), 71.5, 1.8, 0.93),)
    page = noa.get("/body/noa?kept=1").text
    well_built(page)
    assert "<dt>Sat 14 Feb 2026</dt><dd>mass 71.5 kg, height 1.8 m, leg 0.93 m</dd>" in page
    assert "mass 71.5 kg, height 1.8 m, leg 0.93 m" in noa.get("/data/noa").text
    noa.post("/body/noa", "on=2026-02-14&mass=72")
    assert [one.mass for one in told(noa)] == [71.5, 72.0]


def test_pounds_and_feet_are_read_and_shown_where_they_were_chosen(noa: Site) -> None:
    page = noa.ask("GET", "/body/noa", headers=POUNDS).text
    assert "Mass, lb" in page
    assert "Height, in" in page
    form = "mass=157.6&height=5+ft+11+in&leg=36&mass-unit=lb&length-unit=in"
    assert noa.post("/body/noa", form).status_code == 303
    [body] = told(noa)
    assert (body.on, round(body.mass or 0.0, 3), body.height, body.leg_length) == (TODAY, 71.486, 1.8034, 0.9144)
    shown = noa.ask("GET", "/body/noa", headers=POUNDS).text
    assert "mass 157.6 lb, height 5 ft 11 in, leg 3 ft 0 in" in shown
    assert "mass 157.6 lb, height 5 ft 11 in, leg 3 ft 0 in" in noa.ask("GET", "/data/noa", headers=POUNDS).text


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ("", "nothing was measured"), ("mass=5", "5 kg is not a person's"), ("height=180", "180 m is not a person's"),
        ("mass=tall", "'tall' is no number with a unit"), ("mass=0", "0 kg is not a person's"),
        ("on=2026-03-03&mass=70", "2026-03-03 is still to come"), ("on=soon&mass=70", "'soon' is no day"),
        ("leg=1.9", "1.9 m is not a person's"), ("leg=1.2&height=1.1", "a leg is shorter than its body"),
        ("height=70+kg", "'70 kg' does not fit"),
    ],
)  # fmt: skip
def test_what_is_no_body_is_refused_in_words_and_stays_typed(noa: Site, form: str, reason: str) -> None:
    answer = noa.post("/body/noa", form)
    assert answer.status_code == 422
    assert reason in unescape(answer.text)
    well_built(answer.text)
    assert told(noa) == ()
    if "mass=tall" in form:
        assert 'name="mass" inputmode="decimal" autocomplete="off" maxlength="20" value="tall"' in answer.text


def test_another_site_cannot_tell_and_nobody_unknown_has_a_body(noa: Site) -> None:
    answer = noa.ask("POST", "/body/noa", headers={**HOME, "origin": "http://evil.example"}, content="mass=70")
    assert (answer.status_code, told(noa)) == (403, ())
    assert noa.get("/body/nobody").status_code == 404
    assert noa.post("/body/nobody", "mass=70").status_code == 404


def test_a_child_is_asked_for_a_mass_only_by_a_run_that_needs_it(noa: Site) -> None:
    with open_store(noa.desk.path) as store:
        store.save_athlete(Athlete("Noa", birth_year=AT.year - 12), saved_at=AT)
        store.save_body("Noa", Anthropometrics(DAY, 41.0, 1.5), saved_at=AT)
    page = noa.get("/body/noa").text
    well_built(page)
    assert re.search(r"[Mm]ass|\bkg\b", page) is None
    assert "height 1.5 m" in page
    assert 'name="mass"' in noa.get("/body/noa?run=abc").text


def test_a_run_without_a_body_asks_and_then_shows_its_forces_with_the_day_they_rest_on(
    noa: Site, keep: Keep  # noqa: F811
) -> None:  # fmt: skip
    [id] = keep(sprint())
    before = noa.get(f"/run/noa?id={id}").text
    assert "Force needs body mass and height" in before
    assert f'<a class="btn" href="/body/noa?run={id}">Tell mass and height</a>' in before
    answer = noa.post("/body/noa", f"mass=71.5&height=1.8&run={id}")
    assert answer.headers["location"] == f"/run/noa?id={id}"
    after = noa.get(f"/run/noa?id={id}").text
    well_built(after)
    assert "Force needs body mass and height" not in after
    assert "Tell mass and height" not in after
    assert "<dt>Body mass</dt><dd>71.5 kg</dd>" in after
    assert "of 2 March 2026, not in the file" in after
    assert "told mass" in after, "where the numbers come from names the mass"
    with open_store(noa.desk.path) as store:
        forces = [
            isinstance(one.noun.values["f0"], Estimate)
            for one in store.results("sprint", athlete="Noa")
            if isinstance(one.noun, Analysis)
        ]
    assert sorted(forces) == [False, True], "a result keeps its id: with another body it is another result"
    assert noa.get("/runs/noa").text.count('<span class="figure">') == 1
    noa.post("/body/noa", "mass=80&height=1.8&on=2026-02-01")
    assert "of 1 February 2026, not in the file" in noa.get(f"/run/noa?id={id}").text


def test_a_run_seen_first_with_a_told_body_has_its_value_in_the_list(noa: Site, keep: Keep) -> None:  # noqa: F811
    [id] = keep(sprint())
    noa.post("/body/noa", "mass=71.5&height=1.8")
    assert '<span class="figure">' not in noa.get("/runs/noa").text
    noa.get(f"/run/noa?id={id}")
    assert noa.get("/runs/noa").text.count('<span class="figure">') == 1


def test_the_file_comes_before_what_was_told_and_only_sprints_take_it() -> None:
    own = replace(sprint(), body=Anthropometrics(DAY, 80.0))
    near = [Anthropometrics(DAY, 70.0, 1.8)]
    assert told_for(own, near) == Anthropometrics(DAY, None, 1.8)
    assert told_for(replace(own, body=Anthropometrics(DAY, 80.0, 1.9)), near) is None
    assert (told_for(steps(), near), told_for(jump(DAY, 2.1), near)) == (None, None)


@given(bodies)
def test_the_nearest_day_within_a_year_counts_and_the_last_said_of_it(told: list[Anthropometrics]) -> None:
    told = sorted(told, key=lambda one: one.on or DAY)
    found = told_for(sprint(), told)
    for measure in ("mass", "height"):
        known = [(abs((one.on or DAY) - DAY), value) for one in told if (value := getattr(one, measure)) is not None]
        near = min((days for days, _ in known), default=None)
        value = None if found is None else getattr(found, measure)
        if near is None or near > USED_WITHIN:
            assert value is None
        else:
            assert value in [one for days, one in known if days == near]
    undated = told_for(sprint(None), told)
    masses = [one.mass for one in told if one.mass is not None]
    assert (None if undated is None else undated.mass) == (masses[-1] if masses else None)


def test_a_day_left_empty_is_today_and_a_store_takes_one_kind_of_telling() -> None:
    with MemoryStore() as store:
        store.save_athlete(Athlete("Noa"), saved_at=AT)
        for mass in (70.0, 70.0, 71.0, 70.0):
            tell_body(store, "noa", Anthropometrics(mass=mass), at=AT)
        assert [(one.on, one.mass) for one in store.bodies("Noa")] == [(TODAY, 70.0), (TODAY, 71.0), (TODAY, 70.0)]
        with pytest.raises(InputError, match="nothing was measured"):
            tell_body(store, "noa", Anthropometrics(TODAY), at=AT)


def test_nothing_told_leaves_a_recording_as_it_was(noa: Site, keep: Keep) -> None:  # noqa: F811
    [id] = keep(sprint())
    with open_store(noa.desk.path) as store:
        found = store.recording(id)
    assert with_told(found, None) is found
    assert with_told(found, Anthropometrics(DAY, 70.0)).noun.body.mass == 70.0
