"""Stories of real kind: the rules say of each what an honest person may say, and a change of rules shows what it changes."""

import os
from difflib import unified_diff

import outcomes
import pytest

from pmi_compliance import audit

TOLD = outcomes.stories()


@pytest.mark.parametrize("story", TOLD, ids=lambda story: story.name)
def test_a_story_is_told_honestly(story):
    """What is noted as wrong today has to be wrong: who mends it takes the note away."""
    rows = list(story.rows())
    noted = set(story.written["otherwise"].get("wrong_today", {}))

    assert [row for row in rows if row.right in ("wrong", "mended")] == []
    assert noted <= {row.rule for row in rows if row.duty == "also" and row.right == "known"}


def test_a_change_of_rules_shows_what_it_changes():
    """The stored table is the one of today; `PMI_CASES=write` stores it, and its difference is what a review reads."""
    today = outcomes.table(TOLD)
    if os.environ.get("PMI_CASES") == "write":
        outcomes.STORED.write_text(today, encoding="utf-8")
    stored = outcomes.STORED.read_text(encoding="utf-8")

    changes = unified_diff(stored.split("\n"), today.split("\n"), "stored", "today", lineterm="", n=0)
    assert stored == today, "\n".join(changes) + "\nIf that is meant: PMI_CASES=write pytest tests/cases"


@pytest.mark.parametrize("name", ["verdict-against-a-recruiter", "child-stopped-at-the-airport"])
def test_a_report_says_what_the_table_says(name):
    story = next(story for story in TOLD if story.name == name)
    report = audit(story.dataset, outcomes.packs(), as_of=story.as_of, include_passed=True)
    reported = {(str(finding.subject), finding.rule): finding.outcome.value for finding in report.findings}

    assert reported == {
        (record, rule): outcome for record, said in story.said.items() for rule, outcome in said.items()
    }


@pytest.mark.parametrize(
    "story", [story for story in TOLD if "threats" in story.written], ids=lambda story: story.name
)
def test_a_story_threatens_nobody_with_what_is_not_for_him(story):
    """`threats`: what `must` be told beside a record, `must_not_beside` one, and `must_not` anywhere."""
    report = audit(story.dataset, outcomes.packs(), as_of=story.as_of)
    told = {str(finding.subject): set() for finding in report.findings}
    for finding in report.findings:
        told[str(finding.subject)] |= {threat.code for threat in finding.sanctions}
    written = story.written["threats"]
    beside = dict.fromkeys(told, written.get("must_not", []))
    forbidden = [*beside.items(), *written.get("must_not_beside", {}).items()]

    assert [(record, told[record] & {*codes}) for record, codes in forbidden if told[record] & {*codes}] == []
    for record, codes in written.get("must", {}).items():
        assert {*codes} <= told[record], record


def test_every_duty_is_of_a_story():
    named = {statement["duty"] for story in TOLD for statement in story.written["expect"]}

    assert named == set(outcomes.DUTIES)


def test_days_and_words_of_a_story_stay_as_they_are_written(tmp_path):
    (tmp_path / "story.yaml").write_text("{as_of: 2024-05-01, month: 2024-05, on: no, known: true, count: 3}")

    read = outcomes.read(tmp_path / "story.yaml")
    assert read == {"as_of": "2024-05-01", "month": "2024-05", "on": "no", "known": True, "count": 3}


@pytest.mark.parametrize(
    ("said", "allowed", "wrong_today", "right"),
    [
        ("pass", True, None, "right"),
        ("fail", False, None, "wrong"),
        ("fail", False, "too early", "known"),
        ("review", True, "too early", "mended"),
        ("-", False, None, "-"),
    ],
)
def test_a_row_says_whether_it_is_right(said, allowed, wrong_today, right):
    row = outcomes.Row("story", "placement A", "a duty", "a-rule", said, allowed, wrong_today)

    assert row.right == right
