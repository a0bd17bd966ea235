"""L13, L14: what must not stand in words.

L18, L19: the same numbers in both languages, in titles as on their pages, and each with its passport.

L25: what a fixed sentence asserts of the case is so.

L16: a grade is said in a character, and it is that of the score printed beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, pairwise
from typing import Final

from reportgen.model.definition import NOT
from reportgen.model.finding import Finding, Severity
from reportgen.model.printing import DASH, digits_of
from reportgen.report.digits import amounts_of, disagreement, is_rounded, is_rounding
from reportgen.report.lint.found import BADGE, CODES, COMMENTARY, ENGLISH, FURNITURE, HEADINGS, NOTE, TILE, TITLE, found
from reportgen.report.lint.layout import About, LaidBlock, LaidOutPages, LaidPage, LaidTable

LEFTOVERS: Final = re.compile(r"\{\{|\}\}|\{%|\bNaN\b|\bnan\b|\binf\b|\bUndefined\b|\bundefined\b|\bNone\b(?! [a-z])")
HAN: Final = "\u3400-\u9fff"
HYPHEN: Final = re.compile(r"(?<![\w\-./])-[0-9]")
KNOWN_BY: Final = 12
"""So many characters of a sentence are looked for: a line may end behind them."""
HALF_WIDTH: Final = re.compile(f"[{HAN}][,(]|[,)][{HAN}]")
STRAIGHT: Final = re.compile(f"[{HAN}][\"']|[\"'][{HAN}]")


def leftovers(layout: LaidOutPages) -> Iterator[Finding]:
    """L13: a dash without its reason; what a program or a template left behind."""
    ends = {table.element: (page, table) for page in layout.pages for table in page.tables}
    for page in layout.pages:
        for block in (*page.blocks, *page.furniture):
            match = None if COMMENTARY in block.roles or block.is_inline else LEFTOVERS.search(block.text)
            if match and LEFTOVERS.search(_unnamed(layout, block.text, broken=True)[0]):  # a case names as it likes
                yield found("L13", page.number, block.text, block.heading, word=match[0])
        for table in page.tables:
            yield from _dashes(page, table, ends[table.element])


def _dashes(page: LaidPage, table: LaidTable, end: tuple[LaidPage, LaidTable]) -> Iterator[Finding]:
    """The first row with a dash alone in a cell, unless the note under the end of the table tells what it means."""
    bare = [row for row in table.body if any(cell.text == DASH for cell in row.cells)]
    if bare and not any(DASH in note.text for note in notes(*end)):
        yield found("L13", page.number, bare[0].text, table.heading, word=DASH)


def notes(page: LaidPage, table: LaidTable) -> Iterator[LaidBlock]:
    """The notes between a table and the next heading."""
    for block in page.blocks:
        if block.order > table.end and block.frame is not None:
            if block.roles & HEADINGS:
                return
            if NOTE in block.roles:
                yield block


def untrue(layout: LaidOutPages) -> Iterator[Finding]:
    """L25: a sentence that asserts of the case what is not so, on the first page that has it."""
    for words, holds in layout.about.untrue:
        starts = tuple(one[:KNOWN_BY] for one in (words.zh, words.en))
        said = ((page.number, block.text) for page in layout.pages for block in page.blocks)
        page = next((number for number, text in said if any(start in text for start in starts)), 1)
        truth, is_denied = f"@truth.{holds.removeprefix(NOT)}", holds.startswith(NOT)
        is_so, is_not = (truth, "") if is_denied else ("", truth)
        yield found("L25", page, words.zh, words.en, is_so=is_so, is_not=is_not)


def marks(layout: LaidOutPages) -> Iterator[Finding]:
    """L14: a hyphen for a minus, half-width marks and straight quotes in Chinese."""
    for page in layout.pages:
        for block in (*page.blocks, *page.furniture):
            if block.is_inline or block.roles & CODES:
                continue
            for line in block.lines:
                yield from _foreign(page.number, line.text, block.heading, (HYPHEN,))
                chinese = "".join(run.text for run in line.runs if run.language.startswith("zh"))
                yield from _foreign(page.number, chinese, block.heading, (HALF_WIDTH, STRAIGHT))


def _foreign(number: int, text: str, heading: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[Finding]:
    for pattern in patterns:
        if match := pattern.search(text):
            start = max(0, match.start() - 8)
            yield found("L14", number, text[start : match.end() + 8], heading, mark=match[0])


ARCHIVE: Final = "annual"
LISTED: Final = 5
DATES: Final = re.compile(
    "[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|[0-9]{4}\\s*\u5e74(?:[0-9]{1,2}\\s*\u6708)?(?:[0-9]{1,2}\\s*\u65e5)?"
    "|[0-9]{1,2}\\s*\u6708|(?:(?<![0-9.,])[0-9]{1,2} )?[A-Z][a-z]+ (?:19|20)[0-9]{2}(?!-[0-9])"
    "|(?<![0-9.,])(?:19|20)[0-9]{2}(?![0-9.])"
)
NAMED: Final = re.compile(
    r"\b(?=[\w.\u00b7-]*[A-Za-z])(?=[\w.\u00b7-]*[0-9])[A-Za-z0-9]+(?:[_-][A-Za-z0-9]+)+\b"  # P-2025-06-001, own_8020
    r"|\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*[0-9])[0-9a-f]{8,}\b"  # a digest
    r"|\b[A-Za-z]+[0-9]{3,}\b"  # h202611220
    "|[\u3014\u2018][0-9]{4}[\u3015\u2019]\\s*[0-9]+[\u53f7\u865f]",  # the number of a letter
    re.ASCII,
)
"""What has digits and is no number: identifiers, digests, numbers of letters."""
SOFT: Final = re.compile("([\u3400-\u9fff\uff00-\uffef])\\s*\n|\n(?=[\u3400-\u9fff])")
"""The end of a line between Han: names go on over it."""
_END: Final = 1 << 30


def languages(layout: LaidOutPages) -> Iterator[Finding]:
    """L18: numbers of one language that the other lacks; numbers of a title that its pages do not show."""
    for pair in layout.pairs:
        if numbers := disagreement(*_unnamed(layout, pair.zh, pair.en)):
            what = "@layout.fault.pair"
            yield found("L18", pair.page, pair.zh, pair.heading, what=what, numbers=tuple(numbers))
    sections = [(section, _shown(section, layout)) for section in _sections(layout)]
    shown_of = [
        (clause, frozenset(_strange(layout, title, shown, known=True)) & {*digits_of(clause)})
        for section, shown in sections
        for title in section.titles
        for clause in CLAUSES.split(_unbroken(title))
    ]
    for section, shown in sections:
        told: set[tuple[str, ...]] = set()
        for title in section.titles:
            repeated = _repeated(_unbroken(title), shown_of)
            if strange := tuple(one for one in _strange(layout, title, shown) if one not in repeated):
                if strange in told:  # said already in the other language
                    continue
                told.add(strange)
                yield found("L18", section.number, title.text, what="@layout.fault.title", numbers=strange)


def _strange(layout: LaidOutPages, title: LaidBlock, shown: Shown, *, known: bool = False) -> Iterator[str]:
    """Numbers of a title that its section does not show, or those that it does."""
    return (one for one in _claims(layout, title) if shown.has(one, _is_scaled(title, one)) is known)


def _repeated(said: str, shown_of: Sequence[tuple[str, frozenset[str]]]) -> frozenset[str]:
    """Numbers that a title has from a clause of another one, repeated word by word, whose section shows them."""
    return frozenset().union(*(numbers for other, numbers in shown_of if other != said and other and other in said))


CLAUSES: Final = re.compile("[;；]")


def _unbroken(title: LaidBlock) -> str:
    return "".join(title.text.split()).casefold()


def _is_scaled(title: LaidBlock, number: str) -> bool:
    """Whether a number of a title is an amount in thousands or more, which tables give in another unit."""
    return any(amount.digits == number for amount in amounts_of(title.text))


def _claims(layout: LaidOutPages, title: LaidBlock) -> list[str]:
    (text,) = _unnamed(layout, title.text)
    names = (said for name in layout.about.numbered for said in (name.zh, name.en))
    for said in sorted(names, key=len, reverse=True):
        text = text.replace(said, " ")
    return list(digits_of(DATES.sub(" ", text)))


def _unnamed(layout: LaidOutPages, *texts: str, broken: bool = False) -> tuple[str, ...]:
    """Texts without the names and identifiers in them.

    With `broken` those too in which a line ends, wherever that is.
    """
    names = layout.about.longest_names
    texts = tuple(_without(names, text) for text in texts)
    if broken:
        anywhere = [_whole(name, r"\s*".join(map(re.escape, name.replace(" ", "")))) for name in names if name.strip()]
        texts = tuple(re.sub("|".join(anywhere), " ", text) for text in texts) if anywhere else texts
    return texts


def _without(names: Sequence[str], text: str) -> str:
    for name in names:
        if name in text:
            text = re.sub(_whole(name, re.escape(name)), " ", text)
    return text


def _whole(name: str, pattern: str) -> str:
    """A pattern of a name that is no part of a longer word: the hospital h stands in no thousand."""
    front, end = ("(?<![A-Za-z0-9])" if name[:1].isascii() and name[:1].isalnum() else ""), name[-1:]
    return f"{front}{pattern}{'(?![A-Za-z0-9])' if end.isascii() and end.isalnum() else ''}"


@dataclass
class TitledSection:
    """What stands under one title: the blocks, tables and pictures up to the next, over all pages."""

    number: int
    titles: list[LaidBlock]
    parts: list[tuple[LaidPage, int, int]]


def _sections(layout: LaidOutPages) -> list[TitledSection]:
    """Titles of one language or of both, each with the ranges of reading order that belong to it."""
    sections: list[TitledSection] = []
    for page in layout.pages:
        titles = [block for block in page.blocks if TITLE in block.roles and not block.is_inline]
        starts = [block.order for block in titles if ENGLISH not in block.roles]
        bounds = [*starts, _END]
        if sections:
            sections[-1].parts.append((page, 0, bounds[0]))
        for start, end in pairwise(bounds):
            own = [block for block in titles if start <= block.order < end]
            sections.append(TitledSection(page.number, own, [(page, start, end)]))
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


def _shown(section: TitledSection, layout: LaidOutPages) -> Shown:
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


def passports(layout: LaidOutPages) -> Iterator[Finding]:
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


def _told_by_page(layout: LaidOutPages) -> Iterator[frozenset[str]]:
    """What the sections of each page have printed: those that begin on it and the one that runs on."""
    told, running = layout.about.told, ""
    for page in layout.pages:
        sections = [anchor for anchor in page.anchors if anchor in told]
        yield frozenset().union(*(told.get(section, frozenset()) for section in ("", running, *sections)))
        running = sections[-1] if sections else running


def _numbers(page: LaidPage, layout: LaidOutPages) -> Iterator[str]:
    """All but codes, names, references, the English beside the Chinese, and what accountants say in their own words."""
    for block in page.blocks:
        if not block.roles & (CODES | FURNITURE | {ENGLISH, COMMENTARY}):
            lines = ["".join(run.text for run in line.runs if not run.is_reference) for line in block.lines]
            (words,) = _unnamed(layout, " ".join(SOFT.sub("\\1", "\n".join(lines)).split()))
            yield from digits_of(DATES.sub(" ", NAMED.sub(" ", words)))


LAST_NUMBER: Final = re.compile(r"(?<![0-9.,\-\u2212+])([0-9]{1,3}(?:\.[0-9]+)?)$")
FIRST_NUMBER: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)(?![0-9,])")
SCORE: Final = "score"
HIGHEST: Final = 100.0
OWN_SCORE: Final = re.compile(r"(?<![0-9.,\-\u2212+])[0-9]{1,3}\.[0-9]+(?![0-9.,%])")
"""A score that stands in one cell with its badge."""


def badges(layout: LaidOutPages) -> Iterator[Finding]:
    """L16: a badge without its character, with another one's, or beside a score of another grade."""
    about = layout.about
    for page in layout.pages:
        for badge in page.blocks:
            if BADGE not in badge.classes:
                continue
            grade = next((grade for grade in about.letters if f"{BADGE}-{grade}" in badge.classes), None)
            if grade is None or badge.text not in about.letters[grade]:
                yield found("L16", page.number, _row(page, badge), badge.heading, letter=badge.text, score="")
            elif (score := _score(page, badge, about)) and _grade(float(score), about.bounds) != grade:
                yield found("L16", page.number, _row(page, badge), badge.heading, letter=badge.text, score=score)


def _beside(page: LaidPage, badge: LaidBlock) -> list[LaidBlock]:
    return [b for b in page.blocks if b.group == badge.group and b.group is not None and BADGE not in b.classes]


def _row(page: LaidPage, badge: LaidBlock) -> str:
    return " ".join(block.text for block in _beside(page, badge) if not block.is_inline)


def _score(page: LaidPage, badge: LaidBlock, about: About) -> str | None:
    """The score of a badge; None where none is printed for it.

    In a table with a head that of its own cell, or of the nearest column of scores before it; elsewhere the number
    right before it, or the large one right behind it.
    """
    for table in page.tables:
        if table.head and table.order < badge.order <= table.end:
            return _of_column(table, badge, about)
    row = _beside(page, badge)
    before = [_until(badge, block) for block in row if block.order < badge.order and not block.is_inline]
    if words := next((text for text in reversed(before) if text), ""):
        match = LAST_NUMBER.search(words)
        return match[1] if match and float(match[1]) <= HIGHEST else None
    behind = next((block for block in row if block.order > badge.order), None)
    match = FIRST_NUMBER.match(behind.text) if behind is not None and SCORE in behind.classes else None
    return match[1] if match else None


def _of_column(table: LaidTable, badge: LaidBlock, about: About) -> str | None:
    columns = _headed(table, about.score_heads) - _headed(table, about.change_heads)
    for row in table.body:
        own = next((cell for cell in row.cells if badge in cell.blocks), None)
        if own is not None:
            if beside := OWN_SCORE.search(own.text):
                return beside[0]
            scores = [cell.text for cell in row.cells if cell.column in columns and cell.column < own.column]
            return next((text for text in reversed(scores) if FIRST_NUMBER.fullmatch(text)), None)
    return None


def _headed(table: LaidTable, words: frozenset[str]) -> set[int]:
    return {cell.column for row in table.head for cell in row.cells if any(word in cell.text.lower() for word in words)}


def _until(badge: LaidBlock, block: LaidBlock) -> str:
    """The words of a block, as far as the badge if that stands in it."""
    holds = (
        block.area.left <= badge.area.left + 1
        and badge.area.right <= block.area.right + 1
        and any(line.area.top <= badge.area.bottom and badge.area.top <= line.area.bottom for line in block.lines)
    )
    return (block.text.partition(badge.text)[0] if holds else block.text).strip()


def _grade(score: float, bounds: Mapping[str, float]) -> str | None:
    return next((grade for grade, low in bounds.items() if score >= low), None)
