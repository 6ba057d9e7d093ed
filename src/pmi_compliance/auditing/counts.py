"""
Counting records by the names of their values: placements by district and scope, cases by year.

What a report counts beside outcomes and what figures of an office count goes through `tally`.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.report import SCOPES, District, Person
from pmi_compliance.base.days import year_of
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
from pmi_compliance.engines import Place
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.records.record import value_at
from pmi_compliance.records.regions import district

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from typing import Protocol

    from pmi_compliance.records.record import Record
    from pmi_compliance.records.schema import RecordModel

    class Countable(Protocol):
        """Records, wherever they are held."""

        @property
        def model(self) -> RecordModel:
            """The kinds of records that there are."""

        @property
        def sizes(self) -> Mapping[str, int]:
            """How many records of each kind there are."""

        def count(
            self, kind: str, *paths: str, ids: Collection[str] | None = None
        ) -> Counter[tuple[Any, ...]]:
            """How many of a kind hold each combination of values at some paths."""

    #: The path of a value, and what to call the value, `None` among them; values with one name are counted together.
    By = tuple[str, Callable[[Any], Any]]

_HOME = "worker.domicile"


def scope_name(scope: str | None) -> str:
    """A word of `SCOPES`."""
    return scope or "unknown"


BY_SCOPE: By = ("scope", scope_name)


def tally(records: Countable, kind: str, *by: By) -> Counter[tuple[Any, ...]]:
    """How many records of a kind there are for each combination of names; of a batch, how many persons at least."""

    def named(values: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(name(value) for (_, name), value in zip(by, values, strict=True))

    paths = [path for path, _ in by]
    counts: Counter[tuple[Any, ...]] = Counter()
    if "count" not in records.model.types[kind].fields:
        for values, number in records.count(kind, *paths).items():
            counts[named(values)] += number
        return counts
    for (size, *of_batch), number in records.count(kind, "count", *paths).items():
        counts[named(of_batch)] += number * (size or 1)
    taken: Counter[str] = Counter()
    for (batch, size), number in records.count(kind, "taken_out_of", "count").items():
        if batch is not None:
            taken[batch] += number * (size or 1)
    for batch, size, *of_batch in records.count(kind, "id", "count", *paths, ids=taken):
        # Whoever was counted in a batch and has a record of their own by now is counted there.
        counts[named(of_batch)] -= min(taken[batch], size or 0)
    return +counts


_NAME = ("worker", "name")

#: In a larger register, where somebody stands is kept only of those that something was found about.
_MOST_PEOPLE = 20_000


def people(
    records: Countable, concerned: Collection[str], disclose: str, masks: Callable[[Place], bool]
) -> dict[str, Person]:
    """
    Where the persons of placements stand; of none where no values are shown.

    Args:
        records: The records.
        concerned: The ids of the placements that something was found about; of a large register only these are kept.
        disclose: Which values are shown; names only where all are.
        masks: Whether the value at a place may not be shown.

    """
    model = records.model
    fields = model.types["placement"].fields if "placement" in model.types else {}
    hidden = disclose == "pointers" or not {"status", "count"} <= fields.keys()
    if hidden or model.field_at("placement", ("status",))[1]:
        return {}
    few = records.sizes.get("placement", 0) <= _MOST_PEOPLE
    ids = None if few else concerned
    if disclose != "full" or model.field_at("placement", _NAME)[0] is None:
        counts = records.count("placement", "id", "status", "count", ids=ids)
        return {id_: Person(status, size or 1) for id_, status, size in counts}
    named = records.count("placement", "id", "status", "count", ".".join(_NAME), ids=ids)
    return {
        id_: Person(status, size or 1, None if masks(Place("placement", id_, _NAME)) else name)
        for id_, status, size, name in named
    }


def batches(records: Countable, kind: str = "placement") -> tuple[Text, ...]:
    """That some records stand for several persons, in words; nothing if none does."""
    if "count" not in records.model.types[kind].fields:
        return ()
    sizes = records.count(kind, "count", "count_until")
    written = {(least, most or least): number for (least, most), number in sizes.items() if least is not None}
    if not written:
        return ()
    values = {
        "records": sum(written.values()),
        "least": sum(least * number for (least, _), number in written.items()),
        "most": sum(max(least, most) * number for (least, most), number in written.items()),
    }
    known = values["least"] == values["most"]
    return ((_BATCHES if known else _BATCHES_UP_TO).filled(values),)


_BATCHES = Text(
    "Data kelompok: {records}, untuk {least} orang; tiap kelompok dinilai sekali, dan dalam angka dihitung per orang.",
    "Records of several persons: {records}, for {least} persons; each is judged once, and counted by persons.",
)
_BATCHES_UP_TO = Text(
    "Data kelompok: {records}, untuk {least} sampai {most} orang; tiap kelompok dinilai sekali, dan dalam angka dihitung "
    "jumlah paling sedikit.",
    "Records of several persons: {records}, for {least} to {most} persons; each is judged once, and counted as the least.",
)


def home_of(placement: Record) -> str | None:
    """The code of where the worker of a placement comes from."""
    home: str | None = value_at(placement.data, _HOME)
    return home


def districts(
    records: Countable, findings: Mapping[tuple[str | None, Outcome, str], int], homes: frozenset[str]
) -> tuple[District, ...]:
    """
    Placements and what was found about them, by the district of the worker; all districts that have some, by name.

    Args:
        records: The records.
        findings: How many findings about placements there are, by the place of the worker, outcome and severity.
        homes: The provinces whose districts are told apart; without any, those of the library's own packs.

    """
    named = partial(district, homes=homes, regions=records.model.regions)
    placements = tally(records, "placement", (_HOME, named), BY_SCOPE)
    found: Counter[tuple[Text, Outcome, str]] = Counter()
    unknowns: Counter[Text] = Counter()
    for (code, outcome, severity), number in findings.items():
        home = named(code)
        found[home, outcome, severity] += number
        unknowns[home] += number if outcome is Outcome.UNKNOWN else 0
    return tuple(
        District(
            home,
            {scope: placements[home, scope] for scope in SCOPES},
            {severity: found[home, Outcome.FAIL, severity] for severity in SEVERITIES},
            unknowns[home],
        )
        for home in sorted({home for home, _ in placements}, key=lambda text: text.id)
    )


def case_years(records: Countable) -> dict[int | None, int]:
    """Cases by the year in which they were opened; `None` where that is not known."""
    counts = tally(records, "case", ("opened_on", year_of))
    return {
        year: counts[year,]
        for year in sorted((year for (year,) in counts), key=lambda year: (year is None, year or 0))
    }
