"""
Whole numbers as offices write them: `Rp1.500.000,00`, `1,5 juta`, `24 bulan`.

What has a fraction, or could be two numbers, is not read, and the schema reports it.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Longer numbers are none of an office.
_LONGEST = 30

_DIGITS = re.compile(r"-?[0-9]+")
#: Whole with cents that are none: `1500000,00`, `1500000.0`, `1500000,-`.
_CENTS = r"(?:,-|,--|\.-)?"
_PLAIN = re.compile(rf"([0-9]+)(?:[.,]0{{1,2}})?{_CENTS}")
#: In groups of three by one sign, and the other before cents.
_GROUPS = (
    re.compile(rf"([0-9]{{1,3}}(?:\.[0-9]{{3}})+)(?:,0{{1,2}})?{_CENTS}"),
    re.compile(rf"([0-9]{{1,3}}(?:,[0-9]{{3}})+)(?:\.0{{1,2}})?{_CENTS}"),
    re.compile(rf"([0-9]{{1,3}}(?:[ '][0-9]{{3}})+)(?:[.,]0{{1,2}})?{_CENTS}"),
)
_MONEY = re.compile(r"^(?:rp|idr)\.? ?|(?<=[0-9-]) ?(?:rupiah|idr)$|(?<=juta|ribu) (?:rupiah|idr)$")
_LARGE = re.compile(r"([0-9]+)(?:([.,])([0-9]+))? ?([a-z]+)\.?")

#: Words for large numbers; `m` is both of two of them.
_POWERS: Mapping[str, int] = {
    word: power
    for power, words in (
        (10**3, ("ribu", "rb", "thousand")),
        (10**6, ("juta", "jt", "million")),
        (10**9, ("miliar", "milyar", "billion")),
    )
    for word in words
}

#: What stands for nothing in a column of money.
_NOTHING = frozenset({"nihil", "nil", "gratis", "cuma-cuma", "free"})

#: What may stand behind a number, by the last part of the column's name.
_UNITS: tuple[tuple[str, frozenset[str]], ...] = (
    ("months", frozenset({"bulan", "bln", "bl", "month", "months"})),
    ("days", frozenset({"hari", "hr", "day", "days"})),
    ("stated_age", frozenset({"tahun", "thn", "th", "years", "year"})),
    ("stated_age_below", frozenset({"tahun", "thn", "th", "years", "year"})),
    ("work_plan_years", frozenset({"tahun", "thn", "th", "years", "year"})),
    ("years_without_loss", frozenset({"tahun", "thn", "th", "years", "year"})),
    ("hours_day", frozenset({"jam", "hours", "hour"})),
    ("hours_week", frozenset({"jam", "hours", "hour"})),
    ("percent", frozenset({"%", "persen", "percent"})),
    ("count", frozenset({"orang", "org", "persons", "people", "jiwa", "pmi", "cpmi", "tki"})),
    ("persons", frozenset({"orang", "org", "persons", "people"})),
    ("participants", frozenset({"orang", "org", "persons", "people"})),
    ("quota", frozenset({"orang", "org", "persons", "people"})),
)
_WITH_UNIT = re.compile(r"([0-9]+) ?([a-z%]+)\.?")


#: Two numbers between which a count lies: `12 - 15 orang`, `18 s/d 26`.
_BETWEEN = re.compile(r"(\d{1,6})\s*(?:-|–|—|s/d|s\.d\.?|sd|sampai|hingga|to)\s*(\d{1,6})(?:\s+([a-z]+))?\.?")


def counted_between(text: str, name: str) -> tuple[int, int] | None:
    """
    The least and the most of a count that somebody typed as two numbers.

    >>> counted_between("12 - 15 orang", "count"), counted_between("15-12", "count")
    ((12, 15), None)

    """
    found = _BETWEEN.fullmatch(" ".join(text.casefold().split()))
    if found is None or (found[3] and _counted(f"1 {found[3]}", name) is None):
        return None
    least, most = int(found[1]), int(found[2])
    return (least, most) if least < most else None


def whole_or_fraction(number: Decimal) -> Any:
    """A number of a database or columnar table: whole ones are exact; what is no number stays text."""
    if not number.is_finite() or number.adjusted() >= _LONGEST:
        return str(number)
    return int(number) if number == number.to_integral_value() else float(number)


def is_money(name: str) -> bool:
    """Whether a column of numbers holds money, by its name."""
    return name == "amount" or name.endswith("_idr")


def read_number(text: str, name: str) -> int | None:
    """
    A whole number that somebody typed.

    Args:
        text: What was typed.
        name: The last part of the column's name, which says whether it is money, and what may stand behind it.

    Returns:
        The number; `None` where it is none, or it cannot be told which.

    >>> read_number("Rp 1.500.000,-", "amount_idr"), read_number("1,5 juta", "amount_idr"), read_number("1,5", "days")
    (1500000, 1500000, None)

    """
    if len(text) > _LONGEST:
        return None
    if _DIGITS.fullmatch(text):
        return int(text)
    plain = " ".join(text.casefold().split())
    if not is_money(name):
        return _counted(plain, name)
    if plain in _NOTHING:
        return 0
    plain = _MONEY.sub("", _MONEY.sub("", plain))
    return _large(plain) if plain[-1:].isalpha() else _grouped(plain)


def _counted(plain: str, name: str) -> int | None:
    """Not money: a single group of three digits may be a fraction, and is not read."""
    unit = _WITH_UNIT.fullmatch(plain)
    if unit is not None:
        ends = next((units for end, units in _UNITS if name.endswith(end)), frozenset())
        return int(unit[1]) if unit[2] in ends else None
    return None if len(re.findall(r"[.,][0-9]{3}", plain)) == 1 else _grouped(plain)


def _grouped(plain: str) -> int | None:
    for form in (_PLAIN, *_GROUPS):
        match = form.fullmatch(plain)
        if match is not None:
            return int(re.sub(r"[^0-9]", "", match[1]))
    return None


def _large(plain: str) -> int | None:
    """A number with a word behind it; three digits behind a sign could be thousands as well."""
    match = _LARGE.fullmatch(plain)
    if match is None or match[4] not in _POWERS or len(match[3] or "") > 2:
        return None
    number = Decimal(f"{match[1]}.{match[3] or 0}") * _POWERS[match[4]]
    return int(number) if number == int(number) else None
