"""
How fast a million placements are judged from Parquet, beside SQL written by hand, and how memory and time grow.

Reading and checking the records is timed apart: SQL by hand checks nothing.
"""

import json
import subprocess
import sys
from datetime import date
from functools import cache
from pathlib import Path

import duckdb
import many
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import test_speed

from pmi_compliance import Outcome
from pmi_compliance.auditing.backends import outcomes_in_memory
from pmi_compliance.engines.tables.engine import _OUTCOMES, DuckDB, decide
from pmi_compliance.engines.tables.reading import read_store
from pmi_compliance.engines.tables.wide import ORIGIN, arrow_table, layout
from pmi_compliance.records.schema import bundled_model

MODEL = bundled_model()
AS_OF = date(2025, 10, 31)
HAND = (Path(__file__).parent / "hand.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The placements of test_speed.py, ten times over, and their job orders."""
    folder = tmp_path_factory.mktemp("million")
    tables = test_speed.dataset(100_000).tables
    rows = arrow_table(tables["placement"], layout(MODEL.types["placement"])).drop_columns([ORIGIN])
    place = rows.schema.get_field_index("id")
    with pq.ParquetWriter(folder / "placements.parquet", rows.schema) as out:
        for copy in range(10):
            ids = pa.array([f"{copy}-{name}" for name in rows["id"].to_pylist()])
            out.write_table(rows.set_column(place, "id", ids))
    orders = arrow_table(tables["job_order"], layout(MODEL.types["job_order"])).drop_columns([ORIGIN])
    pq.write_table(orders, folder / "job_orders.parquet")
    return folder


def by_tables(folder):
    store = read_store(folder)
    engine = DuckDB(store)
    return lambda: dict(decide(test_speed.rules(), store, AS_OF, engine).counts)


def by_hand(folder):
    connection = duckdb.connect(config={"preserve_insertion_order": False})
    text = HAND.replace("{folder}", str(folder))

    def run():
        counts = {rule.id: dict.fromkeys(Outcome, 0) for rule in test_speed.rules()}
        for value, number in connection.execute(text).fetchall():
            place, code = divmod(value, len(_OUTCOMES))
            counts[test_speed.rules()[place].id][_OUTCOMES[code]] += number
        return counts

    return run


def ten_times_by_closures(_):
    """Over 100,000 placements, ten times: a million of them in memory would measure the memory."""
    dataset = test_speed.dataset(100_000)

    def run():
        counts = {rule.id: dict.fromkeys(Outcome, 0) for rule in test_speed.rules()}
        for _ in range(10):
            for rule, _, outcome in outcomes_in_memory(test_speed.rules(), dataset, AS_OF):
                counts[rule.id][outcome] += 1
        return counts

    return run


@cache
def expected():
    return ten_times_by_closures(None)()


@pytest.mark.benchmark(group="12 rules x 1,000,000 placements from Parquet")
@pytest.mark.parametrize(
    "way", [by_tables, by_hand, ten_times_by_closures], ids=["tables", "SQL by hand", "closures"]
)
def test_against_sql_by_hand(benchmark, folder, way):
    rounds = 2 if way is ten_times_by_closures else 7
    assert benchmark.pedantic(way(folder), rounds=rounds, warmup_rounds=1) == expected()


@pytest.mark.benchmark(group="reading and checking 1,000,000 placements from Parquet")
def test_reading(benchmark, folder):
    assert benchmark.pedantic(read_store, (folder,), rounds=3).sizes["placement"] == 1_000_000


ALL_RULES = """
import json, resource, sys, time
from datetime import date
from pmi_compliance import read_records, default_packs, RulePack
from pmi_compliance.auditing.selection import rules_of
from pmi_compliance.engines.tables.engine import DuckDB, decide
start = time.perf_counter()
store = read_records(sys.argv[1], backend="tables")
rules = rules_of((*default_packs(), RulePack.load("international")), unverified=True)
counts = decide(rules, store, date(2025, 10, 31), DuckDB(store)).counts
print(json.dumps({
    "rules": len(rules), "placements": store.sizes["placement"], "problems": len(store.problems),
    "pairs": sum(n for count in counts.values() for n in count.values()),
    "seconds": time.perf_counter() - start,
    "gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
}))
"""


def test_all_rules_on_a_million_placements_in_bounded_memory(tmp_path, capsys):
    """Each size in a process of its own, whose highest memory is measured; prints how time grows."""
    measured = []
    for size in (100_000, 1_000_000):
        folder = tmp_path / str(size)
        folder.mkdir()
        many.write(folder, size)
        done = subprocess.run(
            [sys.executable, "-c", ALL_RULES, str(folder)], capture_output=True, text=True, check=True
        )
        measured.append(json.loads(done.stdout))
    growth = measured[1]["seconds"] / measured[0]["seconds"]
    with capsys.disabled():
        sys.stdout.write(
            f"\n{measured[0]}\n{measured[1]}\nten times the placements, {growth:.1f} times the time\n"
        )
    assert [line["problems"] for line in measured] == [0, 0]
    assert measured[1]["gib"] < 4
    assert growth < 10
