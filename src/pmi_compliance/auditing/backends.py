"""
Deciding: which rules end how on which records, by one of several back ends, and without a reason.

All back ends say the same. In memory the closures decide, in tables the queries of DuckDB or Spark.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import repeat
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.auditing.findings import finding_order
from pmi_compliance.auditing.selection import check_word
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.extras import needing
from pmi_compliance.base.given import given_paths
from pmi_compliance.base.outcome import QUIET, Outcome
from pmi_compliance.base.progress import silent
from pmi_compliance.engines import Program
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.reading import files_of, is_database, within
from pmi_compliance.records.schema import model_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from pmi_compliance.base.progress import Progress
    from pmi_compliance.engines.tables.engine import Engine
    from pmi_compliance.engines.tables.store import Store
    from pmi_compliance.engines.trace import Relations
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.reading import Bounds
    from pmi_compliance.records.reading import Mapping as Answers
    from pmi_compliance.records.record import Record
    from pmi_compliance.records.schema import HasModel, RecordModel

#: What can decide.
BACKENDS = ("auto", "closures", "tables", "spark")

#: Files that are larger together, in bytes, are read into tables: from here on the work of planning queries is small
#: beside theirs, and fewer bytes always have room in memory.
LARGE = 100_000_000


def read_records(
    *paths: str | Path,
    model: RecordModel | None = None,
    packs: Iterable[HasModel] = (),
    backend: str = "auto",
    folder: str | Path | None = None,
    progress: Progress = silent,
    whole: Iterable[str] = (),
    mapping: Answers | None = None,
    strict: bool = False,
    bounds: Bounds | None = None,
) -> Dataset | Store:
    """
    Read records the way that suits a back end: into memory for the closures, into tables for all others.

    >>> from pmi_compliance import read_records
    >>> read_records("examples/quickstart").sizes["placement"]
    39

    Args:
        paths: Files, folders and addresses of databases.
        model: The kinds of records; without one, those that the library describes.
        packs: The packs that the records are for, as for `Dataset.read`.
        backend: A word of `BACKENDS`; `auto` goes by the size of the files, and reads databases into memory.
        folder: Where tables that have no room in memory are kept, in a private folder; for Spark on other
            machines, a folder that these can read. Without one, where this machine keeps what is temporary.
        progress: Is called as the reading goes on.
        whole: The kinds of which the office says that all records are here, as for `Dataset.read`.
        mapping: What the columns of the office's own tables mean, as for `Dataset.read`.
        strict: Whether only paths and titles count as headings, as for `Dataset.read`.
        bounds: How much is read of one input, as for `Dataset.read`.

    Returns:
        The records, for `audit`: a `Dataset` in memory, or tables.

    Raises:
        UnreadableInput: If a path does not exist, or a file cannot be read as a whole or goes beyond the bounds.
        UsageError: If there is no such back end, a library that it needs is not installed, or a name in `whole` is no
            kind of record.

    """
    check_word("backend", backend, BACKENDS)
    paths, model = given_paths(paths), model or model_of(packs)
    if backend == "auto":
        small = any(is_database(str(path)) for path in paths) or _size(paths) < LARGE
        backend = "closures" if small else "tables"
    if backend == "closures":
        return Dataset.read(*paths, model=model, whole=whole, mapping=mapping, strict=strict, bounds=bounds)
    with _needing_tables(backend):
        from pmi_compliance.engines.tables.reading import read_store  # noqa: PLC0415  slow to import, and an extra
    with within(bounds):
        return read_store(
            *paths, model=model, folder=folder, progress=progress, whole=whole, mapping=mapping, strict=strict
        )


def _size(paths: Iterable[str | Path]) -> int:
    return sum(file.stat().st_size for file in files_of(paths) if file.is_file())


def _needing_tables(backend: str) -> Any:
    extra = "spark" if backend == "spark" else "tables"
    return needing(extra, extra)


@frozen(eq=False)
class Decisions:
    """What a back end decided, and what explanations are made from."""

    #: The back end: a word of `BACKENDS`, never `auto`.
    backend: str
    #: For each rule, how many records ended in each outcome, waivers apart.
    counts: Mapping[str, Mapping[Outcome, int]]
    #: What is to be explained, by kind, id and rule, waivers apart; to be gone through once.
    pairs: Iterable[tuple[Rule, Record, Outcome]]
    #: Lead from the records of the pairs to others.
    relations: Relations
    #: The data of all cases, with what `relations` leads to.
    cases: Callable[[], Iterable[Mapping[str, Any]]]


def decide(
    rules: list[Rule],
    records: Dataset | Store,
    as_of: date,
    backend: str = "auto",
    session: Any = None,
    *,
    include_passed: bool = False,
    progress: Progress = silent,
) -> Decisions:
    """
    Decide every rule for every record of its kind.

    Args:
        rules: The rules.
        records: In memory or in tables.
        as_of: The audit date.
        backend: A word of `BACKENDS`; `auto` takes what suits how the records are held.
        session: The Spark session; without one, a local one is made.
        include_passed: Also give pairs that passed or do not apply.
        progress: Is called as the work goes on.

    Raises:
        UsageError: If there is no such back end, or it cannot judge records that are held so.

    """
    check_word("backend", backend, BACKENDS)
    if backend == "auto":
        backend = "closures" if isinstance(records, Dataset) else "tables"
    if backend == "closures":
        if not isinstance(records, Dataset):
            raise UsageError("tables_by_closures")
        return _in_memory(rules, records, as_of, include_passed=include_passed)
    with _needing_tables(backend):
        from pmi_compliance.engines.tables import engine, store  # noqa: PLC0415  slow to import, and an extra
    tables = store.Store.of(records) if isinstance(records, Dataset) else records
    queries = _engine(backend, tables, session)
    decided = engine.decide(rules, tables, as_of, queries, include_passed=include_passed, progress=progress)
    return Decisions(
        backend, decided.counts, decided.pairs, decided.relations, lambda: engine.cases(tables, queries)
    )


def _engine(backend: str, store: Store, session: Any) -> Engine:
    with _needing_tables(backend):
        if backend == "spark":
            from pmi_compliance.engines.tables.spark import Spark  # noqa: PLC0415  slow to import, and an extra

            return Spark(store, session)
        from pmi_compliance.engines.tables.engine import DuckDB  # noqa: PLC0415
    return DuckDB(store)


def _in_memory(rules: list[Rule], dataset: Dataset, as_of: date, *, include_passed: bool) -> Decisions:
    counts = {rule.id: dict.fromkeys(Outcome, 0) for rule in rules}
    pairs = []
    for rule, record, outcome in outcomes_in_memory(rules, dataset, as_of):
        counts[rule.id][outcome] += 1
        if include_passed or outcome not in QUIET:
            pairs.append((rule, record, outcome))
    pairs.sort(key=lambda pair: finding_order(pair[1].kind, pair[1].id, pair[0].id))
    return Decisions("closures", counts, pairs, dataset, lambda: cases_in(dataset))


def cases_in(dataset: Dataset) -> Iterator[Mapping[str, Any]]:
    """The data of all cases."""
    return (record.data for record in dataset.tables.get("case", ()))


#: Records judged together under all their rules: so few that they stay in the processor's cache.
_BLOCK = 256


def outcomes_in_memory(
    rules: Iterable[Rule], dataset: Dataset, as_of: date
) -> Iterator[tuple[Rule, Record, Outcome]]:
    """The outcome of every rule for every record of its kind, waivers apart, in no order to rely on."""
    programs: dict[str, list[tuple[Rule, Callable[[Any], Outcome]]]] = defaultdict(list)
    for rule in rules:
        if dataset.tables.get(rule.subject):
            programs[rule.subject].append((rule, Program.of_rule(rule).bind(dataset, as_of)))
    for kind, judged in programs.items():
        records = dataset.tables[kind]
        for start in range(0, len(records), _BLOCK):
            block = records[start : start + _BLOCK]
            data = [record.data for record in block]
            for rule, function in judged:
                yield from zip(repeat(rule), block, map(function, data))
