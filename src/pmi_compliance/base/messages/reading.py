"""What is said of cells, columns and sheets that were understood otherwise than they stand, or left out."""

from __future__ import annotations

from pmi_compliance.base.text import Message

READING: dict[str, Message] = {
    "word_for_missing": Message(
        "kolom `{field}`: `{read}` ({count} kali) dibaca sebagai belum diketahui",
        "column `{field}`: `{read}` ({count} times) was read as not known",
    ),
    "record_number_is_a_nik": Message(
        "nomor data yang berupa NIK ({count} data) diganti nomor samaran tetap (NIK-...), sebab nomor data tampil di "
        "setiap laporan",
        "record ids that are a NIK ({count} records) were replaced by lasting pseudonyms (NIK-...), for ids stand in "
        "every report",
    ),
    "id_holds_a_telephone": Message(
        "nomor data yang memuat nomor telepon orang ({count} kali) diganti nomor samaran tetap (HP-...), sebab nomor data "
        "tampil di setiap laporan",
        "ids that hold a telephone ({count} times) were replaced by lasting pseudonyms (HP-...), for ids stand in every "
        "report",
    ),
    "id_is_a_passport": Message(
        "nomor paspor sebagai nomor data ({count} kali) diganti nomor samaran tetap (PASPOR-...), sebab nomor data tampil "
        "di setiap laporan; periksa apakah kolomnya bergeser",
        "passport numbers as ids ({count} times) were replaced by lasting pseudonyms (PASPOR-...), for ids stand in every "
        "report; see whether columns have slipped",
    ),
    "id_is_a_name": Message(
        "nama orang sebagai nomor data ({count} kali) diganti nomor samaran tetap (ORANG-...), sebab nomor data tampil di "
        "setiap laporan",
        "names of persons as ids ({count} times) were replaced by lasting pseudonyms (ORANG-...), for ids stand in every "
        "report",
    ),
    "record_number_unseen": Message(
        "nomor data berisi tanda yang tidak terlihat ({count} data); dibaca tanpa tanda itu",
        "record ids hold signs that cannot be seen ({count} records); they were read without them",
    ),
    "sheet_hidden": Message(
        "lembar `{sheet}` ({rows} baris) tersembunyi dan tidak dibaca",
        "the sheet `{sheet}` ({rows} rows) is hidden and was left out",
    ),
    "sheet_not_read": Message(
        "lembar `{sheet}` ({rows} baris) tidak dibaca: nama dan judul kolomnya tidak menyebut jenis data",
        "the sheet `{sheet}` ({rows} rows) was left out: neither its name nor its headings say which records it holds",
    ),
    "sheet_aside": Message(
        "lembar `{sheet}` ({rows} baris) tidak dibaca, sebab menurut namanya hanya petunjuk atau contoh; bila isinya data, "
        "ganti namanya",
        "the sheet `{sheet}` ({rows} rows) was left out, for its name says that it holds guidance or examples; if it holds "
        "records, give it another name",
    ),
    "sheet_of_longer_name": Message(
        "lembar `{sheet}` dibaca sebagai `{table}`, menurut namanya",
        "the sheet `{sheet}` was read as `{table}`, by its name",
    ),
    "sheet_by_headings": Message(
        "lembar `{sheet}` dibaca sebagai `{table}`, menurut judul kolomnya",
        "the sheet `{sheet}` was read as `{table}`, by its headings",
    ),
    "rows_in_disorder": Message(
        "nomor baris di berkas ini tidak berurutan, atau ada yang sama; setiap baris dibaca",
        "the rows of this file are not numbered in order, or two have one number; each was read",
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
    "headings_repeated": Message(
        "judul kolom yang berulang tidak dibaca (baris {rows})",
        "headings that stand again were left out (row {rows})",
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
    "row_of_an_id_alone": Message(
        "baris ini hanya berisi nomor data, tanpa fakta lain (baris {rows})",
        "nothing but a record id stands in these rows (row {rows})",
    ),
    "row_of_a_name_alone": Message(
        "baris ini hanya berisi nama, tanpa fakta lain, dan dibaca sebagai data (baris {rows})",
        "nothing but a name stands in these rows; each was read as a record (row {rows})",
    ),
    "table_below": Message(
        "tabel lain di bawah daftar, dengan judul kolom di baris {row}, dibaca sebagai `{table}`",
        "another table below the list, with headings in row {row}, was read as `{table}`",
    ),
    "colours_not_read": Message(
        "warna sel tidak dibaca, padahal di sini berarti sesuatu (baris {rows}); tulis artinya dalam kolom sendiri",
        "colours of cells are not read, and they mean something here (row {rows}); write that in a column of its own",
    ),
    "struck_out": Message(
        "tulisan yang dicoret dibaca seperti yang lain (baris {rows}); hapus barisnya, atau tulis statusnya, misalnya batal",
        "what is struck out was read like the rest (row {rows}); delete the row, or write its status, such as cancelled",
    ),
    "lists_side_by_side": Message(
        "beberapa daftar berdampingan, mulai di kolom {columns}; masing-masing dibaca sendiri",
        "several lists stand beside one another, from the columns {columns} on; each was read by itself",
    ),
    "table_below_not_read": Message(
        "tabel lain di bawah daftar, dengan judul kolom sendiri, tidak dibaca ({count} baris: {rows}); bila isinya data, "
        "pindahkan ke lembar atau berkas sendiri",
        "another table below the list, under headings of its own, was left out ({count} rows: {rows}); if it holds records, "
        "move it to a sheet or file of its own",
    ),
    "numbers_left_out": Message(
        "baris yang hanya berisi nomor urut tidak dibaca (baris {rows})",
        "rows with nothing but a running number were left out (row {rows})",
    ),
    "merged_cells": Message(
        "sel gabungan: nilainya dibaca untuk setiap baris yang dicakup ({count} sel)",
        "merged cells: their value was read for each row that they go over ({count} cells)",
    ),
    "windows_1252": Message(
        "berkas ini bukan UTF-8 dan dibaca sebagai Windows-1252; periksa huruf seperti é dan ’",
        "this file is no UTF-8 and was read as Windows-1252; check letters such as é and ’",
    ),
    # Folders and files
    "nothing_in_file": Message(
        "berkas `{name}` kosong; datanya dianggap tidak diserahkan",
        "the file `{name}` is empty; its records count as not supplied",
    ),
    "file_by_fields": Message(
        "berkas `{name}` dibaca sebagai `{table}`, menurut isinya",
        "the file `{name}` was read as `{table}`, by its fields",
    ),
    "file_not_read": Message(
        "berkas `{name}` tidak dibaca: nama dan isinya tidak menyebut jenis data",
        "the file `{name}` was left out: neither its name nor what stands in it says which records it holds",
    ),
    "lock_file": Message(
        "`{name}` bukan data: program lembar kerja menulisnya selama buku kerja terbuka",
        "`{name}` holds no records: a spreadsheet program writes it while the workbook is open",
    ),
    "folder_inside": Message("folder `{name}` tidak dibaca", "the folder `{name}` was left out"),
    "link_to_nothing": Message(
        "`{name}` tidak dibaca: tautan ke berkas yang tidak ada",
        "`{name}` was left out: a link to a file that is not there",
    ),
    "no_plain_file": Message("`{name}` tidak dibaca: bukan berkas biasa", "`{name}` was left out: no plain file"),
    "other_form": Message(
        "`{name}` tidak dibaca: bentuknya bukan bentuk data",
        "`{name}` was left out: its form is none that records have",
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
    "column_read_with": Message(
        "kolom `{heading}` dibaca bersama kolom `{other}` sebagai {field}",
        "column `{heading}` is read together with column `{other}` as {field}",
    ),
    "arrival_in_doubt": Message(
        "kolom `{heading}` tidak dibaca, sebab bisa berarti tiba di negara tujuan atau tiba kembali di Indonesia; tulis "
        "`Tgl tiba di negara tujuan` atau `Tgl tiba di Indonesia` sebagai judulnya",
        "column `{heading}` was not read, for it may be the arrival abroad or the one at home; call it `Date of arrival "
        "abroad` or `Date of return`",
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
    "cells_told_otherwise": Message(
        "kolom `{heading}`: {count} sel berbeda dengan kolom lain tentang hal yang sama, dan hanya disimpan",
        "column `{heading}`: {count} cells differ from another column about the same, and are only kept",
    ),
    "ids_from_numbers": Message(
        "tidak ada kolom nomor data; dipakai kolom `{heading}`, misalnya `{example}`",
        "there is no column of record ids; column `{heading}` serves, as in `{example}`",
    ),
    "ids_from_rows": Message(
        "tidak ada kolom nomor data; dipakai nomor barisnya, misalnya `{example}`",
        "there is no column of record ids; the number of the row serves, as in `{example}`",
    ),
    "ids_missing_from_rows": Message(
        "{count} baris tanpa nomor data; dipakai nomor barisnya, misalnya `{example}`",
        "{count} rows have no record id; the number of the row serves, as in `{example}`",
    ),
    "name_found": Message(
        "kolom `{heading}`: {count} nama ditemukan di data yang dibaca",
        "column `{heading}`: {count} names were found among the records",
    ),
    "name_not_found": Message(
        "kolom `{heading}`: {count} nama tidak cocok dengan nama tepat satu data yang dibaca, dan disimpan sebagai data "
        "tambahan",
        "column `{heading}`: {count} names fit not exactly one of the records, and are kept as extension data",
    ),
    "ditto_marks": Message(
        "{count} sel berisi tanda `sama dengan baris di atas` (`sda`, `idem`, `\"`) dan tidak dibaca, sebab baris berpindah "
        "bila daftar diurutkan; tulis isinya di setiap baris (di lembar kerja: pilih selnya bersama sel di atasnya, lalu "
        "Ctrl+D)",
        "{count} cells hold a mark for `the same as above` (`sda`, `idem`, `\"`), and were not read, for rows move when a "
        "list is sorted; write it out in each row (in a spreadsheet: select the cells together with the one above, then "
        "Ctrl+D)",
    ),
    # Remarks
    "remark_on_age": Message(
        "kolom `{heading}`: keterangan {count} data seperti tentang anak atau usia di bawah 18 tahun; tidak dibaca sebagai "
        "fakta, jadi petugas melihatnya: {ids}",
        "column `{heading}`: remarks of {count} records seem to speak of a child or an age below 18; they were not read as "
        "facts, so that a person should look at: {ids}",
    ),
    "child_on_no_day": Message(
        "{count} data menyebut usia di bawah 18 tahun tanpa tanggal perekrutan atau keberangkatan; petugas melihatnya dan "
        "menanyakan harinya: {ids}",
        "{count} records tell an age below 18 and no day of recruiting or departure; a person should look at them and ask "
        "for the day: {ids}",
    ),
    "remark_on_kept_papers": Message(
        "kolom `{heading}`: keterangan {count} data seperti tentang surat yang ditahan; tidak dibaca sebagai fakta, jadi "
        "petugas melihatnya: {ids}",
        "column `{heading}`: remarks of {count} records seem to speak of papers that somebody keeps; they were not read as "
        "facts, so that a person should look at: {ids}",
    ),
    "remark_on_no_papers": Message(
        "kolom `{heading}`: keterangan {count} data seperti tentang surat yang tidak ada atau palsu; "
        "tidak dibaca sebagai fakta, jadi petugas melihatnya: {ids}",
        "column `{heading}`: remarks of {count} records seem to speak of papers that are false or not there; "
        "they were not read as facts, so that a person should look at: {ids}",
    ),
    "remark_on_signs": Message(
        "kolom `{heading}`: keterangan {count} data seperti tentang gaji yang tidak dibayar, paksaan atau penipuan; "
        "tidak dibaca sebagai fakta, jadi petugas melihatnya: {ids}",
        "column `{heading}`: remarks of {count} records seem to speak of unpaid wages, force or deceit; "
        "they were not read as facts, so that a person should look at: {ids}",
    ),
    "remark_on_money": Message(
        "kolom `{heading}`: keterangan {count} data seperti tentang uang yang dipungut atau utang; "
        "tidak dibaca sebagai fakta, jadi petugas melihatnya: {ids}",
        "column `{heading}`: remarks of {count} records seem to speak of money that was taken or a debt; "
        "they were not read as facts, so that a person should look at: {ids}",
    ),
    # Cells
    "several_telephones": Message(
        "kolom `{field}`: {count} sel berisi beberapa nomor telepon; yang pertama dibaca, yang lain hanya disimpan",
        "column `{field}`: {count} cells hold several telephones; the first was read, the others are only kept",
    ),
    "place_before_day": Message(
        "kolom `{field}`: {count} tanggal tertulis sesudah nama tempat, seperti `Kupang, 12-8-2009`; tanggalnya dibaca, dan "
        "tempat sebelum tanggal lahir dibaca sebagai tempat lahir",
        "column `{field}`: {count} dates stand behind a place, as in `Kupang, 12-8-2009`; the date was read, and a place "
        "before a birth date as the birth place",
    ),
    "age_read_as_below": Message(
        "kolom `{field}`: {count} usia seperti `< {age}`, `di bawah umur` atau dua angka seperti 16-17 dibaca sebagai di "
        "bawah {age} tahun, tanpa usia pasti",
        "column `{field}`: {count} ages such as `< {age}`, `under age` or two numbers such as 16-17 were read as below "
        "{age}, without an exact age",
    ),
    "age_behind_day": Message(
        "kolom `{field}`: {count} sel berisi juga usia, seperti `12-8-2009 (16)`; dibaca sebagai usia yang disebut",
        "column `{field}`: {count} cells hold an age, too, as in `12-8-2009 (16)`; it was read as the stated age",
    ),
    "age_only_about": Message(
        "kolom `{field}`: {count} usia hanya perkiraan, seperti `±17`, dan tidak dibaca; tulis usia yang pasti, atau "
        "batasnya seperti `< 18`",
        "column `{field}`: {count} ages are only about right, such as `±17`, and were not read; write an exact age, or a "
        "bound such as `< 18`",
    ),
    "day_first": Message(
        "kolom `{field}`: {count} tanggal seperti 07/04/2025 dibaca dengan hari di depan (7 April 2025)",
        "column `{field}`: {count} dates such as 07/04/2025 were read with the day first (7 April 2025)",
    ),
    "day_or_month_first": Message(
        "kolom `{field}`: {count} tanggal di kolom yang menulis bulan di depan bisa berarti dua hari, dan tidak dibaca; "
        "tulis bulannya sebagai kata: 3 Des 1999",
        "column `{field}`: {count} dates of a column in which the month stands first may be either of two days, and "
        "were not read; write the month as a word: 3 Dec 1999",
    ),
    "month_first_read": Message(
        "kolom `{field}`: {count} tanggal seperti 10/15/2025 dibaca dengan bulan di depan (15 Oktober 2025), hari "
        "satu-satunya yang mungkin",
        "column `{field}`: {count} dates such as 10/15/2025 were read with the month first (15 October 2025), the only day "
        "that they can be",
    ),
    "month_first": Message(
        "kolom `{field}`: {count} tanggal tampak ditulis dengan bulan di depan, seperti 10/15/2025, dan tidak dibaca; "
        "periksa juga tanggal lain di kolom ini",
        "column `{field}`: {count} dates seem to have the month first, such as 10/15/2025, and were not read; check the "
        "others of this column, too",
    ),
    "short_year": Message(
        "kolom `{field}`: {count} tahun tertulis dua angka; dibaca sebagai tahun antara 1970 dan 2069, untuk tanggal "
        "lahir antara 1930 dan 2019",
        "column `{field}`: {count} years have two digits; they were read as years from 1970 to 2069, of births from "
        "1930 to 2019",
    ),
    "serial_number": Message(
        "kolom `{field}`: {count} angka dibaca sebagai tanggal lembar kerja (45754 = 7 April 2025)",
        "column `{field}`: {count} numbers were read as days of a spreadsheet (45754 = 7 April 2025)",
    ),
    "part_of_time_left_out": Message(
        "kolom `{field}`: {count} tanggal seperti `awal Juli 2025` atau `akhir 2023` dibaca sebagai bulan atau tahun itu",
        "column `{field}`: {count} dates such as `early July 2025` or `end of 2023` were read as that month or year",
    ),
    "time_left_out": Message(
        "kolom `{field}`: jam pada {count} tanggal tidak dibaca", "column `{field}`: the time of {count} days was left out"
    ),
    "place_by_bare_name": Message(
        "kolom `{field}`: {count} nama tempat tanpa keterangan (Kupang Timur, bukan Kec. Kupang Timur) dibaca sebagai "
        "satu-satunya kecamatan atau kabupaten dengan nama itu",
        "column `{field}`: {count} names of places that do not say what they are (Kupang Timur, not Kec. Kupang Timur) were "
        "read as the only kecamatan or regency of that name",
    ),
    "home_in_address": Message(
        "kolom `{field}`: {count} sel menyebut kabupaten atau kota, yang dibaca sebagai domisili bila tidak ada kolom lain "
        "untuk itu",
        "column `{field}`: {count} cells name a regency or city, which was read as the domicile where no other column tells "
        "it",
    ),
    "told_instead": Message(
        "kolom `{field}`: `{read}` ({count} kali) dibaca sebagai {about}: `{meant}`",
        "column `{field}`: `{read}` ({count} times) was read as {about}: `{meant}`",
    ),
    "word_read_as": Message(
        "kolom `{field}`: `{read}` ({count} kali) dibaca sebagai `{meant}`",
        "column `{field}`: `{read}` ({count} times) was read as `{meant}`",
    ),
}  # fmt: skip
