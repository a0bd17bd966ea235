"""What an element is and in which language: the parts of the structure tree that people hear."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pydyf

from reportgen.report.pdf.markup import alternative, words
from reportgen.report.pdf.reading import POINTS
from reportgen.report.pdf.structure.elements import Annotated, Content, Element, Tree

ROLES: Final = {
    "address": "Div",
    "aside": "Div",
    "code": "Code",
    "figure": "Div",
    "footer": "Div",
    "header": "Div",
    "nav": "Sect",
    "q": "Quote",
    **dict.fromkeys(("abbr", "b", "em", "i", "mark", "small", "strong", "sub", "sup", "time"), "Span"),
}
"""Roles of HTML tags that the engine leaves without one."""


def name(tree: Tree) -> None:
    """Name all elements."""
    for element in list(tree.top.below()):
        _say_what(element)
        match element.role:
            case "Figure":
                _bounding_box(tree, element)
            case "Link" if element.html is not None:
                _link(tree, element)


def _say_what(element: Element) -> None:
    if element.tag:
        if element.role == "NonStruct":
            element.role = ROLES.get(element.tag, "NonStruct")
        if language := element.html.get("lang"):
            element.entry["Lang"] = pydyf.String(language)


def _bounding_box(tree: Tree, element: Element) -> None:
    """From CSS pixels below the page's top, as the engine writes them, to points above its foot."""
    page = tree.object_of(element.entry["Pg"])
    height = page["MediaBox"][3]
    left, top, right, bottom = (value * POINTS for value in element.entry["A"]["BBox"])
    element.entry["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


def _link(tree: Tree, element: Element) -> None:
    """One link, not one in each part of it; told by its words, not by its address."""
    annotations = [end for end in element.ends() if isinstance(end, Annotated)]
    element.kids = [*_plain(element), *annotations]
    text = words(element.html) or _pictured(element.html) or element.html.get("href", "")
    for end in annotations:
        tree.pdf.objects[end.annotation]["Contents"] = pydyf.String(text)


def _plain(element: Element) -> Iterator[Element | Content]:
    """What a link holds without its inner elements, but for pictures and words of another language."""
    for kid in element.kids:
        if isinstance(kid, Content):
            yield kid
        elif isinstance(kid, Element) and (kid.role == "Figure" or (kid.tag and kid.html.get("lang"))):
            kid.kids = list(_plain(kid))
            yield kid
        elif isinstance(kid, Element):
            yield from _plain(kid)


def _pictured(html: Any) -> str:
    return " ".join(filter(None, (alternative(picture) for picture in html.iter("img"))))
