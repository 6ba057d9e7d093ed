"""
An audit: decide every rule on every record, explain what did not pass, conclude from it, collect the report.

Each step takes values and gives values. What is explained is passed on one by one, so that a large report needs no
more memory than a small one; only `_gather` consumes it, and nothing else changes meanwhile.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.auditing.asked import check_asked, waivers_given
from pmi_compliance.auditing.backends import decide
from pmi_compliance.auditing.chains import Chaining, ChainSet
from pmi_compliance.auditing.counts import batches, case_years, districts, home_of, people
from pmi_compliance.auditing.disclosure import mask_policy_for
from pmi_compliance.auditing.explaining import Explainer
from pmi_compliance.auditing.report import Report
from pmi_compliance.auditing.selection import Prepared, check_models
from pmi_compliance.base.frozen import FrozenDict
from pmi_compliance.base.frozen import frozen as frozen_value
from pmi_compliance.base.given import given_day
from pmi_compliance.base.outcome import QUIET, REFERRED, Outcome
from pmi_compliance.base.pauses import without_pauses
from pmi_compliance.base.progress import counted, silent
from pmi_compliance.base.spool import Spool
from pmi_compliance.base.text import Text
from pmi_compliance.engines.trace import Remembered
from pmi_compliance.packs.waivers import ValidWaivers, digest_of
from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.reading import Origin
from pmi_compliance.records.record import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence, Set
    from datetime import date

    from pmi_compliance.auditing.backends import Decisions
    from pmi_compliance.auditing.chains import Conclusion, Fact
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.base.progress import Progress
    from pmi_compliance.engines import Place
    from pmi_compliance.engines.tables.store import Store
    from pmi_compliance.packs.directory import Directory
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.packs.waivers import Waiver
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.record import Record


_EXPLAINING = Text("menjelaskan temuan", "explaining findings")


@frozen(eq=False)
class Auditor(Prepared):
    """
    Packs made ready to judge: what hangs on them alone is worked out once, and each audit is one call.

    It never changes: threads can share it, and it can be pickled, so that the processes of a pool can each have one.

    >>> from datetime import date
    >>> from pmi_compliance import Auditor, Dataset, default_packs
    >>> auditor = Auditor(default_packs())
    >>> placement = {"id": "P-1", "scope": "overseas", "worker": {"birth_date": "2009-04-04"}, "departed_on": "2025-03-11"}
    >>> report = auditor.audit(Dataset.from_records({"placement": [placement]}), as_of=date(2025, 9, 15))
    >>> [finding.rule for finding in report.findings if finding.outcome.value == "fail"]
    ['uu18-2017-p5a-min-age']

    Args:
        packs: The rules.
        include_unverified: Also use rules whose text nobody has read.

    Raises:
        UsageError: If two packs hold a rule or chain of the same id, or mean two offices by one code.

    """

    def audit(
        self,
        dataset: Dataset | Store,
        *,
        as_of: date | str,
        waivers: Iterable[Waiver] = (),
        disclose: str = "masked",
        include_passed: bool = False,
        baseline: Iterable[str] | None = None,
        backend: str = "auto",
        session: Any = None,
        progress: Progress = silent,
    ) -> Report:
        """Judge records: the arguments, the report and the errors are those of the function `audit`."""
        check_asked(dataset, progress)
        waivers, as_of = waivers_given(waivers), given_day("as_of", as_of)
        check_models(self.packs, dataset.model)
        directory = self.directory(disclose)
        chains = ChainSet.of(self.chains, as_of, directory)
        request = _Request(self, dataset, waivers, as_of, disclose, baseline)
        decisions = decide([*self.rules, *chains.observers.values()], dataset, as_of, backend, session,
                           include_passed=include_passed, progress=progress)  # fmt: skip
        masks = mask_policy_for(disclose, dataset.model, decisions.relations, decisions.cases)
        valid = ValidWaivers.on(as_of, request.waivers)
        explainer = Explainer(decisions.relations, as_of, masks, valid, directory)
        with without_pauses():
            gathered = _gather(
                _explained(decisions, explainer, chains, progress, include_passed=include_passed)
            )
        return _collect(request, decisions, gathered, _conclude(chains, gathered.facts), directory, masks)


def audit(
    dataset: Dataset | Store,
    packs: Iterable[RulePack],
    *,
    as_of: date | str,
    waivers: Iterable[Waiver] = (),
    disclose: str = "masked",
    include_passed: bool = False,
    include_unverified: bool = False,
    baseline: Iterable[str] | None = None,
    backend: str = "auto",
    session: Any = None,
    progress: Progress = silent,
) -> Report:
    """
    Judge records once; who judges often makes an `Auditor` and calls its `audit`.

    >>> from datetime import date
    >>> from pmi_compliance import Dataset, Outcome, audit, default_packs
    >>> report = audit(Dataset.read("examples/quickstart"), default_packs(), as_of=date(2025, 10, 31))
    >>> report.outcomes[Outcome.FAIL]
    16

    Args:
        dataset: The records, in memory or in tables; see `read_records`.
        packs: The rules.
        as_of: The audit date, or text as `2025-10-31`. There is no default, for an answer must be the same tomorrow.
        waivers: Decisions that known breaches are tolerated.
        disclose: `masked` hides personal values, `full` shows them but those of persons in a case, `pointers` shows
            no value at all.
        include_passed: Also list what passed and what does not apply.
        include_unverified: Also use rules whose text nobody has read.
        baseline: Fingerprints of an earlier report; findings with another one are new.
        backend: What decides: `closures` (Python), `tables` (DuckDB) or `spark`; `auto` takes what suits how the
            records are held. All say the same; what did not pass is always explained by the closures.
        session: The Spark session to decide with; without one, a local one is made.
        progress: Is called as the work goes on. What it raises stops the audit, and nothing is left behind.

    Returns:
        The report: findings, conclusions, problems of the records, and counts.

    Raises:
        UsageError: If two packs hold a rule of the same id or mean two offices by one code, a pack was loaded with
            another model than the records were read with, or an argument is none of what it may be.

    """
    auditor = Auditor(packs, include_unverified=include_unverified)
    return auditor.audit(
        dataset,
        as_of=as_of,
        waivers=waivers,
        disclose=disclose,
        include_passed=include_passed,
        baseline=baseline,
        backend=backend,
        session=session,
        progress=progress,
    )


@frozen(eq=False)
class _Request:
    """What an audit was asked."""

    auditor: Auditor
    dataset: Dataset | Store
    waivers: tuple[Waiver, ...]
    as_of: date
    disclose: str
    baseline: Iterable[str] | None


@frozen(eq=False)
class _Judged:
    """What one outcome comes to: a finding, unless its rule only observes records; and a fact, if a chain looks at it."""

    record: Record
    finding: Finding | None
    fact: Fact | None
    #: Whether the rule was law on the day of the act and did not pass.
    in_force: bool = False


def _explained(
    decisions: Decisions,
    explainer: Explainer,
    chains: ChainSet,
    progress: Progress,
    *,
    include_passed: bool,
) -> Iterator[_Judged]:
    """Explain what a back end gave, in its order; reading it changes nothing but what `progress` shows."""
    whole = sum(
        number
        for rule, count in decisions.counts.items()
        for outcome, number in count.items()
        if rule not in chains.observers and (include_passed or outcome not in QUIET)
    )
    #: Of the record that the pair before was about; pairs come by records.
    last, remembered = None, Remembered()
    for rule, record, outcome in counted(decisions.pairs, progress, _EXPLAINING, whole):
        if record is not last:
            last, remembered = record, Remembered()
        if rule.id in chains.observers:
            yield _Judged(record, None, chains.fact(rule, record, outcome, explainer.as_of))
            continue
        explained = explainer.explain(rule, record, outcome, remembered)
        finding, fact = explained.finding, None
        if chains.looks_at(rule, finding.outcome):
            fact = chains.fact(rule, record, finding.outcome, explained.judged_on)
        in_force = finding.outcome not in QUIET and explained.judged_on in rule.in_force
        yield _Judged(record, finding, fact, in_force)


@frozen(eq=False)
class _Gathered:
    """All that was explained."""

    #: In a private file if they are many.
    findings: Sequence[Finding]
    #: What chains look at.
    facts: Sequence[Fact]
    #: The waivers that cover a finding.
    used: Set[Waiver]
    #: The codes of the authorities that findings refer to.
    authorities: Set[str]
    #: How many findings about placements there are, by the place of the worker, outcome and severity.
    by_home: Counter[tuple[str | None, Outcome, str]]
    #: The ids of rules that were law on the day of an act, and did not pass.
    in_force: Set[str]
    #: The ids of placements that something was found about.
    concerned: Set[str]


def _gather(judged: Iterable[_Judged]) -> _Gathered:
    findings: Spool[Finding] = Spool()
    facts: list[Fact] = []
    used: set[Waiver] = set()
    authorities: set[str] = set()
    by_home: Counter[tuple[str | None, Outcome, str]] = Counter()
    in_force: set[str] = set()
    concerned: set[str] = set()
    for pair in judged:
        if pair.fact is not None:
            facts.append(pair.fact)
        finding = pair.finding
        if finding is None:
            continue
        findings.add(finding)
        authorities.update(finding.refers_to)
        if pair.in_force:
            in_force.add(finding.rule)
        if finding.waiver is not None:
            used.add(finding.waiver)
        if pair.record.kind == "placement":
            by_home[home_of(pair.record), finding.outcome, finding.severity] += 1
            if finding.outcome in REFERRED:
                concerned.add(finding.subject.id)
    return _Gathered(findings.values(), facts, used, authorities, by_home, in_force, concerned)


def _conclude(chains: ChainSet, facts: Iterable[Fact]) -> tuple[Conclusion, ...]:
    chaining = Chaining(chains)
    for fact in facts:
        chaining.add(fact)
    return chaining.conclusions


def _collect(
    request: _Request,
    decisions: Decisions,
    gathered: _Gathered,
    conclusions: tuple[Conclusion, ...],
    directory: Directory,
    masks: Callable[[Place], bool],
) -> Report:
    """The report of all that was decided, explained and concluded."""
    auditor, dataset, as_of = request.auditor, request.dataset, request.as_of
    counts = _counts(auditor.rules, decisions, gathered.used)
    authorities = sorted({*gathered.authorities}.union(*(conclusion.refers_to for conclusion in conclusions)))
    judged = gathered.in_force | {name for name, count in counts.items() if count[Outcome.PASS]}
    return Report(
        as_of=as_of,
        disclosure=request.disclose,
        packs=auditor.packs,
        model=dataset.model,
        engine=decisions.backend,
        records=FrozenDict(dataset.sizes),
        digest=dataset.digest,
        counts=frozen_value(counts),
        rules=auditor.rules,
        findings=gathered.findings,
        problems=dataset.problems + _unused({*request.waivers} - gathered.used, as_of),
        conclusions=conclusions,
        authorities=FrozenDict({code: directory.name_of(code, as_of) for code in authorities}),
        levels=FrozenDict({code: directory.level_of(code) for code in authorities}),
        not_checked=auditor.not_checked(judged, as_of),
        left_out=auditor.left_out,
        districts=districts(dataset, gathered.by_home, directory.homes),
        people=people(dataset, gathered.concerned, request.disclose, masks),
        batches=batches(dataset),
        case_years=case_years(dataset),
        reading_notes=dataset.reading_notes,
        whole=tuple(kind for kind in dataset.model.kinds if kind in dataset.whole),
        waivers=(len(request.waivers), digest_of(request.waivers)),
        baseline=None if request.baseline is None else frozenset(request.baseline),
    )


def _counts(
    rules: Iterable[Rule], decisions: Decisions, used: Iterable[Waiver]
) -> dict[str, dict[Outcome, int]]:
    """For each rule, how many records ended in each outcome; a waiver covers one failure."""
    waived = Counter(waiver.rule for waiver in used)
    return {
        rule.id: {
            **decisions.counts[rule.id],
            Outcome.FAIL: decisions.counts[rule.id][Outcome.FAIL] - waived[rule.id],
            Outcome.WAIVED: waived[rule.id],
        }
        for rule in rules
    }


def _unused(waivers: Iterable[Waiver], as_of: date) -> tuple[Problem, ...]:
    """Waivers that covered nothing: ended, or without a breach to cover."""
    problems = []
    for waiver in sorted(
        waivers, key=lambda waiver: (waiver.rule, waiver.kind, waiver.id, waiver.expires_on)
    ):
        if waiver.expires_on < as_of:
            detail = ProblemDetail("", "waiver_ended", {"rule": waiver.rule, "expires_on": waiver.expires_on})
        else:
            detail = ProblemDetail("", "waiver_unused", {"rule": waiver.rule})
        problems.append(Problem(waiver.kind, waiver.id, Origin(), (detail,), excluded=False))
    return tuple(problems)
