"""Gates on the page before it is laid out: pictures, references, headings, title, look-alike characters."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from reportgen.model.finding import Finding
from reportgen.report.pdf.findings import characters, finding

SVG: Final = "{http://www.w3.org/2000/svg}"
PICTURES: Final = frozenset({"img", "object", "embed", f"{SVG}svg"})
SILENT: Final = frozenset({"style", "script", "template"})
OUTSIDE: Final = frozenset({"http", "https", "mailto"})

CHART: Final = re.compile(r"charts/.*\.svg")
"""Where the pages keep the charts of data; a photograph has no number to tell."""
DIGIT: Final = re.compile("[0-9]")
LOOKALIKES: Final = re.compile(
    "["
    "\u2e80-\u2fdf"  # radicals
    "\uf900-\ufaff\U0002f800-\U0002fa1f"  # compatibility ideographs
    "\ue000-\uf8ff\U000f0000-\U0010ffff"  # private use
    "\u2015"  # horizontal bar, drawn as the dash
    "\ufffd"
    "]"
)
"""Characters that share a glyph with another one: whichever comes first in a file is what all of them copy as."""


def problems(root: Any, title: str) -> Iterator[Finding]:
    """Everything wrong with a page's markup, gate by gate; `title` is one given apart from the page."""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    yield from _identity(root, elements, title)
    yield from _pictures(elements)
    yield from _references(elements)
    yield from _headings(elements)
    yield from _lookalikes(elements)


def _identity(root: Any, elements: list[Any], title: str) -> Iterator[Finding]:
    """R11, R12: a page has a title and a language."""
    if not title and not any(element.tag == "title" and words(element) for element in elements):
        yield finding("R11")
    if not root.get("lang"):
        yield finding("R12")


def _pictures(elements: list[Any]) -> Iterator[Finding]:
    """R04, R05, R15: each picture says in its own words what it shows."""
    pictures = [element for element in elements if element.tag in PICTURES]
    for picture in pictures:
        if not alternative(picture):
            yield finding("R04", source=picture.get("src") or picture.get("id") or picture.tag.removeprefix(SVG))
    for picture in pictures:
        told = alternative(picture)
        if told and CHART.fullmatch(picture.get("src") or "") and not DIGIT.search(told):
            yield finding("R15", source=picture.get("src"), text=told[:60])
    texts = Counter(text for picture in pictures if (text := alternative(picture)))
    for text, count in texts.items():
        if count > 1:
            yield finding("R05", text=text, count=count)


def alternative(picture: Any) -> str:
    """What is read in place of a picture: the title of an SVG, else its `alt`."""
    if picture.tag == f"{SVG}svg":
        title = picture.find(f"{SVG}title")
        return "" if title is None else words(title)
    return " ".join(picture.get("alt", "").split())


def _references(elements: list[Any]) -> Iterator[Finding]:
    """R06: what points into the report points at something."""
    ids = {element.get("id") for element in elements}
    for element in elements:
        for target in (element.get("href") if element.tag == "a" else None, element.get("data-for")):
            if target is not None and not _resolved(target, ids):
                yield finding("R06", target=target, text=words(element)[:60])


def _resolved(target: str, ids: set[str | None]) -> bool:
    if target.startswith("#"):
        return unquote(target[1:]) in ids
    return urlsplit(target).scheme in OUTSIDE


def _headings(elements: list[Any]) -> Iterator[Finding]:
    """R13: headings go down one level at a time, from the first."""
    previous = 0
    for element in elements:
        if re.fullmatch("h[1-6]", element.tag):
            level = int(element.tag[1])
            if level > previous + 1:
                yield finding("R13", text=words(element)[:60], level=level, previous=previous)
            previous = level


def _lookalikes(elements: list[Any]) -> Iterator[Finding]:
    """R08: no character that copies as another one."""
    for text in _texts(elements):
        if found := set(LOOKALIKES.findall(text)):
            yield finding("R08", characters=characters(found), text=" ".join(text.split())[:60])


def _texts(elements: list[Any]) -> Iterator[str]:
    for element in elements:
        own = "" if element.tag in SILENT else element.text
        yield from (text for text in (own, element.tail, element.get("alt"), element.get("title")) if text)


def words(element: Any) -> str:
    """The text of an element on one line."""
    return " ".join("".join(element.itertext()).split())
