"""Pictures inside the page: drawings as elements, all others as addresses that hold them."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element

from reportgen.model.finding import Finding
from reportgen.report.pdf.findings import finding

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
