"""Which files hold records, and which reader takes each."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.errors import UnreadableInput
from pmi_compliance.reading.jsons import read_json, read_lines
from pmi_compliance.reading.raw import RawRecord, kind_of_table
from pmi_compliance.reading.tables import attach, read_group, read_table
from pmi_compliance.schema import TABLES
from pmi_compliance.text import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORMS = (".json", ".jsonl", ".csv")

#: Forms of records that this version does not take; named, so that nobody thinks a file was read.
_LATER = (".xlsx", ".xls", ".ods", ".parquet", ".db", ".sqlite")


def read_files(paths: Iterable[str | Path]) -> tuple[set[str], list[RawRecord]]:
    """
    Read files and folders of them.

    Returns:
        The kinds that were supplied, empty ones too, and the records in the order found.

    Raises:
        UnreadableInput: If a path does not exist, or a file cannot be made sense of as a whole.

    """
    supplied: set[str] = set()
    records: list[RawRecord] = []
    groups: list[tuple[Path, str, str]] = []
    for path in dict.fromkeys(file for given in paths for file in _files(Path(given))):
        kind, _, group = path.stem.partition(".")
        if group and path.suffix.lower() == ".csv" and (owner := kind_of_table(kind)):
            groups.append((path, owner, group))
            continue
        kinds, found = _read(path)
        supplied |= kinds
        records += found
    for path, owner, group in groups:
        own = [record for record in records if record.kind == owner]
        rest = [record for record in records if record.kind != owner]
        records = rest + attach(
            own, owner, str(path), group, read_group(str(path), _text(path), owner, group)
        )
    return supplied, records


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    inside = sorted(file for file in path.iterdir() if file.is_file() and not file.name.startswith("."))
    files = [file for file in inside if file.suffix.lower() in _FORMS + _LATER]
    if not files:
        raise UnreadableInput(
            str(path),
            f"tidak ada berkas rekam di folder ini ({', '.join(_FORMS)})",
            f"no file of records in this folder ({', '.join(_FORMS)})",
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


def _read(path: Path) -> tuple[set[str], list[RawRecord]]:
    form = path.suffix.lower()
    if form in _LATER or form not in _FORMS:
        raise UnreadableInput(
            str(path),
            f"bentuk `{form}` belum dapat dibaca; simpan sebagai {', '.join(_FORMS)}",
            f"the form `{form}` cannot be read yet; save it as {', '.join(_FORMS)}",
        )
    text = _text(path)
    kind = kind_of_table(path.stem)
    if form == ".json":
        return read_json(str(path), text, kind)
    if kind is None:
        near = nearest(path.stem, TABLES.values())
        raise UnreadableInput(
            str(path),
            f"nama berkas harus menyebut jenis rekam: {', '.join(TABLES.values())}{f'; mungkin {near}' if near else ''}",
            f"the file name must say the kind of record: {', '.join(TABLES.values())}"
            f"{f'; perhaps {near}' if near else ''}",
        )
    return {kind}, read_lines(str(path), text, kind) if form == ".jsonl" else read_table(
        str(path), text, kind
    )
