"""Load a pack: read its files, check them against each other, and keep only what makes sense whole."""

from __future__ import annotations

import hashlib
import string
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pmi_compliance import resources
from pmi_compliance.dated import Dated, Period, as_date
from pmi_compliance.errors import Diagnostic, PackError, UnknownPack
from pmi_compliance.expr.ast import Name, Node, Select
from pmi_compliance.expr.check import Checked, check
from pmi_compliance.expr.types import BOOL, DATE, INT, STRING, Field, ListType, RecordType, String, Type
from pmi_compliance.packs import yaml
from pmi_compliance.packs.model import Condition, Parameter, Rule, RulePack, Template, Value, first_day
from pmi_compliance.schema import record_types
from pmi_compliance.text import LANGUAGES, Text, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from pmi_compliance.packs.yaml import Document

EXAMPLES = ".examples.yaml"

_TYPES: dict[str, Type] = {
    "bool": BOOL,
    "int": INT,
    "string": STRING,
    "date": DATE,
    "list(int)": ListType(INT),
    "list(string)": ListType(STRING),
    "list(date)": ListType(DATE),
}


def bundled() -> tuple[str, ...]:
    """Ids of the packs that come with the library."""
    return tuple(sorted(path.parent.name for path in resources.folder("rules").glob("*/pack.yaml")))


def load(name: str | Path) -> RulePack:
    """See `RulePack.load`."""
    pack, mistakes = _loaded(_folder(name))
    if mistakes or pack is None:
        raise PackError(tuple(mistakes))
    return pack


def lint(name: str | Path) -> list[Diagnostic]:
    """Every mistake of a pack, its examples included; empty when there is none."""
    from pmi_compliance.packs.examples import read_examples  # noqa: PLC0415  examples read packs

    pack, mistakes = _loaded(_folder(name))
    for rule in pack.rules if pack else ():
        try:
            read_examples(rule)
        except PackError as error:
            mistakes.extend(error.diagnostics)
    return mistakes


def _folder(name: str | Path) -> Path:
    inside = resources.folder("rules") / str(name)
    if str(name) in bundled():
        return inside
    given = Path(name)
    if (given / "pack.yaml").is_file():
        return given
    raise UnknownPack(printable(str(name)), bundled())


def _loaded(folder: Path) -> tuple[RulePack | None, list[Diagnostic]]:
    mistakes: list[Diagnostic] = []
    files = sorted(folder.rglob("*.yaml"))
    hashed = hashlib.sha256()
    for path in files:
        hashed.update(f"{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes() + b"\0")
    with _collecting(mistakes):
        head = yaml.read(folder / "pack.yaml", schema="pack").value
    if mistakes:
        return None, mistakes
    parameters: dict[str, Parameter] = {}
    for path in files:
        if path.parent.name == "parameters":
            with _collecting(mistakes):
                document = yaml.read(path, schema="parameters")
                for parameter in _parameters(document, mistakes):
                    if parameter.name in parameters:
                        mistakes.append(
                            document.fault(f"/{parameter.name}", "a parameter of this name exists already")
                        )
                    parameters[parameter.name] = parameter
    rules: dict[str, Rule] = {}
    for path in files:
        if path.parent.name == "parameters" or path.name == "pack.yaml" or path.name.endswith(EXAMPLES):
            continue
        with _collecting(mistakes):
            rule = _RuleReader(yaml.read(path, schema="rule"), head["id"], parameters, mistakes).rule()
            if rule.id in rules or rule.id in head.get("tombstones", {}):
                mistakes.append(Diagnostic(f"the rule id `{rule.id}` is taken", str(path)))
            rules[rule.id] = rule
    pack = RulePack(
        id=head["id"],
        version=head["version"],
        title=Text.of(head["title"]),
        jurisdiction=head["jurisdiction"],
        default=head["default"],
        depends_on=tuple(head.get("depends_on", ())),
        rules=tuple(rules[name] for name in sorted(rules)),
        parameters=parameters,
        tombstones={name: Text.of(text) for name, text in head.get("tombstones", {}).items()},
        digest=f"sha256:{hashed.hexdigest()}",
        folder=folder,
    )
    return pack, mistakes


class _collecting:  # noqa: N801  reads as a statement
    """Take the diagnostics of a `PackError` and go on with the next file."""

    def __init__(self, mistakes: list[Diagnostic]) -> None:
        self.mistakes = mistakes

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: object, trace: object) -> bool:
        if isinstance(error, PackError):
            self.mistakes.extend(error.diagnostics)
        return isinstance(error, PackError)


def _day(text: str) -> date:
    day = as_date(text)
    assert day is not None, "the schema checked it"
    return day


def _parameters(document: Document, mistakes: list[Diagnostic]) -> Iterator[Parameter]:
    for name, node in document.value.items():
        kind = _TYPES[node["type"]]
        entries = []
        for at, entry in enumerate(node["values"]):
            value, fits = _value(entry["value"], kind)
            if not fits:
                place = f"/{name}/values/{at}/value"
                mistakes.append(document.fault(place, f"a value of `{name}` is {node['type']}"))
            entries.append(
                (_day(entry["from"]), Value(value, entry["citation"], entry.get("confidence", "verified")))
            )
        if len({day for day, _ in entries}) < len(entries):
            mistakes.append(document.fault(f"/{name}", "two values begin on the same day"))
            continue
        if kind in {STRING, ListType(STRING)}:
            # The values themselves are the type: a code that no record can hold is then an error at load.
            words = [word for _, value in entries for word in _words(value.value)]
            one = String(frozenset(words))
            kind = one if kind == STRING else ListType(one)
        yield Parameter(name, Text.of(node["title"]), kind, node.get("unit"), Dated.of(entries))


def _words(value: Any) -> tuple[str, ...]:
    return tuple(word for word in (value if isinstance(value, tuple) else (value,)) if isinstance(word, str))


def _value(value: Any, kind: Type) -> tuple[Any, bool]:
    match kind:
        case ListType(item) if isinstance(value, list) and item is not None:
            made = [_value(inner, item) for inner in value]
            return tuple(inner for inner, _ in made), all(fits for _, fits in made)
        case String():
            return value, isinstance(value, str)
        case _ if kind == DATE:
            day = as_date(value) if isinstance(value, str) else None
            return day, day is not None
        case _ if kind == BOOL:
            return value, isinstance(value, bool)
        case _:
            return value, isinstance(value, int) and not isinstance(value, bool)


class _RuleReader:
    """One rule file; mistakes are collected, for all are told at once."""

    def __init__(
        self, document: Document, pack: str, parameters: Mapping[str, Parameter], mistakes: list[Diagnostic]
    ) -> None:
        self.document, self.pack, self.mistakes = document, pack, mistakes
        self.parameters = parameters
        self.node = document.value
        subject = self.node["subject"]
        self.variables: dict[str, Type] = {
            subject: record_types()[subject],
            "params": RecordType("params", {name: Field(p.type, p.title) for name, p in parameters.items()}),
            "judged_on": DATE,
            "audit": RecordType("audit", {"date": Field(DATE, Text("Tanggal audit", "Audit date"))}),
        }
        self.used: set[str] = set()

    def rule(self) -> Rule:
        node = self.node
        before = len(self.mistakes)
        path = Path(self.document.file)
        if path.stem != node["id"]:
            self.say(
                "/id",
                f"the file is named `{path.name}`, the rule `{node['id']}`",
                "name the file after the rule",
            )
        if not path.with_name(path.stem + EXAMPLES).is_file():
            self.say("/id", "the rule has no examples", f"write `{path.stem}{EXAMPLES}` beside it")
        applies = self.condition("applies_when")
        review = self.condition("review_when") if node.get("review_when") else None
        requires = self.condition("requires")
        message, remediation = self.template("message"), self.template("remediation")
        judged_on = [self.path(f"/judged_on/{at}", text, DATE) for at, text in enumerate(node["judged_on"])]
        period = Period(
            _day(node["in_force"]["from"]), _day(until) if (until := node["in_force"].get("until")) else None
        )
        if period.end is not None and period.end <= period.start:
            self.say("/in_force", "the rule ends before it begins")
        for name in sorted(self.used & self.parameters.keys()):
            first = first_day(self.parameters[name])
            if first > period.start:
                self.say(
                    "/in_force/from",
                    f"parameter `{name}` has no value on {period.start}: its first value is in force from {first}",
                )
        if len(self.mistakes) > before:
            raise PackError(())
        assert applies
        assert requires
        assert message
        assert remediation
        return Rule(
            id=node["id"],
            pack=self.pack,
            title=Text.of(node["title"]),
            subject=node["subject"],
            severity=node["severity"],
            basis=node["basis"],
            confidence=node["confidence"],
            automation=node["automation"],
            in_force=period,
            judged_on=tuple(found for found in judged_on if found),
            applies_when=applies,
            review_when=review,
            requires=requires,
            message=message,
            remediation=remediation,
            citations=tuple(node["citations"]),
            refers_to=tuple(node["refers_to"]),
            parameters={name: self.parameters[name] for name in sorted(self.used)},
            note=Text.of(node["note"]) if "note" in node else None,
            file=self.document.file,
        )

    def say(self, at: str, message: str, help: str = "") -> None:  # noqa: A002
        self.mistakes.append(self.document.fault(at, message, help))

    def condition(self, part: str) -> Condition | None:
        if isinstance(self.node[part], bool):
            text, offset = ("true" if self.node[part] else "false"), self.document.values[f"/{part}"][0]
        else:
            text, offset = self.document.condition(f"/{part}")
        checked = self.checked(text, offset, BOOL)
        return Condition(part, checked) if checked else None

    def checked(self, text: str, offset: int, expect: Type | None) -> Checked | None:
        try:
            checked = check(text, self.variables, expect=expect)
        except PackError as error:
            for found in error.diagnostics:
                start = offset + _offset(text, found)
                self.mistakes.append(
                    self.document.pointed(start, start + found.width, found.message, found.help)
                )
            return None
        self.used |= checked.parameters
        return checked

    def path(self, at: str, text: str, expect: Type | None) -> Checked | None:
        """A plain path: names and fields, nothing computed."""
        try:
            checked = check(text, self.variables, expect=expect)
        except PackError as error:
            found = error.diagnostics[0]
            self.say(at, f"`{text}`: {found.message}", found.help)
            return None
        if not _is_path(checked.tree):
            self.say(at, f"`{text}` is not a path to a field")
            return None
        self.used |= checked.parameters
        return checked

    def template(self, name: str) -> Template | None:
        text = Text.of(self.node[name])
        paths: dict[str, Checked] = {}
        for language in LANGUAGES:
            try:
                fields = [
                    field
                    for _, field, _, _ in string.Formatter().parse(text.in_language(language))
                    if field is not None
                ]
            except ValueError as error:
                self.say(f"/{name}/{language}", f"the braces do not match: {error}")
                return None
            for field in fields:
                found = self.path(f"/{name}/{language}", field, None) if field not in paths else None
                if found is not None:
                    paths[field] = found
        # `{a.b}` would be read as attribute access when filled; a name without dots is not.
        plain = Text(*(_plain_fields(text.in_language(language)) for language in LANGUAGES))
        return Template(plain, {field.replace(".", "\0"): checked for field, checked in paths.items()})


def _plain_fields(text: str) -> str:
    parts = string.Formatter().parse(text)
    return "".join(
        literal.replace("{", "{{").replace("}", "}}") + (f"{{{field.replace('.', chr(0))}}}" if field else "")
        for literal, field, _, _ in parts
    )


def _is_path(node: Node) -> bool:
    return isinstance(node, Name) or (isinstance(node, Select) and _is_path(node.operand))


def _offset(text: str, found: Diagnostic) -> int:
    lines = text.split("\n")
    return sum(len(line) + 1 for line in lines[: found.line - 1]) + found.column - 1
