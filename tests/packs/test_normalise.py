"""What a rule says in many ways comes down to plain conditions, which each engine judges alike."""

from datetime import date

import pytest
from attrs import evolve

from helpers.law import judging, packs, rules
from pmi_compliance import Dataset, Outcome
from pmi_compliance.base.dated import Period
from pmi_compliance.base.outcome import SETTLES
from pmi_compliance.base.text import Text
from pmi_compliance.engines import Program, explain
from pmi_compliance.engines.tables.engine import DuckDB, decide
from pmi_compliance.engines.tables.store import Store
from pmi_compliance.expr.check import check
from pmi_compliance.expr.syntax import parse
from pmi_compliance.expr.types import BOOL
from pmi_compliance.packs.model import Act, Term
from pmi_compliance.packs.normalise import AUDIT_DATE, TooLarge, expanded, normalised
from pmi_compliance.packs.rules import variables_of

AS_OF = date(2025, 10, 31)
MODEL = rules()["uu18-2017-p5a-min-age"]
VARIABLES = variables_of("placement", {}, MODEL.model)
#: Terms of the tests, by name.
MEANINGS = {
    "overseas": 'placement.scope == "overseas"',
    "has_visa": 'placement.documents.exists(d, d.type == "work_visa")',
}


def parsed(text, names=()):
    return check(text, {**VARIABLES, **dict.fromkeys(names, BOOL)})


def terms(**meanings):
    known = {}
    for name, text in {**MEANINGS, **meanings}.items():
        written = parsed(text, known)
        known[name] = Term(name, Text(name, name), "placement", written, expanded(written, known), ())
    return known


def rule(**written):
    """A rule about placements whose author wrote these texts."""
    known = terms()
    conditions = {"requires", "applies_when", "review_when"}
    texts = {part: parsed(text, known) for part, text in written.items() if part in conditions}
    rest = {name: value for name, value in written.items() if name not in conditions}
    texts.setdefault("requires", parsed("placement.via_partner"))
    return evolve(MODEL, parameters={}, **judging(terms=known, **{**texts, **rest}))


def act(happened, given_up=None):
    """An act of the audit date that has happened, or was given up, where a term holds."""
    known = terms()
    return Act(
        "acting",
        "placement",
        Text("berbuat", "acting"),
        AUDIT_DATE,
        ("departed_on",),
        expanded(parsed(happened, known), known),
        None if given_up is None else expanded(parsed(given_up, known), known),
    )


def outcomes(judged, placements):
    """What the three engines say of each placement; they must agree."""
    dataset = Dataset.from_records({"placement": placements})
    run = Program.of_rule(judged).bind(dataset, AS_OF)
    records = dataset.tables["placement"]
    compiled = {record.id: run(record.data) for record in records}
    assert compiled == {record.id: explain(judged, record.data, dataset, AS_OF).outcome for record in records}
    store = Store.of(dataset)
    decided = decide([judged], store, AS_OF, DuckDB(store), include_passed=True).pairs
    assert compiled == {record.id: outcome for _, record, outcome in decided}
    return compiled


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ({}, ["applies_when", "requires"]),
        ({"in_force": Period(date(2018, 1, 1))}, ["in_force", "applies_when", "requires"]),
        ({"automation": "manual"}, ["applies_when", "review_when", "requires"]),
        ({"suspected": True}, ["applies_when", "review_when", "requires"]),
        ({"act": act("overseas")}, ["applies_when", "review_when", "requires"]),
    ],
)
def test_a_rule_has_the_conditions_it_needs_in_the_order_of_the_verdict(written, parts):
    parts_found = [condition.part for condition in rule(**written).conditions]

    assert parts == parts_found
    assert parts_found == [part for part in SETTLES if part in parts_found]


@pytest.mark.parametrize(
    ("written", "part", "same"),
    [
        ({"requires": "!overseas"}, "requires", '!(placement.scope == "overseas")'),
        ({"automation": "manual"}, "review_when", "true"),
        ({"suspected": True}, "review_when", "!placement.via_partner"),
        (
            {"act": act("overseas")},
            "review_when",
            '!(placement.scope == "overseas") && !placement.via_partner',
        ),
        (
            {"review_when": "placement.scope == 'domestic'", "act": act("overseas")},
            "review_when",
            'placement.scope == "domestic" || !(placement.scope == "overseas") && !placement.via_partner',
        ),
        (
            {"in_force": Period(date(2018, 1, 1), date(2020, 1, 1))},
            "in_force",
            'judged_on >= date("2018-01-01") && judged_on < date("2020-01-01")',
        ),
    ],
)
def test_what_is_put_together_is_the_tree_of_the_whole(written, part, same):
    """As if the author had written the long form."""
    assert rule(**written).condition(part).tree == parse(same)


def test_a_guard_stands_before_what_is_written_and_alone_where_nothing_is():
    guard = terms()["overseas"]

    assert rule(guard=guard).condition("applies_when").tree == parse(MEANINGS["overseas"])
    both = rule(guard=guard, applies_when="placement.via_partner").condition("applies_when")
    assert both.tree == parse(f"{MEANINGS['overseas']} && placement.via_partner")


def test_an_act_that_was_given_up_is_not_judged_unless_the_rule_says_so():
    given_up = act("overseas", given_up="has_visa")

    assert rule(act=given_up).condition("applies_when").tree == parse(f"!{MEANINGS['has_visa']}")
    both = rule(guard=terms()["overseas"], act=given_up, applies_when="placement.via_partner")
    assert both.condition("applies_when").tree == parse(
        f"{MEANINGS['overseas']} && !{MEANINGS['has_visa']} && placement.via_partner"
    )
    assert rule(act=given_up, judged_if_given_up=True).condition("applies_when").tree == parse("true")


def test_a_term_may_name_its_elements_as_the_rule_does():
    """Trees are put together, not texts: a name inside a term is the term's own."""
    judged = rule(requires='placement.documents.exists(d, d.type == "passport" && has_visa)')
    documents = [{"type": "passport"}, {"type": "work_visa"}]

    outcome_of = outcomes(
        judged,
        [
            {"id": "a", "documents": documents},
            {"id": "b", "documents": documents[:1], "documents_complete": True},
        ],
    )

    assert outcome_of == {"a": Outcome.PASS, "b": Outcome.FAIL}


def test_a_reason_quotes_what_was_written_where_it_was_written():
    judged = rule(applies_when="overseas  &&\n has_visa")
    dataset = Dataset.from_records({"placement": [{"id": "a", "scope": "domestic"}]})

    explanation = explain(judged, dataset.get("placement", "a").data, dataset, AS_OF)

    assert [(reason.part, reason.expression) for reason in explanation.reasons] == [
        ("applies_when", 'placement.scope == "overseas"')
    ]


def test_a_reason_with_a_term_in_it_quotes_the_words_of_the_term():
    judged = rule(requires="overseas == placement.via_partner")
    dataset = Dataset.from_records({"placement": [{"id": "a", "scope": "domestic", "via_partner": True}]})

    explanation = explain(judged, dataset.get("placement", "a").data, dataset, AS_OF)

    assert {reason.expression for reason in explanation.reasons} == {
        'placement.scope == "overseas") == placement.via_partner'
    }


def test_what_is_too_large_names_its_part():
    known = terms(**{f"t{n}": f"t{n - 1} && !t{n - 1}" if n else "placement.via_partner" for n in range(9)})
    written = rule().written

    with pytest.raises(TooLarge) as caught:
        normalised(evolve(written, review_when=parsed("t8 || !t8", known), terms=known))

    assert caught.value.part == "review_when"


def test_the_conditions_of_every_bundled_rule_come_of_what_is_written():
    for judged in (bundled for pack in packs() for bundled in pack.rules):
        day, conditions = normalised(judged.written)
        assert day.tree == judged.day.tree
        assert [(condition.part, condition.checked.tree) for condition in conditions] == [
            (condition.part, condition.checked.tree) for condition in judged.conditions
        ]


FISHES = 'placement.worker_category == "fishing_crew"'
AT_SEA = 'placement.worker_category in ["merchant_crew", "fishing_crew"]'


@pytest.mark.slow
@pytest.mark.parametrize(
    ("condition", "category", "outcome"),
    [
        (FISHES, "crew", Outcome.UNKNOWN),
        (FISHES, "no_crew", Outcome.FAIL),
        (FISHES, None, Outcome.UNKNOWN),
        ('placement.worker_category != "fishing_crew"', "crew", Outcome.UNKNOWN),
        ('placement.worker_category != "fishing_crew"', "no_crew", Outcome.PASS),
        (AT_SEA, "crew", Outcome.PASS),
        (AT_SEA, "no_crew", Outcome.FAIL),
        # Who asks for crew asks for each kind of it.
        ('placement.worker_category == "crew"', "fishing_crew", Outcome.PASS),
        ("placement.worker_category == placement.job", "crew", Outcome.UNKNOWN),
        ("placement.worker_category == placement.job", "fishing_crew", Outcome.FAIL),
    ],
)
def test_a_code_that_is_one_of_several_may_be_each_of_them(condition, category, outcome):
    """A comparison with it is decided where it comes to the same for all of them, by every engine."""
    placement = {"id": "P", "worker_category": category, "job": "cook"}

    assert {"P": outcome} == outcomes(rule(requires=condition), [placement])


def test_a_fact_that_is_one_of_several_is_asked_for():
    """Which of them it is would decide, and it can no longer be one of several."""
    dataset = Dataset.from_records({"placement": [{"id": "P", "worker_category": "crew"}]})

    explanation = explain(rule(requires=FISHES), dataset.get("placement", "P").data, dataset, AS_OF)

    assert [place.path for place in explanation.missing] == [("worker_category",)]
