"""The picture of the packages, drawn from the contract that the import linter enforces."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

PROJECT: Final = Path(__file__).resolve().parents[2]
WIDTH: Final = 760
MARGIN: Final = 24
GAP: Final = 10
ROW: Final = 46
SIDE: Final = 70
"""Room for the arrow on the right."""


def floors() -> list[list[str]]:
    """Packages that exist, floor by floor from the top, as the contract in pyproject.toml names them."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = contracts["contracts"][0]["layers"]
    rows = ([name for name in re.findall(r"\w+", layer) if _exists(name)] for layer in layers)
    return [row for row in rows if row]


def _exists(name: str) -> bool:
    return importlib.util.find_spec(f"reportgen.{name}") is not None


def sentence(package: str) -> str:
    """The first line of a package's own words."""
    spec = importlib.util.find_spec(f"reportgen.{package}")
    assert spec
    assert spec.origin
    match = re.match(r'"""(.+?)(?:"""|\n)', Path(spec.origin).read_text(encoding="utf-8"))
    return match[1].replace("`", "") if match else ""


def picture() -> str:
    """The packages as floors of a house, with the direction of imports."""
    rows = floors()
    height = MARGIN * 2 + len(rows) * (ROW + GAP) - GAP
    names = " over ".join(" and ".join(row) for row in rows)
    body = "\n".join(line for index, row in enumerate(rows) for line in _floor(index, row))
    right, top, bottom = WIDTH - MARGIN - SIDE / 2, MARGIN + 4, height - MARGIN - 4
    return f"""\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" font-family="sans-serif">
<title>Packages of reportgen: {escape(names)}; each imports only what lies below it</title>
<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>
{body}
<path d="M{right} {top}V{bottom}m-6 -10l6 10l6 -10" fill="none" stroke="#5b6770" stroke-width="1.5"/>
<text x="{right + 8}" y="{height / 2}" font-size="12" fill="#5b6770" text-anchor="middle" \
transform="rotate(90 {right + 8} {height / 2})">imports</text>
</svg>
"""


def _floor(index: int, row: list[str]) -> Iterator[str]:
    """One floor; packages side by side do not know each other."""
    y = MARGIN + index * (ROW + GAP)
    width = (WIDTH - 2 * MARGIN - SIDE - GAP * (len(row) - 1)) / len(row)
    for place, package in enumerate(row):
        x = MARGIN + place * (width + GAP)
        yield f'<rect x="{x:g}" y="{y}" width="{width:g}" height="{ROW}" rx="3" fill="#eef3f6" stroke="#9fb2bf"/>'
        yield _words(x + 12, y + 19, 14, package, "bold")
        yield _words(x + 12, y + 36, 10.5, _line(sentence(package), int(width / 5.6)), "normal")


def _line(words: str, room: int) -> str:
    """The sentence if it fits, else what stands before its colon."""
    return words if len(words) <= room else words.partition(":")[0]


def _words(x: float, y: float, size: float, words: str, weight: str) -> str:
    style = f'font-size="{size:g}" font-weight="{weight}" fill="#1f2a33"'
    return f'<text x="{x:g}" y="{y:g}" {style}>{escape(words)}</text>'
