"""
The same eight conditions over the same 10,000 complete placements, by this library and by what others would take.

All ways must give the same violations; then they are timed in one run. None of the others knows the unknown, dates of
law, or reasons, so records here are complete and conditions have no date. What an engine compiles is compiled
beforehand, and records are handed over in the form it takes.
"""

import json
from functools import cache

import pandas
import polars
import pytest
from attrs import evolve
from test_speed import AS_OF, CEL, complete, rules

from helpers.law import judging
from pmi_compliance import Dataset, Outcome
from pmi_compliance.engines import Program
from pmi_compliance.engines.tables.engine import DuckDB, decide
from pmi_compliance.engines.tables.store import Store
from pmi_compliance.expr.check import check
from pmi_compliance.records.schema import bundled_model

# Of one of the others' libraries about another.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")

EXECUTORS = ["government_agency", "p3mi", "own_interest_company"]
CLOSED = ["SA", "AE", "KW", "QA"]


def each(functions, records, ids):
    """What one function a condition refuses, record by record."""
    return lambda: {
        (at, name)
        for at, holds in enumerate(functions)
        for name, record in zip(ids, records, strict=True)
        if not holds(record)
    }


def names(placements):
    return [placement["id"] for placement in placements]


def closures(placements):
    variables = {"placement": bundled_model().types["placement"]}
    functions = [
        Program.of_condition(check(text, variables), ("placement",)).bind(None, None) for text in CEL
    ]
    rows = [record.data for record in Dataset.from_records({"placement": placements}).tables["placement"]]
    return each(functions, rows, names(rows))


def tables(placements):
    variables = {"placement": bundled_model().types["placement"]}
    eight = [
        evolve(
            rules()[0],
            id=f"rule-{at}",
            **judging(requires=check(text, variables)),
        )
        for at, text in enumerate(CEL)
    ]
    store = Store.of(Dataset.from_records({"placement": placements}))

    def run():
        pairs = decide(eight, store, AS_OF, DuckDB(store)).pairs
        return {(eight.index(rule), record.id) for rule, record, outcome in pairs if outcome is Outcome.FAIL}

    return run


def cel_expr_python(placements):
    from cel_expr_python import cel

    environment = cel.NewEnv(variables={"placement": cel.Type.DYN})
    compiled = [environment.compile(text) for text in CEL]
    functions = [
        lambda row, program=program: program.eval(data={"placement": row}).value() for program in compiled
    ]
    return each(functions, placements, names(placements))


def common_expression_language(placements):
    import cel

    compiled = [cel.compile(text) for text in CEL]
    functions = [lambda row, program=program: program.execute({"placement": row}) for program in compiled]
    return each(functions, placements, names(placements))


def cel_python(placements):
    import celpy

    environment = celpy.Environment()
    programs = [environment.program(environment.compile(text)) for text in CEL]
    rows = [celpy.json_to_cel({"placement": row}) for row in placements]
    return each([program.evaluate for program in programs], rows, names(placements))


def rule_engine(placements):
    import rule_engine as engine

    texts = [
        "scope == 'overseas' or scope == 'domestic'",
        f"executor_kind in {EXECUTORS}",
        f"not (employer.kind == 'individual' and destination in {CLOSED})",
        "scope != 'overseas' or via_partner",
        "$any([d.type == 'passport' and d.status == 'held' for d in documents])",
        "$all([d.status != 'forged' for d in documents])",
        "$all([not (c['class'] == 'placement' and c.charged_to == 'worker' and c.amount_idr > 0) for c in costs])",
        "employment_agreement.signed_by_worker and employment_agreement.signed_by_employer",
    ]
    return each([engine.Rule(text).matches for text in texts], placements, names(placements))


def zen_engine(placements):
    import zen

    texts = [
        "scope == 'overseas' or scope == 'domestic'",
        f"executor_kind in {EXECUTORS}",
        f"not (employer.kind == 'individual' and destination in {CLOSED})",
        "scope != 'overseas' or via_partner",
        "some(documents, #.type == 'passport' and #.status == 'held')",
        "all(documents, #.status != 'forged')",
        "all(costs, not (#.class == 'placement' and #.charged_to == 'worker' and #.amount_idr > 0))",
        "employment_agreement.signed_by_worker and employment_agreement.signed_by_employer",
    ]
    return each([zen.compile_expression(text).evaluate for text in texts], placements, names(placements))


def json_logic(placements):
    from json_logic import jsonLogic

    def var(name):
        return {"var": name}

    def equal(name, value):
        return {"==": [var(name), value]}

    charged = [equal("class", "placement"), equal("charged_to", "worker"), {">": [var("amount_idr"), 0]}]
    logic = [
        {"or": [equal("scope", "overseas"), equal("scope", "domestic")]},
        {"in": [var("executor_kind"), EXECUTORS]},
        {"!": {"and": [equal("employer.kind", "individual"), {"in": [var("destination"), CLOSED]}]}},
        {"or": [{"!=": [var("scope"), "overseas"]}, var("via_partner")]},
        {"some": [var("documents"), {"and": [equal("type", "passport"), equal("status", "held")]}]},
        {"all": [var("documents"), {"!=": [var("status"), "forged"]}]},
        {"all": [var("costs"), {"!": {"and": charged}}]},
        {
            "and": [
                var("employment_agreement.signed_by_worker"),
                var("employment_agreement.signed_by_employer"),
            ]
        },
    ]
    return each(
        [lambda row, rule=rule: jsonLogic(rule, row) for rule in logic], placements, names(placements)
    )


REGO = f"""package law
import rego.v1
refused contains 0 if not input.scope in {{"overseas", "domestic"}}
refused contains 1 if not input.executor_kind in {json.dumps(EXECUTORS)}
refused contains 2 if {{ input.employer.kind == "individual"; input.destination in {json.dumps(CLOSED)} }}
refused contains 3 if {{ input.scope == "overseas"; not input.via_partner }}
held if {{ some d in input.documents; d.type == "passport"; d.status == "held" }}
refused contains 4 if not held
refused contains 5 if {{ some d in input.documents; d.status == "forged" }}
refused contains 6 if {{
    some c in input.costs
    c["class"] == "placement"
    c.charged_to == "worker"
    c.amount_idr > 0
}}
signed if {{ input.employment_agreement.signed_by_worker; input.employment_agreement.signed_by_employer }}
refused contains 7 if not signed
"""


def regopy(placements):
    from regopy import Interpreter

    interpreter = Interpreter()
    interpreter.add_module("law", REGO)

    def run():
        failing = set()
        for placement in placements:
            interpreter.set_input(placement)
            answer = json.loads(str(interpreter.query("data.law.refused")))
            failing |= {(at, placement["id"]) for at in answer["expressions"][0]}
        return failing

    return run


def flat(placements):
    """Frames for those that have columns: one of placements, one of documents, one of costs."""
    frame = pandas.DataFrame(
        {
            "id": names(placements),
            **{
                name: [placement[name] for placement in placements]
                for name in ("scope", "executor_kind", "destination", "via_partner")
            },
            "employer": [placement["employer"]["kind"] for placement in placements],
            "worker_signed": [
                placement["employment_agreement"]["signed_by_worker"] for placement in placements
            ],
            "employer_signed": [
                placement["employment_agreement"]["signed_by_employer"] for placement in placements
            ],
        }
    )
    documents = pandas.DataFrame(
        [{"id": placement["id"], **inner} for placement in placements for inner in placement["documents"]]
    )
    costs = pandas.DataFrame(
        [{"id": placement["id"], **inner} for placement in placements for inner in placement["costs"]]
    )
    return frame, documents, costs


def held_and_forged(frame, documents, costs):
    """For each placement whether a passport is held, no document forged, no fee charged."""
    held = documents.loc[(documents["type"] == "passport") & (documents["status"] == "held"), "id"]
    forged = documents.loc[documents["status"] == "forged", "id"]
    charged = costs.loc[
        (costs["class"] == "placement") & (costs["charged_to"] == "worker") & (costs["amount_idr"] > 0), "id"
    ]
    return frame["id"].isin(held), ~frame["id"].isin(forged), ~frame["id"].isin(charged)


def by_pandas(placements):
    frame, documents, costs = flat(placements)

    def run():
        columns = [
            frame["scope"].isin(["overseas", "domestic"]),
            frame["executor_kind"].isin(EXECUTORS),
            ~((frame["employer"] == "individual") & frame["destination"].isin(CLOSED)),
            (frame["scope"] != "overseas") | frame["via_partner"],
            *held_and_forged(frame, documents, costs),
            frame["worker_signed"] & frame["employer_signed"],
        ]
        return {(at, name) for at, holds in enumerate(columns) for name in frame["id"][~holds]}

    return run


def by_pandera(placements):
    import pandera.pandas as pandera

    frame, documents, costs = flat(placements)
    checks = [
        lambda frame: frame["scope"].isin(["overseas", "domestic"]),
        lambda frame: frame["executor_kind"].isin(EXECUTORS),
        lambda frame: ~((frame["employer"] == "individual") & frame["destination"].isin(CLOSED)),
        lambda frame: (frame["scope"] != "overseas") | frame["via_partner"],
        lambda frame: frame["held"],
        lambda frame: frame["not_forged"],
        lambda frame: frame["free"],
        lambda frame: frame["worker_signed"] & frame["employer_signed"],
    ]
    schema = pandera.DataFrameSchema(
        checks=[pandera.Check(check, name=str(at)) for at, check in enumerate(checks)]
    )

    def run():
        held, forged, free = held_and_forged(frame, documents, costs)
        whole = frame.assign(held=held, not_forged=forged, free=free)
        try:
            schema.validate(whole, lazy=True)
        except pandera.errors.SchemaErrors as error:
            cases = error.failure_cases[["check", "index"]].drop_duplicates()
            ids = whole["id"]
            return {(int(at), ids[place]) for at, place in cases.itertuples(index=False)}
        return set()

    return run


def by_polars(placements):
    frame = polars.DataFrame(placements)
    element = polars.element().struct
    charged = (
        (element.field("class") == "placement")
        & (element.field("charged_to") == "worker")
        & (element.field("amount_idr") > 0)
    )
    held = (element.field("type") == "passport") & (element.field("status") == "held")
    column = polars.col
    holds = [
        column("scope").is_in(["overseas", "domestic"]),
        column("executor_kind").is_in(EXECUTORS),
        ~((column("employer").struct.field("kind") == "individual") & column("destination").is_in(CLOSED)),
        (column("scope") != "overseas") | column("via_partner"),
        column("documents").list.eval(held).list.any(),
        column("documents").list.eval(element.field("status") != "forged").list.all(),
        ~column("costs").list.eval(charged).list.any(),
        column("employment_agreement").struct.field("signed_by_worker")
        & column("employment_agreement").struct.field("signed_by_employer"),
    ]

    def run():
        judged = frame.select("id", *(condition.alias(str(at)) for at, condition in enumerate(holds)))
        return {(at, name) for at in range(len(holds)) for name in judged.filter(~column(str(at)))["id"]}

    return run


WAYS = {
    "closures (this library)": closures,
    "tables (this library)": tables,
    "cel-expr-python": cel_expr_python,
    "common-expression-language": common_expression_language,
    "cel-python": cel_python,
    "rule-engine": rule_engine,
    "zen-engine": zen_engine,
    "JSON Logic (panzi-json-logic)": json_logic,
    "regopy": regopy,
    "pandas": by_pandas,
    "pandera": by_pandera,
    "polars": by_polars,
}


@cache
def expected(size):
    return closures(complete(size))()


@pytest.mark.parametrize("way", WAYS)
def test_all_find_the_same_violations(way):
    assert len(expected(300)) > 300
    assert WAYS[way](complete(300))() == expected(300)


@pytest.mark.benchmark(group="8 conditions x 10,000 placements, this library and others")
@pytest.mark.parametrize("way", WAYS)
def test_against_others(benchmark, way):
    assert benchmark.pedantic(WAYS[way](complete(10_000)), rounds=3) == expected(10_000)
