"""The accountant's commentary of a period, as it was written, and what of it no report prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final, get_args

from reportgen.catalog import files
from reportgen.errors import Refused
from reportgen.model.casefile import Case
from reportgen.model.commentary import KEPT, Remarks
from reportgen.model.definition import Language
from reportgen.model.finding import Finding
from reportgen.model.place import Place

if TYPE_CHECKING:
    from markdown_it.token import Token

FOLDER: Final = "commentary"
LEFT_OUT: Final = "B04"
ELEMENT: Final = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")  # <img src=…>, <script>
HEADING: Final = re.compile(r"h[1-6]")


def commentary(case: Case, period: str) -> dict[Language, tuple[Remarks, ...]]:
    """The files of the period by language, by name; empty where there is none.

    Raises:
        Refused: if a file is no plain file inside the case, or not UTF-8.
    """
    findings: list[Finding] = []
    written: dict[Language, tuple[Remarks, ...]] = {}
    for language in get_args(Language):
        texts = []
        for path in sorted((case.folder / FOLDER / period).glob(f"*.{language}.md")):
            name = path.relative_to(case.folder).as_posix()
            try:
                texts.append(Remarks(name, files.text(path, case.folder)))
            except ValueError as error:
                findings.append(Finding(str(error), Place(name), {"file": name}))
        if texts:
            written[language] = tuple(texts)
    if findings:
        raise Refused(findings)
    return written


def left_out(written: Mapping[Language, tuple[Remarks, ...]]) -> tuple[Finding, ...]:
    """Pictures, links, scripts and whatever else no report prints: a warning for each, with its line."""
    if not written:
        return ()
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    return tuple(
        Finding(LEFT_OUT, Place(remarks.file, line=line), {"name": element})
        for texts in written.values()
        for remarks in texts
        for line, element in sorted(set(_elements(parser.parse(remarks.text), 1)))
        if element not in KEPT and not HEADING.fullmatch(element)
    )


def _elements(tokens: Iterable[Token], line: int) -> Iterator[tuple[int, str]]:
    """Elements of HTML with the line on which their block begins, or the very line in a block of HTML."""
    for token in tokens:
        start = token.map[0] + 1 if token.map else line
        if token.type in {"html_block", "html_inline"}:
            for offset, text in enumerate(token.content.splitlines()):
                yield from ((start + offset, name.lower()) for name in ELEMENT.findall(text))
        elif token.tag:
            yield start, token.tag
        at = start
        for child in token.children or ():
            yield from _elements([child], at)
            at += child.type in {"softbreak", "hardbreak"}
        line = start
