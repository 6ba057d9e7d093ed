"""What conditions have in common stands in a query once, and means there what it means anywhere."""

from datetime import date

import ibis
import ibis.expr.operations as ops
import pytest

from helpers.columns import columns, lowered, query
from helpers.strategies import VARIABLES
from pmi_compliance.engines import Program
from pmi_compliance.engines.shapes import Shapes
from pmi_compliance.engines.tables.home import sql_of
from pmi_compliance.expr.check import check

PEOPLE = (
    {"name": "Ana Ota", "born": date(2000, 2, 1), "friend": {"name": "ana  ota", "born": date(1999, 1, 1)}},
    {"name": "Budi", "friend": {"name": "Citra"}},
)
ROWS = [
    {**dict.fromkeys(VARIABLES), **given}
    for given in (
        {"people": PEOPLE, "d": date(2000, 1, 1), "i": 2, "ints": (1, 2)},
        {"people": PEOPLE[1:], "d": date(2000, 1, 1), "s": "di", "ints": (3,)},
        {"people": (), "person": PEOPLE[0], "i": 0, "ints": (None,)},
        {"ints": ()},
    )
]


@pytest.fixture
def given():
    connection = ibis.duckdb.connect()
    connection.con.register("given", columns(ROWS))
    return connection, connection.table("given")


def in_memory(text):
    function = Program.of_condition(check(text, VARIABLES), tuple(VARIABLES)).bind(None, None)
    return [function(*(row[name] for name in VARIABLES)) for row in ROWS]


def in_itself(levels):
    """A condition that stands three times in itself, and so on."""
    text = "people.exists(p, p.born > d && p.friend.born < p.born)"
    for level in range(levels):
        text = f"({text} ? {text} || i > {level} : !({text}))"
    return text


def test_a_condition_that_stands_three_times_in_itself_makes_no_query_three_times_as_long(given):
    connection, table = given
    sizes = [
        len(sql_of(connection, query(table, check(in_itself(levels), VARIABLES)))) for levels in (1, 2, 3)
    ]

    # Each level adds one step, which is as long as the one before.
    assert sizes[2] - sizes[1] < 1.5 * (sizes[1] - sizes[0])
    assert lowered(connection, table, check(in_itself(3), VARIABLES)) == in_memory(in_itself(3))


@pytest.mark.parametrize(
    "text",
    [
        # The same question in two loops, of nothing in them, and of elements that are known one by one.
        "people.exists(p, name_key(p.name) == name_key(s)) != people.all(q, name_key(s) == name_key(q.friend.name))",
        (
            "people.exists(p, ['bu', 'ci'].exists(n, name_key(n + s) == name_key(p.name)))"
            " || people.all(q, ['bu', 'ci'].exists(n, name_key(n + s) == name_key(q.friend.name)))"
        ),
        (
            "people.exists(p, ['Budi', p.name].exists(n, name_key(n) == name_key(p.friend.name)))"
            " || people.exists(q, ['Budi', q.friend.name].exists(n, name_key(n) == name_key(s)))"
        ),
        # Loops in loops, of which the inner one does not depend on the outer.
        "people.exists(p, people.exists(q, name_key(q.name) == name_key(s)) && p.born > d)",
        "ints.exists(a, ints.exists(b, a / b == i && people.exists(p, name_key(p.name) == name_key(s))))",
        "ints.exists(a, ints.exists(b, a / b == 2) && ints.exists(c, a / c == i))",
        # A question about an answer.
        "ints.exists(a, a / (4 / a) == i)",
        # What is kept by an answer is counted, kept again, and looked at by another.
        "people.filter(p, name_key(p.name) == 'budi').size() == 1",
        (
            "people.filter(p, name_key(p.name) != name_key(s)).filter(q, name_key(q.name) == 'budi')"
            ".exists(r, r.name == 'Budi')"
        ),
        "people.filter(p, people.filter(q, name_key(q.name) == name_key(p.name)).size() == 1).size() == 2",
        "ints.filter(a, a / 2 == 1).size() == i / 2",
    ],
)
def test_what_is_asked_in_a_loop_is_answered_for_that_loop(given, text):
    connection, table = given
    checked = check(text, VARIABLES)

    assert lowered(connection, table, checked) == in_memory(text)
    # Spark refuses questions inside of loops.
    for loop in query(table, checked).op().find((ops.ArrayMap, ops.ArrayFilter)):
        assert not loop.body.find(ops.ScalarUDF, filter=ops.Value)


@pytest.mark.parametrize("question", ["name_key(s) == name_key({})", "date({}) < d", "{}.size() / 2 == i"])
@pytest.mark.parametrize(
    "loop",
    [
        "people.exists(p, {p})",
        "people.all(p, {p})",
        "people.map(p, {p}).exists(q, q)",
        "people.map(p, {p}).size() == i",
        "people.filter(p, {p}).size() == i",
        "people.filter(p, {p}).exists(q, q.born > d)",
        "people.filter(p, {p}).exists(q, {q})",
        "people.filter(p, {p}).filter(q, {q}).size() == i",
        "people.filter(p, {p}).map(q, q.born).max() > d",
        "people.exists(p, people.filter(q, {q}).size() == i && {p})",
    ],
)
def test_each_question_is_answered_in_each_loop(given, loop, question):
    """Each macro, and what is made of a list that it gives, with each question that is not put into a query."""
    text = loop.format(**{name: f"({question.format(f'{name}.name')})" for name in "pq"})
    connection, table = given

    assert lowered(connection, table, check(text, VARIABLES)) == in_memory(text)


@pytest.mark.parametrize(
    ("left", "right", "are_same"),
    [
        ("i > 1 && ok", "i > 1 && ok", True),
        ("i == 1", "ok == true", False),
        ("people.exists(p, p.born > d)", "people.exists(p, p.born > d)", True),
        ("people.exists(p, p.born > d)", "people.exists(p, p.born > e)", False),
        ("people.exists(p, p.born > d)", "people.all(p, p.born > d)", False),
        ("has(person.name)", "person.name == s", False),
    ],
)
def test_nodes_have_the_same_number_where_they_mean_the_same(left, right, are_same):
    shapes = Shapes()
    left, right = (shapes.of(checked)[checked.tree.number]
                   for checked in (check(text, VARIABLES) for text in (left, right)))  # fmt: skip

    assert (left.number == right.number) is are_same
    if are_same:
        assert left.names == right.names


def test_a_node_reads_what_stands_outside_of_it():
    checked = check("people.exists(p, p.born > d && [s].exists(x, x == p.name))", VARIABLES)
    shapes = Shapes().of(checked)

    assert shapes[checked.tree.number].names == ("d", "people", "s")
    assert shapes[checked.tree.body.number].names == ("d", "p", "s")
