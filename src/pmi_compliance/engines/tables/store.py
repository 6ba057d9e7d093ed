"""
Records of an audit as tables of an engine, larger than memory if need be.

What `Dataset` is in memory: valid records as rows, the others as problems, and gaps where one may be missing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.engines.tables.home import MEMORY, Home, insert
from pmi_compliance.engines.tables.wide import arrow_table, inside, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Set

    from ibis.expr.types import Table

    from pmi_compliance.expr.types import Relation
    from pmi_compliance.records.dataset import Dataset
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
    #: Changes when any record changes; of files, it is that of their bytes.
    digest: str
    #: The kinds of records that there are.
    model: RecordModel = field(repr=False)
    #: Where a list of related records may lack one: anywhere, and for which keys.
    gaps: Callable[[Relation], tuple[bool, Set[Any]]]
    #: How many valid records of each kind there are.
    sizes: Mapping[str, int]

    @classmethod
    def of(cls, dataset: Dataset) -> Store:
        """The records of a dataset that is in memory."""
        home = Home(MEMORY)
        connection = home.connection
        tables = {}
        for kind, records in dataset.tables.items():
            rows = arrow_table(records, layout(dataset.model.types[kind]))
            insert(connection, f"laid_{kind}", rows, is_new=True)
            tables[kind] = connection.table(f"laid_{kind}")
        return cls(home, tables, dataset.problems, dataset.digest, dataset.model, dataset.gaps, dataset.sizes)

    def count(self, kind: str, *paths: str) -> Counter[tuple[Any, ...]]:
        """How many records of a kind hold each combination of values at some paths; `None` where nothing is known."""
        if kind not in self.tables:
            return Counter()
        table = self.tables[kind]
        values = {
            f"v{at}": inside(table[path.split(".")[0]], path.split(".")[1:]) for at, path in enumerate(paths)
        }
        counts = table.select(**values).group_by(*values).agg(n=lambda group: group.count())
        rows = self.home.connection.to_pyarrow(counts).to_pylist()
        return Counter({tuple(row[name] for name in values): row["n"] for row in rows})
