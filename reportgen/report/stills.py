"""Pages and charts as pictures, for slides and mail: PNG that say in their own words what they show."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

    from reportgen.report.html import HtmlDocument

PAGE_DPI: Final = 200
MAIL_DPI: Final = 150
COLOURS: Final = 256
"""Of a page for mail: 1,241 by 1,754 dots, its text and badges in as many colours as a byte can name."""
CHART_SCALE: Final = 4.0
"""Pixels for each pixel of the drawing: a chart over the whole width of a page has some 2,600."""
POINTS: Final = 72
CHARTS: Final = "charts/"


def stills(document: HtmlDocument, pdf: bytes, program: str) -> dict[str, bytes]:
    """Every page and every chart of a report by file name.

    Args:
        document: of the report.
        pdf: the same, laid out.
        program: its name and version, which every picture names.
    """
    digits = len(str(_count(pdf)))
    found = {
        f"page-{number:0{digits}}.png": _written(page, PAGE_DPI, f"{document.title} {number}", program)
        for number, page in enumerate(_pages(pdf), start=1)
    }
    for name, words in _charts(document).items():
        drawn = _drawn(document.images[name])
        resolution = round(96 * CHART_SCALE)
        found[f"chart-{PurePosixPath(name).stem}.png"] = _written(drawn, resolution, words, program)
    return found


def still(document: HtmlDocument, pdf: bytes, program: str) -> bytes:
    """The first page for mail: read on a screen, and on paper as sharp as a fax; its colours in one byte each."""
    from PIL.Image import Dither, Quantize

    page = next(_pages(pdf, MAIL_DPI)).quantize(COLOURS, method=Quantize.MAXCOVERAGE, dither=Dither.NONE)
    return _written(page, MAIL_DPI, document.title, program)


def _count(pdf: bytes) -> int:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def _pages(pdf: bytes, resolution: int = PAGE_DPI) -> Iterator[Image]:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            yield page.render(scale=resolution / POINTS).to_pil().convert("RGB")


def _charts(document: HtmlDocument) -> Mapping[str, str]:
    """The charts that the pages show, each with its words."""
    import tinyhtml5

    root = tinyhtml5.parse(document.html, namespace_html_elements=False)
    pictures = [(picture.get("src", ""), picture.get("alt", "")) for picture in root.iter("img")]
    return {source: words for source, words in pictures if source.startswith(CHARTS) and source in document.images}


def _drawn(svg: bytes) -> Image:
    """A drawing on white, for slides of any ground."""
    import vl_convert
    from PIL import Image

    with Image.open(io.BytesIO(vl_convert.svg_to_png(svg.decode(), scale=CHART_SCALE))) as drawing:
        ground = Image.new("RGBA", drawing.size, "white")
        ground.alpha_composite(drawing.convert("RGBA"))
        return ground.convert("RGB")


def _written(picture: Image, resolution: float, words: str, program: str) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    about.add_text("Software", program)
    about.add_itxt("Description", words)
    stream = io.BytesIO()
    picture.save(stream, "PNG", pnginfo=about, dpi=(resolution, resolution))
    return stream.getvalue()
