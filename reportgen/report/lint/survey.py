"""From the layout engine's boxes to the description that the rules read.

Boxes of a page are read in their order: blocks of lines, rows and cells of tables, pictures. What the engine's styles
say is looked up once each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from weasyprint.formatting_structure import boxes

from reportgen.model.finding import Finding
from reportgen.report.lint import lint
from reportgen.report.lint.drawing import drawing
from reportgen.report.lint.found import (
    BADGE,
    CODES,
    ENGLISH,
    FURNITURE,
    GROUPS,
    HEADINGS,
    WHITE,
    SheetArea,
    covering,
    hexadecimal,
    over,
)
from reportgen.report.lint.layout import (
    MM,
    About,
    LaidBlock,
    LaidCell,
    LaidLine,
    LaidOutPages,
    LaidPage,
    LaidPicture,
    LaidRow,
    LaidTable,
    LanguagePair,
    Run,
)

CHARTS: Final = "charts/"
"""Where the pages keep their charts, among all drawings."""
POINTS: Final = 0.75
"""Points in a CSS pixel."""
BOLD: Final = 600
SIDES: Final = ("top", "right", "bottom", "left")
ABOVE: Final = 0.88
BELOW: Final = 0.12
"""The em box of the house's fonts over and under the baseline, in em."""
PT: Final = 25.4 / 72
"""Millimetres in a point."""


@dataclass(frozen=True)
class LintInput:
    """What the lint says of laid-out pages: all that it needs besides is given, so that equal pages are told alike.

    Attributes:
        about: facts of the report.
        images: its drawings by address.
    """

    about: About
    images: Mapping[str, bytes]

    def __call__(self, document: Any) -> tuple[Finding, ...]:
        """The findings, by page and rule."""
        return lint(layout(document, self.images, self.about))


def layout(document: Any, images: Mapping[str, bytes], about: About) -> LaidOutPages:
    """Describe laid-out pages.

    Args:
        document: the engine's, laid out and not yet painted.
        images: drawings by the address under which the pages name them.
        about: what else is known of the report.
    """
    styles = Styles(images)
    english: dict[int, int] = {}
    headings: dict[int, str] = {}
    pages = []
    heading = ""
    for number, each in enumerate(document.pages, start=1):
        page = each._page_box  # noqa: SLF001 - no public way to the boxes
        reader = Reader(styles, area_of(page), heading)
        pages.append(_page(number, page, reader, tuple(each.anchors)))
        heading = reader.heading
        for element, above in reader.english.items():
            english.setdefault(element, number)
            headings.setdefault(element, above)
    root = document.pages[0]._page_box.children[0].element if document.pages else None  # noqa: SLF001
    pairs = tuple(_pairs(root, english, headings)) if root is not None else ()
    charts = {name: drawing(svg) for name, svg in images.items() if name.startswith(CHARTS) and name.endswith(".svg")}
    return LaidOutPages(tuple(pages), pairs, charts, about)


def _page(number: int, page: Any, reader: Reader, anchors: tuple[str, ...]) -> LaidPage:
    margins = {}
    for child in page.children:
        if isinstance(child, boxes.MarginBox):
            margins[child.at_keyword] = tuple(reader.margin(child))
        else:
            reader.visit(child)
    return LaidPage(
        number=number,
        name=page.page_type.name,
        content=area_of(page),
        blocks=tuple(sorted(reader.blocks, key=lambda block: block.order)),
        tables=tuple(sorted(reader.tables, key=lambda table: table.order)),
        pictures=tuple(reader.pictures),
        margins=margins,
        paints=dict(reader.paints),
        anchors=anchors,
    )


def _pairs(root: Any, pages: Mapping[int, int], headings: Mapping[int, str]) -> Iterator[LanguagePair]:
    """Each piece of English with the words before it in the same element."""
    for parent in root.iter():
        before = parent.text or ""
        for child in parent:
            if ENGLISH in (child.get("class") or "").split() and id(child) in pages:
                yield LanguagePair(before, "".join(child.itertext()), pages[id(child)], headings[id(child)])
                before = ""
            else:
                before += "".join(child.itertext())
            before += child.tail or ""


@dataclass(frozen=True, slots=True)
class LetterStyle:
    """How letters look: size in points, and colour with its opacity."""

    family: str
    size: float
    bold: bool
    colour: str
    alpha: float
    language: str


@dataclass(frozen=True, slots=True)
class BoxPaint:
    """How a box is painted: the colour under its content with its opacity, and the colours of its visible edges."""

    colour: str
    alpha: float
    edges: tuple[str, ...]
    is_drawn: bool


@dataclass
class Styles:
    """Faces and grounds by the identity of the engine's styles, which are kept alive so that it stays theirs."""

    images: Mapping[str, bytes]
    kept: list[Any] = field(default_factory=list)
    faces: dict[int, LetterStyle] = field(default_factory=dict)
    grounds: dict[int, BoxPaint] = field(default_factory=dict)

    def face(self, style: Any) -> LetterStyle:
        """How letters of this style look."""
        found = self.faces.get(id(style))
        if found is None:
            self.kept.append(style)
            colour, alpha = hexadecimal(style["color"])
            found = self.faces[id(style)] = LetterStyle(
                family=style["font_family"][0],
                size=style["font_size"] * POINTS,
                bold=style["font_weight"] >= BOLD,
                colour=colour,
                alpha=alpha,
                language=style["lang"] or "",
            )
        return found

    def ground(self, style: Any) -> BoxPaint:
        """How boxes of this style are painted."""
        found = self.grounds.get(id(style))
        if found is None:
            self.kept.append(style)
            found = self.grounds[id(style)] = self._ground(style)
        return found

    def _ground(self, style: Any) -> BoxPaint:
        drawn = covering(style, self.images)
        if drawn:
            return BoxPaint(drawn, 1.0, (), is_drawn=True)
        colour, alpha = _colour(style, "background_color")
        edges = [
            _colour(style, f"border_{side}_color")
            for side in SIDES
            if style[f"border_{side}_width"] and style[f"border_{side}_style"] not in {"none", "hidden"}
        ]
        return BoxPaint(colour, alpha, tuple(sorted({edge for edge, seen in edges if seen})), is_drawn=False)


def _colour(style: Any, name: str) -> tuple[str, float]:
    value = style[name]
    return hexadecimal(style["color"] if value == "currentcolor" else value)


class Around(NamedTuple):
    """What encloses a box: see `Block` for the words."""

    element: Any
    classes: frozenset[str]
    roles: frozenset[str]
    frame: SheetArea
    group: int | None
    ground: str


@dataclass
class Reader:
    """Reads one page; `heading` is the one under which it begins, and afterwards the one under which it ends."""

    styles: Styles
    content: SheetArea
    heading: str
    blocks: list[LaidBlock] = field(default_factory=list)
    tables: list[LaidTable] = field(default_factory=list)
    pictures: list[LaidPicture] = field(default_factory=list)
    english: dict[int, str] = field(default_factory=dict)
    paints: dict[str, str] = field(default_factory=dict)
    order: int = 0

    def visit(self, box: Any) -> None:
        """Read a box of the page's text block."""
        self._visit(box, Around(None, frozenset(), frozenset(), self.content, None, WHITE))

    def margin(self, box: Any) -> Iterator[LaidBlock]:
        """Read a margin box."""
        start, heading = len(self.blocks), self.heading
        self._visit(box, Around(None, frozenset(), frozenset(), area_of(box), None, WHITE))
        self.heading = heading
        yield from self.blocks[start:]
        del self.blocks[start:]

    def _visit(self, box: Any, around: Around, *, is_inline: bool = False) -> None:
        box = getattr(box, "_box", box)  # what stands for an absolutely placed box holds it
        around = self._entered(box, around)
        if isinstance(box, boxes.ReplacedBox):
            self._picture(box, around)
        elif isinstance(box, boxes.TableBox) and box.element_tag == "table":
            self._table(box, around)
        else:
            if isinstance(box, boxes.TableCellBox):
                around = around._replace(frame=border_of(box))
            lines = [child for child in box.children if isinstance(child, boxes.LineBox)]
            if lines or BADGE in around.classes:  # an empty badge is a block as well, one without its letter
                self._block(box, lines, around, is_inline=is_inline)
            for child in box.children:
                if not isinstance(child, boxes.LineBox):
                    self._visit(child, around)

    def _entered(self, box: Any, around: Around) -> Around:
        """What a box encloses its content with."""
        paint = self.styles.ground(box.style)
        for colour in (*paint.edges, *((paint.colour,) if paint.alpha == 1 and not paint.is_drawn else ())):
            self.paints.setdefault(colour, self.heading)
        ground = over(paint.colour, paint.alpha, around.ground) if paint.alpha else around.ground
        if box.element is None or box.element is around.element or not hasattr(box.element, "get"):
            return around if ground is around.ground else around._replace(ground=ground)
        own = frozenset((box.element.get("class") or "").split())
        tag = (box.element_tag or "").partition("::")[0]
        if ENGLISH in own:
            self.english.setdefault(id(box.element), self.heading)
        group = id(box.element) if tag in GROUPS or own & GROUPS else around.group
        return Around(box.element, own, around.roles | own | {tag}, around.frame, group, ground)

    def _picture(self, box: Any, around: Around) -> None:
        if around.element is not None and (source := around.element.get("src")):
            alt = around.element.get("alt") or ""
            area = area_of(box)
            self.pictures.append(LaidPicture(source, alt, area, around.frame, self._next(), self.heading))

    def _table(self, box: Any, around: Around) -> None:
        order, rows, heading = self._next(), [], self.heading
        for group in box.children:
            inner = self._entered(group, around)
            rows += [self._row(row, inner, is_head=group.element_tag == "thead") for row in group.children]
        element = id(around.element)
        place = border_of(box), around.frame, tuple(rows), heading, order, self.order
        self.tables.append(LaidTable(element, around.classes, *place))

    def _row(self, box: Any, around: Around, *, is_head: bool) -> LaidRow:
        order = self._next()
        inner = self._entered(box, around)
        cells = tuple(self._cell(cell, inner) for cell in box.children)
        return LaidRow(id(box.element), inner.classes, is_head, area_of(box), cells, order)

    def _cell(self, box: Any, around: Around) -> LaidCell:
        start = len(self.blocks)
        self._visit(box, around)
        found = sorted(self.blocks[start:], key=lambda block: block.order)
        classes = frozenset((box.element.get("class") or "").split()) if box.element is not None else frozenset()
        return LaidCell(box.grid_x, classes, border_of(box), tuple(found))

    def _block(self, box: Any, lines: list[Any], around: Around, *, is_inline: bool) -> None:
        order = self._next()
        read = tuple(self._line(line, around) for line in lines)
        face = self.styles.face(box.style)
        tag = (box.element_tag or "").partition("::")[0]
        found = LaidBlock(
            id(box.element),
            order,
            tag,
            around.classes,
            around.roles,
            face.language,
            area_of(box),
            around.frame,
            around.group,
            self.heading,
            is_inline,
            read,
        )
        self.blocks.append(found)
        if around.roles & HEADINGS and ENGLISH not in around.roles and not is_inline:
            self.heading = found.text or self.heading

    def _line(self, box: Any, around: Around) -> LaidLine:
        words: list[str] = []
        runs: list[Run] = []
        for child in box.children:
            self._inline(child, around, words, runs)
        return LaidLine("".join(words).strip(), area_of(box), tuple(runs))

    def _inline(self, box: Any, around: Around, words: list[str], runs: list[Run]) -> None:
        if isinstance(box, boxes.TextBox):
            words.append(box.text)
            runs.append(self._run(box, around))
        elif isinstance(box, boxes.InlineBox):
            inner = self._entered(box, around)
            for child in box.children:
                self._inline(child, inner, words, runs)
        else:
            start = len(self.blocks)
            self._visit(box, around, is_inline=True)
            words += [block.text for block in self.blocks[start:]]

    def _run(self, box: Any, around: Around) -> Run:
        face = self.styles.face(box.style)
        base = (box.position_y + box.baseline) * MM
        em = face.size * PT
        left = box.position_x * MM
        area = SheetArea(left, base - ABOVE * em, left + box.width * MM, base + BELOW * em)
        colour = over(face.colour, face.alpha, around.ground)
        reference = bool(around.roles & (FURNITURE | CODES))
        look = face.size, face.family, face.bold, colour, around.ground
        return Run(box.text, area, *look, language=face.language, is_reference=reference)

    def _next(self) -> int:
        self.order += 1
        return self.order


def area_of(box: Any) -> SheetArea:
    """The content box."""
    left, top = box.content_box_x() * MM, box.content_box_y() * MM
    return SheetArea(left, top, left + box.width * MM, top + box.height * MM)


def border_of(box: Any) -> SheetArea:
    """The border box."""
    left, top = box.border_box_x() * MM, box.border_box_y() * MM
    return SheetArea(left, top, left + box.border_width() * MM, top + box.border_height() * MM)
