"""The glossary: the terms that a report uses, in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Final

from reportgen.model.definition import Text
from reportgen.report.desk.sheet import Column, Line, Sheet, Table
from reportgen.report.speech import same

if TYPE_CHECKING:
    from reportgen.report.desk.context import Context

SECTION: Final = "glossary"
ACROSS: Final = 3
"""Terms in a line."""


def glossary(context: Context) -> Sheet | None:
    """Three terms in a line; in an English report by the English term, else in the order of the statements.

    None where the other sections use no term of the catalogue.
    """
    say = context.say
    terms = _used(context)
    if not terms:
        return None
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


def _used(context: Context) -> list[tuple[str, str]]:
    """The terms whose Chinese stands in other sections; one character alone is part of too many words to be sought."""
    texts = {text.zh for text in _texts(context.said)}
    whole = "\n".join(texts)
    terms = context.material.catalog.glossary.items()
    return [(term, meaning) for term, meaning in terms if (term in whole if len(term) > 1 else term in texts)]


def _texts(content: object) -> Iterator[Text]:
    """All words in both languages within a view."""
    if isinstance(content, Text):
        yield content
    elif is_dataclass(content):
        for one in fields(content):
            yield from _texts(getattr(content, one.name))
    elif isinstance(content, Mapping):
        yield from _texts(content.values())
    elif isinstance(content, Iterable) and not isinstance(content, str | bytes):
        for one in content:
            yield from _texts(one)
