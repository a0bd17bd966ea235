"""Which head cells speak for a cell, worked out on the whole table, spans counted.

The engine does so page by page, and misses columns below a cell that spans rows or columns.

What an element is and in which language: the parts of the structure tree that people hear.

Footnotes: printed at the foot of a page, read where they are called.

Lists as ISO 14289-1 wants them: L of LI of Lbl and LBody; TOC of TOCI of Reference.

What the engine took apart: one element per page and line becomes one element; repeats are read once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, Final

import pydyf
from weasyprint.formatting_structure import boxes

from reportgen.report.pdf.markup import alternative, words
from reportgen.report.pdf.reading import POINTS
from reportgen.report.pdf.structure.elements import Annotated, Content, Element, Kid, Tree

ROLES: Final = {
    "address": "Div",
    "aside": "Div",
    "code": "Code",
    "figure": "Div",
    "footer": "Div",
    "header": "Div",
    "nav": "Sect",
    "q": "Quote",
    **dict.fromkeys(("abbr", "b", "em", "i", "mark", "small", "strong", "sub", "sup", "time"), "Span"),
}
"""Roles of HTML tags that the engine leaves without one."""


def name(tree: Tree) -> None:
    """Name all elements."""
    for element in list(tree.top.below()):
        _say_what(element)
        match element.role:
            case "Figure":
                _bounding_box(tree, element)
            case "Link" if element.html is not None:
                _link(tree, element)


def _say_what(element: Element) -> None:
    if element.tag:
        if element.role == "NonStruct":
            element.role = ROLES.get(element.tag, "NonStruct")
        if language := element.html.get("lang"):
            element.entry["Lang"] = pydyf.String(language)


def _bounding_box(tree: Tree, element: Element) -> None:
    """From CSS pixels below the page's top, as the engine writes them, to points above its foot."""
    page = tree.object_of(element.entry["Pg"])
    height = page["MediaBox"][3]
    left, top, right, bottom = (value * POINTS for value in element.entry["A"]["BBox"])
    element.entry["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])


def _link(tree: Tree, element: Element) -> None:
    """One link, not one in each part of it; told by its words, not by its address."""
    annotations = [end for end in element.ends() if isinstance(end, Annotated)]
    element.kids = [*_plain(element), *annotations]
    text = words(element.html) or _pictured(element.html) or element.html.get("href", "")
    for end in annotations:
        tree.pdf.objects[end.annotation]["Contents"] = pydyf.String(text)


def _plain(element: Element) -> Iterator[Element | Content]:
    """What a link holds without its inner elements, but for pictures and words of another language."""
    for kid in element.kids:
        if isinstance(kid, Content):
            yield kid
        elif isinstance(kid, Element) and (kid.role == "Figure" or (kid.tag and kid.html.get("lang"))):
            kid.kids = list(_plain(kid))
            yield kid
        elif isinstance(kid, Element):
            yield from _plain(kid)


def _pictured(html: Any) -> str:
    return " ".join(filter(None, (alternative(picture) for picture in html.iter("img"))))


CALL = "::footnote-call"
MARKER = "::footnote-marker"


def place_notes(tree: Tree) -> None:
    """Move each note behind its call; fragments of one are joined later, as all are."""
    calls = {
        id(kid.html): (parent, kid)
        for parent in (tree.top, *tree.top.below())
        for kid in parent.elements()
        if kid.is_generated and kid.box.element_tag.endswith(CALL)
    }
    last: dict[int, Element] = {}
    for area in [kid for kid in tree.top.elements() if isinstance(kid.box, boxes.FootnoteAreaBox)]:
        for note in list(area.elements()):
            parent, call = calls[id(note.html)]
            call.role = "Reference"
            note.role = "Note"
            for marker in (kid for kid in note.below() if kid.is_generated and kid.box.element_tag.endswith(MARKER)):
                marker.role = "Lbl"
            note.entry["ID"] = pydyf.String(f"note-{note.entry.number}")
            before = last.get(id(note.html), call)
            parent.kids.insert(parent.kids.index(before) + 1, note)
            last[id(note.html)] = note
            area.kids.remove(note)


CONTENTS_ROLE = "doc-toc"


def arrange(tree: Tree) -> None:
    """Arrange all lists."""
    _arrange(tree, tree.top, contents=False)


def _arrange(tree: Tree, element: Element, *, contents: bool) -> None:
    if element.tag and element.html.get("role") == CONTENTS_ROLE:
        contents = True
        element.role = "Sect"
    if element.role == "L":
        _return_nested(tree, element)
        if element.tag == "dl":
            _pair_terms(tree, element)
        else:
            for item in element.elements():
                if item.role == "LI":
                    _label_and_body(tree, item, contents=contents)
        if contents:
            element.role = "TOC"
    for kid in element.elements():
        _arrange(tree, kid, contents=contents)


def _return_nested(tree: Tree, parent: Element) -> None:
    """Put a list that the engine lifted beside its item back into it, where it was."""
    kept: list[Kid] = []
    for kid in parent.kids:
        above = kept[-1] if kept else None
        if isinstance(kid, Element) and kid.role == "L" and isinstance(above, Element) and above.role == "LI":
            above.kids.insert(_position(tree, above, kid), kid)
        else:
            kept.append(kid)
    parent.kids = kept


def _position(tree: Tree, item: Element, nested: Element) -> int:
    begin = _beginning(tree, nested)
    text = ((index, kid) for index, kid in enumerate(item.kids) if not _has_role(kid, "Lbl"))  # labels are painted last
    after = (index for index, kid in text if _beginning(tree, kid) > begin)
    return next(after, len(item.kids))


def _beginning(tree: Tree, kid: Kid) -> tuple[int, int]:
    """Page and number of the first content; before everything where there is none."""
    ends = kid.ends() if isinstance(kid, Element) else iter([kid])
    found = (end for end in ends if isinstance(end, Content))
    return min(((tree.order[end.page], end.number) for end in found), default=(-1, -1))


def _label_and_body(tree: Tree, item: Element, *, contents: bool) -> None:
    """LI of labels and one body; in a table of contents nested tables stand beside the body."""
    labels = [kid for kid in item.kids if _has_role(kid, "Lbl")]
    nested = [kid for kid in item.kids if contents and _has_role(kid, "L")]
    rest = [kid for kid in item.kids if kid not in labels and kid not in nested]
    body = [tree.new("Reference" if contents else "LBody", item, rest)] if rest else []
    item.kids = [*labels, *body, *nested]
    if contents:
        item.role = "TOCI"


def _pair_terms(tree: Tree, terms: Element) -> None:
    """One LI for each dt with the dd that follow it."""
    items: list[Element] = []
    for entry in list(terms.elements()):
        is_term = entry.tag == "dt"
        if is_term or not items:
            items.append(tree.new("LI", entry, []))
        items[-1].kids.append(tree.new("Lbl" if is_term else "LBody", entry, entry.kids))
    for item in items:
        _one_body(tree, item)
    terms.kids = list(items)


def _one_body(tree: Tree, item: Element) -> None:
    bodies = [kid for kid in item.elements() if kid.role == "LBody"]
    if len(bodies) > 1:
        for body in bodies:
            body.role = "P"
        labels: list[Kid] = [kid for kid in item.kids if kid not in bodies]
        item.kids = [*labels, tree.new("LBody", item, list(bodies))]


def _has_role(kid: Kid, role: str) -> bool:
    return isinstance(kid, Element) and kid.role == role


REPEATED = frozenset({"THead", "TFoot"})
MEANT_EMPTY = frozenset({"TD", "TH", "TR", "Figure"})


def join(tree: Tree) -> None:
    """Join the fragments of each element, from the top down."""
    _join(tree, tree.top)


def _join(tree: Tree, element: Element) -> None:
    element.kids = _merged(_flat(tree, element))
    for kid in element.elements():
        _join(tree, kid)
    element.kids = [kid for kid in element.kids if not isinstance(kid, Element) or _counts(kid)]


def _counts(element: Element) -> bool:
    return bool(element.kids) or element.role in MEANT_EMPTY


def _flat(tree: Tree, element: Element) -> list[Kid]:
    """The kids, with what wrappers hold in the place of the wrappers, and without leaders."""
    kids: list[Kid] = []
    for kid in element.kids:
        if isinstance(kid, Element) and getattr(kid.box, "is_leader", False):
            tree.decoration.update(end for end in kid.ends() if isinstance(end, Content))
        elif isinstance(kid, Element) and _is_wrapper(kid, element):
            kids += _flat(tree, Element(element.entry, element.box, kid.kids))
        else:
            kids.append(kid)
    return kids


def _is_wrapper(kid: Element, parent: Element) -> bool:
    """A run of text, or an anonymous box made for the same thing as its parent."""
    if kid.box is None:
        return kid.role == "Span"
    same = kid.source is not None and kid.source == parent.source
    return same and (kid.role in {parent.role, "NonStruct"} or (parent.role, kid.role) == ("LI", "LBody"))


def _merged(kids: list[Kid]) -> list[Kid]:
    merged: list[Kid] = []
    first: dict[tuple[int, str, str], Element] = {}
    for kid in kids:
        if not isinstance(kid, Element) or kid.source is None:
            merged.append(kid)
            continue
        key = (*kid.source, kid.role)
        if key not in first:
            first[key] = kid
            merged.append(kid)
        elif kid.role not in REPEATED:
            first[key].kids += kid.kids
    return merged


ROW = "row"


def name_heads(tree: Tree) -> None:
    """Scope of every head cell, and for every other cell its head cells, those of its row first."""
    for table in list(tree.top.below()):
        if table.role == "Table":
            _name_heads(table)


def _name_heads(table: Element) -> None:
    heads_of_row: dict[int, list[str]] = defaultdict(list)
    heads_of_column: dict[int, list[str]] = defaultdict(list)
    placed = list(_placed(table))
    for cell, rows, columns in placed:
        if cell.role == "TH":
            by_row = cell.html.get("scope", "col").startswith(ROW)
            cell.entry["A"]["Scope"] = "/Row" if by_row else "/Column"
            for index in rows if by_row else columns:
                (heads_of_row if by_row else heads_of_column)[index].append(cell.entry["ID"].string)
    for cell, rows, columns in placed:
        if cell.role == "TD":
            of_rows = [key for row in rows for key in heads_of_row[row]]
            of_columns = [key for column in columns for key in heads_of_column[column]]
            _write(cell, [*of_rows, *of_columns])


def _write(cell: Element, heads: list[str]) -> None:
    attributes = cell.entry["A"]
    attributes.pop("Headers", None)
    if heads:
        attributes["Headers"] = pydyf.Array(pydyf.String(key) for key in dict.fromkeys(heads))


def _placed(table: Element) -> Iterator[tuple[Element, range, range]]:
    """Cells with the rows and columns that they cover."""
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(_rows(table)):
        column = 0
        for cell in line.elements():
            while (row, column) in taken:
                column += 1
            attributes = cell.entry.get("A", {})
            rows = range(row, row + attributes.get("RowSpan", 1))
            columns = range(column, column + attributes.get("ColSpan", 1))
            taken.update((r, c) for r in rows for c in columns)
            yield cell, rows, columns


def _rows(element: Element) -> Iterator[Element]:
    """The rows of a table, not those of a table inside it."""
    for kid in element.elements():
        if kid.role == "TR":
            yield kid
        elif kid.role in {"THead", "TBody", "TFoot"}:
            yield from _rows(kid)
