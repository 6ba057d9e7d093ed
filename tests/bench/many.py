"""Many invented records: the quick start's, again and again, each time of other persons, as Parquet files."""

import random
from pathlib import Path

import duckdb

from pmi_compliance import Dataset
from pmi_compliance.engines.tables.wide import ORIGIN, arrow_table, layout
from pmi_compliance.records.schema import bundled_model

QUICKSTART = Path(__file__).parents[2] / "examples" / "quickstart"

#: Copies of a placement that share recruiters, job orders and service centres.
TOGETHER = 50

#: A NIK keeps its province and regency, so that what rules read of it stays.
_NIK = (
    "substr({0}, 1, 5) || (({1} // 10000) % 10) || substr({0}, 7, 6) || lpad(({1} % 10000)::VARCHAR, 4, '0')"
)

_PLACEMENTS = f"""
SELECT * REPLACE (
    id || '-' || k AS id,
    recruiter_id || '-' || g AS recruiter_id,
    acting_recruiter_id || '-' || g AS acting_recruiter_id,
    job_order_id || '-' || g AS job_order_id,
    service_centre_id || '-' || g AS service_centre_id,
    struct_update(worker, id := worker.id || '-' || k, phone := worker.phone || k,
                  nik := {_NIK.format("worker.nik", "k")}) AS worker,
    list_transform(documents, lambda d: struct_update(d, number := d.number || k)) AS documents
) FROM placement, (SELECT k, k // {TOGETHER} AS g FROM range($copies) t(k)) ORDER BY hash(id || k || $seed)
"""
_OTHERS = {
    "recruiter": "id || '-' || g AS id",
    "job_order": "id || '-' || g AS id, recruiter_id || '-' || g AS recruiter_id",
    "service_centre": "id || '-' || g AS id",
    "case": f"id || '-' || g AS id, list_transform(placement_ids, lambda p: p || '-' || (g * {TOGETHER})) AS placement_ids",
}


def write(folder, placements, seed=1):
    """Write at least so many placements, and what they belong to; gives the folder."""
    dataset = Dataset.read(QUICKSTART)
    copies = -(-placements // len(dataset.tables["placement"]))
    connection = duckdb.connect()
    for kind, records in dataset.tables.items():
        connection.register(
            f"{kind}_rows", arrow_table(records, layout(bundled_model().types[kind])).drop_columns([ORIGIN])
        )
        connection.execute(f'CREATE TABLE "{kind}" AS SELECT * FROM {kind}_rows')
    numbers = {"copies": copies, "seed": str(random.Random(seed).random())}
    connection.execute(f"CREATE TABLE made AS {_PLACEMENTS}", numbers)
    rows = {"placement": "SELECT * EXCLUDE (k, g) FROM made"}
    for kind, replaced in _OTHERS.items():
        rows[kind] = (
            f'SELECT * EXCLUDE (g) REPLACE ({replaced}) FROM "{kind}", range({-(-copies // TOGETHER)}) t(g)'
        )
    for kind, query in rows.items():
        connection.execute(f"COPY ({query}) TO '{folder / kind}s.parquet' (FORMAT parquet)")
    return folder
