"""
A candidate asks: what do I still need, and whom do I ask? The questions come from the rules, one after another.

    python examples/candidate_check.py examples/answers/candidate.json 2025-10-31

The answers are invented. `pmi-compliance check candidate` asks the same at a terminal; nothing is kept in either.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path

from pmi_compliance import PmiError
from pmi_compliance.base.dated import day_of
from pmi_compliance.office.asking import SelfCheck


def run(answers: dict[str, str], day: date) -> None:
    """Ask until there is nothing to ask, as a form would, and print the advice in both languages."""
    check = SelfCheck("candidate", as_of=day)
    while (question := check.next()) is not None:
        typed = answers.get(question.id, "?")
        print(f"{question.text.id} {typed}")
        check.answer(question, typed)
    for language in ("id", "en"):
        print("\n".join(["", *check.advice().lines(language)]))


def main() -> None:
    """Run from the command line."""
    if len(sys.argv) != 3:
        raise SystemExit((__doc__ or "").strip())
    try:
        run(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), day_of(sys.argv[2]))
    except (PmiError, OSError, ValueError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
