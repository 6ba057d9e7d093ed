"""A session that follows records says after each change what an audit of all of them would say."""

import copy
import pickle
from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import law
from helpers.effort import examples
from helpers.errors import raises
from helpers.model import pack_about
from helpers.strategies import tables
from pmi_compliance import AuditSession, Dataset, Outcome, UsageError, audit
from pmi_compliance.records.dataset import Dataset as Records
from pmi_compliance.records.reading import RawRecord
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.records.store import StoredRecord

AS_OF = law.AS_OF
MODEL = bundled_model()
CHILD = {"id": "P-1", "scope": "overseas", "recruiter_id": "R-1", "departed_on": "2025-05-01",
         "worker": {"birth_date": "2009-01-01"}}  # fmt: skip
TOO_YOUNG = "uu18-2017-p5a-min-age"


def session(**tables):
    records = Dataset.from_records(tables) if tables else None
    return AuditSession(law.packs(), as_of=AS_OF, records=records)


def rules(findings):
    return {finding.rule for finding in findings}


def test_what_a_change_opens_and_closes_is_reported():
    following = session(placement=[], recruiter=[])

    opened = following.put("placement", CHILD)
    assert TOO_YOUNG in rules(opened.opened)
    assert not opened.closed

    closed = following.put("placement", {**CHILD, "worker": {"birth_date": "1999-01-01"}})
    assert TOO_YOUNG in rules(closed.closed)
    assert TOO_YOUNG not in rules(closed.opened)

    gone = following.withdraw("placement", "P-1")
    assert following.findings == ()
    assert not gone.opened
    assert gone.closed


def test_other_reasons_for_the_same_outcome_are_reported_as_a_change():
    following = session(placement=[CHILD])
    change = following.put("placement", {**CHILD, "worker": {"birth_date": "2010-01-01"}})

    assert TOO_YOUNG not in rules(change.opened) | rules(change.closed)
    assert TOO_YOUNG not in rules(change.changed)  # the value is masked, and nothing else is another

    moved = following.put("placement", {**CHILD, "departed_on": "2025-06-01"})
    assert TOO_YOUNG in rules(moved.changed)


def test_only_what_a_change_can_touch_is_judged_anew():
    following = session(placement=[{**CHILD, "id": f"P-{at}"} for at in range(20)], recruiter=[])
    following.put("placement", {**CHILD, "id": "P-3", "worker": {"birth_date": "1999-01-01"}})
    # A field that no rule reads touches nothing; a whole audit judges 20 placements under all rules on placements.
    on_one = sum(rule.subject == "placement" for rule in law.rules().values())
    assert following.put("recruiter", {"id": "R-9", "name": "Contoh"}).judged < 60
    assert following.put("recruiter", {"id": "R-9", "name": "Contoh Lain"}).judged <= 3
    assert following.put("placement", {**CHILD, "id": "P-3"}).judged <= on_one


def test_what_cannot_be_read_of_a_record_is_reported_and_can_be_put_right():
    following = session(placement=[CHILD])
    wrong = following.put("placement", {**CHILD, "worker": {"birth_date": "kapan"}})

    assert wrong.problems
    assert TOO_YOUNG in rules(wrong.closed)
    assert [problem.id for problem in following.problems] == ["P-1"]
    assert TOO_YOUNG in rules(following.put("placement", CHILD).opened)
    assert following.problems == ()


def test_what_was_wrong_or_doubled_at_the_start_can_be_put_right():
    wrong, double = {**CHILD, "id": "P-2", "worker": 7}, {**CHILD, "id": "P-3"}
    following = session(placement=[wrong, double, double])
    assert len(following.problems) == 3

    assert TOO_YOUNG in rules(following.put("placement", {**CHILD, "id": "P-2"}).opened)
    assert TOO_YOUNG in rules(following.put("placement", double).opened)
    assert following.problems == ()
    following.withdraw("placement", "P-3")
    assert {finding.subject.id for finding in following.findings} == {"P-2"}


def test_conclusions_come_and_go():
    following = session(placement=[], recruiter=[])
    for at in (1, 2):
        assert not following.put("placement", {**CHILD, "id": f"P-{at}"}).concluded
    third = following.put("placement", {**CHILD, "id": "P-3"})
    assert {(conclusion.chain, conclusion.rule) for conclusion in third.concluded} == {
        ("systemic-failure", TOO_YOUNG)
    }
    assert len(third.concluded[0].findings) == 3

    fourth = following.put("placement", {**CHILD, "id": "P-4"})
    assert len(fourth.concluded[0].findings) == 4
    assert not fourth.withdrawn
    assert following.withdraw("placement", "P-4").concluded
    assert [conclusion.chain for conclusion in following.withdraw("placement", "P-1").withdrawn] == [
        "systemic-failure"
    ]
    assert following.conclusions == ()


@pytest.mark.slow
@pytest.mark.parametrize("copied", [lambda value: pickle.loads(pickle.dumps(value)), copy.deepcopy])
def test_a_copy_goes_on_by_itself(copied):
    following = session(placement=[CHILD], recruiter=[{"id": "R-1"}])
    findings, conclusions = following.findings, following.conclusions

    again = copied(following)
    assert (again.findings, again.conclusions) == (findings, conclusions)
    changed = again.put("placement", {**CHILD, "worker": {"birth_date": "1999-01-01"}})

    assert TOO_YOUNG in rules(changed.closed)
    assert (following.findings, following.conclusions) == (findings, conclusions)
    assert following.put("placement", {**CHILD, "worker": {"birth_date": "1999-01-01"}}) == changed


def test_mistakes_in_the_call_are_reported():
    with raises(UsageError, "unknown", what="kind", name="visas", known=MODEL.kinds):
        AuditSession(law.packs(), as_of=AS_OF, whole=["visas"])
    following = AuditSession(law.packs(), as_of=AS_OF, kinds=["placement"])
    with raises(UsageError, "kind_not_followed", name="recruiter", known=("placement",)):
        following.put("recruiter", {"id": "R-1"})
    with raises(UsageError, "no_record", kind="placement", id="P-1"):
        following.withdraw("placement", "P-1")
    with raises(UsageError, "record_without_id"):
        following.put("placement", {"scope": "overseas"})
    with raises(UsageError, "unknown_choice", argument="disclose", known=("masked", "pointers")):
        AuditSession(law.packs(), as_of=AS_OF, disclose="full")


# Incremental equals full


def counted(problems):
    return Counter((problem.kind, problem.id, problem.details, problem.excluded) for problem in problems)


def entries(given_tables):
    """Keys and entries of some records; records without an id, and several with one, have keys of their own."""
    return [
        ((kind, at), StoredRecord.of(RawRecord(kind, record), MODEL))
        for kind, records in given_tables.items()
        for at, record in enumerate(records)
    ]


def broken(record):
    return st.sampled_from(
        [record, {**record, "id": 1}, {**record, "unknown_field": 1}, {**record, "id": "other"}]
    )


@pytest.mark.slow
@examples(5)
@given(tables(), tables(), st.data())
def test_after_any_history_it_says_what_a_full_audit_says(first, second, data):
    start = Dataset.from_records({kind: first.get(kind, []) for kind in bundled_model().kinds})
    following = AuditSession(law.packs(), as_of=AS_OF, records=start)
    stored = {(record.raw.kind, record.name[1], 0): record for _, record in entries(first)}
    view = {finding.fingerprint: finding for finding in following.findings}
    concluded = {conclusion.fingerprint: conclusion for conclusion in following.conclusions}
    for key, entry in entries(second):
        where = data.draw(st.sampled_from([*sorted(stored, key=str), key]), label="key")
        what = data.draw(st.sampled_from(["put", "withdraw"]) if where in stored else st.just("put"))
        if what == "put":
            kind = entry.raw.kind
            value = data.draw(broken(entry.raw.value), label="record")
            entry = StoredRecord.of(RawRecord(kind, value), MODEL)  # noqa: PLW2901
            stored[where] = entry
        else:
            del stored[where]
            entry = None  # noqa: PLW2901
        change = following.edit(where, entry)
        for finding in change.closed:
            del view[finding.fingerprint]
        for finding in (*change.opened, *change.changed):
            view[finding.fingerprint] = finding
        for conclusion in change.withdrawn:
            del concluded[conclusion.fingerprint]
        for conclusion in change.concluded:
            concluded[conclusion.fingerprint] = conclusion

        whole = Records.from_raw(
            set(bundled_model().kinds), [record.raw for record in stored.values()], MODEL
        )
        report = audit(whole, law.packs(), as_of=AS_OF)
        assert sorted(view.values(), key=lambda finding: finding.fingerprint) == sorted(
            report.findings, key=lambda finding: finding.fingerprint
        )
        assert tuple(
            sorted(
                concluded.values(),
                key=lambda conclusion: (conclusion.chain, conclusion.subject.id, conclusion.rule),
            )
        ) == (report.conclusions)
        assert following.conclusions == report.conclusions
        assert counted(following.problems) == counted(report.problems)
    assert following.findings == tuple(report.findings) if second and any(second.values()) else True


#: A rule that only all placements of a recruiter can settle.
MANY = pack_about({("recruiter", "few-placements"): "size(recruiter.placements) < 2"}, MODEL)


@pytest.mark.parametrize("whole", [(), ["placement"]])
def test_a_session_knows_of_which_kinds_all_records_are_here(whole):
    tables = {"recruiter": [{"id": "R"}], "placement": [{"id": "P", "recruiter_id": "R"}]}
    empty = AuditSession([MANY], as_of=AS_OF, whole=whole)
    for kind, (record,) in tables.items():
        empty.put(kind, record)
    full = AuditSession([MANY], as_of=AS_OF, records=Dataset.from_records(tables, whole=whole))

    def outcomes(following):
        return [finding.outcome for finding in following.findings if finding.rule == "few-placements"]

    for following in (empty, full):
        assert outcomes(following) == ([] if whole else [Outcome.UNKNOWN])
        # What is lost is known of no list, whoever says that it is whole.
        following.put("placement", {"id": "P", "recruiter_id": 5})
        assert outcomes(following) == [Outcome.UNKNOWN]
        following.put("placement", {"id": "P", "recruiter_id": "R"})
        following.put("placement", {"id": "Q", "recruiter_id": "R"})
        assert outcomes(following) == [Outcome.FAIL if whole else Outcome.UNKNOWN]


def test_outcomes_are_those_of_an_audit():
    following = session(placement=[CHILD])
    assert {finding.rule: finding.outcome for finding in following.findings}[TOO_YOUNG] is Outcome.FAIL
    assert date(2025, 10, 31) == following.as_of
