"""What every store promises of athletes: names that are found, answers and body measures that are kept."""

from datetime import date, timedelta

import pytest

from evenstride.core.athlete import Anthropometrics, Athlete, Intake, Lacking, Readiness
from evenstride.core.errors import NotFoundError
from tests.stores import DAY, LATER, NOW, store

__all__ = ["store"]


def test_names_are_found_without_regard_to_case_and_spacing(store):
    store.save_athlete(Athlete("Zoë Ångström"), saved_at=NOW)
    assert store.athlete("  ZOË   ångström ").name == "Zoë Ångström"


def test_an_unknown_name_lists_near_ones(store):
    for name in ("Noa Keller", "Noah Kellner", "Ada Mok"):
        store.save_athlete(Athlete(name), saved_at=NOW)
    with pytest.raises(NotFoundError) as caught:
        store.athlete("Noa Kelle")
    text = str(caught.value)
    assert text == "there is no athlete called 'Noa Kelle'. Did you mean Noa Keller or Noah Kellner?"


def test_a_name_far_from_all_lists_who_is_known(store):
    with pytest.raises(NotFoundError, match="No athlete is stored yet; import a file first"):
        store.athlete("Noa")
    store.save_athlete(Athlete("Ada Mok"), saved_at=NOW)
    with pytest.raises(NotFoundError, match="Known are: Ada Mok"):
        store.recordings("Xu")
    for ask in (store.intakes, store.bodies, store.log):
        with pytest.raises(NotFoundError, match="Known are: Ada Mok"):
            ask("Xu")
    with pytest.raises(NotFoundError, match="Known are: Ada Mok"):
        store.latest("plan", athlete="Xu")


def test_all_intake_answers_are_kept(store):
    first = Intake(DAY, (Lacking.TOP,), goal="12.5", readiness=Readiness(joint=True), enjoys="hills")
    second = Intake(DAY + timedelta(days=90), goal="12.0", kit=("tape",))
    store.save_athlete(Athlete("Noa", intake=first), saved_at=NOW)
    store.save_athlete(Athlete("Noa", 2001, intake=first), saved_at=LATER)
    store.save_athlete(Athlete("Noa", 2001, intake=second), saved_at=LATER)
    assert store.athlete("noa") == Athlete("Noa", 2001, intake=second)
    assert store.intakes("noa") == (first, second)


def test_answers_corrected_on_the_same_day_are_both_kept_the_last_one_last(store):
    first, second = Intake(DAY, goal="a"), Intake(DAY, goal="b")
    for n, intake in enumerate([first, second, first]):
        store.save_athlete(Athlete("Noa", intake=intake), saved_at=NOW + timedelta(seconds=n))
    assert store.intakes("noa") == (first, second, first)


def test_body_measures_are_dated(store):
    store.save_athlete(Athlete("Noa"), saved_at=NOW)
    june, may, undated = (
        Anthropometrics(date(2026, 6, 1), 61.0),
        Anthropometrics(date(2026, 5, 1), 60.0, 1.7),
        Anthropometrics(mass=0.0),
    )
    for body in (june, may, june, undated):
        store.save_body("NOA", body, saved_at=NOW)
    assert store.bodies("noa") == (undated, may, june)
