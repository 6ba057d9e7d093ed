"""Of the bundled rules: what is named as missing can change the outcome, and what cannot is not asked for."""

from datetime import date
from functools import cache
from itertools import chain, combinations, product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from helpers.asking import Records, few, matters, of_examples, with_one_forgotten
from helpers.law import AS_OF, audited, rules
from pmi_compliance import Outcome
from pmi_compliance.engines import explain
from pmi_compliance.expr.types import BOOL, DATE, INT
from pmi_compliance.packs.examples import read_examples
from pmi_compliance.testing.drafts import Draft
from pmi_compliance.testing.probing import facts_read
from pmi_compliance.testing.values import type_at

#: All that is known of a placement that has nothing to do with the sea.
FARM_HAND = {
    "scope": "overseas",
    "status": "departed",
    "destination": "MY",
    "job": "pekerja kebun",
    "worker_category": "legal_entity_employer",
    "recruited_on": "2025-01-10",
    "departed_on": "2025-03-11",
}


def asked_for(**facts):
    """The facts that each rule names as missing of a placement, as pointers."""
    report = audited({"placement": [{"id": "P1", **FARM_HAND, **facts}]})
    return {
        finding.rule: {missing.pointer for missing in finding.missing}
        for finding in report.findings
        if finding.missing
    }


def results(**facts):
    report = audited({"placement": [{"id": "P1", **FARM_HAND, **facts}]})
    return {finding.rule: finding.outcome for finding in report.findings}


def test_a_closure_does_not_ask_about_a_country_on_no_list():
    """Who the employer is matters in Saudi Arabia; in Japan only what the office looked up is asked for."""
    closure = "kepmenaker260-2015-mideast-individual"
    about_the_country = {"uu18-2017-p32-closed-destination", closure, "kepmenaker291-2018-spsk-saudi"}

    assert "/worker_category" in asked_for(destination="SA", worker_category=None)[closure]
    asked = asked_for(destination="JP", worker_category=None)
    assert {"/destination_closed"} == set().union(*(asked.get(rule, ()) for rule in about_the_country))


def test_a_farm_hand_is_not_asked_about_the_sea():
    about_the_sea = {"/seafarer_agreement", "/seafarer_identity_required", "/visa_required"}
    at_sea = {pointer for asked in asked_for(worker_category="merchant_crew").values() for pointer in asked}
    on_land = {pointer for asked in asked_for().values() for pointer in asked}

    assert any(pointer.startswith(tuple(about_the_sea)) for pointer in at_sea)
    assert not [pointer for pointer in on_land if pointer.startswith(tuple(about_the_sea))]


def test_a_class_is_not_asked_for_where_every_class_has_the_duty():
    """Whoever asks for it ends otherwise with one class than with another."""
    asked = asked_for(worker_category=None, documents=[], documents_complete=True)
    classes = rules()["uu18-2017-p13e-passport"].model.types["placement"].fields["worker_category"].type
    by_class = [
        results(worker_category=name, documents=[], documents_complete=True)
        for name in sorted(classes.values)
    ]

    # What it is asked beside, it may hang on: of these the examples further down are tried.
    alone = {rule for rule, pointers in asked.items() if pointers == {"/worker_category"}}
    assert alone
    for rule in alone:
        assert len({found[rule] for found in by_class}) > 1, rule
    assert "/worker_category" not in asked["uu18-2017-p30-no-placement-fee"]
    assert "/worker_category" not in asked["uu18-2017-p65-document-truth"]


# Of any record of which one or two more facts are not known


@cache
def known(rule):
    """The examples of a rule that are decided, as drafts, and the record that it judges in each."""
    found = []
    for example in read_examples(rule).examples:
        draft = Draft(
            {kind: tuple(records) for kind, records in example.records.items()}, example.as_of, rule.model
        )
        id_ = example.records[rule.subject][0]["id"]
        if draft.is_valid and draft.judge(rule, id_).outcome is not Outcome.UNKNOWN:
            found.append((draft, id_))
    return found


def facts_known(rule, draft, id_):
    """The facts of an example that the rule reads, with their types; names and numbers of papers apart."""
    places = dict.fromkeys(facts_read(draft, rule, id_))
    types = {place: type_at(draft.model, place) for place in places if draft.value_at(place) is not None}
    return {place: kind for place, kind in types.items() if kind in {BOOL, INT, DATE} or few(kind)}


def missing_without(rule, draft, id_, places):
    """A draft without some facts, and what is missing then; nothing where it is no valid one."""
    for place in places:
        draft = draft.without(place)
    record = draft.dataset.get(rule.subject, id_)
    if not draft.is_valid or record is None:
        return draft, ()
    return draft, explain(rule, record.data, draft.dataset, draft.as_of).missing


def ends(rule, draft, id_, values):
    """How a rule ends with each of some values at places; `None` where no record may hold them."""
    for place, value in values.items():
        draft = draft.put(place, value)
    return draft.judge(rule, id_).outcome if draft.is_valid else None


def drawn(name, at):
    """A decided example of a rule, and the facts of it that the rule reads."""
    rule = rules()[name]
    assume(known(rule))
    draft, id_ = known(rule)[at % len(known(rule))]
    return rule, draft, id_, facts_known(rule, draft, id_)


_drawn = given(st.sampled_from([*rules()]), st.integers(0, 99), st.integers(0, 999))


@_drawn
def test_what_is_named_can_change_the_outcome(name, at, which):
    """Each fact that is named has a value with which the rule ends otherwise, alone or once others are known."""
    examples = [*of_examples(rules()[name])]
    records = examples[at % len(examples)]
    less = [records, *with_one_forgotten(records)]
    asking = next((some for some in (*less[which % len(less) :], *less) if some.missing), None)
    assume(asking)

    assert not [place for place in asking.missing if not matters(asking, place)]


@pytest.mark.long
@pytest.mark.parametrize("name", [*rules()])
def test_of_all_examples_whatever_else_is_not_known_only_what_matters_is_named(name):
    questions = {}
    for records in chain.from_iterable(
        (some, *with_one_forgotten(some)) for some in of_examples(rules()[name])
    ):
        for place in records.missing:
            # The same fact is asked for in many records; one is looked at.
            questions.setdefault((place, records.outcome, records.missing), records)

    assert not [question for question, records in questions.items() if not matters(records, question[0])]


def missing_of(rule, **tables):
    """What a rule names as missing of some records."""
    records = Records(rules()[rule], {kind: [{"id": kind, **facts}] for kind, facts in tables.items()}, AS_OF)
    return records.outcome, [".".join(map(str, place.path)) for place in records.missing]


def test_what_contradicts_itself_is_settled_by_what_is_written():
    """Who is ready and left two months ago: whether he arrived does not settle that."""
    contradiction = {
        "status": "ready",
        "departed_on": "2026-01-10",
        "documents_complete": True,
        "documents": [],
        "scope": "overseas",
    }
    card = rules()["permenp2mi34-2025-ekpmi"]
    records = Records(card, {"placement": [{"id": "P1", **contradiction}]}, date(2026, 2, 1))

    assert records.outcome is Outcome.REVIEW
    assert [place.path for place in records.missing] == [("departed_on",), ("status",)]


def test_where_no_day_is_left_the_days_that_leave_none_are_named():
    """A departure after the audit of which nobody wrote whether it is still to come: no other day settles that."""
    planned = {
        "recruiter_id": "recruiter",
        "scope": "overseas",
        "departed_on": "2026-05-01",
        "recruited_on": "2024-02-01",
        "field_officer": {"mandate_letter": False},
    }
    found = missing_of(
        "uu18-2017-p69-no-individual-placer", recruiter={"kind": "individual"}, placement=planned
    )

    assert found == (Outcome.UNKNOWN, ["departed_on"])


# Of many examples no two facts are missing together; those are passed over.
@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.filter_too_much])
@_drawn
def test_of_two_facts_the_one_that_cannot_matter_is_not_named(name, at, which):
    """Held against all values of both: unless nothing changes the outcome, each that is named can."""
    rule, draft, id_, facts = drawn(name, at)
    pairs = [
        pair
        for pair in combinations(facts, 2)
        if 0 < len(few(facts[pair[0]])) * len(few(facts[pair[1]])) <= 120
    ]
    start = which % len(pairs) if pairs else 0
    for pair in (*pairs[start:], *pairs[:start]):
        without, missing = missing_without(rule, draft, id_, pair)
        if {*missing} == {*pair}:
            break
    else:
        assume(False)

    outcomes = {
        values: ends(rule, without, id_, dict(zip(pair, values, strict=True)))
        for values in product(*(few(facts[place]) for place in pair))
    }
    possible = {values: outcome for values, outcome in outcomes.items() if outcome is not None}
    if len({*possible.values()}) > 1:
        for place in missing:
            other = 1 - pair.index(place)
            by_other = {}
            for values, outcome in possible.items():
                by_other.setdefault(values[other], set()).add(outcome)
            # The other may stay unwritten too, and a rule may ask by `has` whether it is.
            alone = {ends(rule, without, id_, {place: value}) for value in few(facts[place])} - {None}
            assert len(alone) > 1 or any(len(found) > 1 for found in by_other.values())
