"""What the codes of records, rules and reports are called in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

OUTCOMES = {
    Outcome.FAIL: Text("tidak sesuai", "fail"),
    Outcome.REVIEW: Text("perlu ditinjau", "review"),
    Outcome.UNKNOWN: Text("belum diketahui", "unknown"),
    Outcome.WAIVED: Text("dikecualikan", "waived"),
    Outcome.PASS: Text("sesuai", "pass"),
    Outcome.NOT_APPLICABLE: Text("tidak berlaku", "not applicable"),
}

#: The place of each in that order.
OUTCOME_RANK = {outcome: rank for rank, outcome in enumerate(OUTCOMES)}
SEVERITY = {
    "critical": Text("kritis", "critical"),
    "major": Text("berat", "major"),
    "minor": Text("ringan", "minor"),
    "advisory": Text("anjuran", "advisory"),
}
KIND = {
    "recruiter": Text("perekrut", "recruiter"),
    "placement": Text("penempatan", "placement"),
    "job_order": Text("permintaan", "job order"),
    "case": Text("kasus", "case"),
    "service_centre": Text("LTSA", "service centre"),
}


def name_of_kind(kind: str) -> Text:
    """What a kind of record is called where no model of records is at hand; one of another model by its code."""
    return KIND.get(kind) or Text(kind, kind)


DISCLOSURE = {
    "masked": Text("disamarkan", "masked"),
    "full": Text("terbuka", "full"),
    "pointers": Text("tanpa nilai", "no values"),
}
BASIS = {
    "statute": Text("undang-undang", "statute"),
    "regulation": Text("peraturan", "regulation"),
    "policy": Text("kebijakan, bukan undang-undang", "policy, not statute"),
    "standard": Text("standar", "standard"),
}
LAW = frozenset({"statute", "regulation"})
CONFIDENCE = {
    "verified": Text("teks peraturan sudah dibaca", "text read"),
    "secondary": Text("sumber sekunder", "secondary source"),
    "unverified": Text("belum diverifikasi", "unverified"),
}
AUTOMATION = {
    "full": Text("diputuskan mesin", "decided by machine"),
    "may_over_report": Text("bisa melaporkan terlalu banyak", "may report too much"),
    "may_under_report": Text("bisa melewatkan sesuatu", "may miss something"),
    "manual": Text("diputuskan orang", "decided by a person"),
}
COVERED = {
    "automated": Text("diperiksa", "checked"),
    "partly": Text("diperiksa sebagian", "checked in part"),
    "human": Text("penilaian orang", "human judgement"),
    "not_yet": Text("belum diperiksa", "not checked yet"),
}
BEARER = {
    "worker": Text("pekerja", "worker"),
    "executor": Text("pelaksana penempatan", "executor"),
    "p3mi": Text("P3MI", "P3MI"),
    "pptkis": Text("pelaksana penempatan TKI swasta", "private recruiter (PPTKIS)"),
    "company": Text("perusahaan", "company"),
    "partner": Text("mitra usaha", "partner"),
    "anyone": Text("setiap orang", "anyone"),
    "official": Text("pejabat", "official"),
    "mission": Text("Perwakilan RI", "Indonesian mission"),
    "central_government": Text("pemerintah pusat", "central government"),
    "province": Text("provinsi", "province"),
    "district": Text("kabupaten/kota", "district"),
    "village": Text("desa", "village"),
}


def code_of(text: str, names: Mapping[str, Text]) -> str | None:
    """
    The code that somebody means who writes it, or what it is called in one of the languages.

    >>> code_of("Belum diketahui", {"unknown": Text("belum diketahui", "not known")})
    'unknown'

    """
    plain = _plain(text)
    called = ((code, _plain(word)) for code, name in names.items() for word in (code, name.id, name.en))
    return next((code for code, word in called if word == plain), None)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split())


def all_cited(citations: Iterable[Mapping[str, str]]) -> str:
    """Citations on one line, parted by semicolons."""
    return "; ".join(map(cited, citations))


def cited(citation: Mapping[str, str]) -> str:
    """A citation on one line: `UU 18/2017 Pasal 54 ayat (1) huruf b`."""
    parts = [citation["instrument"]]
    for key, word in (("article", "Pasal {}"), ("paragraph", "ayat ({})"), ("letter", "huruf {}")):
        if key in citation:
            value = citation[key]
            # `angka 15` and `Penjelasan Pasal 13` say themselves what they are.
            parts.append(value if " " in value else word.format(value))
    return " ".join(parts)
