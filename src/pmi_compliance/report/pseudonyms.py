"""Whom the pseudonyms in reports stand for, for the office alone: with it a finding is found in the list again."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from pmi_compliance.base.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pmi_compliance.base.text import Language
    from pmi_compliance.records.record_ids import Pseudonym
    from pmi_compliance.records.schema import RecordModel

_HEADINGS = (
    Text("nomor samaran", "pseudonym"), Text("NIK, telepon atau nama", "NIK, telephone or name"),
    Text("jenis data", "kind of record"), Text("tempat", "place"),
)  # fmt: skip


def pseudonym_table(found: Iterable[Pseudonym], model: RecordModel, language: Language) -> bytes:
    """
    The table as CSV that spreadsheet programs open with all digits.

    Args:
        found: The pseudonyms.
        model: What kinds of records are called.
        language: Of the headings and kinds.

    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(heading.in_language(language) for heading in _HEADINGS)
    for one in found:
        # As a number it would lose its last digit.
        digits = f'="{one.written}"' if one.written.isdigit() else one.written
        writer.writerow([one.name, digits, model.name_of(one.kind).in_language(language), str(one.origin)])
    return text.getvalue().encode("utf-8-sig")
