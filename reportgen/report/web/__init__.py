"""A report as one page for screens: nothing fetched, and each number tells its origin to who points at it."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from io import BytesIO
from itertools import pairwise
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final
from xml.etree.ElementTree import Element

from reportgen import kept
from reportgen.errors import Refused
from reportgen.model.definition import LanguageMode
from reportgen.report import fonts, html
from reportgen.report.digits import PrintedDigits
from reportgen.report.numbers_file import origins
from reportgen.report.overrides import insist_on_bounds
from reportgen.report.page_sets import PAGE_SETS
from reportgen.report.pdf import markup
from reportgen.report.tokens import folder
from reportgen.report.web import tree
from reportgen.report.web.tree import SAID, Album, classes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from reportgen.model.definition import Language
    from reportgen.report.overrides import Overrides
    from reportgen.report.section import Report


__all__ = ["web_page"]


SHELL: Final = "web/report.html"
EDITION: Final = "web/edition.html"
STYLES: Final = ("web/page.css",)
SCRIPTS: Final = ("web/page.js",)
APART: Final = "en-"
"""What anchors of the English edition begin with, where it stands beside another one."""

NAMES: Final[Mapping[LanguageMode, str]] = {"zh": "chinese", "en": "english", "zh-en": "both"}
HELD: Final = re.compile(r"data:[a-z0-9/+.-]+;base64,[A-Za-z0-9+/=]*")
"""A picture inside the page: letters that nobody reads."""
LOCAL: Final = re.compile(r'local\("([^"]+)"\)')
"""How a style names one face by its full name."""
FACE: Final = '@font-face {{ font-family: "{family}"; font-weight: {weight}; src: {source} }}'
FONT_FACES: Final = "<style>"
SOURCE: Final = 'url("data:font/woff2;base64,{content}") format("woff2")'
NOTICES: Final = frozenset({0, 1, 2, 4, 7, 13, 14})
"""Names that stay in a face: whose it is and under which licence, and what it is called."""
QUALITY: Final = 9
"""Of the compression, of 11: a face of 1,200 characters in 0.04 instead of 1.1 s of the processor, a twelfth larger."""
FROM: Final = "from"
"""Class of a number that says where it comes from."""
CLOSED: Final = frozenset({"a", "svg", "button", "summary", "title"})
"""Elements whose words do something already."""
CODES: Final = "code"
"""Class of unrounded values, which are their own source."""
FEW: Final = 4
"""Cells that are named; of more, how many there are."""
ALIKE: Final = 3
"""Figures with the same digits in one section that are told."""
LINE: Final = "\n"
GAP: Final = "\N{IDEOGRAPHIC COMMA}"


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
        replace(first, copy=None),
        SHELL,
        own,
        html_title=title,
        program=program,
        styles=styles,
        editions=bodies,
        shown=list(_choices(editions)),
        script=script,
        digest=_digest(script),
    )
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
    told(root, report)
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


def dressed(page: str, families: Iterable[str]) -> str:
    """A page with the faces of installed families, as far as its words need them, inside its styles."""
    characters = "".join(sorted({one for one in HELD.sub("", page) if one.isprintable()}))
    faces = [face for family in sorted(families) for face in fonts.faces(family)]
    sources = {face.name: _source(face.file, face.number, characters) for face in faces}
    rules = [FACE.format(family=face.family, weight=face.weight, source=sources[face.name]) for face in faces]
    named = LOCAL.sub(lambda match: sources.get(match[1], match[0]), page)
    return named.replace(FONT_FACES, "\n".join([FONT_FACES, *rules, ""]), 1)


def _source(file: Path, number: int, characters: str) -> str:
    return kept.text_once(
        "web-face",
        (fonts.state(), file.name, str(number), characters),
        lambda: SOURCE.format(content=b64encode(subset(file, number, characters)).decode()),
    )


def subset(file: Path, number: int, characters: str) -> bytes:
    """A face of a file with the glyphs of these characters alone, as WOFF2; the same bytes each time."""
    import uharfbuzz as hb
    from fontTools.ttLib import TTFont

    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update({ord(one) for one in characters})
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update({int.from_bytes(tag, "big") for tag in fonts.LEFT_OUT})
    names = wanted.sets(hb.SubsetInputSets.NAME_ID)
    names.clear()
    names.update(NOTICES)
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NOTDEF_OUTLINE
    cut = hb.subset(hb.Face(hb.Blob.from_file_path(str(file)), number), wanted).blob.data
    written = BytesIO()
    with TTFont(BytesIO(cut), recalcBBoxes=False, recalcTimestamp=False, lazy=True) as font, _compressed_quickly():
        font.flavor = "woff2"
        font.save(written)
    return written.getvalue()


@contextmanager
def _compressed_quickly() -> Iterator[None]:
    """The library's writer of WOFF2, which has no setting for it, at our quality instead of the slowest."""
    from fontTools.ttLib import woff2

    plain = woff2.brotli
    woff2.brotli = SimpleNamespace(**{**vars(plain), "compress": partial(plain.compress, quality=QUALITY)})
    try:
        yield
    finally:
        woff2.brotli = plain


def told(root: Element, report: Report) -> None:
    """Give every number whose origin the report knows a few lines on it: unrounded value, cells or rule, key."""
    language = report.language
    sections: dict[str, ToldNumbers] = {}
    _told(root, ToldNumbers({}), report, language, sections)


class ToldNumbers(PrintedDigits):
    """What the numbers of one section say, and how they are found in its words."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Words by digits as printed."""
        super().__init__(words)
        self.words = words


def _told(
    parent: Element, said: ToldNumbers, report: Report, language: Language, known: dict[str, ToldNumbers]
) -> ToldNumbers:
    """Tell the numbers below an element; returns what is said where it ends, for a section begins at its heading."""
    name = parent.get("id", "")
    if name in report.ledger.sections:
        said = known.get(name) or known.setdefault(name, _said(report, name, language))
    if parent.tag in CLOSED or CODES in classes(parent):
        return said
    parent.text = _wrapped(parent, 0, parent.text, said)
    for child in list(parent):
        if child.get("class") == FROM:
            continue
        said = _told(child, said, report, language, known)
        child.tail = _wrapped(parent, list(parent).index(child) + 1, child.tail, said)
    return said


def _wrapped(parent: Element, at: int, text: str | None, said: ToldNumbers) -> str | None:
    """Put numbers of a text as elements into its parent; returns what stands before the first of them."""
    if not text or not said.words:
        return text
    parts = list(said.parts(text))
    for place, ((_, printed), (after, _)) in enumerate(pairwise(parts), start=at):
        number = Element("span", {"class": FROM, SAID: said.words[printed]})
        number.text, number.tail = printed, after
        parent.insert(place, number)
    return parts[0][0]


def _said(report: Report, section: str, language: Language) -> ToldNumbers:
    rows = origins(report.ledger, section)
    words = {printed: _words(alike, report, language) for printed, alike in rows}
    return ToldNumbers({printed: said for printed, said in words.items() if said})


def _words(alike: list[dict[str, Any]], report: Report, language: Language) -> str:
    told = dict.fromkeys(_one(row, report, language) for row in alike if row["places"] or row.get("rule"))
    return f"{LINE}{LINE}".join([*told][:ALIKE])


def _one(row: dict[str, Any], report: Report, language: Language) -> str:
    def say(line: str, **facts: str) -> str:
        return report.say(f"web.origin.{line}", **facts).in_language(language)

    places, rule = row["places"], row.get("rule", "")
    cells = GAP.join(places[:FEW]) if language == "zh" else "; ".join(places[:FEW])
    more = len(places) - FEW
    lines = [say("key", id=row["key"])]
    lines += [say("value", value=f"{row['value']:.12g}")] if row["value"] is not None else []
    lines += [say("rule", rule=rule if isinstance(rule, str) else rule.in_language(language))] if rule else []
    lines += [say("places", places=cells)] if places else []
    lines += [say("more", n=str(more))] if more > 0 else []
    return LINE.join(lines)
