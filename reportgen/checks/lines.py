"""The lines of forms, and rules that speak of `each` of them."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from typing import TYPE_CHECKING

from reportgen.formula.functions import EACH
from reportgen.formula.walk import claims, names_in
from reportgen.model.expression import Binary, Call, Expression, Name, Unary

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definitions import CheckRule, Form, Item


def claims_on_lines(tree: Expression, rule: CheckRule, catalog: Catalog) -> Iterator[tuple[str | None, Expression]]:
    """The claims of a rule, once for each line of its forms where it speaks of `each`, with that line."""
    for claim in claims(tree):
        if EACH not in names_in(claim):
            yield None, claim
            continue
        lines = dict.fromkeys(line for code in rule.forms for line in items_of(catalog.forms.get(code), catalog.items))
        yield from ((item, renamed(claim, item)) for item in lines)


def items_of(form: Form | None, items: Container[str]) -> Iterator[str]:
    """The items that stand on a form, those of a matrix with the suffix of their column."""
    for row in rows_of(form, items):
        yield from row


def rows_of(form: Form | None, items: Container[str]) -> Iterator[tuple[str, ...]]:
    """The same row by row: one item, or one for each column of a matrix."""
    for row in (*form.rows, *form.right_rows) if form is not None else ():
        if row.item is not None:
            suffixes = [f"__{column}" for column in form.matrix_columns.values()] if form else []
            yield tuple(row.item + suffix for suffix in suffixes or [""] if row.item + suffix in items)


def declared(names: Container[str], item: str, items: Mapping[str, Item]) -> bool:
    """Whether a case declares an item, or a sum that it is a part of, as not applicable."""
    seen: set[str] = set()
    while item in items and item not in seen:
        if item in names:
            return True
        seen.add(item)
        item = items[item].parent or ""
    return False


def renamed(expression: Expression, item: str) -> Expression:
    """The expression with `each` standing for one item."""
    match expression:
        case Name(id=name) if name == EACH:
            return Name(item, expression.column)
        case Unary(operator=operator, operand=operand):
            return Unary(operator, renamed(operand, item), expression.column)
        case Binary(operator=operator, left=left, right=right):
            return Binary(operator, renamed(left, item), renamed(right, item), expression.column)
        case Call(function=function, arguments=arguments):
            return Call(function, tuple(renamed(argument, item) for argument in arguments), expression.column)
        case _:
            return expression
