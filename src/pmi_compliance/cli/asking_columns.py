"""
Asks a person at a terminal what each column is that nobody understood, one question a column.

An answer is a number of a field that is offered, the name of a field, `-`, or nothing; who stops loses no answer.
"""

from __future__ import annotations

import difflib
import sys
from typing import TYPE_CHECKING

from pmi_compliance.base.text import Text, printable
from pmi_compliance.records.reading.columns import tables_of
from pmi_compliance.records.reading.headings import names_for, words_in
from pmi_compliance.records.reading.mapping import Answer
from pmi_compliance.records.reading.targets import EXTRA, LEFT_OUT, targets_of, words_of, written_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

    from pmi_compliance.base.text import Language
    from pmi_compliance.records.importing import Import, ImportedColumn, ImportedTable
    from pmi_compliance.records.reading.columns import Table

#: So many fields are offered, and how alike their names are at least.
_OFFERED, _ALIKE = 4, 0.45

_ASKED = Text("Kolom `{heading}`{example}: isinya apa?", "Column `{heading}`{example}: what does it hold?")
_EXAMPLE = Text(" (contoh: {read})", " (such as: {read})")
_CHOICES = Text(
    "  Enter: hanya disimpan; -: tidak dibaca; atau nomor di atas, atau nama isian seperti worker.name",
    "  Enter: only kept; -: left out; or a number from above, or the name of a field such as worker.name",
)
_NOT_A_FIELD = Text("  `{typed}` bukan isian di sini.", "  `{typed}` is no field here.")


def can_ask() -> bool:
    """Whether a person sits before the command."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def answers_on(found: Import, language: Language) -> dict[str, list[Answer]]:
    """
    What a person answers on the columns that were not understood.

    Args:
        found: The tables as they were understood.
        language: The language of the questions.

    Returns:
        The answers, by the file that holds the table.

    """
    answers: dict[str, list[Answer]] = {}
    for table, column, columns in _open(found):
        told = {one.written for other in table.columns for one in other.meaning.targets}
        typed = _asked(column, columns, told, language)
        if typed is None:
            break
        answer = Answer(column.meaning.heading, typed, sheet=table.part)
        answers.setdefault(table.origin.file or "", []).append(answer)
    return answers


def _open(found: Import) -> Iterator[tuple[ImportedTable, ImportedColumn, Table]]:
    """The columns that are asked for, each with its table."""
    for table in found.tables:
        columns = tables_of(found.dataset.model).named(table.name)
        if not table.origin.file or not columns:
            continue
        for column in table.answerable():
            if column.is_open:
                yield table, column, columns


def _asked(column: ImportedColumn, table: Table, told: Set[str], language: Language) -> str | None:
    """One answer as a mapping writes it; `None` at the end of the input."""
    example = _EXAMPLE.filled({"read": column.example}) if column.example else Text("", "")
    values = {"heading": printable(column.meaning.heading), "example": example}
    _say(_ASKED.filled(values), language)
    offered = _offered(column, table, told)
    for number, written in enumerate(offered, 1):
        words = words_of(targets_of(written, table) or ())
        _say(Text(*[f"  {number}  {printable(word)}" for word in (words.id, words.en)]), language)
    _say(_CHOICES, language)
    while True:
        sys.stdout.write("> ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return None
        typed = line.strip()
        if typed in {"", LEFT_OUT}:
            return typed or EXTRA
        chosen = offered[int(typed) - 1] if typed.isdecimal() and 0 < int(typed) <= len(offered) else typed
        if (targets := targets_of(chosen, table)) is not None:
            return written_of(targets)
        _say(_NOT_A_FIELD.filled({"typed": printable(typed[:60])}), language)


def _offered(column: ImportedColumn, table: Table, told: Set[str]) -> list[str]:
    """The fields that a column may hold: what it would mean alone, then those whose names are most like its heading."""
    names = names_for(table).spelt
    words = " ".join(words_in(column.meaning.heading))
    near = difflib.get_close_matches(words, names, n=3 * _OFFERED, cutoff=_ALIKE)
    meant = [target.written for target in column.meaning.meant]
    fields = dict.fromkeys([*meant, *(written_of(names[name][0]) for name in near)])
    return [written for written in fields if written not in {EXTRA, LEFT_OUT, *told}][:_OFFERED]


def _say(text: Text, language: Language) -> None:
    sys.stdout.write(f"{text.in_language(language)}\n")
