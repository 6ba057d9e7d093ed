"""
Ages as offices write them where nobody has seen a paper: `< 18 th`, `di bawah umur`, `16-17`.

What says only that somebody is younger than an age is a fact of its own, for it may be a child. An age that is no more
than about right (`±17`), or a bound from below (`> 17`), is not read, and the schema reports it.
"""

from __future__ import annotations

import re

#: The field of an age that somebody is below.
BELOW = "stated_age_below"

#: Who is no adult, by the law on the protection of children and by the word itself.
_ADULT = 18

_YEARS = r"(?:tahun|thn|th|years? old|years?|yrs?|y\.?o)"
_NUMBER = rf"(\d{{1,3}})(?: ?{_YEARS}\.?)?"
_AGE = r"(?:(?:ber)?umur|(?:ber)?usia|aged?)"
_BELOW = r"<|kurang dari|(?:d(?:i ?)?)?(?:bawah|bwh)|(?:belum|blm)(?: genap| sampai)?|under|below|less than|younger than"
_AT_MOST = (
    r"<=|=<|≤|mak[sx](?:imal|imum)?\.?|paling tinggi|paling tua|tidak lebih dari|tdk lebih dari|at most|up to"
)
_TO = r"-|–|—|/|s\.?/?d\.?|sampai(?: dengan)?|hingga|atau|to|or"
_CHILD = (
    r"(?:(?:anak|masih|pekerja) )?(?:d(?:i ?)?)?(?:bawah|bwh) (?:umur|usia)|anak(?:-anak| anak)?|masih anak(?:-anak)?|"
    r"(?:belum|blm) (?:cukup umur|cukup usia|dewasa)|bayi|balita|minor|child|under ?-?age|under-aged"
)

#: The forms of an age below which somebody is, and how far it lies above the last number in the form.
_FORMS = tuple(
    (re.compile(form), more)
    for form, more in (
        (rf"(?:{_BELOW}) ?{_NUMBER}", 0),
        (rf"(?:{_AT_MOST}) ?{_NUMBER}", 1),
        (rf"{_NUMBER} ?(?:ke ?bawah|and (?:below|younger|under))", 1),
        (rf"\d{{1,3}}(?: ?{_YEARS}\.?)? ?(?:{_TO}) ?{_NUMBER}", 1),
    )
)
_IS_CHILD = re.compile(_CHILD)
_MONTHS_BESIDE = re.compile(
    rf"(\d{{1,3}}) ?{_YEARS}\.?,? ?(?:(?:dan|and|lebih) )?(?:\d|1[01]) ?(?:bulan|bln|bl|months?|mos?)\.?"
)
_WITH_YEARS = re.compile(_NUMBER)
_ABOUT = re.compile(
    rf"(?:±|\+/-|-/\+|\+-|~|≈|kurang lebih|k\.?l\.?|sekitar|sktr|kira[- ]kira|hampir|about|around|approx\.?|ca\.?) ?"
    rf"{_NUMBER}|"
    rf"{_NUMBER} ?(?:-?an|lebih|kurang lebih|\?|~|±)|belasan(?: {_YEARS})?"
)
#: A day, and an age in brackets or named as one behind it.
_DAY_AND_AGE = re.compile(
    rf"(?P<day>.{{0,60}}?\d)(?: ?\((?P<bracketed>[^()]+)\)| ?[,;/-]? (?P<named>{_AGE}[ .:]*\d{{1,2}}(?: ?{_YEARS}\.?)?)"
    rf"|(?: ?[,;/-] ?| )(?P<years>\d{{1,2}} ?{_YEARS}\.?))",
    re.IGNORECASE,
)
_LONGEST = 40


def _plain(text: str) -> str:
    """An age without the word before it, blanks and capitals."""
    folded = re.sub(rf" ?\((?:{_CHILD})\)$", "", " ".join(text.casefold().split()))
    return re.sub(rf"^{_AGE}[ .:]*", "", folded) if len(folded) <= _LONGEST else ""


def completed_years(text: str) -> int | None:
    """
    Completed years; months beside them say no more.

    >>> completed_years("umur 17 th"), completed_years("16 tahun 5 bulan"), completed_years("±17")
    (17, 16, None)

    """
    plain = _plain(text)
    match = _WITH_YEARS.fullmatch(plain) or _MONTHS_BESIDE.fullmatch(plain)
    return int(match[1]) if match else None


def age_below(text: str) -> int | None:
    """
    The age that somebody is said to be below; of two ages, the year after the higher one.

    >>> age_below("< 18 th"), age_below("di bawah umur"), age_below("16-17"), age_below("> 17")
    (18, 18, 18, None)

    """
    plain = _plain(text)
    if _IS_CHILD.fullmatch(plain):
        return _ADULT
    for form, more in _FORMS:
        match = form.fullmatch(plain)
        if match is None:
            continue
        numbers = [int(digits) for digits in re.findall(r"\d+", plain)]
        # Two numbers that go down are no range.
        return numbers[-1] + more if numbers == sorted({*numbers}) and numbers[-1] > 0 else None
    return None


def age_behind_day(text: str) -> tuple[str, str] | None:
    """
    A day and the age behind it.

    >>> age_behind_day("12/8/2009 (16)"), age_behind_day("12-8-2009 / 16 th"), age_behind_day("12-8-2009")
    (('12/8/2009', '16'), ('12-8-2009', '16 th'), None)

    """
    match = _DAY_AND_AGE.fullmatch(" ".join(text.split()))
    if match is None:
        return None
    age = match["bracketed"] or match["named"] or match["years"]
    return None if completed_years(age) is None and age_below(age) is None else (match["day"], age)


def is_age_about(text: str) -> bool:
    """
    Whether an age is said to be only about right.

    >>> is_age_about("±17"), is_age_about("17-an"), is_age_about("17")
    (True, True, False)

    """
    return _ABOUT.fullmatch(_plain(text)) is not None
