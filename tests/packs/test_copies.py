"""A pack that was pickled or copied is the same pack."""

import copy
import pickle
from datetime import date

import pytest

from helpers.errors import raises
from helpers.law import packs
from pmi_compliance import Dataset, RulePack, UsageError, audit
from pmi_compliance.engines.tables.engine import DuckDB
from pmi_compliance.engines.tables.engine import decide as by_tables
from pmi_compliance.engines.tables.store import Store
from pmi_compliance.report.json import as_json

AS_OF = date(2025, 10, 31)


PLACEMENT = {
    "id": "W1",
    "scope": "overseas",
    "departed_on": "2025-03-11",
    "worker": {"birth_date": "2009-04-04"},
}


@pytest.mark.slow
@pytest.mark.parametrize(
    "copied", [lambda value: pickle.loads(pickle.dumps(value)), copy.deepcopy], ids=["pickle", "deepcopy"]
)
def test_a_copy_of_the_packs_audits_as_they_do(copied):
    dataset = Dataset.from_records({"placement": [PLACEMENT]})
    others = copied(packs())

    assert as_json(audit(dataset, others, as_of=AS_OF)) == as_json(audit(dataset, packs(), as_of=AS_OF))
    store = Store.of(dataset)
    counts = [
        by_tables(
            [rule for rule in some[0].rules if rule.subject == "placement"][:4], store, AS_OF, DuckDB(store)
        ).counts
        for some in (others, packs())
    ]
    assert counts[0] == counts[1]


def test_every_node_of_a_condition_has_a_number_of_its_own():
    for rule in (rule for pack in packs() for rule in pack.rules):
        for condition in rule.conditions:
            numbers = [node.number for node in condition.checked.nodes()]
            assert len(numbers) == len({*numbers}), rule.id


def test_packs_rules_and_models_are_shown_in_a_line():
    """A debugger, a failed assertion and older versions of Hypothesis print them, and a rule filled pages."""
    pack = packs()[0]

    for value in (pack, pack.rules[0], pack.rules[0].model):
        assert len(repr(value)) < 500
    assert repr(pack.rules[0]) == f"Rule({pack.rules[0].id!r})"


def test_what_an_audit_says_and_rests_on_cannot_be_changed():
    """Packs are kept for the next audit: a caller who wrote into a finding wrote into the law of all that come after."""
    pack = RulePack.load("uu-18-2017")
    child = {
        "id": "P",
        "scope": "overseas",
        "departed_on": "2025-05-01",
        "worker": {"birth_date": "2009-01-01"},
    }
    report = audit(Dataset.from_records({"placement": [child]}), [pack], as_of=date(2025, 10, 31))
    finding = next(finding for finding in report.findings if finding.rule == "uu18-2017-p5a-min-age")
    parameter = pack.parameters["min_age"]

    for held in (
        finding.citations[0], pack.rules[0].citations[0], pack.terms, pack.parameters, pack.authorities, pack.sanctions,
        pack.tombstones, parameter.values.values[0].citation, next(iter(pack.sanctions.values())).citation,
        report.records, report.counts, report.counts[finding.rule], report.authorities, report.levels,
    ):  # fmt: skip
        with raises(UsageError, "never_changes"):
            held["article"] = "999"
    assert copy.deepcopy(finding) == finding
