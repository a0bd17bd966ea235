"""The figures that a report's own pages name: read from the structure of the file, without the files beside it.

Each element of the structure bears the figures that its numbers stand for as user properties (ISO 32000-1, 14.7.5.4).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportgen.model.finding import Fact, Finding
from reportgen.model.place import Place
from reportgen.verify.outcome import Check, judged
from reportgen.verify.pages import is_dictionary, members, objects_of

if TYPE_CHECKING:
    from reportgen.lifecycle.paper import Paper

OWNER: Final = "/UserProperties"
DEEPEST: Final = 200
"""Levels of a structure; ours has some twenty, and a ring has no end."""


@dataclass(frozen=True)
class PageFact:
    """A figure that a page prints.

    Attributes:
        page: from 1.
        element: type of the element that holds it, such as ``TD``.
        printed: the number as printed.
        key: of the figure, as ``reportgen explain`` and results.json know it.
        value: unrounded, in the base unit; None where it has none.
    """

    page: int
    element: str
    printed: str
    key: str
    value: float | None


def facts(paper: Paper) -> tuple[PageFact, ...]:
    """All of them, in reading order; of digits that several figures share one for each.

    Raises:
        Refused: J33 if the file cannot be read as a whole.
    """
    with objects_of(paper) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages, start=1)}
        root = document.Root.get("/StructTreeRoot")
        return tuple(_below(root, pages, 1, 0)) if is_dictionary(root) else ()


def _below(node: Any, pages: Mapping[Any, int], page: int, depth: int) -> Iterator[PageFact]:
    if depth > DEEPEST:
        return
    for kid in members(node.get("/K")):
        if is_dictionary(kid) and "/S" in kid:
            own = pages.get(kid.Pg.objgen, page) if "/Pg" in kid else page
            yield from _own(kid, own)
            yield from _below(kid, pages, own, depth + 1)


def _own(element: Any, page: int) -> Iterator[PageFact]:
    for attribute in members(element.get("/A")):
        if is_dictionary(attribute) and attribute.get("/O") == OWNER:
            for one in members(attribute.get("/P")):
                yield PageFact(page, str(element["/S"])[1:], str(one.F), str(one.N), _value(one.get("/V")))


def _value(said: Any) -> float | None:
    return None if said is None else float(str(said))


def check(paper: Paper, numbers: Mapping[str, Any]) -> Check:
    """Each figure that a page names against those of that key in numbers.json, where the list has it."""
    listed: dict[tuple[Any, Any], set[Any]] = {}
    for row in numbers.get("numbers", ()):
        if isinstance(row, dict):
            listed.setdefault((row.get("key"), row.get("printed")), set()).add(row.get("value"))
    found = facts(paper)
    return judged("facts", "facts", {"count": len(found)}, tuple(_otherwise(found, listed, paper.name)))


def _otherwise(found: Sequence[PageFact], listed: Mapping[tuple[Any, Any], set[Any]], name: str) -> Iterator[Finding]:
    for one in found:
        due = listed.get((one.key, one.printed), {one.value})
        if one.value not in due:
            told: dict[str, Fact] = {"page": one.page, "name": one.key, "printed": one.printed}
            yield Finding("T45", Place(name), told | {"found": str(one.value), "due": str(min(due, key=str))})
