"""The strategies of the test kit: valid, unfiltered, linked, fast enough, and shrinking to what matters."""

from datetime import date

import pytest
from hypothesis import HealthCheck, find, given, settings
from hypothesis import strategies as st

from helpers import law
from pmi_compliance import Dataset
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.testing import strategies as kit

#: No health check is suppressed: what is drawn is drawn fast, and nothing is thrown away.
strict = settings(suppress_health_check=[], max_examples=100)


def problems_of(tables):
    return list(Dataset.from_records(tables).problems)


@pytest.mark.parametrize("kind", bundled_model().kinds)
def test_every_record_is_valid(kind):
    @strict
    @given(kit.records(kind))
    def check(record):
        assert record["id"] == kind
        assert problems_of({kind: [record]}) == []

    check()


@strict
@given(kit.datasets())
def test_records_that_belong_together_name_each_other(tables):
    # No problem at all: none that excludes a record, and none that names a record which is not there.
    assert problems_of(tables) == []


@strict
@given(kit.datasets({"placement": 2}))
def test_kinds_that_are_not_asked_for_are_not_supplied(tables):
    assert tables.keys() == {"placement"}
    assert len(tables["placement"]) <= 2


@strict
@given(kit.placements(scope=st.just("overseas")), kit.recruiters(), kit.job_orders())
def test_facts_that_are_asked_for_are_there(placement, recruiter, job_order):
    assert placement["scope"] == "overseas"
    assert (recruiter["id"], job_order["id"]) == ("recruiter", "job_order")


@strict
@given(st.data())
def test_what_is_erased_is_gone_and_the_rest_is_as_it_was(data):
    record = data.draw(kit.placements())
    erased = data.draw(kit.erasures(record))

    def within(small, large):
        if isinstance(small, dict):
            return all(name in large and within(inner, large[name]) for name, inner in small.items())
        return small == large

    assert within(erased, record)
    assert erased["id"] == record["id"]
    assert problems_of({"placement": [erased]}) == []


def test_everything_can_be_erased_and_nothing_too():
    record = {"id": "p", "worker": {"birth_date": "2000-01-01"}, "scope": "overseas", "documents": []}
    assert find(kit.erasures(record), lambda erased: len(erased) == 1) == {"id": "p"}
    assert find(kit.erasures(record), lambda erased: True) == record
    assert find(kit.erasures(record), lambda erased: erased.get("worker") == {})["worker"] == {}


def test_days_of_change_are_tried():
    days = kit.audit_dates(law.packs())
    for day in (date(2017, 11, 21), date(2017, 11, 22), date(2025, 10, 15), date(2025, 10, 14)):
        assert find(days, lambda drawn, day=day: drawn == day) == day


@pytest.mark.parametrize("kind", bundled_model().kinds)
def test_a_record_shrinks_to_its_id(kind):
    assert find(kit.records(kind), lambda _: True) == {"id": kind}


def test_every_fact_of_a_schema_is_drawn():
    seen = set()

    @settings(strict, max_examples=600, suppress_health_check=list(HealthCheck))
    @given(kit.records("placement", ids={kind: ["a"] for kind in bundled_model().kinds}))
    def check(record):
        seen.update(record)

    check()
    from pmi_compliance.records.documents import bundled_documents

    assert seen == set(bundled_documents().by_name["placement"]["properties"])
