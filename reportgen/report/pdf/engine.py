"""HTML to a finished file: markup gates, layout, painting, font gates, structure, claims; or every finding at once.

Gate on the fonts inside the file: every one is there as a whole subset.

What the engine and the font library complain of during a render: nothing they say may pass unheard.

Gate on printed page numbers: references, contents and the foot name the page that it really is.

The engine writes them while pages still move, and a layout of ours that is left out could leave an old number behind.
"""

from __future__ import annotations

import io
import logging
import re
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import weasyprint
from weasyprint.formatting_structure import boxes

from reportgen.collector import collected, quiet_collector
from reportgen.errors import ExitCode, Refused
from reportgen.model.finding import Finding
from reportgen.model.place import NOWHERE
from reportgen.report import fonts
from reportgen.report.pdf import claims, continuation, markup, reading
from reportgen.report.pdf.documents import (
    Attachment,
    Facts,
    Manner,
    Metadata,
    PagesBetween,
    PageText,
    Rendered,
    finding,
)
from reportgen.report.pdf.markup import BASE, LocalFiles, font_configuration
from reportgen.report.pdf.patches import Traces, altered_engine, laid_out_in_turn, settled_references
from reportgen.report.pdf.relayout import Layouts
from reportgen.report.pdf.structure import repair

PROGRAMS: Final = ("FontFile", "FontFile2", "FontFile3")


def embedding_problems(pdf: Any) -> Iterator[Finding]:
    """R14: fonts that are named and not embedded."""
    for entry in pdf.objects:
        is_font = isinstance(entry, dict) and entry.get("Type") == "/FontDescriptor"
        if is_font and not any(program in entry for program in PROGRAMS):
            yield finding("R14", family=str(entry.get("FontName", "")).lstrip("/"))


LISTENED: Final = ("weasyprint", "fontTools")


class EngineMessages(logging.Handler):
    """Messages of level WARNING and above, each once, in order."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self._messages: dict[str, None] = {}

    @property
    def messages(self) -> tuple[str, ...]:
        """What was said."""
        return tuple(self._messages)

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the text of a record."""
        self._messages[record.getMessage()] = None


@contextmanager
def journal() -> Iterator[EngineMessages]:
    """Hear what is said inside, and keep it off the terminal: it comes back as findings."""
    heard = EngineMessages()
    loggers = [logging.getLogger(name) for name in LISTENED]
    states = [(logger, logger.propagate, logger.level) for logger in loggers]
    for logger in loggers:
        logger.addHandler(heard)
        logger.propagate = False
        logger.setLevel(logging.WARNING)
    try:
        yield heard
    finally:
        for logger, propagate, level in states:
            logger.removeHandler(heard)
            logger.propagate = propagate
            logger.setLevel(level)


LAST_NUMBER: Final = re.compile(r"([0-9]+)\D*$")
OF_ALL: Final = re.compile(r"([0-9]+) / ([0-9]+)")


def problems(document: Any) -> Iterator[Finding]:
    """R16: numbers of pages that are not those of their targets, or of the page they stand on."""
    targets: dict[str, int] = {}
    for number, page in enumerate(document.pages, start=1):
        for anchor in page.anchors:
            targets.setdefault(anchor, number)
    for number, page in enumerate(document.pages, start=1):
        for text, target in _references(page._page_box):  # noqa: SLF001 - no public way to the boxes
            yield from _wrong(text, number, targets.get(target))
        for foot in _feet(page._page_box):  # noqa: SLF001
            yield from _miscounted(foot, number, len(document.pages))


def _references(box: Any) -> Iterator[tuple[str, str]]:
    """What is printed for each reference, and the id it leads to."""
    element = box.element
    if element is not None and hasattr(element, "get") and (target := element.get("data-for")):
        if text := _words(box):
            yield text, unquote(target.removeprefix("#"))
        return
    for child in getattr(box, "children", ()):
        yield from _references(child)


def _wrong(text: str, number: int, due: int | None) -> Iterator[Finding]:
    match = LAST_NUMBER.search(text)
    if due is not None and (match is None or int(match[1]) != due):
        yield finding("R16", page=number, printed=text.strip(" ."), due=str(due))


def _feet(page: Any) -> Iterator[str]:
    return (_words(child) for child in page.children if isinstance(child, boxes.MarginBox))


def _miscounted(text: str, number: int, total: int) -> Iterator[Finding]:
    match = OF_ALL.fullmatch(text.strip())
    if match and (int(match[1]), int(match[2])) != (number, total):
        yield finding("R16", page=number, printed=text.strip(), due=f"{number} / {total}")


def _words(box: Any) -> str:
    if isinstance(box, boxes.TextBox):
        return str(box.text)
    return "".join(_words(child) for child in getattr(box, "children", ()))


VARIANT: Final = "pdf/a-3a"

REVISIONS: Final = 4
"""Times that pages may be laid out anew: for a verdict that one page does not hold, for tables that end badly, and for
what stands behind them."""

MANY_PAGES: Final = 40
"""From so many on, what a layout leaves behind is worth a fiftieth of a report's time to be rid of.

Of a board report of 17 pages it is 25,000 objects, hardly any of them boxes, and to look for them takes as long."""

EFFECTIVE: Final = re.compile("@(?:font-face|import|color-profile|counter-style|layer)", re.IGNORECASE)
"""Rules of a style sheet that do something whenever it is read; all others only say how elements look."""
MOST_SHEETS: Final = 8
"""Style sheets that are kept as they were read: a megabyte, and a tenth of a second at every report of a process."""
_sheets_read: dict[tuple[str, ...], list[Any]] = {}

MISSING_FAMILY: Final = "R03"

TOLD: Final = (
    ".notdef glyph",
    "Too many glyphs missing",
    "No anchor #",
    "Content discarded: target points",
    "has no required alt",
    'required "lang"',
)
"""Words of complaints that a gate of ours tells better."""


@dataclass(frozen=True)
class RenderOrder:
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
    facts: Facts


def render(order: RenderOrder) -> Rendered:
    """Render one file, or refuse it with everything that is wrong.

    Raises:
        Refused: at least one gate found something.
    """
    with quiet_collector(), journal() as heard, settled_references(), _engine(order) as traces:
        shelf = LocalFiles(order.folders, order.images, fonts.font_folder())
        page = _read(order.html, shelf)
        findings = list(markup.problems(page.etree_element, order.metadata.title))
        with _sheets_of(page, heard) as sheets:
            document, pages = _laid_out(page, order, shelf, sheets)
        findings += problems(document)
        told = order.inspect(document)
        document, pages = _extracted(document, pages, order.manner.only)
        attachments = order.attachments(pages)
        pdf = _paint(document, order, attachments, pages, traces, findings)
    findings += [*shelf.findings(), *_complaints(heard, shelf)]
    if findings:
        raise Refused(_unique(findings), _exit_code(findings))
    return Rendered(pdf, pages, order.created, told, {one.name: len(one.content) for one in attachments})


def _extracted(
    document: Any, pages: tuple[PageText, ...], only: tuple[int, int] | PagesBetween | None
) -> tuple[Any, tuple[PageText, ...]]:
    """Some of the pages, numbered as among all; what refers to the others keeps its words and leads nowhere.

    Raises:
        Refused: C81, if there are no such pages.
    """
    if only is None:
        return document, pages
    first, last = _numbers(pages, only) if isinstance(only, PagesBetween) else only
    if not 1 <= first <= last <= len(pages):
        said = f"{first}-{last}" if first != last else f"{first}"
        raise Refused([Finding("C81", NOWHERE, {"said": said, "n": len(pages)})], ExitCode.USAGE)
    return document.copy(document.pages[first - 1 : last]), pages[first - 1 : last]


def _numbers(pages: Sequence[PageText], wanted: PagesBetween) -> tuple[int, int]:
    """The first and the last; behind all pages where a template of the case bears none of the anchors."""

    def beginning(anchors: tuple[str, ...]) -> int:
        return min((page.number for page in pages if {*anchors} & {*page.anchors}), default=len(pages) + 1)

    first = beginning(wanted.first) if wanted.first else 1
    return first, max(first, beginning(wanted.after) - 1) if wanted.after else len(pages)


def _engine(order: RenderOrder) -> AbstractContextManager[Traces]:
    return altered_engine(is_aired=order.manner.is_aired)


def _read(html: str, shelf: LocalFiles) -> Any:
    page = weasyprint.HTML(string=html, base_url=BASE, url_fetcher=shelf)
    continuation.mark(page.etree_element)
    return page


@contextmanager
def _sheets_of(page: Any, heard: EngineMessages) -> Iterator[list[Any]]:
    """The style sheets of a document as they were read for one before; kept unless anything is said of them."""
    texts = tuple(style.text or "" for style in page.etree_element.iter("style"))
    is_text_alone = next(page.etree_element.iter("link"), None) is None and not any(map(EFFECTIVE.search, texts))
    sheets = _sheets_read.pop(texts, []) if is_text_alone else []
    yield sheets
    if is_text_alone and not heard.messages:
        _sheets_read[texts] = sheets
        for oldest in [*_sheets_read][:-MOST_SHEETS]:
            del _sheets_read[oldest]


def _laid_out(page: Any, order: RenderOrder, shelf: LocalFiles, sheets: list[Any]) -> tuple[Any, tuple[PageText, ...]]:
    """The pages; again where a layout showed that something has to move."""
    html = order.html

    def revised(pages: tuple[PageText, ...]) -> str | None:
        found = order.manner.revision(html, pages) if order.manner.revision else None
        return None if found == html else found

    with laid_out_in_turn(sheets) as layouts:
        for _ in range(REVISIONS):
            document, pages = _once(layouts, page)
            after = revised(pages)
            if after is None:
                break
            html, page = after, layouts.revised(page, html, after, lambda text: _read(text, shelf))
            del document
            if len(pages) >= MANY_PAGES:
                collected()
        else:
            document, pages = _once(layouts, page)
        layouts.finish(document)
    if len(pages) >= MANY_PAGES:
        collected()
    return document, pages


def _once(layouts: Layouts, page: Any) -> tuple[Any, tuple[PageText, ...]]:
    document = layouts.render(page, font_config=font_configuration(), pdf_variant=VARIANT)
    return document, reading.pages(document.pages)


def _paint(  # noqa: PLR0913 - all that a file's bytes depend on
    document: Any,
    order: RenderOrder,
    attachments: Sequence[Attachment],
    pages: tuple[PageText, ...],
    traces: Traces,
    findings: list[Finding],
) -> bytes:
    """The file's bytes; no use of them where there are findings, to which those on fonts are added."""

    def finish(document: Any, pdf: Any) -> None:
        findings.extend(markup.faces_problems(document, order.families, pages))
        findings.extend(embedding_problems(pdf))
        if not findings:
            repair(document, pdf, traces, order.facts)
            claims.claim(pdf, attachments, order.metadata)

    _describe(document.metadata, order)
    with warnings.catch_warnings():
        # the engine leaves closing its colour profile to the interpreter
        warnings.filterwarnings("ignore", "unclosed file", ResourceWarning)
        files = list(_attached(attachments, order.created))
        return bytes(document.write_pdf(pdf_variant=VARIANT, attachments=files, finisher=finish))


def _describe(target: Any, order: RenderOrder) -> None:
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


def _complaints(heard: EngineMessages, shelf: LocalFiles) -> Iterator[Finding]:
    """R07: what was said of anything that no other gate tells better."""
    for message in heard.messages:
        if not any(part in message for part in (*TOLD, *shelf.refused)):
            yield finding("R07", message=message)


def _unique(findings: list[Finding]) -> list[Finding]:
    return [item for index, item in enumerate(findings) if item not in findings[:index]]


def _exit_code(findings: list[Finding]) -> ExitCode:
    """A font that is not there is a fault of the machine, all else of the input."""
    return ExitCode.ENVIRONMENT if all(item.rule == MISSING_FAMILY for item in findings) else ExitCode.INPUT
