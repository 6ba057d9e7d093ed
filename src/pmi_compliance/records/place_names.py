"""
Places by name: which codes of the interior ministry a name may mean, and which one it means where no doubt is left.

Of villages only those of NTT are known, so that the name of a village alone is that of no certain place.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pmi_compliance.base.text import letters
from pmi_compliance.records.regions import REGENCY, VILLAGE, bundled_regions

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from pmi_compliance.records.regions import Regions

#: Short names of provinces and regencies, for the full ones.
_SHORT: Mapping[str, str] = {
    "NTT": "Nusa Tenggara Timur",
    "NTB": "Nusa Tenggara Barat",
    "Jakarta": "Daerah Khusus Ibukota Jakarta",
    "DKI": "Daerah Khusus Ibukota Jakarta",
    "DKI Jakarta": "Daerah Khusus Ibukota Jakarta",
    "DKJ": "Daerah Khusus Ibukota Jakarta",
    "Yogyakarta DIY": "Daerah Istimewa Yogyakarta",
    "DIY": "Daerah Istimewa Yogyakarta",
    "DI Yogyakarta": "Daerah Istimewa Yogyakarta",
    "Jabar": "Jawa Barat",
    "Jateng": "Jawa Tengah",
    "Jatim": "Jawa Timur",
    "Sumut": "Sumatera Utara",
    "Sumbar": "Sumatera Barat",
    "Sumsel": "Sumatera Selatan",
    "Kalbar": "Kalimantan Barat",
    "Kalteng": "Kalimantan Tengah",
    "Kalsel": "Kalimantan Selatan",
    "Kaltim": "Kalimantan Timur",
    "Kaltara": "Kalimantan Utara",
    "Sulut": "Sulawesi Utara",
    "Sulteng": "Sulawesi Tengah",
    "Sulsel": "Sulawesi Selatan",
    "Sultra": "Sulawesi Tenggara",
    "Sulbar": "Sulawesi Barat",
    "Kepri": "Kepulauan Riau",
    "Babel": "Kepulauan Bangka Belitung",
    "TTS": "Kabupaten Timor Tengah Selatan",
    "TTU": "Kabupaten Timor Tengah Utara",
    "SBD": "Kabupaten Sumba Barat Daya",
    "Flotim": "Kabupaten Flores Timur",
    "Matim": "Kabupaten Manggarai Timur",
    "Mabar": "Kabupaten Manggarai Barat",
}

#: What a place is, in words before its name or behind it, and the codes of such places.
_IS = tuple(
    (words, re.compile(codes))
    for words, codes in (
        ("provinsi|prov|propinsi|province", r"\d\d"),
        ("kabupaten|kab", r"\d\d\.[0-6]\d"),
        ("kota|kodya", r"\d\d\.[7-9]\d"),
        ("kecamatan|kec", r"\d\d\.\d\d\.\d\d"),
        ("kelurahan|kel", r".{8}\.1\d{3}"),
        ("desa|ds", r".{8}\.2\d{3}"),
    )
)
#: `Kab. Kupang`, `Kab: Kupang`, `Kupang (Kab)`, `Kupang Kab.`: what stands around the name, and such codes.
_AROUND: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(form.format(words), re.IGNORECASE), codes)
    for words, codes in _IS
    for form in (
        r"(?:{})[.:\s]\s*:?\s*(?P<name>\S.*)",
        r"(?P<name>.*\S)(?:\s*\(\s*|\s+)(?:{})\.?\s*\)?",
    )
)
#: A longer text is no name of a place.
_LONGEST = 200
_PARTED = re.compile(r"\s*[,;/]\s*|\s+-\s+")
#: Where nothing stands between a place and what it lies in: `Kec. Kupang Timur Kab. Kupang`, `Kab. Kupang (NTT)`.
_ALSO_PARTED = re.compile(
    rf"{_PARTED.pattern}|\s*[()]\s*|\s+(?=(?:{'|'.join(words for words, _ in _IS)})[.:\s])|\s+(?=NT[TB]$)",
    re.IGNORECASE,
)
#: A comma before what the place is, which parts no places.
_COMMA_BEFORE = re.compile(rf",\s*(?=(?:{'|'.join(words for words, _ in _IS)})\.?$)", re.IGNORECASE)
#: The heading of a column in front of the name, which says neither.
_EITHER = re.compile(r"kab(?:upaten)?\.?\s*/\s*kota\b[.:\s]*", re.IGNORECASE)


def code_meant(written: str, regions: Regions | None = None) -> str | None:
    """
    The code of the place that a name means; `None` where there is none of it, or several.

    >>> code_meant("Kec. Kupang Timur"), code_meant("NTT"), code_meant("Kupang")
    ('53.01.06', '53', None)

    """
    codes = codes_meant(written, regions)
    return codes[0] if len(codes) == 1 else None


def is_bare(written: str) -> bool:
    """Whether a name says neither what it is nor what it lies in: a village elsewhere may bear it, too."""
    return not (_ALSO_PARTED.search(written) or any(form.fullmatch(written) for form, _ in _AROUND))


@lru_cache(maxsize=4096)
def codes_meant(written: str, regions: Regions | None = None) -> tuple[str, ...]:
    """
    The codes of the places that a name may mean, in order; none where there is no such place.

    Args:
        written: A name, with what it is before it or without (`Kab. Kupang`), and what it lies in behind it
            (`Kupang Timur, Kab. Kupang`).
        regions: The places that there are; without them, those of the table of the library.

    >>> codes_meant("Kupang"), codes_meant("Kupang Timur, Kab. Kupang")
    (('53.01', '53.71'), ('53.01.06',))

    """
    if len(written) > _LONGEST:
        return ()
    text = _COMMA_BEFORE.sub(" ", _EITHER.sub("", written.strip()))
    for parts in _readings(text):
        found = _in_parts(parts, _codes(regions or bundled_regions())) if parts else set()
        # A village alone may be one of the same name elsewhere.
        if found and not (len(parts) == 1 and all(len(code) == VILLAGE for code in found)):
            return tuple(sorted(found))
    return ()


def _readings(text: str) -> Iterator[tuple[str, ...]]:
    """The parts of a text as they are parted, the innermost place first; where that is no place, the other way round."""
    ways = dict.fromkeys(tuple(filter(None, form.split(text))) for form in (_PARTED, _ALSO_PARTED))
    yield from ways
    yield from (parts[::-1] for parts in ways if len(parts) > 1)


def _in_parts(parts: Sequence[str], codes: Mapping[str, set[str]]) -> set[str]:
    """The codes of a place that lies in others, or is told twice: `Timor Tengah Selatan (TTS)`."""
    found = _named(parts[0], codes)
    for part in parts[1:]:
        around = _named(part, codes)
        inside = {code for code in found if any(code.startswith(f"{outer}.") for outer in around)}
        # Two names of one place; a kecamatan of the name of its regency goes before the regency.
        found = inside or found & around
    # A regency and its kecamatan of the same name: the regency is right of both.
    return {code for code in found if all(other.startswith(code) for other in found)} or found


def _named(part: str, codes: Mapping[str, set[str]]) -> set[str]:
    """The codes of a name by itself."""
    # The name of a kecamatan may begin with "Kota", too.
    found = {*codes.get(letters(part), ())}
    for form, such in _AROUND:
        match = form.fullmatch(part)
        if match is not None:
            found |= {code for code in codes.get(letters(match["name"]), ()) if such.fullmatch(code)}
    return found


@lru_cache(maxsize=8)
def _codes(regions: Regions) -> Mapping[str, set[str]]:
    """The codes of each name; a regency goes by its name without what it is as well, and some by a short one."""
    codes: dict[str, set[str]] = {}
    for code, name in regions.names.items():
        codes.setdefault(letters(name), set()).add(code)
        if len(code) == REGENCY:
            plain = name.replace("Administrasi ", "")
            for other in (plain, plain.partition(" ")[2]):
                codes.setdefault(letters(other), set()).add(code)
    for short, full in _SHORT.items():
        codes.setdefault(letters(short), set()).update(codes[letters(full)])
    return codes
