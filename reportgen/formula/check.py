"""What is wrong with a formula that can be read: unknown names, and units that do not fit.

All indicators together: which must be computed before which, and what is wrong with any of them.

Units as exponents: money divided by money is a pure number, money and persons cannot be added.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from reportgen.formula.functions import COMPARISONS, EACH, FormulaError, nearest
from reportgen.formula.parse import HEAVIEST
from reportgen.formula.walk import children, claims, depth, nodes, weight
from reportgen.model.expression import Binary, Call, Expression, Name, Number, Unary

Dimension = Mapping[str, int]
"""Exponents by base unit, none of them 0; an empty one is a pure number."""

PURE: Final[Dimension] = MappingProxyType({})

COMPOUND: Final[Mapping[str, Dimension]] = {
    "bed_day": {"bed": 1, "day": 1},
    "days": {"day": 1},
    "money_per_person": {"money": 1, "person": -1},
    "money_each": {"money": 1},
    "per_money": {"money": -1},
    **dict.fromkeys(
        ("index", "level", "score", "number", "percent", "ratio", "times", "rate", "fraction", "years", "months"), PURE
    ),
}
"""Units that are not a base unit of their own."""


PER_DAY: Final[Mapping[str, tuple[int, ...]]] = {"count": (-1, 1), "money_each": (-1,)}
"""Exponents of the day that a declared unit tolerates besides its own."""


def dimension_of(unit: str) -> Dimension:
    """Exponents of a unit by its name; an unknown word is a base unit of its own."""
    return COMPOUND.get(unit, {unit: 1})


def product(left: Dimension, right: Dimension, sign: int = 1) -> Dimension:
    """Multiply, or divide with `sign` −1."""
    exponents = {unit: left.get(unit, 0) + sign * right.get(unit, 0) for unit in sorted({*left, *right})}
    return {unit: exponent for unit, exponent in exponents.items() if exponent}


def power(base: Dimension, exponent: int) -> Dimension:
    """Raise to a whole power."""
    return {unit: times * exponent for unit, times in base.items() if exponent}


def agrees(found: Dimension, declared: str) -> bool:
    """Whether a formula's dimension may be shown in the declared unit.

    Money and days have to agree. What is counted (persons, beds, visits …) cancels freely, and so do the days in a
    rate per day: visits per doctor and day, bed-days per employee, money per bed-day.
    """
    wanted = dimension_of(declared)
    if found.get("money", 0) != wanted.get("money", 0):
        return False
    days = found.get("day", 0)
    return days == wanted.get("day", 0) or days in PER_DAY.get(declared, ())


def spelled(dimension: Dimension) -> str:
    """As people write it: ``money / person``, ``bed·day``, ``1`` for a pure number."""
    above = "·".join(_raised(unit, exponent) for unit, exponent in dimension.items() if exponent > 0)
    below = "·".join(_raised(unit, -exponent) for unit, exponent in dimension.items() if exponent < 0)
    return f"{above or '1'} / {below}" if below else above or "1"


def _raised(unit: str, exponent: int) -> str:
    return unit if exponent == 1 else f"{unit}^{exponent}"


@dataclass(frozen=True)
class Symbol:
    """What a formula may name: an item by its unit, or an indicator by the dimension of its own formula."""

    dimension: Dimension

    @staticmethod
    def of_unit(unit: str) -> Symbol:
        """The symbol of an item."""
        return Symbol(dimension_of(unit))


_CALENDAR: Final = MappingProxyType({"days": Symbol({"day": 1}), "months": Symbol(PURE)})


def calendar_symbols() -> Mapping[str, Symbol]:
    """The names `days` and `months`."""
    return _CALENDAR


def check(
    expression: Expression, symbols: Mapping[str, Symbol], unit: str | None = None, *, comparisons: bool = False
) -> tuple[FormulaError, ...]:
    """All that is wrong with a formula, in the order of its text.

    Args:
        expression: the parsed formula.
        symbols: what may be named, besides `days` and `months`.
        unit: the unit declared for the result, or None where there is none.
        comparisons: whether comparisons are allowed (in checks, not in indicators).
    """
    problems = [*_unknown(expression, symbols), *_comparisons(expression, allowed=comparisons)]
    if problems:
        return tuple(sorted(problems, key=lambda problem: problem.column))
    try:
        found = dimension(expression, symbols)
    except FormulaError as error:
        return (error,)
    if unit is not None and not agrees(found, unit):
        return (FormulaError(1, "F11", {"found": spelled(found), "unit": unit}),)
    return ()


def check_rule(expression: Expression, symbols: Mapping[str, Symbol]) -> tuple[FormulaError, ...]:
    """All that is wrong with the rule of a check: a chain of comparisons joined by `and`; `each` is any line."""
    problems = [FormulaError(claim.column, "F17") for claim in claims(expression) if not _compares(claim)]
    for claim in claims(expression):
        for side in children(claim):
            problems += _comparisons(side, allowed=False)
    return tuple(problems) or check(expression, {EACH: Symbol({"money": 1}), **symbols}, comparisons=True)


def dimension(expression: Expression, symbols: Mapping[str, Symbol]) -> Dimension:
    """The dimension of a formula whose names are all known.

    Raises:
        FormulaError: F10 where unlike quantities are added or compared, F13 for a power that has no meaning.
        KeyError: for an unknown name.
    """
    match expression:
        case Number():
            return PURE
        case Name(id=name):
            return (_CALENDAR.get(name) or symbols[name]).dimension
        case Unary(operand=operand):
            return dimension(operand, symbols)
        case Call():
            return _call(expression, symbols)
        case Binary():
            return _binary(expression, symbols)


def dimension_or_none(expression: Expression, symbols: Mapping[str, Symbol]) -> Dimension:
    """The dimension, or that of a pure number where the formula has none (it was never checked)."""
    try:
        return dimension(expression, symbols)
    except (FormulaError, KeyError):
        return PURE


def _binary(node: Binary, symbols: Mapping[str, Symbol]) -> Dimension:
    left, right = dimension(node.left, symbols), dimension(node.right, symbols)
    match node.operator:
        case "*":
            return product(left, right)
        case "/":
            return product(left, right, -1)
        case "**":
            return _power(node, left, right)
        case "and":
            return PURE
        case operator:
            compared = operator in COMPARISONS
            if not (left == right or (compared and _literal(node.left, node.right))):
                facts = {"operator": operator, "left": spelled(left), "right": spelled(right)}
                raise FormulaError(node.column, "F10", facts)
            return PURE if compared else left


def _power(node: Binary, base: Dimension, exponent: Dimension) -> Dimension:
    whole = isinstance(node.right, Number) and node.right.value.is_integer()
    if exponent or (base and not whole):
        raise FormulaError(node.column, "F13", {"left": spelled(base), "right": spelled(exponent)})
    return power(base, int(node.right.value)) if base and isinstance(node.right, Number) else PURE


def _call(node: Call, symbols: Mapping[str, Symbol]) -> Dimension:
    if node.function == "prev":
        return dimension(node.arguments[0], symbols)
    found = [dimension(argument, symbols) for argument in node.arguments]
    match node.function:
        case "irr":
            return PURE
        case "npv":
            return found[1]
        case "fv":
            return found[2]
        case "sum" | "max" | "min":
            return _alike(node, found)
        case _:
            return found[0]


def _alike(node: Call, found: list[Dimension]) -> Dimension:
    """The one dimension of all arguments; a literal fits any of them in `max` and `min`."""
    literal_fits = node.function != "sum"
    kinds = [
        (argument, kind)
        for argument, kind in zip(node.arguments, found, strict=True)
        if not (literal_fits and _literal(argument))
    ]
    for argument, kind in kinds[1:]:
        if kind != kinds[0][1]:
            facts = {"operator": node.function, "left": spelled(kinds[0][1]), "right": spelled(kind)}
            raise FormulaError(argument.column, "F10", facts)
    return kinds[0][1] if kinds else PURE


def _compares(expression: Expression) -> bool:
    return isinstance(expression, Binary) and expression.operator in COMPARISONS


def _literal(*expressions: Expression) -> bool:
    """Whether one of the expressions is a number as written, perhaps with a sign."""
    bare = (expression.operand if isinstance(expression, Unary) else expression for expression in expressions)
    return any(isinstance(expression, Number) for expression in bare)


def _unknown(expression: Expression, symbols: Mapping[str, Symbol]) -> Iterator[FormulaError]:
    for node in nodes(expression):
        if isinstance(node, Name) and node.id not in symbols and node.id not in _CALENDAR:
            close = nearest(node.id, [*symbols, *_CALENDAR])
            yield FormulaError(node.column, "F05", {"name": node.id, "nearest": close})


def _comparisons(expression: Expression, *, allowed: bool) -> Iterator[FormulaError]:
    for node in nodes(expression):
        if isinstance(node, Binary) and node.operator in (*COMPARISONS, "and") and not allowed:
            yield FormulaError(node.column, "F09", {"operator": node.operator})


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
