"""Editions of a report put together into one file."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Final

from reportgen.errors import Refused
from reportgen.model.definition import LanguageMode
from reportgen.report import html
from reportgen.report.overrides import insist_on_bounds
from reportgen.report.page_sets import PAGE_SETS
from reportgen.report.pdf import markup
from reportgen.report.tokens import folder
from reportgen.report.web import origins, tree
from reportgen.report.web.faces import dressed
from reportgen.report.web.tree import Album

if TYPE_CHECKING:
    from reportgen.report.overrides import Overrides
    from reportgen.report.section import Report

SHELL: Final = "web/report.html"
EDITION: Final = "web/edition.html"
STYLES: Final = ("web/page.css",)
SCRIPTS: Final = ("web/page.js",)
APART: Final = "en-"
"""What anchors of the English edition begin with, where it stands beside another one."""

NAMES: Final[Mapping[LanguageMode, str]] = {"zh": "chinese", "en": "english", "zh-en": "both"}


@dataclass(frozen=True)
class Choice:
    """One way to read the page: which edition, and whether only its first language."""

    name: str
    edition: int
    only: str = ""


def web_page(editions: Sequence[Report], own: Overrides, version: str) -> bytes:
    """One file with everything in it.

    Args:
        editions: the report in its languages; of several the reader chooses one.
        own: templates and styles of the case.
        version: of the program.

    Raises:
        Refused: a picture without words, a reference to nowhere, a title or language that is missing (R04-R15), a
            picture that is not there or lies outside the case (R09, R10), or a template of the case that cannot be
            printed.
    """
    first = editions[0]
    program, script = f"reportgen {version}", _script()
    folders = {"styles": own.pictures} if own.pictures else {}
    shelves = [Album({**report.images, **own.brand.files}, folders) for report in editions]
    title = first.title.in_language(first.language)
    bodies = [
        _edition(replace(report, copy=None), shelf, own, APART if number else "", program)
        for number, (report, shelf) in enumerate(zip(editions, shelves, strict=True))
    ]
    styles = shelves[0].styled(html.styles(first, own, STYLES))
    refused = [found for shelf in shelves for found in shelf.findings()]
    if refused:
        raise Refused(refused)
    printed = html.printed(
        replace(first, copy=None), SHELL, own, html_title=title, program=program, styles=styles, editions=bodies,
        shown=list(_choices(editions)), script=script, digest=_digest(script),
    )  # fmt: skip
    return dressed(printed, PAGE_SETS[first.pages].families).encode()


def _edition(report: Report, shelf: Album, own: Overrides, prefix: str, program: str) -> str:
    printed = html.printed(report, EDITION, own, is_other=bool(prefix), is_copy=bool(prefix), program=program)
    root = tree.parsed(f'<html lang="{report.tag}">{printed}</html>')
    insist_on_bounds(root, own)
    found = list(markup.problems(root, "-"))
    if found:
        raise Refused(found)
    tree.without_page_numbers(root, _names(report))
    tree.pictured(root, shelf)
    tree.framed(root, _names(report))
    origins.told(root, report)
    if prefix:
        tree.apart(root, prefix)
    return tree.inner(root)


def _names(report: Report) -> tree.FrameNames:
    table, figure, reference, see = (
        report.say.words[f"web.{key}"].in_language(report.language) for key in ("table", "figure", "reference", "see")
    )
    return tree.FrameNames(table, figure, reference, see)


def _choices(editions: Sequence[Report]) -> Iterator[Choice]:
    for number, report in enumerate(editions):
        yield Choice(NAMES[report.mode if report.copy is None else "zh"], number)
        if report.mode == "zh-en" and report.copy is None:
            yield Choice(NAMES["zh"], number, "zh")


@cache
def _script() -> str:
    return "\n".join((folder("templates") / name).read_text(encoding="utf-8") for name in SCRIPTS)


def _digest(script: str) -> str:
    return b64encode(hashlib.sha256(script.encode()).digest()).decode()
