"""The structure tree that the engine writes, made into one that can be read aloud (ISO 14289-1).

elements     the tree, read from the file's objects
notes        footnotes brought back to their calls
fragments    what was broken over pages joined; repeats and leaders left out
lists        list items, term lists, tables of contents
tables       head cells and their scopes
naming       roles, languages, boxes of figures, words of links
signatures   empty fields to sign in
content      where each piece of marked content stands
facts        the figures that numbers stand for, on the elements that hold them
writing      the tree written back, everything else marked as artefact
"""

from __future__ import annotations

from typing import Any

from reportgen.report.pdf.documents import Facts
from reportgen.report.pdf.patches import Traces
from reportgen.report.pdf.structure.elements import marked_content, read
from reportgen.report.pdf.structure.roles import arrange, join, name, name_heads, place_notes
from reportgen.report.pdf.structure.writing import add_signature_fields, bear_facts, keep_words, write


def repair(document: Any, pdf: Any, traces: Traces, facts: Facts) -> None:
    """Repair the structure tree of a file that is about to be written."""
    tree = read(pdf, traces.boxes)
    place_notes(tree)
    add_signature_fields(tree, document)
    join(tree)
    arrange(tree)
    name_heads(tree)
    name(tree)
    spots = marked_content(tree)
    keep_words(tree, document, traces.texts, spots)
    bear_facts(tree, traces.texts, facts)
    write(tree, spots)
