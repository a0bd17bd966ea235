"""The accountant's words on a period, file by file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

FOLDER: Final = "commentary"
"""Of a case; in it a folder for each period."""
KEPT: Final = frozenset(
    "p strong em ul ol li h2 h3 h4 blockquote table thead tbody tr th td br code pre".split()  # noqa: SIM905 - a list of names
)
"""Elements of HTML that a report prints; all others are left out."""
QUOTE: Final = re.compile(r"\{\{[^\S\n]*(?P<name>[^{}\n]*?)[^\S\n]*\}\}")  # {{ current_ratio }}
LEFT_OPEN: Final = re.compile(r"(?:\{\{|\{%|\}\}|%\}).{0,40}")  # {{ current_ratio without its end, {% anything %}


@dataclass(frozen=True)
class Remarks:
    """One file of commentary.

    Attributes:
        file: path relative to the case.
        text: its Markdown.
    """

    file: str
    text: str

    @property
    def about(self) -> str:
        """What its name says before the first dot: of `solvency.zh.md` the ability that it is about."""
        return self.file.rpartition("/")[2].partition(".")[0]

    def unresolved(self, is_there: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
        """Quotes of what is not there and those left open: line, column and what is quoted."""
        for number, line in enumerate(self.text.splitlines(), start=1):
            matches = [match for match in QUOTE.finditer(line) if not is_there(match["name"])]
            wrong = [(match.start(), match["name"] or match[0]) for match in matches]
            whole = QUOTE.sub(lambda match: " " * len(match[0]), line)
            wrong += [(match.start(), match[0].strip()) for match in LEFT_OPEN.finditer(whole)]
            yield from ((number, column + 1, name) for column, name in sorted(wrong))
