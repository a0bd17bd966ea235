"""A formula as people write it, with the names of items in their language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from reportgen.formula.parse import BINDING, POWER, SIGN
from reportgen.model.expression import Binary, Call, Expression, Name, Number, Unary

SIGNS: Final = {
    "*": "\N{MULTIPLICATION SIGN}",
    "/": "\N{DIVISION SIGN}",
    "-": "\N{MINUS SIGN}",
    "**": "^",
    "==": "=",
    ">=": "\N{GREATER-THAN OR EQUAL TO}",
    "<=": "\N{LESS-THAN OR EQUAL TO}",
}
GAP: Final = re.compile("(?<=\uff09) | (?=\uff08)")
"""Beside a bracket of full width, which has air of its own."""
ATOM: Final = POWER + 1
RIGHT_TIGHTER: Final = ("-", "/")
UNSAID: Final = "{}"
"""How a function is said that leaves its argument as it is."""
BRACKETS: Final = "brackets"
"""Not a function: how a part in brackets is said, as functions are; Chinese has brackets of full width."""
SEPARATOR: Final = "separator"
"""Not a function: what stands between arguments."""


def say(expression: Expression, names: Mapping[str, str], functions: Mapping[str, str] | None = None) -> str:
    """The formula in words.

    Args:
        expression: the parsed formula.
        names: words for items, indicators and the names of the calendar; an id without a word stands as it is.
        functions: how a function is said, with ``{}`` where its arguments stand; without it as ``name(…)``;
            likewise `BRACKETS` and `SEPARATOR`.
    """
    return GAP.sub("", _said(expression, names, functions or {})[0])


def _said(node: Expression, names: Mapping[str, str], functions: Mapping[str, str]) -> tuple[str, int]:
    """The words, and how tightly they hold together."""
    match node:
        case Number(value=value):
            return f"{value:,.15g}", ATOM
        case Name(id=name):
            return names.get(name, name), ATOM
        case Unary(operator=operator, operand=operand):
            return SIGNS.get(operator, operator) + _inside(operand, SIGN, names, functions), SIGN
        case Call(function=function, arguments=(argument,)) if functions.get(function) == UNSAID:
            return _said(argument, names, functions)
        case Call(function=function, arguments=arguments):
            inner = functions.get(SEPARATOR, ", ").join(_said(argument, names, functions)[0] for argument in arguments)
            return functions.get(function, function + "({})").replace("{}", inner), ATOM
        case Binary(operator=operator):
            return _binary(node, names, functions), BINDING[operator]


def _binary(node: Binary, names: Mapping[str, str], functions: Mapping[str, str]) -> str:
    binding = BINDING[node.operator]
    left = _inside(node.left, binding + (node.operator == "**"), names, functions)
    right = _inside(node.right, binding + (node.operator in RIGHT_TIGHTER), names, functions)
    return f"{left} {SIGNS.get(node.operator, node.operator)} {right}"


def _inside(node: Expression, binding: int, names: Mapping[str, str], functions: Mapping[str, str]) -> str:
    words, holds = _said(node, names, functions)
    return functions.get(BRACKETS, "({})").replace("{}", words) if holds < binding else words
