"""
An auditor's script: audit a folder and write the files that an office needs.

    python examples/auditor.py examples/quickstart hasil 2025-10-31

`hasil/laporan.html` is read in a browser, `hasil/temuan.xlsx` is worked on in Excel, `hasil/surat.html` printed and
handed over, and `hasil/laporan.json` kept: it is sealed, and a later report is compared with it.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pmi_compliance import Dataset, Outcome, PmiError, Report, audit, default_packs, write_report
from pmi_compliance.base.dated import day_of


def run(data: Path, results: Path, day: date) -> Report:
    """Audit the records in `data` and write the files to `results`."""
    report = audit(Dataset.read(data), default_packs(), as_of=day)
    results.mkdir(parents=True, exist_ok=True)
    for name in ("laporan.html", "temuan.xlsx", "laporan.json"):
        write_report(report, results / name)
    write_report(report, results / "surat.html", "letters")
    return report


def main() -> None:
    """Run from the command line."""
    try:
        data, results, day = sys.argv[1:]
        report = run(Path(data), Path(results), day_of(day))
    except ValueError:
        sys.exit("cara pakai: python auditor.py DATA HASIL TTTT-BB-HH")
    except PmiError as error:
        sys.exit(str(error))
    counts = report.outcomes
    print(
        f"{counts[Outcome.FAIL]} tidak sesuai, {counts[Outcome.REVIEW]} perlu ditinjau, "
        f"{counts[Outcome.UNKNOWN]} belum diketahui; {len(report.problems)} masalah berkas"
    )


if __name__ == "__main__":
    main()
