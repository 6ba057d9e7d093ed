"""Prove rules: run the examples beside each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from pmi_compliance.dataset import Dataset
from pmi_compliance.judging import audit
from pmi_compliance.packs.examples import read_examples

if TYPE_CHECKING:
    from pmi_compliance.packs.examples import Example
    from pmi_compliance.packs.model import Rule, RulePack


@frozen(eq=False)
class Result:
    """What came of one example; `fault` is empty when it came out as expected."""

    rule: str
    example: Example
    fault: str = ""


def prove(pack: RulePack) -> list[Result]:
    """
    Run every example of a pack.

    Raises:
        PackError: If a file of examples is missing or wrong.

    """
    return [
        Result(rule.id, example, _fault(pack, rule, example))
        for rule in pack.rules
        for example in read_examples(rule)
    ]


def _fault(pack: RulePack, rule: Rule, example: Example) -> str:
    dataset = Dataset.from_records(example.records)
    for problem in dataset.problems:
        return f"{problem.kind}{problem.errors[0].pointer}: {problem.errors[0].message.en}"
    subject = example.records[rule.subject][0]["id"]
    report = audit(
        dataset, [evolve(pack, rules=(rule,))], as_of=example.as_of, everything=True, unverified=True
    )
    found = next(one for one in report.findings if one.rule == rule.id and one.subject.id == subject)
    if found.outcome.value != example.expect:
        return f"expected {example.expect}, found {found.outcome.value}"
    missing = tuple((f"{one.record.kind}:" if one.record else "") + one.pointer for one in found.missing)
    if example.missing is not None and set(example.missing) != set(missing):
        return f"expected missing {', '.join(example.missing)}, found {', '.join(missing) or 'nothing'}"
    return ""
