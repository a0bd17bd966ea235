"""The accountant's commentary of a period, as it was written, and what of it no report can print.

What is wrong with it is told with the data, before a report is rendered: a file that no report looks for, one that
cannot be read, a quote of what is neither an indicator nor an item, and what the pages leave out.

brand.yaml of a case and of the packs it names, strictly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from reportgen.catalog import Catalog, load, strict_yaml
from reportgen.errors import Refused
from reportgen.intake.case.folder import LITTER
from reportgen.model.brand import FILE, FOLDER, KEPT, BrandFile, Remarks
from reportgen.model.casefile import Case
from reportgen.model.finding import Fact, Finding
from reportgen.model.period import Period
from reportgen.model.place import Place

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(frozen=True)
class ReadBrand:
    """One brand.yaml: where it lies, what it says, and where it says it."""

    folder: Path
    file: BrandFile
    places: strict_yaml.Document


def brands(case: Case) -> tuple[ReadBrand, ...]:
    """The brands of the packs in their order, then that of the case, which comes before them all.

    Raises:
        Refused: a brand.yaml that is no plain text file in its folder (D17-D19), and every mistake in one (D01 …).
    """
    findings: list[Finding] = []
    found = []
    for prefix, folder in _folders(case):
        if not _is_there(folder):
            continue
        name = f"{prefix}{FILE}"
        try:
            text = load.text(folder / FILE, folder)
        except ValueError as error:
            findings.append(Finding(str(error), Place(name), {"file": name}))
            continue
        file, wrong = load.one(BrandFile, text, name)
        findings += wrong
        if file is not None:
            found.append(ReadBrand(folder, file, strict_yaml.read(text, name)))
    if findings:
        raise Refused(findings)
    return tuple(found)


def has_brand(case: Case) -> bool:
    """Whether the case or one of its packs has a brand.yaml."""
    return any(_is_there(folder) for _, folder in _folders(case))


def belongings(case: Case) -> Iterator[Path]:
    """Every file that the brand of a case is made of; of a brand.yaml that is wrong nothing but itself."""
    for _, folder in _folders(case):
        if not _is_there(folder):
            continue
        yield folder / FILE
        with suppress(ValueError):
            file, _ = load.one(BrandFile, load.text(folder / FILE, folder), FILE)
            named = [folder / name for name in (file.files if file else ())]
            yield from (path for path in named if path.resolve().is_relative_to(folder.resolve()))


def _folders(case: Case) -> Iterator[tuple[str, Path]]:
    yield from ((f"{pack}/", case.folder / pack) for pack in case.file.packs)
    yield "", case.folder


def _is_there(folder: Path) -> bool:
    return (folder / FILE).exists() or (folder / FILE).is_symlink()


LEFT_OUT: Final = "B04"
UNSOUGHT: Final = "B05"
UNKNOWN: Final = "B01"
UNREVISED: Final = "B07"
RESULTS: Final = frozenset({"score", "grade"})
"""What may be quoted besides indicators and items."""
ELEMENT: Final = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)")  # <img src=…>, <script>
TOO_LONG: Final = "B06"
MOST_CHARACTERS: Final = 50_000
"""Of a file: thirty pages."""
MARKS: Final = re.compile(r"[\[\]*_`<>!&\\]")
MOST_MARKS: Final = 5_000
"""Of brackets, stars and the like: what each of them means is looked for in all that follows."""
MOST_WORDS: Final = 6
"""Of a draft that one finding names."""
HEADING: Final = re.compile(r"h[1-6]")


def commentary(case: Case, catalog: Catalog, period: str) -> dict[str, tuple[Remarks, ...]]:
    """The files of the period by language (its id), by name; empty where there is none.

    Raises:
        Refused: if a file is no plain file inside the case, not UTF-8, or too long.
    """
    findings: list[Finding] = []
    written: dict[str, tuple[Remarks, ...]] = {}
    for language in catalog.languages:
        texts = []
        for path in sorted((case.folder / FOLDER / period).glob(f"*.{language}.md")):
            name = path.relative_to(case.folder).as_posix()
            try:
                remarks = Remarks(name, load.text(path, case.folder))
            except ValueError as error:
                findings.append(Finding(str(error), Place(name), {"file": name}))
                continue
            findings += _too_long(remarks)
            texts.append(remarks)
        if texts:
            written[language] = tuple(texts)
    if findings:
        raise Refused(findings)
    return written


def commentary_findings(case: Case, catalog: Catalog) -> tuple[Finding, ...]:
    """What is wrong with the commentary of all periods, file by file."""
    root = case.folder / FOLDER
    found: list[Finding] = []
    for path in sorted(root.rglob("*")) if root.is_dir() else ():
        name = path.relative_to(case.folder).as_posix()
        if path.is_dir() or path.name.startswith((".", "~$")) or path.name.lower() in LITTER:
            continue
        if not _is_sought(path.relative_to(root).parts, catalog.languages):
            found.append(Finding(UNSOUGHT, Place(name), {"file": name}))
            continue
        try:
            found += _of_text(Remarks(name, load.text(path, case.folder)), catalog)
        except ValueError as error:
            found.append(Finding(str(error), Place(name), {"file": name}))
    return tuple(found)


def _is_sought(parts: tuple[str, ...], languages: Iterable[str]) -> bool:
    """Whether a report looks for a file here: in the folder of a period, with its language in the name."""
    try:
        folder, name = parts
        return str(Period.parse(folder)) == folder and any(name.endswith(f".{one}.md") for one in languages)
    except ValueError:
        return False


def _too_long(remarks: Remarks) -> list[Finding]:
    """B06: more than the pages of a report can take, at the line where it gets too much."""
    text = remarks.text
    facts: dict[str, Fact]
    if len(text) > MOST_CHARACTERS:
        at, facts = MOST_CHARACTERS, {"limit": MOST_CHARACTERS, "what": "@trouble.characters"}
    elif mark := next(islice(MARKS.finditer(text), MOST_MARKS, None), None):
        at, facts = mark.start(), {"limit": MOST_MARKS, "what": "@trouble.marks"}
    else:
        return []
    return [Finding(TOO_LONG, Place(remarks.file, line=text.count("\n", 0, at) + 1), facts)]


def _of_text(remarks: Remarks, catalog: Catalog) -> Iterator[Finding]:
    if found := _too_long(remarks):
        yield from found
        return
    known = RESULTS | catalog.indicators.keys() | catalog.items.keys()
    for line, column, name in remarks.unresolved(known.__contains__):
        yield Finding(UNKNOWN, Place(remarks.file, line=line, column=column), {"name": name})
    yield from _unrevised(remarks)
    yield from _left_out(remarks)


def _unrevised(remarks: Remarks) -> Iterator[Finding]:
    """What was carried over from an earlier period and is still marked: one warning for the file."""
    marked = list(remarks.carried())
    if marked:
        line, column, _ = marked[0]
        words = tuple(dict.fromkeys(said for _, _, said in marked[1:]))[:MOST_WORDS]
        period = remarks.file.split("/")[1]
        facts: dict[str, Fact] = {"count": len(marked), "period": period, "words": words or None}
        yield Finding(UNREVISED, Place(remarks.file, line=line, column=column), facts)


def _left_out(remarks: Remarks) -> Iterator[Finding]:
    """Pictures, links, scripts and whatever else no report prints: a warning for each, with its line."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark").enable("table")
    for line, element in sorted(set(_elements(parser.parse(remarks.text), 1))):
        if element not in KEPT and not HEADING.fullmatch(element):
            yield Finding(LEFT_OUT, Place(remarks.file, line=line), {"name": element})


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
