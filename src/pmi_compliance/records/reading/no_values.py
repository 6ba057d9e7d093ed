"""
Cells that hold none of the values that their column may hold: errors of spreadsheets, ditto marks, days among texts.

What a ditto mark repeats is not read: a list that is sorted puts it below somebody else, and would give a person the
country or the day of another.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Any

from pmi_compliance.expr.types import ListType, String
from pmi_compliance.records.reading.grids import Unreadable

if TYPE_CHECKING:
    from pmi_compliance.expr.types import Type

#: Errors of spreadsheets as texts; `#N/A` is a word for what is not known.
_ERROR = r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|SPILL!|CALC!)|Err:\d{3}"
#: Why nothing is taken from a cell that only says "as in the row above".
DITTO = "ditto_mark"
#: Marks and words for that.
_DITTO = (
    r"(?i:[-‐–—. ]*(?:[\"〃″”“„]|''|’’|,,)+[-‐–—. ]*|[-‐–—. ]*(?:s\.? ?d\.? ?a\.?|idem|ditto|dto\.?|sama)"
    r"(?:,? ?(?:dengan|dgn|seperti|spt)? ?(?:di ?)?atas(?:nya)?)?[-‐–—. ]*)"
)
#: Texts that are no value, as engines of queries read patterns too.
NO_VALUE = rf"^\s*(?:{_ERROR}|{_DITTO})\s*$"
_IS_NO_VALUE, _IS_DITTO = re.compile(NO_VALUE), re.compile(rf"^\s*(?:{_DITTO})\s*$")
#: The longest of them; and what they begin with: most cells are not looked at any further.
_LONGEST, MAY_BE_NONE = 40, frozenset("#E \t\n\r\u00a0-‐–—.\"〃″”“„'’,sSiIdD")


def no_value(cell: Any, kind: Type | None) -> Unreadable | None:
    """
    Why nothing can be taken from a cell; `None` where it holds a value, right or wrong.

    Args:
        cell: As a form of tables holds it.
        kind: The type of its column.

    >>> from pmi_compliance.expr.types import STRING
    >>> no_value("#REF!", STRING).code, no_value("s.d.a", STRING).code, no_value("sama-sama", STRING)
    ('cell_error', 'ditto_mark', None)

    """
    if type(cell) is str:
        # As a spreadsheet writes it into other forms, or somebody pasted it.
        if cell[:1] not in MAY_BE_NONE or len(cell) > _LONGEST or not _IS_NO_VALUE.match(cell):
            return None
        return Unreadable(DITTO if _IS_DITTO.match(cell) else "cell_error", {"read": cell.strip()})
    if isinstance(cell, Unreadable):
        return cell
    if isinstance(cell, float | Decimal) and not isfinite(cell):
        return Unreadable("not_finite")
    of_items = kind.item if isinstance(kind, ListType) else kind
    # A spreadsheet makes days of what looks like one: 3/4, 1-2.
    return Unreadable("day_in_text") if isinstance(cell, date) and isinstance(of_items, String) else None
