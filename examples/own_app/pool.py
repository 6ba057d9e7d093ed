"""
Many registers at once: each process of a pool makes its packs ready once, and then audits one file after another.

    python examples/own_app/pool.py 2025-10-31 examples/quickstart examples/earlier
"""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from pmi_compliance import Auditor, Dataset, Outcome, PmiError, default_packs


class _Ready:
    """What a process of the pool keeps."""

    auditor: Auditor


def _start() -> None:
    _Ready.auditor = Auditor(default_packs())


def counted(as_of: str, place: str) -> tuple[str, int, int]:
    """How many checks of a register failed, and how many a person must decide."""
    report = _Ready.auditor.audit(Dataset.read(place), as_of=as_of)
    return place, report.outcomes[Outcome.FAIL], report.outcomes[Outcome.REVIEW]


def main(as_of: str, places: list[str]) -> None:
    """Print a line for each register, in the order in which they are named."""
    # `spawn` starts clean processes on every system.
    with ProcessPoolExecutor(2, mp_context=get_context("spawn"), initializer=_start) as pool:
        for place, failed, open_ in pool.map(counted, [as_of] * len(places), places):
            print(f"{place}: {failed} tidak sesuai, {open_} perlu ditinjau")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit("cara pakai: python examples/own_app/pool.py TTTT-BB-HH DATA...")
    try:
        main(sys.argv[1], sys.argv[2:])
    except PmiError as error:
        sys.exit(f"{error.text.id}\n{error.text.en}")
