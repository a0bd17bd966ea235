"""The glossary: the terms of reports in both languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.report.desk.sheet import Column, Line, Sheet, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.report.desk.context import Context

SECTION: Final = "glossary"
ACROSS: Final = 3
"""Terms in a line."""


def glossary(context: Context) -> Sheet:
    """Three terms in a line; in an English report by the English term, else in the order of the statements."""
    say = context.say
    terms = list(context.material.catalog.glossary.items())
    if context.language == "en":
        terms = sorted(((english, chinese) for chinese, english in terms), key=lambda pair: pair[0].lower())
    depth = -(-len(terms) // ACROSS)
    padded = terms + [("", "")] * (depth * ACROSS - len(terms))
    rows = [tuple(word for term in padded[place::depth] for word in term) for place in range(depth)]
    heads = ("glossary.english", "glossary.chinese") if context.language == "en" else ("glossary.chinese",
                                                                                      "glossary.english")  # fmt: skip
    widths = (34, 23) if context.language == "en" else (23, 34)
    columns = tuple(Column(say(head), width) for head, width in zip(heads * ACROSS, widths * ACROSS, strict=True))
    lines = tuple(Line(tuple(same(term) if term else "" for term in row)) for row in rows)
    table = Table(context.table(SECTION, say("glossary.table", n=len(terms))), columns, lines, dense=True)
    return Sheet(say("glossary.headline", n=len(terms)), (table,))
