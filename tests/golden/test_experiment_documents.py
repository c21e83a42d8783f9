"""Experiments as they were stored stay readable, to the digit. Lines here are only ever added."""

from datetime import date

from evenstride.core.estimate import Estimate, Missing
from evenstride.core.experiment import (
    EnteredRun,
    Entries,
    Experiment,
    LoadAnswer,
    Loads,
    Outcome,
    PlannedRun,
)
from evenstride.core.roles import Role
from evenstride.store import Result
from evenstride.store.codec import from_json, to_json

PLAN = (
    '{"noun":"Experiment","athlete":"Noa","on":"2026-05-01","outcome":"time",'
    '"arms":{"empty":"nothing","trunk":"1.5 kg"},'
    '"runs":[{"number":1,"day":1,"arm":"empty","extra":false,"pair":0}],"noise":0.005,"noise_source":"stated",'
    '"chance":0.84,"reckoned_with":"two to one","seed":3,"loads":{"body_mass":75.0,"height":1.78,"mass":1.5,'
    '"from_hip":0.35,"from_elbow":0.13},"method_error":0.0,"chance_if_half":0.6}'
)
RUNS = (
    '{"noun":"Entries","experiment":"ab12","athlete":"Noa","on":"2026-05-04","runs":[{"number":1,"on":"2026-05-04",'
    '"arm":"thighs","value":2.41,"position":0.34,"note":"windy"}],"file_name":"s.csv","content_id":"cd","notes":["n"]}'
)
ANSWER = (
    '{"noun":"LoadAnswer","athlete":"Noa","on":"2026-05-04","experiment":"ab12","days":4,"counts":{"empty":12},'
    '"effects":{"push":{"noun":"Missing","reason":"too few","remedy":""}},"doses":{"push":{"value":0.0198,"low":0.0198,'
    '"high":0.0198,"unit":"1","level":0.9,"method":"","provenance":""}},"elasticities":{"push":{"noun":"Missing",'
    '"reason":"too few","remedy":""}},"largest":{},"named":null,"planned":20,"used":4,"noise":null,"left_out":[]}'
)


def test_a_protocol():
    loads = Loads(75.0, 1.78, 1.5, 0.35, 0.13)
    arms = {"empty": "nothing", "trunk": "1.5 kg"}
    made = Experiment(
        "Noa", date(2026, 5, 1), Outcome.TIME, arms, (PlannedRun(1, 1, "empty"),), 0.005, "stated", 0.84, "two to one",
        3, loads, 0.0, 0.6,
    )  # fmt: skip
    assert from_json(PLAN, Result) == made
    assert to_json(made, Result) == PLAN


def test_a_filled_sheet():
    day = date(2026, 5, 4)
    run = EnteredRun(1, day, "thighs", 2.41, 0.34, "windy")
    made = Entries("ab12", "Noa", day, (run,), "s.csv", "cd", ("n",))
    assert from_json(RUNS, Result) == made
    assert to_json(made, Result) == RUNS


def test_an_answer():
    few = {Role.PUSH: Missing("too few")}
    doses = {Role.PUSH: Estimate(0.0198, 0.0198, 0.0198, "1")}
    made = LoadAnswer("Noa", date(2026, 5, 4), "ab12", 4, {"empty": 12}, few, doses, few, planned=20, used=4)
    assert from_json(ANSWER, Result) == made
    assert to_json(made, Result) == ANSWER
