"""Pages as small grey pictures: all of a report in one sheet, and how far apart two pages are."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from reportgen.report.pdf import PageText

Page = NDArray[np.uint8]

DOTS: Final = 36
"""Dots to the inch: lines of text are grey bands, tables and drawings have their shape."""
STEP: Final = 17
"""Between two greys of the sixteen that fit into half a byte."""
TILE: Final = 6
"""Pixels, 4.2 mm: what moves within a tile is a matter of the machine, what leaves it is not."""
FAR: Final = 15.0
"""Of 255, how far the means of a tile may differ: a shift by 0.2 mm moves some by 12, one by 2 mm by more than 25."""
COLUMNS: Final = 12
LABELS: Final = "pages"


@dataclass(frozen=True)
class Sheet:
    """Some pages of a report with what begins on each."""

    labels: tuple[str, ...]
    pages: tuple[Page, ...]

    def written(self) -> bytes:
        """All pages in rows, as PNG that names them."""
        height, width = (max(page.shape[side] for page in self.pages) for side in (0, 1))
        rows = -(-len(self.pages) // COLUMNS)
        whole = np.full((rows * height, min(COLUMNS, len(self.pages)) * width), 255, np.uint8)
        for at, page in enumerate(self.pages):
            top, left = at // COLUMNS * height, at % COLUMNS * width
            whole[top : top + page.shape[0], left : left + page.shape[1]] = page
        told = PngInfo()
        sizes = (f"{width}x{height}", *("x".join(map(str, page.shape[::-1])) for page in self.pages))
        told.add_itxt(LABELS, "\n".join(self.labels))
        told.add_itxt("sizes", " ".join(sizes))
        target = io.BytesIO()
        few = Image.fromarray(whole // STEP, "P")
        few.putpalette([grey for level in range(0, 256, STEP) for grey in (level, level, level)])
        few.save(target, "PNG", optimize=True, bits=4, pnginfo=told)
        return target.getvalue()


def read(path: Path) -> Sheet:
    """A sheet as it was written."""
    with Image.open(path) as file:
        labels = tuple(file.text[LABELS].split("\n"))  # type: ignore[attr-defined]
        size, *sizes = (tuple(map(int, one.split("x"))) for one in file.text["sizes"].split())  # type: ignore[attr-defined]
        whole = np.asarray(file.convert("L"))
    pages = []
    for at, (width, height) in enumerate(sizes):
        top, left = at // COLUMNS * size[1], at % COLUMNS * size[0]
        pages.append(whole[top : top + height, left : left + width])
    return Sheet(labels, tuple(pages))


def drawn(pdf: bytes, pages: Sequence[PageText], names: dict[str, str]) -> Sheet:
    """The pages on which some section is the first of its kind; `names` are the kinds of sections by their ids."""
    chosen = dict(_firsts(pages, names))
    with pypdfium2.PdfDocument(pdf) as document:
        pictures = tuple(picture(document[number - 1]) for number in chosen)
    return Sheet(tuple(chosen.values()), pictures)


def _firsts(pages: Sequence[PageText], names: dict[str, str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for page in pages:
        here = dict.fromkeys(names[anchor] for anchor in page.anchors if anchor in names)
        fresh = [name for name in here if name not in seen]
        seen |= here.keys()
        if fresh or page.number == len(pages):
            yield page.number, ", ".join(fresh) or "the last page"


def picture(page: pypdfium2.PdfPage) -> Page:
    """A page in grey: drawn larger and averaged, so that thin lines count as what they cover."""
    large = page.render(scale=DOTS * 3 / 72, grayscale=True).to_pil().convert("L")
    fine = np.asarray(large.resize((round(large.width / 3), round(large.height / 3)), Image.Resampling.BOX))
    return ((fine.astype(np.uint16) + STEP // 2) // STEP * STEP).astype(np.uint8)


def is_near(one: Page, other: Page) -> bool:
    """Whether nothing has moved, come or gone, though digits and the edges of letters may differ."""
    return one.shape == other.shape and float(np.abs(_means(one) - _means(other)).max()) <= FAR


def _means(page: Page) -> NDArray[np.float64]:
    rows, columns = (-(-side // TILE) * TILE for side in page.shape)
    padded = np.full((rows, columns), 255.0)
    padded[: page.shape[0], : page.shape[1]] = page
    means: NDArray[np.float64] = padded.reshape(rows // TILE, TILE, columns // TILE, TILE).mean(axis=(1, 3))
    return means


def beside(before: Page | None, after: Page | None) -> Image.Image:
    """Before, after, and what differs, next to each other."""
    blank = np.full((1, 1), 255, np.uint8)
    pair = [Image.fromarray(blank if page is None else page).convert("RGB") for page in (before, after)]
    if before is not None and after is not None and before.shape == after.shape:
        off = np.abs(before.astype(int) - after).clip(0, 255).astype(np.uint8)
        pair.append(Image.merge("RGB", [Image.fromarray(255 - layer) for layer in (np.zeros_like(off), off, off)]))
    whole = Image.new("RGB", (sum(one.width + 8 for one in pair), max(one.height for one in pair)), "white")
    left = 0
    for one in pair:
        whole.paste(one, (left, 0))
        ImageDraw.Draw(whole).rectangle((left, 0, left + one.width - 1, one.height - 1), outline="grey")
        left += one.width + 8
    return whole.resize((whole.width * 2, whole.height * 2))
