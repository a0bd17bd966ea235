"""Sets of pages: which templates and styles a report is printed with, and in which families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from reportgen.report import fonts


@dataclass(frozen=True)
class PageSet:
    """One way to set a report.

    Attributes:
        root: the folder of its own under templates/ and styles/, with a slash; empty for the body of reports.
        styles: style sheets in the order of the cascade, by name under styles/; those of sections follow.
        families: the only font families that its pages may draw.
    """

    root: str
    styles: tuple[str, ...]
    families: frozenset[str]

    @property
    def document(self) -> str:
        """The template of the whole document."""
        return f"{self.root}report.html"

    def section(self, name: str) -> str:
        """The template of a section."""
        return f"{self.root}sections/{name}.html"

    def section_style(self, name: str) -> str:
        """The style of a section; not every section has one."""
        return f"{self.root}sections/{name}.css"


PAGE_SETS: Final[Mapping[str, PageSet]] = {
    "body": PageSet("", ("tokens.css", "page.css", "text.css", "tables.css", "components.css"), fonts.REQUIRED),
}
"""By the name that kinds of reports and sections use."""
