"""Reads a structure tree back out of a PDF file, with another library than the one that wrote it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pikepdf


@dataclass
class Node:
    """A structure element: its role, its entry in the file, what is below it."""

    role: str
    entry: Any
    kids: list[Node] = field(default_factory=list)

    def all(self, role: str) -> list[Node]:
        return [node for node in self.walk() if node.role == role]

    def walk(self) -> Iterator[Node]:
        yield self
        for kid in self.kids:
            yield from kid.walk()

    def outline(self) -> str:
        """``L(LI(Lbl LBody))``: roles alone."""
        below = " ".join(kid.outline() for kid in self.kids)
        return f"{self.role}({below})" if below else self.role


@cache  # an object of a file lives as long as the file does
def open_file(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def structure(content: bytes) -> Node:
    """The Document element of a file."""
    root = open_file(content).Root.StructTreeRoot
    return _node(root.K[0])


def _node(entry: Any) -> Node:
    held = entry.get("/K", [])
    kids = held if isinstance(held, pikepdf.Array) else [held]
    elements = [kid for kid in kids if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem"]
    return Node(str(entry.S).removeprefix("/"), entry, [_node(kid) for kid in elements])
