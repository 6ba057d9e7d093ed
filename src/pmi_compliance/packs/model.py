"""What a rule pack is made of. Everything here is checked: a pack that loads can be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from pmi_compliance.dated import Dated, Period
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.types import Type
    from pmi_compliance.text import Text

#: From the gravest down.
SEVERITIES = ("critical", "major", "minor", "advisory")

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
class Condition:
    """One of the three conditions of a rule, checked."""

    part: str
    checked: Checked


@frozen(eq=False)
class Template:
    """A bilingual text with places for values, each place a checked path."""

    text: Text
    paths: Mapping[str, Checked]


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
    """Rules of one source of law."""

    id: str
    version: str
    title: Text
    jurisdiction: str
    #: Used when no pack is named.
    default: bool
    depends_on: tuple[str, ...]
    rules: tuple[Rule, ...] = field(repr=False)
    parameters: Mapping[str, Parameter] = field(repr=False)
    tombstones: Mapping[str, Text] = field(repr=False)
    #: Changes when any file of the pack changes.
    digest: str
    folder: Path

    @classmethod
    def load(cls, name: str | Path) -> RulePack:
        """
        Load a bundled pack by its id, or any pack by its folder.

        Raises:
            UnknownPack: If there is none of that name.
            PackError: With every mistake in it, each with file, line and column.

        """
        from pmi_compliance.packs.load import load  # noqa: PLC0415  load makes packs

        return load(name)


def first_day(parameter: Parameter) -> date:
    """The day from which a parameter has a value."""
    return parameter.values.days[0]
