"""Scorecards: what is written of a recruiter on the day of each audit, what was found, and what changed."""

from datetime import date

import pytest

from helpers.whole import whole
from pmi_compliance import Dataset, audit, default_packs
from pmi_compliance.office.scorecards import scorecards

EARLY, LATE = date(2025, 6, 30), date(2025, 10, 31)


def cards(*audits):
    audited = []
    for day, tables in audits:
        records = Dataset.from_records(tables)
        audited.append((records, audit(records, default_packs(), as_of=day)))
    return {card.recruiter: card for card in scorecards(audited)}


def line(card, title, at=-1):
    return next(row.values[at] for row in card.lines if row.title.en == title)


LICENCE = {
    "type": "sip3mi",
    "issued_on": "2021-06-01",
    "expires_on": "2026-05-31",
    "status_history": [
        {"status": "active", "from": "2021-06-01"},
        {"status": "suspended", "from": "2025-07-01", "until": "2025-09-30"},
        {"status": "active", "from": "2025-10-01"},
    ],
}


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2025, 6, 30), "active, until 31 May 2026"),
        (date(2025, 7, 1), "suspended, until 31 May 2026"),
        (date(2025, 9, 30), "suspended, until 31 May 2026"),
        (date(2025, 10, 1), "active, until 31 May 2026"),
        (date(2021, 5, 31), "none"),
    ],
)
def test_a_licence_is_shown_as_it_was_on_the_day(day, text):
    card = cards((day, {"recruiter": [whole({"id": "R", "licences": [LICENCE]})]}))["R"]

    assert line(card, "Licence").en == text


def test_what_nobody_wrote_down_is_not_known_and_never_none():
    card = cards((LATE, {"recruiter": [{"id": "R"}]}))["R"]

    known = {"Failures": "none", "Undecided": line(card, "Undecided").en}
    assert {
        row.title.en: row.values[0].en for row in card.lines if row.title.en not in known
    } == dict.fromkeys(
        ("Licence", "Offices", "Deposit", "Job orders", "Placements", "Cases", "Sanctions"), "not known"
    )
    empty = whole({"id": "R", "licences": [], "offices": [], "sanctions": []})
    card = cards((LATE, {"recruiter": [empty], "case": [], "placement": [], "job_order": []}))["R"]
    assert [line(card, title).en for title in ("Licence", "Offices", "Sanctions")] == ["none"] * 3
    assert line(card, "Cases").en == "0, still open 0"
    part = cards((LATE, {"recruiter": [{"id": "R", "licences": []}]}))["R"]
    assert line(part, "Licence").en == "the list is not complete"


def test_acts_after_the_day_of_an_audit_are_not_reported():
    tables = {
        "recruiter": [whole({
            "id": "R",
            "deposit": {"amount_idr": 1_500_000_000, "drawn_on": "2025-08-20"},
            "offices": [
                {"kind": "head", "regency": "31.74"},
                {"kind": "branch", "regency": "53.71", "opened_on": "2025-08-01"},
                {"kind": "branch", "regency": "53.01", "closed_on": "2025-07-01"},
            ],
            "sanctions": [
                {"type": "peringatan", "from": "2024-01-01", "until": "2024-02-01"},
                {"type": "penghentian", "from": "2025-09-01"},
            ],
        })],
        "job_order": [
            {"id": "J", "recruiter_id": "R", "sip2mi": {"issued_on": "2025-01-01", "revoked_on": "2025-08-01"}},
            {"id": "K", "recruiter_id": "R", "sip2mi": {"issued_on": "2025-08-01", "expires_on": "2026-01-01"}},
            {"id": "L", "recruiter_id": "R"},
        ],
        "placement": [
            {"id": "A", "recruiter_id": "R", "scope": "overseas", "departed_on": "2025-05-01"},
            {"id": "B", "recruiter_id": "R", "scope": "domestic", "departed_on": "2025-09-01"},
            {"id": "C", "recruiter_id": "R", "scope": "overseas"},
        ],
        "case": [
            {"id": "1", "recruiter_id": "R", "opened_on": "2025-01-01", "closed_on": "2025-08-01"},
            {"id": "2", "recruiter_id": "R", "opened_on": "2025-09-01"},
        ],
    }  # fmt: skip
    card = cards((EARLY, tables), (LATE, tables))["R"]

    def both(title):
        return [line(card, title, at).en for at in (0, 1)]

    assert both("Deposit") == ["amount Rp 1,500,000,000", "amount Rp 1,500,000,000; drawn on 20 August 2025"]
    assert both("Offices") == [
        "head office 1 (0 in NTT); branch 1 (1 in NTT)",
        "head office 1 (0 in NTT); branch 1 (1 in NTT)",
    ]
    assert both("Sanctions") == ["1 up to that day", "2 up to that day; in force: penghentian"]
    assert both("Job orders") == ["3, SIP2MI in force 1", "3, SIP2MI in force 1"]
    assert both("Placements") == [
        "3 records; departed abroad 1",
        "3 records; departed abroad 1; departed domestic 1",
    ]
    assert both("Cases") == ["1, still open 1", "2, still open 1"]


def test_what_changed_since_the_last_audit_is_reported():
    poor = {"id": "R", "kind": "p3mi", "legal_form": "pt", "paid_up_capital_idr": 1}
    rich = {**poor, "paid_up_capital_idr": 9_000_000_000}
    card = cards((EARLY, {"recruiter": [poor]}), (LATE, {"recruiter": [rich]}))["R"]

    rule = "uu18-2017-p54-1a-paid-up-capital"
    assert [finding.rule for finding in card.changes[0].closed if finding.outcome.value == "fail"] == [rule]
    assert [sum(counts.values()) for counts in card.fails] == [1, 0]
    text = "\n".join(card.text("en"))
    assert f"  - critical  recruiter R  {rule}" in text
    back = cards((EARLY, {"recruiter": [rich]}), (LATE, {"recruiter": [poor]}))["R"]
    assert f"  + kritis    perekrut R  {rule}" in "\n".join(back.text("id"))
    assert "kritis" in back.chart("id")


def test_a_recruiter_that_is_gone_is_reported_as_such():
    card = cards((EARLY, {"recruiter": [{"id": "R"}]}), (LATE, {"recruiter": [{"id": "S"}]}))["R"]

    assert line(card, "Licence", 0).en == "not known"
    assert {row.values[1].en for row in card.lines} == {"not among the records"}
    assert cards() == {}
