"""The rules as a whole: the catalogue and the Act are accounted for, and each change of the law has its day."""

from datetime import date, timedelta

import pytest
import yaml

from helpers.law import findings, outcomes, packs, rules
from pmi_compliance.base.resources import folder
from pmi_compliance.packs.articles import coverage
from pmi_compliance.records.documents import bundled_documents

CATALOGUE = yaml.safe_load((folder("rules") / "catalogue.yaml").read_text(encoding="utf-8"))
ENTRIES = CATALOGUE["entries"]
PARAMETERS = {name: parameter for pack in packs() for name, parameter in pack.parameters.items()}
DUTIES = [duty for pack in packs() for duty in pack.duties]
COVERED = coverage(DUTIES, rules().values())


# The catalogue


def test_every_entry_of_the_catalogue_became_a_rule_or_says_what_it_became():
    assert list(ENTRIES) == [f"R{number:02}" for number in range(1, 97)]
    for entry in ENTRIES.values():
        if "built_in" in entry:
            assert entry["why"].keys() == {"id", "en"}
            assert not entry.get("rules")
        else:
            # The entry's own id is the id of its first rule.
            assert entry["rules"][0] == entry["entry"]
            assert set(entry["rules"]) <= rules().keys()


def test_every_rule_stands_in_the_catalogue():
    named = [rule for entry in ENTRIES.values() for rule in entry.get("rules", ())]

    assert sorted(named) == sorted(rules())


def test_only_output_behaviour_is_no_rule():
    assert {name for name, entry in ENTRIES.items() if "built_in" in entry} == {"R82", "R83", "R84", "R85"}


def resolved(node):
    """What a part of a schema refers to; itself where it refers to nothing."""
    return (
        bundled_documents().by_name["common"]["$defs"][node["$ref"].rsplit("/", 1)[1]]
        if "$ref" in node
        else node
    )


def place_of(entry):
    """The codes at `kind:/path` of a schema."""
    kind, _, path = entry["enum"].partition(":")
    node = bundled_documents().by_name[kind]
    for step in path.strip("/").split("/"):
        node = resolved(node)
        node = node["items"] if step.isdigit() else node["properties"][step]
    return resolved(node)


@pytest.mark.parametrize("section", ["parameters", "lists"])
def test_every_number_and_code_list_of_the_catalogue_has_its_place(section):
    for name, entry in CATALOGUE[section].items():
        if "parameters" in entry:
            for parameter in entry["parameters"]:
                values = PARAMETERS[parameter].values
                assert all(values.on(day).citation["instrument"] for day in values.days), name
        elif "enum" in entry:
            assert len(place_of(entry)["enum"]) > 1, name
        elif "in_force" in entry:
            assert str(rules()[entry["in_force"]].in_force.start) == str(entry["day"]), name
        else:
            assert entry["why"].keys() == {"id", "en"}, name


def test_every_parameter_is_used_by_a_rule_or_says_that_none_does():
    used = {name for rule in rules().values() for name in rule.parameters}
    for name, parameter in PARAMETERS.items():
        notes = [parameter.values.on(day).citation.get("note", "") for day in parameter.values.days]
        assert (name in used) != any("o rule uses it" in note for note in notes), name


def test_statute_and_policy_are_kept_apart():
    for pack in packs():
        bases = {rule.basis for rule in pack.rules}
        assert ("policy" in bases) == (pack.id in {"kupang", "ltsa", "ntt"}), pack.id
        assert ("standard" in bases) == (pack.id == "international"), pack.id


def test_a_rule_whose_text_nobody_read_is_off():
    assert [rule.id for rule in rules().values() if rule.confidence == "unverified"] == [
        "kepmenaker291-2018-spsk-saudi"
    ]


# The coverage map


def test_what_nobody_read_fails_nobody():
    """Law known from announcements and commentaries ends in review at most, and the rule says why."""
    unread = [rule for rule in rules().values() if rule.confidence != "verified"]

    assert [rule.id for rule in unread if not rule.suspected and rule.automation != "manual"] == []
    assert [rule.id for rule in unread if rule.note is None] == []


#: Rules whose text was read, and which use a value that was not: why they may fail somebody all the same.
FAILS_BY_A_VALUE_NOBODY_READ = {
    "uu18-2017-p27-2-death-duties": "what hangs on the number of days is for a person; the other duties fail",
    "uu18-2017-p32-closed-destination": "the Act closes; the Ministry sanctioned by the list of 2015 in 2025 and 2026",
}


def test_a_value_that_nobody_read_fails_nobody_or_the_reason_is_known():
    unread = {
        name
        for name, parameter in PARAMETERS.items()
        for day in parameter.values.days
        if parameter.values.on(day).confidence != "verified"
    }
    may_fail = {
        rule.id
        for rule in rules().values()
        if not rule.suspected and rule.automation != "manual" and unread & {*rule.parameters}
    }

    assert may_fail == {*FAILS_BY_A_VALUE_NOBODY_READ}


def test_every_duty_of_both_acts_is_checked_or_says_why_not():
    assert {duty.citation["instrument"] for duty in DUTIES} == {"UU 18/2017", "UU 39/2004"}
    for covered in COVERED:
        if covered.status in {"automated", "partly"}:
            assert covered.rules, covered.duty.citation
        if covered.status != "automated":
            assert covered.duty.reason or covered.rules, covered.duty.citation
        if covered.status in {"human", "not_yet"}:
            machine = [rule for rule in covered.rules if rules()[rule].automation != "manual"]
            assert machine == [], covered.duty.citation


def test_what_is_said_by_hand_is_not_what_a_rule_says_already():
    assert [
        covered.duty.citation
        for covered in COVERED
        if covered.duty.status in {"human", "not_yet"}
        and any(rules()[rule].automation != "manual" for rule in covered.rules)
    ] == []


def test_the_map_has_duties_of_each_kind_and_of_every_chapter():
    assert {covered.status for covered in COVERED} == {"automated", "partly", "human", "not_yet"}
    articles = {
        instrument: {int(d.citation["article"]) for d in DUTIES if d.citation["instrument"] == instrument}
        for instrument in ("UU 18/2017", "UU 39/2004")
    }
    # Rights and obligations, documents, agreement, protection, costs, districts, villages, executors, prohibitions.
    assert articles["UU 18/2017"] >= {
        5,
        6,
        13,
        15,
        25,
        27,
        30,
        41,
        42,
        49,
        51,
        54,
        59,
        61,
        63,
        65,
        66,
        67,
        69,
        70,
        72,
        77,
    }
    # Every article from which Pasal 100 and 102 to 104 threaten something.
    assert articles["UU 39/2004"] >= {
        4, 12, 17, 19, 20, 24, 26, 30, 32, 33, 34, 35, 38, 45, 46, 50, 51, 54, 55, 58, 62, 64, 67, 68, 69, 70, 71, 72, 73,
        74, 76, 82, 83, 105,
    }  # fmt: skip


def test_a_citation_of_an_article_is_found_below_its_paragraphs():
    by_place = {
        (c.duty.citation["article"], c.duty.citation.get("letter")): c.rules
        for c in COVERED
        if c.duty.citation["instrument"] == "UU 18/2017"
    }

    assert "uu18-2017-p13f-work-visa" in by_place["13", "f"]
    assert "uu18-2017-p13f-work-visa" not in by_place["13", "e"]


# Changes of the law

OVERSEAS = {"scope": "overseas", "executor_kind": "p3mi", "worker_category": "legal_entity_employer"}
FEE = {"costs": [{"class": "placement", "charged_to": "worker", "amount_idr": 1}]}
UNPAID = {"social_security": {"premiums": []},
          "employment_agreement": {"starts_on": "2024-01-01", "ends_on": "2025-12-31"}}  # fmt: skip
BRANCH = {"id": "b", "kind": "branch", "regency": "53.71", "status": "active", "registered_on": "2018-01-01",
          "permit": {"status": "absent"}}  # fmt: skip
HEAD = {"id": "h", "kind": "head", "regency": "31.71", "status": "active"}
LOST = {"decided_on": "2019-05-01", "placed_percent": 1, "years_without_loss": 2, "facilities_to_standard": True,
        "suspended": False, "reports_filed": True, "recommended": True}  # fmt: skip


def departed(day, **facts):
    return {"as_of": date(2026, 6, 30), "placement": {**OVERSEAS, "departed_on": day.isoformat(), **facts}}


def recruited(day, **facts):
    return {"as_of": date(2026, 6, 30), "placement": {**OVERSEAS, "recruited_on": day.isoformat(), **facts}}


def audited(day, **facts):
    return {"as_of": day, "recruiter": {"kind": "p3mi", "legal_form": "pt", **facts}}


def licensed(kind):
    return {"licences": [{"type": kind, "status_history": [{"status": "active", "from": "2018-01-01"}]}]}


#: Rule, first day of the new law, the records by that day, the outcome the day before, and on the day.
CHANGES = [
    # UU 39/2004 gives way to UU 18/2017 on 22 November 2017: each placement has one law, and never none.
    ("uu39-2004-p35a-min-age", "2017-11-22", lambda day: departed(day, worker={"birth_date": "2010-01-01"}),
     "fail", "not_applicable"),
    ("uu18-2017-p5a-min-age", "2017-11-22", lambda day: departed(day, worker={"birth_date": "2010-01-01"}),
     "not_applicable", "fail"),
    # Twenty-one for households was the old law's.
    ("uu39-2004-p35a-min-age", "2017-11-22",
     lambda day: departed(day, worker={"birth_date": "1999-01-01"}, worker_category="individual_employer"),
     "fail", "not_applicable"),
    ("uu18-2017-p5a-min-age", "2017-11-22",
     lambda day: departed(day, worker={"birth_date": "1999-01-01"}, worker_category="individual_employer"),
     "not_applicable", "pass"),
    ("uu18-2017-p30-no-placement-fee", "2017-11-22", lambda day: departed(day, **FEE), "not_applicable", "fail"),
    # UU 11/2020 changed Pasal 51, 53 and 57 on 2 November 2020.
    ("uu18-2017-p51-licence-held", "2020-11-02", lambda day: audited(day, **licensed("business_licence")),
     "fail", "pass"),
    ("uu18-2017-p51-licence-held", "2020-11-02", lambda day: audited(day, **licensed("sip3mi")), "pass", "pass"),
    ("uu18-2017-p53-branch-licence", "2020-11-02", lambda day: audited(day, offices=[HEAD, BRANCH]),
     "pass", "fail"),
    ("uu18-2017-p57-2-renewal-performance", "2020-11-02", lambda day: audited(day, renewals=[LOST]),
     "fail", "not_applicable"),
    ("uu18-2017-p57-data-renewal", "2017-11-22",
     lambda day: audited(day, renewals=[{"due_from": "2019-01-01", "submitted_on": "2019-12-01"}]),
     "not_applicable", "review"),
    # PP 59/2021 came on 7 April 2021.
    ("pp59-2021-p86-3k-opp", "2021-04-07", lambda day: departed(day, orientation={"attended": False}),
     "not_applicable", "fail"),
    ("pp59-2021-p48-no-recruit-after-revoked", "2021-04-07",
     lambda day: recruited(day, sip2mi_when_recruited="revoked"), "not_applicable", "fail"),
    ("pp59-2021-p47-3-no-recruit-before-sip2mi", "2021-04-07",
     lambda day: recruited(day, sip2mi_when_recruited="none"), "review", "fail"),
    # PP 22/2022 came on 8 June 2022, and gave manning agencies two years.
    ("pp22-2022-p18-crew-documents", "2022-06-08",
     lambda day: departed(day, worker_category="merchant_crew", documents=[]), "not_applicable", "fail"),
    ("pp22-2022-p43-manning-agency-converted", "2024-06-08",
     lambda day: {**audited(day, **{**licensed("siuppak"), "kind": "manning_agency"}),
                  "placement": [{"recruiter_id": "recruiter", "worker_category": "merchant_crew"}]},
     "not_applicable", "review"),
    # The zero-cost list began on 15 July 2021; since 2025 texts contradict each other; it ended on 1 October 2025.
    ("perbp2mi9-2020-zero-cost-jobs", "2021-07-15", lambda day: departed(day, job="pengurus rumah tangga", **FEE),
     "not_applicable", "review"),
    ("perbp2mi9-2020-zero-cost-jobs", "2025-10-01", lambda day: departed(day, job="pengurus rumah tangga", **FEE),
     "review", "not_applicable"),
    ("permenp2mi17-2025-cost-rules", "2025-08-01", lambda day: departed(day, **FEE), "not_applicable", "review"),
    # Premiums are in force since 22 February 2023; what falls short in that year is for a person.
    ("permenaker4-2023-p18-premium", "2023-02-22", lambda day: departed(day, **UNPAID), "not_applicable", "review"),
    # Decisions and policies.
    ("kepmenaker260-2015-mideast-individual", "2015-07-01",
     lambda day: departed(day, destination="SA", worker_category="individual_employer"), "not_applicable", "review"),
    ("ntt-357-2018-departure-stop", "2018-11-14",
     lambda day: departed(day, worker={"domicile": "53.01"}, training={"provider_licensed": False}, documents=[]),
     "not_applicable", "review"),
    ("kupang-2025-local-representation", "2025-10-15",
     lambda day: {**audited(day, offices=[HEAD]),
                  "placement": {**OVERSEAS, "status": "working", "recruiter_id": "recruiter", "recruited_in": "53.01",
                                "worker": {"domicile": "53.01"}}},
     "not_applicable", "fail"),
    ("permenp2mi34-2025-ekpmi", "2025-11-15", lambda day: departed(day, status="departed", documents=[]),
     "not_applicable", "fail"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "day", "records", "before", "after"), CHANGES)
def test_the_day_before_the_law_changed_and_the_day_it_did(rule, day, records, before, after):
    first = date.fromisoformat(day)

    on_both_days = [outcomes(**records(judged_on))[rule] for judged_on in (first - timedelta(days=1), first)]

    assert on_both_days == [before, after]


def test_a_rule_begins_and_ends_on_the_days_that_are_tried():
    """Whoever moves the first day of one of these rules finds a line of `CHANGES` that says otherwise."""
    tried = {(rule, day) for rule, day, *_ in CHANGES}
    for name in {rule for rule, _ in tried}:
        rule = rules()[name]
        days = {rule.in_force.start, rule.in_force.end} - {None}
        borders = {str(day) for day in days} | {
            str(day) for parameter in rule.parameters.values() for day in parameter.values.days
        }
        assert {day for other, day in tried if other == name} <= borders | {"2021-04-07"}, name


def test_the_premium_is_that_of_its_term():
    def premium(ends, amount, before=37_500):
        worker = {
            **OVERSEAS,
            "departed_on": "2025-05-01",
            "employment_agreement": {"starts_on": "2025-05-01", "ends_on": ends},
            "social_security": {
                "premiums": [
                    {"stage": "before", "amount_idr": before},
                    {"stage": "during_after", "amount_idr": amount},
                ]
            },
        }
        return outcomes(placement=worker)["permenaker4-2023-p18-premium"]

    for ends, amount in (("2025-11-01", 108_000), ("2026-05-01", 189_000), ("2027-05-01", 332_500),
                         ("2028-05-01", 332_500 + 12 * 13_500)):  # fmt: skip
        assert (premium(ends, amount), premium(ends, amount - 1)) == ("pass", "fail")
        assert premium(ends, amount, before=37_499) == "fail"
    assert premium("2026-02-01", 189_000) == "review", "the table has no premium for nine months"


def test_a_finding_names_the_law_of_its_day_and_when_its_numbers_began():
    finding = findings(**audited(date(2025, 10, 31), paid_up_capital_idr=4_999_999_999))[
        "uu18-2017-p54-1a-paid-up-capital"
    ]

    (number,) = [reason for reason in finding.reasons if reason.name == "min_paid_up_capital_idr"]
    assert (number.value, number.since) == (5_000_000_000, date(2017, 11, 22))
    assert {"instrument": "UU 18/2017", "article": "54", "paragraph": "1", "letter": "a"} in finding.citations
