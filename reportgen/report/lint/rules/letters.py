"""L24: letters of a page that are too small to be read in print."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.lint.found import found, millimetres
from reportgen.report.lint.layout import Layout
from reportgen.report.lint.rules.charts import LEAST_PT

NOISE: Final = 0.05
"""Points that a size computed from shares may miss by."""


def small(layout: Layout) -> Iterator[Finding]:
    """L24: words under the floor for English and digits, once for each size on a page."""
    for page in layout.pages:
        told: set[str] = set()
        for block, run in page.runs:
            size = millimetres(run.size)
            if run.text.strip() and run.size < LEAST_PT - NOISE and size not in told:
                told.add(size)
                yield found("L24", page.number, run.text, block.heading, size=size, least=millimetres(LEAST_PT))
