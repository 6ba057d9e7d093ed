"""
A session that follows records as they come, change and go, and tells what that opens, closes and changes.

Nothing is judged anew but what a change can touch: that is read off the conditions themselves, from the fields and the
relations that each rule walks. What was said before is judged from the records as they were, where nobody remembers.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import evolve, frozen

from pmi_compliance.auditing.chains import Chaining
from pmi_compliance.auditing.findings import mask_policy
from pmi_compliance.auditing.run import chains_of, day_of_act, finding_of, rules_of
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.outcome import QUIET, Outcome
from pmi_compliance.base.text import Text, printable
from pmi_compliance.engines import Program
from pmi_compliance.engines.uses import fields_used
from pmi_compliance.over_time.witness import ShadowEngine, asked_for
from pmi_compliance.packs.waivers import holding_on
from pmi_compliance.records.reading import Origin, RawRecord, raw_records
from pmi_compliance.records.schema import KINDS, record_types
from pmi_compliance.records.store import RecordStore, StoredRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence, Set
    from datetime import date

    from pmi_compliance.auditing.chains import Conclusion
    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.engines.uses import FieldUse
    from pmi_compliance.expr.types import Relation
    from pmi_compliance.packs.model import Rule, RulePack
    from pmi_compliance.packs.waivers import Waiver
    from pmi_compliance.records.dataset import Dataset
    from pmi_compliance.records.documents import ProblemDetail
    from pmi_compliance.records.record import Problem, Record
    from pmi_compliance.records.store import Name, RecordChange

#: Of so many pairs it is remembered what was said last.
_REMEMBERED = 50_000

#: A rule, by its place among those of the session, and the id of a record.
_Pair = tuple[int, str]

#: The relations that lead from the record that is judged to one that its rule reads.
_Path = tuple["Relation", ...]


@frozen
class Change:
    """What one change did."""

    opened: tuple[Finding, ...] = ()
    closed: tuple[Finding, ...] = ()
    #: The same outcome as before, with other reasons or words.
    changed: tuple[Finding, ...] = ()
    concluded: tuple[Conclusion, ...] = ()
    withdrawn: tuple[Conclusion, ...] = ()
    #: What is wrong with the record itself; such a record is set aside, and the rest is judged without it.
    faults: tuple[Text, ...] = ()
    #: How many pairs of rule and record were judged anew.
    judged: int = 0


class AuditSession:
    """
    An audit that goes on.

    Args:
        packs: The rules and chains.
        as_of: The audit date.
        records: What is known at the start; without them the session starts empty.
        kinds: The kinds of which all records will be here, where it starts empty; what needs another is unknown.
        waivers: Decisions that known breaches are tolerated.
        disclose: `masked` or `pointers`; who is a person in a case can change, so nothing personal is shown here.
        include_unverified: Also use rules whose text nobody has read.
        engine: Our own loop concludes, always; `durable` has durable-rules told the same, and a difference is a
            notice. `auto` does so where it is installed, `loop` never.

    Raises:
        UsageError: If two packs hold a rule or chain of the same id, `disclose` or `engine` is no such word, or
            durable-rules is asked for and not installed.

    """

    def __init__(
        self,
        packs: Iterable[RulePack],
        *,
        as_of: date,
        records: Dataset | RecordStore | None = None,
        kinds: Iterable[str] = KINDS,
        waivers: Iterable[Waiver] = (),
        disclose: str = "masked",
        include_unverified: bool = False,
        engine: str = "auto",
    ) -> None:
        if disclose not in {"masked", "pointers"}:
            raise UsageError(
                "dalam sesi, `disclose` harus `masked` atau `pointers`",
                "in a session `disclose` must be `masked` or `pointers`",
            )
        packs = tuple(packs)
        self.as_of = as_of
        if records is None:
            records = RecordStore(kinds)
        self.ledger = records if isinstance(records, RecordStore) else RecordStore.of(records)
        chains, heard = chains_of(packs), asked_for(engine)
        self.witness = ShadowEngine.of_chains(chains) if chains and heard else None
        self.chaining = Chaining(chains, as_of, self.witness)
        self.rules = [
            *rules_of(packs, include_unverified=include_unverified),
            *self.chaining.observers.values(),
        ]
        self._last: dict[_Pair, Finding | None] = {}
        self._run: dict[int, Callable[[Any], Outcome]] = {}
        self._hides = mask_policy(disclose, frozenset())
        self._waivers = holding_on(waivers, as_of)
        #: For each kind of record: by which path some rules come to it, and what they read of it.
        self._reach: dict[str, dict[_Path, list[tuple[int, Set[str]]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        #: For each relation: by which path some rules come to the records that own it.
        self._through: dict[Relation, dict[_Path, set[int]]] = defaultdict(lambda: defaultdict(set))
        for at, rule in enumerate(self.rules):
            if rule.subject in self.ledger.rows:
                self._run[at] = Program.of_rule(rule).bind(self.ledger, as_of)
                self._learn(at, fields_used(rule.subject, [rule]), ())
        for fact in self._facts(
            (at, id_) for at in self._run for id_ in self.ledger.rows[self.rules[at].subject]
        ):
            self.chaining.add(fact)
        self.chaining.settle()

    def _learn(self, at: int, use: FieldUse, path: _Path) -> None:
        """Keep what a rule reads on a path, and from there on."""
        # A finding names the recruiter, whatever its rule reads.
        fields = use.fields | ({"recruiter_id"} if not path else set())
        types = record_types()[use.kind].fields
        relations = [types[name].relation for name in use.relations]
        # The keys by which relations are walked are read as well, here and at their other end.
        for relation in (*relations, *path[-1:]):
            if relation is not None and (relation.shape != "many" or relation in path[-1:]):
                first = relation.key.split(".")[0]
                fields |= {first, f"{first}_complete"}
        self._reach[use.kind][path].append((at, fields))
        for (name, inner), relation in zip(use.relations.items(), relations, strict=True):
            assert relation is not None, name
            self.ledger.index(relation)
            self._through[relation][path].add(at)
            self._learn(at, inner, (*path, relation))

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
        _, [raw] = raw_records({kind: [record]}, self.ledger.model)
        entry = StoredRecord.of(
            RawRecord(kind, raw.value, origin or Origin(), raw.details), self.ledger.model
        )
        if entry.name is None:
            raise UsageError(
                "rekam tanpa id tidak dapat diikuti", "a record without an id cannot be followed"
            )
        return self._instead(entry.name, entry)

    def withdraw(self, kind: str, id: str) -> Change:  # noqa: A002
        """
        Take a record away, and with it all that bear its id.

        Raises:
            UsageError: If there is none.

        """
        self._known(kind)
        if not self.ledger.bearers((kind, id)):
            raise UsageError(
                f"tidak ada `{kind}` dengan id `{id}`", f"there is no `{kind}` with the id `{id}`"
            )
        return self._instead((kind, id), None)

    def _instead(self, name: Name, entry: StoredRecord | None) -> Change:
        """One record, or none, instead of those of a name."""
        first = (*name, 0)
        others = [self.edit(key, None) for key in self.ledger.bearers(name) if key != first]
        return merge_changes([*others, self.edit(first, entry)])

    def _known(self, kind: str) -> None:
        if kind not in self.ledger.rows:
            known = ", ".join(self.ledger.rows)
            raise UsageError(
                f"`{kind}` tidak diikuti sesi ini; yang diikuti: {known}",
                f"this session does not follow `{kind}`; it follows: {known}",
            )

    def edit(self, key: Hashable, entry: StoredRecord | None) -> Change:
        """Let a key hold another entry, or none; keys tell apart records that bear the same id, or none."""
        old = self.ledger.entries.get(key)
        # Once there and back, to learn what is touched on both sides before anything is judged.
        there = self.ledger.edit(key, entry)
        pairs = self._touched(there, there.after)
        self.ledger.edit(key, old)
        pairs |= self._touched(there, there.before)
        was = self._said(pairs, fresh=False)
        facts = [*self._facts(pairs)]
        self.ledger.edit(key, entry)
        now = self._said(pairs, fresh=True)
        for fact in facts:
            self.chaining.remove(fact)
        for fact in self._facts(pairs):
            self.chaining.add(fact)
        drawn, dropped = self.chaining.settle()
        lost = {one.fingerprint for one in drawn}
        return evolve(
            diff_findings(was, now),
            concluded=tuple(drawn),
            withdrawn=tuple(one for one in dropped if one.fingerprint not in lost),
            faults=() if entry is None else tuple(_placed(entry, detail) for detail in entry.details),
            judged=len(pairs),
        )

    def _touched(self, edit: RecordChange, records: Mapping[tuple[str, str], Record]) -> set[_Pair]:
        """The pairs that an edit can touch, as the records stand now; `records`: those of the edit that do."""
        pairs: set[_Pair] = set()
        for name, record in records.items():
            before, after = edit.before.get(name), edit.after.get(name)
            if before is after:
                continue
            changed = None if before is None or after is None else _different(before.data, after.data)
            for path, readers in self._reach[record.kind].items():
                rules = [at for at, fields in readers if changed is None or not fields.isdisjoint(changed)]
                if rules:
                    ids = self._subjects({record.id: record}, path)
                    pairs |= {(at, id_) for at in rules for id_ in ids}
        for relation, keys in edit.gaps.items():
            rows = self.ledger.rows.get(relation.source, {})
            owners = rows.keys() if keys is None else self.ledger.index(relation).owners(keys)
            held = {id_: rows[id_] for id_ in owners if id_ in rows}
            for path, ats in self._through[relation].items():
                ids = self._subjects(held, path)
                pairs |= {(at, id_) for at in ats for id_ in ids}
        return pairs

    def _subjects(self, reached: Mapping[str, Record], path: _Path) -> Iterable[str]:
        """From some records back along a path to those that are judged."""
        for relation in reversed(path):
            index, rows = self.ledger.index(relation), self.ledger.rows.get(relation.source, {})
            owners = {id_ for record in reached.values() for id_ in index.inverse(record)}
            reached = {id_: rows[id_] for id_ in owners if id_ in rows}
        return reached.keys()

    # Judging

    def _judged(self, pairs: Iterable[_Pair]) -> Iterator[tuple[Rule, Record, Outcome]]:
        """The outcomes of pairs, waivers apart; none for records that are not there."""
        for at, id_ in pairs:
            rule = self.rules[at]
            record = self.ledger.rows[rule.subject].get(id_)
            if record is not None:
                yield rule, record, self._run[at](record.data)

    def _said(self, pairs: Set[_Pair], *, fresh: bool) -> dict[str, Finding]:
        """What is to be said of pairs, by fingerprint; what was said last holds until something touches it."""
        if len(self._last) > _REMEMBERED:
            self._last.clear()
        for pair in pairs if fresh else pairs - self._last.keys():
            self._last[pair] = next(self._findings([pair]), None)
        return {one.fingerprint: one for pair in pairs if (one := self._last[pair])}

    def _findings(self, pairs: Iterable[_Pair]) -> Iterator[Finding]:
        for rule, record, outcome in self._judged(pairs):
            if outcome not in QUIET and rule.id not in self.chaining.observers:
                waiver = (
                    self._waivers.get((rule.id, record.kind, record.id)) if outcome is Outcome.FAIL else None
                )
                yield finding_of(rule, record, self.ledger, self.as_of, waiver, self._hides, outcome)

    def _facts(self, pairs: Iterable[_Pair]) -> Iterator[Any]:
        """What chains are to know of pairs."""
        for rule, record, outcome in self._judged(pairs):
            if outcome is Outcome.FAIL and (rule.id, record.kind, record.id) in self._waivers:
                continue
            if self.chaining.wants(rule, outcome):
                yield self.chaining.fact(
                    rule, record, outcome, day_of_act(rule, record, self.ledger, self.as_of)
                )

    # The whole

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All that an audit of the records would find; made when it is asked for."""
        return _ordered(
            self._findings((at, id_) for at in self._run for id_ in self.ledger.rows[self.rules[at].subject])
        )

    @property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """All that follows from them."""
        return self.chaining.conclusions

    @property
    def engine(self) -> str:
        """What concludes: `loop`, or `durable` where durable-rules is told the same."""
        return "loop" if self.witness is None else "durable"

    @property
    def notices(self) -> tuple[Text, ...]:
        """Where durable-rules said otherwise, or did not answer."""
        return () if self.witness is None else tuple(self.witness.notices)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the records."""
        return self.ledger.problems


def _placed(entry: StoredRecord, detail: ProblemDetail) -> Text:
    """A problem with the record it is in."""
    place = f"{entry.raw.kind} {printable(entry.name[1]) if entry.name else '-'}{detail.pointer}"
    return Text(f"{place}: {detail.message.id}", f"{place}: {detail.message.en}")


def _different(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[str]:
    """The fields that two versions of a record do not have in common."""
    return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of a report."""
    return tuple(sorted(findings, key=lambda one: (KINDS.index(one.subject.kind), one.subject.id, one.rule)))


def diff_findings(was: Mapping[str, Finding], now: Mapping[str, Finding]) -> Change:
    """What became of findings, by fingerprint."""
    return Change(
        opened=_ordered(one for name, one in now.items() if name not in was),
        closed=_ordered(one for name, one in was.items() if name not in now),
        changed=_ordered(one for name, one in now.items() if name in was and was[name] != one),
    )


def merge_changes(changes: Sequence[Change]) -> Change:
    """Several changes as one: what one opened and another closed did not happen."""
    opened: dict[str, Finding] = {}
    closed: dict[str, Finding] = {}
    changed: dict[str, Finding] = {}
    concluded: dict[str, Conclusion] = {}
    withdrawn: dict[str, Conclusion] = {}
    for change in changes:
        for one in change.closed:
            changed.pop(one.fingerprint, None)
            if opened.pop(one.fingerprint, None) is None:
                closed[one.fingerprint] = one
        for one in change.opened:
            was = closed.pop(one.fingerprint, None)
            if was is None:
                opened[one.fingerprint] = one
            elif was != one:
                changed[one.fingerprint] = one
        for one in change.changed:
            (opened if one.fingerprint in opened else changed)[one.fingerprint] = one
        for gone in change.withdrawn:
            if concluded.pop(gone.fingerprint, None) is None:
                withdrawn[gone.fingerprint] = gone
        for new in change.concluded:
            if withdrawn.pop(new.fingerprint, None) != new:
                concluded[new.fingerprint] = new
    return Change(
        opened=_in_order(opened),
        closed=_in_order(closed),
        changed=_in_order(changed),
        concluded=_in_order(concluded),
        withdrawn=_in_order(withdrawn),
        faults=tuple(fault for change in changes for fault in change.faults),
        judged=sum(change.judged for change in changes),
    )


_One = TypeVar("_One")


def _in_order(found: Mapping[str, _One]) -> tuple[_One, ...]:
    return tuple(found[name] for name in sorted(found))
