"""Which files hold records, and which reader takes each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.errors import UnreadableInput
from pmi_compliance.reading.arrow import read_parquet
from pmi_compliance.reading.columns import table_named, unnamed
from pmi_compliance.reading.databases import is_database, read_database
from pmi_compliance.reading.jsons import read_json, read_lines
from pmi_compliance.reading.raw import RawRecord, kind_of_table
from pmi_compliance.reading.tables import assembled, read_csv
from pmi_compliance.reading.workbook import read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmi_compliance.reading.columns import Table
    from pmi_compliance.reading.tables import Sheet

#: The endings of files that hold records.
FORMS = (".json", ".jsonl", ".csv", ".xlsx", ".parquet", ".db", ".sqlite", ".sqlite3")

#: Endings of forms that are not read; named, so that nobody thinks such a file was.
_OTHERS = (".xls", ".xlsm", ".ods", ".tsv", ".xml", ".feather", ".arrow")


def read_files(paths: Iterable[str | Path]) -> tuple[set[str], list[RawRecord]]:
    """
    Read files, folders of them, and databases by their address.

    Returns:
        The kinds that were supplied, empty ones too, and the records in the order found.

    Raises:
        UnreadableInput: If a path does not exist, or a file cannot be made sense of as a whole.

    """
    supplied: set[str] = set()
    records: list[RawRecord] = []
    sheets: list[tuple[Sheet, Table]] = []
    for given in paths:
        if is_database(str(given)):
            sheets += read_database(str(given))
    files = dict.fromkeys(
        file for given in paths if not is_database(str(given)) for file in _files(Path(given))
    )
    for path in files:
        kinds, found = _read(path, sheets)
        supplied |= kinds
        records += found
    kinds, records = assembled(sheets, records)
    return supplied | kinds, records


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    files = [file for file in inside if file.suffix.lower() in FORMS + _OTHERS]
    if not files:
        raise UnreadableInput(
            str(path),
            f"tidak ada berkas rekam di folder ini ({', '.join(FORMS)})",
            f"no file of records in this folder ({', '.join(FORMS)})",
        )
    return files


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(
            str(path),
            f"bukan teks UTF-8 (bita ke-{error.start + 1}); simpan ulang sebagai UTF-8",
            f"not UTF-8 text (byte {error.start + 1}); save it again as UTF-8",
        ) from None
    except OSError as error:
        raise UnreadableInput(
            str(path), f"tidak dapat dibuka: {error.strerror}", f"cannot be opened: {error.strerror}"
        ) from None


def _read(path: Path, sheets: list[tuple[Sheet, Table]]) -> tuple[set[str], list[RawRecord]]:
    """The records of a file that holds whole ones; tables are put to the others, for their groups may be elsewhere."""
    form = path.suffix.lower()
    if form not in FORMS:
        raise UnreadableInput(
            str(path),
            f"bentuk `{form}` tidak dapat dibaca; simpan sebagai {', '.join(FORMS)}",
            f"the form `{form}` cannot be read; save it as {', '.join(FORMS)}",
        )
    if form == ".xlsx":
        sheets += read_workbook(path)
        return set(), []
    if form in {".db", ".sqlite", ".sqlite3"}:
        if not path.is_file():
            # Asking for it would make an empty one.
            raise UnreadableInput(
                str(path), "tidak dapat dibuka: tidak ada", "cannot be opened: there is none"
            )
        sheets += read_database(f"sqlite:///{path}")
        return set(), []
    if form == ".json":
        return read_json(str(path), _text(path), kind_of_table(path.stem))
    table = table_named(path.stem)
    if table is None or (form == ".jsonl" and table.group):
        reason = unnamed(path.stem)
        raise UnreadableInput(str(path), reason.id, reason.en)
    if form == ".jsonl":
        return {table.kind}, read_lines(str(path), _text(path), table.kind)
    sheets.append((read_parquet(path) if form == ".parquet" else read_csv(str(path), _text(path)), table))
    return set(), []
