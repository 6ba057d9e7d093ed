"""Where the bundled `rules/` and `schemas/` lie: inside an installed package, or at the top of a checkout."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pmi_compliance.base.digests import digest

_PACKAGE = Path(__file__).resolve().parents[1]


def folder(name: str) -> Path:
    """The folder `rules` or `schemas`; a wheel holds it inside the package, an editable install beside `src`."""
    inside = _PACKAGE / name
    return inside if inside.is_dir() else _PACKAGE.parents[1] / name


@cache
def engine_digest() -> str:
    """The digest of the program itself: its modules and the schemas, which decide what a report says."""
    schemas = folder("schemas")
    files = [*_PACKAGE.rglob("*.py"), *schemas.glob("*.json"), schemas / "headings.yaml"]
    parts = sorted((path.name, path.read_bytes().replace(b"\r\n", b"\n")) for path in files)
    return digest(b"\0".join(name.encode() + b"\0" + text for name, text in parts))
