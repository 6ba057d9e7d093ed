"""
A session that follows records as they come, change and go, and gives what that opens, closes and changes.

Only what a change can touch is judged again. What was found before is judged from the records as they were, where
it is no longer remembered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from pmi_compliance.auditing.asked import waivers_given
from pmi_compliance.auditing.chains import Chaining, ChainSet
from pmi_compliance.auditing.disclosure import mask_policy
from pmi_compliance.auditing.explaining import Explainer, day_of_act
from pmi_compliance.auditing.selection import Prepared, check_models, check_word
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.given import given_day, read
from pmi_compliance.base.outcome import QUIET, Outcome
from pmi_compliance.base.text import Text, printable
from pmi_compliance.engines import Program
from pmi_compliance.over_time.changes import diff_findings, in_order, merge_changes
from pmi_compliance.over_time.reach import Reach
from pmi_compliance.packs.waivers import ValidWaivers
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.reading import Origin, RawRecord, raw_records
from pmi_compliance.records.record_ids import bearer_of, known_as
from pmi_compliance.records.schema import model_of
from pmi_compliance.records.store import RecordStore, StoredRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence, Set
    from datetime import date

    from pmi_compliance.auditing.chains import Conclusion, Fact
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.over_time.changes import Change
    from pmi_compliance.over_time.reach import Pair
    from pmi_compliance.over_time.witness import ShadowEngine
    from pmi_compliance.packs.chains import Chain
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.packs.waivers import Waiver
    from pmi_compliance.records.record import Problem, Record
    from pmi_compliance.records.schema import RecordModel
    from pmi_compliance.records.store import Name

#: Of so many pairs the last finding is remembered.
_REMEMBERED = 50_000

#: A session keeps no values that a report would have to hide.
_DISCLOSURES = ("masked", "pointers")


class AuditSession:
    """
    An audit that goes on.

    >>> from datetime import date
    >>> from pmi_compliance import AuditSession, default_packs
    >>> session = AuditSession(default_packs(), as_of=date(2025, 10, 31))
    >>> session.put("recruiter", {"id": "R-1"}).judged > 0
    True
    >>> session.withdraw("recruiter", "R-1").opened
    ()
    >>> session.findings
    ()

    Args:
        packs: The rules and chains.
        as_of: The audit date.
        records: What is known at the start; without them the session starts empty.
        kinds: The kinds of which records will be here, where it starts empty; what needs another is unknown.
        whole: The kinds of which the office says that all records will be here, where it starts empty; of others there
            may be more.
        waivers: Decisions that known breaches are tolerated.
        disclose: `masked` or `pointers`; who is a person in a case can change, so nothing personal is shown here.
        include_unverified: Also use rules whose text nobody has read.
        shadow: Makes an engine that answers beside the loop that concludes, such as `ShadowEngine.of_chains`; where
            they differ, the loop's answer holds and a notice reports it. Without one, only the loop answers.

    Raises:
        UsageError: If two packs hold a rule or chain of the same id, a pack was loaded with another model than the
            records were read with, `disclose` is no such word, or a name in `whole` is no kind of record.

    """

    def __init__(
        self,
        packs: Iterable[RulePack],
        *,
        as_of: date | str,
        records: Dataset | RecordStore | None = None,
        kinds: Iterable[str] | None = None,
        whole: Iterable[str] = (),
        waivers: Iterable[Waiver] = (),
        disclose: str = "masked",
        include_unverified: bool = False,
        shadow: Callable[[Sequence[Chain]], ShadowEngine] | None = None,
    ) -> None:
        check_word("disclose", disclose, _DISCLOSURES)
        prepared = Prepared(packs, include_unverified=include_unverified)
        waivers = waivers_given(waivers)
        #: The audit date.
        self.as_of = as_of = given_day("as_of", as_of)
        if records is None:
            model = model_of(prepared.packs)
            records = RecordStore(model.kinds if kinds is None else kinds, model, whole=whole)
        #: The records as they stand now.
        if not isinstance(records, Dataset | RecordStore):
            raise UsageError("records_expected", argument="records", read=read(records))
        self.store = records if isinstance(records, RecordStore) else RecordStore.of(records)
        check_models(prepared.packs, self.store.model)
        chains = prepared.chains
        #: The engine that answers beside the loop, if there is one.
        self.shadow = shadow(chains) if shadow is not None and chains else None
        directory = prepared.directory(disclose)
        self._chains = ChainSet.of(chains, as_of, directory)
        self._chaining = Chaining(self._chains, self.shadow)
        masks = mask_policy(disclose, self.store.model)
        self._explainer = Explainer(self.store, as_of, masks, ValidWaivers.on(as_of, waivers), directory)
        rules = [*prepared.rules, *self._chains.observers.values()]
        #: The rules whose kind of record is here, by their places in the session.
        self._rules = {place: rule for place, rule in enumerate(rules) if rule.subject in self.store.rows}
        self._last: dict[Pair, Finding | None] = {}
        self._programs = self._bound()
        self._reach = Reach(self.store, self._rules)
        for fact in self._facts(self._all_pairs()):
            self._chaining.add(fact)
        self._chaining.settle()

    def _bound(self) -> dict[int, Callable[[Any], Outcome]]:
        #: Whether the functions look at what is only alleged: they need not where nothing is.
        self._weighing = self.store.alleges
        return {
            place: Program.of_rule(rule).bind(self.store, self.as_of) for place, rule in self._rules.items()
        }

    def __getstate__(self) -> dict[str, Any]:
        # Functions that were compiled stay behind; the rules give them again.
        return {name: value for name, value in vars(self).items() if name != "_programs"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        vars(self).update(state)
        self._programs = self._bound()

    # Changes

    def put(self, kind: str, record: object, *, origin: Origin | None = None) -> Change:
        """
        Add a record, or put it in the place of all that bear its id.

        Args:
            kind: The kind of record.
            record: A mapping, as for `Dataset.from_records`.
            origin: Where it was read.

        Raises:
            UsageError: If there is no such kind here, or the record has no id by which it could be changed later.

        """
        self._known(kind)
        _, [raw] = raw_records({kind: [record]}, self.store.model)
        entry = StoredRecord.of(RawRecord(kind, raw.value, origin or Origin(), raw.details), self.store.model)
        if entry.name is None:
            raise UsageError("record_without_id")
        return self._instead(entry.name, entry)

    def withdraw(self, kind: str, id: str) -> Change:  # noqa: A002
        """
        Take a record away, and with it all that bear its id.

        Raises:
            UsageError: If there is none.

        """
        self._known(kind)
        id = known_as(id, bearer_of(self.store.model, kind))  # noqa: A001
        if not self.store.bearers((kind, id)):
            raise UsageError("no_record", kind=kind, id=id)
        return self._instead((kind, id), None)

    def _instead(self, name: Name, entry: StoredRecord | None) -> Change:
        """One record, or none, instead of those of a name."""
        first = (*name, 0)
        others = [self.edit(key, None) for key in self.store.bearers(name) if key != first]
        return merge_changes([*others, self.edit(first, entry)])

    def _known(self, kind: str) -> None:
        if kind not in self.store.rows:
            raise UsageError("kind_not_followed", name=kind, known=tuple(self.store.rows))

    def edit(self, key: Hashable, entry: StoredRecord | None) -> Change:
        """
        Put another entry, or none, in the place of a key.

        Args:
            key: Tells apart records that bear the same id, or none.
            entry: The record as it was read; `None` takes it away.

        """
        old = self.store.entries.get(key)
        # Once there and back, to learn what is touched on both sides before anything is judged.
        change = self.store.edit(key, entry)
        pairs = self._reach.touched(change, change.after)
        self.store.edit(key, old)
        pairs |= self._reach.touched(change, change.before)
        before = self._findings_by_name(pairs, fresh=False)
        old_facts = [*self._facts(pairs)]
        self.store.edit(key, entry)
        after = self._findings_by_name(pairs, fresh=True)
        for fact in old_facts:
            self._chaining.remove(fact)
        for fact in self._facts(pairs):
            self._chaining.add(fact)
        drawn, dropped = self._chaining.settle()
        redrawn = {conclusion.fingerprint for conclusion in drawn}
        return evolve(
            diff_findings(before, after),
            concluded=tuple(drawn),
            withdrawn=tuple(conclusion for conclusion in dropped if conclusion.fingerprint not in redrawn),
            problems=() if entry is None else _problems_of(entry, self.store.model),
            judged=len(pairs),
        )

    # Judging

    def _all_pairs(self) -> Iterator[Pair]:
        return ((place, id_) for place, rule in self._rules.items() for id_ in self.store.rows[rule.subject])

    def _judged(self, pairs: Iterable[Pair]) -> Iterator[tuple[Rule, Record, Outcome]]:
        """The outcomes of pairs, waivers apart; none for records that are not there."""
        if self._weighing is not self.store.alleges:
            self._programs = self._bound()
        for place, id_ in pairs:
            rule = self._rules[place]
            record = self.store.rows[rule.subject].get(id_)
            if record is not None:
                yield rule, record, self._programs[place](record.data)

    def _findings_by_name(self, pairs: Set[Pair], *, fresh: bool) -> dict[str, Finding]:
        """The findings of pairs, by fingerprint; the last finding of a pair holds until something touches it."""
        if len(self._last) > _REMEMBERED:
            self._last.clear()
        for pair in pairs if fresh else pairs - self._last.keys():
            self._last[pair] = next(self._findings([pair]), None)
        return {finding.fingerprint: finding for pair in pairs if (finding := self._last[pair])}

    def _findings(self, pairs: Iterable[Pair]) -> Iterator[Finding]:
        for rule, record, outcome in self._judged(pairs):
            if outcome not in QUIET and rule.id not in self._chains.observers:
                yield self._explainer.explain(rule, record, outcome).finding

    def _facts(self, pairs: Iterable[Pair]) -> Iterator[Fact]:
        """What chains look at among the outcomes of pairs."""
        for rule, record, decided in self._judged(pairs):
            outcome = self._explainer.with_waivers(rule, record, decided)
            if self._chains.looks_at(rule, outcome):
                day = day_of_act(rule, record, self.store, self.as_of)
                yield self._chains.fact(rule, record, outcome, day)

    # The whole

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that an audit of the records would find; made when it is asked for."""
        return in_order(self._findings(self._all_pairs()))

    @property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """All that follows from the findings."""
        return self._chaining.conclusions

    @property
    def notices(self) -> tuple[Text, ...]:
        """Where the shadow engine answered otherwise, or did not answer."""
        return () if self.shadow is None else tuple(self.shadow.notices)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the records."""
        return self.store.problems


def _problems_of(entry: StoredRecord, model: RecordModel) -> tuple[Text, ...]:
    """What is wrong with a record, each with the record it is in."""
    name = model.name_of(entry.raw.kind)
    id_ = printable(entry.name[1]) if entry.name else "-"
    return tuple(
        Text(
            f"{printable(name.id)} {id_}{detail.pointer}: {detail.message.id}",
            f"{printable(name.en)} {id_}{detail.pointer}: {detail.message.en}",
        )
        for detail in entry.details
    )
