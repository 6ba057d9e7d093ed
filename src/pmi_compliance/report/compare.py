"""What changed between two reports: what fails now, what no longer does, and what has other reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text, printable
from pmi_compliance.base.words import OUTCOMES, name_of_kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from pmi_compliance.base.text import Language

#: Kinds of change, gravest first, and what they are called.
CHANGES = {
    "newly_failing": Text("baru tidak sesuai", "newly failing"),
    "no_longer_failing": Text("tidak lagi menjadi temuan", "no longer failing"),
    "outcome": Text("hasil lain berubah", "another outcome"),
    "reasons": Text("hasil sama, alasan berubah", "same outcome, other reasons"),
}

#: What it means that a report does not list a pair; a pair is never taken for passed because it is not listed.
_UNLISTED = {
    "quiet": Text(
        "sesuai, tidak berlaku, atau tidak ada data itu", "passes, does not apply, or no such record"
    ),
    "absent": Text("data atau aturan itu tidak ada", "no such record or rule"),
    "unused": Text("aturan tidak dipakai", "the rule was not used"),
    "excluded": Text("data bermasalah, tidak ikut diperiksa", "the record was excluded"),
}


@frozen
class Difference:
    """One pair of rule and record that differs between two reports."""

    #: A key of `CHANGES`.
    kind: str
    #: The id of the rule.
    rule: str
    #: The kind and id of the record.
    subject: tuple[str, str]
    #: The outcome in the older report, or why that does not list the pair.
    before: str
    #: The outcome in the newer report, or why that does not list the pair.
    after: str

    def describe(self, language: Language) -> str:
        """The change on one line, in one language."""
        before, after = (_state_text(state).in_language(language) for state in (self.before, self.after))
        kind, id_ = self.subject
        name = f"{printable(name_of_kind(kind).in_language(language))} {printable(id_)}"
        return f"{name}  {printable(self.rule)}: {before} → {after}"


def _state_text(state: str) -> Text:
    return _UNLISTED[state] if state in _UNLISTED else OUTCOMES[Outcome(state)]


_Pair = tuple[str, str, str]


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[Difference]:
    """
    What changed from one report to another.

    Args:
        old: The older report, as JSON values.
        new: The newer report, as JSON values.

    Returns:
        The changes, ordered by kind as in `CHANGES`, then by rule and record.

    """
    before, after = _Pairs.of(old), _Pairs.of(new)
    changed = []
    for pair in sorted(before.listed.keys() | after.listed.keys()):
        rule, kind, id_ = pair
        was, now = before.state(pair), after.state(pair)
        if (change := _kind(was, now, before.listed.get(pair), after.listed.get(pair))) is not None:
            changed.append(Difference(change, rule, (kind, id_), was, now))
    order = list(CHANGES)
    return sorted(changed, key=lambda change: order.index(change.kind))


@frozen(eq=False)
class _Pairs:
    """The pairs of rule and record that a report lists, and what is needed to tell why it does not list others."""

    listed: Mapping[_Pair, Mapping[str, Any]]
    rules: frozenset[str]
    excluded: frozenset[tuple[str | None, str | None]]
    #: Whether it lists every pair.
    whole: bool

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> _Pairs:
        findings = document["findings"]
        return cls(
            {
                (finding["rule"], finding["subject"]["kind"], finding["subject"]["id"]): finding
                for finding in findings
            },
            frozenset(row["rule"] for row in document["summary"]["rules"]),
            frozenset(
                (problem["kind"], problem["id"]) for problem in document["problems"] if problem["set_aside"]
            ),
            len(findings) == document["summary"]["pairs"],
        )

    def state(self, pair: _Pair) -> str:
        """The outcome of a pair, or why it is not listed."""
        rule, *record = pair
        if pair in self.listed:
            return str(self.listed[pair]["outcome"])
        if rule not in self.rules:
            return "unused"
        if tuple(record) in self.excluded:
            return "excluded"
        return "absent" if self.whole else "quiet"


def _kind(was: str, now: str, before: Any, after: Any) -> str | None:
    if was != now:
        return "newly_failing" if now == "fail" else "no_longer_failing" if was == "fail" else "outcome"
    same = before is None or all(
        before.get(name) == after.get(name)
        for name in ("reasons", "missing", "judged_on", "members", "more_members")
    )
    return None if same else "reasons"


def to_lines(changed: Iterable[Difference], language: Language) -> Iterator[str]:
    """Changes as lines of text in one language, those of each kind under a heading."""
    changed = [*changed]
    for kind, title in CHANGES.items():
        of_kind = [change for change in changed if change.kind == kind]
        yield f"{title.in_language(language).upper()} ({len(of_kind)})"
        yield from (f"  {change.describe(language)}" for change in of_kind)
