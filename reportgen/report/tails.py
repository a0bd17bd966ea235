"""Tables of official documents that go on to a page and hardly use it: their rows are set closer, or with more air.

How far a table reaches is known once it has been laid out. Where its last page is nearly empty, rows come closer if
the rest then fits the pages before; else they spread, so that the last page is no mere remainder.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.report.pdf import PageText

START: Final = re.compile(r'<div id="(?P<sheet>[^"]+)" class="sheet (?P<manner>[^"]*)"')
OWN_PAGE: Final = "own-page"
ATTACHMENT: Final = '<section class="attachment'
ENDS: Final = "{}-ends"
AIR: Final = "--air:"
ROW: Final = "<tr"
POINTS_PER_MM: Final = 72 / 25.4
UPRIGHT_MM: Final = (37.0, 225.0)
WIDE_MM: Final = (28.0, 156.0)
"""From the top of the sheet to the text block, and its height."""
USUAL_MM: Final = 0.32
"""Air above and below the words of a row, as the style sheet has it."""
LEAST_MM: Final = 0.0
MOST_MM: Final = 1.5
NEARLY_EMPTY: Final = 0.60
WANTED: Final = 0.78
"""Shares of a page; what is left free of the wanted page is for rows that cannot be parted on those before."""
GROUPED: Final = (0.50, 0.60)
"""The same where rows stay together in groups: every page before ends earlier with more air, none with less."""
KEEP: Final = '<tbody class="keep">'
SLACK: Final = 0.02
"""Of a page, for rows that cannot be parted."""


@dataclass(frozen=True)
class Stretch:
    """One table where it stands: its first and last page, and how far words reach on the last as a share of its height.

    What stands under the table there, such as a drawing or sentences, counts with it.

    Attributes:
        begins_page: whether it stands on a new page whatever comes before.
        is_grouped: whether rows stay together in groups, so that pages end early.
    """

    sheet: str
    first: int
    last: int
    reached: float
    height_mm: float
    rows: int
    begins_page: bool
    is_grouped: bool = False


def settled(html: str, pages: Sequence[PageText]) -> str | None:
    """The document with other air in the rows of tables that end on a nearly empty page; None where none does."""
    airs = {one.sheet: air for run in _runs(list(_stretches(html, pages))) for one, air in _aired(run)}
    if not airs or AIR in html:
        return None
    return START.sub(lambda found: _with(found[0], airs.get(found["sheet"])), html)


def _with(mark: str, air: float | None) -> str:
    return mark if air is None else mark.replace(" class=", f' style="{AIR}{air:.3f}mm" class=')


def _stretches(html: str, pages: Sequence[PageText]) -> Iterator[Stretch]:
    before = 0
    for found in START.finditer(html):
        sheet = found["sheet"]
        first = next((page for page in pages if sheet in page.reach), None)
        last = next((page for page in pages if ENDS.format(sheet) in page.reach), None)
        if first is None or last is None:
            continue
        top, height = WIDE_MM if last.size[0] > last.size[1] else UPRIGHT_MM
        reached = last.reach[ENDS.format(sheet)][1] / POINTS_PER_MM - top
        end = html.index(ENDS.format(sheet), found.end())
        rows = html.count(ROW, found.end(), end)
        # tables in groups have more bodies than the one that keeps the last rows of any table together
        is_grouped = html.count(KEEP, found.end(), end) > 1
        begins = OWN_PAGE in found["manner"] or ATTACHMENT in html[before : found.start()]
        yield Stretch(
            sheet, first.number, last.number, max(reached / height, last.used), height, rows, begins, is_grouped
        )
        before = found.end()


def _runs(stretches: list[Stretch]) -> Iterator[list[Stretch]]:
    """Tables that follow each other without a new page."""
    run: list[Stretch] = []
    for one in stretches:
        if run and one.begins_page:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _aired(run: list[Stretch]) -> Iterator[tuple[Stretch, float]]:
    whole, rest = run[-1].last - run[0].first, run[-1].reached
    rows = sum(one.rows for one in run)
    nearly_empty, wanted = GROUPED if any(one.is_grouped for one in run) else (NEARLY_EMPTY, WANTED)
    if not whole or rest >= nearly_empty or not rows:
        return
    each = run[-1].height_mm / rows / 2
    closer = USUAL_MM - (rest + SLACK * whole) * each
    air = max(closer, LEAST_MM) if closer >= 0 else min(USUAL_MM + (wanted - rest) * each, MOST_MM)
    yield from ((one, air) for one in run)
