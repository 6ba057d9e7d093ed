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
from pmi_compliance.base.outcome import OPEN
from pmi_compliance.base.text import Text, printable
from pmi_compliance.base.words import OUTCOMES
from pmi_compliance.packs.model import first_day
from pmi_compliance.records.codes import code_names
from pmi_compliance.records.regions import district
from pmi_compliance.records.schema import PartialList
from pmi_compliance.report.charts import bars_of
from pmi_compliance.report.phrases import format_heading, format_record, missing_in_words, shortened

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.schema import RecordModel

#: The parameter of PP 59/2021 that lists the desks.
_DESKS = "ltsa_desks"
#: The field that says what a desk is for.
_FUNCTION = "service_centre.desks.function"


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
    """One desk that an LTSA has to have, as the record of the centre describes it; `None` where nothing is written."""

    #: A code of `service_centre.desks.function`.
    function: str
    #: Who sends the staff.
    agency: str | None
    #: Whether somebody serves there.
    present: bool | None
    #: On how many days a week.
    days_per_week: int | None


@frozen(eq=False)
class Readiness:
    """One service centre, and what the audit found about it."""

    #: The record of the centre.
    centre: Subject
    #: The regency that it serves.
    regency: Text
    #: Whether the regency has formed it; `None` where nothing is written.
    formed: bool | None
    #: Whether labour office or BP2MI serve with the villages instead (PP 59/2021 Pasal 7 ayat (3) and (4)).
    fallback: bool | None
    #: The desks of PP 59/2021 Pasal 31 in the order of the law; none before it was in force.
    desks: tuple[Desk, ...]
    #: Failures, reviews and unknowns of the centre.
    findings: tuple[Finding, ...]
    #: The kinds of the records.
    model: RecordModel

    @property
    def staffed(self) -> int:
        """How many desks are known to be present."""
        return sum(desk.present is True for desk in self.desks)

    @property
    def unclear(self) -> int:
        """How many desks may be present or not."""
        return sum(desk.present is None for desk in self.desks)

    def lines(self, language: Language) -> list[str]:
        """The centre as text in one language, line by line."""
        day = Text("hari/minggu", "days a week").in_language(language)
        head = Text(
            f"{self.staffed} dari {len(self.desks)} layanan hadir, {self.unclear} belum diketahui",
            f"{self.staffed} of {len(self.desks)} desks present, {self.unclear} not known",
        )
        substitute = Text("layanan pengganti", "substitute service").in_language(language)
        place = f"{format_record(self.centre, language, self.model)}, {self.regency.in_language(language)}"
        return [
            f"{place}: {_FORMED[self.formed].in_language(language)}; {head.in_language(language)}",
            *(
                f"  {code_names(_FUNCTION)[desk.function].in_language(language):32}"
                f"{_PRESENT[desk.present].in_language(language):10}"
                f"{'?' if desk.days_per_week is None else desk.days_per_week} {day}  "
                f"{printable(desk.agency or '?')}"
                for desk in self.desks
            ),
            f"  {substitute} (PP 59/2021 Pasal 7): {_FALLBACK[self.fallback].in_language(language)}",
            *(
                f"  {OUTCOMES[finding.outcome].in_language(language)}: {format_heading(finding, language, self.model)}: "
                f"{_lacking(finding, language, self.model) or printable(finding.message.in_language(language))}"
                for finding in self.findings
            ),
        ]

    def chart(self, language: Language) -> str:
        """Days a week of each desk, as SVG; where none are written there is a question mark and no bar."""
        names = [code_names(_FUNCTION)[desk.function].in_language(language) for desk in self.desks]
        label = Text("hari seminggu", "days a week").in_language(language)
        days = [0 if desk.present is False else desk.days_per_week for desk in self.desks]
        unknown = {at: "?" for at, number in enumerate(days) if number is None}
        bars = {label: ([number or 0 for number in days], "#1f5fa8")}
        return bars_of(names, bars, unknown)


def readiness(records: Dataset, report: Report) -> tuple[Readiness, ...]:
    """
    The service centres among some records, beside what an audit of them found.

    Args:
        records: The records.
        report: An audit of the same records.

    Returns:
        Service centres in the order of their ids.

    Raises:
        UsageError: If the audit used no pack that lists the desks.

    """
    parameters = [pack.parameters[_DESKS] for pack in report.packs if _DESKS in pack.parameters]
    if not parameters:
        raise UsageError("no_desks_listed")
    listed = parameters[0]
    functions = listed.values.on(report.as_of).value if report.as_of >= first_day(listed) else ()
    # In one pass: there may be more findings than memory holds.
    findings: dict[Subject, list[Finding]] = {}
    for finding in report.findings:
        if finding.subject.kind == "service_centre" and finding.outcome in OPEN:
            findings.setdefault(finding.subject, []).append(finding)
    return tuple(
        Readiness(
            centre := Subject(record.kind, record.id),
            district(record.data.get("regency")),
            record.data.get("formed"),
            _fallback(record.data),
            tuple(_desk(function, record.data.get("desks")) for function in functions),
            tuple(findings.get(centre, ())),
            report.model,
        )
        for record in records.tables.get("service_centre", ())
    )


def _lacking(finding: Finding, language: Language, model: RecordModel) -> str:
    """The first facts that a finding lacks."""
    return shortened(missing_in_words(finding, language, model), 4, ", ")


def _fallback(data: Mapping[str, Any]) -> bool | None:
    return True if "fallback" in data else data.get("fallback_provided")


def _desk(function: str, desks: tuple[Mapping[str, Any], ...] | None) -> Desk:
    """A desk as its best entry describes it; one that is not listed is missing only from a list that is complete."""
    entries = [entry for entry in desks or () if entry.get("function") == function]
    if not entries:
        # An entry that does not say what it is for may be the one.
        whole = (
            desks is not None
            and not isinstance(desks, PartialList)
            and all("function" in entry for entry in desks)
        )
        return Desk(function, None, False if whole else None, None)
    best = max(entries, key=lambda entry: (entry.get("present") is True, entry.get("present") is None))
    return Desk(function, best.get("agency"), best.get("present"), best.get("days_per_week"))
