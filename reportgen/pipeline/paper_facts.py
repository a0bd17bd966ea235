"""What an archive wants to know of a report's file, found by looking into it; nothing in it is run or believed."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from reportgen import lifecycle
from reportgen.archive.properties import PaperFacts
from reportgen.errors import Refused
from reportgen.lifecycle.chain import ISSUES, Action, parse
from reportgen.lifecycle.paper import Paper, opened

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

PART: Final = re.compile(rb"pdfaid:part[>=\"']+(\d)")
LEVEL: Final = re.compile(rb"pdfaid:conformance[>=\"']+([ABUabu])")
ACCESS: Final = re.compile(rb"pdfuaid:part[>=\"']+(\d)")
RUNNING: Final = frozenset(
    {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition", "/Movie", "/Sound"}
)
"""Actions that run or fetch something, or leave the file; a plain link to an address is none of them."""


def facts(report: bytes, name: str, journal: bytes | None) -> PaperFacts:
    """Everything at once.

    Args:
        report: the bytes of the PDF.
        name: of it, for what is told.
        journal: of the case, as it was deposited with the report; None where there is none.
    """
    known = None if journal is None else _is_known(report, journal)
    try:
        paper = opened(report, name)
        return _looked_into(paper, known=known)
    except Refused as refused:
        return PaperFacts(problem=", ".join(finding.rule for finding in refused.findings), journal=known)
    except Exception as error:  # noqa: BLE001 - a file made to be misread breaks any library in any way
        return PaperFacts(problem=type(error).__name__, journal=known)


def _is_known(report: bytes, journal: bytes) -> bool:
    """Whether a journal is unbroken, and one of its lines issues or signs this very file."""
    found = parse(journal)
    digest = lifecycle.digest(report)
    wanted = {*ISSUES, Action.SIGN}
    return not found.findings and any(one.what in wanted and one.subject == digest for one in found.entries)


def _looked_into(paper: Paper, *, known: bool | None) -> PaperFacts:
    count, silent = _pages(paper.content)
    try:
        results: Mapping[str, Any] = paper.results
    except Refused:
        results = {}
    return PaperFacts(
        readable=True, generator=_generator(paper.reader), results=results, attachments=tuple(paper.attachments),
        pages=count, silent=silent, claims=_claims(paper.reader), bare_fonts=tuple(sorted(_bare(paper.reader))),
        active=tuple(sorted(set(_active(paper.reader)))), signatures=_signatures(paper.content), journal=known,
    )  # fmt: skip


def _pages(content: bytes) -> tuple[int, tuple[int, ...]]:
    """How many pages, and which of them have no text."""
    import pypdfium2

    document = pypdfium2.PdfDocument(io.BytesIO(content))
    try:
        texts = [page.get_textpage().get_text_range(errors="ignore") for page in document]
    finally:
        document.close()
    return len(texts), tuple(number for number, text in enumerate(texts, start=1) if not text.strip())


def count_pages(content: bytes) -> int:
    """How many pages a report has; 0 where it cannot be read."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(content))
    except pypdfium2.PdfiumError:
        return 0
    try:
        return len(document)
    finally:
        document.close()


def _generator(reader: PdfFileReader) -> str:
    about = information(reader)
    return " ".join(str(about[key]) for key in ("/Creator", "/Producer") if key in about)


def information(reader: PdfFileReader) -> Mapping[str, Any]:
    """What the file says of itself."""
    trailer = reader.trailer
    if "/Info" not in trailer:
        return {}
    found: Mapping[str, Any] = trailer["/Info"]
    return found


def _claims(reader: PdfFileReader) -> tuple[str, ...]:
    if "/Metadata" not in reader.root:
        return ()
    said = bytes(reader.root["/Metadata"].data)
    part, level, access = PART.search(said), LEVEL.search(said), ACCESS.search(said)
    archival = [f"PDF/A-{part[1].decode()}{level[1].decode().upper()}"] if part and level else []
    return (*archival, *([f"PDF/UA-{access[1].decode()}"] if access else []))


def _at(node: Any, key: str, otherwise: Any = ()) -> Any:
    """What stands under a key, followed to where it lies; the library's own `get` does not follow."""
    return node[key] if hasattr(node, "keys") and key in node else otherwise


def _kids(node: Any, depth: int = 0) -> Iterator[Any]:
    """The pages below a node of the tree."""
    if depth > lifecycle.paper.DEEPEST:
        raise ValueError("a tree of pages without end")
    if "/Kids" not in node:
        yield node
    for kid in _at(node, "/Kids"):
        yield from _kids(kid.get_object(), depth + 1)


def _bare(reader: PdfFileReader) -> Iterator[str]:
    """Names of fonts of which the file carries no drawing."""
    for page in _kids(reader.root["/Pages"]):
        fonts = _at(_at(page, "/Resources"), "/Font")
        for name in fonts:
            font = fonts[name]
            below = font["/DescendantFonts"][0] if "/DescendantFonts" in font else font
            is_carried = {"/FontFile", "/FontFile2", "/FontFile3"} & set(_at(below, "/FontDescriptor"))
            if _at(font, "/Subtype") != "/Type3" and not is_carried:
                yield str(_at(font, "/BaseFont", name)).removeprefix("/")


def _active(reader: PdfFileReader) -> Iterator[str]:
    """Actions of the document and of its pages that run something, fetch something or leave the file."""
    root = reader.root
    yield from _of(_at(root, "/OpenAction"))
    yield from _kept(root, "/AA")
    yield from _kept(_at(root, "/Names"), "/JavaScript")
    yield from _kept(_at(root, "/AcroForm"), "/XFA")
    for page in _kids(root["/Pages"]):
        yield from _kept(page, "/AA")
        for reference in _at(page, "/Annots"):
            annotation = reference.get_object()
            yield from _kept(annotation, "/AA")
            yield from _of(_at(annotation, "/A"))


def _kept(node: Any, key: str) -> Iterator[str]:
    if key in node:
        yield key


def _of(action: Any) -> Iterator[str]:
    """The kind of an action, where it is one that does something; a place to open at is none."""
    kind = str(_at(action, "/S", ""))
    if kind in RUNNING:
        yield kind


def _signatures(content: bytes) -> dict[str, bool]:
    """Of each signed field, whether what it covers is untouched, and nothing came behind it that may not.

    The file is opened anew: the library compares revisions wrongly once other parts of it have been read.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    from reportgen.lifecycle.signing import is_intact, is_rightly_continued

    for name in ("pyhanko", "pyhanko_certvalidator"):
        logging.getLogger(name).addHandler(logging.NullHandler())
    found = {}
    for signature in PdfFileReader(io.BytesIO(content)).embedded_signatures:
        nobody = ValidationContext(trust_roots=[], allow_fetching=False)
        try:
            status = validate_pdf_signature(signature, signer_validation_context=nobody)
            found[str(signature.field_name)] = is_intact(status) and is_rightly_continued(status)
        except Exception:  # noqa: BLE001 - what cannot be judged is not sound
            found[str(signature.field_name)] = False
    return found
