"""
A recruiter before an inspection: its own answers, what is missing, and a record to start an audit from.

    python examples/recruiter_check.py examples/answers/recruiter.json 2025-10-31 perekrut.json

The answers are invented. `pmi-compliance check recruiter` asks the same at a terminal.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from pmi_compliance import Dataset, PmiError, audit, default_packs
from pmi_compliance.base.dated import day_of
from pmi_compliance.office.asking import SelfCheck


def run(answers: dict[str, str], day: date, kept: Path) -> None:
    """Take all answers at once, print the advice in both languages, and write the record to `kept`."""
    check = SelfCheck("recruiter", as_of=day)
    check.take(answers)
    for language in ("id", "en"):
        print("\n".join([*check.advice().lines(language), ""]))
    question = check.next()
    print(f"berikutnya ditanyakan / asked next: {question.text.id if question else '-'}")
    kept.write_text(json.dumps(check.records(), ensure_ascii=False, indent=2), encoding="utf-8")
    report = audit(Dataset.read(kept), default_packs(), as_of=day)
    print(f"{kept.name}: {len(report.findings)} temuan / findings")


def main() -> None:
    """Run from the command line."""
    if len(sys.argv) != 4:
        raise SystemExit((__doc__ or "").strip())
    try:
        answers = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
        run(answers, day_of(sys.argv[2]), Path(sys.argv[3]))
    except (PmiError, OSError, ValueError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
