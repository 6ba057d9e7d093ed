"""
What a number of a spreadsheet is by its format: a day, more digits than the number has, or the number as it is.

A spreadsheet counts days, and knows `081234567890` as 81234567890 with a format that shows a zero before it.
"""

from __future__ import annotations

import math
import re
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from pmi_compliance.records.reading.grids import Unreadable

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Formats that have a number instead of words, and show days or times.
_DAY_FORMATS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])

#: A format that shows a day; any other that matters is a pattern of digits.
_DAY = "day"

#: What errors are in cells of binary forms.
ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip


def form_of(code: int, words: Mapping[int, str]) -> str | None:
    """
    What a number format shows, for `value_of`.

    Args:
        code: Its number.
        words: How formats are written that a workbook has of its own, by their numbers.

    """
    if code not in words:
        return _DAY if code in _DAY_FORMATS else None
    return _DAY if shows_a_day(words[code]) else digits_shown(words[code])


def value_of(number: float, form: str | None, *, since_1904: bool = False) -> Any:
    """What a number is under a format."""
    if not math.isfinite(number):
        return Unreadable("cell_error", {"read": str(number)})
    if form is None:
        return number
    if form == _DAY:
        return day_of(number, since_1904=since_1904)
    return shown(int(number), form) if number >= 0 and number == int(number) else number


def error_of(code: int) -> Unreadable:
    """The error of a cell of a binary form."""
    return Unreadable("cell_error", {"read": ERRORS.get(code, "#?")})


_QUOTED = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]')
#: A longer pattern is no number that somebody wrote.
_LONGEST = 40

_FIRST_DAY, _LAST_DAY = date(1899, 12, 30), 2_958_465
#: So many days later some workbooks begin to count.
DAYS_TO_1904 = 1_462


def shows_a_day(form: str) -> bool:
    """Whether a number format shows days or times."""
    return re.search(r"[dmyh]", _QUOTED.sub("", form.split(";", maxsplit=1)[0]), re.IGNORECASE) is not None


def digits_shown(form: str) -> str | None:
    """
    A format that shows more digits than a number has, as a pattern of `0` (a digit or zero) and `#`; or `None`.

    >>> digits_shown("000"), digits_shown('"0"#'), digits_shown("0000-0000"), digits_shown("#,##0.00")
    ('000', 'x#', '0000-0000', None)
    >>> digits_shown('"+62"#')
    '+62#'

    """
    section = form.split(";", maxsplit=1)[0]
    # A literal zero is marked, for it is shown as it is.
    plain = _QUOTED.sub(lambda found: (found[1] or found[2] or "").replace("0", "x"), section)
    shows_more = "x" in plain or plain.count("0") > 1 or re.search("[1-9]", plain)
    return plain if shows_more and len(plain) <= _LONGEST and re.fullmatch(r"[x0-9#+() -]+", plain) else None


def shown(number: int, pattern: str) -> str:
    """
    The digits of a number under such a pattern.

    >>> shown(7, "000"), shown(81234567890, "x#"), shown(81234567890, "0000-0000-0000")
    ('007', '081234567890', '081234567890')

    """
    digits = str(number).zfill(pattern.count("0"))
    front = re.match(r"[x+1-9]*", pattern.replace("(", "").replace(" ", ""))
    assert front is not None
    return front[0].replace("x", "0") + digits


def day_of(number: float, *, since_1904: bool = False) -> date | str | float:
    """The day that a spreadsheet counts so, with its time if it has one; a time alone as text; no day as it stands."""
    if not 0 <= number <= _LAST_DAY:
        return number
    days = int(number)
    seconds = round((number - days) * 86_400)
    if days == 0 and not since_1904:
        return (datetime.min + timedelta(seconds=seconds)).time().isoformat()
    # Spreadsheets believe that 1900 was a leap year.
    days += DAYS_TO_1904 if since_1904 else (1 if days < 60 else 0)
    day = _FIRST_DAY + timedelta(days)
    return datetime.combine(day, time()) + timedelta(seconds=seconds) if seconds else day
