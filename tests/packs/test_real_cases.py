"""The eight published cases: the report says what is stated about each, no more and no less."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from pmi_compliance import Dataset, audit, default_packs

CASES = Path(__file__).parents[2] / "examples" / "real-cases"


def judged(name, as_of):
    """For each outcome, the pairs of rule and record that ended in it."""
    dataset = Dataset.read(CASES / f"{name}.json")
    assert dataset.problems == ()
    report = audit(dataset, default_packs(), as_of=as_of, include_passed=True)
    pairs_of = defaultdict(set)
    for finding in report.findings:
        pairs_of[finding.outcome.value].add((finding.rule, finding.subject.id))
    assert report.pairs == sum(map(len, pairs_of.values()))
    return pairs_of


def test_five_duties_at_once():
    """
    Closed destination, recruiting after revocation, selection, report, orientation; the rest unknown.

    One closure has two sources, the Act's Pasal 32 and Kepmenaker 260/2015, and each is reported: the decree, which
    nobody read, for a person.
    The days are not stated; the recruiter was sanctioned early in 2026 for what it did then, and not years before.
    """
    pairs_of = judged("1-five-duties", date(2026, 2, 5))

    assert {
        ("uu18-2017-p32-closed-destination", "case-1"),
        ("pp59-2021-p48-no-recruit-after-revoked", "case-1"),
        ("permenp2mi4-2025-p9-1c-selection-at-disnaker", "case-1"),
        ("pp59-2021-p86-3a-selection-reported", "case-1"),
        ("pp59-2021-p86-3k-opp", "case-1"),
    } == pairs_of["fail"]
    assert {("kepmenaker260-2015-mideast-individual", "case-1")} == pairs_of["review"]
    # What is stated (a P3MI, a placement abroad) passes; nothing else does.
    assert {
        ("uu18-2017-p49-executor-kind", "case-1"),
        ("uu18-2017-p4-2-scope-guard", "case-1"),
    } == pairs_of["pass"]


def test_a_branch_permit_that_came_later():
    """The permit is judged on the day of recruiting, not today; where the head office is, nobody wrote down."""
    rule = "uu18-2017-p53-branch-licence-when-recruiting"
    pairs_of = judged("2-branch-permit", date(2025, 10, 31))

    assert set() == pairs_of["fail"]
    assert (rule, "before") in pairs_of["review"]
    assert (rule, "after") in pairs_of["unknown"]


def test_two_sixteen_year_olds():
    """Whether this is an overseas placement is unknown, and so is every rule that depends on it; children they are."""
    pairs_of = judged("3-two-sixteen-year-olds", date(2023, 5, 31))

    assert set() == pairs_of["fail"] | pairs_of["pass"]
    assert {("uu21-2007-p6-child-inside-indonesia", child) for child in ("child-1", "child-2")} == pairs_of[
        "review"
    ]
    assert ("uu18-2017-p5a-min-age", "child-1") in pairs_of["unknown"]


@pytest.mark.parametrize("child", ["child-1", "child-2"])
def test_were_they_overseas_age_and_recruiter_are_for_a_person(child):
    """The same two children on a way abroad: that they left the country nobody wrote."""
    import json

    tables = json.loads((CASES / "3-two-sixteen-year-olds.json").read_text())
    for placement in tables["placements"]:
        placement["scope"] = "overseas"
    report = audit(Dataset.from_records(tables), default_packs(), as_of=date(2023, 5, 31))
    said = {finding.rule: finding for finding in report.findings if finding.subject.id == child}

    assert not [rule for rule, finding in said.items() if finding.outcome.value == "fail"]
    for rule in ("uu18-2017-p5a-min-age", "uu18-2017-p49-executor-kind"):
        assert said[rule].outcome.value == "review"
        assert {"/status", "/departed_on"} <= {missing.pointer for missing in said[rule].missing}


def test_a_birth_year_shifted():
    """Judged under the law of 2013, which had no article on false papers; a visit visa is no work visa.

    One source makes a child of her and the passport does not: under both Acts a person decides.
    """
    pairs_of = judged("4-birth-year", date(2025, 10, 31))

    assert not pairs_of["fail"]
    assert {(rule, "case-4") for rule in ("uu39-2004-p35a-min-age", "uu39-2004-p51-work-visa")} == pairs_of[
        "review"
    ]
    for rule in ("uu18-2017-p5a-min-age", "uu18-2017-p65-document-truth"):
        assert (rule, "case-4") in pairs_of["not_applicable"]


def test_a_boarding_house():
    """The planned deduction is a cost; placer and age are for a person, for nobody has been placed yet."""
    pairs_of = judged("5-boarding-house", date(2024, 7, 31))
    women = [f"blitar-{number:02}" for number in range(1, 27)]

    assert {
        *(("uu18-2017-p30-no-placement-fee", woman) for woman in women),
    } == pairs_of["fail"]
    assert {
        *(("uu18-2017-p49-executor-kind", woman) for woman in women),
        *(("uu18-2017-p69-placed-by-individual", woman) for woman in women),
        ("uu18-2017-p5a-min-age", "blitar-01"),
        ("uu18-2017-p69-no-individual-placer", "individual"),
    } == pairs_of["review"]


@pytest.mark.slow
def test_no_presence_in_belu():
    """Scope contradictory, so PMI rules are unknown; Kupang's policy does not apply to Belu."""
    pairs_of = judged("6-belu", date(2025, 10, 31))

    assert set() == pairs_of["fail"] | pairs_of["review"] | pairs_of["pass"]
    assert ("kupang-2025-local-representation", "firm") in pairs_of["not_applicable"]


def test_three_to_banjarmasin():
    """Domestic: out of scope of every rule on placing abroad."""
    pairs_of = judged("7-banjarmasin", date(2025, 10, 31))

    assert set() == pairs_of["fail"] | pairs_of["review"] | pairs_of["unknown"]
    assert {"uu18-2017-p4-2-scope-guard"} == {rule for rule, _ in pairs_of["pass"]}


@pytest.mark.slow
def test_fifty_one_to_malaysia():
    """Orientation passes; no breach on anything stated; the rest unknown."""
    pairs_of = judged("8-fifty-one", date(2025, 10, 31))

    assert set() == pairs_of["fail"] | pairs_of["review"]
    assert sum(rule == "pp59-2021-p86-3k-opp" for rule, _ in pairs_of["pass"]) == 51
