"""
A day at the task force: a complaint comes in, the session shows what that opens, and the case goes into the book.

    python examples/task_force.py examples/quickstart kasus.sqlite 2025-10-31

All persons are invented. The book may exist already; events of this example that it holds are not written twice.
"""

from __future__ import annotations

import sys
from datetime import date, timedelta
from pathlib import Path

from pmi_compliance import AuditSession, CaseBook, Dataset, PmiError, RulePack, default_packs, outlook
from pmi_compliance.base.dated import day_of


def run(data: Path, book: Path, day: date) -> None:
    """Follow a complaint from the record to the authority."""
    records, packs = Dataset.read(data), default_packs()
    session = AuditSession(packs, as_of=day, records=records)
    print(f"{len(session.conclusions)} kesimpulan sebelum pengaduan")

    complaint = {
        "id": "KASUS-2025-011",
        "opened_on": day.isoformat(),
        "recruiter_id": "P3MI-B",
        "kind": "pengaduan",
    }
    change = session.put("case", complaint)
    print(f"pengaduan masuk: {len(change.opened)} temuan dibuka, {change.judged} pemeriksaan diulang")
    for conclusion in change.concluded:
        print(f"=> {conclusion.message.id}")
        support = f"{len(conclusion.findings)} temuan dan {len(conclusion.records)} data"
        print(f"   berdasarkan {support}; rujuk: {', '.join(conclusion.refers_to)}")

    chart = RulePack.load("kupang").chart
    assert chart is not None
    with CaseBook(book, chart) as cases:
        steps = (("open", 0, None), ("triage", 1, None), ("refer", 2, "disnaker_kab_kupang"))
        for number, (event, later, authority) in enumerate(steps):
            # An event with an id is written once, however often this script runs.
            name = f"{complaint['id']}/{number}"
            cases.record(complaint["id"], event, on=day + timedelta(later), authority=authority, id=name)
        case = cases.case(complaint["id"])
        print(f"{case.id}: {chart.states[case.state].title.id}, dijawab paling lambat {case.due}")
        for late in cases.tick(day + timedelta(40)):
            print(f"terlambat: {late.id}; jenjang berikutnya: {late.next_authority}")

    for coming in outlook(records, packs, as_of=day, until=day + timedelta(180))[:3]:
        finding = coming.finding
        outcomes = f"{coming.before.value} -> {finding.outcome.value}"
        print(f"{coming.on or 'hari tidak disebut'}: {finding.subject} {outcomes}: {finding.rule}")


def main() -> None:
    """Run from the command line."""
    try:
        data, book, day = sys.argv[1:]
        run(Path(data), Path(book), day_of(day))
    except ValueError:
        sys.exit("cara pakai: python task_force.py DATA BUKU TTTT-BB-HH")
    except PmiError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
