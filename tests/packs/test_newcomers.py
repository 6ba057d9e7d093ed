"""What newcomers write wrong in a pack: each slip is told at its line, with its cause and its cure, in both languages."""

# ruff: noqa: E501  the lines are those of files

import re

import pytest

from pmi_compliance.base.messages.catalogue import MESSAGES
from pmi_compliance.base.text import LANGUAGES
from pmi_compliance.packs.lint import lint

PACK = "pack.yaml"
PARAMETERS = "parameters/days.yaml"
AUTHORITIES = "authorities.yaml"
TERMS = "terms.yaml"
TERM_EXAMPLES = "terms.examples.yaml"
RULE = "rules/contoh-phone.yaml"
EXAMPLES = "rules/contoh-phone.examples.yaml"

#: A pack in which nothing is wrong.
GOOD = {
    PACK: """id: contoh
version: 1.0.0
languages: [id, en]
title: {id: Kebijakan Contoh, en: Policy of Contoh}
jurisdiction: ID-33.02
default: false
depends_on: [uu-18-2017]
""",
    PARAMETERS: """contoh_days:
  title: {id: Hari melapor, en: Days to report}
  type: int
  unit: hari
  values:
    - {from: 2023-02-01, value: 14, citation: {instrument: Peraturan Contoh 1/2023, article: "3"}, confidence: verified}
    - {from: 2025-01-01, value: 7, citation: {instrument: Peraturan Contoh 1/2025, article: "3"}, confidence: verified}
""",
    AUTHORITIES: """dinas_contoh:
  level: district
  values:
    - from: 2017-11-22
      name: {id: Dinas Contoh, en: Contoh office}
      citation: {instrument: Peraturan Contoh 1/2023}
""",
    TERMS: """from_contoh:
  title: {id: Pekerja dari Contoh, en: A worker from Contoh}
  of: placement
  means: region_within(placement.worker.domicile, "33.02")
  citations:
    - {instrument: Peraturan Contoh 1/2023, article: "1"}
""",
    TERM_EXAMPLES: """base: {placement: {worker: {domicile: 33.02.01}}}
cases:
  - {term: from_contoh, name: there, expect: true}
  - {term: from_contoh, name: elsewhere, given: {placement: {worker: {domicile: 53.01}}}, expect: false}
  - {term: from_contoh, name: not known, given: {placement: {worker: null}}, expect: unknown}
""",
    RULE: """id: contoh-phone
title: {id: Nomor telepon, en: Phone number}
subject: placement
severity: minor
basis: policy
confidence: verified
automation: full
in_force: {from: 2023-02-01}
act: departing
applies_when: from_contoh
requires: has(placement.worker.phone)
message: {id: "{placement.id} tanpa telepon.", en: "{placement.id} has no phone."}
remediation: {id: Tulis nomornya., en: Write the number.}
citations: [{instrument: Peraturan Contoh 1/2023, article: "5"}]
refers_to: [dinas_contoh]
""",
    EXAMPLES: """rule: contoh-phone
base: {placement: {scope: overseas, departed_on: 2024-05-01, worker: {domicile: 33.02, phone: "0800"}}}
cases:
  - {name: known, expect: pass}
  - {name: not known, given: {placement: {worker: {phone: null}}}, expect: fail}
""",
}

#: What is slipped: the file, what stands there, what a newcomer writes instead, and where and as what it is told.
SLIPS = {
    "tab": (
        RULE,
        "remediation: {id: Tulis nomornya., en: Write the number.}",
        "remediation:\n\tid: Tulis nomornya.\n\ten: Write the number.",
        14,
        "not_yaml",
    ),
    "colon in text": (
        RULE,
        "remediation: {id: Tulis nomornya., en: Write the number.}",
        "remediation:\n  id: Perhatian: tulis nomornya.\n  en: Write.",
        14,
        "not_yaml",
    ),
    "quote open": (
        RULE,
        'message: {id: "{placement.id} tanpa telepon.", en: "{placement.id} has no phone."}',
        'message: {id: "{placement.id} tanpa telepon., en: "{placement.id} has no phone."}',
        12,
        "not_yaml",
    ),
    "curly quotes": (
        RULE,
        'message: {id: "{placement.id} tanpa telepon.", en: "{placement.id} has no phone."}',
        'message: {id: “{placement.id} tanpa telepon.”, en: "{placement.id} has no phone."}',
        12,
        "not_yaml",
    ),
    "braces unquoted": (
        RULE,
        'message: {id: "{placement.id} tanpa telepon.", en: "{placement.id} has no phone."}',
        'message: {id: {placement.id} tanpa telepon., en: "{placement.id} has no phone."}',
        12,
        "yaml_no_value",
    ),
    "brace start block": (
        RULE,
        'message: {id: "{placement.id} tanpa telepon.", en: "{placement.id} has no phone."}',
        'message:\n  id: {placement.id} tanpa telepon.\n  en: "{placement.id} has no phone."',
        13,
        "yaml_no_value",
    ),
    "no space after colon": (RULE, "severity: minor", "severity:minor", 5, "not_yaml"),
    "equals for colon": (RULE, "severity: minor", "severity = minor", 5, "not_yaml"),
    "indent wrong": (RULE, "severity: minor", " severity: minor", 4, "not_yaml"),
    "comma missing": (
        RULE,
        "title: {id: Nomor telepon, en: Phone number}",
        "title: {id: Nomor telepon en: Phone number}",
        2,
        "not_yaml",
    ),
    "comma in flow text": (
        RULE,
        "remediation: {id: Tulis nomornya., en: Write the number.}",
        "remediation: {id: Tulis nomornya, segera., en: Write the number, now.}",
        13,
        "yaml_no_value",
    ),
    "list dash": (
        RULE,
        'citations: [{instrument: Peraturan Contoh 1/2023, article: "5"}]',
        "citations: - {instrument: Peraturan Contoh 1/2023}",
        14,
        "not_yaml",
    ),
    "bracket open": (RULE, "refers_to: [dinas_contoh]", "refers_to: [dinas_contoh", 16, "not_yaml"),
    "hash in text": (
        RULE,
        "remediation: {id: Tulis nomornya., en: Write the number.}",
        "remediation:\n  id: Tulis nomor #1\n  en: Write number #1",
        14,
        "yaml_remark",
    ),
    "percent": (
        RULE,
        "remediation: {id: Tulis nomornya., en: Write the number.}",
        "remediation:\n  id: %50 wajib\n  en: 50%",
        14,
        "not_yaml",
    ),
    "at sign": (
        RULE,
        "remediation: {id: Tulis nomornya., en: Write the number.}",
        "remediation:\n  id: @dinas\n  en: x",
        14,
        "not_yaml",
    ),
    "key twice": (RULE, "basis: policy", "severity: major\nbasis: policy", 5, "key_twice"),
    "missing key": (RULE, "severity: minor\nbasis: policy", "basis: policy", 1, "not_as_schema"),
    "key typo": (RULE, "applies_when: from_contoh", "aplies_when: from_contoh", 1, "not_as_schema"),
    "indonesian severity": (RULE, "severity: minor", "severity: ringan", 4, "not_as_schema"),
    "title one lang": (
        RULE,
        "title: {id: Nomor telepon, en: Phone number}",
        "title: Nomor telepon",
        2,
        "not_as_schema",
    ),
    "title lacks en": (
        RULE,
        "title: {id: Nomor telepon, en: Phone number}",
        "title: {id: Nomor telepon}",
        2,
        "not_as_schema",
    ),
    "date DMY": (RULE, "in_force: {from: 2023-02-01}", "in_force: {from: 01-02-2023}", 8, "not_as_schema"),
    "in_force plain": (RULE, "in_force: {from: 2023-02-01}", "in_force: 2023-02-01", 8, "not_as_schema"),
    "article number": (
        RULE,
        'citations: [{instrument: Peraturan Contoh 1/2023, article: "5"}]',
        "citations: [{instrument: Peraturan Contoh 1/2023, article: 5}]",
        14,
        "not_as_schema",
    ),
    "citations no list": (
        RULE,
        'citations: [{instrument: Peraturan Contoh 1/2023, article: "5"}]',
        'citations: {instrument: Peraturan Contoh 1/2023, article: "5"}',
        14,
        "not_as_schema",
    ),
    "missing params": (
        RULE,
        'message: {id: "{placement.id} tanpa telepon.", en: "{placement.id} has no phone."}',
        '  && days_between(placement.departed_on, placement.departed_on) < contoh_days\nmessage: {id: "{placement.id} tanpa telepon.", en: "{placement.id} has no phone."}',
        12,
        "unknown_name",
    ),
    "params wrong": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: has(placement.worker.phone) && params.contoh_day > 1",
        11,
        "unknown_field",
    ),
    "field typo": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: has(placement.worker.fone)",
        11,
        "unknown_field",
    ),
    "field without subject": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: has(worker.phone)",
        11,
        "unknown_name",
    ),
    "field elsewhere": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: has(placement.phone)",
        11,
        "unknown_field",
    ),
    "single equals": (
        RULE,
        "requires: has(placement.worker.phone)",
        'requires: placement.scope = "overseas"',
        11,
        "sign_without_meaning",
    ),
    "and word": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: has(placement.worker.phone) and has(placement.worker.name)",
        11,
        "operator_expected",
    ),
    "not word": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: not has(placement.worker.phone)",
        11,
        "operator_expected",
    ),
    "or word": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: has(placement.worker.phone) or has(placement.worker.name)",
        11,
        "operator_expected",
    ),
    "is null": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: placement.worker.phone != null",
        11,
        "compared_with_null",
    ),
    "None": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: placement.worker.phone is not None",
        11,
        "operator_expected",
    ),
    "code unquoted": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: placement.scope == overseas",
        11,
        "unknown_word",
    ),
    "code unknown": (
        RULE,
        "requires: has(placement.worker.phone)",
        'requires: placement.scope == "luar negeri"',
        11,
        "never_occurs",
    ),
    "single amp": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: has(placement.worker.phone) & has(placement.worker.name)",
        11,
        "sign_without_meaning",
    ),
    "date as text": (
        RULE,
        "requires: has(placement.worker.phone)",
        'requires: placement.departed_on > "2024-01-01"',
        11,
        "text_beside_another",
    ),
    "number as text": (
        RULE,
        "requires: has(placement.worker.phone)",
        'requires: placement.worker.stated_age >= "18"',
        11,
        "text_beside_another",
    ),
    "function unknown": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: age(placement.worker.birth_date) >= 18",
        11,
        "wrong_arguments",
    ),
    "has of bool": (
        RULE,
        "requires: has(placement.worker.phone)",
        'requires: exists(placement.documents, d, d.type == "passport")',
        11,
        "macro_without_list",
    ),
    "not a condition": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: placement.worker.phone",
        11,
        "wrong_result",
    ),
    "in list no brackets": (
        RULE,
        "requires: has(placement.worker.phone)",
        'requires: placement.destination in "MY", "SG"',
        11,
        "operator_expected",
    ),
    "paren open": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: (has(placement.worker.phone)",
        11,
        "sign_expected",
    ),
    "len": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: len(placement.documents) > 0",
        11,
        "unknown_function",
    ),
    "list field": (
        RULE,
        "requires: has(placement.worker.phone)",
        'requires: placement.documents.type == "passport"',
        11,
        "field_of_a_list",
    ),
    "term unknown": (RULE, "applies_when: from_contoh", "applies_when: dari_contoh", 10, "unknown_name"),
    "act unknown": (RULE, "act: departing", "act: berangkat", 9, "unknown"),
    "act and standing missing": (
        RULE,
        "act: departing\napplies_when: from_contoh",
        "applies_when: from_contoh",
        1,
        "act_or_standing",
    ),
    "other kind": (
        RULE,
        "requires: has(placement.worker.phone)",
        "requires: has(recruiter.name)",
        11,
        "unknown_name",
    ),
    "authority unknown": (RULE, "refers_to: [dinas_contoh]", "refers_to: [dinas_contohh]", 15, "unknown"),
    "placeholder differs": (
        RULE,
        'message: {id: "{placement.id} tanpa telepon.", en: "{placement.id} has no phone."}',
        'message: {id: "{placement.id} tanpa telepon.", en: "No phone."}',
        12,
        "languages_differ",
    ),
    "placeholder open": (
        RULE,
        'message: {id: "{placement.id} tanpa telepon.", en: "{placement.id} has no phone."}',
        'message: {id: "{placement.id} tanpa telepon.", en: "{placement.id has no phone."}',
        12,
        "braces_do_not_match",
    ),
    "region in term": (
        TERMS,
        '  means: region_within(placement.worker.domicile, "33.02")',
        '  means: region_within(placement.worker.domicile, "99.03")',
        4,
        "no_place_of_code",
    ),
    "region without dot": (
        TERMS,
        '  means: region_within(placement.worker.domicile, "33.02")',
        '  means: region_within(placement.worker.domicile, "3302")',
        4,
        "no_place_of_code",
    ),
    "jurisdiction name": (PACK, "jurisdiction: ID-33.02", "jurisdiction: Banyumas", 5, "no_jurisdiction"),
    "depends unknown": (PACK, "depends_on: [uu-18-2017]", "depends_on: [uu-18-2018]", 7, "pack_not_found"),
    "depends text": (PACK, "depends_on: [uu-18-2017]", "depends_on: uu-18-2017", 7, "not_as_schema"),
    "pack id upper": (PACK, "id: contoh", "id: Contoh", 1, "not_as_schema"),
    "order": (
        PARAMETERS,
        '    - {from: 2023-02-01, value: 14, citation: {instrument: Peraturan Contoh 1/2023, article: "3"}, confidence: verified}',
        '    - {from: 2026-01-01, value: 14, citation: {instrument: Peraturan Contoh 1/2023, article: "3"}, confidence: verified}',
        7,
        "values_out_of_order",
    ),
    "param type": (
        PARAMETERS,
        '    - {from: 2023-02-01, value: 14, citation: {instrument: Peraturan Contoh 1/2023, article: "3"}, confidence: verified}',
        '    - {from: 2023-02-01, value: "14", citation: {instrument: Peraturan Contoh 1/2023, article: "3"}, confidence: verified}',
        6,
        "wrong_value",
    ),
    "param no citation": (
        PARAMETERS,
        '    - {from: 2023-02-01, value: 14, citation: {instrument: Peraturan Contoh 1/2023, article: "3"}, confidence: verified}',
        "    - {from: 2023-02-01, value: 14, confidence: verified}",
        6,
        "not_as_schema",
    ),
    "param two same": (
        PARAMETERS,
        '    - {from: 2023-02-01, value: 14, citation: {instrument: Peraturan Contoh 1/2023, article: "3"}, confidence: verified}',
        '    - {from: 2025-01-01, value: 14, citation: {instrument: Peraturan Contoh 1/2023, article: "3"}, confidence: verified}',
        2,
        "two_values_on_a_day",
    ),
    "ex unknown field": (
        EXAMPLES,
        'base: {placement: {scope: overseas, departed_on: 2024-05-01, worker: {domicile: 33.02, phone: "0800"}}}',
        'base: {placement: {scope: overseas, departed_on: 2024-05-01, worker: {domicile: 33.02, phone: "0800", fone: "1"}}}',
        2,
        "wrong_record",
    ),
    "ex phone number": (
        EXAMPLES,
        'base: {placement: {scope: overseas, departed_on: 2024-05-01, worker: {domicile: 33.02, phone: "0800"}}}',
        "base: {placement: {scope: overseas, departed_on: 2024-05-01, worker: {domicile: 33.02, phone: 0800}}}",
        2,
        "yaml_word",
    ),
    "ex expect indonesian": (
        EXAMPLES,
        "  - {name: known, expect: pass}",
        "  - {name: known, expect: sesuai}",
        4,
        "not_as_schema",
    ),
    "ex no expect": (EXAMPLES, "  - {name: known, expect: pass}", "  - {name: known}", 4, "not_as_schema"),
    "ex outcome wrong case": (
        EXAMPLES,
        "  - {name: known, expect: pass}",
        "  - {name: known, expect: Pass}",
        4,
        "not_as_schema",
    ),
    "ex base list": (
        EXAMPLES,
        'base: {placement: {scope: overseas, departed_on: 2024-05-01, worker: {domicile: 33.02, phone: "0800"}}}',
        "base: {placements: {scope: overseas, departed_on: 2024-05-01}}",
        2,
        "not_as_schema",
    ),
    "ex rule other": (EXAMPLES, "rule: contoh-phone", "rule: contoh-fone", 1, "examples_of_another_rule"),
    "ex date": (
        EXAMPLES,
        'base: {placement: {scope: overseas, departed_on: 2024-05-01, worker: {domicile: 33.02, phone: "0800"}}}',
        'base: {placement: {scope: overseas, departed_on: 1 Mei 2024, worker: {domicile: 33.02, phone: "0800"}}}',
        2,
        "wrong_record",
    ),
    "ex bool": (
        EXAMPLES,
        'base: {placement: {scope: overseas, departed_on: 2024-05-01, worker: {domicile: 33.02, phone: "0800"}}}',
        'base: {placement: {scope: overseas, scope_confirmed: yes, departed_on: 2024-05-01, worker: {domicile: 33.02, phone: "0800"}}}',
        2,
        "yaml_word",
    ),
    "term ex unknown": (
        TERM_EXAMPLES,
        "  - {term: from_contoh, name: there, expect: true}",
        "  - {term: from_conto, name: there, expect: true}",
        3,
        "example_of_nothing",
    ),
    "auth level": (AUTHORITIES, "  level: district", "  level: kabupaten", 2, "not_as_schema"),
    "applies always true": (RULE, "applies_when: from_contoh", "applies_when: yes", 10, "yaml_word"),
}

#: Files as a newcomer leaves them (`None`: not there), and the file and the code of what is told first.
FILES = {
    "two rules in one file": ({RULE: f"{GOOD[RULE]}---\n{GOOD[RULE]}"}, RULE, "second_document"),
    "saved as Latin 1": ({RULE: GOOD[RULE].replace("tanpa", "tanpà").encode("latin-1")}, RULE, "not_utf8"),
    "saved as UTF-16": ({RULE: GOOD[RULE].encode("utf-16")}, RULE, "not_utf8"),
    "an empty rule": ({RULE: ""}, RULE, "empty_file"),
    "empty examples": ({EXAMPLES: "# later\n"}, EXAMPLES, "empty_file"),
    "an empty pack.yaml": ({PACK: ""}, PACK, "empty_file"),
    "nothing but pack.yaml": ({**dict.fromkeys(GOOD), PACK: GOOD[PACK]}, PACK, "empty_pack"),
    "yml": (
        {RULE: None, EXAMPLES: None, "rules/contoh-phone.yml": GOOD[RULE]},
        "rules/contoh-phone.yml",
        "not_yaml_ending",
    ),
    "YAML": ({RULE: None, EXAMPLES: None, "rules/A.YAML": GOOD[RULE]}, "rules/A.YAML", "not_yaml_ending"),
    "an ending of the editor": (
        {RULE: None, EXAMPLES: None, f"{RULE}.txt": GOOD[RULE]},
        f"{RULE}.txt",
        "not_yaml_ending",
    ),
    "no examples": ({EXAMPLES: None}, RULE, "rule_without_examples"),
    "examples alone": ({RULE: None}, EXAMPLES, "examples_without_rule"),
    "another name of the file": (
        {
            RULE: None,
            EXAMPLES: None,
            "rules/telepon.yaml": GOOD[RULE],
            "rules/telepon.examples.yaml": GOOD[EXAMPLES],
        },
        "rules/telepon.yaml",
        "file_name_of_another_rule",
    ),
    "terms without examples": ({TERM_EXAMPLES: None}, TERMS, "without_examples"),
    "the same term twice": ({TERMS: GOOD[TERMS] * 2}, TERMS, "key_twice"),
    "the same rule twice": (
        {"rules/b/contoh-phone.yaml": GOOD[RULE], "rules/b/contoh-phone.examples.yaml": GOOD[EXAMPLES]},
        RULE,
        "rule_id_taken",
    ),
}

#: Messages that say themselves what to write instead.
CURED = {"not_utf8", "sign_expected", "braces_do_not_match", "wrong_record"}


def write(folder, files):
    for name, text in files.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def is_worded(diagnostic):
    """Cause and cure stand in both languages, and nothing of a library or of our types is in them."""
    assert MESSAGES[diagnostic.code]
    said = [diagnostic.message, *([] if diagnostic.code in CURED else [diagnostic.help])]
    for text in said:
        assert text.id
        assert text.en
        foreign = re.search(
            r"Text\(|<[a-z ]+>|Traceback|expected <|NoneType|None\b|in a table", f"{text.id} {text.en}"
        )
        assert foreign is None
    assert diagnostic.message.id != diagnostic.message.en
    assert [diagnostic.in_language(language) for language in LANGUAGES]


def test_the_pack_that_is_spoilt_is_good(tmp_path):
    assert lint(write(tmp_path / "contoh", GOOD)) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_at_its_line_with_its_cure(tmp_path, slip):
    file, before, after, line, code = SLIPS[slip]
    assert GOOD[file].count(before) == 1
    folder = write(tmp_path / "contoh", {**GOOD, file: GOOD[file].replace(before, after)})

    diagnostics = lint(folder)

    first = diagnostics[0]
    assert (first.file, first.line, first.code) == (str(folder / file), line, code)
    for diagnostic in diagnostics:
        is_worded(diagnostic)


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_not_as_it_should_be_is_told_with_its_cure(tmp_path, name):
    changes, file, code = FILES[name]
    folder = write(tmp_path / "contoh", {**GOOD, **changes})

    diagnostics = lint(folder)

    assert (diagnostics[0].file, diagnostics[0].code) == (str(folder / file), code)
    for diagnostic in diagnostics:
        is_worded(diagnostic)


@pytest.mark.parametrize(
    ("slip", "cure"),
    [
        ("missing params", "`params.contoh_days`"),
        ("field without subject", "`placement.worker`"),
        ("field elsewhere", "`worker.phone`"),
        ("code unquoted", 'tanda petik: "overseas"'),
        ("not word", "`!has(…)`"),
        ("len", "`size`"),
        ("in list no brackets", '["MY", "SG"]'),
        ("date as text", 'date("2025-01-31")'),
        ("number as text", "tanpa tanda petik"),
        ("article number", 'tanda petik, seperti "5"'),
        ("title one lang", "`title: {id: …, en: …}`"),
        ("in_force plain", "`in_force: {from: 2025-01-31}`"),
        ("missing key", "`severity: …`"),
        ("hash in text", "beri spasi setelah `#`"),
        ("region in term", "96.03 Kabupaten Raja Ampat"),
        ("depends unknown", "`uu-18-2017`"),
        ("order", "dari yang paling lama"),
    ],
)
def test_the_cure_is_what_was_meant(tmp_path, slip, cure):
    file, before, after, *_ = SLIPS[slip]
    folder = write(tmp_path / "contoh", {**GOOD, file: GOOD[file].replace(before, after)})

    assert cure in lint(folder)[0].help.id
