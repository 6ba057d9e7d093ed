"""Whom letters are for, and what each says to its reader whatever was found: by what is known of the worker."""

from __future__ import annotations

from attrs import frozen

from pmi_compliance.base.text import Text

_THEMSELVES = Text("{who}", "{who}")


@frozen
class Reader:
    """Whom a letter is for, and what it says to them whatever was found."""

    #: What the letter is called; the id of the record follows.
    title: Text
    #: What comes first.
    lead: Text
    #: What to do about what is listed; nothing is listed where there is none.
    to_do: Text | None = None
    #: Whether papers and facts that are missing are listed, and what to ask whoever recruits.
    prepares: bool = False
    #: Offices that are named where no finding names one.
    offices: tuple[Text, ...] = ()
    #: An office that comes first, whatever was found.
    nearest: Text | None = None
    #: To whom the letter goes; `{who}` is the worker.
    to: Text = _THEMSELVES


_DINAS = Text("Dinas tenaga kerja kabupaten/kota", "the labour office of the district")
_BP3MI = Text(
    "BP3MI (balai pelindungan pekerja migran) di provinsi Anda",
    "BP3MI (migrant workers' office) of your province",
)
_MISSION = Text(
    "Kedutaan atau konsulat Indonesia (Perwakilan RI) di negara itu",
    "the Indonesian embassy or consulate there",
)

_WORKER = Text("Daftar periksa pekerja migran", "Check list for the worker")
_FOR_FAMILY = Text("Lembar ini untuk Anda dan keluarga.", "This sheet is for you and your family.")
_FOR_VILLAGE = Text(
    "Lembar ini untuk Anda, keluarga dan kantor desa.",
    "This sheet is for you, your family and the village office.",
)
_PARENTS = Text("Untuk orang tua atau wali dari", "For the parents or the guardian of")
_TO_PARENTS = Text("Orang tua atau wali dari {who}", "The parents or the guardian of {who}")

#: Readers by what is known of the worker.
READERS = {
    "child": Reader(
        _PARENTS,
        Text(
            "Menurut data, anak ini belum atau mungkin belum cukup umur untuk bekerja jauh dari rumah. Jangan berangkat. "
            "Jangan mengurus dokumen dan jangan membayar apa pun. Hubungi hari ini:",
            "After the records this child is not, or perhaps not, old enough to work far from home. Do not leave. Get no "
            "papers and pay nothing. Call today:",
        ),
        offices=(_DINAS, _BP3MI),
        to=_TO_PARENTS,
    ),
    "child_abroad": Reader(
        _PARENTS,
        Text(
            "Menurut data, anak ini belum atau mungkin belum cukup umur ketika pergi bekerja. Jangan membayar siapa pun "
            "untuk memulangkannya. Hubungi hari ini:",
            "After the records this child was not, or perhaps not, old enough when it left to work. Pay nobody for "
            "bringing it home. Call today:",
        ),
        offices=(_BP3MI, _DINAS, _MISSION),
        to=_TO_PARENTS,
    ),
    "protected": Reader(
        Text("Untuk pekerja", "For the worker"),
        Text(
            "Bila Anda atau keluarga memerlukan bantuan, kapan pun, hubungi:",
            "If you or your family need help, at any time, call:",
        ),
        offices=(_BP3MI, _DINAS),
    ),
    "family": Reader(
        Text("Untuk keluarga pekerja", "For the family of the worker"),
        Text(
            "Kami turut berduka. Tanyakan hak keluarga, seperti santunan, upah, dan barang milik pekerja, kepada:",
            "We share your grief. Ask about what the family is entitled to, such as benefits, wages and belongings:",
        ),
        offices=(_BP3MI, _DINAS),
        to=Text("Keluarga {who}", "The family of {who}"),
    ),
    "abroad": Reader(
        Text("Untuk pekerja di luar negeri", "For the worker abroad"),
        _FOR_FAMILY,
        Text(
            "Bila ada yang memberangkatkan Anda, ia wajib menyelesaikannya; Anda tidak perlu mengurusnya sendiri. Bila "
            "Anda berangkat sendiri, atau memerlukan bantuan, hubungi kantor di bawah; keluarga di rumah juga boleh.",
            "If somebody placed you, they must settle this, and you need not. If you went alone, or need help, call an "
            "office below; your family at home may do so, too.",
        ),
        offices=(_BP3MI,),
        nearest=_MISSION,
    ),
    "returned": Reader(
        Text("Untuk pekerja yang sudah pulang", "For the worker who came home"),
        _FOR_FAMILY,
        Text(
            "Anda dapat meminta bantuan untuk menyelesaikannya, juga sesudah pulang. Bawa surat yang masih Anda simpan.",
            "You can ask for help with this, also after you came home. Bring the papers that you still have.",
        ),
        offices=(_BP3MI, _DINAS),
    ),
    "stopped": Reader(
        Text("Untuk pekerja yang tidak jadi berangkat", "For the worker who did not leave"),
        Text(
            "Lembar ini untuk Anda dan keluarga; lembar ini tidak menyalahkan Anda. Jangan berangkat lewat jalan lain.",
            "This sheet is for you and your family; it does not blame you. Do not leave by another way.",
        ),
        Text("Tanyakan dahulu kepada kantor di bawah.", "Ask an office below first."),
        offices=(_DINAS, _BP3MI),
    ),
    "candidate": Reader(
        _WORKER,
        _FOR_VILLAGE,
        Text(
            "Tanyakan kepada yang mengajak Anda bekerja, bila ada, bagaimana ini diselesaikan, dan pastikan di kantor di "
            "bawah.",
            "Ask whoever recruits you, if anybody does, how this will be settled, and have it confirmed at an office below.",
        ),
        prepares=True,
        offices=(_DINAS,),
    ),
    "unknown": Reader(
        _WORKER,
        _FOR_VILLAGE,
        Text("Tanyakan kepada kantor di bawah.", "Ask an office below."),
        prepares=True,
        offices=(_DINAS, _BP3MI),
    ),
}  # fmt: skip

#: Which reader is meant, by the status of the placement.
BY_STATUS = {
    "candidate": "candidate", "ready": "candidate", "departed": "abroad", "working": "abroad", "on_leave": "returned",
    "returned": "returned", "sent_home": "returned", "prevented": "stopped", "cancelled": "stopped",
    "deceased": "family",
}  # fmt: skip

WAIT = Text(
    "Jangan berangkat dahulu. Ada hal penting yang perlu Anda tanyakan langsung di kantor yang tertulis di bawah.",
    "Do not leave yet. There is something important to ask in person at an office below.",
)
HELP = Text(
    "Lembar ini membantu Anda bersiap; lembar ini bukan keputusan.",
    "This sheet helps you prepare; it is no decision.",
)
FREE = Text(
    "Lembar ini membantu Anda bersiap; lembar ini bukan larangan berangkat. Bila dokumen Anda lengkap, tidak seorang pun "
    "boleh menahan keberangkatan Anda (UU 18/2017 Pasal 70 ayat (2)).",
    "This sheet helps you prepare; it forbids nobody to leave. If your documents are complete, nobody may hold back your "
    "departure (UU 18/2017 Pasal 70(2)).",
)

#: What to ask whoever recruits, before anything else is done.
ASK = (
    Text(
        "Apa nama perusahaannya, dan di mana kantornya di daerah ini?",
        "What is the company called, and where is its office in this area?",
    ),
    Text(
        "Mana surat tugas petugasnya, dan izin untuk merekrut di daerah ini?",
        "Where is the officer's letter of assignment, and the permit to recruit here?",
    ),
    Text(
        "Sudahkah dinas tenaga kerja kabupaten membenarkannya? Tanyakan langsung di dinas.",
        "Has the district labour office confirmed it? Ask at the office yourself.",
    ),
)
