"""
Places by their codes of the interior ministry (Kemendagri): which there are, and what they are called.

The table is `rules/regions.csv`; it is read when a place is first asked for.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pmi_compliance.base import resources
from pmi_compliance.base.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_UNKNOWN = Text("belum diketahui", "not known")
_ELSEWHERE = Text("di luar NTT", "outside NTT")
_NTT = "53"

#: The lengths of the codes of provinces, regencies, kecamatan and villages.
PROVINCE, REGENCY, KECAMATAN, VILLAGE = 2, 5, 8, 13

#: A code that is written without its dots.
_UNDOTTED = re.compile("([0-9]{2})([0-9]{2})([0-9]{2})?([0-9]{4})?")

#: How many codes are named beside one that does not exist.
_NEAR = 3


@cache
def names() -> Mapping[str, str]:
    """The name of every place of the table, by its code."""
    text = (resources.folder("rules") / "regions.csv").read_text(encoding="utf-8")
    rows = (line.split(",", 1) for line in text.splitlines() if not line.startswith("#"))
    next(rows)
    return dict(rows)


@cache
def _provinces_with_villages() -> frozenset[str]:
    return frozenset(code[:PROVINCE] for code in names() if len(code) == VILLAGE)


@cache
def _inside() -> Mapping[str, list[str]]:
    """The codes directly below each code, and below nothing those of the provinces."""
    inside: dict[str, list[str]] = {}
    for code in names():
        inside.setdefault(code.rpartition(".")[0], []).append(code)
    return inside


def code_of(written: str) -> str | None:
    """
    The code of the place that is meant, with its dots; `None` where there is no such place.

    Of villages only those of NTT are known: of another a code is taken where its kecamatan exists.

    Args:
        written: A code, with its dots or without.

    >>> code_of("530106"), code_of("53.01.06"), code_of("99.03")
    ('53.01.06', '53.01.06', None)

    """
    if written in names():
        return written
    code = dotted(written)
    if code in names():
        return code
    is_village = len(code) == VILLAGE and code[:KECAMATAN] in names()
    return code if is_village and code[:PROVINCE] not in _provinces_with_villages() else None


def is_plain(written: str) -> bool:
    """Whether there is a place of this code, and no doubt which: four digits may be a code of the statistics office."""
    return code_of(written) is not None and not (len(written) == len("5303") and written.isdecimal())


@cache
def pattern() -> str:
    """A regular expression of the codes that `code_of` knows, with their dots: for engines that have no such function."""
    return _pattern("")


def _pattern(around: str) -> str:
    """The codes in a place by their last numbers; those in which the same follows stand together."""
    alike: dict[str, list[str]] = {}
    for code in _inside().get(around, ()):
        below = _pattern(code)
        if len(code) == KECAMATAN and code[:PROVINCE] not in _provinces_with_villages():
            below = "[0-9]{4}"
        alike.setdefault(rf"(?:\.(?:{below}))?" if below else "", []).append(code.rpartition(".")[2])
    return "|".join(f"(?:{'|'.join(numbers)}){below}" for below, numbers in alike.items())


def dotted(written: str) -> str:
    """A code with its dots; what is no code without dots stays as it is."""
    parts = _UNDOTTED.fullmatch(written)
    return ".".join(part for part in parts.groups() if part) if parts else written


def full_name(code: str) -> str:
    """
    What a place is called, and where it lies; the code itself where there is no name for it.

    >>> full_name("53.01.06"), full_name("33.02"), full_name("53")
    ('Kupang Timur, Kabupaten Kupang', 'Kabupaten Banyumas', 'Nusa Tenggara Timur')

    """
    lengths = (VILLAGE, KECAMATAN, REGENCY) if len(code) > PROVINCE else (PROVINCE,)
    known = [names()[code[:length]] for length in lengths if len(code) >= length and code[:length] in names()]
    return ", ".join(known) or code


@lru_cache(maxsize=1024)
def nearest_codes(written: str) -> tuple[str, ...]:
    """
    The codes that are most like one that does not exist, the likest first.

    >>> nearest_codes("53.01.14")
    ('53.01.13', '53.01.16', '53.01.12')

    """
    return tuple(_nearest(dotted(written)))[:_NEAR]


def _nearest(code: str) -> Iterable[str]:
    """What lies in the same place and is numbered alike; where there is no such place, in those most like it."""
    around = code.rpartition(".")[0]
    if around == "" or around in names():
        return sorted(_inside().get(around, ()), key=lambda other: _unlike(code, other))
    best = (min(_inside().get(near, ()), key=lambda other: _unlike(code, other), default=None)
            for near in _nearest(around))  # fmt: skip
    return (near for near in best if near is not None)


def _unlike(code: str, other: str) -> tuple[int, int, str]:
    """How far the last numbers of two codes are apart, and in how many digits they differ."""
    mine, theirs = code.rpartition(".")[2], other.rpartition(".")[2]
    differing = sum(a != b for a, b in zip(mine, theirs, strict=False))
    return abs(int(mine) - int(theirs)), differing, other


def district(code: str | None) -> Text:
    """
    The kecamatan a code lies in, or the regency where there is no such kecamatan.

    Names, not codes: what is personal about one worker is the code that his record holds.
    """
    if code is None:
        return _UNKNOWN
    if code[:PROVINCE] != _NTT:
        return _ELSEWHERE
    for length in (KECAMATAN, REGENCY):
        if len(code) >= length and (name := names().get(code[:length])) is not None:
            return Text(name, name)
    return Text(f"{names()[_NTT]}, kabupaten belum diketahui", f"{names()[_NTT]}, regency not known")


def code_named(name: str) -> str | None:
    """
    The code of a place by its name; `None` where it is not one: a place of NTT comes before those of elsewhere.

    "Kab." and "Kec." may stand before it, and "Kabupaten" may be left out: Kupang alone is both a regency and a city.
    """
    words = [_LONG.get(word, word) for word in name.casefold().split()]
    asked = " ".join(words[1:] if words[:1] == ["kecamatan"] else words)
    regencies = {code: known.casefold() for code, known in names().items() if len(code) < VILLAGE}
    found = [
        {code for code, known in regencies.items() if asked == known},
        {
            code
            for code, known in regencies.items()
            if asked == known.partition(" ")[2] and len(code) == REGENCY
        },
    ]
    for codes in ({code for code in some if code.startswith(near)} for near in (_NTT, "") for some in found):
        if codes:
            return codes.pop() if len(codes) == 1 else None
    return None


_LONG = {"kab.": "kabupaten", "kab": "kabupaten", "kec.": "kecamatan", "kec": "kecamatan"}
