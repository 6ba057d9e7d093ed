"""What is told of the columns of a table, once of each: that one was understood by another name, guessed, or kept aside."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.records.documents import ProblemDetail
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
from pmi_compliance.records.reading.targets import NUMBER, words_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pmi_compliance.base.text import Text
    from pmi_compliance.records.reading.columns import Table
    from pmi_compliance.records.reading.headings import Meaning
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.raw import Origin


def note_columns(columns: Sequence[Meaning], header: Origin, table: Table, notes: ReadingNotes) -> None:
    """Note once of each column what was not plain: that it was understood by another name, guessed, or kept aside."""
    origin = header.table
    kept = [column for column in columns if column.targets and column.how == NOT_KNOWN]
    if len(kept) > MOST_NOTED:
        names = ", ".join(f"`{column.heading[:_LONG]}`" for column in kept[:_NAMED])
        notes.add(origin, "columns_kept", number=len(kept), names=names)
    doubled: dict[str, Text] = {}
    has_ids = any(target.written == "id" for column in columns for target in column.targets)
    for column in columns:
        if column.how == DOUBLE:
            doubled[column.other] = words_of(column.meant)
        elif column.how == STRANGE:
            values = {"heading": column.heading[:_LONG], "field": column.meant[0].title}
            notes.of_header(table.kind, header, ProblemDetail("", "column_of_other_words", values))
        elif len(kept) <= MOST_NOTED or column.how != NOT_KNOWN:
            code = _code_of_note(column, table, has_ids=has_ids)
            if code is not None:
                meant = words_of(column.meant or column.targets)
                heading, other = column.heading[:_LONG], column.other[:_LONG]
                notes.add(origin, code, heading=heading, other=other, field=meant)
    for names, meant in doubled.items():
        detail = ProblemDetail("", "columns_of_one_field", {"columns": names, "field": meant})
        notes.of_header(table.kind, header, detail)


#: More unknown columns than this are one note, which names the first; headings are shown up to this length.
MOST_NOTED, _NAMED, _LONG = 20, 5, 60

_NOTES = {
    OTHER_NAME: "column_read_as",
    GUESS: "column_guessed",
    BESIDE: "column_told_elsewhere",
    TOGETHER: "column_read_with",
    DOUBT: "arrival_in_doubt",
}


def _code_of_note(column: Meaning, table: Table, *, has_ids: bool) -> str | None:
    if not column.targets or column.how in {ANSWERED, EXACT}:
        return None
    if column.targets[0].written == NUMBER and not has_ids:
        # What it is for is told with the ids.
        return None
    if column.how in {BESIDE, TOGETHER, DOUBT} or (column.is_read and column.targets[0].written != NUMBER):
        return _NOTES[column.how]
    return "column_kept" if table.has_extra else "column_left_out"
