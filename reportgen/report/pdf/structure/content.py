"""Where each piece of marked content stands: in a page, or in a group drawn onto it (opacity, transforms)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pydyf

from reportgen.report.pdf.structure.elements import Content, Tree, number_of

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
