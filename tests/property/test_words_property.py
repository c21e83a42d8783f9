"""Rules of wording that hold for every diagnosis: limits, forbidden words, order, mirror, sums."""

import re
from dataclasses import replace
from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from evenstride.core.athlete import Athlete
from evenstride.core.check import Check, Verdict
from evenstride.core.diagnosis import Diagnosis, Finding, Limit, NextTest, Situation
from evenstride.core.estimate import Draws, Estimate, Missing
from evenstride.core.overview import Voices
from evenstride.core.plan import Kind, Plan, Session
from evenstride.core.roles import Role, Weight
from evenstride.core.run import StepAccount
from evenstride.words import chances, say_account, say_check, say_diagnosis, say_limit, say_stopped, week_line

FORBIDDEN = re.compile(
    r"\b(weak|weaker|weakness|deficits?|failed|should have|scores?|asymmetr\w*|injury risk|cleared|acwr)\b", re.I
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)?|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b", re.I)
MIRROR = {Role.PUSH: Role.SWING, Role.SWING: Role.PUSH}
CAME_APART = (Situation.APART, Situation.APART_UNCLEAR, Situation.ONE_SIDE_CARRIES)

days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
moves = st.floats(-0.3, 0.3)
chance = st.floats(0.001, 1.0)


@st.composite
def estimates(draw, values=moves, unit="1"):
    value = draw(values)
    return Estimate(value, value - draw(st.floats(0, 0.2)), value + draw(st.floats(0, 0.2)), unit)


missing = st.sampled_from(["one date only", "not measured yet.", "3 gates carry 2 values"]).map(Missing)


@st.composite
def findings(draw, role: Role):
    families = draw(st.lists(st.sampled_from("abcd"), max_size=4, unique=True).map(tuple))
    weight = (Weight.NONE, Weight.HINT, Weight.EVIDENCE)[min(len(families), 2)]
    change = draw(estimates() | missing) if families else Missing("not looked at yet")
    return Finding(role, weight, change, draw(estimates()), families)


@st.composite
def proposals(draw):
    words = st.sampled_from(["thigh", "hold", "10/5", "flying 20 m", "hops:", "flight", "over", "2", "wall", "jump"])
    title = " ".join(draw(st.lists(words, min_size=1, max_size=30)))
    kit = tuple(draw(st.lists(st.sampled_from(["strap", "2 poles", "luggage scale", "wall"]), max_size=5)))
    role = draw(st.sampled_from([None, *Role]))
    known = st.sampled_from(["S1", "P1", "X9"])
    return NextTest(draw(known), title, draw(st.floats(0.2, 90)), kit, role, draw(chance), draw(chance))


@st.composite
def diagnoses(draw):
    situation = draw(st.sampled_from(Situation))
    weights = np.array([draw(chance) for _ in range(6)])
    shares = weights / weights.sum()
    roles = dict(zip(Role, map(float, shares), strict=False))
    lead = draw(st.sampled_from([Role.PUSH, Role.SWING])) if situation in CAME_APART else None
    emphasis = {role: draw(st.sampled_from([0.1, 0.3, 0.4, 0.5])) for role in Role}
    return Diagnosis(
        athlete="Noa",
        on=draw(days),
        situation=situation,
        findings=tuple(draw(findings(role)) for role in Role),
        limit=Limit(roles, balanced=float(shares[4]), cannot_tell=float(shares[5])),
        named=draw(st.sampled_from([None, *Role])),
        lead=lead,
        lag=None if lead is None else MIRROR[lead],
        since=draw(st.none() | days),
        speed_change=draw(estimates() | missing),
        speed_now=draw(estimates(st.floats(3, 13), "m/s") | missing),
        difference=draw(estimates() | missing),
        emphasis=emphasis,
        next_tests=tuple(draw(st.lists(proposals(), max_size=3))),
        seed=draw(st.integers(0, 99)),
    )


def mirrored(one: Diagnosis) -> Diagnosis:
    """The same diagnosis with push and swing exchanged."""

    def turn(role):
        return MIRROR.get(role, role)

    def turned(shares):
        return {role: shares[turn(role)] for role in Role}

    difference = one.difference
    if isinstance(difference, Estimate):
        difference = replace(difference, value=-difference.value, low=-difference.high, high=-difference.low)
    by_role = {turn(item.role): replace(item, role=turn(item.role)) for item in one.findings}
    return replace(
        one,
        findings=tuple(by_role[role] for role in Role),
        limit=replace(one.limit, roles=turned(one.limit.roles)),
        named=turn(one.named),
        lead=turn(one.lead),
        lag=turn(one.lag),
        difference=difference,
        emphasis=turned(one.emphasis),
        next_tests=tuple(replace(test, role=turn(test.role)) for test in one.next_tests),
    )


def exchanged(text: str) -> str:
    """Text with the words push and swing exchanged; "push and swing" together is one phrase."""
    names = {"push": "swing", "swing": "push", "Push": "Swing", "Swing": "Push"}
    parts = re.split(r"(push and swing|Push and swing|\bpush\b|\bswing\b|\bPush\b|\bSwing\b)", text)
    return "".join(names.get(part, part) for part in parts)


def say(one: Diagnosis, today: date, born: int | None = None) -> Voices:
    return say_diagnosis(one, athlete=Athlete("Noa", birth_year=born), today=today)


@given(diagnoses(), days, st.none() | st.integers(1940, 2020))
def test_athletes_get_few_words_and_numbers_and_an_ending_that_says_what_next(one, today, born):
    text = say(one, today, born).athlete
    assert len(text.split()) <= 35
    assert len(NUMBER.findall(text)) <= 2
    assert re.search(r"Next: [^.]+[.?]$", text), text


@given(diagnoses(), days, st.none() | st.integers(1940, 2020))
def test_no_voice_of_athlete_or_coach_has_a_forbidden_word(one, today, born):
    voices = say(one, today, born)
    assert not FORBIDDEN.search(voices.athlete)
    assert not FORBIDDEN.search(voices.coach)
    assert voices.coach.count("Next:") == 1


@given(diagnoses(), days)
def test_exchanged_roles_give_the_mirrored_text(one, today):
    hidden = {"P1": "X1", "S1": "X2"}
    one = replace(one, next_tests=tuple(replace(t, test=hidden.get(t.test, t.test)) for t in one.next_tests))
    values = [item.change.value for item in one.findings if isinstance(item.change, Estimate)]
    shares = [*one.limit.roles.values(), one.limit.balanced, one.limit.cannot_tell]
    ties = len(set(values)) < len(values) or len(set(shares)) < len(shares)
    unknown = [item for item in one.findings if item.families and isinstance(item.change, Missing)]
    if ties or len(unknown) > 1 or (isinstance(one.difference, Estimate) and one.difference.value == 0):
        return  # equal values stand in the order of the roles, which no exchange can mirror
    straight, turned = say(one, today), say(mirrored(one), today)
    assert exchanged(straight.athlete) == turned.athlete
    assert exchanged(straight.coach) == turned.coach
    assert exchanged(straight.scientist) == turned.scientist


@given(diagnoses(), days, st.integers(0, 15))
def test_under_sixteen_no_role_is_ever_named(one, today, age):
    voices = say(one, today, today.year - age)
    role_words = re.compile(r"\b(push|swing|timing|arms and torso)\b", re.I)
    assert not role_words.search(voices.athlete)
    assert not role_words.search(voices.coach)
    assert "P(limit)" not in voices.scientist


@given(diagnoses())
def test_chances_sum_to_a_hundred_and_stay_within_one_of_the_truth(one):
    shown = dict(chances(one.limit))
    assert sum(shown.values()) == 100
    assert abs(shown["balanced"] - 100 * one.limit.balanced) < 1
    assert abs(shown["cannot tell"] - 100 * one.limit.cannot_tell) < 1
    assert "calibrated on simulated athletes only" in say_limit(one.limit)


@given(
    st.sampled_from(Verdict),
    estimates(),
    chance,
    st.none() | chance,
    st.none() | chance,
    days,
    st.integers(1, 400),
    st.sampled_from(["top_speed", "Springy hops (P1)", "flying speed (T0)"]),
    st.none() | st.integers(6, 80),
)
def test_every_check_keeps_the_rules(verdict, change, mdc, swc, notice, since, length, metric, age):
    speed = Estimate(8.0, 7.9, 8.1, "m/s")
    until = since + timedelta(days=length)
    check = Check(metric, since, until, speed, speed, change, mdc, verdict, "a reason.", swc, "x", notice, length + 1)
    voices = say_check(check, age=age)
    assert len(voices.athlete.split()) <= 35
    assert len(NUMBER.findall(voices.athlete)) <= 2
    assert re.search(r"Next: [^.]+[.?]$", voices.athlete)
    assert not FORBIDDEN.search(voices.athlete + voices.coach)


@given(moves, moves, moves)
def test_printed_parts_of_the_account_add_up_to_the_printed_total(push, swing, geometry):
    def one(value):
        return Draws(value, np.full(3, value), "1")

    text = say_account(StepAccount(one(push + swing + geometry), one(push), one(swing), one(geometry)))
    total, *parts = (
        round(10 * float(n.replace("−", "-"))) for n in re.findall(r"[+−]?\d+\.\d", re.sub(r"\(.*?\)", "", text))
    )
    assert len(parts) == 3
    assert total == sum(parts)
    for shown, exact in zip(parts, (push, swing, geometry), strict=True):
        assert abs(shown - 1000 * exact) <= 1.0 + 1e-6


@given(st.lists(st.tuples(st.integers(0, 13), st.sampled_from(Kind), st.booleans()), max_size=14))
def test_a_week_line_counts_every_session_of_its_week_once(drawn):
    start = date(2026, 3, 2)
    sessions = tuple(Session(start + timedelta(days=at), kind, "t", 30, playful=fun) for at, kind, fun in drawn)
    for week in (0, 1):
        mine = [item for item in sessions if (item.on - start).days // 7 == week and item.kind is not Kind.REST]
        told, _, playful = week_line(Plan(start, 2, sessions), week).partition(", with play in ")
        line = {w: int(n) for n, w in (part.split(" ", 1) for part in told.split(" · "))}
        rest = line.pop("full rest", 0)
        own = any(item.kind is Kind.PLAY for item in mine)
        assert int(playful or 0) == (0 if own else sum(item.playful for item in mine))
        assert rest == 7 - len({item.on for item in mine})
        assert sum(line.values()) == len(mine)


@given(st.lists(st.sampled_from(["limping", "a head knock", "fever"]), max_size=3))
def test_a_stop_suggests_no_training(flags):
    voices = say_stopped(tuple(flags))
    assert len(voices.athlete.split()) <= 35
    assert not re.search(r"\b(easy|bike|jog|strength|run)\b", voices.athlete + voices.coach, re.I)
    assert not FORBIDDEN.search(voices.athlete + voices.coach)
