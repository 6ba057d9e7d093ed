"""The same queries on Spark: the records are written as Parquet files, and Spark's workers judge them."""

from __future__ import annotations

import atexit
from typing import TYPE_CHECKING, Any

import ibis
from pyspark.sql import SparkSession

from pmi_compliance.base.files import private_folder, remove

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ibis.expr.types import Table
    from pyspark.sql import DataFrame

    from pmi_compliance.engines.tables.store import Store


def local_session() -> SparkSession:
    """A session on this machine, with a worker for each of two cores."""
    folder = private_folder()
    atexit.register(remove, folder)
    builder = SparkSession.builder.master("local[2]").appName("pmi-compliance")
    for name, value in {
        "spark.driver.memory": "2g",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.sql.shuffle.partitions": "2",
        # Of every join a piece of memory of this size is held, and a rule about relations joins many small tables.
        "spark.buffer.pageSize": "1m",
        # The plans of past queries are long, and kept even where nobody can look at them.
        "spark.sql.ui.retainedExecutions": "1",
        # So is what the parser has learned of every long query.
        "spark.sql.parser.manageParserCaches": "true",
        "spark.sql.parser.parserDfaCacheFlushThreshold": "20000",
        "spark.sql.warehouse.dir": str(folder),
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session


class Spark:
    """
    Runs the queries of an audit on a Spark session.

    Args:
        store: The records; workers must be able to read its folder.
        session: The session; without one, a local one is made.

    """

    def __init__(self, store: Store, session: SparkSession | None = None) -> None:
        self.session = session or local_session()
        # Conditions are long, and one method made out of a whole query is larger than Java compiles well.
        self.session.conf.set("spark.sql.codegen.wholeStage", "false")
        self.connection = ibis.pyspark.connect(self.session)
        self.kept: dict[str, DataFrame] = {}
        self.tables = {kind: self._written(store, kind) for kind in store.tables}

    def _written(self, store: Store, kind: str) -> Table:
        path = store.home.folder / f"{kind}.parquet"
        store.home.connection.to_parquet(store.tables[kind], path)
        self.session.read.parquet(str(path)).createOrReplaceTempView(f"laid_{kind}")
        return self.connection.table(f"laid_{kind}")

    def keep(self, name: str, table: Table) -> Table:
        """A view; its rows stay in the memory of the workers."""
        # Public ways to register the questions with Spark also fetch all rows.
        self.connection._register_udfs(table)
        frame = self.session.sql(self.connection.compile(table)).persist()
        frame.createOrReplaceTempView(name)
        self.kept[name] = frame
        return self.connection.table(name)

    def rows(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows, fetched a partition at a time."""
        for row in self.session.sql(self.connection.compile(table)).toLocalIterator():
            yield row.asDict(recursive=True)

    def forget(self) -> None:
        """Drop the views that `keep` made; the workers free their rows."""
        while self.kept:
            name, frame = self.kept.popitem()
            frame.unpersist()
            self.session.catalog.dropTempView(name)
