"""Pages to one file that is PDF/A-3a and PDF/UA-1 at once, the same bytes each time.

The layout engine takes a third of a second to import, so it is imported when the first file is written.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from reportgen.model.finding import Finding
from reportgen.report import fonts
from reportgen.report.pdf.documents import (
    NO_FACTS,
    Attachment,
    Facts,
    Manner,
    Metadata,
    PagesBetween,
    PageText,
    Relationship,
    Rendered,
    Revision,
)
from reportgen.report.pdf.required import load, require_version

__all__ = [
    "Attachment",
    "Inspection",
    "Manner",
    "Metadata",
    "PageText",
    "PagesBetween",
    "Relationship",
    "Rendered",
    "Revision",
    "write_pdf",
]

FROM_THE_PAGE = Metadata()
PLAIN = Manner()

Attachments = Sequence[Attachment] | Callable[[Sequence[PageText]], Sequence[Attachment]]
"""Files to carry inside, or what makes them from the pages as laid out."""
Inspection = Callable[[Any], tuple[Finding, ...]]
"""What looks at pages that are laid out and not yet painted."""


def uninspected(_: Any) -> tuple[Finding, ...]:
    """Pages that nobody looks at."""
    return ()


def write_pdf(  # noqa: PLR0913 - all by name, and all that a file depends on
    html: str,
    *,
    folders: Mapping[str, Path],
    images: Mapping[str, bytes],
    attachments: Attachments,
    created: datetime,
    families: frozenset[str],
    metadata: Metadata = FROM_THE_PAGE,
    manner: Manner = PLAIN,
    inspect: Inspection = uninspected,
    facts: Facts = NO_FACTS,
) -> Rendered:
    """Render a page of HTML.

    Args:
        html: the whole page; addresses in it are relative to a root that is nowhere.
        folders: address prefix → folder that is served below it ("" serves at the root).
        images: address → content, for pictures that are in no folder.
        attachments: files to carry inside, or what makes them from the pages as laid out; their names differ.
        created: the date of file and attachments, with its time zone.
        families: the only font families that may be drawn.
        metadata: what the file says of itself where the page's own head does not.
        manner: how the pages are set, apart from their styles.
        inspect: what is told of the pages besides; its findings come with the file.
        facts: the figures that printed numbers stand for; the elements that hold the numbers bear them.

    Raises:
        Refused: R01-R16 of catalog/messages/report.yaml, all that are found at once, or R17; nothing is written.
        ValueError: a date without time zone, or two attachments of one name.
    """
    require_version()
    fonts.activate()
    fonts.insist(families if manner.required is None else manner.required)
    load()
    from reportgen.report.pdf.engine import RenderOrder, render

    if created.tzinfo is None:
        raise ValueError("created has no time zone")
    files = _differently_named(attachments)
    return render(RenderOrder(html, folders, images, files, created, families, metadata, manner, inspect, facts))


def _differently_named(attachments: Attachments) -> Callable[[Sequence[PageText]], Sequence[Attachment]]:
    """What gives the files to carry inside; it raises ValueError if two have one name."""

    def files(pages: Sequence[PageText]) -> Sequence[Attachment]:
        found = attachments(pages) if callable(attachments) else attachments
        if len({attachment.name for attachment in found}) < len(found):
            raise ValueError("two attachments have the same name")
        return found

    return files
