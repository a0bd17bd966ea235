"""What a screen needs of pages that were written for paper: tables that move on their own, references that say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree.ElementTree import Element

from reportgen.report.web.tree import classes, replaced, words

if TYPE_CHECKING:
    from reportgen.report.web.album import Album

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LINE_BY_LINE: Final = frozenset({"labelled", "effect-row"})
"""Rows whose words and drawings belong together line by line."""
MILLIMETRES: Final = re.compile(r"width:\s*([0-9.]+)mm")
POINTING: Final = frozenset({"href", "data-for"})


@dataclass(frozen=True)
class Names:
    """What frames and references are called; ``{name}`` is the heading above, or the one that is referred to."""

    table: str
    figure: str
    reference: str
    see: str


def pictured(root: Element, album: Album) -> None:
    """Every picture inside the page, those of styles as well."""
    replaced(root, lambda element: album.picture(element) if element.tag == "img" else element)
    for element in root.iter():
        if "url(" in element.get("style", ""):
            element.set("style", album.styled(element.get("style", "")))


def framed(root: Element, names: Names) -> None:
    """Wide things in frames that move sideways by finger, wheel and arrow keys, each named by the heading above it."""
    _framed(root, "", names)


def _framed(parent: Element, heading: str, names: Names) -> str:
    """Frame what is wide below an element; returns the last heading."""
    for index, child in enumerate(list(parent)):
        if child.tag in HEADINGS:
            heading = words(child)
        if child.tag == "nav":
            child.attrib.setdefault("aria-label", heading)
        if child.tag in {"table", "svg", "img"} or classes(child) & LINE_BY_LINE:
            parent[index] = _frame(child, (names.table if child.tag == "table" else names.figure).format(name=heading))
        else:
            heading = _framed(child, heading, names)
    return heading


def _frame(content: Element, name: str) -> Element:
    if width := _width(content):
        content.set("style", f"--own:{width:g}mm;{content.get('style', '')}")
    frame = Element("div", {"class": "frame", "role": "group", "tabindex": "0", "aria-label": name})
    frame.tail, content.tail = content.tail, None
    frame.append(content)
    return frame


def _width(content: Element) -> float:
    """How wide a drawing, or the columns of a table together, stand on paper, in millimetres; 0 where styles say it."""
    widths = [MILLIMETRES.search(column.get("style", "")) for column in content.iter("col")]
    if content.tag == "svg":
        widths = [MILLIMETRES.search(content.get("style", ""))]
    return sum(float(width[1]) for width in widths if width) if all(widths) else 0.0


LISTED: Final = "index-name"
"""Class of an entry of a list that names what it leads to by itself, as entries of contents do."""


def without_page_numbers(root: Element, names: Names) -> None:
    """References by words: there are no pages to number, and a link that was named by its page gets a name."""
    titles = {element.get("id"): words(element) for element in root.iter() if element.get("id")}
    for parent in list(root.iter()):
        for before, number in zip([None, *parent], list(parent), strict=False):
            if "pg" not in classes(number):
                continue
            parent.remove(number)
            is_listed = parent.tag == "li" or LISTED in classes(parent)
            if before is not None and before.tag == "a" and "href" in before.attrib and not is_listed:
                before.text = names.see
                before.set("aria-label", names.reference.format(name=titles.get(before.get("href", "")[1:], "")))


def apart(root: Element, prefix: str) -> None:
    """Give all anchors of an edition a prefix, so that it can stand beside another one."""
    for element in root.iter():
        if name := element.get("id"):
            element.set("id", prefix + name)
        for attribute in POINTING & set(element.attrib):
            if element.get(attribute, "").startswith("#"):
                element.set(attribute, f"#{prefix}{element.get(attribute, '')[1:]}")
