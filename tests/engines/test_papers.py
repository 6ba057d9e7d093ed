"""One way to ask whether a paper was there on a day: `list.paper(kind, day)`, clause 2.6."""

from datetime import date

import pytest

from pmi_compliance.engines import Evaluator, Program
from pmi_compliance.expr.check import check
from pmi_compliance.expr.syntax import parse
from pmi_compliance.expr.types import DATE, STRING, Field, ListType, RecordType
from pmi_compliance.records.schema import OpenList, PartialList

PAPER = RecordType("paper")
PAPER.fields.update(
    type=Field(STRING),
    status=Field(STRING),
    issued_on=Field(DATE),
    expires_on=Field(DATE),
    visa=Field(STRING),
)
AUDIT = RecordType("audit")
AUDIT.fields.update(date=Field(DATE))
WORKER = RecordType("worker")
WORKER.fields.update(papers=Field(ListType(PAPER)))
NAMES = {"worker": WORKER, "day": DATE, "audit": AUDIT}

DAY, TODAY = date(2025, 3, 1), date(2025, 10, 31)
HELD = {"type": "passport", "status": "held", "issued_on": date(2024, 1, 1)}


def asked(papers, condition='worker.papers.paper("passport", day)', day=DAY):
    """What the compiled function and the explained walk give; they must agree."""
    checked = check(condition, NAMES)
    worker = {} if papers is None else {"papers": papers}
    compiled = Program.of_condition(checked, ("worker", "day")).bind(None, TODAY)(worker, day)
    scope = {"worker": (worker, None), "day": (day, None)}
    assert Evaluator(None, None, TODAY).evaluate(checked, checked.tree, scope).value is compiled
    return compiled


@pytest.mark.parametrize(
    ("paper", "in_open_list", "in_whole_list"),
    [
        (HELD, True, True),
        (HELD | {"expires_on": DAY}, True, True),
        (HELD | {"issued_on": DAY}, True, True),
        (HELD | {"issued_on": date(2025, 3, 2)}, None, False),
        (HELD | {"expires_on": date(2025, 2, 28)}, None, False),
        (HELD | {"issued_on": None}, None, None),
        *[
            ({"type": "passport", "status": status}, False, False)
            for status in ("absent", "forged", "invalid")
        ],
        ({"type": "passport", "status": "in_process"}, False, False),
        ({"type": "passport"}, None, None),
        ({"status": "held"}, None, None),
        ({"type": "visa", "status": "held"}, None, False),
        ({"type": "visa", "status": "absent"}, None, False),
    ],
)
def test_a_paper_is_there_is_not_or_is_not_known(paper, in_open_list, in_whole_list):
    """What is written is heard in every list; what is not written counts only in a list that is whole."""
    paper = {name: value for name, value in paper.items() if value is not None}

    assert asked(OpenList([paper])) is in_open_list
    assert asked((paper,)) is in_whole_list


def test_what_nobody_wrote_down_is_known_only_of_a_whole_list():
    """No list, an open one, one with a loss, and a whole one; all empty."""
    assert [asked(papers) for papers in (None, OpenList(), PartialList(), ())] == [None, None, None, False]


def test_a_statement_in_a_list_with_a_loss_can_be_outweighed_by_what_was_lost():
    """The paper that was lost on the way may be the passport."""
    assert asked(PartialList([{"type": "passport", "status": "absent"}])) is None


def test_a_paper_in_hand_on_the_audit_date_was_issued_by_then():
    """Of a day that is not before the audit, the day of issue need not be known."""
    paper = {"type": "passport", "status": "held"}

    assert [asked(OpenList([paper]), day=day) for day in (TODAY, DAY)] == [True, None]


def test_more_can_be_asked_of_the_paper():
    """A visa for another purpose is none for this journey, and only a whole list says that there is no other."""
    condition = 'worker.papers.paper("visa", day, v, v.visa == "work")'
    visa = {**HELD, "type": "visa", "visa": "tourist"}

    assert [asked(papers, condition) for papers in ((visa,), OpenList([visa]))] == [False, None]
    assert asked(OpenList([visa, visa | {"visa": "work"}]), condition) is True


MORE = 'worker.papers.paper("visa", day, v, v.visa == "work")'
MEANT = 'worker.papers.paper("visa", day, v, v.visa == "work", !has(v.visa) || v.visa == "work")'


@pytest.mark.parametrize("status", ["absent", "forged", "invalid", "in_process"])
@pytest.mark.parametrize(
    ("written", "with_more", "with_meant"),
    [
        # Alone in an open list, and in a whole one.
        ([{"visa": "work"}], (False, False), (False, False)),
        ([{}], (False, False), (False, False)),
        ([{"visa": "tourist"}], (False, False), (None, False)),
        # Beside one that serves, one of another kind, and one of which that is not known.
        ([{"visa": "tourist"}, {**HELD, "visa": "work"}], (True, True), (True, True)),
        ([{"visa": "tourist"}, {**HELD, "visa": "tourist"}], (False, False), (None, False)),
        ([{"visa": "work"}, HELD], (None, None), (None, None)),
    ],
)
def test_what_is_said_not_to_be_there_is_heard_whatever_else_is_asked(status, written, with_more, with_meant):
    """What is asked of a paper is asked of one that is there; which one is meant can be asked of all."""
    papers = [{"status": status, **paper, "type": "visa"} for paper in written]

    for condition, expected in ((MORE, with_more), (MEANT, with_meant)):
        assert (asked(OpenList(papers), condition), asked(tuple(papers), condition)) == expected


def test_a_shorthand_reads_as_what_it_means():
    """The tree is that of the longer text; every node has a number of its own."""
    tree = parse('worker.papers.holds(p, p.type == "a", p.type == "b")')
    longer = parse(
        'written(worker.papers).exists(p, p.type == "a")'
        ' || worker.papers.exists(p, false) && !written(worker.papers).exists(p, p.type == "b")'
    )
    numbers = [node.number for node in check("worker.papers.paper('a', day)", NAMES).nodes()]

    assert tree == longer
    assert tree.words == 'worker.papers.holds(p, p.type == "a", p.type == "b")'
    assert len(set(numbers)) == len(numbers)


# What stands in a history on a day

ENTRY = RecordType("entry")
ENTRY.fields.update(**{"status": Field(STRING), "from": Field(DATE), "until": Field(DATE)})
LICENCE = RecordType("licence")
LICENCE.fields.update(history=Field(ListType(ENTRY)))


def standing(entries, condition='licence.history.stands(["active"], day)'):
    """What the compiled function and the explained walk give; they must agree."""
    checked = check(condition, {"licence": LICENCE, "day": DATE})
    licence = {"history": entries}
    compiled = Program.of_condition(checked, ("licence", "day")).bind(None, None)(licence, DAY)
    scope = {"licence": (licence, None), "day": (DAY, None)}
    assert Evaluator(None, None, None).evaluate(checked, checked.tree, scope).value is compiled
    return compiled


def entry(status, start, until=None):
    return {"status": status, "from": start} | ({} if until is None else {"until": until})


YEAR_BEFORE, DAY_BEFORE, DAY_AFTER = date(2024, 3, 1), date(2025, 2, 28), date(2025, 3, 2)


@pytest.mark.parametrize(
    ("entries", "in_whole_history"),
    [
        ([entry("active", YEAR_BEFORE)], True),
        ([entry("active", DAY)], True),
        ([entry("active", DAY_AFTER)], False),
        ([entry("active", YEAR_BEFORE, DAY_BEFORE)], False),
        ([entry("active", YEAR_BEFORE, DAY)], True),
        ([entry("active", YEAR_BEFORE), entry("revoked", DAY)], False),
        ([entry("active", YEAR_BEFORE), entry("revoked", DAY_AFTER)], True),
        ([entry("active", YEAR_BEFORE), entry("suspended", DAY_BEFORE)], False),
        ([entry("active", date(2023, 1, 1)), entry("suspended", YEAR_BEFORE, DAY_BEFORE)], True),
        ([entry("active", date(2023, 1, 1)), entry("suspended", YEAR_BEFORE, DAY)], False),
        ([entry("active", YEAR_BEFORE), entry("revoked", YEAR_BEFORE)], False),
        ([], False),
    ],
)
def test_the_latest_entry_that_has_begun_and_not_ended_says_what_stands(entries, in_whole_history):
    assert standing(tuple(entries)) is in_whole_history
    # Whatever an open history says, something may have happened since.
    assert standing(OpenList(entries)) is None


def test_two_states_that_begin_on_one_day_contradict_each_other():
    """From the day on which both have begun."""
    condition = "licence.history.contradicts(day)"

    assert [
        standing(tuple(entry(status, start) for status in statuses), condition)
        for statuses, start in (
            (("active", "revoked"), DAY),
            (("active", "active"), DAY),
            (("active", "revoked"), DAY_AFTER),
        )
    ] == [True, False, False]
