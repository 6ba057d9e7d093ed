"""What packs share: terms, guards, authorities, sanctions; how a rule is put together from them, and mistakes in it."""

import re
import shutil
from datetime import date
from functools import cache

import pytest
from attrs import evolve

from helpers.law import AS_OF, findings, judged, outcomes, packs, rules
from helpers.whole import whole
from pmi_compliance import Dataset, Outcome, PackError, RulePack, audit
from pmi_compliance.base.resources import folder
from pmi_compliance.expr.functions import LANGUAGE
from pmi_compliance.packs.examples import read_examples
from pmi_compliance.packs.lint import lint
from pmi_compliance.packs.load import bundled

FIRST = """id: first
version: 0.1.0
title: {id: a, en: a}
jurisdiction: ID
languages: [id, en]
default: false
"""
TERM = """  title: {{id: a, en: a}}
  of: {of}
  means: '{means}'
  citations: [{{instrument: UU 18/2017, article: "1"}}]
"""
RULE = """id: r1
title: {id: a, en: a}
subject: placement
severity: minor
basis: statute
confidence: verified
automation: full
in_force: {from: 2017-11-22}
standing: true
applies_when: true
review_when: null
requires: placement.via_partner
message: {id: a, en: a}
remediation: {id: a, en: a}
citations: [{instrument: UU 18/2017, article: "1"}]
refers_to: []
"""
EXAMPLES = """rule: r1
base: {placement: {via_partner: true}}
cases:
  - {name: met, expect: pass}
"""


@pytest.fixture
def make(tmp_path):
    """A small pack, its files as given."""

    def write_pack(name="first", **files):
        for file, text in {"pack.yaml": FIRST.replace("first", name), **files}.items():
            path = tmp_path / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return tmp_path / name

    return write_pack


def ruled(rule=RULE, **files):
    return {"t/r1.yaml": rule, "t/r1.examples.yaml": EXAMPLES, **files}


def term(name, means, of="placement"):
    return f"{name}:\n{TERM.format(of=of, means=means)}"


def mistakes(path):
    return [
        (diagnostic.file.rsplit("/", 1)[1], diagnostic.line, diagnostic.message.en)
        for diagnostic in lint(path)
    ]


# Terms


def test_a_term_stands_for_its_meaning_and_a_term_in_a_term_too(make):
    path = make(
        **ruled(
            RULE.replace("applies_when: true", "applies_when: '!twice'"),
            **{
                "terms.yaml": term("once", 'placement.scope == "domestic" || placement.via_partner')
                + term("twice", "once && placement.via_partner")
            },
        )
    )

    (rule,) = RulePack.load(path).rules

    assert rule.condition("applies_when").text == (
        '!((placement.scope == "domestic" || placement.via_partner) && placement.via_partner)'
    )
    assert rule.written.applies_when.text == "!twice"


@pytest.mark.parametrize(
    ("terms", "rule", "file", "line", "part"),
    [
        (term("a", "b") + term("b", "placement.via_partner"), RULE, "terms.yaml", 4, "unknown name `b`"),
        (term("a", "placement.via"), RULE, "terms.yaml", 4, "unknown field `via`"),
        (term("a", "placement.scope"), RULE, "terms.yaml", 4, "expected bool"),
        (term("placement", "true"), RULE, "terms.yaml", 1, "the name `placement` is taken"),
        (term("a", "true") + term("a", "false"), RULE, "terms.yaml", 6, "the key `a` stands twice"),
        (term("a", "true", of="recruiter"), RULE.replace("applies_when: true", "applies_when: a"), "r1.yaml", 10,
         "unknown name `a`"),
        (term("a", "true"), RULE.replace("requires: placement.via_partner", "requires: aa"), "r1.yaml", 12,
         "unknown name `aa`"),
    ],
)  # fmt: skip
def test_a_mistake_about_a_term_is_reported_at_its_place(make, terms, rule, file, line, part):
    diagnostics = mistakes(make(**ruled(rule, **{"terms.yaml": terms})))

    assert [(where, at) for where, at, message in diagnostics if part in message] == [(file, line)]


def test_what_becomes_too_large_when_put_together_is_refused(make):
    """Terms double each time; the limit holds for what is judged, and not only for what is written."""
    terms = term("t0", "placement.via_partner") + "".join(
        term(f"t{at}", f"t{at - 1} && !t{at - 1}") for at in range(1, 16)
    )
    diagnostics = mistakes(
        make(
            **ruled(RULE.replace("applies_when: true", "applies_when: t15"), **{"terms.yaml": terms}),
        )
    )

    assert any("together with the terms in it: " in message for _, _, message in diagnostics)


def test_what_a_rule_becomes_is_refused_at_the_part_that_is_too_large(make):
    terms = term("t0", "placement.via_partner") + "".join(
        term(f"t{at}", f"t{at - 1} && !t{at - 1}") for at in range(1, 9)
    )
    large = RULE.replace("requires: placement.via_partner", "requires: t8").replace(
        "review_when: null", "review_when: t8"
    )

    diagnostics = mistakes(make(**ruled(large + "if_not_met: review\n", **{"terms.yaml": terms})))

    assert [(file, line) for file, line, message in diagnostics if "more than 2,000 parts" in message] == [
        ("r1.yaml", 11)
    ]


# Dependencies


def test_a_pack_uses_what_it_depends_on(make):
    make("base", **{"terms.yaml": term("shared", "placement.via_partner")})
    path = make(
        "upper",
        **{
            "pack.yaml": FIRST.replace("first", "upper") + "depends_on: [base]\n",
            **ruled(RULE.replace("applies_when: true", "applies_when: shared")),
        },
    )

    before = RulePack.load(path)
    assert before.rules[0].condition("applies_when").text == "(placement.via_partner)"
    make("base", **{"terms.yaml": term("shared", "!placement.via_partner")})
    after = RulePack.load(path)

    assert after.rules[0].condition("applies_when").text == "(!placement.via_partner)"
    assert before.digest != after.digest


@pytest.mark.parametrize(
    ("needs", "part"),
    [
        ({"upper": ["base"], "base": ["upper"]}, "stands in a circle"),
        ({"upper": ["upper"]}, "stands in a circle"),
        ({"upper": ["bsae"]}, "is not installed, and does not lie beside this pack"),
    ],
)
def test_a_dependency_that_cannot_be_is_reported(make, needs, part):
    for name, names in needs.items():
        path = make(
            name, **{"pack.yaml": FIRST.replace("first", name) + f"depends_on: [{', '.join(names)}]\n"}
        )

    diagnostics = lint(path.parent / "upper")

    assert [part in diagnostic.message.en for diagnostic in diagnostics] == [True]


def test_what_a_pack_names_twice_is_reported(make):
    make("base", **{"terms.yaml": term("shared", "placement.via_partner")})
    path = make(
        "upper",
        **{
            "pack.yaml": FIRST.replace("first", "upper") + "depends_on: [base]\n",
            "terms.yaml": term("shared", "true"),
        },
    )

    assert ("terms.yaml", 1, "`shared` exists already") in mistakes(path)


@pytest.mark.parametrize(
    ("key", "part"),
    [
        ("refers_to: [nobody]", "nobody"),
        ("refers_to: []\nsanctions: [p99]", "p99"),
        ("refers_to: []\nsanctions: []\nthreatened_where: {p98: placement.via_partner}", "p98"),
        ("refers_to: []\nsanctions: []\nthreatened_where: {p98: placement.job}", "bool"),
        ("refers_to: []\nmembers: placement.via_partner", "expected a list of records"),
        ("refers_to: []\nmembers: placement.costs", "expected a list of records"),
        ("refers_to: []\nshows:\n  - {title: {id: a, en: a}, value: placement.nam}", "unknown field `nam`"),
        ("refers_to: []\nguarded: perhaps", "true or false"),
        ("refers_to: []\nif_not_met: pass", "one of: "),
    ],
)
def test_a_mistake_in_what_stands_around_a_rule_is_reported(make, key, part):
    diagnostics = mistakes(make(**ruled(RULE.replace("refers_to: []", key))))

    assert [file for file, _, message in diagnostics if part in message] == ["r1.yaml"], diagnostics


# The version of the language


def test_a_pack_of_a_later_language_is_refused_at_its_number(make):
    diagnostics = mistakes(
        make("later", **{"pack.yaml": FIRST.replace("first", "later") + "condition_language: 3\n"})
    )

    assert [(file, line) for file, line, _ in diagnostics] == [("pack.yaml", 7)]
    assert "version 3 of the language" in diagnostics[0][2]


@pytest.mark.parametrize("line", ["", "condition_language: 1\n", "condition_language: 2\n"])
def test_a_pack_of_this_or_an_earlier_language_is_read(make, line):
    assert RulePack.load(make("known", **{"pack.yaml": FIRST.replace("first", "known") + line}))


@pytest.mark.parametrize("name", bundled())
def test_a_bundled_pack_names_the_language_of_its_conditions(name):
    text = (folder("rules") / name / "pack.yaml").read_text(encoding="utf-8")

    assert f"condition_language: {LANGUAGE}\n" in text


# The guard


def test_the_guard_stands_before_every_rule_about_placements():
    """Whoever forgets it lets rules of placing abroad loose on domestic placements."""
    unguarded = {
        rule.id
        for rule in rules().values()
        if rule.subject == "placement" and rule.written.guard is None and rule.pack != "uu-39-2004"
    }

    assert unguarded == {"uu18-2017-p4-2-scope-guard"} | {
        name
        for name in unguarded
        if name.startswith(("ilo-", "uu21-2007", "kuhp-", "papers-", "uu6-2011", "iom-"))
    }


def test_nothing_but_the_guard_speaks_of_a_domestic_placement():
    def spoken(scope):
        placement = {"scope": scope, "executor_kind": "individual", "status": "departed", "departed_on": "2025-05-01",
                     "recruited_on": "2025-02-01", "worker_category": "individual_employer", "destination": "SA",
                     "worker": {"birth_date": "2010-01-01"}, "documents": [],
                     "costs": [{"class": "placement", "charged_to": "worker", "amount_idr": 9}]}  # fmt: skip
        if scope == "domestic":
            placement["destination"] = "ID"
        return {
            rule for rule, outcome in outcomes(placement=placement).items() if outcome != "not_applicable"
        }

    assert len(spoken("overseas")) > 15
    assert {rule for rule in spoken("domestic") if not rules()[rule].id.startswith("uu21-2007")} <= {
        "uu18-2017-p4-2-scope-guard"
    }


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"scope": "overseas", "destination": "MY"}, "fail"),
        ({"scope": "overseas", "destination": "ID"}, "unknown"),
        ({"scope": "overseas", "destination": "ID", "scope_confirmed": True}, "fail"),
        ({"scope": "domestic", "destination": "MY"}, "unknown"),
        ({"scope": "domestic", "destination": "MY", "scope_confirmed": True}, "not_applicable"),
        ({"scope": "overseas", "claimed_exclusion": "student_or_trainee"}, "not_applicable"),
        ({}, "unknown"),
    ],
)
def test_a_scope_that_is_contradicted_is_not_guessed(facts, outcome):
    child = {"departed_on": "2025-05-01", "worker": {"birth_date": "2010-01-01"}, **facts}

    assert outcomes(placement=child)["uu18-2017-p5a-min-age"] == outcome


def test_a_guard_that_is_no_term_is_reported(make):
    path = make(**{"pack.yaml": FIRST + "guard: {placement: nothing}\n"})

    assert ("pack.yaml", 7, "there is no term `nothing` about a placement") in mistakes(path)


# When a duty is due, and what can only be suspected


def parts(make, extra, name="first"):
    return RulePack.load(make(name, **ruled(RULE + extra))).rules[0]


def test_a_duty_that_is_not_due_is_for_a_person():
    outcome_of = {
        status: outcomes(placement={"scope": "overseas", "executor_kind": "p3mi", "orientation": {"attended": False},
                                    **status_facts})["pp59-2021-p86-3k-opp"]
        for status, status_facts in {
            "candidate": {"status": "candidate"},
            "departed": {"status": "departed", "departed_on": "2024-05-01"},
            "planned": {"departed_on": "2026-05-01"},
            "cancelled": {"status": "cancelled"},
            # The breach is certain, only whether it was done is not.
            "not known": {"recruited_on": "2024-05-01"},
        }.items()
    }  # fmt: skip
    assert outcome_of == {
        "candidate": "review",
        "departed": "fail",
        "planned": "review",
        "cancelled": "not_applicable",
        "not known": "review",
    }


def test_a_breach_that_can_only_be_suspected_never_fails(make):
    rule = parts(make, "if_not_met: review\n")

    assert rule.suspected
    assert rule.condition("review_when").text == "!(placement.via_partner)"
    for rule in rules().values():
        if rule.suspected:
            assert rule.condition("review_when") is not None


# Authorities and sanctions


def test_every_authority_and_sanction_that_a_rule_names_is_known():
    for rule in rules().values():
        assert rule.refers_to or rule.basis == "standard", rule.id
        for sanction in rule.sanctions:
            assert sanction.citation["instrument"]


def test_a_report_gives_the_names_of_the_day():
    fee = {"scope": "overseas", "departed_on": "2024-05-01",
           "costs": [{"class": "placement", "charged_to": "worker", "amount_idr": 1}]}  # fmt: skip
    before, after = (
        judged(day, placement=fee).authorities["kp2mi_pelindungan"].en
        for day in (date(2024, 11, 4), date(2024, 11, 5))
    )

    assert (before, after) == ("Ministry of Manpower", "KP2MI/BP2MI, Directorate General of Protection")


def test_only_a_breach_or_a_suspicion_is_threatened():
    by_rule = findings(
        placement={
            "scope": "overseas",
            "executor_kind": "p3mi",
            "departed_on": "2025-05-01",
            "worker": {"birth_date": "2010-01-01"},
            "documents": [],
        }
    )

    assert by_rule["uu18-2017-p5a-min-age"].sanctions
    for finding in by_rule.values():
        if finding.outcome in {Outcome.PASS, Outcome.UNKNOWN, Outcome.NOT_APPLICABLE}:
            assert finding.sanctions == ()


@pytest.mark.parametrize(
    ("executor", "threatened"), [("p3mi", True), ("individual", False), ("company", False)]
)
def test_recruiting_a_child_is_threatened_where_a_placement_company_did_it(executor, threatened):
    """UU 39/2004 Pasal 103 (1) c refers to Pasal 35, which names "pelaksana penempatan TKI swasta"."""
    child = {
        "recruited_on": "2013-02-01",
        "departed_on": "2013-06-01",
        "worker": {"birth_date": "1998-01-01"},
    }
    both = {"executor_kind": "government_agency", "recruiter_id": "recruiter"}
    alone = findings(placement={**child, "scope": "overseas", "executor_kind": executor})
    beside = findings(recruiter={"kind": "p3mi"}, placement={**child, "scope": "overseas", **both})

    rule = "uu39-2004-p35a-min-age"
    assert bool(alone[rule].sanctions) is threatened
    assert (beside[rule].outcome, beside[rule].sanctions) == (Outcome.REVIEW, ())


#: Threats that only who has a licence can meet.
OF_COMPANIES = {"uu39-2004-p18", "uu39-2004-p100", "uu39-2004-p103-c", "uu18-2017-p37", "pp59-2021-p86-4"}


@pytest.mark.parametrize(
    "executor", ["individual", "training_centre", "company", "association", "government_agency"]
)
@pytest.mark.parametrize("year", [2013, 2025])
def test_who_has_no_licence_is_threatened_with_none_of_what_befalls_companies(executor, year):
    """A placement in which nearly every duty is broken."""
    broken = {
        "scope": "overseas", "destination": "MY", "status": "departed", "executor_kind": executor,
        "recruited_on": f"{year}-02-01", "departed_on": f"{year}-06-01",
        "worker_category": "individual_employer", "via_partner": False, "actual_job": "sopir",
        "worker": {"birth_date": f"{year - 15}-01-01", "registered": False, "marital_status": "married"},
        "documents": [], "documents_complete": True, "social_security": {"registered": False},
        "orientation": {"attended": False}, "reports": {"return_reported": False},
        "employment_agreement": {"job": "perawat", "signed_by_worker": False},
        "costs": [{"amount_idr": 1000000, "charged_to": "worker", "already_borne_by_employer": True}],
    }  # fmt: skip
    threats = {
        sanction.code for finding in findings(placement=broken).values() for sanction in finding.sanctions
    }

    assert threats.isdisjoint(OF_COMPANIES)


@pytest.mark.parametrize(
    ("decision", "paragraph"), [("cleared", "uu18-2017-p84-1"), ("held_back", "uu18-2017-p84-2")]
)
def test_an_official_is_threatened_for_what_he_decided(decision, paragraph):
    """UU 18/2017 Pasal 84: (1) for sending off the incomplete, (2) for holding back the complete."""
    rule = rules()["uu18-2017-p70-complete-documents-departure"]
    placement = next(
        placement
        for example in read_examples(rule).examples
        for placement in example.records["placement"]
        if example.expect == "fail" and placement["clearance"]["decision"] == decision
    )
    finding = findings(placement=placement)[rule.id]

    assert (finding.outcome, [sanction.code for sanction in finding.sanctions]) == (Outcome.FAIL, [paragraph])


@pytest.mark.parametrize("executor", ["none", "individual", None])
def test_who_went_alone_is_not_threatened_with_having_placed(executor):
    """UU 18/2017 Pasal 80 and 83 threaten placing; nobody placed who went alone."""
    child = {"worker": {"birth_date": "2010-01-01"}, "documents": [], "documents_complete": True}
    alone = findings(
        placement={
            "scope": "overseas",
            "worker_category": "legal_entity_employer",
            "executor_kind": executor,
            "status": "departed",
            "departed_on": "2025-05-01",
            **child,
        }
    )

    for rule in ("uu18-2017-p5a-min-age", "uu18-2017-p13e-passport", "uu18-2017-p5b-competence"):
        assert alone[rule].outcome is Outcome.FAIL
        assert bool(alone[rule].sanctions) is (executor != "none"), rule


#: Who places without a licence that could be revoked.
WITHOUT_LICENCE = ("individual", "company", "training_centre", "association", "government_agency", "none")


def revocable(rule):
    """The sanctions of a rule that revoke a licence to place: of Pasal 58, and of PP 22/2022 Pasal 41."""
    return {"uu18-2017-p58", "pp22-2022-p41"} & {sanction.code for sanction in rule.sanctions}


@cache
def revoking():
    """The packs, with no other rules than those that may revoke a licence."""
    return tuple(evolve(pack, rules=tuple(filter(revocable, pack.rules))) for pack in packs())


@pytest.mark.slow
@pytest.mark.parametrize("executor", [*WITHOUT_LICENCE, "p3mi"])
def test_no_licence_is_revoked_of_who_holds_none(executor):
    """UU 18/2017 Pasal 58(1) and PP 22/2022 Pasal 13(2) speak of the P3MI, which has a licence."""
    said = [
        example.records["placement"][0]
        for rule in rules().values()
        if revocable(rule) and rule.subject == "placement"
        for example in read_examples(rule).examples
        if example.expect == "fail"
    ]
    assert len(said) > 10

    for placement in said:
        record = {"id": "placement", **whole(placement), "executor_kind": executor, "recruiter_id": None}
        wrong = [
            finding
            for finding in audit(
                Dataset.from_records({"placement": [record]}), revoking(), as_of=AS_OF
            ).findings
            if finding.outcome is Outcome.FAIL
            and bool(revocable(rules()[finding.rule]) & {sanction.code for sanction in finding.sanctions})
            is not (executor == "p3mi")
        ]
        assert wrong == [], executor


@pytest.mark.parametrize(("kind", "threatened"), [("p3mi", True), ("individual", False), (None, False)])
def test_a_licence_is_revoked_where_the_recruiter_is_a_p3mi(kind, threatened):
    charge = {"class": "placement", "charged_to": "worker", "amount_idr": 1}
    finding = findings(
        recruiter={"id": "R1", "kind": kind},
        placement={"scope": "overseas", "departed_on": "2025-05-01", "recruiter_id": "R1", "costs": [charge]},
    )["uu18-2017-p30-no-placement-fee"]

    assert finding.outcome is Outcome.FAIL
    assert bool(finding.sanctions) is threatened


@pytest.mark.parametrize(
    ("category", "papers", "whole", "missing"),
    [
        ("merchant_crew", {"passport": "absent"}, False, ["passport"]),
        ("crew", {"passport": "absent", "placement_agreement": "absent"}, False, ["passport"]),
        ("fishing_crew", {"placement_agreement": "absent"}, False, ["placement_agreement"]),
        ("merchant_crew", {"passport": "forged", "work_visa": "absent"}, False, ["passport"]),
        (
            "fishing_crew",
            {"passport": "held"},
            True,
            [
                "seafarer_book",
                "seafarer_agreement",
                "social_security_card",
                "health_certificate",
                "competence_certificate",
                "placement_agreement",
            ],
        ),
    ],
)
def test_a_paper_of_crew_is_called_missing_only_where_that_is_said(category, papers, whole, missing):
    finding = findings(
        placement={
            "scope": "overseas", "worker_category": category, "departed_on": "2025-05-01",
            "documents": [{"type": paper, "status": status} for paper, status in papers.items()],
            "documents_complete": whole,
        }
    )["pp22-2022-p18-crew-documents"]  # fmt: skip

    assert finding.outcome is Outcome.FAIL
    assert sorted(finding.shown[0].value) == sorted(missing)


@pytest.mark.parametrize(
    ("documents", "claims", "threatened"),
    [
        ([{"type": "identity_card", "status": "forged"}], [], False),
        ([{"type": "cost_statement", "status": "forged"}, {"type": "passport", "status": "held"}], [], False),
        ([{"type": "passport", "status": "forged"}], [], True),
        ([{"type": "marriage_book", "status": "forged"}], [], True),
        ([], [{"source": "ktp", "birth_date": "1995-01-01"}], False),
        ([], [{"birth_date": "1995-01-01"}], False),
        (
            [],
            [{"source": "ktp", "birth_year": 1995}, {"source": "birth_certificate", "birth_year": 1999}],
            False,
        ),
        ([], [{"source": "passport", "birth_date": "1995-01-01"}], True),
        ([], [{"source": "passport", "nik": "5301060101000002"}], True),
        ([], [{"source": "passport", "birth_year": 1995}, {"source": "ktp", "birth_year": 1999}], True),
        ([], [{"source": "passport", "name": "A"}, {"source": "ktp", "birth_date": "1995-01-01"}], False),
    ],
)
def test_what_is_false_is_threatened_in_the_papers_of_pasal_13(documents, claims, threatened):
    """UU 18/2017 Pasal 65 and 79 speak of filling in the papers of Pasal 13; an identity card is none."""
    finding = findings(
        placement={
            "scope": "overseas",
            "recruited_on": "2024-02-01",
            "documents": documents,
            "worker": {"birth_date": "2000-01-01", "nik": "5301060101000001", "identity_claims": claims},
        }
    )["uu18-2017-p65-document-truth"]

    assert finding.outcome is Outcome.REVIEW
    assert [sanction.code for sanction in finding.sanctions] == ["uu18-2017-p79"] * threatened
    assert [citation["article"] for citation in finding.citations] == ["65"]


def test_a_sanction_says_both_languages_and_its_own_numbers():
    text = next(sanction for sanction in findings(
        placement={"scope": "overseas", "departed_on": "2025-05-01", "worker": {"birth_date": "2010-01-01"}}
    )["uu18-2017-p5a-min-age"].sanctions).text  # fmt: skip

    assert "paling lama 3 tahun dan denda paling banyak Rp500.000.000" in text.id
    assert "at most 3 years and a fine of at most Rp500,000,000" in text.en
    assert re.search(r"Pasal 87", text.id)


def test_a_pack_that_is_spoiled_below_is_not_loaded(make, tmp_path):
    shutil.copytree(folder("rules") / "kupang", tmp_path / "kupang")
    shutil.copytree(folder("rules") / "uu-18-2017", tmp_path / "uu-18-2017")
    terms = tmp_path / "uu-18-2017" / "terms.yaml"
    terms.write_text(
        terms.read_text(encoding="utf-8").replace("placement.scope", "placement.scop", 1), encoding="utf-8"
    )

    with pytest.raises(PackError, match=r"terms\.yaml"):
        RulePack.load(tmp_path / "kupang")
