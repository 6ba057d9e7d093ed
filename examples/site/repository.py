"""The pages of the site: those that `nav` names, and the files they link to, under their paths in the repository."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mkdocs.structure.files import File

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).parents[2]

#: A link to a place in the repository: neither within a page nor elsewhere.
_LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def pages_of(nav: Any) -> Iterator[str]:
    """The paths that a part of `nav` names."""
    if isinstance(nav, str):
        yield nav
    for part in nav.values() if isinstance(nav, dict) else nav if isinstance(nav, list) else ():
        yield from pages_of(part)


def linked(page: str) -> Iterator[str]:
    """The files of the repository that a page links to; what is not there is left for the check of links to tell."""
    for link in _LINK.findall((ROOT / page).read_text(encoding="utf-8")):
        target = (ROOT / page).parent.joinpath(link).resolve()
        if target.is_file() and target.is_relative_to(ROOT):
            yield target.relative_to(ROOT).as_posix()


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Take the pages of the repository in place of those of `docs_dir`."""
    for file in list(files.documentation_pages()):
        files.remove(file)
    pages = list(pages_of(config.nav))
    for path in dict.fromkeys([*pages, *(target for page in pages for target in linked(page))]):
        files.append(File.generated(config, path, abs_src_path=str(ROOT / path)))
    return files
