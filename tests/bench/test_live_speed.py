"""How fast one change is answered in a session of 100,000 placements, to a full audit of them."""

import statistics
import sys
import time
from datetime import date

import many
import pytest

from pmi_compliance import AuditSession, Dataset, audit, default_packs

AS_OF = date(2025, 10, 31)


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    return Dataset.read(many.write(tmp_path_factory.mktemp("many"), 100_000))


def plain(value):
    """Data of a record as JSON would hold it."""
    match value:
        case date():
            return value.isoformat()
        case tuple():
            return [plain(part) for part in value]
        case dict():
            return {key: plain(part) for key, part in value.items()}
    return value


def test_one_change_to_a_full_audit(records, capsys):
    packs = default_packs()
    start = time.perf_counter()
    full = audit(records, packs, as_of=AS_OF)
    whole = time.perf_counter() - start
    start = time.perf_counter()
    session = AuditSession(packs, as_of=AS_OF, records=records)
    opening = time.perf_counter() - start
    taken, judged = [], []
    for record in records.tables["placement"][::1_000]:
        value = plain(record.data)
        for changed in ({**value, "scope": "domestic"}, {**value, "worker": None}, value):
            start = time.perf_counter()
            change = session.put("placement", changed)
            taken.append(time.perf_counter() - start)
            judged.append(change.judged)
    assert session.conclusions == full.conclusions
    median, slow = statistics.median(taken), statistics.quantiles(taken, n=20)[-1]
    with capsys.disabled():
        sys.stdout.write(
            f"\nfull audit {whole:.1f} s, opening the session {opening:.1f} s; one change {median * 1e3:.1f} ms "
            f"(95 of 100 under {slow * 1e3:.1f} ms), {statistics.median(judged):.0f} pairs judged anew; "
            f"full audit to one change: {whole / median:,.0f}\n"
        )
    assert whole / median > 1_000
