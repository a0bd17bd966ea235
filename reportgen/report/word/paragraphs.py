"""Paragraphs of a Word document with the words of elements of a page: faces, lines, tabs, tables.

What the library lacks is put among the properties in the order that the format asks for (ISO/IEC 29500-1, 17.3.1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from reportgen.report.web.tree import SECOND, classes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from xml.etree.ElementTree import Element

    from docx.document import Document
    from docx.text.paragraph import Paragraph
    from docx.text.run import Run

LATIN: Final = "Times New Roman"
SONG, FANG, KAI, HEI, MARK = "SimSun", "FangSong", "KaiTi", "SimHei", "FZXiaoBiaoSong-B05S"
"""Faces of official documents by the names that offices have them under; the last is that of titles."""
BODY: Final = 16.0
"""Points of the text of an official document (No. 3)."""
LINE: Final = 28.99
"""Points of a line: 22 of them fill the text block of 225 mm (GB/T 9704-2012, 5.2.3)."""
BLOCK: Final = 156.0
"""Millimetres of a line."""
AT_THE_FOOT: Final = {"vertAnchor": "page", "horzAnchor": "page", "tblpX": "1587", "tblpY": "13720"}
"""Where two lines end with the text block, in twentieths of a point from the corner of the page."""
BORDERS: Final = {"val": "single", "sz": "6", "space": "0", "color": "000000"}
BEHIND_LINES: Final = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
"""Properties of a paragraph that stand behind its lines."""
UNPRINTABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML cannot hold."""
SILENT: Final = frozenset({"script", "style", "svg", "template"})
BOLD, ITALIC = frozenset({"strong", "b", "th"}), frozenset({"em", "i"})
CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER


@dataclass(frozen=True)
class CharacterFormat:
    """How words are set: face of Chinese, weight, slant, size in points, colour; whether in English."""

    face: str = FANG
    size: float = BODY
    is_bold: bool = False
    is_italic: bool = False
    is_english: bool = False
    colour: str = ""


def paragraph(document: Document, element: Element, form: CharacterFormat, *, style: str = "Normal") -> Paragraph:
    """A paragraph with the words of an element: in Chinese on the lines of the grid and justified."""
    found = document.add_paragraph(style=style)
    if not form.is_english:
        found.paragraph_format.line_spacing = Pt(LINE)
        found.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    filled(found, element, form)
    return found


def centred(document: Document, element: Element, form: CharacterFormat, *, style: str = "Normal") -> Paragraph:
    """A paragraph of lines in the middle, as high as their words are."""
    found = document.add_paragraph(style=style)
    found.alignment = CENTRE
    filled(found, element, form)
    return found


def filled(found: Paragraph, element: Element, form: CharacterFormat) -> None:
    """Put the words of an element into a paragraph, a new line for each of its lines."""
    for number, line in enumerate(_lines(_pieces(element, form))):
        if number:
            found.add_run().add_break(WD_BREAK.LINE)
        for words, said in line:
            run(found, words, said)


def _pieces(element: Element, form: CharacterFormat) -> Iterator[tuple[str, CharacterFormat]]:
    """Words with their form; a line feed where a line of its own begins or ends."""
    named = classes(element)
    own = replace(form, face=KAI) if "kai" in named else form
    own = replace(own, is_bold=own.is_bold or element.tag in BOLD, is_italic=own.is_italic or element.tag in ITALIC)
    is_line = "title-line" in named or SECOND in named or element.tag == "br"
    if element.tag in SILENT:
        return
    if is_line:
        yield "\n", own
    yield " ".join(re.split(r"[ \t\r\n]+", element.text or "")), own
    for child in element:
        yield from _pieces(child, own)
        yield " ".join(re.split(r"[ \t\r\n]+", child.tail or "")), own
    if is_line:
        yield "\n", own


def _lines(pieces: Iterable[tuple[str, CharacterFormat]]) -> Iterator[list[tuple[str, CharacterFormat]]]:
    """Lines that have words, without the spaces at their ends."""
    line: list[tuple[str, CharacterFormat]] = []
    for words, form in [*pieces, ("\n", CharacterFormat())]:
        if words != "\n":
            line.append((words, form))
        elif "".join(one for one, _ in line).strip():
            yield _stripped(line)
            line = []


def _stripped(line: Sequence[tuple[str, CharacterFormat]]) -> list[tuple[str, CharacterFormat]]:
    kept = [(words, form) for words, form in line if words]
    while not kept[0][0].strip():
        del kept[0]
    while not kept[-1][0].strip():
        del kept[-1]
    kept[0] = kept[0][0].lstrip(" "), kept[0][1]
    kept[-1] = kept[-1][0].rstrip(" "), kept[-1][1]
    return kept


def run(found: Paragraph, words: str, form: CharacterFormat) -> Run:
    """Words in one form at the end of a paragraph."""
    made = found.add_run(UNPRINTABLE.sub("", words))
    made.font.size = Pt(form.size)
    made.font.bold, made.font.italic = form.is_bold or None, form.is_italic or None
    if form.colour:
        made.font.color.rgb = RGBColor.from_string(form.colour)
    faced(made._r.get_or_add_rPr(), form.face)  # noqa: SLF001 - the library sets the Latin face alone
    return made


def faced(properties: Any, face: str) -> None:
    """Latin letters and digits in one face, Chinese in another."""
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), LATIN)
    fonts.set(qn("w:eastAsia"), face)


def apart(found: Paragraph, elements: Sequence[Element], form: CharacterFormat) -> None:
    """The first at the beginning of the line, the last at its end."""
    right = found.paragraph_format.right_indent or 0
    found.paragraph_format.tab_stops.add_tab_stop(Mm(BLOCK) - right, WD_TAB_ALIGNMENT.RIGHT)
    for number, element in enumerate(elements):
        if number:
            found.add_run("\t")
        filled(found, element, form)


def underlined(found: Paragraph, colour: str, strength: int) -> None:
    """A line below a paragraph, as strong as so many eighths of a point."""
    borders = OxmlElement("w:pBdr")
    borders.append(_element("w:bottom", BORDERS | {"sz": str(strength), "space": "4", "color": colour}))
    found._p.get_or_add_pPr().insert_element_before(borders, *BEHIND_LINES)  # noqa: SLF001 - the library has no lines


def at_the_foot(document: Document, rows: Sequence[Sequence[Element]], form: CharacterFormat) -> None:
    """Rows between black lines that hang at the foot of the page; the last part of each ends with the line."""
    table = document.add_table(len(rows), 1)
    table.autofit = False
    properties = table._tbl.tblPr  # noqa: SLF001 - the library has neither places nor lines of tables
    borders = OxmlElement("w:tblBorders")
    borders.extend(_element(f"w:{side}", BORDERS) for side in ("top", "bottom", "insideH"))
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")
    properties.insert_element_before(_element("w:tblpPr", AT_THE_FOOT), *BEHIND_PLACE)
    for made, row in zip(table.rows, rows, strict=True):
        made.cells[0].width = Mm(BLOCK)
        found = made.cells[0].paragraphs[0]
        found.paragraph_format.left_indent = found.paragraph_format.right_indent = Pt(form.size)
        apart(found, row, form)


BEHIND_PLACE: Final = ("w:tblOverlap", "w:tblW", "w:jc", "w:tblInd", "w:tblBorders", "w:tblLayout", "w:tblLook")
"""What stands behind the place in a table's properties."""


def numbered(found: Paragraph, form: CharacterFormat) -> None:
    """“— 1 —”: the number of the page as a field."""
    run(found, "— ", form)
    field = _element("w:fldSimple", {"instr": "PAGE"})
    field.append(run(found, "1", form)._r)  # noqa: SLF001 - the library has no fields
    found._p.append(field)  # noqa: SLF001
    run(found, " —", form)


def tabled(document: Document, element: Element, form: CharacterFormat) -> None:
    """A table of the commentary; its first row is repeated on every page."""
    rows = [[cell for cell in row if cell.tag in {"td", "th"}] for row in element.iter("tr")]
    wide = max((len(row) for row in rows), default=0)
    if not wide:
        return
    table = document.add_table(len(rows), wide, "Table Grid")
    for made, row in zip(table.rows, rows, strict=True):
        for cell, words in zip(made.cells, row, strict=False):
            filled(cell.paragraphs[0], words, form)
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader", {}))  # noqa: SLF001 - the library has no heads


def _element(name: str, values: Mapping[str, str]) -> Any:
    made = OxmlElement(name)
    for key, value in values.items():
        made.set(qn(f"w:{key}"), value)
    return made
