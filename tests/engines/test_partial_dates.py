"""What is said of a date known in part holds of every day that it may be: every completion is looked at."""

import json
from datetime import date, timedelta
from itertools import product
from math import prod
from random import Random

import ibis
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.columns import columns, lowered
from helpers.effort import examples
from helpers.law import judging, packs, rules
from helpers.strategies import VARIABLES, about_days, environments, tables_in_part
from helpers.vague import vague_quickstart
from pmi_compliance import Dataset, Finding, Outcome, audit
from pmi_compliance.auditing.backends import read_records
from pmi_compliance.base.dated import Dated, Period
from pmi_compliance.base.days import Span, day_of, spread
from pmi_compliance.engines import Evaluator, Program, explain
from pmi_compliance.expr.check import check
from pmi_compliance.expr.types import INT
from pmi_compliance.packs.model import Parameter, Value
from pmi_compliance.packs.rules import variables_of
from pmi_compliance.report.json import as_json

AS_OF = date(2025, 10, 31)
#: So many completions of an environment are looked at.
MOST = 100


@st.composite
def nearby(draw):
    """Environments whose dates known in part may be few days each, so that all completions can be looked at."""
    environment = draw(environments)
    start = draw(
        st.dates(date(2000, 2, 25), date(2000, 3, 2)) | st.dates(date(1999, 12, 30), date(2018, 3, 3))
    )
    # Where the days lie is left to chance alone: drawn one by one, most would lie on each other, and decide nothing.
    chance = draw(st.randoms(use_true_random=False))

    def a_day():
        first = start + timedelta(chance.choice([-370, -4, -1, 0, 0, 1, 4, 366, 6574]))
        return spread(first, first + timedelta(chance.choice([0, 0, 1, 2, 3])))

    def moved(value):
        match value:
            case Span() | date():
                return a_day()
            case dict():
                return {name: moved(inner) for name, inner in value.items()}
            case tuple():
                return type(value)(map(moved, value))
            case _:
                return value

    # And most of them are written: of a day that is not, nothing is decided either.
    days = {
        **dict.fromkeys("de", a_day),
        "person": lambda: {"born": a_day()},
        "people": lambda: ({"born": a_day()},),
    }
    written = {name: make() for name, make in days.items() if chance.random() < 0.7}
    return {**moved(environment), **written}


def spans(value):
    """The dates of a value that are known in part, in their order."""
    match value:
        case Span():
            yield value
        case dict():
            for inner in value.values():
                yield from spans(inner)
        case tuple():
            for inner in value:
                yield from spans(inner)


def completed(value, days):
    """A value with the next day for each date that is known in part."""
    match value:
        case Span():
            return next(days)
        case dict():
            return {name: completed(inner, days) for name, inner in value.items()}
        case tuple():
            return type(value)(completed(inner, days) for inner in value)
        case _:
            return value


def completions(value):
    """All completions of a value, or the most, drawn evenly, where there are more."""
    choices = [each(span) for span in spans(value)]
    if prod(map(len, choices)) <= MOST:
        ways = product(*choices)
    else:
        chance = Random(len(choices))
        ways = ([chance.choice(days) for days in choices] for _ in range(MOST))
    for way in ways:
        yield completed(value, iter(way))


def each(span):
    return [span.lo + timedelta(at) for at in range((span.hi - span.lo).days + 1)]


def agrees(text, environment):
    """Hold what the closures and the walk say against all completions."""
    checked = check(text, VARIABLES)
    function = Program.of_condition(checked, tuple(VARIABLES)).bind(None, None)
    said = function(*(environment[name] for name in VARIABLES))
    scope = {name: (value, None) for name, value in environment.items()}
    assert Evaluator(None, None, None).evaluate(checked, checked.tree, scope).value is said
    if said is None:
        return said
    # Between days that contradict each other no day is left.
    allowed = {said, None} if "within" in text else {said}
    for whole in completions(environment):
        assert function(*(whole[name] for name in VARIABLES)) in allowed, whole
    return said


@settings(max_examples=100)
@given(about_days, nearby())
def test_what_is_known_holds_of_every_completion(text, environment):
    agrees(text, environment)


@pytest.mark.long
@settings(max_examples=10_000)
@given(about_days, nearby())
def test_ten_thousand_conditions_hold_of_every_completion(text, environment):
    agrees(text, environment)


def by_duckdb(text, given_environments):
    connection = ibis.duckdb.connect()
    connection.con.register("given", columns(given_environments))
    return lowered(connection, connection.table("given"), check(text, VARIABLES))


@settings(max_examples=10)
@given(about_days, st.lists(nearby(), min_size=8, max_size=8))
def test_queries_say_the_same(text, given_environments):
    assert by_duckdb(text, given_environments) == [agrees(text, each) for each in given_environments]


@pytest.mark.long
@settings(max_examples=2_500)
@given(about_days, st.lists(nearby() | environments, min_size=8, max_size=8))
def test_queries_say_the_same_of_ten_thousand(text, given_environments):
    function = Program.of_condition(check(text, VARIABLES), tuple(VARIABLES)).bind(None, None)

    assert by_duckdb(text, given_environments) == [
        function(*(environment[name] for name in VARIABLES)) for environment in given_environments
    ]


def test_much_of_what_is_drawn_is_decided_and_much_is_not():
    """A suite in which everything is unknown, or nothing, would agree about little."""
    values = []

    @settings(max_examples=200, database=None)
    @given(about_days, nearby())
    def look(text, environment):
        if any(type(value) is Span for value in environment.values()):
            values.append(agrees(text, environment))

    look()
    assert min(values.count(value) for value in (True, False, None)) > len(values) / 20


# The day of an act

MODEL = rules()["uu18-2017-p5a-min-age"]


def stated(value):
    return Value(value, {}, "verified")


LIMIT = Parameter(
    "limit",
    MODEL.title,
    INT,
    None,
    Dated.of(
        [(date(2014, 1, 1), stated(18)), (date(2016, 1, 1), stated(21)), (date(2018, 1, 1), stated(21))]
    ),
)


def departing(variables):
    """The departure on the day that is written, and no other date that bounds it."""
    day = check("placement.departed_on", variables, expect=None)
    return evolve(MODEL.act, day=day, happened=None, given_up=None)


def rule(requires, **written):
    variables = variables_of("placement", {"limit": LIMIT}, MODEL.model)
    conditions = {
        "requires": check(requires, variables),
        "act": departing(variables),
        "in_force": Period(date(2014, 1, 1), date(2020, 1, 1)),
    }
    return evolve(MODEL, parameters={"limit": LIMIT}, **judging(**{**conditions, **written}))


def outcome(judged, **facts):
    data = {
        "id": "P1",
        **{name: day_of(text) if name.endswith("_on") else text for name, text in facts.items()},
    }
    data["worker"] = {"birth_date": data.pop("born_on")} if "born_on" in data else {}
    said = Program.of_rule(judged).bind(Dataset.from_records({}), AS_OF)(data)
    assert explain(judged, data, Dataset.from_records({}), AS_OF).outcome is said
    return said


AGE = "age(placement.worker.birth_date, judged_on) >= params.limit"


@pytest.mark.parametrize(
    ("departed", "born", "expected"),
    [
        ("2015", "1996", Outcome.PASS),
        ("2015", "1998", Outcome.FAIL),
        ("2015", "1997", Outcome.UNKNOWN),
        # In 2016 the limit is another; who meets both, or neither, is judged.
        ("2015-12/2016-01", "1990", Outcome.UNKNOWN),
        ("2016", "1996", Outcome.FAIL),
        # Where a value is confirmed and stays the same, the border does not matter.
        ("2017/2018", "1990", Outcome.PASS),
        # Across the border of the rule's own time.
        ("2013/2014", "1990", Outcome.UNKNOWN),
        ("../2013", "1990", Outcome.NOT_APPLICABLE),
        ("2020/..", "1990", Outcome.NOT_APPLICABLE),
        ("2019/..", "1990", Outcome.UNKNOWN),
        ("2015~", "1990", Outcome.UNKNOWN),
    ],
)
def test_an_act_on_a_day_known_in_part(departed, born, expected):
    assert outcome(rule(AGE), departed_on=departed, born_on=born) is expected


def test_a_list_of_the_law_that_changes_meanwhile_is_unknown():
    changing = Parameter(
        "limit",
        MODEL.title,
        variables_of("placement", {}, MODEL.model)["placement"].fields["indicators"].type,
        None,
        Dated.of([(date(2014, 1, 1), stated(("a",))), (date(2016, 1, 1), stated(("b",)))]),
    )
    variables = variables_of("placement", {"limit": changing}, MODEL.model)
    judged = evolve(
        rule(AGE),
        parameters={"limit": changing},
        **judging(
            requires=check("placement.employer.name in params.limit", variables),
            act=departing(variables),
        ),
    )
    facts = {"employer": {"name": "a"}}

    assert outcome(judged, departed_on="2015", **facts) is Outcome.PASS
    assert outcome(judged, departed_on="2016", **facts) is Outcome.FAIL
    assert outcome(judged, departed_on="2015/2016", **facts) is Outcome.UNKNOWN


# Records


def outcomes_of(tables):
    report = audit(
        Dataset.from_records(tables), packs(), as_of=AS_OF, include_passed=True, include_unverified=True
    )
    return {(finding.rule, finding.subject): finding.outcome for finding in report.findings}


KNOWN = {Outcome.PASS, Outcome.FAIL, Outcome.NOT_APPLICABLE}


def completing_turns_nothing(both):
    exact, in_part = both
    after = outcomes_of(exact)
    for pair, before in outcomes_of(in_part).items():
        assert before not in KNOWN or after[pair] in {before, Outcome.UNKNOWN}, pair


@pytest.mark.slow
@examples(6)
@given(tables_in_part())
def test_completing_a_date_never_turns_a_known_outcome_into_another(both):
    completing_turns_nothing(both)


@pytest.mark.long
@settings(max_examples=2_000)
@given(tables_in_part())
def test_completing_dates_of_many_records_turns_nothing(both):
    completing_turns_nothing(both)


def document_of(report):
    document = as_json(report)
    del document["engine"]["name"]
    return json.dumps(document, ensure_ascii=False)


def reports_of(dataset, *backends):
    for backend in backends:
        report = audit(
            dataset, packs(), as_of=AS_OF, backend=backend, include_passed=True, include_unverified=True
        )
        yield document_of(report)


@pytest.mark.slow
def test_queries_report_the_same_byte_for_byte(tmp_path):
    dataset = Dataset.read(vague_quickstart(tmp_path))
    assert not dataset.problems
    closures, tables = reports_of(dataset, "closures", "tables")

    assert closures == tables


@pytest.mark.long
def test_what_is_read_into_tables_is_reported_the_same(tmp_path):
    folder = vague_quickstart(tmp_path)
    closures, tables = (
        audit(records, packs(), as_of=AS_OF, backend=backend, include_passed=True, include_unverified=True)
        for records, backend in (
            (Dataset.read(folder), "closures"),
            (read_records(folder, backend="tables"), "tables"),
        )
    )

    assert [*map(Finding.as_json, closures.findings)] == [*map(Finding.as_json, tables.findings)]
    assert closures.case_years == tables.case_years


@pytest.mark.long
@settings(max_examples=3)
@given(tables_in_part())
def test_queries_report_the_same_of_any_records(both):
    _, in_part = both
    closures, tables = reports_of(Dataset.from_records(in_part), "closures", "tables")

    assert closures == tables
