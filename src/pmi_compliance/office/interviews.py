"""
Self-checks: plain questions that turn into records with unknowns, and into what to bring and whom to ask.

What is asked comes from the rules: a question of `rules/interviews.yaml` is put as long as a rule lacks the fact that
it answers. Whatever somebody does not know stays unknown. Nothing is kept; `SelfCheck.records` gives the records to who
asks for them.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any

import yaml
from attrs import frozen

from pmi_compliance.auditing.run import audit
from pmi_compliance.base import resources
from pmi_compliance.base.errors import UsageError
from pmi_compliance.base.outcome import Outcome
from pmi_compliance.base.text import Text, nearest, printable, written
from pmi_compliance.expr.tree import Constant, Select
from pmi_compliance.expr.types import BOOL
from pmi_compliance.over_time.session import AuditSession
from pmi_compliance.packs.load import default_packs
from pmi_compliance.packs.model import SEVERITIES
from pmi_compliance.records.dataset import Dataset
from pmi_compliance.records.reading.tables import as_typed
from pmi_compliance.records.regions import code_named
from pmi_compliance.records.schema import TABLES, faults, field_at, node_at, pointer
from pmi_compliance.report.phrases import some

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from pmi_compliance.auditing.findings import Finding
    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.expr.types import Type
    from pmi_compliance.packs.model import Rule, RulePack

#: What somebody types who does not know.
NOT_KNOWN = frozenset({"", "?", "tidak tahu", "unknown"})

#: Short for yes and no, in both languages.
_SHORT = {"y": "ya", "t": "tidak", "n": "tidak"}

#: How many points are listed for one authority.
_MOST = 5


@frozen
class Choice:
    """One answer to choose, and what it writes."""

    value: Any
    say: Text


@frozen(eq=False)
class Question:
    """One question, and where its answer is written."""

    id: str
    ask: Text
    #: The kind of record, and the path in it.
    kind: str
    path: tuple[str | int, ...]
    choices: tuple[Choice, ...]
    #: Elements that yes and no add to a list; `none`: no says that the list is whole and empty.
    yes: Mapping[str, Any] | None
    no: Mapping[str, Any] | None
    none: bool
    #: Id of the question whose element the answer belongs to.
    inside: str | None
    #: Answers by id of their question without which it makes no sense.
    when: Mapping[str, Any]
    #: Asked whether a rule lacks it or not.
    always: bool
    #: Which of yes and no leaves nothing to do.
    wanted: bool
    #: What to do unless the answer is the wanted one, or anything that was known.
    otherwise: Text | None
    #: The paper that it is about.
    bring: Text | None

    @property
    def is_element(self) -> bool:
        """Whether the answer is an element of a list, or that there is none."""
        return self.yes is not None or self.no is not None or self.none

    @property
    def type(self) -> Type:
        """The type of the field it asks for."""
        field, _ = field_at(self.kind, _place(self))
        assert field is not None, self.id
        return field.type

    @property
    def node(self) -> Mapping[str, Any]:
        """What the schema says of that field."""
        return node_at(self.kind, ".".join(step for step in self.path if isinstance(step, str)))

    @property
    def takes_yes_or_no(self) -> bool:
        """Whether it is answered with yes or no."""
        return self.is_element or self.type == BOOL

    def lines(self, language: Language) -> list[str]:
        """The question as text, with what can be answered."""
        if self.takes_yes_or_no:
            answers = [Text("ya / tidak", "yes / no")]
        elif self.choices:
            answers = [
                Text(f"{number}. {one.say.id}", f"{number}. {one.say.en}")
                for number, one in enumerate(self.choices, 1)
            ]
        else:
            node = self.node
            asked = node.get("format") or next(iter(node.get("type", [""])))
            answers = [_HINTS[asked]] if asked in _HINTS else []
        return [self.ask.in_language(language), *(f"  {one.in_language(language)}" for one in answers)]


@frozen(eq=False)
class Interview:
    """The questions of one self-check, the records it starts from, and the rules about others that concern who asks."""

    name: str
    title: Text
    record: str
    given: Mapping[str, Mapping[str, Any]]
    rules: frozenset[str]
    questions: tuple[Question, ...]


@cache
def interviews() -> Mapping[str, Interview]:
    """All self-checks by name: `candidate` and `recruiter`."""
    file = resources.folder("rules") / "interviews.yaml"
    return {
        name: _interview(name, node)
        for name, node in yaml.safe_load(file.read_text(encoding="utf-8")).items()
    }


def _interview(name: str, node: Mapping[str, Any]) -> Interview:
    questions = tuple(
        Question(
            one["id"],
            Text.of(one["ask"]),
            one.get("of", node["record"]),
            tuple(int(step) if step.isdecimal() else step for step in one["at"].split(".")),
            tuple(Choice(choice["value"], Text.of(choice["say"])) for choice in one.get("choices", ())),
            one.get("if_yes"),
            one.get("if_no"),
            one.get("none", False),
            one.get("in"),
            one.get("when", {}),
            one.get("always", False),
            one.get("wanted", True),
            Text.of(one["otherwise"]) if "otherwise" in one else None,
            Text.of(one["bring"]) if "bring" in one else None,
        )
        for one in node["questions"]
    )
    return Interview(
        name, Text.of(node["title"]), node["record"], node["given"], frozenset(node["rules"]), questions
    )


def _place(question: Question) -> tuple[str | int, ...]:
    """Its path in the schema: a fact of an element is within the list."""
    if question.inside is None:
        return question.path
    return (question.path[0], 0, *question.path[1:])


@frozen(eq=False)
class Advice:
    """What comes out of a self-check; no verdict."""

    title: Text
    report: Report
    #: How many answers there were, and how many questions nobody knew the answer of.
    known: int
    unknown: int
    #: Papers that are there.
    bring: tuple[Text, ...]
    #: What to get, ask for or do.
    get: tuple[Text, ...]
    #: What fails a rule if the answers are right, and what a person has to look at.
    breaches: tuple[Finding, ...]
    reviews: tuple[Finding, ...]
    #: What nobody knows yet, by the nearest authority that can be asked; under no code where a rule names none.
    confirm: Mapping[str, tuple[Finding, ...]]

    def lines(self, language: Language) -> list[str]:
        """The advice as text."""
        day = self.report.as_of
        return [
            f"{self.title.in_language(language)}, {written(day, language)}",
            _BASIS.filled({"known": self.known, "unknown": self.unknown}).in_language(language),
            *_listed(_BRING, (one.in_language(language) for one in self.bring), language),
            *_listed(_GET, (one.in_language(language) for one in self.get), language),
            *_listed(
                _BREACHES,
                (
                    f"{one.message.in_language(language)} {one.remediation.in_language(language)}"
                    for one in self.breaches
                ),
                language,
            ),
            *_listed(
                _REVIEWS,
                (
                    f"{one.title.in_language(language)}: {one.remediation.in_language(language)}"
                    for one in self.reviews
                ),
                language,
            ),
            *_listed(
                _CONFIRM,
                (
                    f"{self.report.authorities.get(code, _ANYBODY).in_language(language)}: "
                    + some([one.title.in_language(language) for one in found], _MOST, "; ")
                    for code, found in self.confirm.items()
                ),
                language,
            ),
            _NO_VERDICT.in_language(language),
        ]


_BASIS = Text(
    "Dasar: jawaban sendiri ({known} diketahui, {unknown} tidak), dinilai dengan aturan hari itu.",
    "Basis: one's own answers ({known} known, {unknown} not), judged by the rules of that day.",
)
_BRING = Text("Bawa", "Bring")
_GET = Text("Lengkapi atau minta", "Get or ask for")
_BREACHES = Text(
    "Belum sesuai aturan, bila jawaban ini benar", "Not as a rule asks, if these answers are right"
)
_REVIEWS = Text("Perlu dilihat petugas", "For an official to look at")
_CONFIRM = Text("Belum diketahui; tanyakan kepada", "Not known yet; ask")
_ANYBODY = Text("petugas", "an official")
_NO_VERDICT = Text(
    "Ini daftar untuk bertanya, bukan keputusan, dan bukan alasan menahan keberangkatan.",
    "This is a list of what to ask. It decides nothing and is no ground to hold anybody back.",
)


def _listed(head: Text, points: Iterable[str], language: Language) -> Iterator[str]:
    lines = [f"  - {printable(point)}" for point in points]
    if lines:
        yield f"{head.in_language(language)}:"
        yield from lines


class SelfCheck:
    """
    One self-check as it goes: ask `next`, give `answer`, and take `advice` at any time.

    Args:
        name: A name of `interviews()`.
        as_of: The day.
        packs: Without them, the default ones.

    Raises:
        UsageError: If there is no such self-check.

    """

    def __init__(self, name: str, *, as_of: date, packs: Iterable[RulePack] | None = None) -> None:
        if name not in interviews():
            known = ", ".join(interviews())
            raise UsageError(
                f"tidak ada pemeriksaan `{name}`; yang ada: {known}",
                f"there is no self-check `{name}`; known: {known}",
            )
        self.interview = interviews()[name]
        self.as_of = as_of
        self.packs = tuple(packs) if packs is not None else default_packs()
        self._rules = {rule.id: rule for pack in self.packs for rule in pack.rules}
        #: Answers by id of the question: true and false for yes and no, `None` for what is not known.
        self.answers: dict[str, Any] = {}
        self._session: AuditSession | None = None

    def next(self) -> Question | None:
        """The next question, or `None` where all that rules lack was asked."""
        open_: list[Finding] | None = None
        records, places = self._built()
        for question in self.interview.questions:
            if question.id in self.answers or not self._makes_sense(question):
                continue
            if question.always:
                return question
            if open_ is None:
                open_ = self._open(self._judged(records))
            if any(self._lacks(finding, question, places) for finding in open_):
                return question
        return None

    def _judged(self, records: Mapping[str, dict[str, Any]]) -> tuple[Finding, ...]:
        """What an audit of the records says; only the first time are the rules made ready."""
        if self._session is None:
            dataset = Dataset.from_records({kind: [record] for kind, record in records.items()})
            self._session = AuditSession(self.packs, as_of=self.as_of, records=dataset, engine="loop")
        else:
            for kind, record in records.items():
                self._session.put(kind, record)
        return self._session.findings

    def answer(self, question: Question, text: str) -> None:
        """
        Take an answer as it was typed; nothing, `?` or "tidak tahu" is that somebody does not know.

        Raises:
            UsageError: If it cannot be understood; nothing is taken then.

        """
        typed = text.strip()
        before = dict(self.answers)
        self.answers[question.id] = None if typed.casefold() in NOT_KNOWN else _value(question, typed)
        wrong = [fault for kind, record in self._built()[0].items() for fault in faults(kind, record)]
        if wrong:
            self.answers = before
            raise UsageError(wrong[0].message.id, wrong[0].message.en)

    def take(self, answers: Mapping[str, str]) -> None:
        """
        Take answers by id of their question, in the order of the questions.

        Raises:
            UsageError: If there is no such question, or an answer cannot be understood.

        """
        questions = {one.id: one for one in self.interview.questions}
        for name in answers:
            if name not in questions:
                seen, near = printable(name)[:40], nearest(name, questions)
                raise UsageError(
                    f"tidak ada pertanyaan `{seen}`" + (f"; mungkin maksudnya `{near}`" if near else ""),
                    f"there is no question `{seen}`" + (f"; did you mean `{near}`" if near else ""),
                )
        for name, question in questions.items():
            if name in answers:
                try:
                    self.answer(question, answers[name])
                except UsageError as error:
                    raise UsageError(f"{name}: {error.message_id}", f"{name}: {error.message_en}") from None

    def records(self) -> dict[str, list[dict[str, Any]]]:
        """The records that the answers make, to be written as a file of records; what is not known is left out."""
        return {TABLES[kind]: [record] for kind, record in self._built()[0].items()}

    def advice(self) -> Advice:
        """What to bring, to get, and whom to ask, after the answers so far."""
        report = audit(Dataset.from_records(self.records()), self.packs, as_of=self.as_of)
        asked = [one for one in self.interview.questions if one.id in self.answers]
        confirm: dict[str, list[Finding]] = {}
        for finding in sorted(self._open(report.findings), key=lambda one: SEVERITIES.index(one.severity)):
            nearest_first = report.nearest(finding.refers_to)
            confirm.setdefault(nearest_first[0] if nearest_first else "", []).append(finding)
        return Advice(
            self.interview.title,
            report,
            sum(one is not None for one in self.answers.values()),
            sum(one is None for one in self.answers.values()),
            tuple(one.bring for one in asked if one.bring and self._met(one)),
            tuple(self._to_get(asked)),
            tuple(one for one in self._mine(report.findings) if one.outcome is Outcome.FAIL),
            tuple(one for one in self._mine(report.findings) if one.outcome is Outcome.REVIEW),
            # What names no authority, as standards do, comes last.
            {
                code: tuple(confirm[code])
                for code in (*report.nearest(confirm.keys() - {""}), "")
                if code in confirm
            },
        )

    def _to_get(self, asked: Iterable[Question]) -> Iterator[Text]:
        for question in asked:
            if not self._met(question):
                found = question.otherwise or question.bring
                if found is not None:
                    yield found

    def _met(self, question: Question) -> bool:
        """Whether the answer is the wanted one, or something that is known."""
        answer = self.answers[question.id]
        return answer is question.wanted if isinstance(answer, bool) else answer is not None

    def _makes_sense(self, question: Question) -> bool:
        """Whether the element that it is about is there, and what comes before was answered so."""
        if question.inside is not None and self.answers.get(question.inside) is not True:
            return False
        return all(self.answers.get(name) == value for name, value in question.when.items())

    def _mine(self, findings: Iterable[Finding]) -> Iterator[Finding]:
        """Findings about who asks, and those of others that concern them."""
        for finding in findings:
            if finding.subject.kind == self.interview.record or finding.rule in self.interview.rules:
                yield finding

    def _open(self, findings: Iterable[Finding]) -> list[Finding]:
        return [one for one in self._mine(findings) if one.outcome is Outcome.UNKNOWN]

    def _lacks(self, finding: Finding, question: Question, places: Mapping[str, int]) -> bool:
        """Whether a finding lacks what a question would answer."""
        path: tuple[str | int, ...] = question.path
        if question.inside is not None:
            path = (path[0], places[question.inside], *path[1:])
        wanted = {pointer(path)}
        if question.yes is not None:
            wanted.add(pointer((*path, "-")))
        if str(path[-1]).endswith("_complete"):
            wanted = {pointer((str(path[-1]).removesuffix("_complete"), "-"))}
        lacking = any(
            (missing.record or finding.subject).kind == question.kind and missing.pointer in wanted
            for missing in finding.missing
        )
        return lacking and (question.yes is None or _mentions(self._rules[finding.rule], question.yes))

    def _built(self) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
        """The records of the answers so far, by kind, and the place of each element by its question."""
        records: dict[str, dict[str, Any]] = {
            kind: {**deepcopy(dict(one))} for kind, one in self.interview.given.items()
        }
        places: dict[str, int] = {}
        for question in self.interview.questions:
            answer = self.answers.get(question.id)
            if answer is None or not self._makes_sense(question):
                continue
            record: Any = records[question.kind]
            path = list(question.path)
            if question.inside is not None:
                record = record[path[0]][places[question.inside]]
                path = path[1:]
            for step in path[:-1]:
                record = record[step] if isinstance(step, int) else record.setdefault(step, {})
            name = path[-1]
            if not question.is_element:
                record[name] = answer
            elif (element := question.yes if answer else question.no) is not None:
                places[question.id] = len(record.setdefault(name, []))
                record[name].append(deepcopy(dict(element)))
                record.setdefault(f"{name}_complete", False)
            elif not answer and question.none:
                record[name] = []
        return records, places


def _mentions(rule: Rule, element: Mapping[str, Any]) -> bool:
    """Whether a rule is about elements like this one: it names what the first of its facts says, or that fact."""
    name, value = next(iter(element.items()))
    for condition in rule.conditions:
        for node in condition.checked.nodes():
            if isinstance(node, Constant) and node.value == value and isinstance(value, str):
                return True
            if isinstance(node, Select) and node.field == name and not isinstance(value, str):
                return True
    listed = (entry.value for one in rule.parameters.values() for entry in one.values.values)
    return any(isinstance(one, list | tuple) and value in one for one in listed)


def _value(question: Question, typed: str) -> Any:
    """What an answer writes; text that does not fit is left to the schema to tell."""
    if question.takes_yes_or_no:
        value = as_typed(_SHORT.get(typed.casefold(), typed), BOOL)
        if not isinstance(value, bool):
            raise _not_understood(typed, Text("jawab ya, tidak", "answer yes, no"))
        return value
    node = question.node
    answers = {str(number): one.value for number, one in enumerate(question.choices, 1)}
    answers |= {one.say.id.casefold(): one.value for one in question.choices}
    answers |= {one.say.en.casefold(): one.value for one in question.choices}
    # A code that the schema knows is an answer too: there are more countries than choices.
    answers |= {code.casefold(): code for code in node.get("enum", ()) if code is not None}
    if typed.casefold() in answers:
        return answers[typed.casefold()]
    if question.choices:
        most = len(question.choices)
        how = Text(f"tulis nomor jawaban, 1 sampai {most}", f"write the number of an answer, 1 to {most}")
        raise _not_understood(typed, how)
    if node.get("format") == "region" and not typed[:1].isdecimal():
        code = code_named(typed)
        if code is None:
            raise _not_understood(typed, _HINTS["region"])
        return code
    return as_typed(typed, question.type)


def _not_understood(typed: str, how: Text) -> UsageError:
    seen = printable(typed)[:40]
    return UsageError(
        f"`{seen}`: {how.id}, atau ? bila tidak tahu", f"`{seen}`: {how.en}, or ? where you do not know"
    )


#: How an answer is written that is neither chosen nor yes or no, by the format or type of the field.
_HINTS = {
    "region": Text(
        "tulis nama kabupaten atau kota di NTT, atau kecamatan di Kabupaten Kupang, seperti Kupang Timur; "
        "untuk tempat lain kode Kemendagri, seperti 31.74",
        "write the name of a regency or city of NTT, or of a kecamatan of Kabupaten Kupang, such as Kupang Timur; "
        "for other places the Kemendagri code, such as 31.74",
    ),
    "date": Text("TTTT-BB-HH, seperti 2003-05-17", "YYYY-MM-DD, such as 2003-05-17"),
    "integer": Text("angka saja", "digits only"),
}
