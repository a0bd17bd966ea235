"""All indicators together: which must be computed before which, and what is wrong with any of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from reportgen.formula.check import Symbol, check, dimension
from reportgen.formula.errors import FormulaError
from reportgen.formula.parse import HEAVIEST
from reportgen.formula.walk import depth, nodes, weight
from reportgen.model.expression import Expression, Name

DEEPEST: Final = 200
"""Levels of a formula together with the indicators that it refers to."""


def in_order(expressions: Mapping[str, Expression], items: Mapping[str, str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """Indicators so that each comes after those it refers to, and those that cannot be ordered.

    Args:
        expressions: the formulas by indicator; a name that is an item is not a reference.
        items: units by item.
    """
    waiting = {name: _references(formula, expressions, items) for name, formula in expressions.items()}
    users: dict[str, list[str]] = {}
    for name, needed in waiting.items():
        for other in needed:
            users.setdefault(other, []).append(name)
    ready = [name for name, needed in waiting.items() if not needed]
    for name in ready:
        for user in users.get(name, ()):
            waiting[user].discard(name)
            if not waiting[user]:
                ready.append(user)
    return tuple(ready), frozenset(expressions) - frozenset(ready)


def check_all(
    expressions: Mapping[str, Expression], declared: Mapping[str, str], items: Mapping[str, str]
) -> dict[str, tuple[FormulaError, ...]]:
    """What is wrong, by indicator; an indicator that is right is not in the answer.

    Args:
        expressions: parsed formulas by indicator.
        declared: the unit that each indicator declares.
        items: units by item.
    """
    order, circular = in_order(expressions, items)
    symbols = {name: Symbol.of_unit(unit) for name, unit in items.items()}
    problems: dict[str, tuple[FormulaError, ...]] = {}
    problems |= {name: (_circle(expressions[name], circular),) for name in sorted(circular)}
    known = symbols | {name: Symbol.of_unit(declared[name]) for name in circular if name not in symbols}
    levels: dict[str, int] = {}
    weights: dict[str, int] = {}
    for name in order:
        formula = expressions[name]
        found = check(formula, known, declared[name]) or _size(name, formula, levels, weights)
        if found:
            problems[name] = found
        if name not in symbols:
            known[name] = Symbol.of_unit(declared[name]) if found else Symbol(dimension(formula, known))
    return problems


def _references(formula: Expression, expressions: Mapping[str, Expression], items: Mapping[str, str]) -> set[str]:
    return {n.id for n in nodes(formula) if isinstance(n, Name) and n.id in expressions and n.id not in items}


def _size(name: str, formula: Expression, levels: dict[str, int], weights: dict[str, int]) -> tuple[FormulaError, ...]:
    """Whether an indicator with all that it refers to is too deep, or too much, to be derived."""
    below = [levels.get(node.id, 0) for node in nodes(formula) if isinstance(node, Name)]
    levels[name] = depth(formula, DEEPEST) + max(below, default=0)
    weights[name] = weight(formula, weights)
    over = levels[name] > DEEPEST or weights[name] > HEAVIEST
    return (FormulaError(1, "F06", {"limit": DEEPEST if levels[name] > DEEPEST else HEAVIEST}),) if over else ()


def _circle(formula: Expression, circular: frozenset[str]) -> FormulaError:
    named = [node for node in nodes(formula) if isinstance(node, Name) and node.id in circular]
    names = tuple(dict.fromkeys(node.id for node in named))
    return FormulaError(named[0].column, "F16", {"names": names})
