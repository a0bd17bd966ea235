"""Pages that stay nearly empty where nothing can run on as it stands: what is done about them last.

Before the paper turns, nothing that follows can begin below what is left over: it goes onto the turned paper itself,
above what stands there, where both have room. Where what follows runs on, and yet begins a page since its beginning is
one piece that the rest of the page is too low for, its rows stand closer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportgen.report.flow_sections import (
    AIR,
    APART,
    COMPACT,
    FOLLOW,
    NEARLY_EMPTY,
    PAGE,
    STATEMENT,
    TURNED,
    WHOLE,
    WIDE,
    FlowSection,
    Manners,
    titles_of,
)

if TYPE_CHECKING:
    from reportgen.report.pdf import PageText


def turned(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Sections alone on a page that they hardly use, before a wide one under which there is room for them."""
    found = Manners()
    for at, page, after in _alone(sections, pages):
        section, rest = sections[at], sections[at + 1 : at + 3]
        is_wide = any(WIDE in one.words for one in rest) and after.size[0] > after.size[1] and page.size != after.size
        own = section.opens_volume or {STATEMENT, *APART} & {*section.words} or PAGE not in section.words
        if is_wide and not own and _on_turned(page, after) <= 1:
            kept = [word for word in section.words if word not in {FOLLOW, WHOLE}]
            found[at] = " ".join([*kept, WIDE, TURNED])
    return found


def _on_turned(page: PageText, after: PageText) -> float:
    """Share of the turned page that what stands on both would use."""
    return page.used * page.block[1] / after.block[1] + AIR + after.used if after.block[1] else 1 + AIR


def closer_under(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Manners:
    """Sections that run on and yet begin a page after one that is hardly used."""
    found = Manners()
    for at, page, after in _alone(sections, pages):
        follows = sections[at + 1]
        stays = FOLLOW in follows.words and not {WHOLE, COMPACT, *APART} & {*follows.words}
        if stays and page.size == after.size and follows.title in after.anchors:
            found[at + 1] = f"{follows.manner} {COMPACT}"
    return found


def _alone(sections: Sequence[FlowSection], pages: Sequence[PageText]) -> Iterator[tuple[int, PageText, PageText]]:
    """Sections that are alone on a page and hardly use it, with that page and the next, where another begins."""
    titles = titles_of(sections)
    for at, section in enumerate(sections[:-1]):
        number = next((n for n, one in enumerate(pages) if section.title and section.title in one.anchors), len(pages))
        if number + 1 >= len(pages) or titles & {*pages[number].anchors} != {section.title}:
            continue
        page, after = pages[number], pages[number + 1]
        if page.used < NEARLY_EMPTY and sections[at + 1].title in after.anchors:
            yield at, page, after
