"""The questions that settle most of what is unknown."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.forms import everything_in, text_of
from pmi_compliance import Dataset, Outcome, audit, default_packs
from pmi_compliance.cli.main import main
from pmi_compliance.report.questions import best_next, question_lines, questions

AS_OF = date(2025, 10, 31)
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(scope="module")
def quickstart():
    return audit(Dataset.read(EXAMPLES / "quickstart"), default_packs(), as_of=AS_OF)


def judged(**records):
    return audit(Dataset.from_records(records), default_packs(), as_of=AS_OF)


def test_ten_questions_settle_at_least_half_of_the_quick_start_and_the_report_says_so(quickstart):
    listed = questions(quickstart)
    settled = sum(question.pairs for question in listed)

    assert len(listed) == 10
    assert settled >= quickstart.outcomes[Outcome.UNKNOWN] / 2
    assert f"menjawab {settled} dari 844" in text_of(quickstart, "table").replace("\n  ", " ")


def test_every_form_lists_them(quickstart):
    held = json.loads(text_of(quickstart, "json"))["questions"]
    asked = [question["ask"]["id"] for question in held]
    sheets = everything_in(quickstart, "xlsx")

    assert asked == [question.text.id for question in questions(quickstart)]
    assert [question for question in asked if question not in sheets] == []


def test_the_command_prints_them_in_both_languages(capsys):
    main(["office", "questions", str(EXAMPLES / "quickstart"), "--as-of", "2025-10-31", "--lang", "en"])

    assert "1. Which papers are there" in capsys.readouterr().out


def test_answering_the_first_question_settles_what_it_promised():
    """Asked of the audit itself: with the answer, so many pairs are unknown no more, whatever the answer is."""
    sent = {"id": "W1", "scope": "overseas", "executor_kind": "p3mi", "status": "departed", "departed_on": "2025-03-11",
            "destination": "MY"}  # fmt: skip
    before = judged(placement=[sent])
    first = next(question for question in questions(before, 40) if question.pointer == "/worker_category")

    for answer in ("legal_entity_employer", "merchant_crew"):
        after = judged(placement=[{**sent, "worker_category": answer}])
        assert after.outcomes[Outcome.UNKNOWN] < before.outcomes[Outcome.UNKNOWN]
    assert first.persons <= 1


topics = st.sampled_from([("placement", f"/{name}") for name in "abcdef"])
patterns = st.dictionaries(st.frozensets(topics, min_size=1, max_size=4), st.integers(1, 50), max_size=12)


@given(patterns, st.sets(topics))
def test_no_single_other_question_settles_more(drawn, known):
    def settled_by(topic):
        return sum(number for pattern, number in drawn.items() if pattern - known == {topic})

    best = best_next(drawn, known)
    left = {topic for pattern in drawn for topic in pattern - known}

    assert (best is None) == (not left)
    assert all(settled_by(topic) <= settled_by(best) for topic in left)


def test_at_each_step_no_other_question_settles_more(quickstart):
    """Counted anew from the findings; and of each it is said how many others wait for its answer."""

    def asked(finding):
        return {
            (
                missing.record.kind if missing.record else finding.subject.kind,
                "/"
                + "/".join(
                    missing.pointer.split("/")[1:][: 2 if missing.pointer.startswith("/worker/") else 1]
                ).removesuffix("_complete"),
            )
            for missing in finding.missing
        }

    left = [
        asked(finding)
        for finding in quickstart.findings
        if finding.outcome is Outcome.UNKNOWN and finding.missing
    ]
    for question in questions(quickstart):
        alone = Counter(next(iter(topics)) for topics in left if len(topics) == 1)
        topic = question.kind, question.pointer
        assert question.pairs == alone[topic] == max(alone.values())
        assert question.needed == sum(topic in topics for topics in left) - question.pairs
        left = [topics - {topic} for topics in left if topics != {topic}]


def test_what_is_settled_is_counted_once_and_never_more_than_there_is(quickstart):
    everything = questions(quickstart, most=10_000)

    lacking = [
        finding for finding in quickstart.findings if finding.outcome is Outcome.UNKNOWN and finding.missing
    ]
    assert sum(question.pairs for question in everything) == len(lacking)


def test_a_batch_counts_as_many_persons_as_it_stands_for():
    batch = {"id": "W1", "scope": "overseas", "status": "departed", "departed_on": "2025-03-11", "count": 12}

    assert {question.persons for question in questions(judged(placement=[batch]))} <= {0, 1, 12}
    assert max(question.persons for question in questions(judged(placement=[batch]))) == 12


def test_nothing_unknown_gives_no_question():
    assert questions(judged()) == ()
    assert [*question_lines(judged(), "id")] == []
