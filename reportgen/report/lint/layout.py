"""What laid-out pages look like, as plain frozen values; millimetres from the top left corner of the sheet.

What the rules must know of a report besides its pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Definition, Text
from reportgen.model.printing import digits_of
from reportgen.model.standing import State
from reportgen.report.desk.grades.gradings import letters
from reportgen.report.digits import disagreement
from reportgen.report.lint.drawing import ChartInk
from reportgen.report.lint.found import SheetArea, normal

if TYPE_CHECKING:
    from reportgen.analysis.grounds import Grounds
    from reportgen.report.passport import ProvenanceIndex

UNITS_OF: Final = {"agency": "layout.units_on_grid"}
DIGIT: Final = re.compile("[0-9]")
COLOUR: Final = re.compile("#(?:[0-9A-Fa-f]{3}){1,2}")


@dataclass(frozen=True)
class About:
    """Facts of one report.

    Attributes:
        kind: of the report, such as ``board``.
        palette: the colours of the tokens, ``#RRGGBB``.
        bounds: lowest score of each grade, best first; empty where nothing is graded.
        letters: what a badge of each grade may say.
        score_heads, change_heads: words in the head of a column of scores, and of their changes, in small letters.
        units: words that stay with their number, of all languages.
        due, banned: words of chips that each page must show or must not show, all languages of one chip together.
        names: of hospitals, schemes, forms and their lines, and words of the hospital's own that differ; a number in
            one need not stand in its translation, nor on the page.
        numbered: names of indicators that hold a number, such as a hundred yuan; a title that has one claims no number.
        ids: of hospitals and schemes: their digits are no numbers.
        printed: of all numbers that are entered with their cells or rule; None where that is not asked.
        told: digits of all numbers that the report has printed by itself, by section; under no section, those around
            the pages.
        untrue: sentences that the report prints and that are not so of the case, with what must be so.
    """

    kind: str = ""
    palette: frozenset[str] = frozenset()
    bounds: Mapping[str, float] = field(default_factory=dict)
    letters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    score_heads: frozenset[str] = frozenset()
    change_heads: frozenset[str] = frozenset()
    units: frozenset[str] = frozenset()
    due: tuple[frozenset[str], ...] = ()
    banned: tuple[frozenset[str], ...] = ()
    names: tuple[Text, ...] = ()
    numbered: tuple[Text, ...] = ()
    ids: frozenset[str] = frozenset()
    printed: frozenset[str] | None = None
    told: Mapping[str, frozenset[str]] = field(default_factory=dict)
    untrue: tuple[tuple[Text, str], ...] = ()

    @cached_property
    def longest_names(self) -> tuple[str, ...]:
        """Names in both languages and ids, longer ones first: one may hold another."""
        names = {*(name for text in self.names for name in (text.zh, text.en)), *self.ids}
        return tuple(sorted(names, key=lambda name: (-len(name), name)))


def about(material: Grounds, *, kind: str, ledger: ProvenanceIndex, tokens: Mapping[str, str]) -> About:
    """What the rules must know of a report.

    Args:
        material: what the report is about.
        kind: of the report.
        ledger: its printed numbers.
        tokens: the custom properties of its styles.
    """
    words = material.catalog.words
    chips = {name: _both(text) for name, text in words.under("furniture.chip").items()}
    due = _due(material)
    return About(
        kind=kind,
        palette=frozenset(normal(value) for value in tokens.values() if COLOUR.fullmatch(value)),
        bounds={str(grade): low for grade, low in sorted(material.scheme.grades.items(), key=lambda pair: -pair[1])},
        letters={grade: _both(text) for grade, text in _letters(material).items()},
        score_heads=frozenset(word.lower() for word in _both(words["layout.score"])),
        change_heads=frozenset(word.lower() for word in _both(words["layout.change"])),
        units=frozenset(" ".join(_both(words[UNITS_OF.get(kind, "layout.units")])).split()),
        due=tuple(chip for name, chip in chips.items() if name in due),
        banned=tuple(chip for name, chip in chips.items() if name not in due),
        names=tuple(_names(material)),
        numbered=tuple(_numbered(material)),
        ids=frozenset(one for one in _ids(material) if not one.isdecimal()),
        printed=frozenset(entry.printed for entry in ledger.entries.values()),
        told={section: _told(ledger, section) for section in ledger.figures.keys() | ledger.wording.keys()},
    )


def _names(material: Grounds) -> Iterator[Text]:
    file = material.case.file
    yield material.scheme.name
    if file.entity:
        yield file.entity.name
    if file.group:
        yield file.group.name
        yield from file.group.members.values()
    yield from (Text(zh=name, en=name) for name in material.case.mapping.names)
    forms = (form.title for form in material.catalog.forms.values())
    lines = (item.name for item in material.catalog.items.values())
    yield from (name for name in (*forms, *lines) if DIGIT.search(f"{name.zh}{name.en}"))
    yield from _differing((*_texts(file), *_texts(material.scheme)))


def _differing(own: Iterable[Text]) -> Iterator[Text]:
    """Words of the hospital's own whose languages differ in their numbers, also as they stand within a sentence."""
    for text in own:
        if disagreement(text.zh, text.en):
            yield from (text, Text(zh=text.zh, en=text.en[:1].lower() + text.en[1:]))


def _texts(node: object) -> Iterator[Text]:
    """Every text of a definition, wherever it stands in it."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Definition):
        yield from _texts(vars(node))
    elif isinstance(node, Mapping):
        yield from (text for one in node.values() for text in _texts(one))
    elif isinstance(node, (tuple, list, frozenset)):
        yield from (text for one in node for text in _texts(one))


def _numbered(material: Grounds) -> Iterator[Text]:
    """Also as they stand within an English sentence."""
    named = (name for one in material.catalog.indicators.values() for name in (one.name, one.short) if name)
    for name in (name for name in named if DIGIT.search(f"{name.zh}{name.en}")):
        yield from (name, Text(zh=name.zh, en=name.en[:1].lower() + name.en[1:]))


def _ids(material: Grounds) -> Iterator[str]:
    file = material.case.file
    yield from (name for name, scheme in material.catalog.schemes.items() if scheme is material.scheme)
    if file.entity:
        yield file.entity.id
    if file.group:
        yield from (file.group.id, *file.group.members)


def _told(ledger: ProvenanceIndex, section: str) -> frozenset[str]:
    figures = (digits for figure in ledger.figures.get(section, ()) for digits in digits_of(figure))
    return frozenset(figures).union(ledger.wording.get(section, ()))


def _letters(material: Grounds) -> Mapping[str, Text]:
    """The usual letters of grades, or those of the scheme's own names."""
    return {**material.catalog.words.under("grade.letter"), **letters(material.scheme)}


def _due(material: Grounds) -> frozenset[str]:
    """The chips that each page must show: illustrative data, and every state but issued."""
    found = {"illustrative"} if material.case.file.illustrative else set()
    if material.draft:
        found.add("draft")
    elif material.standing is not None and material.standing.state is not State.ISSUED:
        found.add(str(material.standing.state))
    return frozenset(found)


def _both(text: Text) -> frozenset[str]:
    return frozenset({text.zh, text.en})


MM = 25.4 / 96
"""Millimetres in a CSS pixel."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one line in one style.

    Attributes:
        area: the em boxes of its characters, from 0.88 em above the baseline to 0.12 em below.
        size: points.
        family, bold: the face.
        colour, ground: of the letters, and of what lies under them; ``#RRGGBB``.
        language: such as ``en``; empty where it is not said.
        is_reference: whether it is the number of a page that is referred to, or a code.
    """

    text: str
    area: SheetArea
    size: float
    family: str
    bold: bool
    colour: str
    ground: str
    language: str = ""
    is_reference: bool = False


@dataclass(frozen=True, slots=True)
class LaidLine:
    """One line: its words with those of boxes within it, and the runs that are its own."""

    text: str
    area: SheetArea
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class LaidBlock:
    """The lines of one element on one page.

    Attributes:
        element: identity of the element, the same on every page over which it runs.
        order: position in reading order on the page.
        tag, classes: of the element itself; `roles` those of the elements around it as well.
        language: such as ``zh-CN``.
        frame: what it must stay in: the page's text block, a table's cell or a margin box.
        group: identity of the row, item or tile that holds it; None outside of such.
        heading: the heading above it.
        is_inline: whether it stands within a line of another block.
    """

    element: int
    order: int
    tag: str
    classes: frozenset[str]
    roles: frozenset[str]
    language: str
    area: SheetArea
    frame: SheetArea
    group: int | None
    heading: str
    is_inline: bool
    lines: tuple[LaidLine, ...]

    @property
    def text(self) -> str:
        """All words, the lines one after another as they were before they were broken."""
        return joined(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class LaidPicture:
    """A picture on the page; `order` as of a block."""

    source: str
    alt: str
    area: SheetArea
    frame: SheetArea
    order: int
    heading: str


@dataclass(frozen=True, slots=True)
class LaidCell:
    """A cell of a table: the column it begins in, and what it holds."""

    column: int
    classes: frozenset[str]
    area: SheetArea
    blocks: tuple[LaidBlock, ...]

    @property
    def text(self) -> str:
        """All words."""
        return " ".join(block.text for block in self.blocks if not block.is_inline).strip()


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row of a table."""

    element: int
    classes: frozenset[str]
    is_head: bool
    area: SheetArea
    cells: tuple[LaidCell, ...]
    order: int

    @property
    def text(self) -> str:
        """All words."""
        return " ".join(cell.text for cell in self.cells).strip()


@dataclass(frozen=True, slots=True)
class LaidTable:
    """The part of a table that stands on one page."""

    element: int
    classes: frozenset[str]
    area: SheetArea
    frame: SheetArea
    rows: tuple[LaidRow, ...]
    heading: str
    order: int
    end: int

    @property
    def head(self) -> tuple[LaidRow, ...]:
        """Rows that are repeated on each page."""
        return tuple(row for row in self.rows if row.is_head)

    @property
    def body(self) -> tuple[LaidRow, ...]:
        """All other rows."""
        return tuple(row for row in self.rows if not row.is_head)


@dataclass(frozen=True)
class LaidPage:
    """One page.

    Attributes:
        number: from 1.
        name: of the named page of the styles; "" where there is none.
        content: the text block.
        anchors: ids of what begins on it.
        blocks, tables, pictures: what stands in the text block, in reading order.
        paints: colours of grounds and edges, each with the heading under which it is first used.
        margins: running heads and feet by their place, such as ``@bottom-right``.
    """

    number: int
    name: str
    content: SheetArea
    blocks: tuple[LaidBlock, ...]
    tables: tuple[LaidTable, ...]
    pictures: tuple[LaidPicture, ...]
    margins: Mapping[str, tuple[LaidBlock, ...]] = field(default_factory=dict)
    paints: Mapping[str, str] = field(default_factory=dict)
    anchors: tuple[str, ...] = ()

    @cached_property
    def furniture(self) -> tuple[LaidBlock, ...]:
        """All running heads and feet."""
        return tuple(block for blocks in self.margins.values() for block in blocks)

    @cached_property
    def runs(self) -> tuple[tuple[LaidBlock, Run], ...]:
        """Every piece of visible text with its block."""
        every = (*self.blocks, *self.furniture)
        return tuple((b, run) for b in every for line in b.lines for run in line.runs if not run.text.isspace())


@dataclass(frozen=True)
class LanguagePair:
    """The same words in both languages, set side by side; the page is that of the English."""

    zh: str
    en: str
    page: int
    heading: str


@dataclass(frozen=True)
class LaidOutPages:
    """All pages, the pairs of the two languages, the charts by the address under which pages name them, and facts."""

    pages: tuple[LaidPage, ...]
    pairs: tuple[LanguagePair, ...] = ()
    charts: Mapping[str, ChartInk] = field(default_factory=dict)
    about: About = field(default_factory=About)


def joined(lines: Iterable[str]) -> str:
    """Lines as one text: a break between Latin words was a space, one between Han was nothing."""
    text = ""
    for line in lines:
        gap = " " if text and line and text[-1].isascii() and line[0].isascii() else ""
        text += gap + line
    return text
