"""Ages by every source that a record has for them: sources that contradict each other are for a person."""

from datetime import date
from functools import cache

import pytest

from helpers.law import rules
from pmi_compliance import Dataset, Outcome
from pmi_compliance.engines import Program

#: What makes a child of sixteen on 1 May, and an adult of thirty: by source, with the year of birth of each.
SOURCES = {
    "birth_date": lambda year: {"birth_date": f"{year}-02-03"},
    "stated_age": lambda year, on: {"stated_age": on - year, "stated_age_on": f"{on}-05-01"},
    "nik": lambda year: {"nik": f"5301064302{year % 100:02}0001"},
    "a paper's birth date": lambda year: {"identity_claims": [{"source": "passport", "birth_date": f"{year}-02-03"}]},
    "a paper's year": lambda year: {"identity_claims": [{"source": "other", "birth_year": year}]},
    "a paper's NIK": lambda year: {"identity_claims": [{"source": "ktp", "nik": f"5301060302{year % 100:02}0002"}]},
}  # fmt: skip

#: Sources that alone make nobody a child, nor an adult.
HINTS = {"nik", "a paper's NIK"}

LAWS = {"uu18-2017-p5a-min-age": 2024, "uu39-2004-p35a-min-age": 2014}


@cache
def program(rule):
    """A rule on ages, ready to be asked."""
    return Program.of_rule(rules()[rule])


def worker(source, year, on):
    """What a source says of who was born in a year."""
    says = SOURCES[source]
    return says(year, on) if source == "stated_age" else says(year)


def outcome(rule, sources, on, **more):
    """How a rule on ages ends: by source the year of birth that it says."""
    known = {**more}
    for source, year in sources.items():
        for name, value in worker(source, year, on).items():
            known[name] = known.get(name, []) + value if isinstance(value, list) else value
    placement = {
        "id": "P-1",
        "scope": "overseas",
        "executor_kind": "p3mi",
        "worker_category": "legal_entity_employer",
        "recruited_on": f"{on}-05-01",
        "departed_on": f"{on}-05-01",
        "worker": known,
    }
    dataset = Dataset.from_records({"placement": [placement]})
    record = dataset.get("placement", "P-1")
    return program(rule).bind(dataset, date(2025, 10, 31))(record.data)


@pytest.mark.parametrize(("rule", "on"), LAWS.items())
@pytest.mark.parametrize("one", SOURCES)
@pytest.mark.parametrize("other", SOURCES)
def test_two_sources_of_an_age(rule, on, one, other):
    child, adult = on - 16, on - 30
    agreed = {Outcome.REVIEW} if {one, other} <= HINTS else {Outcome.FAIL}
    assert {outcome(rule, {one: child, other: child}, on)} == agreed
    assert outcome(rule, {one: adult, other: adult}, on) is (
        Outcome.UNKNOWN if {one, other} <= HINTS else Outcome.PASS
    )
    if one != other and not {one, other} <= HINTS:
        assert outcome(rule, {one: child, other: adult}, on) is Outcome.REVIEW


@pytest.mark.parametrize(("rule", "on"), LAWS.items())
@pytest.mark.parametrize("number", ["1", "5301064513990001", "5301063202990001", "a301064502990001"])
def test_a_number_that_holds_no_birth_contradicts_none(rule, on, number):
    assert outcome(rule, {"birth_date": on - 16}, on, nik=number) is Outcome.FAIL
    assert outcome(rule, {"birth_date": on - 30}, on, nik=number) is Outcome.PASS
