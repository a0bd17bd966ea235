"""A Word document before it has words, and as a file: paper, faces, heads and feet of pages, properties, bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reportgen import writing
from reportgen.report.word.paragraphs import BODY, FANG, HEI, KAI, MARK, SONG, CharacterFormat, faced, numbered, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docx.document import Document
    from docx.section import Section

    from reportgen.report.html import HtmlDocument

MAKER: Final = "reportgen"
"""By creator and last editor a file is known to be ours, and to be nobody else's since."""
TITLE, IMPRINT, HEAD = 22.0, 14.0, 8.0
"""Points of a title (No. 2), of imprint and page numbers (No. 4), of what stands above."""
MARGINS: Final = (37.0, 26.0, 35.0, 28.0)
"""Millimetres above, on the right, below, on the left of the text block (GB/T 9704-2012, 5.2.1)."""
HEADINGS: Final[Mapping[str, tuple[str, str]]] = {
    "h1": ("Heading 1", HEI), "h2": ("Heading 1", HEI), "h3": ("Heading 2", KAI), "h4": ("Heading 3", FANG),
}  # fmt: skip
"""Style and face of headings by their element (GB/T 9704-2012, 7.3.3)."""


def new(report: HtmlDocument, state: Iterable[str]) -> Document:
    """A document on official paper; every page says at its head in which state the report is."""
    document = docx.Document()
    document.settings.odd_and_even_pages_header_footer = True
    _described(document, report)
    for name, face, size in (
        ("Normal", FANG, BODY),
        ("Title", MARK, TITLE),
        *((*one, BODY) for one in HEADINGS.values()),
    ):
        style: Any = document.styles[name]
        style.font.size, style.font.bold, style.font.italic = Pt(size), False, False
        style.font.color.rgb = None
        for line in style.element.xpath("./w:pPr/w:pBdr"):  # the library's titles are underlined in blue
            line.getparent().remove(line)
        faced(style.element.get_or_add_rPr(), face)
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    first = document.sections[0]
    first.page_width, first.page_height = Mm(210), Mm(297)
    first.top_margin, first.right_margin, first.bottom_margin, first.left_margin = (Mm(one) for one in MARGINS)
    first.header_distance, first.footer_distance = Mm(20), Mm(24)
    _around(first, " · ".join(filter(None, state)))
    return document


def _described(document: Document, report: HtmlDocument) -> None:
    said = document.core_properties
    said.author = said.last_modified_by = MAKER
    said.title, said.subject, said.keywords = report.title, report.subject, ", ".join(filter(None, report.keywords))
    said.language, said.comments = report.language, ""
    said.created = said.modified = report.created.replace(tzinfo=None)


def _around(section: Section, state: str) -> None:
    """Page numbers stand on the right of odd pages and on the left of even ones (GB/T 9704-2012, 7.5)."""
    right, left = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.LEFT
    for header in (section.header, section.even_page_header):
        head = header.paragraphs[0]
        head.style, head.alignment = "Normal", right
        run(head, state, CharacterFormat(SONG, HEAD))
    for footer, side in ((section.footer, right), (section.even_page_footer, left)):
        foot = footer.paragraphs[0]
        foot.style, foot.alignment = "Normal", side
        foot.paragraph_format.left_indent = foot.paragraph_format.right_indent = Pt(IMPRINT)
        numbered(foot, CharacterFormat(SONG, IMPRINT))


def begin_anew(document: Document) -> None:
    """A new page, the first of a sequence of its own."""
    start = OxmlElement("w:pgNumType")
    start.set(qn("w:start"), "1")
    document.add_section()._sectPr.append(start)  # noqa: SLF001 - the library has no numbers of pages


def packed(document: Document) -> bytes:
    """The file, without the time of writing."""
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source:
        return writing.packed((name, source.read(name)) for name in source.namelist())
