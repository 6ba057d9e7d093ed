"""Terms of office, each with its plain word: whoever gets a letter need not know them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmi_compliance.base.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmi_compliance.base.text import Language

#: What terms mean, in words that need no others.
PLAIN = {
    "P3MI": Text(
        "perusahaan berizin yang menempatkan pekerja ke luar negeri", "company licensed to place workers abroad"
    ),
    "SIP3MI": Text("izin perusahaan itu", "that company's licence"),
    "SIP2MI": Text(
        "izin perusahaan untuk mencari pekerja bagi satu pekerjaan tertentu",
        "permit of the company to recruit for one given job",
    ),
    "SIP": Text("izin mencari pekerja, sebelum tahun 2018", "permit to recruit, before 2018"),
    "SIPPTKI": Text("izin perusahaan, sebutan lama", "the company's licence, by the old name"),
    "NIB": Text("nomor induk berusaha, tanda perusahaan terdaftar", "number under which a business is registered"),
    "PMI": Text("pekerja migran Indonesia", "Indonesian migrant worker"),
    "TKI": Text("pekerja migran Indonesia, sebutan lama", "Indonesian migrant worker, by the old name"),
    "BP3MI": Text(
        "kantor pemerintah yang melindungi pekerja migran di provinsi",
        "government office that protects migrant workers, in the province",
    ),
    "BP2MI": Text("badan pelindungan pekerja migran, di pusat", "national agency for migrant workers"),
    "BNP2TKI": Text(
        "badan pelindungan pekerja migran, sebutan lama", "national agency for migrant workers, by the old name"
    ),
    "KP2MI": Text("kementerian pelindungan pekerja migran", "ministry for migrant workers"),
    "LTSA": Text("kantor layanan satu atap untuk semua surat", "one office for all the papers"),
    "OPP": Text("penjelasan wajib dan gratis sebelum berangkat", "free instruction before leaving, which is required"),
    "PAP": Text("penjelasan sebelum berangkat, sebutan lama", "instruction before leaving, by the old name"),
    "E-KPMI": Text("kartu pekerja migran", "migrant worker's card"),
    "E-PMI": Text("kartu pekerja migran, sebutan lama", "migrant worker's card, by the old name"),
    "KTKLN": Text("kartu pekerja migran, sebutan lama", "migrant worker's card, by the old name"),
    "PKL": Text("perjanjian kerja di kapal", "agreement for work on a ship"),
    "SPSK": Text("satu jalur resmi untuk bekerja di Arab Saudi", "the one official way to work in Saudi Arabia"),
    "BLK-LN": Text("balai latihan untuk bekerja di luar negeri", "training centre for work abroad"),
    "LPK": Text("lembaga pelatihan kerja", "training centre"),
    "JKK": Text("jaminan bila kecelakaan kerja", "insurance against accidents at work"),
    "JKM": Text("jaminan bila meninggal", "insurance in case of death"),
    "JKN": Text("jaminan kesehatan (BPJS Kesehatan)", "health insurance"),
    "Perwakilan RI": Text("kedutaan atau konsulat Indonesia", "Indonesian embassy or consulate"),
}  # fmt: skip

_TERM = re.compile(
    rf"(?<![\w-])(?:{'|'.join(sorted(map(re.escape, PLAIN), key=len, reverse=True))})(?![\w-])"
)
_MEANS = Text("Arti kata: {words}.", "What the words mean: {words}.")


def meanings(texts: Iterable[str], language: Language) -> str:
    """What the terms in some texts mean, in one sentence; empty where there are none."""
    found = dict.fromkeys(term for text in texts for term in _TERM.findall(text))
    words = "; ".join(f"{term}: {PLAIN[term].in_language(language)}" for term in found)
    return _MEANS.filled({"words": words}).in_language(language) if words else ""
