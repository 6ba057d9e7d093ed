"""Which files hold records, and which reader takes each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base.errors import UnreadableInput
from pmi_compliance.base.messages.inputs import SYSTEM
from pmi_compliance.records.reading.answering import answered
from pmi_compliance.records.reading.arrow import read_parquet
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.databases import is_database, read_database
from pmi_compliance.records.reading.jsons import read_json, read_lines
from pmi_compliance.records.reading.tables import assembled, read_csv
from pmi_compliance.records.reading.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeAlias

    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.mapping import Mapping
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.raw import RawRecord
    from pmi_compliance.records.reading.tables import Sheet
    from pmi_compliance.records.schema import RecordModel

    #: The kinds that a file supplies, its records, and the kinds of which it says that all records are there.
    Whole: TypeAlias = tuple[set[str], Iterable[RawRecord], set[str]]

#: The endings of files that hold records.
FORMS = (".json", ".jsonl", ".csv", ".xlsx", ".parquet", ".db", ".sqlite", ".sqlite3")

#: Endings of forms that are not read; named, so that nobody thinks such a file was.
_OTHERS = (".xls", ".xlsm", ".ods", ".tsv", ".xml", ".feather", ".arrow")


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
        strict: Whether only paths and titles count as headings.

    Returns:
        Files that hold whole records, and tables, whose groups may stand in others. What can be read line by line is
        read when it is gone through.

    Raises:
        UnreadableInput: If a path does not exist, or a file cannot be made sense of as a whole.

    """
    wholes: list[Whole] = []
    sheets: list[tuple[Sheet, Table]] = []
    for path in paths:
        if is_database(str(path)):
            sheets += read_database(str(path), model, notes)
    for file in files_of(paths):
        _open(file, model, notes, wholes, sheets)
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
    wholes, sheets = opened(paths, model, notes, mapping=mapping, strict=strict)
    kinds, records = assembled(sheets, (record for _, of_file, _ in wholes for record in of_file))
    supplied = kinds.union(*(kinds for kinds, _, _ in wholes))
    return supplied, records, set[str]().union(*(complete for _, _, complete in wholes))


def files_of(paths: Iterable[str | Path]) -> list[Path]:
    """The files that paths lead to, databases apart, each once."""
    return [*dict.fromkeys(
        file for path in paths if not is_database(str(path)) for file in _files(Path(path))
    )]  # fmt: skip


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    files = [file for file in inside if file.suffix.lower() in FORMS + _OTHERS]
    if not files:
        raise UnreadableInput("no_records_in_folder", place=path, forms=FORMS)
    return files


def _text(path: Path) -> str:
    return "".join(_lines(path, "\n"))


def _lines(path: Path, newline: str) -> Iterator[str]:
    """The lines of a file, with their ends."""
    try:
        with path.open(encoding="utf-8-sig", newline=newline) as file:
            yield from file
    except UnicodeDecodeError:
        raise UnreadableInput("not_utf8", place=path, byte=_not_text(path)) from None
    except OSError as error:
        raise UnreadableInput.unopened(path, error) from None


def _not_text(path: Path) -> int:
    """The first byte that is no text, counted from 1."""
    before = 0
    with path.open("rb") as file:
        for line in file:
            try:
                line.decode()
            except UnicodeDecodeError as error:
                return before + error.start + 1
            before += len(line)
    return before


def _open(
    path: Path,
    model: RecordModel,
    notes: ReadingNotes,
    wholes: list[Whole],
    sheets: list[tuple[Sheet, Table]],
) -> None:
    form = path.suffix.lower()
    is_base = form in {".db", ".sqlite", ".sqlite3"}
    if (is_base and not path.is_file()) or (form not in FORMS and not path.exists()):
        # A database that is asked for would be made, and a misspelt folder has no ending to complain of.
        raise UnreadableInput("cannot_open", place=path, reason=SYSTEM["ENOENT"])
    if form not in FORMS:
        raise UnreadableInput("form_not_read", place=path, form=form, forms=FORMS)
    if form == ".xlsx":
        sheets += read_workbook(path, model, notes)
        return
    if is_base:
        sheets += read_database(f"sqlite:///{path}", model, notes)
        return
    if form == ".json":
        wholes.append(read_json(str(path), _text(path), model.kind_of_table(path.stem), model))
        return
    tables = tables_of(model)
    table = tables.named(path.stem)
    if table is None or (form == ".jsonl" and table.group):
        raise tables.unnamed(path.stem, place=path)
    if form == ".jsonl":
        wholes.append(({table.kind}, read_lines(str(path), _lines(path, "\n"), table.kind), set()))
        return
    sheet = read_parquet(path, notes) if form == ".parquet" else read_csv(str(path), _lines(path, ""), notes)
    sheets.append((sheet, table))
