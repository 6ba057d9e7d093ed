"""Examples that prove a rule: records, and the outcome a person expects."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from attrs import frozen

from pmi_compliance.dated import as_date
from pmi_compliance.errors import PackError
from pmi_compliance.packs import yaml
from pmi_compliance.packs.load import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from pmi_compliance.packs.model import Rule

#: When an example does not say on which day it is audited.
AS_OF = "2025-10-31"


@frozen(eq=False)
class Example:
    """One sentence with an answer."""

    name: str
    as_of: date
    #: Records by kind, each a list; the first of the rule's subject is the one judged.
    records: Mapping[str, list[Any]]
    expect: str
    #: Pointers of the facts that must be told as missing; `None` when the example does not say.
    missing: tuple[str, ...] | None
    file: str
    line: int


def read_examples(rule: Rule) -> list[Example]:
    """
    The examples beside a rule.

    Raises:
        PackError: If the file is missing or wrong.

    """
    path = Path(rule.file)
    document = yaml.read(path.with_name(path.stem + EXAMPLES), schema="examples")
    node = document.value
    if node["rule"] != rule.id:
        raise PackError((document.fault("/rule", f"these examples stand beside `{rule.id}`"),))
    found = []
    for at, case in enumerate(node["cases"]):
        as_of = as_date(case.get("as_of") or node.get("as_of") or AS_OF)
        assert as_of is not None
        records = {
            kind: [_with_id(record, kind, index) for index, record in enumerate(_listed(value))]
            for kind, value in merged(node["base"], case.get("given", {})).items()
        }
        missing = tuple(case["missing"]) if "missing" in case else None
        line = document.fault(f"/cases/{at}", "").line
        found.append(Example(case["name"], as_of, records, case["expect"], missing, document.file, line))
    return found


def merged(base: Any, patch: Any) -> Any:
    """JSON merge patch (RFC 7396): null takes a member away, objects are merged, all else is replaced."""
    if not isinstance(patch, dict):
        return patch
    made = dict(base) if isinstance(base, dict) else {}
    for key, value in patch.items():
        if value is None:
            made.pop(key, None)
        else:
            made[key] = merged(made.get(key), value)
    return made


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _with_id(record: Mapping[str, Any], kind: str, index: int) -> dict[str, Any]:
    return {"id": kind if index == 0 else f"{kind}-{index + 1}", **record}
