"""Every form that records come in gives the same records: workbooks, Parquet, Arrow, Polars, pandas, databases."""

import json
import os
import pwd
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa

from helpers import needs
from helpers.errors import raises
from helpers.flat import dated, plain, sheets
from helpers.reading import refused_when_damaged
from pmi_compliance import Dataset, UnreadableInput, UsageError, audit, default_packs, read_records
from pmi_compliance.base.messages.inputs import SYSTEM
from pmi_compliance.base.messages.libraries import DATABASE, PARQUET
from pmi_compliance.base.text import Text
from pmi_compliance.expr.types import BOOL, INT, STRING, Field
from pmi_compliance.records.reading.columns import Column, Table, tables_of
from pmi_compliance.records.schema import bundled_model

EXAMPLES = Path(__file__).parents[2] / "examples"
AS_OF = date(2025, 10, 31)


def quickstart():
    """The quick start as Python holds it."""
    dataset = Dataset.read(EXAMPLES / "quickstart")
    return {kind: [plain({**record.data}) for record in records] for kind, records in dataset.tables.items()}


TABLES = quickstart()
MODEL = bundled_model()
COLUMNS = tables_of(MODEL)


def records_of(dataset):
    assert not dataset.problems, dataset.problems[:3]
    return {kind: [plain({**record.data}) for record in records] for kind, records in dataset.tables.items()}


def unordered(value):
    """The same without the order of rows, which a database does not have."""
    match value:
        case dict():
            return {name: unordered(inner) for name, inner in value.items()}
        case list():
            return sorted(map(unordered, value), key=repr)
        case _:
            return value


EXPECTED = records_of(Dataset.from_records(TABLES))


# Workbooks


def workbook(path, language=None, typed=True, tables=TABLES):
    """The records as a workbook that another program wrote; headers as paths, or as titles of a language."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for table, header, rows in sheets(tables):
        name = table.sheet_name(language) if language else table.name[:31]
        sheet = book.create_sheet(name)
        sheet.append([table.heading(path, language) for path in header] if language else header)
        kinds = [table.type_of(path) for path in header]
        for row in rows:
            cells = [dated(cell, kind) for cell, kind in zip(row, kinds, strict=True)] if typed else row
            sheet.append([str(cell) if not typed and cell is not None else cell for cell in cells])
    book.save(path)
    return path


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("language", [None, "id", "en"])
def test_a_workbook_gives_the_same_records(tmp_path, language, typed):
    """Headers as paths or titles; dates, numbers and truths typed, or everything text."""
    dataset = Dataset.read(workbook(tmp_path / "rekam.xlsx", language, typed))

    assert records_of(dataset) == EXPECTED
    assert len(EXPECTED["placement"]) == 39


@pytest.mark.slow
def test_an_audit_of_a_workbook_says_sheet_and_row(tmp_path):
    report = audit(Dataset.read(workbook(tmp_path / "rekam.xlsx", "id")), default_packs(), as_of=AS_OF)

    finding = next(finding for finding in report.findings if finding.rule == "uu18-2017-p5a-min-age")
    assert str(finding.source).endswith("rekam.xlsx:Penempatan:7")
    assert finding.source.as_json()["sheet"] == "Penempatan"
    assert {outcome.value: count for outcome, count in report.outcomes.items()} == {
        "fail": 16, "review": 18, "unknown": 844, "waived": 0, "pass": 812, "not_applicable": 2941,
    }  # fmt: skip


def written(tmp_path, **sheets_):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets_.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    return tmp_path / "a.xlsx"


def problems(path):
    return {str(problem.origin).split("/")[-1]: problem.details for problem in Dataset.read(path).problems}


def test_a_problem_of_a_workbook_names_sheet_row_and_cell(tmp_path):
    details = problems(
        written(
            tmp_path,
            Penempatan=[["Nomor rekam", "Lingkup", "Tanggal berangkat"], ["a", "sana", "kapan"]],
            **{
                "Penempatan.Dokumen": [
                    ["Nomor rekam penempatan", "Jenis"],
                    ["a", "pasport"],
                    ["b", "passport"],
                ]
            },
        )
    )

    assert set(details) == {
        "a.xlsx:Penempatan:2",
        "a.xlsx:Penempatan.Dokumen:2",
        "a.xlsx:Penempatan.Dokumen:3",
    }
    assert {detail.pointer for detail in details["a.xlsx:Penempatan:2"]} == {"/scope", "/departed_on"}
    assert details["a.xlsx:Penempatan.Dokumen:2"][0].code == "not_listed_misspelt"
    assert "`passport`" in details["a.xlsx:Penempatan.Dokumen:2"][0].values["near"].id
    assert details["a.xlsx:Penempatan.Dokumen:2"][0].pointer == "/documents/0/type"
    assert details["a.xlsx:Penempatan.Dokumen:3"][0].code == "row_without_record"


def test_a_nik_that_a_spreadsheet_made_a_number_of_is_refused(tmp_path):
    """Sixteen digits do not fit into its numbers: the last are gone, and nobody can see it."""
    (errors,) = problems(
        written(tmp_path, placements=[["id", "worker.nik"], ["a", 5301064505100001]])
    ).values()

    assert "digits_lost" in {detail.code for detail in errors}
    assert "5301064505100001" not in str(errors)


@pytest.mark.parametrize(
    ("cell", "kept"),
    [(12, "12"), (12.0, "12"), ("012", "012"), (" x ", "x")],
)
def test_a_number_in_a_column_of_texts_is_a_text(tmp_path, cell, kept):
    dataset = Dataset.read(written(tmp_path, placements=[["id", "job"], ["a", cell]]))

    assert dataset.tables["placement"][0].data["job"] == kept


@pytest.mark.parametrize(
    ("column", "cell"),
    [("departed_on", 3000), ("departed_on", "31/02/2025"), ("departed_on", True),
     ("worker.stated_age", 17.5), ("scope", 1), ("via_partner", 2), ("via_partner", "mungkin"),
     # What a formula came to: an error is not a fact that nobody knows.
     ("departed_on", "#REF!")],
)  # fmt: skip
def test_a_cell_that_does_not_fit_its_column_is_a_problem(tmp_path, column, cell):
    (errors,) = problems(written(tmp_path, placements=[["id", column], ["a", cell]])).values()

    assert [detail.pointer for detail in errors] == ["/" + column.replace(".", "/")]


def test_midnight_is_a_day_and_empty_rows_are_none(tmp_path):
    path = written(
        tmp_path,
        placements=[
            ["id", "departed_on"],
            ["a", datetime(2025, 1, 1)],
            [None, None],
            ["", " "],
            ["b", date(2025, 1, 2)],
        ],
        kosong=[],
    )

    assert [record.data.get("departed_on") for record in Dataset.read(path).tables["placement"]] == [
        date(2025, 1, 1),
        date(2025, 1, 2),
    ]


def test_a_group_in_a_group_tells_the_row_it_belongs_to(tmp_path):
    sheets_ = {
        "Perekrut": [["id"], ["r"]],
        "Perekrut.Izin": [["recruiter_id", "number"], ["r", "A"], ["r", "B"]],
        "Perekrut.Riwayat status": [
            ["recruiter_id", "licences", "status"],
            ["r", 2, "active"],
            ["r", 2, "revoked"],
        ],
    }
    licences = Dataset.read(written(tmp_path, **sheets_)).tables["recruiter"][0].data["licences"]
    assert [len(licence.get("status_history", ())) for licence in licences] == [0, 2]

    sheets_["Perekrut.Riwayat status"][1][1] = 3
    (errors,) = problems(written(tmp_path, **sheets_)).values()
    assert "must give the number of its Licences no. (1 to 2)" in errors[0].message.en


def test_rows_of_a_group_may_have_ids_of_their_own(tmp_path):
    path = written(
        tmp_path, recruiters=[["id"], ["r"]], **{"recruiter.offices": [["recruiter_id", "id"], ["r", "o"]]}
    )

    assert Dataset.read(path).tables["recruiter"][0].data["offices"][0]["id"] == "o"


@pytest.mark.parametrize(
    ("name", "rows", "code", "values"),
    [
        ("Lembar1", [["id"]], "kind_not_in_name", {"meant": None}),
        ("Penempatn", [["id"]], "kind_not_in_name", {"meant": "penempatan"}),
        ("placement.papers", [["id"]], "unknown_group", {"name": "papers"}),
        ("placements", [["P1", "Maria Contoh"], ["P2", "x"]], "no_column_names", {}),
        ("placements", [["id", "id"]], "columns_twice", {"columns": ("id",)}),
        (
            "placements",
            [["Tanggal berangkat", "departed_on", "id"]],
            "columns_twice",
            {"columns": ("departed_on",)},
        ),
    ],
)
def test_a_sheet_that_makes_no_sense_stops_the_run(tmp_path, name, rows, code, values):
    with raises(UnreadableInput, code, **values) as caught:
        Dataset.read(written(tmp_path, **{name: rows}))
    assert "Maria" not in str(caught.value)


def test_what_is_no_workbook_is_reported(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK no zip")
    with raises(UnreadableInput, "broken_workbook", place=str(path)):
        Dataset.read(path)
    with raises(UnreadableInput, "cannot_open", reason=SYSTEM["ENOENT"]):
        Dataset.read(tmp_path / "none.xlsx")


@pytest.mark.slow
def test_no_broken_workbook_shows_a_stack_trace(tmp_path):
    """Cut short, or with a few octets changed, anywhere: read, or reported."""
    whole = workbook(tmp_path / "a.xlsx").read_bytes()

    assert refused_when_damaged(tmp_path / "b.xlsx", whole, times=200, cut=0.4) > 60


# Names of sheets and columns


def test_what_the_schema_calls_a_column_goes_before_the_title_of_another():
    """A title is chosen for readers, and may one day be the path of a column beside it."""
    titles = {"status": "Scope", "scope": "Status", "job": "Work"}
    headings = {path: Text(title, title) for path, title in titles.items()}
    columns = tuple(Column(path, title, Field(STRING)) for path, title in headings.items())
    table_ = Table("placement", "", "placements", (Text("a", "a"),), columns, (), headings)

    assert [table_.path_of(heading) for heading in ("scope", "Status", "work")] == ["scope", "status", "job"]


def test_every_sheet_and_heading_means_one_thing():
    for language in ("id", "en"):
        named = [sheet.sheet_name(language).casefold() for sheet in COLUMNS.all]
        assert len(set(named)) == len(named)
        assert all(
            len(name) <= 31 and COLUMNS.named(name) is sheet
            for name, sheet in zip(named, COLUMNS.all, strict=True)
        )
        for sheet in COLUMNS.all:
            headings = [sheet.heading(column.path, language) for column in sheet.columns]
            assert [sheet.path_of(heading) for heading in headings] == [
                column.path for column in sheet.columns
            ]


# Columnar tables


def frames():
    """Each table as pyarrow."""
    tables = {}
    for table, header, rows in sheets(TABLES):
        columns = {}
        for at, name in enumerate(header):
            kind = table.type_of(name)
            cells = [dated(row[at], kind) for row in rows]
            columns[name] = pa.array(cells)
        tables[table.name] = pa.table(columns)
    return tables


@pytest.mark.parametrize(
    "of", [lambda table: table, pl.from_arrow, lambda table: table.to_pandas(types_mapper=pd.ArrowDtype),
           lambda table: table.to_pandas(date_as_object=True)],
    ids=["arrow", "polars", "pandas-arrow", "pandas"],
)  # fmt: skip
def test_tables_from_python_give_the_same_records(of):
    assert records_of(Dataset.from_tables({name: of(table) for name, table in frames().items()})) == EXPECTED


def test_nested_columns_give_the_same_records():
    """Groups as structs and lists of them, as they stand in Parquet that a register exports."""
    tables_ = {
        f"{kind}s": pa.table({name: [record.get(name) for record in records] for name in dict.fromkeys(
            name for record in records for name in record)})
        for kind, records in TABLES.items()
    }  # fmt: skip

    assert records_of(Dataset.from_tables(tables_)) == EXPECTED


def test_parquet_gives_the_same_records_and_tells_rows(tmp_path):
    for name, table in frames().items():
        pq.write_table(table, tmp_path / f"{name}.parquet")
    assert records_of(Dataset.read(tmp_path)) == EXPECTED

    pq.write_table(
        pa.table({"id": ["a", "b"], "scope": ["overseas", "sana"]}), tmp_path / "placements.parquet"
    )
    (tmp_path / "placement.documents.parquet").unlink()
    (problem,) = (problem for problem in Dataset.read(tmp_path / "placements.parquet").problems)
    assert str(problem.origin).endswith("placements.parquet:3")


def test_a_damaged_parquet_file_is_reported_wherever_it_is_damaged(tmp_path):
    """Its end may be whole while its pages are not: that is noticed only as they are read."""
    path = tmp_path / "placements.parquet"
    pq.write_table(pa.table({"id": [f"p{number}" for number in range(5000)]}), path)
    damaged = bytearray(path.read_bytes())
    damaged[40:4000] = b"\xff" * 3960
    path.write_bytes(damaged)

    for backend in ("closures", "tables"):
        with raises(UnreadableInput, "broken_parquet", place=str(path), reason=PARQUET[""]):
            read_records(path, backend=backend)


def test_what_is_no_table_is_reported(tmp_path):
    (tmp_path / "placements.parquet").write_bytes(b"PAR1 no")
    with raises(UnreadableInput, "broken_parquet"):
        Dataset.read(tmp_path / "placements.parquet")
    with raises(UsageError, "not_a_table", name="placements"):
        Dataset.from_tables({"placements": [{"id": "a"}]})
    with raises(UsageError, "unknown", what="kind", name="placment"):
        Dataset.from_tables({"placment": pa.table({"id": ["a"]})})


# Databases


def stored(engine, nested):
    """The records in a database: groups in tables of their own, or as JSON in a column."""
    with engine.begin() as connection:
        if nested:
            for kind, records in TABLES.items():
                names = dict.fromkeys(name for record in records for name in record)
                types = {
                    name: sa.JSON
                    for name in names
                    if any(isinstance(record.get(name), dict | list) for record in records)
                }
                table = sa.Table(
                    f"{kind}s",
                    sa.MetaData(),
                    *(sa.Column(name, types.get(name, _type(kind, name))) for name in names),
                )
                table.create(connection)
                rows = [{name: _db(kind, name, record.get(name)) for name in names} for record in records]
                connection.execute(table.insert(), rows)
            return
        for table, header, rows in sheets(TABLES):
            name = table.name.replace(".", "__")
            columns = [path.replace(".", "__") for path in header]
            sql_table = sa.Table(
                name,
                sa.MetaData(),
                *(
                    sa.Column(column, _type_of(table.type_of(path)))
                    for column, path in zip(columns, header, strict=True)
                ),
            )
            sql_table.create(connection)
            connection.execute(
                sql_table.insert(),
                [
                    {
                        column: dated(cell, table.type_of(path))
                        for column, path, cell in zip(columns, header, row, strict=True)
                    }
                    for row in rows
                ],
            )


def _type_of(kind):
    from pmi_compliance.expr.types import DATE

    return {BOOL: sa.Boolean, INT: sa.BigInteger, DATE: sa.Date}.get(kind, sa.Text)


def _type(kind, name):
    return _type_of(COLUMNS.table(kind).type_of(name))


def _db(kind, name, value):
    return dated(value, COLUMNS.table(kind).type_of(name))


def _not_the_administrator():
    """What a command begins with so that another account runs it: for the administrator the server refuses to run."""
    if os.geteuid() != 0:
        return []
    accounts = {account.pw_name for account in pwd.getpwall()}
    account = next((name for name in ("postgres", "nobody") if name in accounts), None)
    if account is None or shutil.which("runuser") is None:
        needs.unavailable(
            "PostgreSQL does not run for the administrator, and there is no account or no runuser"
        )
    return ["runuser", "-u", account, "--"]


@contextmanager
def postgres():
    """A real server of this test's own, on a socket in a folder."""
    program = shutil.which("pg_ctl") or next(
        iter(sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"))), None
    )
    if program is None:
        needs.unavailable("no PostgreSQL server (pg_ctl): reading from one is not tried")
    # A link to one program of the server may stand where the others do not.
    bin_ = Path(program).resolve().parent
    if not (bin_ / "initdb").exists():
        needs.unavailable(f"PostgreSQL is half there, {bin_} holds no initdb: reading from it is not tried")
    user = _not_the_administrator()
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    if user:
        shutil.chown(folder, user[2])

    def run(*command):
        subprocess.run([*user, *map(str, command)], check=True, capture_output=True, cwd=folder)

    try:
        options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
        try:
            run(bin_ / "initdb", "-D", folder / "data", "-A", "trust", "-U", "office", "-E", "UTF8")
            run(bin_ / "pg_ctl", "-D", folder / "data", "-w", "-l", folder / "log", "-o", options, "start")
        except (OSError, subprocess.CalledProcessError) as error:
            cause = getattr(error, "stderr", b"").decode(errors="replace") or error
            needs.unavailable("a PostgreSQL server does not start here: reading from it is not tried", cause)
        try:
            yield f"postgresql://office:rahasia@/postgres?host={folder}"
        finally:
            run(bin_ / "pg_ctl", "-D", folder / "data", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def server():
    with postgres() as address:
        yield address


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.extras)])
def address(request, tmp_path):
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'register.sqlite'}"
        return
    started = request.getfixturevalue("server")
    engine = sa.create_engine(started.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        connection.execute(sa.text("drop schema public cascade; create schema public"))
    engine.dispose()
    yield started


def engine_of(address):
    return sa.create_engine(address.replace("postgresql:", "postgresql+psycopg:"))


@pytest.mark.parametrize("nested", [False, True])
def test_a_database_gives_the_same_records(address, nested):
    engine = engine_of(address)
    stored(engine, nested)
    engine.dispose()

    assert unordered(records_of(Dataset.read(address))) == unordered(EXPECTED)


def test_a_view_is_a_table_and_a_problem_names_it(address):
    engine = engine_of(address)
    with engine.begin() as connection:
        connection.execute(sa.text("create table register (nomor text, berangkat text)"))
        connection.execute(sa.text("insert into register values ('a', '2025-01-01'), ('b', 'kapan')"))
        connection.execute(
            sa.text("create view placements as select nomor as id, berangkat as departed_on from register")
        )
    engine.dispose()

    dataset = Dataset.read(address)
    assert [record.id for record in dataset.tables["placement"]] == ["a", "b"]
    (problem,) = dataset.problems
    assert str(problem.origin).endswith(":placements:3")
    assert "rahasia" not in str(problem.origin), "a password is not repeated"


@pytest.mark.parametrize(
    ("address", "original"),
    [
        ("postgresql://office:rahasia@/x?host=FOLDER", "resolve|refused"),
        ("postgresql://office:rahasia@127.0.0.1:1/x", "refused"),
        ("nothing://office:rahasia@h/x", "load plugin"),
        ("postgresql://office:rahasia@h:port/x", "invalid literal for int"),
        ("://office:rahasia@h", r"parse \w+ URL"),
        ("sqlite:///FOLDER", "unable to open"),
    ],
)  # fmt: skip
def test_a_database_that_cannot_be_read_is_reported_in_our_words_without_its_password(
    tmp_path, address, original
):
    with pytest.raises(UnreadableInput) as caught:
        Dataset.read(address.replace("FOLDER", str(tmp_path)))

    assert "rahasia" not in str(caught.value)
    if caught.value.code == "broken_database":
        reasons = [
            text for pattern, text in DATABASE.items() if set(original.split("|")) & set(pattern.split("|"))
        ]
        assert caught.value.values["reason"] in reasons
    else:
        assert (original, caught.value.code) == ("unable to open", "cannot_open")


def test_the_library_that_reads_a_database_is_named_where_it_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "oracledb", None)

    with raises(UnreadableInput, "missing_driver", place="oracle+oracledb://a:***@h/x", library="oracledb"):
        Dataset.read("oracle+oracledb://a:rahasia@h/x")


@pytest.mark.parametrize(
    "address", ["sqlite:///{}", "sqlite+pysqlite:///{}", "sqlite:///file:{}?mode=rwc&uri=true"]
)
@pytest.mark.parametrize("name", ["register.db", "none/register.db"])
def test_a_database_in_a_file_is_never_made(tmp_path, address, name):
    """SQLite would make it, and an empty register would pass for a good one."""
    with raises(UnreadableInput, "cannot_open", reason=SYSTEM["ENOENT"]):
        Dataset.read(address.format(tmp_path / name))
    assert [*tmp_path.iterdir()] == []


def test_a_file_that_is_no_database_is_let_go_of(tmp_path, monkeypatch):
    path, connections, connect = tmp_path / "register.db", [], sqlite3.connect
    path.write_text("this is a text, and it is long enough to be taken for the head of a database" * 10)
    monkeypatch.setattr(
        sqlite3.dbapi2,
        "connect",
        lambda *given, **more: connections.append(connect(*given, **more)) or connections[-1],
    )

    with raises(UnreadableInput, "broken_database", reason=DATABASE["not a database|file is encrypted"]):
        Dataset.read(path)

    (connection,) = connections
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connection.execute("SELECT 1")


def test_a_sqlite_file_is_read_by_its_ending_and_never_made(tmp_path):
    path = tmp_path / "register.db"
    with raises(UnreadableInput, "cannot_open", reason=SYSTEM["ENOENT"]):
        Dataset.read(path)
    assert not path.exists()
    engine = sa.create_engine(f"sqlite:///{path}")
    stored(engine, nested=False)
    engine.dispose()
    assert unordered(records_of(Dataset.read(path))) == unordered(EXPECTED)


# All of them together


def test_tables_of_different_forms_belong_together(tmp_path):
    """A group may stand in another file than its records."""
    supplied = {name: table for name, table in frames().items() if name.startswith("placement")}
    pq.write_table(supplied["placements"], tmp_path / "placements.parquet")
    documents = supplied["placement.documents"].to_pylist()
    rows = [["placement_id", *(name for name in documents[0] if name != "placement_id")]]
    rows += [[row["placement_id"], *(row[name] for name in rows[0][1:])] for row in documents]
    written(tmp_path, **{"Penempatan.Dokumen": rows})
    others = {kind: records for kind, records in TABLES.items() if kind != "placement"}
    (tmp_path / "lain.json").write_text(
        json.dumps({f"{kind}s": listed for kind, listed in others.items()}), encoding="utf-8"
    )

    records = records_of(Dataset.read(tmp_path))
    assert [record.get("documents") for record in records["placement"]] == [
        record.get("documents") for record in EXPECTED["placement"]
    ]
    assert records["recruiter"] == EXPECTED["recruiter"]


@pytest.mark.parametrize("day", [date(2001, 5, 6), datetime(2001, 5, 6)])
def test_days_inside_a_group_are_read(day):
    """Flat columns were all that was tried; a group that held a day was refused, and telling so failed."""
    rows = [
        {"id": "P1", "worker": {"birth_date": day}, "documents": [{"type": "passport", "issued_on": day}]},
        {"id": "P2", "worker": {"birth_date": day, "sex": "x"}},
    ]
    dataset = Dataset.from_tables({"placements": pa.Table.from_pylist(rows)})

    data = dataset.get("placement", "P1").data
    assert (data["worker"]["birth_date"], data["documents"][0]["issued_on"]) == (date(2001, 5, 6),) * 2
    assert [(problem.id, problem.details[0].pointer) for problem in dataset.problems] == [
        ("P2", "/worker/sex")
    ]


def test_what_json_cannot_hold_is_reported_by_its_kind():
    dataset = Dataset.from_records(
        {"placement": [{"id": "P1", "scope": date(2001, 5, 6)}, {"id": "P2", "scope": {1}}]}
    )

    assert [problem.id for problem in dataset.problems] == ["P1", "P2"]
    assert '`"set"`' in dataset.problems[1].details[0].message.en
