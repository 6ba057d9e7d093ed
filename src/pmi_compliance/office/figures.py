"""
Figures for an office: placements by origin, sex, destination, scheme and year, cases by year and origin, programmes.

Placements abroad and within the country are never added up in silence: published figures of districts mix them (the
795 of Kabupaten Kupang, 2023 to September 2025, are both: ANTARA, 15 October 2025). Every table says what it counts.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.auditing.report import SCOPES
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.text import Text
from pmi_compliance.base.words import KIND, PROGRAMME, SCOPE
from pmi_compliance.records.record import value_at
from pmi_compliance.records.regions import district
from pmi_compliance.records.schema import record_types

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from pmi_compliance.base.text import Language
    from pmi_compliance.records.dataset import Dataset

_UNKNOWN = SCOPE["unknown"]


def _code(value: str | None) -> Text:
    return _UNKNOWN if value is None else Text(value, value)


def _sex(value: str | None) -> Text:
    return {"female": Text("perempuan", "female"), "male": Text("laki-laki", "male")}.get(
        value or "", _UNKNOWN
    )


def _year(value: date | None) -> Text:
    return _code(None if value is None else str(value.year))


def _programme(value: str | None) -> Text:
    return PROGRAMME.get(value or "", _UNKNOWN)


@frozen
class _Dimension:
    """Something placements are counted by."""

    title: Text
    path: str
    named: Callable[[Any], Text]


DIMENSIONS = {
    "kecamatan": _Dimension(Text("Kecamatan asal", "Kecamatan of origin"), "worker.domicile", district),
    "sex": _Dimension(Text("Jenis kelamin", "Sex"), "worker.sex", _sex),
    "destination": _Dimension(Text("Negara tujuan", "Destination"), "destination", _code),
    "scheme": _Dimension(Text("Skema", "Scheme"), "scheme", _code),
    "year": _Dimension(Text("Tahun berangkat", "Year of departure"), "departed_on", _year),
    "return_year": _Dimension(Text("Tahun pulang", "Year of return"), "returned_on", _year),
    "training": _Dimension(Text("Pelatihan", "Training"), "training.kind", _code),
}
CASE_DIMENSIONS = {
    "year": _Dimension(Text("Tahun", "Year"), "opened_on", _year),
    "origin": _Dimension(Text("Asal", "Origin"), "origin", district),
    "kind": _Dimension(Text("Jenis", "Kind"), "kind", _code),
}
PROGRAMME_DIMENSIONS = {
    "kind": _Dimension(Text("Program", "Programme"), "kind", _programme),
    "year": _Dimension(Text("Tahun mulai", "Year of its start"), "started_on", _year),
}


def _chosen(dimensions: Mapping[str, _Dimension], names: Sequence[str]) -> list[_Dimension]:
    for name in names:
        if name not in dimensions:
            raise UsageError("unknown", what="dimension", name=name, known=tuple(dimensions))
    return [dimensions[name] for name in names]


@frozen
class Row:
    """One line of a table: its names, and a number for each scope; `None` is a number too small to be shown."""

    names: tuple[Text, ...]
    counts: Mapping[str, int | None]


@frozen
class Figures:
    """A table of numbers, and what they count."""

    titles: tuple[Text, ...]
    rows: tuple[Row, ...]
    #: By scope; `None` where a total would give away a number that is not shown.
    totals: Mapping[str, int | None]
    basis: Text

    @property
    def total(self) -> int | None:
        """All together, abroad and at home and not known: to be set beside figures that mix them."""
        found = [one for one in self.totals.values() if one is not None]
        return sum(found) if len(found) == len(self.totals) else None

    def lines(self, language: Language) -> list[str]:
        """The table as text; the largest first, and what it counts below."""
        # Without a name in a row there is a column for the word "total" all the same.
        blank = (Text("", ""),)
        titles = self.titles or blank
        head = [
            *(title.in_language(language) for title in titles),
            *(SCOPE[one].in_language(language) for one in SCOPES),
        ]
        body = [
            [
                *(name.in_language(language) for name in row.names or blank),
                *(_shown(row.counts[one]) for one in SCOPES),
            ]
            for row in self.rows
        ]
        label = Text("Jumlah", "Total").in_language(language)
        foot = [label, *[""] * (len(titles) - 1), *(_shown(self.totals[one]) for one in SCOPES)]
        widths = [max(len(line[at]) for line in (head, *body, foot)) for at in range(len(head))]
        return [
            *(_line(line, widths, len(titles)) for line in (head, *body, foot)),
            self.basis.in_language(language),
        ]


def _shown(number: int | None) -> str:
    return "<" if number is None else str(number)


def _line(cells: list[str], widths: list[int], names: int) -> str:
    padded = [
        cell.ljust(width) if at < names else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _aside(records: Dataset, kind: str) -> Text:
    """How many records are wrong and not counted, and whether there were none to count: no number is a silent zero."""
    if kind not in records.tables:
        name = KIND[kind]
        return Text(f" Rekam {name.id} tidak diberikan.", f" No {name.en} records were supplied.")
    number = sum(one.kind == kind for one in records.excluded)
    if not number:
        return Text("", "")
    return Text(
        f" {number} rekam disisihkan karena bermasalah dan tidak dihitung.",
        f" {number} records were set aside as wrong and are not counted.",
    )


def placements_by(
    records: Dataset,
    *dimensions: str,
    since: date | None = None,
    until: date | None = None,
    smallest: int = 1,
) -> Figures:
    """
    Count placements, those abroad and those within the country apart.

    Args:
        records: The records.
        dimensions: What to count by: names of `DIMENSIONS`.
        since: The first day of departure that counts.
        until: The last one. Where a period is asked for, placements whose day is not known are told in the basis.
        smallest: Numbers below this one, but for none at all, are not shown, nor is what would give them away.

    Raises:
        UsageError: If there is no such dimension, or the period ends before it begins.

    """
    chosen = _chosen(DIMENSIONS, dimensions)
    if since and until and until < since:
        raise UsageError("ends_before_it_begins", since=since, until=until)
    counts: Counter[tuple[tuple[Text, ...], str]] = Counter()
    undated = outside = 0
    for values, number in records.count(
        "placement", "scope", "departed_on", *(one.path for one in chosen)
    ).items():
        scope, day, *rest = values
        if (since or until) and day is None:
            undated += number
        elif (since and day < since) or (until and day > until):
            outside += number
        else:
            names = tuple(one.named(value) for one, value in zip(chosen, rest, strict=True))
            counts[names, scope or "unknown"] += number
    period = Text("", "")
    if since or until:
        period = Text(
            f" Berangkat {since or '…'} s.d. {until or '…'}; {undated} tanpa tanggal berangkat dan {outside} di luar "
            "masa itu tidak dihitung.",
            f" Departed {since or '…'} to {until or '…'}; {undated} without a day of departure and {outside} outside "
            "of it are not counted.",
        )
    aside = _aside(records, "placement")
    basis = Text(
        f"Dihitung per penempatan, bukan per orang; luar negeri dan dalam negeri dipisah.{period.id}{aside.id}",
        f"Counted by placement, not by person; abroad and within the country apart.{period.en}{aside.en}",
    )
    return _table(tuple(one.title for one in chosen), counts, basis, smallest)


def _table(
    titles: tuple[Text, ...], counts: Mapping[tuple[tuple[Text, ...], str], int], basis: Text, smallest: int
) -> Figures:
    names = sorted({name for name, _ in counts}, key=lambda name: [text.id for text in name])
    names.sort(key=lambda name: -sum(counts.get((name, scope), 0) for scope in SCOPES))
    columns: dict[str, list[int | None]] = {
        scope: [counts.get((name, scope), 0) for name in names] for scope in SCOPES
    }
    totals: dict[str, int | None] = {
        scope: sum(one or 0 for one in column) for scope, column in columns.items()
    }
    for scope, column in columns.items():
        _hide(column, smallest)
        # Of one number that is not shown the total would tell it.
        if column.count(None) == 1:
            totals[scope] = None
    rows = [Row(name, {scope: columns[scope][at] for scope in SCOPES}) for at, name in enumerate(names)]
    return Figures(titles, tuple(rows), totals, basis)


def _hide(column: list[int | None], smallest: int) -> None:
    """Hide small numbers; and where that is one only, the next larger with it, for the total would tell it."""
    for at, number in enumerate(column):
        if number is not None and 0 < number < smallest:
            column[at] = None
    left = [at for at, number in enumerate(column) if number]
    if column.count(None) == 1 and left:
        column[min(left, key=lambda at: column[at] or 0)] = None


def cases_by(records: Dataset, *dimensions: str, as_of: date, smallest: int = 1) -> Figures:
    """
    Count cases that were opened up to a day. By year alone, years without a case are listed too, from the first case on.

    A case is abroad if one of its placements is, within the country if all are, and else not known. Numbers below
    `smallest` are hidden as those of placements are.

    Raises:
        UsageError: If a dimension is none of `CASE_DIMENSIONS`.

    """
    chosen = _chosen(CASE_DIMENSIONS, dimensions)
    relation = record_types()["case"].fields["placements"].relation
    assert relation is not None
    placements = records.related(relation)
    counts: Counter[tuple[tuple[Text, ...], str]] = Counter()
    years, later, undated = [], 0, 0
    for record in records.tables.get("case", ()):
        day = record.data.get("opened_on")
        if day is None:
            undated += 1
        elif day > as_of:
            later += 1
        else:
            years.append(day.year)
            names = tuple(one.named(value_at(record.data, one.path)) for one in chosen)
            counts[names, _scope_of(placements(record.data))] += 1
    aside = _aside(records, "case")
    basis = Text(
        f"Kasus yang dibuka s.d. {as_of}; satu kasus dihitung sekali. {undated} tanpa tanggal dan {later} "
        f"sesudahnya tidak dihitung.{aside.id}",
        f"Cases opened up to {as_of}; a case counts once. {undated} without a day and {later} "
        f"after it are not counted.{aside.en}",
    )
    table = _table(tuple(one.title for one in chosen), counts, basis, smallest)
    if dimensions != ("year",):
        return table
    held = {row.names[0].id: row for row in table.rows}
    listed = [str(year) for year in range(min(years), as_of.year + 1)] if years else []
    none = dict.fromkeys(SCOPES, 0)
    rows = tuple(held.get(year, Row((_code(year),), none)) for year in listed)
    return Figures(table.titles, rows, table.totals, basis)


def _scope_of(placements: Any) -> str:
    scopes = {one.get("scope") for one in placements or ()}
    if "overseas" in scopes:
        return "overseas"
    return "domestic" if scopes == {"domestic"} else "unknown"


@frozen
class Published:
    """Figures that somebody published, to be set beside ours: nothing is repaired, what differs is told."""

    total: int
    #: By the Indonesian name of a row.
    parts: Mapping[str, int]
    source: str
    #: Whether `parts` are all there are.
    whole: bool = True

    def gaps(self, figures: Figures) -> list[Text]:
        """Where the published parts do not add up to the published total, and where ours are others."""
        found = []
        rest = self.total - sum(self.parts.values())
        if (self.whole and rest) or rest < 0:
            found.append(
                Text(
                    f"{self.source}: bagian berjumlah {self.total - rest}, jumlah tertulis {self.total}, selisih {rest}",
                    f"{self.source}: the parts add up to {self.total - rest}, the total says {self.total}, {rest} apart",
                )
            )
        ours: dict[str, int | None] = {}
        for row in figures.rows:
            values = [one for one in row.counts.values() if one is not None]
            ours[row.names[0].id] = sum(values) if len(values) == len(row.counts) else None
        compared = {name: (number, ours.get(name, 0)) for name, number in self.parts.items()}
        compared["Jumlah"] = (self.total, figures.total)
        for name, (theirs, counted) in compared.items():
            if counted is not None and counted != theirs:
                found.append(
                    Text(
                        f"{name}: {self.source} {theirs}, rekam {counted}, selisih {theirs - counted}",
                        f"{name}: {self.source} {theirs}, records {counted}, {theirs - counted} apart",
                    )
                )
        return found


@frozen
class Programme:
    """Programmes of one kind or year: how many there were, and how many people took part."""

    names: tuple[Text, ...]
    held: int
    #: Together, where it is written; `unwritten` is how many programmes do not say.
    participants: int
    unwritten: int


def programmes_by(records: Dataset, *dimensions: str, as_of: date) -> tuple[Programme, ...]:
    """
    Count programmes of training and return that began up to a day, or whose day is not known, and who took part.

    A person who took part twice counts twice: programmes hold numbers, not names.

    Raises:
        UsageError: If a dimension is none of `PROGRAMME_DIMENSIONS`.

    """
    chosen = _chosen(PROGRAMME_DIMENSIONS, dimensions)
    found: dict[tuple[Text, ...], list[int | None]] = {}
    for centre in records.tables.get("service_centre", ()):
        for one in centre.data.get("programmes", ()):
            if one.get("started_on", as_of) <= as_of:
                names = tuple(dimension.named(one.get(dimension.path)) for dimension in chosen)
                found.setdefault(names, []).append(one.get("participants"))
    return tuple(
        Programme(names, len(said), sum(one or 0 for one in said), said.count(None))
        for names, said in sorted(found.items(), key=lambda item: [name.id for name in item[0]])
    )
