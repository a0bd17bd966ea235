"""L21: each page says how the report stands: draft, illustrative, or neither."""

from __future__ import annotations

from collections.abc import Iterator

from reportgen.model.finding import Finding
from reportgen.report.lint.found import found
from reportgen.report.lint.layout import Layout, Page
from reportgen.report.lint.vocabulary import CHIP, COVERS


def chips(layout: Layout) -> Iterator[Finding]:
    """L21: a chip that is due and missing, or there and not due."""
    about = layout.about
    for page in layout.pages:
        if page.name in COVERS:
            continue
        shown = _chips(page)
        for words in about.due:
            if not any(word in chip for word in words for chip in shown):
                yield found("L21", page.number, " / ".join(sorted(words)), what="@layout.fault.missing")
        for words in about.banned:
            if any(word in chip for word in words for chip in shown):
                yield found("L21", page.number, " / ".join(sorted(words)), what="@layout.fault.surplus")


def _chips(page: Page) -> list[str]:
    return [block.text for block in (*page.blocks, *page.furniture) if CHIP in block.roles]
