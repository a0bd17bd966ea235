"""Findings of the lint: they stand on a page, and name what stands there."""

from __future__ import annotations

from typing import Final

from reportgen.model.finding import Fact, Finding, Severity
from reportgen.model.place import NOWHERE

LONGEST: Final = 36


def found(
    rule: str, page: int, element: str, heading: str = "", severity: Severity | None = None, **facts: Fact
) -> Finding:
    """A finding of one of the L rules.

    Args:
        rule: its id in catalog/messages/layout.yaml.
        page: number of the page, from 1.
        element: the words, or the file of the chart, by which it is known.
        heading: the heading above it.
        severity: where it differs from the rule's own.
        **facts: what else its message names.
    """
    where: dict[str, Fact] = {"page": page, "element": shown(element), "heading": shown(heading or element)}
    return Finding(rule, NOWHERE, where | facts, severity)


def shown(words: str) -> str:
    """Words on one line, as many as are needed to know them."""
    line = " ".join(words.split())
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}\N{HORIZONTAL ELLIPSIS}"


def millimetres(value: float) -> str:
    """A length as it is said."""
    return f"{value:.1f}"
