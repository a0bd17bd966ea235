"""How pages are drawn: everything that a page leads to, as one digest, whatever else its file holds."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from pyhanko.pdf_utils import generic

from reportgen.lifecycle.objects import dereferenced, member, members
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import Answer, Check, judged

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper

AROUND: Final = frozenset(
    {"/Parent", "/P", "/StructParents", "/StructParent", "/Length", "/Filter", "/DecodeParms", "/Annots", "/Dest", "/A"}
)
"""Keys that lead away from the drawing, or say only how it is stored."""
WIDGET: Final = "/Widget"
DEEPEST: Final = 60


def check(paper: Paper, anew: Paper) -> Check:
    """The file's bytes, else each page's drawing, against the report made anew."""
    made = anew.content
    digest = sha256(made).hexdigest()
    if paper.content == made:
        return Check("drawing", Answer.HOLDS, "bytes_same", {"digest": digest})
    found = [
        Finding("T11", Place(paper.name), {"page": number})
        for number, (old, new) in enumerate(zip(drawings(paper), drawings(anew), strict=False), start=1)
        if old != new
    ]
    is_signed = any(field.signed for field in paper.fields)
    if not is_signed:
        different = sum(a != b for a, b in zip(paper.content, made, strict=False))
        different += abs(len(paper.content) - len(made))
        found.insert(0, Finding("T13", Place(paper.name), {"bytes": different}))
    same_start = paper.content.startswith(made)
    return judged("drawing", "bytes_signed" if same_start else "drawing_same", {"digest": digest}, tuple(found))


def drawings(paper: Paper) -> Iterator[bytes]:
    """A digest for each page, in order."""
    known: dict[Any, bytes] = {}
    for page in _pages(paper.reader.root["/Pages"], 0):
        annotations = members(member(page, "/Annots"))
        parts = [_digest(page, known, 0), *(_annotation(one, known) for one in annotations)]
        yield sha256(b"".join(parts)).digest()


def _pages(node: Any, depth: int) -> Iterator[Any]:
    if depth > DEEPEST:
        raise ValueError("a tree of pages without end")
    for found in members(member(node, "/Kids")):
        if member(found, "/Type") == "/Page":
            yield found
        else:
            yield from _pages(found, depth + 1)


def _annotation(entry: Any, known: dict[Any, bytes]) -> bytes:
    """A field to sign in is filled by signing: only its name and place count."""
    if member(entry, "/Subtype") == WIDGET:
        return sha256(f"{member(entry, '/T')} {list(members(member(entry, '/Rect')))}".encode()).digest()
    return _digest(entry, known, 0)


def _digest(value: Any, known: dict[Any, bytes], depth: int) -> bytes:
    if depth > DEEPEST:
        raise ValueError("objects without end")
    if isinstance(value, generic.IndirectObject):
        key = (value.idnum, value.generation)
        if key not in known:
            known[key] = b"on the way"
            known[key] = _digest(dereferenced(value), known, depth + 1)
        return known[key]
    if isinstance(value, generic.StreamObject):
        return sha256(b"stream" + _members(value, known, depth) + value.data).digest()
    if isinstance(value, generic.DictionaryObject):
        return sha256(b"dictionary" + _members(value, known, depth)).digest()
    if isinstance(value, generic.ArrayObject):
        return sha256(b"array" + b"".join(_digest(one, known, depth + 1) for one in _raw(value))).digest()
    return sha256(f"{type(value).__name__} {value!r}".encode()).digest()


def _members(value: Any, known: dict[Any, bytes], depth: int) -> bytes:
    parts = []
    for key in sorted(set(value) - AROUND):
        parts += [key.encode(), _digest(value.raw_get(key), known, depth + 1)]
    return b"".join(parts)


def _raw(value: Any) -> Iterator[Any]:
    return (value.raw_get(index) for index in range(len(value)))
