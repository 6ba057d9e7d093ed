"""
A script for a whole register: audit it on a Spark cluster and write the findings.

    python examples/on_a_cluster.py DATA HASIL.jsonl 2025-10-31 spark://host:7077 /mnt/bersama

The last argument is a folder that this machine and the workers of the cluster all read: the records are copied to a
private folder there while they are judged. The workers need this library (with the extra `spark`) in their Python.
`local[2]` in place of the address tries the same with two workers on this machine.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pmi_compliance import PmiError, audit, default_packs, read_records, write_report
from pmi_compliance.base.dated import day_of

try:
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession
except ImportError:
    sys.exit("perlu pyspark dan Java: pip install '.[spark]'")


def run(data: str, results: str, day: date, master: str, folder: str) -> int:
    """Audit the records in `data` on the cluster `master`, and return how many findings were written to `results`."""
    session = SparkSession.builder.master(master).appName("pmi-compliance").getOrCreate()
    try:
        records = read_records(data, backend="spark", folder=folder)
        report = audit(records, default_packs(), as_of=day, backend="spark", session=session)
        write_report(report, Path(results))
        return len(report.findings)
    finally:
        session.stop()


def main() -> None:
    """Run from the command line."""
    try:
        data, results, day, master, folder = sys.argv[1:]
        count = run(data, results, day_of(day), master, folder)
    except ValueError:
        sys.exit("cara pakai: python on_a_cluster.py DATA HASIL TTTT-BB-HH SPARK FOLDER")
    except (PmiError, PySparkException) as error:
        # Spark says so where Java or the cluster is missing.
        sys.exit(str(error))
    print(f"{count} temuan")


if __name__ == "__main__":
    main()
