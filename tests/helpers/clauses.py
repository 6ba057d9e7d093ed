"""The cases of `tests/conformance`: what each clause of the specification of the language says of one condition."""

from pathlib import Path

import pytest
import yaml

SPECIFICATION = Path(__file__).parents[2] / "src" / "pmi_compliance" / "expr" / "README.md"


def cases(*keys):
    """The cases that have one of the keys (`gives`, `rule`, `refused`), each with an id that names its place."""
    return [
        pytest.param(case, id=f"{case['clause']}-{path.stem}-{place}")
        for path in sorted((Path(__file__).parents[1] / "conformance").glob("*.yaml"))
        for place, case in enumerate(yaml.safe_load(path.read_text(encoding="utf-8")), start=1)
        if not keys or case.keys() & set(keys)
    ]


def condition_of(case):
    """The text, grown where a case tests how large one may be."""
    grown = case.get("repeat", {})
    times = grown.get("times", 0)
    return grown.get("before", "") * times + case["condition"] + grown.get("after", "") * times
