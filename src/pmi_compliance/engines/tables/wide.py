"""
Records and what they are related to as one wide table a kind: a relation is a column of structs, or of lists of them.

A list has `<name>_complete` beside it, as lists inside records have, and `<name>_lost` where a record may be lacking.
"""

from __future__ import annotations

from functools import cache
from operator import ge, lt
from typing import TYPE_CHECKING, Any

import attrs
import ibis
import pyarrow as pa
from ibis.expr.types import StructValue

from pmi_compliance.base.days import Span
from pmi_compliance.engines.tables.asking import named
from pmi_compliance.engines.tables.values import PART, field
from pmi_compliance.expr.types import BOOL, DATE, INT, ListType, RecordType, String

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence, Set

    from ibis.expr.types import Column, Table, Value

    from pmi_compliance.engines.field_use import FieldUse
    from pmi_compliance.expr.types import Relation, Type
    from pmi_compliance.records.record import Record

    #: Paths to fields; places in lists are left out.
    Paths = Set[tuple[str, ...]]


#: What a column of days that are known in part holds.
_PART_TYPE = pa.struct([("lo", pa.date32()), ("hi", pa.date32()), ("text", pa.string())])


@cache
def arrow_type(kind: Type, parts: Paths = frozenset(), path: tuple[str, ...] = ()) -> Any:
    """The column type of a field, as the schemas give it; `parts` as for `layout`."""
    match kind:
        case String():
            return pa.string()
        case ListType(item):
            return pa.list_(pa.null() if item is None else arrow_type(item, parts, path))
        case RecordType():
            return pa.struct([*_columns(kind, parts, path)])
        case _:
            simple: dict[Any, Any] = {BOOL: pa.bool_(), INT: pa.int64(), DATE: pa.date32()}
            return simple[kind]


def columns(record: RecordType) -> dict[str, Type]:
    """The columns of records of a type, and their types: its fields, relations apart."""
    return {name: field.type for name, field in record.fields.items() if field.relation is None}


def _columns(record: RecordType, parts: Paths, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name, inner in columns(record).items():
        yield name, arrow_type(inner, parts, (*path, name))
        if (*path, name) in parts:
            yield name + PART, _PART_TYPE


#: The column that holds where a record was read.
ORIGIN = "~origin"


def layout(record: RecordType, parts: Paths = frozenset()) -> Any:
    """
    The Arrow schema of records of a type: all its fields, and where each was read.

    Args:
        record: The type.
        parts: Paths to the dates beside which stands a column for those that are known in part.

    """
    places = [("file", pa.string()), ("line", pa.int64()), ("row", pa.int64()), ("sheet", pa.string())]
    return pa.schema([*_columns(record, parts, ()), (ORIGIN, pa.struct(places))])


def laid(value: Any) -> Any:
    """A value of a record as columns hold it: days that are known in part stand in columns of their own."""
    match value:
        case dict():
            return dict(_beside(name, inner) for name, inner in value.items())
        case tuple():
            return [laid(inner) for inner in value]
        case _:
            return value


def _beside(name: str, value: Any) -> tuple[str, Any]:
    if type(value) is Span:
        return name + PART, {"lo": value.lo, "hi": value.hi, "text": value.text}
    return name, laid(value)


def parts_of(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Paths to the dates of a record that are known in part."""
    match value:
        case Span():
            yield path
        case dict():
            for name, inner in value.items():
                yield from parts_of(inner, (*path, name))
        case tuple():
            for inner in value:
                yield from parts_of(inner, path)


@cache
def dates_of(kind: Type | None) -> Paths:
    """Paths to all dates of records of a type."""
    match kind:
        case RecordType():
            inside = ((name, inner) for name, inner in columns(kind).items())
            return frozenset((name, *path) for name, inner in inside for path in dates_of(inner))
        case ListType(item):
            return dates_of(item)
        case _:
            return frozenset({()} if kind == DATE else ())


def arrow_table(records: Sequence[Record], schema: Any) -> Any:
    """
    Records as a columnar table.

    Raises:
        pyarrow.ArrowException: If a date is known in part and the schema has no column for it.

    """
    parted = any(name.endswith(PART) for name in _names(schema))
    values = [laid(record.data) if parted else record.data for record in records]
    arrays = [
        pa.array(
            [
                attrs.asdict(record.origin) if column.name == ORIGIN else value.get(column.name)
                for record, value in zip(records, values, strict=True)
            ],
            column.type,
        )
        for column in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def _names(fields: Any) -> Iterator[str]:
    """The names of columns, and of all that stands inside them."""
    for column in fields:
        yield column.name
        inner = column.type.value_type if pa.types.is_list(column.type) else column.type
        if pa.types.is_struct(inner):
            yield from _names(inner)


class Wide:
    """
    Builds wide tables out of tables of records.

    Args:
        tables: The records of each kind.
        types: The type of each kind of record.
        gaps: Where a list of related records may lack one: anywhere, and for which keys.
        whole: The kinds of which all records are there.

    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        types: Mapping[str, RecordType],
        gaps: Callable[[Relation], tuple[bool, Set[Any]]],
        whole: Set[str],
    ) -> None:
        self.tables, self.types, self.gaps, self.whole = tables, types, gaps, whole

    def of(self, use: FieldUse, *more: str, ids: tuple[str | None, str | None] = (None, None)) -> Table:
        """
        The records of a kind with the fields and relations that are used.

        Args:
            use: What is used.
            more: Further columns.
            ids: Only records with such ids: from the first on, and up to the second, which is not among them.

        """
        kind = self.types[use.kind]
        relations = [(relation, use.relations[name]) for name in sorted(use.relations)
                     if (relation := kind.fields[name].relation)]  # fmt: skip
        # Its key says something also where what it leads to was not supplied.
        keys = {
            name
            for relation, _ in relations
            if relation.shape in {"one", "listed"}
            for name in (relation.key, f"{relation.key}_complete")
        }
        # Each relation looks at the table anew: a table joined with itself would be taken for one.
        table = self.tables[use.kind].view()
        for bound, holds in zip(ids, (ge, lt), strict=True):
            table = table if bound is None else table.filter(holds(table["id"], bound))
        parts = {name + PART for name in use.fields} & {*table.columns}
        table = table.select(*sorted({*more, *use.fields, *parts, *(keys & kind.fields.keys())}))
        for relation, inner in relations:
            if relation.target in self.tables:
                own_key = [relation.key] if relation.shape == "many" else []
                target = _slim(self.of(inner, *own_key), inner)
                table = _SHAPES[relation.shape](self, table, relation, target)
        return table

    # One function a shape of relation: the table with a column more, and the complete flag of a list.

    def _one(self, table: Table, relation: Relation, target: Table) -> Table:
        other = target.select(**{"~key": target["id"], relation.name: _struct(target)})
        joined = table.left_join(other, table[relation.key] == other["~key"])
        return joined.select(*table.columns, relation.name)

    def _many(self, table: Table, relation: Relation, target: Table) -> Table:
        ids = table.select(**{"~owner": table["id"]})
        keyed = target.semi_join(ids, target[relation.key] == ids["~owner"])
        anywhere, lost = self.gaps(relation)
        rows_by_key = keyed.select(**{"~key": keyed[relation.key], "~row": _struct(keyed)})
        lists = _lists(table, relation, rows_by_key)
        return lists.mutate(**self._flags(relation, _within(lists["id"], anywhere, lost)))

    def _listed(self, table: Table, relation: Relation, target: Table) -> Table:
        keys = table.select("id", **{"~other": table[relation.key]})
        each = keys.unnest("~other", offset="~at")
        other = target.select(**{"~id": target["id"], "~row": _struct(target)})
        pairs = each.left_join(other, each["~other"] == other["~id"])
        pairs = pairs.select(
            **{"~key": pairs["id"], "~is_there": pairs["~id"].notnull(),
               "~row": ibis.struct({"at": pairs["~at"], "row": pairs["~row"]})}
        )  # fmt: skip
        grouped = pairs.group_by("~key").agg(
            **{"~rows": pairs["~row"].collect(where=pairs["~is_there"]), "~all": pairs["~is_there"].all()}
        )
        joined = table.left_join(grouped, table["id"] == grouped["~key"])
        rows = joined["~rows"].sort().map(named(lambda pair: pair["row"], "row"))
        found = joined["~all"].fill_null(True)
        complete = f"{relation.key}_complete"
        called = joined[complete].fill_null(False) if complete in table.columns else ibis.literal(False)
        known = joined[relation.key].notnull()
        empty = ibis.literal([], rows.type())
        return joined.select(
            *table.columns,
            **{
                relation.name: ibis.cases((known, rows.fill_null(empty)), else_=ibis.null(rows.type())),
                f"{relation.name}_complete": found & called,
                f"{relation.name}_lost": ~found,
            },
        )

    def _same(self, table: Table, relation: Relation, target: Table) -> Table:
        anywhere, lost = self.gaps(relation)
        keys = _keys(self.tables[relation.target], relation)
        mine, theirs = keys, keys.view()
        other = target.select(**{"~id": target["id"], "~row": _struct(target)})
        pairs = mine.join(theirs, [mine["~value"] == theirs["~value"], mine["~key"] != theirs["~key"]])
        pairs = pairs.select(**{"~key": mine["~key"], "~other": theirs["~key"]}).distinct()
        rows_by_key = pairs.join(other, pairs["~other"] == other["~id"]).select("~key", "~row")
        mine = keys.group_by("~key").agg(
            **{"~lost": keys["~value"].isin(sorted(lost)).any() if lost else ibis.literal(False)}
        )
        own = _placed(self.tables[relation.target], relation)
        state = mine.outer_join(own, mine["~key"] == own["~id"])
        state = state.select(
            **{
                "~owner": ibis.coalesce(state["~key"], state["~id"]),
                "~known": state["~key"].notnull() | state["~whole"].fill_null(False) | relation.written,
                "~lost": state["~lost"].fill_null(False),
            }
        )
        lists = _lists(table, relation, rows_by_key)
        joined = lists.left_join(state, lists["id"] == state["~owner"])
        known = joined["~known"].fill_null(relation.written)
        rows = joined[relation.name]
        return joined.select(
            *table.columns,
            **{relation.name: ibis.cases((known, rows), else_=ibis.null(rows.type()))},
            **self._flags(relation, ibis.literal(anywhere) | joined["~lost"].fill_null(False)),
        )

    def _flags(self, relation: Relation, lost: Value) -> dict[str, Value]:
        """What stands beside a list of all records that share a key: of an open kind there may always be more."""
        whole = ~lost if relation.target in self.whole else ibis.literal(False)
        return {f"{relation.name}_complete": whole, f"{relation.name}_lost": lost}


_SHAPES: dict[str, Callable[[Wide, Table, Relation, Table], Table]] = {
    "one": Wide._one,
    "many": Wide._many,
    "listed": Wide._listed,
    "same": Wide._same,
}


def _slim(table: Table, use: FieldUse) -> Table:
    """Of groups of facts only what is used: what becomes one value is copied whole."""
    slim = {}
    for name, used in use.inside.items():
        group = table[name]
        if name not in use.whole and isinstance(group, StructValue):
            inner = {part: group[part] for part in group.names if part.removesuffix(PART) in used}
            slim[name] = ibis.cases((group.notnull(), ibis.struct(inner)), else_=None)
    return table.mutate(**slim) if slim else table


def _struct(table: Table) -> Value:
    """A record as one value; its id first, so that sorting records is sorting by id."""
    names = ["id", *(name for name in table.columns if name != "id")]
    return ibis.struct({name: table[name] for name in names})


def _within(key: Column, anywhere: bool, lost: Set[Any]) -> Value:
    if anywhere:
        return ibis.literal(True)
    return key.isin(sorted(lost)) if lost else ibis.literal(False)


def _lists(table: Table, relation: Relation, keyed: Table) -> Table:
    """A table with the rows of each key as a list, in the order of their ids."""
    grouped = keyed.group_by("~key").agg(**{"~rows": keyed["~row"].collect()})
    joined = table.left_join(grouped, table["id"] == grouped["~key"])
    rows = joined["~rows"].sort()
    return joined.select(*table.columns, **{relation.name: rows.fill_null(ibis.literal([], rows.type()))})


def _keys(table: Table, relation: Relation) -> Table:
    """Each record and each value that it shares with others."""
    first, *rest = relation.key.split(".")
    if not isinstance(table[first].type(), ibis.expr.datatypes.Array):
        value = inside(table[first], rest)
        keys = table.select(**{"~key": table["id"], "~value": value})
    else:
        rows = table.select("id", **{"~item": table[first]}).unnest("~item")
        value = inside(rows["~item"], rest)
        tests = [inside(rows["~item"], [name]) == word for name, word in relation.where]
        rows = rows.filter(tests) if tests else rows
        keys = rows.select(**{"~key": rows["id"], "~value": value})
    return keys.filter(keys["~value"].notnull()).distinct()


def unplaced(table: Table, relation: Relation) -> Value:
    """Whether a table holds a record that may belong to any list of a relation, for its key is not known."""
    if relation.shape == "many":
        return table[relation.key].isnull().any()
    return (~_placed(table, relation)["~whole"]).any()


def _placed(table: Table, relation: Relation) -> Table:
    """Each record, and whether it may hold no further value to share."""
    first, *rest = relation.key.split(".")
    if not isinstance(table[first].type(), ibis.expr.datatypes.Array):
        return table.select(**{"~id": table["id"], "~whole": inside(table[first], rest).notnull()})

    def settled(item: Any) -> Any:
        other = ibis.literal(False)
        known = inside(item, rest).notnull()
        for name, word in relation.where:
            other = other | (inside(item, [name]) != word).fill_null(False)
            known = known & inside(item, [name]).notnull()
        return (other | known).fill_null(False).cast("int8")

    items = table[first]
    whole = (items.map(named(settled, "item")).mins() == 1).fill_null(items.length() == 0)
    return table.select(**{"~id": table["id"], "~whole": whole.fill_null(False)})


def inside(owner: Any, path: Sequence[str]) -> Any:
    """The value at a path in structs; null where a file holds no such column."""
    for step in path:
        part = field(owner, step)
        owner = ibis.null("string") if part is None else part
    return owner


def cast(table: Table, schema: ibis.Schema) -> Table:
    """A table with the columns of a schema; what it does not hold is null, inside of groups too."""
    return table.select(
        **{
            name: table[name].cast(dtype) if name in table.columns else ibis.null(dtype)
            for name, dtype in schema.items()
        }
    )
