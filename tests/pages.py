"""A report as its reader finds it, before it is laid out: sections with their words, tables and drawings, read from HTML.

What a feature promises to print is looked for here and not in the view beneath, so that a template that leaves it out is
found too. `printed` reads a whole report about a sample; `section_of` prints one section about any material.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final
from xml.etree.ElementTree import Element

import tinyhtml5

from population.sketches import sketched
from rendered import Wanted, grounds, view
from reportgen.export.results import text
from reportgen.model.manifest import Embedding
from reportgen.model.reports import SectionEntry
from reportgen.pipeline import enclosures
from reportgen.pipeline.pages import results_of
from reportgen.report import assembly
from reportgen.report.html import HtmlDocument, write
from reportgen.report.pdf import Attachment, PageText
from reportgen.report.section import Report

SPACES: Final = re.compile(r"\s+")
DRAWN: Final = re.compile(r">([^<>]+)</t(?:ext|span)>")
"""Words in a drawing."""
UNSEEN: Final = frozenset({"style", "script", "title", "head"})
APART: Final = frozenset(
    {"p", "div", "li", "tr", "td", "th", "caption", "h1", "h2", "h3", "h4", "h5", "h6", "br", "figure", "dd", "dt"}
)
"""Elements whose words do not run on into their neighbours'."""


def words(element: Element) -> str:
    """What is written inside, spaces folded; the text for those who do not see counts where there is a drawing."""
    return SPACES.sub(" ", "".join(_pieces(element))).strip()


def _pieces(element: Element) -> Iterator[str]:
    name = _name(element)
    if name in UNSEEN:
        return
    apart = " " if name in APART else ""
    yield apart + (element.text or "") + (f" {element.get('alt')} " if name == "img" else "")
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    yield apart


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _all(element: Element, name: str) -> Iterator[Element]:
    return (one for one in element.iter() if isinstance(one.tag, str) and _name(one) == name)


@dataclass(frozen=True)
class Part:
    """One printed section.

    Attributes:
        name: which section it is, such as ``movements``.
        title: as printed.
    """

    name: str
    title: str
    element: Element

    @property
    def text(self) -> str:
        """All its words in reading order."""
        return words(self.element)

    @property
    def tables(self) -> list[list[list[str]]]:
        """Table → row → cell, heads included; a cell over several columns stands once."""
        return [
            [[words(cell) for cell in row if _name(cell) in {"td", "th"}] for row in _all(table, "tr")]
            for table in _all(self.element, "table")
        ]

    def table(self, *head: str) -> list[list[str]]:
        """The one table in whose head these words stand, head and all."""
        (found,) = (table for table in self.tables if table and {*head} <= {*table[0]})
        return found

    def row(self, start: str) -> list[str]:
        """The one row of its tables whose first cell begins so."""
        (found,) = {tuple(row) for table in self.tables for row in table if row and row[0].startswith(start)}
        return list(found)

    def column(self, head: str, table: int = 0) -> list[str]:
        """What stands under a head that takes one column, top to bottom, in rows as long as the head's."""
        rows = self.tables[table]
        at = next(row for row in rows if head in row)
        return [row[at.index(head)] for row in rows[rows.index(at) + 1 :] if len(row) == len(at)]

    def headings(self, level: int) -> list[str]:
        """What its headings of a level say."""
        return [words(heading) for heading in _all(self.element, f"h{level}")]

    @property
    def drawings(self) -> list[str]:
        """What its drawings show, in the words for those who do not see them."""
        return [str(picture.get("alt")) for picture in _all(self.element, "img") if picture.get("alt")]


@dataclass(frozen=True)
class Printed:
    """A report as printed."""

    parts: tuple[Part, ...]
    element: Element

    @property
    def text(self) -> str:
        """All its words."""
        return words(self.element)

    @property
    def names(self) -> list[str]:
        """Its sections in order."""
        return [part.name for part in self.parts]

    def __contains__(self, name: str) -> bool:
        return name in self.names

    def __getitem__(self, name: str) -> Part:
        """The first section of this name."""
        return next(part for part in self.parts if part.name == name)


def read(report: Report) -> Printed:
    """A report as its HTML has it."""
    root = tinyhtml5.parse(write(report).html)
    elements = {one.get("id"): one for one in root.iter() if one.get("id")}
    inside = {child: parent for parent in root.iter() for child in parent}
    parts = []
    for section in report.sections:
        title = elements[section.id]
        element = title
        while element in inside and _name(element) != "section":
            element = inside[element]
        parts.append(Part(section.name, words(title), element))
    return Printed(tuple(parts), root)


@cache
def printed(wanted: Wanted, mode: str) -> Printed:
    """A report about a sample."""
    return read(view(wanted, mode))


def only(material: Any, kind: str, *names: str) -> Any:
    """A material whose report of a kind has no sections but those of these names, in their places."""
    sections = material.catalog.reports[kind].sections
    return having(material, kind, (entry for entry in sections if {entry.section, entry.name} & {*names}))


def having(material: Any, kind: str, entries: Iterable[SectionEntry]) -> Any:
    """A material whose report of a kind is made of these entries."""
    catalog = material.catalog
    alone = catalog.reports[kind].model_copy(update={"sections": tuple(entries)})
    return replace(material, catalog=replace(catalog, reports={**catalog.reports, kind: alone}))


def section_of(material: Any, section: str, mode: str = "en", kind: str = "board", **options: Any) -> Part | None:
    """One section about a material, all others left out; None where it has nothing to say.

    Args:
        material: of a hospital, or of a group (then `kind` is group).
        section: its id, such as ``ageing``.
        mode: the language mode.
        kind: the kind of report that it is printed in.
        options: what the kind may say about it.
    """
    return next(iter(parts_of(material, section, mode, kind, **options)), None)


def parts_of(material: Any, section: str, mode: str = "en", kind: str = "board", **options: Any) -> list[Part]:
    """All parts of one section that may stand several times, such as the card of each indicator; the same arguments.

    Their words are read, and no chart is drawn for it.
    """
    alone = having(material, kind, [SectionEntry(section=section, options=options)])
    with sketched():
        report = read(assembly.report(alone, kind, mode))  # type: ignore[arg-type]
    return [part for part in report.parts if part.name == section]


@cache
def enclosed(wanted: Wanted, mode: str) -> dict[str, Any]:
    """What a report carries inside as data, by file name, as if each of its sections were one page: nothing is laid out."""
    found = replace(grounds(wanted), standing=None)
    report = view(wanted, mode)
    document = write(report)
    laid_out = [_as_page(number, part, document) for number, part in enumerate(_all_parts(report), start=1)]
    inside = enclosures.enclosed(
        found,
        [Attachment("numbers.json", document.numbers(laid_out), "Supplement", "", "application/json")],
        document.created,
        report=wanted.kind,
        mode=mode,  # type: ignore[arg-type]
        embed=Embedding.RESULTS,
    )
    results = {"results.json": json.loads(text(results_of(found)))}
    return results | {one.name: json.loads(one.content) for one in inside if one.name.endswith(".json")}


def _all_parts(report: Report) -> Iterator[tuple[str, Part]]:
    """Each section under its id, and those of the copy in the other language."""
    yield from zip((section.id for section in report.sections), read(report).parts, strict=True)


def _as_page(number: int, named: tuple[str, Part], document: HtmlDocument) -> PageText:
    anchor, part = named
    names = [str(picture.get("src")) for picture in _all(part.element, "img")]
    drawings = [document.images[name].decode() for name in names if name.endswith(".svg") and name in document.images]
    drawn = "\n".join(text for drawing in drawings for text in DRAWN.findall(drawing))
    return PageText(number, part.text, (anchor,), (595.0, 842.0), drawn=drawn)


def page_of(material: Any, section: str, mode: str = "en", kind: str = "board", **options: Any) -> Part:
    """The same of a section that is there."""
    found = section_of(material, section, mode, kind, **options)
    assert found is not None, f"{section} has nothing to say"
    return found
