"""Docstrings as the reference shows them: examples as code, and of fields what stands above them after `#:`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from griffe import Docstring, Extension

if TYPE_CHECKING:
    from griffe import Attribute, Object

#: An example with what it prints, up to a blank line.
_EXAMPLE = re.compile(r"^>>> .*(?:\n(?!\s*$).*)*", re.MULTILINE)


class Docstrings(Extension):
    """Reads docstrings as this library writes them."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Show the examples of a docstring as what they are."""
        if obj.docstring is not None:
            obj.docstring.value = _EXAMPLE.sub(r"```pycon\n\g<0>\n```", obj.docstring.value)

    def on_attribute(self, *, attr: Attribute, **_: Any) -> None:
        """Give a field what the lines above it say."""
        if attr.docstring is not None or attr.lineno is None or not attr.lines_collection:
            return
        lines = attr.lines_collection[attr.filepath]
        first = attr.lineno - 1
        while first and lines[first - 1].lstrip().startswith("#:"):
            first -= 1
        said = [line.lstrip().removeprefix("#:").strip() for line in lines[first : attr.lineno - 1]]
        if said:
            attr.docstring = Docstring(" ".join(said), parent=attr, lineno=first + 1)
