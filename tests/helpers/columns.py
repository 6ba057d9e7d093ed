"""Values of the strategies' variables as columns, and conditions over them as queries."""

import pyarrow as pa

from helpers.strategies import VARIABLES
from pmi_compliance.engines.tables.lower import Lowering
from pmi_compliance.engines.tables.shared import Shared, staged
from pmi_compliance.engines.tables.values import Array, Row, field, truth
from pmi_compliance.engines.tables.wide import arrow_type, laid
from pmi_compliance.expr.types import DATE, Field, ListType, RecordType
from pmi_compliance.records.schema import PartialList


def unfolded(kind, depth=3):
    """The fields of a person as a record of its own; a person's friends end somewhere."""
    match kind:
        case ListType(item):
            return ListType(unfolded(item, depth))
        case RecordType(name, fields):
            inner = {name: Field(unfolded(field.type, depth - 1)) for name, field in fields.items()
                     if name != "friend" or depth}  # fmt: skip
            return RecordType(name, inner)
        case _:
            return kind


class _Everywhere:
    """Beside every date stands a column for those that are known in part."""

    def __init__(self, kind):
        self.kind = kind

    def __contains__(self, path):
        kind = self.kind
        for name in path:
            kind = kind.item if isinstance(kind, ListType) else kind
            kind = kind.fields[name].type
        return kind == DATE


ROW = RecordType("row", {name: Field(unfolded(kind)) for name, kind in VARIABLES.items()})


EVERYWHERE = _Everywhere(ROW)


def columns(drawn_environments, parts=EVERYWHERE):
    """Environments as a table, with a column beside each date unless `parts` is empty."""
    types = arrow_type(ROW, parts)
    values = [laid(environment) for environment in drawn_environments]
    arrays = {"at": pa.array(range(len(drawn_environments)))}
    for column in types:
        arrays[column.name] = pa.array([value.get(column.name) for value in values], column.type)
    for name, kind in VARIABLES.items():
        if isinstance(kind, ListType):
            lists = [environment[name] for environment in drawn_environments]
            arrays[f"{name}_complete"] = pa.array([not isinstance(given, PartialList) for given in lists])
            arrays[f"{name}_lost"] = pa.array([type(given) is PartialList for given in lists])
    return pa.table(arrays)


def _variables(table):
    return {
        name: Array(table[name], ~table[f"{name}_complete"], table[f"{name}_lost"])
        if isinstance(kind, ListType)
        else field(Row(table), name)
        for name, kind in VARIABLES.items()
    }


def query(table, checked, scope=_variables):
    """What a condition gives for each row, as the column `found` beside `at`."""
    shared = Shared()
    condition = Lowering({}, None, None, shared).condition(checked, scope(table))
    return staged(table, {"found": truth(condition)}, shared, "at")


def lowered(connection, table, checked, scope=_variables):
    """What a condition gives for each row, in the order of `at`."""
    return connection.to_pyarrow(query(table, checked, scope).order_by("at"))["found"].to_pylist()
