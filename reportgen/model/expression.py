"""The one tree of the formula language: checked, computed, derived and printed from the same nodes."""

from __future__ import annotations

from dataclasses import dataclass

Operator = str  # + - * / ** == <= >= < > and


@dataclass(frozen=True)
class Number:
    """A literal number."""

    value: float
    column: int = 0


@dataclass(frozen=True)
class Name:
    """An item, an indicator, or the words `days` and `months`."""

    id: str
    column: int = 0


@dataclass(frozen=True)
class Call:
    """A function applied to expressions: ``avg(x)``, ``prev(x, 2)``, ``max(a, b)``."""

    function: str
    arguments: tuple[Expression, ...]
    column: int = 0


@dataclass(frozen=True)
class Unary:
    """A sign before an expression."""

    operator: Operator
    operand: Expression
    column: int = 0


@dataclass(frozen=True)
class Binary:
    """Two expressions joined by an operator."""

    operator: Operator
    left: Expression
    right: Expression
    column: int = 0


Expression = Number | Name | Call | Unary | Binary
