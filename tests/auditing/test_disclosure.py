"""What a report may show of persons: masks from the schemas, and victims' identities under any disclosure."""

from datetime import date

import pytest

from helpers.forms import everything_in
from helpers.law import packs
from pmi_compliance import Dataset, Outcome, audit
from pmi_compliance.report import FORMATS

AS_OF = date(2025, 10, 31)
NAME, NIK, BORN = "Maria Bano Contoh", "5301064505100001", "2010-05-05"
CHILD = {
    "id": "p",
    "scope": "overseas",
    "executor_kind": "p3mi",
    "worker_category": "legal_entity_employer",
    "departed_on": "2025-01-01",
    "worker": {"id": "w", "name": NAME, "birth_date": BORN, "nik": NIK},
}


def report(tables, disclose):
    return audit(Dataset.from_records(tables), packs(), as_of=AS_OF, disclose=disclose, include_passed=True)


def values(audit_report, kind, id_):
    """All that is shown of one record, also in findings about another."""
    for finding in audit_report.findings:
        for reason in finding.reasons:
            owner = reason.record or finding.subject
            if (owner.kind, owner.id) == (kind, id_) and reason.personal:
                yield reason.value


def test_victims_stay_masked_under_full_disclosure():
    """UU 21/2007 Pasal 44: also in another placement of the same person, under any disclosure."""
    tables = {
        "placement": [
            CHILD,
            {**CHILD, "id": "again"},
            {**CHILD, "id": "nik", "worker": {**CHILD["worker"], "id": "v"}},
            {**CHILD, "id": "other", "worker": {"id": "o", "birth_date": "2011-01-01", "nik": "1" * 16}},
        ],
        "case": [{"id": "k", "kind": "trafficking", "placement_ids": ["p"], "indicators": ["recruitment"]}],
    }
    audit_report = report(tables, "full")

    for id_ in ("p", "again", "nik"):
        assert set(values(audit_report, "placement", id_)) - {None} == {"[disamarkan]"}
    assert "2011-01-01" in set(values(audit_report, "placement", "other"))
    assert set(values(audit_report, "case", "k")) <= {None, "[disamarkan]"}


SIGNS = ["deception", "withholding_of_wages", "Dijanjikan kerja di salon oleh Ibu Contoh"]


@pytest.mark.parametrize("form", [name for name in FORMATS if name != "letters"])
def test_signs_of_trafficking_are_told_in_words_for_they_are_the_finding_and_name_nobody(form):
    """What somebody wrote in place of a sign stays hidden, and so does all else of a victim, under any disclosure."""
    placed = {**CHILD, "indicators": SIGNS, "indicators_complete": True}
    tables = {
        "placement": [placed],
        "case": [{"id": "k", "kind": "trafficking", "placement_ids": ["p"], "indicators": SIGNS}],
    }
    for disclose in ("masked", "full"):
        text = everything_in(report(tables, disclose), form, "en")
        assert not [secret for secret in (NAME, NIK, BORN, "Dijanji", "Ibu Contoh") if secret in text]
        if form in {"table", "csv", "xlsx", "html"}:
            assert "deception" in text
            assert "withholding of wages" in text
    assert "withholding" not in everything_in(report({"placement": [placed]}, "pointers"), "csv", "en")


def test_without_a_case_full_disclosure_shows_the_person():
    assert BORN in set(values(report({"placement": [CHILD]}, "full"), "placement", "p"))


@pytest.mark.parametrize("disclose", ["masked", "full"])
@pytest.mark.parametrize(
    "worker",
    [NAME, [NAME], {"identity_claims": [NAME]}, {"identity_claims": NAME}, {"birth_date": NAME}],
)
def test_a_name_in_the_wrong_place_is_not_repeated_by_the_problem(worker, disclose):
    audit_report = report({"placement": [{"id": "p", "worker": worker}]}, disclose)

    assert audit_report.problems
    assert NAME not in str(audit_report.problems)


def test_pointers_show_no_value_but_record_ids():
    audit_report = report({"placement": [CHILD], "recruiter": [{"id": "r", "kind": "p3mi"}]}, "pointers")

    shown = {
        reason.value for finding in audit_report.findings for reason in finding.reasons if reason.pointer
    }
    assert shown <= {None, "[disamarkan]", "p", "r"}


DEATH = {
    "recruiter": [{"id": "r", "kind": "p3mi"}],
    "case": [{"id": "k", "recruiter_id": "r", "death": {"on": "2024-03-05", "known_on": "2024-03-06"}}],
}
DEATH_DUTIES = "uu18-2017-p27-2-death-duties"


@pytest.mark.slow
@pytest.mark.parametrize("form", FORMATS)
def test_the_day_of_a_death_is_in_no_form_of_a_masked_report(form):
    """The rule is judged on that day, and a finding says on which day it was judged."""
    for disclose in ("masked", "full", "pointers"):
        for language in ("id", "en"):
            text = everything_in(report(DEATH, disclose), form, language)
            for day in ("2024-03-05", "5 Maret 2024", "5 March 2024"):
                assert day not in text, disclose


def test_a_day_that_is_hidden_is_null_and_still_judges():
    (finding,) = (finding for finding in report(DEATH, "masked").findings if finding.rule == DEATH_DUTIES)
    assert (finding.judged_on, finding.judged_on_from, finding.day) == (None, "/death/on", "[disamarkan]")
    assert finding.as_json()["judged_on"] is None
    assert finding.outcome is not Outcome.NOT_APPLICABLE


def test_a_day_before_the_law_gives_itself_away_in_no_reason():
    tables = {**DEATH, "case": [{"id": "k", "recruiter_id": "r", "death": {"on": "2011-03-05"}}]}
    (finding,) = (finding for finding in report(tables, "masked").findings if finding.rule == DEATH_DUTIES)
    assert finding.outcome is Outcome.NOT_APPLICABLE
    assert [reason.value for reason in finding.reasons] == ["[disamarkan]"]


def test_a_personal_fact_that_nobody_wrote_down_is_missing_and_not_masked():
    tables = {"placement": [{**CHILD, "worker": {"id": "w", "name": NAME}}]}

    shown = {
        reason.pointer: reason.value
        for finding in report(tables, "masked").findings
        for reason in finding.reasons
        if reason.personal
    }

    assert (shown["/worker/birth_date"], shown["/worker/nik"]) == (None, None)
