"""What was put into a file after it was made: revisions behind it, things over its pages, a form that was emptied."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.opened import is_dictionary, members, objects_of
from reportgen.verify.outcome import Check, judged

if TYPE_CHECKING:
    import pikepdf

    from reportgen.lifecycle.paper import Paper

END: Final = b"%%EOF"
"""The end of a revision (ISO 32000-1, 7.5.5); what is inside a file is compressed, and never shows it."""
LINK: Final = "/Link"
WIDGET: Final = "/Widget"
SIGNATURE: Final = "/Sig"
NAMELESS: Final = "\N{EM DASH}"


def check(paper: Paper) -> Check:
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
