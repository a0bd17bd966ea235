"""The structure tree as Python objects: elements, and at their ends content, annotations.

Where each piece of marked content stands: in a page, or in a group drawn onto it (opacity, transforms).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

import pydyf

Source = tuple[int, str]
"""Identity of an HTML element, with the tag or pseudo-element of a box made for it."""


@dataclass(frozen=True)
class Content:
    """A piece of marked content: the page's reference, and its number there."""

    page: bytes
    number: int


@dataclass(frozen=True, eq=False)
class Annotated:
    """A link or field on a page that belongs to an element."""

    entry: Any

    @property
    def annotation(self) -> int:
        """Object number of the annotation."""
        return number_of(self.entry["Obj"])


@dataclass(eq=False)
class Element:
    """A structure element.

    Attributes:
        entry: its dictionary in the file.
        box: the box it was made for; None for the runs of text that the engine wraps.
        kids: what it holds, in reading order.
    """

    entry: Any
    box: Any = None
    kids: list[Kid] = field(default_factory=list)

    @property
    def role(self) -> str:
        """Structure type, without slash."""
        return str(self.entry["S"])[1:]

    @role.setter
    def role(self, role: str) -> None:
        self.entry["S"] = f"/{role}"

    @property
    def source(self) -> Source | None:
        """What it was made for; the same for all fragments of one thing."""
        return None if self.html is None else (id(self.html), self.box.element_tag)

    @property
    def html(self) -> Any:
        """The HTML element, also for its pseudo-elements; or None."""
        return None if self.box is None else self.box.element

    @property
    def is_generated(self) -> bool:
        """Whether it was made for a pseudo-element."""
        return self.box is not None and "::" in (self.box.element_tag or "")

    @property
    def tag(self) -> str:
        """The HTML tag, or "" for generated and anonymous elements."""
        return "" if self.html is None or self.is_generated else str(self.html.tag)

    def elements(self) -> Iterator[Element]:
        """The elements directly below."""
        return (kid for kid in self.kids if isinstance(kid, Element))

    def below(self) -> Iterator[Element]:
        """All elements below, parents first."""
        for kid in self.elements():
            yield kid
            yield from kid.below()

    def ends(self) -> Iterator[Content | Annotated]:
        """All content and annotations below, in reading order."""
        for kid in self.kids:
            if isinstance(kid, Element):
                yield from kid.ends()
            else:
                yield kid


Kid = Element | Content | Annotated


@dataclass(eq=False)
class Tree:
    """The structure of a file that is being finished.

    Attributes:
        top: the Document element.
        pages: page dictionaries, in order.
        decoration: content that says nothing: leaders.
    """

    pdf: Any
    root: Any
    top: Element
    pages: tuple[Any, ...]
    decoration: set[Content] = field(default_factory=set)

    def object_of(self, reference: bytes) -> Any:
        """The object behind a reference."""
        return self.pdf.objects[number_of(reference)]

    @cached_property
    def order(self) -> dict[bytes, int]:
        """Page by reference, from 0."""
        return {page.reference: index for index, page in enumerate(self.pages)}

    @property
    def parents(self) -> Any:
        """The parent tree: number, owner, number, owner, and so on."""
        return self.object_of(self.root["ParentTree"])["Nums"]

    def next_key(self) -> int:
        """A new key of the parent tree."""
        return int(self.parents[-2]) + 1

    def new(self, role: str, near: Element, kids: list[Kid]) -> Element:
        """A new element, on the page of another one."""
        entry = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{role}", "K": pydyf.Array(), "P": b""})
        if "Pg" in near.entry:
            entry["Pg"] = near.entry["Pg"]
        self.pdf.add_object(entry)
        return Element(entry, None, kids)


def number_of(reference: bytes) -> int:
    """Object number of a reference."""
    return int(reference.split()[0])


def read(pdf: Any, boxes: Mapping[int, Any]) -> Tree:
    """The tree of a file, as the engine wrote it."""
    root = pdf.objects[number_of(pdf.catalog["StructTreeRoot"])]
    top = _element(pdf, pdf.objects[number_of(root["K"][0])], boxes)
    pages = tuple(pdf.objects[number] for number in pdf.pages["Kids"][::3])
    return Tree(pdf, root, top, pages)


def _element(pdf: Any, entry: Any, boxes: Mapping[int, Any]) -> Element:
    element = Element(entry, boxes.get(entry.number))
    for kid in entry["K"]:
        if isinstance(kid, int):
            element.kids.append(Content(entry["Pg"], kid))
            continue
        below = pdf.objects[number_of(kid)]
        element.kids.append(_element(pdf, below, boxes) if below.get("Type") == "/StructElem" else Annotated(below))
    return element


DRAWN: Final = re.compile(rb"/(x\d+) Do")


@dataclass(frozen=True)
class Spot:
    """An item of a stream: the properties that open a piece of marked content."""

    stream: Any
    index: int

    @property
    def in_group(self) -> bool:
        """Whether it stands in a group instead of on the page itself."""
        return "Subtype" in self.stream.extra

    @property
    def properties(self) -> Any:
        """The properties themselves."""
        return self.stream.stream[self.index]

    def make_artefact(self, kind: str) -> None:
        """Say that the content is not part of the text."""
        self.stream.stream[self.index - 1] = "/Artifact"
        del self.properties["MCID"]
        self.properties["Type"] = f"/{kind}"


def marked_content(tree: Tree) -> dict[Content, Spot]:
    """All marked content of a file."""
    spots: dict[Content, Spot] = {}
    for page in tree.pages:
        stream, resources = tree.object_of(page["Contents"]), tree.object_of(page["Resources"])
        for number, spot in _spots(tree, stream, resources):
            content = Content(page.reference, number)
            if content in spots:
                raise RuntimeError(f"marked content {number} stands twice on a page")
            spots[content] = spot
    return spots


def _spots(tree: Tree, stream: Any, resources: Any) -> Iterator[tuple[int, Spot]]:
    for index, item in enumerate(stream.stream):
        if isinstance(item, pydyf.Dictionary):
            if "MCID" in item:
                yield item["MCID"], Spot(stream, index)
        elif isinstance(item, bytes) and item.endswith(b" Do") and (drawn := DRAWN.fullmatch(item)):
            group = tree.pdf.objects[number_of(resources["XObject"][drawn[1].decode()])]
            if isinstance(group, pydyf.Stream) and group.extra.get("Subtype") == "/Form":
                yield from _spots(tree, group, tree.object_of(group.extra["Resources"]))
