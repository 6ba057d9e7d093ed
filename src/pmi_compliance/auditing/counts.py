"""What a report counts beside outcomes: placements and findings by district of origin, cases by year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pmi_compliance.auditing.report import SCOPES, District
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.records.regions import district

if TYPE_CHECKING:
    from typing import Any, Protocol

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.base.text import Text
    from pmi_compliance.records.record import Record

    class Counted(Protocol):
        """Records, wherever they are held."""

        def count(self, kind: str, *paths: str) -> Counter[tuple[Any, ...]]:
            """How many of a kind hold each combination of values at some paths."""


class DistrictCounts:
    """Placements and what was found about them, by the domicile of the worker: by name of the district."""

    def __init__(self, records: Counted) -> None:
        self.scopes: Counter[tuple[Text, str]] = Counter()
        for (home, scope), number in records.count("placement", "worker.domicile", "scope").items():
            self.scopes[district(home), scope or "unknown"] += number
        self.fails: Counter[tuple[Text, str]] = Counter()
        self.unknowns: Counter[Text] = Counter()

    def add(self, finding: Finding, record: Record) -> None:
        """Count one finding, about this record."""
        if record.kind != "placement" or finding.outcome not in {Outcome.FAIL, Outcome.UNKNOWN}:
            return
        home = district(record.data.get("worker", {}).get("domicile"))
        if finding.outcome is Outcome.FAIL:
            self.fails[home, finding.severity] += 1
        else:
            self.unknowns[home] += 1

    def districts(self) -> tuple[District, ...]:
        """All that have placements, by name."""
        return tuple(
            District(
                name,
                {scope: self.scopes[name, scope] for scope in SCOPES},
                {severity: self.fails[name, severity] for severity in SEVERITIES},
                self.unknowns[name],
            )
            for name in sorted({name for name, _ in self.scopes}, key=lambda text: text.id)
        )


def case_years(records: Counted) -> dict[int | None, int]:
    """Cases by the year in which they were opened; `None` where that is not known."""
    counts: Counter[int | None] = Counter()
    for (day,), number in records.count("case", "opened_on").items():
        counts[day.year if day else None] += number
    return {year: counts[year] for year in sorted(counts, key=lambda year: (year is None, year or 0))}
