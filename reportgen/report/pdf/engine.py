"""HTML to a finished file: markup gates, layout, painting, font gates, structure, claims; or every finding at once."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import weasyprint

from reportgen.collector import quiet_collector
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.report import fonts
from reportgen.report.pdf import claims, continuation, embedding, faces, markup, pagination, reading
from reportgen.report.pdf.documents import Attachment, Manner, Metadata, PageText, Rendered
from reportgen.report.pdf.faces import font_configuration
from reportgen.report.pdf.fetcher import BASE, Shelf
from reportgen.report.pdf.findings import finding
from reportgen.report.pdf.journal import Journal, journal
from reportgen.report.pdf.patches import Traces, altered_engine, settled_references
from reportgen.report.pdf.structure import repair

VARIANT: Final = "pdf/a-3a"

REVISIONS: Final = 3
"""Times that pages may be laid out anew: for a verdict that one page does not hold, for tables that end badly, and for
what stands behind them."""

MISSING_FAMILY: Final = "R03"

TOLD: Final = (
    ".notdef glyph",
    "No anchor #",
    "Content discarded: target points",
    "has no required alt",
    'required "lang"',
)
"""Words of complaints that a gate of ours tells better."""


@dataclass(frozen=True)
class Order:
    """All that a file is made of; see `reportgen.report.pdf.write_pdf`."""

    html: str
    folders: Mapping[str, Path]
    images: Mapping[str, bytes]
    attachments: Callable[[Sequence[PageText]], Sequence[Attachment]]
    created: datetime
    families: frozenset[str]
    metadata: Metadata
    manner: Manner
    inspect: Callable[[Any], tuple[Finding, ...]]


def render(order: Order) -> Rendered:
    """Render one file, or refuse it with everything that is wrong.

    Raises:
        Refused: at least one gate found something.
    """
    with quiet_collector(), journal() as heard, settled_references(), _engine(order) as traces:
        shelf = Shelf(order.folders, order.images, fonts.font_folder())
        page = _read(order.html, shelf)
        findings = list(markup.problems(page.etree_element, order.metadata.title))
        document, pages = _laid_out(page, order, shelf)
        findings += pagination.problems(document)
        told = order.inspect(document)
        attachments = order.attachments(pages)
        pdf = _paint(document, order, attachments, pages, traces, findings)
    findings += [*shelf.findings(), *_complaints(heard, shelf)]
    if findings:
        raise Refused(_unique(findings), _exit_code(findings))
    return Rendered(pdf, pages, order.created, told, {one.name: len(one.content) for one in attachments})


def _engine(order: Order) -> AbstractContextManager[Traces]:
    return altered_engine(is_aired=order.manner.is_aired)


def _read(html: str, shelf: Shelf) -> Any:
    page = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=shelf)
    continuation.mark(page.etree_element)
    return page


def _laid_out(page: Any, order: Order, shelf: Shelf) -> tuple[Any, tuple[PageText, ...]]:
    """The pages; again where a layout showed that something has to move."""
    html, revision = order.html, order.manner.revision
    for _ in range(REVISIONS):
        document = page.render(font_config=font_configuration(), pdf_variant=VARIANT)
        pages = reading.pages(document)
        revised = revision(html, pages) if revision else None
        if revised is None or revised == html:
            return document, pages
        html, page = revised, _read(revised, shelf)
    document = page.render(font_config=font_configuration(), pdf_variant=VARIANT)
    return document, reading.pages(document)


def _paint(  # noqa: PLR0913 - all that a file's bytes depend on
    document: Any, order: Order, attachments: Sequence[Attachment], pages: tuple[PageText, ...], traces: Traces,
    findings: list[Finding],
) -> bytes:  # fmt: skip
    """The file's bytes; no use of them where there are findings, to which those on fonts are added."""

    def finish(document: Any, pdf: Any) -> None:
        findings.extend(faces.problems(document, order.families, pages))
        findings.extend(embedding.problems(pdf))
        if not findings:
            repair(document, pdf, traces)
            claims.claim(pdf, attachments, order.metadata)

    _describe(document.metadata, order)
    with warnings.catch_warnings():
        # the engine leaves closing its colour profile to the interpreter
        warnings.filterwarnings("ignore", "unclosed file", ResourceWarning)
        files = list(_attached(attachments, order.created))
        return bytes(document.write_pdf(pdf_variant=VARIANT, attachments=files, finisher=finish))


def _describe(target: Any, order: Order) -> None:
    given, stamp = order.metadata, order.created.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    target.created = target.modified = stamp
    target.title = given.title or target.title
    target.authors = [given.author] if given.author else target.authors
    target.description = given.subject or target.description
    target.keywords = list(given.keywords) or target.keywords
    target.lang = given.language or target.lang
    target.generator = given.generator or target.generator


def _attached(attachments: Sequence[Attachment], created: datetime) -> Iterator[weasyprint.Attachment]:
    """Sorted by name, as a name tree must be."""
    moment = created.astimezone(UTC)
    for attachment in sorted(attachments, key=lambda attachment: attachment.name.encode()):
        yield weasyprint.Attachment(
            file_obj=io.BytesIO(attachment.content),
            name=attachment.name,
            description=attachment.description,
            relationship=attachment.relationship,
            created=moment,
            modified=moment,
        )


def _complaints(heard: Journal, shelf: Shelf) -> Iterator[Finding]:
    """R07: what was said of anything that no other gate tells better."""
    for message in heard.messages:
        if not any(part in message for part in (*TOLD, *shelf.refused)):
            yield finding("R07", message=message)


def _unique(findings: list[Finding]) -> list[Finding]:
    return [item for index, item in enumerate(findings) if item not in findings[:index]]


def _exit_code(findings: list[Finding]) -> ExitCode:
    """A font that is not there is a fault of the machine, all else of the input."""
    return ExitCode.ENVIRONMENT if all(item.rule == MISSING_FAMILY for item in findings) else ExitCode.INPUT
