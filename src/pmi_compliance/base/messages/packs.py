"""What is said of the files of a pack: of YAML, rules, parameters, terms, chains, charts and examples."""

from __future__ import annotations

from pmi_compliance.base.text import SUGGESTION, Message, Text

PACKS: dict[str, Message] = {
    # YAML
    "not_yaml": Message(
        "bukan YAML: {reason}", "not YAML: {reason}",
        Text("{advice}", "{advice}"),
    ),
    "second_document": Message(
        "ada dokumen kedua dalam satu berkas", "a second document in one file",
        Text("tulis satu dokumen tiap berkas", "one document a file"),
    ),
    "anchor": Message(
        "jangkar dan alias tidak dipakai", "anchors and aliases are not taken",
        Text("tulis nilainya lengkap", "write the value out"),
    ),
    "tag": Message(
        "tag tidak dipakai", "tags are not taken",
        Text("hapus bagian yang diawali `!`", "leave out what begins with `!`"),
    ),
    "yaml_tab": Message(
        "di sini ada tab", "there is a tab here",
        Text("pakai spasi; tab hanya boleh di dalam tanda petik", "use spaces; a tab may stand in quotes only"),
    ),
    "yaml_comment": Message(
        "`#` melekat pada yang di depannya", "`#` stands straight behind something",
        Text("beri spasi sebelum komentar, atau tulis teksnya dalam tanda petik",
             "put a space before the remark, or put the text in quotes"),
    ),
    "yaml_remark": Message(
        "`#` memotong nilai di sini: yang di belakangnya dibaca sebagai komentar",
        "`#` cuts the value off here: what is behind it is read as a remark",
        Text("tulis teks yang memuat `#` dalam tanda petik; bila ini komentar, beri spasi setelah `#`",
             "put text that holds `#` in quotes; where it is a remark, put a space behind `#`"),
    ),
    "yaml_not_indented": Message(
        "nilai ini berlanjut di baris yang tidak dilekukkan", "this value goes on in a line that is not indented",
        Text("lekukkan lebih dalam daripada kuncinya", "indent it deeper than its key"),
    ),
    "yaml_directive": Message(
        "baris yang diawali `%` tidak dipakai", "lines that begin with `%` are not taken",
        Text("hapus baris itu", "leave that line out"),
    ),
    "yaml_merge": Message(
        "`<<` tidak dipakai", "`<<` is not taken",
        Text("tulis kunci-kuncinya lengkap", "write the keys out"),
    ),
    "yaml_no_value": Message(
        "`{name}` tidak diikuti `: ` dan nilai", "`{name}` is not followed by `: ` and a value",
        Text("tulis `kunci: nilai`, dengan spasi setelah titik dua", "write `key: value`, with a space after the colon"),
    ),
    "yaml_word": Message(
        "`{name}` tanpa tanda petik dibaca berbeda-beda: teks, ya/tidak, atau angka",
        "`{name}` without quotes is text to one reader, a truth or a number to another",
        Text("tulis dalam tanda petik bila teks, `true` atau `false` bila ya atau tidak, atau angka bulat biasa",
             "put it in quotes if it is text; write `true` or `false` for yes or no, or a plain whole number"),
    ),
    "yaml_break": Message(
        "di sini ada ganti baris yang bukan ganti baris biasa", "there is an unusual line break here",
        Text("simpan ulang berkasnya dengan ganti baris biasa", "save the file again with usual line breaks"),
    ),
    "yaml_control": Message(
        "teks ini berisi tanda kendali {sign}", "this text holds the control character {sign}",
        Text("hapus tanda itu", "delete it"),
    ),
    "yaml_too_deep": Message("bersarang lebih dari {most} lapis", "nested more than {most} deep"),
    "key_not_a_word": Message("kunci harus berupa satu kata", "a key is a plain word"),
    "key_twice": Message(
        "kunci `{name}` tertulis dua kali", "the key `{name}` stands twice",
        Text("sudah ada di baris {line}", "it stands in line {line} already"),
    ),
    "not_as_schema": Message("{problem}", "{problem}", Text("{advice}", "{advice}")),
    "empty_file": Message(
        "berkas ini kosong", "the file is empty",
        Text("isi, atau hapus; `pmi-compliance rules new` menulis aturan untuk diisi",
             "fill it in, or delete it; `pmi-compliance rules new` writes a rule to fill in"),
    ),
    "empty_pack": Message(
        "paket ini tidak memuat apa pun selain pack.yaml", "the pack holds nothing but pack.yaml",
        Text("`pmi-compliance rules new {folder} ID` menulis aturan pertamanya",
             "`pmi-compliance rules new {folder} ID` writes its first rule"),
    ),
    "examples_without_rule": Message(
        "di samping contoh ini tidak ada `{file}`", "beside these examples there is no `{file}`",
        Text("beri aturan dan contohnya nama yang sama, atau hapus contohnya",
             "give the rule and its examples the same name, or delete the examples"),
    ),
    "no_jurisdiction": Message(
        "`{name}` bukan kode negara atau wilayah", "`{name}` is no code of a country or a place",
        Text("tulis `ID`, atau `ID-` dan kode Kemendagri seperti `ID-33.02`",
             "write `ID`, or `ID-` and the code of the place such as `ID-33.02`"),
    ),
    "not_toml": Message(
        "bukan TOML yang dapat dibaca; teks ditulis di antara tanda kutip, seperti nama = \"Dinas Contoh\"",
        "no TOML that can be read; texts stand between quotation marks, such as name = \"Dinas Contoh\"",
    ),
    # Packs
    "newer_language": Message(
        "syarat ditulis dalam bahasa versi {version}; yang dapat dibaca versi {read}",
        "the conditions are written in version {version} of the language; version {read} is read",
        Text("pasang pmi-compliance yang lebih baru", "install a newer pmi-compliance"),
    ),
    "language_out_of_range": Message(
        "syarat ditulis untuk bahasa versi {version}; yang dipakai versi {read}",
        "the conditions are written for versions {version} of the language; version {read} is used",
        Text("pasang pmi-compliance yang sesuai, atau perbarui paketnya",
             "install a pmi-compliance that fits, or bring the pack up to date"),
    ),
    "version_out_of_range": Message(
        "paket ini memerlukan `{pack}` {range}; yang ada versi {version}",
        "this pack needs `{pack}` {range}; there is version {version}",
        Text("pasang versi yang sesuai, atau periksa paket ini dengan versi itu lalu ubah rentangnya",
             "install a version that fits, or check this pack with that version and change the range"),
    ),
    "pack_of_another_id": Message(
        "yang ditemukan sebagai `{pack}` adalah paket `{id}`", "what was found as `{pack}` is the pack `{id}`",
        Text("beri foldernya nama id-nya", "name its folder after its id"),
    ),
    "pack_in_two_places": Message(
        "nama `{name}` berarti dua paket yang berbeda: {folders}",
        "the name `{name}` means two packs that differ: {folders}",
        Text("sebut foldernya, atau hapus salah satu", "name the folder, or remove one of them"),
    ),
    # What packs add
    "facts_of_number": Message(
        "paket yang menambah fakta punya id yang dimulai dengan huruf; di sini `{pack}`",
        "a pack that adds facts has an id that begins with a letter; here `{pack}`",
    ),
    "type_and_parts": Message(
        "`{part}` ada bila tipenya `{type}`, dan hanya di sana", "`{part}` stands where the type is `{type}`, and only there"
    ),
    "regions_without_head": Message(
        "baris pertama `regions.csv` adalah `code,name`", "the first line of `regions.csv` is `code,name`"
    ),
    "not_a_place_line": Message(
        "tiap baris memuat kode kecamatan atau desa dengan titiknya, lalu namanya",
        "each line holds the code of a kecamatan or village with its dots, and its name",
        Text("contoh: 33.02.01.2001,Lumbir", "such as 33.02.01.2001,Lumbir"),
    ),
    "place_outside": Message(
        "`{code}` terletak di luar {seat}, wilayah hukum paket ini",
        "`{code}` lies outside of {seat}, the place whose law this pack is",
    ),
    "place_known": Message("wilayah `{code}` sudah ada", "the place `{code}` is there already"),
    "place_in_no_place": Message(
        "`{code}` terletak dalam wilayah yang tidak ada", "`{code}` lies in a place that is not there"
    ),
    # Archives
    "archive_without_key": Message(
        "paket dalam arsip hanya dibaca dengan kunci publik penanda tangannya",
        "a pack in an archive is read only with the public key of its signer",
        Text("tambahkan --pack-key KUNCI.pem", "add --pack-key KEY.pem"),
    ),
    "archive_of_another_key": Message(
        "arsip ini tidak ditandatangani dengan kunci itu, atau pernyataannya diubah sesudahnya",
        "this archive is not signed with that key, or what it says was changed since",
    ),
    "archive_changed": Message(
        "isi arsip ini bukan isi yang ditandatangani", "this archive does not hold the files that were signed"
    ),
    "archive_too_large": Message(
        "arsip ini terlalu besar untuk sebuah paket: paling banyak {files} berkas dan {megabytes} MB",
        "this archive is too large for a pack: {files} files and {megabytes} MB at most",
    ),
    "not_an_archive": Message(
        "ini bukan arsip paket aturan", "this is no archive of a rule pack",
        Text("arsip dibuat dengan `pmi-compliance rules pack`", "archives are made by `pmi-compliance rules pack`"),
    ),
    "pack_in_a_circle": Message(
        "paket `{pack}` bergantung pada dirinya sendiri", "the pack `{pack}` stands in a circle"
    ),
    "pack_not_found": Message(
        "paket `{pack}` tidak terpasang, dan tidak ada di samping paket ini",
        "the pack `{pack}` is not installed, and does not lie beside this pack",
        SUGGESTION,
    ),
    "not_yaml_ending": Message(
        "berkas ini tidak dibaca: akhirannya bukan .yaml", "this file is not read: its ending is not .yaml",
        Text("beri nama `{name}`", "name it `{name}`"),
    ),
    "pack_of_bundled_name": Message(
        "paket terpasang `{pack}` punya id yang sama dan isi lain",
        "the bundled pack `{pack}` has the same id, and holds something else",
        Text("beri id lain; satu audit tidak dapat memakai keduanya", "give it another id; no audit can use both"),
    ),
    "rule_of_other_pack": Message(
        "id aturan `{rule}` sudah dipakai paket `{pack}`",
        "the rule id `{rule}` is taken by the pack `{pack}`",
        Text("beri aturan ini id lain; satu audit tidak dapat memakai keduanya",
             "give the rule another id; no audit can use both"),
    ),
    "values_out_of_order": Message(
        "nilai mulai {day} tertulis setelah nilai yang lebih baru",
        "the value from {day} stands behind a later one",
        Text("urutkan nilai dari yang paling lama", "write the values from the oldest on"),
    ),
    "languages_differ": Message(
        "{{{names}}} hanya tertulis dalam satu bahasa", "{{{names}}} stands in one language only",
        Text("kedua bahasa menyebut nilai yang sama", "both languages name the same values"),
    ),
    "no_place_of_code": Message(
        "tidak ada wilayah dengan kode `{name}`", "there is no place with the code `{name}`",
        Text("yang terdekat: {near}", "the nearest: {near}"),
    ),
    "role_and_places": Message(
        "instansi punya `role` dan `places` bersama-sama, dan suatu peran (`within`) tidak punya keduanya",
        "an office has `role` and `places` together, and a role (`within`) has neither",
    ),
    "place_in_name": Message(
        "nama peran memuat `{{place}}` sekali, dan nama instansi tidak memuat kurung kurawal",
        "the name of a role holds `{{place}}` once, and that of an office no braces",
    ),
    "period_without_days": Message(
        "masa berlaku ini berakhir sebelum dimulai", "this period ends before it begins",
        Text("`until` adalah hari pertama yang tidak termasuk lagi", "`until` is the first day outside of it"),
    ),
    "name_taken": Message("`{name}` sudah ada", "`{name}` exists already"),
    "rule_id_taken": Message(
        "id aturan `{rule}` sudah dipakai", "the rule id `{rule}` is taken",
        Text("beri aturan ini id lain; yang satunya {other}", "give this rule another id; the other {other}"),
    ),
    "no_term_about": Message(
        "tidak ada istilah `{name}` tentang {kind}", "there is no term `{name}` about a {kind}"
    ),
    "duty_twice": Message("kewajiban ini tertulis dua kali", "this duty stands here twice"),
    # Rules
    "file_name_of_another_rule": Message(
        "berkas bernama `{file}`, aturannya `{rule}`", "the file is named `{file}`, the rule `{rule}`",
        Text("beri berkas nama aturannya", "name the file after the rule"),
    ),
    "act_or_standing": Message(
        "aturan menilai suatu perbuatan (`act`) atau kewajiban yang terus berlaku (`standing: true`), salah satu",
        "a rule judges an act (`act`) or a standing duty (`standing: true`), one of the two",
        Text("perbuatan tertulis di rules/acts.yaml", "acts stand in rules/acts.yaml"),
    ),
    "rule_without_examples": Message(
        "aturan ini tidak punya contoh", "the rule has no examples",
        Text("tulis `{file}` di sampingnya", "write `{file}` beside it"),
    ),
    "too_large_with_terms": Message(
        "bersama pembatas dan istilahnya: {problem}", "together with its guard and terms: {problem}"
    ),
    "parameter_without_value": Message(
        "parameter `{name}` belum punya nilai pada {day}: nilai pertamanya berlaku mulai {first_day}",
        "parameter `{name}` has no value on {day}: its first value is in force from {first_day}",
    ),
    "members_not_records": Message(
        "ini menghasilkan {found}, diharapkan daftar data", "this gives {found}, expected a list of records"
    ),
    "wrong_path": Message("`{path}`: {problem}", "`{path}`: {problem}", Text("{advice}", "{advice}")),
    "not_a_path": Message("`{path}` bukan jalur ke sebuah kolom", "`{path}` is not a path to a field"),
    "braces_do_not_match": Message(
        "kurung kurawal tidak berpasangan: {reason}", "the braces do not match: {reason}"
    ),
    # Parameters and terms
    "wrong_value": Message(
        "nilai `{name}` harus berupa {type}", "a value of `{name}` is {type}",
        Text("bilangan ditulis tanpa tanda petik, teks dan kode dengan tanda petik; atau perbaiki `type`",
             "numbers stand without quotes, texts and codes in quotes; or correct `type`"),
    ),
    "two_values_on_a_day": Message(
        "dua nilai mulai berlaku pada hari yang sama", "two values begin on the same day",
        Text("hapus salah satu, atau perbaiki `from`", "leave one out, or correct its `from`"),
    ),
    "term_too_large": Message(
        "bersama istilah di dalamnya: {problem}", "together with the terms in it: {problem}"
    ),
    "term_name_taken": Message("nama `{name}` sudah dipakai", "the name `{name}` is taken"),
    # Chains
    "two_parts_count_apart": Message(
        "hanya satu bagian rantai dapat menghitung tiap aturan sendiri-sendiri",
        "only one part of a chain can count each rule apart",
    ),
    "not_a_placeholder": Message(
        "`{{{name}}}` bukan tempat untuk nilai", "`{{{name}}}` is no place for a value", SUGGESTION
    ),
    "no_chain_above": Message(
        "tidak ada rantai `{name}` tentang {kind} di atas ini", "no chain `{name}` about a {kind} stands above"
    ),
    "one_record_has_one_day": Message(
        "satu data hanya punya satu hari", "one record alone lies on one day"
    ),
    "nothing_shared_by_parts": Message(
        "{kind} tidak punya {about} yang sama dengan bagian lain", "a {kind} has no {about} in common with the other parts"
    ),
    # Charts of cases
    "event_without_words": Message(
        "kejadian `{event}` tidak punya penjelasan di bawah `events`",
        "the event `{event}` has no words under `events`",
    ),
    "event_of_every_chart": Message(
        "kejadian ini sudah ada dalam setiap bagan", "this event is known to every chart"
    ),
    # Examples
    "examples_of_another_rule": Message(
        "contoh ini terletak di samping aturan `{rule}`", "these examples stand beside `{rule}`",
        Text("tulis `rule: {rule}`, atau beri berkas nama aturannya",
             "write `rule: {rule}`, or name the file after its rule"),
    ),
    "example_of_nothing": Message(
        "paket ini tidak punya {what} `{name}` sendiri", "the pack has no {what} `{name}` of its own",
        SUGGESTION,
    ),
    "without_examples": Message(
        "{what} ini tidak punya contoh", "the {what} has no examples",
        Text("tulis contohnya di `{file}`", "write some into `{file}`"),
    ),
    "wrong_record": Message("{path}: {problem}", "{path}: {problem}"),
    "example_without_subject": Message(
        "contoh ini tidak memuat data {kind}, yang diperiksa aturan", "the example holds no {kind}, which the rule is about"
    ),
    "example_ends_otherwise": Message("diharapkan {expected}, hasilnya {found}", "expected {expected}, found {found}"),
    "example_misses_otherwise": Message(
        "fakta yang kurang: diharapkan {expected}, hasilnya {found}", "expected missing {expected}, found {found}"
    ),
    # Waivers
    "second_waiver": Message(
        "pengecualian kedua untuk aturan dan data yang sama", "a second waiver for the same rule and record"
    ),
}  # fmt: skip
