"""Whatever is wrong with a pack is reported with file, line and column, all at once, and nothing is loaded."""

import re
import shutil
import string

import pytest

from helpers.errors import raises
from helpers.model import MODEL
from pmi_compliance import PackError, RulePack, UnknownPack, read_waivers
from pmi_compliance.base.messages.libraries import BRACES, in_own_words
from pmi_compliance.base.resources import folder
from pmi_compliance.packs.lint import lint
from pmi_compliance.packs.load import bundled
from pmi_compliance.records.yaml import parse

RULE = "presence/kupang-2025-local-representation.yaml"
EXAMPLES = "presence/kupang-2025-local-representation.examples.yaml"
CHAINS = "chains.yaml"
PARAMETERS = "parameters/regions.yaml"

#: File, what stands there, what is written instead, how many lines below the error is, and what is said.
MISTAKES = [
    (RULE, 'o.status == "active"', 'o.stats == "active"', 0, "unknown field `stats`"),
    (RULE, 'o.status == "active"', 'o.status == "aktive"', 0, "`aktive` never occurs here"),
    (
        RULE,
        "params.kupang_regions.exists",
        "params.kupang_region.exists",
        0,
        "unknown field `kupang_region`",
    ),
    (RULE, "requires: >-", "requires: >-\n  1 ==", 1, "does not take int and bool"),
    (RULE, "requires: >-", "requirs: >-", 0, "`requirs` is not known; did you mean `requires`"),
    (RULE, "severity: advisory", "severity: grave", 0, "one of: critical, major, minor, advisory"),
    (RULE, "severity: advisory", "severity: advisory\nseverity: minor", 1, "the key `severity` stands twice"),
    (RULE, "severity: advisory", "severity: &a advisory", 0, "anchors and aliases"),
    (RULE, "severity: advisory", "severity: !!str advisory", 0, "tags are not taken"),
    (RULE, "{recruiter.id} has", "{recruiter.nam} has", 0, "unknown field `nam`"),
    (RULE, "{recruiter.id} has", "{recruiter.id has", 0, "the braces do not match"),
    (RULE, "{recruiter.id} has", "{recruiter.offices.exists} has", 0, "`.exists` on a list"),
    (
        RULE,
        "in_force: {from: 2025-10-15}",
        "in_force: {from: 2025-10-14}",
        0,
        "has no value on 14 October 2025",
    ),
    (RULE, "in_force: {from: 2025-10-15}", "in_force: {from: 2025-13-15}", 0, "a date of the calendar"),
    (RULE, "{from: 2025-10-15}", "{from: 2025-10-15, until: 2025-10-15}", 0, "ends before it begins"),
    (RULE, "standing: true", "act: departing", 0, "there is no act `departing`"),
    (RULE, "standing: true\n", "", -10, "a rule judges an act (`act`) or a standing duty (`standing: true`)"),
    (RULE, "standing: true", "standing: true\nact: departing", 1, "one of the two"),
    (RULE, "id: kupang-2025-local", "id: kupang-2024-local", 0, "the file is named"),
    (EXAMPLES, "rule: kupang-2025", "rule: kupang-2024", 0, "these examples stand beside"),
    (EXAMPLES, "expect: pass", "expect: passed", 0, "one of: "),
    (PARAMETERS, "value: 53.01", "value: 5301", 0, "a value of `kupang_regency` is string"),
    (PARAMETERS, "type: string", "type: text", 0, "one of: "),
    (PARAMETERS, "citation: {", "note: {", 0, "`note` is not known here; known:"),
    (
        RULE,
        "standing: true",
        "standing: true\nextra: {a: b}",
        1,
        "`extra` is not known here; known: id, title,",
    ),
    (
        CHAINS,
        "in_force: {from: 2017-11-22}",
        "in_force: {from: 2017-11-22, until: 2017-11-22}",
        0,
        "ends before it begins",
    ),
    (
        "pack.yaml",
        "ID-53.01",
        "ID-53.29",
        0,
        "no place with the code `53.29`; the nearest: 53.21 Kabupaten Malaka",
    ),
    (
        RULE,
        "params.kupang_regions.exists(r, region_within(o.regency, r))",
        'region_within(o.regency, "99.03")',
        0,
        "no place with the code `99.03`; the nearest: 96.03 Kabupaten Raja Ampat",
    ),
    (
        RULE,
        "params.kupang_regions.exists(r, region_within(o.regency, r))",
        'o.regency in ["53.01", "5371"]',
        0,
        "no place with the code `5371`; the nearest: 53.71 Kota Kupang",
    ),
    ("pack.yaml", "default: true", "default: yes", 0, "write `true` or `false`"),
    ("pack.yaml", "default: true", "default: [", 2, ""),
]


@pytest.fixture
def pack(tmp_path):
    """A copy of a good pack, to spoil."""
    copy = tmp_path / "kupang"
    shutil.copytree(folder("rules") / "kupang", copy)
    return copy


def test_the_copy_is_good(pack):
    assert lint(pack) == []


@pytest.mark.parametrize(("file", "before", "after", "below", "message"), MISTAKES)
def test_a_mistake_is_reported_at_its_place(pack, file, before, after, below, message):
    path = pack / file
    text = path.read_text(encoding="utf-8")
    line = text[: text.index(before)].count("\n") + 1 + below
    path.write_text(text.replace(before, after, 1), encoding="utf-8")

    diagnostics = [
        diagnostic for diagnostic in lint(pack) if message in f"{diagnostic.message.en}; {diagnostic.help.en}"
    ]

    assert [(diagnostic.file, diagnostic.line) for diagnostic in diagnostics] == [(str(path), line)]
    assert diagnostics[0].column >= 1
    if not file.endswith(".examples.yaml"):
        with pytest.raises(PackError, match=path.name):
            RulePack.load(pack)


def test_a_parameter_of_no_place_is_reported_where_a_rule_asks_for_the_place(pack):
    path = pack / PARAMETERS
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("[53.01, 53.71]", "[53.01, 53.29]"), encoding="utf-8")

    assert [(diagnostic.file, diagnostic.code, diagnostic.values["name"]) for diagnostic in lint(pack)] == [
        (str(pack / RULE), "no_place_of_code", "53.29")
    ]


def test_all_mistakes_are_reported_at_once(pack):
    for file, before, after, _, _ in (MISTAKES[0], MISTAKES[5], MISTAKES[21]):
        path = pack / file
        path.write_text(path.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")

    assert {diagnostic.file for diagnostic in lint(pack)} == {str(pack / RULE), str(pack / PARAMETERS)}


def test_a_rule_without_examples_does_not_load(pack):
    (pack / EXAMPLES).unlink()

    with pytest.raises(PackError, match="the rule has no examples"):
        RulePack.load(pack)


def test_an_id_that_was_retired_is_not_used_again(pack):
    path = pack / "pack.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + "tombstones: {kupang-2025-local-representation: {id: a, en: b}}\n", encoding="utf-8"
    )

    with pytest.raises(PackError, match="is taken"):
        RulePack.load(pack)


def test_the_digest_follows_every_file(pack):
    before = RulePack.load(pack).digest
    path = pack / EXAMPLES
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")

    assert RulePack.load(pack).digest != before


def test_a_pack_is_read_once_while_its_files_stay_the_same(pack):
    loaded, path = RulePack.load(pack), pack / RULE
    text = path.read_text(encoding="utf-8")

    assert RulePack.load(pack) is loaded
    assert RulePack.load(pack, model=MODEL).model is MODEL
    path.write_text(text.replace("severity: advisory", "severity: major"), encoding="utf-8")
    assert [rule.severity for rule in RulePack.load(pack).rules if rule.file == str(path)] == ["major"]
    path.write_text(text.replace("severity: advisory", "severity: grave"), encoding="utf-8")
    for _ in range(2):
        with pytest.raises(PackError, match=path.name):
            RulePack.load(pack)


def test_a_pack_that_is_not_there_names_those_that_are():
    with raises(UnknownPack, "unknown", what="pack", name="kupangg", known=bundled()):
        RulePack.load("kupangg")


WAIVER = """waivers:
  - rule: uu18-2017-p5a-min-age
    subject: {kind: placement, id: p}
    legal_basis: Contoh
    author: Ani Contoh
    approved_by: Budi Contoh
    reason: contoh
    expires_on: 2025-12-31
"""


@pytest.mark.parametrize(
    ("before", "after", "line", "message"),
    [
        ("Budi Contoh", "ani  CONTOH", 6, "the author approved the waiver alone"),
        ("    reason: contoh\n", "", 2, "`reason` is required"),
        ("2025-12-31", "never", 8, "a date of the calendar"),
        ("rule:", "rules:", 2, "did you mean `rule`"),
    ],
)
def test_a_malformed_waiver_stops_the_run(tmp_path, before, after, line, message):
    path = tmp_path / "waivers.yaml"
    path.write_text(WAIVER.replace(before, after, 1), encoding="utf-8")

    with pytest.raises(PackError) as caught:
        read_waivers(path)

    diagnostics = [
        diagnostic
        for diagnostic in caught.value.diagnostics
        if message in f"{diagnostic.message.en}; {diagnostic.help.en}"
    ]
    assert [diagnostic.line for diagnostic in diagnostics] == [line]


def test_two_waivers_of_one_finding(tmp_path):
    path = tmp_path / "waivers.yaml"
    path.write_text(WAIVER + WAIVER.removeprefix("waivers:\n"), encoding="utf-8")

    with pytest.raises(PackError, match="a second waiver for the same rule and record"):
        read_waivers(path)


#: Broken YAML, where it is broken, and a word of what is said about it in both languages.
BROKEN_YAML = [
    ("a: b: c", (1, 5), "`:` tidak dapat berada di sini", "`:` cannot stand here"),
    ("a: 1\n b: 2", (2, 3), "lekuk barisnya", "how the line is indented"),
    ("a:\n\tb: 1", (2, 1), "dengan", "use spaces|by spaces"),
    ("a: - b", (1, 4), "mulai daftar di baris baru", "begin the list on a new line"),
    ("é: 'x", (1, 6), "teks dalam tanda petik tidak ditutup", "a text in quotes is not closed"),
    ("a: [1, 2", (1, 9), "daftar yang dibuka dengan `[`", "a list that `[` opens"),
    ("a: {b: 1", (1, 9), "kelompok yang dibuka dengan `{`", "a group that `{` opens"),
    ("a: @x", (1, 4), "tanda ini tidak dapat mengawali nilai", "this sign cannot begin a value"),
    ("a: 1\nb\nc: 2", (3, 1), "setelah kunci", "after the key before"),
    ("- a\nb: 1", (2, 1), "kunci atau butir baru", "a new key or item"),
    ("a: ]", (1, 4), "diharapkan sebuah nilai", "a value is expected"),
    ("a: 1\n...\nb: 2", (3, 1), "tidak dapat mengawali baris", "cannot begin a line"),
    ("é: 1\nb: \x01", (2, 4), "tanda kendali", "control character"),
    ("a: *", (1, 5), "tidak dapat dibaca mulai di sini", "it cannot be read from here on"),
]


#: What a parser of YAML lets through though YAML does not, or two versions of it understand differently; where it is.
LENIENT_YAML = [
    ('a: "b"#c\n', "yaml_comment", (1, 7)),
    ("a: [b, c]#d\n", "yaml_comment", (1, 10)),
    ("a: [b,#d\n c]\n", "yaml_comment", (1, 7)),
    ("a: >#d\n  b\n", "yaml_comment", (1, 5)),
    ("a:\tb\n", "yaml_tab", (1, 3)),
    ("a: [b,\tc]\n", "yaml_tab", (1, 7)),
    ("a: b\t# c\n", "yaml_tab", (1, 5)),
    ("%YAML 1.1\n---\na: no\n", "yaml_directive", (1, 1)),
    ("a: b\n---\nc: d\n", "second_document", (2, 1)),
    ("a: [\n  b\n]\n", "yaml_not_indented", (3, 1)),
    ("a:\n  b: {c: d,\n e: f}\n", "yaml_not_indented", (3, 2)),
    ('a: "b\nc"\n', "yaml_not_indented", (2, 1)),
    ("a: {b:c}\n", "yaml_no_value", (1, 5)),
    ("? a\n: b\n", "key_not_a_word", (1, 1)),
    ("a: &x b\n", "anchor", (1, 4)),
    ("a:\n  <<: {c: d}\n", "yaml_merge", (2, 3)),
    ('a: b\n"a": c\n', "key_twice", (2, 1)),
    ("!!str a: b\n", "tag", (1, 1)),
    ("a: ! b\n", "tag", (1, 4)),
    *[
        (f"a: {word}\n", "yaml_word", (1, 4))
        for word in ("yes", "No", "ON", "y", "True", "NULL", "=", ".nan", "-.inf")
    ],
    *[
        (f"a: {word}\n", "yaml_word", (1, 4))
        for word in ("0x1F", "0b11", "0o17", "017", "08", "1_000", "1:30", "1e3")
    ],
    ("a: [-]\n", "yaml_word", (1, 5)),
    ("a: b\x85c: d\n", "yaml_break", (1, 5)),
    ("a: 'b\u2028c'\n", "yaml_break", (1, 6)),
    ('a: "b\\0c"\n', "yaml_control", (1, 4)),
]


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize(("text", "code", "place"), LENIENT_YAML)
def test_yaml_that_readers_understand_differently_is_refused_at_its_place(
    monkeypatch, text, code, place, native
):
    import yaml

    if not native:
        monkeypatch.delattr(yaml, "CSafeLoader")

    with pytest.raises(PackError) as caught:
        parse(text, "rule.yaml")

    (diagnostic,) = caught.value.diagnostics
    if not native and diagnostic.code == "not_yaml":  # the parser in Python refuses some of it itself
        assert diagnostic.line in {place[0], place[0] + 1}
    else:
        assert (diagnostic.code, (diagnostic.line, diagnostic.column)) == (code, place)
    assert diagnostic.message.id != diagnostic.message.en


def test_what_looks_like_it_and_is_part_of_a_text_is_read():
    text = """# a\tremark #of any kind ?
a: "b#c\td"  # no "tab"
b: [x#y, '- z', "no"]
c: |
  #d\te
   ? f
d: what?
"quoted": >-
  one
  two
e: {f: g,
  h: i}
f: 53.01
"""

    assert parse(text, "rule.yaml").value == {
        "a": "b#c\td",
        "b": ["x#y", "- z", "no"],
        "c": "#d\te\n ? f\n",
        "d": "what?",
        "quoted": "one two",
        "e": {"f": "g", "h": "i"},
        "f": "53.01",
    }


@pytest.mark.parametrize("native", [True, False])
@pytest.mark.parametrize(("text", "place", "indonesian", "english"), BROKEN_YAML)
def test_broken_yaml_is_reported_in_our_words(monkeypatch, text, place, indonesian, english, native):
    """Whichever of the two readers was built: they word the same differently, and both in English alone."""
    import yaml

    if native:
        assert yaml.CSafeLoader
    else:
        monkeypatch.delattr(yaml, "CSafeLoader")

    with pytest.raises(PackError) as caught:
        parse(text, "rule.yaml")

    (diagnostic,) = caught.value.diagnostics
    assert (diagnostic.code, diagnostic.line, diagnostic.column) == ("not_yaml", *place)
    assert indonesian in diagnostic.message.id
    assert re.search(english.replace("[", r"\["), diagnostic.message.en)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a}", "`}` tanpa `{`"),
        ("{a", "`{` tanpa `}`"),
        ("a{", "`{` tanpa `}`"),
        ("{a{b}}", "`{` di dalam `{`"),
    ],
)
def test_braces_that_do_not_match_are_reported_in_our_words(text, message):
    with pytest.raises(ValueError, match=r"[{}]") as caught:
        list(string.Formatter().parse(text))

    assert message in in_own_words(BRACES, caught.value).id
