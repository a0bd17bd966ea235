"""Sides of a claim that only add and subtract figures: most of them, and the fastest to compute."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from reportgen.formula.context import ASPECTS, HERE, Context, moved
from reportgen.model.expression import Binary, Call, Expression, Name, Unary

MOVING: Final = (ASPECTS.keys() | {"prev", "last"}) - {"annualised"}


@dataclass(frozen=True, slots=True)
class Term:
    """One figure that is added (1) or taken away (−1)."""

    sign: float
    name: str
    context: Context


class _NotASum(Exception):  # noqa: N818 - an answer, not an error
    """A side does more than add and subtract figures."""


def terms_of(side: Expression) -> tuple[Term, ...] | None:
    """The figures of a side, or None where it does more than add and subtract them."""
    try:
        return tuple(_terms(side, 1.0, HERE))
    except _NotASum:
        return None


def _terms(side: Expression, sign: float, context: Context) -> Iterator[Term]:
    match side:
        case Name(id=name):
            yield Term(sign, name, context)
        case Binary(operator="+" | "-", left=left, right=right):
            yield from _terms(left, sign, context)
            yield from _terms(right, -sign if side.operator == "-" else sign, context)
        case Unary(operator=operator, operand=operand):
            yield from _terms(operand, -sign if operator == "-" else sign, context)
        case Call(function=function, arguments=arguments) if function in MOVING:
            yield from _terms(arguments[0], sign, moved(context, side))
        case _:
            raise _NotASum
