"""
Figures for an office: placements by origin, sex, destination, scheme and year, cases by year and origin, programmes.

Placements abroad and within the country are never added up in silence: published figures of districts mix them (the
795 of Kabupaten Kupang, 2023 to September 2025, are both: ANTARA, 15 October 2025). Every table says what it counts.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.auditing.counts import BY_SCOPE, batches, tally
from pmi_compliance.auditing.report import SCOPES
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.outcome import conjunction
from pmi_compliance.base.text import Text
from pmi_compliance.office.dimensions import (
    CASE_DIMENSIONS,
    DIMENSIONS,
    PROGRAMME_DIMENSIONS,
    as_text,
    chosen_from,
)
from pmi_compliance.office.hiding import HIDDEN, hidden, shown_beside, shown_total
from pmi_compliance.records.codes import scope_names
from pmi_compliance.records.record import value_at

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pmi_compliance.base.days import Day
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.dataset import Dataset


@frozen
class Row:
    """One row of a table."""

    #: A name for each title of the table.
    names: tuple[Text, ...]
    #: A number for each scope; `None` is one that is not shown, for it is small or a small one would follow from it.
    counts: Mapping[str, int | None]


@frozen
class Figures:
    """A table of numbers."""

    #: The titles of the columns of names.
    titles: tuple[Text, ...]
    #: The largest first; cases by year in the order of years.
    rows: tuple[Row, ...]
    #: By scope; `None` where a total is too small to be shown.
    totals: Mapping[str, int | None]
    #: What is counted, and what is not.
    basis: Text
    #: Whether each name that something was counted for has a row.
    whole: bool = True

    @property
    def total(self) -> int | None:
        """The sum of all scopes, to be compared with figures that mix them; `None` where a total is not shown."""
        totals = [total for total in self.totals.values() if total is not None]
        return sum(totals) if len(totals) == len(self.totals) else None

    def lines(self, language: Language) -> list[str]:
        """The table as text in one language, line by line: the largest rows first, and the basis below."""
        # Without a name in a row there is a column for the word "total" all the same.
        blank = (Text("", ""),)
        titles = self.titles or blank
        head = [
            *(title.in_language(language) for title in titles),
            *(scope_names()[scope].in_language(language) for scope in SCOPES),
        ]
        body = [
            [
                *(name.in_language(language) for name in row.names or blank),
                *(_shown(row.counts[scope]) for scope in SCOPES),
            ]
            for row in self.rows
        ]
        label = Text("Jumlah", "Total").in_language(language)
        foot = [label, *[""] * (len(titles) - 1), *(_shown(self.totals[scope]) for scope in SCOPES)]
        widths = [max(len(line[column]) for line in (head, *body, foot)) for column in range(len(head))]
        return [
            *(_line(line, widths, len(titles)) for line in (head, *body, foot)),
            self.basis.in_language(language),
        ]


def _shown(number: int | None) -> str:
    return HIDDEN if number is None else str(number)


def _line(cells: list[str], widths: list[int], names: int) -> str:
    padded = [
        cell.ljust(width) if at < names else cell.rjust(width)
        for at, (cell, width) in enumerate(zip(cells, widths, strict=True))
    ]
    return "  ".join(padded).rstrip()


def _not_counted(records: Dataset, kind: str) -> Text:
    """A note on records that are not counted, and on a kind that was not supplied: no number is a silent zero."""
    if kind not in records.tables:
        name = records.model.name_of(kind)
        return Text(f" Data {name.id} tidak diberikan.", f" No {name.en} records were supplied.")
    number = sum(record.kind == kind for record in records.excluded)
    if not number:
        return Text("", "")
    return Text(
        f" {number} data bermasalah tidak ikut dihitung.",
        f" {number} records have errors, are excluded and not counted.",
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
        until: The last one. Where a period is given, the basis says how many placements have no day.
        smallest: Numbers below this one, but zero, are not shown, nor others from which they would follow, be it with
            the total of another table (`office/hiding.py`).

    Returns:
        The table.

    Raises:
        UsageError: If there is no such dimension, or the period ends before it begins.

    """
    chosen = chosen_from(DIMENSIONS, dimensions)
    if since and until and until < since:
        raise UsageError("ends_before_it_begins", since=since, until=until)
    counts: Counter[tuple[tuple[Text, ...], str]] = Counter()
    undated = outside = 0
    by_day = ("departed_on", lambda day: day)
    by_names = ((dimension.path, dimension.text_of) for dimension in chosen)
    for (scope, day, *names), number in tally(records, "placement", BY_SCOPE, by_day, *by_names).items():
        inside = _inside(day, since, until)
        if inside:
            counts[tuple(names), scope] += number
        elif inside is None:
            undated += number
        else:
            outside += number
    period = Text("", "")
    undated_, outside_ = shown_beside(undated, smallest), shown_beside(outside, smallest)
    if since or until:
        period = Text(
            f" Berangkat {since or '…'} s.d. {until or '…'}; {undated_} tanpa tanggal berangkat dan {outside_} di luar "
            "masa itu tidak dihitung.",
            f" Departed {since or '…'} to {until or '…'}; {undated_} without a day of departure and {outside_} outside "
            "of it are not counted.",
        )
    excluded = _not_counted(records, "placement")
    basis = Text(
        f"Dihitung per penempatan, bukan per orang; luar negeri dan dalam negeri dipisah.{period.id}{excluded.id}",
        f"Counted by placement, not by person; abroad and within the country apart.{period.en}{excluded.en}",
    )
    for several in batches(records):
        basis = Text(f"{basis.id} {several.id}", f"{basis.en} {several.en}")
    return _table(tuple(dimension.title for dimension in chosen), counts, basis, smallest)


def _inside(day: Day | None, since: date | None, until: date | None) -> bool | None:
    """Whether a day lies in a period; `None` where that is not known."""
    if since is None and until is None:
        return True
    if day is None:
        return None
    return conjunction(since is None or day >= since, until is None or day <= until)


def _table(
    titles: tuple[Text, ...],
    counts: Mapping[tuple[tuple[Text, ...], str], int],
    basis: Text,
    smallest: int,
    last_year: int | None = None,
) -> Figures:
    """The table of some counts; with a last year one of years, of which those without a case are listed too."""
    names = sorted({name for name, _ in counts}, key=lambda name: [text.id for text in name])
    columns = {scope: [counts.get((name, scope), 0) for name in names] for scope in SCOPES}
    totals = {scope: shown_total(column, smallest) for scope, column in columns.items()}
    away = {scope: hidden(column, smallest) for scope, column in columns.items()}
    shown = {
        scope: [_if_shown(number, at, away[scope]) for at, number in enumerate(column)]
        for scope, column in columns.items()
    }
    # Of a column that is not shown no row tells that it has something there.
    told = [scope for scope in SCOPES if away[scope] is not None]
    rows = [
        Row(name, {scope: shown[scope][at] for scope in SCOPES})
        for at, name in enumerate(names)
        if any(columns[scope][at] for scope in told)
    ]
    if last_year is None:
        rows.sort(key=lambda row: -sum(count or 0 for count in row.counts.values()))
    else:
        rows = _every_year(rows, last_year, {scope: 0 if scope in told else None for scope in SCOPES})
    if any(away[scope] != frozenset() for scope in SCOPES):
        basis = Text(
            f"{basis.id} {HIDDEN} tidak ditampilkan: angka di bawah {smallest}, dan angka lain yang membuatnya terhitung. "
            "Jangan terbitkan bersama tabel lain yang memuat sebagian dari dimensi yang sama.",
            f"{basis.en} {HIDDEN} is not shown: a number below {smallest}, or one from which it would follow. Do not "
            "publish it with another table by some of the same dimensions.",
        )
    return Figures(titles, tuple(rows), totals, basis, len(told) == len(SCOPES))


def _every_year(rows: list[Row], last: int, none: Mapping[str, int | None]) -> list[Row]:
    """Rows by year, with those between that have no case; what has no year comes last."""
    known = {row.names[0].id: row for row in rows}
    first = min((int(year) for year in known if year.isdecimal()), default=last + 1)
    years = [str(year) for year in range(first, last + 1)]
    return [
        *(known.get(year, Row((as_text(year),), none)) for year in years),
        *(row for year, row in known.items() if year not in years),
    ]


def _if_shown(number: int, at: int, hidden_at: frozenset[int] | None) -> int | None:
    return None if hidden_at is None or at in hidden_at else number


def cases_by(records: Dataset, *dimensions: str, as_of: date, smallest: int = 1) -> Figures:
    """
    Count cases that were opened up to a day.

    A case is abroad if one of its placements is, within the country if all are, and not known otherwise. By year alone,
    years without a case are listed too, from the first case on.

    Args:
        records: The records.
        dimensions: What to count by: names of `CASE_DIMENSIONS`.
        as_of: The last day that counts.
        smallest: Numbers below this one are hidden as those of placements are.

    Returns:
        The table.

    Raises:
        UsageError: If a dimension is none of `CASE_DIMENSIONS`.

    """
    chosen = chosen_from(CASE_DIMENSIONS, dimensions)
    placements = records.related(records.model.relation("case", "placements"))
    counts: Counter[tuple[tuple[Text, ...], str]] = Counter()
    later = undated = 0
    for record in records.tables.get("case", ()):
        day = record.data.get("opened_on")
        opened = _inside(day, None, as_of)
        if opened is None:
            undated += 1
        elif not opened:
            later += 1
        else:
            names = tuple(dimension.text_of(value_at(record.data, dimension.path)) for dimension in chosen)
            counts[names, _scope_of(placements(record.data))] += 1
    excluded = _not_counted(records, "case")
    undated_, later_ = shown_beside(undated, smallest), shown_beside(later, smallest)
    basis = Text(
        f"Kasus yang dibuka s.d. {as_of}; satu kasus dihitung sekali. {undated_} tanpa tanggal dan {later_} "
        f"sesudahnya tidak dihitung.{excluded.id}",
        f"Cases opened up to {as_of}; a case counts once. {undated_} without a day and {later_} "
        f"after it are not counted.{excluded.en}",
    )
    titles = tuple(dimension.title for dimension in chosen)
    return _table(
        titles, counts, basis, smallest, as_of.year if chosen == [CASE_DIMENSIONS["year"]] else None
    )


def _scope_of(placements: Any) -> str:
    scopes = {placement.get("scope") for placement in placements or ()}
    if "overseas" in scopes:
        return "overseas"
    return "domestic" if scopes == {"domestic"} else "unknown"


@frozen
class Published:
    """Figures that somebody published, to be compared with ours. Nothing is repaired; differences are listed."""

    #: The total as it was published.
    total: int
    #: The parts as they were published, by the Indonesian name of a row.
    parts: Mapping[str, int]
    #: Who published them, and when.
    source: str
    #: Whether `parts` are all the parts there are.
    whole: bool = True

    def gaps(self, figures: Figures) -> list[Text]:
        """
        Compare with figures of ours.

        Args:
            figures: A table with one name in each row.

        Returns:
            A line where the published parts do not add up to the published total, and one for each difference from ours.

        """
        gaps = []
        rest = self.total - sum(self.parts.values())
        if (self.whole and rest) or rest < 0:
            gaps.append(
                Text(
                    f"{self.source}: bagian berjumlah {self.total - rest}, jumlah tertulis {self.total}, selisih {rest}",
                    f"{self.source}: the parts add up to {self.total - rest}, the total says {self.total}, {rest} apart",
                )
            )
        ours: dict[str, int | None] = {}
        for row in figures.rows:
            values = [count for count in row.counts.values() if count is not None]
            ours[row.names[0].id] = sum(values) if len(values) == len(row.counts) else None
        unlisted = 0 if figures.whole else None
        compared = {name: (number, ours.get(name, unlisted)) for name, number in self.parts.items()}
        compared["Jumlah"] = (self.total, figures.total)
        for name, (theirs, counted) in compared.items():
            if counted is not None and counted != theirs:
                gaps.append(
                    Text(
                        f"{name}: {self.source} {theirs}, data {counted}, selisih {theirs - counted}",
                        f"{name}: {self.source} {theirs}, records {counted}, {theirs - counted} apart",
                    )
                )
        return gaps


@frozen
class Programme:
    """Programmes of one kind or year."""

    #: A name for each dimension.
    names: tuple[Text, ...]
    #: How many programmes were held.
    count: int
    #: How many people took part in those that write it down.
    participants: int
    #: How many programmes do not write it down.
    unwritten: int


def programmes_by(records: Dataset, *dimensions: str, as_of: date) -> tuple[Programme, ...]:
    """
    Count programmes of training and return that began up to a day, or whose day is not known, and who took part.

    A person who took part twice counts twice: programmes hold numbers, not names.

    Args:
        records: The records.
        dimensions: What to count by: names of `PROGRAMME_DIMENSIONS`.
        as_of: The last day of a start that counts.

    Returns:
        Programmes by name.

    Raises:
        UsageError: If a dimension is none of `PROGRAMME_DIMENSIONS`.

    """
    chosen = chosen_from(PROGRAMME_DIMENSIONS, dimensions)
    participants: dict[tuple[Text, ...], list[int | None]] = {}
    for centre in records.tables.get("service_centre", ()):
        for programme in centre.data.get("programmes", ()):
            if programme.get("started_on", as_of) <= as_of:
                names = tuple(dimension.text_of(programme.get(dimension.path)) for dimension in chosen)
                participants.setdefault(names, []).append(programme.get("participants"))
    return tuple(
        Programme(names, len(numbers), sum(number or 0 for number in numbers), numbers.count(None))
        for names, numbers in sorted(participants.items(), key=lambda item: [name.id for name in item[0]])
    )
