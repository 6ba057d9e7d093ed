"""A list is whole only where it says so: what is not in another one neither accuses nor clears, in every form of input."""

from datetime import date
from itertools import product

import pytest
from attrs import evolve

from helpers.law import audited
from helpers.placements import FORMS
from pmi_compliance import Outcome, RulePack, audit, read_records

AS_OF = date(2025, 10, 31)
DEPARTED = {
    "scope": "overseas",
    "executor_kind": "p3mi",
    "worker_category": "legal_entity_employer",
    "status": "departed",
    "recruited_on": "2025-02-01",
    "departed_on": "2025-05-01",
}
#: No passport among them, and no fee.
LISTS = {
    "documents": [{"type": "marital_status", "status": "held", "issued_on": "2025-02-10"}],
    "costs": [{"component": "skck", "class": "personal", "charged_to": "worker", "amount_idr": 30000}],
}
PASSPORT, FEE = "uu18-2017-p13e-passport", "uu18-2017-p30-no-placement-fee"

#: What can be said of a list beside it, and whether it is whole then.
SAID = {"nothing": {}, "null": {"": None}, "false": {"": False}, "true": {"": True}}


def said(name, word):
    return {f"{name}_complete": value for value in SAID[word].values()}


PLACEMENTS = [
    {
        "id": f"{documents}-{costs}",
        **DEPARTED,
        **LISTS,
        **said("documents", documents),
        **said("costs", costs),
    }
    for documents, costs in product(SAID, repeat=2)
]
EXPECTED = {
    f"{documents}-{costs}": (
        Outcome.FAIL if documents == "true" else Outcome.UNKNOWN,
        Outcome.PASS if costs == "true" else Outcome.UNKNOWN,
    )
    for documents, costs in product(SAID, repeat=2)
}


def outcomes(report):
    """What the two rules say of each placement."""
    found = {(finding.rule, finding.subject.id): finding.outcome for finding in report.findings}
    return {name: (found[PASSPORT, name], found[FEE, name]) for name in EXPECTED}


@pytest.mark.parametrize("backend", ["closures", "tables"])
@pytest.mark.parametrize("form", FORMS)
def test_only_a_list_that_says_so_is_whole_and_each_for_itself(tmp_path, form, backend):
    """Said or not of the papers, said or not of the costs: sixteen placements, in each form, by both back ends."""
    pack = RulePack.load("uu-18-2017")
    asked = evolve(pack, rules=tuple(rule for rule in pack.rules if rule.id in {PASSPORT, FEE}))
    records = read_records(form(tmp_path, PLACEMENTS), backend=backend)
    report = audit(records, [asked], as_of=AS_OF, include_passed=True)

    assert report.problems == ()
    assert outcomes(report) == EXPECTED


@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_of_several_papers_of_a_type_only_the_one_that_is_meant_is_missing(tmp_path, backend):
    """The permission of a parent for somebody who is married, and that of the spouse."""
    rule, granted = "uu18-2017-p13b-family-permission", ("spouse", "parent", None)
    paper = {"type": "family_permission", "status": "absent"}
    placements = [
        {
            "id": f"{by}-{complete}",
            **DEPARTED,
            "worker": {"marital_status": "married"},
            "documents": [paper if by is None else paper | {"granted_by": by}],
            "documents_complete": complete,
        }
        for by, complete in product(granted, (False, True))
    ]
    pack = RulePack.load("uu-18-2017")
    asked = evolve(pack, rules=tuple(one for one in pack.rules if one.id == rule))
    records = read_records(FORMS[0](tmp_path, placements), backend=backend)
    report = audit(records, [asked], as_of=AS_OF, include_passed=True)

    assert {finding.subject.id: finding.outcome for finding in report.findings} == {
        f"{by}-{complete}": Outcome.UNKNOWN if by == "parent" and not complete else Outcome.FAIL
        for by, complete in product(granted, (False, True))
    }


@pytest.mark.parametrize("status", ["absent", "forged", "invalid"])
def test_what_is_stated_is_heard_in_a_list_that_is_not_whole(status):
    report = audited(
        {"placement": [{"id": "p", **DEPARTED, "documents": [{"type": "passport", "status": status}]}]}
    )

    assert {finding.outcome for finding in report.findings if finding.rule == PASSPORT} == {Outcome.FAIL}


#: A paper that is written and does not serve, by the rules that look for it in an open list, and one that does.
SHORT = {
    "uu18-2017-p13b-family-permission": (
        {"type": "family_permission", "acknowledged_by_village_head": False, "granted_by": "spouse"},
        {"acknowledged_by_village_head": True},
    ),
    "uu18-2017-p13d-health-psychology": (
        {"type": "health_certificate", "covers": ["medical"], "covers_complete": True},
        {"covers": ["medical", "psychological"]},
    ),
    "uu18-2017-p13e-passport": (
        {"type": "passport", "expires_on": "2025-04-30"},
        {"expires_on": "2030-01-01"},
    ),
    "uu18-2017-p13f-work-visa": (
        {"type": "work_visa", "visa_class": "work", "expires_on": "2025-04-30"},
        {"expires_on": "2030-01-01"},
    ),
}


@pytest.mark.parametrize("rule", SHORT)
def test_a_paper_that_does_not_serve_is_for_a_person_where_there_may_be_another(rule):
    """Clerks write the paper in hand: where it does not serve, silence of the others does not make it unknown."""
    written, mended = SHORT[rule]
    short = {"status": "held", "issued_on": "2025-02-10", **written}
    papers = {"open": [short], "whole": [short], "served": [short, {**short, **mended}]}
    records = [
        {
            **DEPARTED,
            "id": name,
            "worker": {"marital_status": "married"},
            "documents": documents,
            "documents_complete": name == "whole",
        }
        for name, documents in papers.items()
    ]
    report = audited({"placement": records}, as_of=AS_OF)
    said = {finding.subject.id: finding.outcome for finding in report.findings if finding.rule == rule}

    assert said == {"open": Outcome.REVIEW, "whole": Outcome.FAIL, "served": Outcome.PASS}
