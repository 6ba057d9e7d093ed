"""
The case register of a task force: cases by year and by origin up to a day, compared with the series that was published.

    python examples/case_register.py examples/office 2025-10-15 kasus

The cases are invented so that they add up to the figures of the task force of Kabupaten Kupang in the news of 15 October
2025 (ANTARA): 23, 10, 5 and none, 38 together. It named no kecamatan, nor which cases were within the country, and
neither do the records. Kabupaten Kupang had other cases that the task force did not handle.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pmi_compliance import Dataset, PmiError
from pmi_compliance.base.dated import day_of
from pmi_compliance.base.text import Text
from pmi_compliance.office.charts import chart_of
from pmi_compliance.office.figures import Published, cases_by

CASES = Published(38, {"2022": 23, "2023": 10, "2024": 5, "2025": 0}, "ANTARA, 15-10-2025")
GAP, SAME = Text("selisih", "gap"), Text("sama dengan", "the same as")


def run(data: Path, day: date, folder: Path) -> None:
    """Print the register and its differences from the published series in both languages, and draw it."""
    records = Dataset.read(data)
    by_year = cases_by(records, "year", as_of=day)
    folder.mkdir(parents=True, exist_ok=True)
    for language in ("id", "en"):
        for figures in (by_year, cases_by(records, "origin", as_of=day)):
            print("\n".join(figures.lines(language)), end="\n\n")
        differences = [
            f"{GAP.in_language(language)}: {gap.in_language(language)}" for gap in CASES.gaps(by_year)
        ]
        print("\n".join(differences or [f"{SAME.in_language(language)} {CASES.source}"]), end="\n\n")
        (folder / f"kasus-{language}.svg").write_text(chart_of(by_year, language), encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    if len(sys.argv) != 4:
        raise SystemExit((__doc__ or "").strip())
    try:
        run(Path(sys.argv[1]), day_of(sys.argv[2]), Path(sys.argv[3]))
    except (PmiError, OSError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
