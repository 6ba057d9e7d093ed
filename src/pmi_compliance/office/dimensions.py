"""What an office counts by: kecamatan, sex, year and so on, and the words for each value."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.days import year_of
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.text import Text
from pmi_compliance.base.words import code_of
from pmi_compliance.records.codes import NOT_KNOWN, code_names
from pmi_compliance.records.regions import district

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from pmi_compliance.base.days import Day


def as_text(value: str | None) -> Text:
    """A value as it is, or that it is not known."""
    return NOT_KNOWN if value is None else Text(value, value)


def _sex(value: str | None) -> Text:
    return code_names("placement.worker.sex").get(value or "", NOT_KNOWN)


def _year(value: Day | None) -> Text:
    year = year_of(value)
    return as_text(None if year is None else str(year))


def _programme(value: str | None) -> Text:
    return code_names("service_centre.programmes.kind").get(value or "", NOT_KNOWN)


@frozen
class Dimension:
    """Something that records are counted by."""

    #: The title of the column.
    title: Text
    #: The path of the fact in the record.
    path: str
    #: The words for a value.
    text_of: Callable[[Any], Text]


#: What placements are counted by.
DIMENSIONS = {
    "kecamatan": Dimension(Text("Kecamatan asal", "Kecamatan of origin"), "worker.domicile", district),
    "sex": Dimension(Text("Jenis kelamin", "Sex"), "worker.sex", _sex),
    "destination": Dimension(Text("Negara tujuan", "Destination"), "destination", as_text),
    "scheme": Dimension(Text("Skema", "Scheme"), "scheme", as_text),
    "year": Dimension(Text("Tahun berangkat", "Year of departure"), "departed_on", _year),
    "return_year": Dimension(Text("Tahun pulang", "Year of return"), "returned_on", _year),
    "training": Dimension(Text("Pelatihan", "Training"), "training.kind", as_text),
}
#: What cases are counted by.
CASE_DIMENSIONS = {
    "year": Dimension(Text("Tahun", "Year"), "opened_on", _year),
    "origin": Dimension(Text("Asal", "Origin"), "origin", district),
    "kind": Dimension(Text("Jenis", "Kind"), "kind", as_text),
}
#: What programmes of training and return are counted by.
PROGRAMME_DIMENSIONS = {
    "kind": Dimension(Text("Program", "Programme"), "kind", _programme),
    "year": Dimension(Text("Tahun mulai", "Year of its start"), "started_on", _year),
}


def chosen_from(dimensions: Mapping[str, Dimension], names: Sequence[str]) -> list[Dimension]:
    """
    The dimensions of some names, or of what tables call them.

    Raises:
        UsageError: If there is no dimension of a name.

    """
    titles = {name: dimension.title for name, dimension in dimensions.items()}
    codes = [code_of(name, titles) for name in names]
    for name, code in zip(names, codes, strict=True):
        if code is None:
            raise UsageError("unknown", what="dimension", name=name, known=tuple(dimensions))
    return [dimensions[code] for code in codes if code is not None]
