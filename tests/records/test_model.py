"""Kinds of records are a value: another model brings another field and another kind, and everything follows."""

import copy
import csv
import json
import pickle
from datetime import date

import pytest

from helpers.filling import fill_in_examples
from helpers.model import CENTRES, MODEL, PLACEMENTS
from pmi_compliance import Dataset, RulePack, Text, UsageError, audit, default_packs
from pmi_compliance.auditing.backends import outcomes_in_memory
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.expr.check import check
from pmi_compliance.packs.model import Written
from pmi_compliance.packs.rules import plain_rule, variables_of
from pmi_compliance.records.schema import RecordModel, bundled_model
from pmi_compliance.records.store import RecordStore, StoredRecord
from pmi_compliance.report.json import as_json

AS_OF = date(2025, 10, 31)

CONDITION = "placement.days_of_training >= 20 && placement.centre.accredited_until > judged_on"
OUTCOMES = {"P1": Outcome.PASS, "P2": Outcome.FAIL, "P3": Outcome.UNKNOWN, "P4": Outcome.UNKNOWN}


def rule(text=CONDITION, subject="placement"):
    written = Written(requires=check(text, variables_of(subject, {}, MODEL)))
    return plain_rule("trained", "p", Text("Terlatih", "Trained"), subject, written, {}, MODEL)


def write_json(folder):
    (folder / "all.json").write_text(json.dumps({"placements": PLACEMENTS, "training_centres": CENTRES}))


def write_csv(folder):
    for name, records in {"placements": PLACEMENTS, "training_centres": CENTRES}.items():
        with (folder / f"{name}.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, sorted({name for record in records for name in record}))
            writer.writeheader()
            writer.writerows(records)


def by_closures(folder, text=CONDITION, subject="placement", whole=()):
    dataset = Dataset.read(folder, model=MODEL, whole=whole)
    assert not dataset.problems
    return {
        record.id: outcome for _, record, outcome in outcomes_in_memory([rule(text, subject)], dataset, AS_OF)
    }


def by_tables(folder, text=CONDITION, subject="placement", whole=()):
    pytest.importorskip("ibis")
    from pmi_compliance.engines.tables.engine import DuckDB, decide
    from pmi_compliance.engines.tables.reading import read_store

    store = read_store(folder, model=MODEL, whole=whole)
    assert not store.problems
    decided = decide([rule(text, subject)], store, AS_OF, DuckDB(store), include_passed=True)
    return {record.id: outcome for _, record, outcome in decided.pairs}


@pytest.mark.parametrize("outcomes_by", [by_closures, by_tables])
@pytest.mark.parametrize("write", [write_json, write_csv])
def test_records_of_another_model_are_read_and_judged(tmp_path, write, outcomes_by):
    write(tmp_path)

    assert outcomes_by(tmp_path) == OUTCOMES
    many = "training_centre.placements.exists(p, p.days_of_training < 20)"
    assert outcomes_by(tmp_path, many, "training_centre") == {"C1": Outcome.PASS, "C2": Outcome.UNKNOWN}
    # Of a centre of which all placements are here none is short of days.
    whole = outcomes_by(tmp_path, many, "training_centre", ["placements"])
    assert whole == {"C1": Outcome.PASS, "C2": Outcome.FAIL}


@pytest.mark.parametrize(("language", "sheet"), [("id", "Balai latihan"), ("en", "Training centre")])
def test_the_workbook_to_fill_in_has_a_sheet_for_one_more_kind(tmp_path, language, sheet):
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("xlsxwriter")
    from pmi_compliance.records.reading.template import template

    path = tmp_path / "records.xlsx"
    path.write_bytes(template(language, full=True, model=MODEL))
    book = openpyxl.load_workbook(path)
    assert sheet in book.sheetnames
    fill_in_examples(book)
    book[sheet]["B2"] = date(2026, 1, 1)
    book.save(path)

    dataset = Dataset.read(path, model=MODEL)
    assert not dataset.problems
    (centre,) = dataset.tables["training_centre"]
    assert centre.data["accredited_until"] == date(2026, 1, 1)
    assert dataset.tables["placement"][0].data["centre_id"] == centre.id


def test_two_models_stand_side_by_side():
    records = {"placement": PLACEMENTS}

    assert not Dataset.from_records(records, model=MODEL).problems
    assert len(Dataset.from_records(records).problems) == len(PLACEMENTS)
    with pytest.raises(UsageError):
        Dataset.from_records({"training_centre": CENTRES})
    assert MODEL.kinds == (*bundled_model().kinds, "training_centre")


@pytest.mark.parametrize(
    ("centre", "common"),
    [
        ({}, {}),
        ({"$id": "https://b.invalid/centre.schema.json"}, {"$id": "https://a.invalid/common.schema.json"}),
    ],
)
def test_a_wrong_value_of_another_model_is_a_problem_wherever_its_schemas_stand(centre, common):
    """They refer to `common` as what stands beside them, also when they do not say where that is."""
    schemas = dict(MODEL.documents.by_name)
    notes = {"$id", "$schema"}
    schemas["common"] = {
        **{key: part for key, part in schemas["common"].items() if key not in notes},
        **common,
    }
    schemas["training_centre"] = {**schemas["training_centre"], **centre}
    centres = [{"id": "C4", "accredited_until": 7}]

    for model in (MODEL, RecordModel.of(schemas)):
        (problem,) = Dataset.from_records({"training_centre": centres}, model=model).problems
        assert [(detail.pointer, detail.code) for detail in problem.details] == [
            ("/accredited_until", "not_of_type")
        ]


def test_a_store_of_another_model_leads_to_its_kinds():
    dataset = Dataset.from_records({"placement": PLACEMENTS, "training_centre": CENTRES}, model=MODEL)
    store = RecordStore.of(dataset)
    relation = MODEL.relation("training_centre", "placements")
    centre = dataset.get("training_centre", "C1").data

    assert [record["id"] for record in store.related(relation)(centre)] == ["P1", "P2", "P4"]
    store.edit(("placement", "P2", 0), None)
    assert [record["id"] for record in store.related(relation)(centre)] == ["P1", "P4"]


def test_a_pack_that_is_loaded_with_a_model_keeps_it():
    pack = RulePack.load("kupang", model=MODEL)

    assert pack.model is MODEL
    assert {rule.model for rule in pack.rules} == {MODEL}
    assert RulePack.load("kupang").model is bundled_model()


# Copies


def pickled(value):
    return pickle.loads(pickle.dumps(value))


COPIES = pytest.mark.parametrize("copied", [pickled, copy.deepcopy])
RECORDS = {
    "placement": [
        {"id": "W1", "scope": "overseas", "departed_on": "2025-03-11", "recruiter_id": "R1",
         "worker": {"birth_date": "2009-04-04"}},
        {"id": "W2", "departed_on": "soon"},
    ],
    "recruiter": [{"id": "R1"}],
}  # fmt: skip


@COPIES
def test_a_copied_model_reads_the_same(copied):
    model = copied(MODEL)

    assert model.kinds == MODEL.kinds
    assert model.is_same_as(MODEL)
    assert not model.is_same_as(bundled_model())
    dataset = Dataset.from_records({"placement": PLACEMENTS, "training_centre": CENTRES}, model=model)
    assert not dataset.problems
    assert dataset.get("training_centre", "C1").data["accredited_until"] == date(2026, 1, 1)


@COPIES
def test_a_dataset_that_was_audited_can_be_copied(copied):
    dataset = Dataset.from_records(RECORDS)
    packs = default_packs()
    report = audit(dataset, packs, as_of=AS_OF)

    again = copied(dataset)

    assert as_json(audit(again, packs, as_of=AS_OF)) == as_json(report)
    assert again.problems == dataset.problems


@COPIES
def test_a_store_can_be_copied_and_changed_apart(copied):
    store = RecordStore.of(Dataset.from_records(RECORDS))
    relation = bundled_model().relation("recruiter", "placements")
    lead = store.related(relation)
    assert [record["id"] for record in lead({"id": "R1"})] == ["W1"]

    again = copied(store)
    change = again.edit(("placement", "W1", 0), None)

    assert change.gaps == {}
    assert [*again.related(relation)({"id": "R1"})] == []
    assert [record["id"] for record in lead({"id": "R1"})] == ["W1"]
    assert again.edit(("placement", "W1", 0), store.entries["placement", "W1", 0]).after
    assert again.problems == store.problems
    assert isinstance(again.entries["placement", "W1", 0], StoredRecord)
