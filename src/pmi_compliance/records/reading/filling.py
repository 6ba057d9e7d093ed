"""
How the cell of a column goes into a record: into a field, an item of a list, several fields, or what nobody foresaw.

A paper that has a column of its own is an item of a list; all columns about it fill the same item.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.text import plain
from pmi_compliance.expr.types import DATE, INT
from pmi_compliance.records.reading.ages import age_behind_day, age_below
from pmi_compliance.records.reading.numbers import read_number
from pmi_compliance.records.reading.papers import is_word_of_presence
from pmi_compliance.records.unread import says_nothing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmi_compliance.records.reading.targets import Target

_DAY_AT_END = re.compile(r"(?P<place>.*?)[\s,;/]*\b(?P<day>\d{1,4}(?:[-/.\s]+\w+)+)$", re.DOTALL)
_DAY_AT_START = re.compile(
    r"(?P<day>\d{1,4}(?:[-/.\s]+\w+)+?)\s*[,;/]\s*(?P<place>[^\d,;/][^\d]*)", re.DOTALL
)
_YEAR_AT_END = re.compile(r"(?P<place>[^\d]*?)[\s,;/]*(?P<day>\d{4})$")
_WITH_DAY = (_DAY_AT_START, _DAY_AT_END, _YEAR_AT_END)
#: What stands before a day and is no place, and what shows that a place is none but another day.
_DAY_WORD = re.compile(r"\b(?:tgl|tanggal)\b[. :]*", re.IGNORECASE)
_HOLDS_DAY = re.compile(r"\d{4}|\d ?[-/.] ?\d")
_BETWEEN = re.compile(r"\s*[,;/]\s*|\s+(?=(?:kec|kecamatan)\b)", re.IGNORECASE)


def parts_of(cell: Any, targets: Sequence[Target]) -> list[Any] | None:
    """
    What one cell says of several facts, a part for each; `None` where that cannot be told.

    The last part may be a day, which stands at either end of a text or is the whole cell.
    """
    ends_with_day = targets[-1].type == DATE and len(targets) == 2
    if not isinstance(cell, str):
        return [None, cell] if ends_with_day and not isinstance(cell, int | float) else None
    text = " ".join(cell.split())
    if ends_with_day:
        # An age behind the day goes with it.
        text, age = age_behind_day(text) or (text, "")
        found = next(filter(None, (form.fullmatch(text) for form in _WITH_DAY)), None)
        place = _DAY_WORD.sub("", found["place"]).strip(" ,;/") if found else ""
        if found and not _HOLDS_DAY.search(place):
            return [place or None, f"{found['day']} ({age})" if age else found["day"]]
        if age_below(text) is not None:
            return [None, text]
        return [text, None] if not any(sign.isdigit() for sign in text) else None
    parts = [part for part in _BETWEEN.split(text) if part]
    return parts if len(parts) == len(targets) else None


def place_told(cells: Sequence[Any], columns: Sequence[int]) -> Any:
    """One place out of the cells of several columns, the most exact first; a code says it all."""
    parts = [cells[at] for at in columns if at < len(cells) and any(map(str.isalnum, str(cells[at] or "")))]
    names = [part.strip() for part in parts if isinstance(part, str) and not part.strip()[0].isdigit()]
    return ", ".join(names) if names and names[0] == str(parts[0]).strip() else next(iter(parts), None)


def is_place(target: Target) -> bool:
    """Whether a fact is the place of which several columns may tell parts."""
    return target.written.endswith("domicile")


def within(part: Any, place: Any) -> Any:
    """A place out of its part and what is around it; a code around it says less than the name of the part."""
    if not isinstance(part, str) or not isinstance(place, str):
        return place if part is None else part
    return f"{part}, {place}" if not place.strip()[:1].isdigit() else part


def is_unsaid(target: Target, cell: Any) -> bool:
    """Whether a cell says nothing of an item or of a record that is told by name: neither is made for a dash."""
    word = plain(cell) if isinstance(cell, str) else ""
    if target.fixed and target.type == INT and read_number(word, target.inner[-1]) is not None:
        # No money is a sum, too.
        return False
    return says_nothing(word) and not (target.tells_presence and is_word_of_presence(word)) if word else False


def put_in_item(value: dict[str, Any], target: Target, told: Iterable[tuple[str, Any]]) -> bool:
    """Put values by the names of their fields into the item of a list that a column is about; whether there was a place."""
    known = [(name, part) for name, part in told if part is not None]
    if not known:
        # Of what is not known no item is made: an item says that the paper is there.
        return True
    item = _item(value, target)
    if item is None:
        return False
    put = [put_at(item, (*target.inner[:-1], name), part) for name, part in known]
    return all(put)


def put_at(value: dict[str, Any], path: Sequence[str], cell: Any) -> bool:
    """Put a value at a path of groups, made where they are not there; what stands there already stays."""
    for step in path[:-1]:
        inner = value.setdefault(step, {})
        if not isinstance(inner, dict):
            return False
        value = inner
    return bool(value.setdefault(path[-1], cell) == cell)


def _item(value: dict[str, Any], target: Target) -> dict[str, Any] | None:
    """The item of a list that a column is about; `None` where something else stands in place of the list."""
    assert target.fixed is not None
    for step in target.path[:-1]:
        value = value.setdefault(step, {})
        if not isinstance(value, dict):
            return None
    items = value.setdefault(target.path[-1], [])
    if not isinstance(items, list):
        return None
    name, code = target.fixed
    item = next((one for one in items if isinstance(one, dict) and one.get(name) == code), None)
    if item is None:
        item = {name: code}
        items.append(item)
    return item
