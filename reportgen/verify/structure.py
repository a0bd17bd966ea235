"""What PDF/A-3a and PDF/UA-1 ask of a file as far as its structure shows it, checked without a validator at hand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from pyhanko.pdf_utils import generic

from reportgen.lifecycle.objects import dereferenced, member, members
from reportgen.model.finding import Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import Check, judged

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper

PART: Final = re.compile(rb"<pdfaid:part>3</pdfaid:part>|pdfaid:part=\"3\"")
LEVEL: Final = re.compile(rb"<pdfaid:conformance>A</pdfaid:conformance>|pdfaid:conformance=\"A\"")
ACCESSIBLE: Final = re.compile(rb"<pdfuaid:part>1</pdfuaid:part>|pdfuaid:part=\"1\"")
FORBIDDEN: Final = frozenset({"/JavaScript", "/Launch", "/Sound", "/Movie", "/ImportData", "/ResetForm", "/SubmitForm"})
PROGRAMS: Final = ("/FontFile", "/FontFile2", "/FontFile3")
DEEPEST: Final = 100
AWAY: Final = frozenset({"/StructTreeRoot", "/Parent", "/P"})
"""Keys that lead up, or to the structure, which is looked over by itself."""


@dataclass(frozen=True, eq=False)
class Survey:
    """A file looked over once."""

    paper: Paper

    @property
    def root(self) -> Any:
        """The catalogue of the document."""
        return self.paper.reader.root

    @cached_property
    def metadata(self) -> bytes:
        """The packet of metadata, empty where there is none."""
        found = member(self.root, "/Metadata")
        return bytes(found.data) if found is not None else b""

    @cached_property
    def pages(self) -> tuple[Any, ...]:
        """All pages."""
        return tuple(_leaves(self.root["/Pages"], 0))

    @cached_property
    def elements(self) -> tuple[Any, ...]:
        """All elements of the structure tree."""
        tree = member(self.root, "/StructTreeRoot")
        return tuple(_elements(tree)) if tree is not None else ()

    @cached_property
    def objects(self) -> tuple[Any, ...]:
        """Every dictionary that the catalogue leads to, but for the structure."""
        return tuple(_reached(self.root))


def _leaves(node: Any, depth: int) -> Iterator[Any]:
    if depth > DEEPEST:
        raise ValueError("a tree of pages without end")
    for found in members(member(node, "/Kids")):
        if member(found, "/Type") == "/Page":
            yield found
        else:
            yield from _leaves(found, depth + 1)


def _elements(tree: Any) -> Iterator[Any]:
    waiting, seen = [tree], set[int]()
    while waiting:
        for found in members(member(waiting.pop(), "/K")):
            if isinstance(found, dict) and "/S" in found and id(found) not in seen:
                seen.add(id(found))
                yield found
                waiting.append(found)


def _reached(root: Any) -> Iterator[Any]:
    waiting, seen = [root], set[tuple[int, int]]()
    while waiting:
        value = waiting.pop()
        if isinstance(value, generic.IndirectObject):
            key = (value.idnum, value.generation)
            if key in seen:
                continue
            seen.add(key)
            value = dereferenced(value)
        if isinstance(value, dict):
            yield value
            waiting += [dict.__getitem__(value, key) for key in value if key not in AWAY]
        elif isinstance(value, list):
            waiting += list.copy(value)


def _is_embedded(font: Any) -> bool:
    return member(font, "/Type") != "/FontDescriptor" or any(program in font for program in PROGRAMS)


def _has_scope(head: Any) -> bool:
    return any("/Scope" in one for one in members(member(head, "/A")) if isinstance(one, dict))


RULES: Final[Mapping[str, Callable[[Survey], bool]]] = {
    "part": lambda file: bool(PART.search(file.metadata) and LEVEL.search(file.metadata)),
    "accessible": lambda file: bool(ACCESSIBLE.search(file.metadata)),
    "version": lambda file: file.paper.content.startswith(b"%PDF-1.7") and "/Version" not in file.root,
    "marked": lambda file: bool(member(member(file.root, "/MarkInfo", {}), "/Marked")),
    "language": lambda file: bool(member(file.root, "/Lang")),
    "title": lambda file: (
        b"<dc:title" in file.metadata and bool(member(member(file.root, "/ViewerPreferences", {}), "/DisplayDocTitle"))
    ),
    "tree": lambda file: bool(file.elements) and "/ParentTree" in file.root["/StructTreeRoot"],
    "colours": lambda file: bool(member(file.root, "/OutputIntents")),
    "actions": lambda file: not any(member(one, "/S") in FORBIDDEN or "/AA" in one for one in file.objects),
    "fonts": lambda file: all(_is_embedded(one) for one in file.objects),
    "figures": lambda file: all(member(one, "/Alt") for one in file.elements if one["/S"] == "/Figure"),
    "heads": lambda file: all(_has_scope(one) for one in file.elements if one["/S"] == "/TH"),
    "associated": lambda file: all(
        "/AFRelationship" in one for one in file.objects if member(one, "/Type") == "/Filespec" and "/EF" in one
    ),
    "order": lambda file: all(member(page, "/Tabs") == "/S" and "/StructParents" in page for page in file.pages),
    "bookmarks": lambda file: "/Outlines" in file.root,
}
"""Rule → whether a file keeps it; the words stand below verify.rule of the catalogue."""


def check(paper: Paper) -> Check:
    """Every rule on one file."""
    survey = Survey(paper)
    found = tuple(
        Finding("T26", Place(paper.name), {"what": f"@verify.rule.{rule}"})
        for rule, holds in RULES.items()
        if not holds(survey)
    )
    facts = {"count": len(RULES), "pages": len(survey.pages), "elements": len(survey.elements)}
    return judged("structure", "structure", facts, found)
