"""
A day at the task force: a complaint comes in, the session says what that opens, and the case goes into the book.

    python examples/task_force.py examples/quickstart kasus.sqlite 2025-10-31

All persons are invented. The book may be there already; what it holds of the example is not written twice.
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
    print(f"pengaduan masuk: {len(change.opened)} temuan dibuka, {change.judged} pasangan dinilai ulang")
    for one in change.concluded:
        print(f"=> {one.message.id}")
        print(
            f"   bertumpu pada {len(one.findings)} temuan dan {len(one.records)} rekam; rujuk: {', '.join(one.refers_to)}"
        )

    chart = RulePack.load("kupang").chart
    assert chart is not None
    with CaseBook(book, chart) as cases:
        steps = (("open", 0, None), ("triage", 1, None), ("refer", 2, "disnaker_kab_kupang"))
        for at, (event, later, authority) in enumerate(steps):
            # The id of an event makes it one, however often this script runs.
            name = f"{complaint['id']}/{at}"
            cases.record(complaint["id"], event, on=day + timedelta(later), authority=authority, id=name)
        now = cases.case(complaint["id"])
        print(f"{now.id}: {chart.states[now.state].title.id}, dijawab paling lambat {now.due}")
        late = cases.tick(day + timedelta(40))
        for one_case in late:
            print(f"terlambat: {one_case.id}; jenjang berikutnya: {one_case.next_authority}")

    soon = outlook(records, packs, as_of=day, until=day + timedelta(180))
    for turn in soon[:3]:
        print(
            f"{turn.on}: {turn.finding.subject} {turn.before.value} -> {turn.finding.outcome.value}: {turn.finding.rule}"
        )


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
