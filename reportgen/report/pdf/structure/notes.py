"""Footnotes: printed at the foot of a page, read where they are called."""

from __future__ import annotations

import pydyf
from weasyprint.formatting_structure import boxes

from reportgen.report.pdf.structure.elements import Element, Tree

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
