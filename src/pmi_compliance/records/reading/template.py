"""
An empty workbook to fill in: headings, lists to choose from, notes, and examples on a sheet of their own.

The short form has a sheet for recruiters and one for placements, with the columns that decide most; the full form a sheet
for each kind and each repeating group. In the short form whole days are dates of the spreadsheet. In the full form they
are texts, for a spreadsheet makes another day of a year or a month that is typed into a column of dates.
"""

from __future__ import annotations

import io
from datetime import date
from typing import TYPE_CHECKING

import xlsxwriter

from pmi_compliance.base.text import NOTHING, Text
from pmi_compliance.records.reading.asked import SHORT, asked_in_full, asked_in_short
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.guidance import CODES, GUIDE
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any, TypeAlias

    from pmi_compliance.base.text import Language
    from pmi_compliance.records.reading.asked import Asked
    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.schema import RecordModel

    #: A sheet to fill in: its name, and its columns.
    Form: TypeAlias = tuple[str, tuple[Asked, ...]]

#: Rows that are ready to be filled in.
ROWS = 2_000

#: Rows of the short form that are printed: a print area goes on over empty rows, and 2,000 of them are 40 pages.
_PRINTED = 200

_A4 = 9

#: Before this day no day of a record lies; a year that is typed in a column of dates becomes one.
_EARLIEST, _LATEST = date(1930, 1, 1), date(2100, 12, 31)

#: Where countries are written: in columns of several sheets.
_EVERY = Text("(semua kolom negara)", "(all columns of countries)")

#: How wide the columns of the sheet are that says what words mean.
_WIDTHS = (28, 34, 30, 34, 110)

_FORMATS: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bg_color": "#1f3a5f", "font_color": "#ffffff", "text_wrap": True, "valign": "top"},
    "text": {"num_format": "@"},
    "number": {"num_format": "0"},

    "day": {"num_format": "dd mmm yyyy"},
    "title": {"bold": True, "font_size": 14},
    "line": {"text_wrap": True, "valign": "top"},
    "example": {"num_format": "@", "italic": True, "font_color": "#5b6b7f"},
    "example_number": {"num_format": "#,##0", "italic": True, "font_color": "#5b6b7f", "align": "left"},
    "example_day": {"num_format": "dd mmm yyyy", "italic": True, "font_color": "#5b6b7f", "align": "left"},
}  # fmt: skip

_EACH = Text("Satu baris satu data, mulai baris 2. Lembar Contoh memperlihatkan isian; lembar itu tidak dibaca.",
             "One row is one record, from row 2 on. The sheet Contoh shows examples; it is not read.")  # fmt: skip
_EMPTY = Text(
    "Sel kosong berarti belum diketahui. Jangan menebak, dan jangan mengisi 0 atau tanda hubung.",
    "An empty cell means not known. Do not guess, and write no 0 or dash.",
)
_IDS = Text(
    "Nomor data dibuat kantor sendiri, misalnya PMI-001. Jangan pakai NIK atau nama: nomor itu tampil di setiap laporan.",
    "Record ids are made by the office, such as PMI-001. Use no NIK and no name: ids appear in every report.",
)
_CHOOSE = Text(
    "Klik sel, lalu pilih dari daftar bila ada. Arahkan penunjuk ke judul kolom untuk membaca keterangannya.",
    "Click a cell and choose from its list if there is one. Point at a heading to read its note.",
)
_LONG_NUMBERS = Text(
    "NIK dan nomor lain diketik apa adanya; kolomnya sudah berupa teks.",
    "NIK and other numbers are typed as they are; their columns are text.",
)
_CHECK = Text(
    "Setelah diisi: pmi-compliance validate BERKAS menunjukkan isian yang tidak terbaca; "
    "pmi-compliance audit BERKAS --output laporan.html membuat laporan.",
    "When it is filled in: pmi-compliance validate FILE shows what cannot be read; "
    "pmi-compliance audit FILE --output report.html makes a report.",
)
_CARE = Text("Buku kerja yang sudah diisi memuat data pribadi: simpan di tempat yang aman.",
             "A workbook that is filled in holds personal data: keep it safe.")  # fmt: skip

_SHORT_GUIDE = (
    _EACH,
    Text("Isi lembar Perekrut dahulu; nomor datanya dipilih pada lembar Penempatan.",
         "Fill in the sheet Recruiter first; its ids are chosen in the sheet Placement."),
    _IDS,
    _EMPTY,
    _CHOOSE,
    Text("Dokumen: `ada` bila sudah dilihat; `tidak ada` bila dicari dan tidak ada; `belum diperiksa` bila belum dilihat.",
         "Papers: `held` if it was seen; `absent` if it was looked for and is not there; `not checked` if nobody looked."),
    Text("Tanggal diketik lengkap, misalnya 15/10/2025, lalu tampil sebagai 15 Okt 2025: periksa bulannya. Bila hanya bulan "
         "atau tahunnya diketahui, mulai dengan tanda petik: '2014-05.",
         "Dates are typed whole, such as 15/10/2025, and shown as 15 Oct 2025: look at the month. If only the month or year "
         "is known, begin with an apostrophe: '2014-05."),
    _LONG_NUMBERS,
    Text("Biaya penempatan: jumlah dalam rupiah dan siapa yang dibebani; 0 bila tidak ada.",
         "Placement costs: the amount in rupiah, and who is charged; 0 if there are none."),
    _CHECK,
    Text("Yang dicetak 200 baris pertama; bila lebih, ubah area cetaknya.",
         "The first 200 rows are printed; if there are more, change the print area."),
    Text("Kolom lain, kasus, permintaan PMI dan LTSA: pmi-compliance template --full --output BERKAS.",
         "Other columns, cases, job orders and service centres: pmi-compliance template --full --output FILE."),
    _CARE,
)  # fmt: skip

_FULL_GUIDE = (
    _EACH,
    _IDS,
    _EMPTY,
    _CHOOSE,
    Text("Lembar kelompok, seperti Penempatan.Dokumen, menyebut nomor data pemiliknya di kolom pertama.",
         "A sheet of a group, such as Placement.Documents, names the record it belongs to in its first column."),
    Text("Dokumen yang dicari dan tidak ada ditulis dengan status `tidak ada`.",
         "A paper that was looked for and is not there has the status `absent`."),
    Text("Lembar Kode menerangkan arti setiap kata yang dapat dipilih; kodenya juga dapat ditulis.",
         "The sheet Kode says what each word to choose from means; its code may be written, too."),
    Text("Beberapa kata dalam satu sel dipisah titik koma.", "Several words in one cell are parted by semicolons."),
    Text("Tanggal diketik sebagai TTTT-BB-HH atau 15/10/2025; yang diketahui sebagian: 2014-05, 2014.",
         "Dates are typed as YYYY-MM-DD or 15/10/2025, the day first; those known in part: 2014-05, 2014."),
    _LONG_NUMBERS,
    _CHECK,
    _CARE,
)  # fmt: skip


def template(language: Language, *, full: bool = False, model: RecordModel | None = None) -> bytes:
    """
    The workbook.

    Args:
        language: The language of headings, notes and words.
        full: Whether it has every field, with a sheet for each repeating group, in place of what decides most.
        model: The kinds of records of the full form; without one, those that the library describes.

    """
    used = model if model is not None and full else bundled_model()
    tables = tables_of(used).all if full else [tables_of(used).table(kind) for kind in SHORT]
    ask = asked_in_full if full else asked_in_short
    forms = {table: (table.sheet_name(language), ask(used, table, language)) for table in tables}
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        of_kinds = {table.kind: name for table, (name, _) in forms.items() if not table.group}
        writer = _Writer(book, language, of_kinds, prints=not full)
        writer.guide(_FULL_GUIDE if full else _SHORT_GUIDE)
        for form in forms.values():
            writer.form(form)
        writer.examples(list(forms.values()))
        if full:
            writer.codes(list(forms.items()))
        writer.lists()
    return out.getvalue()


class _Writer:
    """Writes the sheets of one workbook."""

    def __init__(self, book: Any, language: Language, sheets: dict[str, str], *, prints: bool) -> None:
        self.book = book
        self.language = language
        #: Whether its sheets are narrow enough to be printed.
        self.prints = prints
        #: The name of the sheet of each kind.
        self.sheets = sheets
        self.formats = {name: book.add_format(form) for name, form in _FORMATS.items()}
        #: Where the words of each list to choose from stand.
        self.places: dict[tuple[str, ...], str] = {}

    def said(self, text: Text) -> str:
        return text.in_language(self.language)

    def guide(self, lines: Sequence[Text]) -> None:
        """One page of guidance."""
        sheet = self.book.add_worksheet("Petunjuk")
        sheet.set_paper(_A4)
        sheet.fit_to_pages(1, 1)
        sheet.set_column(0, 0, 4)
        sheet.set_column(1, 1, 96)
        sheet.write_string(0, 0, self.said(GUIDE), self.formats["title"])
        for at, text in enumerate(lines, 1):
            sheet.write_number(at, 0, at, self.formats["line"])
            sheet.write_string(at, 1, self.said(text), self.formats["line"])

    def form(self, form: Form) -> None:
        """An empty sheet under its headings."""
        name, columns = form
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 1)
        sheet.repeat_rows(0)
        _laid_out(sheet)
        if self.prints:
            sheet.print_area(0, 0, _PRINTED, len(columns) - 1)
        for at, asked in enumerate(columns):
            kind = "day" if asked.is_day else "number" if asked.is_number else "text"
            sheet.set_column(at, at, 20, self.formats[kind])
            sheet.write_string(0, at, asked.heading, self.formats["head"])
            sheet.write_comment(0, at, asked.note, {"x_scale": 2})
            rule = self._rule(asked)
            if rule is not None:
                sheet.data_validation(1, at, ROWS, at, rule)

    def _rule(self, asked: Asked) -> dict[str, Any] | None:
        """What a cell of a column takes; what is not in a list of codes is refused, all else is only asked about."""
        if asked.words and not asked.is_list:
            message = self.said(Text("Pilih dari daftar.", "Choose from the list."))
            words = tuple(word for _, word in asked.words)
            return {"validate": "list", "source": self._range(words), "error_message": message}
        if asked.refers_to in self.sheets:
            source = f"='{self.sheets[asked.refers_to]}'!$A$2:$A${ROWS + 1}"
            message = self.said(
                Text("Nomor ini tidak ada di lembarnya.", "This id does not stand in its sheet.")
            )
            return {"validate": "list", "source": source, "error_type": "warning", "error_message": message}
        if asked.is_day:
            message = self.said(Text("Ketik tanggal lengkap: 15/10/2025.", "Type a whole date: 15/10/2025."))
            between = {"criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST}
            return {"validate": "date", **between, "error_type": "warning", "error_message": message}
        if asked.is_id:
            title = self.said(Text("Bukan NIK", "No NIK"))
            message = self.said(
                Text("Nomor buatan kantor, misalnya PMI-001.", "A number of the office, such as PMI-001.")
            )
            return {"validate": "any", "input_title": title, "input_message": message}
        return None

    def _range(self, words: tuple[str, ...]) -> str:
        """Where a list of words stands; a cell's own list could not hold all countries."""
        if words not in self.places:
            name = xlsxwriter.utility.xl_col_to_name(len(self.places))
            self.places[words] = f"=Daftar!${name}$1:${name}${len(words)}"
        return self.places[words]

    def lists(self) -> None:
        """The words to choose from, each list once in a column of its own, on a hidden sheet."""
        sheet = self.book.add_worksheet("Daftar")
        for column, words in enumerate(self.places):
            for row, word in enumerate(words):
                sheet.write_string(row, column, word)
        sheet.hide()

    def examples(self, forms: Sequence[Form]) -> None:
        """A row of each sheet as it may be filled in."""
        sheet = self.book.add_worksheet("Contoh")
        _laid_out(sheet)
        sheet.set_column(0, max(len(columns) for _, columns in forms) - 1, 20)
        for number, (name, columns) in enumerate(forms):
            top = 4 * number
            sheet.write_string(top, 0, name, self.formats["title"])
            for at, asked in enumerate(columns):
                sheet.write_string(top + 1, at, asked.heading, self.formats["head"])
                match asked.example:
                    case date():
                        sheet.write_datetime(top + 2, at, asked.example, self.formats["example_day"])
                    case int():
                        sheet.write_number(top + 2, at, asked.example, self.formats["example_number"])
                    case _:
                        sheet.write_string(top + 2, at, asked.example, self.formats["example"])

    def codes(self, forms: Sequence[tuple[Table, Form]]) -> None:
        """What each word of each column means, and once for all columns what countries are called."""
        sheet = self.book.add_worksheet("Kode")
        sheet.freeze_panes(1, 0)
        for at, (title, width) in enumerate(zip(CODES, _WIDTHS, strict=True)):
            sheet.set_column(at, at, width)
            sheet.write_string(0, at, self.said(title), self.formats["head"])
        told = [
            ((name, asked.heading), code, words)
            for _, (name, columns) in forms
            for asked in columns
            if asked.node is not None
            for code, words in (asked.node.item or asked.node).codes.items()
        ]
        rows = [
            (*place, code, words.name, words.meaning)
            for place, code, words in told
            if words.meaning != NOTHING
        ]
        every = self.said(_EVERY)
        countries = {code: words.name for _, code, words in told if words.meaning == NOTHING}
        rows += [(every, every, code, name, NOTHING) for code, name in countries.items()]
        for at, (name, heading, code, *words) in enumerate(rows, 1):
            for column, text in enumerate((name, heading, code, *map(self.said, words))):
                sheet.write_string(at, column, text)


def _laid_out(sheet: Any) -> None:
    """On A4, across, all columns on a page, the headings on each."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
