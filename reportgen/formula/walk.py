"""Small questions to a tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from reportgen.model.expression import Binary, Call, Expression, Name, Number, Unary

YEARS_OF_SERIES: Final = 10
"""What a series of years is taken to weigh."""


def children(expression: Expression) -> tuple[Expression, ...]:
    """The expressions directly below; the years of `prev` are not one of them."""
    match expression:
        case Unary(operand=operand):
            return (operand,)
        case Binary(left=left, right=right):
            return left, right
        case Call(function="prev", arguments=arguments):
            return arguments[:1]
        case Call(arguments=arguments):
            return arguments
        case _:
            return ()


def nodes(expression: Expression) -> Iterator[Expression]:
    """All nodes, a node before its children, from left to right."""
    stack = [expression]
    while stack:
        node = stack.pop()
        yield node
        stack.extend(reversed(children(node)))


def names_in(expression: Expression) -> tuple[str, ...]:
    """Ids of the names in a formula, each once, in the order of the text."""
    return tuple(dict.fromkeys(node.id for node in nodes(expression) if isinstance(node, Name)))


def depth(expression: Expression, limit: int) -> int:
    """Levels of the tree; counting stops one above the limit."""
    level, deep = [expression], 0
    while level and deep <= limit:
        deep += 1
        level = [child for node in level for child in children(node)]
    return deep


def weight(expression: Expression, weights: Mapping[str, int]) -> int:
    """How many steps a derivation takes: nodes, with an average counted twice and a name for all that is behind it."""
    if isinstance(expression, Name):
        return weights.get(expression.id, 1)
    times = 1
    if isinstance(expression, Call):
        times = 2 if expression.function == "avg" else YEARS_OF_SERIES if series_of(expression) is not None else 1
    return 1 + times * sum(weight(child, weights) for child in children(expression))


def series_of(call: Call) -> Expression | None:
    """The one flow of ``npv(rate, x)`` or ``irr(x)``, which stands for its flows of all years so far; else None."""
    if call.function in {"npv", "irr"} and len(call.arguments) == 1 + (call.function == "npv"):
        return call.arguments[-1]
    return None


def terms(expression: Expression) -> tuple[Expression, ...]:
    """What is added up: ``a + b - c`` → a, b, c."""
    match expression:
        case Binary(operator="+" | "-", left=left, right=right):
            return *terms(left), *terms(right)
        case Unary(operand=operand):
            return terms(operand)
        case Number():
            return ()
        case _:
            return (expression,)


def claims(expression: Expression) -> tuple[Expression, ...]:
    """The single claims of a rule: ``a == b and c > 0`` → two."""
    if isinstance(expression, Binary) and expression.operator == "and":
        return *claims(expression.left), *claims(expression.right)
    return (expression,)
