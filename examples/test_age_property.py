"""A property test for a CI suite: no child ever passes, whatever else its record holds."""

from datetime import date, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from pmi_compliance import Dataset, Outcome, RulePack, audit

RULE = "uu18-2017-p5a-min-age"
DEPARTURE = date(2025, 9, 1)
EIGHTEEN = date(2007, 9, 1)

placements = st.fixed_dictionaries(
    {"id": st.just("anak"), "departed_on": st.just(DEPARTURE)},
    optional={
        "scope": st.sampled_from(["overseas", "domestic"]),
        "executor_kind": st.sampled_from(["p3mi", "government_agency", "individual"]),
        "worker_category": st.sampled_from(["legal_entity_employer", "individual_employer", "fishing_crew"]),
        "status": st.sampled_from(["departed", "working", "returned"]),
        "destination": st.sampled_from(["MY", "HK", "SA"]),
    },
)

pack = cache(RulePack.load)


def outcome(placement, birth):
    """The outcome of the rule on age for a placement."""
    record = {**placement, "worker": {"birth_date": birth}}
    report = audit(
        Dataset.from_records({"placement": [record]}),
        [pack("uu-18-2017")],
        as_of=DEPARTURE,
        include_passed=True,
    )
    assert report.problems == ()
    return next(finding.outcome for finding in report.findings if finding.rule == RULE)


@settings(deadline=None)  # the first audit also reads the pack
@given(placements, st.integers(1, 6000))
def test_a_child_never_passes(placement, days):
    assert outcome(placement, EIGHTEEN + timedelta(days=days)) is not Outcome.PASS


@settings(deadline=None)
@given(placements, st.integers(0, 6000))
def test_an_adult_never_fails(placement, days):
    assert outcome(placement, EIGHTEEN - timedelta(days=days)) is not Outcome.FAIL
