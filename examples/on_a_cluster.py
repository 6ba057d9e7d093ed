"""
A script for a whole register: judge it on a Spark cluster and write what was found.

    python examples/on_a_cluster.py DATA HASIL.jsonl 2025-10-31 spark://host:7077 /mnt/bersama

The last word names a folder that this machine and the workers of the cluster all read: the records are laid down there
in a private folder while they are judged. The workers need this library (`pmi-compliance[spark]`) in their Python.
`local[2]` in place of the address tries the same with two workers on this machine.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pyspark.sql import SparkSession

from pmi_compliance import PmiError, audit, default_packs, read_records, write_report
from pmi_compliance.base.dated import day_of


def run(data: str, results: str, day: date, master: str, folder: str) -> int:
    """Audit the records in `data` on the cluster `master`; gives how many findings were written to `results`."""
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
        found = run(data, results, day_of(day), master, folder)
    except ValueError:
        sys.exit("cara pakai: python on_a_cluster.py DATA HASIL TTTT-BB-HH SPARK FOLDER")
    except PmiError as error:
        sys.exit(str(error))
    print(f"{found} temuan")


if __name__ == "__main__":
    main()
