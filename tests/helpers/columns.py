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
            fields = {name: field.type for name, field in kind.fields.items() if name != "friend" or depth}
            return pa.struct([(name, unknown_friend(field, depth - 1)) for name, field in fields.items()])
        case _:
            return arrow_type(kind)


def plain(value):
    match value:
        case tuple():
            return [plain(part) for part in value]
        case dict():
            return {name: plain(part) for name, part in value.items()}
        case _:
            return value


def columns(drawn_environments):
    arrays = {"at": pa.array(range(len(drawn_environments)))}
    for name, kind in VARIABLES.items():
        arrays[name] = pa.array(
            [plain(environment[name]) for environment in drawn_environments], unknown_friend(kind)
        )
        if isinstance(kind, ListType):
            lists = [environment[name] for environment in drawn_environments]
            arrays[f"{name}_complete"] = pa.array([not isinstance(given, PartialList) for given in lists])
            arrays[f"{name}_lost"] = pa.array([type(given) is PartialList for given in lists])
    return pa.table(arrays)


def _variables(table):
    return {
        name: Array(table[name], ~table[f"{name}_complete"], table[f"{name}_lost"])
        if isinstance(kind, ListType)
        else table[name]
        for name, kind in VARIABLES.items()
    }


def lowered(connection, table, checked, scope=_variables):
    """What a condition gives for each row, in the order of `at`; questions inside loops are asked first."""
    asked = []
    while True:
        hoisted = Hoisted([table[name] for name in asked])
        condition = Lowering({}, None, None, hoisted).condition(checked, scope(table))
        if len(hoisted.questions) == len(asked):
            answers = connection.to_pyarrow(table.select("at", found=truth(condition)).order_by("at"))
            return answers["found"].to_pylist()
        asked.append(f"asked{len(asked)}")
        table = table.mutate(**{asked[-1]: hoisted.questions[len(asked) - 1]})
