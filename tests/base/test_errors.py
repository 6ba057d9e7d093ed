"""Errors are data, and one catalogue words them in both languages."""

import ast
import copy
import errno
import pickle
import re
from pathlib import Path
from string import Formatter

import pytest

import pmi_compliance
from helpers.errors import raises
from pmi_compliance import PackError, PmiError, Text, UnknownPack, UnreadableInput, UsageError
from pmi_compliance.base.errors import Diagnostic
from pmi_compliance.base.extras import needing
from pmi_compliance.base.messages.calls import CALLS as CALLS_OF_MESSAGES
from pmi_compliance.base.messages.catalogue import MESSAGES, system_reason
from pmi_compliance.base.messages.conditions import CONDITIONS
from pmi_compliance.base.messages.inputs import INPUTS, SYSTEM
from pmi_compliance.base.messages.packs import PACKS
from pmi_compliance.base.messages.reading import READING
from pmi_compliance.base.messages.records import RECORDS
from pmi_compliance.base.messages.things import THINGS
from pmi_compliance.cli.main import main
from pmi_compliance.records.documents import ProblemDetail

SOURCE = Path(pmi_compliance.__file__).parent
TREES = [
    ast.parse(path.read_text(encoding="utf-8"))
    for path in SOURCE.rglob("*.py")
    if path.parent.name != "messages"
]
CALLS = [node for tree in TREES for node in ast.walk(tree) if isinstance(node, ast.Call)]

#: Functions and classes that take a code of the catalogue, behind a place where they take one.
ERRORS = {"UsageError", "UnreadableInput", "UnknownPack", "NoValueOn", "fail"}
DIAGNOSTICS = {"Diagnostic", "diagnostic", "pointed", "refuse", "fail", "report", "worded"}
PROBLEMS = {"ProblemDetail", "_breach"}

#: Values that every problem of a field has, given where its breach becomes a problem.
OF_A_FIELD = {"field", "read"}

#: Names that a sentence need not write: they stand in the suggestion behind it.
SUGGESTING = {"name", "known", "meant"}


def name_of(call):
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", None)


def constant(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def placeholders(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def dictionaries(call):
    """The names in each dictionary that a call is given; a name stands for what is written elsewhere."""
    return [
        {constant(key) for key in argument.keys} if isinstance(argument, ast.Dict) else {None}
        for argument in call.args[2:]
    ]


def coded():
    """Every call that names a code, and the code."""
    for call in CALLS:
        if name_of(call) in ERRORS | DIAGNOSTICS | PROBLEMS:
            words = [constant(argument) for argument in call.args]
            codes = [word for word in words if word and re.fullmatch("[a-z][a-z0-9_]+", word)]
            if codes:
                yield call, codes[-1]


def test_every_code_that_is_used_is_in_the_catalogue():
    assert {code for _, code in coded()} <= MESSAGES.keys()


def test_every_message_of_the_catalogue_is_used():
    written = {constant(node) for tree in TREES for node in ast.walk(tree)}

    assert MESSAGES.keys() - written == set()


#: Values that only programs look at: no clerk knows the paths of fields.
FOR_PROGRAMS = {"columns_twice": {"columns"}}


def test_every_value_that_a_sentence_names_is_given():
    """Where a call gives its values one by one, they are those of the sentence."""
    for call, code in coded():
        passed = {keyword.arg for keyword in call.keywords}
        if name_of(call) == "ProblemDetail":
            passed |= {key for names in dictionaries(call) for key in names}
        if name_of(call) == "_breach":
            passed |= OF_A_FIELD
        if None in passed or name_of(call) in {"Diagnostic", "pointed", "worded"}:
            continue
        message = MESSAGES[code]
        needed = placeholders(message.id) | (placeholders(message.help.id) if message.help else set())
        passed -= FOR_PROGRAMS.get(code, set())
        assert (code, passed - {"place", "key"} - SUGGESTING) == (code, needed - {"suggestion"} - SUGGESTING)
        assert needed - {"suggestion"} <= passed, code


def test_no_code_stands_in_two_parts_of_the_catalogue():
    assert len(MESSAGES) == sum(map(len, (CALLS_OF_MESSAGES, INPUTS, CONDITIONS, PACKS, READING, RECORDS)))


def test_things_are_named_and_used():
    named = {
        constant(keyword.value) for call in CALLS for keyword in call.keywords if keyword.arg == "what"
    } - {None}
    arguments = {constant(argument) for call in CALLS for argument in call.args}

    assert named <= THINGS.keys()
    # A back end is named by the extra that brings it.
    assert THINGS.keys() - named - arguments - {"spark", "tables"} == set()


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_says_the_same_in_both_languages(code):
    message = MESSAGES[code]
    for text in filter(None, (message, message.help)):
        assert text.id
        assert text.en
        assert placeholders(text.id) == placeholders(text.en)
        for sentence in (text.id, text.en):
            assert not sentence.endswith(".")
            assert "\n" not in sentence


def test_an_error_survives_pickle_and_copy():
    errors = [
        UsageError("unknown", what="rule", name="fees", known=("fee",)),
        UnreadableInput("not_utf8", place="fees.csv", byte=3),
        UnknownPack("unknown", what="pack", name="a", known=()),
        PackError([Diagnostic("duty_twice", {}, "a.yaml", 1, 2)]),
    ]
    for error in errors:
        for same in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error), copy.copy(error)):
            assert same == error
            assert str(same) == str(error)
            assert hash(same) == hash(error)


def test_a_problem_of_a_record_is_data_worded_when_it_is_asked():
    values = {"field": "birth_year", "limit": 1900, "read": "`1`"}
    detail = ProblemDetail("/birth_year", "too_small", values)

    assert detail == ProblemDetail("/birth_year", "too_small", {**values})
    assert detail != ProblemDetail("/birth_year", "too_small", {**values, "limit": 1901})
    assert hash(detail) == hash(ProblemDetail("/birth_year", "too_small", {**values}))
    assert pickle.loads(pickle.dumps(detail)) == detail
    # A year is no count: its thousands are not parted.
    assert detail.message.id == "`birth_year` harus paling kecil 1900; terbaca `1`"
    assert detail.message.en == "`birth_year` must be at least 1900; read `1`"
    assert detail.message is detail.message
    assert pickle.loads(pickle.dumps(detail)) == detail


def test_a_diagnostic_is_worded_in_either_language_and_in_both():
    diagnostic = Diagnostic("wrong_date", {"text": "x"}, "a.yaml", 2, 3, "  date(x)", 4)

    assert diagnostic.in_language("id").split("\n") == [
        "a.yaml:2:3: `x` bukan tanggal", "   |   date(x)", "   |   ^^^^", 'saran: tulis `date("2025-01-31")`'
    ]  # fmt: skip
    assert diagnostic.in_language("en").split("\n")[0] == "a.yaml:2:3: `x` is not a date"
    assert set(str(diagnostic).split("\n")) == {
        *diagnostic.in_language("id").split("\n"),
        *diagnostic.in_language("en").split("\n"),
    }
    assert PackError([diagnostic]).text.in_language("en") == diagnostic.in_language("en")
    assert hash(diagnostic) == hash(Diagnostic("wrong_date", {"text": "x"}, "a.yaml", 2, 3, "  date(x)", 4))


def test_lint_speaks_the_language_that_was_asked_for(tmp_path, capsys):
    (tmp_path / "pack.yaml").write_text("id: a\nid: b\n")

    assert main(["rules", "lint", str(tmp_path)]) == 2
    indonesian = capsys.readouterr().out
    assert main(["rules", "lint", str(tmp_path), "--lang", "en"]) == 2
    english = capsys.readouterr().out
    assert "pack.yaml:2:1: kunci `id` tertulis dua kali" in indonesian
    assert "saran: sudah ada di baris 1" in indonesian
    assert "pack.yaml:2:1: the key `id` stands twice" in english
    assert "help: it stands in line 1 already" in english


def test_every_command_takes_a_language(capsys):
    """What a command complains of is printed in it."""
    for words in (
        ["audit"], ["validate"], ["template"], ["explain"], ["diff"], ["prove"], ["verify"], ["sign"],
        ["rules", "list"], ["rules", "show"], ["rules", "lint"], ["rules", "test"], ["rules", "coverage"],
        ["rules", "docs"], ["outlook"], ["watch"], ["case", "list"], ["case", "open"], ["case", "record"],
        ["case", "tick"], ["office", "placements"], ["office", "recruiters"],
    ):  # fmt: skip
        with pytest.raises(SystemExit):
            main([*words, "--help"])
        assert "--lang" in capsys.readouterr().out, words


def test_an_error_is_worded_in_either_language_and_in_both():
    error = UnreadableInput("not_utf8", place="fees.csv", byte=1024)

    assert error.text.in_language("id").startswith("fees.csv: bukan teks UTF-8 (bita ke-1.024)")
    assert error.text.in_language("en").startswith("fees.csv: not UTF-8 text (byte 1,024)")
    assert str(error) == f"{error.text.id}\n{error.text.en}"
    assert error.at("disk").place == "disk: fees.csv"


def test_what_steers_a_terminal_is_not_repeated():
    error = UsageError("unknown", place="a\x1b[2J", what="rule", name="b\x1b[2J")

    assert "\x1b" not in str(error)
    assert error.values["name"] == "b\x1b[2J"


def test_a_long_list_of_words_is_not_listed_and_the_nearest_is_suggested():
    known = tuple(f"rule-{number}" for number in range(100))

    assert UsageError("unknown", what="rule", name="rule-100", known=known).message.en == (
        "there is no rule `rule-100`; did you mean `rule-10`?"
    )
    assert UsageError("unknown", what="rule", name="x", known=("a", "b")).message.en == (
        "there is no rule `x`; known: a, b"
    )


def test_the_system_gives_its_reasons_in_both_languages():
    assert system_reason(OSError(errno.ENOENT, "No such file")) == SYSTEM["ENOENT"]
    assert system_reason(OSError(errno.EXDEV, "Cross-device link")) == Text(
        "sistem menolak (EXDEV)", "the system refused (EXDEV)"
    )


def test_a_library_that_is_missing_is_named_with_its_extra():
    lacking = ModuleNotFoundError("no", name="openpyxl")
    values = {"what": "workbook", "library": "openpyxl", "extra": "reading"}
    with raises(UsageError, "missing_library", **values), needing("reading", "workbook"):
        raise lacking
    with raises(UnreadableInput, "missing_library", place="a.xlsx"), needing("reading", "workbook", "a.xlsx"):
        raise lacking


OPTIONS_OF_AUDIT = (
    "--help", "--whole", "--pack", "--add-pack", "--pack-key", "--as-of", "--waivers", "--format", "--output", "--excel",
    "--baseline", "--disclose", "--fail-on", "--backend", "--all", "--unverified", "--secret", "--mapping", "--strict",
    "--lang", "--settings", "--traceback",
)  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "error", "code"),
    [
        (["audit", "nowhere"], UnreadableInput("cannot_open", place="nowhere", reason=SYSTEM["ENOENT"]), 4),
        (["audit", "nowhere", "--as-of", "31/10/2025"], UsageError("not_a_date", text="31/10/2025"), 2),
        (["audit"], UsageError("arguments_missing", arguments="DATA", place="pmi-compliance audit"), 2),
        (["audit", "a", "--new"],
         UsageError("argument_unknown", name="--new", known=OPTIONS_OF_AUDIT, place="pmi-compliance audit"), 2),
        (["audit", "a", "--pack"],
         UsageError("argument_without_value", argument="--pack", place="pmi-compliance audit"), 2),
        (["watch", "a", "--interval", "x"],
         UsageError("not_seconds", text="x", most="86400", place="pmi-compliance watch: --interval"), 2),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["id", "en"])
def test_a_command_complains_in_the_language_that_was_asked_for(arguments, error, code, language, capsys):
    assert main([*arguments[:1], "--lang", language, *arguments[1:]]) == code
    assert capsys.readouterr().err.endswith(f"{error.text.in_language(language)}\n")


def test_a_word_that_is_not_a_choice_is_named_with_the_choices(capsys):
    assert main(["audit", "a", "--lang=en", "--backend", "pandas"]) == 2
    assert "--backend: there is no `pandas`; known:" in capsys.readouterr().err


def test_every_error_has_the_root():
    assert all(issubclass(kind, PmiError) for kind in (PackError, UnknownPack, UnreadableInput, UsageError))
