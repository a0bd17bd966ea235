"""The page as it is usually written: automatic tables, two spans around what a cell holds, drawings in the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from typing import Final

from bench.columns import Widths

CELL: Final = re.compile(r"(<t([dh])\b[^>]*>)(.+?)(</t\2>)", re.DOTALL)
BLOCK: Final = re.compile(r"<(?:p|div|ul|ol|dl|table|img|h\d)\b")
PICTURE: Final = re.compile(r'<img src="(?P<source>[^"]*)" alt="(?P<words>[^"]*)"(?P<rest>[^>]*)>')
STYLE: Final = re.compile(r'style="([^"]*)"')
ROOT: Final = re.compile(r"<svg\b[^>]*>")
TABLE: Final = re.compile(r"(<table\b[^>]*>)\s*(?:<colgroup>.*?</colgroup>)?", re.DOTALL)
AUTOMATIC: Final = "<style>table{table-layout:auto!important}</style></head>"


def usual(html: str, images: Mapping[str, bytes], columns: Widths) -> str:
    """The same words and pictures in the same places; automatic tables state the widths that ours have."""
    page = html.replace("</head>", AUTOMATIC, 1)
    stated = iter(columns)
    page = TABLE.sub(lambda table: f"{table[1]}{_stated(next(stated))}", page)
    page = CELL.sub(_wrapped, page)
    return PICTURE.sub(lambda picture: _inline(picture, images), page)


def _stated(widths: tuple[float, ...]) -> str:
    return "<colgroup>" + "".join(f'<col style="width:{width:.3f}px">' for width in widths) + "</colgroup>"


def _wrapped(cell: re.Match[str]) -> str:
    head, _, content, tail = cell.groups()
    return cell[0] if BLOCK.search(content) else f"{head}<span><span>{content}</span></span>{tail}"


def _inline(picture: re.Match[str], images: Mapping[str, bytes]) -> str:
    """A drawing in the page; the title of an SVG is what `alt` is to an image."""
    content = images.get(picture["source"])
    if content is None:
        return picture[0]
    drawing = content.decode()
    style = STYLE.search(picture["rest"])
    root = ROOT.search(drawing)
    assert root is not None
    given = f' style="{style[1]}"' if style else ""
    opened = f"{root[0][:-1]}{given}><title>{escape(unescape(picture['words']))}</title>"
    return drawing[: root.start()] + opened + drawing[root.end() :]
