"""
Supervision: a scorecard for each recruiter over several audits, and what changed since the one before.

    python examples/supervision.py kartu examples/earlier 2025-06-30 examples/quickstart 2025-10-31

Each audit has the records of its day. The recruiters are invented. Each card is drawn as a picture, too.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pmi_compliance import Dataset, PmiError, audit, default_packs
from pmi_compliance.base.dated import day_of
from pmi_compliance.office.scorecards import scorecards


def run(folder: Path, audits: list[tuple[Path, date]]) -> None:
    """Print every card in both languages and draw it."""
    audited = []
    for data, day in audits:
        records = Dataset.read(data)
        audited.append((records, audit(records, default_packs(), as_of=day)))
    cards = scorecards(audited)
    folder.mkdir(parents=True, exist_ok=True)
    for language in ("id", "en"):
        days = ", ".join(f"{data} {day}" for data, day in audits)
        print(f"{len(cards)} perekrut / recruiters; data {days}")
        for number, card in enumerate(cards, 1):
            print("\n".join(["", *card.text(language)]))
            (folder / f"perekrut-{number}-{language}.svg").write_text(card.chart(language), encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    folder, *rest = sys.argv[1:] or [""]
    if not rest or len(rest) % 2:
        raise SystemExit((__doc__ or "").strip())
    try:
        run(
            Path(folder), [(Path(data), day_of(day)) for data, day in zip(rest[::2], rest[1::2], strict=True)]
        )
    except (PmiError, OSError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
