"""
How the tables of an office are understood, column by column, before anything is judged; and the mapping that says so.

Who looks at it sees what was sure, what was another name, what a guess, and what nobody understood, with an example of
each. The mapping is the same as text: it is corrected by hand, and is read again beside the data.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from pmi_compliance.base.text import Text, plain, printable
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.documents import describe_value
from pmi_compliance.records.person_names import Bearer
from pmi_compliance.records.reading import ReadingNotes, columns_of, opened, records_in
from pmi_compliance.records.reading.first_rows import LOOKED_AT, without_strangers
from pmi_compliance.records.reading.headings import (
    ANSWERED,
    BESIDE,
    DOUBLE,
    DOUBT,
    EXACT,
    GUESS,
    NOT_KNOWN,
    OTHER_NAME,
    STRANGE,
    TOGETHER,
)
from pmi_compliance.records.reading.row_filling import is_blank
from pmi_compliance.records.reading.targets import EXTRA, LEFT_OUT, words_of, written_of
from pmi_compliance.records.record_ids import bearer_of, id_fields, is_personal
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pmi_compliance.base.text import Language
    from pmi_compliance.records.reading import Mapping, Meaning, Origin, RawRecord, Sheet
    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.targets import Target
    from pmi_compliance.records.schema import RecordModel

#: How columns are that nobody understood.
_NOT_UNDERSTOOD = frozenset({DOUBLE, DOUBT, NOT_KNOWN, STRANGE})

#: How a column was understood, in words.
HOW = {
    ANSWERED: Text("menurut pemetaan", "by the mapping"),
    EXACT: Text("tepat", "exact"),
    OTHER_NAME: Text("nama lain", "other name"),
    GUESS: Text("perkiraan", "guess"),
    BESIDE: Text("sudah ada di kolom {other}", "told by column {other}"),
    TOGETHER: Text("bersama kolom {other}", "together with column {other}"),
    DOUBLE: Text("sama artinya: {other}", "same meaning: {other}"),
    DOUBT: Text("bisa berarti dua hal", "may mean two things"),
    STRANGE: Text("isinya lain", "holds other words"),
    NOT_KNOWN: Text("tidak dikenal", "not known"),
}

#: Longer examples are cut.
_LONGEST_EXAMPLE = 30

_KEPT = Text("disimpan, tidak diperiksa", "kept, not judged")

#: Headings that YAML takes as they stand.
_PLAIN = re.compile(r"[^\W\d_](?:[\w ./()-]*[\w.)])?")

_OPENING = Text(
    "Arti setiap kolom. Ubah bila salah: isian seperti worker.name, extra (disimpan saja), atau - (tidak dibaca).\n"
    "Berkas ini dibaca setiap kali datanya dibaca, selama terletak di sampingnya.",
    "What each column means. Change what is wrong: a field such as worker.name, extra (only kept), or - (left out).\n"
    "This file is read whenever the records beside it are.",
)


@frozen
class ImportedColumn:
    """How one column was understood."""

    #: What it means, and how that is known.
    meaning: Meaning
    #: An example of what stands in it and what was read; personal data is described only. `None` if it is empty.
    example: Text | None

    @property
    def is_open(self) -> bool:
        """Whether nobody understood it."""
        return self.meaning.how in _NOT_UNDERSTOOD

    @property
    def field(self) -> Text:
        """The field in words."""
        is_part = self.meaning.how == TOGETHER
        targets = self.meaning.meant if is_part else self.meaning.targets
        return words_of(targets) if is_part or self.meaning.is_read else _KEPT

    @property
    def how(self) -> Text:
        """How that is known, in words."""
        return HOW[self.meaning.how].filled({"other": self.meaning.other})


@frozen(eq=False)
class ImportedTable:
    """One table, column by column."""

    origin: Origin
    #: Its kind, and its group if it is one, as the model calls the table.
    name: str
    columns: tuple[ImportedColumn, ...]

    @property
    def part(self) -> str:
        """What mappings of several tables call it: its sheet, or its file without the ending."""
        return self.origin.sheet or Path(self.origin.file or self.name).stem

    def answerable(self) -> tuple[ImportedColumn, ...]:
        """The columns of which a mapping can speak: of two with one heading it cannot."""
        times = Counter(column.meaning.heading for column in self.columns)
        return tuple(column for column in self.columns if times[column.meaning.heading] == 1)


@frozen(eq=False)
class Import:
    """Tables as they were understood, and the records in them."""

    tables: tuple[ImportedTable, ...]
    dataset: Dataset

    def mapping(self, language: Language, file: str | None = None) -> str:
        """
        The mapping that says what was understood, as text to be corrected by hand.

        Args:
            language: The language of the comments.
            file: Only the tables of this file.

        """
        tables = [table for table in self.tables if file in {None, table.origin.file}]
        opening = (f"# {line}" for line in _OPENING.in_language(language).splitlines())
        lines = [*opening, ""]
        one = len(tables) == 1 and tables[0].origin.sheet is None
        # Tables below one another on a sheet have a part together, in which each heading stands once.
        parts: dict[str, dict[str, str]] = {}
        for table in tables:
            part = parts.setdefault(table.part, {})
            for heading, line in _answers(table, language):
                part.setdefault(heading, line)
        for name, part in parts.items():
            lines += part.values() if one else (f"{_key(name)}:", *(f"  {line}" for line in part.values()))
        return "\n".join(lines) + "\n"


def understand(
    *paths: str | Path,
    model: RecordModel | None = None,
    mapping: Mapping | None = None,
    strict: bool = False,
) -> Import:
    """
    Read tables, and say how each column was understood.

    Args:
        paths: As for `Dataset.read`.
        model: The kinds of records; without one, those that the library describes.
        mapping: As for `Dataset.read`.
        strict: As for `Dataset.read`.

    Raises:
        UnreadableInput: As `Dataset.read` does.

    """
    model, notes = model or bundled_model(), ReadingNotes()
    wholes, opened_sheets = opened(paths, model, notes, mapping=mapping, strict=strict)
    sheets = [(evolve(sheet, rows=[*sheet.rows]), table) for sheet, table in opened_sheets]
    supplied, records, _ = records_in(wholes, sheets)
    dataset = Dataset.from_raw(supplied, records, model, notes=notes)
    by_origin = {record.origin: record for record in records}
    tables = (
        ImportedTable(sheet.origin, table.name, (*_columns(sheet, table, by_origin, model),))
        for sheet, table in sheets
    )
    return Import(tuple(tables), dataset)


def _columns(
    sheet: Sheet, table: Table, by_origin: dict[Origin, RawRecord], model: RecordModel
) -> Iterator[ImportedColumn]:
    columns = columns_of(sheet, table)
    if not sheet.strict:
        columns = without_strangers(columns, [*islice(sheet.rows, LOOKED_AT)], table)
    for at, meaning in enumerate(columns):
        if not meaning.targets:
            continue
        filled = ((number, cells[at]) for number, cells in sheet.rows if at < len(cells))
        row = next(((number, cell) for number, cell in filled if not is_blank(cell)), None)
        if row is None:
            yield ImportedColumn(meaning, None)
            continue
        number, cell = row
        record = by_origin.get(evolve(sheet.origin, row=number))
        yield ImportedColumn(meaning, _example(meaning, cell, record, table, model))


def _example(meaning: Meaning, cell: Any, record: RawRecord | None, table: Table, model: RecordModel) -> Text:
    around = [] if not table.group else [*table.group.split("."), "-"]
    told = [target for target in meaning.targets if target.path]
    # Of what nobody understood nobody knows whether it is personal; and an id that tells of a person goes by another name.
    if not meaning.is_read or any(_is_personal(cell, target, around, table, model) for target in told):
        return describe_value(str(cell), personal=True)
    written = _short(cell)
    read = [_read(record.value, target) for target in told] if record and not around else []
    shown = ", ".join(_short(value) for value in read if value is not None)
    return Text(written, written) if shown in {"", written} else Text(*[f"{written} → {shown}"] * 2)


def _is_personal(cell: Any, target: Target, around: list[str], table: Table, model: RecordModel) -> bool:
    """Whether a cell tells of a person, by what its column tells and by what stands there."""
    item = [*around, *target.path, *(["-"] if target.fixed else [])]
    # What asks whether a paper is there may hold its number.
    paths = [
        [*item, *target.inner],
        *([[*item, "number"]] if target.tells_presence and _holds_digit(cell) else []),
    ]
    bearer = (
        bearer_of(model, target.kind)
        if target.by
        else id_fields(model, table.kind).get(target.written, Bearer.THING)
    )
    if (target.written, table.group) == ("name", ""):
        bearer = bearer_of(model, table.kind)
    return is_personal(cell, bearer) or any(model.is_marked(table.kind, path) for path in paths)


def _holds_digit(cell: Any) -> bool:
    return any(map(str.isdigit, str(cell)))


def _read(value: Any, target: Target) -> Any:
    """What a record holds of a fact; a group of facts is no example."""
    for step in target.path:
        value = value.get(step) if isinstance(value, dict) else None
    if target.fixed is not None:
        name, code = target.fixed
        items = value if isinstance(value, list) else []
        value = next((item for item in items if isinstance(item, dict) and item.get(name) == code), None)
    for step in target.inner:
        value = value.get(step) if isinstance(value, dict) else None
    return None if isinstance(value, dict | list) else value


def _short(value: Any) -> str:
    text = printable(str(value))
    return text if len(text) <= _LONGEST_EXAMPLE else f"{text[: _LONGEST_EXAMPLE - 1]}…"


def _answers(table: ImportedTable, language: Language) -> Iterable[tuple[str, str]]:
    """Each heading as mappings compare it, with its line."""
    headings = [column.meaning.heading for column in table.columns]
    for column in table.columns:
        meaning = column.meaning
        written = written_of(meaning.meant if meaning.how == TOGETHER else meaning.targets)
        value = f'"{LEFT_OUT}"' if written == LEFT_OUT else written
        words = words_of(meaning.meant or meaning.targets) if written != EXTRA or meaning.meant else _KEPT
        comment = printable(f"{words.in_language(language)}; {column.how.in_language(language)}")
        # Of two columns with one heading a mapping cannot speak.
        lead = "# " if headings.count(meaning.heading) > 1 else ""
        # Of columns with one heading each has a line, to be seen.
        key = plain(meaning.heading) if not lead else f"{meaning.heading} {meaning.number}"
        yield key, f"{lead}{_key(meaning.heading)}: {value}  # {comment}"


def _key(heading: str) -> str:
    return heading if _PLAIN.fullmatch(heading) else json.dumps(heading, ensure_ascii=False)
