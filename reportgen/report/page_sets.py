"""Sets of pages: which templates and styles a report is printed with, in which families, in which manner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reportgen.report import fonts, imprint, remainders, tails

if TYPE_CHECKING:
    from reportgen.report.pdf import PageText, Revision

BODY: Final = ("tokens.css", "page.css", "text.css", "tables.css", "components.css", "sheet.css")
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
    return tails.settled(html, pages) or imprint.placed(html, pages)


PAGE_SETS: Final[Mapping[str, PageSet]] = {
    "body": PageSet("", BODY, fonts.REQUIRED, revision=remainders.run_on),
    "official": PageSet(
        "official/",
        OFFICIAL,
        fonts.REQUIRED | {"Liberation Serif"},
        aliases=frozenset({LATIN}),
        looks={"fang": "FandolFang", "kai": "LXGW WenKai"},
        is_aired=False,
        has_copy=True,
        is_branded=False,
        revision=_settled,
        draft=("official/draft.css",),
        draft_copy=("official/draft_copy.css",),
    ),
}
"""By the name that kinds of reports and sections use."""
