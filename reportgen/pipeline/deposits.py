"""From issued reports on disk to what an archive takes in.

What an archive wants to know of a report's file, found by looking into it; nothing in it is run or believed.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from pydantic import ValidationError

from reportgen import archive, intake, lifecycle
from reportgen.archive import properties
from reportgen.archive.properties import PaperFacts
from reportgen.catalog import load_catalog
from reportgen.errors import ExitCode, Refused
from reportgen.intake.workbooks.contents import bounded
from reportgen.lifecycle.chain import ISSUES, JournalAction, parse
from reportgen.lifecycle.paper import MAX_BYTES, Paper, opened
from reportgen.model import foreign_text
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.model.standing import State

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader

    from reportgen.lifecycle import JournalEntry

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
    wanted = {*ISSUES, JournalAction.SIGN}
    return not found.findings and any(one.what in wanted and one.subject == digest for one in found.entries)


def _looked_into(paper: Paper, *, known: bool | None) -> PaperFacts:
    count, silent = _pages(paper.content)
    try:
        results: Mapping[str, Any] = paper.results
    except Refused:
        results = {}
    return PaperFacts(
        readable=True,
        generator=_generator(paper.reader),
        results=results,
        attachments=tuple(paper.attachments),
        pages=count,
        silent=silent,
        claims=_claims(paper.reader),
        bare_fonts=tuple(sorted(_bare(paper.reader))),
        active=tuple(sorted(set(_active(paper.reader)))),
        signatures=_signatures(paper.content),
        journal=known,
    )


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


MANIFEST: Final = "manifest.json"
ISSUED: Final = frozenset({str(State.ISSUED), str(State.SUPERSEDED)})


@dataclass(frozen=True)
class Wish:
    """What is asked for with a deposit.

    Attributes:
        said: who deposits, when.
        mark: of the term, None for that of the rules; file_code: the archive's own code.
    """

    said: archive.RecordedAct
    mark: str | None = None
    file_code: str | None = None


def reports_of(path: Path) -> list[Path]:
    """The file named, or every issued report of the case folder named.

    Raises:
        Refused: I01 if there is nothing, P09 if a case has issued nothing.
    """
    if not path.exists():
        raise Refused([Finding("I01", Place(path.as_posix()))])
    if not path.is_dir():
        return [path]
    found = sorted((path / lifecycle.FOLDER).glob("*.pdf"))
    if not found:
        raise Refused([Finding("P09", Place(path.as_posix()))])
    return found


def deposit(path: Path, wish: Wish) -> archive.Deposit:
    """One report with its results and, where it lies in its case, the journal.

    Raises:
        Refused: J30-J34 if it is no report of ours, P08 if it is not issued, P10 if what it says of itself is not
            what a report says, P31 if the journal beside it does not know it, P32 for a term that is too short.
    """
    content = bounded(path, MAX_BYTES, rule="J33")
    paper = opened(content, path.name)
    said = _said(paper)
    folder = path.absolute().parent.parent
    journal = _journal(folder) if path.absolute().parent.name == lifecycle.FOLDER else None
    entry = _entry(journal, content, path.name) if journal else None
    record = _record(paper, said, entry, wish, _first_month(folder) if journal else 1)
    files = {archive.REPORT: content, archive.RESULTS: paper.attachments["results.json"]}
    return archive.Deposit(record, files | ({archive.JOURNAL: journal} if journal else {}))


def _said(paper: Paper) -> Mapping[str, Any]:
    """The results inside, of a report that is issued."""
    standing = paper.results.get("standing")
    state = standing.get("state") if isinstance(standing, dict) else None
    if state not in ISSUED:
        raise Refused([Finding("P08", Place(paper.name), {"state": _state(state)})], ExitCode.FINDINGS)
    return paper.results


def _state(state: object) -> str:
    known = {str(one) for one in State}
    return f"@lifecycle.state.{state}" if state in known else str(state or "@lifecycle.state.draft")


def _journal(folder: Path) -> bytes | None:
    path = folder / lifecycle.NAME
    if not path.is_file() or path.is_symlink():
        return None
    found = lifecycle.read(folder)
    if found.findings:
        raise Refused(found.findings, ExitCode.FINDINGS)
    return path.read_bytes()


def _entry(journal: bytes, content: bytes, name: str) -> JournalEntry:
    """The line by which this very file was issued; of a signed one, that of its issue."""
    from reportgen.lifecycle.chain import parse

    digest = lifecycle.digest(content)
    entries = parse(journal).entries
    known = [one for one in entries if one.subject == digest and one.what in {*ISSUES, JournalAction.SIGN}]
    issue = next((one for one in entries if known and one.what in ISSUES and one.number == known[-1].number), None)
    if issue is None:
        raise Refused([Finding("P31", Place(name), {"digest": digest[:16]})], ExitCode.FINDINGS)
    return issue


def _first_month(folder: Path) -> int:
    """Of the accounting year of a case; January where case.yaml cannot be read."""
    try:
        return intake.open_case(folder).file.fiscal_year_start
    except Refused:
        return 1


def _record(
    paper: Paper, said: Mapping[str, Any], entry: JournalEntry | None, wish: Wish, first_month: int
) -> archive.ArchivedReport:
    """What the archive knows of it: what the report says of itself, and its journal where there is one."""
    made = _manifest(paper)
    report = entry.report if entry else made.get("report")
    try:
        standing, period = said["standing"], str(said["period"])
        keeping = properties.chosen(wish.mark, report, period, load_catalog().retention, first_month)
        corrects = standing.get("corrects") or {}
        return archive.ArchivedReport.model_validate_json(
            json.dumps(
                {
                    "schema": "reportgen/archive-record/1",
                    "number": standing["number"],
                    "report": report,
                    "entity": said["entity"]["id"],
                    "name": said["entity"]["name"],
                    "period": period,
                    "language": entry.language if entry else made.get("language"),
                    "title": _title(paper),
                    "issued": standing["issued"],
                    "corrects": corrects.get("number"),
                    "program": said["program"],
                    "scheme": f"{said['scheme']['id']} {said['scheme']['version']}".strip(),
                    "file_code": wish.file_code,
                    "sha256": sha256(paper.content).hexdigest(),
                    "pages": count_pages(paper.content),
                    "deposited": wish.said.model_dump(),
                    "keeping": keeping.model_dump(),
                }
            )
        )
    except ValidationError as error:
        problem = ".".join(map(str, error.errors(include_url=False)[0]["loc"]))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        problem = str(error)
    facts: dict[str, Fact] = {"problem": problem[:120]}
    raise Refused([Finding("P10", Place(paper.name), facts)])


def _manifest(paper: Paper) -> Mapping[str, Any]:
    """What a report says of its own making, where it carries that."""
    try:
        found = foreign_text.parsed(paper.attachments.get(MANIFEST, b"{}"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _title(paper: Paper) -> str:
    return str(information(paper.reader).get("/Title", ""))


def deposits(paths: list[Path], wish: Wish) -> Iterator[tuple[Path, archive.Deposit]]:
    """Every report named; raises as `deposit` does, at the first that cannot be taken in."""
    for path in paths:
        for report in reports_of(path):
            yield report, deposit(report, wish)
