"""What is printed on each page against what is printed when the report is made anew, number by number.

A PDF as its objects, all of them, in a time that grows with the file alone.

How pages are drawn: everything that a page leads to, as one digest, whatever else its file holds.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import sha256
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

import pikepdf
import pypdfium2

from reportgen.errors import Refused
from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.report.numbers_file import stands
from reportgen.verify.outcome import Answer, Check, judged

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.lifecycle.paper import Paper

NUMBER: Final = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
TOKEN: Final = re.compile(r"[+\u2212-]?[0-9][0-9,]*(?:\.[0-9]+)?%?|[A-Za-z]+|\s+|.")
MILLIMETRES: Final = 25.4 / 72
MOST: Final = 200
"""Differences that are listed one by one."""
WORDS: Final = 12
"""Tokens of a difference that are quoted."""
NOTHING: Final = "\N{EM DASH}"


@dataclass(frozen=True)
class PageWords:
    """The words of a page in the order of its content, and the page itself, to ask where they stand."""

    text: str
    page: Any

    def place(self, at: int) -> tuple[float, float]:
        """Millimetres from the left and from the top of the sheet."""
        try:
            left, _, _, top = self.page.get_textpage().get_charbox(min(at, max(len(self.text) - 1, 0)))
        except pypdfium2.PdfiumError:
            return 0.0, 0.0
        return left * MILLIMETRES, (self.page.get_height() - top) * MILLIMETRES


def printed(content: bytes) -> tuple[PageWords, ...]:
    """All pages of a file."""
    document = pypdfium2.PdfDocument(content)
    return tuple(PageWords(page.get_textpage().get_text_range(), page) for page in document)


def anew(given: Sequence[PageWords], made: Sequence[PageWords], name: str) -> Check:
    """Every number and every other word of every page; `name` is that of the file."""
    found = list(_differences(given, made, Place(name)))
    if len(given) != len(made):
        found.insert(0, Finding("T12", Place(name), {"found": len(given), "due": len(made)}))
    facts = {"pages": len(made), "count": sum(len(NUMBER.findall(page.text)) for page in made)}
    return judged("pages", "pages_anew", facts, _limited(found, name))


def _limited(found: list[Finding], name: str) -> tuple[Finding, ...]:
    if len(found) <= MOST:
        return tuple(found)
    return (*found[:MOST], Finding("T34", Place(name), {"count": len(found) - MOST}))


def _differences(given: Sequence[PageWords], made: Sequence[PageWords], place: Place) -> Iterator[Finding]:
    nothing = PageWords("", None)
    for number, (old, new) in enumerate(zip_longest(given, made, fillvalue=nothing), start=1):
        if old.text != new.text and old.page is not None and new.page is not None:
            yield from _on_page(old, new, number, place)


def _on_page(old: PageWords, new: PageWords, number: int, place: Place) -> Iterator[Finding]:
    before, now = TOKEN.findall(old.text), TOKEN.findall(new.text)
    starts = _starts(before)
    for what, first, last, begin, end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if what == "equal":
            continue
        left, top = old.place(starts[first] if first < len(starts) else len(old.text) - 1)
        facts: dict[str, Fact] = {"page": number, "left": round(left), "top": round(top)}
        quoted = {"found": _quoted(before[first:last]), "due": _quoted(now[begin:end])}
        yield Finding("T10", place, facts | quoted)


def _starts(tokens: Sequence[str]) -> list[int]:
    starts, at = [], 0
    for token in tokens:
        starts.append(at)
        at += len(token)
    return starts


def _quoted(tokens: Sequence[str]) -> str:
    words = "".join(tokens[:WORDS]) + ("…" if len(tokens) > WORDS else "")
    return " ".join(words.split()) or NOTHING


def by_keys(given: Sequence[PageWords], numbers: Mapping[str, Any], name: str) -> Check:
    """Where nothing comparable was made anew: each number that has a key stands on the page that is named for it."""
    rows = [row for row in numbers.get("numbers", ()) if isinstance(row, dict) and isinstance(row.get("page"), int)]
    missed: dict[tuple[int, str], str] = {}  # digits of several keys are missed once
    for row in rows:
        if not _stands(str(row.get("printed")), row["page"], given):
            missed.setdefault((row["page"], str(row.get("printed"))), str(row.get("key")))
    found = [
        Finding("T33", Place(name), {"page": page, "name": key, "due": digits})
        for (page, digits), key in missed.items()
    ]
    return judged("pages", "pages_keys", {"pages": len(given), "count": len(rows)}, _limited(found, name))


def _stands(digits: str, page: int, given: Sequence[PageWords]) -> bool:
    if not 1 <= page <= len(given):
        return False
    return stands(digits, given[page - 1].text)


def objects_of(paper: Paper) -> pikepdf.Pdf:
    """The file of a paper.

    Raises:
        Refused: J33 if it cannot be read as a whole.
    """
    try:
        return pikepdf.open(io.BytesIO(paper.content))
    except (pikepdf.PdfError, ValueError) as error:
        problem = str(error).partition("\n")[0][:120]
        raise Refused([Finding("J33", Place(paper.name), {"problem": problem})]) from error


def members(value: Any) -> Iterator[Any]:
    """What an array holds; a lone value counts as an array of one, None as one of none."""
    if isinstance(value, pikepdf.Array):
        yield from value.as_list()
    elif value is not None:
        yield value


def is_dictionary(value: Any) -> bool:
    """Whether a value has members by name."""
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Stream))


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
