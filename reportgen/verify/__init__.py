"""Whether a report can be trusted: made anew in a process of its own, held against that, and what it says of itself.

A signature leaves room for this: whoever signs next writes the day and the program into it, so that libraries accept
any change there.

What was put into a file after it was made: revisions behind it, things over its pages, a form that was emptied.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from reportgen import __version__
from reportgen.errors import Refused
from reportgen.lifecycle import paper
from reportgen.lifecycle.signing import Services
from reportgen.model.finding import Fact, Finding
from reportgen.model.manifest import Embedding, Manifest
from reportgen.model.place import Place
from reportgen.verify import data, pages, signatures, sources, structure
from reportgen.verify.anew import started
from reportgen.verify.outcome import Answer, Check, Verification, judged
from reportgen.verify.pages import is_dictionary, members, objects_of

if TYPE_CHECKING:
    import pikepdf

    from reportgen.lifecycle.paper import Paper
    from reportgen.verify.anew import Recomputation

ORDER: Final = (
    "enclosed",
    "sources",
    "definitions",
    "results",
    "numbers",
    "pages",
    "facts",
    "drawing",
    "about",
    "journal",
    "signatures",
    "additions",
)
"""In which checks are told; all others behind them."""

__all__ = ["Answer", "Check", "Given", "Verification", "verify"]
RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
BASIC: Final = "{http://ns.adobe.com/xap/1.0/}"
PROGRAM: Final = "{http://ns.adobe.com/pdf/1.3/}Producer"
EXTENSIONS: Final = "{http://www.aiim.org/pdfa/ns/extension/}"
LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
LATER: Final = frozenset({"/ModDate", "/Producer", PROGRAM, f"{BASIC}ModifyDate", f"{BASIC}MetadataDate"})
"""What a signature writes anew."""
DECLARED: Final = "<!"
UNREADABLE: Final = "XMP"
MISSING: Final = "\N{EM DASH}"
LONGEST: Final = 80
END: Final = b"%%EOF"
"""The end of a revision (ISO 32000-1, 7.5.5); what is inside a file is compressed, and never shows it."""
LINK: Final = "/Link"
WIDGET: Final = "/Widget"
SIGNATURE: Final = "/Sig"
NAMELESS: Final = "\N{EM DASH}"


@dataclass(frozen=True)
class Given:
    """What is at hand beside the report.

    Attributes:
        case: the case folder; None where the report has to speak for itself.
        services: the authorities whose signatures are trusted, and what they published.
    """

    case: Path | None = None
    services: Services = field(default_factory=Services)


def verify(content: bytes, name: str, given: Given) -> Verification:
    """Everything that can be said of a report.

    Args:
        content: the file.
        name: what it is called.
        given: what is at hand beside it.

    Raises:
        Refused: J30-J34 and T16 what is no report of ours, or is damaged; J51-J52 files of `given`.
    """
    report = paper.opened(content, name)
    listed = sources.manifest(report)
    with tempfile.TemporaryDirectory(prefix="reportgen-") as scratch:
        found = sources.gathered(report, listed, given.case)
        work = _begun(report, listed, found, Path(scratch))
        try:
            checks = [*_beside(report, listed, given), *_against(report, listed, work, found)]
        finally:
            if work is not None:
                work.end()
    ranked = sorted(checks, key=lambda check: ORDER.index(check.id) if check.id in ORDER else len(ORDER))
    return Verification(name, sha256(content).hexdigest(), listed, tuple(ranked))


def _begun(report: Paper, listed: Manifest, found: sources.CaseFiles, scratch: Path) -> Recomputation | None:
    """The other process, at work while this one looks at the file."""
    if not found.is_whole:
        return None
    standing = report.results.get("standing") if listed.embed is not Embedding.NONE else None
    case = sources.laid_out(found, scratch, listed.entity, report.name)
    return started(case, listed, standing, scratch)


def _beside(report: Paper, listed: Manifest, given: Given) -> Iterator[Check]:
    """What needs no report made anew."""
    standing = report.results.get("standing") if listed.embed is not Embedding.NONE else None
    yield sources.check_enclosed(report, listed)
    yield _guarded("journal", report, lambda: signatures.check_journal(report.content, standing, given.case))
    yield signatures.check(report, signatures.SignatureGrounds(given.services, signatures.now()))
    yield _guarded("additions", report, lambda: check_additions(report), "J33")
    yield _guarded("structure", report, lambda: structure.check(report), "J33")
    yield structure.check_conformance(report.content, report.name)


def _guarded(identifier: str, report: Paper, work: Callable[[], Check], rule: str = "T37") -> Check:
    """The answer of a check of something that may be broken anywhere, and on purpose."""
    try:
        return work()
    except Refused as refused:
        return Check(identifier, Answer.FAILS, "findings", {"count": len(refused.findings)}, refused.findings)
    except Exception as error:  # noqa: BLE001 - there is no end to the ways of being broken
        problem = f"{type(error).__name__} {str(error).partition(chr(10))[0]}"[:120].strip()
        facts: dict[str, Fact] = {"what": f"@verify.check.{identifier}", "problem": problem}
        return Check(identifier, Answer.FAILS, "findings", {"count": 1}, (Finding(rule, Place(report.name), facts),))


def _against(report: Paper, listed: Manifest, work: Recomputation | None, found: sources.CaseFiles) -> Iterator[Check]:
    """The sources, and what the report says and shows against the report made anew from them, or against itself."""
    given: dict[str, dict[str, object]] = {}
    if listed.embed is not Embedding.NONE:
        given = {name: data.read(report, name) for name in (data.RESULTS, data.NUMBERS, data.DEFINITIONS)}
        yield _guarded("facts", report, lambda: data.check(report, given[data.NUMBERS]))
    if work is None:
        yield sources.check(found, listed, report.name)
        yield from _by_itself(report, given)
        return
    anew = list(_anew(report, listed, given, work, is_changed=bool(found.changed)))
    if not found.changed:
        yield sources.check(found, listed, report.name)
        yield from anew
        return
    yield sources.check(found, listed, report.name, signatures.otherwise(anew))
    yield from signatures.judged(anew, list(_by_itself(report, given)))


def _anew(
    report: Paper, listed: Manifest, given: dict[str, dict[str, object]], work: Recomputation, *, is_changed: bool
) -> Iterator[Check]:
    try:
        made = paper.opened(work.result(report.name), "anew.pdf")
    except Refused as refused:
        yield Check("results", Answer.FAILS, "findings", {"count": len(refused.findings)}, refused.findings)
        yield from (check for check in _by_itself(report, given) if check.id != "results")
        return
    yield from _one_by_one(report, made, given, listed, is_changed=is_changed)


def _one_by_one(
    report: Paper, made: Paper, given: dict[str, dict[str, object]], listed: Manifest, *, is_changed: bool
) -> Iterator[Check]:
    is_same_version = listed.program == __version__
    if given:
        anew = {name: data.read(made, name) for name in given}
        told, due = ([one[name] for name in (data.RESULTS, data.NUMBERS, data.DEFINITIONS)] for one in (given, anew))
        yield _guarded("results", report, partial(data.results, told[0], due[0]))
        yield _guarded("numbers", report, partial(data.numbers, told[1], due[1], by_page=is_same_version))
        yield _guarded("definitions", report, partial(data.definitions, told[2], due[2]))
    old = pages.printed(report.content)
    if is_same_version:
        yield pages.anew(old, pages.printed(made.content), report.name)
        yield pages.by_pages(report, made) if is_changed else pages.check(report, made)
        yield check(report, made)
        return
    other = Finding("T15", Place(report.name), {"found": listed.program, "due": __version__})
    if given:
        yield _guarded("pages", report, partial(pages.by_keys, old, given[data.NUMBERS], report.name))
    yield Check("drawing", Answer.OPEN, "other_version", findings=(other,))


def _by_itself(report: Paper, given: dict[str, dict[str, object]]) -> Iterator[Check]:
    """Results by their own data, numbers by the results, pages by the numbers."""
    if not given:
        yield from (data.unread(name) for name in ("results", "numbers", "definitions", "pages", "drawing"))
        return
    results, numbers, definitions = (given[name] for name in (data.RESULTS, data.NUMBERS, data.DEFINITIONS))
    yield _guarded("results", report, lambda: data.own_results(results, definitions))
    yield _guarded("numbers", report, lambda: data.own_numbers(numbers, results))
    yield _guarded("pages", report, lambda: pages.by_keys(pages.printed(report.content), numbers, report.name))
    yield data.unread("definitions")
    yield data.unread("drawing")


def check(paper: Paper, anew: Paper) -> Check:
    """Each property of a report against that of the report made anew.

    Raises:
        Refused: J33 if the file cannot be read as a whole.
    """
    old, new = _collected(_properties(paper)), _collected(_properties(anew))
    found = tuple(
        Finding("T36", Place(paper.name), {"what": _short(name), "found": _said(old, name), "due": _said(new, name)})
        for name in sorted({*old, *new})
        if old.get(name) != new.get(name)
    )
    return judged("about", "about", {"count": len(new)}, found)


def _collected(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """By name; what is said twice under one name stands together."""
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]}; {value}" if name in found else value
    return found


def _said(properties: Mapping[str, str], name: str) -> str:
    return properties.get(name, MISSING)[:LONGEST]


def _short(name: str) -> str:
    """A name without its name space."""
    return name.rpartition("}")[2].lstrip("/")


def _properties(paper: Paper) -> Iterator[tuple[str, str]]:
    """Those of the information dictionary, then those of the metadata; names of the latter are in Clark notation."""
    with objects_of(paper) as document:
        found = [(str(name), str(value)) for name, value in document.docinfo.items()]
        packet = bytes(document.Root.Metadata.read_bytes()) if "/Metadata" in document.Root else b""
    yield from (pair for pair in (*found, *_of_metadata(packet)) if pair[0].partition(" ")[0] not in LATER)


def _of_metadata(packet: bytes) -> Iterator[tuple[str, str]]:
    root = _root(packet)
    if root is None:
        yield UNREADABLE, packet[:LONGEST].decode(errors="replace")
        return
    for described in root.iterfind(f"{RDF}RDF/{RDF}Description"):
        yield from ((name, value) for name, value in described.items() if not name.startswith(RDF))
        for member in described:
            if not member.tag.startswith(EXTENSIONS):
                yield from _values(member)


def _root(packet: bytes) -> Element | None:
    """The metadata as a tree; None where it is none, or declares a document type, whose entities might have no end."""
    parser = XMLParser()  # noqa: S314 - declarations are refused
    try:
        parser.feed("" if DECLARED in packet.decode() else packet)
        return parser.close()
    except (ParseError, ValueError):
        return None


def _values(member: Element) -> Iterator[tuple[str, str]]:
    """The words below a property: one by one those of several languages, together those of a list."""
    words: dict[str, list[str]] = {}
    for one in member.iter():
        if one.text and one.text.strip():
            words.setdefault(one.get(LANGUAGE, ""), []).append(one.text.strip())
    for language, found in words.items():
        yield f"{member.tag} {language}".rstrip(), "; ".join(found)


def check_additions(paper: Paper) -> Check:
    """A report has links and fields to sign in, and as many revisions as it was signed, besides the first.

    Raises:
        Refused: J33 if the file cannot be read as a whole.
    """
    place = Place(paper.name)
    with objects_of(paper) as document:
        listed = {field.objgen for field in _fields(document)}
        annotations = [(number, one) for number, page in enumerate(document.pages, 1) for one in _annotations(page)]
        laid = list(_laid_over(annotations, listed, place))
    revisions, ends = paper.reader.xrefs.total_revisions, paper.content.count(END)
    if not any(field.signed for field in paper.fields) and max(revisions, ends) > 1:
        laid.append(Finding("T43", place, {"count": max(revisions, ends) - 1}))
    return judged("additions", "additions", {"count": len(annotations), "revisions": revisions}, tuple(laid))


def _fields(document: pikepdf.Pdf) -> Iterator[Any]:
    """The fields of the form."""
    form: Any = document.Root.get("/AcroForm")
    yield from (one for one in members(form.get("/Fields") if is_dictionary(form) else None) if is_dictionary(one))


def _annotations(page: pikepdf.Page) -> Iterator[Any]:
    yield from (one for one in members(page.obj.get("/Annots")) if is_dictionary(one))


def _laid_over(annotations: list[tuple[int, Any]], listed: set[tuple[int, int]], place: Place) -> Iterator[Finding]:
    for number, one in annotations:
        kind = str(one.get("/Subtype", NAMELESS))
        if kind == WIDGET and str(one.get("/FT", "")) == SIGNATURE:
            if one.objgen not in listed:
                yield Finding("T44", place, {"page": number, "field": str(one.get("/T", NAMELESS))})
        elif kind != LINK or "/AP" in one:
            yield Finding("T42", place, {"page": number, "kind": kind.removeprefix("/")})
