"""The accountant's words on a period, file by file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

KEPT: Final = frozenset(
    "p strong em ul ol li h2 h3 h4 blockquote table thead tbody tr th td br code pre".split()  # noqa: SIM905 - a list of names
)
"""Elements of HTML that a report prints; all others are left out."""


@dataclass(frozen=True)
class Remarks:
    """One file of commentary.

    Attributes:
        file: path relative to the case.
        text: its Markdown.
    """

    file: str
    text: str
