"""How pages are drawn: everything that a page leads to, as one digest, whatever else its file holds."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import pikepdf

from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.opened import is_dictionary, members, objects_of
from reportgen.verify.outcome import Answer, Check, judged

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper

AROUND: Final = frozenset(
    {"/Parent", "/P", "/StructParents", "/StructParent", "/Length", "/Filter", "/DecodeParms", "/Annots", "/Dest", "/A"}
)
"""Keys that lead away from the drawing, or say only how it is stored."""
WIDGET: Final = "/Widget"
DEEPEST: Final = 60

Known = dict[tuple[int, int], bytes]


def check(paper: Paper, anew: Paper) -> Check:
    """The file's bytes, else each page's drawing, against the report made anew."""
    made = anew.content
    digest = sha256(made).hexdigest()
    if paper.content == made:
        return Check("drawing", Answer.HOLDS, "bytes_same", {"digest": digest})
    found = _drawn_otherwise(paper, anew)
    if not any(field.signed for field in paper.fields):
        different = sum(a != b for a, b in zip(paper.content, made, strict=False))
        different += abs(len(paper.content) - len(made))
        found.insert(0, Finding("T13", Place(paper.name), {"bytes": different}))
    elif not (paper.content.startswith(made) and _signed_as_made(paper, anew)):
        found.insert(0, Finding("T35", Place(paper.name)))
    return judged("drawing", "bytes_signed", {"digest": digest}, tuple(found))


def by_pages(paper: Paper, anew: Paper) -> Check:
    """Each page's drawing alone: where a source has changed since, no byte of what lists it can be the same."""
    found = _drawn_otherwise(paper, anew)
    return judged("drawing", "drawn_same", {}, tuple(found))


def _drawn_otherwise(paper: Paper, anew: Paper) -> list[Finding]:
    return [
        Finding("T11", Place(paper.name), {"page": number})
        for number, (old, new) in enumerate(zip(drawings(paper), drawings(anew), strict=False), start=1)
        if old != new
    ]


def _signed_as_made(paper: Paper, anew: Paper) -> bool:
    """Whether the first signature follows the report as made at once, with no revision between."""
    try:
        first = min(signature.signed_revision for signature in paper.reader.embedded_signatures)
    except Exception:  # noqa: BLE001 - a signature that cannot be read is told by the check of signatures
        return True
    return bool(first == anew.reader.xrefs.total_revisions)


def drawings(paper: Paper) -> Iterator[bytes]:
    """A digest for each page, in order."""
    known: Known = {}
    with objects_of(paper) as document:
        for page in document.pages:
            annotations = members(page.obj.get("/Annots"))
            parts = [_digest(page.obj, known, 0), *(_annotation(one, known) for one in annotations)]
            yield sha256(b"".join(parts)).digest()


def _annotation(entry: Any, known: Known) -> bytes:
    """A field to sign in is filled by signing: only its name and place count."""
    if entry.get("/Subtype") == WIDGET:
        place = [str(one) for one in members(entry.get("/Rect"))]
        return sha256(f"{entry.get('/T')} {place}".encode()).digest()
    return _digest(entry, known, 0)


def _digest(value: Any, known: Known, depth: int) -> bytes:
    if depth > DEEPEST:
        raise ValueError("objects without end")
    if not getattr(value, "is_indirect", False):
        return _plain(value, known, depth)
    key = value.objgen
    if key not in known:
        known[key] = b"on the way"
        known[key] = _plain(value, known, depth)
    return known[key]


def _plain(value: Any, known: Known, depth: int) -> bytes:
    if isinstance(value, pikepdf.Array):
        parts = [_digest(one, known, depth + 1) for one in members(value)]
        return sha256(b"array" + b"".join(parts)).digest()
    if not is_dictionary(value):
        return sha256(f"{type(value).__name__} {value!r}".encode()).digest()
    parts = [key.encode() + _digest(value[key], known, depth + 1) for key in sorted(set(value.keys()) - AROUND)]
    content = _content(value) if isinstance(value, pikepdf.Stream) else b""
    return sha256(b"".join(parts) + content).digest()


def _content(stream: Any) -> bytes:
    """What a stream holds, unfolded where that is no matter of pictures."""
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())
