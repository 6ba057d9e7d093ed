"""Values of the strategies' variables as columns, and conditions over them as queries."""

import pyarrow as pa

from helpers.strategies import VARIABLES
from pmi_compliance.engines.tables.asking import Hoisted
from pmi_compliance.engines.tables.lower import Lowering
from pmi_compliance.engines.tables.values import Array, truth
from pmi_compliance.engines.tables.wide import arrow_type
from pmi_compliance.expr.types import ListType
from pmi_compliance.records.schema import PartialList


def unknown_friend(kind, depth=3):
    """The type of a variable as a column; a person's friends end somewhere."""
    match kind:
        case ListType(item):
            return pa.list_(unknown_friend(item, depth))
        case _ if hasattr(kind, "fields"):
            fields = {name: one.type for name, one in kind.fields.items() if name != "friend" or depth}
            return pa.struct([(name, unknown_friend(one, depth - 1)) for name, one in fields.items()])
        case _:
            return arrow_type(kind)


def plain(value):
    match value:
        case tuple():
            return [plain(one) for one in value]
        case dict():
            return {name: plain(one) for name, one in value.items()}
        case _:
            return value


def columns(given_environments):
    made = {"row": pa.array(range(len(given_environments)))}
    for name, kind in VARIABLES.items():
        made[name] = pa.array([plain(one[name]) for one in given_environments], unknown_friend(kind))
        if isinstance(kind, ListType):
            whole = [type(one[name]) is not PartialList for one in given_environments]
            made[f"{name}_complete"] = pa.array(whole)
    return pa.table(made)


def lowered(connection, table, checked):
    """What a condition gives for each row, questions inside loops asked first."""
    asked = []
    while True:
        scope = {
            name: Array(table[name], ~table[f"{name}_complete"])
            if isinstance(kind, ListType)
            else table[name]
            for name, kind in VARIABLES.items()
        }
        hoisted = Hoisted([table[name] for name in asked])
        made = Lowering({}, None, None, hoisted).condition(checked, scope)
        if len(hoisted.questions) == len(asked):
            return connection.to_pyarrow(table.select("row", found=truth(made)).order_by("row"))[
                "found"
            ].to_pylist()
        asked.append(f"asked{len(asked)}")
        table = table.mutate(**{asked[-1]: hoisted.questions[len(asked) - 1]})
