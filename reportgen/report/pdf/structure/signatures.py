"""``<div class="signature" id="NAME" title="DESCRIPTION">`` as an empty field to sign in, already tagged.

A file is signed by appending to it, so the field must be there, with its place in the structure, beforehand.
"""

from __future__ import annotations

from typing import Any, Final

import pydyf

from reportgen.report.pdf.reading import POINTS
from reportgen.report.pdf.structure.elements import Annotated, Element, Tree

MARK: Final = "signature"
PRINTED: Final = 4


def add_signature_fields(tree: Tree, document: Any) -> None:
    """Add a field for each marked box, in page order."""
    holders = {id(element.box): element for element in tree.top.below() if _is_marked(element.box)}
    if not holders:
        return
    for page, laid_out in zip(tree.pages, document.pages, strict=True):
        for box in laid_out._page_box.descendants():  # noqa: SLF001 - no public way to the boxes
            if id(box) in holders:
                _add_field(tree, page, box, holders[id(box)])


def _is_marked(box: Any) -> bool:
    if box is None or box.element is None or box.element_tag != "div":
        return False
    return MARK in box.element.get("class", "").split()


def _add_field(tree: Tree, page: Any, box: Any, holder: Element) -> None:
    widget = _widget(tree, page, box)
    tree.pdf.add_object(widget)
    tree.parents.extend([widget["StructParent"], b""])
    page.setdefault("Annots", pydyf.Array()).append(widget.reference)
    form = tree.pdf.catalog.setdefault("AcroForm", pydyf.Dictionary({"Fields": pydyf.Array()}))
    form["Fields"].append(widget.reference)
    reference = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": page.reference})
    tree.pdf.add_object(reference)
    holder.kids.append(tree.new("Form", holder, [Annotated(reference)]))


def _widget(tree: Tree, page: Any, box: Any) -> Any:
    left, top, width, height = (
        value * POINTS for value in (box.border_box_x(), box.border_box_y(), box.border_width(), box.border_height())
    )
    foot = page["MediaBox"][3] - top - height
    return pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "F": PRINTED,
            "P": page.reference,
            "T": pydyf.String(box.element.get("id")),
            "TU": pydyf.String(box.element.get("title")),
            "Rect": pydyf.Array([left, foot, left + width, foot + height]),
            "StructParent": tree.next_key(),
            "AP": pydyf.Dictionary({"N": _blank(tree, width, height)}),
        }
    )


def _blank(tree: Tree, width: float, height: float) -> bytes:
    stream = pydyf.Stream(
        [b""],
        {
            "Type": "/XObject",
            "Subtype": "/Form",
            "Resources": pydyf.Dictionary(),
            "BBox": pydyf.Array([0, 0, width, height]),
        },
    )
    tree.pdf.add_object(stream)
    return bytes(stream.reference)
