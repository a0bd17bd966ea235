"""Trial balances and account books, which are no statements: their lines are accounts before set-off and closing."""

from __future__ import annotations

from reportgen.intake.head_words import Role
from reportgen.intake.tables import Table
from reportgen.intake.vocabulary import vocabulary


def is_ledger(table: Table) -> bool:
    """Whether the head of a table names both sides of accounts."""
    words = {word.lower() for column in table.head.columns if column.role is not Role.LABEL for word in column.words}
    return all(any(word.endswith(known) for word in words) for known in vocabulary().ledger_heads)
