"""A finding about one of a large group names the first others and counts the rest, so that reports grow with records."""

import json
import re
from datetime import date

import jsonschema
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st
from referencing import Registry, Resource

from helpers.effort import examples
from helpers.forms import everything_in, text_of
from pmi_compliance import Dataset, Outcome, RulePack, audit
from pmi_compliance.engines import NAMED
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.records.store import RecordStore
from pmi_compliance.report import FORMATS
from pmi_compliance.report.compare import differences
from pmi_compliance.report.json import as_json
from pmi_compliance.report.tree import explained

AS_OF = date(2025, 10, 31)
PHONE = "uu18-2017-p65-phone-shared"


def sharing(count, **last):
    """Placements of different persons with one telephone; the last one with other facts."""
    people = [{"name": f"Orang {at:03}", "birth_date": "1990-01-01"} for at in range(count)]
    return placements([*people[:-1], {**people[-1], **last}])


def same_person(count, **last):
    """The same of one person."""
    person = {"name": "Ina Contoh", "birth_date": "1990-01-01"}
    return placements([*[person] * (count - 1), {**person, **last}])


def placements(people):
    return [
        {
            "id": f"P{at:03}",
            "scope": "overseas",
            "status": "departed",
            "departed_on": "2025-03-01",
            "worker": {"phone": "081234567890", **person},
        }
        for at, person in enumerate(people)
    ]


@pytest.fixture(scope="module")
def pack():
    whole = RulePack.load("uu-18-2017")
    return evolve(whole, rules=tuple(rule for rule in whole.rules if rule.id == PHONE))


def judged(pack, records, **options):
    return audit(Dataset.from_records({"placement": records}), [pack], as_of=AS_OF, **options)


def test_findings_of_a_group_grow_with_its_members_and_not_with_their_square(pack):
    reports = [judged(pack, sharing(count)) for count in (24, 48, 96)]

    reasons = [sum(len(finding.reasons) for finding in report.findings) for report in reports]
    sizes = [sum(len(json.dumps(finding.as_json())) for finding in report.findings) for report in reports]
    assert [reasons[0] * 2, reasons[0] * 4] == reasons[1:]
    assert sizes[2] - sizes[1] == 2 * (sizes[1] - sizes[0])


def test_the_subject_and_the_first_others_are_named_and_the_rest_counted(pack):
    first, *_, last = judged(pack, sharing(40)).findings

    assert [f"P{at:03}" for at in range(NAMED + 1)] == [member.id for member in first.members]
    assert [*(f"P{at:03}" for at in range(NAMED)), "P039"] == [member.id for member in last.members]
    assert {finding.more_members for finding in (first, last)} == {40 - NAMED - 1}
    assert {reason.record for reason in last.reasons if reason.record} == {*last.members} - {last.subject}


def test_all_are_named_as_long_as_they_are_few(pack):
    findings = judged(pack, sharing(NAMED + 1)).findings

    assert {len(finding.members) for finding in findings} == {NAMED + 1}
    assert not any("more_members" in finding.as_json() for finding in findings)


def test_one_other_person_behind_the_first_is_found_and_named(pack):
    first = judged(pack, same_person(40, name="Ani Contoh")).findings[0]

    assert first.outcome is Outcome.REVIEW
    assert {reason.record.id for reason in first.reasons if reason.record} == {"P039"}


def test_a_fact_that_is_missing_behind_the_first_is_asked_for(pack):
    first = judged(pack, same_person(40, birth_date=None)).findings[0]

    assert first.outcome is Outcome.UNKNOWN
    assert [(fact.record.id, fact.pointer) for fact in first.missing] == [("P039", "/worker/birth_date")]


def test_a_group_without_others_passes(pack):
    report = judged(pack, same_person(40), include_passed=True)

    assert {finding.outcome for finding in report.findings} == {Outcome.PASS}
    assert {finding.more_members for finding in report.findings} == {40 - NAMED - 1}


@pytest.mark.parametrize(
    "records", [sharing(14), same_person(14, name="Ani"), same_person(14, birth_date=None)]
)
def test_both_engines_find_the_same_of_a_large_group(pack, records):
    of_closures, of_tables = (judged(pack, records, backend=name) for name in ("closures", "tables"))

    assert list(of_closures.findings) == list(of_tables.findings)
    assert of_closures.findings[0].more_members == 14 - NAMED - 1


@pytest.mark.parametrize("form", sorted({*FORMATS} - {"letters", "docx"}))
def test_forms_say_how_many_more_there_are(pack, form):
    told = '"more_members": ?29' if form in {"json", "jsonl"} else "dan 29 data lain"

    assert re.search(told, everything_in(judged(pack, sharing(40)), form))


def test_explaining_and_comparing_know_how_many_more_there_are(pack):
    before, after = (as_json(judged(pack, sharing(count))) for count in (40, 41))

    assert "and 29 more records" in [*explained(before, before["findings"][0], [pack], "en")]
    assert {change.kind for change in differences(before, after) if change.before == "review"} == {"reasons"}


def test_the_schema_of_reports_knows_how_many_more_there_are(pack):
    documents = bundled_documents().by_name
    common = Registry().with_resource(documents["common"]["$id"], Resource.from_contents(documents["common"]))

    jsonschema.Draft202012Validator(documents["report"], registry=common).validate(
        json.loads(text_of(judged(pack, sharing(40)), "json"))
    )


def test_a_group_in_a_store_follows_its_records():
    records = sharing(3)
    dataset = Dataset.from_records({"placement": records})
    store = RecordStore.of(dataset)
    relation = store.model.relation("placement", "same_phone")

    def others():
        return [other["id"] for other in store.related(relation)(store.rows["placement"]["P000"].data)]

    assert others() == ["P001", "P002"]
    store.edit(("placement", "P001", 0), None)
    assert others() == ["P002"]


def test_of_a_group_two_of_each_value_are_left_also_after_a_change():
    """One more than is asked for, for nobody is among the others of himself."""
    store = RecordStore.of(Dataset.from_records({"placement": placements([{"name": "Ina"}] * 6)}))
    relation = store.model.relation("placement", "same_phone")
    follow = store.told_apart(relation, (("worker", "name"),), 1)

    def others(id_="P000"):
        return [other["id"] for other in follow(store.rows["placement"][id_].data)]

    assert (others(), others("P004")) == (["P001"], ["P000", "P001"])
    store.edit(("placement", "P001", 0), None)
    assert others() == ["P002"]


def test_the_work_for_a_group_grows_with_its_members_and_not_with_their_square(pack, monkeypatch):
    """Also where nothing settles what is asked of all: whoever holds the same values has the same answer."""
    looked_at = []
    told_apart = Dataset.told_apart

    def counting(self, *arguments):
        follow = told_apart(self, *arguments)

        def counted(data):
            others = follow(data)
            looked_at.append(len(others))
            return others

        return counted

    monkeypatch.setattr(Dataset, "told_apart", counting)
    for count in (40, 80):
        looked_at.clear()
        report = judged(pack, placements([{"name": "Ina Contoh"}] * count))

        assert report.outcomes[Outcome.UNKNOWN] == count
        assert len(looked_at) >= 2 * count
        assert max(looked_at) <= NAMED + 3


PEOPLE = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["Ina", "INA", "Ani"]),
        "birth_date": st.sampled_from(["1990-01-01", "1990", "1991-05"]),
        "id": st.sampled_from(["W1", "W2"]),
    },
)


@examples(12)
@given(st.lists(PEOPLE, min_size=2, max_size=30), st.booleans())
def test_what_is_left_out_of_a_group_changes_nothing(pack, people, is_whole):
    whole = ["placement"] if is_whole else []
    dataset = Dataset.from_records({"placement": placements(people)}, whole=whole)

    def found():
        report = audit(dataset, [pack], as_of=AS_OF, include_passed=True)
        return [finding.as_json() for finding in report.findings]

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Dataset, "told_apart", lambda self, relation, *_: self.related(relation))
        nothing_left_out = found()

    assert found() == nothing_left_out
