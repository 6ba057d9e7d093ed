"""The report of an audit: findings, what they lead to, problems of the files, and what was counted."""

from __future__ import annotations

from collections import Counter
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar, TypeVarTuple, Unpack

from attrs import field, frozen

from pmi_compliance.auditing.saved import SavedReport, content
from pmi_compliance.base.memo import Memo
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.records.documents import bundled_documents
from pmi_compliance.records.record import excluded_records, unread_facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.packs.articles import Coverage
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.reading import ReadingNote
    from pmi_compliance.records.record import Problem
    from pmi_compliance.records.schema import RecordModel

_Args = TypeVarTuple("_Args")
_R = TypeVar("_R")

_DOMESTIC = Text(
    "{count} penempatan di dalam negeri tidak dinilai di sini: itu diatur Permenaker 18/2024 (AKAD), bukan UU 18/2017. Anak "
    "yang bekerja dan petunjuk perdagangan orang tetap dilaporkan.",
    "{count} placements inside Indonesia are not judged here: they fall under Permenaker 18/2024 (AKAD), not under UU "
    "18/2017. A child at work and signs of trafficking are reported all the same.",
)

#: What whoever passes on open personal data must know.
DISCLOSED = Text(
    "Laporan ini memuat data pribadi yang terbuka. Mengungkapkannya kepada yang tidak berhak dapat dipidana "
    "(UU 27/2022 Pasal 65 dan 67); identitas korban dan saksi perdagangan orang wajib dirahasiakan "
    "(UU 21/2007 Pasal 24 dan 44). Kebocoran diberitahukan tertulis dalam 3 x 24 jam (UU 27/2022 Pasal 46).",
    "This report holds open personal data. To disclose them to somebody without a right can be punished "
    "(UU 27/2022 Pasal 65 and 67); the identity of victims and witnesses of trafficking must be kept secret "
    "(UU 21/2007 Pasal 24 and 44). A leak is notified in writing within 3 x 24 hours (UU 27/2022 Pasal 46).",
)


_NOT_JUDGED = Text(
    "{count} data TIDAK DINILAI karena ada yang salah di dalamnya; lihat masalah berkas.",
    "Records that were NOT JUDGED, because something is wrong in them: {count}; see the problems in the files.",
)


_NOT_READ = Text(
    "{count} fakta tidak terbaca dan dianggap BELUM DIKETAHUI; lihat masalah berkas.",
    "Facts that could not be read and count as NOT KNOWN: {count}; see the problems in the files.",
)


def not_judged(problems: Iterable[Problem]) -> tuple[Text, ...]:
    """
    What of the input is not judged, in words for the top of whatever is made of the rest.

    Args:
        problems: What is wrong with the input.

    Returns:
        How many records are excluded, and how many facts of others cannot be read; nothing where there are none.

    """
    problems = tuple(problems)
    counts = ((_NOT_JUDGED, excluded_records(problems)), (_NOT_READ, unread_facts(problems)))
    return tuple(sentence.filled({"count": count}) for sentence, count in counts if count)


#: Where a placement leads; published figures often mix the first two.
SCOPES = ("overseas", "domestic", "unknown")


@frozen
class District:
    """Placements of workers from one district: a kecamatan, or the regency where that is not known."""

    #: What the district is called.
    name: Text
    #: How many placements there are, by scope.
    placements: Mapping[str, int]
    #: How many failures there are, by severity.
    fail: Mapping[str, int]
    #: How many unknowns there are.
    unknown: int

    def as_json(self) -> dict[str, Any]:
        """The district as JSON values, as reports hold it."""
        return {
            "district": self.name.as_json(),
            "placements": dict(self.placements),
            "fail": dict(self.fail),
            "unknown": self.unknown,
        }


@frozen
class Person:
    """Where somebody stands whom a placement is about; a record of several persons says how many."""

    #: How far the placement is, a code of its schema; `None` where nobody wrote it.
    status: str | None
    #: How many persons the record stands for, as far as is known.
    count: int = 1
    #: What somebody is called, where the report shows all and it is no victim's name.
    name: str | None = None


@frozen(eq=False)
class Report:
    """
    The report of an audit; every format is made from it and decides nothing.

    >>> from datetime import date
    >>> from pmi_compliance import Dataset, Report, audit, default_packs
    >>> report = audit(Dataset.read("examples/quickstart"), default_packs(), as_of=date(2025, 10, 31))
    >>> (len(report.findings), len(report.problems), report.pairs)
    (878, 0, 4631)

    It can be pickled and copied. Two reports are equal that say the same, and `from_json` gives one back that was saved:

    >>> Report.from_json(report.as_json()) == report
    True
    """

    #: The audit date.
    as_of: date
    #: Which values it shows: `masked`, `full` or `pointers`.
    disclosure: str
    #: The packs that were used.
    packs: tuple[RulePack, ...] = field(repr=False)
    #: The kinds of records that were judged.
    model: RecordModel = field(repr=False)
    #: What decided: `closures`, `tables` or `spark`.
    engine: str
    #: Number of records of each kind that was supplied.
    records: Mapping[str, int]
    #: Changes when any record changes. It has no key, so that what is masked could be guessed from it: no form shows it.
    digest: str = field(repr=False)
    #: For each rule, in the order of the report: how many records ended in each outcome.
    counts: Mapping[str, Mapping[Outcome, int]] = field(repr=False)
    #: The rules that were used, in the order of `counts`.
    rules: tuple[Rule, ...] = field(repr=False)
    #: Ordered by kind, record and rule. Passes and rules that do not apply only when asked for.
    findings: Sequence[Finding] = field(repr=False)
    #: What is wrong with the records, and waivers that cover nothing.
    problems: tuple[Problem, ...] = field(repr=False)
    #: What findings together lead to, by chain and record.
    conclusions: tuple[Conclusion, ...] = field(default=(), repr=False)
    #: What each authority that findings refer to is called on the audit date, by its code.
    authorities: Mapping[str, Text] = field(factory=dict, repr=False)
    #: The level of each of them: `village`, `police` and so on.
    levels: Mapping[str, str] = field(factory=dict, repr=False)
    #: Duties that no rule of this audit decides by itself: of the law of the audit date, and of each law of another
    #: time by which something was judged.
    not_checked: tuple[Coverage, ...] = field(default=(), repr=False)
    #: Ids of rules that nobody has read in the original and that were not asked for.
    left_out: tuple[str, ...] = ()
    #: Placements by district of origin.
    districts: tuple[District, ...] = field(default=(), repr=False)
    #: Where the persons of placements stand, by id; of a large register only those that something was found about, and
    #: of none where no values are shown.
    people: Mapping[str, Person] = field(factory=dict, repr=False)
    #: Cases by the year in which they were opened; `None`: the year is not known.
    case_years: Mapping[int | None, int] = field(factory=dict, repr=False)
    #: That some records stand for several persons, in words.
    batches: tuple[Text, ...] = ()
    #: The kinds of which somebody said that all records are here; of others there may be more.
    whole: tuple[str, ...] = ()
    #: What was understood otherwise than it stands in the input, or left out.
    reading_notes: tuple[ReadingNote, ...] = field(default=(), repr=False)
    #: How many waivers were given, and their digest.
    waivers: tuple[int, str] = (0, "")
    #: Fingerprints of an earlier report; what is not among them is new. `None`: there is nothing to compare with.
    baseline: frozenset[str] | None = field(default=None, repr=False)
    _memo: Memo = field(factory=Memo, init=False, repr=False)

    def as_json(self, secret: bytes | None = None) -> dict[str, Any]:
        """
        The report as JSON values, as the form `json` writes them.

        Args:
            secret: What its seal is keyed with, at least 32 octets; without one it has no seal.

        Raises:
            UsageError: If the secret is too short to be one.

        """
        # The forms of reports stand a floor above.
        document: dict[str, Any] = import_module("pmi_compliance.report.json").as_json(self, secret)
        return document

    @staticmethod
    def from_json(document: Mapping[str, Any] | str | bytes) -> SavedReport:
        """
        A report that was saved as JSON.

        Args:
            document: What `as_json` gave, or the text of a file of the form `json`.

        Raises:
            UnreadableInput: If it is no report.

        """
        return SavedReport.read(document)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Report | SavedReport):
            return NotImplemented
        if (self.as_of, self.outcomes) != (other.as_of, other.outcomes):
            return False
        if isinstance(other, Report) and self.digest != other.digest:
            return False
        return self is other or content(self.as_json()) == content(other.as_json())

    def __hash__(self) -> int:
        return hash((self.as_of, self.disclosure))

    def made_once(self, make: Callable[[Report, Unpack[_Args]], _R], *args: *_Args) -> _R:
        """The result of `make(report, *args)`, kept as long as the report is: to read all findings takes seconds."""
        return self._memo.of(make, self, *args)

    def is_new(self, finding: Finding) -> bool:
        """Whether an earlier report does not hold a finding; everything is new where there is none."""
        return self.baseline is None or finding.fingerprint not in self.baseline

    @property
    def outcomes(self) -> dict[Outcome, int]:
        """How many pairs of rule and record ended in each outcome."""
        return {outcome: sum(count[outcome] for count in self.counts.values()) for outcome in Outcome}

    @property
    def pairs(self) -> int:
        """Number of pairs of rule and record; the outcomes add up to it."""
        return sum(self.outcomes.values())

    @property
    def bases(self) -> dict[str, dict[Outcome, int]]:
        """How many pairs ended in each outcome, apart for statute, regulation, policy and standard."""
        counts = {rule.basis: dict.fromkeys(Outcome, 0) for rule in self.rules}
        for rule in self.rules:
            for outcome, count in self.counts[rule.id].items():
                counts[rule.basis][outcome] += count
        return counts

    @property
    def notices(self) -> tuple[Text, ...]:
        """What must be known before anything else is read."""
        return not_judged(self.problems) + self._domestic + self.disclosed + self.batches

    @property
    def _domestic(self) -> tuple[Text, ...]:
        """That placements inside Indonesia are not judged by the law on migrant workers, and which law is theirs."""
        count = sum(district.placements.get("domestic", 0) for district in self.districts)
        return (_DOMESTIC.filled({"count": count}),) if count else ()

    @property
    def disclosed(self) -> tuple[Text, ...]:
        """What whoever passes on open personal data must know."""
        return (DISCLOSED,) if self.disclosure == "full" else ()

    def nearest(self, codes: Iterable[str]) -> list[str]:
        """Codes of authorities, the nearest first: village, district, province, and so on."""
        levels = self.levels
        order = bundled_documents().by_name["authorities"]["additionalProperties"]["properties"]["level"][
            "enum"
        ]
        return sorted(codes, key=lambda code: order.index(levels[code]))

    def recruiters(self) -> list[dict[str, Any]]:
        """For each recruiter, how many failures of each severity and how many unknowns."""
        fails: Counter[tuple[str | None, str]] = Counter()
        unknowns: Counter[str | None] = Counter()
        for finding in self.findings:
            if finding.outcome is Outcome.FAIL:
                fails[finding.recruiter, finding.severity] += 1
            elif finding.outcome is Outcome.UNKNOWN:
                unknowns[finding.recruiter] += 1
        names = {name for name, _ in fails} | unknowns.keys()
        return [
            {
                "recruiter": name,
                "fail": {severity: fails[name, severity] for severity in SEVERITIES},
                "unknown": unknowns[name],
            }
            for name in sorted(name for name in names if name is not None)
        ]
