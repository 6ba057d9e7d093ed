"""One rule file: its conditions, texts and dates, checked against records, parameters and terms."""

from __future__ import annotations

import string
from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.errors import PackError
from pmi_compliance.base.frozen import frozen as frozen_value
from pmi_compliance.base.messages.libraries import BRACES, in_own_words
from pmi_compliance.base.text import LANGUAGES, Text
from pmi_compliance.expr.check import Checked, check
from pmi_compliance.expr.tree import Name, Node, Select
from pmi_compliance.expr.types import BOOL, DATE, Field, ListType, RecordType, Type
from pmi_compliance.packs import yaml
from pmi_compliance.packs.model import Rule, Shown, Template, Written, first_day
from pmi_compliance.packs.normalise import AUDIT, TooLarge, normalised
from pmi_compliance.packs.places import nearest_places, wrong_places

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pmi_compliance.base.dated import Period
    from pmi_compliance.base.errors import Diagnostic
    from pmi_compliance.packs.model import Act, Authority, Condition, Parameter, Term
    from pmi_compliance.packs.sanctions import Sanction
    from pmi_compliance.packs.yaml import Document
    from pmi_compliance.records.regions import Regions
    from pmi_compliance.records.schema import RecordModel

EXAMPLES = ".examples.yaml"

#: The conditions that a file can hold.
_PARTS = ("applies_when", "review_when", "requires")


@frozen(eq=False)
class Surroundings:
    """What the rules of a pack may use, its own and what it depends on."""

    #: The kinds of records.
    model: RecordModel
    parameters: Mapping[str, Parameter] = field(factory=dict)
    terms: Mapping[str, Term] = field(factory=dict)
    authorities: Mapping[str, Authority] = field(factory=dict)
    sanctions: Mapping[str, Sanction] = field(factory=dict)
    #: The acts that rules can judge, by kind of record and name.
    acts: Mapping[str, Mapping[str, Act]] = field(factory=dict)
    #: The id of the pack.
    pack: str = ""

    def joined(self, other: Surroundings) -> Surroundings:
        """Both together."""
        return Surroundings(
            self.model,
            {**self.parameters, **other.parameters},
            {**self.terms, **other.terms},
            {**self.authorities, **other.authorities},
            {**self.sanctions, **other.sanctions},
            {**self.acts, **other.acts},
            self.pack,
        )


def variables_of(subject: str, parameters: Mapping[str, Parameter], model: RecordModel) -> dict[str, Type]:
    """What the names in a condition about a kind of record mean."""
    return {
        subject: model.types[subject],
        "params": RecordType("params", {name: Field(p.type, p.title) for name, p in parameters.items()}),
        "judged_on": DATE,
        "audit": AUDIT,
    }


def plain_rule(
    name: str,
    pack: str,
    title: Text,
    subject: str,
    written: Written,
    parameters: Mapping[str, Parameter],
    model: RecordModel,
    citations: tuple[Mapping[str, str], ...] = (),
) -> Rule:
    """A rule about what is no duty of law, such as a term or a pattern of a chain: so it can be judged as one."""
    day, conditions = normalised(written)
    return Rule(
        id=name,
        pack=pack,
        title=title,
        subject=subject,
        severity="advisory",
        basis="policy",
        confidence="verified",
        written=written,
        day=day,
        conditions=conditions,
        message=Template(title, {}),
        remediation=Template(title, {}),
        citations=citations,
        refers_to=(),
        parameters=parameters,
        model=model,
    )


def checked_at(
    document: Document,
    at: str,
    variables: Mapping[str, Type],
    expect: Type | None,
    diagnostics: list[Diagnostic],
    regions: Regions,
) -> Checked | None:
    """Check the condition at a pointer of a document; what is wrong with it is reported at its place in the file."""
    value = document.at(at)
    if isinstance(value, bool):
        text, offset = ("true" if value else "false"), document.values[at][0]
    else:
        text, offset = document.condition(at)
    try:
        checked = check(text, variables, expect=expect)
        for node, code in wrong_places(checked, regions):
            start, end = (offset + at for at in node.span)
            values = {"name": code, "near": nearest_places(code, regions)}
            diagnostics.append(document.pointed(start, end, "no_place_of_code", values))
        return checked
    except PackError as error:
        for diagnostic in error.diagnostics:
            start = offset + _offset(text, diagnostic)
            diagnostics.append(
                document.pointed(start, start + diagnostic.width, diagnostic.code, diagnostic.values)
            )
        return None


def read_rule(document: Document, pack: str, around: Surroundings, guards: Mapping[str, Term]) -> Rule:
    """
    Read one rule.

    Raises:
        PackError: With every mistake in it.

    """
    return _RuleReader(document, pack, around, guards).rule()


class _RuleReader:
    """One rule file; diagnostics are collected, for all are reported at once."""

    def __init__(
        self, document: Document, pack: str, around: Surroundings, guards: Mapping[str, Term]
    ) -> None:
        self.document, self.pack, self.around = document, pack, around
        self.node = document.value
        self.diagnostics: list[Diagnostic] = []
        self.subject = self.node["subject"]
        self.guard = guards.get(self.subject) if self.node.get("guarded", True) else None
        self.variables = variables_of(self.subject, around.parameters, around.model)
        self.terms = {name: term for name, term in around.terms.items() if term.of == self.subject}
        self.spoken: dict[str, Type] = {**self.variables, **dict.fromkeys(self.terms, BOOL)}
        self.used: set[str] = set()

    def rule(self) -> Rule:
        node = self.node
        self.check_files()
        own = {part: self.words(f"/{part}") for part in _PARTS if node.get(part) is not None}
        members = self.members()
        shows = [
            (Text.of(shown["title"]), self.expression(f"/shows/{at}/value"), shown.get("form"))
            for at, shown in enumerate(node.get("shows", ()))
        ]
        message, remediation = self.template("message"), self.template("remediation")
        act = self.act()
        period = yaml.period_at(self.document, "/in_force", self.diagnostics)
        self.known("/refers_to", node["refers_to"], self.around.authorities, "authority")
        sanctions = node.get("sanctions", ())
        self.known("/sanctions", sanctions, self.around.sanctions, "sanction")
        where = {code: self.threat(code, sanctions) for code in node.get("threatened_where", ())}
        if self.diagnostics:
            raise PackError(tuple(self.diagnostics))
        written = self.written(own, act, period)
        day, conditions = self.normalised(written)
        assert message
        assert remediation
        return Rule(
            id=node["id"],
            pack=self.pack,
            title=Text.of(node["title"]),
            subject=self.subject,
            severity=node["severity"],
            basis=node["basis"],
            confidence=node["confidence"],
            written=written,
            day=day,
            conditions=conditions,
            message=message,
            remediation=remediation,
            citations=frozen_value(tuple(node["citations"])),
            refers_to=tuple(node["refers_to"]),
            parameters={name: self.around.parameters[name] for name in sorted(self.used)},
            model=self.around.model,
            sanctions=tuple(self.around.sanctions[code] for code in sanctions),
            threatened_where={code: checked for code, checked in where.items() if checked},
            members=members,
            shows=tuple(Shown(title, checked, form) for title, checked, form in shows if checked),
            note=Text.of(node["note"]) if "note" in node else None,
            file=self.document.file,
        )

    def check_files(self) -> None:
        """The file is named after its rule, and examples stand beside it."""
        path = Path(self.document.file)
        if path.stem != self.node["id"]:
            self.report("/id", "file_name_of_another_rule", file=path.name, rule=self.node["id"])
        if not path.with_name(path.stem + EXAMPLES).is_file():
            self.report("/id", "rule_without_examples", file=f"{path.stem}{EXAMPLES}")

    def normalised(self, written: Written) -> tuple[Checked, tuple[Condition, ...]]:
        """
        The day and the conditions of the rule, and which parameters it reads.

        Raises:
            PackError: If a condition is too large, or a parameter has no value yet when the rule comes into force.

        """
        try:
            day, conditions = normalised(written)
        except TooLarge as error:
            # A review that comes of the act or of `if_not_met` has no words of its own.
            part = error.part if self.node.get(error.part) is not None else "requires"
            self.report(f"/{part}", "too_large_with_terms", problem=error.message)
            raise PackError(tuple(self.diagnostics)) from None
        for condition in conditions:
            self.used |= condition.checked.parameters
        start = written.in_force.start
        for name in sorted(self.used & self.around.parameters.keys()):
            first = first_day(self.around.parameters[name])
            if first > start:
                self.report(
                    "/in_force/from", "parameter_without_value", name=name, day=start, first_day=first
                )
        if self.diagnostics:
            raise PackError(tuple(self.diagnostics))
        return day, conditions

    def report(self, at: str, code: str, /, **values: Any) -> None:
        self.diagnostics.append(self.document.diagnostic(at, code, **values))

    def known(self, at: str, codes: Iterable[str], among: Mapping[str, Any], what: str) -> None:
        for place, code in enumerate(codes):
            self.known_one(f"{at}/{place}", code, among, what)

    def known_one(self, at: str, code: str, among: Mapping[str, Any], what: str) -> None:
        if code not in among:
            self.diagnostics.append(self.document.unknown(at, what, code, among))

    def words(self, at: str) -> Checked | None:
        """A condition in the rule's own words, terms among them."""
        return checked_at(self.document, at, self.spoken, BOOL, self.diagnostics, self.around.model.regions)

    def threat(self, code: str, sanctions: Iterable[str]) -> Checked | None:
        """Where one of the sanctions is threatened."""
        at = f"/threatened_where/{code}"
        self.known_one(at, code, dict.fromkeys(sanctions), "sanction")
        return self.expression(at, BOOL)

    def expression(self, at: str, kind: Type | None = None) -> Checked | None:
        """A value of a record, without terms."""
        regions = self.around.model.regions
        checked = checked_at(self.document, at, self.variables, kind, self.diagnostics, regions)
        if checked is not None:
            self.used |= checked.parameters
        return checked

    def act(self) -> Act | None:
        """The act that the rule judges; `None` for a standing duty."""
        name = self.node.get("act")
        if (name is None) == (not self.node.get("standing", False)):
            self.report("/id" if name is None else "/act", "act_or_standing")
        if name is None:
            return None
        known = self.around.acts.get(self.subject, {})
        self.known_one("/act", name, known, "act")
        return known.get(name)

    def members(self) -> Checked | None:
        """Other records, not parts of one."""
        checked = self.expression("/members") if "members" in self.node else None
        kind = checked.type_of(checked.tree) if checked is not None else None
        if checked is None or (isinstance(kind, ListType) and kind.item in self.around.model.types.values()):
            return checked
        self.report("/members", "members_not_records", found=str(kind))
        return None

    def written(self, own: Mapping[str, Checked | None], act: Act | None, period: Period) -> Written:
        """What the file says of when and whether the rule is met; its conditions are without diagnostics."""
        requires = own["requires"]
        assert requires is not None
        return Written(
            requires=requires,
            applies_when=own.get("applies_when"),
            review_when=own.get("review_when"),
            act=act,
            judged_if_given_up=self.node.get("given_up") == "judged",
            in_force=period,
            automation=self.node["automation"],
            suspected=self.node.get("if_not_met") == "review",
            guard=self.guard,
            terms=self.terms,
        )

    def path(self, at: str, text: str, expect: Type | None) -> Checked | None:
        """A plain path: names and fields, nothing computed."""
        try:
            checked = check(text, self.variables, expect=expect)
        except PackError as error:
            diagnostic = error.diagnostics[0]
            self.report(at, "wrong_path", path=text, problem=diagnostic.message, advice=diagnostic.help)
            return None
        if not _is_path(checked.tree):
            self.report(at, "not_a_path", path=text)
            return None
        self.used |= checked.parameters
        return checked

    def template(self, name: str) -> Template | None:
        text = Text.of(self.node[name])
        paths: dict[str, Checked] = {}
        for language in LANGUAGES:
            try:
                parts = list(string.Formatter().parse(text.in_language(language)))
            except ValueError as error:
                self.report(f"/{name}/{language}", "braces_do_not_match", reason=in_own_words(BRACES, error))
                return None
            for _, place, _, _ in parts:
                if place is None or place in paths:
                    continue
                checked = self.path(f"/{name}/{language}", place, None)
                if checked is not None:
                    paths[place] = checked
        # `{a.b}` would be read as attribute access when filled; a name without dots is not.
        plain = Text(*(_plain_fields(text.in_language(language)) for language in LANGUAGES))
        return Template(plain, {place.replace(".", "\0"): checked for place, checked in paths.items()})


def _plain_fields(text: str) -> str:
    parts = string.Formatter().parse(text)
    return "".join(
        literal.replace("{", "{{").replace("}", "}}") + (f"{{{place.replace('.', chr(0))}}}" if place else "")
        for literal, place, _, _ in parts
    )


def _is_path(node: Node) -> bool:
    return isinstance(node, Name) or (isinstance(node, Select) and _is_path(node.operand))


def _offset(text: str, diagnostic: Diagnostic) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: diagnostic.line - 1]) + diagnostic.column - 1
