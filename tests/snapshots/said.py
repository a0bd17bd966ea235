"""What a report says: its words in English, section by section, without the figures, which other tests are about.

Of what is filed in Chinese alone the Chinese.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from xml.etree.ElementTree import Element

from reportgen.report.section import Report
from reportgen.report.web.tree import parsed
from snapshots.structure import section_of

LINES = frozenset({"p", "li", "tr", "dt", "dd", "caption", "figcaption", "h1", "h2", "h3", "h4", "h5", "h6"})
CELLS = frozenset({"td", "th"})
CELL = " | "
SPOKEN = ("aria-label", "alt")
DIGITS = re.compile(r"\b(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b|\d[\d,.]*")
"""Figures, and digests of files, which change with every file."""
NOTHING = re.compile("(?!)")
CHINESE = re.compile("[\u2e80-\u9fff\uff00-\uffef\u3000-\u303f]+")


def said(report: Report, html: str) -> str:
    """Every section in its order under its id: its lines, rows of tables cell by cell; of equal ones how many."""
    body = parsed(html)
    at = {element.get("id"): element for element in body.iter() if element.get("id")}
    holder = {child: parent for parent in body.iter() for child in parent}
    lines = []
    for section in report.sections:
        lines.append(f"{section.id} [{section.name}]")
        if section.id in at:
            element = section_of(at[section.id], holder)
            dropped = CHINESE if any(one.get("lang") == "en" for one in element.iter()) else NOTHING
            words = (_without(dropped, line) for line in _lines(element))
            runs = ((line, len(list(same))) for line, same in groupby(filter(None, words)))
            lines += [f"  {line}" + (f" ×{count}" if count > 1 else "") for line, count in runs]
    return "\n".join(lines) + "\n"


def _without(dropped: re.Pattern[str], line: str) -> str:
    return CELL.join(" ".join(dropped.sub(" ", cell).split()) for cell in line.split(CELL))


def _lines(element: Element) -> Iterator[str]:
    for name in SPOKEN:
        yield _plain(element.get(name) or "")
    if element.tag == "tr":
        yield CELL.join(_words(cell) for cell in element.iter() if cell.tag in CELLS)
    elif element.tag in LINES and not any(kid.tag in LINES for kid in element.iter() if kid is not element):
        yield _words(element)
    elif element.get("lang") == "en":
        yield _plain("".join(element.itertext()))
    else:
        yield _plain(element.text or "")
        for kid in element:
            yield from _lines(kid)
            yield _plain(kid.tail or "")


def _words(element: Element) -> str:
    """The English of an element where it is in both languages, else all of it."""
    english = [_plain("".join(one.itertext())) for one in element.iter() if one.get("lang") == "en"]
    return " ".join(english) or _plain("".join(element.itertext()))


def _plain(text: str) -> str:
    return DIGITS.sub("#", " ".join(text.split()))
