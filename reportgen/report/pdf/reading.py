"""The words of laid-out pages, in the order in which they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes

from reportgen.report.pdf.documents import PageText

POINTS = 0.75
"""Points in a CSS pixel."""


def pages(made: Iterable[Any]) -> tuple[PageText, ...]:
    """All pages that the engine made of a document; margin boxes are left out."""
    return tuple(
        PageText(
            number=number,
            text="\n".join(_blocks(page._page_box)),  # noqa: SLF001 - no public way to the words
            anchors=tuple(page.anchors),
            size=(page.width * POINTS, page.height * POINTS),
            reach={name: (box[1] * POINTS, box[3] * POINTS) for name, box in page.anchors.items()},
            used=_used(page._page_box),  # noqa: SLF001
            drawn="\n".join(_drawn(page._page_box)),  # noqa: SLF001
            block=_block(page._page_box),  # noqa: SLF001
        )
        for number, page in enumerate(made, start=1)
    )


def _block(page: Any) -> tuple[float, float]:
    """Top and height of the text block, in points."""
    return page.content_box_y() * POINTS, page.height * POINTS


def _used(page: Any) -> float:
    """How far lines and pictures reach down, as a share of the text block."""
    top: float = page.content_box_y()
    height: float = page.height
    return max((bottom - top for bottom in _bottoms(page)), default=0.0) / height


def _bottoms(box: Any) -> Iterator[float]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox | boxes.ReplacedBox):
            yield child.position_y + child.height
        elif not isinstance(child, boxes.MarginBox):
            yield from _bottoms(child)


def _blocks(box: Any) -> Iterator[str]:
    lines = []
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.LineBox):
            lines.append("".join(_words(child)).strip())
        elif not isinstance(child, boxes.MarginBox):
            yield from _blocks(child)
    if text := _joined(lines):
        yield text


def _drawn(box: Any) -> Iterator[str]:
    """What stands in drawings, a line for each label."""
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.ReplacedBox):
            yield from labels(child.replacement)
        elif not isinstance(child, boxes.MarginBox):
            yield from _drawn(child)


def labels(image: Any) -> Iterator[str]:
    """What stands in a drawing, a label at a time."""
    svg = getattr(image, "_svg", None)
    if svg is not None:
        yield from (text for text in svg.tree._etree_node.itertext() if text.strip())  # noqa: SLF001 - as above


def _words(box: Any) -> Iterator[str]:
    for child in getattr(box, "children", ()):
        if isinstance(child, boxes.TextBox):
            yield child.text
        else:
            yield from _words(child)


def _joined(lines: list[str]) -> str:
    """Lines as one text: a break between Latin words was a space, one between Han was nothing."""
    text = ""
    for line in lines:
        gap = " " if text and line and text[-1].isascii() and line[0].isascii() else ""
        text += gap + line
    return text
