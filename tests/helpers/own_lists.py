"""A list with an office's own headings in every form in which one can be handed in; each gives what `read_records` takes."""

import csv

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import sqlalchemy as sa


def as_csv(folder, headings, *rows, name="placements"):
    with (folder / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([headings, *rows])
    return folder


def as_workbook(folder, headings, *rows, name="placements"):
    book = openpyxl.Workbook()
    book.active.title = name
    for row in (headings, *rows):
        book.active.append(row)
    book.save(folder / "daftar.xlsx")
    return folder / "daftar.xlsx"


def as_parquet(folder, headings, *rows, name="placements"):
    columns = dict(zip(headings, map(list, zip(*rows, strict=True)), strict=True))
    pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    return folder


def as_database(folder, headings, *rows, name="placements"):
    address = f"sqlite:///{folder / 'daftar.sqlite'}"
    engine = sa.create_engine(address)
    table = sa.Table(name, sa.MetaData(), *(sa.Column(heading, sa.Text) for heading in headings))
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(table.insert(), [dict(zip(headings, row, strict=True)) for row in rows])
    engine.dispose()
    return address


OWN_FORMS = (as_csv, as_workbook, as_parquet, as_database)
