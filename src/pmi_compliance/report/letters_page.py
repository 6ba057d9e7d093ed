"""Letters as one page to print: A4, a letter on each sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from pmi_compliance.report import letter_words
from pmi_compliance.report.letters import letters_about
from pmi_compliance.report.page import environment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language
    from pmi_compliance.report.settings import Settings


def to_letters(report: Report, language: Language, settings: Settings | None = None) -> Iterator[bytes]:
    """The letters of `letters_about` as HTML that needs no network."""
    templates = environment()
    assert templates.loader is not None
    yield (
        templates.get_template("letters.html.j2")
        .render(
            all=letters_about(report, language, settings),
            say=lambda name: getattr(letter_words, name).in_language(language),
            style=Markup(templates.loader.get_source(templates, "letters.css")[0]),  # noqa: S704  ours
        )
        .encode()
    )
