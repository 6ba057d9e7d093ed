"""What is said of single records: of a field that the schema does not allow, of ids, and of waivers for records."""

from __future__ import annotations

from pmi_compliance.base.text import SUGGESTION, Message, Text

RECORDS: dict[str, Message] = {
    # Fields
    "field_missing": Message("`{field}` wajib diisi", "`{field}` is required"),
    "field_misspelt": Message("`{name}` tidak dikenal", "`{name}` is not known", SUGGESTION),
    "field_unknown": Message(
        "`{name}` tidak dikenal", "`{name}` is not known",
        Text(
            "data tambahan ditaruh di bawah `extra`, di tingkat teratas data",
            "extension data goes under `extra`, at the top of the record",
        ),
    ),
    "key_unknown": Message("`{name}` tidak dikenal di sini", "`{name}` is not known here", SUGGESTION),
    "not_of_type": Message(
        "`{field}` harus {types}; terbaca {read}", "`{field}` must be {types}; read {read}"
    ),
    "not_listed": Message(
        "`{field}` harus salah satu dari: {listed}; terbaca {read}",
        "`{field}` must be one of: {listed}; read {read}",
    ),
    "not_listed_misspelt": Message(
        "`{field}` harus salah satu dari: {listed}; yang terdekat: {near}; terbaca {read}",
        "`{field}` must be one of: {listed}; the nearest: {near}; read {read}",
    ),
    "not_a_country": Message(
        "`{field}` harus kode negara ISO 3166-1 dua huruf; terbaca {read}",
        "`{field}` must be an ISO 3166-1 two-letter country code; read {read}",
    ),
    "not_a_country_misspelt": Message(
        "`{field}` harus kode negara ISO 3166-1 dua huruf; yang terdekat: {near}; terbaca {read}",
        "`{field}` must be an ISO 3166-1 two-letter country code; the nearest: {near}; read {read}",
    ),
    "not_a_calendar_date": Message(
        "`{field}` harus tanggal yang ada di kalender, ditulis TTTT-BB-HH seperti 2025-10-31; terbaca {read}",
        "`{field}` must be a date of the calendar, written YYYY-MM-DD, such as 2025-10-31; read {read}",
    ),
    "not_a_day": Message(
        "`{field}` harus tanggal yang ada di kalender, TTTT-BB-HH seperti 2014-05-06, atau yang diketahui darinya: "
        "2014-05, 2014, 2014? (meragukan), 2014~ (sekitar), 2013/2014 (di antaranya), ../2017 (paling lambat), "
        "2014/.. (paling cepat); terbaca {read}",
        "`{field}` must be a date of the calendar, YYYY-MM-DD such as 2014-05-06, or what is known of it: "
        "2014-05, 2014, 2014? (in doubt), 2014~ (about), 2013/2014 (between), ../2017 (at the latest), "
        "2014/.. (at the earliest); read {read}",
    ),
    "not_a_day_in_list": Message(
        "`{field}` harus tanggal yang ada di kalender, seperti 15/10/2025, atau yang diketahui darinya: Okt 2025, 2014, "
        "sekitar 2014; terbaca {read}",
        "`{field}` must be a date of the calendar, such as 15/10/2025 with the day first, or what is known of it: "
        "Oct 2025, 2014, about 2014; read {read}",
    ),
    "not_a_calendar_date_in_list": Message(
        "`{field}` harus tanggal lengkap yang ada di kalender, seperti 15/10/2025; terbaca {read}",
        "`{field}` must be a whole date of the calendar, such as 15/10/2025 with the day first; read {read}",
    ),
    "not_a_country_in_list": Message(
        "`{field}` harus nama satu negara, seperti Malaysia; terbaca {read}",
        "`{field}` must be the name of one country, such as Malaysia; read {read}",
    ),
    "not_a_country_misspelt_in_list": Message(
        "`{field}` harus nama satu negara; mungkin salah satu dari: {near}; terbaca {read}",
        "`{field}` must be the name of one country; perhaps one of: {near}; read {read}",
    ),
    "place_in_indonesia": Message(
        "`{field}` harus negara; {read} adalah tempat di Indonesia: tulis Indonesia (ID) bila ia bekerja di sana, atau "
        "negara tujuannya bila ia hanya lewat di sana",
        "`{field}` must be a country; {read} is a place in Indonesia: write Indonesia (ID) where the work is there, or the "
        "country of the journey's end where it only leads through it",
    ),
    "not_a_region_in_list": Message(
        "`{field}` harus nama atau kode satu wilayah, seperti Kec. Kupang Timur, Kab. Kupang atau 53.01.06; terbaca {read}",
        "`{field}` must be the name or code of one place, such as Kec. Kupang Timur, Kab. Kupang or 53.01.06; read {read}",
    ),
    "place_by_name_in_list": Message(
        "`{field}`: nama ini dapat berarti: {near}; tulis kodenya, atau lebih lengkap (Kab. Kupang, Kota Kupang); "
        "terbaca {read}",
        "`{field}`: this name may mean: {near}; write its code, or more of it (Kab. Kupang, Kota Kupang); read {read}",
    ),
    "no_such_place": Message(
        "`{field}`: tidak ada wilayah dengan kode ini; yang terdekat: {near}; "
        "terbaca {read}",
        "`{field}`: there is no place with this code; the nearest: {near}; read {read}",
    ),
    "region_may_be_of_bps": Message(
        "`{field}` dibaca sebagai {meant}; kode BPS juga empat angka (BPS 5303 = Kemendagri 53.01, Kabupaten Kupang), "
        "jadi tulis dengan titik; terbaca {read}",
        "`{field}` was taken for {meant}; codes of BPS have four digits too (BPS 5303 = Kemendagri 53.01, Kabupaten "
        "Kupang), so write it with a dot; read {read}",
    ),
    "not_a_region": Message(
        "`{field}` harus kode wilayah Kemendagri, seperti 53, 53.01 atau 53.01.06; terbaca {read}",
        "`{field}` must be a Kemendagri region code, such as 53, 53.01 or 53.01.06; read {read}",
    ),
    "place_by_name": Message(
        "`{field}` harus kode wilayah Kemendagri; nama ini dapat berarti: {near}; tulis kodenya; terbaca {read}",
        "`{field}` must be a Kemendagri region code; this name may mean: {near}; write its code; read {read}",
    ),
    "region_of_bps": Message(
        "`{field}` harus kode wilayah Kemendagri, seperti 53.01; ini tampak seperti kode BPS "
        "(BPS 5303 = Kemendagri 53.01, Kabupaten Kupang); terbaca {read}",
        "`{field}` must be a Kemendagri region code, such as 53.01; this looks like a BPS code "
        "(BPS 5303 = Kemendagri 53.01, Kabupaten Kupang); read {read}",
    ),
    "not_sixteen_digits": Message(
        "`{field}` harus 16 angka; terbaca {read}", "`{field}` must be 16 digits; read {read}"
    ),
    "no_number": Message(
        "`{field}` harus nomor, dengan angka; keadaan suratnya ditulis di kolom surat itu (ada, tidak ada, dalam proses, "
        "ditahan majikan), dan bila hilang di keterangan; terbaca {read}",
        "`{field}` must be a number, with digits; how it is with the paper is written in its own column (held, absent, in "
        "process, kept by the employer), and in a remark if it is lost; read {read}",
    ),
    "not_a_currency": Message(
        "`{field}` harus kode mata uang ISO 4217, seperti IDR; terbaca {read}",
        "`{field}` must be an ISO 4217 currency code, such as IDR; read {read}",
    ),
    "too_small": Message(
        "`{field}` harus paling kecil {limit}; terbaca {read}", "`{field}` must be at least {limit}; read {read}"
    ),
    "too_large": Message(
        "`{field}` harus paling besar {limit}; terbaca {read}", "`{field}` must be at most {limit}; read {read}"
    ),
    "empty_text": Message(
        "`{field}` harus teks yang tidak kosong (kosongkan atau hapus bila belum diketahui); terbaca {read}",
        "`{field}` must be text that is not empty (leave the field out when it is not known); read {read}",
    ),
    "not_true": Message(
        "`{field}` harus ya (di JSON: true), atau tidak diisi; terbaca {read}",
        "`{field}` must be yes (in JSON: true), or left out; read {read}",
    ),
    "not_like": Message(
        "`{field}` harus seperti `{example}`; terbaca {read}", "`{field}` must be like `{example}`; read {read}"
    ),
    "breaks_schema": Message(
        "`{field}` harus sesuai skema ({keyword}: {limit}); terbaca {read}",
        "`{field}` must be as the schema says ({keyword}: {limit}); read {read}",
    ),
    # How a record is written
    "field_twice": Message(
        "`{name}` tertulis dua kali dalam kelompok yang sama; hapus salah satu",
        "`{name}` stands twice in the same group; delete one",
    ),
    "not_finite": Message(
        "NaN dan tak hingga bukan angka; kosongkan bila belum diketahui",
        "NaN and infinity are not numbers; leave the field out when it is not known",
    ),
    "no_value_of_python": Message(
        "isi sel ini tidak dapat dibaca: di luar kalender (tahun 1 sampai 9999), atau zona waktunya tidak dikenal",
        "this cell cannot be read: it is beyond the calendar (years 1 to 9999), or its time zone is not known",
    ),
    "broken_character": Message(
        "teks berisi aksara yang rusak; ketik ulang", "the text holds a broken character; retype it"
    ),
    "table_of_unknown_headings": Message(
        "di bawah daftar tampaknya ada tabel lain dengan judul kolom yang tidak dikenal; {count} baris tidak dibaca: {rows}",
        "below the list another table seems to begin, whose headings are not known; {count} rows were not read: {rows}",
        Text(
            "pindahkan tabel itu ke berkas sendiri; bila isinya data orang, lengkapi tanggal dan negaranya",
            "move that table to a file of its own; if these are persons, fill in their days and countries",
        ),
    ),
    "columns_of_one_field": Message(
        "kolom {columns} berarti hal yang sama: {field}; tidak satu pun dibaca",
        "columns {columns} mean the same: {field}; none of them is read",
        Text(
            "hapus salah satu, atau tulis dalam berkas pemetaan (.kolom.yaml) kolom mana yang dipakai",
            "delete one, or say in a mapping (.kolom.yaml) which is to be read",
        ),
    ),
    "column_of_other_words": Message(
        "kolom `{heading}`: tidak satu pun isinya dimengerti sebagai {field}; kolom ini tidak dibaca",
        "column `{heading}`: nothing that stands there is understood as {field}; the column is not read",
        Text(
            "bila kolomnya tentang hal lain, beri judul yang menyebutnya (`Status iuran`), atau tulis `-` untuknya dalam "
            "berkas pemetaan (.kolom.yaml)",
            "where it is about something else, give it a heading that says so (`Status of dues`), or write `-` for it in a "
            "mapping (.kolom.yaml)",
        ),
    ),
    "digits_lost": Message(
        "angka sepanjang ini kehilangan digit terakhirnya di lembar kerja; "
        "format kolomnya sebagai Teks dan ketik ulang",
        "a number this long lost its last digits in the sheet; format the column as Text and type it again",
    ),
    "cell_error": Message(
        "sel ini berisi galat `{read}`, bukan nilai", "this cell holds the error `{read}`, and no value"
    ),
    "several_persons": Message(
        "`{field}` tampak berisi nama beberapa orang, sehingga umur, NIK dan data diri lain di baris ini dianggap belum "
        "diketahui; tulis satu orang per baris (satu orang saja: `Ana alias Ani`, atau `Ana Dan. Ani`)",
        "`{field}` seems to name several persons, so that age, NIK and all else about the person of this row count as not "
        "known; write one person a row (of one person alone: `Ana alias Ani`, or `Ana Dan. Ani`)",
    ),
    "ditto_mark": Message(
        "`{read}` (sama dengan baris di atas) tidak dibaca; tulis isinya",
        "`{read}` (the same as the row above) was not read; write it out",
    ),
    "formula_without_value": Message(
        "rumus di sel ini belum dihitung; buka berkasnya di program lembar kerja dan simpan",
        "the formula of this cell was never calculated; open the file in a spreadsheet program and save it",
    ),
    "too_many_fields": Message(
        "data ini punya lebih dari {limit} isian", "this record has more than {limit} fields"
    ),
    "text_too_long": Message(
        "sel ini berisi lebih dari {limit} tanda", "this cell holds more than {limit} characters"
    ),
    "day_in_text": Message(
        "sel ini berisi tanggal, padahal kolomnya teks; format kolomnya sebagai Teks dan ketik ulang",
        "this cell holds a date, and its column is text; format the column as Text and type it again",
    ),
    "row_without_record": Message(
        "tidak ada data dengan nomor ini untuk {group}", "there is no record of this id for {group}"
    ),
    "row_without_number": Message(
        "baris {group} harus menyebut nomor urut {around} (1 sampai {count})",
        "a row of {group} must give the number of its {around} (1 to {count})",
    ),
    # Records among each other
    "id_shared": Message(
        "nomor data ini dipakai {count} data; semuanya tidak ikut diperiksa sampai jelas mana yang benar",
        "{count} records bear this id; all are excluded until it is clear which is right",
    ),
    "record_missing": Message(
        "tidak ada {target} dengan nomor data `{id}`", "there is no {target} with the id `{id}`"
    ),
    "record_excluded": Message(
        "tidak ada {target} dengan nomor data `{id}` (data itu tidak ikut diperiksa karena bermasalah)",
        "there is no {target} with the id `{id}` (that record was excluded)",
    ),
    # Waivers
    "waiver_ended": Message(
        "pengecualian untuk `{rule}` berakhir {expires_on}; tidak dipakai",
        "the waiver of `{rule}` ended on {expires_on}; it was not used",
    ),
    "waiver_unused": Message(
        "pengecualian untuk `{rule}` tidak menutupi temuan mana pun", "the waiver of `{rule}` covers no finding"
    ),
}  # fmt: skip

#: The types of JSON, as the value `types` names them.
TYPES = {
    "string": Text("teks", "text"),
    "integer": Text("bilangan bulat", "a whole number"),
    "number": Text("bilangan", "a number"),
    "boolean": Text("ya atau tidak (di JSON: true atau false)", "yes or no (in JSON: true or false)"),
    "array": Text(
        "daftar [...] (di tabel: dipisah titik koma)", "a list [...] (in a table: parted by semicolons)"
    ),
    "list": Text("daftar [...]", "a list [...]"),
    "object": Text("kelompok data {...}", "a group of facts {...}"),
    "null": Text("null", "null"),
}

#: What was read where no text can be repeated.
PERSONAL = Text("(data pribadi, {size} aksara)", "(personal data, {size} characters)")
GROUP = Text("sekelompok data", "a group of facts")
LIST = Text("daftar berisi {size}", "a list of {size}")
NULL = Text("null", "null")
