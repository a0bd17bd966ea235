"""Gate on printed page numbers: references, contents and the foot name the page that it really is.

The engine writes them while pages still move, and a layout of ours that is left out could leave an old number behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from weasyprint.formatting_structure import boxes

from reportgen.model.finding import Finding
from reportgen.report.pdf.findings import finding

LAST_NUMBER: Final = re.compile(r"([0-9]+)\D*$")
OF_ALL: Final = re.compile(r"([0-9]+) / ([0-9]+)")


def problems(document: Any) -> Iterator[Finding]:
    """R16: numbers of pages that are not those of their targets, or of the page they stand on."""
    targets: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for anchor in page.anchors:
            targets.setdefault(anchor, number)
    for number, page in enumerate(document.pages, start=1):
        for text, target in _references(page._page_box):  # noqa: SLF001 - no public way to the boxes
            yield from _wrong(text, number, targets.get(target))
        for foot in _feet(page._page_box):  # noqa: SLF001
            yield from _miscounted(foot, number, len(document.pages))


def _references(box: Any) -> Iterator[tuple[str, str]]:
    """What is printed for each reference, and the id it leads to."""
    element = box.element
    if element is not None and hasattr(element, "get") and (target := element.get("data-for")):
        if text := _words(box):
            yield text, unquote(target.removeprefix("#"))
        return
    for child in getattr(box, "children", ()):
        yield from _references(child)


def _wrong(text: str, number: int, due: int | None) -> Iterator[Finding]:
    match = LAST_NUMBER.search(text)
    if due is not None and (match is None or int(match[1]) != due):
        yield finding("R16", page=number, printed=text.strip(" ."), due=str(due))


def _feet(page: Any) -> Iterator[str]:
    return (_words(child) for child in page.children if isinstance(child, boxes.MarginBox))


def _miscounted(text: str, number: int, total: int) -> Iterator[Finding]:
    match = OF_ALL.fullmatch(text.strip())
    if match and (int(match[1]), int(match[2])) != (number, total):
        yield finding("R16", page=number, printed=text.strip(), due=f"{number} / {total}")


def _words(box: Any) -> str:
    if isinstance(box, boxes.TextBox):
        return str(box.text)
    return "".join(_words(child) for child in getattr(box, "children", ()))
