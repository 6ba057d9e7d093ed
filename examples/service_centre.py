"""
How ready a service centre (LTSA) is: which of its eight desks are there, on how many days, and what takes its place.

    python examples/service_centre.py examples/office/service_centres.json 2025-10-31 kesiapan

The centre is invented. That a regency has none is no breach; the pack `ltsa` adds advice on days to PP 59/2021.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pmi_compliance import Dataset, PmiError, audit, default_packs
from pmi_compliance.base.dated import day_of
from pmi_compliance.office.readiness import readiness
from pmi_compliance.packs.load import RulePack


def run(data: Path, day: date, folder: Path) -> None:
    """Print each centre in both languages and draw its days."""
    records = Dataset.read(data)
    report = audit(records, [*default_packs(), RulePack.load("ltsa")], as_of=day)
    folder.mkdir(parents=True, exist_ok=True)
    centres = readiness(records, report)
    for language in ("id", "en"):
        print(f"{len(centres)} LTSA; data {data}, {day}")
        for number, centre in enumerate(centres, 1):
            print("\n".join(["", *centre.lines(language)]))
            (folder / f"ltsa-{number}-{language}.svg").write_text(centre.chart(language), encoding="utf-8")
        print()


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
