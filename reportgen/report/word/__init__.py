"""The prose of a report as a Word document, the letter in official form or the commentary: paper, words, bytes.

Read from the pages as they are written, so that both say the same. Sizes, faces and distances: GB/T 9704-2012.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from reportgen import writing
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE
from reportgen.report.web.tree import classes, parsed, words
from reportgen.report.word.paragraphs import (
    BLOCK,
    BODY,
    FANG,
    HEI,
    KAI,
    LINE,
    MARK,
    SONG,
    CharacterFormat,
    apart,
    at_the_foot,
    centred,
    faced,
    numbered,
    paragraph,
    run,
    tabled,
    underlined,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from docx.document import Document
    from docx.section import Section

    from reportgen.report.html import HtmlDocument

COPY, COPY_TITLE, SMALL = 12.0, 17.0, 10.5
"""Points of a text in English, of its title, of a note."""
MARK_BELOW, NUMBER_BELOW = 35.0, 22.0
"""Millimetres from the upper edge of the text block to the issuer's mark, and from there to the number."""
RED: Final = "FF0000"
STRONG: Final = 16
"""Strength of the red line in eighths of a point."""
EMS: Final = re.compile(r"(width|margin-right):([0-9.]+)em")
POINTS: Final = re.compile(r"font-size:([0-9.]+)pt")
LISTS: Final[Mapping[str, str]] = {"ul": "List Bullet", "ol": "List Number"}
ENGLISH: Final = "commentary-en"
"""The class of what is written in English, or in a language that stands in its place."""
CHINESE: Final = re.compile("[\u4e00-\u9fff]")
MAKER: Final = "reportgen"
"""By creator and last editor a file is known to be ours, and to be nobody else's since."""
TITLE, IMPRINT, HEAD = 22.0, 14.0, 8.0
"""Points of a title (No. 2), of imprint and page numbers (No. 4), of what stands above."""
MARGINS: Final = (37.0, 26.0, 35.0, 28.0)
"""Millimetres above, on the right, below, on the left of the text block (GB/T 9704-2012, 5.2.1)."""
HEADINGS: Final[Mapping[str, tuple[str, str]]] = {
    "h1": ("Heading 1", HEI),
    "h2": ("Heading 1", HEI),
    "h3": ("Heading 2", KAI),
    "h4": ("Heading 3", FANG),
}
"""Style and face of headings by their element (GB/T 9704-2012, 7.3.3)."""


def word(report: HtmlDocument) -> bytes:
    """The letter or the commentary of a written report as DOCX; the same report is the same bytes.

    Raises:
        Refused: C86, if it has neither.
    """
    root = parsed(report.html)
    letters = list(_having(root, "section", "letter"))
    passages = list(_having(root, "div", "commentary"))
    if not letters and not passages:
        raise Refused([Finding("C86", NOWHERE)], ExitCode.USAGE)
    marks = dict.fromkeys(words(one) for one in _having(root, "span", "chip"))
    document = new(report, [*report.keywords[1:], *marks])
    if letters:
        _letters(document, letters, list(_having(root, "div", "imprint")))
    else:
        _commentary(document, report, passages)
    return packed(document)


def _having(root: Element, tag: str, name: str) -> Iterator[Element]:
    return (one for one in root.iter(tag) if name in classes(one))


def _commentary(document: Document, report: HtmlDocument, passages: list[Element]) -> None:
    """The name and the number of the report and what is written about it, in each language on pages of its own."""
    for number, passage in enumerate(passages):
        is_english = ENGLISH in classes(passage)
        form = CharacterFormat(size=COPY if is_english else BODY, is_english=is_english)
        if number:
            begin_anew(document)
        _title(document, _said(report.titles[passage.get("lang", report.language)]), form)
        if report.keywords[0]:
            _note(document, _said(report.keywords[0]), form)
        for element in passage:
            _block(document, element, form)


def _said(text: str) -> Element:
    found = Element("p")
    found.text = text
    return found


def _block(document: Document, element: Element, form: CharacterFormat, style: str = "Normal") -> None:
    """A paragraph, a heading, a list or a table of the commentary."""
    if element.tag == "table":
        tabled(document, element, replace(form, size=COPY))
    elif element.tag in HEADINGS:
        _heading(document, element, form)
    elif element.tag in LISTS:
        for line in element:
            _block(document, line, form, LISTS[element.tag])
    elif any(child.tag in {"p", "table", *LISTS, *HEADINGS} for child in element):
        for child in element:
            _block(document, child, form, style)
    else:
        found = paragraph(document, element, form, style=style)
        if style == "Normal":
            found.paragraph_format.first_line_indent = Pt(2 * form.size)


def _letters(document: Document, letters: list[Element], imprints: list[Element]) -> None:
    """The letter, its imprint at the foot of the page where it ends, and behind both the copy in the other language."""
    for number, letter in enumerate(letters):
        is_english = not any(CHINESE.search(words(one)) for one in _having(letter, "h1", "document-title"))
        if number:
            begin_anew(document)
        for element in letter:
            _part(document, element, CharacterFormat(size=COPY if is_english else BODY, is_english=is_english))
        if imprints and not number:
            _imprint(document, imprints[0])


def _part(document: Document, element: Element, form: CharacterFormat) -> None:
    """A paragraph of a letter, or what holds several."""
    named = classes(element)
    known = next((PARTS[name] for name in PARTS if name in named), None)
    if known is not None:
        known(document, element, form)
    elif element.tag in HEADINGS:
        _heading(document, element, form)
    elif element.tag == "p":
        paragraph(document, element, form).paragraph_format.first_line_indent = Pt(2 * form.size)
    else:
        for child in element:
            _part(document, child, form)


def _heading(document: Document, element: Element, form: CharacterFormat) -> None:
    style, face = HEADINGS[element.tag]
    found = paragraph(document, element, replace(form, face=face, is_bold=form.is_english), style=style)
    found.paragraph_format.first_line_indent = Pt(2 * form.size)
    found.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _mark(document: Document, element: Element, form: CharacterFormat) -> None:
    """The issuer's mark in red, as large as on the page."""
    size = POINTS.search(element.get("style") or "")
    assert size is not None
    said = replace(form, face=MARK, size=float(size[1]), colour=RED, is_bold=form.is_english)
    goes_on = form.is_english or "goes-on" in classes(element)
    centred(document, element, said).paragraph_format.space_before = Mm(0 if goes_on else MARK_BELOW)


def _number(document: Document, element: Element, form: CharacterFormat) -> None:
    """The number, at the end of the line who signs, and the red line below."""
    found = document.add_paragraph()
    spaced = found.paragraph_format
    spaced.space_before = Mm(NUMBER_BELOW / (3 if form.is_english else 1))
    spaced.space_after = Pt(LINE * (1 if form.is_english else 2))
    spaced.left_indent = spaced.right_indent = Pt(BODY)
    apart(found, list(element), form)
    underlined(found, RED, STRONG)


def _title(document: Document, element: Element, form: CharacterFormat) -> None:
    said = replace(form, face=MARK, size=COPY_TITLE if form.is_english else TITLE, is_bold=form.is_english)
    found = centred(document, element, said, style="Title")
    found.paragraph_format.space_after = Pt(LINE / (2 if form.is_english else 1))


def _recipient(document: Document, element: Element, form: CharacterFormat) -> None:
    paragraph(document, element, form)


def _note(document: Document, element: Element, form: CharacterFormat) -> None:
    centred(document, element, replace(form, size=SMALL))


def _attached(document: Document, element: Element, form: CharacterFormat) -> None:
    """The list of attachments, every line below the number of the first."""
    label = 8 if form.is_english else 3
    for number, line in enumerate(element):
        found = paragraph(document, line, form)
        found.alignment = WD_ALIGN_PARAGRAPH.LEFT
        spaced = found.paragraph_format
        spaced.left_indent = Pt((label + 3) * form.size)
        spaced.first_line_indent = Pt(-(1 if number else label + 1) * form.size)
        spaced.space_before = Pt(0 if number else LINE / (2 if form.is_english else 1))
        spaced.keep_with_next = True


def _signed(document: Document, element: Element, form: CharacterFormat) -> None:
    """Who signs and the day, one in the middle above the other, as far from the edge as on the page."""
    ems = {name: float(value) * form.size for name, value in EMS.findall(element.get("style") or "")}
    for number, line in enumerate(element):
        found = centred(document, line, form)
        spaced = found.paragraph_format
        spaced.right_indent = Pt(ems.get("margin-right", 0.0))
        spaced.left_indent = max(0, Mm(BLOCK) - Pt(sum(ems.values())))
        spaced.space_before = Pt(0 if number else LINE * (1 if form.is_english else 2))
        spaced.keep_with_next = not number


def _imprint(document: Document, element: Element) -> None:
    """Copies and office between black lines."""
    at_the_foot(
        document, [[one] if "copies" in classes(one) else list(one) for one in element], CharacterFormat(size=IMPRINT)
    )


PARTS: Final[Mapping[str, Callable[[Document, Element, CharacterFormat], None]]] = {
    "issuer-mark": _mark,
    "document-number": _number,
    "red-rule": lambda *_: None,
    "document-title": _title,
    "recipient": _recipient,
    "prevails": _note,
    "attached": _attached,
    "signed": _signed,
}
"""How parts of a letter are set, by the class that they have on the page; the red line lies below the number."""


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
