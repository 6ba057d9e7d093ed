"""The command `import`: how an office's own tables are understood, and the mapping that says so."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pmi_compliance.base.files import write_whole
from pmi_compliance.base.text import Text, printable
from pmi_compliance.cli.arguments import FILE, add_headings, add_packs, mapping_of, write_lines, write_note
from pmi_compliance.cli.exits import OK, PROBLEMS
from pmi_compliance.cli.outputs import file_ending_in
from pmi_compliance.cli.settings import model_asked
from pmi_compliance.records.reading.headings import OTHER_NAME
from pmi_compliance.records.reading.mapping import Mapping, beside
from pmi_compliance.report.table import note_lines

if TYPE_CHECKING:
    import argparse
    from collections.abc import Collection, Iterator

    from pmi_compliance.base.text import Language
    from pmi_compliance.cli.parser import Parser
    from pmi_compliance.records.importing import Import, ImportedColumn, ImportedTable
    from pmi_compliance.records.reading.mapping import Answer

_HEADS = (
    Text("kolom", "column"),
    Text("dibaca sebagai", "read as"),
    Text("dikenal dari", "known by"),
    Text("contoh", "example"),
)
#: The widths of the first three.
_WIDTHS = (26, 52, 18)

_NOT_UNDERSTOOD = Text("Tidak dimengerti ({count}): {names}", "Not understood ({count}): {names}")
_ALL_UNDERSTOOD = Text("Semua kolom dimengerti.", "Every column was understood.")
_KEPT = Text("Hanya disimpan, tidak diperiksa ({count}): {names}", "Only kept, not judged ({count}): {names}")
_NO_TABLES = Text(
    "Tidak ada tabel dengan judul kolom di sini.", "There is no table with headings of columns here."
)
_COUNTS = Text(
    "data terbaca: {records}; masalah: {problems} (pmi-compliance validate menyebutkannya)",
    "records read: {records}; problems: {problems} (pmi-compliance validate lists them)",
)
_ASK = Text(
    "Bila ada yang salah: tambahkan --save, lalu ubah {file} dan jalankan lagi.",
    "Where something is wrong: add --save, then change {file} and run this again.",
)
_WRITTEN = Text("pemetaan ditulis: {file}", "the mapping was written: {file}")
_REPLACED = Text("pemetaan lama diganti: {file}", "the old mapping was replaced: {file}")


def add(parser: Parser) -> tuple[Parser, ...]:
    """Add the command, and return it."""
    words = Text("menunjukkan bagaimana kolom tabel dibaca", "show how the columns of tables are read")
    command = parser.command("import", words, _import)
    command.takes("data", Text("berkas atau folder", "file or folder"), type=Path, metavar=FILE)
    add_headings(command)
    add_packs(command)
    words = Text(
        "tulis pemetaan di samping berkasnya (daftar.xlsx: daftar.kolom.yaml)",
        "write the mapping beside the file (daftar.xlsx: daftar.kolom.yaml)",
    )
    command.takes("--save", words, action="store_true")
    words = Text("tulis pemetaan ke berkas ini (.yaml)", "write the mapping to this file (.yaml)")
    command.takes("--output", words, type=file_ending_in(".yaml", ".yml"), metavar=FILE)
    return (command,)


def _import(options: argparse.Namespace) -> int:
    # Only this command needs them, and every one imports this module.
    from pmi_compliance.cli.asking_columns import answers_on, can_ask  # noqa: PLC0415
    from pmi_compliance.records.importing import understand  # noqa: PLC0415

    language: Language = options.lang
    model = model_asked(options)
    found = understand(options.data, model=model, mapping=mapping_of(options), strict=options.strict)
    for table in found.tables:
        write_lines(_table(table, language))
    write_lines(_whole(found, language))
    files = list(dict.fromkeys(table.origin.file for table in found.tables if table.origin.file))
    told: Collection[str] = files if options.save else ()
    if options.output is None and options.mapping is None and can_ask():
        answers = answers_on(found, language)
        if answers:
            known = [answer for file in files for answer in _known(file)]
            mapping = Mapping((*known, *(answer for of_file in answers.values() for answer in of_file)))
            found = understand(options.data, model=model, mapping=mapping, strict=options.strict)
            told = files if options.save else answers
    wanted = {beside(file): file for file in told}
    for path, file in wanted.items():
        _write(path, found.mapping(language, file), language)
    if options.output is not None:
        _write(options.output, found.mapping(language), language)
    elif files and not wanted:
        write_lines([_ASK.filled({"file": beside(files[0]).name}).in_language(language)])
    return PROBLEMS if found.dataset.problems else OK


def _known(file: str) -> tuple[Answer, ...]:
    """What was answered before, and stands beside a file."""
    mapping = Mapping.beside(file)
    return mapping.answers if mapping is not None else ()


def _table(table: ImportedTable, language: Language) -> Iterator[str]:
    yield printable(f"{table.origin} ({table.name})")
    yield _row([head.in_language(language) for head in _HEADS])
    for column in table.columns:
        example = column.example.in_language(language) if column.example else ""
        words = [column.meaning.heading, column.field.in_language(language), column.how.in_language(language)]
        yield _row([*words, example])
    missed = [column for column in table.columns if column.is_open]
    # What an office itself says is only to be kept needs no word.
    kept = [
        column for column in table.columns if column.meaning.how == OTHER_NAME and not column.meaning.is_read
    ]
    said = [
        _named(_NOT_UNDERSTOOD, missed) if missed else _ALL_UNDERSTOOD,
        *([_named(_KEPT, kept)] if kept else []),
    ]
    yield from (sentence.in_language(language) for sentence in said)
    yield ""


def _named(sentence: Text, columns: list[ImportedColumn]) -> Text:
    names = [f"`{column.meaning.heading}`" for column in columns]
    return sentence.filled({"count": len(names), "names": names})


def _row(words: list[str]) -> str:
    *first, last = map(printable, words)
    cells = [f"{word:{width}}" for word, width in zip(first, _WIDTHS, strict=True)]
    return f"  {'  '.join(cells)}  {last}".rstrip()


def _whole(found: Import, language: Language) -> Iterator[str]:
    """What is to be said of all tables together; what is said of columns stands in their rows."""
    if not found.tables:
        yield _NO_TABLES.in_language(language)
    others = [note for note in found.dataset.reading_notes if not note.code.startswith("column")]
    if others:
        yield from note_lines(others, language)
    records = ", ".join(
        f"{count} {found.dataset.model.name_of(kind).in_language(language)}"
        for kind, count in found.dataset.sizes.items()
    )
    counts = {"records": records or "0", "problems": len(found.dataset.problems)}
    yield _COUNTS.filled(counts).in_language(language)


def _write(path: Path, text: str, language: Language) -> None:
    said = _REPLACED if path.exists() else _WRITTEN
    write_whole(path, [text.encode()])
    write_note(said.filled({"file": str(path)}), language)
