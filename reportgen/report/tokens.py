"""The colours and sizes of the pages, read from styles/tokens.css, so that charts and pages share one blue.

A case may have tokens of its own; they are in force while its report is written, for pages and charts alike.

How far colours, written ``#RRGGBB``, can be told from each other, on a screen and in grey.

Where templates and styles lie: at the top of a source checkout, or inside the installed package.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

import tinycss2

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_PACKAGE = Path(__file__).resolve().parent.parent


def folder(name: str) -> Path:
    """The folder `templates` or `styles`; of the wheel where it is one, else of the checkout, never both.

    Raises:
        FileNotFoundError: if the installation is damaged.
    """
    packed = _PACKAGE / "_data"
    place = (packed if packed.is_dir() else _PACKAGE.parent) / name
    if not place.is_dir():
        raise FileNotFoundError(place)
    return place


FILE: Final = "tokens.css"
_IN_FORCE: ContextVar[Mapping[str, str] | None] = ContextVar("tokens", default=None)


@cache
def built_in() -> Mapping[str, str]:
    """Value of every custom property, without the leading dashes: ``{"ink": "#17212B", "fs-note": "7.2pt", …}``."""
    return MappingProxyType(declared((folder("styles") / FILE).read_text(encoding="utf-8")))


def tokens() -> Mapping[str, str]:
    """The tokens of the report that is being written; the built-in ones where it has none of its own."""
    return _IN_FORCE.get() or built_in()


@contextmanager
def in_force(own: Mapping[str, str]) -> Iterator[None]:
    """Let charts and marks that are drawn meanwhile take these tokens."""
    token = _IN_FORCE.set(MappingProxyType(dict(own)))
    try:
        yield
    finally:
        _IN_FORCE.reset(token)


def declared(text: str) -> dict[str, str]:
    """The custom properties of a style sheet, in its order."""
    found: dict[str, str] = {}
    for rule in tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            continue
        for declaration in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
            if declaration.type == "declaration":
                found[declaration.name.removeprefix("--")] = tinycss2.serialize(declaration.value).strip()
    return found


def colour(name: str) -> str:
    """A colour such as ``#17212B``.

    Raises:
        KeyError: if the tokens have no such property.
    """
    return tokens()[name]


def family(name: str) -> str:
    """The built-in font family of `sans` or `serif`, without quotes: what charts measure their labels in."""
    return built_in()[name].strip('"')


def ink() -> Mapping[str, str]:
    """All tokens as charts want them, with the one family of chart text under ``chart-font``."""
    return MappingProxyType({**tokens(), "chart-font": family("sans")})


_THRESHOLD: Final = 0.04045
_DARK: Final = 216 / 24389


@cache
def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lightness(colour: str) -> float:
    """How light a colour is in grey: CIE 1976 L*, 0 black to 100 white."""
    luminance = _luminance(colour)
    return 116 * luminance ** (1 / 3) - 16 if luminance > _DARK else luminance * 24389 / 27


def parts(colour: str) -> tuple[float, ...]:
    """Red, green and blue from 0 to 1."""
    return tuple(int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5))


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= _THRESHOLD else ((part + 0.055) / 1.055) ** 2.4 for part in parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
