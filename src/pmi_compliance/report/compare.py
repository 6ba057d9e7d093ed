"""What changed between two reports: what fails now, what no longer does, and what is said for other reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text, printable
from pmi_compliance.base.words import KIND, OUTCOMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pmi_compliance.base.text import Language

#: Kinds of change, gravest first, and what they are called.
CHANGES = {
    "newly_failing": Text("baru gagal", "newly failing"),
    "no_longer_failing": Text("tidak lagi gagal", "no longer failing"),
    "outcome": Text("hasil lain berubah", "another outcome"),
    "reasons": Text("hasil sama, alasan berubah", "same outcome, other reasons"),
}

#: What a report means by not listing a pair; a pair is never taken for passed because it is not there.
_UNLISTED = {
    "quiet": Text(
        "lulus, tidak berlaku, atau tidak ada rekam itu", "passes, does not apply, or no such record"
    ),
    "absent": Text("rekam atau aturan itu tidak ada", "no such record or rule"),
    "unused": Text("aturan tidak dipakai", "the rule was not used"),
    "aside": Text("rekam disisihkan karena bermasalah", "the record was set aside"),
}


@frozen
class Change:
    """One pair of rule and record of which two reports say different things."""

    kind: str
    rule: str
    subject: tuple[str, str]
    #: Outcomes, or why a report does not list the pair.
    before: str
    after: str

    def said(self, language: Language) -> str:
        """The change on one line."""
        before, after = (_said(one).in_language(language) for one in (self.before, self.after))
        kind, id_ = self.subject
        name = f"{KIND[kind].in_language(language) if kind in KIND else printable(kind)} {printable(id_)}"
        return f"{name}  {printable(self.rule)}: {before} → {after}"


def _said(state: str) -> Text:
    return _UNLISTED[state] if state in _UNLISTED else OUTCOMES[Outcome(state)]


_Pair = tuple[str, str, str]


def changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Change]:
    """All changes from one report to another, by kind, then in the order of reports."""
    before, after = _Pairs.of(old), _Pairs.of(new)
    found = []
    for pair in sorted(before.listed.keys() | after.listed.keys()):
        rule, kind, id_ = pair
        was, now = before.state(pair), after.state(pair)
        if (change := _kind(was, now, before.listed.get(pair), after.listed.get(pair))) is not None:
            found.append(Change(change, rule, (kind, id_), was, now))
    order = list(CHANGES)
    return sorted(found, key=lambda one: order.index(one.kind))


@frozen(eq=False)
class _Pairs:
    """What a report says of each pair of rule and record, and what it means by saying nothing."""

    listed: Mapping[_Pair, Mapping[str, Any]]
    rules: frozenset[str]
    aside: frozenset[tuple[str | None, str | None]]
    #: Whether it lists every pair.
    whole: bool

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> _Pairs:
        findings = document["findings"]
        return cls(
            {(one["rule"], one["subject"]["kind"], one["subject"]["id"]): one for one in findings},
            frozenset(one["rule"] for one in document["summary"]["rules"]),
            frozenset((one["kind"], one["id"]) for one in document["problems"] if one["set_aside"]),
            len(findings) == document["summary"]["pairs"],
        )

    def state(self, pair: _Pair) -> str:
        """The outcome of a pair, or why it is not listed."""
        rule, *record = pair
        if pair in self.listed:
            return str(self.listed[pair]["outcome"])
        if rule not in self.rules:
            return "unused"
        if tuple(record) in self.aside:
            return "aside"
        return "absent" if self.whole else "quiet"


def _kind(was: str, now: str, before: Any, after: Any) -> str | None:
    if was != now:
        return "newly_failing" if now == "fail" else "no_longer_failing" if was == "fail" else "outcome"
    same = before is None or all(
        before.get(name) == after.get(name) for name in ("reasons", "missing", "judged_on", "members")
    )
    return None if same else "reasons"


def to_lines(found: list[Change], language: Language) -> Iterator[str]:
    """Changes as text, a part for each kind."""
    for kind, title in CHANGES.items():
        some = [one for one in found if one.kind == kind]
        yield f"{title.in_language(language).upper()} ({len(some)})"
        yield from (f"  {one.said(language)}" for one in some)
