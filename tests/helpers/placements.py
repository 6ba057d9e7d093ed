"""Placements written in every form in which records can be handed in; each gives what `read_records` takes."""

import csv
import json

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa

from helpers.flat import dated, sheets
from pmi_compliance.expr.types import BOOL, DATE, INT


def tables(placements):
    """The placements and their groups as tables: name, header with types, and rows."""
    for table, header, rows in sheets({"placement": placements}):
        kinds = [table.type_of(path) for path in header]
        yield (
            table.name,
            header,
            kinds,
            [[dated(*cell) for cell in zip(row, kinds, strict=True)] for row in rows],
        )


def as_json(folder, placements):
    (folder / "placements.json").write_text(json.dumps(placements), encoding="utf-8")
    return folder


def as_csv(folder, placements):
    words = {True: "ya", False: "tidak", None: ""}
    for name, header, kinds, rows in tables(placements):
        with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(header)
            writer.writerows(
                [words[cell] if kind == BOOL else cell for cell, kind in zip(row, kinds, strict=True)]
                for row in rows
            )
    return folder


def as_parquet(folder, placements):
    for name, header, _, rows in tables(placements):
        columns = dict(zip(header, map(list, zip(*rows, strict=True)), strict=True))
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return folder


def as_workbook(folder, placements):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, header, _, rows in tables(placements):
        sheet = book.create_sheet(name)
        for row in (header, *rows):
            sheet.append(row)
    book.save(folder / "placements.xlsx")
    return folder / "placements.xlsx"


def as_database(folder, placements):
    address = f"sqlite:///{folder / 'register.sqlite'}"
    engine = sa.create_engine(address)
    types = {BOOL: sa.Boolean, DATE: sa.Date, INT: sa.Integer}
    with engine.begin() as connection:
        for name, header, kinds, rows in tables(placements):
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


FORMS = (as_json, as_csv, as_parquet, as_workbook, as_database)
