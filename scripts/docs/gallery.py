"""Pictures of pages in README and docs/gallery.md: each kind of report, each language, small enough for a slow line."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Final

import pypdfium2
from PIL import Image

from reportgen import pipeline
from reportgen.model.definition import LanguageMode
from reportgen.report.pdf import Rendered

PROJECT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = "docs/pictures"
DOTS_PER_INCH: Final = 110
COLOURS: Final = 64
POINTS_PER_INCH: Final = 72


@dataclass(frozen=True)
class PagePicture:
    """A page that is shown: the one on which a section begins.

    Attributes:
        name: of the file, without its ending.
        source: sample, kind of report, period ("" for the newest), and language.
        section: id of the section.
    """

    name: str
    source: tuple[str, str, str, LanguageMode]
    section: str


PICTURES: Final = (
    PagePicture("verdict", ("renhe", "board", "", "zh-en"), "verdict"),
    PagePicture("scorecard", ("renhe", "board", "", "zh-en"), "scorecard"),
    PagePicture("story", ("renhe", "board", "", "zh"), "story"),
    PagePicture("cash", ("renhe", "board", "", "en"), "liquidity"),
    PagePicture("verdict-american", ("us-cms", "board", "", "en"), "verdict"),
    PagePicture("flash", ("renhe", "flash", "", "zh-en"), "verdict"),
    PagePicture("conclusion", ("renhe", "annual", "2025", "zh-en"), "conclusion"),
    PagePicture("statement", ("renhe", "annual", "2025", "zh-en"), "statement-position"),
    PagePicture("letter", ("renhe", "agency", "", "zh"), "letter"),
    PagePicture("letter-english", ("renhe", "agency", "", "en"), "letter"),
    PagePicture("self-assessment", ("renhe", "self-assessment", "2025", "zh"), "self_assessment"),
    PagePicture("group", ("us-cms", "group", "", "zh-en"), "group_verdict"),
    PagePicture("league", ("us-cms", "group", "", "en"), "league-1"),
)


def draw() -> list[str]:
    """Render each report and keep the pages that are shown; names of the pictures."""
    written = []
    for source, pictures in groupby(PICTURES, key=lambda one: one.source):
        rendered = _rendered(source)
        with pypdfium2.PdfDocument(rendered.pdf) as report:
            for one in pictures:
                page = report[_page(rendered, one.section)].render(scale=DOTS_PER_INCH / POINTS_PER_INCH)
                target = f"{FOLDER}/{one.name}.png"
                (PROJECT / target).write_bytes(_small(page.to_pil().convert("RGB")))
                written.append(target)
    return written


def _rendered(source: tuple[str, str, str, LanguageMode]) -> Rendered:
    sample, kind, period, mode = source
    grounds = pipeline.grounds(pipeline.check(PROJECT / "samples" / sample), report=kind, period=period or None)
    return pipeline.render(grounds, report=kind, mode=mode)


def _page(rendered: Rendered, section: str) -> int:
    """Where the section begins, from 0; raises LookupError where no page has it."""
    found: Iterator[int] = (page.number - 1 for page in rendered.pages if section in page.anchors)
    number = next(found, None)
    if number is None:
        raise LookupError(section)
    return number


def _small(page: Image.Image) -> bytes:
    """The page in few colours: text and flat areas lose nothing by it."""
    stream = io.BytesIO()
    page.quantize(COLOURS, dither=Image.Dither.NONE).save(stream, "PNG", optimize=True)
    return stream.getvalue()
