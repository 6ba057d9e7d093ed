"""What is reported as missing is what would decide, and nothing else."""

from datetime import date
from itertools import combinations, product

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.law import judging
from pmi_compliance import Dataset, Outcome, RulePack
from pmi_compliance.base.outcome import conjunction, disjunction, negation, verdict
from pmi_compliance.engines import explain
from pmi_compliance.engines.missing import _smallest
from pmi_compliance.expr.check import check
from pmi_compliance.expr.types import DATE
from pmi_compliance.records.schema import bundled_model

MODEL = next(rule for rule in RulePack.load("uu-18-2017").rules if rule.id == "uu18-2017-p5a-min-age")
VARIABLES = {"placement": bundled_model().types["placement"], "judged_on": DATE}


def missing(record, requires, applies="true", review=None):
    """Pointers of the facts that are reported as missing for one record."""
    parts = {"applies_when": applies, "review_when": review, "requires": requires}
    written = {part: check(text, VARIABLES) for part, text in parts.items() if text}
    rule = evolve(MODEL, parameters={}, **judging(**written))
    dataset = Dataset.from_records({"placement": [{"id": "p", **record}]})
    explanation = explain(rule, dataset.get("placement", "p").data, dataset, date(2025, 1, 1))
    assert explanation.outcome is Outcome.UNKNOWN
    return {"/".join(map(str, place.path)) for place in explanation.missing}


def test_what_is_required_does_not_matter_where_a_person_decides():
    """Once it is known whether the rule applies, the answer is review or not applicable."""
    review = 'placement.scope == "overseas"'

    assert {"via_partner"} == missing(
        {"scope": "overseas"}, 'placement.destination == "MY"', "placement.via_partner", review
    )


def test_a_fact_that_settles_both_ways_stands_for_two():
    """Where the first fact chooses between the same answers, the second is not needed."""
    requires = "placement.via_partner || !placement.via_partner && placement.orientation.attended"

    assert {"via_partner", "orientation/attended"} == missing({}, requires)
    assert {"via_partner"} == missing({"orientation": {"attended": True}}, requires)


def test_the_same_question_asked_twice_is_one_question():
    """A review that asks whether a duty was not met asks what the duty asks."""
    duty = "placement.employment_agreement.signed_on <= placement.departed_on"

    assert {"employment_agreement/signed_on"} == missing(
        {"departed_on": "2024-01-01", "status": "candidate"},
        duty,
        review=f'placement.status == "candidate" && !({duty})',
    )


def test_of_a_list_taken_for_what_is_written_no_further_element_is_missing():
    held = '.filter(d, d.status == "held").size() == 1'

    assert {"documents/0/status"} == missing(
        {"documents": [{"type": "passport"}]}, f"written(placement.documents){held}"
    )
    assert {"documents", "documents/-", "documents/0/status"} == missing(
        {"documents": [{"type": "passport"}]}, f"placement.documents{held}"
    )


def test_of_a_list_known_in_part_a_further_element_is_missing():
    """The pointer ends in `-`, as RFC 6901 writes the element after the last."""
    record = {"documents": [{"type": "passport"}], "documents_complete": False}

    assert {"documents/-"} == missing(record, 'placement.documents.exists(d, d.type == "work_visa")')


# What cannot matter

CLASSES = (
    '["legal_entity_employer", "individual_employer", "no_crew", "merchant_crew", "fishing_crew", "crew"]'
)


def test_a_class_is_not_asked_for_where_every_class_has_the_duty():
    assert {"via_partner"} == missing({}, "placement.via_partner", f"placement.worker_category in {CLASSES}")


def test_what_only_two_answers_at_once_would_ask_for_is_not_asked_for():
    """No country is both, so that it makes no difference whether there is a partner, or which country it is."""
    requires = (
        "placement.orientation.attended"
        ' || placement.destination == "SA" && placement.destination == "OM" && placement.via_partner'
    )

    assert {"orientation/attended"} == missing({}, requires)


def test_what_every_branch_asks_in_its_own_words_is_known():
    """A seafarer or not, somebody who is not met at home has to be registered."""
    crew = 'placement.worker_category in ["merchant_crew", "fishing_crew", "crew"]'
    not_crew = 'placement.worker_category in ["legal_entity_employer", "individual_employer", "no_crew"]'
    requires = f"({crew} || {not_crew}) && placement.worker.registered"

    assert {"worker/registered"} == missing({}, requires)


@pytest.mark.parametrize("bound", ["", ".filter(d, d.status != 'absent')"])
def test_of_an_element_of_a_list_only_what_can_matter_is_asked_for(bound):
    record = {"documents": [{"status": "held"}], "documents_complete": True}
    never = 'd.type == "passport" && d.type == "work_visa"'

    assert {"documents/0/held_by"} == missing(
        record, f'placement.documents{bound}.exists(d, {never} || d.held_by == "worker")'
    )


def test_a_condition_over_texts_asks_for_each_of_them():
    """The texts are not mixed up: with one of them the answer is known, with the other it is not."""
    requires = '["MY", "SA"].exists(c, placement.destination == c && (c == "SA" || placement.via_partner))'

    assert {"destination", "via_partner"} == missing({}, requires)


def test_where_no_fact_matters_what_the_rule_waits_for_is_named():
    """The rule asks more than it needs, and stays unknown until somebody writes it down."""
    assert {"worker_category"} == missing({}, f"placement.worker_category in {CLASSES}")
    assert {"via_partner"} == missing({}, "placement.via_partner || !placement.via_partner")


# Against the plain reading: all sets, from the smallest, against all answers


def atoms_of(rest):
    if isinstance(rest, tuple):
        if rest[0] == "atom":
            return {rest[1]: rest[2]}
        return {number: facts for part in rest[1:] for number, facts in atoms_of(part).items()}
    return {}


def worlds(atoms, limited):
    """All that atoms can come to, of facts that can only be a few things only together."""
    free = [number for number in atoms if not any(number in numbers for _, numbers, _ in limited)]
    groups = [
        *((numbers, rows) for _, numbers, rows in limited),
        *(((number,), ((True,), (False,))) for number in free),
    ]
    for rows in product(*(rows for _, rows in groups)):
        yield {
            number: answer
            for (numbers, _), row in zip(groups, rows, strict=True)
            for number, answer in zip(numbers, row, strict=True)
        }


KLEENE = {"and": conjunction, "or": disjunction, "not": negation}


def value_of(rest, world):
    """What a condition comes to where some of its atoms are known."""
    if not isinstance(rest, tuple):
        return rest
    shape, *parts = rest
    if shape == "atom":
        return world.get(parts[0])
    if shape == "if":
        test = value_of(parts[0], world)
        return None if test is None else value_of(parts[1 if test else 2], world)
    return KLEENE[shape](*(value_of(part, world) for part in parts))


def final(rests, world):
    values = [value_of(rest, world) for rest in rests]
    outcome = verdict(*values)
    # A review that only what is not known makes.
    return (outcome, outcome is Outcome.REVIEW and values[1] is None)


def plainly(rests, limited):
    """The first of the smallest sets of facts that decide, or all; of such as can make a difference, if any can."""
    atoms = {number: facts for rest in rests for number, facts in atoms_of(rest).items()}
    facts = sorted({fact for hangs in atoms.values() for fact in hangs})
    all_worlds = [*worlds(atoms, limited)]

    def matters(fact):
        outcomes = {}
        for world in all_worlds:
            others = frozenset((number, world[number]) for number in atoms if fact not in atoms[number])
            outcomes.setdefault(others, set()).add(final(rests, world))
        return any(len(found) > 1 for found in outcomes.values())

    relevant = [fact for fact in facts if matters(fact)] or facts
    idle = {number for number, hangs in atoms.items() if not {*hangs} <= {*relevant}}
    given = {number: all_worlds[0][number] for number in idle}
    for size in range(len(relevant) + 1):
        for chosen in combinations(relevant, size):
            outcomes = (
                verdict(
                    *(
                        value_of(rest, {**{n: world[n] for n in atoms if {*atoms[n]} <= {*chosen}}, **given})
                        for rest in rests
                    )
                )
                for world in all_worlds
            )
            if Outcome.UNKNOWN not in outcomes:
                return chosen, relevant
    return tuple(relevant), relevant


def _numbered(raw):
    """Number atoms, and facts in order of appearance, as the simplifier does; the same facts make the same atom."""
    facts, numbers = {}, {}

    def go(rest):
        if not isinstance(rest, tuple):
            return rest
        if rest[0] == "atom":
            hangs = tuple(facts.setdefault(fact, len(facts)) for fact in rest[1])
            return ("atom", numbers.setdefault(hangs, len(numbers)), hangs)
        return (rest[0], *map(go, rest[1:]))

    return tuple(map(go, raw)), len(facts)


_atom = st.lists(st.integers(0, 4), min_size=1, max_size=2, unique=True).map(
    lambda facts: ("atom", tuple(facts))
)
_rest = st.recursive(
    _atom,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from(["and", "or"]), inner, inner),
        st.tuples(st.just("not"), inner),
        st.tuples(st.just("if"), inner, inner, inner),
    ),
    max_leaves=5,
)
_part = st.booleans() | _rest


@st.composite
def shapes(draw):
    """Conditions, and for some facts what they can come to."""
    rests, count = _numbered(draw(st.tuples(st.just(True) | _rest, st.just(False) | _rest, _part)))
    alone = {}
    for number, hangs in sorted(
        {number: hangs for rest in rests for number, hangs in atoms_of(rest).items()}.items()
    ):
        if len(hangs) == 1 and draw(st.booleans()):
            alone.setdefault(hangs[0], []).append(number)
    limited = tuple((fact, tuple(numbers), draw(_rows(len(numbers)))) for fact, numbers in alone.items())
    return rests, count, limited


def _rows(width):
    row = st.tuples(*[st.booleans()] * width)
    return st.lists(row, min_size=1, max_size=4, unique=True).map(tuple)


@given(shapes())
@example((*_numbered((("atom", (0,)), False, ("and", ("atom", (0, 1)), ("atom", (1,))))), ()))
def test_the_set_is_the_smallest(shape):
    """No smaller set decides, this one does, and each fact in it can make a difference."""
    rests, count, limited = shape
    if verdict(*(value_of(rest, {}) for rest in rests)) is not Outcome.UNKNOWN:
        return
    chosen, relevant = plainly(rests, limited)

    found = _smallest(rests, count, limited)

    assert len(chosen) == len(found)
    assert {*found} <= {*relevant}


@pytest.mark.parametrize("extra", [0, 1])
def test_with_many_facts_none_can_be_left_out(extra):
    """Ten facts, one of which only matters beside another that is not asked: it is not reported."""
    rows = tuple(("atom", at, (at,)) for at in range(10))
    useless = ("and", ("atom", 10, (0, 10)), False)
    rests = (("and", *rows), False, ("or", ("atom", 0, (0,)), useless if extra else ("atom", 10, (0, 10))))

    assert tuple(range(10)) == _smallest((*rests[:2], rests[2]), 11)
