"""The picture of a page in README: page one of the sample hospital's report, small enough for a slow line."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image

from reportgen import pipeline

PROJECT: Final = Path(__file__).resolve().parents[2]
TARGET: Final = "docs/pictures/verdict.png"
DOTS_PER_INCH: Final = 110
COLOURS: Final = 64
POINTS_PER_INCH: Final = 72


def draw() -> str:
    """Render the board report in both languages and keep its first page; the name of the picture."""
    material = pipeline.evaluate(pipeline.check(PROJECT / "samples" / "renhe"))
    pages = pipeline.render(material, report="board", mode="zh-en")
    with pypdfium2.PdfDocument(pages.pdf) as report:
        page = report[0].render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil().convert("RGB")
    (PROJECT / TARGET).write_bytes(_small(page))
    return TARGET


def _small(page: Image.Image) -> bytes:
    """The page in few colours: text and flat areas lose nothing by it."""
    stream = io.BytesIO()
    page.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()
