"""Outcomes of many records at once: the conditions of the rules as queries over columns."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import ibis

from pmi_compliance.outcome import Outcome, verdict
from pmi_compliance.tables.asking import Hoisted
from pmi_compliance.tables.lower import Lowering
from pmi_compliance.tables.truths import FALSE, TRUE, UNKNOWN, coded, conjunction
from pmi_compliance.tables.uses import uses
from pmi_compliance.tables.values import Row, truth
from pmi_compliance.tables.wide import AT, Wide, held

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ibis.expr.types import Table, Value

    from pmi_compliance.dataset import Dataset, Record
    from pmi_compliance.packs.model import Condition, Rule

_TRUTHS = {FALSE: False, UNKNOWN: None, TRUE: True}

#: What the codes of the three parts of a rule come to; the last one is that the rule was not in force.
_OUTCOMES = [
    verdict(_TRUTHS[applies], _TRUTHS[review], _TRUTHS[requires])
    for applies in _TRUTHS
    for review in _TRUTHS
    for requires in _TRUTHS
]
_NOT_IN_FORCE = len(_OUTCOMES)
_OUTCOMES.append(Outcome.NOT_APPLICABLE)

#: Rules in one query: a query of all would take an engine longer to plan than to run.
_TOGETHER = 8


def decide(rules: Iterable[Rule], dataset: Dataset, as_of: date) -> Iterator[tuple[Rule, Record, Outcome]]:
    """The outcome of every rule for every record of its kind, waivers apart, and without a reason."""
    connection = ibis.duckdb.connect()
    tables = {}
    for kind in dataset.tables:
        connection.con.register(kind, held(dataset, kind))
        tables[kind] = connection.table(kind)
    of_kind: dict[str, list[Rule]] = defaultdict(list)
    for rule in rules:
        if dataset.tables.get(rule.subject):
            of_kind[rule.subject].append(rule)
    for kind, judged in of_kind.items():
        made = Wide(dataset, tables).of(uses(kind, judged), AT)
        wide = connection.create_table(f"wide_{kind}", made, temp=True)
        records = dataset.tables[kind]
        for start in range(0, len(judged), _TOGETHER):
            some = judged[start : start + _TOGETHER]
            found = connection.to_pyarrow(codes(wide, some, as_of).order_by(AT))
            for place, rule in enumerate(some):
                for record, code in zip(records, found[f"r{place}"].to_pylist(), strict=True):
                    yield rule, record, _OUTCOMES[code]


def codes(wide: Table, rules: Sequence[Rule], as_of: date) -> Table:
    """For each record its place, and for each rule the code of its outcome as `r0`, `r1` ..."""
    asked: list[str] = []
    while True:
        hoisted = Hoisted([wide[name] for name in asked])
        made = {f"r{place}": _code(wide, rule, as_of, hoisted) for place, rule in enumerate(rules)}
        if len(hoisted.found) == len(asked):
            return wide.select(AT, **made)
        # A question inside a loop gets a column of its own, and what follows may read it.
        name = f"~asked{len(asked)}"
        wide = wide.mutate(**{name: hoisted.found[len(asked)]})
        asked.append(name)


def _code(wide: Table, rule: Rule, as_of: date, hoisted: Hoisted) -> Value:
    scope = {rule.subject: Row(wide)}
    # A day that is the same for all records stays a constant, and so does all that follows from it.
    day: Any = as_of
    if rule.judged_on:
        days = [
            Lowering(rule.parameters, None, as_of, hoisted).condition(one, scope) for one in rule.judged_on
        ]
        known = [one for one in days if one is not None]
        day = ibis.coalesce(*known, as_of) if known else day
    lowering = Lowering(rule.parameters, day, as_of, hoisted)

    def part(condition: Condition | None) -> Value:
        return coded(False if condition is None else lowering.condition(condition.checked, scope))

    review = coded(True) if rule.automation == "manual" else part(rule.review_when)
    whole = part(rule.applies_when) * 9 + review * 3 + part(rule.requires)
    in_force = conjunction(
        day >= rule.in_force.start, True if rule.in_force.end is None else day < rule.in_force.end
    )
    return ibis.cases((truth(in_force), whole.cast("int8")), else_=ibis.literal(_NOT_IN_FORCE, "int8"))
