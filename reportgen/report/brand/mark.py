"""The institution's mark: read with suspicion, brought into a form that pages and long keeping can take.

Why a file of a brand cannot stand on a page.

Drawings that others made (SVG): only what draws, nothing that loads, runs, moves or multiplies.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from math import ceil
from pathlib import PurePosixPath
from typing import Final
from xml.etree import ElementTree as ET
from xml.parsers import expat


class Unusable(ValueError):  # noqa: N818 - the name of what it says
    """A picture or a font that no page can take; `rule` is the message that says why, `facts` fill it."""

    def __init__(self, rule: str, **facts: str | int) -> None:
        super().__init__(rule)
        self.rule = rule
        self.facts = facts


VECTOR_MAX_BYTES: Final = 1_000_000
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
class VectorDrawing:
    """A drawing that can be printed; `ratio` is width by height."""

    content: bytes
    ratio: float


@lru_cache(maxsize=8)
def cleaned(content: bytes) -> VectorDrawing:
    """The drawing without comments, words and what other programs left in it.

    Raises:
        Unusable: with the reason.
    """
    if len(content) > VECTOR_MAX_BYTES:
        raise Unusable("B35", size=f"{len(content) / 1e6:.1f}", limit=f"{VECTOR_MAX_BYTES / 1e6:.0f}")
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
    return VectorDrawing(ET.tostring(root, encoding="utf-8"), ratio)


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


MAX_BYTES: Final = 4_000_000
MAX_PIXELS: Final = 25_000_000
"""Five thousand by five thousand: what is larger is not decoded at all."""
MOST_PIXELS: Final = 1_600
"""Longest side of the picture that the file carries: 60 mm at 600 dpi are 1,417."""
LEAST_DPI: Final = 150.0
WIDEST_MM: Final = 60.0
"""Room for the mark on a cover."""
SLIMMEST: Final = 1 / 12
"""Least ratio of the sides."""
INCH: Final = 25.4
FORMATS: Final = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
VECTOR: Final = ".svg"


@dataclass(frozen=True)
class InstitutionMark:
    """A mark that can be printed.

    Attributes:
        address: under which pages name it.
        content: the picture, SVG or PNG.
        ratio: width by height.
        height_mm: on the cover.
        in_head: whether the heads of pages show it.
    """

    address: str
    content: bytes
    ratio: float
    height_mm: float
    in_head: bool

    @property
    def on_cover(self) -> tuple[float, float]:
        """Width and height on a cover, in millimetres: as high as wished, or lower where it would be too wide."""
        return self.within(WIDEST_MM, self.height_mm)

    def within(self, width: float, height: float) -> tuple[float, float]:
        """The largest width and height in a room, all in millimetres."""
        found = min(height, width / self.ratio)
        return found * self.ratio, found


def mark(name: str, content: bytes, height_mm: float, *, in_head: bool) -> InstitutionMark:
    """A picture as the pages take it.

    Args:
        name: of the file; its ending has to be that of its content.
        content: of the file.
        height_mm: how high it is to stand on the cover.
        in_head: whether the heads of pages are to show it.

    Raises:
        Unusable: with the reason.
    """
    if len(content) > MAX_BYTES:
        raise Unusable("B35", size=f"{len(content) / 1e6:.1f}", limit=f"{MAX_BYTES / 1e6:.0f}")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix == VECTOR:
        picture = cleaned(content)
        found = InstitutionMark(f"brand/logo{VECTOR}", picture.content, picture.ratio, height_mm, in_head)
    elif suffix in FORMATS:
        pixels, ratio, height = _picture(content, FORMATS[suffix])
        found = InstitutionMark("brand/logo.png", pixels, ratio, height_mm, in_head)
        _require_sharp(found, height)
    else:
        raise Unusable("B36", suffix=suffix or "\N{EM DASH}")
    if not SLIMMEST <= found.ratio <= 1 / SLIMMEST:
        raise Unusable("B40", ratio=f"{max(found.ratio, 1 / found.ratio):.0f}")
    return found


def _require_sharp(found: InstitutionMark, pixels: int) -> None:
    needed = ceil(LEAST_DPI * found.on_cover[1] / INCH)
    if pixels < needed:
        raise Unusable("B39", pixels=pixels, needed=needed)


@lru_cache(maxsize=8)
def _picture(content: bytes, form: str) -> tuple[bytes, float, int]:
    """PNG in sRGB on paper, without what the file says beside its picture; ratio of its sides; its height in pixels."""
    from PIL import Image, UnidentifiedImageError

    try:
        with _whole_files(), warnings.catch_warnings(), Image.open(io.BytesIO(content), formats=(form,)) as opened:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            width, height = opened.size
            if width * height > MAX_PIXELS:
                raise Unusable("B38", limit=MAX_PIXELS)
            return _flat(opened), width / height, height
    except UnidentifiedImageError:
        raise Unusable("B37", form=form) from None
    except Image.DecompressionBombError:
        raise Unusable("B38", limit=MAX_PIXELS) from None
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, Unusable):
            raise
        raise Unusable("B37", form=form) from None


@contextmanager
def _whole_files() -> Iterator[None]:
    """The layout engine lets Pillow fill up pictures that break off; a mark must not."""
    from PIL import ImageFile

    allowed, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = allowed


def _flat(opened: object) -> bytes:
    from PIL import Image

    assert isinstance(opened, Image.Image)
    whole = opened.convert("RGBA")
    ground = Image.new("RGBA", whole.size, "white")
    ground.alpha_composite(whole)
    flat = ground.convert("RGB")
    flat.thumbnail((MOST_PIXELS, MOST_PIXELS))
    stream = io.BytesIO()
    flat.save(stream, "PNG", optimize=False)
    return stream.getvalue()
