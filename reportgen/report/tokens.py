"""The colours and sizes of the pages, read from styles/tokens.css, so that charts and pages share one blue."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import tinycss2

from reportgen.report.folders import folder

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def tokens() -> Mapping[str, str]:
    """Value of every custom property, without the leading dashes: ``{"ink": "#17212B", "fs-note": "7.2pt", …}``."""
    return MappingProxyType(declared((folder("styles") / "tokens.css").read_text(encoding="utf-8")))


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
        KeyError: if tokens.css has no such property.
    """
    return tokens()[name]


def family(name: str) -> str:
    """The font family of `sans` or `serif`, without quotes."""
    return tokens()[name].strip('"')


@cache
def ink() -> Mapping[str, str]:
    """All tokens as charts want them, with the one family of chart text under ``chart-font``."""
    return MappingProxyType({**tokens(), "chart-font": family("sans")})
