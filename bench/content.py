"""What one of our pages says, taken apart, so that another engine can set the same: words, tables, charts, pictures.

``python -m bench.content CASE REPORT MODE FOLDER`` writes into the folder

- content.json: title and blocks in reading order; headings, paragraphs, tables with spans, charts by number;
- charts.json: the Vega-Lite of each chart, as it is given to vl-convert;
- pictures/: small pictures that stand in cells; workbooks.txt: the files that the case is read from.

`counts` and `counts_of_file` tell how much that is, and whether it all stands in a finished file.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from unittest import mock
from xml.etree.ElementTree import Element

import pikepdf
import pypdfium2

from reportgen import pipeline, report
from reportgen.model.definition import LanguageMode

HEADINGS: Final = ("h1", "h2", "h3", "h4")
BLOCKS: Final = frozenset(
    (*HEADINGS, "table", "img", "p", "div", "section", "header", "footer", "ul", "ol", "li", "dl", "dt", "dd", "figure",
     "figcaption", "article", "nav", "aside", "main")
)  # fmt: skip
UNREAD: Final = ("style", "script")
FILES: Final = (".xlsx", ".xls", ".csv")
URL: Final = re.compile(r"""url\(["']?([^"')]+)["']?\)""")
WIDTH: Final = re.compile(r"width:\s*([\d.]+)mm")
REPEATED, LOST, BESIDE, FURNITURE = 0.1, 0.01, 0.15, 100
"""Shares at most: of rows and cells that a file repeats, of characters that it loses and that it says besides; and
characters of heads and feet on a page."""
COMMON_WIDTH: Final = 80.0
"""Millimetres of a chart whose width the page leaves to the style."""
Json = dict[str, Any]
Run = list[Any]
"""Words, and whether they are the English ones of a page in both languages."""


@dataclass
class Taken:
    """A page that is being taken apart: its pictures, the charts among them by number, the others by file."""

    images: Mapping[str, bytes]
    drawn: Mapping[bytes, Json]
    charts: dict[str, int] = field(default_factory=dict)
    specifications: list[Json] = field(default_factory=list)
    pictures: dict[str, bytes] = field(default_factory=dict)

    def chart(self, source: str) -> int | None:
        """The number of a chart; None for any other picture."""
        if source not in self.charts and (found := self.drawn.get(bytes(self.images.get(source, b"")))):
            self.charts[source] = len(self.specifications)
            self.specifications.append(found)
        return self.charts.get(source)

    def picture(self, source: str) -> str | None:
        """The file of a picture that is no chart of its own."""
        if source not in self.images:
            return None
        name = re.sub(r"[^\w.-]", "_", source)
        self.pictures[name] = bytes(self.images[source])
        return name

    def blocks(self, node: Element) -> Iterator[Json]:
        """What stands below an element, in reading order."""
        if node.tag in HEADINGS:
            yield {"kind": "heading", "level": int(node.tag[1]), "text": list(runs(node))}
        elif node.tag == "table":
            yield from self._table(node)
        elif node.tag == "img":
            yield from self._image(node)
        elif node.tag not in UNREAD:
            yield from self._inner(node)

    def _inner(self, node: Element) -> Iterator[Json]:
        if not any(inner.tag in BLOCKS for inner in node.iter() if inner is not node):
            yield from _paragraph(list(runs(node)))
            return
        yield from _paragraph([[_plain(node.text), False]])
        for child in node:
            yield from self.blocks(child)
            yield from _paragraph([[_plain(child.tail), False]])

    def _image(self, node: Element) -> Iterator[Json]:
        source, words = node.get("src", ""), node.get("alt") or "chart"
        if (number := self.chart(source)) is not None:
            width = WIDTH.search(node.get("style", ""))
            yield {"kind": "chart", "chart": number, "width": float(width[1]) if width else COMMON_WIDTH, "alt": words}
        elif (file := self.picture(source)) is not None:
            yield {"kind": "picture", "file": file, "alt": words}

    def _table(self, node: Element) -> Iterator[Json]:
        head, body = ([*self._rows(node, part)] for part in ("thead", "tbody"))
        if not head and not body:
            return
        columns = max(sum(cell["columns"] for cell in row) for row in [*head, *body])
        stated = [WIDTH.search(column.get("style", "")) for column in node.iter("col")]
        widths = [float(one[1]) for one in stated if one]
        kept = widths if len(widths) == columns else []
        yield {"kind": "table", "columns": columns, "widths": kept, "head": head, "body": body}

    def _rows(self, node: Element, part: str) -> Iterator[list[Json]]:
        for row in (row for group in node.iter(part) for row in group.iter("tr")):
            if cells := [self._cell(cell) for cell in row if cell.tag in {"th", "td"}]:
                yield cells

    def _cell(self, node: Element) -> Json:
        sources = [url for inner in node.iter() for url in URL.findall(inner.get("style", ""))]
        sources += [image.get("src", "") for image in node.iter("img")]
        return {
            "text": list(runs(node)),
            "columns": int(node.get("colspan", 1)),
            "rows": int(node.get("rowspan", 1)),
            "pictures": [file for source in sources if (file := self.picture(source))][:1],
            "header": node.tag == "th",
            "number": "n" in node.get("class", "").split(),
        }


def runs(node: Element) -> list[Run]:
    """The words below an element; neighbours of one language are one run."""
    found: list[Run] = []
    for words, english in _words(node, english=False):
        if found and found[-1][1] == english:
            found[-1][0] += words
        elif words.strip():
            found.append([words, english])
    return found


def _words(node: Element, *, english: bool) -> Iterator[tuple[str, bool]]:
    own = english or node.get("lang") == "en"
    yield _spaced(node.text), own
    for child in node:
        if child.tag == "br":
            yield " ", own
        elif child.tag not in UNREAD:
            yield from _words(child, english=own)
        yield _spaced(child.tail), own


def _spaced(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _plain(text: str | None) -> str:
    return _spaced(text).strip()


def _paragraph(text: list[Run]) -> Iterator[Json]:
    if any(words.strip() for words, _ in text):
        yield {"kind": "paragraph", "text": text}


def keep(case: Path, kind: str, mode: LanguageMode, folder: Path) -> Json:
    """Take a report apart, into a folder; what content.json holds."""
    from reportgen.report import fonts

    fonts.activate()
    from reportgen.report.web.tree import parsed

    drawn: dict[bytes, Json] = {}
    with _remembering(drawn):
        page = report.document(pipeline.grounds(pipeline.check(case), report=kind), kind=kind, mode=mode)
    taken = Taken(page.images, drawn)
    body = parsed(page.html).find("body")
    assert body is not None
    content = {"title": page.title, "blocks": list(taken.blocks(body))}
    (folder / "pictures").mkdir(parents=True)
    for name, picture in taken.pictures.items():
        (folder / "pictures" / name).write_bytes(picture)
    files = sorted(path.relative_to(case).as_posix() for path in case.rglob("*") if path.suffix in FILES)
    (folder / "workbooks.txt").write_text("\n".join(files), encoding="utf-8")
    for name, made in (("content", content), ("charts", taken.specifications)):
        (folder / f"{name}.json").write_text(json.dumps(made, ensure_ascii=False), encoding="utf-8")
    return content


def _remembering(drawn: dict[bytes, Json]) -> Any:
    """While it lasts, each drawing is kept with the description it was made from."""
    from reportgen.report.charts.canvas import Canvas

    plain = Canvas.draw

    def draw(canvas: Canvas, marks: Sequence[Any]) -> Any:
        marks = list(marks)
        made = plain(canvas, marks)
        drawn[bytes(made)] = canvas.specification(marks)
        return made

    return mock.patch.object(Canvas, "draw", draw)


@dataclass(frozen=True)
class Counts:
    """How much there is.

    Attributes:
        tables, rows, cells, pictures: their numbers.
        characters: how often each stands there.
        places: cells that there would be without spans, which Markdown does not have.
        pages: of a file.
    """

    tables: int
    rows: int
    cells: int
    pictures: int
    characters: Counter[str]
    places: int = 0
    pages: int = 0

    def missing(self, found: Counts, *, repeats: bool) -> Iterator[str]:
        """What a file has too little or too much of; one that `repeats` begins a table anew on each page it goes on to.

        A file may say more than the content: heads and feet of pages, contents, captions that are repeated.
        """
        if found.pictures != self.pictures:
            yield f"pictures {found.pictures} of {self.pictures}"
        more = found.tables - self.tables
        if not 0 <= more <= (found.pages if repeats else 0):
            yield f"tables {found.tables} of {self.tables}"
        if not self.rows <= found.rows <= self.rows * (1 + REPEATED * bool(more)):
            yield f"rows {found.rows} of {self.rows}"
        if not self.cells <= found.cells <= max(self.places, self.cells * (1 + REPEATED)):
            yield f"cells {found.cells} of {self.cells}"
        all_of, lost = self.characters.total(), (self.characters - found.characters).total()
        if lost > LOST * all_of or found.characters.total() > all_of * (1 + BESIDE) + found.pages * FURNITURE:
            yield f"characters {found.characters.total()} of {all_of}, {lost} not there"


def counts(content: Json) -> Counts:
    """Of what was taken apart."""
    blocks = content["blocks"]
    rows = [row for block in blocks if block["kind"] == "table" for row in (*block["head"], *block["body"])]
    cells = [cell for row in rows for cell in row]
    pictures = sum(len(cell["pictures"]) for cell in cells) + sum(one["kind"] in {"chart", "picture"} for one in blocks)
    texts = [run for block in (*blocks, *cells) for run, _ in block.get("text", ())]
    tables = sum(block["kind"] == "table" for block in blocks)
    places = sum(cell["columns"] * cell["rows"] for cell in cells)
    return Counts(tables, len(rows), len(cells), pictures, _characters("".join(texts)), places)


def counts_of_file(pdf: Path) -> Counts:
    """Of a finished file, by its tags and its text."""
    tags: Counter[str] = Counter()
    with pikepdf.open(pdf) as file:
        pages = len(file.pages)
        todo: list[Any] = [file.Root.StructTreeRoot.K]
        while todo:
            node = todo.pop()
            if isinstance(node, pikepdf.Array):
                todo.extend(node)
            elif isinstance(node, pikepdf.Dictionary):
                tags[str(node.get("/S", ""))] += 1
                todo.append(node.get("/K"))
    document = pypdfium2.PdfDocument(pdf)
    text = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    cells = tags["/TH"] + tags["/TD"]
    return Counts(tags["/Table"], tags["/TR"], cells, tags["/Figure"], _characters(text), pages=pages)


def _characters(text: str) -> Counter[str]:
    """Letters, digits and Chinese characters; signs are set in different ways."""
    return Counter(sign for sign in text if sign.isalnum())


if __name__ == "__main__":
    keep(Path(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]))  # type: ignore[arg-type]
