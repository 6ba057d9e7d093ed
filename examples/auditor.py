"""
An auditor's script: read a folder, write a full report and a list that Excel opens.

    python examples/auditor.py examples/quickstart hasil 2025-10-31

`hasil/laporan.json` is the whole report; `hasil/temuan.csv` has a line for each finding, gravest first.
"""

from __future__ import annotations

import csv
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance import Dataset, Outcome, PmiError, Report, audit, default_packs
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.report import to_json
from pmi_compliance.words import OUTCOMES, SEVERITY

if TYPE_CHECKING:
    from collections.abc import Iterator

COLUMNS = ("bobot", "hasil", "jenis", "id", "perekrut", "aturan", "uraian", "berkas")


def rows(report: Report) -> Iterator[tuple[str, ...]]:
    """A line for each failure and each case a person must decide; unknown facts are in the report."""
    shown = [one for one in report.findings if one.outcome in {Outcome.FAIL, Outcome.REVIEW}]
    for finding in sorted(shown, key=lambda one: SEVERITIES.index(one.severity)):
        yield (
            SEVERITY[finding.severity].id,
            OUTCOMES[finding.outcome].id,
            finding.subject.kind,
            finding.subject.id,
            finding.recruiter or "",
            finding.rule,
            finding.message.id,
            str(finding.source),
        )


def safe(cell: str) -> str:
    """Excel takes a cell that begins with such a sign for a formula; an apostrophe makes it text."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def run(data: Path, results: Path, day: date) -> Report:
    """Audit the records in `data` and write both files to `results`."""
    report = audit(Dataset.read(data), default_packs(), as_of=day)
    results.mkdir(parents=True, exist_ok=True)
    (results / "laporan.json").write_text(to_json(report, "id"), encoding="utf-8")
    # Indonesian Excel parts cells at `;` and knows UTF-8 by its mark.
    with (results / "temuan.csv").open("w", newline="", encoding="utf-8-sig") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(COLUMNS)
        writer.writerows(tuple(map(safe, row)) for row in rows(report))
    return report


def main() -> None:
    """Run from the command line."""
    try:
        data, results, day = sys.argv[1:]
        report = run(Path(data), Path(results), date.fromisoformat(day))
    except ValueError:
        sys.exit("cara pakai: python auditor.py DATA HASIL TTTT-BB-HH")
    except PmiError as error:
        sys.exit(str(error))
    counts = report.outcomes
    print(
        f"{counts[Outcome.FAIL]} gagal, {counts[Outcome.REVIEW]} perlu ditinjau, "
        f"{counts[Outcome.UNKNOWN]} belum diketahui; {len(report.problems)} masalah berkas"
    )


if __name__ == "__main__":
    main()
