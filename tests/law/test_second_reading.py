"""Forty rules beside predicates that somebody wrote from the article alone, who had not opened the rule."""

import copy
from datetime import date
from functools import cache

import predicates_other_acts  # noqa: F401  each registers its predicates
import predicates_pp59  # noqa: F401
import predicates_uu18_agreements  # noqa: F401
import predicates_uu18_papers  # noqa: F401
import predicates_uu18_recruiters  # noqa: F401
import pytest
from clerks import RECORDS
from hypothesis import given
from hypothesis import strategies as st
from plainly import OPEN, READINGS, STAYED

from pmi_compliance import Dataset, default_packs
from pmi_compliance.auditing.backends import outcomes_in_memory
from pmi_compliance.auditing.selection import rules_of

AS_OF = date(2025, 10, 31)

#: What a record may say of itself besides, whatever a rule is about.
AROUND = {
    "placement": {
        "scope": ["overseas"] * 6 + ["domestic", None],
        "destination": ["MY"] * 6 + ["ID", None],
        "departed_on": ["2025-03-12"] * 4 + ["2025-03", "2017-11-21", "2017-11-22", "2017-11", None],
        "status": [None, "departed", "departed", "returned", "candidate", "ready", "prevented", "cancelled"],
        "worker_category": ["legal_entity_employer", "no_crew", "individual_employer", "merchant_crew", None],
        "executor_kind": ["p3mi", "p3mi", "p3mi", "none", "individual", None],
    },
    "recruiter": {"kind": ["p3mi"] * 5 + ["company", "individual", "own_interest_company", None]},
    "case": {"recruiter.kind": ["p3mi", "p3mi", "individual", None]},
}


@cache
def rules():
    return {rule.id: rule for rule in rules_of(default_packs(), include_unverified=True)}


def set_(record, path, value):
    *groups, name = path.split(".")
    for group in groups:
        record = record.setdefault(group, {})
    record[name] = copy.deepcopy(value)


def sensible(record):
    """A record as clerks write it: who has not left has no day of departure, and a list that is whole is there."""
    if record.get("status") in STAYED:
        day = record.pop("departed_on", None)
        if record["status"] in ("prevented", "cancelled"):
            record.setdefault("stopped_on", day)
    whole = {f"{name}_complete" for name in record if record[name] is not None}
    return {
        name: sensible(value) if isinstance(value, dict) else value
        for name, value in record.items()
        if value is not None and (name in whole or not name.endswith("_complete"))
    }


@st.composite
def records(draw, reading):
    """A record with facts that a predicate reads."""
    record = {}
    for path, values in {**AROUND.get(reading.kind, {}), **reading.facts}.items():
        value = draw(st.sampled_from(values))
        if value is not None:
            set_(record, path, value)
    return sensible(record)


def tables_of(kind, drawn):
    """The records by kind: what a record names is written inside of it, and becomes a record of its own."""
    tables = {name: [] for name in (kind, "recruiter", "job_order")}
    for at, record in enumerate(drawn):
        row = {**record, "id": f"{kind}-{at}"}
        for other in ("recruiter", "job_order"):
            if other in row:
                row[f"{other}_id"] = f"{other}-of-{at}"
                tables[other].append({**row.pop(other), "id": f"{other}-of-{at}"})
        tables[kind].append(row)
    return {kind: rows for kind, rows in tables.items() if rows}


def ends(reading, drawn, as_of=AS_OF):
    """Each record with what the rule says of it, and what its article allows."""
    dataset = Dataset.from_records(tables_of(reading.kind, drawn))
    assert not dataset.problems, dataset.problems
    for _, judged, outcome in outcomes_in_memory([rules()[reading.rule]], dataset, as_of):
        if judged.id.startswith(f"{reading.kind}-") and "-of-" not in judged.id:
            record = drawn[int(judged.id.rpartition("-")[2])]
            yield record, outcome.value, reading.predicate(record, as_of)


def disagreements(reading, drawn, as_of=AS_OF):
    """Where a rule says what its article does not allow."""
    for record, said, allowed in ends(reading, drawn, as_of):
        if said not in allowed:
            yield record, said, sorted(allowed)


WRITTEN = [(rule, said) for rule, by_outcome in RECORDS.items() for said in by_outcome]


@pytest.mark.parametrize(("rule", "expected"), WRITTEN)
def test_what_clerks_write_ends_as_the_article_says(rule, expected):
    outcomes = OPEN if expected == "open" else {expected}
    records = [sensible(copy.deepcopy(record)) for record in RECORDS[rule][expected]]

    for record, said, allowed in ends(READINGS[rule], records):
        assert said in outcomes, record
        assert outcomes & allowed, record


def test_forty_rules_are_read_with_four_records_each():
    written = {rule: sum(map(len, by_outcome.values())) for rule, by_outcome in RECORDS.items()}

    assert len(READINGS) >= 40
    assert {rule: count for rule, count in written.items() if count < 4} == {}
    assert set(READINGS) - set(written) == set()


@pytest.mark.parametrize("rule", READINGS)
@given(data=st.data())
def test_drawn_records_end_as_the_article_allows(rule, data):
    drawn = data.draw(st.lists(records(READINGS[rule]), min_size=1, max_size=10))

    assert list(disagreements(READINGS[rule], drawn)) == []
