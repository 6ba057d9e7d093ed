"""
What offices write of one paper, in a column that asks whether it is there or for its number: `ada`, `ditahan majikan`.

In whose hands it is, and whether it is there at all, are facts of their own; neither is ever the number of a paper.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from pmi_compliance.base.text import plain
from pmi_compliance.records.reading.targets import targets_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.targets import Target

#: The fields of a paper that words tell: whether it is there, who has it, and what stands on it.
STATUS, HELD_BY, NUMBER = "status", "held_by", "number"
#: The field of a licence that tells its states.
_HISTORY = "status_history"

#: Words about a paper, and what they say of it; `None`: nothing. A word beside these goes to the list of codes.
_PRESENCE: Mapping[str, str | None] = {
    **dict.fromkeys(
        ("ada", "sudah", "sudah ada", "sdh", "sdh ada", "ya", "y", "punya", "lengkap", "v", "✓", "✔", "√", "yes", "held",
         "has"),
        "held",
    ),
    **dict.fromkeys(
        ("tidak ada", "tidak", "tdk ada", "tdk", "tak ada", "belum ada", "blm ada", "tidak punya",
         "belum punya", "tdk punya", "blm punya", "none", "no"),
        "absent",
    ),
    **dict.fromkeys(
        ("belum diperiksa", "belum dicek", "belum", "blm", "belum diketahui", "tidak tahu", "tdk tahu", "not checked",
         "not known", "unknown", "?", "-", "--", "n/a"),
        None,
    ),
}  # fmt: skip

#: In whose hands a paper is, by the word that an office writes for them; what may be two of them stands nowhere.
_HOLDERS: Mapping[str, str] = {
    word: code
    for code, words in {
        "employer": "majikan, pemberi kerja, pengguna, bos, boss, tauke, toke, tokeh, nyonya, employer",
        "recruiter": "pt, p3mi, pptkis, pjtki, perekrut, calo, sponsor, pl, petugas lapangan, tekong, makelar, recruiter",
        "worker": "sendiri, diri sendiri, pmi, cpmi, pmi sendiri, pekerja, tki, tkw, ybs, yang bersangkutan, pemilik",
        "family": "keluarga, orang tua, orangtua, ortu, ayah, bapak, ibu, suami, istri, isteri, kakak, adik, anak, wali",
        "other": "orang lain, orang, agen, agensi, agency, agent, polisi, polres, polda, polsek, penyidik, imigrasi, kbri,"
                 " kjri, bp3mi, bp2mi, disnaker, dinas, teman, police",
    }.items()
    for word in words.replace("\n", " ").split(", ")
}  # fmt: skip

#: That somebody has a paper, and before whom: `ditahan oleh majikan`, `ada di PT`.
_HELD = re.compile(
    r"(?:(?:paspor|passport|ktp|ijazah)(?:nya)? )?(?:masih |sudah |sdh |lagi |sedang )?"
    r"(?P<kept>ditahan|disita|dirampas|dipegang|pegang|disimpan|diambil|dibawa|dikuasai|dititip(?:kan)?|ada|di|sama|held|kept)"
    r"(?: (?:oleh|di|pada|sama|dgn|dengan|ke|kepada|tangan|by))*(?: (?P<holder>.+))?"
)
#: Kept from the worker, by whomever.
_KEPT = frozenset({"ditahan", "disita", "dirampas"})
#: A firm by its name.
_FIRM = re.compile(r"pt\.? \S.*")

#: What parts several statements, and a number from the word before it that the paper is there.
_PARTED = re.compile(r" ?[,;()] ?| (?:tapi|tetapi|namun|but) |(?<=^ada)[ :/-]+(?=\S*\d)", re.IGNORECASE)
#: What begins so is said of a paper, and is none of its numbers: `hilang 2019`, `proses 2 minggu`.
_SAID = re.compile(
    r"(?:paspor|passport|masih|sudah|sdh|sedang|lagi|belum|blm|tidak|tdk|tak|ditahan|disita|dirampas|dipegang|pegang|disimpan"
    r"|diambil|dibawa|dikuasai|dititip|di|pada|hilang|rusak|proses|dalam|dlm|diurus|diproses|habis|mati|expired|berlaku|palsu"
    r"|kadaluarsa|kedaluwarsa|menunggu|tunggu|akan|baru|lost|kept|held)\b"
)


#: The paper of which a class is told, and the field of it: `Visa: turis`.
_VISA, _CLASS = "work_visa", "visa_class"


class Said(NamedTuple):
    """What a cell says of a paper."""

    #: The field, and what belongs there; `None` where nothing is known.
    field: str
    value: str | None


def said_of_paper(cell: str) -> list[Said] | None:
    """
    What a cell says of a paper; `None` where that goes beyond what is understood here.

    >>> said_of_paper("ditahan majikan"), said_of_paper("hilang 2019")
    ([Said(field='held_by', value='employer')], None)
    >>> said_of_paper("ada (B1234567)")
    [Said(field='status', value='held'), Said(field='number', value='B1234567')]

    """
    word = plain(cell)
    if word in _PRESENCE:
        return [Said(STATUS, _PRESENCE[word])]
    if (holder := _holder(word)) is not None:
        return [Said(HELD_BY, holder)]
    text = " ".join(cell.split())
    parts = [part for part in _PARTED.split(text) if part]
    said = [said_of_paper(part) for part in parts] if len(parts) > 1 else [None]
    if all(said):
        return [one for part in said for one in part or ()]
    return None if _SAID.match(word) or not re.search(r"\d", word) else [Said(NUMBER, cell.strip())]


def state_of(target: Target, table: Table) -> Target | None:
    """
    What words tell that stand in a column of something else.

    In place of a number: of a paper whether it is there, of a licence its state. Where a visa is asked for: its class.
    """
    if target.fixed is None or not (target.tells_presence or target.inner == (NUMBER,)):
        return None
    name, code = target.fixed
    item = f"{'.'.join(target.path)}[{name}={code}]"
    ways = [(HELD_BY, item), (_HISTORY, f"{item}.{_HISTORY}")]
    if target.tells_presence:
        ways = [(_CLASS, f"{item}.{_CLASS}")] if code == _VISA else []
    written = next((way for part, way in ways if table.node_of((*target.path, part)) is not None), "")
    (state,) = targets_of(written, table) or (None,)
    return state


def is_state(meant: Any, cell: str) -> bool:
    """Whether a word in place of a number was understood as a state, or as a history of one."""
    return bool(meant[0].get(STATUS) != cell if isinstance(meant, list) else meant != cell)


def is_word_of_presence(word: str) -> bool:
    """Whether a word says whether a paper is there, or that this is not known."""
    return word in _PRESENCE


def _holder(word: str) -> str | None:
    """In whose hands a paper is said to be."""
    match = _HELD.fullmatch(word.rstrip(" .!"))
    if match is None:
        return None
    holder = match["holder"]
    if holder is None:
        return "other" if match["kept"] in _KEPT else None
    if _FIRM.fullmatch(holder):
        return "recruiter"
    return _HOLDERS.get(holder) or _HOLDERS.get(holder.removesuffix("nya"))
