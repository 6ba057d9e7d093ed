"""What letters say around what was found: headings, and sentences that are the same in each."""

from __future__ import annotations

from pmi_compliance.base.text import Text

TITLE = Text("Surat hasil pemeriksaan", "Letters on the audit")
NUMBER = Text("Nomor", "Number")
ABOUT = Text("Hal", "Subject")
TO = Text("Kepada Yth.", "To")
AT = Text("di ……", "at ……")
AUDITED = Text("Tanggal audit: {day}.", "Audit date: {day}.")
NOTHING_FOUND = Text("Tidak ada temuan.", "There are no findings.")

# To a recruiter

RECRUITER = Text("Hasil pemeriksaan perekrut", "Audit of the recruiter")
PUT_RIGHT = Text("Yang harus diperbaiki", "What must be put right")
LOOKED_AT = Text("Yang akan ditinjau petugas", "What an official will look at")
ANSWER = Text(
    "Mohon beri keterangan tertulis dan lampirkan bukti untuk setiap hal di atas.",
    "Please give a written account of each point above, with evidence.",
)
COMPLETE = Text("Yang belum tercatat; mohon dilengkapi", "What is not written down; please complete it")
NO_DECISION = Text(
    "Ringkasan ini bukan keputusan. Perusahaan dapat memberi keterangan kepada dinas sebelum keputusan diambil.",
    "This summary is no decision. The company may give its account to the office before one is taken.",
)

# To a worker

NOT_RIGHT = Text("Yang belum benar", "What is not right yet")
ASKED_ABOUT = Text("Yang akan ditanyakan petugas", "What an official will ask about")
BRING = Text("Yang belum tercatat; bawalah atau tanyakan", "What is not written down; bring it or ask for it")
ASK_RECRUITER = Text("Tanyakan kepada yang mengajak Anda bekerja", "Ask whoever recruits you")
CONTACT = Text("Hubungi", "Contact")
MORE = Text("dan {count} hal lain", "and {count} more")

# For the office

FOR_OFFICE = Text("Hanya untuk kantor: jangan diserahkan", "For the office alone: do not hand over")
WITHHELD = Text(
    "Hal berikut tidak ada dalam surat mana pun, karena menyangkut penyidikan, anak, atau korban; rinciannya ada dalam "
    "laporan.",
    "What follows is in no letter, because it is about an inquiry, a child or a victim; the report holds the details.",
)
