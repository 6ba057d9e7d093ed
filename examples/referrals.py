"""
The referral list of an office: what to refer to which authority, what to attach, and what is still missing.

    python examples/referrals.py examples/quickstart 2025-10-31

All persons are invented. A referral is a proposal; an official decides whether it is sent.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from pmi_compliance import Dataset, PmiError, audit, default_packs
from pmi_compliance.base.dated import day_of
from pmi_compliance.base.text import Text
from pmi_compliance.office.referrals import referrals


def run(data: Path, day: date) -> None:
    """Audit, and print the list."""
    report = audit(Dataset.read(data), default_packs(), as_of=day)
    listed = referrals(report)
    head = Text("instansi; data", "authorities; records")
    for language in ("id", "en"):
        print(f"{len(listed)} {head.in_language(language)} {data}, {day}")
        for referral in listed:
            print("\n".join(["", *referral.lines(language)]))


def main() -> None:
    """Run from the command line."""
    if len(sys.argv) != 3:
        raise SystemExit((__doc__ or "").strip())
    try:
        run(Path(sys.argv[1]), day_of(sys.argv[2]))
    except (PmiError, ValueError) as error:
        raise SystemExit(str(error)) from None


if __name__ == "__main__":
    main()
