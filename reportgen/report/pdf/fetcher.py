"""The only files a report may use: folders and pictures handed in, under addresses that do not tell where they lie.

The engine names pictures after their address, so an address with a path of this machine would reach the bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Final
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from weasyprint.urls import URLFetcher, URLFetcherResponse

from reportgen.model.finding import Finding
from reportgen.report.pdf.findings import finding

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


class Unavailable(Exception):  # noqa: N818 - the engine reads it as "not there" and goes on
    """An address that is not served; the shelf remembers it as a finding."""


class Shelf(URLFetcher):  # type: ignore[misc]  # the engine is untyped
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
        raise Unavailable(url)


def _prefix(prefix: str) -> str:
    return f"{prefix.strip('/')}/" if prefix.strip("/") else ""


def _response(url: str, name: str, content: bytes) -> URLFetcherResponse:
    media_type = MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
    return URLFetcherResponse(url, content, {"Content-Type": media_type})
