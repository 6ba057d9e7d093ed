"""What a rule pack is made of. Everything here is checked: a pack that loads can be judged."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from pmi_compliance.base.dated import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pmi_compliance.base.dated import Dated
    from pmi_compliance.base.text import Text
    from pmi_compliance.expr.check import Checked
    from pmi_compliance.expr.types import Type
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

    #: A number, text, date or list, of the type of the parameter.
    value: Any
    #: Where the law says it.
    citation: Mapping[str, str]
    #: How sure its text is: one of `CONFIDENCES`.
    confidence: str


@frozen(eq=False)
class Parameter:
    """A number or list of the law, as a history."""

    #: What conditions call it.
    name: str
    #: What it is called.
    title: Text
    #: The type of its values.
    type: Type
    #: What it is counted in; `None`: nothing.
    unit: str | None
    #: Its values, each from a day on.
    values: Dated[Value]


@frozen(eq=False)
class Term:
    """A condition with a name, for the rules about one kind of record."""

    #: What conditions call it.
    name: str
    #: What it is called.
    title: Text
    #: The kind of record that it speaks about.
    of: str
    #: As it is written, with the names of other terms in it.
    written: Checked
    #: The same with their meanings put in.
    checked: Checked
    #: Where the law says it.
    citations: tuple[Mapping[str, str], ...]
    #: What a reader should know about how the text was understood.
    note: Text | None = None


@frozen(eq=False)
class Authority:
    """An office that is competent, or a role that some office has in each place; its name changes with the law."""

    #: Names it in rules; it stays when its name changes.
    code: str
    #: What sort of office it is: `village`, `ministry`, `police` and the like.
    level: str
    #: Its names, each from a day on; in those of a role `{place}` stands for the place.
    names: Dated[Text]
    #: The id of the pack that says so.
    pack: str = ""
    #: Of a role, the size of its places: `regency` or `province`; `None`: it is an office.
    within: str | None = None
    #: The code of the role that the office has in its places.
    role: str | None = None
    #: Codes of the places where it has its role.
    places: tuple[str, ...] = ()

    def is_same_office(self, other: Authority) -> bool:
        """Whether another pack means the same by the code, whatever it is called there."""
        mine, theirs = ((one.within, one.role, frozenset(one.places)) for one in (self, other))
        return mine == theirs

    def name_on(self, day: date) -> Text:
        """What it is called on a day; before its first name, the first. `Directory.name_of` puts in the place."""
        return self.names.on(max(day, self.names.days[0]))


@frozen(eq=False)
class Act:
    """Something that is done on one day, and that rules judge by the law of that day."""

    #: What rules call it.
    name: str
    #: The kind of record in which it stands.
    kind: str
    #: What it is called.
    title: Text
    #: The day on which it is judged, exact or known in part.
    day: Checked
    #: The path of the date that is asked for where the law of that day is not known.
    asks: tuple[str, ...]
    #: That it has happened by the audit date; `None`: it always has.
    happened: Checked | None
    #: That it was given up; `None`: it never is.
    given_up: Checked | None = None
    #: The same, but unknown while nobody wrote whether it was given up.
    perhaps_given_up: Checked | None = None
    #: That it never will happen, and was about to; `None`: that is not known of it.
    over: Checked | None = None


@frozen(eq=False)
class Condition:
    """One of the conditions that decide a rule, put together and checked."""

    #: `in_force`, `applies_when`, `review_when` or `requires`.
    part: str
    #: What is judged: the rule's own words, the guard of the pack, and the meanings of terms.
    checked: Checked


@frozen(eq=False)
class Written:
    """What the author of a rule wrote; `normalise` makes its day and its conditions of this."""

    #: What must hold.
    requires: Checked
    #: When the rule speaks; `None`: always.
    applies_when: Checked | None = None
    #: When a person decides; `None`: never for this reason.
    review_when: Checked | None = None
    #: The act that it judges; `None`: a standing duty, judged as of the audit date.
    act: Act | None = None
    #: Whether it judges the act also where that was given up.
    judged_if_given_up: bool = False
    #: The days on which it is law.
    in_force: Period = field(factory=lambda: Period(date.min))
    #: `full`, `partial`, or `manual`: only a person decides.
    automation: str = "full"
    #: `if_not_met: review`: a breach can only be suspected, and a person decides.
    suspected: bool = False
    #: The term that guards it, if one does.
    guard: Term | None = None
    #: The terms it can name.
    terms: Mapping[str, Term] = field(factory=dict, repr=False)

    @property
    def conditions(self) -> dict[str, Checked]:
        """The conditions it has in its own words, by part."""
        parts = {
            "applies_when": self.applies_when,
            "review_when": self.review_when,
            "requires": self.requires,
        }
        return {part: checked for part, checked in parts.items() if checked is not None}


@frozen(eq=False)
class Template:
    """A bilingual text with places for values, each place a checked path."""

    #: The text, each place a name in braces.
    text: Text
    #: What gives the value of each place, by the name in braces.
    paths: Mapping[str, Checked]


@frozen(eq=False)
class Shown:
    """A value that a finding shows beside its reasons."""

    #: What the value is called.
    title: Text
    #: Gives the value.
    checked: Checked
    #: `edits`: a list of names, shown as what changes from the first to each other.
    form: str | None = None


@frozen(eq=False)
class Rule:
    """One duty of the law, as conditions over records."""

    #: Its name, which no other rule has and which is never given again.
    id: str
    #: The id of its pack.
    pack: str
    #: What it is called.
    title: Text
    #: The kind of record that it judges.
    subject: str
    #: How grave a breach is: one of `SEVERITIES`.
    severity: str
    #: What it rests on: `statute`, `regulation`, `policy`, `standard` and the like.
    basis: str
    #: How sure its text is: one of `CONFIDENCES`.
    confidence: str
    #: What its author wrote.
    written: Written
    #: The day on which it is judged: that of the act, or the audit date; `normalise` makes it of `written`.
    day: Checked
    #: What is judged, in this order; `normalise` makes them of `written`.
    conditions: tuple[Condition, ...]
    #: What a finding says.
    message: Template
    #: What is to be done about it.
    remediation: Template
    #: Where it stands in the law.
    citations: tuple[Mapping[str, str], ...]
    #: Codes of the authorities a breach is referred to.
    refers_to: tuple[str, ...]
    #: The parameters it reads, by name.
    parameters: Mapping[str, Parameter]
    #: The kinds of records that its conditions read.
    model: RecordModel = field(repr=False)
    #: What the law threatens for a breach.
    sanctions: tuple[Sanction, ...] = ()
    #: Of some of these, by code, where its article speaks of what happened.
    threatened_where: Mapping[str, Checked] = field(factory=dict)
    #: Gives the other records of the set that a finding is about.
    members: Checked | None = None
    #: Further values that a finding shows.
    shows: tuple[Shown, ...] = ()
    #: What a reader should know about how the text was understood.
    note: Text | None = None
    #: The file it was read from; empty for one that was made.
    file: str = ""

    def __repr__(self) -> str:
        """Its name: with its conditions written out it would fill pages."""
        return f"Rule({self.id!r})"

    @property
    def in_force(self) -> Period:
        """The days on which it is law."""
        return self.written.in_force

    @property
    def act(self) -> Act | None:
        """The act that it judges; `None`: a standing duty."""
        return self.written.act

    @property
    def automation(self) -> str:
        """How far it can be checked without a person: `full`, `partial` or `manual`."""
        return self.written.automation

    @property
    def suspected(self) -> bool:
        """Whether a breach can only be suspected."""
        return self.written.suspected

    def condition(self, part: str) -> Checked | None:
        """The condition of a part; `None` where the rule has none."""
        return next((condition.checked for condition in self.conditions if condition.part == part), None)


def first_day(parameter: Parameter) -> date:
    """The day from which a parameter has a value."""
    return parameter.values.days[0]
