"""Pages as trees of elements: read once; changed and written again.

Pictures inside the page: drawings as elements, all others as addresses that hold them.

What a screen needs of pages that were written for paper: tables that move on their own, references that say so.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

import tinyhtml5

from reportgen.model.finding import Finding
from reportgen.report.pdf.documents import finding

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


MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
ADDRESS: Final = re.compile(r"""url\(\s*(["']?)([^"')]*)\1\s*\)""")
INNER: Final = re.compile(r"url\(#([^)]+)\)")
NAMESPACE: Final = re.compile(r"\{[^}]*\}")
MARKS: Final = "marks/"
"""Where the small drawings lie that the program makes; styles name all of them, a report has some."""
BRAND: Final = "brand/"
"""Where pictures lie that others drew: kept apart from the page, so that their styles and names do not reach it."""
SAID: Final = "data-tip"
"""What a mark says to those who point at it."""
FOREIGN: Final = "R09"
MISSING: Final = "R10"


class Album:
    """The pictures that a page may show, and what was asked for and is not among them."""

    def __init__(self, images: Mapping[str, bytes], folders: Mapping[str, Path]) -> None:
        """Pictures by address, and folders by the prefix of addresses below them."""
        self._images = images
        self._folders = folders
        self._refused: dict[str, str] = {}
        self._drawings = 0

    def findings(self) -> Iterator[Finding]:
        """R09, R10: what was asked for and is not served."""
        for address, rule in self._refused.items():
            yield finding(rule, url=address[:200])

    def styled(self, style: str) -> str:
        """A style whose pictures lie within it; a mark that this report does not have is none."""
        return ADDRESS.sub(lambda match: self._held(match[2]), style)

    def _held(self, address: str) -> str:
        if address.startswith(MARKS) and address not in self._images:
            return "none"
        return f'url("{self.address(address)}")'

    def address(self, address: str) -> str:
        """An address that holds the picture itself; as it is, where it does so already or points into the page."""
        if address.startswith(("data:", "#")):
            return address
        content = self._content(address)
        if content is None:
            return ""
        media_type = MEDIA_TYPES.get(PurePosixPath(address).suffix.lower(), "application/octet-stream")
        return f"data:{media_type};base64,{b64encode(content).decode()}"

    def picture(self, picture: Element) -> Element:
        """A drawing as an element with the words of its picture; any other picture with an address that holds it."""
        source = picture.get("src", "")
        content = self._images.get(source)
        if content is None or not source.endswith(".svg") or source.startswith(BRAND):
            picture.set("src", self.address(source))
            return picture
        self._drawings += 1
        drawing = _plain(ET.fromstring(content), f"drawing-{self._drawings}-")  # noqa: S314 - drawn by us
        drawing.set("role", "img")
        drawing.set("aria-label", picture.get("alt", ""))
        drawing.set("style", picture.get("style", ""))
        if drawing.find(f".//*[@{SAID}]") is not None:
            drawing.set("tabindex", "0")
        return drawing

    def _content(self, address: str) -> bytes | None:
        if address in self._images:
            return self._images[address]
        found = self._located(address)
        if isinstance(found, Path):
            return found.read_bytes()
        self._refused[address] = found
        return None

    def _located(self, address: str) -> Path | str:
        """The file at an address, or the rule that refuses it."""
        if urlsplit(address).scheme or address.startswith("//"):
            return FOREIGN
        path = unquote(urlsplit(address).path)
        prefix = next((prefix for prefix in self._folders if path.startswith(f"{prefix}/")), None)
        if prefix is None:
            return MISSING
        folder = self._folders[prefix].resolve()
        file = (
            folder / path.removeprefix(f"{prefix}/")
        ).resolve()  # a link out of the folder is followed, then refused
        if not file.is_relative_to(folder):
            return FOREIGN
        return file if file.is_file() else MISSING


def _plain(drawing: Element, prefix: str) -> Element:
    """A drawing as it stands within HTML: without namespaces, its ids apart from those of other drawings."""
    for element in drawing.iter():
        element.tag = NAMESPACE.sub("", element.tag)
        for name, value in list(element.items()):
            if name == "id":
                element.set(name, prefix + value)
            elif "url(#" in value:
                element.set(name, INNER.sub(rf"url(#{prefix}\1)", value))
            elif name == "aria-label":
                element.set(SAID, value)
            if name.startswith("aria-") or name == "role":
                del element.attrib[name]
    for name in ("version", "width", "height", "class"):
        drawing.attrib.pop(name, None)
    return drawing


HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
LINE_BY_LINE: Final = frozenset({"labelled", "effect-row"})
"""Rows whose words and drawings belong together line by line."""
MILLIMETRES: Final = re.compile(r"width:\s*([0-9.]+)mm")
POINTING: Final = frozenset({"href", "data-for"})


@dataclass(frozen=True)
class FrameNames:
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


def framed(root: Element, names: FrameNames) -> None:
    """Wide things in frames that move sideways by finger, wheel and arrow keys, each named by the heading above it."""
    _framed(root, "", names)


def _framed(parent: Element, heading: str, names: FrameNames) -> str:
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


def without_page_numbers(root: Element, names: FrameNames) -> None:
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
