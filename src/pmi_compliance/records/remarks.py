"""
What no rule reads and a person should: remarks of a child, of an age below 18, of papers that somebody keeps or that are
not there or false, of wages that were not paid, of force, and of money that was taken.

A remark is no fact, for nobody knows of whom it speaks and who says so. But it is not lost either: the record is named.
So is one of whom an age below 18 is written and no day on which anybody was recruited or left: of a day that is not known
no rule says that this was a child.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Longer remarks are looked at so far.
_LONGEST = 2_000

_YEARS = r"(?:tahun|thn|th|years?|yrs?)"
#: Who is below 18 and works; a number of years below that is mostly of something else.
_BELOW_18 = r"1[0-7]"
_PAPER = r"(?:paspor|pass?port|ktp|ijazah|akt[ae]|kk|kartu keluarga|buku nikah|visa|dokumen|surat|hp|telepon)(?:nya)?"
_KEPT = r"(?:ditahan|tahan|disita|dirampas|dipegang|dikuasai|withheld|seized|confiscated|kept)"
_NO = r"(?:tidak|tdk|tak|belum|blm|tanpa)"
_KEEPS = r"(?:majikan|agen|agensi|agency|pt|p3mi|calo|perekrut|sponsor|pl|bos|employer|agent|recruiter)"

#: What a remark speaks of, by the code of its note: forms of words, of which one stands in it.
_TOPICS = {
    "remark_on_age": (
        r"(?:di ?)?bawah (?:umur|usia)", r"(?:belum|blm) (?:cukup|genap|dewasa|18|17)",
        r"masih (?:anak|kecil|sekolah|sd|smp|sma|smk|pelajar|remaja)", "anak[- ]anak", r"anak (?:di ?)?bawah", "pelajar",
        r"sis(?:wa|wi)(?! (?:lpk|blk))", "murid", "putus sekolah", r"kelas \d",
        r"(?:umur|usia)(?:nya)? (?:sebenarnya|asli|sesungguhnya|palsu|(?:tidak|tdk) sesuai|\w* ?di(?:tua|palsu)\w*)",
        "dituakan",
        r"pemalsuan (?:umur|usia|identitas)", r"(?:identitas|ktp|akta|kk) (?:di)?palsu(?:kan)?", r"aslinya 1[0-7]",
        rf"(?:ber)?(?:umur|usia)(?:nya)?[ .:=]*(?:baru|masih|sekitar|kira-kira|±)? ?(?:[1-9]|{_BELOW_18})(?![.,]?\d)",
        rf"{_BELOW_18} ?{_YEARS}", "under ?-?age", "minor", "child", "school ?(?:girl|boy)", rf"aged? {_BELOW_18}",
    ),
    "remark_on_kept_papers": (
        rf"{_PAPER}\b.{{0,40}}\b{_KEPT}", rf"{_KEPT}\b.{{0,40}}\b{_PAPER}", rf"ditahan {_KEEPS}",
        rf"{_PAPER} (?:masih |ada |sudah )?(?:di|pada|sama|dgn|dengan|diambil|disimpan|dibawa)(?: oleh| di| pada)? {_KEEPS}",
    ),
    "remark_on_no_papers": (
        rf"{_NO} (?:punya |memiliki |ada |bawa |membawa |pakai )?{_PAPER}",
        rf"{_PAPER} (?:kurang|(?:tidak|tdk|tak|belum|blm) lengkap)",
        rf"{_PAPER} (?:di)?palsu(?:kan)?", rf"{_PAPER} (?:milik |atas nama |a\.?n\.? |pinjaman )?orang lain", "overstay",
        r"(?:pakai|pake|dengan|dgn|gunakan|menggunakan) visa (?!kerja)\w+", "undocumented", "no (?:passport|papers|visa)",
    ),
    "remark_on_signs": (
        rf"(?:gaji|upah)(?:nya)?\b.{{0,20}}\b(?:{_NO} (?:pernah )?(?:di)?(?:bayar|terima)\w*|ditahan)", f"{_NO} digaji",
        f"{_NO} (?:pernah )?dibayar",
        "di(?:sekap|kurung|kunci|siksa|pukul|aniaya|perkosa|lecehkan|tipu|jual|paksa|ancam)\\w*",
        "penyekapan", "penyiksaan", "penganiayaan", "pemerkosaan", "pelecehan", "kerja paksa", "perdagangan orang", "tppo",
        rf"{_NO} (?:boleh|bisa|bebas) keluar", "scam(?:mer|ming)?", "judi online", "dilarung", "unpaid", "trafficked",
        "wages? (?:not paid|withheld)", "beaten", "raped", "locked (?:up|in)", "deceived", "forced",
    ),
    "remark_on_money": (
        rf"uang\w*\b.{{0,20}}\b{_NO} (?:di)?kembali\w*", r"(?:ter(?:lilit|jerat)|jeratan|punya) h?utang", "dipungut",
        r"(?:bayar|membayar|setor|menyetor|diminta|dimintai|dikenai|h?utang)\b.{0,30}?\b\d[\d.,]* ?(?:jt|juta|rb|ribu)",
        r"(?:bayar|membayar|setor|menyetor|diminta|dimintai|dikenai|h?utang)\b.{0,30}?\brp\.? ?\d",
        r"(?:gaji|upah)(?:nya)? (?:di)?potong", r"potong(?:an)? (?:gaji|upah)",
    ),
}  # fmt: skip
_FORMS = {code: re.compile(rf"\b(?:{'|'.join(forms)})\b", re.IGNORECASE) for code, forms in _TOPICS.items()}


#: Ages of persons by the field, with the first that is none of a child, and the days by which rules judge them.
AGES_OF_CHILDREN = {"stated_age": 18, "stated_age_below": 19}
_DAYS = ("departed_on", "recruited_on", "stopped_on")


def remarks_on(value: Any) -> Iterator[tuple[str, str]]:
    """
    What remarks of a record speak of that a person should look at.

    Args:
        value: The record as JSON holds it.

    Returns:
        The code of a note, and the name that the remark has among what no rule reads.

    >>> [*remarks_on({"extra": {"Keterangan": "umur sebenarnya 15", "Ket": "janda anak 2"}})]
    [('remark_on_age', 'Keterangan')]

    """
    if not isinstance(value, dict):
        return
    if _is_child_on_no_day(value):
        yield "child_on_no_day", "stated_age"
    extra = value.get("extra")
    for name, held in extra.items() if isinstance(extra, dict) else ():
        for text in held if isinstance(held, list) else (held,):
            if isinstance(text, str):
                yield from ((code, name) for code, form in _FORMS.items() if form.search(text, 0, _LONGEST))


def _is_child_on_no_day(value: dict[str, Any]) -> bool:
    worker = value.get("worker")
    if not isinstance(worker, dict) or any(value.get(day) is not None for day in _DAYS):
        return False
    ages = ((worker.get(name), first) for name, first in AGES_OF_CHILDREN.items())
    return any(type(age) is int and age < first for age, first in ages)
