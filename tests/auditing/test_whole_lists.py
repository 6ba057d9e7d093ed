"""A list is whole only where it says so: what is not in another one neither accuses nor clears, in every form of input."""

import csv
import json
from datetime import date
from itertools import product

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from attrs import evolve

from helpers.flat import dated, sheets
from helpers.law import audited
from pmi_compliance import Outcome, RulePack, audit, read_records
from pmi_compliance.expr.types import BOOL, DATE, INT

AS_OF = date(2025, 10, 31)
DEPARTED = {
    "scope": "overseas",
    "executor_kind": "p3mi",
    "worker_category": "legal_entity_employer",
    "status": "departed",
    "recruited_on": "2025-02-01",
    "departed_on": "2025-05-01",
}
#: No passport among them, and no fee.
LISTS = {
    "documents": [{"type": "marital_status", "status": "held", "issued_on": "2025-02-10"}],
    "costs": [{"component": "skck", "class": "personal", "charged_to": "worker", "amount_idr": 30000}],
}
PASSPORT, FEE = "uu18-2017-p13e-passport", "uu18-2017-p30-no-placement-fee"

#: What can be said of a list beside it, and whether it is whole then.
SAID = {"nothing": {}, "null": {"": None}, "false": {"": False}, "true": {"": True}}


def said(name, word):
    return {f"{name}_complete": value for value in SAID[word].values()}


PLACEMENTS = [
    {
        "id": f"{documents}-{costs}",
        **DEPARTED,
        **LISTS,
        **said("documents", documents),
        **said("costs", costs),
    }
    for documents, costs in product(SAID, repeat=2)
]
EXPECTED = {
    f"{documents}-{costs}": (
        Outcome.FAIL if documents == "true" else Outcome.UNKNOWN,
        Outcome.PASS if costs == "true" else Outcome.UNKNOWN,
    )
    for documents, costs in product(SAID, repeat=2)
}


def tables():
    """The placements and their groups as tables: name, header with types, and rows."""
    for table, header, rows in sheets({"placement": PLACEMENTS}):
        kinds = [table.type_of(path) for path in header]
        yield (
            table.name,
            header,
            kinds,
            [[dated(*cell) for cell in zip(row, kinds, strict=True)] for row in rows],
        )


def as_json(folder):
    (folder / "placements.json").write_text(json.dumps(PLACEMENTS), encoding="utf-8")
    return folder


def as_csv(folder):
    words = {True: "ya", False: "tidak", None: ""}
    for name, header, kinds, rows in tables():
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(
                [words[cell] if kind == BOOL else cell for cell, kind in zip(row, kinds, strict=True)]
                for row in rows
            )
    return folder


def as_parquet(folder):
    for name, header, _, rows in tables():
        columns = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return folder


def as_workbook(folder):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, header, _, rows in tables():
        sheet = book.create_sheet(name)
        for row in (header, *rows):
            sheet.append(row)
    book.save(folder / "placements.xlsx")
    return folder / "placements.xlsx"


def as_database(folder):
    address = f"sqlite:///{folder / 'register.sqlite'}"
    engine = sa.create_engine(address)
    types = {BOOL: sa.Boolean, DATE: sa.Date, INT: sa.Integer}
    with engine.begin() as connection:
        for name, header, kinds, rows in tables():
            names = [path.replace(".", "__") for path in header]
            columns = [
                sa.Column(*column)
                for column in zip(names, [types.get(k, sa.Text) for k in kinds], strict=True)
            ]
            table = sa.Table(name.replace(".", "__"), sa.MetaData(), *columns)
            table.create(connection)
            connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])
    engine.dispose()
    return address


def outcomes(report):
    """What the two rules say of each placement."""
    found = {(finding.rule, finding.subject.id): finding.outcome for finding in report.findings}
    return {name: (found[PASSPORT, name], found[FEE, name]) for name in EXPECTED}


@pytest.mark.parametrize("backend", ["closures", "tables"])
@pytest.mark.parametrize("form", [as_json, as_csv, as_parquet, as_workbook, as_database])
def test_only_a_list_that_says_so_is_whole_and_each_for_itself(tmp_path, form, backend):
    """Said or not of the papers, said or not of the costs: sixteen placements, in each form, by both back ends."""
    pack = RulePack.load("uu-18-2017")
    asked = evolve(pack, rules=tuple(rule for rule in pack.rules if rule.id in {PASSPORT, FEE}))
    records = read_records(form(tmp_path), backend=backend)
    report = audit(records, [asked], as_of=AS_OF, include_passed=True)

    assert report.problems == ()
    assert outcomes(report) == EXPECTED


@pytest.mark.parametrize("status", ["absent", "forged", "invalid"])
def test_what_is_stated_is_heard_in_a_list_that_is_not_whole(status):
    report = audited(
        {"placement": [{"id": "p", **DEPARTED, "documents": [{"type": "passport", "status": status}]}]}
    )

    assert {finding.outcome for finding in report.findings if finding.rule == PASSPORT} == {Outcome.FAIL}
