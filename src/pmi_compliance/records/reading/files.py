"""Which files hold records, and which reader takes each."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.messages.inputs import SYSTEM
from pmi_compliance.records.reading.answering import answered
from pmi_compliance.records.reading.arrow import read_parquet
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.csvs import csv_rows, read_csv
from pmi_compliance.records.reading.databases import is_database, read_database
from pmi_compliance.records.reading.grids import Grid
from pmi_compliance.records.reading.headers import Headings
from pmi_compliance.records.reading.jsons import kind_by_fields, read_json, read_lines
from pmi_compliance.records.reading.mapping import Mapping
from pmi_compliance.records.reading.notes import ReadingNotes
from pmi_compliance.records.reading.raw import Origin
from pmi_compliance.records.reading.spreadsheets import grids_of, read_spreadsheet
from pmi_compliance.records.reading.tables import assembled
from pmi_compliance.records.reading.texts import encoding_of, is_empty, is_packed, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TypeAlias

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.found import Sheet
    from pmi_compliance.records.reading.raw import RawRecord
    from pmi_compliance.records.schema import RecordModel

    #: The kinds that a file supplies, its records, and the kinds of which it says that all records are there.
    Whole: TypeAlias = tuple[set[str], Iterable[RawRecord], set[str]]

#: The endings of files that hold records.
FORMS = (
    ".json",
    ".jsonl",
    ".ndjson",
    ".csv",
    ".tsv",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".ods",
    ".parquet",
    ".db",
    ".sqlite",
    ".sqlite3",
)

#: Those that may be packed: `placements.jsonl.gz`, `placements.csv.zst`.
_PACKABLE = frozenset({".json", ".jsonl", ".ndjson", ".csv", ".tsv"})

_CSV = frozenset({".csv", ".tsv"})
_LINES = frozenset({".jsonl", ".ndjson"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
_DATABASES = frozenset({".db", ".sqlite", ".sqlite3"})

#: What other programs leave beside files of records, and what holds answers on their columns: passed over.
_BESIDE = re.compile(r"\..*|thumbs\.db|desktop\.ini|.*-(wal|shm|journal)|.*\.kolom\.yaml", re.IGNORECASE)

#: What a spreadsheet program writes while a workbook is open.
_LOCK = "~$"


def opened(
    paths: Iterable[str | Path],
    model: RecordModel,
    notes: ReadingNotes,
    *,
    mapping: Mapping | None = None,
    strict: bool = False,
) -> tuple[list[Whole], list[tuple[Sheet, Table]]]:
    """
    Open files, folders of them, and databases by their address.

    Args:
        paths: Files, folders and addresses of databases.
        model: The kinds of records.
        notes: Takes what is understood otherwise than it stands there, or left out, as the reading goes on.
        mapping: What the office says of its columns; without one, what stands beside each file.
        strict: Whether only paths and titles count as headings, and names of sheets and files only as they are.

    Returns:
        Files that hold whole records, and tables, whose groups may stand in others. What can be read line by line is
        read when it is gone through.

    Raises:
        UnreadableInput: If a path does not exist, or a file cannot be made sense of as a whole.

    """
    wholes: list[Whole] = []
    sheets: list[tuple[Sheet, Table]] = []
    paths = list(paths)
    for path in paths:
        if is_database(str(path)):
            sheets += read_database(str(path), model, notes)
    asked_for = {Path(path) for path in paths}
    not_read: list[tuple[Path, UnreadableInput]] = []
    for file in files_of(paths, notes):
        headings = Headings(mapping or Mapping.beside(str(file)), strict)
        try:
            _open(file, model, notes, headings, wholes, sheets)
        except UnreadableInput as error:
            # A name that is nearly that of a table is misspelt, and its records are missed.
            meant = tables_of(model).unnamed(_form_and_name(file)[1], file).values.get("meant")
            if error.code != "kind_not_in_name" or file in asked_for or meant:
                raise
            not_read.append((file, error))
    if not_read and not wholes and not sheets:
        raise not_read[0][1]
    for file, _ in not_read:
        notes.add(Origin(str(file)), "file_not_read", name=file.name)
    return wholes, answered(sheets, mapping, strict=strict)


def read_files(
    paths: Iterable[str | Path],
    model: RecordModel,
    notes: ReadingNotes,
    *,
    mapping: Mapping | None = None,
    strict: bool = False,
) -> tuple[set[str], list[RawRecord], set[str]]:
    """
    Read all records that paths lead to.

    Args:
        paths: Files, folders of them, and databases by their address.
        model: The kinds of records.
        notes: Takes what is noted, as for `opened`.
        mapping: As for `opened`.
        strict: As for `opened`.

    Returns:
        The kinds that were supplied, empty ones too, all records in the order found, and the kinds of which a document
        says that all records are there.

    Raises:
        UnreadableInput: As `opened` does.

    """
    return records_in(*opened(paths, model, notes, mapping=mapping, strict=strict))


def records_in(
    wholes: Iterable[Whole], sheets: Iterable[tuple[Sheet, Table]]
) -> tuple[set[str], list[RawRecord], set[str]]:
    """All records of what was opened, as `read_files` gives them."""
    wholes = [*wholes]
    kinds, records = assembled(sheets, (record for _, of_file, _ in wholes for record in of_file))
    supplied = kinds.union(*(kinds for kinds, _, _ in wholes))
    return supplied, records, set[str]().union(*(complete for _, _, complete in wholes))


def is_table(path: Path) -> bool:
    """Whether a file is a workbook, CSV or Parquet, by its ending."""
    return _form_and_name(path)[0] in {*_WORKBOOKS, *_CSV, ".parquet"}


def grids_in(
    path: Path, model: RecordModel, *, mapping: Mapping | None = None, strict: bool = False
) -> list[Grid]:
    """
    The sheets of a file as they stand, with all that is no record.

    Args:
        path: A workbook, a CSV or a Parquet file.
        model: The kinds of records.
        mapping: As for `opened`.
        strict: As for `opened`.

    Raises:
        UnreadableInput: If it cannot be read, or is no table.

    """
    form, name = _form_and_name(path)
    if form in _WORKBOOKS:
        return grids_of(path)
    if form == ".parquet":
        sheet = read_parquet(path, ReadingNotes())
        return [Grid(name, False, [(1, [*sheet.header]), *((at, [*cells]) for at, cells in sheet.rows)])]
    if form in _CSV:
        headings = Headings(mapping or Mapping.beside(str(path)), strict)
        rows = csv_rows(path, name, tables_of(model), headings)
        return [Grid(name, False, [(at, [*cells]) for at, cells in rows])]
    raise UnreadableInput("not_a_table_to_mend", place=path)


def files_of(paths: Iterable[str | Path], notes: ReadingNotes | None = None) -> list[Path]:
    """
    The files that paths lead to, databases apart, each once.

    Args:
        paths: Files and folders.
        notes: Takes what stands in a folder and is not read.

    """
    return [*dict.fromkeys(
        file for path in paths if not is_database(str(path)) for file in _files(Path(path), notes)
    )]  # fmt: skip


def _files(path: Path, notes: ReadingNotes | None) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = [(file, _why_not(file)) for file in sorted(path.iterdir()) if not _BESIDE.fullmatch(file.name)]
    files = [file for file, reason in found if reason is None]
    if not files:
        raise UnreadableInput("no_records_in_folder", place=path, forms=FORMS)
    for file, reason in found:
        if notes is not None and reason is not None:
            notes.add(Origin(str(file)), reason, name=file.name)
    return files


def _why_not(file: Path) -> str | None:
    """Why something in a folder is not read, as the code of a note."""
    if file.name.startswith(_LOCK):
        return "lock_file"
    if file.is_dir():
        return "folder_inside"
    if file.is_symlink() and not file.exists():
        return "link_to_nothing"
    if not file.is_file():
        return "no_plain_file"
    return None if _form_and_name(file)[0] in FORMS else "other_form"


def _form_and_name(path: Path) -> tuple[str, str]:
    """The ending that says how a file is read, and what it is called without: `.csv`, `placements`."""
    if is_packed(path):
        inner = Path(path.stem)
        form = inner.suffix.lower()
        return (form, inner.stem) if form in _PACKABLE else (path.suffix.lower(), path.stem)
    return path.suffix.lower(), path.stem


def _open(
    path: Path,
    model: RecordModel,
    notes: ReadingNotes,
    headings: Headings,
    wholes: list[Whole],
    sheets: list[tuple[Sheet, Table]],
) -> None:
    form, name = _form_and_name(path)
    if (form in _DATABASES and not path.is_file()) or (form not in FORMS and not path.exists()):
        # A database that is asked for would be made, and a misspelt folder has no ending to complain of.
        raise UnreadableInput("cannot_open", place=path, reason=SYSTEM["ENOENT"])
    if form not in FORMS:
        raise UnreadableInput("form_not_read", place=path, form=form, forms=FORMS)
    if path.exists() and not path.is_file():
        # A pipe gives its content once, and perhaps never.
        raise UnreadableInput("not_a_file", place=path)
    if _is_nothing(path, form):
        notes.add(Origin(str(path)), "nothing_in_file", name=path.name)
    elif form in _WORKBOOKS:
        sheets += read_spreadsheet(path, model, notes, headings)
    elif form in _DATABASES:
        sheets += read_database(f"sqlite:///{path}", model, notes)
    elif form == ".json":
        text = "".join(lines_of(path, "\n", encoding_of(path)))
        kind = model.kind_of_table(name)
        if kind is None and not headings.strict and (kind := kind_by_fields(text, model)) is not None:
            notes.add(Origin(str(path)), "file_by_fields", name=path.name, table=model.tables[kind])
        wholes.append(read_json(str(path), text, kind, model))
    elif form in _LINES:
        table = tables_of(model).named(name)
        if table is None or table.group:
            raise tables_of(model).unnamed(name, place=path)
        lines = lines_of(path, "\n", encoding_of(path))
        wholes.append(({table.kind}, read_lines(str(path), lines, table.kind), set()))
    elif form == ".parquet":
        table = tables_of(model).named(name)
        if table is None:
            raise tables_of(model).unnamed(name, place=path)
        sheets.append((read_parquet(path, notes), table))
    else:
        sheets.append(read_csv(path, name, tables_of(model), notes, headings))


def _is_nothing(path: Path, form: str) -> bool:
    """Whether nothing was supplied: no octet, or of a text none but white space."""
    if not path.is_file():
        return False
    return is_empty(path) if form in _PACKABLE else path.stat().st_size == 0
