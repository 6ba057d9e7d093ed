"""Outcomes of many records at once: the conditions of the rules as queries over columns."""

from __future__ import annotations

from functools import lru_cache, reduce
from heapq import merge
from itertools import pairwise, product
from operator import add
from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakKeyDictionary

import ibis
from attrs import field, frozen
from ibis.expr.types import Value

from pmi_compliance.base.days import Span
from pmi_compliance.base.outcome import QUIET, SETTLES, Outcome, verdict
from pmi_compliance.base.progress import silent
from pmi_compliance.base.text import Text
from pmi_compliance.engines.field_use import SAME_PERSON, FieldUse, fields_used
from pmi_compliance.engines.tables.alleged import Inline, anything_alleged, divided, judged_alone
from pmi_compliance.engines.tables.home import rows_from, sql_of
from pmi_compliance.engines.tables.lower import Lowering
from pmi_compliance.engines.tables.shared import Shared, staged
from pmi_compliance.engines.tables.truths import FALSE, TRUE, UNKNOWN, code
from pmi_compliance.engines.tables.values import PART, Row
from pmi_compliance.engines.tables.wide import ORIGIN, Wide, columns
from pmi_compliance.expr.types import ListType, RecordType
from pmi_compliance.records.reading import Origin
from pmi_compliance.records.record import Record
from pmi_compliance.records.schema import OpenList, PartialList

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ibis.expr.types import Table

    from pmi_compliance.base.progress import Progress
    from pmi_compliance.engines.tables.store import Store
    from pmi_compliance.expr.types import Type
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.schema import RecordModel

_TRUTHS = {FALSE: False, UNKNOWN: None, TRUE: True}

#: What the codes of the parts of a rule come to, as digits of one number in the order of `SETTLES`.
_OUTCOMES = [
    verdict(applies, review, requires, in_force)
    for in_force, applies, review, requires in product(_TRUTHS.values(), repeat=len(SETTLES))
]

_QUIET = [code for code, outcome in enumerate(_OUTCOMES) if outcome in QUIET]

#: Rules in one query: a query of all would take an engine longer to plan than several.
_BATCH = 12

#: Plans that are kept: of two audits, with some five kinds each.
_PLANS = 12

_DECIDING = Text("memutuskan", "deciding")


class Engine(Protocol):
    """What runs queries over the tables of a store."""

    @property
    def tables(self) -> Mapping[str, Table]:
        """The records of each kind."""

    def keep(self, name: str, table: Table) -> Table:
        """A table that holds the rows of a query, so that further queries over it do not compute them again."""

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of a table in its order, one after another, never all in memory."""

    def forget(self) -> None:
        """Free every table that `keep` made."""


#: The queries that were written out, as long as somebody keeps their plans.
_SQL: WeakKeyDictionary[Any, str] = WeakKeyDictionary()


class DuckDB:
    """The engine of the store itself."""

    def __init__(self, store: Store) -> None:
        self.connection, self.tables = store.home.connection, store.tables
        self.kept: set[str] = set()

    def keep(self, name: str, table: Table) -> Table:
        """A new table of the connection holds the rows."""
        # A public way would make the table first and fill it then, which takes longer.
        self.connection._register_udfs(table)
        sql = _SQL.get(table.op())
        if sql is None:
            sql = _SQL[table.op()] = sql_of(self.connection, table)
        self.connection.con.execute(f"CREATE OR REPLACE TABLE {name} AS {sql}")
        self.kept.add(name)
        return self.connection.table(name)

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows, fetched in batches of columns."""
        return rows_from(self.connection, table)

    def forget(self) -> None:
        """Drop the tables that `keep` made."""
        while self.kept:
            self.connection.con.execute(f"DROP TABLE {self.kept.pop()}")


@frozen(eq=False)
class Decided:
    """How many records ended in each outcome under each rule, and the pairs that are asked about."""

    counts: Mapping[str, Mapping[Outcome, int]]
    #: By kind, id and rule, waivers apart; to be gone through once, and the engine forgets what it kept.
    pairs: Iterable[tuple[Rule, Record, Outcome]]
    #: Lead from the records of the pairs to others.
    relations: Inline


@frozen(eq=False)
class _Part:
    """A part of the records of one kind."""

    kind: str
    #: The records that queries judge, and what they lead to.
    wide: Table
    #: What is asked about of the records that no query judges.
    apart: Sequence[tuple[Rule, Record, Outcome]]
    #: The codes of rules from a place on.
    coded: list[tuple[Table, int]] = field(factory=list)


def decide(
    rules: Iterable[Rule],
    store: Store,
    as_of: date,
    engine: Engine,
    *,
    include_passed: bool = False,
    progress: Progress = silent,
) -> Decided:
    """
    The outcome of every rule for every record of its kind, waivers apart, and without a reason.

    Args:
        rules: The rules.
        store: The records.
        as_of: The audit date.
        engine: What runs the queries.
        include_passed: Also give the pairs that passed or do not apply.
        progress: Is called with the number of rules that are done.

    """
    rules = [*rules]
    counts = {rule.id: dict.fromkeys(Outcome, 0) for rule in rules}
    of_kind = {
        kind: judged
        for kind in store.model.kinds
        if store.sizes.get(kind) and (judged := [rule for rule in rules if rule.subject == kind])
    }
    decided: list[_Part] = []
    relations = Inline(anything_alleged(store))
    done, whole = 0, sum(map(len, of_kind.values()))
    for kind, judged in of_kind.items():
        use = _used(kind, judged, store.model)
        for number, ids in enumerate(parts := _parts_of(use, store)):
            wide = Wide(engine.tables, store.model.types, store.gaps, store.whole).of(use, ORIGIN, ids=ids)
            wide, alleged = divided(wide, use, store.model) if relations.alleges else (wide, None)
            alone = judged_alone(judged, _records(engine, alleged, store.model.types[kind]), as_of)
            apart = [pair for pair in _counting(alone, counts) if include_passed or pair[2] not in QUIET]
            if len(judged) > _BATCH:
                name = f"wide_{kind}_{number}"
                wide = engine.keep(name, wide)
                batches: Iterable[Table] = _codes_of_kept(name, wide.schema(), tuple(judged), as_of)
            else:
                batches = _codes(wide, judged, as_of)
            part = _Part(kind, wide, apart)
            decided.append(part)
            for start, query in zip(range(0, len(judged), _BATCH), batches, strict=True):
                batch = judged[start : start + _BATCH]
                coded = engine.keep(f"codes_{kind}_{number}_{start}", query)
                part.coded.append((coded, start))
                for row in engine.rows(_counted(coded, start)):
                    place, code = divmod(row["outcome"], len(_OUTCOMES))
                    counts[judged[place].id][_OUTCOMES[code]] += int(row["n"])
                progress(_DECIDING, done + (start + len(batch)) * (number + 1) // len(parts), whole)
        done += len(judged)

    return Decided(
        counts, _all_pairs(engine, store.model, decided, of_kind, include_passed=include_passed), relations
    )


def _used(kind: str, rules: Iterable[Rule], model: RecordModel) -> FieldUse:
    """What rules use of a kind of records, and what a finding tells of it."""
    use = fields_used(kind, rules)
    use.add_places(model)
    # A finding names the recruiter and for how many persons a record stands, and placements are counted by the home of
    # the worker.
    use.fields |= {"recruiter_id", "worker", "count", "count_until"} & columns(model.types[kind]).keys()
    return use


def _all_pairs(
    engine: Engine,
    model: RecordModel,
    decided: Iterable[_Part],
    of_kind: Mapping[str, Sequence[Rule]],
    *,
    include_passed: bool,
) -> Iterator[tuple[Rule, Record, Outcome]]:
    for part in decided:
        rules = of_kind[part.kind]
        outcomes = ibis.union(*(_outcome_rows(coded, start, "id") for coded, start in part.coded))
        in_queries = _pairs(
            engine, model.types[part.kind], part.wide, rules, outcomes, include_passed=include_passed
        )
        places = {rule.id: place for place, rule in enumerate(rules)}
        yield from merge(in_queries, part.apart, key=lambda pair: (pair[1].id, places[pair[0].id]))
    engine.forget()


def _counting(
    pairs: Iterable[tuple[Rule, Record, Outcome]], counts: Mapping[str, dict[Outcome, int]]
) -> Iterator[tuple[Rule, Record, Outcome]]:
    for rule, record, outcome in pairs:
        counts[rule.id][outcome] += 1
        yield rule, record, outcome


#: Related records that are gathered at a time: an engine must hold them in memory.
_GATHERED = 200_000


def _parts_of(use: FieldUse, store: Store) -> list[tuple[str | None, str | None]]:
    """Ranges of ids, in their order, of records that are judged together: few, where each has many others."""
    many = [inner.kind for name, inner in use.relations.items()
            if (relation := store.model.types[use.kind].fields[name].relation) and relation.shape == "many"]  # fmt: skip
    gathered = sum(store.sizes.get(kind, 0) for kind in many)
    parts = min(store.sizes[use.kind], 1 + gathered // _GATHERED)
    if parts == 1:
        return [(None, None)]
    connection, table = store.home.connection, store.tables[use.kind]
    ids = connection.to_pyarrow(table.select("id").order_by("id"))["id"].to_pylist()
    bounds = [None, *(ids[len(ids) * part // parts] for part in range(1, parts)), None]
    return [*pairwise(bounds)]


def _counted(codes_: Table, start: int) -> Table:
    """How often each rule came to each code. Far fewer are the ways that several come out together than records."""
    ways = codes_.group_by([name for name in codes_.columns if name != "id"]).agg(
        n=lambda table: table.count()
    )
    outcomes = _outcome_rows(ways, start, "n")
    return outcomes.group_by("outcome").agg(n=outcomes["n"].sum())


def _outcome_rows(codes_: Table, start: int, beside: str) -> Table:
    """A row for each row and rule: the place of the rule and its code in one number, and one column beside it."""
    places = range(start, start + len(codes_.columns) - 1)
    both = [codes_[f"r{place - start}"].cast("int32") + place * len(_OUTCOMES) for place in places]
    return codes_.select(beside, outcome=ibis.array(both).unnest())


def _pairs(
    engine: Engine,
    kind: RecordType,
    wide: Table,
    rules: Sequence[Rule],
    outcomes: Table,
    *,
    include_passed: bool,
) -> Iterator[tuple[Rule, Record, Outcome]]:
    """Pairs with the record of each, and what the rules read of its relations."""
    listed_codes = (
        outcomes if include_passed else outcomes.filter((outcomes["outcome"] % len(_OUTCOMES)).notin(_QUIET))
    )
    listed = listed_codes.group_by("id").agg(**{"~outcomes": listed_codes["outcome"].collect()})
    listed = listed.rename({"~id": "id"})
    rows = wide.inner_join(listed, wide["id"] == listed["~id"]).order_by("id")
    for row in engine.rows(rows):
        record = _record(row, kind)
        for number in sorted(row["~outcomes"]):
            place, code = divmod(number, len(_OUTCOMES))
            yield rules[place], record, _OUTCOMES[code]


def _records(engine: Engine, table: Table | None, kind: RecordType) -> Iterator[Record]:
    """The records of a table in the order of their ids."""
    if table is not None:
        yield from (_record(row, kind) for row in engine.rows(table.order_by("id")))


def _record(row: Mapping[str, Any], kind: RecordType) -> Record:
    return Record(kind.name, row["id"], data_of(row, kind), Origin(**row[ORIGIN]))


def cases(store: Store, engine: Engine) -> Iterator[dict[str, Any]]:
    """The data of all cases, with their placements and the others of the same persons."""
    same = {name: FieldUse("placement", {"id"}) for name in SAME_PERSON}
    use = FieldUse("case", {"id"}, {"placements": FieldUse("placement", {"id"}, same)})
    if "case" in store.tables:
        for row in engine.rows(Wide(engine.tables, store.model.types, store.gaps, store.whole).of(use)):
            yield data_of(row, store.model.types["case"])


def data_of(value: Any, kind: Type | None) -> Any:
    """A value out of a row as `schema.typed` makes it."""
    match kind:
        case _ if value is None:
            return None
        case ListType(item):
            return tuple(data_of(inner, item) for inner in value)
        case RecordType(_, fields):
            record: dict[str, Any] = {}
            for name, inner in value.items():
                if inner is not None and name.endswith(PART):
                    record[name.removesuffix(PART)] = Span(**inner)
                elif inner is not None and name in fields:
                    record[name] = data_of(inner, fields[name].type)
                    if isinstance(inner, list) and value.get(f"{name}_complete") is not True:
                        kind_of_list = PartialList if value.get(f"{name}_lost") else OpenList
                        record[name] = kind_of_list(record[name])
            return record
        case _:
            return value


@lru_cache(maxsize=_PLANS)
def _codes_of_kept(name: str, schema: ibis.Schema, rules: tuple[Rule, ...], as_of: date) -> tuple[Table, ...]:
    """What `_codes` gives of a table that an engine keeps: whoever audits again does not plan the queries again."""
    return tuple(_codes(ibis.table(schema, name=name), rules, as_of))


def _codes(wide: Table, rules: Sequence[Rule], as_of: date) -> Iterator[Table]:
    """What `codes` gives, some rules in a query."""
    shared = Shared()
    for start in range(0, len(rules), _BATCH):
        yield codes(wide, rules[start : start + _BATCH], as_of, shared)


def codes(wide: Table, rules: Sequence[Rule], as_of: date, shared: Shared) -> Table:
    """
    For each record its id, and for each rule the code of its outcome as `r0`, `r1` ...

    Args:
        wide: The records, with what is used of others.
        rules: The rules.
        as_of: The audit date.
        shared: What is known of the values of `wide`, from other rules too.

    """
    return _combined(wide, [_parts(rule, wide, as_of, shared) for rule in rules], shared)


def _parts(rule: Rule, wide: Table, as_of: date, shared: Shared) -> tuple[Any, ...]:
    """The codes of the parts of a rule, in the order in which they are judged; what it lacks settles nothing."""
    scope = {rule.subject: Row(wide)}
    day = Lowering(rule.parameters, None, as_of, shared).condition(rule.day, scope)
    lowering = Lowering(rule.parameters, day, as_of, shared)
    conditions = ((rule.condition(part), absent) for part, absent in _ABSENT.items())
    return tuple(
        absent if condition is None else code(lowering.condition(condition, scope))
        for condition, absent in conditions
    )


#: For each part of a rule the code of one that settles nothing.
_ABSENT = {part: FALSE if settling else TRUE for part, (settling, _) in SETTLES.items()}

#: What the codes of the parts count in the code of a rule, as digits of one number.
_WEIGHTS = tuple(len(_TRUTHS) ** place for place in reversed(range(len(SETTLES))))


def _combined(wide: Table, rules: Sequence[tuple[Any, ...]], shared: Shared) -> Table:
    # Each part in a column of its own, once for all rules that share it: inside of a case an engine would go through
    # lists for a part of the rows at a time, and for every rule anew. What is the same for all records needs none.
    names: dict[Any, str] = {}
    for part in (part for parts in rules for part in parts if isinstance(part, Value)):
        names.setdefault(part.op(), f"p{len(names)}")
    table = staged(wide, {name: part.to_expr() for part, name in names.items()}, shared, "id")

    def of(part: Any, weight: int) -> Any:
        return (table[names[part.op()]] if isinstance(part, Value) else part) * weight

    codes_ = {}
    for place, parts in enumerate(rules):
        terms = [term for term in map(of, parts, _WEIGHTS) if isinstance(term, Value) or term]
        whole = reduce(add, terms or [FALSE])
        codes_[f"r{place}"] = whole.cast("int8") if isinstance(whole, Value) else ibis.literal(whole, "int8")
    return table.select("id", **codes_)
