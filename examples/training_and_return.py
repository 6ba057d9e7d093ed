"""
Training and return: what is held before departure and after return, what is budgeted, and what the law still asks.

    python examples/training_and_return.py pelatihan 2025-10-31 examples/office/service_centres.json examples/quickstart

The programmes and persons are invented. They hold numbers of people, not names; who took part twice counts twice.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pmi_compliance import Dataset, Outcome, PmiError, audit, default_packs
from pmi_compliance.base.dated import day_of
from pmi_compliance.base.text import Text
from pmi_compliance.base.words import OUTCOMES
from pmi_compliance.office.figures import placements_by, programmes_by
from pmi_compliance.report.charts import bars_of

#: Orientation, competence, and the programmes of the district: R43 and R71 of the catalogue of law, with UU 18/2017.
RULES = ("pp59-2021-p86-3k-opp", "uu18-2017-p5b-competence", "pp59-2021-p74-reintegration-programme")
HEAD = Text("Program s.d. {day}: jumlah program, peserta", "Programmes up to {day}: how many, participants")
UNWRITTEN = Text("(peserta {n} program belum tertulis)", "(no number written for {n})")
PEOPLE = Text("peserta", "participants")


def run(folder: Path, day: date, data: list[Path]) -> None:
    """Print programmes, returns and open points in both languages, and draw who took part."""
    records = Dataset.read(*data)
    report = audit(records, default_packs(), as_of=day)
    programmes = programmes_by(records, "kind", as_of=day)
    folder.mkdir(parents=True, exist_ok=True)
    for language in ("id", "en"):
        print(HEAD.filled({"day": day}).in_language(language))
        names = [programme.names[0].in_language(language) for programme in programmes]
        for name, programme in zip(names, programmes, strict=True):
            unwritten = programme.unwritten
            gap = UNWRITTEN.filled({"n": unwritten}).in_language(language) if unwritten else ""
            print(f"  {name:22}{programme.count:4}{programme.participants:6}  {gap}".rstrip())
        print("\n".join(placements_by(records, "return_year").lines(language)))
        for rule in RULES:
            counts = [
                f"{OUTCOMES[outcome].in_language(language)} {count}"
                for outcome, count in report.counts[rule].items()
                if count
            ]
            print(f"  {rule}: {', '.join(counts)}")
        for finding in report.findings:
            if finding.rule in RULES and finding.outcome in {Outcome.FAIL, Outcome.REVIEW}:
                print(f"  {finding.subject}: {finding.message.in_language(language)}")
        print()
        bars = {
            PEOPLE.in_language(language): ([programme.participants for programme in programmes], "#1f5fa8")
        }
        gaps = {
            index: f"{programme.participants} + ?"
            for index, programme in enumerate(programmes)
            if programme.unwritten
        }
        (folder / f"program-{language}.svg").write_text(bars_of(names, bars, gaps), encoding="utf-8")


def main() -> None:
    """Run from the command line."""
    if len(sys.argv) < 4:
        raise SystemExit((__doc__ or "").strip())
    try:
        run(Path(sys.argv[1]), day_of(sys.argv[2]), [Path(argument) for argument in sys.argv[3:]])
    except (PmiError, OSError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
