"""Widths of the columns of our tables, so that automatic tables can state them and break their pages in one place."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportgen.report import fonts

Widths = tuple[tuple[float, ...], ...]
"""CSS pixels of each column of each table, in the order of the page."""


def widths(html: str, images: Mapping[str, bytes]) -> Widths:
    """Lay a page out once and look."""
    fonts.activate()
    import weasyprint

    from reportgen.report.pdf.markup import BASE, Shelf
    from reportgen.report.pdf.patches import altered_engine

    with altered_engine():
        shelf = Shelf({}, images, fonts.font_folder())
        source = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=shelf)
        found = _by_element(source.render())
    return tuple(found[id(element)] for element in source.etree_element.iter("table"))


def _by_element(document: Any) -> Mapping[int, tuple[float, ...]]:
    """A table over several pages has a box on each; their columns are the same."""
    boxes = (box for page in document.pages for box in page._page_box.descendants())
    return {id(box.element): tuple(box.column_widths) for box in boxes if hasattr(box, "column_widths")}
