"""
Self-checks: the questions of an interview are put one by one, and their answers make records with unknowns.

What is asked comes from the rules: a question is put as long as a rule lacks the fact that it answers. Whatever somebody
does not know stays unknown. Nothing is kept; `SelfCheck.records` gives the records to a caller who asks for them.
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

from pmi_compliance.auditing.interviews import HINTS, interviews
from pmi_compliance.auditing.run import audit
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text
from pmi_compliance.expr.tree import Constant, Select
from pmi_compliance.office.advice import advise
from pmi_compliance.over_time.session import AuditSession
from pmi_compliance.packs.load import default_packs
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.json_schema import Node, pointer
from pmi_compliance.records.reading.words import understood
from pmi_compliance.records.regions import code_named
from pmi_compliance.records.schema import model_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.interviews import Interview, Question
    from pmi_compliance.office.advice import Advice
    from pmi_compliance.packs.load import RulePack
    from pmi_compliance.packs.model import Rule

#: What somebody types who does not know.
NOT_KNOWN = frozenset({"", "?", "tidak tahu", "unknown"})

#: Short for yes and no, in both languages.
_SHORT = {"y": "ya", "t": "tidak", "n": "tidak"}
_YES_OR_NO = Node(("boolean",))


class SelfCheck:
    """
    One self-check as it goes: ask `next`, give `answer`, and take `advice` at any time.

    Args:
        name: A name of `interviews()`.
        as_of: The day on which the answers are judged.
        packs: The rule packs, whose kinds of records the answers make; without them, the default ones.

    Raises:
        UsageError: If there is no such self-check.

    """

    #: Answers by id of the question: true and false for yes and no, `None` for what is not known.
    answers: dict[str, Any]

    def __init__(self, name: str, *, as_of: date, packs: Iterable[RulePack] | None = None) -> None:
        self.as_of = as_of
        self.packs = tuple(packs) if packs is not None else default_packs()
        self._model = model_of(self.packs)
        known = interviews(model=self._model)
        if name not in known:
            raise UsageError("unknown", what="self_check", name=name, known=tuple(known))
        self.interview = known[name]
        self._rules = {rule.id: rule for pack in self.packs for rule in pack.rules}
        self.answers = {}
        self._session: AuditSession | None = None

    def next(self) -> Question | None:
        """The next question, or `None` where everything that rules lack was asked."""
        unknowns: list[Finding] | None = None
        records, places = _build(self.interview, self.answers)
        for question in self.interview.questions:
            if question.id in self.answers or not _makes_sense(question, self.answers):
                continue
            if question.always:
                return question
            if unknowns is None:
                unknowns = [
                    finding
                    for finding in self._judge(records)
                    if finding.outcome is Outcome.UNKNOWN and self.interview.concerns(finding)
                ]
            if any(self._lacks(finding, question, places) for finding in unknowns):
                return question
        return None

    def answer(self, question: Question, text: str) -> None:
        """
        Take an answer as it was typed.

        Args:
            question: The question.
            text: The answer; nothing, `?` and "tidak tahu" say that it is not known.

        Raises:
            UsageError: If the answer cannot be understood; nothing is taken then.

        """
        typed = text.strip()
        before = dict(self.answers)
        self.answers[question.id] = None if typed.casefold() in NOT_KNOWN else _value(question, typed)
        records, _ = _build(self.interview, self.answers)
        details = [
            detail for kind, record in records.items() for detail in self._model.problems(kind, record)
        ]
        if details:
            self.answers = before
            raise UsageError("answer_not_valid", reason=details[0].message)

    def take(self, answers: Mapping[str, str]) -> None:
        """
        Take several answers, in the order of the questions.

        Args:
            answers: Answers as they would be typed, by id of their question.

        Raises:
            UsageError: If there is no such question, or an answer cannot be understood.

        """
        questions = {question.id: question for question in self.interview.questions}
        for name in answers:
            if name not in questions:
                raise UsageError("unknown", what="question", name=name[:40], known=tuple(questions))
        for name, question in questions.items():
            if name in answers:
                try:
                    self.answer(question, answers[name])
                except UsageError as error:
                    raise error.at(name) from None

    def records(self) -> dict[str, list[dict[str, Any]]]:
        """The records that the answers make, as a file of records holds them; what is not known is left out."""
        records, _ = _build(self.interview, self.answers)
        return {self._model.tables[kind]: [record] for kind, record in records.items()}

    def advice(self) -> Advice:
        """What to bring, what to get, and whom to ask, after the answers so far."""
        report = audit(Dataset.from_records(self.records(), model=self._model), self.packs, as_of=self.as_of)
        return advise(self.interview, self.answers, report)

    def _judge(self, records: Mapping[str, dict[str, Any]]) -> tuple[Finding, ...]:
        """The findings about some records; the rules are made ready the first time only."""
        if self._session is None:
            dataset = Dataset.from_records(
                {kind: [record] for kind, record in records.items()}, model=self._model
            )
            self._session = AuditSession(self.packs, as_of=self.as_of, records=dataset)
        else:
            for kind, record in records.items():
                self._session.put(kind, record)
        return self._session.findings

    def _lacks(self, finding: Finding, question: Question, places: Mapping[str, int]) -> bool:
        """Whether a finding lacks the fact that a question would answer."""
        path: tuple[str | int, ...] = question.path
        if question.inside is not None:
            path = (path[0], places[question.inside], *path[1:])
        pointers = {pointer(path)}
        if question.if_yes is not None:
            pointers.add(pointer((*path, "-")))
        if str(path[-1]).endswith("_complete"):
            pointers = {pointer((*path[:-1], str(path[-1]).removesuffix("_complete"), "-"))}
        lacking = any(
            (missing.record or finding.subject).kind == question.kind and missing.pointer in pointers
            for missing in finding.missing
        )
        return lacking and (question.if_yes is None or _mentions(self._rules[finding.rule], question.if_yes))


# From answers to records


def _makes_sense(question: Question, answers: Mapping[str, Any]) -> bool:
    """Whether the element that a question is about is there, and earlier answers are those it depends on."""
    if question.inside is not None and answers.get(question.inside) is not True:
        return False
    return all(answers.get(name) == value for name, value in question.when.items())


def _build(
    interview: Interview, answers: Mapping[str, Any]
) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
    """The records that answers make, by kind, and the index of each element in its list, by id of its question."""
    records: dict[str, dict[str, Any]] = {
        kind: deepcopy(dict(record)) for kind, record in interview.start.items()
    }
    places: dict[str, int] = {}
    for question in interview.questions:
        answer = answers.get(question.id)
        if answer is None or not _makes_sense(question, answers):
            continue
        owner: Any = records[question.kind]
        path = list(question.path)
        if question.inside is not None:
            owner = owner[path[0]][places[question.inside]]
            path = path[1:]
        for step in path[:-1]:
            owner = owner[step] if isinstance(step, int) else owner.setdefault(step, {})
        name = path[-1]
        if not question.is_element:
            owner[name] = answer
        elif (element := question.if_yes if answer else question.if_no) is not None:
            places[question.id] = len(owner.setdefault(name, []))
            owner[name].append(deepcopy(dict(element)))
        elif not answer and question.no_is_none:
            owner[name] = []
            owner[f"{name}_complete"] = True
    return records, places


def _mentions(rule: Rule, element: Mapping[str, Any]) -> bool:
    """Whether a rule is about elements like this one: it names the value of its first field, or that field."""
    name, value = next(iter(element.items()))
    for condition in rule.conditions:
        for node in condition.checked.nodes():
            if isinstance(node, Constant) and node.value == value and isinstance(value, str):
                return True
            if isinstance(node, Select) and node.field == name and not isinstance(value, str):
                return True
    listed = (entry.value for parameter in rule.parameters.values() for entry in parameter.values.values)
    return any(isinstance(values, list | tuple) and value in values for values in listed)


# From what is typed to a value


def _value(question: Question, typed: str) -> Any:
    """The value that an answer means; text of a wrong form is left to the schema to report."""
    if question.takes_yes_or_no:
        value = understood(_SHORT.get(typed.casefold(), typed), _YES_OR_NO).value
        if not isinstance(value, bool):
            raise _not_understood(typed, Text("jawab ya, tidak", "answer yes, no"))
        return value
    schema = question.schema
    answers = {str(number): choice.value for number, choice in enumerate(question.choices, 1)}
    answers |= {choice.label.id.casefold(): choice.value for choice in question.choices}
    answers |= {choice.label.en.casefold(): choice.value for choice in question.choices}
    # A code that the schema knows is an answer too: there are more countries than choices.
    answers |= {code.casefold(): code for code in schema.values or ()}
    if typed.casefold() in answers:
        return answers[typed.casefold()]
    if question.choices:
        most = len(question.choices)
        how = Text(f"tulis nomor jawaban, 1 sampai {most}", f"write the number of an answer, 1 to {most}")
        raise _not_understood(typed, how)
    if schema.format == "region" and not typed[:1].isdecimal():
        code = code_named(typed)
        if code is None:
            raise _not_understood(typed, HINTS["region"])
        return code
    read = understood(typed, schema)
    # What is no more than a likely reading is asked again.
    return typed if schema.format or read.notes else read.value


def _not_understood(typed: str, how: Text) -> UsageError:
    return UsageError("answer_not_understood", typed=typed[:40], how=how)
