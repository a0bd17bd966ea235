"""Everything the program can say about data, definitions and pages."""

from __future__ import annotations

from itertools import groupby

from reportgen.catalog.messages import Message, in_general
from reportgen.model.definition import Language, Text
from scripts.docs.markdown import both, cell, code, heading, table
from scripts.docs.words import catalog, group, head, of

ARROW = "→"


def messages() -> str:
    """A table for each letter: rule, severity, message and remedy in both languages."""
    known = catalog().messages.by_rule
    order = list(group("messages"))
    ranked = sorted(known.items(), key=lambda one: (order.index(one[0][0]), one[0]))
    sections = []
    for letter, members in groupby(ranked, key=lambda one: one[0][0]):
        title: Text = of("messages", letter)
        columns = [head(key) for key in ("rule", "severity", "chinese", "english")]
        rows = [_row(*one) for one in members]
        sections.append(f"{heading(2, f'{letter} · {title.zh} {title.en}')}\n{table(columns, rows)}")
    return "\n".join(sections)


def _row(rule: str, message: Message) -> tuple[str, ...]:
    return code(rule), both(of("severity", message.severity)), _said(message, "zh"), _said(message, "en")


def _said(message: Message, language: Language) -> str:
    words = [cell(in_general(text.in_language(language))) for text in (message.message, message.fix) if text]
    return f"<br>{ARROW} ".join(words)
