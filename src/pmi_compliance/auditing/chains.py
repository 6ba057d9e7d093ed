"""
From findings to conclusions: a plain loop over the chains of the packs.

Facts come and go one by one; what rests on a record is looked at again only where a fact about it came or went.
A conclusion is a fact for the chains that build on it, and falls when what it rests on falls.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from pmi_compliance.auditing.findings import Subject, fingerprint, recruiter_of
from pmi_compliance.base.days import exact
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.packs.directory import Directory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from typing import Protocol

    from pmi_compliance.base.days import Day
    from pmi_compliance.base.text import Text
    from pmi_compliance.packs.chains import Chain, Pattern
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.record import Record

    class ChainShadow(Protocol):
        """Another engine that answers the same questions; it never decides."""

        def compare_chains(
            self, asked: Sequence[tuple[Chain, str, Sequence[int]]], answers: Sequence[bool]
        ) -> None:
            """
            Compare what it concludes with what the loop concluded.

            Args:
                asked: Chain, id of the common record, and the places of the patterns that are met.
                answers: Whether the loop concluded, for each of them.

            """


@frozen
class Fact:
    """What a chain can rest on: a finding, a record observed as a pattern says, or a conclusion."""

    #: Of a rule, an observer or a chain.
    name: str
    outcome: Outcome
    #: Of the rule; empty for a conclusion.
    severity: str
    #: Kind and id of the record.
    kind: str
    id: str
    #: Id of the recruiter that the record belongs to, if it is known.
    recruiter: str | None
    #: The day on which the record was judged.
    day: Day
    #: A record that was observed, and no finding.
    observed: bool = False
    #: The fingerprint of a conclusion; that of a finding is made when it is asked for, for there are many.
    conclusion: str = ""

    @property
    def fingerprint(self) -> str:
        """That of the finding or conclusion."""
        return self.conclusion or fingerprint(self.name, self.kind, self.id, self.outcome.value)


@frozen
class Conclusion:
    """
    What findings together lead to: to be referred, never a verdict.

    >>> from datetime import date
    >>> from pmi_compliance import Dataset, audit, default_packs
    >>> report = audit(Dataset.read("examples/quickstart"), default_packs(), as_of=date(2025, 10, 31))
    >>> [(conclusion.chain, str(conclusion.subject)) for conclusion in report.conclusions]
    [('deposit-not-restored', 'recruiter P3MI-B')]
    """

    #: Id of the chain.
    chain: str
    #: What the chain is called.
    title: Text
    #: The record that all findings have in common.
    subject: Subject
    #: What follows, in words.
    message: Text
    #: What a reader should know about how it was concluded.
    note: Text | None
    #: Fingerprints of the findings that it is based on.
    findings: tuple[str, ...]
    #: Fingerprints of the conclusions that it is based on.
    conclusions: tuple[str, ...]
    #: Records that were observed.
    records: tuple[Subject, ...]
    #: Codes of the authorities that it is referred to.
    refers_to: tuple[str, ...]
    #: Where the law says what follows.
    citations: tuple[Mapping[str, str], ...]
    #: The rule whose findings were counted apart, if the chain counts so.
    rule: str = ""

    @property
    def fingerprint(self) -> str:
        """Stays the same while the chain concludes about the same record."""
        return fingerprint(self.chain, self.subject.kind, self.subject.id, self.rule)

    def as_json(self) -> dict[str, Any]:
        """The conclusion as JSON values, as reports hold it."""
        return {
            "chain": self.chain,
            "title": self.title.as_json(),
            "subject": self.subject.as_json(),
            "findings": list(self.findings),
            "conclusions": list(self.conclusions),
            "records": [record.as_json() for record in self.records],
            "message": self.message.as_json(),
            **({"note": self.note.as_json()} if self.note else {}),
            "citations": [dict(citation) for citation in self.citations],
            "refers_to": list(self.refers_to),
            "fingerprint": self.fingerprint,
        }


@frozen(eq=False)
class ChainSet:
    """The chains that are in force on a day, and what they look at."""

    #: By id, each below those it builds on.
    chains: Mapping[str, Chain]
    #: The audit date.
    as_of: date
    #: The rules by which records are observed, by id; where one fails, a record is as its pattern says.
    observers: Mapping[str, Rule]
    #: By the name of a rule, observer or chain, or `None` for any rule: the patterns of it, with chain and place.
    _by_name: Mapping[str | None, Sequence[tuple[Chain, int, Pattern]]]

    @classmethod
    def of(cls, chains: Iterable[Chain], as_of: date, directory: Directory | None = None) -> ChainSet:
        """Those among some chains that are in force on the audit date; their roles are those of the seat of their pack."""
        directory = directory or Directory()
        in_force = {
            chain.id: evolve(chain, refers_to=directory.at_seat(chain.refers_to, chain.pack, as_of))
            for chain in chains
            if as_of in chain.in_force
        }
        by_name: dict[str | None, list[tuple[Chain, int, Pattern]]] = {}
        for chain in in_force.values():
            for place, pattern in enumerate(chain.when):
                for name in pattern.names or (None,):
                    by_name.setdefault(name, []).append((chain, place, pattern))
        observers = {
            pattern.observer.id: pattern.observer
            for chain in in_force.values()
            for pattern in chain.when
            if pattern.observer
        }
        return cls(in_force, as_of, observers, by_name)

    def fact(self, rule: Rule, record: Record, outcome: Outcome, day: Day) -> Fact:
        """
        What a rule or an observer says of a record, as a fact.

        Args:
            rule: The rule or observer.
            record: The record.
            outcome: Waivers applied.
            day: The day on which the record was judged.

        """
        recruiter, observed = recruiter_of(record), rule.id in self.observers
        return Fact(rule.id, outcome, rule.severity, record.kind, record.id, recruiter, day, observed)

    def looks_at(self, rule: Rule, outcome: Outcome) -> bool:
        """Whether any chain looks at such an outcome of a rule."""
        return any(
            _looks_at(pattern, outcome, rule.severity, rule.subject)
            for name in (rule.id, None)
            for _, _, pattern in self._by_name.get(name, ())
        )

    def places(self, fact: Fact) -> Iterator[tuple[Chain, int, str]]:
        """The patterns that a fact is of, and the id of the record that it has in common with others."""
        names = (fact.name,) if fact.conclusion or fact.observed else (fact.name, None)
        for name in names:
            for chain, place, pattern in self._by_name.get(name, ()):
                key = _common_id(chain, fact)
                if key is not None and _looks_at(pattern, fact.outcome, fact.severity, fact.kind):
                    yield chain, place, key


def _common_id(chain: Chain, fact: Fact) -> str | None:
    if chain.about == "recruiter":
        return fact.recruiter
    return fact.id if fact.kind == chain.about else None


class Chaining:
    """
    The facts that chains look at, and what follows from them.

    Args:
        chains: The chains.
        shadow: Answers the same questions, and is compared with what the loop says; the loop's word stands.

    """

    def __init__(self, chains: ChainSet, shadow: ChainShadow | None = None) -> None:
        self.chains, self.shadow = chains, shadow
        #: By chain, place of the pattern, and id of the common record.
        self.facts: dict[tuple[str, int, str], set[Fact]] = defaultdict(set)
        #: By chain and id of the common record: for each rule that is counted apart, or for none.
        self._drawn: dict[tuple[str, str], dict[str, Conclusion]] = {}
        self._touched: dict[str, set[str]] = defaultdict(set)

    @property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """All that holds, by chain, record and rule."""
        self.settle()
        drawn = (conclusion for groups in self._drawn.values() for conclusion in groups.values())
        return tuple(
            sorted(drawn, key=lambda conclusion: (conclusion.chain, conclusion.subject.id, conclusion.rule))
        )

    def add(self, fact: Fact) -> None:
        """Take a fact."""
        for chain, place, key in self.chains.places(fact):
            self.facts[chain.id, place, key].add(fact)
            self._touched[chain.id].add(key)

    def remove(self, fact: Fact) -> None:
        """Drop a fact that is one no longer."""
        for chain, place, key in self.chains.places(fact):
            self.facts[chain.id, place, key].discard(fact)
            self._touched[chain.id].add(key)

    def settle(self) -> tuple[list[Conclusion], list[Conclusion]]:
        """Draw and drop conclusions until nothing changes; those that are new, and those that are no more."""
        drawn: list[Conclusion] = []
        dropped: list[Conclusion] = []
        asked: list[tuple[Chain, str, list[int]]] = []
        # What builds on a chain stands below it: from above, each record is settled at once.
        for chain in self.chains.chains.values():
            for key in sorted(self._touched.pop(chain.id, ())):
                met = [self._met(pattern, (chain.id, place, key)) for place, pattern in enumerate(chain.when)]
                asked.append((chain, key, [place for place, groups in enumerate(met) if groups]))
                before, after = self._drawn.pop((chain.id, key), {}), self._concluded(chain, key, met)
                if after:
                    self._drawn[chain.id, key] = after
                for conclusion in _not_in(before, after):
                    dropped.append(conclusion)
                    self.remove(self._fact(conclusion))
                for conclusion in _not_in(after, before):
                    drawn.append(conclusion)
                    self.add(self._fact(conclusion))
        if self.shadow is not None:
            self.shadow.compare_chains(asked, [(chain.id, key) in self._drawn for chain, key, _ in asked])
        return drawn, dropped

    def _met(self, pattern: Pattern, at: tuple[str, int, str]) -> dict[str, list[Fact]]:
        """The facts by which a pattern is met, for each rule that is counted apart, or for none."""
        groups: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts.get(at, ()):
            groups[fact.name if pattern.same_rule else ""].append(fact)
        return {name: near for name, group in groups.items() if (near := _near_and_enough(pattern, group))}

    def _concluded(self, chain: Chain, key: str, met: list[dict[str, list[Fact]]]) -> dict[str, Conclusion]:
        """What a chain says of a record, by the rule that is counted apart."""
        if not all(met):
            return {}
        common: list[Fact] = []
        apart: dict[str, list[Fact]] = {"": []}
        for pattern, groups in zip(chain.when, met, strict=True):
            if pattern.same_rule:
                apart = groups
            else:
                common += groups[""]
        return {
            rule: _conclusion(chain, key, rule, [*common, *facts], facts) for rule, facts in apart.items()
        }

    def _fact(self, conclusion: Conclusion) -> Fact:
        subject = conclusion.subject
        return Fact(
            conclusion.chain,
            Outcome.FAIL,
            "",
            subject.kind,
            subject.id,
            subject.id if subject.kind == "recruiter" else None,
            self.chains.as_of,
            conclusion=conclusion.fingerprint,
        )


def _not_in(conclusions: Mapping[str, Conclusion], others: Mapping[str, Conclusion]) -> list[Conclusion]:
    """Conclusions, by the rule that is counted apart, that are not the same among others."""
    return [conclusion for rule, conclusion in conclusions.items() if others.get(rule) != conclusion]


def _conclusion(chain: Chain, key: str, rule: str, facts: list[Fact], apart: list[Fact]) -> Conclusion:
    """
    What a chain says of a record.

    Args:
        chain: The chain.
        key: The id of the record.
        rule: The rule that is counted apart, or nothing.
        facts: All facts it rests on.
        apart: Those of the rule that is counted apart; if there are none, all are counted.

    """
    findings = [fact for fact in facts if not (fact.observed or fact.conclusion)]
    values = {
        "subject": key,
        "count": len({(fact.kind, fact.id) for fact in apart or facts}),
        "rules": ", ".join(sorted({fact.name for fact in findings})),
    }
    observed = {(fact.kind, fact.id) for fact in facts if fact.observed}
    return Conclusion(
        chain=chain.id,
        title=chain.title,
        subject=Subject(chain.about, key),
        message=chain.message.filled(values),
        note=chain.note,
        findings=tuple(sorted(fact.fingerprint for fact in findings)),
        conclusions=tuple(sorted(fact.conclusion for fact in facts if fact.conclusion)),
        records=tuple(Subject(kind, id_) for kind, id_ in sorted(observed)),
        refers_to=chain.refers_to,
        citations=chain.citations,
        rule=rule,
    )


def _looks_at(pattern: Pattern, outcome: Outcome, severity: str, kind: str) -> bool:
    """Whether a fact of the right name is one that a pattern looks for."""
    return pattern.of_chain or (
        outcome in pattern.outcomes
        and (pattern.severities is None or severity in pattern.severities)
        and (pattern.kind is None or kind == pattern.kind)
    )


def _near_and_enough(pattern: Pattern, facts: list[Fact]) -> list[Fact]:
    """The facts by which a pattern is met: about enough records, and near enough in time; or none."""
    if pattern.within_days is None:
        return facts if len({(fact.kind, fact.id) for fact in facts}) >= pattern.at_least else []
    # A day that is known in part is near to none for certain.
    dated = [(day, fact) for fact in facts if (day := exact(fact.day)) is not None]
    ordered = sorted(dated, key=lambda pair: (pair[0], pair[1].kind, pair[1].id, pair[1].name))
    near = timedelta(pattern.within_days)
    inside: Counter[tuple[str, str]] = Counter()
    met: list[Fact] = []
    end = taken = 0
    for start, (day, first) in enumerate(ordered):
        while end < len(ordered) and ordered[end][0] - day <= near:
            _, last = ordered[end]
            inside[last.kind, last.id] += 1
            end += 1
        if len(inside) >= pattern.at_least:
            met += [fact for _, fact in ordered[max(start, taken) : end]]
            taken = end
        inside[first.kind, first.id] -= 1
        if not inside[first.kind, first.id]:
            del inside[first.kind, first.id]
    return met
