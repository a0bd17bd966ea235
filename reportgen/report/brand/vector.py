"""Drawings that others made (SVG): only what draws, nothing that loads, runs, moves or multiplies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers import expat

from reportgen.report.brand.unusable import Unusable

MAX_BYTES: Final = 1_000_000
MAX_ELEMENTS: Final = 5_000
MAX_DEPTH: Final = 40
SVG: Final = "http://www.w3.org/2000/svg"
XLINK: Final = "http://www.w3.org/1999/xlink"
SHAPES: Final = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "use"})
FRAMES: Final = frozenset(
    {"svg", "g", "defs", "symbol", "clipPath", "linearGradient", "radialGradient", "stop", "style"}
)
SILENT: Final = frozenset({"title", "desc", "metadata"})
"""Elements that say something and draw nothing: left out, as the page has its own words for the mark."""
DRAWS: Final = SHAPES | FRAMES | SILENT
"""Elements that may stand in a mark."""
INSIDE: Final = re.compile(r"url\(\s*[\"']?#[\w.:-]+[\"']?\s*\)")
LOADS: Final = re.compile(r"url\s*\(|@import|@font-face|expression\s*\(|javascript:", re.IGNORECASE)
LENGTH: Final = re.compile(r"\s*([0-9]*\.?[0-9]+)\s*(px|pt|mm|cm|in|pc)?\s*")
BOX: Final = 4
"""Numbers of a viewBox."""


@dataclass(frozen=True)
class Drawing:
    """A drawing that can be printed; `ratio` is width by height."""

    content: bytes
    ratio: float


@lru_cache(maxsize=8)
def cleaned(content: bytes) -> Drawing:
    """The drawing without comments, words and what other programs left in it.

    Raises:
        Unusable: with the reason.
    """
    if len(content) > MAX_BYTES:
        raise Unusable("B35", size=f"{len(content) / 1e6:.1f}", limit=f"{MAX_BYTES / 1e6:.0f}")
    _require_harmless(content)
    root = ET.fromstring(content)  # noqa: S314 - without entities, which the pass above has seen to
    if root.tag != f"{{{SVG}}}svg":
        raise Unusable("B37", form="SVG")
    count = sum(1 for _ in root.iter())
    if count > MAX_ELEMENTS:
        raise Unusable("B41", what=f"{count:,} > {MAX_ELEMENTS:,}")
    _require_inside(root)
    _tidy(root)
    _require_ink(root)
    ratio = _ratio(root)
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return Drawing(ET.tostring(root, encoding="utf-8"), ratio)


def _require_harmless(content: bytes) -> None:
    """Entities can multiply a few bytes into gigabytes, and nests can break what reads them."""
    depth = 0

    def entity(name: str, *_: object) -> None:
        raise Unusable("B41", what=f"<!ENTITY {name[:40]}>")

    def opened(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise Unusable("B41", what=f"> {MAX_DEPTH}")

    def closed(*_: object) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.EntityDeclHandler = entity
    parser.StartElementHandler = opened
    parser.EndElementHandler = closed
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat's own way
    except expat.ExpatError:
        raise Unusable("B37", form="SVG") from None


def _require_inside(root: ET.Element) -> None:
    for element in root.iter():
        name = _local(element.tag)
        if not _is_foreign(element.tag) and name not in DRAWS:
            raise Unusable("B42", name=name)
        for attribute, value in element.attrib.items():
            reference = _local(attribute) == "href" and not value.strip().startswith("#")
            if reference or _local(attribute).lower().startswith("on") or _loads(value):
                raise Unusable("B43", name=f"{name}/@{_local(attribute)}")
        if name == "style" and _loads(element.text or ""):
            raise Unusable("B43", name=name)


def _loads(text: str) -> bool:
    return LOADS.search(INSIDE.sub("", text)) is not None


def _tidy(parent: ET.Element) -> None:
    for name in [name for name in parent.attrib if _is_foreign(name) and not name.startswith(f"{{{XLINK}}}")]:
        del parent.attrib[name]
    for child in list(parent):
        if _is_foreign(child.tag) or _local(child.tag) in SILENT:
            parent.remove(child)
        else:
            _tidy(child)


def _require_ink(root: ET.Element) -> None:
    """A mark that draws nothing is no mark."""
    if not any(_local(element.tag) in SHAPES for element in root.iter()):
        raise Unusable("B44")


def _ratio(root: ET.Element) -> float:
    box = list(_numbers(root.get("viewBox", "")))
    width, height = (box[2], box[3]) if len(box) == BOX else (_length(root, "width"), _length(root, "height"))
    if not (0 < width < float("inf") and 0 < height < float("inf")):
        raise Unusable("B44")
    return width / height


def _numbers(text: str) -> Iterator[float]:
    for part in text.replace(",", " ").split():
        try:
            yield float(part)
        except ValueError:
            return


def _length(root: ET.Element, name: str) -> float:
    match = LENGTH.fullmatch(root.get(name, ""))
    return float(match[1]) if match else 0.0


def _is_foreign(tag: object) -> bool:
    """Of another vocabulary: what drawing programs write for themselves, and comments."""
    return not isinstance(tag, str) or (tag.startswith("{") and not tag.startswith(f"{{{SVG}}}"))


def _local(tag: object) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
