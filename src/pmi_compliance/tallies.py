"""What a report counts beside outcomes: placements and findings by district of origin, cases by year."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from pmi_compliance.findings import SCOPES, District
from pmi_compliance.outcome import Outcome
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.regions import district

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmi_compliance.dataset import Dataset
    from pmi_compliance.findings import Finding
    from pmi_compliance.text import Text


def districts(dataset: Dataset, findings: Iterable[Finding]) -> tuple[District, ...]:
    """Placements by the domicile of the worker, by name of the district."""
    home = {
        record.id: district(record.data.get("worker", {}).get("domicile"))
        for record in dataset.tables.get("placement", ())
    }
    scopes = Counter(
        (home[record.id], record.data.get("scope", "unknown"))
        for record in dataset.tables.get("placement", ())
    )
    fails: Counter[tuple[Text, str]] = Counter()
    unknowns: Counter[Text] = Counter()
    for finding in findings:
        if finding.subject.kind != "placement":
            continue
        if finding.outcome is Outcome.FAIL:
            fails[home[finding.subject.id], finding.severity] += 1
        elif finding.outcome is Outcome.UNKNOWN:
            unknowns[home[finding.subject.id]] += 1
    return tuple(
        District(
            name,
            {scope: scopes[name, scope] for scope in SCOPES},
            {severity: fails[name, severity] for severity in SEVERITIES},
            unknowns[name],
        )
        for name in sorted(set(home.values()), key=lambda text: text.id)
    )


def case_years(dataset: Dataset) -> dict[int | None, int]:
    """Cases by the year in which they were opened; `None` where that is not known."""
    opened = (record.data.get("opened_on") for record in dataset.tables.get("case", ()))
    counts = Counter(day.year if day else None for day in opened)
    return {year: counts[year] for year in sorted(counts, key=lambda year: (year is None, year or 0))}
