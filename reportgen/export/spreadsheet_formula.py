"""The way of a number as a formula of a spreadsheet: items are cells, operations are the spreadsheet's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from reportgen.model.values import Derivation

Leaf = tuple[str, str, str]
"""item, period, view."""
Address = Callable[[Leaf], str]

CALLS: Final = {"sum": "SUM", "max": "MAX", "min": "MIN", "abs": "ABS", "npv": "NPV", "fv": "FV", "**": "POWER"}
NEXT_TO_ONE: Final = 2


def leaf(node: Derivation) -> Leaf | None:
    """The figure that a node reads, None where it is made from others."""
    return (node.id, node.period, node.view) if node.kind == "item" and not node.parts else None


def leaves(node: Derivation) -> Iterator[Derivation]:
    """All figures with a value below a node."""
    if leaf(node) is not None and node.value is not None:
        yield node
    for part in node.parts:
        yield from leaves(part)


def formula(node: Derivation, address: Address) -> str:
    """The formula of a node that has a value, without its equals sign."""
    figure = leaf(node)
    if figure is not None:
        return address(figure)
    if node.kind in {"number", "calendar"}:
        return _number(node.value)
    parts = [formula(part, address) for part in node.parts if part.value is not None]
    if node.kind == "item":
        return _made(node, parts)
    if node.kind == "indicator":
        return parts[0]
    return _operation(node, parts)


def _number(value: float | None) -> str:
    assert value is not None
    return repr(int(value)) if float(value).is_integer() else repr(value)


def _made(node: Derivation, parts: list[str]) -> str:
    """An item made from others: the months of a year to date, a difference of two, or what stands in for it."""
    match node.expression.partition("(")[0]:
        case "sum":
            return f"({'+'.join(parts)})"
        case "mean":
            return f"(({'+'.join(parts)})/{len(parts)})"
        case "difference":
            return f"({parts[0]}-{parts[1]})"
        case _:
            return parts[0]


def _operation(node: Derivation, parts: list[str]) -> str:
    match node.id:
        case "avg":
            return _average(parts)
        case "-" if len(parts) == 1:
            return f"(-{parts[0]})"
        case "+" | "-" | "*" | "/":
            return f"({parts[0]}{node.id}{parts[1]})"
        case "annualised":
            return f"({parts[0]}*{parts[1]})"
        case "irr":
            numbers = ",".join(str(number) for number in range(1, len(parts) + 1))
            return f"IRR(CHOOSE({{{numbers}}},{','.join(parts)}))"
        case function:
            return f"{CALLS[function]}({','.join(parts)})"


def _average(ends: list[str]) -> str:
    """One end alone, the mean of two, or all month ends, of which the first and the last count by half."""
    if len(ends) <= NEXT_TO_ONE:
        return f"(({'+'.join(ends)})/{len(ends)})"
    middle = "+".join(ends[1:-1])
    return f"(({ends[0]}/2+{middle}+{ends[-1]}/2)/{len(ends) - 1})"
