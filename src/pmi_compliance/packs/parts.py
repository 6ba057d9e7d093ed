"""The parts of a pack that its rules stand on: parameters, terms, authorities and sanctions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pmi_compliance.base.dated import Dated, as_date
from pmi_compliance.base.frozen import frozen as frozen_value
from pmi_compliance.base.text import LANGUAGES, Text
from pmi_compliance.expr.types import BOOL, DATE, INT, STRING, ListType, String, Type
from pmi_compliance.packs.model import Authority, Parameter, Term, Value
from pmi_compliance.packs.normalise import TooLarge, expanded
from pmi_compliance.packs.rules import checked_at, variables_of
from pmi_compliance.packs.sanctions import Sanction
from pmi_compliance.packs.yaml import day_of
from pmi_compliance.records.regions import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pmi_compliance.base.errors import Diagnostic
    from pmi_compliance.packs.rules import Surroundings
    from pmi_compliance.packs.yaml import Document

_TYPES: dict[str, Type] = {
    "bool": BOOL,
    "int": INT,
    "string": STRING,
    "date": DATE,
    "list(int)": ListType(INT),
    "list(string)": ListType(STRING),
    "list(date)": ListType(DATE),
}


def parameters_in(
    document: Document, _: Surroundings, diagnostics: list[Diagnostic]
) -> Iterator[tuple[str, Parameter]]:
    """The parameters of one file."""
    for name, node in document.value.items():
        kind = _TYPES[node["type"]]
        entries = []
        for at, entry in enumerate(node["values"]):
            value, fits = _value(entry["value"], kind)
            if not fits:
                place = f"/{name}/values/{at}/value"
                diagnostics.append(document.diagnostic(place, "wrong_value", name=name, type=node["type"]))
            entries.append(
                (
                    entry["from"],
                    Value(value, frozen_value(entry["citation"]), entry.get("confidence", "verified")),
                )
            )
        values = _dated(document, name, entries, diagnostics)
        if values is None:
            continue
        if kind in {STRING, ListType(STRING)}:
            # The values themselves are the type: a code that no record can hold is then an error at load.
            words = [word for value in values.values for word in _words(value.value)]
            string = String(frozenset(words))
            kind = string if kind == STRING else ListType(string)
        yield name, Parameter(name, Text.of(node["title"]), kind, node.get("unit"), values)


def _words(value: Any) -> tuple[str, ...]:
    return tuple(word for word in (value if isinstance(value, tuple) else (value,)) if isinstance(word, str))


def _value(value: Any, kind: Type) -> tuple[Any, bool]:
    match kind:
        case ListType(item) if isinstance(value, list) and item is not None:
            items = [_value(inner, item) for inner in value]
            return tuple(inner for inner, _ in items), all(fits for _, fits in items)
        case String():
            return value, isinstance(value, str)
        case _ if kind == DATE:
            day = as_date(value) if isinstance(value, str) else None
            return day, day is not None
        case _ if kind == BOOL:
            return value, isinstance(value, bool)
        case _:
            return value, isinstance(value, int) and not isinstance(value, bool)


def terms_in(
    document: Document, around: Surroundings, diagnostics: list[Diagnostic]
) -> Iterator[tuple[str, Term]]:
    """The terms of one file; each may use those above it."""
    known = dict(around.terms)
    for name, node in document.value.items():
        variables = variables_of(node["of"], around.parameters, around.model)
        about = {term.name: BOOL for term in known.values() if term.of == node["of"]}
        if name in variables:
            diagnostics.append(document.diagnostic(f"/{name}", "term_name_taken", key=True, name=name))
            continue
        spoken = {**variables, **about}
        written = checked_at(document, f"/{name}/means", spoken, BOOL, diagnostics, around.model.regions)
        if written is None:
            continue
        try:
            checked = expanded(written, known)
        except TooLarge as error:
            diagnostics.append(document.diagnostic(f"/{name}/means", "term_too_large", problem=error.message))
            continue
        term = Term(
            name=name,
            title=Text.of(node["title"]),
            of=node["of"],
            written=written,
            checked=checked,
            citations=frozen_value(tuple(node["citations"])),
            note=Text.of(node["note"]) if "note" in node else None,
        )
        known[name] = term
        yield name, term


def authorities_in(
    document: Document, around: Surroundings, diagnostics: list[Diagnostic]
) -> Iterator[tuple[str, Authority]]:
    """The competent authorities of one file; an office may have a role that stands above it or in another pack."""
    roles = {code for code, authority in around.authorities.items() if authority.within is not None}
    roles |= {code for code, node in document.value.items() if "within" in node}
    for code, node in document.value.items():
        _check_role(document, code, node, roles, diagnostics)
        names = _dated(
            document, code, [(entry["from"], Text.of(entry["name"])) for entry in node["values"]], diagnostics
        )
        if names is not None:
            places = tuple(map(dotted, node.get("places", ())))
            within, role = node.get("within"), node.get("role")
            yield code, Authority(code, node["level"], names, around.pack, within, role, places)


def _check_role(
    document: Document, code: str, node: Mapping[str, Any], roles: set[str], diagnostics: list[Diagnostic]
) -> None:
    """A role has places in its names, and an office only where it says which role it has there."""
    if "role" in node and node["role"] not in roles:
        diagnostics.append(document.unknown(f"/{code}/role", "role", node["role"], roles))
    if ("role" in node) != ("places" in node) or ("role" in node and "within" in node):
        diagnostics.append(document.diagnostic(f"/{code}", "role_and_places", key=True))
    for at, value in enumerate(node["values"]):
        for language in LANGUAGES:
            text = value["name"][language].replace("{place}", "", int("within" in node))
            if "{" in text or "}" in text or ("within" in node and text == value["name"][language]):
                diagnostics.append(
                    document.diagnostic(f"/{code}/values/{at}/name/{language}", "place_in_name")
                )


def sanctions_in(
    document: Document, _: Surroundings, diagnostics: list[Diagnostic]
) -> Iterator[tuple[str, Sanction]]:
    """The sanctions of one file."""
    for code, node in document.value.items():
        values = _dated(document, code, [(entry["from"], entry) for entry in node["values"]], diagnostics)
        if values is not None:
            yield (
                code,
                Sanction(
                    code,
                    node["kind"],
                    Text.of(node["act"]),
                    frozen_value(node["citation"]),
                    node.get("corporate", False),
                    values,
                ),
            )


def _dated(
    document: Document, name: str, entries: list[tuple[str, Any]], diagnostics: list[Diagnostic]
) -> Dated[Any] | None:
    if len({day for day, _ in entries}) < len(entries):
        diagnostics.append(document.diagnostic(f"/{name}", "two_values_on_a_day"))
        return None
    return Dated.of([(day_of(day), value) for day, value in entries])
