"""L01, L02: everything stays in its frame, and nothing stands on anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.lint.area import Area
from reportgen.report.lint.found import found, millimetres
from reportgen.report.lint.layout import Block, Layout, Page, Run

BEYOND_MM: Final = 0.3
OVERLAP_MM: Final = 0.5
SIDES: Final = ("left", "right", "bottom")


def beyond(layout: Layout) -> Iterator[Finding]:
    """L01: words, pictures or tables beyond the page's text block, their cell or their margin box."""
    for page in layout.pages:
        told: set[tuple[int, str]] = set()
        for area, frame, element, heading in _framed(page):
            excess = area.excess(frame)
            side = max(SIDES, key=lambda side: excess[side])
            if excess[side] > BEYOND_MM and (key := (id(frame), side)) not in told:
                told.add(key)
                yield found(
                    "L01", page.number, element, heading, side=f"@layout.side.{side}", mm=millimetres(excess[side])
                )


def _framed(page: Page) -> Iterator[tuple[Area, Area, str, str]]:
    for block, run in page.runs:
        yield run.area, block.frame, block.text, block.heading
    for picture in page.pictures:
        yield picture.area, picture.frame, picture.source, picture.heading
    for table in page.tables:
        words = next((row.text for row in table.rows), "")
        yield table.area, table.frame, words, table.heading


def overlaps(layout: Layout) -> Iterator[Finding]:
    """L02: two texts, or a text and a picture, on one another."""
    for page in layout.pages:
        pictures = [(picture.area, picture.source, picture.heading) for picture in page.pictures]
        texts = [(run.area, run.text, block.heading) for block, run in _inner(page.runs)]
        for (area, words, heading), (other, others, _) in colliding([*texts, *pictures]):
            depth = area.depth(other)
            yield found("L02", page.number, words, heading, other=others[:LONGEST].strip(), mm=millimetres(depth))


LONGEST: Final = 36
Thing = tuple[Area, str, str]


def _inner(runs: Iterable[tuple[Block, Run]]) -> Iterator[tuple[Block, Run]]:
    return ((block, run) for block, run in runs if run.area.width > 0)


def colliding(things: list[Thing]) -> Iterator[tuple[Thing, Thing]]:
    """Pairs that reach into each other by more than the tolerance, found from the top of the page downwards."""
    open_: list[Thing] = []
    for thing in sorted(things, key=lambda thing: thing[0].top):
        open_ = [other for other in open_ if other[0].bottom - thing[0].top > OVERLAP_MM]
        for other in open_:
            if thing[0].depth(other[0]) > OVERLAP_MM:
                yield other, thing
        open_.append(thing)
