"""What a letter says to whom: nothing for officers, nothing that harms a child, a victim or an inquiry."""

import html
import re
from datetime import date

import pytest
from attrs import evolve

from helpers.forms import text_of
from helpers.law import packs
from pmi_compliance import Dataset, Outcome, RulePack, Subject, audit, default_packs
from pmi_compliance.auditing.report import Person
from pmi_compliance.base.text import Text
from pmi_compliance.packs.directory import Directory
from pmi_compliance.report.groups import is_about_a_child, is_for_investigators, is_sign_of_trafficking
from pmi_compliance.report.plain_words import PLAIN, meanings
from pmi_compliance.report.readers import BY_STATUS, READERS

AS_OF = date(2025, 9, 15)
STATUSES = (None, *BY_STATUS)
FREE = "menahan keberangkatan"


def placement(status, born="1994-02-08", **facts):
    return {
        "id": "W1", "scope": "overseas", "executor_kind": "p3mi", "worker_category": "individual_employer",
        "destination": "MY", "recruiter_id": "R1", "status": status, "worker": {"birth_date": born},
        "documents": [{"type": "work_visa", "status": "absent"}], "documents_complete": True, **facts,
    }  # fmt: skip


def letters_of(*placements, **records):
    given = {"recruiter": [{"id": "R1", "kind": "p3mi"}], "placement": [*placements], **records}
    return letters_in(audit(Dataset.from_records(given), default_packs(), as_of=AS_OF))


def letters_in(report, language="id"):
    """The words of each letter, by its reader and the record it is about."""
    page = text_of(report, "letters", language)
    found = re.findall(r'<article data-letter="(\w+)" data-name="([^"]*)">(.*?)</article>', page, re.DOTALL)
    return {
        (reader, name): " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
        for reader, name, body in found
    }


def test_a_letter_about_a_child_goes_to_the_parents_and_gives_no_errand():
    letters = letters_of(placement("candidate", "2010-01-16"))

    letter = letters["child", "W1"]
    assert "Jangan berangkat" in letter
    assert "Dinas" in letter
    for errand in ("aspor", "visa", "bawalah", "☐", FREE, "Urus"):
        assert errand not in letter


def test_a_child_abroad_is_not_told_to_stay():
    letters = letters_of(placement("working", "2008-05-16", departed_on="2025-03-11"))

    assert "Jangan membayar" in letters["child_abroad", "W1"]
    assert "Jangan berangkat" not in letters["child_abroad", "W1"]


def test_whose_day_of_departure_has_come_is_not_told_to_stay_though_no_status_is_written():
    letters = letters_of(placement(None, "2008-05-16", departed_on="2025-03-11"))

    assert ("child_abroad", "W1") in letters


def test_a_suspect_learns_neither_of_the_child_nor_of_the_police():
    order = {"id": "J1", "recruiter_id": "R1", "sip2mi": {"held": False}}
    sent = placement("working", "2008-05-16", departed_on="2025-03-11", recruited_on="2025-02-03", job_order_id="J1",
                     sip2mi_when_recruited="none")  # fmt: skip

    letters = letters_of(sent, job_order=[order])

    letter = letters["recruiter", "R1"]
    for hint in ("W1", "Polda", "Polres", "PPA", "usia", "umur", "anak", "72 huruf c"):
        assert hint not in letter, hint
    assert "W1" in letters["office", ""]


def test_who_is_abroad_gets_no_errands_of_before_the_departure():
    letter = letters_of(placement("working", departed_on="2025-03-11"))["abroad", "W1"]

    assert "Perwakilan RI" in letter
    for errand in ("sebelum berangkat", "bawalah", "larangan berangkat", FREE):
        assert errand not in letter


def test_who_went_alone_is_not_told_that_somebody_else_must_settle_it():
    alone = placement(
        "working", departed_on="2025-03-11", executor_kind="none", recruiter_id=None,
        reports={"to_labour_office": False, "to_mission": False}, documents_complete=False,
    )  # fmt: skip
    letter = letters_of(alone)["abroad", "W1"]

    assert "tidak melapor" in letter
    assert "yang memberangkatkan Anda wajib" not in letter
    assert "Bila Anda berangkat sendiri, atau memerlukan bantuan, hubungi kantor di bawah" in letter


def test_who_was_stopped_is_told_not_to_leave_by_another_way_whatever_was_found():
    assert (
        "Jangan berangkat lewat jalan lain"
        in letters_of(placement("prevented", documents=[]))["stopped", "W1"]
    )


@pytest.mark.parametrize("status", STATUSES)
def test_that_nobody_may_hold_back_a_departure_is_told_only_where_nothing_is_amiss(status):
    letters = letters_of(placement(status))

    assert all(FREE not in letter for letter in letters.values())


def test_who_shows_signs_of_trafficking_is_offered_help_without_a_word_of_it():
    letters = letters_of(
        placement("candidate", indicators=["deception", "withholding_of_wages"], indicators_complete=True)
    )

    letter = letters["protected", "W1"]
    assert "BP3MI" in letter
    assert "Jangan berangkat dahulu" in letter
    for hint in ("perdagangan", "dugaan", "polisi", "Polda", "korban"):
        assert hint not in letter
    assert "W1" not in letters["recruiter", "R1"]


# Over all rules


@pytest.fixture(scope="module")
def every_rule():
    """A report with a finding of each rule and outcome, whose words say which field of which rule they come from."""
    known = [*default_packs(), RulePack.load("international")]
    directory = Directory.of(known, shows_places=True)
    report = audit(Dataset.from_records({"placement": [placement("working")]}), packs(), as_of=AS_OF)
    some = report.findings[0]
    findings = []
    for number, rule in enumerate(rule for pack in known for rule in pack.rules):
        for outcome in (Outcome.FAIL, Outcome.REVIEW):
            # The ids of rules stand in square brackets: one is the beginning of another.
            words = {
                field: Text(f"{field}-{outcome.value}[{rule.id}]", f"{field}-{outcome.value}[{rule.id}]")
                for field in ("title", "message", "remediation")
            }
            findings.append(
                evolve(
                    some, rule=rule.id, outcome=outcome, severity=rule.severity, citations=rule.citations,
                    refers_to=rule.refers_to, subject=Subject("placement", f"W{number:03}-{outcome.value}"),
                    recruiter="R1", missing=(), **words,
                )
            )  # fmt: skip
    codes = {code for finding in findings for code in finding.refers_to}
    return evolve(
        report,
        findings=tuple(findings),
        authorities={code: Text(f"name[{code}]", f"name[{code}]") for code in codes},
        levels={code: directory.level_of(code) for code in codes},
    )


@pytest.mark.parametrize("status", STATUSES)
def test_no_letter_holds_a_sentence_for_officers_or_what_goes_to_investigators(every_rule, status):
    people = {finding.subject.id: Person(status) for finding in every_rule.findings}
    report = evolve(every_rule, people=people)
    secret = {finding.rule for finding in report.findings if is_for_investigators(report, finding)}
    police = {code for code, level in report.levels.items() if level == "police"}

    letters = letters_in(report)

    assert len(secret) > 15
    assert police
    for (reader, name), letter in letters.items():
        assert "remediation-" not in letter
        assert "message-review" not in letter
        if reader != "office":
            told = set(re.findall(r"(?:title|message)-\w+\[([^\]]+)\]", letter))
            assert not told & secret, (reader, name)
            assert not {code for code in police if f"name[{code}]" in letter}, (reader, name)


def test_whoever_refers_to_child_protection_or_police_is_withheld(every_rule):
    """The one question on which all letters hang, asked of every rule."""
    for finding in every_rule.findings:
        if {"unit_ppa", "polda", "polres"} & set(finding.refers_to):
            assert is_for_investigators(every_rule, finding)
        if is_about_a_child(finding) or is_sign_of_trafficking(finding):
            assert is_for_investigators(every_rule, finding)


#: What everybody knows, and names of laws and standards that stand in small letters.
KNOWN = {
    "UU", "PP", "KUHP", "RI", "KTP", "KK", "NIK", "NTT", "BPJS", "ISO", "ILO", "IOM", "IRIS", "P2MI",
    "AKAD", "CV", "PT", "RT", "UMK",
}  # fmt: skip


def test_no_term_of_office_stands_in_a_letter_to_a_worker_without_its_plain_word(every_rule):
    """Asked of every rule, every fact that may be missing and every office that a letter may name."""
    rules = {
        rule.id: rule for pack in [*default_packs(), RulePack.load("international")] for rule in pack.rules
    }
    secret = {finding.rule for finding in every_rule.findings if is_for_investigators(every_rule, finding)}
    told = [
        text for name in rules.keys() - secret for text in (rules[name].title.id, str(rules[name].message))
    ]
    told += [field.title.id for field in titled(next(iter(rules.values())).model)]
    told += [
        text.id
        for reader in READERS.values()
        for text in (*reader.offices, reader.lead, reader.to_do)
        if text
    ]

    terms = set(re.findall(r"(?<![\w-])(?:[A-Z][A-Z0-9]+(?:-[A-Z]+)?|E-[A-Z]+)(?![\w-])", " ".join(told)))

    assert {"SIP2MI", "OPP", "E-KPMI", "BP3MI"} <= terms
    assert terms - PLAIN.keys() - KNOWN == set()
    for term in PLAIN:
        assert f"{term}: {PLAIN[term].id}" in meanings([f"tanpa {term}, dan"], "id")
        assert meanings([f"{term}-B"], "id") == ""


def titled(model):
    """The fields of all records but cases that have a title, at any depth."""
    waiting, known, found = [model.types[kind] for kind in model.types if kind != "case"], set(), []
    while waiting:
        at = waiting.pop()
        at = getattr(at, "item", at)
        if id(at) in known:
            continue
        known.add(id(at))
        for field in getattr(at, "fields", {}).values():
            waiting.append(field.type)
            found += [field] if field.title is not None else []
    return found


def test_the_office_is_told_that_more_was_withheld_than_a_page_holds(every_rule):
    """What stands in no letter must not be missing from the page that says so."""
    secret = [finding for finding in every_rule.findings if is_for_investigators(every_rule, finding)]
    many = [
        evolve(finding, title=Text(f"{at} {finding.title.id} {'panjang ' * 20}", ""))
        for at, finding in enumerate(secret)
    ]

    told = letters_in(evolve(every_rule, findings=tuple(many)))["office", ""]

    shown = len(re.findall("title-", told))
    assert shown < len(many)
    assert f"dan {len(many) - shown} hal lain" in told


def test_every_letter_is_for_one_of_the_readers(every_rule):
    readers = {reader for reader, _ in letters_in(every_rule)}

    assert readers <= READERS.keys() | {"recruiter", "office"}


def test_every_status_has_a_reader():
    field = default_packs()[0].rules[0].model.node_at("placement", ("status",))

    assert {value for value in field.values if value is not None} == BY_STATUS.keys()
