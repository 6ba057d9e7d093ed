"""
Days that would tell what a report hides.

The day on which somebody turns 18 is a birth date. So a day is shown only where it is found without what is hidden, too:
whoever sees it learns nothing that the open facts do not say.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from pmi_compliance.auditing.disclosure import MASK
from pmi_compliance.engines import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.record import Record


def open_facts(dataset: Dataset, masks: Callable[[Place], bool]) -> Dataset:
    """
    The same records, of which nobody wrote down what is hidden.

    Args:
        dataset: The records.
        masks: Whether the value at a place is hidden.

    """
    rows = {
        kind: {record.id: _opened(record, masks) for record in records}
        for kind, records in dataset.tables.items()
    }
    tables = {kind: tuple(records.values()) for kind, records in rows.items()}
    return evolve(dataset, tables=tables, rows=rows)


def without_day(finding: Finding, day: date) -> Finding:
    """A finding of a day that is withheld: neither the day, nor values that are counted to it."""
    reasons = tuple(
        evolve(reason, value=MASK.id) if reason.value == day.isoformat() else reason
        for reason in finding.reasons
    )
    return evolve(finding, judged_on=None, reasons=reasons, shown=())


def _opened(record: Record, masks: Callable[[Place], bool]) -> Record:
    return evolve(record, data=_left(record.data, Place(record.kind, record.id), masks))


def _left(value: Any, place: Place, masks: Callable[[Place], bool]) -> Any:
    """What is left of a group of facts, or of a list of groups."""
    if isinstance(value, dict):
        hidden = {name for name, part in value.items() if _is_fact(part) and masks(place / name)}
        # Of a list that is hidden nobody may conclude that it is whole.
        hidden |= {f"{name}_complete" for name in hidden}
        return {name: _left(part, place / name, masks) for name, part in value.items() if name not in hidden}
    if isinstance(value, tuple) and not _is_fact(value):
        return tuple(_left(part, place / at, masks) for at, part in enumerate(value))
    return value


def _is_fact(value: Any) -> bool:
    """Whether it is one value, or a list of values; otherwise it holds facts that are hidden each for itself."""
    parts = value if isinstance(value, tuple) else (value,)
    return not any(isinstance(part, dict) for part in parts)
