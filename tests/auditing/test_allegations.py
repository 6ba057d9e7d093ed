"""What is only alleged fails nobody and clears nobody: each outcome is held against that of records without it."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.effort import examples
from helpers.law import packs, rules
from helpers.learning import apart, drawn_records
from helpers.reading import all_is_read
from pmi_compliance import AuditSession, Dataset, Outcome, audit, write_report
from pmi_compliance.auditing.backends import decide
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.report.phrases import deciding_facts

AS_OF = date(2026, 6, 15)

COSTS = {
    "id": "W1",
    "scope": "overseas",
    "worker_category": "legal_entity_employer",
    "executor_kind": "p3mi",
    "destination": "MY",
    "status": "departed",
    "departed_on": "2025-03-11",
    "costs": [{"class": "placement", "charged_to": "worker", "amount_idr": 3_900_000}],
    "costs_complete": True,
}
NO_FEE = "uu18-2017-p30-no-placement-fee"


def finding(rule, backend="auto", **tables):
    report = audit(Dataset.from_records(tables), packs(), as_of=AS_OF, include_passed=True, backend=backend)
    assert report.problems == ()
    return next(found for found in report.findings if found.rule == rule)


# What is said


def test_a_breach_that_is_only_alleged_is_for_a_person_and_threatens_nobody():
    found = finding(NO_FEE, placement=[{**COSTS, "alleged": ["costs"]}])

    assert found.outcome is Outcome.REVIEW
    assert found.message.id.startswith("Diduga, baru menurut keterangan satu pihak: Pekerja dibebani biaya")
    assert found.message.en.startswith("Alleged, so far by one side only:")
    assert found.sanctions == ()
    assert found.alleged
    assert found.as_json()["alleged"] is True
    assert any(fact.startswith("/costs/0/charged_to") for fact in deciding_facts(found, "id"))
    assert {missing.pointer for missing in found.missing} == {"/costs"}


@pytest.mark.parametrize(
    ("rule", "record"),
    [
        # Not known whether there is a work visa beside the other one.
        (
            "uu18-2017-p13f-work-visa",
            {"documents": [{"type": "work_visa", "status": "held", "visa_class": "pilgrimage"}]},
        ),
        # Not known whether there is a receipt.
        ("uu6-2011-p130-passport-retention", {"kept": [{"what": "passport", "by": "employer"}]}),
        # A person decides, whatever the facts are.
        ("papers-kept-back", {"kept": [{"what": "telephone", "by": "employer"}]}),
    ],
)
def test_what_a_person_decides_for_another_reason_is_worded_as_alleged_and_threatens_nobody(rule, record):
    """Only a record of which all is alleged showed it: a single allegation made most of these unknown."""
    written = {**COSTS, "worker": {"sex": "female"}, "status": "working", **record}
    del written["scope"]
    said = finding(rule, placement=[{**written, "standing": "alleged"}])
    found = finding(rule, placement=[{**written, "standing": "found"}])

    assert said.outcome is found.outcome is Outcome.REVIEW
    assert said.alleged
    assert not found.alleged
    assert said.message.id == f"Baru menurut keterangan satu pihak: {found.message.id}"
    assert said.message.en == f"So far on the word of one side only: {found.message.en}"
    assert said.sanctions == ()


def test_a_duty_that_is_met_on_the_word_of_one_side_is_not_passed():
    nothing = {**COSTS, "costs": []}
    assert finding(NO_FEE, placement=[nothing]).outcome is Outcome.PASS

    found = finding(NO_FEE, placement=[{**nothing, "alleged": ["costs"]}])
    assert found.outcome is Outcome.REVIEW
    assert "terpenuhi, tetapi baru menurut keterangan satu pihak" in found.message.id


def test_what_is_certain_without_the_allegation_stays_certain():
    assert finding(NO_FEE, placement=[{**COSTS, "alleged": ["job", "recruited_on"]}]).outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("standing", "outcome"), [("alleged", "review"), ("found", "fail"), ("decided", "fail")]
)
def test_a_whole_record_has_a_standing(standing, outcome):
    assert finding(NO_FEE, placement=[{**COSTS, "standing": standing}]).outcome is Outcome(outcome)


def test_a_rule_that_does_not_apply_on_the_word_of_one_side_is_unknown():
    at_home = {**COSTS, "scope": "domestic", "destination": "ID"}

    assert finding(NO_FEE, placement=[at_home]).outcome is Outcome.NOT_APPLICABLE
    found = finding(NO_FEE, placement=[{**at_home, "alleged": ["scope", "destination"]}])
    assert found.outcome is Outcome.UNKNOWN
    assert "/scope" in {missing.pointer for missing in found.missing}
    # All of a story that is alleged as a whole is alleged together: the rule does not apply to it.
    assert finding(NO_FEE, placement=[{**at_home, "standing": "alleged"}]).outcome is Outcome.NOT_APPLICABLE


@pytest.mark.parametrize("alleged", [{"alleged": ["kind"]}, {"standing": "alleged"}])
def test_what_is_alleged_of_the_recruiter_is_alleged_of_the_placement(alleged):
    placement = {key: value for key, value in COSTS.items() if key != "executor_kind"} | {
        "recruiter_id": "R1"
    }
    recruiter = {"id": "R1", "kind": "individual", "legal_form": "individual"}
    rule = "uu18-2017-p49-executor-kind"
    certain = finding(rule, placement=[placement], recruiter=[recruiter])
    said = finding(rule, placement=[placement], recruiter=[{**recruiter, **alleged}])
    belonging = finding(rule, placement=[{**placement, "alleged": ["recruiter_id"]}], recruiter=[recruiter])

    assert (certain.outcome, said.outcome, belonging.outcome) == (
        Outcome.FAIL,
        Outcome.REVIEW,
        Outcome.REVIEW,
    )


@pytest.mark.parametrize("ending", ["html", "csv", "txt", "json", "jsonl", "sarif", "xml"])
def test_every_form_words_it_as_alleged(ending, tmp_path):
    report = audit(
        Dataset.from_records({"placement": [{**COSTS, "alleged": ["costs"]}]}), packs(), as_of=AS_OF
    )
    path = tmp_path / f"report.{ending}"
    write_report(report, path, language="id")

    assert "Diduga, baru menurut keterangan satu pihak" in path.read_text(encoding="utf-8")


# All records


def alleged_of(chance, records):
    """Records of which some facts are only alleged, the same without a word on that, and without these facts."""
    said, plain, without = {}, {}, {}
    for kind, listed in records.items():
        keys = {
            field.relation.key.split(".")[0]
            for fields in bundled_model().types.values()
            for field in fields.fields.values()
            if field.relation is not None
        }
        for record in listed:
            known = [name for name in record if name not in {"id", *keys} and not name.endswith("_complete")]
            named = [name for name in known if chance.randrange(4) == 0]
            gone = {*named, *(f"{name}_complete" for name in named)}
            said.setdefault(kind, []).append({**record, "alleged": named} if named else record)
            plain.setdefault(kind, []).append(record)
            without.setdefault(kind, []).append({name: record[name] for name in record if name not in gone})
    return said, plain, without


def outcomes(judged, records, as_of, backend):
    dataset = Dataset.from_records(records)
    assert all_is_read(dataset)
    decisions = decide(judged, dataset, as_of, backend, include_passed=True)
    pairs = [*decisions.pairs]
    assert sum(sum(counts.values()) for counts in decisions.counts.values()) == len(pairs)
    return {(rule.id, record.id): outcome for rule, record, outcome in pairs}


#: Of a placement, of what it leads to, of what leads to it, and of others of the same number.
SOME_RULES = (
    NO_FEE,
    "uu18-2017-p5a-min-age",
    "uu18-2017-p51-licence-held",
    "uu18-2017-p65-nik-shared",
    "kupang-2025-local-representation",
)


def holds_back_what_is_alleged(seed, together, backend, names=None):
    """How many outcomes an allegation turned, of some rules or all."""
    chance = Random(seed)
    judged = [rules()[name] for name in names or rules()]
    as_of, pieces = drawn_records(chance, together)
    records = {}
    for number, piece in enumerate(pieces):
        for kind, listed in apart(piece, number).items():
            records.setdefault(kind, []).extend(listed)
    said, plain, without = (
        outcomes(judged, tables, as_of, backend) for tables in alleged_of(chance, records)
    )

    turned = 0
    for pair, outcome in plain.items():
        less = without[pair]
        if outcome in {Outcome.PASS, Outcome.FAIL}:
            expected = outcome if less is outcome else Outcome.REVIEW
        else:
            expected = less if outcome is Outcome.NOT_APPLICABLE else outcome
        assert said[pair] is expected, (pair, outcome, less)
        turned += expected is not outcome
    return turned


@pytest.mark.slow
@examples(10)
@given(st.integers(0, 2**62))
def test_each_outcome_is_that_of_records_without_what_is_alleged_or_for_a_person(seed):
    holds_back_what_is_alleged(seed, 8, "closures")


@pytest.mark.slow
def test_queries_say_the_same():
    assert holds_back_what_is_alleged(5, 60, "tables", SOME_RULES) > 3


@pytest.mark.long
def test_queries_say_the_same_of_all_rules():
    assert holds_back_what_is_alleged(1, 25, "tables") > 10


@pytest.mark.long
@settings(max_examples=1_250)
@given(st.integers(0, 2**62))
def test_ten_thousand_records_of_which_something_is_alleged(seed):
    holds_back_what_is_alleged(seed, 8, "closures")


# Records that change


@pytest.mark.slow
def test_an_allegation_comes_and_goes_in_a_session():
    session = AuditSession(packs(), as_of=AS_OF)

    def outcome():
        return {found.outcome for found in session.findings if found.rule == NO_FEE}

    session.put("placement", COSTS)
    assert outcome() == {Outcome.FAIL}
    session.put("placement", {**COSTS, "alleged": ["costs"]})
    assert outcome() == {Outcome.REVIEW}
    session.put("placement", {**COSTS, "id": "W2"})
    session.put("placement", COSTS)
    assert outcome() == {Outcome.FAIL}
    session.put("placement", {**COSTS, "standing": "alleged"})
    session.withdraw("placement", "W2")
    assert outcome() == {Outcome.REVIEW}


# The words


@pytest.mark.parametrize("kind", ["recruiter", "placement", "job_order", "service_centre", "case"])
def test_every_fact_can_be_called_alleged_and_nothing_else(kind):
    fields = bundled_model().types[kind].fields
    facts = {
        name for name, field in fields.items() if field.relation is None and not name.endswith("_complete")
    } - {"id", "extra", "standing", "alleged", "accounts"}

    assert set(fields["alleged"].type.item.values) == facts
    problems = Dataset.from_records({kind: [{"id": "X", "alleged": ["cost"]}]}).problems
    assert [detail.pointer for problem in problems for detail in problem.details] == ["/alleged/0"]
