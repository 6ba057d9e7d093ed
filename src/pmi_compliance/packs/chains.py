"""Chains of a pack: what several findings and records together lead to, read and checked."""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.frozen import frozen as frozen_value
from pmi_compliance.base.messages.libraries import BRACES, in_own_words
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import LANGUAGES, Text
from pmi_compliance.expr.types import BOOL
from pmi_compliance.packs import yaml
from pmi_compliance.packs.model import Written
from pmi_compliance.packs.normalise import expanded, negated
from pmi_compliance.packs.rules import checked_at, plain_rule, variables_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pmi_compliance.base.dated import Period
    from pmi_compliance.base.errors import Diagnostic
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.packs.rules import Surroundings
    from pmi_compliance.packs.yaml import Document


@frozen(eq=False)
class Pattern:
    """One part of a chain: findings, records of which something is known, or a conclusion of another chain."""

    #: Ids of the rules, or of the chain; `None`: any rule. A record is observed by a rule of this pattern alone.
    names: frozenset[str] | None
    #: The outcomes that a finding may have; none for records and conclusions.
    outcomes: frozenset[Outcome] = frozenset()
    #: The severities that a finding may have; `None`: any.
    severities: frozenset[str] | None = None
    #: The kind of record that it is about; `None`: any.
    kind: str | None = None
    #: Whether all that is counted must be findings of one rule.
    same_rule: bool = False
    #: How many there must be.
    at_least: int = 1
    #: Within so many days of each other; `None`: however far apart.
    within_days: int | None = None
    #: Fails where a record is as the pattern says; only for records.
    observer: Rule | None = None
    #: Names a chain, not rules.
    of_chain: bool = False


@frozen(eq=False)
class Chain:
    """What follows when all its patterns are met about the same record: a proposal to refer, never a verdict."""

    #: Its name, which no other chain or rule has.
    id: str
    #: The id of its pack.
    pack: str
    #: What it is called.
    title: Text
    #: The kind of record that all parts have in common.
    about: str
    #: The days on which it is law.
    in_force: Period
    #: Its patterns, all of which must be met.
    when: tuple[Pattern, ...]
    #: What a conclusion says, with places for values.
    message: Text
    #: What a reader should know about how the text was understood.
    note: Text | None
    #: Codes of the authorities that a conclusion is to be referred to.
    refers_to: tuple[str, ...]
    #: Where the law says it.
    citations: tuple[Mapping[str, str], ...]


_PLACES = {"subject", "count", "rules"}


def chains_in(
    document: Document, pack: str, around: Surroundings, diagnostics: list[Diagnostic]
) -> Iterator[Chain]:
    """The chains of one file; each may build on those above it, so that none rests on itself."""
    known: dict[str, Chain] = {}
    for name, node in document.value.items():
        known[name] = _Reader(document, name, pack, around, known, diagnostics).chain(node)
        yield known[name]


@frozen(eq=False)
class _Reader:
    document: Document
    name: str
    pack: str
    around: Surroundings
    known: Mapping[str, Chain]
    diagnostics: list[Diagnostic]

    def chain(self, node: Mapping[str, Any]) -> Chain:
        for place, code in enumerate(node["refers_to"]):
            if code not in self.around.authorities:
                at = f"/{self.name}/refers_to/{place}"
                self.diagnostics.append(self.document.unknown(at, "authority", code, self.around.authorities))
        for language in LANGUAGES:
            self.places(f"message/{language}", node["message"][language])
        patterns = tuple(self.pattern(at, pattern, node["about"]) for at, pattern in enumerate(node["when"]))
        if sum(pattern.same_rule for pattern in patterns) > 1:
            self.report("when", "two_parts_count_apart")
        return Chain(
            id=self.name,
            pack=self.pack,
            title=Text.of(node["title"]),
            about=node["about"],
            in_force=yaml.period_at(self.document, f"/{self.name}/in_force", self.diagnostics),
            when=patterns,
            message=Text.of(node["message"]),
            note=Text.of(node["note"]) if "note" in node else None,
            refers_to=tuple(node["refers_to"]),
            citations=frozen_value(tuple(node["citations"])),
        )

    def report(self, at: str, code: str, /, **values: Any) -> None:
        self.diagnostics.append(self.document.diagnostic(f"/{self.name}/{at}", code, **values))

    def places(self, at: str, text: str) -> None:
        try:
            named = {place for _, place, _, _ in string.Formatter().parse(text) if place is not None}
        except ValueError as error:
            self.report(at, "braces_do_not_match", reason=in_own_words(BRACES, error))
            return
        if named - _PLACES:
            known = tuple(sorted(_PLACES))
            self.report(at, "not_a_placeholder", name=min(named - _PLACES), known=known)

    def pattern(self, at: int, node: Mapping[str, Any], about: str) -> Pattern:
        ((source, inner),) = node.items()
        match source:
            case "finding":
                return self.finding(at, inner, about)
            case "record":
                self.common(f"when/{at}/record/kind", inner["kind"], about)
                return self.record(at, inner)
            case _:
                other = self.known.get(inner)
                if other is None or other.about != about:
                    self.report(f"when/{at}/conclusion", "no_chain_above", name=inner, kind=about)
                return Pattern(frozenset({inner}), of_chain=True)

    def finding(self, at: int, node: Mapping[str, Any], about: str) -> Pattern:
        if "kind" in node:
            self.common(f"when/{at}/finding/kind", node["kind"], about)
        if "within_days" in node and node.get("at_least", 1) == 1:
            self.report(f"when/{at}/finding/within_days", "one_record_has_one_day")
        return Pattern(
            names=frozenset(node["rules"]) if "rules" in node else None,
            outcomes=frozenset(map(Outcome, node["outcomes"])),
            severities=frozenset(node["severities"]) if "severities" in node else None,
            kind=node.get("kind"),
            same_rule=node.get("same_rule", False),
            at_least=node.get("at_least", 1),
            within_days=node.get("within_days"),
        )

    def common(self, at: str, kind: str, about: str) -> None:
        if about not in {kind, "recruiter"}:
            self.report(at, "nothing_shared_by_parts", kind=kind, about=about)

    def record(self, at: int, node: Mapping[str, Any]) -> Pattern:
        kind, place = node["kind"], f"/{self.name}/when/{at}/record/where"
        variables = variables_of(kind, self.around.parameters, self.around.model)
        regions = self.around.model.regions
        checked = checked_at(self.document, place, variables, BOOL, self.diagnostics, regions)
        if checked is None:
            return Pattern(frozenset())
        observer = plain_rule(
            f"{self.name}#{at + 1}",
            self.pack,
            Text(checked.text, checked.text),
            kind,
            Written(requires=negated(expanded(checked, {}))),
            parameters={name: self.around.parameters[name] for name in sorted(checked.parameters)},
            model=self.around.model,
        )
        return Pattern(frozenset({observer.id}), frozenset({Outcome.FAIL}), kind=kind, observer=observer)
