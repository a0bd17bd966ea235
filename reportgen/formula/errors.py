"""What is wrong with a formula, and at which column of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.model.finding import Fact


class FormulaError(Exception):
    """A formula cannot be read, names something unknown, or adds what cannot be added.

    Attributes:
        column: column in the formula's text, from 1.
        rule: id of the message, F01 …
        facts: values for the message's placeholders.
    """

    def __init__(self, column: int, rule: str, facts: Mapping[str, Fact] | None = None) -> None:
        """Keep where and what; the words stand in the catalog."""
        self.column = column
        self.rule = rule
        self.facts = dict(facts or {})
        super().__init__(f"column {column}: {rule} {self.facts}")
