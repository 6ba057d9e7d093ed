"""A pack declares facts of its own once, and all that reads, writes, judges, masks or makes records knows them."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

from helpers.districts import write_district
from helpers.errors import raises
from helpers.filling import fill_in_examples
from pmi_compliance import Auditor, Dataset, Outcome, RulePack, UsageError, audit, read_records
from pmi_compliance.base.digests import canonical
from pmi_compliance.cli.main import main
from pmi_compliance.packs.lint import lint
from pmi_compliance.packs.pages import page
from pmi_compliance.proving import prove
from pmi_compliance.records.schema import bundled_model, model_of
from pmi_compliance.report.json import as_json
from pmi_compliance.report.read_back import read_report
from pmi_compliance.testing.strategies import boundary, undecided, violating

FOLDER = Path(__file__).parents[2] / "examples" / "own-facts"
RECORDS, DAY = FOLDER / "records.json", "2025-10-31"
OWN = RulePack.load(FOLDER / "desa-peduli")
RULES = {rule.id: rule for rule in OWN.rules}
OUTCOMES = {
    ("desa-peduli-visit", "P1"): "pass",
    ("desa-peduli-visit", "P2"): "fail",
    ("desa-peduli-visit", "P3"): "fail",
    ("desa-peduli-met", "V1"): "pass",
    ("desa-peduli-met", "V2"): "fail",
}


def judged(backend="closures", **asked):
    records = read_records(RECORDS, packs=[OWN], backend=backend)
    assert not records.problems
    return Auditor([OWN]).audit(records, as_of=DAY, include_passed=True, backend=backend, **asked)


def test_the_example_has_no_mistake_and_its_examples_hold():
    assert lint(OWN.folder) == []
    assert [result.failure for result in prove(OWN) if result.failure is not None] == []


def test_its_fields_and_kind_are_read_and_judged():
    report = judged()

    assert {(one.rule, one.subject.id): one.outcome.value for one in report.findings} == OUTCOMES
    assert report.records["desa_peduli_visit"] == 2
    assert OWN.model.kinds == (*bundled_model().kinds, "desa_peduli_visit")


@pytest.mark.slow
def test_queries_give_the_same_report_byte_for_byte():
    texts = [as_json(judged(name, disclose="full")) for name in ("closures", "tables")]

    assert {text["engine"].pop("name") for text in texts} == {"closures", "tables"}
    assert canonical(texts[0]) == canonical(texts[1])


def test_what_is_marked_as_personal_is_masked(tmp_path):
    names = ("Sari Contoh", "Rina Umpama")
    shown = json.dumps(as_json(judged(disclose="full")))
    hidden = json.dumps(as_json(judged()))

    assert names[0] in shown
    assert not any(name in hidden for name in names)
    # A value that is wrong is not repeated either.
    visit = {"id": "V", "spoken_with": {"name": "Rina Umpama"}, "met": "Rina Umpama"}
    problems = Dataset.from_records({"desa_peduli_visit": [visit]}, packs=[OWN]).problems
    assert len(problems[0].details) == 2
    assert "Rina" not in str([detail.message for problem in problems for detail in problem.details])


def outcome_of(scenario, rule):
    dataset = Dataset.from_records(scenario.tables, packs=[OWN])
    report = audit(dataset, [OWN], as_of=scenario.as_of, include_passed=True)
    return next(
        one.outcome for one in report.findings if (one.rule, one.subject.id) == (rule, scenario.subject[1])
    )


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(("make", "expected"), [(violating, Outcome.FAIL), (undecided, Outcome.UNKNOWN)])
def test_records_are_found_that_violate_it_or_lack_a_fact(rule, make, expected):
    @settings(max_examples=3, deadline=None)
    @given(make(RULES[rule]))
    def holds(scenario):
        assert outcome_of(scenario, rule) is expected

    holds()


@pytest.mark.parametrize("rule", RULES)
def test_records_are_found_on_both_sides_of_its_boundaries(rule):
    @settings(max_examples=3, deadline=None)
    @given(boundary(RULES[rule]))
    def holds(pair):
        for side in (pair.before, pair.after):
            assert outcome_of(side, rule) is side.outcome

    holds()


@pytest.mark.slow
@pytest.mark.parametrize(("language", "sheet"), [("id", "Kunjungan rumah"), ("en", "Home visit")])
def test_the_workbook_to_fill_in_has_its_columns_and_sheet_and_is_read_again(tmp_path, language, sheet):
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    path = tmp_path / "records.xlsx"
    call = ["template", "--full", "--output", str(path), "--lang", language]
    assert main([*call, "--add-pack", str(OWN.folder)]) == 0

    book = openpyxl.load_workbook(path)
    fill_in_examples(book)
    head = [cell.value for cell in book[sheet][1]]
    row = {
        **dict.fromkeys(head, None),
        head[0]: "V1",
        head[1]: "R-1",
        head[2]: date(2025, 4, 1),
        head[3]: "ya",
    }
    for at, value in enumerate(row.values(), start=1):
        book[sheet].cell(2, at).value = value
    book.save(path)

    dataset = Dataset.read(path, packs=[OWN])
    (visit,), placement = dataset.tables["desa_peduli_visit"], dataset.tables["placement"][0]
    assert (visit.data["on"], visit.data["met"]) == (date(2025, 4, 1), True)
    assert set(placement.data["desa_peduli"]) >= {"companion", "signs"}
    assert not [problem for problem in dataset.problems if problem.kind == "desa_peduli_visit"]


def test_a_table_of_an_office_names_them_by_path_or_title(tmp_path):
    path = tmp_path / "placements.csv"
    for heading in (
        "desa_peduli.companion", "Desa Peduli Contoh: Pendamping desa", "Pendamping Desa", "VILLAGE COMPANION",
        "nama pendamping",
    ):  # fmt: skip
        path.write_text(f"id,{heading}\nP1,Sari Contoh\n", encoding="utf-8")
        dataset = Dataset.read(path, packs=[OWN])
        assert not dataset.problems
        assert dataset.get("placement", "P1").data["desa_peduli"]["companion"] == "Sari Contoh"


def test_a_title_that_two_packs_use_names_the_field_of_neither(tmp_path):
    other = write_district(tmp_path / "contoh")
    text = "fields: {placement: {with: {title: {id: Pendamping desa, en: Someone}, type: text}}}\n"
    (other / "facts.yaml").write_text(text, encoding="utf-8")
    path = tmp_path / "placements.csv"
    path.write_text("id,Pendamping desa,Someone\nP1,Sari Contoh,Budi Misal\n", encoding="utf-8")

    data = Dataset.read(path, packs=[OWN, RulePack.load(other)]).get("placement", "P1").data

    assert data.get("desa_peduli") is None
    assert data["contoh"]["with"] == "Budi Misal"


def test_packs_with_and_without_facts_of_their_own_are_used_together(tmp_path):
    other = RulePack.load(write_district(tmp_path / "contoh"))
    packs = [other, OWN]
    dataset = Dataset.read(RECORDS, packs=packs)

    rules = {finding.rule for finding in audit(dataset, packs, as_of=DAY, include_passed=True).findings}

    assert rules == {*RULES, *(rule.id for rule in other.rules)}
    assert model_of(packs) is model_of(packs[::-1]) is OWN.model
    with raises(UsageError, "another_model", packs=("desa-peduli",)):
        audit(Dataset.from_records({"placement": []}), packs, as_of=DAY)


@pytest.mark.slow
def test_the_fixture_of_pytest_reads_records_for_its_packs(pmi_audit):
    judged = pmi_audit(
        {"placement": [{"id": "P", "scope": "overseas", "departed_on": "2025-03-01"}]}, as_of=DAY, packs=[OWN.folder]
    )  # fmt: skip

    assert judged["desa-peduli-visit"] == "unknown"


def test_a_report_is_read_without_the_pack(tmp_path, capsys):
    path = tmp_path / "report.json"
    call = ["audit", str(RECORDS), "--as-of", DAY, "--pack", str(OWN.folder), "--output", str(path)]
    assert main([*call, "--lang", "en"]) in {0, 1}

    assert {one["subject"]["kind"] for one in read_report(path)["findings"]} == {
        "placement",
        "desa_peduli_visit",
    }
    assert main(["verify", str(path), "--data", str(RECORDS), "--pack", str(OWN.folder), "--lang", "en"]) == 0
    assert "the records agree" in capsys.readouterr().out


def test_pages_and_lists_of_fields_name_them(capsys):
    assert "- `placement.desa_peduli`: Invented caring villages\n" in page(OWN, OWN.rules, "en")
    assert "  - `desa_peduli_visit.met`: Bertemu keluarga\n" in page(OWN, OWN.rules, "id")
    assert main(["rules", "fields", "placement", "--pack", str(OWN.folder), "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "placement.desa_peduli.signs  list: debt | no_contact  (Signs noted)" in printed
    assert "placement.desa_peduli_visits  list: -> desa_peduli_visit" in printed


FIELD = "{title: {id: A, en: A}, type: text}"
MISTAKES = {
    "a type that is none": ("fields: {placement: {a: {title: {id: A, en: A}, type: word}}}", "not_as_schema"),
    "no title": ("fields: {placement: {a: {type: text}}}", "not_as_schema"),
    "a kind that is none": (f"fields: {{placemnet: {{a: {FIELD}}}}}", "not_as_schema"),
    "codes of a text": (
        "fields: {placement: {a: {title: {id: A, en: A}, type: text, codes: {b: {id: B, en: B}}}}}",
        "type_and_parts",
    ),
    "a code without codes": (
        "fields: {placement: {a: {title: {id: A, en: A}, type: code}}}",
        "type_and_parts",
    ),
    "a group without fields": (
        "fields: {placement: {a: {title: {id: A, en: A}, type: group}}}",
        "type_and_parts",
    ),
    "a list twice": (
        f"fields: {{placement: {{a: {{title: {{id: A, en: A}}, type: text, list: true}}, a_complete: {FIELD}}}}}",
        "name_taken",
    ),
    "an id of its own": (
        f"kinds: {{visit: {{title: {{id: V, en: V}}, fields: {{id: {FIELD}}}}}}}",
        "name_taken",
    ),
    "a relation to nothing": (
        (
            f"kinds: {{visit: {{title: {{id: V, en: V}}, fields: {{a: {FIELD}}}, "
            "relations: {way: {to: nothing, title: {id: W, en: W}}}}}"
        ),
        "unknown",
    ),
    "a way back twice": (
        (
            f"fields: {{placement: {{a: {FIELD}}}}}\n"
            f"kinds: {{visit: {{title: {{id: V, en: V}}, fields: {{a: {FIELD}}}, relations: {{"
            "one: {to: placement, title: {id: W, en: W}, back: ways}, "
            "two: {to: placement, title: {id: W, en: W}, back: ways}}}}"
        ),
        "name_taken",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_its_facts_is_told_at_its_place(tmp_path, name):
    text, code = MISTAKES[name]
    pack = write_district(tmp_path / "contoh")
    (pack / "facts.yaml").write_text(f"{text}\n", encoding="utf-8")

    found = lint(pack)
    assert [one.code for one in found] == [code]
    assert found[0].file.endswith("facts.yaml")
    assert found[0].line >= 1


def test_kinds_of_a_pack_may_lead_to_each_other_and_groups_may_hold_groups(tmp_path):
    pack = write_district(tmp_path / "contoh")
    (pack / "facts.yaml").write_text(
        f"""kinds:
  house:
    title: {{id: Rumah, en: House}}
    fields:
      rooms: {{title: {{id: Kamar, en: Rooms}}, type: group, list: true, fields: {{name: {FIELD}}}}}
      at: {{title: {{id: Tempat, en: Place}}, type: place}}
  visit:
    title: {{id: Kunjungan, en: Visit}}
    fields: {{a: {FIELD}}}
    relations: {{house: {{to: house, title: {{id: Rumah, en: House}}, back: visits}}}}
""",
        encoding="utf-8",
    )

    assert lint(pack) == []
    model = RulePack.load(pack).model
    assert model.relation("contoh_house", "contoh_visits").target == "contoh_visit"
    records = {
        "contoh_house": [{"id": "H", "rooms": [{"name": "Satu"}], "rooms_complete": True, "at": "33.02"}],
        "contoh_visit": [{"id": "V", "house_id": "H"}, {"id": "W", "house_id": "nowhere"}],
    }
    problems = Dataset.from_records(records, model=model).problems
    assert [(problem.id, problem.details[0].code) for problem in problems] == [("W", "record_missing")]


def test_a_pack_whose_id_is_a_number_adds_nothing(tmp_path):
    pack = write_district(tmp_path / "2contoh", id="2contoh")
    (pack / "facts.yaml").write_text(f"fields: {{placement: {{a: {FIELD}}}}}\n", encoding="utf-8")

    assert [one.code for one in lint(pack)] == ["facts_of_number"]


def test_a_pack_that_is_needed_brings_its_facts(tmp_path):
    below = write_district(tmp_path / "contoh")
    (below / "facts.yaml").write_text(f"fields: {{placement: {{a: {FIELD}}}}}\n", encoding="utf-8")
    above = write_district(tmp_path / "lain", id="lain", depends_on="[contoh]")
    for path in (above / "rules").iterdir():
        name = path.name.replace("contoh-2023", "lain-2023")
        text = path.read_text(encoding="utf-8").replace("contoh-2023", "lain-2023")
        (above / "rules" / name).write_text(
            text.replace("has(placement.worker.phone)", "has(placement.contoh.a)")
        )
        path.unlink()
    before = RulePack.load(above).digest
    assert [one.pack for one in RulePack.load(above).model.additions] == ["contoh"]

    (below / "facts.yaml").write_text(
        f"fields: {{placement: {{a: {FIELD}, b: {FIELD}}}}}\n", encoding="utf-8"
    )
    assert RulePack.load(above).digest != before
