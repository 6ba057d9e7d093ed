"""
The figures of an office: placements by kecamatan, sex, destination, scheme and year, compared with published figures.

    python examples/office_figures.py examples/office 2023-01-01 2025-09-30 angka

The records are invented so that they add up to the figures of Kabupaten Kupang in the news of 15 October 2025 (ANTARA).
For most it named no kecamatan, and for none whether they went abroad, to which country, or on which day. A period
therefore leaves all of them out, and reports that. Numbers below five are hidden.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pmi_compliance import Dataset, PmiError
from pmi_compliance.base.dated import day_of
from pmi_compliance.base.text import Text
from pmi_compliance.office.charts import chart_of
from pmi_compliance.office.figures import Published, placements_by

PLACED = Published(
    795, {"Kupang Timur": 93, "Amarasi Timur": 68, "Amarasi": 66}, "ANTARA, 15-10-2025", whole=False
)
GAP, SAME = Text("selisih", "gap"), Text("sama dengan", "the same as")


def run(data: Path, since: date, until: date, folder: Path) -> None:
    """Print the tables and their differences from the published figures in both languages, and draw the first."""
    records = Dataset.read(data)
    placed = placements_by(records, "kecamatan")
    folder.mkdir(parents=True, exist_ok=True)
    for language in ("id", "en"):
        print("\n".join(placed.lines(language)))
        differences = [
            f"{GAP.in_language(language)}: {gap.in_language(language)}" for gap in PLACED.gaps(placed)
        ]
        print("\n".join(differences or [f"{SAME.in_language(language)} {PLACED.source}"]), end="\n\n")
        for dimension in ("sex", "destination", "scheme", "year"):
            print("\n".join(placements_by(records, dimension, smallest=5).lines(language)), end="\n\n")
        print("\n".join(placements_by(records, "year", since=since, until=until).lines(language)), end="\n\n")
        (folder / f"penempatan-{language}.svg").write_text(chart_of(placed, language), encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    if len(sys.argv) != 5:
        raise SystemExit((__doc__ or "").strip())
    try:
        run(Path(sys.argv[1]), day_of(sys.argv[2]), day_of(sys.argv[3]), Path(sys.argv[4]))
    except (PmiError, OSError, ValueError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
