"""Tables that go on over pages say so above them: what each is called, and that it is continued.

The style sheet prints the string at the top of pages on which it still holds: from the first row of a table to its
last. Which words these are is found here for every table of a report, so that no template has to say it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

PATTERN: Final = "data-continued"
"""Attribute: of the body or of a document in it, the words with ``{title}`` where the title of a table stands; of a
table, its words where they are given; of a row, what the style sheet prints."""
ENGLISH_PATTERN: Final = "data-continued-en"
SCOPES: Final = ("body", "div")
TITLE: Final = "{title}"
ENDS: Final = "ends"
"""Class of the last row."""
SECOND: Final = "en"
"""Class of words in the second language."""
Words = tuple[str, str]
NOTHING: Final[Words] = ("", "")
KICKER: Final = "kicker"
"""Class of the words over a title that name its section."""
NUMBER: Final = "table-number"
"""Class of those over a title that names the table itself: its number, where they have an id."""
ROOM: Final = 60.0
"""Ems of the line above a table, less some for wide letters; a title that needs more stands in one language there."""
LATIN: Final = 0.56
"""Ems of a letter or digit of bold type, on the average."""
HAN: Final = "\u2e80"
"""From here on characters are as wide as they are high."""
HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")


def mark(root: Any) -> None:
    """Give the first row of every table the words for the pages on which it goes on, and the last one an end."""
    for scope in [element for element in root.iter() if element.tag in SCOPES and element.get(PATTERN)]:
        _mark_within(scope)


def _mark_within(scope: Any) -> None:
    title = number = NOTHING
    is_kicker = False
    for element in scope.iter():
        if NUMBER in _classes(element):
            number = _words(element) if element.get("id") else NOTHING
        elif KICKER in _classes(element):
            title, is_kicker = _words(element), True
        elif element.tag in HEADINGS:
            title = title if is_kicker else _joined(number, _words(element))
            number, is_kicker = NOTHING, False
        elif element.tag == "table":
            _mark_rows(element, element.get(PATTERN) or _said(scope, *title))


def _joined(number: Words, title: Words) -> Words:
    """The number of a table and its title, where they are apart: in one language each."""
    first, second = (" ".join(part for part in pair if part) for pair in zip(number, title, strict=True))
    return first, second


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()


def _mark_rows(table: Any, words: str) -> None:
    rows = [row for group in table.iter("tbody") for row in group.iter("tr")]
    if len(rows) > 1 and words:
        rows[0].set(PATTERN, words)
        rows[-1].set("class", " ".join([*_classes(rows[-1]), ENDS]))


def _said(scope: Any, first: str, second: str) -> str:
    said = scope.get(PATTERN).replace(TITLE, first) if first else ""
    english = scope.get(ENGLISH_PATTERN, "").replace(TITLE, second) if second else ""
    both = " ".join(part for part in (said, english) if part)
    return both if _ems(both) <= ROOM else said or english


def _ems(text: str) -> float:
    """About how wide a line is, in the size of its letters."""
    return sum(1.0 if char >= HAN else LATIN for char in text)


def _words(element: Any) -> Words:
    """A heading in the leading language, and in the second where it has one."""
    return " ".join("".join(_first(element)).split()), " ".join("".join(_second(element)).split())


def _first(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if SECOND not in _classes(child):
            yield from _first(child)
        yield child.tail or ""


def _second(element: Any) -> Iterator[str]:
    for found in element.iter():
        if SECOND in _classes(found):
            yield "".join(found.itertext())
