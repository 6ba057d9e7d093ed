"""
The acts that rules judge, and the day of each: `rules/acts.yaml`, put together and checked.

An act is judged by the law of its day. That is its own date where it is written; otherwise, and where only a part of
that date is known, it lies between the dates that the table orders before and behind it, and is judged only if all
days between them are of one law. The audit date bounds what has happened, and stands for the day of nothing that has.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from pmi_compliance.base import resources
from pmi_compliance.base.errors import PackError
from pmi_compliance.base.text import Text
from pmi_compliance.expr.check import Checked, check
from pmi_compliance.expr.printing import to_text
from pmi_compliance.expr.tree import Constant, FirstKnown, ListOf, Name, Select
from pmi_compliance.expr.types import BOOL, DATE, ListType
from pmi_compliance.packs import yaml
from pmi_compliance.packs.model import Act, Term
from pmi_compliance.packs.normalise import AUDIT, AUDIT_DATE, Composer, expanded, joined, negated
from pmi_compliance.packs.rules import checked_at
from pmi_compliance.records.schema import bundled_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from pmi_compliance.base.errors import Diagnostic
    from pmi_compliance.expr.tree import Node
    from pmi_compliance.expr.types import Type
    from pmi_compliance.packs.yaml import Document
    from pmi_compliance.records.schema import RecordModel

    #: By kind of record and name.
    Acts = Mapping[str, Mapping[str, Act]]
    #: A date, and when it bounds; `None`: always.
    _Bound = tuple[Checked, Checked | None]

#: The acts of a pack's own kinds of records; those of the library's kinds stand beside the bundled packs.
ACTS = "acts.yaml"


def bundled_file() -> Any:
    """The file with the acts of the kinds of records that the library describes."""
    return resources.folder("rules") / ACTS


@lru_cache(maxsize=8)
def bundled_acts(model: RecordModel) -> Acts:
    """
    The acts that come with the library, of those kinds of a model that have all dates of the table.

    Raises:
        PackError: If the file is wrong.

    """
    diagnostics: list[Diagnostic] = []
    document = yaml.read(bundled_file(), schema="acts")
    read: dict[str, Mapping[str, Act]] = {}
    for kind in document.value:
        wrong: list[Diagnostic] = []
        acts = _acts_of(document, kind, model, wrong) if kind in model.types else {}
        if not wrong:
            read[kind] = acts
        elif model is bundled_model():
            diagnostics += wrong
    if diagnostics:
        raise PackError(tuple(diagnostics))
    return read


def acts_in(document: Document, model: RecordModel, diagnostics: list[Diagnostic]) -> Acts:
    """The acts of one file; what is wrong with them is reported at its place."""
    read: dict[str, Mapping[str, Act]] = {}
    for kind in document.value:
        if kind in model.types:
            read[kind] = _acts_of(document, kind, model, diagnostics)
        else:
            diagnostics.append(document.unknown(f"/{kind}", "kind", kind, model.types))
    return read


def _acts_of(
    document: Document, kind: str, model: RecordModel, diagnostics: list[Diagnostic]
) -> Mapping[str, Act]:
    before = len(diagnostics)
    reader = _Reader(document, kind, model, diagnostics)
    return reader.acts() if len(diagnostics) == before else {}


class _Reader:
    """The acts of one kind of record."""

    def __init__(
        self, document: Document, kind: str, model: RecordModel, diagnostics: list[Diagnostic]
    ) -> None:
        self.document, self.kind, self.diagnostics = document, kind, diagnostics
        self.node, self.regions = document.value[kind], model.regions
        self.variables: dict[str, Type] = {kind: model.types[kind], "audit": AUDIT}
        self.terms: dict[str, Term] = {}
        for name in self.node.get("terms", ()):
            written = self.checked(f"/{kind}/terms/{name}")
            if written is not None:
                title = Text(name, name)
                self.terms[name] = Term(name, title, kind, written, expanded(written, self.terms), ())
        #: The dates that bound each act, and when they do: those never after it, and those never before it.
        self.bounds: dict[str, dict[str, list[_Bound]]] = {
            name: {"earlier": [], "later": []} for name in self.node["acts"]
        }
        for path in self.node["dates"]:
            self.read_date(path)

    def acts(self) -> dict[str, Act]:
        """Those that make sense, by name."""
        read = {name: self.act(name) for name in self.node["acts"]}
        return {name: act for name, act in read.items() if act is not None}

    def act(self, name: str) -> Act | None:
        node, at = self.node["acts"][name], f"/{self.kind}/acts/{name}"
        own = self.checked(f"{at}/day", DATE) if "day" in node else None
        part = "asks" if "asks" in node else "day"
        asks = self.checked(f"{at}/{part}", DATE) if part in node else None
        path = path_of(asks.tree) if asks is not None else None
        if path is None:
            text = node.get(part, "")
            self.diagnostics.append(self.document.diagnostic(f"{at}/{part}", "not_a_path", path=text))
        parts = ("happened", "lasts", "over", "given_up", "perhaps_given_up")
        happened, lasts, over, given_up, perhaps = (
            self.checked(f"{at}/{part}") if part in node else None for part in parts
        )
        if path is None:
            return None
        return Act(
            name=name,
            kind=self.kind,
            title=Text.of(node["title"]),
            day=_day(own, _ahead(happened, over, lasts), **self.bounds[name]),
            asks=path,
            happened=happened,
            given_up=given_up,
            perhaps_given_up=perhaps,
            over=over,
        )

    def checked(self, at: str, expect: Type = BOOL) -> Checked | None:
        """A condition, or a date, with the meanings of the terms in it."""
        spoken = {**self.variables, **dict.fromkeys(self.terms, BOOL)}
        written = checked_at(self.document, at, spoken, expect, self.diagnostics, self.regions)
        return None if written is None else expanded(written, self.terms)

    def read_date(self, path: str) -> None:
        """Note which acts a date bounds."""
        at = f"/{self.kind}/dates/{path}"
        for side, entries in self.node["dates"][path].items():
            try:
                date = check(path, self.variables, expect=DATE)
            except PackError as error:
                problem = error.diagnostics[0]
                self.diagnostics.append(
                    self.document.diagnostic(
                        at, "wrong_path", key=True, path=path, problem=problem.message, advice=problem.help
                    )
                )
                continue
            for place, entry in enumerate(entries):
                here = f"{at}/{side}/{place}"
                name = entry if isinstance(entry, str) else entry["act"]
                when = None if isinstance(entry, str) else self.checked(f"{here}/when")
                if name in self.bounds:
                    self.bounds[name][side].append((date, when))
                else:
                    self.diagnostics.append(self.document.unknown(here, "act", name, self.bounds))


def path_of(node: Node) -> tuple[str, ...] | None:
    """The fields that lead from a record to a fact; `None` where something else is computed."""
    match node:
        case Name():
            return ()
        case Select(operand, name):
            path = path_of(operand)
            return None if path is None else (*path, name)
        case _:
            return None


def _ahead(happened: Checked | None, over: Checked | None, lasts: Checked | None) -> list[Checked]:
    """When an act is judged as of the audit date: each of these alone is enough."""
    still = [negated(part) for part in (happened, over) if part is not None] if happened is not None else []
    return [*([joined("&&", *still)] if still else []), *([lasts] if lasts is not None else [])]


def _day(
    own: Checked | None, ahead: Iterable[Checked], earlier: Iterable[_Bound], later: Iterable[_Bound]
) -> Checked:
    """
    The day on which an act is judged: the first of these that is known.

    - Its own date, if it is exact and not after the audit date.
    - The audit date, if the act has not happened and still may, or goes on.
    - A day between all that bound it. The audit date does, for it has happened, or was about to before.
    - If these contradict each other, any day until the audit date.
    """
    composer = Composer()

    def copied(checked: Checked) -> Node:
        return composer.copied(checked, checked.tree)

    def only_if(test: Node, day: Node) -> Node:
        return composer.day_of("?:", (test, day, composer.leaf(Constant(None), DATE)))

    def between(after: Iterable[Checked], before: Iterable[Checked], *bounds: Iterable[_Bound]) -> Node:
        sides = []
        for days, more in zip_longest((after, before), bounds, fillvalue=()):
            dates = [*map(copied, days)]
            dates += [
                copied(day) if when is None else only_if(copied(when), copied(day)) for day, when in more
            ]
            sides.append(composer.leaf(ListOf(tuple(dates)), ListType(DATE)))
        return composer.day_of("within", tuple(sides))

    written = [] if own is None else [own]
    options = []
    for date in written:
        # A date that is known in part is not certain to be itself.
        exact, past = (composer.call("<=", (copied(date), copied(end))) for end in (date, AUDIT_DATE))
        options.append(only_if(composer.call("&&", (exact, past)), copied(date)))
    options += [only_if(copied(condition), copied(AUDIT_DATE)) for condition in ahead]
    options.append(between(written, [*written, AUDIT_DATE], earlier, later))
    options.append(between([], [AUDIT_DATE]))
    tree = composer.leaf(FirstKnown(tuple(options)), DATE)
    return composer.whole(tree, to_text(tree))
