"""
Records of an audit as tables of an engine, larger than memory if need be.

What `Dataset` is in memory: valid records as rows, the others as problems, and gaps where one may be missing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import ibis
from attrs import field, frozen

from pmi_compliance.base.days import Span
from pmi_compliance.engines.tables.home import MEMORY, Home, insert
from pmi_compliance.engines.tables.values import PART
from pmi_compliance.engines.tables.wide import arrow_table, inside, layout, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Set

    from ibis.expr.types import Table

    from pmi_compliance.expr.types import Relation
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.reading import ReadingNote
    from pmi_compliance.records.record import Problem
    from pmi_compliance.records.schema import RecordModel


@frozen(eq=False)
class Store:
    """Records as tables of DuckDB; they last as long as it does, and nothing of them is left behind."""

    #: The database that holds them.
    home: Home = field(repr=False)
    #: The valid records of each kind that was supplied.
    tables: Mapping[str, Table]
    #: What is wrong with the input, in the order of kinds and ids.
    problems: tuple[Problem, ...]
    #: Changes when any record changes; of files, it is that of their bytes. It is not to be shown, as for `Dataset`.
    digest: str = field(repr=False)
    #: The kinds of records that there are.
    model: RecordModel = field(repr=False)
    #: Where a list of related records may lack one: anywhere, and for which keys.
    gaps: Callable[[Relation], tuple[bool, Set[Any]]]
    #: How many valid records of each kind there are.
    sizes: Mapping[str, int]
    #: The kinds of which the office says that all records are here.
    whole: frozenset[str] = field(repr=False)
    #: What was understood otherwise than it stands in the input, or left out.
    reading_notes: tuple[ReadingNote, ...] = field(repr=False)

    @classmethod
    def of(cls, dataset: Dataset) -> Store:
        """The records of a dataset that is in memory."""
        home = Home(MEMORY)
        connection = home.connection
        tables = {}
        for kind, records in dataset.tables.items():
            parts = frozenset(path for record in records for path in parts_of(record.data))
            rows = arrow_table(records, layout(dataset.model.types[kind], parts))
            insert(connection, f"laid_{kind}", rows, is_new=True)
            tables[kind] = connection.table(f"laid_{kind}")
        return cls(
            home, tables, dataset.problems, dataset.digest, dataset.model, dataset.gaps, dataset.sizes,
            dataset.whole, dataset.reading_notes,
        )  # fmt: skip

    def count(self, kind: str, *paths: str, ids: Collection[str] | None = None) -> Counter[tuple[Any, ...]]:
        """How many records of a kind hold each combination of values at some paths, as `Dataset.count` says."""
        if kind not in self.tables or (ids is not None and not ids):
            return Counter()
        table = (
            self.tables[kind] if ids is None else self.tables[kind].filter(lambda row: row["id"].isin([*ids]))
        )
        values: dict[str, Any] = {}
        for at, path in enumerate(paths):
            values |= {f"v{at}": _at(table, path), f"part{at}": _at(table, path + PART)}
        counts = table.select(**values).group_by(*values).agg(n=lambda group: group.count())
        rows = self.home.connection.to_pyarrow(counts).to_pylist()
        numbers: Counter[tuple[Any, ...]] = Counter()
        for row in rows:
            # A date that is known in part stands beside those that are exact.
            known = ((row[f"v{at}"], row[f"part{at}"]) for at in range(len(paths)))
            numbers[tuple(value if part is None else Span(**part) for value, part in known)] += row["n"]
        return numbers


def _at(table: Table, path: str) -> Any:
    """The column at a path; null where there is none."""
    first, *rest = path.split(".")
    return inside(table[first], rest) if first in table.columns else ibis.null("string")
