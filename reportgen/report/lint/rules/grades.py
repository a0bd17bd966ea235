"""L16: a grade is said in a character, and it is that of the score printed beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.lint.found import found
from reportgen.report.lint.layout import Block, Layout, Page, Table
from reportgen.report.lint.vocabulary import BADGE

LAST_NUMBER: Final = re.compile(r"(?<![0-9.,\-\u2212+])([0-9]{1,3}(?:\.[0-9]+)?)$")
FIRST_NUMBER: Final = re.compile(r"([0-9]{1,3}(?:\.[0-9]+)?)(?![0-9,])")
SCORE: Final = "score"
HIGHEST: Final = 100.0
OWN_SCORE: Final = re.compile(r"(?<![0-9.,\-\u2212+])[0-9]{1,3}\.[0-9]+(?![0-9.,%])")
"""A score that stands in one cell with its badge."""


def badges(layout: Layout) -> Iterator[Finding]:
    """L16: a badge without its character, with another one's, or beside a score of another grade."""
    about = layout.about
    for page in layout.pages:
        for badge in page.blocks:
            if BADGE not in badge.classes:
                continue
            grade = next((grade for grade in about.letters if f"{BADGE}-{grade}" in badge.classes), None)
            if grade is None or badge.text not in about.letters[grade]:
                yield found("L16", page.number, _row(page, badge), badge.heading, letter=badge.text, score="")
            elif (score := _score(page, badge, about.score_heads)) and _grade(float(score), about.bounds) != grade:
                yield found("L16", page.number, _row(page, badge), badge.heading, letter=badge.text, score=score)


def _beside(page: Page, badge: Block) -> list[Block]:
    return [b for b in page.blocks if b.group == badge.group and b.group is not None and BADGE not in b.classes]


def _row(page: Page, badge: Block) -> str:
    return " ".join(block.text for block in _beside(page, badge) if not block.is_inline)


def _score(page: Page, badge: Block, heads: frozenset[str]) -> str | None:
    """The score of a badge; None where none is printed for it.

    In a table with a head that of its own cell, or of the nearest column of scores before it; elsewhere the number
    right before it, or the large one right behind it.
    """
    for table in page.tables:
        if table.head and table.order < badge.order <= table.end:
            return _of_column(table, badge, heads)
    row = _beside(page, badge)
    before = [_until(badge, block) for block in row if block.order < badge.order and not block.is_inline]
    if words := next((text for text in reversed(before) if text), ""):
        match = LAST_NUMBER.search(words)
        return match[1] if match and float(match[1]) <= HIGHEST else None
    behind = next((block for block in row if block.order > badge.order), None)
    match = FIRST_NUMBER.match(behind.text) if behind is not None and SCORE in behind.classes else None
    return match[1] if match else None


def _of_column(table: Table, badge: Block, heads: frozenset[str]) -> str | None:
    columns = {cell.column for row in table.head for cell in row.cells if any(h in cell.text.lower() for h in heads)}
    for row in table.body:
        own = next((cell for cell in row.cells if badge in cell.blocks), None)
        if own is not None:
            if beside := OWN_SCORE.search(own.text):
                return beside[0]
            scores = [cell.text for cell in row.cells if cell.column in columns and cell.column < own.column]
            return next((text for text in reversed(scores) if FIRST_NUMBER.fullmatch(text)), None)
    return None


def _until(badge: Block, block: Block) -> str:
    """The words of a block, as far as the badge if that stands in it."""
    holds = (
        block.area.left <= badge.area.left + 1
        and badge.area.right <= block.area.right + 1
        and any(line.area.top <= badge.area.bottom and badge.area.top <= line.area.bottom for line in block.lines)
    )
    return (block.text.partition(badge.text)[0] if holds else block.text).strip()


def _grade(score: float, bounds: Mapping[str, float]) -> str | None:
    return next((grade for grade, low in bounds.items() if score >= low), None)
