"""Closed lists of codes: each code has words, a word outside is told, and rules name no others."""

import json
from datetime import date

import pytest
from attrs import evolve

from helpers.law import packs
from pmi_compliance import Dataset, Outcome, audit, default_packs
from pmi_compliance.expr.tree import Call, Name, Select
from pmi_compliance.expr.types import ListType, String
from pmi_compliance.packs.examples import read_examples
from pmi_compliance.records.codes import code_names
from pmi_compliance.records.guessing import near_codes, near_field
from pmi_compliance.records.schema import bundled_model
from pmi_compliance.records.store import RecordStore

MODEL = bundled_model()
SCHEMAS = MODEL.documents.by_name
CODES = MODEL.documents.definitions["indicator"]["x-codes"]
COUNTRIES = MODEL.documents.definitions["country"]["x-codes"]
#: More codes than this are those of countries.
MANY = 100


def lists_of_codes(node, path):
    """Each closed list of a schema, with its path."""
    if node.values is not None:
        yield path, node
    for name, part in node.parts.items():
        yield from lists_of_codes(part, f"{path}.{name}")
    if node.item is not None:
        yield from lists_of_codes(node.item, f"{path}[]")


LISTS = [found for kind in MODEL.kinds for found in lists_of_codes(MODEL.nodes[kind], kind)]


@pytest.mark.parametrize(("path", "node"), LISTS, ids=[path for path, _ in LISTS])
def test_every_code_has_a_name_and_a_sentence_in_both_languages(path, node):
    if path.endswith(".alleged[]"):
        # The names of fields, each with a title and a description of its own.
        assert not node.codes
        return

    assert list(node.codes) == list(node.values)
    for language in ("id", "en"):
        names = [code.name.in_language(language) for code in node.codes.values()]
        sentences = [code.meaning.in_language(language) for code in node.codes.values()]
        assert all(names)
        assert len({name.casefold() for name in names}) == len(names)
        if len(names) > MANY:
            # What a country is its name says.
            assert set(sentences) == {""}
            continue
        assert len(set(sentences)) == len(sentences)
        assert all(sentence.endswith(".") and len(sentence.split()) >= 3 for sentence in sentences)


def test_names_of_facts_that_can_be_alleged_are_those_of_fields():
    for kind in MODEL.kinds:
        assert set(MODEL.node_at(kind, ["alleged"]).item.values) <= MODEL.nodes[kind].parts.keys()


@pytest.mark.parametrize(
    "path", ["recruiter.offices.kind", "placement.documents.covers", "service_centre.desks.function"]
)
def test_forms_take_the_names_of_codes_from_the_schema(path):
    kind, *steps = path.split(".")
    node = MODEL.node_at(kind, steps)

    assert code_names(path) == {code: words.name for code, words in (node.item or node).codes.items()}
    assert code_names(path)


# A word outside of a list


WORDS = [
    ("tipu daya", "deception"),
    ("jeratan utang", "debt_bondage"),
    ("gaji ditahan", "withholding_of_wages"),
    ("penipuan", "deception"),
    ("Deception", "deception"),
    ("Debt bondage", "debt_bondage"),
    ("decepsion", "deception"),
    ("disekap", "confinement"),
    ("paspor ditahan", "retention_of_identity_documents"),
    ("paspor dipegang orang lain", "retention_of_identity_documents"),
]


@pytest.mark.parametrize(("word", "code"), WORDS)
def test_the_nearest_codes_are_looked_for_by_code_name_and_meaning(word, code):
    assert near_codes(word, list(CODES), CODES)[0] == code


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Malaysia", "MY"),
        ("malaysa", "MY"),
        ("my", "MY"),
        ("Arab Saudi", "SA"),
        ("Saudi Arabia", "SA"),
        ("Korea", "KP"),
    ],
)
def test_a_country_is_looked_for_by_its_name(word, code):
    assert near_codes(word, list(COUNTRIES), COUNTRIES)[0] == code


def test_a_word_that_is_like_no_code_is_like_none():
    assert near_codes("zzz", list(CODES), CODES) == ()


def test_a_word_outside_of_the_list_of_indicators_is_told_and_the_record_is_kept():
    record = {"id": "W", "indicators": ["force", "tipu daya", "zzz"], "indicators_complete": True}
    dataset = Dataset.from_records({"placement": [record]})

    assert dataset.get("placement", "W").data["indicators"] == ("force", None, None)
    (problem,) = dataset.problems
    assert not problem.excluded
    near, strange = problem.details
    assert (near.pointer, near.code) == ("/indicators/1", "not_listed_misspelt")
    assert near.values["near"].id == "`deception` (penipuan)"
    assert near.values["near"].en == "`deception` (deception)"
    assert near.values["field"] == "indicators"
    # A word of a list, short enough for a code: who mends the cell has to see it.
    assert near.values["read"].id == '`"tipu daya"`'
    assert (strange.pointer, strange.code) == ("/indicators/2", "not_listed")
    assert [f"`{code}`" in strange.values["listed"].id for code in CODES] == [True] * len(CODES)
    assert "`deception` (penipuan)" in strange.values["listed"].id


def test_what_is_no_word_at_all_is_an_indicator_that_is_not_known():
    dataset = Dataset.from_records({"placement": [{"id": "W", "indicators": [["force"]]}]})

    assert dataset.get("placement", "W").data["indicators"] == (None,)


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize("words", [["tipu daya"], ["Deception", "Debt bondage"], ["recruitment", "zzz"]])
def test_a_word_outside_of_the_list_is_never_a_quiet_pass(words, complete):
    facts = {"indicators": words, "indicators_complete": complete}
    dataset = Dataset.from_records(
        {
            "placement": [
                {
                    "id": "W", "scope": "overseas", "status": "working", "departed_on": "2024-02-12",
                    "worker": {"birth_date": "1994-02-08"}, **facts,
                }
            ],
            "case": [{"id": "K", "opened_on": "2024-05-01", **facts}],
        }
    )  # fmt: skip
    report = audit(dataset, default_packs(), as_of=date(2025, 8, 20), include_passed=True)

    rules = {"uu21-2007-p4-tppo-indicators-placement", "uu21-2007-p4-tppo-indicators"}
    found = {finding.rule: finding.outcome for finding in report.findings if finding.rule in rules}
    assert found.keys() == rules
    assert set(found.values()) <= {Outcome.UNKNOWN, Outcome.REVIEW}
    assert {(problem.id, problem.excluded) for problem in report.problems} == {("W", False), ("K", False)}


def test_a_word_outside_of_a_list_is_the_same_in_files_and_over_time(tmp_path):
    record = {"id": "W", "indicators": ["tipu daya"], "indicators_complete": True}
    path = tmp_path / "placements.json"
    path.write_text(json.dumps([record]), encoding="utf-8")
    dataset = Dataset.read(path)

    assert dataset.get("placement", "W").data["indicators"] == (None,)
    (stored,) = RecordStore.of(dataset).rows["placement"].values()
    assert stored.data["indicators"] == (None,)


# A word that is no code, where a single code stands


def test_a_word_that_is_no_code_is_told_and_the_rest_of_the_record_is_kept():
    record = {"id": "W", "worker": {"sex": "wanita", "stated_age": 30}, "documents": [{"type": "paspor"}]}
    dataset = Dataset.from_records({"placement": [record]})

    kept = dataset.get("placement", "W").data
    assert kept["worker"] == {"stated_age": 30}
    assert kept["documents"] == ({},)
    (problem,) = dataset.problems
    assert not problem.excluded
    paper, sex = problem.details
    assert (paper.pointer, paper.code) == ("/documents/0/type", "not_listed_misspelt")
    assert "`passport`" in paper.values["near"].id
    assert (sex.pointer, sex.code) == ("/worker/sex", "not_listed_misspelt")


@pytest.mark.parametrize("strange", [7, True, ["male"], {"male": 1}])
def test_what_is_no_word_is_not_known_where_a_single_code_stands(strange):
    dataset = Dataset.from_records({"placement": [{"id": "W", "worker": {"sex": strange}}]})

    assert dataset.get("placement", "W").data == {"id": "W", "worker": {}}


@pytest.mark.parametrize("facts", [{"standing": "dugaan"}, {"alleged": ["biaya"]}, {"alleged": 7}])
def test_who_says_so_and_cannot_be_read_establishes_nothing(facts):
    """An allegation that was misspelt would stand as a fact."""
    dataset = Dataset.from_records({"placement": [{"id": "W", **facts}]})

    assert dataset.get("placement", "W").data["standing"] == "alleged"


def test_a_claim_to_be_no_migrant_worker_that_cannot_be_read_is_heard_as_one():
    dataset = Dataset.from_records({"placement": [{"id": "W", "claimed_exclusion": "mahasiswi S2"}]})

    assert dataset.get("placement", "W").data["claimed_exclusion"] == "other"


#: Facts that conditions also ask to be there: what is silent and what cannot be read must come to the same.
ASKED = [
    f"placement.{name}"
    for name in ("scope", "status", "executor_kind", "worker_category", "destination", "scheme")
] + ["recruiter.kind", "placement.worker.sex", "recruiter.licences.type"]


def replaced(value, kind, path, word):
    """A record with another word wherever the code at a path stands, and how often it stood there."""
    match value:
        case dict():
            changed, count = {}, 0
            for name, inner in value.items():
                place = f"{path}.{name}"
                is_code = place == kind and isinstance(inner, str)
                changed[name], found = (word, 1) if is_code else replaced(inner, kind, place, word)
                count += found
            return changed, count
        case list():
            parts = [replaced(inner, kind, path, word) for inner in value]
            return [part for part, _ in parts], sum(count for _, count in parts)
        case _:
            return value, 0


def outcome(pack, rule, tables, as_of):
    dataset = Dataset.from_records(tables, model=pack.model)
    assert not any(problem.excluded for problem in dataset.problems)
    options = {"as_of": as_of, "include_passed": True, "include_unverified": True}
    findings = audit(dataset, [evolve(pack, rules=(rule,))], **options).findings
    first = tables[rule.subject][0]["id"]
    return next(finding.outcome for finding in findings if finding.subject.id == first)


@pytest.mark.slow
@pytest.mark.parametrize("path", ASKED)
def test_a_word_that_is_no_code_decides_nothing(path):
    """Of each rule and outcome an example: as if nothing were written, and never a pass where it was a fail, or back."""
    kind = path.partition(".")[0]
    for pack in packs():
        for rule in pack.rules:
            seen = set()
            for example in read_examples(rule).examples:
                if example.expect in seen:
                    continue
                tables = {}
                for word in ("zzz", None):
                    parts = [replaced(record, path, kind, word) for record in example.records.get(kind, ())]
                    tables[word] = {**example.records, kind: [record for record, _ in parts]}
                if not any(count for _, count in parts):
                    continue
                seen.add(example.expect)
                strange = outcome(pack, rule, tables["zzz"], example.as_of)
                assert strange is outcome(pack, rule, tables[None], example.as_of)
                assert {strange, example.expect} != {Outcome.PASS, Outcome.FAIL}, example.name


# Rules name no others


def conditions():
    for pack in packs():
        for rule in pack.rules:
            for condition in rule.conditions:
                yield rule.id, condition.checked


def words_of(checked, node):
    """The words that a text, or a text of a list, can be; none where it can be any."""
    type_ = checked.type_of(node)
    inner = type_.item if isinstance(type_, ListType) else type_
    return (inner.values if isinstance(inner, String) else None) or frozenset()


def is_of_a_parameter(node):
    return isinstance(node, Select) and isinstance(node.operand, Name) and node.operand.name == "params"


def test_what_rules_compare_codes_with_are_codes():
    """Also where they stand in a parameter: a code that no record can hold would never be met, and nobody told."""
    listed = {frozenset(node.values) for _, node in LISTS}
    strange = set()
    for rule, checked in conditions():
        for node in checked.nodes():
            if not isinstance(node, Call) or node.function not in {"==", "!=", "in"}:
                continue
            for one, other in (node.arguments, reversed(node.arguments)):
                # The words of a literal are held against the codes where the rule is loaded.
                if is_of_a_parameter(other):
                    known = words_of(checked, one)
                    strange |= {(rule, word) for word in words_of(checked, other) - known if known in listed}
    assert strange == set()


# Fields


@pytest.mark.parametrize(
    ("kind", "name", "meant"),
    [
        ("placement", "Tanggal lahir", "worker.birth_date"),
        ("placement", "tgl lahir", "worker.birth_date"),
        ("placement", "Birth date", "worker.birth_date"),
        ("placement", "birth_date", "worker.birth_date"),
        ("placement", "Negara tujuan", "destination"),
        ("placement", "scop", "scope"),
        ("recruiter", "Modal disetor", "paid_up_capital_idr"),
        ("case", "Indikator", "indicators"),
        ("placement", "menyusui", None),
        ("placement", "Ket", None),
    ],
)
def test_a_field_is_looked_for_by_name_and_title_also_further_inside(kind, name, meant):
    assert near_field(name, SCHEMAS[kind]) == meant
