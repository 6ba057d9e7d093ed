"""Records in tables that name others which are not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.engines.tables.wide import ORIGIN
from pmi_compliance.records.reading import Origin
from pmi_compliance.records.record import Problem, dangling, id_of, located

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ibis.expr.types import Table

    from pmi_compliance.records.documents import ProblemDetail
    from pmi_compliance.records.reading import RawRecord, ReadingNotes
    from pmi_compliance.records.schema import RecordModel


def dangling_in_tables(
    connection: Any,
    model: RecordModel,
    tables: Mapping[str, Table],
    excluded: Iterable[RawRecord],
    notes: ReadingNotes,
) -> Iterator[Problem]:
    """Records that name others that are not there; they are judged all the same."""
    lost = {(raw.kind, id_of(raw)) for raw in excluded}
    for kind, table in tables.items():
        by_id: dict[str, tuple[Origin, list[ProblemDetail]]] = {}
        for relation in model.keyed(kind):
            if relation.target not in tables:
                continue
            keys = table.select("id", ORIGIN, key=table[relation.key])
            keys = keys.unnest("key", offset="at") if relation.shape == "listed" else keys.mutate(at=0)
            there = tables[relation.target]
            keys = keys.filter(keys["key"].notnull())
            missing = keys.anti_join(there.select(key=there["id"]), "key").order_by("id", "at")
            for row in connection.to_pyarrow(missing).to_pylist():
                details = by_id.setdefault(row["id"], (Origin(**row[ORIGIN]), []))[1]
                details.append(dangling(relation.key, relation.target, row["key"], lost))
        for id_, (origin, details) in by_id.items():
            yield located(Problem(kind, id_, origin, tuple(details), excluded=False), notes)
