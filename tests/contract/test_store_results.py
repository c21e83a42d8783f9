"""What every store promises of results: their ids, the latest one, and the chain back to the raw file."""

from datetime import timedelta

import pytest

from evenstride.core.athlete import Athlete
from evenstride.core.check import Check, Verdict
from evenstride.core.errors import NotFoundError, StoreError
from evenstride.core.estimate import Estimate
from evenstride.core.plan import Plan
from evenstride.core.provenance import Provenance
from tests.stores import DAY, LATER, NOW, analysis, reading, splits, store

__all__ = ["store"]


def test_of_some_results_those_that_are_stored_are_found(store):
    store.save_import(*reading(splits()), imported_at=NOW)
    parents = tuple(one.id for one in store.recordings())
    kept = store.save_result(Provenance("sprint", "x", parents), analysis(), athlete="Noa Keller", saved_at=NOW)
    found = store.known_results([kept, "0" * 16])
    assert {id: one.noun for id, one in found.items()} == {kept: analysis()}
    assert store.known_results([]) == {}


def test_results_come_back_by_id_and_by_its_beginning(store):
    made = store.save_import(*reading(splits()), imported_at=NOW)
    provenance = Provenance("analysis", "mono-exponential", made.ids, {"correction": "none"}, "1", 7)
    id = store.save_result(provenance, analysis(), athlete="noa keller", saved_at=NOW)
    assert id == provenance.id
    stored = store.result(id[:4].upper())
    assert (stored.id, stored.athlete, stored.at, stored.noun) == (id, "noa keller", NOW, analysis())


def test_an_id_always_names_the_same_document(store):
    store.save_athlete(Athlete("Noa Keller"), saved_at=NOW)
    provenance = Provenance("analysis", "m")
    store.save_result(provenance, analysis(value=8.6), athlete="noa keller", saved_at=LATER)
    store.save_result(provenance, analysis(value=9.9), athlete="noa keller", saved_at=NOW)
    stored = store.result(provenance.id)
    assert stored.noun == analysis(value=8.6)
    assert stored.at == LATER


def test_latest_is_the_one_made_last(store):
    store.save_athlete(Athlete("Noa Keller"), saved_at=NOW)
    assert store.latest("plan", athlete="Noa Keller") is None
    plans = [Plan(DAY, weeks, ()) for weeks in (1, 2)]
    for number, plan in enumerate(plans):
        made = Provenance("plan", "cp-sat", parameters={"weeks": plan.weeks})
        at = NOW + timedelta(hours=number)
        store.save_result(made, plan, athlete="Noa Keller", saved_at=at)
    assert store.latest("plan", athlete="noa keller").noun == plans[1]
    assert [one.noun for one in store.results("plan", athlete="noa keller")] == plans
    again = Provenance("plan", "cp-sat", parameters={"weeks": 1})
    store.save_result(again, plans[0], athlete="Noa Keller", saved_at=LATER)
    assert store.latest("plan", athlete="noa keller").noun == plans[0]
    assert store.latest("analysis", athlete="noa keller") is None


def test_of_results_made_together_the_one_about_the_last_day_is_latest(store):
    store.save_athlete(Athlete("Noa Keller"), saved_at=NOW)
    days = [DAY, None, DAY + timedelta(days=20), DAY + timedelta(days=10)]
    for number, day in enumerate(days):
        made = Provenance("analysis", "m", parameters={"n": number})
        store.save_result(made, analysis(day), athlete="Noa Keller", saved_at=NOW)
    assert store.latest("analysis", athlete="noa keller").noun.on == days[2]
    assert [one.noun.on for one in store.results("analysis", athlete="noa keller")] == [
        None,
        *sorted({*days} - {None}),
    ]


def test_results_of_one_athlete_are_not_another_s(store):
    for name in ("Noa", "Ada"):
        store.save_athlete(Athlete(name), saved_at=NOW)
    store.save_result(Provenance("analysis", "m"), analysis(), athlete="Noa", saved_at=NOW)
    assert store.results("analysis", athlete="Ada") == ()


def test_the_chain_leads_back_to_the_raw_file(store):
    made = store.save_import(*reading(splits(), splits(place="row 3")), imported_at=NOW)
    fits = [Provenance("analysis", "m", (id,), seed=n) for n, id in enumerate(made.ids)]
    for fit in fits:
        store.save_result(fit, analysis(), athlete="noa keller", saved_at=NOW)
    estimate = Estimate(0.01, 0.0, 0.02, "1")
    check = Check("mss", DAY, DAY, estimate, estimate, estimate, 0.02, Verdict.CANNOT_TELL, "small")
    top = Provenance("check", "difference", tuple(fit.id for fit in fits), {"level": 0.9}, "1")
    store.save_result(top, check, athlete="noa keller", saved_at=LATER)

    chain = store.chain(top.id[:6])
    assert [link.id for link in chain] == [top.id, *(fit.id for fit in fits), *made.ids, made.content_id]
    assert [link.kind for link in chain] == ["check", "analysis", "analysis", "Splits", "Splits", "file"]
    assert chain[0].provenance == top
    assert chain[0].provenance.id == top.id
    assert (chain[0].at, chain[0].on, chain[0].athlete) == (LATER, DAY, "noa keller")
    assert (chain[4].file_name, chain[4].place, chain[4].parents) == ("may.csv", "row 3", (made.content_id,))
    assert chain[5].parents == ()
    assert [link.id for link in store.chain(made.ids[0])] == [made.ids[0], made.content_id]
    assert [link.kind for link in store.chain(made.content_id[:8])] == ["file"]


def test_a_result_whose_parent_is_unknown_is_refused(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    with pytest.raises(StoreError, match=r"the parent 'feedfeedfeedfeed' of this result is not stored\. Parents are"):
        store.save_result(Provenance("analysis", "m", ("feedfeedfeedfeed",)), analysis(), athlete="Noa", saved_at=NOW)
    assert store.results("analysis", athlete="Noa") == ()


def test_ids_that_lead_nowhere(store):
    with pytest.raises(NotFoundError, match=r"'abc' is too short for an id\. Give its first 4 characters"):
        store.result("abc")
    with pytest.raises(NotFoundError, match=r"there is no result with the id 'abcd'"):
        store.result("abcd")
    with pytest.raises(NotFoundError, match=r"there is no raw file with the id 'abcd'"):
        store.raw("abcd")
    with pytest.raises(NotFoundError, match=r"there is no recording with the id 'ab%_'"):
        store.recording("ab%_")
    with pytest.raises(
        NotFoundError, match="there is no result, recording, raw file, log entry or planned session with"
    ):
        store.chain("zzzz")


def test_an_ambiguous_id_lists_what_it_could_be(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    makings = [Provenance("analysis", "m", parameters={"n": n}) for n in range(900)]
    groups: dict[str, list[Provenance]] = {}
    for one in makings:
        groups.setdefault(one.id[:4], []).append(one)
    twins = next(group for group in groups.values() if len(group) > 1)
    for one in twins:
        store.save_result(one, analysis(), athlete="Noa", saved_at=NOW)
    with pytest.raises(NotFoundError) as caught:
        store.result(twins[0].id[:4])
    assert all(one.id in str(caught.value) for one in twins)
    assert "Give more characters" in str(caught.value)
