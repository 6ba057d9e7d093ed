"""
What other libraries say is wrong, in our words.

A library speaks English, and of its own parts. Each table holds what it says, as a pattern, beside what it means for
whoever wrote the file; the last line of a table stands for all else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pmi_compliance.base.text import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Of libyaml and of the reader in Python, which word the same differently.
YAML: Mapping[str, Text] = {
    r"mapping values are not allowed": Text(
        "`:` tidak dapat berada di sini; periksa lekuk barisnya, atau tulis nilainya dalam tanda petik",
        "`:` cannot stand here; check how the line is indented, or put the value in quotes",
    ),
    r"(block )?sequence entries are not allowed|block entries are not allowed": Text(
        "`-` tidak dapat berada di sini; mulai daftar di baris baru",
        "`-` cannot stand here; begin the list on a new line",
    ),
    r"tab character|character '\\t'": Text(
        "barisnya dilekukkan dengan tab; pakai spasi", "the line is indented by a tab; use spaces"
    ),
    r"cannot start any token": Text(
        "tanda ini tidak dapat mengawali nilai; lekukkan baris dengan spasi, dan tulis nilainya dalam tanda petik",
        "this sign cannot begin a value; indent lines by spaces, and put the value in quotes",
    ),
    r"expected ':'": Text(
        "sebelum ini diharapkan `:` setelah kunci", "a `:` is expected after the key before this place"
    ),
    r"end of stream": Text(
        "teks dalam tanda petik tidak ditutup sampai akhir berkas",
        "a text in quotes is not closed by the end of the file",
    ),
    r"',' or '\]'|in a flow sequence": Text(
        "daftar yang dibuka dengan `[` tidak ditutup, atau kurang koma",
        "a list that `[` opens is not closed, or lacks a comma",
    ),
    r"',' or '\}'|in a flow mapping": Text(
        "kelompok yang dibuka dengan `{` tidak ditutup, atau kurang koma",
        "a group that `{` opens is not closed, or lacks a comma",
    ),
    r"expected key|expected '-' indicator|expected <block end>": Text(
        "di sini diharapkan kunci atau butir baru; periksa lekuk barisnya, dan tulis nilainya utuh dalam tanda petik",
        "a new key or item is expected here; check how the line is indented, and put the whole value in quotes",
    ),
    r"<document start>": Text("tanda ini tidak dapat mengawali baris", "this sign cannot begin a line"),
    r"node content": Text("di sini diharapkan sebuah nilai", "a value is expected here"),
    r"escape|hexa?decimal": Text(
        "tanda setelah `\\` tidak dikenal; tulis teksnya dalam tanda petik tunggal",
        "the sign after `\\` is not known; put the text in single quotes",
    ),
    r"control characters|special characters|unacceptable character": Text(
        "ada tanda kendali; hapus", "there is a control character; delete it"
    ),
    r"": Text("tidak dapat dibaca mulai di sini", "it cannot be read from here on"),
}

#: What to do about each; the last line stands for all else.
YAML_CURES: Mapping[str, Text] = {
    r"expected ':'": Text(
        "tulis `kunci: nilai`, dengan titik dua dan spasi", "write `key: value`, with a colon and a space"
    ),
    r"',' or '\]'|in a flow sequence": Text(
        "pisahkan butirnya dengan koma dan tutup dengan `]`; teks yang memuat koma ditulis dalam tanda petik",
        "part its items by commas and close it with `]`; text that holds a comma stands in quotes",
    ),
    r"',' or '\}'|in a flow mapping": Text(
        "pisahkan butirnya dengan koma dan tutup dengan `}`; tanda petik harus lurus dan berpasangan",
        "part its entries by commas and close it with `}`; quotation marks are straight and come in pairs",
    ),
    r"end of stream": Text("tutup dengan tanda petik yang sama", "close it with the same quotation mark"),
    r"cannot start any token": Text(
        "tulis nilai yang diawali `%`, `@` atau tanda lain dalam tanda petik; lekukkan baris dengan spasi, tanpa tab",
        "put a value that begins with `%`, `@` or another sign in quotes; indent lines with spaces, no tabs",
    ),
    r"": Text(
        "lekukkan baris dengan spasi, tanpa tab; tulis teks yang memuat `: ` atau ` #` dalam tanda petik",
        "indent lines with spaces, no tabs; write text that holds `: ` or ` #` in quotes",
    ),
}

CSV: Mapping[str, Text] = {
    r"field larger than": Text(
        "isi selnya terlalu panjang; mungkin tanda petik pembukanya tidak ditutup",
        "a cell is too long; perhaps the quotation mark that opens it is not closed",
    ),
    r"unexpected end of data": Text(
        "teks dalam tanda petik tidak ditutup sampai akhir berkas",
        "a text in quotes is not closed by the end of the file",
    ),
    r"expected after": Text(
        'setelah tanda petik penutup harus ada pemisah kolom; petik di dalam teks ditulis ""',
        'a separator must follow a closing quotation mark; one inside of a text is written ""',
    ),
    r"new-line character": Text(
        "ada ganti baris di dalam sel tanpa tanda petik", "there is a line break in a cell without quotes"
    ),
    r"NUL": Text("ada tanda NUL; simpan ulang sebagai teks", "there is a NUL character; save it again as text"),
    r"": Text("baris ini tidak dapat dibaca", "this line cannot be read"),
}  # fmt: skip

PARQUET: Mapping[str, Text] = {
    r"size is": Text("berkasnya kosong atau terpotong", "the file is empty or cut off"),
    r"magic bytes": Text("isinya bukan Parquet, atau terpotong", "it holds no Parquet, or is cut off"),
    r"": Text("isinya rusak", "what it holds is damaged"),
}

#: Of the libraries for workbooks, archives and XML.
WORKBOOK: Mapping[str, Text] = {
    r"not a zip file": Text(
        "isinya bukan .xlsx; simpan ulang sebagai .xlsx tanpa kata sandi",
        "it holds no .xlsx; save it again as .xlsx, without a password",
    ),
    r"": Text(
        "isinya rusak; buka di program lembar kerja dan simpan ulang sebagai .xlsx",
        "what it holds is damaged; open it in a spreadsheet program and save it again as .xlsx",
    ),
}

#: Of SQLite, PostgreSQL, and the library that reaches them.
DATABASE: Mapping[str, Text] = {
    r"not a database|file is encrypted": Text("isinya bukan SQLite", "it holds no SQLite"),
    r"unable to open": Text(
        "berkasnya tidak dapat dibuka; periksa nama dan izinnya",
        "the file cannot be opened; check its name and who may read it",
    ),
    r"is locked": Text("sedang dipakai program lain", "another program is using it"),
    r"malformed": Text("isinya rusak", "what it holds is damaged"),
    r"readonly": Text("hanya dapat dibaca", "it can only be read"),
    r"parse \w+ URL|invalid literal for int": Text(
        "alamatnya tidak dipahami; tulis seperti postgresql://nama@server/register",
        "its address is not understood; write it like postgresql://name@server/registers",
    ),
    r"load plugin": Text("jenis basis data ini tidak dikenal", "this sort of database is not known"),
    r"authentication failed|no password supplied": Text(
        "nama pengguna atau kata sandi ditolak", "the name of the user or the password was refused"
    ),
    r"resolve|translate host|not known": Text(
        "tidak ada server dengan nama itu", "there is no server of that name"
    ),
    r"refused|timed? ?out|could not connect|No such file": Text(
        "servernya tidak menjawab", "the server does not answer"
    ),
    r"does not exist": Text(
        "basis data atau pengguna dengan nama itu tidak ada", "there is no database or user of that name"
    ),
    r"permission denied": Text("tidak ada izin membaca", "reading it is not permitted"),
    r"": Text("tidak dapat dihubungi atau dibaca", "it cannot be reached or read"),
}

#: Of the places for values in a message.
BRACES: Mapping[str, Text] = {
    r"Single '\}'": Text("`}` tanpa `{`", "`}` without `{`"),
    r"Single '\{'|expected '\}'|unmatched": Text("`{` tanpa `}`", "`{` without `}`"),
    r"": Text("ada `{` di dalam `{`", "there is a `{` within a `{`"),
}


def in_own_words(table: Mapping[str, Text], original: object) -> Text:
    """
    What a library said, in our words.

    Args:
        table: The table of the library.
        original: Its sentence, or the exception that holds it.

    >>> in_own_words(CSV, "unexpected end of data").en
    'a text in quotes is not closed by the end of the file'

    """
    return next(text for pattern, text in table.items() if re.search(pattern, str(original), re.IGNORECASE))
