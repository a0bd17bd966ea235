"""Last period's commentary as a draft: quoted numbers stay live, words that may be stale are marked for the writer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from reportgen.model.brand import CARRIED, QUOTE

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definition import Language
    from reportgen.model.period import Period

STALE: Final = ("dates", "numbers", "directions")
"""What may no longer hold, the patterns of each in the words of the catalogue: a date before the number in it."""
MARKED: Final = "[?{}?]"
LISTED: Final = re.compile(r"\s*(?:#{1,6}\s|(?:\d+[.)]|[-*+>])\s+)*")
"""What opens a line of Markdown: marks of headings and lists, with their numbers."""


def draft(text: str, language: Language, before: Period, catalog: Catalog) -> str:
    """The text of an earlier period with its stale words marked, under a line that says so."""
    words = catalog.words
    stale = re.compile(
        "|".join(words[f"year.stale.{key}"].in_language(language) for key in STALE), re.IGNORECASE
    )  # fmt: skip
    head = words["year.draft"].in_language(language).format(before=before)
    lines = (_line(line, stale) for line in _plain(text, language, catalog).splitlines())
    return "\n".join([MARKED.format(head), "", *lines]).rstrip() + "\n"


def _plain(text: str, language: Language, catalog: Catalog) -> str:
    """The words without the marks of an earlier draft that nobody revised, and without its first line."""
    opening = catalog.words["year.draft"].in_language(language).partition("{before}")[0]
    kept = (line for line in text.lstrip("\ufeff").splitlines() if not line.startswith(f"[?{opening}"))
    return CARRIED.sub(lambda match: match["words"], "\n".join(kept)).strip()


def _line(line: str, stale: re.Pattern[str]) -> str:
    """One line; what is quoted by name is another number by itself, and is left alone."""
    start = LISTED.match(line)
    at = start.end() if start else 0
    found = line[:at]
    for quote in QUOTE.finditer(line, at):
        found += stale.sub(_marked, line[at : quote.start()]) + quote[0]
        at = quote.end()
    return found + stale.sub(_marked, line[at:])


def _marked(match: re.Match[str]) -> str:
    said = match[0]
    stripped = said.strip()
    return said.replace(stripped, MARKED.format(stripped)) if stripped else said
