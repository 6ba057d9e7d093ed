"""
Days as offices write them, as records hold them: `15/10/2025`, `15 Oktober 2025`, `Okt 2025`, a number of a spreadsheet.

The forms are few and closed. What could be two days, or is none, is not read, and the schema reports it.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import TYPE_CHECKING, Any

from pmi_compliance.base.days import day_of
from pmi_compliance.base.text import split_words
from pmi_compliance.records.place_names import codes_meant
from pmi_compliance.records.reading.formats import DAYS_TO_1904

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The day, or what is known of it, and the codes of what is to be noted.
_Read = tuple[str, tuple[str, ...]]

#: The forms of each month, in Indonesian and in English; longer ones may be cut to three letters.
_MONTHS = (
    ("januari", "january"), ("februari", "february", "pebruari", "peb"), ("maret", "march", "mrt"), ("april",),
    ("mei", "may"), ("juni", "june"), ("juli", "july"),
    ("agustus", "august", "agt", "ags", "agst", "agts", "agus", "agust"),
    ("september", "sept"), ("oktober", "october"), ("november", "nopember", "nop"), ("desember", "december"),
)  # fmt: skip
_MONTH: Mapping[str, int] = {
    form: number for number, names in enumerate(_MONTHS, 1) for name in names for form in (name, name[:3])
}

#: Months as letters of offices number them: `12-VIII-2009`.
_ROMAN: Mapping[str, int] = {
    number: at
    for at, number in enumerate(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), 1)
}

#: The days of the week from Monday on.
_WEEK = (
    ("senin", "sen", "monday", "mon"), ("selasa", "sel", "tuesday", "tue"), ("rabu", "rab", "wednesday", "wed"),
    ("kamis", "kam", "thursday", "thu"), ("jumat", "jum'at", "jum", "friday", "fri"),
    ("sabtu", "sab", "saturday", "sat"), ("minggu", "ahad", "min", "sunday", "sun"),
)  # fmt: skip
_WEEKDAY: Mapping[str, int] = {name: number for number, names in enumerate(_WEEK) for name in names}

_NAMED_DAY = re.compile(
    rf"({'|'.join(sorted(_WEEKDAY, key=len, reverse=True))})\b\.?,? *(?!ke|pertama|terakhir)(?=\w)"
)
_TIME = re.compile(r"(?<=\d)(?:,? +|t)(\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)(?: ?(?:am|pm|wib|wita|wit))?")
#: Most days by far, without a look into the calendar.
_ISO = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])")
_TWO_NUMBERS = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.](?:[0-9]{4}|[0-9]{2})\b")
_MIDNIGHT = re.compile(r"00?:00(?::00(?:\.0+)?)?")
_NAME = rf"({'|'.join(sorted(_MONTH, key=len, reverse=True))})\.?"
_BETWEEN = r"(?: ?[-/.,] ?| |)"

_OF_YEAR = r"(?:(?:tahun|thn?\.?) )?"
#: Words before a month or a year that leave a part of it, and those by which it is only about right.
_PART_OF = (
    r"(?:awal|pertengahan|tengah|akhir|minggu (?:ke-? ?)?(?:\d|pertama|kedua|ketiga|keempat|terakhir|i{1,3}|iv)"
    r"|(?:early|mid|late|(?:beginning|middle|end) of)) ?-? ?"
)
_ABOUT = r"(?:sekitar(?:an)?|sktr\.?|kira(?:-| )?kira|kira2|kurang lebih|kurleb|±|\+/?-|~|about|around|circa|ca\.?) ?"

#: A place, in letters, and what begins with a digit or a day of the week.
_PLACE_AND_DAY = re.compile(
    rf"(?P<place>[^\W\d_][^\d,;:?]{{1,60}}?)(?P<between> ?[,;/] ?(?:tgl\.? |tanggal )?| (?:tgl\.? |tanggal )?)"
    rf"(?P<day>(?:(?:{'|'.join(sorted(_WEEKDAY, key=len, reverse=True))})\b\.?,? *)?\d.*)",
    re.IGNORECASE,
)
#: Words that say of a day that it is another one, not certain, or of something else.
_SAYS_MORE = frozenset({
    "bukan", "sebelum", "sesudah", "setelah", "sampai", "hingga", "s", "d", "sd", "batal", "rencana", "sekitar",
    "kira", "kurang", "lebih", "antara", "dari", "mulai", "sejak", "tidak", "tdk", "belum", "blm", "perkiraan",
    "palsu", "menurut", "ktp", "kk", "paspor", "ijazah", "akta", "akte", "surat", "versi", "atau", "dan", "not",
    "before", "after", "until", "about", "around", "between", "from", "since", "per", "tahun", "thn", "th",
    "bulan", "bln", "umur", "usia", "lahir",
})  # fmt: skip

#: The hours of the three zones of Indonesia.
_ZONES = (7, 8, 9)

#: Two digits of a year are one of these: of what was done, a hundred years in which each occurs once; nobody who was
#: born after the last of the others is a worker, and nobody who was born before the first is one any more.
_YEARS_OF_ACTS, _YEARS_OF_BIRTH = range(1970, 2070), range(1930, 2020)

#: The numbers that a spreadsheet holds days as, from 1927-05-18 to 2099-12-31; and what is rather a year.
_SERIALS, _YEARS = range(10_000, 73_051), range(1900, 2101)
_FIRST = date(1899, 12, 30)

DAY_FIRST, MONTH_FIRST, SHORT_YEAR, SERIAL, TIME, PART = (
    "day_first", "month_first", "short_year", "serial_number", "time_left_out", "part_of_time_left_out",
)  # fmt: skip

#: What stands before a day and says no more of it.
_LEADING = re.compile(r"(?:tgl|tanggal|tg)\b[. :]*")


def read_day(text: str, *, birth: bool = False) -> _Read | None:
    """
    A day that somebody typed.

    Args:
        text: What was typed, without blanks around it.
        birth: Whether it is the day of a birth, of which two digits of a year mean something else.

    Returns:
        The day as records hold it, and the codes of what is to be noted; `None` where it cannot be told.

    >>> read_day("15/10/2025"), read_day("07/04/2025"), read_day("Okt 2025"), read_day("31/02/2025")
    (('2025-10-15', ()), ('2025-04-07', ('day_first',)), ('2025-10', ()), None)

    """
    if _ISO.fullmatch(text) or day_of(text) is not None:
        return text, ()
    plain = _LEADING.sub("", " ".join(text.casefold().replace("’", "'").split()), count=1).rstrip(" .,;")
    weekday = _NAMED_DAY.match(plain)
    if weekday is not None:
        plain = plain[weekday.end() :]
    notes: tuple[str, ...] = ()
    clock = _TIME.search(plain)
    if clock is not None:
        if clock.end() != len(plain):
            return _moment(plain)
        plain = plain[: clock.start()]
        notes = () if _MIDNIGHT.fullmatch(clock[1]) else (TIME,)
    for form, read in _FORMS:
        match = form.fullmatch(plain)
        if match is not None:
            found = read(*match.groups(), birth)
            if found is None or not _is_of(found[0], weekday):
                return None
            return found[0], (*found[1], *notes)
    return None


def is_month_first(text: str) -> bool:
    """Whether somebody wrote the month before the day, which nobody does in Indonesia: `10/15/2025`."""
    match = _TWO_NUMBERS.match(text)
    return match is not None and int(match[1]) <= 12 < int(match[2])


def is_day_first(text: str) -> bool:
    """Whether the day surely stands before the month: `15/10/2025`."""
    match = _TWO_NUMBERS.match(text)
    return match is not None and int(match[2]) <= 12 < int(match[1])


def place_before_day(text: str, *, birth: bool = False) -> tuple[str, str] | None:
    """
    A place and the day behind it, as birth certificates and signatures have them.

    Before a day of birth stands a place of any name, parted by a sign; before another day only a place that is known.

    Args:
        text: What was typed.
        birth: Whether it is the day of a birth.

    >>> place_before_day("Kupang, 12-8-2009"), place_before_day("sebelum 12-8-2009", birth=True)
    (('Kupang', '12-8-2009'), None)

    """
    match = _PLACE_AND_DAY.fullmatch(" ".join(text.split()))
    if match is None or _SAYS_MORE.intersection(split_words(match["place"])):
        return None
    place, is_parted = match["place"].strip(" .,;/"), any(sign in match["between"] for sign in ",;/")
    return (place, match["day"]) if (birth and is_parted) or codes_meant(place) else None


def day_of_moment(moment: date) -> _Read | None:
    """
    The day of a date, or of a point in time.

    Of a point in time in a known zone it is the day in Indonesia; `None` where that is not the same in all of its zones.

    """
    if not isinstance(moment, datetime):
        return moment.isoformat(), ()
    notes = () if moment.time() == time() else (TIME,)
    offset = moment.utcoffset()
    if offset is None or offset in {timedelta(hours=hours) for hours in _ZONES}:
        return moment.date().isoformat(), notes
    try:
        days = {(moment - offset + timedelta(hours=hours)).date() for hours in _ZONES}
    except OverflowError:
        return None
    return (days.pop().isoformat(), notes) if len(days) == 1 else None


def written_day(moment: date) -> str:
    """A day as records hold it; a point in time in the day stays one, which no record may hold."""
    read = day_of_moment(moment)
    return moment.isoformat() if read is None or read[1] else read[0]


def day_of_number(number: float) -> _Read | None:
    """A number in a column of days: a year, or the day that a spreadsheet counts from 1900 on."""
    if not isfinite(number):
        return None
    whole = int(number)
    if whole in _YEARS and whole == number:
        return str(whole), ()
    if whole in _SERIALS:
        return (_FIRST + timedelta(days=whole)).isoformat(), (SERIAL,)
    return _digits(str(whole), False) if whole == number else None


def counted_since_1900(cell: Any) -> Any:
    """What a cell of a workbook that counts days from 1904 on would hold in others; what counts no days stays."""
    is_count = type(cell) in {int, float} and isfinite(cell) and int(cell) in _SERIALS
    return cell + DAYS_TO_1904 if is_count else cell


def _moment(text: str) -> _Read | None:
    try:
        return day_of_moment(datetime.fromisoformat(text.upper()))
    except ValueError:
        return None


def _is_of(day: str, weekday: re.Match[str] | None) -> bool:
    """Whether a day is that day of the week, if one is written."""
    if weekday is None:
        return True
    found = day_of(day)
    return isinstance(found, date) and found.weekday() == _WEEKDAY[weekday[1]]


def _day(year: int | None, month: str | int, day: str | int) -> str | None:
    if year is None or year not in _YEARS:
        return None
    try:
        return date(year, int(month), int(day)).isoformat()
    except ValueError:
        return None


def _year(digits: str, birth: bool) -> int | None:
    if len(digits) == 4:
        return int(digits)
    years = _YEARS_OF_BIRTH if birth else _YEARS_OF_ACTS
    return next((year for year in (1900 + int(digits), 2000 + int(digits)) if year in years), None)


def _noted(day: str | None, year: str, *notes: str) -> _Read | None:
    if day is None:
        return None
    return day, (*notes, *((SHORT_YEAR,) if len(year) == 2 else ()))


def _year_first(year: str, month: str, day: str, _: bool) -> _Read | None:
    return _noted(_day(int(year), month, day), year)


def _day_first(day: str, month: str, year: str, birth: bool) -> _Read | None:
    may_be_month = int(day) <= 12 and int(day) != int(month)
    return _noted(_day(_year(year, birth), month, day), year, *((DAY_FIRST,) if may_be_month else ()))


def _month_in_words(day: str, month: str, year: str, birth: bool) -> _Read | None:
    return _noted(_day(_year(year, birth), _MONTH[month], day), year)


def _month_in_part(month: str, year: str, _: bool) -> _Read | None:
    number = _MONTH[month] if month in _MONTH else int(month)
    return (f"{year}-{number:02}", ()) if 1 <= number <= 12 and int(year) in _YEARS else None


def _month_of_short_year(month: str, year: str, birth: bool) -> _Read | None:
    whole = _year(year, birth)
    return None if whole is None else (f"{whole}-{_MONTH[month]:02}", (SHORT_YEAR,))


def _part_of_month(month: str, year: str, birth: bool) -> _Read | None:
    """A part of a month is a day of that month."""
    found = _month_in_part(month, year, birth)
    return found and (found[0], (PART,))


def _about_month(month: str, year: str, birth: bool) -> _Read | None:
    found = _month_in_part(month, year, birth)
    return found and (f"{found[0]}~", ())


def _months(first: str, last: str, year: str, birth: bool) -> _Read | None:
    """A day in one of two months, or between them."""
    ends = [_month_in_part(month, year, birth) for month in (first, last)]
    days = [end[0] for end in ends if end is not None]
    return ("/".join(days), ()) if len(days) == 2 and days[0] < days[1] else None


def _roman(day: str, month: str, year: str, _: bool) -> _Read | None:
    return _noted(_day(int(year), _ROMAN[month], day), year)


def _year_alone(year: str, sign: str = "", *notes: str) -> _Read | None:
    return (f"{year}{sign}", notes) if int(year) in _YEARS else None


def _digits(digits: str, _: bool) -> _Read | None:
    """Eight digits are a day where only one order of them gives a year of our time."""
    if len(digits) != 8:
        return None
    orders = (digits[:4], digits[4:6], digits[6:]), (digits[4:], digits[2:4], digits[:2])
    found = {_day(int(year), month, day) for year, month, day in orders if int(year) in _YEARS} - {None}
    return (str(found.pop()), ()) if len(found) == 1 else None


#: The forms of a day, and what reads each; the first that fits is read.
_FORMS: tuple[tuple[re.Pattern[str], Callable[..., _Read | None]], ...] = tuple(
    (re.compile(form, re.ASCII), read)
    for form, read in (
        (r"(\d{4}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{1,2})", _year_first),
        (r"(\d{1,2}) ?[-/. ] ?(\d{1,2}) ?[-/. ] ?(\d{4}|\d{2})", _day_first),
        (rf"(\d{{1,2}})(?:st|nd|rd|th)?{_BETWEEN}{_NAME}{_BETWEEN}'?(\d{{4}}|\d{{2}})",
         _month_in_words),
        (rf"{_NAME}{_BETWEEN}(\d{{1,2}})(?:st|nd|rd|th)?(?:, ?| )(\d{{4}})",
         lambda month, day, year, birth: _month_in_words(day, month, year, birth)),
        (rf"(?:bulan )?{_NAME}(?: thn?\.?| tahun)?{_BETWEEN}(\d{{4}})", _month_in_part),
        (r"(\d{1,2}) ?[-/. ] ?(\d{4})", _month_in_part),
        (r"(\d{4}) ?[-/. ] ?(\d{1,2})", lambda year, month, birth: _month_in_part(month, year, birth)),
        (rf"(\d{{1,2}}) ?[-/. ] ?({'|'.join(_ROMAN)}) ?[-/. ] ?(\d{{4}})", _roman),
        (rf"(?:(?:bulan|bln)\.? )(\d{{1,2}}) {_OF_YEAR}(\d{{4}})", _month_in_part),
        (rf"(\d{{4}}){_BETWEEN}{_NAME}", lambda year, month, birth: _month_in_part(month, year, birth)),
        (rf"{_NAME} ?'(\d{{2}})", _month_of_short_year),
        (rf"{_PART_OF}(?:(?:bulan|bln)\.? )?{_NAME}{_BETWEEN}{_OF_YEAR}(\d{{4}})", _part_of_month),
        (rf"{_PART_OF}{_OF_YEAR}(\d{{4}})", lambda year, _: _year_alone(year, "", PART)),
        (rf"{_NAME} ?(?:[-–/]|s\.?/?d\.?|sampai|dan|atau|to|and|or) ?{_NAME}{_BETWEEN}{_OF_YEAR}(\d{{4}})", _months),
        (rf"{_ABOUT}(?:(?:bulan|bln)\.? )?{_NAME}{_BETWEEN}{_OF_YEAR}(\d{{4}})", _about_month),
        (rf"{_ABOUT}{_OF_YEAR}(\d{{4}})", lambda year, _: _year_alone(year, "~")),
        (r"(\d{4})(?: |-)?an", lambda year, _: _year_alone(year, "~")),
        (r"(?:tahun|thn?\.?|year) ?(\d{4})", lambda year, _: _year_alone(year)),
        (r"(\d{8})", _digits),
        (r"(\d{5})(?:\.\d+)?", lambda digits, _: day_of_number(int(digits))),
    )
)  # fmt: skip
