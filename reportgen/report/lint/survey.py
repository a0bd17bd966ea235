"""From the layout engine's boxes to the description that the rules read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from weasyprint.formatting_structure import boxes

from reportgen.model.finding import Finding
from reportgen.report.lint import lint
from reportgen.report.lint.drawing import drawing
from reportgen.report.lint.found import ENGLISH
from reportgen.report.lint.layout import About, LaidOutPages, LaidPage, LanguagePair
from reportgen.report.lint.reader import Reader, Styles, area_of

CHARTS: Final = "charts/"
"""Where the pages keep their charts, among all drawings."""


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
