"""What an audit says, and what it keeps to itself."""

import copy
import json
import pickle
from datetime import date, timedelta
from pathlib import Path

import jsonschema
import pytest
from attrs import evolve
from referencing import Registry, Resource

from helpers.errors import raises
from helpers.forms import TEXTS, WITHOUT_PROBLEMS, text_of
from pmi_compliance import Dataset, Outcome, RulePack, UsageError, Waiver, audit, default_packs
from pmi_compliance.auditing.disclosure import DISCLOSURES
from pmi_compliance.base import spool
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.report.json import as_json

AS_OF = date(2025, 10, 31)
QUICKSTART = Path(__file__).parents[2] / "examples" / "quickstart"

CHILD = {
    "id": "p",
    "scope": "overseas",
    "departed_on": "2025-09-01",
    "worker": {"name": "Ina Contoh", "birth_date": "2010-05-05", "nik": "5301064505100001"},
}
AGE = "uu18-2017-p5a-min-age"


def waiver(**changes):
    return Waiver(
        **{
            "rule": AGE,
            "kind": "placement",
            "id": "p",
            "legal_basis": "Contoh",
            "author": "Ani Contoh",
            "approved_by": "Budi Contoh",
            "reason": "contoh",
            "expires_on": AS_OF,
            **changes,
        }
    )


def judged(*records, **options):
    return audit(
        Dataset.from_records({"placement": records}), [RulePack.load("uu-18-2017")], as_of=AS_OF, **options
    )


def finding_of(report, rule=AGE):
    return next(finding for finding in report.findings if finding.rule == rule)


def test_a_finding_says_what_why_since_when_and_after_which_law():
    finding = finding_of(judged(CHILD, disclose="full"))

    assert finding.outcome is Outcome.FAIL
    assert finding.severity == "critical"
    assert (finding.judged_on, finding.judged_on_from) == (date(2025, 9, 1), "/departed_on")
    facts = {(reason.pointer, reason.value) for reason in finding.reasons if reason.pointer}
    assert ("/worker/birth_date", "2010-05-05") in facts
    parameters = {(reason.name, reason.value, reason.since) for reason in finding.reasons if reason.since}
    assert ("min_age", 18, date(2004, 10, 18)) in parameters
    assert finding.citations[0] == {"instrument": "UU 18/2017", "article": "5", "letter": "a"}
    assert finding.message.id
    assert finding.message.en
    assert finding.message.id != finding.message.en


def test_a_rule_that_was_not_yet_law_does_not_apply():
    finding = finding_of(judged({**CHILD, "departed_on": "2017-11-21"}, include_passed=True))

    assert finding.outcome is Outcome.NOT_APPLICABLE
    assert finding.reasons[0].expression == "judged_on >= 2017-11-22"


def test_before_the_act_the_audit_date_counts_and_the_finding_says_so():
    child = {**{key: value for key, value in CHILD.items() if key != "departed_on"}, "status": "candidate"}
    finding = finding_of(judged(child))

    assert (finding.outcome, finding.judged_on, finding.judged_on_from) == (
        Outcome.REVIEW,
        AS_OF,
        "audit.date",
    )


def test_what_passed_and_what_does_not_apply_is_listed_only_when_asked_for():
    adult = {**CHILD, "worker": {"birth_date": "1990-05-05"}}
    quiet = {Outcome.PASS, Outcome.NOT_APPLICABLE}

    assert {finding.outcome for finding in judged(adult, include_passed=True).findings} > quiet
    assert not quiet & {finding.outcome for finding in judged(adult).findings}


def test_a_parameter_lends_its_confidence_from_its_first_day_on():
    """The number of days is known at second hand only, and the law begins on the day of this death."""
    case = {"id": "k", "recruiter_id": "r", "death": {"on": "2017-11-22", "known_on": "2017-11-22"}}
    tables = {"recruiter": [{"id": "r", "kind": "p3mi"}], "case": [case]}
    pack = RulePack.load("uu-18-2017")
    rule = next(bundled for bundled in pack.rules if bundled.id == "uu18-2017-p27-2-death-duties")

    report = audit(Dataset.from_records(tables), [pack], as_of=AS_OF)

    assert (rule.confidence, finding_of(report, rule.id).confidence) == ("verified", "secondary")


def test_members_of_a_set_are_listed_by_kind_and_then_by_id():
    order = {"id": "j", "quota": 1, "valid_from": "2024-01-01", "worker_category": "legal_entity_employer"}
    placed = {"scope": "overseas", "job_order_id": "j", "departed_on": "2024-05-01", "status": "departed"}
    tables = {"job_order": [order], "placement": [{"id": name, **placed} for name in ("z", "a")]}

    report = audit(Dataset.from_records(tables), [RulePack.load("uu-18-2017")], as_of=AS_OF)

    over = finding_of(report, "uu18-2017-p59-3-quota")
    assert [str(member) for member in over.members] == ["placement a", "placement z", "job_order j"]


@pytest.mark.slow
def test_only_a_failure_speaks_of_a_breach():
    breach = RulePack.load("uu-18-2017")
    rules = {rule.id: rule for rule in breach.rules}
    report = audit(Dataset.read(QUICKSTART), [breach], as_of=AS_OF, include_passed=True)
    suspected = 0

    for finding in report.findings:
        rule = rules[finding.rule]
        if finding.outcome is Outcome.REVIEW and finding.missing:
            # What could excuse the breach is not known; the breach is.
            assert rule.message.text.en in finding.message.en or "{" in rule.message.text.en
            assert "A person decides: facts that could excuse it are not known." in finding.message.en
            assert "fakta yang dapat membenarkannya belum diketahui" in finding.message.id
        elif finding.outcome is Outcome.REVIEW and rule.suspected:
            suspected += 1
            assert "This is suspected: a person decides." in finding.message.en
            assert "Ini dugaan: petugas yang memutuskan." in finding.message.id
        elif finding.outcome is not Outcome.FAIL:
            assert rule.message.text.en not in finding.message.en
    assert suspected


# Waivers


def test_a_waiver_covers_a_failure_and_stays_visible():
    finding = finding_of(judged(CHILD, waivers=[waiver()]))

    assert finding.outcome is Outcome.WAIVED
    assert finding.as_json()["waiver"]["legal_basis"] == "Contoh"
    assert finding.message == finding_of(judged(CHILD)).message


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"expires_on": date(2025, 10, 30)}, "waiver_ended"), ({"id": "q"}, "waiver_unused")],
)
def test_a_waiver_that_covers_nothing_is_reported(changes, code):
    report = judged(CHILD, waivers=[waiver(**changes)])

    assert finding_of(report).outcome is Outcome.FAIL
    assert report.problems[-1].details[0].code == code


@pytest.mark.parametrize("form", [form for form in TEXTS if form not in WITHOUT_PROBLEMS])
def test_a_waiver_that_has_ended_hides_nothing(form):
    """On its last day it holds; a day later the failure stands in every format."""
    ended = waiver(expires_on=AS_OF - timedelta(days=1))
    last = waiver(expires_on=AS_OF)

    assert finding_of(judged(CHILD, waivers=[last])).outcome is Outcome.WAIVED
    report = judged(CHILD, waivers=[ended])
    assert report.outcomes[Outcome.WAIVED] == 0
    assert finding_of(report).waiver is None
    text = text_of(report, form, "en")
    assert finding_of(judged(CHILD)).message.en in text
    assert "ended on 2025-10-30" in text


def test_an_ended_waiver_beside_one_that_holds_takes_nothing_from_it():
    both = [waiver(), waiver(expires_on=AS_OF - timedelta(days=1))]

    for order in (both, both[::-1]):
        report = judged(CHILD, waivers=order)
        assert finding_of(report).outcome is Outcome.WAIVED
        assert "ended on 2025-10-30" in report.problems[-1].details[0].message.en


def test_nobody_approves_his_own_waiver():
    with raises(UsageError, "approved_by_author"):
        waiver(approved_by="  ani contoh ")


# Persons


SECRETS = ("Ina Contoh", "2010-05-05", "5301064505100001", "5 Mei 2010")


@pytest.mark.slow
@pytest.mark.parametrize("form", TEXTS)
@pytest.mark.parametrize("disclose", ["masked", "pointers"])
def test_nothing_personal_leaves_without_leave(form, disclose):
    report = judged(
        CHILD, {**CHILD, "id": "q", "worker": {**CHILD["worker"], "nik": "5301"}}, disclose=disclose
    )

    for language in ("id", "en"):
        text = text_of(report, form, language)
        assert not [secret for secret in SECRETS if secret in text]


def test_full_disclosure_shows_what_was_read_and_pointers_shows_nothing():
    assert "2010-05-05" in text_of(judged(CHILD, disclose="full"), "json", "id")
    values = [
        reason.value for reason in finding_of(judged(CHILD, disclose="pointers")).reasons if reason.pointer
    ]
    assert values
    assert set(values) <= {None, "[disamarkan]"}


@pytest.mark.slow
def test_no_secret_of_the_quick_start_is_in_its_masked_report():
    import csv

    with (QUICKSTART / "placements.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    secrets = {row[column] for row in rows for column in ("worker.name", "worker.nik") if row[column]}
    packs = [RulePack.load("uu-18-2017"), RulePack.load("kupang")]
    report = audit(Dataset.read(QUICKSTART), packs, as_of=AS_OF, include_passed=True)

    text = "".join(text_of(report, form, language) for form in TEXTS for language in ("id", "en"))

    assert len(secrets) > 60
    assert not [secret for secret in secrets if secret in text]


def test_control_signs_cannot_steer_a_terminal():
    report = judged({**CHILD, "id": "p\x1b[2J\u202e"})

    assert not {"\x1b", "\u202e"} & set(text_of(report, "table", "id"))


# The report


@pytest.mark.slow
def test_the_report_is_what_its_schema_says():
    packs = [RulePack.load("uu-18-2017"), RulePack.load("kupang")]
    report = audit(
        Dataset.read(QUICKSTART),
        packs,
        as_of=AS_OF,
        include_passed=True,
        waivers=[waiver(id="PMI-006"), waiver()],
    )
    common = bundled_documents().by_name["common"]
    registry = Registry().with_resource(common["$id"], Resource.from_contents(common))

    jsonschema.Draft202012Validator(bundled_documents().by_name["report"], registry=registry).validate(
        json.loads(text_of(report, "json", "id"))
    )

    document = as_json(report)
    assert document["summary"]["outcomes"] == {
        outcome.value: count for outcome, count in report.outcomes.items()
    }
    assert document["summary"]["outcomes"]["waived"] == 1


def test_two_runs_write_the_same_bytes():
    first, second = (
        text_of(audit(Dataset.read(QUICKSTART), [RulePack.load("uu-18-2017")], as_of=AS_OF), "json", "id")
        for _ in "ab"
    )

    assert first == second


def test_recruiters_are_summed_up():
    records = [{**CHILD, "recruiter_id": "R"}, {**CHILD, "id": "q", "recruiter_id": "R"}]

    (row,) = judged(*records).recruiters()

    assert row["recruiter"] == "R"
    assert row["fail"]["critical"] == 2
    assert row["unknown"] > 10


def test_a_rule_that_nobody_has_read_is_left_out_and_named_until_asked_for():
    pack = RulePack.load("uu-18-2017")
    unread = evolve(
        pack, rules=tuple(evolve(r, confidence="unverified") if r.id == AGE else r for r in pack.rules)
    )
    dataset = Dataset.from_records({"placement": [CHILD]})

    without = audit(dataset, [unread], as_of=AS_OF)
    asked = audit(dataset, [unread], as_of=AS_OF, include_unverified=True)

    assert without.left_out == (AGE,)
    assert AGE not in without.counts
    assert AGE in text_of(without, "table", "id")
    assert asked.left_out == ()
    assert finding_of(asked).confidence == "unverified"


# Calls that make no sense


def test_a_rule_in_two_packs_and_a_word_that_is_none():
    pack = RulePack.load("kupang")
    with raises(UsageError, "in_two_packs", what="rule", packs=("kupang", "kupang")):
        audit(Dataset.from_records({}), [pack, pack], as_of=AS_OF)
    with raises(UsageError, "unknown_choice", argument="disclose", name="some", known=DISCLOSURES):
        judged(CHILD, disclose="some")


def test_an_empty_audit_is_an_answer():
    report = audit(Dataset.from_records({"placement": []}), [RulePack.load("uu-18-2017")], as_of=AS_OF)

    assert (report.pairs, report.findings, report.problems) == (0, (), ())


@pytest.mark.slow
@pytest.mark.parametrize("few", [1, 1_000], ids=["in a file", "in memory"])
@pytest.mark.parametrize("copied", [lambda value: pickle.loads(pickle.dumps(value)), copy.deepcopy])
def test_a_report_can_be_pickled_and_copied(monkeypatch, few, copied):
    monkeypatch.setattr(spool, "FEW", few)
    report = judged(CHILD, {**CHILD, "id": "q"}, waivers=[waiver()], disclose="full")

    again = copied(report)

    assert isinstance(report.findings, tuple) is (few == 1_000)
    assert as_json(again) == as_json(report)
    assert [*again.findings] == [*report.findings]


def test_what_explains_can_be_read_again_and_counts_nothing_twice():
    """A waiver moves one failure to the waived, however often the findings are gone through."""
    report = judged(CHILD, waivers=[waiver()])
    before = report.outcomes

    assert [*report.findings] == [*report.findings]
    assert report.outcomes == before
    assert (before[Outcome.WAIVED], sum(before.values())) == (1, report.pairs)


def test_what_only_nobody_else_contradicts_says_among_which_records():
    """That nobody shares a number is known of the records that were supplied, and of no others."""
    worker = {"name": "Ina", "nik": "5301064502990001"}
    placement = {"id": "P1", "scope": "overseas", "recruited_on": "2025-05-01", "worker": worker}
    records = Dataset.from_records({"placement": [placement]})

    report = audit(records, default_packs(), as_of=date(2025, 10, 31), include_passed=True)
    messages = {
        finding.rule: finding.message for finding in report.findings if finding.outcome is Outcome.PASS
    }

    assert messages["uu18-2017-p65-nik-shared"].en.endswith("met (among these records).")
    assert messages["uu18-2017-p65-nik-shared"].id.endswith("terpenuhi (di antara data ini).")
    assert "among" not in messages["uu18-2017-p4-2-scope-guard"].en


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["closures", "tables"])
def test_of_records_that_are_all_there_is_nothing_is_added(backend):
    worker = {"name": "Ina", "nik": "5301064502990001"}
    placements = [{"id": "P1", "scope": "overseas", "status": "candidate", "worker": worker}]
    records = Dataset.from_records({"placement": placements}, whole=["placement"])

    report = audit(records, default_packs(), as_of=date(2025, 10, 31), include_passed=True, backend=backend)

    (message,) = (
        finding.message for finding in report.findings if finding.rule == "uu18-2017-p65-nik-shared"
    )
    assert message.en.endswith(": met.")
    assert message.id.endswith(": terpenuhi.")
    assert as_json(report)["dataset"]["whole"] == ["placement"]


def test_placements_inside_indonesia_are_told_with_the_law_that_is_theirs():
    """Silence would read as if they were in order."""
    at_home = {"scope": "domestic", "departed_on": "2025-01-10", "worker": {"birth_date": "1999-01-01"}}
    records = [{"id": "a", **at_home}, {"id": "b", **at_home}, CHILD]

    notices = audit(Dataset.from_records({"placement": records}), default_packs(), as_of=AS_OF).notices
    assert [notice.en.partition(" are ")[0] for notice in notices] == ["2 placements inside Indonesia"]
    assert "Permenaker 18/2024" in notices[0].id

    abroad = audit(Dataset.from_records({"placement": [CHILD]}), default_packs(), as_of=AS_OF)
    assert abroad.notices == ()


def test_a_refund_is_shown_beside_the_charge_that_stays_one():
    cost = {"class": "placement", "charged_to": "worker", "amount_idr": 5_000_000}
    placement = {**CHILD, "costs": [{**cost, "refunded": True, "refunded_idr": 2_000_000}]}
    report = audit(Dataset.from_records({"placement": [placement]}), default_packs(), as_of=AS_OF)

    finding = next(finding for finding in report.findings if finding.rule == "uu18-2017-p30-no-placement-fee")
    assert finding.outcome is Outcome.FAIL
    assert {shown.title.en: shown.value for shown in finding.shown} == {
        "Refunded (rupiah)": [2_000_000],
        "Refunded": [True],
    }
