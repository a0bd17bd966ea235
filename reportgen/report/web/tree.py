"""Pages as trees of elements: read once; changed and written again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import tinyhtml5

SECOND: Final = "en"
"""The class of the second language beside the first."""

Change = Callable[[Element], Element]
"""What becomes of an element: itself, or what stands in its place."""


def parsed(html: str) -> Element:
    """The root of a page, read as browsers read it, without its comments."""
    root: Any = tinyhtml5.parse(html, namespace_html_elements=False)
    for parent in list(root.iter()):
        _without_comments(parent)
    found: Element = root
    return found


def _without_comments(parent: Any) -> None:
    """Take comments out of an element; the text behind each stays."""
    for index in reversed(range(len(parent))):
        if isinstance(parent[index].tag, str):
            continue
        text = parent[index].tail or ""
        if index:
            parent[index - 1].tail = (parent[index - 1].tail or "") + text
        else:
            parent.text = (parent.text or "") + text
        del parent[index]


def inner(root: Element) -> str:
    """What stands in the body of a page, as HTML."""
    body = root.find("body")
    assert body is not None
    return "".join(ET.tostring(child, encoding="unicode", method="html") for child in body)


def replaced(root: Element, change: Change) -> None:
    """Put what a function makes of it in the place of every element below a root; the text behind it stays."""
    for parent in list(root.iter()):
        for index, child in enumerate(list(parent)):
            found = change(child)
            if found is not child:
                found.tail, child.tail = child.tail, None
                parent[index] = found


def classes(element: Element) -> frozenset[str]:
    """The classes of an element."""
    return frozenset((element.get("class") or "").split())


def words(element: Element) -> str:
    """The text of an element on one line, in its first language."""
    return " ".join("".join(_spoken(element)).split())


def _spoken(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if SECOND not in classes(child):
            yield from _spoken(child)
        yield child.tail or ""
