"""What is said of a call that makes no sense: a word that is not known, a file that cannot be written."""

from __future__ import annotations

from pmi_compliance.base.text import SUGGESTION, Message

CALLS: dict[str, Message] = {
    # The command line
    "wrong_call": Message(
        "perintah tidak lengkap atau keliru; --help menjelaskannya", "wrong call; --help explains it"
    ),
    "fault": Message(
        "program ini sendiri keliru ({error}), bukan data atau perintahnya. Laporkan; {option} menampilkan rinciannya",
        "this program is at fault ({error}), not the records or the call. Report it; {option} shows the details",
    ),
    "interrupted": Message("dihentikan sebelum selesai", "stopped before the end"),
    "command_missing": Message(
        "perintahnya belum disebut; yang ada: {known}", "the command is missing; known: {known}"
    ),
    "arguments_missing": Message("yang belum diisi: {arguments}", "what is missing: {arguments}"),
    "argument_unknown": Message("`{name}` tidak dikenal", "`{name}` is not known", SUGGESTION),
    "argument_without_value": Message("{argument}: nilainya kurang", "{argument}: a value is missing"),
    "argument_takes_no_value": Message(
        "{argument} dipakai tanpa nilai", "{argument} is used without a value"
    ),
    "arguments_exclude_each_other": Message(
        "{argument} tidak dapat dipakai bersama {other}", "{argument} cannot be used together with {other}"
    ),
    "option_ambiguous": Message(
        "`{argument}` dapat berarti {options}; tulis lengkap", "`{argument}` could mean {options}; write it in full"
    ),
    "argument_not_listed": Message(
        "{argument}: tidak ada `{name}`", "{argument}: there is no `{name}`", SUGGESTION
    ),
    "not_a_count": Message("`{text}` bukan bilangan bulat seperti 5", "`{text}` is no whole number, such as 5"),
    "not_seconds": Message(
        "`{text}` bukan jumlah detik dari 0 sampai {most}, seperti 2 atau 0.5",
        "`{text}` is no number of seconds from 0 to {most}, such as 2 or 0.5",
    ),
    "day_needed": Message(
        "--as-of harus disebut di sini: dalam lingkungan build (CI) jawabannya tidak boleh berubah menurut kalender",
        "--as-of must be given here: in a build (CI) the answer must not change with the calendar",
    ),
    "not_an_id": Message(
        "`{name}` bukan id: tulis huruf kecil, angka dan tanda hubung, seperti contoh-2025-telepon",
        "`{name}` is no id: write small letters, digits and hyphens, such as contoh-2025-phone",
    ),
    # Words and values
    "unknown": Message("tidak ada {what} `{name}`", "there is no {what} `{name}`", SUGGESTION),
    "unknown_choice": Message(
        "`{argument}` tidak dapat berisi `{name}`", "`{argument}` cannot be `{name}`", SUGGESTION
    ),
    "not_a_date": Message(
        "`{text}` bukan tanggal; tulis tanggal yang ada di kalender sebagai TTTT-BB-HH, seperti 2025-10-31",
        "`{text}` is no date; write a date of the calendar as YYYY-MM-DD, such as 2025-10-31",
    ),
    "day_expected": Message(
        '`{argument}` harus tanggal, seperti datetime.date(2025, 10, 31) atau "2025-10-31"; diterima {read}',
        '`{argument}` must be a day, such as datetime.date(2025, 10, 31) or "2025-10-31"; given {read}',
    ),
    "path_expected": Message(
        "`{argument}` harus jalur berkas atau folder; diterima {read}",
        "`{argument}` must be the path of a file or folder; given {read}",
    ),
    "no_value_on": Message(
        "belum ada nilai yang berlaku pada {day}; nilai pertama berlaku mulai {first_day}",
        "no value is in force on {day}; the first is in force from {first_day}",
    ),
    "ends_before_it_begins": Message(
        "masa berakhir {until}, sebelum {since}", "the period ends {until}, before {since}"
    ),
    "too_far_ahead": Message(
        "{until} terlalu jauh; hari terakhir yang dapat dilihat: {last}",
        "{until} is too far ahead; the last day that can be looked at: {last}",
    ),
    # Files and libraries
    "cannot_print": Message("hasilnya tidak dapat ditulis: {reason}", "what is printed cannot be written: {reason}"),
    "cannot_write": Message("tidak dapat ditulis: {reason}", "cannot be written: {reason}"),
    "other_ending": Message(
        "nama berkas ini harus berakhiran {endings}; terbaca `{name}`",
        "the name of this file must end in {endings}; read `{name}`",
    ),
    "mends_one_file": Message(
        "--output memerlukan tepat satu berkas masukan; di sini ada {count}",
        "--output takes exactly one input file; here there are {count}",
    ),
    "output_is_input": Message(
        "berkas ini juga dibaca, dan tidak akan ditimpa; tulis ke berkas lain",
        "this file is also read, and is not written over; write to another file",
    ),
    "missing_library": Message(
        '{what} memerlukan `{library}`; di folder program ini, atau dengan nama berkas .whl di tempat titik: '
        'pip install ".[{extra}]"',
        'the {what} needs `{library}`; in the folder of this program, or with the name of the .whl in place of '
        'the dot: pip install ".[{extra}]"',
    ),
    # Records given from Python
    "not_a_bound": Message(
        "batas `{name}` harus berupa bilangan bulat dari 1", "the bound `{name}` must be a whole number from 1"
    ),
    "not_a_list": Message("`{name}` harus berupa daftar data", "`{name}` must be a list of records"),
    "not_a_table": Message(
        "`{name}` harus berupa tabel Arrow, Polars atau pandas",
        "`{name}` must be a table of Arrow, Polars or pandas",
    ),
    "tables_expected": Message(
        '`{argument}` harus daftar data menurut jenisnya, seperti {{"placement": [...]}}; diterima {read}',
        '`{argument}` must be lists of records by their kinds, such as {{"placement": [...]}}; given {read}',
    ),
    "records_expected": Message(
        "`{argument}` harus data dari Dataset.read, Dataset.from_records atau read_records; diterima {read}",
        "`{argument}` must be the records of Dataset.read, Dataset.from_records or read_records; given {read}",
    ),
    "packs_expected": Message(
        '`{argument}` harus daftar paket, seperti default_packs() atau [RulePack.load("kupang")]; diterima {read}',
        '`{argument}` must be a list of packs, such as default_packs() or [RulePack.load("kupang")]; given {read}',
    ),
    "waivers_expected": Message(
        "`{argument}` harus daftar pengecualian, seperti hasil read_waivers; diterima {read}",
        "`{argument}` must be a list of waivers, such as read_waivers gives; given {read}",
    ),
    "report_expected": Message(
        "`{argument}` harus laporan dari audit; diterima {read}",
        "`{argument}` must be a report of audit; given {read}",
    ),
    "chart_expected": Message(
        '`{argument}` harus bagan kasus sebuah paket, seperti RulePack.load("kupang").chart; diterima {read}',
        '`{argument}` must be the chart of a pack, such as RulePack.load("kupang").chart; given {read}',
    ),
    "function_expected": Message(
        "`{argument}` harus fungsi; diterima {read}",
        "`{argument}` must be a function; given {read}",
    ),
    "text_expected": Message(
        "`{argument}` harus teks; diterima {read}",
        "`{argument}` must be text; given {read}",
    ),
    "never_changes": Message(
        "data yang sudah dibaca tidak dapat diubah; ubah masukannya dan baca lagi",
        "records that were read cannot be changed; change the input and read it again",
    ),
    # Packs, rules and waivers
    "in_two_packs": Message(
        "{what} `{name}` ada dalam dua paket: {packs}", "two packs hold the {what} `{name}`: {packs}"
    ),
    "folder_of_bundled_name": Message(
        "paket `{name}` dibaca dari folder `{name}` di sini, bukan dari paket terpasang yang bernama sama",
        "the pack `{name}` is read from the folder `{name}` here, not from the bundled pack of that name",
    ),
    "folder_beside_of_bundled_name": Message(
        "paket `{name}` yang diperlukan dibaca dari folder `{folder}`, yang berbeda dari paket terpasang bernama sama",
        "the pack `{name}` that is needed is read from the folder `{folder}`, which differs from the bundled pack",
    ),
    "archive_of_other_packs": Message(
        "arsip `{name}` ditandatangani sebagai {signed}; bersama paket yang diperlukannya di sini menjadi {digest}",
        "the archive `{name}` was signed as {signed}; with the packs that it needs, as they are here, it is {digest}",
    ),
    "two_additions": Message(
        "paket `{pack}` menambah dua hal yang berbeda pada data; ia dibaca dari dua tempat",
        "the pack `{pack}` adds two things that differ to the records; it was read from two places",
    ),
    "another_model": Message(
        "model data paket {packs} bukan model yang dipakai untuk membaca data; "
        "pakai `model=` yang sama untuk `Dataset` dan `RulePack.load`",
        "the records were read with another model than the packs {packs} were loaded with; "
        "give the same `model=` to `Dataset` and `RulePack.load`",
    ),
    "no_chart": Message(
        "paket `{pack}` tidak memuat bagan kasus", "the pack `{pack}` holds no chart of cases"
    ),
    "no_name": Message(
        "`{field}` harus nama orang, lebih dari satu huruf", "`{field}` must be the name of a person, longer than a letter"
    ),
    "approved_by_author": Message(
        "penyusun pengecualian menyetujuinya sendiri; orang lain yang harus menyetujui",
        "the author approved the waiver alone; another person must approve it",
    ),
    "tables_by_closures": Message(
        "data dalam tabel diperiksa dengan mesin `tables` atau `spark`",
        "records in tables are judged by the back ends `tables` or `spark`",
    ),
    # Reports
    "no_form_in_name": Message(
        "akhiran berkas tidak menyebut bentuk laporan; pakai salah satu: {endings}",
        "the ending of the file names no form of report; use one of {endings}",
    ),
    "not_an_ending_of_form": Message(
        "bentuk `{form}` ditulis ke berkas berakhiran {endings}; ubah akhirannya, atau sebut --format lain",
        "the form `{form}` is written to files that end in {endings}; change the ending, or name another --format",
    ),
    "excel_without_csv": Message(
        "--excel berlaku untuk bentuk csv; pakai --output yang berakhiran .csv, atau .xlsx tanpa --excel",
        "--excel is for the form csv; use an --output that ends in .csv, or .xlsx without --excel",
    ),
    "format_for_one_output": Message(
        "--format berlaku untuk satu --output; beberapa berkas memakai akhirannya masing-masing",
        "--format is for one --output; several files follow their endings",
    ),
    "not_for_a_screen": Message(
        "bentuk `{form}` tidak untuk layar; pakai --output", "`{form}` is not for a screen; use --output"
    ),
    "rule_of_another_version": Message(
        "aturan `{rule}` tidak ada dalam paket terpasang, atau paketnya bukan versi yang dipakai laporan ini",
        "no installed pack holds the rule `{rule}` in the version that this report was made with",
    ),
    "not_one_finding": Message(
        "ada {number} temuan dengan kode `{fingerprint}` dalam laporan ini, dan tidak ada temuan tentang data bernomor itu",
        "{number} findings of this report have the fingerprint `{fingerprint}`, and none is about a record of that id",
    ),
    "proof_instead_of_report": Message(
        "ini bukti satu temuan, bukan laporan", "this proves one finding; it is no report"
    ),
    "broken_seal": Message("{reason}", "{reason}"),
    "old_seal": Message(
        "laporan lama ini bersegel tanpa kunci; buat lagi dengan versi ini sebelum dibagikan",
        "the seal of this old report has no key; make it again with this version before it is handed on",
    ),
    "seal_needs_secret": Message(
        "berkas rahasia segelnya tidak ada; sebut dengan --secret", "its seal's secret is not there; name it by --secret"
    ),
    "signed_already": Message(
        "laporan ini sudah ditandatangani; tanda tangani yang belum",
        "this report is signed already; sign the one that is not",
    ),
    "not_a_secret": Message(
        "bukan berkas rahasia segel: sedikitnya 64 angka heksadesimal", "no secret of a seal: 64 hexadecimal digits or more"
    ),
    "secret_unread": Message("rahasia segel tidak terbaca: {reason}", "the secret of the seal cannot be read: {reason}"),
    "secret_too_short": Message(
        "rahasia segel sedikitnya {least} bita", "the secret of a seal has {least} octets or more"
    ),
    "not_a_key": Message(
        "bukan kunci Ed25519 tanpa sandi dalam bentuk PEM", "no Ed25519 key without a password in PEM form"
    ),
    # Sessions and books of cases
    "database_not_followed": Message(
        "hanya berkas dan folder yang dapat diikuti, bukan basis data",
        "only files and folders can be followed, no databases",
    ),
    "kind_not_followed": Message(
        "sesi ini tidak mengikuti `{name}`", "this session does not follow `{name}`", SUGGESTION
    ),
    "record_without_id": Message(
        "data tanpa id tidak dapat diikuti", "a record without an id cannot be followed"
    ),
    "no_record": Message("tidak ada `{kind}` dengan id `{id}`", "there is no `{kind}` with the id `{id}`"),
    "case_exists": Message("kasus `{case}` sudah ada", "the case `{case}` exists already"),
    "case_without_id": Message("kasus tanpa nomor", "a case without an id"),
    "event_recorded_otherwise": Message(
        "kejadian `{id}` sudah tercatat sebagai: {recorded}",
        "the event `{id}` is written down already as: {recorded}",
    ),
    "event_not_possible": Message(
        "kasus `{case}` dalam keadaan `{state}`, di mana `{name}` tidak mungkin terjadi",
        "the case `{case}` is `{state}`, where `{name}` is not possible",
        SUGGESTION,
    ),
    "event_not_in_chart": Message(
        "kasus `{case}`: bagan ini tidak mengenal `{event}` dalam keadaan `{state}`; buku dicatat dengan bagan lain",
        "the case `{case}`: this chart knows no `{event}` in the state `{state}`; the book was written with another chart",
    ),
    "before_last_event": Message(
        "{day} sebelum kejadian terakhir ({last})", "{day} is before the last event ({last})"
    ),
    "authority_not_referred_to": Message(
        "`{authority}` bukan kode instansi yang dirujuk", "`{authority}` is no code of an authority that is referred to"
    ),
    # The office
    "answers_not_readable": Message(
        'harus JSON dengan jawaban sebagai teks, seperti {{"abroad": "1", "passport": "ya"}}',
        'must be JSON with answers as text, such as {{"abroad": "1", "passport": "ya"}}',
    ),
    "answer_not_understood": Message(
        "`{typed}`: {how}, atau ? bila tidak tahu", "`{typed}`: {how}, or ? where you do not know"
    ),
    "answer_not_valid": Message("{reason}", "{reason}"),
    "nothing_to_audit": Message(
        "belum ada berkas atau paket aturan untuk diperiksa; pilih berkas, lalu paling sedikit satu paket",
        "there is no file or no rule pack to audit by; choose a file, then at least one pack",
    ),
    "no_folder": Message(
        "tidak ada folder dengan nama ini; buat dahulu, atau periksa namanya",
        "there is no folder of this name; make it first, or look at the name",
    ),
    "no_id_given": Message("nomor kasus belum diisi", "the number of the case is missing"),
    "work_goes_on": Message(
        "pemeriksaan sebelumnya belum selesai; tunggu sampai selesai",
        "the audit before this one goes on; wait until it has ended",
    ),
    "no_desks_listed": Message(
        "audit ini tidak memakai paket pp-59-2021, yang menyebut layanan LTSA",
        "this audit does not use the pack pp-59-2021, which lists the desks of a service centre",
    ),
    # Making records for tests
    "no_scenario": Message(
        "tidak ditemukan data yang {does} aturan `{rule}`; aturan itu mungkin selalu menyerahkan putusan kepada petugas",
        "no record was found that {does} the rule `{rule}`; it may leave every decision to a person",
    ),
    "no_unknown_scenario": Message(
        "tidak ditemukan data yang membuat aturan `{rule}` tidak dapat diputuskan",
        "no record was found that leaves the rule `{rule}` undecided",
    ),
    "no_boundary": Message(
        "tidak ditemukan batas pada aturan `{rule}`: tidak ada tanggal atau bilangan yang mengubah hasilnya",
        "no boundary was found in the rule `{rule}`: no date and no number changes how it ends",
    ),
    "no_compliant_records": Message(
        "tidak ditemukan data yang memenuhi semua aturan paket `{pack}`",
        "no records were found that keep every rule of the pack `{pack}`",
    ),
}  # fmt: skip
