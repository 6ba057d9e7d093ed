"""
Words of offices for the codes of records, beside the names that the schemas give them.

A word stands here only where it means one code. `cerai` is both of two, `BPJS` two cards, `perseorangan` who places or
who goes alone, and a licence that is `tidak aktif` may have ended in several ways: such words are not read, and the schema
reports them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Words for yes and no.
YES = frozenset(
    {
        "ya",
        "y",
        "iya",
        "yes",
        "true",
        "benar",
        "betul",
        "sudah",
        "sdh",
        "ada",
        "v",
        "✓",
        "✔",
        "☑",
        "✅",
        "√",
        "1",
    }
)
NO = frozenset({"tidak", "tdk", "no", "n", "false", "salah"})
#: A letter that elsewhere means true, and a number that may be no answer: it is noted.
MAYBE_NO = frozenset({"t", "0"})

#: Said of something that is not there or was not done yet; of what is not asked so, they say that nothing is known.
NOT_THERE = frozenset({"belum", "blm", "tidak ada", "tdk ada", "belum ada", "blm ada", "belum pernah"})

#: The last parts of the names of columns that ask whether something is there or was done.
ASKED_WHETHER_THERE = frozenset({
    "acknowledged_by_village_head", "annexes_complete", "approved_by_harbourmaster", "attended",
    "cause_reported", "copy_to_governor", "copy_with_worker", "custody_receipt", "done",
    "endorsed_by_mission", "enrolled", "executed_before_official", "extension_reported", "family_notified",
    "formed", "government_agreement", "held", "keeps_database", "mandate_letter", "permit", "present",
    "receipt", "recorded", "refunded", "registered", "reported", "reports_filed", "restored",
    "return_reported", "rights_settled", "signed_by_employer", "signed_by_recruiter", "signed_by_worker",
    "to_labour_office", "to_mission", "to_province", "written_agreement",
})  # fmt: skip

#: Words for a code, wherever it is in the list of a column.
ALIASES: Mapping[str, Sequence[str]] = {
    # Scope and state of a placement
    "overseas": ("LN", "overseas", "ke luar negeri", "AKAN", "antar kerja antar negara", "antarkerja antarnegara"),
    "domestic": (
        "DN", "ke dalam negeri", "AKAD", "antar kerja antar daerah", "antarkerja antardaerah", "antardaerah", "antar pulau",
        "AKL", "antar kerja lokal",
    ),
    "candidate": ("CPMI", "calon PMI", "CTKI", "calon TKI"),
    "ready": ("siap", "siap diberangkatkan", "siap terbang"),
    "departed": ("berangkat", "telah berangkat", "sdh berangkat", "diberangkatkan", "sudah diberangkatkan", "sudah terbang"),
    "working": ("sedang bekerja", "masih bekerja", "sudah bekerja"),
    "on_leave": ("sedang cuti",),
    "returned": ("pulang", "telah pulang", "sdh pulang", "kembali", "sudah kembali", "purna", "purna PMI"),
    "deceased": ("meninggal dunia", "wafat", "MD"),
    "cancelled": ("dibatalkan", "batal berangkat"),
    "prevented": (
        "dicegah berangkat", "cegah", "pencegahan", "ditolak berangkat", "ditunda berangkat", "penundaan keberangkatan",
        "keberangkatan ditunda", "keberangkatan ditolak", "digagalkan", "digagalkan berangkat", "keberangkatan digagalkan",
    ),
    "sent_home": ("dideportasi", "deportasi", "deportan"),
    "procedural": ("resmi", "legal"),
    "non_procedural": ("non prosedural", "tidak prosedural", "unprosedural", "ilegal"),
    # Persons
    "female": ("P", "Pr", "wanita", "F", "woman"),
    "male": ("L", "Lk", "laki", "lelaki", "pria", "M", "man"),
    "married": ("menikah", "sudah menikah", "nikah", "sudah kawin"),
    "unmarried": ("belum menikah", "tidak kawin", "lajang", "single", "blm kawin"),
    # Who places, and for whom
    "p3mi": ("PT P3MI", "PJTKI", "PPTKIS"),
    "own_interest_company": ("UKPS",),
    "training_centre": ("LPK", "lembaga pelatihan", "lembaga pelatihan kerja", "BLKLN"),
    "company": ("perusahaan tak berizin", "perusahaan tidak berizin"),
    "association": ("perkumpulan", "yayasan", "koperasi"),
    "manning_agency": ("manning",),
    "legal_entity_employer": ("badan hukum", "formal", "sektor formal"),
    "individual_employer": (
        "pemberi kerja perseorangan", "informal", "sektor informal", "PRT", "ART", "PLRT",
        "pekerja rumah tangga", "asisten rumah tangga", "pembantu rumah tangga", "penata laksana rumah tangga",
    ),
    "merchant_crew": ("ABK niaga", "pelaut niaga"),
    "fishing_crew": ("ABK perikanan", "ABK ikan", "ABK penangkap ikan", "pelaut perikanan"),
    "crew": ("ABK", "awak kapal", "pelaut", "anak buah kapal"),
    "no_crew": ("darat",),
    "g_to_g": ("G to G", "G2G", "GTG", "government to government"),
    "g_to_legal_entity": ("G to P", "G2P"),
    "p_to_p": ("P to P", "P2P"),
    "own_interest": ("UKPS",),
    "self_placed": ("mandiri", "PMI mandiri", "perseorangan", "perorangan"),
    "spsk": ("SPSK",),
    # Papers
    "held": ("ya", "y", "v", "✓", "✔", "☑", "✅", "√", "true", "sudah", "sdh", "sudah ada", "sdh ada", "punya", "memiliki"),
    "absent": (
        "tidak", "tdk", "tdk ada", "no", "false", "belum ada", "blm ada", "tidak punya", "belum punya",
        "tidak memiliki", "belum memiliki",
    ),
    "in_process": (
        "proses", "sedang diproses", "sedang diurus", "dalam pengurusan", "diproses", "masih proses", "masih dalam proses",
        "masih diproses", "sedang proses", "lagi proses", "baru proses", "dlm proses", "msh proses", "proses pembuatan",
        "dalam proses pembuatan", "sedang dibuat", "masih dibuat", "masih diurus", "lagi diurus", "belum jadi",
    ),
    "expired": ("kedaluwarsa", "kadaluwarsa", "kadaluarsa", "habis masa berlaku", "lewat masa berlaku", "mati"),
    "valid": ("masih berlaku",),
    "active": ("masih berlaku", "masih aktif"),
    "identity_card": ("e-KTP", "kartu tanda penduduk"),
    "ktp": ("e-KTP", "kartu tanda penduduk"),
    "family_card": ("KK",),
    "birth_certificate": ("akta lahir", "akte lahir", "akte kelahiran", "kutipan akta kelahiran"),
    "marriage_book": ("kutipan akta nikah",),
    "marital_status": ("surat status perkawinan", "surat keterangan status", "keterangan status perkawinan"),
    "family_permission": ("izin keluarga", "ijin keluarga", "surat ijin keluarga", "surat izin orang tua",
                          "surat izin suami", "surat izin istri", "surat izin wali"),
    "competence_certificate": ("serkom", "sertifikat keahlian"),
    "health_certificate": ("surat sehat", "surat kesehatan", "medical", "medical check up", "MCU", "hasil medical"),
    "work_visa": ("visa untuk bekerja",),
    "employment_agreement": ("kontrak kerja",),
    "seafarer_agreement": ("PKL",),
    "social_security_card": ("BPJS TK", "BPJS ketenagakerjaan", "kartu BPJS ketenagakerjaan"),
    "jkn_card": ("JKN", "KIS", "BPJS kesehatan", "kartu BPJS kesehatan"),
    "e_pmi_card": ("E-PMI", "kartu PMI elektronik"),
    "orientation_certificate": ("OPP", "surat keterangan OPP"),
    # Others
    "worker": ("PMI", "CPMI", "TKI", "yang bersangkutan"),
    "employer": ("majikan", "pengguna"),
    "recruiter": ("P3MI", "PJTKI", "PPTKIS"),
    "state": ("pemerintah", "APBN"),
    "agent": ("agensi", "agency", "agen"),
    "spouse": ("suami", "istri", "isteri"),
    "parent": ("ayah", "ibu", "bapak", "orangtua", "ortu"),
    "labour_office": ("disnaker", "disnakertrans", "dinas nakertrans", "dinas tenaga kerja"),
    "bp3mi": ("BP2MI", "UPT BP2MI", "BP3TKI"),
    "police": ("Polri", "Polda", "Polres", "Polsek"),
    "illegitimate": ("pungli", "pungutan liar"),
    "head": ("kantor pusat",),
    "branch": ("kantor cabang",),
    "legal_entity": ("PT", "perusahaan"),
    "telephone": ("HP", "ponsel", "handphone", "telepon genggam"),
    "bank_card": ("ATM", "kartu ATM"),
    "other": ("lain-lain", "lain"),
}  # fmt: skip

#: Codes that are a word for no, or for what is missing, too (Namibia, Norway): they are read only as they are written.
READ_EXACTLY = frozenset({"none", "NA", "NO"})

#: Short and older names of countries, and the codes of three letters that lists use.
COUNTRIES: Mapping[str, Sequence[str]] = {
    "MY": (
        "MYS",
        "Malaysia Barat",
        "Malaysia Timur",
        "Sabah",
        "Sarawak",
        "Sabah Malaysia",
        "Sarawak Malaysia",
    ),
    "SG": ("SGP", "Singapore", "Singapur"),
    "HK": ("HKG", "Hongkong", "Hong Kong SAR"),
    "TW": ("TWN", "Taiwan ROC"),
    "KR": ("KOR", "Korsel", "South Korea", "Republik Korea", "Republic of Korea"),
    "KP": ("Korut",),
    "JP": ("JPN",),
    "SA": ("SAU", "KSA", "Saudi", "Saudi Arabia", "Arabia Saudi", "Kerajaan Arab Saudi"),
    "AE": ("ARE", "UEA", "UAE", "PEA", "Persatuan Emirat Arab", "Emirat Arab", "Dubai", "Abu Dhabi"),
    "BN": ("BRN", "Brunei", "Brunei Darusalam"),
    "QA": ("QAT",),
    "KW": ("KWT",),
    "OM": ("OMN",),
    "BH": ("BHR",),
    "JO": ("JOR", "Jordania"),
    "SY": ("SYR", "Siria", "Syria"),
    "LB": ("LBN", "Libanon"),
    "TR": ("TUR", "Turkey", "Turkiye"),
    "CN": ("CHN", "Cina", "RRC", "RRT", "China", "Republik Rakyat Tiongkok"),
    "MO": ("MAC", "Makao", "Macau"),
    "US": ("USA", "Amerika", "United States of America"),
    "GB": ("GBR", "UK", "Inggris", "England", "Great Britain"),
    "DE": ("DEU",),
    "IT": ("ITA",),
    "ES": ("ESP",),
    "NL": ("NLD", "Holland", "Netherland"),
    "PL": ("POL",),
    "HU": ("HUN",),
    "AU": ("AUS",),
    "NZ": ("NZL",),
    "CA": ("CAN",),
    "TH": ("THA", "Muangthai"),
    "VN": ("VNM",),
    "KH": ("KHM",),
    "MM": ("MMR", "Birma", "Burma"),
    "PH": ("PHL", "Filipin"),
    "PG": ("PNG", "Papua New Guinea"),
    "TL": ("TLS", "Timor Leste"),
    "MV": ("MDV", "Maldive", "Maladiva"),
    "EG": ("EGY",),
    "ID": ("IDN", "RI"),
    "CI": ("Ivory Coast",),
    "CZ": ("Czech Republic", "Republik Ceko"),
}
