"""That both sides give the same report: pages and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2


@dataclass(frozen=True)
class Sameness:
    """Pages of both files, and the pages whose words differ."""

    ours: int
    usual: int
    differing: tuple[int, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing differs."""
        return self.ours == self.usual and not self.differing


def compare(ours: bytes, usual: bytes) -> Sameness:
    """Compare two files page by page; spaces and line ends do not count."""
    left, right = list(pages(ours)), list(pages(usual))
    unlike = [number for number, (a, b) in enumerate(zip(left, right, strict=False), start=1) if a != b]
    return Sameness(len(left), len(right), tuple(unlike))


def pages(pdf: bytes) -> Iterator[str]:
    """The characters of each page, sorted: a column set wider may end a line elsewhere, never on another page."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            yield "".join(sorted("".join(page.get_textpage().get_text_range().split())))
    finally:
        document.close()
