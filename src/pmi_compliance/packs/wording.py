"""What a pack of a place has to say of rules of others: where to go there, and what is done there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pmi_compliance.base.text import Text
from pmi_compliance.packs import yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from pmi_compliance.base.errors import Diagnostic

WORDING = "wording.yaml"


def read_wording(path: Path, rules: Collection[str], diagnostics: list[Diagnostic]) -> Mapping[str, Text]:
    """
    What a pack adds to what is to be done about a breach, by the id of the rule.

    Args:
        path: The file; where there is none, nothing is added.
        rules: The ids of the rules of the packs that it depends on.
        diagnostics: Takes what is wrong with it.

    Raises:
        PackError: If the file is not as its schema says.

    """
    if not path.is_file():
        return {}
    document = yaml.read(path, schema="wording")
    unknown = (name for name in document.value if name not in rules)
    diagnostics += [document.unknown(f"/{name}", "rule", name, rules) for name in unknown]
    return {name: Text.of(node["remediation"]) for name, node in document.value.items()}
