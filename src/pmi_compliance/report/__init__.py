"""Formats of a report, by name. A format decides nothing; it writes what the report says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.report.json import as_json, to_json
from pmi_compliance.report.table import to_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from pmi_compliance.findings import Report
    from pmi_compliance.text import Language

WRITERS: dict[str, Callable[[Report, Language], str]] = {
    "table": to_table,
    "json": to_json,
}

__all__ = ["WRITERS", "as_json", "to_json", "to_table"]
