"""An empty workbook to fill in: a sheet a kind and a group, headers, lists to choose from, notes, and an example row."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import xlsxwriter

from pmi_compliance.base.text import NOTHING, Text
from pmi_compliance.expr.types import BOOL, DATE, INT, ListType, String
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from typing import Any

    from pmi_compliance.base.text import Language
    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.reading.columns import Column, Table
    from pmi_compliance.records.schema import RecordModel

#: Rows that are ready to be filled in.
_ROWS = 2_000

#: The record that example rows are about.
_EXAMPLE = "CONTOH-1"

_TYPES = {
    BOOL: Text("ya atau tidak", "ya (yes) or tidak (no)"),
    DATE: Text(
        "tanggal, TTTT-BB-HH; bila hanya sebagian yang diketahui: 2014-05, 2014, 2014~ (sekitar), ../2017 (paling lambat)",
        "a date, YYYY-MM-DD; if only a part is known: 2014-05, 2014, 2014~ (about), ../2017 (at the latest)",
    ),
    INT: Text("bilangan bulat", "a whole number"),
}
#: Where countries are written: in columns of several sheets.
_EVERY = Text("(semua kolom negara)", "(all columns of countries)")
#: The columns of the sheet that says what codes mean, and how wide they are.
_CODES = (
    (Text("Lembar", "Sheet"), 28),
    (Text("Kolom", "Column"), 34),
    (Text("Kode", "Code"), 30),
    (Text("Nama", "Name"), 34),
    (Text("Arti", "Meaning"), 110),
)
_UNKNOWN = Text("Kosongkan bila belum diketahui.", "Leave it empty when it is not known.")

_GUIDE = (
    Text("Petunjuk", "How to fill in this workbook"),
    Text("Satu baris satu rekam. Isi mulai baris 2; baris 2 berisi contoh: timpa atau hapus.",
         "One row is one record. Fill in from row 2; row 2 holds an example: overwrite or delete it."),
    Text("Sel kosong berarti belum diketahui; dokumen yang dicari dan tidak ada ditulis dengan status `absent`.",
         "An empty cell means not known; a document that was looked for and is not there has the status `absent`."),
    Text("Lembar kelompok, seperti Penempatan.Dokumen, menyebut nomor rekam pemiliknya di kolom pertama.",
         "A sheet of a group, such as Placement.Documents, names the record it belongs to in its first column."),
    Text("Lembar Kode menerangkan setiap kode yang dapat dipilih; kata di luar daftar itu adalah masalah.",
         "The sheet Kode says what each code to choose from means; a word outside of its list is a problem."),
    Text("Beberapa kata dalam satu sel dipisah titik koma. NIK dan nomor panjang diketik sebagai teks.",
         "Several words in one cell are parted by semicolons. NIK and long numbers are typed as text."),
    Text("Jangan pakai NIK atau nama sebagai nomor rekam: nomor itu tampil di setiap laporan.",
         "Do not use a NIK or a name as the id of a record: ids appear in every report."),
)  # fmt: skip


def template(language: Language, *, model: RecordModel | None = None) -> bytes:
    """
    The workbook.

    Args:
        language: The language of headers and notes.
        model: The kinds of records; without one, those that the library describes.

    """
    model = model or bundled_model()
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        formats = {
            "head": book.add_format({"bold": True, "bg_color": "#1f3a5f", "font_color": "#ffffff", "text_wrap": True,
                                     "valign": "top"}),
            "text": book.add_format({"num_format": "@"}),
            "number": book.add_format({"num_format": "0"}),
            "example": book.add_format({"num_format": "@", "italic": True, "font_color": "#5b6b7f"}),
        }  # fmt: skip
        guide = book.add_worksheet("Petunjuk")
        guide.set_column(0, 0, 110)
        for at, text in enumerate(_GUIDE):
            guide.write_string(at, 0, text.in_language(language))
        sheets = [(table, book.add_worksheet(table.sheet_name(language))) for table in tables_of(model).all]
        lists = _Lists(book.add_worksheet("Daftar"))
        for table, sheet in sheets:
            _fill(sheet, table, model, lists, formats, language)
        _fill_codes(book.add_worksheet("Kode"), [table for table, _ in sheets], model, formats, language)
        lists.sheet.hide()
    return out.getvalue()


class _Lists:
    """Values to choose from, each list once in a column of its own; a cell's own list could not hold all countries."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.places: dict[tuple[str, ...], str] = {}

    def range_of(self, values: tuple[str, ...]) -> str:
        if values not in self.places:
            column = len(self.places)
            for row, value in enumerate(values):
                self.sheet.write_string(row, column, value)
            name = xlsxwriter.utility.xl_col_to_name(column)
            self.places[values] = f"=Daftar!${name}$1:${name}${len(values)}"
        return self.places[values]


def _fill(
    sheet: Any, table: Table, model: RecordModel, lists: _Lists, formats: dict[str, Any], language: Language
) -> None:
    sheet.freeze_panes(1, 1)
    leading = [] if table.owner is None else [table.owner, *table.around]
    for at, path in enumerate(leading):
        sheet.set_column(at, at, 18, formats["text"])
        sheet.write_string(0, at, table.heading(path, language), formats["head"])
        sheet.write_string(1, at, _EXAMPLE if path == table.owner else "1", formats["example"])
    columns = sorted(table.columns, key=lambda column: column.path != "id")
    for at, column in enumerate(columns, start=len(leading)):
        kind = column.field.type
        # A spreadsheet makes another date of a year or a month that is typed into a column of days.
        form = formats["number" if kind == INT else "text"]
        sheet.set_column(at, at, 20, form)
        sheet.write_string(0, at, table.heading(column.path, language), formats["head"])
        sheet.write_comment(0, at, _note(column, language), {"x_scale": 2})
        sheet.write_string(1, at, _example(table, column, model), formats["example"])
        rule = _choice(column, lists)
        if rule is not None:
            message = Text("Pilih dari daftar.", "Choose from the list.").in_language(language)
            sheet.data_validation(1, at, _ROWS, at, {**rule, "error_message": message})


def _fill_codes(
    sheet: Any, tables: list[Table], model: RecordModel, formats: dict[str, Any], language: Language
) -> None:
    """What each code of each column means, and once for all columns what countries are called."""
    sheet.freeze_panes(1, 0)
    for at, (title, width) in enumerate(_CODES):
        sheet.set_column(at, at, width)
        sheet.write_string(0, at, title.in_language(language), formats["head"])
    told = [
        ((table.sheet_name(language), table.heading(column.path, language)), code, words)
        for table in tables
        for column in table.columns
        for code, words in _node(table, column, model).codes.items()
    ]
    rows = [
        (*place, code, words.name, words.meaning) for place, code, words in told if words.meaning != NOTHING
    ]
    every = _EVERY.in_language(language)
    countries = {code: words.name for _, code, words in told if words.meaning == NOTHING}
    rows += [(every, every, code, name, NOTHING) for code, name in countries.items()]
    for at, (name, heading, code, *words) in enumerate(rows, 1):
        for column, text in enumerate((name, heading, code, *(word.in_language(language) for word in words))):
            sheet.write_string(at, column, text)


def _node(table: Table, column: Column, model: RecordModel) -> Node:
    """What the schema says of the values of a column, or of each of several."""
    node = model.node_at(table.kind, f"{table.group}.{column.path}".strip(".").split("."))
    return node.item or node


def _values(column: Column) -> tuple[str, ...]:
    kind = column.field.type
    if kind == BOOL:
        return ("ya", "tidak")
    return tuple(sorted(kind.values)) if isinstance(kind, String) and kind.values else ()


def _choice(column: Column, lists: _Lists) -> dict[str, Any] | None:
    values = _values(column)
    return {"validate": "list", "source": lists.range_of(values)} if values else None


def _note(column: Column, language: Language) -> str:
    kind = column.field.type
    parts = [f"{column.title.in_language(language)} ({column.path})."]
    values = _values(column) if kind != BOOL else ()
    if values:
        lead = Text("Salah satu dari", "One of").in_language(language)
        codes = Text("kode negara ISO 3166-1 dua huruf", "the two-letter country codes of ISO 3166-1")
        shown = ", ".join(values) if len(values) < 60 else codes.in_language(language)
        parts.append(f"{lead}: {shown}.")
    elif isinstance(kind, ListType):
        parts.append(
            Text("Beberapa dipisah titik koma.", "Several are parted by semicolons.").in_language(language)
        )
        if isinstance(kind.item, String) and kind.item.values:
            parts.append(", ".join(sorted(kind.item.values)) + ".")
    elif kind in _TYPES:
        parts.append(f"{_TYPES[kind].in_language(language).capitalize()}.")
    if column.field.personal is not None:
        parts.append(Text("Data pribadi.", "Personal data.").in_language(language))
    needed = Text("Wajib.", "Required.") if column.path == "id" else _UNKNOWN
    parts.append(needed.in_language(language))
    return " ".join(parts)


def _example(table: Table, column: Column, model: RecordModel) -> str:
    """A value that the schema takes; keys name the example records of other sheets."""
    kind, name = column.field.type, column.path.rsplit(".", 1)[-1]
    keys = {relation.key for relation in model.keyed(table.kind)}
    if name == "id" or name.removesuffix("s").endswith("_id") or column.path in keys:
        return _EXAMPLE
    values = _values(column)
    if values:
        return values[0]
    node = _node(table, column, model)
    item = kind.item if isinstance(kind, ListType) else kind
    if isinstance(item, String) and item.values:
        return min(item.values)
    if kind == DATE:
        return "2025-01-15"
    if kind == INT:
        return str(max(1, node.limits.get("minimum", 1)))
    if node.format == "region":
        return "53.01.06"
    if pattern := node.limits.get("pattern"):
        return "IDR" if pattern == "^[A-Z]{3}$" else "5301064505900001"
    return "contoh"
