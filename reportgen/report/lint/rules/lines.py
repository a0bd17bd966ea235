"""L06, L22: how lines end and begin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from reportgen.model.finding import Finding
from reportgen.report.lint.found import found
from reportgen.report.lint.layout import Block, Layout, Line, Page
from reportgen.report.lint.vocabulary import ENGLISH, PHRASE, TITLE

CLOSING: Final = frozenset("、，。；：？！）》」』】〕〉”’…,.;:?!)]}")
OPENING: Final = frozenset("（《「『【〔〈“‘([{¥$€£")
ENDS: Final = frozenset("，；：。、,;:—")
"""Where a title may be broken."""
MOST_LINES: Final = 2
LEADER: Final = re.compile(r"\.{4}")
NUMBER_END: Final = re.compile(r"\d$")


def line_ends(layout: Layout) -> Iterator[Finding]:
    """L06: a closing mark first or an opening mark last on a line; a number parted from its unit."""
    units = _units(layout.about.units)
    for page in layout.pages:
        for block in page.blocks:
            for above, below in pairwise(block.lines):
                if above.text and below.text and (what := _fault(above, below, units)):
                    yield found("L06", page.number, f"{above.text[-12:]} ⏎ {below.text[:12]}", block.heading, mark=what)


def _units(words: frozenset[str]) -> re.Pattern[str]:
    longest = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(rf"{re.escape(w)}(?![a-z])" for w in longest) or r"(?!)")


def _fault(above: Line, below: Line, units: re.Pattern[str]) -> str:
    if LEADER.match(below.text):  # the dots of a table of contents
        return ""
    if below.text[0] in CLOSING:
        return below.text[0]
    if above.text[-1] in OPENING:
        return above.text[-1]
    if NUMBER_END.search(above.text) and (unit := units.match(below.text)):
        return unit[0]
    return ""


def titles(layout: Layout) -> Iterator[Finding]:
    """L22: a title broken within a phrase, or of more than two lines."""
    for page in layout.pages:
        for block in page.blocks:
            if TITLE not in block.roles or block.is_inline:
                continue
            phrases = _phrases(page, block)
            count = sum(max([1, *(len(p.lines) for p in phrases if _within(p, line))]) for line in block.lines)
            if count > MOST_LINES or _is_broken(block, phrases):
                yield found("L22", page.number, block.text, count=count)


def _phrases(page: Page, title: Block) -> list[Block]:
    inner = [block for block in page.blocks if block.order > title.order and PHRASE in block.classes]
    return [block for block in inner if block.is_inline and block.area.top >= title.area.top - 1
            and block.area.bottom <= title.area.bottom + 1]  # fmt: skip


def _within(phrase: Block, line: Line) -> bool:
    return phrase.area.top >= line.area.top - 1 and phrase.area.bottom <= line.area.bottom + 1


def _is_broken(title: Block, phrases: list[Block]) -> bool:
    """Whether a Chinese title is broken elsewhere than at its marks; English is broken between any words."""
    if ENGLISH in title.roles or not title.language.startswith("zh"):
        return False
    if phrases:
        return any(len(phrase.lines) > 1 for phrase in phrases)
    return any(line.text[-1:] not in ENDS for line in title.lines[:-1])
