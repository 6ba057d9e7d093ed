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
    "sheet_not_read": Message(
        "lembar `{sheet}` tidak dibaca: nama dan judul kolomnya tidak menyebut jenis data",
        "the sheet `{sheet}` was left out: neither its name nor its headings say which records it holds",
    ),
    "sheet_of_longer_name": Message(
        "lembar `{sheet}` dibaca sebagai `{table}`, menurut namanya",
        "the sheet `{sheet}` was read as `{table}`, by its name",
    ),
    "sheet_by_headings": Message(
        "lembar `{sheet}` dibaca sebagai `{table}`, menurut judul kolomnya",
        "the sheet `{sheet}` was read as `{table}`, by its headings",
    ),
    "headings_below_the_top": Message(
        "judul kolom ditemukan di baris {row}; baris di atasnya tidak dibaca",
        "the headings were found in row {row}; what stands above was left out",
    ),
    "headings_in_two_rows": Message(
        "baris {rows} dibaca bersama sebagai judul kolom", "the rows {rows} were read together as headings"
    ),
    "column_numbers_left_out": Message(
        "baris {rows} berisi nomor kolom dan tidak dibaca", "row {rows} numbers the columns and was left out"
    ),
    "example_rows_left_out": Message(
        "baris contoh tidak dibaca (baris {rows})", "rows of the example were left out (row {rows})"
    ),
    "total_rows_left_out": Message(
        "baris jumlah tidak dibaca (baris {rows})", "rows with totals were left out (row {rows})"
    ),
    "lines_left_out": Message(
        "baris yang bukan data tidak dibaca: keterangan, tanda tangan atau judul (baris {rows})",
        "lines that are no records were left out: remarks, signatures or titles (row {rows})",
    ),
    "cells_beside_the_table": Message(
        "sel di kolom tanpa judul tidak dibaca (baris {rows})",
        "cells in columns without a heading were left out (row {rows})",
    ),
    "row_of_an_id_alone": Message(
        "baris ini hanya berisi nomor rekam, tanpa fakta lain (baris {rows})",
        "nothing but a record id stands in these rows (row {rows})",
    ),
    "merged_cells": Message(
        "sel gabungan: nilainya dibaca untuk setiap baris yang dicakup ({count} sel)",
        "merged cells: their value was read for each row that they go over ({count} cells)",
    ),
}  # fmt: skip
