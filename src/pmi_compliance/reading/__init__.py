"""
Raw records and where each came from.

One module a source form. A reader keeps everything: what it cannot make sense of becomes a fault of the record,
and what cannot be read at all raises `UnreadableInput`.
"""

from pmi_compliance.reading.arrow import sheets_of
from pmi_compliance.reading.files import read_files
from pmi_compliance.reading.raw import Origin, RawRecord, kind_of_table, raw_records
from pmi_compliance.reading.tables import assembled

__all__ = ["Origin", "RawRecord", "assembled", "kind_of_table", "raw_records", "read_files", "sheets_of"]
