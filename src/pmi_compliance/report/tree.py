"""One finding of a report, explained: the rule's conditions as a tree, with the facts that settled each part."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.disclosure import name_of_code
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text, printable
from pmi_compliance.base.words import OUTCOME_RANK, OUTCOMES, SEVERITY, all_cited, name_of_kind
from pmi_compliance.engines import Place
from pmi_compliance.expr.printing import source_of, to_text
from pmi_compliance.expr.tree import Call, Comprehension
from pmi_compliance.packs.model import severity_rank
from pmi_compliance.records.json_schema import path_of
from pmi_compliance.report.phrases import fact_name, format_kind, format_value, more_members, place_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from pmi_compliance.base.text import Language
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.schema import RecordModel

_PARTS = {
    "applies_when": Text("berlaku bila", "applies when"),
    "review_when": Text("orang yang memutuskan bila", "a person decides when"),
    "requires": Text("wajib", "requires"),
    "in_force": Text("masa berlaku", "in force"),
}
_JOINTS = {
    "&&": Text("semua:", "all of:"),
    "||": Text("salah satu:", "one of:"),
    "!": Text("bukan:", "not:"),
    "?:": Text("bila, maka, selain itu:", "if, then, else:"),
}


def explained(
    document: Mapping[str, Any], finding: Mapping[str, Any], packs: Iterable[RulePack], language: Language
) -> Iterator[str]:
    """
    Explain a finding of a report, line by line.

    Args:
        document: The report, as JSON values.
        finding: The finding, as the report holds it.
        packs: The rule packs in which the rule is looked up.
        language: The language.

    Returns:
        Lines of text: the outcome, the conditions as a tree with the facts that were read, what is missing.

    Raises:
        UsageError: If the rule is not in the packs, or they are others than those of the report.

    """
    rule = _rule(document, finding["rule"], packs)

    def say(words: Mapping[str, str]) -> str:
        return printable(words[language])

    subject = finding["subject"]
    fact = partial(_fact, rule.model, subject, language)
    yield (
        f"{OUTCOMES[Outcome(finding['outcome'])].in_language(language).upper()} · "
        f"{SEVERITY[finding['severity']].in_language(language)} · "
        f"{format_kind(subject['kind'], language, rule.model)} {printable(subject['id'])} · {printable(finding['rule'])}"
    )
    yield say(finding["message"])
    yield all_cited(finding["citations"])
    day = Text("dinilai pada", "judged on").in_language(language)
    yield f"{day} {finding['judged_on']} ({printable(finding['judged_on_from'])})"
    for part in dict.fromkeys(reason["part"] for reason in finding["reasons"]):
        reasons = [reason for reason in finding["reasons"] if reason["part"] == part]
        yield ""
        yield f"{_PARTS[part].in_language(language)}:"
        condition = rule.condition(part)
        if condition is None or part == "in_force":
            for reason in reasons:
                yield f"  {printable(reason['expression'])}"
                yield f"    {fact(reason)}"
        else:
            yield from _Tree(reasons, fact, language).lines(condition.tree, 1)
    if "more_members" in finding:
        yield ""
        yield more_members(finding["more_members"], language)
    if finding["missing"]:
        yield ""
        yield Text("belum diketahui:", "not known:").in_language(language)
        for missing in finding["missing"]:
            owner = f"{_named(missing['record'], language, rule.model)}: " if "record" in missing else ""
            kind = missing.get("record", subject)["kind"]
            yield f"  {owner}{', '.join(fact_name(rule.model, kind, missing['pointer'], language))}"
    if finding["outcome"] in {"fail", "review"}:
        yield ""
        yield f"→ {say(finding['remediation'])}"


def findings_of(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """
    The findings of a report about a record, the gravest first; none where it is about no such record.

    Args:
        document: The report, as JSON values.
        name: The id of the record; what its kind is called may stand before it.

    """
    about = [
        finding
        for finding in document["findings"]
        if name in _names(finding["subject"])
        or any(name in _names(member) for member in finding.get("members", ()))
    ]
    return sorted(
        about,
        key=lambda finding: (OUTCOME_RANK[Outcome(finding["outcome"])], severity_rank(finding["severity"])),
    )


def _names(subject: Mapping[str, str]) -> set[str]:
    kind = name_of_kind(subject["kind"])
    return {subject["id"], *(f"{word} {subject['id']}" for word in (subject["kind"], kind.id, kind.en))}


def listed(findings: Iterable[Mapping[str, Any]], language: Language) -> Iterator[str]:
    """
    Findings about a record, line by line: of each its words and its fingerprint, by which `explain` says more.

    Args:
        findings: What `findings_of` gives.
        language: The language.

    """
    for outcome, group in groupby(findings, key=lambda finding: Outcome(finding["outcome"])):
        several = [*group]
        yield f"{OUTCOMES[outcome].in_language(language).upper()} ({len(several)})"
        for finding in several:
            severity = SEVERITY[finding["severity"]].in_language(language)
            subject, rule = _named(finding["subject"], language), printable(finding["rule"])
            yield f"  {finding['fingerprint'][:_SHORT]}  {severity}  {subject}  {rule}"
            if outcome is Outcome.UNKNOWN:
                words = (printable(missing["title"][language]) for missing in finding["missing"])
                yield f"      {_NEEDED.in_language(language)}: {', '.join(dict.fromkeys(words))}"
            else:
                yield f"      {printable(finding['message'][language])}"
        yield ""
    yield _MORE.in_language(language)


#: Signs of a fingerprint that tell findings of a report apart.
_SHORT = 12
_NEEDED = Text("perlu diketahui", "to be known")
_MORE = Text(
    "Sebab satu temuan: pmi-compliance explain LAPORAN KODE, dengan kode di depannya.",
    "The reasons of one finding: pmi-compliance explain REPORT CODE, with the code in front of it.",
)


def _rule(document: Mapping[str, Any], name: str, packs: Iterable[RulePack]) -> Rule:
    digests = {pack["id"]: pack["digest"] for pack in document["packs"]}
    for pack in packs:
        for rule in pack.rules:
            if rule.id == name and digests.get(pack.id) == pack.digest:
                return rule
    raise UsageError("rule_of_another_version", rule=name)


def _named(record: Mapping[str, str], language: Language, model: RecordModel | None = None) -> str:
    return f"{format_kind(record['kind'], language, model)} {printable(record['id'])}"


def _fact(
    model: RecordModel, subject: Mapping[str, str], language: Language, reason: Mapping[str, Any]
) -> str:
    value = format_value(reason["value"], language)
    if "pointer" in reason:
        record = reason.get("record", subject)
        called = name_of_code(
            model, Place(record["kind"], record["id"], path_of(reason["pointer"])), reason["value"]
        )
        value = value if called is None else f"{called.in_language(language)} ({value})"
        owner = f"{_named(reason['record'], language, model)}: " if "record" in reason else ""
        return f"{owner}{place_in_words(model, record['kind'], reason['pointer'], language)} = {value}"
    if "parameter" in reason:
        since = Text("berlaku sejak", "in force since").in_language(language)
        return f"params.{printable(reason['parameter'])} = {value} ({since} {reason['from']})"
    return f"{printable(reason['variable'])} = {value}"


class _Tree:
    """One condition, and the facts of a finding put where they were read."""

    def __init__(
        self, reasons: list[Mapping[str, Any]], fact: Callable[[Mapping[str, Any]], str], language: Language
    ) -> None:
        self.language = language
        self.facts: dict[str, list[str]] = {}
        for reason in reasons:
            self.facts.setdefault(reason["expression"], []).append(fact(reason))

    def lines(self, node: Node, depth: int) -> Iterator[str]:
        lead = "  " * depth
        if not self.settled(node):
            aside = Text("(tidak menentukan)", "(not decisive)").in_language(self.language)
            yield f"{lead}{to_text(node)}  {aside}"
            return
        if source_of(node) in self.facts or not _inner(node):
            yield f"{lead}{to_text(node)}"
            yield from (f"{lead}    {fact}" for fact in dict.fromkeys(self.facts.get(source_of(node), ())))
            return
        if isinstance(node, Comprehension):
            yield f"{lead}{to_text(node.source)}.{node.macro}({node.variable}):"
        elif isinstance(node, Call):
            yield f"{lead}{_JOINTS[node.function].in_language(self.language)}"
        for part in _inner(node):
            yield from self.lines(part, depth + 1)

    def settled(self, node: Node) -> bool:
        """Whether a fact that settled the outcome was read in a part."""
        return source_of(node) in self.facts or any(map(self.settled, _inner(node)))


def _inner(node: Node) -> tuple[Node, ...]:
    """The parts of a condition that have lines of their own."""
    match node:
        case Call(function, arguments) if function in _JOINTS:
            return arguments
        case Comprehension(macro, source, _, body) if macro in {"exists", "all"}:
            return (source, body)
        case _:
            return ()
