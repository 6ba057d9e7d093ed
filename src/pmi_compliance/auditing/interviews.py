"""
The interviews of self-checks: plain questions, in `rules/interviews.yaml`.

A question says which field of which record its answer is written to. Which questions are put, `asking` decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml
from attrs import frozen

from pmi_compliance.base import resources
from pmi_compliance.base.text import Text
from pmi_compliance.expr.types import BOOL
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.base.text import Language
    from pmi_compliance.expr.types import Type
    from pmi_compliance.records.json_schema import Node
    from pmi_compliance.records.schema import RecordModel

#: How an answer is written that is neither chosen nor yes or no, by the format or type of the field.
HINTS = {
    "region": Text(
        "tulis nama kabupaten, kota, atau kecamatan, seperti Kupang Timur, atau kode Kemendagri, seperti 31.74",
        "write the name of a regency, a city or a kecamatan, such as Kupang Timur, or the Kemendagri code, such as "
        "31.74",
    ),
    "date": Text("TTTT-BB-HH, seperti 2003-05-17", "YYYY-MM-DD, such as 2003-05-17"),
    "edtf": Text(
        "TTTT-BB-HH, seperti 2003-05-17; bila hanya bulan atau tahunnya yang diketahui: 2003-05 atau 2003",
        "YYYY-MM-DD, such as 2003-05-17; if only the month or the year is known: 2003-05 or 2003",
    ),
    "integer": Text("angka saja", "digits only"),
}


@frozen
class Choice:
    """One of several answers to a question."""

    #: What is written to the record.
    value: Any
    #: What is shown.
    label: Text


@frozen(eq=False)
class Question:
    """One question, and where its answer is written."""

    #: The name of the question in answers.
    id: str
    #: What is asked.
    text: Text
    #: The kind of record that the answer belongs to.
    kind: str
    #: The path of the field in that record, or in the element that `inside` adds.
    path: tuple[str | int, ...]
    #: The answers to choose from; empty where any may be given.
    choices: tuple[Choice, ...]
    #: The element that the answer yes adds to a list.
    if_yes: Mapping[str, Any] | None
    #: The element that the answer no adds to a list.
    if_no: Mapping[str, Any] | None
    #: Whether the answer no means that the list is complete and empty.
    no_is_none: bool
    #: The id of the question whose element the answer belongs to.
    inside: str | None
    #: Answers to other questions, by id, without which this one makes no sense.
    when: Mapping[str, Any]
    #: Whether it is asked even where no rule lacks the answer.
    always: bool
    #: Which of yes and no leaves nothing to do.
    expected: bool
    #: What to do unless the answer is the expected one or, of other questions, is known.
    otherwise: Text | None
    #: The document that the question is about.
    bring: Text | None
    #: The kinds of records that answers are written to.
    model: RecordModel

    @property
    def is_element(self) -> bool:
        """Whether the answer is an element of a list, or says that there is none."""
        return self.if_yes is not None or self.if_no is not None or self.no_is_none

    @property
    def type(self) -> Type:
        """The type of the field that the answer is written to."""
        # In the schema a field of an element stands within the list.
        path = self.path if self.inside is None else (self.path[0], 0, *self.path[1:])
        field, _ = self.model.field_at(self.kind, path)
        assert field is not None, self.id
        return field.type

    @property
    def schema(self) -> Node:
        """What the schema says of the values that the answer may write."""
        node = self.model.node_at(self.kind, self.path)
        return node.item or node

    @property
    def takes_yes_or_no(self) -> bool:
        """Whether the question is answered with yes or no."""
        return self.is_element or self.type == BOOL

    def lines(self, language: Language) -> list[str]:
        """
        The question as text.

        Args:
            language: The language.

        Returns:
            The question on the first line; below it the choices, or how an answer is written.

        """
        if self.takes_yes_or_no:
            answers = [Text("ya / tidak", "yes / no")]
        elif self.choices:
            answers = [
                Text(f"{number}. {choice.label.id}", f"{number}. {choice.label.en}")
                for number, choice in enumerate(self.choices, 1)
            ]
        else:
            schema = self.schema
            form = schema.format or schema.type or ""
            answers = [HINTS[form]] if form in HINTS else []
        return [self.text.in_language(language), *(f"  {answer.in_language(language)}" for answer in answers)]


@frozen(eq=False)
class Interview:
    """The questions of one self-check, and what they start from."""

    #: The name that `SelfCheck` takes.
    name: str
    #: The title of its advice.
    title: Text
    #: The kind of record that stands for whoever is asked.
    record: str
    #: The records before the first answer, by kind.
    start: Mapping[str, Mapping[str, Any]]
    #: Rules about other records that concern whoever is asked.
    rules: frozenset[str]
    #: The questions, in the order in which they are put.
    questions: tuple[Question, ...]

    def concerns(self, finding: Finding) -> bool:
        """Whether a finding is about whoever is asked, or about others in a way that concerns them."""
        return finding.subject.kind == self.record or finding.rule in self.rules


def interviews(*, model: RecordModel | None = None) -> Mapping[str, Interview]:
    """
    All interviews by name: `candidate` and `recruiter`.

    Args:
        model: The kinds of records that answers are written to; without one, those that the library describes.

    """
    return (model or bundled_model()).made_once(_interviews)


def _interviews(model: RecordModel) -> Mapping[str, Interview]:
    file = resources.folder("rules") / "interviews.yaml"
    return {
        name: _interview(name, node, model)
        for name, node in yaml.safe_load(file.read_text(encoding="utf-8")).items()
    }


def _interview(name: str, node: Mapping[str, Any], model: RecordModel) -> Interview:
    return Interview(
        name=name,
        title=Text.of(node["title"]),
        record=node["record"],
        start=node["given"],
        rules=frozenset(node["rules"]),
        questions=tuple(_question(question, node["record"], model) for question in node["questions"]),
    )


def _question(node: Mapping[str, Any], record: str, model: RecordModel) -> Question:
    return Question(
        id=node["id"],
        text=Text.of(node["ask"]),
        kind=node.get("of", record),
        path=tuple(int(step) if step.isdecimal() else step for step in node["at"].split(".")),
        choices=tuple(Choice(choice["value"], Text.of(choice["say"])) for choice in node.get("choices", ())),
        if_yes=node.get("if_yes"),
        if_no=node.get("if_no"),
        no_is_none=node.get("none", False),
        inside=node.get("in"),
        when=node.get("when", {}),
        always=node.get("always", False),
        expected=node.get("wanted", True),
        otherwise=Text.of(node["otherwise"]) if "otherwise" in node else None,
        bring=Text.of(node["bring"]) if "bring" in node else None,
        model=model,
    )
