"""What is reported as missing is what would decide, and nothing else."""

from datetime import date
from itertools import combinations, product

import pytest
from attrs import evolve
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.law import judging
from pmi_compliance import Dataset, Outcome, RulePack
from pmi_compliance.base.outcome import verdict
from pmi_compliance.engines import explain
from pmi_compliance.engines.missing import _smallest, _value
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


def test_of_a_list_known_in_part_a_further_element_is_missing():
    """The pointer ends in `-`, as RFC 6901 writes the element after the last."""
    record = {"documents": [{"type": "passport"}], "documents_complete": False}

    assert {"documents/-"} == missing(record, 'placement.documents.exists(d, d.type == "work_visa")')


# Against the plain reading: all sets, from the smallest, against all answers


def atoms_of(rest):
    if isinstance(rest, tuple):
        if rest[0] == "atom":
            return {rest[1]: rest[2]}
        return {number: facts for part in rest[1:] for number, facts in atoms_of(part).items()}
    return {}


def plainly(rests):
    """The first of the smallest sets of facts that decide, or all."""
    atoms = {number: facts for rest in rests for number, facts in atoms_of(rest).items()}
    facts = sorted({fact for hangs in atoms.values() for fact in hangs})
    for size in range(len(facts) + 1):
        for chosen in combinations(facts, size):
            answered = [number for number, hangs in atoms.items() if set(hangs) <= set(chosen)]
            outcomes = (
                verdict(*(_value(rest, dict(zip(answered, answers, strict=True))) for rest in rests))
                for answers in product((True, False), repeat=len(answered))
            )
            if Outcome.UNKNOWN not in outcomes:
                return chosen
    return tuple(facts)


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


@given(st.tuples(st.just(True) | _rest, st.just(False) | _rest, _part).map(_numbered))
@example(_numbered((("atom", (0,)), False, ("and", ("atom", (0, 1)), ("atom", (1,))))))
def test_the_set_is_the_smallest(shape):
    """No smaller set decides, and this one does."""
    rests, count = shape
    if verdict(*(_value(rest, {}) for rest in rests)) is not Outcome.UNKNOWN:
        return

    assert len(plainly(rests)) == len(_smallest(rests, count))


@pytest.mark.parametrize("extra", [0, 1])
def test_with_many_facts_none_can_be_left_out(extra):
    """Ten facts, one of which only matters beside another that is not asked: it is not reported."""
    rows = tuple(("atom", at, (at,)) for at in range(10))
    useless = ("and", ("atom", 10, (0, 10)), False)
    rests = (("and", *rows), False, ("or", ("atom", 0, (0,)), useless if extra else ("atom", 10, (0, 10))))

    assert tuple(range(10)) == _smallest((*rests[:2], rests[2]), 11)
