"""L18, L19: the same numbers in both languages, in titles as on their pages, and each with its passport."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Final

from reportgen.model.finding import Finding, Severity
from reportgen.model.printing import digits_of
from reportgen.report.lint.found import found
from reportgen.report.lint.layout import Block, Layout, Page
from reportgen.report.lint.numbers import amounts_of, disagreement, is_rounded, is_rounding
from reportgen.report.lint.vocabulary import CODES, COMMENTARY, ENGLISH, FURNITURE, TILE, TITLE

ARCHIVE: Final = "annual"
LISTED: Final = 5
DATES: Final = re.compile(
    "[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|[0-9]{4}\\s*\u5e74(?:[0-9]{1,2}\\s*\u6708)?(?:[0-9]{1,2}\\s*\u65e5)?"
    "|[0-9]{1,2}\\s*\u6708|(?:[0-9]{1,2} )?[A-Z][a-z]+ (?:19|20)[0-9]{2}|(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.])"
)
NAMED: Final = re.compile(
    r"\b(?=[\w.\u00b7-]*[A-Za-z])(?=[\w.\u00b7-]*[0-9])[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)+\b"  # P-2025-06-001, own_8020
    r"|\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{8,}\b"  # a digest
    r"|\b[A-Za-z]+[0-9]{3,}\b"  # h202611220
    "|[\u3014\u2018][0-9]{4}[\u3015\u2019]\\s*[0-9]+\u53f7",  # the number of a letter
    re.ASCII,
)
"""What has digits and is no number: identifiers, digests, numbers of letters."""
SOFT: Final = re.compile("([\u3400-\u9fff\uff00-\uffef])\\s*\n|\n(?=[\u3400-\u9fff])")
"""The end of a line between Han: names go on over it."""
_END: Final = 1 << 30


def languages(layout: Layout) -> Iterator[Finding]:
    """L18: numbers of one language that the other lacks; numbers of a title that its pages do not show."""
    for pair in layout.pairs:
        if numbers := disagreement(*_unnamed(layout, pair.zh, pair.en)):
            what = "@layout.fault.pair"
            yield found("L18", pair.page, pair.zh, pair.heading, what=what, numbers=tuple(numbers))
    for section in _sections(layout):
        shown = _shown(section, layout)
        told: set[tuple[str, ...]] = set()
        for title in section.titles:
            if strange := tuple(
                number for number in _claims(layout, title) if not shown.has(number, _is_scaled(title, number))
            ):
                if strange in told:  # said already in the other language
                    continue
                told.add(strange)
                yield found("L18", section.number, title.text, what="@layout.fault.title", numbers=strange)


def _is_scaled(title: Block, number: str) -> bool:
    """Whether a number of a title is an amount in thousands or more, which tables give in another unit."""
    return any(amount.digits == number for amount in amounts_of(title.text))


def _claims(layout: Layout, title: Block) -> list[str]:
    text = " ".join(_unnamed(layout, title.text))
    return list(digits_of(DATES.sub(" ", text)))


def _unnamed(layout: Layout, *texts: str) -> tuple[str, ...]:
    """Texts without the names and identifiers in them, longer ones first: one may hold another."""
    names = sorted({*(one for name in layout.about.names for one in (name.zh, name.en)), *layout.about.ids}, key=len)
    for name in reversed(names):
        texts = tuple(text.replace(name, " ") for text in texts)
    return texts


@dataclass
class Section:
    """What stands under one title: the blocks, tables and pictures up to the next, over all pages."""

    number: int
    titles: list[Block]
    parts: list[tuple[Page, int, int]]


def _sections(layout: Layout) -> list[Section]:
    """Titles of one language or of both, each with the ranges of reading order that belong to it."""
    sections: list[Section] = []
    for page in layout.pages:
        titles = [block for block in page.blocks if TITLE in block.roles and not block.is_inline]
        starts = [block.order for block in titles if ENGLISH not in block.roles]
        bounds = [*starts, _END]
        if sections:
            sections[-1].parts.append((page, 0, bounds[0]))
        for start, end in pairwise(bounds):
            own = [block for block in titles if start <= block.order < end]
            sections.append(Section(page.number, own, [(page, start, end)]))
    return sections


@dataclass(frozen=True)
class Shown:
    """Numbers that a section prints, or says of its pictures; how much can be counted in it; what may be subtracted."""

    numbers: frozenset[str]
    countable: int
    terms: frozenset[str]

    def has(self, number: str, is_scaled: bool) -> bool:  # noqa: FBT001 - a property of the number
        """Whether a number of the title is one of these, a count, a rounding of one, or the distance of two."""
        if number in self.numbers:
            return True
        if "." not in number:
            return int(number) <= self.countable
        if any(is_rounded(number, other) for other in self.numbers):
            return True
        if is_scaled and any(is_rounding(number, other) for other in self.numbers):
            return True
        return self._is_difference(number)

    def _is_difference(self, number: str) -> bool:
        wanted = Decimal(number)
        terms = [Decimal(term) for term in self.terms]
        return any(wanted in {abs(one - other), one + other} for one, other in combinations(terms, 2))


def _shown(section: Section, layout: Layout) -> Shown:
    numbers = {digits for words in layout.about.printed or () for digits in digits_of(words)}
    terms = {number for title in section.titles for number in _claims(layout, title)}
    countable = 0
    for page, start, end in section.parts:
        blocks = [block for block in page.blocks if start <= block.order < end and TITLE not in block.roles]
        pictures = [picture for picture in page.pictures if start <= picture.order < end]
        for block in blocks:
            numbers.update(digits_of(block.text))
            if TILE in block.roles:
                terms.update(digits_of(block.text))
        for picture in pictures:
            labels = layout.charts[picture.source].labels if picture.source in layout.charts else ()
            numbers.update(digits_of(" ".join([picture.alt, *(label.text for label in labels)])))
            countable += len(labels)
        tables = [table for table in page.tables if start <= table.order < end]
        cells = sum(len(row.cells) for table in tables for row in table.body)
        countable += len(pictures) + max(cells, len({block.group for block in blocks}))
    return Shown(frozenset(numbers), countable, frozenset(terms))


def passports(layout: Layout) -> Iterator[Finding]:
    """L19: numbers that no section of the page has printed: a page at a time in an archive, else all in one finding."""
    if layout.about.printed is None:
        return
    told = _told_by_page(layout)
    strange = [
        (page.number, number)
        for page, known in zip(layout.pages, told, strict=True)
        for number in _numbers(page, layout)
        if number not in known
    ]
    is_archive = layout.about.kind == ARCHIVE
    pages = dict.fromkeys(number for number, _ in strange) if is_archive else dict.fromkeys(n for n, _ in strange[:1])
    for number in pages:
        here = [digits for page, digits in strange if page == number or not is_archive]
        listed = tuple(list(dict.fromkeys(here))[:LISTED])
        severity = Severity.ERROR if is_archive else None
        what = "@layout.fault.page" if is_archive else "@layout.fault.pages"
        yield found("L19", number, "", "", severity, what=what, count=len(here), numbers=listed)


def _told_by_page(layout: Layout) -> Iterator[frozenset[str]]:
    """What the sections of each page have printed: those that begin on it and the one that runs on."""
    told, running = layout.about.told, ""
    for page in layout.pages:
        sections = [anchor for anchor in page.anchors if anchor in told]
        yield frozenset().union(*(told.get(section, frozenset()) for section in ("", running, *sections)))
        running = sections[-1] if sections else running


def _numbers(page: Page, layout: Layout) -> Iterator[str]:
    """All but codes, names, references, the English beside the Chinese, and what accountants say in their own words."""
    for block in page.blocks:
        if not block.roles & (CODES | FURNITURE | {ENGLISH, COMMENTARY}):
            lines = ["".join(run.text for run in line.runs if not run.is_reference) for line in block.lines]
            (words,) = _unnamed(layout, " ".join(SOFT.sub("\\1", "\n".join(lines)).split()))
            yield from digits_of(DATES.sub(" ", NAMED.sub(" ", words)))
