"""Run the examples of rules, terms and chains as an audit would."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from pmi_compliance.auditing.run import audit
from pmi_compliance.base.errors import Diagnostic
from pmi_compliance.base.text import Text
from pmi_compliance.packs.examples import (
    Examples,
    read_chain_examples,
    read_examples,
    read_term_examples,
    wrong_records,
)
from pmi_compliance.packs.load import bundled_packs
from pmi_compliance.packs.model import Written
from pmi_compliance.packs.rules import plain_rule
from pmi_compliance.proving.why import why
from pmi_compliance.records.dataset import Dataset

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pmi_compliance.packs.examples import Example
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule, Term

#: How the answers of terms are written, and the outcomes they stand for.
ANSWERS = {"true": "pass", "false": "fail"}

_NOTHING = Text("tidak ada", "nothing")


@frozen(eq=False)
class Result:
    """What came of one example."""

    example: Example
    #: How it came out otherwise than expected; `None` if it did not.
    failure: Diagnostic | None = None
    #: Why it did: the day, the facts that are missing or decided, the guard before the rule.
    why: tuple[Text, ...] = ()


def proofs(pack: RulePack) -> list[tuple[Rule, Examples]]:
    """
    Each rule of a pack, and each of its own terms as if it were one, with its examples.

    Raises:
        PackError: If a file of examples is missing or wrong.

    """
    of_terms = read_term_examples(pack)
    own = sorted({example.about for example in of_terms.examples})
    return [
        *((_as_rule(pack, pack.terms[name]), _about(name, of_terms)) for name in own),
        *((rule, read_examples(rule)) for rule in pack.rules),
    ]


def _about(term: str, examples: Examples) -> Examples:
    """The examples of one term, and the equivalents whose names begin with it."""
    return Examples(
        tuple(example for example in examples.examples if example.about == term),
        {
            name.removeprefix(f"{term}: "): reason
            for name, reason in examples.equivalents.items()
            if name.startswith(f"{term}: ")
        },
    )


@frozen(eq=False)
class Case:
    """One example, ready to be run."""

    example: Example
    #: Gives what is wrong, or nothing.
    run: Callable[[], Diagnostic | None]
    #: Gives why it ends as it does, a line for each thing.
    why: Callable[[], tuple[Text, ...]] = tuple


def cases(pack: RulePack) -> list[Case]:
    """
    Every example of a pack: of its rules, its own terms and its chains.

    Raises:
        PackError: If a file of examples is missing or wrong.

    """
    cases_ = [
        Case(example, partial(_rule_failure, pack, rule, example), partial(_why, pack, rule, example))
        for rule, examples in proofs(pack)
        for example in examples.examples
    ]
    if pack.chains:
        # A chain waits for findings of other packs, too.
        packs = [pack, *(other for other in bundled_packs() if other.id != pack.id)]
        cases_ += [
            Case(example, partial(_chain_failure, packs, example))
            for example in read_chain_examples(pack).examples
        ]
    return cases_


def prove(pack: RulePack) -> list[Result]:
    """
    Run every example of a pack.

    Raises:
        PackError: If a file of examples is missing or wrong.

    """
    results = []
    for case in cases(pack):
        failure = case.run()
        results.append(Result(case.example, failure, case.why() if failure is not None else ()))
    return results


def _why(pack: RulePack, rule: Rule, example: Example) -> tuple[Text, ...]:
    """Why a rule ends as it does; nothing where the example cannot be judged at all."""
    readable = _record_failure(example, Dataset.from_records(example.records, model=pack.model)) is None
    if not readable or not example.records.get(rule.subject):
        return ()
    guard = rule.written.guard
    return (*why(pack, rule, None if guard is None else _as_rule(pack, guard), example),)


def expected(example: Example) -> str:
    """The outcome an example expects; for a term, that of the rule it is judged as."""
    return ANSWERS.get(example.expect, example.expect)


def _as_rule(pack: RulePack, term: Term) -> Rule:
    """A rule that requires what a term means."""
    terms = {name: other for name, other in pack.terms.items() if other.of == term.of}
    return plain_rule(
        term.name,
        pack.id,
        term.title,
        term.of,
        Written(requires=term.written, terms=terms),
        parameters={name: pack.parameters[name] for name in sorted(term.checked.parameters)},
        model=pack.model,
        citations=term.citations,
    )


def _record_failure(example: Example, dataset: Dataset) -> Diagnostic | None:
    """The first thing that is wrong with a record of an example."""
    for wrong in wrong_records(example, dataset):
        return Diagnostic("wrong_record", {"path": wrong.path, "problem": wrong.problem})
    return None


def _difference(code: str, expected_words: Sequence[str], found: Sequence[str]) -> Diagnostic:
    """That something else was expected; the words are those of the file."""
    return Diagnostic(
        code, {"expected": tuple(expected_words) or _NOTHING, "found": tuple(found) or _NOTHING}
    )


def _chain_failure(packs: list[RulePack], example: Example) -> Diagnostic | None:
    dataset = Dataset.from_records(example.records, model=packs[0].model)
    if (failure := _record_failure(example, dataset)) is not None:
        return failure
    report = audit(dataset, packs, as_of=example.as_of)
    about = sorted(
        {conclusion.subject.id for conclusion in report.conclusions if conclusion.chain == example.about}
    )
    if about != example.expect.split():
        return _difference("example_ends_otherwise", example.expect.split(), about)
    return None


def _rule_failure(pack: RulePack, rule: Rule, example: Example) -> Diagnostic | None:
    dataset = Dataset.from_records(example.records, model=pack.model)
    if (failure := _record_failure(example, dataset)) is not None:
        return failure
    subjects = example.records.get(rule.subject)
    if not subjects:
        return Diagnostic("example_without_subject", {"kind": pack.model.name_of(rule.subject)})
    report = audit(
        dataset,
        [evolve(pack, rules=(rule,))],
        as_of=example.as_of,
        include_passed=True,
        include_unverified=True,
    )
    finding = next(
        finding
        for finding in report.findings
        if finding.rule == rule.id and finding.subject.id == subjects[0]["id"]
    )
    if finding.outcome.value != expected(example):
        shown = {outcome: answer for answer, outcome in ANSWERS.items()} if example.expect in ANSWERS else {}
        found = shown.get(finding.outcome.value, finding.outcome.value)
        return _difference("example_ends_otherwise", [example.expect], [found])
    missing = [(f"{fact.record.kind}:" if fact.record else "") + fact.pointer for fact in finding.missing]
    if example.missing is not None and set(example.missing) != set(missing):
        return _difference("example_misses_otherwise", example.missing, missing)
    return None
