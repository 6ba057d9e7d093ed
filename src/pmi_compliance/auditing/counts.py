"""
Counting records by the names of their values: placements by district and scope, cases by year.

What a report counts beside outcomes and what figures of an office count goes through `tally`.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.report import SCOPES, District
from pmi_compliance.base.days import year_of
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.records.record import value_at
from pmi_compliance.records.regions import district

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Protocol

    from pmi_compliance.base.text import Text
    from pmi_compliance.records.record import Record

    class Countable(Protocol):
        """Records, wherever they are held."""

        def count(self, kind: str, *paths: str) -> Counter[tuple[Any, ...]]:
            """How many of a kind hold each combination of values at some paths."""

    #: The path of a value, and what to call the value, `None` among them; values with one name are counted together.
    By = tuple[str, Callable[[Any], Any]]

_HOME = "worker.domicile"


def scope_name(scope: str | None) -> str:
    """A word of `SCOPES`."""
    return scope or "unknown"


BY_SCOPE: By = ("scope", scope_name)


def tally(records: Countable, kind: str, *by: By) -> Counter[tuple[Any, ...]]:
    """How many records of a kind there are for each combination of names."""
    counts: Counter[tuple[Any, ...]] = Counter()
    for values, number in records.count(kind, *(path for path, _ in by)).items():
        counts[tuple(name(value) for (_, name), value in zip(by, values, strict=True))] += number
    return counts


def home_of(placement: Record) -> Text:
    """The district that the worker of a placement comes from."""
    return district(value_at(placement.data, _HOME))


def districts(records: Countable, findings: Mapping[tuple[Text, Outcome, str], int]) -> tuple[District, ...]:
    """
    Placements and what was found about them, by the district of the worker; all districts that have some, by name.

    Args:
        records: The records.
        findings: How many findings about placements there are, by district, outcome and severity.

    """
    placements = tally(records, "placement", (_HOME, district), BY_SCOPE)
    unknowns: Counter[Text] = Counter()
    for (home, outcome, _), number in findings.items():
        unknowns[home] += number if outcome is Outcome.UNKNOWN else 0
    return tuple(
        District(
            home,
            {scope: placements[home, scope] for scope in SCOPES},
            {severity: findings.get((home, Outcome.FAIL, severity), 0) for severity in SEVERITIES},
            unknowns[home],
        )
        for home in sorted({home for home, _ in placements}, key=lambda text: text.id)
    )


def case_years(records: Countable) -> dict[int | None, int]:
    """Cases by the year in which they were opened; `None` where that is not known."""
    counts = tally(records, "case", ("opened_on", year_of))
    return {
        year: counts[year,]
        for year in sorted((year for (year,) in counts), key=lambda year: (year is None, year or 0))
    }
