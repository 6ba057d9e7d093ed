"""What is said of cells, columns and sheets that were understood otherwise than they stand, or left out."""

from __future__ import annotations

from pmi_compliance.base.text import Message

READING: dict[str, Message] = {
    "word_for_missing": Message(
        "kolom `{field}`: `{read}` ({count} kali) dibaca sebagai belum diketahui",
        "column `{field}`: `{read}` ({count} times) was read as not known",
    ),
    "sheet_hidden": Message(
        "lembar `{sheet}` tersembunyi dan tidak dibaca", "the sheet `{sheet}` is hidden and was left out"
    ),
}  # fmt: skip
