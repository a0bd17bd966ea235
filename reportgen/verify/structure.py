"""What PDF/A-3a and PDF/UA-1 ask of a file as far as its structure shows it, checked without a validator at hand.

The whole of both standards, by veraPDF where that is installed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pikepdf

from reportgen import system
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import Answer, Check, judged
from reportgen.verify.pages import is_dictionary, members, objects_of

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper

PART: Final = re.compile(rb"<pdfaid:part>3</pdfaid:part>|pdfaid:part=\"3\"")
LEVEL: Final = re.compile(rb"<pdfaid:conformance>A</pdfaid:conformance>|pdfaid:conformance=\"A\"")
ACCESSIBLE: Final = re.compile(rb"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"")
FORBIDDEN: Final = frozenset({"/JavaScript", "/Launch", "/Sound", "/Movie", "/ImportData", "/ResetForm", "/SubmitForm"})
PROGRAMS: Final = ("/FontFile", "/FontFile2", "/FontFile3")
BYTE_ORDERS: Final = (b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf")
"""How a text string of other characters than those of PDFDocEncoding begins."""
DEEPEST: Final = 100
MOST: Final = 10_000
"""Nodes of a tree of names; a ring has no end."""


@dataclass(frozen=True, eq=False)
class Survey:
    """A file looked over once."""

    content: bytes
    document: pikepdf.Pdf

    @property
    def root(self) -> Any:
        """The catalogue of the document."""
        return self.document.Root

    @cached_property
    def metadata(self) -> bytes:
        """The packet of metadata, empty where there is none."""
        return bytes(self.root.Metadata.read_bytes()) if "/Metadata" in self.root else b""

    @cached_property
    def elements(self) -> tuple[Any, ...]:
        """All elements of the structure tree."""
        return tuple(_elements(self.root.StructTreeRoot)) if "/StructTreeRoot" in self.root else ()

    @cached_property
    def attached(self) -> tuple[Any, ...]:
        """All specifications of files, wherever they hang: on the list of attachments, on a page, on a note."""
        return tuple(one for one in self.objects if "/EF" in one)

    @cached_property
    def objects(self) -> tuple[Any, ...]:
        """Every dictionary of the file."""
        return tuple(found for one in self.document.objects for found in _within(one))


def _elements(tree: Any) -> Iterator[Any]:
    waiting, seen = [tree], set[tuple[int, int]]()
    while waiting:
        for kid in members(waiting.pop().get("/K")):
            if is_dictionary(kid) and "/S" in kid and kid.objgen not in seen:
                seen.add(kid.objgen)
                yield kid
                waiting.append(kid)


def _within(value: Any, depth: int = 0) -> Iterator[Any]:
    """The dictionaries that stand in an object itself."""
    if depth > DEEPEST:
        return
    if is_dictionary(value):
        yield value
    held = value.values() if is_dictionary(value) else members(value) if isinstance(value, pikepdf.Array) else ()
    for one in held:
        if not getattr(one, "is_indirect", True):
            yield from _within(one, depth + 1)


def _is_embedded(font: Any) -> bool:
    return font.get("/Type") != "/FontDescriptor" or any(program in font for program in PROGRAMS)


def _keys(values: Iterable[Any]) -> frozenset[tuple[int, int]]:
    """Objects by their numbers; one that has none is like no other list's."""
    return frozenset(value.objgen for value in values)


def _named(root: Any) -> Iterator[Any]:
    """The specifications on the list of attachments."""
    waiting = [root.Names.EmbeddedFiles] if _is(root, "/Names", "/EmbeddedFiles") else []
    for node in islice(waiting, MOST):  # grows while it is gone through
        yield from list(members(node.get("/Names")))[1::2]
        waiting += members(node.get("/Kids"))


def _is_single(specification: Any) -> bool:
    """Whether all readers get the same file under the same name, whichever entry they take."""
    streams = {stream.objgen for stream in specification.EF.values()}
    return len(streams) == 1 and _name(specification.get("/F")) == _name(specification.get("/UF"))


def _name(said: Any) -> str | None:
    """A name as text; one that is no text string by its bytes, as programs on most systems would take it."""
    if said is None:
        return None
    content = bytes(said)
    try:
        return str(said) if content.startswith(BYTE_ORDERS) else content.decode()
    except UnicodeDecodeError:
        return str(said)


def _has_scope(head: Any) -> bool:
    return any("/Scope" in one for one in members(head.get("/A")) if is_dictionary(one))


def _is(value: Any, *way: str) -> bool:
    """Whether something is there, and true, down a way of keys."""
    for key in way:
        if not is_dictionary(value) or key not in value:
            return False
        value = value[key]
    return value is not False and value is not None


RULES: Final[Mapping[str, Callable[[Survey], bool]]] = {
    "part": lambda file: bool(PART.search(file.metadata) and LEVEL.search(file.metadata)),
    "accessible": lambda file: bool(ACCESSIBLE.search(file.metadata)),
    "version": lambda file: file.content.startswith(b"%PDF-1.7") and "/Version" not in file.root,
    "marked": lambda file: _is(file.root, "/MarkInfo", "/Marked"),
    "language": lambda file: _is(file.root, "/Lang"),
    "title": lambda file: b"<dc:title" in file.metadata and _is(file.root, "/ViewerPreferences", "/DisplayDocTitle"),
    "tree": lambda file: bool(file.elements) and _is(file.root, "/StructTreeRoot", "/ParentTree"),
    "colours": lambda file: _is(file.root, "/OutputIntents"),
    "actions": lambda file: not any(one.get("/S") in FORBIDDEN or "/AA" in one for one in file.objects),
    "fonts": lambda file: all(_is_embedded(one) for one in file.objects),
    "figures": lambda file: all(_is(one, "/Alt") for one in file.elements if one["/S"] == "/Figure"),
    "heads": lambda file: all(_has_scope(one) for one in file.elements if one["/S"] == "/TH"),
    "associated": lambda file: all("/AFRelationship" in one for one in file.attached),
    "listed": lambda file: _keys(file.attached) == _keys(_named(file.root)) == _keys(members(file.root.get("/AF"))),
    "single": lambda file: all(_is_single(one) for one in file.attached),
    "order": lambda file: all(
        page.obj.get("/Tabs") == "/S" and "/StructParents" in page.obj for page in file.document.pages
    ),
    "bookmarks": lambda file: _is(file.root, "/Outlines"),
}
"""Rule → whether a file keeps it; the words stand below verify.rule of the catalogue."""


def check(paper: Paper) -> Check:
    """Every rule on one file.

    Raises:
        Refused: J33 if it cannot be read as a whole.
    """
    with objects_of(paper) as document:
        survey = Survey(paper.content, document)
        found = tuple(
            Finding("T26", Place(paper.name), {"what": f"@verify.rule.{rule}"})
            for rule, holds in RULES.items()
            if not holds(survey)
        )
        facts = {"count": len(RULES), "pages": len(document.pages), "elements": len(survey.elements)}
    return judged("structure", "structure", facts, found)


PROGRAM: Final = "verapdf"
FLAVOURS: Final[Mapping[str, str]] = {"3a": "PDF/A-3a", "ua1": "PDF/UA-1"}
CONFORMS: Final = "PASS"
FAILS: Final = "FAIL"
ENDINGS: Final[Mapping[str, frozenset[int]]] = {CONFORMS: frozenset({0}), FAILS: frozenset({0, 1})}
"""What it says of a file, and the exit codes that go with it; early versions end with 0 after both."""
PATIENCE: Final = 300
"""Seconds for one flavour; a hundred pages take a few."""


def check_conformance(content: bytes, name: str) -> Check:
    """Ask veraPDF for both flavours; open where it is not there, or gives no verdict."""
    program = shutil.which(PROGRAM)
    if program is None:
        return Check("validator", Answer.OPEN, "no_validator")
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "report.pdf"
        path.write_bytes(content)
        verdicts = {flavour: _verdict(program, flavour, path) for flavour in FLAVOURS}
    if None in verdicts.values():
        return Check("validator", Answer.OPEN, "no_verdict")
    found = tuple(Finding("T27", Place(name), {"flavour": key}) for key, passes in verdicts.items() if not passes)
    return judged("validator", "validator", {}, found)


def _verdict(program: str, flavour: str, path: Path) -> bool | None:
    """What it says in so many words, if it also ended as it does then; None for anything else."""
    code, told = _answer([program, "--flavour", flavour, "--format", "text", str(path)])
    words = {line.split(" ", 1)[0] for line in told.splitlines()} & ENDINGS.keys()
    if len(words) != 1:
        return None
    (word,) = words
    return word == CONFORMS if code in ENDINGS[word] else None


def _answer(command: Sequence[str]) -> tuple[int | None, str]:
    """How a program ended and what it said; no ending if it could not be started, or did not come to one in time."""
    try:
        process = subprocess.Popen(  # noqa: S603 - the program found by its name, and a file of ours
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
        )
    except OSError:
        return None, ""
    with process:
        try:
            told, _ = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            system.end(process)
            return None, ""
        except BaseException:
            system.end(process)
            raise
    return process.returncode, told.decode(errors="replace")
