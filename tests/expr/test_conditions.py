"""A condition is read, checked and written out; what makes no sense is refused at its place, all of it at once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.clauses import cases, condition_of
from helpers.strategies import VARIABLES, conditions
from pmi_compliance.base.errors import PackError
from pmi_compliance.expr.check import check
from pmi_compliance.expr.printing import to_text
from pmi_compliance.expr.syntax import parse
from pmi_compliance.expr.types import BOOL, DATE, INT, Field, ListType, RecordType

PARAMETERS = RecordType("params", {"least": Field(INT), "most": Field(INT)})


def refused(condition, **options):
    with pytest.raises(PackError) as caught:
        check(condition, VARIABLES, **options)
    return caught.value


# Refused


@pytest.mark.parametrize("case", cases("refused"))
def test_a_clause_refuses(case):
    first = refused(condition_of(case)).diagnostics[0]

    assert case["refused"] in first.message.en
    assert case.get("help", "") in first.help.en
    assert first.column == case.get("column", first.column)


def test_all_that_is_wrong_with_a_condition_is_reported_at_once():
    """One look at the diagnostics is enough to correct a condition."""
    error = refused("persn.name == 'a' && i == 'b' && colour == 'gren'")

    assert [(diagnostic.code, diagnostic.column) for diagnostic in error.diagnostics] == [
        ("unknown_name", 1),
        ("text_beside_another", 22),
        ("never_occurs", 44),
    ]


def test_of_what_stands_on_a_wrong_part_nothing_more_is_reported():
    error = refused("persn.friend.name.size() > i")

    assert [diagnostic.code for diagnostic in error.diagnostics] == ["unknown_name"]


def test_the_place_is_shown_with_a_caret():
    """The caret stands under what is wrong, also behind tabs."""
    error = refused("ok &&\n\tperson.nam == 'a'")

    assert error.text.in_language("en") == (
        "2:9: unknown field `nam` on person\n"
        "   | \tperson.nam == 'a'\n"
        "   | \t       ^^^\n"
        "help: did you mean `name`? known: born, friend, name"
    )


@given(
    st.text(max_size=60)
    | st.lists(st.sampled_from(["ok", "&&", "(", ")", "'", "1", "[", "]", ".", "x", "has", "?", ":"])).map(
        " ".join
    )
)
def test_any_text_is_a_condition_or_refused_at_a_place(text):
    diagnostics = ()
    try:
        check(text, VARIABLES)
    except PackError as error:
        diagnostics = error.diagnostics
    assert all(
        diagnostic.line >= 1 and diagnostic.column >= 1 and diagnostic.message for diagnostic in diagnostics
    )


# Checked


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("person.born", DATE),
        ("people.map(p, p.born)", ListType(DATE)),
        ("people.filter(p, p.born > d)", ListType(VARIABLES["person"])),
        ("people.exists(p, p.born > d)", BOOL),
        ("ok ? i : null", INT),
        ("ints + []", ListType(INT)),
        ("people.map(p, p.born).max()", DATE),
        ("colour == 'red' ? colour : colour", VARIABLES["colour"]),
    ],
)
def test_a_condition_knows_its_type(text, kind):
    checked = check(text, VARIABLES, expect=None)

    assert checked.type_of(checked.tree) == kind


@given(conditions)
def test_every_node_has_a_type_under_a_number_of_its_own(text):
    checked = check(text, VARIABLES)

    numbers = [node.number for node in checked.nodes()]
    assert len({*numbers}) == len(numbers)
    assert {*numbers} == checked.types.keys()


def test_the_parameters_it_reads_are_known():
    checked = check("params.least < i && params.most > i", {**VARIABLES, "params": PARAMETERS})

    assert checked.parameters == {"least", "most"}


# Written out


@pytest.mark.parametrize("case", cases("gives"))
def test_a_case_written_out_is_read_back(case):
    tree = parse(condition_of(case))

    assert parse(to_text(tree)) == tree


@given(conditions)
def test_any_condition_written_out_is_read_back(text):
    tree = parse(text)

    assert parse(to_text(tree)) == tree


@pytest.mark.parametrize(
    ("written", "shortest"),
    [
        ("((ok) && (bad || ok))", "ok && (bad || ok)"),
        ("((ok && bad)) && ok", "(ok && bad) && ok"),
        ("1 - (2 - 3) == 2", "1 - (2 - 3) == 2"),
        ("(1 - 2) - 3 == i", "1 - 2 - 3 == i"),
        ("!(ok) && !(ok && bad)", "!ok && !(ok && bad)"),
        ("size(ints) == 0x10", "ints.size() == 16"),
        ("s == 'a\"b'", r's == "a\"b"'),
        ("-(1) == -i", "-(1) == -i"),
        ("ints.map(x, x > 1, x * 2) == [2,]", "ints.filter(x, x > 1).map(x, x * 2) == [2]"),
    ],
)
def test_it_is_written_as_briefly_as_the_same_tree_allows(written, shortest):
    assert to_text(parse(written)) == shortest
