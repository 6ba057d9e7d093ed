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
    # Columns
    "column_read_as": Message(
        "kolom `{heading}` dibaca sebagai {field}", "column `{heading}` is read as {field}"
    ),
    "column_guessed": Message(
        "kolom `{heading}` diduga {field} karena mirip, dan dibaca begitu",
        "column `{heading}` is taken for {field}, which it is like",
    ),
    "column_told_elsewhere": Message(
        "kolom `{heading}` disimpan sebagai data tambahan; {field} dibaca dari kolom `{other}`",
        "column `{heading}` is kept as extension data; {field} is read from column `{other}`",
    ),
    "column_kept": Message(
        "kolom `{heading}` disimpan sebagai data tambahan (`extra`); tidak ada aturan yang membacanya",
        "column `{heading}` is kept as extension data (`extra`), which no rule reads",
    ),
    "column_left_out": Message(
        "kolom `{heading}` tidak dibaca; di tabel ini tidak ada tempat untuknya",
        "column `{heading}` is left out; this table has no place for it",
    ),
    "columns_kept": Message(
        "{number} kolom tidak dikenal dan tidak dibaca oleh aturan, misalnya {names}",
        "{number} columns are not known, and no rule reads them, such as {names}",
    ),
    "cells_beyond_headings": Message(
        "kolom {column} tanpa judul: {count} sel tidak dibaca oleh aturan",
        "column {column} has no heading: {count} cells, which no rule reads",
    ),
    "cells_not_parted": Message(
        "kolom `{heading}`: {count} sel tidak dapat dibagi menjadi bagian-bagiannya, dan disimpan utuh",
        "column `{heading}`: {count} cells could not be split into their parts, and are kept whole",
    ),
    "ids_from_numbers": Message(
        "tidak ada kolom nomor rekam; dipakai kolom `{heading}`, misalnya `{start}1`",
        "there is no column of record ids; column `{heading}` serves, as in `{start}1`",
    ),
    "ids_from_rows": Message(
        "tidak ada kolom nomor rekam; dipakai nomor barisnya, misalnya `{start}2`",
        "there is no column of record ids; the number of the row serves, as in `{start}2`",
    ),
    "name_found": Message(
        "`{field}` ditemukan dari namanya ({count} kali)", "`{field}` was found by its name ({count} times)"
    ),
    "name_not_found": Message(
        "`{field}`: {count} nama tidak cocok dengan tepat satu data (`{kind}`), dan disimpan sebagai data tambahan",
        "`{field}`: {count} names fit not exactly one record (`{kind}`), and are kept as extension data",
    ),
}  # fmt: skip
