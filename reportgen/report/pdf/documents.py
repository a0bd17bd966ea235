"""What goes into a PDF file and what comes out, and findings about its pages."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from reportgen.model.finding import Fact, Finding
from reportgen.model.place import NOWHERE

Relationship = Literal["Data", "Source", "Supplement", "Alternative"]
"""What an attached file is to the report (ISO 32000-2, table 43)."""
NO_FACTS: Final[Facts] = {}
CODE: Final = re.compile(r"\(U\+([0-9A-F]{4,6})\)")


@dataclass(frozen=True)
class Attachment:
    """A file carried inside the report.

    Attributes:
        name: file name, unique within the report.
        media_type: such as ``application/json``; written as given, so that no table of the machine decides.
    """

    name: str
    content: bytes
    relationship: Relationship
    description: str
    media_type: str


@dataclass(frozen=True)
class Metadata:
    """What the file says of itself; a part that is empty is taken from the head of the page.

    Attributes:
        titles, subjects: the same in each language of the file, by its code.
    """

    title: str = ""
    author: str = ""
    subject: str = ""
    keywords: tuple[str, ...] = ()
    language: str = ""
    generator: str = ""
    titles: Mapping[str, str] = field(default_factory=dict)
    subjects: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class PageText:
    """One page as laid out.

    Attributes:
        number: from 1.
        text: the words in reading order, one line per block; running heads and feet are left out.
        anchors: ids of elements that begin on the page, in order.
        size: width and height in points.
        reach: top and bottom of each anchor's element, in points from the top of the sheet.
        drawn: the words in its drawings.
        used: how far lines and pictures reach down, as a share of the height of the text block.
        block: top and height of the text block in points; no height where they are not known.
    """

    number: int
    text: str
    anchors: tuple[str, ...]
    size: tuple[float, float]
    reach: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    used: float = 1.0
    drawn: str = ""
    block: tuple[float, float] = (0.0, 0.0)


@dataclass(frozen=True)
class NumberFact:
    """A figure that a page prints: its key, and its value in the base unit, unrounded; None where it has none."""

    key: str
    value: float | None


@dataclass(frozen=True)
class DigitsMeaning:
    """What digits stand for in a section.

    Attributes:
        any_of: all figures that are printed so.
        in_turn: the figure of each place where these digits stand alone, as in a cell, in the order of the page.
    """

    any_of: tuple[NumberFact, ...]
    in_turn: tuple[NumberFact, ...] = ()


Facts = Mapping[str, Mapping[str, DigitsMeaning]]
"""Anchor of a section → number as printed → what it stands for there."""


Revision = Callable[[str, Sequence[PageText]], str | None]
"""The page anew, once it is known where things came to stand; None where all is well."""


@dataclass(frozen=True)
class PagesBetween:
    """Pages named by what stands on them, since nobody knows their numbers before they are laid out.

    Attributes:
        first: anchors on the first of them, or behind it; none for the first page of all.
        after: anchors on the page behind them, or further behind; none where they are the last.
    """

    first: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True)
class Manner:
    """How pages are set, apart from their styles.

    Attributes:
        required: families that have to be installed; None for all that may be drawn.
        is_aired: whether air stands between Han and Latin.
        revision: what moves when the pages have been laid out once.
        only: the first and the last page that go into the file, or what they lie between; None for all of them.
    """

    required: frozenset[str] | None = None
    is_aired: bool = True
    revision: Revision | None = None
    only: tuple[int, int] | PagesBetween | None = None


@dataclass(frozen=True)
class Rendered:
    """A finished file and its pages; `findings` are those of the inspection, which a draft may have.

    What the engine itself warns of is refused. `enclosed` are the files inside with their sizes in bytes, by name.
    """

    pdf: bytes
    pages: tuple[PageText, ...]
    created: datetime
    findings: tuple[Finding, ...] = ()
    enclosed: Mapping[str, int] = field(default_factory=dict)


def finding(rule: str, **facts: Fact) -> Finding:
    """A finding of one of the R rules of catalog/messages/report.yaml."""
    return Finding(rule, NOWHERE, facts)


def characters(found: set[str]) -> str:
    """Characters as people can read and look them up, in order."""
    return " ".join(f"{character} (U+{ord(character):04X})" for character in sorted(found))


def told(finding: Finding) -> tuple[str, ...]:
    """The characters that a finding tells in these words; none where it tells none."""
    return tuple(chr(int(code, 16)) for code in CODE.findall(str(finding.facts.get("characters", ""))))
