"""Sets of pages: which templates and styles a report is printed with, in which families, in which manner.

Tables of official documents that go on to a page and hardly use it: their rows are set closer, or with more air.

How far a table reaches is known once it has been laid out. Where its last page is nearly empty, rows come closer if
the rest then fits the pages before; else they spread, so that the last page is no mere remainder.

The imprint of an official document: at the foot of its last page, an even one (GB/T 9704-2012, 7.4 and 7.5).

No style sheet can ask for that. So the imprint is laid out on an even page of its own; where the text before it ends on
an even page with room enough, it moves to the foot of that one; without room an empty page comes before it. A page that
bears the imprint alone, and an empty one before it, bear no number. A copy in English that stands alone is no official
document: it takes the imprint on whichever page it ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.report import fonts
from reportgen.report.page_flow import run_on

if TYPE_CHECKING:
    from reportgen.report.pdf import PageText, Revision

ALONE: Final = 'class="imprint-place alone"'
MOVED: Final = 'class="imprint-place" style="height:{height:.2f}pt"'
IMPRINT: Final = "imprint"
END: Final = "end-of-text"
COURTESY: Final = 'class="document courtesy"'
"""Of a copy in English; where it stands alone the imprint is in it."""
BOTTOM: Final = 35 * 72 / 25.4  # points of the sheet under the text block
IMPRINT_SLACK: Final = 1.0
"""Points that rounding may take."""


def placed(html: str, pages: Sequence[PageText]) -> str | None:
    """The document with the imprint moved to where the text ends; None where it stays on a page of its own."""
    own = next((page for page in pages if IMPRINT in page.reach), None)
    last = next((page for page in pages if END in page.reach), None)
    is_odd = last is not None and last.number % 2
    if own is None or last is None or (is_odd and COURTESY not in html.partition(ALONE)[0]):
        return None
    if last.size[0] > last.size[1]:
        return None
    top, bottom = own.reach[IMPRINT]
    room = last.size[1] - BOTTOM - last.reach[END][1] - IMPRINT_SLACK
    return html.replace(ALONE, MOVED.format(height=room)) if room >= bottom - top else None


START: Final = re.compile(r'<div id="(?P<sheet>[^"]+)" class="sheet (?P<manner>[^"]*)"')
OWN_PAGE: Final = "own-page"
ATTACHMENT: Final = '<section class="attachment'
ENDS: Final = "{}-ends"
TAILS_AIR: Final = "--air:"
ROW: Final = "<tr"
POINTS_PER_MM: Final = 72 / 25.4
UPRIGHT_MM: Final = (37.0, 225.0)
WIDE_MM: Final = (28.0, 156.0)
"""From the top of the sheet to the text block, and its height."""
USUAL_MM: Final = 0.32
"""Air above and below the words of a row, as the style sheet has it."""
LEAST_MM: Final = 0.0
MOST_MM: Final = 1.5
TAILS_NEARLY_EMPTY: Final = 0.60
WANTED: Final = 0.78
"""Shares of a page; what is left free of the wanted page is for rows that cannot be parted on those before."""
GROUPED: Final = (0.50, 0.60)
"""The same where rows stay together in groups: every page before ends earlier with more air, none with less."""
KEEP: Final = '<tbody class="keep">'
SLACK: Final = 0.02
"""Of a page, for rows that cannot be parted."""


@dataclass(frozen=True)
class TableStretch:
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
    if not airs or TAILS_AIR in html:
        return None
    return START.sub(lambda found: _with(found[0], airs.get(found["sheet"])), html)


def _with(mark: str, air: float | None) -> str:
    return mark if air is None else mark.replace(" class=", f' style="{TAILS_AIR}{air:.3f}mm" class=')


def _stretches(html: str, pages: Sequence[PageText]) -> Iterator[TableStretch]:
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
        yield TableStretch(
            sheet, first.number, last.number, max(reached / height, last.used), height, rows, begins, is_grouped
        )
        before = found.end()


def _runs(stretches: list[TableStretch]) -> Iterator[list[TableStretch]]:
    """Tables that follow each other without a new page."""
    run: list[TableStretch] = []
    for one in stretches:
        if run and one.begins_page:
            yield run
            run = []
        run.append(one)
    if run:
        yield run


def _aired(run: list[TableStretch]) -> Iterator[tuple[TableStretch, float]]:
    whole, rest = run[-1].last - run[0].first, run[-1].reached
    rows = sum(one.rows for one in run)
    nearly_empty, wanted = GROUPED if any(one.is_grouped for one in run) else (TAILS_NEARLY_EMPTY, WANTED)
    if not whole or rest >= nearly_empty or not rows:
        return
    each = run[-1].height_mm / rows / 2
    closer = USUAL_MM - (rest + SLACK * whole) * each
    air = max(closer, LEAST_MM) if closer >= 0 else min(USUAL_MM + (wanted - rest) * each, MOST_MM)
    yield from ((one, air) for one in run)


BODY: Final = ("tokens.css", "page.css", "text.css", "tables.css", "components.css", "sheet.css", "brief.css")
OFFICIAL: Final = ("tokens.css", "official/page.css", "official/letter.css", "official/tables.css")
LATIN: Final = "Official Latin"
"""The name under which the style sheet of official pages takes digits and Latin letters from another face."""


@dataclass(frozen=True)
class PageSet:
    """One way to set a report.

    Attributes:
        root: the folder of its own under templates/ and styles/, with a slash; empty for the body of reports.
        styles: style sheets in the order of the cascade, by name under styles/; those of sections follow.
        draft, draft_copy: what is added for a draft, and for one that a copy in another language follows.
        required: families without which it is not set; aliases: names that its styles give to some of them.
        looks: property of the styles → family that is wanted there, where it is installed.
        is_aired: whether air stands between Han and Latin.
        has_copy: whether the English follows the Chinese as a copy of its own, instead of standing beside it.
        is_branded: whether a hospital's brand shows on them.
        is_extractable: whether pages taken out of them say so in their foot.
        revision: what moves when the pages have been laid out once.
    """

    root: str
    styles: tuple[str, ...]
    required: frozenset[str]
    aliases: frozenset[str] = frozenset()
    looks: Mapping[str, str] = field(default_factory=dict)
    is_aired: bool = True
    has_copy: bool = False
    is_branded: bool = True
    is_extractable: bool = True
    revision: Revision | None = None
    draft: tuple[str, ...] = ()
    draft_copy: tuple[str, ...] = ()

    @property
    def document(self) -> str:
        """The template of the whole document."""
        return f"{self.root}report.html"

    @property
    def body(self) -> str:
        """The template of what stands on its pages: of the document, and of a copy in English that follows it."""
        return f"{self.root}body.html"

    @property
    def families(self) -> frozenset[str]:
        """The only font families that its pages may draw."""
        return self.required | self.aliases | (set(self.looks.values()) - set(self.substitutes))

    @property
    def substitutes(self) -> Mapping[str, str]:
        """Families that are wanted and not installed, each with what stands in for it."""
        return {name: fonts.WELCOME[name] for name in fonts.missing_families(self.looks.values())}

    @property
    def faces(self) -> str:
        """Properties of the style sheet anew, for looks whose family is not installed."""
        missing = self.substitutes
        rules = "; ".join(f'--{look}: "{missing[name]}"' for look, name in self.looks.items() if name in missing)
        return f":root {{ {rules} }}" if rules else ""

    def section(self, name: str) -> str:
        """The template of a section."""
        return f"{self.root}sections/{name}.html"

    def section_style(self, name: str) -> str:
        """The style of a section; not every section has one."""
        return f"{self.root}sections/{name}.css"


def _settled(html: str, pages: Sequence[PageText]) -> str | None:
    """Tables first, since they move what follows them; then the imprint."""
    return settled(html, pages) or placed(html, pages)


PAGE_SETS: Final[Mapping[str, PageSet]] = {
    "body": PageSet("", BODY, fonts.REQUIRED, revision=run_on),
    "official": PageSet(
        "official/",
        OFFICIAL,
        fonts.REQUIRED | {"Liberation Serif"},
        aliases=frozenset({LATIN}),
        looks={"fang": "FandolFang", "kai": "LXGW WenKai"},
        is_aired=False,
        has_copy=True,
        is_branded=False,
        is_extractable=False,
        revision=_settled,
        draft=("official/draft.css",),
        draft_copy=("official/draft_copy.css",),
    ),
}
"""By the name that kinds of reports and sections use."""
