"""
What is learned turns no known outcome into another.

Records are audited twice: once with less of what is known, and once with all of it. In the words of this property:

- *known* are the outcomes pass, fail and not applicable, and a review that is not open. An open review says which facts
  are missing: the breach is certain, and what could excuse it is not known. It may become any other outcome, and so may
  what is unknown. What is known may become unknown, where a contradiction or another law comes into view.
- *learned* are facts, the exact day of a date that was known in part, elements of a list, and that a list is whole.
- Nothing that is learned contradicts what is written. Where two sources of one thing disagree (scope and destination,
  class of worker and kind of employer, executor and kind of recruiter, two birth dates, a return before the departure,
  a no and the day of a yes), both are written from the start, for a contradiction is for a person: see
  `helpers.contradictions`.
- That something more was done, of which a record has no way to say that it was not, is another act and no fact about
  what is written: see `DONE`. That something ended, of which none wrote an end: see `ENDS`.
- Which records belong together is not learned by rules that speak of the records that are known to: see `BELONGING`.
- Six rules hear what is written of a list that may hold more: see `LET_OUT`.
"""

from collections import Counter
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.effort import examples
from helpers.law import rules
from helpers.learning import LET_OUT, apart, drawn_records, less_known, one_less
from helpers.needs import java
from helpers.reading import all_is_read
from helpers.strategies import tables
from pmi_compliance import Dataset, Outcome
from pmi_compliance.auditing.backends import decide
from pmi_compliance.engines import Program, explain
from pmi_compliance.packs.examples import read_examples

#: Of the records of a database such a rule asks which facts are written: a fact that is not written there is the breach.
ASK_WHAT_IS_WRITTEN = {"pp59-2021-p67-district-database"}

#: What turned is told by the assertion; that the records it was found among fill pages is no fault.
large_examples = pytest.mark.filterwarnings("ignore:Generating overly large repr")

#: So many records, each with those that it names, are audited together.
TOGETHER = 8


@st.composite
def learning(draw, together=TOGETHER, of_any_form=1):
    """The day of an audit, records of which less is known, the same with all, and rules that are not looked at."""
    chance = Random(draw(st.integers(0, 2**62)))
    as_of, pieces = drawn_records(chance, together - of_any_form)
    more = {}
    for number, piece in enumerate([*pieces, *(draw(tables()) for _ in range(of_any_form))]):
        for kind, records in apart(piece, number).items():
            more.setdefault(kind, []).extend(records)
    less, unasked = less_known(chance, more)
    return as_of, less, more, unasked


def looked_at(unasked):
    """The rules that are looked at."""
    for rule in rules().values():
        text = " ".join(condition.checked.text for condition in rule.conditions)
        if rule.id not in ASK_WHAT_IS_WRITTEN and not any(word in text for word in unasked):
            yield rule


def decided(asked, records, as_of, backend):
    """By rule and record: the record and the outcome; and what leads to other records."""
    dataset = Dataset.from_records(records)
    assert all_is_read(dataset)
    decisions = decide(asked, dataset, as_of, backend, include_passed=True)
    found = {
        (rule.id, record.kind, record.id): (record.data, outcome) for rule, record, outcome in decisions.pairs
    }
    return found, dataset


def turned(drawn, backend="closures"):
    """What turned: rule, record and both outcomes."""
    as_of, less, more, unasked = drawn
    asked = [*looked_at(unasked)]
    before, fewer = decided(asked, less, as_of, backend)
    after, _ = decided(asked, more, as_of, backend)
    assert before.keys() == after.keys()
    for pair, (data, outcome) in before.items():
        _, later = after[pair]
        if turns(rules()[pair[0]], data, fewer, as_of, outcome, later):
            yield pair, outcome.value, later.value


def turns(rule, data, dataset, as_of, outcome, later):
    """Whether an outcome that was known of a record of which less was known is another later."""
    if outcome is later or Outcome.UNKNOWN in {outcome, later}:
        return False
    if (rule.id, outcome.value, later.value) in LET_OUT:
        return False
    return outcome is not Outcome.REVIEW or not explain(rule, data, dataset, as_of).missing


@examples(12)
@given(learning())
def test_what_is_learned_turns_no_known_outcome_into_another(drawn):
    assert not [*turned(drawn)]


@pytest.mark.long
@large_examples
@settings(max_examples=250)
@given(learning(40, of_any_form=5))
def test_what_is_learned_of_ten_thousand_turns_nothing(drawn):
    assert not [*turned(drawn)]


@pytest.mark.long
@settings(max_examples=1)
@given(learning(60))
def test_nor_where_queries_decide(drawn):
    assert not [*turned(drawn, "tables")]


@pytest.mark.long
@large_examples
@settings(max_examples=10)
@given(learning(1_000, of_any_form=5))
def test_nor_of_ten_thousand_where_queries_decide(drawn):
    assert not [*turned(drawn, "tables")]


@pytest.mark.long
@large_examples
@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")
@settings(max_examples=10)
@given(learning(1_000, of_any_form=5))
def test_nor_of_ten_thousand_where_spark_decides(drawn):
    java()
    assert not [*turned(drawn, "spark")]


def of_examples():
    """Each rule with each of its examples that is decided, and how it ends."""
    for rule in rules().values():
        program = Program.of_rule(rule)
        for example in read_examples(rule).examples:
            outcome = judged(program, rule, example.records, example)
            if rule.id not in ASK_WHAT_IS_WRITTEN and outcome not in {None, Outcome.UNKNOWN}:
                yield rule, program, example, outcome


def judged(program, rule, records, example):
    """How a rule ends on the first record of its kind; `None` where no record may be so."""
    dataset = Dataset.from_records(records)
    record = dataset.get(rule.subject, example.records[rule.subject][0]["id"])
    return None if record is None else program.bind(dataset, example.as_of)(record.data)


def all_with_one_less(records):
    """All ways to know one thing less of some records: where it stood, and the records."""
    for kind, listed in records.items():
        for place, record in enumerate(listed):
            for path, less in one_less(kind, record, records):
                yield path, {**records, kind: [*listed[:place], less, *listed[place + 1 :]]}


@pytest.mark.slow
def test_each_thing_that_an_example_knows_is_learned_alone_and_turns_nothing():
    turned_by, tried = set(), 0
    for rule, program, example, outcome in of_examples():
        for path, records in all_with_one_less(example.records):
            tried += 1
            before = judged(program, rule, records, example)
            if before in {None, outcome}:
                continue
            dataset = Dataset.from_records(records)
            data = dataset.get(rule.subject, example.records[rule.subject][0]["id"]).data
            if turns(rule, data, dataset, example.as_of, before, outcome):
                turned_by.add((rule.id, path, before.value, outcome.value, example.name))

    assert not turned_by
    assert tried > 30_000


def test_much_is_learned_and_much_was_known():
    """The property speaks of something: many outcomes were known, and many are learned."""
    seen = Counter()

    @settings(max_examples=20, database=None)
    @given(learning())
    def look(drawn):
        as_of, less, more, unasked = drawn
        asked = [*looked_at(unasked)]
        before, after = (decided(asked, records, as_of, "closures")[0] for records in (less, more))
        seen.update((outcome, after[pair][1]) for pair, (_, outcome) in before.items())

    look()
    for outcome in (Outcome.PASS, Outcome.FAIL, Outcome.REVIEW, Outcome.NOT_APPLICABLE):
        assert seen[outcome, outcome] >= 10, seen
        assert seen[Outcome.UNKNOWN, outcome] >= 10, seen
