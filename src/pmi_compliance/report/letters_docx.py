"""
Letters as a Word document, to be completed and signed: each on a page of its own.

The letterhead is that of the document, so that an office changes it once for all letters.
"""

from __future__ import annotations

import io
import zipfile
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from pmi_compliance.report import letter_words as say
from pmi_compliance.report.letters import letters_about

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pmi_compliance.auditing.report import Report
    from pmi_compliance.base.text import Language, Text
    from pmi_compliance.report.letter_values import Block, Letter, Letters, Line
    from pmi_compliance.report.settings import Settings

#: A4, and its margins.
_WIDTH, _HEIGHT, _MARGIN = Cm(21), Cm(29.7), Cm(1.8)
_TEXT = _WIDTH - 2 * _MARGIN
_SOFT = RGBColor(0x48, 0x56, 0x6A)

#: How a block of each form is written: the style of its paragraphs, and what stands before each.
_FORMS = {"text": ("Normal", ""), "list": ("List Bullet", ""), "boxes": ("Normal", "☐ ")}

#: What a file of a zip archive says of its time; the same letters are the same octets.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def to_docx(report: Report, language: Language, settings: Settings | None = None) -> Iterator[bytes]:
    """The letters of `letters_about` as a Word document."""
    all_ = letters_about(report, language, settings)
    document = Document()
    _prepare(document, all_, report)
    writer = _Writer(document, all_)
    for letter in all_.letters:
        writer.write(letter)
    if not all_.letters:
        document.add_paragraph(say.NOTHING_FOUND.in_language(language))
    yield _packed(document)


def _prepare(document: Any, all_: Letters, report: Report) -> None:
    """Paper, letters of the text, and what the document says of itself."""
    about = document.core_properties
    about.title, about.author, about.comments, about.keywords = all_.title, "", "", ""
    about.created = about.modified = datetime.combine(report.as_of, time())
    about.language, about.last_modified_by, about.revision = all_.language, "", 1
    section = document.sections[0]
    section.page_width, section.page_height = _WIDTH, _HEIGHT
    section.left_margin = section.right_margin = section.bottom_margin = section.top_margin = _MARGIN
    section.header_distance = Cm(1)
    for name, size in (("Normal", 10), ("List Bullet", 10), ("Heading 1", 12), ("Heading 2", 10.5)):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        for fonts in style.element.rPr.findall(qn("w:rFonts")):
            # Fonts of a theme would win over the one that is named.
            for attribute in [name for name in fonts.attrib if name.endswith("Theme")]:
                del fonts.attrib[attribute]
        style.paragraph_format.space_before = Pt(6 if name.startswith("Heading") else 0)
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.line_spacing = 1.0


class _Writer:
    """Adds letters to a document."""

    def __init__(self, document: Any, all_: Letters) -> None:
        self.document, self.all = document, all_
        self.styles: dict[str, str] = {}
        self.is_first = True
        if any(letter.is_sent for letter in all_.letters):
            self._letterhead(document.sections[0].header)

    def write(self, letter: Letter) -> None:
        """A letter on a page of its own."""
        if not letter.is_sent and not self.is_first:
            # What stays in the office bears no letterhead.
            self.document.add_section(WD_SECTION.NEW_PAGE).header.is_linked_to_previous = False
            self.is_first = True
        if letter.is_sent:
            self._frame(letter)
        title = f"{self._said(say.ABOUT)}: {letter.title}" if letter.is_sent else letter.title
        self._paragraph("Heading 1").add_run(title)
        if letter.is_sent:
            self._lines(self._said(say.TO), *letter.to)
        for block in letter.body:
            self._block(block)
        if letter.is_sent:
            self._signature()
        self.is_first = False

    def _paragraph(self, style: str) -> Any:
        """A paragraph in a style, whose code is looked up once: the library does so each time, at half the cost of all."""
        paragraph = self.document.add_paragraph()
        if style not in self.styles:
            self.styles[style] = self.document.styles[style].style_id
        if style != "Normal":
            paragraph._p.style = self.styles[style]
        return paragraph

    def _said(self, text: Text) -> str:
        return text.in_language(self.all.language)

    def _letterhead(self, header: Any) -> None:
        head = self.all.head
        paragraphs = [
            header.paragraphs[0],
            *(header.add_paragraph() for _ in (*head.names, *head.found_at)[1:]),
        ]
        for paragraph, text in zip(paragraphs, (*head.names, *head.found_at), strict=True):
            paragraph.style, paragraph.alignment = "Normal", WD_ALIGN_PARAGRAPH.CENTER
            paragraph.paragraph_format.space_after = Pt(0)
            paragraph.add_run(text)
        for paragraph in paragraphs[: len(head.names)]:
            paragraph.runs[0].bold, paragraph.runs[0].font.size = True, Pt(13)
        paragraphs[-1].paragraph_format.space_after = Pt(8)
        _line_below(paragraphs[-1])

    def _frame(self, letter: Letter) -> None:
        """The number, and across from it where and when."""
        numbered = self.document.add_paragraph(
            f"{self._said(say.NUMBER)}: {letter.number}\t{self.all.head.place_and_day}"
        )
        numbered.paragraph_format.tab_stops.add_tab_stop(_TEXT, WD_TAB_ALIGNMENT.RIGHT)
        numbered.paragraph_format.page_break_before = not self.is_first

    def _lines(self, *texts: str) -> None:
        paragraph = self.document.add_paragraph()
        for at, text in enumerate(texts):
            run = paragraph.add_run(text)
            if at < len(texts) - 1:
                run.add_break()
        paragraph.paragraph_format.space_after = Pt(6)

    def _block(self, block: Block) -> None:
        if block.heading:
            self._paragraph("Heading 2").add_run(block.heading)
        style, before = _FORMS[block.form]
        for line in block.lines:
            paragraph = self._paragraph(style)
            if before:
                paragraph.add_run(before)
            _write(paragraph, line)

    def _signature(self) -> None:
        head = self.all.head
        texts = (head.title, *head.signed)
        for at, text in enumerate(texts):
            paragraph = self.document.add_paragraph(text)
            format_ = paragraph.paragraph_format
            format_.left_indent, format_.keep_together = Cm(10), True
            format_.keep_with_next = at < len(texts) - 1
            format_.space_before = Pt({0: 12, 1: 44}.get(at, 0))
            format_.space_after = Pt(0)


def _write(paragraph: Any, line: Line) -> None:
    run = paragraph.add_run(line.text)
    run.bold = line.weight == "strong" or None
    if line.weight == "soft":
        run.font.color.rgb = _SOFT
    if line.beside:
        beside = paragraph.add_run(f" ({line.beside})")
        beside.font.size, beside.font.color.rgb = Pt(8.5), _SOFT


def _line_below(paragraph: Any) -> None:
    """A double line beneath a paragraph, which the library has no word for."""
    borders, line = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "double"), ("sz", "6"), ("space", "4"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    paragraph._p.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _packed(document: Any) -> bytes:
    """The document as octets, which tell nothing of when they were written."""
    written, packed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _NO_TIME), old.read(name), zipfile.ZIP_DEFLATED)
    return packed.getvalue()
