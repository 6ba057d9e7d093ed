"""
How fast outcomes are decided: twelve mixed rules over synthetic placements.

Run `pytest tests/bench` in an environment with the extra `bench`; the table gives each time and, in brackets,
its ratio to the fastest of its group. README.md beside this file holds measured ratios and says how to read them.
"""

import random
from datetime import date, timedelta
from functools import cache

import pytest
from attrs import evolve

from helpers.law import judging
from helpers.reading import all_is_read
from pmi_compliance import Dataset, Outcome, RulePack, audit
from pmi_compliance.auditing.backends import outcomes_in_memory
from pmi_compliance.base.outcome import verdict
from pmi_compliance.engines import Evaluator, Place, Program
from pmi_compliance.expr.check import check
from pmi_compliance.expr.types import DATE
from pmi_compliance.records.schema import bundled_model

AS_OF = date(2025, 10, 31)
FAIL, NOT_APPLICABLE, PASS, UNKNOWN = Outcome.FAIL, Outcome.NOT_APPLICABLE, Outcome.PASS, Outcome.UNKNOWN
CLOSED = frozenset(["SA", "AE", "KW", "QA"])
FIRST = date(2017, 11, 22)
ABROAD = 'placement.scope == "overseas"'

#: `applies_when` and `requires` of each rule; below stands the same written by hand, in the same order.
RULES = [
    ("true", ABROAD + ' || placement.scope == "domestic"'),
    (ABROAD, 'placement.executor_kind in ["government_agency", "p3mi", "own_interest_company"]'),
    (ABROAD, "age(placement.worker.birth_date, judged_on) >= 18"),
    (ABROAD, '!(placement.employer.kind == "individual" && placement.destination in ["SA", "AE", "KW", "QA"])'),
    (ABROAD + ' && placement.executor_kind == "p3mi"', "placement.via_partner"),
    (ABROAD, 'placement.documents.exists(d, d.type == "passport" && d.status == "held")'),
    (ABROAD, 'placement.documents.all(d, d.status != "forged")'),
    (ABROAD, 'placement.costs.all(c, !(c.class == "placement" && c.charged_to == "worker" && c.amount_idr > 0))'),
    (ABROAD, "placement.orientation.attended_on < placement.departed_on"),
    (ABROAD, "placement.employment_agreement.signed_by_worker && placement.employment_agreement.signed_by_employer"),
    (ABROAD, "has(placement.worker.registered_on) || placement.worker.registered"),
    (ABROAD, 'placement.job_order.sip2mi.issued_on <= placement.recruited_on'),
]  # fmt: skip


def _abroad(placement):
    scope = placement.get("scope")
    return UNKNOWN if scope is None else None if scope == "overseas" else NOT_APPLICABLE


def scope(placement, day, orders):
    scope = placement.get("scope")
    return UNKNOWN if scope is None else PASS if scope in {"overseas", "domestic"} else FAIL


def executor(placement, day, orders):
    if (outcome := _abroad(placement)) is not None:
        return outcome
    kind = placement.get("executor_kind")
    return (
        UNKNOWN
        if kind is None
        else PASS
        if kind in {"government_agency", "p3mi", "own_interest_company"}
        else FAIL
    )


def of_age(placement, day, orders):
    if (outcome := _abroad(placement)) is not None:
        return outcome
    worker = placement.get("worker")
    birth = worker.get("birth_date") if worker is not None else None
    if birth is None or day < birth:
        return UNKNOWN
    years = day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))
    return PASS if years >= 18 else FAIL


def closed(placement, day, orders):
    if (outcome := _abroad(placement)) is not None:
        return outcome
    employer, destination = placement.get("employer"), placement.get("destination")
    kind = employer.get("kind") if employer is not None else None
    if (kind is not None and kind != "individual") or (destination is not None and destination not in CLOSED):
        return PASS
    return UNKNOWN if kind is None or destination is None else FAIL


def partner(placement, day, orders):
    scope, kind = placement.get("scope"), placement.get("executor_kind")
    if (scope is not None and scope != "overseas") or (kind is not None and kind != "p3mi"):
        return NOT_APPLICABLE
    if scope is None or kind is None:
        return UNKNOWN
    via = placement.get("via_partner")
    return UNKNOWN if via is None else PASS if via else FAIL


def passport(placement, day, orders):
    if (outcome := _abroad(placement)) is not None:
        return outcome
    documents = placement.get("documents")
    if documents is None:
        return UNKNOWN
    outcome = FAIL
    for document in documents:
        kind, status = document.get("type"), document.get("status")
        if (kind is not None and kind != "passport") or (status is not None and status != "held"):
            continue
        if kind is not None and status is not None:
            return PASS
        outcome = UNKNOWN
    return outcome


def forged(placement, day, orders):
    if (outcome := _abroad(placement)) is not None:
        return outcome
    documents = placement.get("documents")
    if documents is None:
        return UNKNOWN
    outcome = PASS
    for document in documents:
        status = document.get("status")
        if status is None:
            outcome = UNKNOWN
        elif status == "forged":
            return FAIL
    return outcome


def free(placement, day, orders):
    if (outcome := _abroad(placement)) is not None:
        return outcome
    costs = placement.get("costs")
    if costs is None:
        return UNKNOWN
    outcome = PASS
    for cost in costs:
        kind, charged, amount = cost.get("class"), cost.get("charged_to"), cost.get("amount_idr")
        if (
            (kind is not None and kind != "placement")
            or (charged is not None and charged != "worker")
            or (amount is not None and amount <= 0)
        ):
            continue
        if kind is None or charged is None or amount is None:
            outcome = UNKNOWN
        else:
            return FAIL
    return outcome


def oriented(placement, day, orders):
    if (outcome := _abroad(placement)) is not None:
        return outcome
    orientation, departed = placement.get("orientation"), placement.get("departed_on")
    attended = orientation.get("attended_on") if orientation is not None else None
    if attended is None or departed is None:
        return UNKNOWN
    return PASS if attended < departed else FAIL


def signed(placement, day, orders):
    if (outcome := _abroad(placement)) is not None:
        return outcome
    agreement = placement.get("employment_agreement")
    if agreement is None:
        return UNKNOWN
    worker, employer = agreement.get("signed_by_worker"), agreement.get("signed_by_employer")
    if worker is False or employer is False:
        return FAIL
    return PASS if worker and employer else UNKNOWN


def registered(placement, day, orders):
    if (outcome := _abroad(placement)) is not None:
        return outcome
    worker = placement.get("worker")
    if worker is None:
        return UNKNOWN
    if "registered_on" in worker:
        return PASS
    known = worker.get("registered")
    return UNKNOWN if known is None else PASS if known else FAIL


def permitted(placement, day, orders):
    if (outcome := _abroad(placement)) is not None:
        return outcome
    order, recruited = orders.get(placement.get("job_order_id")), placement.get("recruited_on")
    sip2mi = order.get("sip2mi") if order is not None else None
    issued = sip2mi.get("issued_on") if sip2mi is not None else None
    if issued is None or recruited is None:
        return UNKNOWN
    return PASS if issued <= recruited else FAIL


BY_HAND = [
    scope,
    executor,
    of_age,
    closed,
    partner,
    passport,
    forged,
    free,
    oriented,
    signed,
    registered,
    permitted,
]


def judged_by_hand(function, placements, orders):
    """One outcome for each placement; the day of the act and the dates of the law are part of every rule."""
    outcomes = []
    for placement in placements:
        day = placement.get("departed_on")
        if day is None:
            day = placement.get("recruited_on")
            if day is None:
                day = AS_OF
        outcomes.append(NOT_APPLICABLE if day < FIRST else function(placement, day, orders))
    return outcomes


@cache
def rules():
    """The rules as the library holds them."""
    model = next(rule for rule in RulePack.load("uu-18-2017").rules if rule.id == "uu18-2017-p5a-min-age")
    variables = {"placement": bundled_model().types["placement"], "judged_on": DATE}
    path = [check(f"placement.{name}", variables, expect=DATE) for name in ("departed_on", "recruited_on")]
    return [
        evolve(
            model,
            id=f"rule-{at:02}",
            parameters={},
            **judging(
                judged_on=tuple(path),
                in_force=model.in_force,
                applies_when=check(applies, variables),
                requires=check(requires, variables),
            ),
        )
        for at, (applies, requires) in enumerate(RULES, start=1)
    ]


@cache
def dataset(size):
    """Placements of invented persons; each fact is absent in one of ten."""
    chance = random.Random(size)

    def known(**facts):
        return {name: value for name, value in facts.items() if chance.random() > 0.1}

    def day(start, days):
        return (start + timedelta(days=chance.randrange(days))).isoformat()

    def placement(number):
        documents = [
            known(type=kind, status=chance.choice(["held"] * 9 + ["absent", "forged"]))
            for kind in ("marital_status", "family_permission", "health_certificate", "passport")
        ]
        return {
            "id": f"p{number}",
            **known(
                scope=chance.choice(["overseas"] * 4 + ["domestic"]),
                executor_kind=chance.choice(["p3mi"] * 5 + ["individual"]),
                job_order_id=f"j{chance.randrange(20)}",
                worker=known(
                    birth_date=day(date(1985, 1, 1), 8400), registered_on=day(date(2023, 1, 1), 900)
                ),
                employer=known(kind=chance.choice(["legal_entity", "individual"])),
                destination=chance.choice(["MY", "HK", "TW", "SA"]),
                via_partner=chance.random() > 0.05,
                documents=documents,
                costs=[known(**{"class": "personal", "charged_to": "worker", "amount_idr": 350_000})],
                orientation=known(attended_on=day(date(2024, 1, 1), 500)),
                employment_agreement=known(signed_by_worker=True, signed_by_employer=chance.random() > 0.05),
                recruited_on=day(date(2023, 6, 1), 300),
                departed_on=day(date(2024, 2, 1), 500),
            ),
        }

    orders = [
        {"id": f"j{number}", "sip2mi": known(issued_on=day(date(2023, 1, 1), 400))} for number in range(20)
    ]
    records = Dataset.from_records(
        {"placement": [placement(number) for number in range(size)], "job_order": orders}
    )
    assert all_is_read(records)
    return records


def generated(records):
    """Every outcome, as an audit decides them before it explains any."""
    return lambda: [outcome for _, _, outcome in outcomes_in_memory(rules(), records, AS_OF)]


def by_hand(records):
    """Every outcome, from the functions above."""
    placements = [record.data for record in records.tables["placement"]]
    orders = {record.id: record.data for record in records.tables["job_order"]}
    return lambda: [judged_by_hand(function, placements, orders) for function in BY_HAND]


def evaluated(records):
    """Every outcome, by evaluating the tree for each record, which the library does only to explain."""
    placements = records.tables["placement"]

    def run():
        outcomes = []
        for rule in rules():
            evaluator = Evaluator(records, rule, AS_OF)
            column = []
            for record in placements:
                here = {"placement": (record.data, Place("placement", record.id))}
                evaluator.judged_on = (
                    record.data.get("departed_on") or record.data.get("recruited_on") or AS_OF
                )
                in_force, applies, requires = (
                    evaluator.evaluate(part.checked, part.checked.tree, here).value
                    for part in rule.conditions
                )
                column.append(verdict(applies, False, requires, in_force))
            outcomes.append(column)
        return outcomes

    return run


def test_all_ways_give_the_same_outcomes():
    records = dataset(1_000)
    decided = {rule.id: [] for rule in rules()}
    for rule, _, outcome in outcomes_in_memory(rules(), records, AS_OF):
        decided[rule.id].append(outcome)

    assert list(decided.values()) == by_hand(records)() == evaluated(records)()


@pytest.mark.benchmark(group="12 rules x 100,000 placements", min_rounds=7, warmup=True)
@pytest.mark.parametrize("way", [generated, by_hand], ids=["generated", "by hand"])
def test_against_python_by_hand(benchmark, way):
    benchmark(way(dataset(100_000)))


@pytest.mark.benchmark(group="12 rules x 1,000 placements, generated and by evaluating trees")
@pytest.mark.parametrize("way", [generated, evaluated], ids=["generated", "trees"])
def test_against_evaluated_trees(benchmark, way):
    benchmark(way(dataset(1_000)))


@pytest.mark.benchmark(group="growth of 12 rules")
@pytest.mark.parametrize("size", [1_000, 10_000, 100_000])
def test_growth(benchmark, size):
    benchmark(generated(dataset(size)))


@pytest.mark.benchmark(group="whole audits with the shipped rules")
@pytest.mark.parametrize("size", [100, 1_000, 10_000])
def test_whole_audits(benchmark, size):
    packs = [RulePack.load("uu-18-2017")]
    benchmark.pedantic(audit, (dataset(size), packs), {"as_of": AS_OF}, rounds=1)


# Against another engine, on conditions that are CEL to the letter and records without unknowns

CEL = [
    'placement.scope == "overseas" || placement.scope == "domestic"',
    'placement.executor_kind in ["government_agency", "p3mi", "own_interest_company"]',
    '!(placement.employer.kind == "individual" && placement.destination in ["SA", "AE", "KW", "QA"])',
    'placement.scope != "overseas" || placement.via_partner',
    'placement.documents.exists(d, d.type == "passport" && d.status == "held")',
    'placement.documents.all(d, d.status != "forged")',
    'placement.costs.all(c, !(c.class == "placement" && c.charged_to == "worker" && c.amount_idr > 0))',
    "placement.employment_agreement.signed_by_worker && placement.employment_agreement.signed_by_employer",
]  # fmt: skip


@cache
def complete(size):
    chance = random.Random(size)
    return [
        {
            "id": f"p{number}",
            "scope": chance.choice(["overseas", "domestic"]),
            "executor_kind": chance.choice(["p3mi", "individual"]),
            "employer": {"kind": chance.choice(["legal_entity", "individual"])},
            "destination": chance.choice(["MY", "HK", "SA"]),
            "via_partner": chance.random() > 0.1,
            "documents": [
                {"type": kind, "status": chance.choice(["held", "absent", "forged"])}
                for kind in ("marital_status", "health_certificate", "passport")
            ],
            "costs": [
                {"class": "placement", "charged_to": chance.choice(["worker", "employer"]), "amount_idr": 5}
            ],
            "employment_agreement": {"signed_by_worker": True, "signed_by_employer": chance.random() > 0.1},
        }
        for number in range(size)
    ]


def ours(placements):
    variables = {"placement": bundled_model().types["placement"]}
    checked = [check(text, variables) for text in CEL]
    functions = [Program.of_condition(condition, ("placement",)).bind(None, None) for condition in checked]
    rows = [record.data for record in Dataset.from_records({"placement": placements}).tables["placement"]]
    return lambda: [list(map(function, rows)) for function in functions]


def theirs(placements):
    cel = pytest.importorskip("cel_expr_python.cel", reason="the extra `bench` is not installed")
    environment = cel.NewEnv(variables={"placement": cel.Type.DYN})
    compiled = [environment.compile(text) for text in CEL]
    rows = sorted(placements, key=lambda placement: placement["id"])
    return lambda: [[program.eval(data={"placement": row}).value() for row in rows] for program in compiled]


def test_both_engines_agree():
    assert ours(complete(200))() == theirs(complete(200))()


@pytest.mark.benchmark(group="8 conditions x 10,000 placements, ours and cel-expr-python")
@pytest.mark.parametrize("way", [ours, theirs], ids=["ours", "cel-expr-python"])
def test_against_cel(benchmark, way):
    benchmark(way(complete(10_000)))
