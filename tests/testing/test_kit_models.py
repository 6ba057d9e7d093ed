"""The test kit makes records of another model: its kinds and fields are drawn, found by searches, and held to the laws."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.effort import examples
from helpers.model import MODEL, write_pack
from pmi_compliance import Dataset, Outcome, RulePack, audit
from pmi_compliance.testing import laws
from pmi_compliance.testing import strategies as kit
from pmi_compliance.testing.scenarios import pack_of

AS_OF = date(2025, 10, 31)


@pytest.fixture(scope="module")
def pack(tmp_path_factory):
    """A pack whose rule reads a field and a kind that only the other model has."""
    return RulePack.load(write_pack(tmp_path_factory.mktemp("contoh")), model=MODEL)


def problems(tables):
    return list(Dataset.from_records(tables, model=MODEL).problems)


def judged(scenario, pack):
    dataset = Dataset.from_records(scenario.tables, model=MODEL)
    assert not dataset.problems
    report = audit(dataset, [pack], as_of=scenario.as_of, include_passed=True)
    (finding,) = (finding for finding in report.findings if finding.subject.id == scenario.subject[1])
    return finding.outcome


@settings(max_examples=40)
@given(kit.records("training_centre", model=MODEL), kit.records("placement", model=MODEL))
def test_a_record_of_one_more_kind_is_valid(centre, placement):
    assert problems({"training_centre": [centre], "placement": [placement]}) == []


def test_a_field_of_the_other_model_is_drawn():
    drawn = set()

    @settings(max_examples=200, database=None)
    @given(kit.records("placement", model=MODEL))
    def collect(placement):
        drawn.update(placement)

    collect()
    assert "days_of_training" in drawn


@settings(max_examples=40)
@given(kit.datasets(model=MODEL))
def test_records_name_records_of_one_more_kind(tables):
    assert tables.keys() == {*MODEL.kinds}
    assert problems(tables) == []


@examples(5)
@given(kit.datasets({"placement": 3, "training_centre": 2}, model=MODEL), st.data())
def test_the_laws_hold_of_records_of_another_model(pack, tables, data):
    dataset = Dataset.from_records(tables, model=MODEL)
    report = audit(dataset, [pack], as_of=AS_OF, include_passed=True, include_unverified=True)
    erased = {
        **tables,
        "placement": [data.draw(kit.erasures(placement)) for placement in tables["placement"]],
    }

    laws.counts_add_up(report)
    laws.masked_reports_leak_nothing(tables, report, ["json"])
    laws.order_changes_nothing(
        tables, [pack], as_of=AS_OF, random=data.draw(st.randoms(use_true_random=False))
    )
    laws.splitting_changes_nothing(tables, [pack], as_of=AS_OF, at=1)
    laws.learning_turns_nothing(erased, tables, [pack], as_of=AS_OF)
    laws.old_answers_stay(tables, [pack], [pack], as_of=AS_OF)


@pytest.mark.parametrize(
    ("strategy", "outcome"), [(kit.violating, Outcome.FAIL), (kit.undecided, Outcome.UNKNOWN)]
)
def test_scenarios_of_a_rule_hold_facts_and_kinds_of_the_other_model(pack, strategy, outcome):
    (rule,) = pack.rules

    @settings(max_examples=20)
    @given(strategy(rule, pack))
    def check(scenario):
        assert judged(scenario, pack) is outcome is scenario.outcome

    check()


@settings(max_examples=20)
@given(st.data())
def test_a_scenario_that_keeps_the_pack_has_a_record_of_one_more_kind(pack, data):
    scenario = data.draw(kit.compliant(pack))

    assert judged(scenario, pack) is Outcome.PASS
    assert scenario.tables["training_centre"]


def test_boundaries_of_a_rule_lie_in_facts_of_the_other_model(pack):
    (rule,) = pack.rules
    places = set()

    @settings(max_examples=100, database=None)
    @given(kit.boundary(rule, pack))
    def check(pair):
        places.add(pair.place)
        assert judged(pair.before, pack) is pair.before.outcome is not pair.after.outcome

    check()
    assert {
        "placement placement-1/days_of_training",
        "training_centre training_centre-1/accredited_until",
    } <= places


def test_the_pack_that_a_rule_was_read_from_has_its_model(pack):
    (rule,) = pack.rules

    assert pack_of(rule).model is MODEL


def test_the_plugin_audits_records_of_another_model(pack, pmi_audit):
    records = {
        "placement": [{"id": "P1", "scope": "overseas", "days_of_training": 20, "centre_id": "C1"}],
        "training_centre": [{"id": "C1", "accredited_until": "2020-01-01"}],
    }

    assert pmi_audit(records, as_of=AS_OF, packs=[pack.folder], model=MODEL)["contoh-training"] == "fail"
