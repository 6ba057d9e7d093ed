"""
Laws that hold of every audit, for property tests of packs and importers of your own.

Each function raises `AssertionError` where its law is broken. Records are drawn by `strategies.datasets`, or come from
an importer.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.disclosure import MASK
from pmi_compliance.auditing.run import audit
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.expr.tree import Call, Comprehension, Has, Name, Select, children
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.schema import model_of
from pmi_compliance.report import FORMATS
from pmi_compliance.report.json import as_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from random import Random

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule
    from pmi_compliance.records.schema import RecordModel

    Tables = Mapping[str, Sequence[Mapping[str, Any]]]


def _audited(tables: Tables, packs: Sequence[RulePack], as_of: date) -> Report:
    """An audit of some records, which are of the model that the packs were checked against."""
    dataset = Dataset.from_records(tables, model=model_of(packs))
    return audit(dataset, packs, as_of=as_of, include_passed=True, include_unverified=True)


def findings_without_source(report: Report) -> list[dict[str, Any]]:
    """The findings of a report as JSON, without where the records stood."""
    return [
        {key: value for key, value in finding.as_json().items() if key != "source"}
        for finding in report.findings
    ]


def counts_add_up(report: Report) -> None:
    """Every pair of rule and record has one outcome, and is listed once; for reports that list everything."""
    for rule in report.rules:
        count = sum(report.counts[rule.id].values())
        assert count == report.records.get(rule.subject, 0), f"{rule.id}: {count} outcomes"
    assert report.pairs == sum(report.outcomes.values())
    assert report.pairs == len(report.findings) == len({finding.fingerprint for finding in report.findings})


def order_changes_nothing(tables: Tables, packs: Iterable[RulePack], *, as_of: date, random: Random) -> None:
    """Records may stand in any order."""
    packs = tuple(packs)
    shuffled = {kind: random.sample([*records], len(records)) for kind, records in tables.items()}
    before, after = (_audited(records, packs, as_of) for records in (tables, shuffled))
    assert findings_without_source(before) == findings_without_source(after)
    assert (before.counts, before.digest, before.conclusions) == (
        after.counts,
        after.digest,
        after.conclusions,
    )
    assert _problems(before) == _problems(after)


def _problems(report: Report) -> list[Any]:
    return sorted((problem.kind or "", problem.id or "", str(problem.details)) for problem in report.problems)


def splitting_changes_nothing(tables: Tables, packs: Iterable[RulePack], *, as_of: date, at: int) -> None:
    """Records may stand in one file or in two: the first `at` of each kind, and the others."""
    packs = tuple(packs)
    model = model_of(packs)
    with tempfile.TemporaryDirectory() as folder:
        reports = []
        for name, parts in (("whole", [slice(None)]), ("parted", [slice(at), slice(at, None)])):
            paths = []
            for number, part in enumerate(parts):
                paths.append(Path(folder) / f"{name}-{number}.json")
                document = {model.tables[kind]: records[part] for kind, records in tables.items()}
                paths[-1].write_text(json.dumps(document), encoding="utf-8")
            dataset = Dataset.read(*paths, model=model)
            reports.append(audit(dataset, packs, as_of=as_of, include_passed=True, include_unverified=True))
    whole, parted = reports
    assert findings_without_source(whole) == findings_without_source(parted)
    assert whole.digest == parted.digest


def learning_turns_nothing(less: Tables, more: Tables, packs: Iterable[RulePack], *, as_of: date) -> None:
    """
    Learning facts that were unknown never turns `pass` into `fail` or back.

    Excepted are rules that ask by `has` for a fact that was learned, records that are judged on another day since, and
    rules that look at their neighbours by a value which records share.

    Args:
        less: Some records.
        more: The same records with more facts, such as those that `strategies.erasures` made `less` of. Records of one
            kind may differ; rules about other kinds are not looked at.
        packs: The rules.
        as_of: The day of the audit.

    """
    packs = tuple(packs)
    learned = {
        (kind, record["id"]): {name for name in fuller if record.get(name) != fuller[name]}
        for kind, records in less.items()
        for record, fuller in zip(records, more[kind], strict=True)
    }
    kinds = {kind for (kind, _), names in learned.items() if names}
    rules = {rule.id: rule for pack in packs for rule in pack.rules if {rule.subject} == kinds}
    before, after = (
        {(finding.rule, finding.subject.id): finding for finding in _audited(tables, packs, as_of).findings}
        for tables in (less, more)
    )
    for (name, id_), finding in before.items():
        if name not in rules or asks_neighbours(rules[name]):
            continue
        later = after[name, id_]
        moved = finding.judged_on != later.judged_on
        if moved or _asked(rules[name]) & learned[rules[name].subject, id_]:
            continue
        turned = {finding.outcome, later.outcome} == {Outcome.PASS, Outcome.FAIL}
        assert not turned, (
            f"{name} on {id_}: {finding.outcome.value}, and {later.outcome.value} when more is known"
        )


def asks_neighbours(rule: Rule) -> bool:
    """Whether a rule asks by `has` what stands in records that share a value: more facts make more neighbours."""
    fields = rule.model.types[rule.subject].fields
    shared = {
        name
        for name, field in fields.items()
        if field.relation is not None and field.relation.shape == "same"
    }
    return bool(_asked(rule) & shared)


def _asked(rule: Rule) -> set[str]:
    """Fields of the subject that its rule asks for by `has`, or that lead to something that is asked for."""
    asked: set[str | None] = set()

    def root(node: Node, scope: Mapping[str, str | None]) -> str | None:
        """The field of the subject from which a path starts."""
        while isinstance(node, Select | Has | Comprehension | Call):
            below = children(node)
            if not below:
                return None
            if isinstance(node, Select | Has) and node.operand == Name(rule.subject):
                return node.field
            node = below[0]
        return scope.get(node.name) if isinstance(node, Name) else None

    def visit(node: Node, scope: Mapping[str, str | None]) -> None:
        if isinstance(node, Has):
            asked.add(root(node, scope))
        if isinstance(node, Comprehension):
            visit(node.source, scope)
            visit(node.body, {**scope, node.variable: root(node.source, scope)})
            return
        for child in children(node):
            visit(child, scope)

    for part in rule.conditions:
        visit(part.checked.tree, {})
    return {name for name in asked if name is not None}


def forms_agree(report: Report) -> None:
    """JSON and JSON lines hold the same findings and conclusions, in the same order."""
    document = as_json(report)
    head, *lines = (json.loads(line) for line in _text(report, "jsonl", "id").splitlines())
    assert [line["fingerprint"] for line in lines] == [
        finding["fingerprint"] for finding in document["findings"]
    ]
    assert head["conclusions"] == document["conclusions"]
    assert head["summary"] == document["summary"]


def masked_reports_leak_nothing(
    tables: Tables, report: Report, forms: Iterable[str] = ("json", "csv", "html")
) -> None:
    """
    No text of a field marked personal stands in a masked report.

    Not looked for are texts of fewer than four signs, which stand in other words by chance, and texts that stand
    elsewhere as well: in facts that nothing marks, in the rules, or in a report of the same records without them.
    """
    model = report.model
    texts = {*_texts(model, tables)}
    open_ = {text for personal, text in texts if not personal} | {MASK.id, MASK.en}
    rules = "\n".join(_words(report))
    hidden = {
        text
        for personal, text in texts
        if personal and len(text) > 3 and text not in open_ and text not in rules
    }
    for form in forms:
        for language in ("id", "en"):
            written = _text(report, form, language)
            leaked = sorted(text for text in hidden if text in written)
            if leaked:
                # What stands there without the records as well is a word of the form.
                bare = {
                    kind: [_blank(model, kind, (), record) for record in records]
                    for kind, records in tables.items()
                }
                own = _text(_audited(bare, report.packs, report.as_of), form, language)
                leaked = [text for text in leaked if text not in own]
            assert not leaked, f"{form}, {language}: {leaked}"


def old_answers_stay(
    tables: Tables, old: Iterable[RulePack], new: Iterable[RulePack], *, as_of: date
) -> None:
    """A new version of packs judges an old day as the old version did, if perhaps in other words."""
    before, after = (
        [
            (finding.rule, finding.subject, finding.outcome, finding.judged_on, finding.missing)
            for finding in report.findings
        ]
        for report in (_audited(tables, tuple(packs), as_of) for packs in (old, new))
    )
    assert before == after


def _text(report: Report, form: str, language: Any) -> str:
    return b"".join(FORMATS[form].write(report, language)).decode()


def _words(report: Report) -> Iterator[str]:
    """The texts of the rules of a report."""
    for rule in report.rules:
        yield from (part.checked.text for part in rule.conditions)
        for text in (
            rule.title,
            rule.message.text,
            rule.remediation.text,
            *([rule.note] if rule.note else []),
        ):
            yield from (text.id, text.en)


def _blank(model: RecordModel, kind: str, path: tuple[str | int, ...], value: Any) -> Any:
    """A copy of a value in which every personal text is replaced."""
    match value:
        case dict():
            return {name: _blank(model, kind, (*path, name), inner) for name, inner in value.items()}
        case list() | tuple():
            return [_blank(model, kind, (*path, index), inner) for index, inner in enumerate(value)]
        case str() if path != ("id",) and model.field_at(kind, path)[1]:
            return "-"
        case _:
            return value


def _texts(model: RecordModel, tables: Tables) -> Iterator[tuple[bool, str]]:
    """Every text of some records, and whether the schema marks it as personal."""
    for kind, records in tables.items():
        waiting: list[tuple[tuple[str | int, ...], Any]] = [((), record) for record in records]
        while waiting:
            path, value = waiting.pop()
            match value:
                case dict():
                    waiting += [((*path, name), inner) for name, inner in value.items()]
                case list() | tuple():
                    waiting += [((*path, index), inner) for index, inner in enumerate(value)]
                case str():
                    yield path != ("id",) and model.field_at(kind, path)[1], value
