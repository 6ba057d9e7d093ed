"""
How ready a one-stop service centre (LTSA) is: its eight desks, who is there, on how many days, and what takes its place.

That a regency has no LTSA is no breach: the law says that it may form one, and gives a substitute (UU 18/2017
Pasal 38-41; PP 59/2021 Pasal 7, 30, 65 and 77).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.auditing.findings import Subject
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text, printable
from pmi_compliance.base.words import DESK, OUTCOMES
from pmi_compliance.packs.model import first_day
from pmi_compliance.records.regions import district
from pmi_compliance.records.schema import PartialList
from pmi_compliance.report.charts import bars_of
from pmi_compliance.report.phrases import headed, named, some, wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.dataset import Dataset

#: The parameter of PP 59/2021 that lists the desks.
_DESKS = "ltsa_desks"

_OPEN = frozenset({Outcome.FAIL, Outcome.REVIEW, Outcome.UNKNOWN})

_PRESENT = {True: Text("hadir", "present"), False: Text("tidak ada", "missing"), None: Text("?", "?")}
_FORMED = {
    True: Text("terbentuk", "formed"),
    False: Text("belum terbentuk; ini bukan pelanggaran", "not formed, which is no breach"),
    None: Text("belum diketahui terbentuk atau tidak", "whether it is formed is not known"),
}
_FALLBACK = {
    True: Text("tersedia", "provided"),
    False: Text("tidak tersedia", "not provided"),
    None: Text("belum diketahui", "not known"),
}


@frozen
class Desk:
    """One desk that an LTSA has to have, as the record of the centre tells it; `None` is what nobody wrote down."""

    function: str
    agency: str | None
    present: bool | None
    days_per_week: int | None


@frozen(eq=False)
class Readiness:
    """One service centre, and what the audit found about it."""

    centre: Subject
    regency: Text
    formed: bool | None
    #: Whether labour office or BP2MI serve with the villages instead (PP 59/2021 Pasal 7 ayat (3) and (4)).
    fallback: bool | None
    #: The desks of PP 59/2021 Pasal 31 in the order of the law; none before it was in force.
    desks: tuple[Desk, ...]
    #: What is open: failures, reviews and unknowns of the centre.
    findings: tuple[Finding, ...]

    @property
    def staffed(self) -> int:
        """How many desks are there for sure."""
        return sum(desk.present is True for desk in self.desks)

    @property
    def unclear(self) -> int:
        """Of how many desks nobody knows."""
        return sum(desk.present is None for desk in self.desks)

    def lines(self, language: Language) -> list[str]:
        """The centre as text."""
        day = Text("hari/minggu", "days a week").in_language(language)
        head = Text(
            f"{self.staffed} dari {len(self.desks)} layanan hadir, {self.unclear} belum diketahui",
            f"{self.staffed} of {len(self.desks)} desks present, {self.unclear} not known",
        )
        substitute = Text("layanan pengganti", "substitute service").in_language(language)
        place = f"{named(self.centre, language)}, {self.regency.in_language(language)}"
        return [
            f"{place}: {_FORMED[self.formed].in_language(language)}; {head.in_language(language)}",
            *(
                f"  {DESK[desk.function].in_language(language):32}"
                f"{_PRESENT[desk.present].in_language(language):10}"
                f"{'?' if desk.days_per_week is None else desk.days_per_week} {day}  "
                f"{printable(desk.agency or '?')}"
                for desk in self.desks
            ),
            f"  {substitute} (PP 59/2021 Pasal 7): {_FALLBACK[self.fallback].in_language(language)}",
            *(
                f"  {OUTCOMES[one.outcome].in_language(language)}: {headed(one, language)}: "
                f"{some(wanted(one, language), 4, ', ') or printable(one.message.in_language(language))}"
                for one in self.findings
            ),
        ]

    def chart(self, language: Language) -> str:
        """Days a week of each desk, as SVG; where nobody wrote them down there is a question mark and no bar."""
        names = [DESK[desk.function].in_language(language) for desk in self.desks]
        label = Text("hari seminggu", "days a week").in_language(language)
        days = [0 if desk.present is False else desk.days_per_week for desk in self.desks]
        unknown = {at: "?" for at, number in enumerate(days) if number is None}
        bars = {label: ([number or 0 for number in days], "#1f5fa8")}
        return bars_of(names, bars, f"desks-{self.centre.id}-{language}", unknown)


def readiness(records: Dataset, report: Report) -> tuple[Readiness, ...]:
    """
    The service centres among some records, in the order of their ids, beside what an audit of the same records found.

    Raises:
        UsageError: If the audit used no pack that lists the desks.

    """
    parameters = [pack.parameters[_DESKS] for pack in report.packs if _DESKS in pack.parameters]
    if not parameters:
        raise UsageError("no_desks_listed")
    listed = parameters[0]
    wanted = listed.values.on(report.as_of).value if report.as_of >= first_day(listed) else ()
    # In one pass: there may be more findings than have room in memory.
    found: dict[Subject, list[Finding]] = {}
    for one in report.findings:
        if one.subject.kind == "service_centre" and one.outcome in _OPEN:
            found.setdefault(one.subject, []).append(one)
    return tuple(
        Readiness(
            centre := Subject(record.kind, record.id),
            district(record.data.get("regency")),
            record.data.get("formed"),
            _fallback(record.data),
            tuple(_desk(function, record.data.get("desks")) for function in wanted),
            tuple(found.get(centre, ())),
        )
        for record in records.tables.get("service_centre", ())
    )


def _fallback(data: Mapping[str, Any]) -> bool | None:
    return True if "fallback" in data else data.get("fallback_provided")


def _desk(function: str, desks: tuple[Mapping[str, Any], ...] | None) -> Desk:
    """A desk as its best entry tells it; one that is not listed is missing only from a list that is whole."""
    found = [one for one in desks or () if one.get("function") == function]
    if not found:
        # An entry that does not say what it is for may be this one.
        whole = (
            desks is not None
            and not isinstance(desks, PartialList)
            and all("function" in one for one in desks)
        )
        return Desk(function, None, False if whole else None, None)
    best = max(found, key=lambda one: (one.get("present") is True, one.get("present") is None))
    return Desk(function, best.get("agency"), best.get("present"), best.get("days_per_week"))
