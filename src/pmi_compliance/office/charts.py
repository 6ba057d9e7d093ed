"""A table of numbers as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.office.hiding import HIDDEN
from pmi_compliance.records.codes import scope_names
from pmi_compliance.report.charts import SCOPE_COLOURS, bars_of

if TYPE_CHECKING:
    from pmi_compliance.base.text import Language
    from pmi_compliance.office.figures import Figures


def chart_of(figures: Figures, language: Language) -> str:
    """A table of numbers as SVG; a number that is not shown has no bar, and the row says so with `*`."""
    names = [", ".join(name.in_language(language) for name in row.names) for row in figures.rows]
    bars = {
        scope_names()[scope].in_language(language): ([row.counts[scope] or 0 for row in figures.rows], colour)
        for scope, colour in SCOPE_COLOURS.items()
    }
    labels = {
        index: f"{sum(count or 0 for count in row.counts.values()) or ''}{HIDDEN}"
        for index, row in enumerate(figures.rows)
        if None in row.counts.values()
    }
    return bars_of(names, bars, labels)
