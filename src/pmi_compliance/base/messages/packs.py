"""What is said of the files of a pack: of YAML, rules, parameters, terms, chains, charts and examples."""

from __future__ import annotations

from pmi_compliance.base.text import Message, Text

PACKS: dict[str, Message] = {
    # YAML
    "not_yaml": Message("bukan YAML: {reason}", "not YAML: {reason}"),
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
    "yaml_too_deep": Message("bersarang lebih dari {most} lapis", "nested more than {most} deep"),
    "key_not_a_word": Message("kunci harus berupa satu kata", "a key is a plain word"),
    "key_twice": Message(
        "kunci `{key}` tertulis dua kali", "the key `{key}` stands twice",
        Text("sudah ada di baris {line}", "it stands in line {line} already"),
    ),
    "not_as_schema": Message("{problem}", "{problem}"),
    "plain": Message("{message}", "{message}", Text("{help}", "{help}")),
    # Packs
    "newer_language": Message(
        "syarat ditulis dalam bahasa versi {version}; yang dapat dibaca versi {read}",
        "the conditions are written in version {version} of the language; version {read} is read",
        Text("pasang pmi-compliance yang lebih baru", "install a newer pmi-compliance"),
    ),
    "pack_in_a_circle": Message(
        "paket `{pack}` bergantung pada dirinya sendiri", "the pack `{pack}` stands in a circle"
    ),
    "pack_not_found": Message(
        "paket `{pack}` tidak terpasang, dan tidak ada di samping paket ini",
        "the pack `{pack}` is not bundled, and lies not beside this pack",
    ),
    "name_taken": Message("`{name}` sudah ada", "`{name}` exists already"),
    "rule_id_taken": Message("id aturan `{rule}` sudah dipakai", "the rule id `{rule}` is taken"),
    "no_term_about": Message(
        "tidak ada istilah `{name}` tentang {kind}", "there is no term `{name}` about a {kind}"
    ),
    "duty_twice": Message("kewajiban ini tertulis dua kali", "this duty stands here twice"),
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
        "contoh ini terletak di samping aturan `{rule}`", "these examples stand beside `{rule}`"
    ),
    "example_of_nothing": Message(
        "paket ini tidak punya {what} `{name}` sendiri", "the pack has no {what} `{name}` of its own"
    ),
    "without_examples": Message("{what} ini tidak punya contoh", "the {what} has no examples"),
    # Waivers
    "second_waiver": Message(
        "pengecualian kedua untuk aturan dan data yang sama", "a second waiver for the same rule and record"
    ),
}  # fmt: skip
