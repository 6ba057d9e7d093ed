"""
Judge every record under every rule for its kind.

Decide first: each rule's program runs over its table. Explain only what did not pass.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import repeat
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import frozen

from pmi_compliance.auditing import findings
from pmi_compliance.auditing.chains import Chaining
from pmi_compliance.auditing.counts import DistrictCounts, case_years
from pmi_compliance.auditing.findings import DISCLOSURES, MASK, Finding, Shown, is_personal, mask_policy
from pmi_compliance.auditing.report import Report
from pmi_compliance.base.digests import canonical, digest
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.extras import needing
from pmi_compliance.base.outcome import QUIET, Outcome
from pmi_compliance.base.progress import silent
from pmi_compliance.base.spool import spooled
from pmi_compliance.base.text import Text, edited
from pmi_compliance.engines import FactRead, Place, Program, Walker, explain
from pmi_compliance.packs.articles import coverage
from pmi_compliance.packs.waivers import holding_on
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.documents import ProblemDetail
from pmi_compliance.records.reading import Origin, files_of, is_database
from pmi_compliance.records.record import Problem
from pmi_compliance.records.schema import KINDS, record_types

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from datetime import date
    from pathlib import Path

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.base.progress import Progress
    from pmi_compliance.engines import Explanation, Trace
    from pmi_compliance.engines.tables.engine import Engine
    from pmi_compliance.engines.tables.store import Store
    from pmi_compliance.engines.trace import Relations
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.packs import model
    from pmi_compliance.packs.chains import Chain
    from pmi_compliance.packs.model import Rule, RulePack
    from pmi_compliance.packs.waivers import Waiver
    from pmi_compliance.records.record import Record

#: What can decide.
BACKENDS = ("auto", "closures", "tables", "spark")

#: Files that are larger together, in bytes, are read into tables: from here on the work of planning queries is small
#: beside theirs, and fewer bytes always have room in memory.
LARGE = 100_000_000

_EXPLAINING = Text("menjelaskan temuan", "explaining findings")


def read_records(
    *paths: str | Path, backend: str = "auto", folder: str | Path | None = None, progress: Progress = silent
) -> Dataset | Store:
    """
    Read records the way that suits a back end: into memory for the closures, into tables for all others.

    Args:
        paths: Files, folders and addresses of databases.
        backend: A word of `BACKENDS`; `auto` goes by the size of the files, and reads databases into memory.
        folder: Where tables that have no room in memory are laid down, in a private folder; for Spark on other
            machines, a folder that these can read. Without one, where this machine keeps what is temporary.
        progress: Is told how far the reading is.

    Raises:
        UnreadableInput: If a path does not exist or a file cannot be read as a whole.
        UsageError: If there is no such back end, or a library that it needs is not installed.

    """
    _ask_for("backend", backend, BACKENDS)
    if backend == "auto":
        small = any(is_database(str(path)) for path in paths) or _size(paths) < LARGE
        backend = "closures" if small else "tables"
    if backend == "closures":
        return Dataset.read(*paths)
    with _needing_tables(backend):
        from pmi_compliance.engines.tables.reading import read_store  # noqa: PLC0415  slow to import, and an extra
    return read_store(*paths, folder=folder, progress=progress)


def _size(paths: Iterable[str | Path]) -> int:
    return sum(file.stat().st_size for file in files_of(paths) if file.is_file())


def _needing_tables(backend: str) -> Any:
    extra = "spark" if backend == "spark" else "tables"
    return needing(extra, Text(f"mesin `{backend}`", f"the back end `{backend}`"))


def audit(
    dataset: Dataset | Store,
    packs: Iterable[RulePack],
    *,
    as_of: date,
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
    Judge records.

    Args:
        dataset: The records, in memory or in tables; see `read_records`.
        packs: The rules.
        as_of: The audit date. There is no default, for an answer must be the same tomorrow.
        waivers: Decisions that known breaches are tolerated.
        disclose: `masked` hides personal values, `full` shows them but those of persons in a case, `pointers` shows
            no value at all.
        include_passed: Also list what passed and what does not apply.
        include_unverified: Also use rules whose text nobody has read.
        baseline: Fingerprints of an earlier report; findings with another one are new.
        backend: What decides: `closures` (Python), `tables` (DuckDB) or `spark`; `auto` takes what suits how the
            records are held. All say the same; what did not pass is always explained by the closures.
        session: The Spark session to decide with; without one, a local one is made.
        progress: Is told how far the work is.

    Raises:
        UsageError: If two packs hold a rule of the same id, or `disclose` or `backend` is no such word.

    """
    packs = tuple(packs)
    _ask_for("backend", backend, BACKENDS)
    rules = rules_of(packs, include_unverified=include_unverified)
    chaining = Chaining(chains_of(packs), as_of)
    waivers = tuple(waivers)
    if backend == "auto":
        backend = "closures" if isinstance(dataset, Dataset) else "tables"
    judged = _judged(
        [*rules, *chaining.observers.values()],
        dataset,
        as_of,
        backend,
        session,
        include_passed=include_passed,
        progress=progress,
    )
    counts = {rule: dict(count) for rule, count in judged.counts.items() if rule not in chaining.observers}
    whole = sum(
        n for count in counts.values() for one, n in count.items() if include_passed or one not in QUIET
    )
    holding = holding_on(waivers, as_of)
    used: set[Waiver] = set()
    masks = mask_policy_among(disclose, judged.walks, judged.cases)
    homes = DistrictCounts(dataset)

    def made() -> Iterator[Finding]:
        for at, (rule, record, outcome) in enumerate(judged.pairs):
            if at % 1_000 == 0:
                progress(_EXPLAINING, at, whole)
            if rule.id in chaining.observers:
                chaining.add(chaining.fact(rule, record, outcome, as_of))
                continue
            waiver = holding.get((rule.id, record.kind, record.id)) if outcome is Outcome.FAIL else None
            if waiver is not None:
                used.add(waiver)
                counts[rule.id][Outcome.FAIL] -= 1
                counts[rule.id][Outcome.WAIVED] += 1
            finding = finding_of(rule, record, judged.walks, as_of, waiver, masks, outcome)
            homes.add(finding, record)
            if chaining.wants(rule, finding.outcome):
                day = finding.judged_on or day_of_act(rule, record, judged.walks, as_of)
                chaining.add(chaining.fact(rule, record, finding.outcome, day))
            yield finding

    found = spooled(made())
    conclusions = chaining.conclusions
    return Report(
        as_of=as_of,
        disclosure=disclose,
        packs=packs,
        engine=backend,
        records=dataset.sizes,
        digest=dataset.digest,
        counts=counts,
        rules=tuple(rules),
        findings=found,
        problems=dataset.problems + _idle(set(waivers) - used, as_of),
        conclusions=conclusions,
        authorities=_authorities(packs, (*rules, *conclusions), as_of),
        not_checked=tuple(
            one
            for one in coverage([duty for pack in packs for duty in pack.duties], rules)
            if one.status != "automated"
        ),
        left_out=tuple(sorted({rule.id for pack in packs for rule in pack.rules} - counts.keys())),
        districts=homes.districts(),
        case_years=case_years(dataset),
        waivers=(len(waivers), _waivers_digest(waivers)),
        baseline=None if baseline is None else frozenset(baseline),
    )


def _ask_for(name: str, word: str, words: tuple[str, ...]) -> None:
    """Refuse a word that a parameter does not know."""
    if word not in words:
        known = ", ".join(words)
        raise UsageError(f"`{name}` harus salah satu dari: {known}", f"`{name}` must be one of: {known}")


def _waivers_digest(waivers: Iterable[Waiver]) -> str:
    lines = sorted(
        f"{one.rule}\0{one.kind}\0{one.id}\0{canonical(one.as_json()).decode()}" for one in waivers
    )
    return digest("\n".join(lines).encode())


# Deciding


@frozen(eq=False)
class _Judged:
    """What a back end decided, and what explanations are made from."""

    counts: Mapping[str, Mapping[Outcome, int]]
    #: What is to be explained, by kind, id and rule, waivers apart.
    pairs: Iterable[tuple[Rule, Record, Outcome]]
    walks: Relations
    #: The data of all cases, with what `walks` leads to.
    cases: Callable[[], Iterable[Mapping[str, Any]]]


def _judged(
    rules: list[Rule],
    records: Dataset | Store,
    as_of: date,
    backend: str,
    session: Any,
    *,
    include_passed: bool,
    progress: Progress,
) -> _Judged:
    if backend == "closures":
        if not isinstance(records, Dataset):
            raise UsageError(
                "rekam dalam tabel dinilai dengan mesin `tables` atau `spark`",
                "records in tables are judged by the back ends `tables` or `spark`",
            )
        return _by_closures(rules, records, as_of, include_passed=include_passed)
    with _needing_tables(backend):
        from pmi_compliance.engines.tables import engine, store  # noqa: PLC0415  slow to import, and an extra
    held = store.Store.of(records) if isinstance(records, Dataset) else records
    runs = _engine(backend, held, session)
    decided = engine.decide(rules, held, as_of, runs, include_passed=include_passed, progress=progress)
    return _Judged(decided.counts, decided.pairs, engine.Inline(), lambda: engine.cases(held, runs))


def _engine(backend: str, store: Store, session: Any) -> Engine:
    with _needing_tables(backend):
        if backend == "spark":
            from pmi_compliance.engines.tables.spark import Spark  # noqa: PLC0415  slow to import, and an extra

            return Spark(store, session)
        from pmi_compliance.engines.tables.engine import DuckDB  # noqa: PLC0415
    return DuckDB(store)


def _by_closures(rules: list[Rule], dataset: Dataset, as_of: date, *, include_passed: bool) -> _Judged:
    counts = {rule.id: dict.fromkeys(Outcome, 0) for rule in rules}
    pairs = []
    for rule, record, outcome in decide(rules, dataset, as_of):
        counts[rule.id][outcome] += 1
        if include_passed or outcome not in QUIET:
            pairs.append((rule, record, outcome))
    pairs.sort(key=lambda pair: (KINDS.index(pair[1].kind), pair[1].id, pair[0].id))
    return _Judged(counts, pairs, dataset, lambda: cases_in(dataset))


def cases_in(dataset: Dataset) -> Iterator[Mapping[str, Any]]:
    """The data of all cases."""
    return (one.data for one in dataset.tables.get("case", ()))


def mask_policy_among(
    disclose: str, walks: Relations, cases: Callable[[], Iterable[Mapping[str, Any]]]
) -> Callable[[Place], bool]:
    """
    Which values a disclosure hides among some records.

    Raises:
        UsageError: If there is no such disclosure.

    """
    _ask_for("disclose", disclose, DISCLOSURES)
    if disclose != "full":
        return mask_policy(disclose, frozenset())
    return mask_policy(disclose, _victims(walks, cases()))


def _victims(walks: Relations, cases: Iterable[Mapping[str, Any]]) -> frozenset[tuple[str, str]]:
    """Cases, the placements they are about, and every other placement that names the same person."""
    relations = {
        name: walks.related(field.relation)
        for kind in ("case", "placement")
        for name, field in record_types()[kind].fields.items()
        if field.relation is not None and name in {"placements", "same_worker", "same_nik"}
    }
    found = set()
    for case in cases:
        found.add(("case", case["id"]))
        for placement in relations["placements"](case) or ():
            same = (*(relations["same_worker"](placement) or ()), *(relations["same_nik"](placement) or ()))
            found |= {("placement", one["id"]) for one in (placement, *same)}
    return frozenset(found)


#: Records judged together under all their rules: so few that they stay in the processor's cache.
_BLOCK = 256


def decide(rules: Iterable[Rule], dataset: Dataset, as_of: date) -> Iterator[tuple[Rule, Record, Outcome]]:
    """The outcome of every rule for every record of its kind, waivers apart, and without a reason."""
    programs: dict[str, list[tuple[Rule, Callable[[Any], Outcome]]]] = defaultdict(list)
    for rule in rules:
        if dataset.tables.get(rule.subject):
            programs[rule.subject].append((rule, Program.of_rule(rule).bind(dataset, as_of)))
    for kind, judged in programs.items():
        records = dataset.tables[kind]
        for start in range(0, len(records), _BLOCK):
            block = records[start : start + _BLOCK]
            data = [record.data for record in block]
            for rule, function in judged:
                yield from zip(repeat(rule), block, map(function, data))


def rules_of(packs: Iterable[RulePack], *, include_unverified: bool) -> list[Rule]:
    """
    The rules of packs, by their ids.

    Raises:
        UsageError: If two packs hold a rule of the same id.

    """
    held = _once(((rule.id, rule) for pack in packs for rule in pack.rules), Text("aturan", "the rule"))
    return [
        held[name] for name in sorted(held) if include_unverified or held[name].confidence != "unverified"
    ]


def chains_of(packs: Iterable[RulePack]) -> list[Chain]:
    """
    The chains of packs, in their order.

    Raises:
        UsageError: If two packs hold a chain of the same id.

    """
    return [
        *_once(
            ((chain.id, chain) for pack in packs for chain in pack.chains), Text("rantai", "the chain")
        ).values()
    ]


_Part = TypeVar("_Part", "Rule", "Chain")


def _once(parts: Iterable[tuple[str, _Part]], what: Text) -> dict[str, _Part]:
    held: dict[str, _Part] = {}
    for name, part in parts:
        if name in held:
            raise UsageError(
                f"{what.id} `{name}` ada dalam dua paket: {held[name].pack}, {part.pack}",
                f"two packs hold {what.en} `{name}`: {held[name].pack}, {part.pack}",
            )
        held[name] = part
    return held


def finding_of(
    rule: Rule,
    record: Record,
    walks: Relations,
    as_of: date,
    waiver: Waiver | None,
    masks: Callable[[Place], bool],
    outcome: Outcome,
) -> Finding:
    """What is said of one outcome, which an explanation must come to as well."""
    explanation = explain(rule, record.data, walks, as_of)
    expected = Outcome.FAIL if waiver else outcome
    # INVARIANT: the reasons belong to this outcome; two readings of one rule must never part in silence.
    if explanation.outcome is not expected:
        raise AssertionError(
            f"{rule.id} on {record.kind} {record.id}: {expected} but explained {explanation.outcome}"
        )
    values = _Values(rule, record, walks, as_of, explanation, masks)
    return findings.make(
        rule,
        record,
        explanation,
        waiver,
        {
            name: values.of(checked)
            for name, checked in {**rule.message.paths, **rule.remediation.paths}.items()
        },
        masks,
        values.members(),
        values.shown(),
    )


def day_of_act(rule: Rule, record: Record, walks: Relations, as_of: date) -> date:
    """The day on which a record is judged, whether it may be shown or not."""
    walker = Walker(walks, rule, as_of)
    walker.judge_on({rule.subject: (record.data, Place(record.kind, record.id))})
    assert walker.judged_on is not None
    return walker.judged_on


class _Values:
    """What a finding shows of a record: placeholders, members of a set, further values; personal ones masked."""

    def __init__(
        self,
        rule: Rule,
        record: Record,
        walks: Relations,
        as_of: date,
        explanation: Explanation,
        masks: Callable[[Place], bool],
    ) -> None:
        self.rule, self.masks = rule, masks
        self.walker = Walker(walks, rule, as_of)
        self.walker.judged_on = explanation.judged_on
        self.scope = {rule.subject: (record.data, Place(record.kind, record.id))}
        #: Before its first value a parameter has nothing to show, and a rule not in force nothing to say.
        self.in_force = explanation.judged_on in rule.in_force
        self.applies = explanation.outcome is not Outcome.NOT_APPLICABLE

    def walk(self, checked: Checked) -> Trace | None:
        if checked.parameters and not self.in_force:
            return None
        return self.walker.walk(checked, checked.tree, self.scope)

    def of(self, checked: Checked) -> Any:
        trace = self.walk(checked)
        if trace is None:
            return None
        hidden = trace.value is not None and trace.place is not None and self.masks(trace.place)
        return MASK.id if hidden else trace.value

    def members(self) -> list[Place]:
        if self.rule.members is None or not self.applies:
            return []
        trace = self.walk(self.rule.members)
        return [place for _, place in trace.items if place is not None] if trace else []

    def shown(self) -> list[Shown]:
        if not self.applies:
            return []
        return [self._shown(one) for one in self.rule.shows]

    def _shown(self, one: model.Shown) -> Shown:
        trace = self.walk(one.checked)
        value = trace.value if trace else None
        reads = [read.place for read in trace.reads() if isinstance(read, FactRead)] if trace else []
        personal = any(map(is_personal, reads))
        if value is not None and any(map(self.masks, reads)):
            return Shown(one.title, MASK.id, personal)
        if one.form == "edits" and value is not None:
            names = [name for name in value if name is not None]
            value = [edited(names[0], other) for other in names[1:] if other != names[0]] if names else []
        return Shown(one.title, findings.plain(value), personal)


def _authorities(
    packs: tuple[RulePack, ...], referring: Iterable[Rule | Conclusion], as_of: date
) -> dict[str, Text]:
    known = {code: authority for pack in packs for code, authority in pack.authorities.items()}
    used = sorted({code for one in referring for code in one.refers_to})
    return {code: known[code].name_on(as_of) for code in used}


def _idle(waivers: Iterable[Waiver], as_of: date) -> tuple[Problem, ...]:
    """Waivers that covered nothing: ended, or without a breach to cover."""
    problems = []
    for waiver in sorted(waivers, key=lambda one: (one.rule, one.kind, one.id, one.expires_on)):
        if waiver.expires_on < as_of:
            text = Text(
                f"pengecualian untuk `{waiver.rule}` berakhir {waiver.expires_on}; tidak dipakai",
                f"the waiver of `{waiver.rule}` ended on {waiver.expires_on}; it was not used",
            )
        else:
            text = Text(
                f"pengecualian untuk `{waiver.rule}` tidak menutupi temuan mana pun",
                f"the waiver of `{waiver.rule}` covers no finding",
            )
        problems.append(Problem(waiver.kind, waiver.id, Origin(), (ProblemDetail("", text),), excluded=False))
    return tuple(problems)
