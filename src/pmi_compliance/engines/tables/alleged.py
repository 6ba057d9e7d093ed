"""
Records of which something is only alleged, or of others that they lead to: few, and judged by the closures.

A query says what follows from all that is written. What is left without the allegations is a second judgement.
"""

from __future__ import annotations

from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from attrs import frozen
from ibis.expr.types import Table

from pmi_compliance.engines.closures import Program
from pmi_compliance.records.standing import STANDING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import date

    from pmi_compliance.base.outcome import Outcome
    from pmi_compliance.engines.field_use import FieldUse
    from pmi_compliance.engines.tables.store import Store
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.index import Paths
    from pmi_compliance.records.record import Record
    from pmi_compliance.records.schema import RecordModel


@frozen
class Inline:
    """Records that hold what they are related to, as the fields that the relations are called after."""

    #: Whether something that they hold is only alleged.
    alleges: bool

    def related(self, relation: Relation) -> Callable[[Any], Any]:
        """A function from a record's data to the data it is related to, as `Dataset.related` gives."""
        return lambda data: data.get(relation.name)

    def told_apart(self, relation: Relation, _: Paths, __: int) -> Callable[[Any], Any]:
        """The same: here nothing is left out."""
        return self.related(relation)


def anything_alleged(store: Store) -> bool:
    """Whether something that the records of a store hold is only alleged."""
    connection = store.home.connection
    return any(
        connection.to_pyarrow(table.filter(_own(table)).limit(1).select("id")).num_rows
        for table in store.tables.values()
        if {*table.columns} >= STANDING
    )


def divided(wide: Table, use: FieldUse, model: RecordModel) -> tuple[Table, Table | None]:
    """The records that queries judge, and those of which something is alleged."""
    sign = _touched(wide, use, model)
    return (wide, None) if sign is None else (wide.filter(~sign), wide.filter(sign))


def _touched(row: Any, use: FieldUse, model: RecordModel) -> Any:
    """
    Whether something that a record holds is only alleged, or something of the records that it leads to.

    Args:
        row: The columns of the record, or the parts of a group of them.
        use: What is read of it, and which relations are followed.
        model: The kinds of records.

    Returns:
        A column of truths, or `None` where no record of these kinds can say so.

    """
    fields = model.types[use.kind].fields
    signs = [_own(row)] if fields.keys() >= STANDING else []
    for name, inner in use.relations.items():
        relation = fields[name].relation
        assert relation is not None
        # A kind that was not supplied has no column.
        if name not in (row.columns if isinstance(row, Table) else row.names) or not _can_allege(
            inner, model
        ):
            continue
        if relation.shape == "one":
            signs.append(_touched(row[name], inner, model))
        else:
            others = row[name].filter(partial(_touched, use=inner, model=model))
            signs.append((others.length() > 0).fill_null(False))
    return reduce(or_, signs) if signs else None


def _own(row: Any) -> Any:
    return (row["standing"] == "alleged").fill_null(False) | (row["alleged"].length() > 0).fill_null(False)


def _can_allege(use: FieldUse, model: RecordModel) -> bool:
    inside = (_can_allege(inner, model) for inner in use.relations.values())
    return model.types[use.kind].fields.keys() >= STANDING or any(inside)


def judged_alone(
    rules: Sequence[Rule], records: Iterable[Record], as_of: date
) -> Iterator[tuple[Rule, Record, Outcome]]:
    """The outcome of each rule for each record that holds what it is related to."""
    programs = [(rule, Program.of_rule(rule).bind(Inline(alleges=True), as_of)) for rule in rules]
    for record in records:
        for rule, program in programs:
            yield rule, record, program(record.data)
