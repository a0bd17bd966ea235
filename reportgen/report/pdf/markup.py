"""Gates on the page before it is laid out: pictures, references, headings, title, look-alike characters.

The only files a report may use: folders and pictures handed in, under addresses that do not tell where they lie.

The engine names pictures after their address, so an address with a path of this machine would reach the bytes.

Gates on fonts: every character has a glyph, in a face that was asked for and may be used.

The font library puts another face in the place of a missing one without a word.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from weasyprint.text.ffi import ffi, gobject, pango
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from reportgen.model.finding import Finding
from reportgen.report.pdf.documents import PageText, characters, finding

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


BASE: Final = "https://report.invalid/"
"""Base of all addresses; the name is reserved never to exist (RFC 2606)."""

INLINE_LIMIT: Final = 65_536
"""Longest picture written into the page itself, in characters of its address."""

MEDIA_TYPES: Final[Mapping[str, str]] = {
    ".css": "text/css",
    ".jpg": "image/jpeg",
    ".otf": "font/otf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
    ".woff2": "font/woff2",
}


class NotServed(Exception):  # noqa: N818 - the engine reads it as "not there" and goes on
    """An address that is not served; the shelf remembers it as a finding."""


class LocalFiles(URLFetcher):  # type: ignore[misc]  # the engine is untyped
    """Serves the files of some folders and pictures in memory, and nothing else; no network.

    Attributes:
        refused: address → rule that refuses it.
    """

    def __init__(self, folders: Mapping[str, Path], images: Mapping[str, bytes], fonts: Path | None) -> None:
        """Folders by address prefix, pictures by address, and the folder in which installed fonts may be opened."""
        super().__init__(allowed_protocols=("data",))
        self._folders = {_prefix(prefix): folder for prefix, folder in folders.items()}
        self._images = dict(images)
        self._fonts = fonts
        self.refused: dict[str, str] = {}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The file at an address.

        Raises:
            Unavailable: nothing is served there.
        """
        match urlsplit(url).scheme:
            case "data" if len(url) <= INLINE_LIMIT and url.startswith("data:image/"):
                return super().fetch(url, headers)
            case "file" if self._fonts:
                return self._answer(url, self._fonts, unquote(url2pathname(urlsplit(url).path)))
            case "https" if url.startswith(BASE):
                return self._serve(url, unquote(urlsplit(url).path).removeprefix("/"))
        return self._refuse(url, "R09")

    def findings(self) -> Iterator[Finding]:
        """What was asked for and not served."""
        for url, rule in self.refused.items():
            yield finding(rule, url=url.removeprefix(BASE)[:200])

    def _serve(self, url: str, path: str) -> URLFetcherResponse:
        if path in self._images:
            return _response(url, path, self._images[path])
        for prefix in sorted(self._folders, key=len, reverse=True):
            if path.startswith(prefix):
                return self._answer(url, self._folders[prefix], path.removeprefix(prefix))
        return self._refuse(url, "R10")

    def _answer(self, url: str, folder: Path, path: str) -> URLFetcherResponse:
        root = folder.resolve()
        file = (root / path).resolve()  # a link that leads out of the folder is followed, then refused
        if not file.is_relative_to(root):
            return self._refuse(url, "R09")
        if not file.is_file():
            return self._refuse(url, "R10")
        return _response(url, file.name, file.read_bytes())

    def _refuse(self, url: str, rule: str) -> URLFetcherResponse:
        self.refused[url] = rule
        raise NotServed(url)


def _prefix(prefix: str) -> str:
    return f"{prefix.strip('/')}/" if prefix.strip("/") else ""


def _response(url: str, name: str, content: bytes) -> URLFetcherResponse:
    media_type = MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    return URLFetcherResponse(url, content, {"Content-Type": media_type})


GENERIC: Final = frozenset(
    {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif", "math"}
)

NOTDEF: Final = 0


class _OwnFonts(FontConfiguration):  # type: ignore[misc]
    """Fonts whose folder goes with the process that made it: a copy of that process only looks into it."""

    def __init__(self) -> None:
        self._maker = os.getpid()
        super().__init__()

    def __del__(self) -> None:
        if self._maker == os.getpid():
            super().__del__()


def font_configuration() -> FontConfiguration:
    """The fonts of this process, looked through once, and again where the temporary folder they wrote to is gone."""
    return _configured(tempfile.gettempdir())


@lru_cache(maxsize=1)
def _configured(folder: str) -> FontConfiguration:
    del folder  # what the engine writes for faces of style sheets lies in it
    return _OwnFonts()


def faces_problems(document: Any, families: frozenset[str], pages: Iterable[PageText]) -> Iterator[Finding]:
    """R01 missing glyphs, R02 faces that may not be used, R03 families that are not installed."""
    yield from _missing_glyphs(document.fonts.values(), [page.text for page in pages])
    yield from _unexpected(document.fonts.values(), families)
    yield from _missing_families(document)


def _missing_glyphs(fonts: Iterable[Any], texts: list[str]) -> Iterator[Finding]:
    for font in sorted(fonts, key=lambda font: str(font.hash)):
        found = {chr(codepoint) for codepoint in font.missing} | set(font.to_unicode.get(NOTDEF, ""))
        if found:
            yield finding("R01", characters=characters(found), family=font.family, text=_around(found, texts))


def _around(found: set[str], texts: list[str]) -> str:
    for text in texts:
        for line in text.splitlines():
            if found & set(line):
                return line[:60]
    return ""


def _unexpected(fonts: Iterable[Any], families: frozenset[str]) -> Iterator[Finding]:
    for font in sorted(fonts, key=lambda font: str(font.hash)):
        if font.family not in families:
            yield finding("R02", family=font.family, text="".join(font.to_unicode.values())[:40])


def _missing_families(document: Any) -> Iterator[Finding]:
    stacks = {box.style["font_family"] for page in document.pages for box in page._page_box.descendants()}  # noqa: SLF001
    asked = {family for stack in stacks for family in stack} - GENERIC
    for family in sorted(asked):
        if not is_installed(family):
            yield finding("R03", family=family)


def is_installed(family: str) -> bool:
    """Whether asking for a family brings that family."""
    font_map = font_configuration().font_map
    context = ffi.gc(pango.pango_font_map_create_context(font_map), gobject.g_object_unref)
    wanted = ffi.gc(pango.pango_font_description_new(), pango.pango_font_description_free)
    pango.pango_font_description_set_family(wanted, family.encode())
    font = pango.pango_font_map_load_font(font_map, context, wanted)
    if font == ffi.NULL:
        return False
    font = ffi.gc(font, gobject.g_object_unref)
    got = ffi.gc(pango.pango_font_describe_with_absolute_size(font), pango.pango_font_description_free)
    name = ffi.string(pango.pango_font_description_get_family(got)).decode()
    return bool(name.casefold() == family.casefold())
