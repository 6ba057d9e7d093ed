"""What is said of files, folders and databases that cannot be read as a whole."""

from __future__ import annotations

from pmi_compliance.base.text import SUGGESTION, Message, Text

#: What to do where an input is larger than what is read.
_RAISE = Text(
    "bila memang sebesar itu, naikkan `{name}` pada bagian [reading] dalam pmi-compliance.toml",
    "if it really is that large, raise `{name}` in the section [reading] of pmi-compliance.toml",
)

INPUTS: dict[str, Message] = {
    # Files and folders
    "cannot_open": Message("tidak dapat dibuka: {reason}", "cannot be opened: {reason}"),
    "not_a_file": Message(
        "bukan berkas biasa; simpan datanya sebagai berkas", "no plain file; save the records as a file"
    ),
    "broken_packed": Message(
        "isinya bukan {form} yang utuh; buat ulang berkasnya", "it holds no whole {form}; make the file again"
    ),
    "file_too_large": Message(
        "isi berkas ini setelah dibuka lebih dari {most} juta bita",
        "unpacked, this file holds more than {most} million bytes",
        _RAISE,
    ),
    "packed_too_tightly": Message(
        "isi berkas ini setelah dibuka lebih dari {most} kali ukuran berkasnya, seperti berkas yang dibuat untuk merusak",
        "unpacked, this file holds more than {most} times its own size, as files do that are made to do harm",
        _RAISE,
    ),
    "too_many_rows": Message(
        "baris atau datanya lebih dari {most}", "there are more than {most} rows or records", _RAISE
    ),
    "too_many_columns": Message("kolomnya lebih dari {most}", "there are more than {most} columns", _RAISE),
    "too_much_memory": Message(
        "membacanya memerlukan memori lebih dari {most} juta bita; bagi menjadi beberapa berkas, atau pakai Parquet",
        "reading it takes more than {most} million bytes of memory; part it into several files, or use Parquet",
        _RAISE,
    ),
    "not_utf8": Message(
        "bukan teks UTF-8 (bita ke-{byte}); simpan ulang sebagai UTF-8",
        "not UTF-8 text (byte {byte}); save it again as UTF-8",
    ),
    "no_records_in_folder": Message(
        "tidak ada berkas data di folder ini ({forms})", "no file of records in this folder ({forms})"
    ),
    "form_not_read": Message(
        "bentuk `{form}` tidak dapat dibaca; simpan sebagai {forms}",
        "the form `{form}` cannot be read; save it as {forms}",
    ),
    "kind_not_in_name": Message(
        "tidak jelas data apa yang ada di sini; beri nama menurut jenisnya (`placements`: daftar pekerja, `recruiters`: "
        "daftar P3MI), atau tulis judul kolom seperti Nama, Tgl Lahir, Negara Tujuan, P3MI di satu baris, satu orang "
        "per baris",
        "it is not clear what records these are; give it the name of its kind (`placements`: a list of workers, "
        "`recruiters`: of P3MI), or write headings such as Name, Birth date, Destination in one row, one person a row",
        SUGGESTION,
    ),
    "headings_in_a_column": Message(
        "judulnya menurun di kolom {column}, seperti formulir satu orang atau tabel yang melintang; susun judulnya di satu "
        "baris, satu orang per baris (di lembar kerja: salin, lalu Tempel Khusus dengan Transpose)",
        "the headings stand below one another in column {column}, as on a form for one person or a table on its side; put "
        "them in one row, one person a row (in a spreadsheet: copy, then Paste Special with Transpose)",
    ),
    "json_of_another_program": Message(
        "`{name}` bukan jenis data: berkas ini tampaknya ekspor program lain; minta ekspornya sebagai tabel (Excel atau "
        "CSV) dengan judul kolom, satu orang per baris, atau tulis menurut schemas/FIELDS.md di bawah nama jenisnya",
        "`{name}` is no kind of record: this seems to be the export of another program; ask for it as a table (Excel or "
        "CSV) with headings, one person a row, or write it by schemas/FIELDS.md below the name of its kind",
        SUGGESTION,
    ),
    "unknown_group": Message(
        "`{kind}` tidak punya kelompok `{name}`", "`{kind}` has no repeating group `{name}`", SUGGESTION
    ),
    "not_a_report": Message(
        "bukan laporan audit dalam bentuk JSON (--format json)",
        "no audit report in JSON form (--format json)",
    ),
    "report_of_another_version": Message(
        "laporan versi {version}; yang dibaca di sini versi {known}",
        "a report of version {version}; those read here are {known}",
    ),
    "json_key_twice": Message(
        "kunci `{name}` tertulis dua kali, sehingga isinya tidak pasti",
        "the key `{name}` stands there twice, so that nobody can say what it holds",
    ),
    "no_book": Message("tidak ada buku kasus; `case open` membuatnya", "no such book; `case open` makes one"),
    "not_a_book": Message("bukan buku kasus: {reason}", "this is no book of cases: {reason}"),
    # Tables
    "broken_csv": Message("bukan CSV yang utuh: {reason}", "not whole CSV: {reason}"),
    "broken_parquet": Message("bukan Parquet yang utuh: {reason}", "no whole Parquet file: {reason}"),
    "broken_workbook": Message("bukan buku kerja yang utuh: {reason}", "no whole workbook: {reason}"),
    "not_a_table_to_mend": Message(
        "hanya tabel (buku kerja, CSV, Parquet) dapat ditulis kembali sebagai buku kerja perbaikan",
        "only a table (a workbook, CSV, Parquet) can be written back as a mended workbook",
    ),
    "too_large_to_mend": Message(
        "tabel ini berisi {cells} sel, lebih dari {most}; bagi menjadi beberapa berkas",
        "this table holds {cells} cells, more than {most}; part it into several files",
    ),
    "workbook_too_large": Message(
        "isi buku kerja ini setelah dibuka lebih dari {most} juta bita; simpan sebagai CSV atau Parquet",
        "unpacked, this workbook holds more than {most} million bytes; save it as CSV or Parquet",
        _RAISE,
    ),
    "sheet_too_large": Message(
        "lembar ini menyebut lebih dari {most} sel; hapus yang kosong, atau simpan sebagai CSV atau Parquet",
        "this sheet names more than {most} cells; delete empty ones, or save it as CSV or Parquet",
        _RAISE,
    ),
    "row_too_far": Message(
        "ada baris bernomor {row}; lembar kerja berakhir di baris {most}. Buka dan simpan ulang",
        "a row has the number {row}; sheets end with row {most}. Open it and save it again",
    ),
    "no_column_names": Message(
        "baris pertama harus berisi judul kolom, seperti `id`; tidak satu pun dikenal",
        "the first row must hold the names of the columns, such as `id`; none of them is known",
    ),
    "broken_mapping": Message(
        "di sini diharapkan sebuah judul kolom dan artinya, seperti `Tgl Lahir: worker.birth_date`",
        "a heading and what it means are expected here, such as `Tgl Lahir: worker.birth_date`",
    ),
    "mapping_field": Message(
        "kolom `{heading}`: tidak ada isian `{name}`",
        "column `{heading}`: there is no field `{name}`",
        SUGGESTION,
    ),
    "mapping_heading": Message(
        "tidak ada kolom `{name}` di data", "there is no column `{name}` in the records", SUGGESTION
    ),
    "columns_twice": Message(
        "kolom-kolom ini menyebut hal yang sama: {where}; hapus salah satu, beri judul yang berbeda, atau pisahkan "
        "daftarnya menjadi dua lembar",
        "these columns tell the same: {where}; delete one, give it another heading, or put the lists on two sheets",
    ),
    "broken_database": Message(
        "basis data tidak dapat dibaca: {reason}", "the database cannot be read: {reason}"
    ),
    "missing_driver": Message(
        "basis data ini dibaca dengan pustaka `{library}`, yang belum terpasang",
        "this database is read by the library `{library}`, which is not installed",
    ),
    "no_records_in_database": Message(
        "tidak ada tabel data di basis data ini ({known})", "no table of records in this database ({known})"
    ),
    # JSON
    "kind_twice": Message("`{name}` tertulis dua kali", "`{name}` stands twice"),
    "nested_too_deeply": Message(
        "data bersarang terlalu dalam atau angkanya terlalu panjang",
        "the data is nested too deeply, or a number is too long",
    ),
    "text_after_the_end": Message("ada teks setelah akhir data", "there is text after the end of the data"),
    "json_sign_expected": Message(
        "bukan JSON yang utuh: di sini diharapkan `{sign}`, terbaca `{read}`",
        "not whole JSON: expected `{sign}` here, read `{read}`",
    ),
    "json_cut_off": Message(
        "bukan JSON yang utuh: berkas berakhir sebelum `{sign}`",
        "not whole JSON: the file ends before `{sign}`",
    ),
    "broken_json": Message(
        "bukan JSON yang utuh: tidak dapat dibaca mulai di sini",
        "not whole JSON: it cannot be read from here on",
    ),
    "json_value_expected": Message(
        "bukan JSON yang utuh: di sini diharapkan sebuah nilai", "not whole JSON: a value is expected here"
    ),
    "json_name_expected": Message(
        "bukan JSON yang utuh: di sini diharapkan nama dalam tanda petik ganda",
        "not whole JSON: a name in double quotes is expected here",
    ),
    "json_colon_expected": Message(
        "bukan JSON yang utuh: di sini diharapkan `:`", "not whole JSON: `:` is expected here"
    ),
    "json_comma_expected": Message(
        "bukan JSON yang utuh: di sini diharapkan `,`", "not whole JSON: `,` is expected here"
    ),
    "json_comma_too_many": Message(
        "bukan JSON yang utuh: koma berlebih di akhir kelompok atau daftar",
        "not whole JSON: a comma too many at the end of a group or list",
    ),
    "json_text_not_closed": Message(
        "bukan JSON yang utuh: teks yang dimulai di sini tidak ditutup",
        "not whole JSON: the text that starts here is not closed",
    ),
    "json_control_character": Message(
        "bukan JSON yang utuh: teks berisi tanda kendali, mungkin ganti baris; hapus atau tulis `\\n`",
        "not whole JSON: the text holds a control character, perhaps a line break; delete it or write `\\n`",
    ),
    "json_unknown_escape": Message(
        "bukan JSON yang utuh: tanda setelah `\\` tidak dikenal",
        "not whole JSON: the sign after `\\` is not known",
    ),
    "json_truth_expected": Message("di sini diharapkan true atau false", "expected true or false here"),
    "json_four_digits": Message(
        "bukan JSON yang utuh: `\\u` harus diikuti empat angka heksadesimal",
        "not whole JSON: `\\u` must be followed by four hexadecimal digits",
    ),
}

#: What the system says of a file that it does not open or write, by the name of the error.
SYSTEM = {
    "EACCES": Text("tidak ada izin", "permission denied"),
    "EEXIST": Text("sudah ada", "it exists already"),
    "EISDIR": Text("ini folder", "this is a folder"),
    "ENAMETOOLONG": Text("namanya terlalu panjang", "its name is too long"),
    "ENOENT": Text("tidak ada berkas atau folder dengan nama itu", "there is no file or folder of that name"),
    "ENOSPC": Text("tempat penyimpanan penuh", "the disk is full"),
    "ENOTDIR": Text("sebagian jalurnya bukan folder", "a part of its path is no folder"),
    "EPERM": Text("tidak diizinkan", "not permitted"),
    "EROFS": Text("tempat penyimpanan hanya dapat dibaca", "the disk can only be read"),
}
