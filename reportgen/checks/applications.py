"""Applications for budget against the lines that they adjust: what was granted must be in the adjusted budget."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.formula.functions import nearest
from reportgen.model.finding import Finding, Money

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.finding import Fact
    from reportgen.model.registers import Record, RegisterDefinition, Registers

APPLICATIONS: Final = "budget_applications"
LINES: Final = "budget_lines"
LESS: Final = "less"
GRANTING: Final = frozenset({"granted", "reduced"})


def granting_column(verdict: str, *, is_stated: bool) -> str | None:
    """The column that holds what a review granted: all that was asked for where it only agrees; None for nothing."""
    if verdict not in GRANTING:
        return None
    return "asked" if verdict == "granted" and not is_stated else "granted"


def sign_of(applied_for: str) -> int:
    """−1 where less budget was asked for."""
    return -1 if applied_for == LESS else 1


def granted(row: Record) -> float:
    """By how much an application moves the budget: nothing until it is granted."""
    column = granting_column(row.text("verdict"), is_stated=row.number("granted") is not None)
    amount = row.number(column) if column else None
    return (amount or 0.0) * sign_of(row.text("applied_for"))


def applications(tables: Registers, catalog: Catalog) -> Iterator[Finding]:
    """K38 where a line's adjusted budget is not what was approved and granted, K39 where there is no such line."""
    asked, lines = tables[APPLICATIONS], tables[LINES]
    for entity in dict.fromkeys(record.entity for record in asked.records):
        for period in asked.periods(entity):
            rows = list(asked.of(entity, period))
            known = {record.text("line"): record for record in lines.of(entity, period)}
            if known:
                yield from _unknown(rows, known, catalog)
                yield from _differing(rows, known, catalog)


def _unknown(rows: list[Record], known: dict[str, Record], catalog: Catalog) -> Iterator[Finding]:
    for row in rows:
        line = row.text("applied_line")
        if line not in known:
            lines = catalog.registers[LINES].name
            facts: dict[str, Fact] = {"line": line, "lines": lines, "nearest": nearest(line, known)}
            yield _found("K39", row, catalog.registers[APPLICATIONS], "applied_line", facts)


def _differing(rows: list[Record], known: dict[str, Record], catalog: Catalog) -> Iterator[Finding]:
    for line in dict.fromkeys(row.text("applied_line") for row in rows):
        record = known.get(line)
        adjusted, approved = (None, None) if record is None else (record.number("adjusted"), record.number("approved"))
        if record is None or adjusted is None or approved is None:
            continue
        moved = fsum(granted(row) for row in rows if row.text("applied_line") == line)
        if abs(adjusted - approved - moved) > record.step:
            facts: dict[str, Fact] = {
                "value": Money(adjusted), "approved": Money(approved), "granted": Money(moved),
                "right": Money(approved + moved),
            }  # fmt: skip
            yield _found("K38", record, catalog.registers[LINES], "adjusted", facts)


def _found(rule: str, row: Record, definition: RegisterDefinition, column: str, facts: Mapping[str, Fact]) -> Finding:
    own: dict[str, Fact] = {
        "table": definition.name, "name": row.text(definition.key[0]), "column": definition.columns[column].name,
        "period": row.period, "entity": row.entity,
    }  # fmt: skip
    return Finding(rule, row.place(column), {**own, **facts})
