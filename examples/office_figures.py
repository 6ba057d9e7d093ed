"""
The figures of an office: placements by kecamatan and cases by year, beside what was published of them.

    python examples/office_figures.py examples/office 2025-10-15 angka

The records are invented so that they add up to what the news of 15 October 2025 said of Kabupaten Kupang (ANTARA); of
most of them it did not say the kecamatan, of none whether they went abroad, and the months of cases are made up.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pmi_compliance import Dataset, PmiError
from pmi_compliance.dated import day_of
from pmi_compliance.figures import Published, cases_by, placements_by
from pmi_compliance.report.charts import chart_of

PLACED = Published(
    795, {"Kupang Timur": 93, "Amarasi Timur": 68, "Amarasi": 66}, "ANTARA, 15-10-2025", whole=False
)
CASES = Published(38, {"2022": 23, "2023": 10, "2024": 5, "2025": 0}, "ANTARA, 15-10-2025")


def run(data: Path, day: date, folder: Path) -> None:
    """Print both tables, what differs from the published ones, and draw them."""
    records = Dataset.read(data)
    folder.mkdir(parents=True, exist_ok=True)
    for name, figures, published in (
        ("penempatan", placements_by(records, "kecamatan"), PLACED),
        ("kasus", cases_by(records, "year", as_of=day), CASES),
    ):
        print("\n".join(figures.lines("id")))
        told = [f"selisih: {gap.id}" for gap in published.gaps(figures)]
        print("\n".join(told or [f"sama dengan {published.source}"]), end="\n\n")
        (folder / f"{name}.svg").write_text(chart_of(figures, "id"), encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    if len(sys.argv) != 4:
        raise SystemExit((__doc__ or "").strip())
    try:
        run(Path(sys.argv[1]), day_of(sys.argv[2]), Path(sys.argv[3]))
    except (PmiError, OSError, ValueError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
