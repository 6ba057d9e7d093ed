"""What is said of a condition that makes no sense: of its text, its names and its types."""

from __future__ import annotations

from pmi_compliance.base.text import SUGGESTION, Message, Text

_HINT = Text("{hint}", "{hint}")
_SPLIT = Text("bagi aturan ini menjadi beberapa aturan", "split the rule")

CONDITIONS: dict[str, Message] = {
    # Signs, numbers and texts
    "condition_too_long": Message(
        "syarat ini sepanjang {length} karakter; paling banyak {most} yang dibaca",
        "the condition has {length} characters; at most {most} are read",
    ),
    "sign_without_meaning": Message("`{sign}` tidak bermakna di sini", "`{sign}` has no meaning here", _HINT),
    "fraction": Message(
        "`{number}` adalah pecahan", "`{number}` is a fraction",
        Text("uang dan jumlah ditulis sebagai bilangan bulat", "money and counts are whole numbers"),
    ),
    "unsigned_number": Message(
        "bilangan dengan akhiran `u` tidak ada dalam bahasa ini", "unsigned numbers are not in the language",
        Text("hapus `u`", "leave out the `u`"),
    ),
    "number_too_large": Message(
        "bilangan ini tidak muat dalam 64 bit", "this number does not fit into 64 bits"
    ),
    "bytes": Message(
        "deret bita tidak ada dalam bahasa ini", "bytes are not in the language",
        Text("hapus `b`", "leave out the `b`"),
    ),
    "unknown_prefix": Message(
        "`{prefix}` tidak dapat mengawali teks", "`{prefix}` does not begin a string"
    ),
    "string_not_closed": Message(
        "teks ini tidak ditutup dengan {quote}", "the string is not closed with {quote}"
    ),
    "unknown_escape": Message(
        "tanda setelah `\\` ini tidak dikenal", "this escape is not known",
        Text("tulis \\\\ untuk garis miring terbalik", "write \\\\ for a backslash"),
    ),
    "not_a_character": Message("ini bukan karakter", "this is not a character"),
    # Structure
    "sign_expected": Message(
        "diharapkan `{sign}` {after}, terbaca {found}", "expected `{sign}` {after}, found {found}"
    ),
    "operator_expected": Message(
        "diharapkan operator atau akhir syarat, terbaca {found}",
        "expected an operator or the end, found {found}",
        _HINT,
    ),
    "field_expected": Message(
        "diharapkan nama kolom setelah `.`, terbaca {found}", "expected a field after `.`, found {found}"
    ),
    "value_expected": Message("diharapkan sebuah nilai, terbaca {found}", "expected a value, found {found}", _HINT),
    "macros_too_deep": Message(
        "makro bersarang lebih dari {most} lapis", "macros stand inside each other more than {most} deep"
    ),
    "too_many_parts": Message(
        "syarat ini memuat lebih dari {most} bagian", "the condition has more than {most} parts", _SPLIT
    ),
    "too_deep": Message(
        "syarat ini bersarang lebih dari {most} lapis", "the condition is nested more than {most} deep", _SPLIT
    ),
    "too_many_operators": Message(
        "lebih dari {most} operator berderet", "more than {most} operators stand in a row", _SPLIT
    ),
    "too_many_steps": Message(
        "lebih dari {most} langkah berderet", "more than {most} steps stand in a row"
    ),
    "makes_a_record": Message(
        "syarat tidak dapat membuat data baru", "messages are not in the language: a condition makes no records"
    ),
    "reserved_word": Message("`{word}` tidak dapat dipakai sebagai nama", "`{word}` is a reserved word"),
    # Functions
    "left_out": Message("`{name}` tidak ada dalam bahasa ini: {reason}", "`{name}` is not in the language: {reason}"),
    "unknown_function": Message("fungsi `{name}` tidak dikenal", "unknown function `{name}`", SUGGESTION),
    "not_a_method": Message(
        "`{name}` ditulis `{name}(…)`, bukan setelah titik", "`{name}` is called as `{name}(…)`, not after a dot"
    ),
    "macro_arguments": Message(
        "`{macro}` memerlukan {expected} argumen, terbaca {count}",
        "`{macro}` takes {expected} arguments, found {count}",
        Text("tulis `{form}`", "write `{form}`"),
    ),
    "macro_name": Message(
        "argumen pertama `{macro}` adalah nama baru untuk satu anggota",
        "the first argument of `{macro}` is a new name for an element",
    ),
    "macro_without_list": Message(
        "`{macro}` ditulis setelah sebuah daftar", "`{macro}` follows a list",
        Text("tulis `list.{macro}(x, …)`", "write `list.{macro}(x, …)`"),
    ),
    "has_arguments": Message(
        "`has` memerlukan satu kolom", "`has` takes one field",
        Text("tulis `has(record.field)`", "write `has(record.field)`"),
    ),
    # Names and types
    "wrong_result": Message(
        "syarat ini menghasilkan {found}, diharapkan {expected}",
        "the condition gives {found}, expected {expected}",
        Text(
            "bandingkan nilainya (`==`, `<`, `in`), atau tanyakan apakah ada: `has(…)`",
            "compare the value (`==`, `<`, `in`), or ask whether it is there: `has(…)`",
        ),
    ),
    "unknown_name": Message("nama `{name}` tidak dikenal", "unknown name `{name}`", SUGGESTION),
    "unknown_word": Message(
        "nama `{name}` tidak dikenal", "unknown name `{name}`",
        Text(
            'bila ini teks atau kode, tulis dalam tanda petik: "{name}"; nama kolom: pmi-compliance rules fields',
            'a text or code stands in quotes: "{name}"; names of fields: pmi-compliance rules fields',
        ),
    ),
    "unknown_field": Message(
        "kolom `{name}` tidak dikenal pada {owner}", "unknown field `{name}` on {owner}", SUGGESTION
    ),
    "mixed_list": Message(
        "daftar berisi nilai sejenis, terbaca {first} dan {second}",
        "a list holds values of one type, found {first} and {second}",
    ),
    "field_of_a_list": Message(
        "`.{name}` pada sebuah daftar", "`.{name}` on a list",
        Text(
            "pakai `exists`, `all` atau `map` untuk melihat anggotanya",
            "use `exists`, `all` or `map` to look at its elements",
        ),
    ),
    "no_fields": Message("{type} tidak punya kolom", "{type} has no fields"),
    "macro_needs_a_list": Message(
        "`{macro}` memerlukan daftar, terbaca {found}", "`{macro}` needs a list, found {found}"
    ),
    "name_taken_in_condition": Message(
        "nama `{name}` sudah dipakai", "the name `{name}` is taken",
        Text("pilih nama lain untuk anggota daftar", "choose another name for the element"),
    ),
    "macro_needs_a_condition": Message(
        "`{macro}` memerlukan syarat, terbaca {found}", "`{macro}` needs a condition, found {found}"
    ),
    "wrong_arguments": Message(
        "`{function}` tidak menerima {found}", "`{function}` does not take {found}",
        Text("yang diterima: {expected}", "it takes {expected}"),
    ),
    "text_beside_another": Message(
        "`{function}` tidak menerima {found}", "`{function}` does not take {found}",
        Text("{hint}; yang diterima: {expected}", "{hint}; it takes {expected}"),
    ),
    "written_of_no_field": Message(
        "`written` memerlukan daftar yang tertulis pada data", "`written` takes a list that stands in a record",
        Text("tulis `written(record.field)`", "write `written(record.field)`"),
    ),
    "compared_with_null": Message(
        "tidak ada yang sama dengan null: null berarti belum diketahui", "nothing equals null: null is unknown",
        Text("pakai `has(record.field)`", "use `has(record.field)`"),
    ),
    "record_compared": Message(
        "`{function}` tidak dapat membandingkan {type}", "`{function}` does not compare {type}",
        Text("bandingkan sebuah kolom, seperti `id`", "compare a field, such as `id`"),
    ),
    "never_occurs": Message(
        "`{name}` tidak pernah muncul di sini", "`{name}` never occurs here", SUGGESTION
    ),
    "nothing_in_common": Message(
        "kedua sisi tidak punya nilai yang sama", "the two sides have no value in common"
    ),
    "wrong_date": Message(
        "`{text}` bukan tanggal", "`{text}` is not a date",
        Text('tulis `date("2025-01-31")`', 'write `date("2025-01-31")`'),
    ),
}  # fmt: skip

#: What was meant by a sign that stands alone.
HINTS = {
    "=": Text("bandingkan dengan `==`", "compare with `==`"),
    ",": Text('daftar ditulis dalam kurung siku: ["MY", "SG"]', 'a list stands in brackets: ["MY", "SG"]'),
    "not": Text("tulis `!` untuk bukan: `!has(…)`", "write `!` for not: `!has(…)`"),
    "is": Text(
        "bandingkan dengan `==`; apakah ada ditanyakan dengan `has(…)`",
        "compare with `==`; whether it is there is asked by `has(…)`",
    ),
    "&": Text("gabungkan dengan `&&`", "join with `&&`"),
    "|": Text("gabungkan dengan `||`", "join with `||`"),
    "two conditions": Text("gabungkan syarat dengan `&&` atau `||`", "join conditions with `&&` or `||`"),
}

#: What is missing where a value of one type stands beside a text.
UNLIKE_TEXT = {
    "date": Text(
        'hari ditulis `date("2025-01-31")`, bukan sebagai teks',
        'a day is written `date("2025-01-31")`, and no text',
    ),
    "int": Text("bilangan ditulis tanpa tanda petik", "a number stands without quotes"),
    "bool": Text("tulis `true` atau `false` tanpa tanda petik", "write `true` or `false` without quotes"),
}

#: Functions of other languages, and what is meant by them here.
FOREIGN = {
    **dict.fromkeys(("len", "length", "count"), "size"),
    **dict.fromkeys(("any", "some"), "exists"),
    **dict.fromkeys(("every", "forall"), "all"),
    **dict.fromkeys(("startswith", "starts_with"), "startsWith"),
    **dict.fromkeys(("endswith", "ends_with"), "endsWith"),
    **dict.fromkeys(("includes", "has_item"), "contains"),
    **dict.fromkeys(("years_between", "umur", "usia"), "age"),
    **dict.fromkeys(("datediff", "days"), "days_between"),
}

#: How each macro is written.
MACRO_FORMS = {
    **{
        macro: Text(f"list.{macro}(x, syarat tentang x)", f"list.{macro}(x, condition on x)")
        for macro in ("exists", "all", "filter")
    },
    "map": Text("list.map(x, nilai)", "list.map(x, value)"),
    "holds": Text(
        "list.holds(x, syarat ada, syarat tidak ada)",
        "list.holds(x, condition yes, condition no)",
    ),
    "disputed": Text('list.disputed("passport")', 'list.disputed("passport")'),
    "lapsed": Text('list.lapsed("passport", hari)', 'list.lapsed("passport", day)'),
    "stands": Text('list.stands(["active"], hari)', 'list.stands(["active"], day)'),
    "contradicts": Text("list.contradicts(hari)", "list.contradicts(day)"),
    "paper": Text('list.paper("passport", hari)', 'list.paper("passport", day)'),
}

#: Where a sign was expected.
AFTER = {
    "choice": Text("di antara kedua jawaban `?`", "between the two answers of `?`"),
    "argument": Text("atau `)` setelah argumen", "or `)` after an argument"),
    "bracket": Text("untuk menutup `(`", "to close `(`"),
    "item": Text("atau `]` dalam daftar", "or `]` in a list"),
}

#: What was read instead of a sign.
END = Text("akhir syarat", "the end of the condition")
STRING = Text("sebuah teks", "a string")

#: What CEL or an earlier version of the language has and this one has not, each with what to do instead.
LEFT_OUT: dict[str, Text] = {
    "matches": Text("bentuk tulisan diatur dalam skema", "formats belong in the schema"),
    "timestamp": Text(
        'jam tidak dipakai; pakai `date("2025-01-31")`', 'clock times stay out; use `date("2025-01-31")`'
    ),
    "duration": Text(
        "jam tidak dipakai; pakai `days_between` atau `months_between`",
        "clock times stay out; use `days_between` or `months_between`",
    ),
    "double": Text(
        "pecahan tidak dipakai; uang dan jumlah adalah bilangan bulat",
        "fractions stay out; money and counts are whole numbers",
    ),
    "uint": Text("bilangan bulat punya tanda", "whole numbers have a sign"),
    "bytes": Text("pakai teks", "use strings"),
    "type": Text("jenis nilai diperiksa sebelum aturan dijalankan", "types are checked before a rule runs"),
    "dyn": Text("jenis nilai diperiksa sebelum aturan dijalankan", "types are checked before a rule runs"),
    "now": Text(
        "aturan dinilai pada tanggal tertentu; pakai `judged_on` atau `audit.date`",
        "a rule is judged on a given date; use `judged_on` or `audit.date`",
    ),
    "exists_one": Text(
        "hitung anggotanya, `list.filter(x, syarat).size() == 1`",
        "count the elements, `list.filter(x, condition).size() == 1`",
    ),
    "distinct": Text(
        "periksa anggotanya dengan `exists` atau `all`", "look at the elements with `exists` or `all`"
    ),
    "int": Text("skema menyebut kolom mana yang berupa bilangan", "the schema says which fields are numbers"),
    "string": Text(
        "nilai dibandingkan apa adanya; pesan menuliskannya sebagai teks",
        "values are compared as what they are; a message writes them as text",
    ),
    "nik_region": Text(
        'cocokkan angka awalnya, `nik.startsWith("530106")`',
        'begin with the digits, `nik.startsWith("530106")`',
    ),
    "[]": Text(
        "periksa anggota daftar dengan `exists`, `all` atau `filter`",
        "look at the elements of a list with `exists`, `all` or `filter`",
    ),
    "{}": Text(
        "tulis daftar, atau satu syarat untuk tiap keadaan", "write a list, or a condition for each case"
    ),
    "%": Text("bagi dengan `/` lalu bandingkan", "divide with `/` and compare"),
}
