"""A table as it was found in a file, before any of its rows is read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pmi_compliance.records.reading.mapping import Mapping as Answers
    from pmi_compliance.records.reading.notes import ReadingNotes
    from pmi_compliance.records.reading.raw import Origin


@frozen(eq=False)
class Sheet:
    """A table as it was found: where it stands, its header, and the cells of each row with the row's number."""

    origin: Origin
    header: Sequence[str]
    rows: Iterable[tuple[int, Sequence[Any]]]
    #: Takes what is noted while the rows are read.
    notes: ReadingNotes
    #: Of a Parquet file, its Arrow schema.
    schema: Any = None
    #: What the office said of its columns, and whether only paths, titles and readings without a note count beside it.
    mapping: Answers | None = None
    strict: bool = False
    #: The row of its headings.
    header_row: int = field(default=1, kw_only=True)
    #: Whether its columns go by letters.
    is_lettered: bool = field(default=False, kw_only=True)
    #: Whether its whole numbers have all their digits; spreadsheets keep fifteen.
    exact: bool = field(default=True, kw_only=True)
    #: Whether it counts days from 1904 on.
    since_1904: bool = field(default=False, kw_only=True)
    #: Whether it stands below another table, whose running numbers may be the same.
    is_below: bool = field(default=False, kw_only=True)
    #: What stands above its headings.
    titles: Sequence[str] = field(default=(), kw_only=True)
