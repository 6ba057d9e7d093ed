"""
Places by name: which codes of the interior ministry a name may mean, and which one it means where no doubt is left.

Of villages only those of NTT are known, so that the name of a village alone is that of no certain place.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pmi_compliance.base.text import letters
from pmi_compliance.records.regions import REGENCY, VILLAGE, names

if TYPE_CHECKING:
    from collections.abc import Mapping

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

#: What may stand before a name, and the codes of such places.
_BEFORE: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(rf"(?:{words})(?:\.|\s)\s*(?=\S)", re.IGNORECASE), re.compile(codes))
    for words, codes in (
        ("provinsi|prov|propinsi|province", r"\d\d"),
        ("kabupaten|kab", r"\d\d\.[0-6]\d"),
        ("kota|kodya", r"\d\d\.[7-9]\d"),
        ("kecamatan|kec", r"\d\d\.\d\d\.\d\d"),
        ("kelurahan|kel", r".{8}\.1\d{3}"),
        ("desa|ds", r".{8}\.2\d{3}"),
    )
)
_PARTED = re.compile(r"\s*[,;/]\s*|\s+-\s+")


def code_meant(written: str) -> str | None:
    """
    The code of the place that a name means; `None` where there is none of it, or several.

    >>> code_meant("Kec. Kupang Timur"), code_meant("NTT"), code_meant("Kupang")
    ('53.01.06', '53', None)

    """
    codes = codes_meant(written)
    return codes[0] if len(codes) == 1 else None


def is_bare(written: str) -> bool:
    """Whether a name says neither what it is nor what it lies in: a village elsewhere may bear it, too."""
    return not (_PARTED.search(written) or any(before.match(written) for before, _ in _BEFORE))


@lru_cache(maxsize=4096)
def codes_meant(written: str) -> tuple[str, ...]:
    """
    The codes of the places that a name may mean, in order; none where there is no such place.

    Args:
        written: A name, with what it is before it or without (`Kab. Kupang`), and what it lies in behind it
            (`Kupang Timur, Kab. Kupang`).

    >>> codes_meant("Kupang"), codes_meant("Kupang Timur, Kab. Kupang")
    (('53.01', '53.71'), ('53.01.06',))

    """
    parts = [part for part in _PARTED.split(written.strip()) if part]
    if not parts:
        return ()
    found = _named(parts[0])
    for part in parts[1:]:
        around = _named(part)
        found = {code for code in found if any(code.startswith(f"{outer}.") for outer in around)}
    # A regency and its kecamatan of the same name: the regency is right of both.
    found = {code for code in found if all(other.startswith(code) for other in found)} or found
    if len(parts) == 1 and all(len(code) == VILLAGE for code in found):
        return ()
    return tuple(sorted(found))


def _named(part: str) -> set[str]:
    """The codes of a name by itself."""
    codes = _codes()
    # The name of a kecamatan may begin with "Kota", too.
    found = {*codes.get(letters(part), ())}
    for before, such in _BEFORE:
        match = before.match(part)
        if match is not None:
            found |= {code for code in codes.get(letters(part[match.end() :]), ()) if such.fullmatch(code)}
    return found


@cache
def _codes() -> Mapping[str, set[str]]:
    """The codes of each name; a regency goes by its name without what it is as well, and some by a short one."""
    codes: dict[str, set[str]] = {}
    for code, name in names().items():
        codes.setdefault(letters(name), set()).add(code)
        if len(code) == REGENCY:
            plain = name.replace("Administrasi ", "")
            for other in (plain, plain.partition(" ")[2]):
                codes.setdefault(letters(other), set()).add(code)
    for short, full in _SHORT.items():
        codes.setdefault(letters(short), set()).update(codes[letters(full)])
    return codes
