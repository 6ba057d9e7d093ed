"""What a rule pack is made of. Everything here is checked: a pack that loads can be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from pmi_compliance.base.dated import Dated, Period
    from pmi_compliance.base.text import Text
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.types import Type
    from pmi_compliance.packs.articles import Duty
    from pmi_compliance.packs.chains import Chain
    from pmi_compliance.packs.charts import Chart
    from pmi_compliance.packs.sanctions import Sanction
    from pmi_compliance.records.schema import RecordModel

#: From the gravest down.
SEVERITIES = ("critical", "major", "minor", "advisory")

_GRAVITY = {severity: rank for rank, severity in enumerate(SEVERITIES)}


def severity_rank(severity: str) -> int:
    """The place of a severity among all, the gravest first; by this whatever is listed by gravity is ordered."""
    return _GRAVITY[severity]


#: From the surest down.
CONFIDENCES = ("verified", "secondary", "unverified")


@frozen(eq=False)
class Value:
    """What a parameter is from one day on, and who says so."""

    value: Any
    citation: Mapping[str, str]
    confidence: str


@frozen(eq=False)
class Parameter:
    """A number or list of the law, as a history."""

    name: str
    title: Text
    type: Type
    unit: str | None
    values: Dated[Value]


@frozen(eq=False)
class Term:
    """A condition with a name, for the rules about one kind of record."""

    name: str
    title: Text
    of: str
    #: As it is written, with the names of other terms in it.
    written: Checked
    #: The same with their meanings put in.
    checked: Checked
    citations: tuple[Mapping[str, str], ...]
    note: Text | None = None


@frozen(eq=False)
class Authority:
    """An office that is competent, by its code; its name changes with the law."""

    code: str
    level: str
    names: Dated[Text]

    def name_on(self, day: date) -> Text:
        """What the office is called on a day; before its first name, the first."""
        return self.names.on(max(day, self.names.days[0]))


@frozen(eq=False)
class Condition:
    """One of the three conditions of a rule, checked."""

    part: str
    #: What is judged: the rule's own words, the guard of the pack, and the meanings of terms.
    checked: Checked
    #: The rule's own words, where there are any.
    written: Checked | None = None


@frozen(eq=False)
class Template:
    """A bilingual text with places for values, each place a checked path."""

    text: Text
    paths: Mapping[str, Checked]


@frozen(eq=False)
class Shown:
    """A value that a finding shows beside its reasons."""

    title: Text
    checked: Checked
    #: `edits`: a list of names, shown as what changes from the first to each other.
    form: str | None = None


@frozen(eq=False)
class Rule:
    """One duty of the law, as a condition over records."""

    id: str
    pack: str
    title: Text
    subject: str
    severity: str
    basis: str
    confidence: str
    automation: str
    in_force: Period
    #: Paths to the dates of the act.
    judged_on: tuple[Checked, ...]
    applies_when: Condition
    review_when: Condition | None
    requires: Condition
    message: Template
    remediation: Template
    citations: tuple[Mapping[str, str], ...]
    refers_to: tuple[str, ...]
    parameters: Mapping[str, Parameter]
    #: The kinds of records that its conditions read.
    model: RecordModel = field(repr=False)
    #: What the law threatens for a breach.
    sanctions: tuple[Sanction, ...] = ()
    #: Gives the other records of the set that a finding is about.
    members: Checked | None = None
    shows: tuple[Shown, ...] = ()
    #: The rule's own condition on when its duty is due; part of `review_when`.
    due_when: Checked | None = None
    #: A breach can only be suspected: what is not met is part of `review_when`.
    suspected: bool = False
    #: The term that guards it, if one does.
    guard: Term | None = None
    terms: Mapping[str, Term] = field(factory=dict, repr=False)
    #: What a reader should know about how the text was understood.
    note: Text | None = None
    file: str = ""

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions it has, in the order in which they are judged."""
        return tuple(
            part for part in (self.applies_when, self.review_when, self.requires) if part is not None
        )


@frozen(eq=False)
class RulePack:
    """
    Rules of one source of law, with all that they need.

    >>> from pmi_compliance import RulePack
    >>> pack = RulePack.load("kupang")
    >>> pack.id, pack.jurisdiction, pack.default
    ('kupang', 'ID-53.01', True)
    >>> [rule.id for rule in pack.rules]
    ['kupang-2023-satgas-referral', 'kupang-2025-local-representation']

    """

    #: Its name, which no other pack of an audit bears.
    id: str
    #: The version of its files, `1.0.0`.
    version: str
    #: Its name in words.
    title: Text
    #: Whose law it is: `ID` or, with the code of a region, `ID-53.01`.
    jurisdiction: str
    #: Used when no pack is named.
    default: bool
    #: Ids of the packs whose parameters, terms, authorities and sanctions it uses.
    depends_on: tuple[str, ...]
    #: Its own rules, by id.
    rules: tuple[Rule, ...] = field(repr=False)
    #: Numbers and lists of the law, by name; this and the next three hold those of the packs it depends on, too.
    parameters: Mapping[str, Parameter] = field(repr=False)
    #: Conditions with a name.
    terms: Mapping[str, Term] = field(repr=False)
    #: Competent offices, by code.
    authorities: Mapping[str, Authority] = field(repr=False)
    #: What the law threatens, by code.
    sanctions: Mapping[str, Sanction] = field(repr=False)
    #: The duties of the law this pack is about, whether a rule checks them or not.
    duties: tuple[Duty, ...] = field(repr=False)
    #: Ids of rules that were retired, with the reason; they are never given again.
    tombstones: Mapping[str, Text] = field(repr=False)
    #: What its findings together lead to.
    chains: tuple[Chain, ...] = field(repr=False)
    #: The life of a case at the office whose pack this is.
    chart: Chart | None = field(repr=False)
    #: Changes when any file of the pack, or of one it depends on, changes.
    digest: str
    #: Where it was read from.
    folder: Path
    #: The kinds of records that its conditions read.
    model: RecordModel = field(repr=False)

    @classmethod
    def load(cls, name: str | Path, *, model: RecordModel | None = None) -> RulePack:
        """
        Load a bundled pack by its id, or any pack by its folder.

        Args:
            name: The id of a bundled pack, or a folder.
            model: The kinds of records that its conditions read; without one, those that the library describes.

        Raises:
            UnknownPack: If there is none of that name.
            PackError: With every mistake in it, each with file, line and column.

        """
        from pmi_compliance.packs.load import load  # noqa: PLC0415  load makes packs

        return load(name, model)


def first_day(parameter: Parameter) -> date:
    """The day from which a parameter has a value."""
    return parameter.values.days[0]
