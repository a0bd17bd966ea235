"""What a file says of itself, title, author, number, claims, held against the report made anew.

A signature leaves room for this: whoever signs next writes the day and the program into it, so that libraries accept
any change there.

What was put into a file after it was made: revisions behind it, things over its pages, a form that was emptied.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element, ParseError, XMLParser

from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import Check, judged
from reportgen.verify.pages import is_dictionary, members, objects_of

if TYPE_CHECKING:
    import pikepdf

    from reportgen.lifecycle.paper import Paper


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


END: Final = b"%%EOF"
"""The end of a revision (ISO 32000-1, 7.5.5); what is inside a file is compressed, and never shows it."""
LINK: Final = "/Link"
WIDGET: Final = "/Widget"
SIGNATURE: Final = "/Sig"
NAMELESS: Final = "\N{EM DASH}"


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
