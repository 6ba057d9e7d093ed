"""
Raw records and where each came from.

One module a source form. A reader keeps everything: what it cannot make sense of becomes a problem of the record,
and what cannot be read at all raises `UnreadableInput`.
"""

from pmi_compliance.records.reading.answering import answered, names_others
from pmi_compliance.records.reading.arrow import broken_parquet, sheets_of
from pmi_compliance.records.reading.attaching import attach
from pmi_compliance.records.reading.bounds import Bounds, within
from pmi_compliance.records.reading.databases import is_database
from pmi_compliance.records.reading.files import files_of, opened, read_files, records_in
from pmi_compliance.records.reading.found import Sheet
from pmi_compliance.records.reading.headings import Meaning
from pmi_compliance.records.reading.linking import Known, linked
from pmi_compliance.records.reading.mapping import Mapping
from pmi_compliance.records.reading.notes import ReadingNote, ReadingNotes
from pmi_compliance.records.reading.raw import Origin, RawRecord, kinds_named, no_kind, raw_records
from pmi_compliance.records.reading.tables import assembled, columns_of, records_of, rows_of

__all__ = [
    "Bounds",
    "Known",
    "Mapping",
    "Meaning",
    "Origin",
    "RawRecord",
    "ReadingNote",
    "ReadingNotes",
    "Sheet",
    "answered",
    "assembled",
    "attach",
    "broken_parquet",
    "columns_of",
    "files_of",
    "is_database",
    "kinds_named",
    "linked",
    "names_others",
    "no_kind",
    "opened",
    "raw_records",
    "read_files",
    "records_in",
    "records_of",
    "rows_of",
    "sheets_of",
    "within",
]
