"""How one number came about: the formula computed once more for one cell, and every step kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportgen.compute.arithmetic import Result, average, calculated, quotient
from reportgen.compute.cells import Cells, Found
from reportgen.compute.engine import symbols_of
from reportgen.compute.moves import Places
from reportgen.compute.substitutes import ESTIMATED, substitutes
from reportgen.formula import calendar_symbols, say
from reportgen.formula.context import HERE, Context, moved
from reportgen.formula.divisors import divisor
from reportgen.formula.evaluate import YEAR
from reportgen.model.dataset import Dataset
from reportgen.model.expression import Binary, Call, Expression, Name, Number, Unary
from reportgen.model.period import Period
from reportgen.model.reason import Reason
from reportgen.model.values import Derivation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.catalog import Catalog
    from reportgen.formula import Symbol


def derive(  # noqa: PLR0913 - one number has so many coordinates
    dataset: Dataset,
    catalog: Catalog,
    indicator: str,
    entity: str,
    period: str,
    *,
    basis: str = "ytd",
    first_month: int = 1,
) -> Derivation:
    """The tree of one indicator of one entity and period, down to the cells that were read.

    Raises:
        KeyError: if the catalogue has no such indicator.
    """
    cells = Cells(dataset, catalog.items, entity, basis)
    places = Places(cells, Period.parse(period), first_month)
    if (entity, period) not in dataset.values.index:
        return _root(catalog, indicator, period, Result(None, Reason.MISSING_INPUT), ())
    tree = _Tree(catalog, places, symbols_of(catalog)).indicator(indicator, HERE)
    return replace(tree, period=period)


@dataclass(frozen=True, eq=False)
class _Tree:
    """Builds the nodes for one cell."""

    catalog: Catalog
    places: Places
    symbols: Mapping[str, Symbol]

    def indicator(self, name: str, context: Context) -> Derivation:
        """An indicator with its formula below it."""
        allowed = self.catalog.indicators[name].average == "closing_allowed" and context == HERE
        inner = self.node(self.catalog.expressions[name], replace(context, closing_allowed=allowed))
        return _root(self.catalog, name, str(self.places.period(context)), _result(inner), (inner,))

    def node(self, node: Expression, context: Context) -> Derivation:
        """Any node of a formula."""
        match node:
            case Number(value=value):
                return Derivation("number", "", say(node, {}), value, None, "")
            case Name(id=name):
                return self.named(name, replace(context, closing_allowed=False))
            case Unary(operator=operator, operand=operand):
                inner = self.node(operand, context)
                negated = Result(None if inner.value is None else -inner.value, inner.reason)
                return _operation(node, "-", negated, (inner,)) if operator == "-" else inner
            case Binary():
                return self.joined(node, context)
            case Call():
                return self.call(node, context)

    def joined(self, node: Binary, context: Context) -> Derivation:
        """Two nodes joined by an operator."""
        left, right = self.node(node.left, context), self.node(node.right, context)
        if node.operator == "/":
            judged = divisor(node.right, context, self.symbols)
            result = quotient(judged, _result(left), _result(right))
        else:
            result = calculated(node.operator, (_result(left), _result(right)))
        return _operation(node, node.operator, result, (left, right))

    def call(self, node: Call, context: Context) -> Derivation:
        """A function; those that only move are no step of their own, for the cell itself says when it is from."""
        match node.function:
            case "avg":
                closing = self.node(node.arguments[0], context)
                opening = self.node(node.arguments[0], moved(context, Call("open", ())))
                result = average(_result(closing), _result(opening), closing_allowed=context.closing_allowed)
                return _operation(node, "avg", result, (opening, closing))
            case "annualised":
                inside = moved(context, node)
                to_date, months = self.node(node.arguments[0], inside), self.named("months", inside)
                assert months.value is not None
                factor = Result(YEAR / months.value, None)
                return _operation(node, "annualised", calculated("*", (_result(to_date), factor)), (to_date, months))
            case "abs" | "sum" | "max" | "min" | "npv" | "irr" | "fv":
                parts = tuple(self.node(argument, context) for argument in node.arguments)
                return _operation(node, node.function, calculated(node.function, tuple(map(_result, parts))), parts)
            case _:
                return self.node(node.arguments[0], moved(context, node))

    def named(self, name: str, context: Context) -> Derivation:
        """An item, an indicator, `days` or `months`."""
        if name in calendar_symbols():
            value, place = self.places.calendar(name, context)
            when = str(self.places.period(context))
            return Derivation("calendar", name, name, value, None, name, period=when, place=place)
        return self.item(name, context) if name in self.catalog.items else self.indicator(name, context)

    def item(self, name: str, context: Context) -> Derivation:
        """An item with its cell, or with what it was made from."""
        found = self.places.item(name, context)
        if found is not None:
            return self.cell(name, found)
        for expression in substitutes(name, self.catalog.items):
            made = self.node(expression, context)
            if made.value is not None:
                return replace(
                    self.cell(name, Found(made.value, self.places.period(context), context.aspect)),
                    expression=say(expression, {}),
                    estimated=name in ESTIMATED,
                    parts=(made,),
                )
        missing = self.cell(name, Found(0.0, self.places.period(context), context.aspect))
        return replace(missing, value=None, reason=context.when_missing)

    def cell(self, name: str, found: Found) -> Derivation:
        """A figure that was read, or made from others of the same item."""
        defined = self.catalog.items[name]
        return Derivation(
            kind="item",
            id=name,
            expression=f"{found.how}({name})" if found.parts else name,
            value=found.value,
            reason=None,
            unit=defined.unit,
            name=defined.name,
            view=str(found.view),
            period=str(found.period),
            place=found.place,
            parts=tuple(self.cell(name, part) for part in found.parts),
        )


def _root(catalog: Catalog, name: str, period: str, result: Result, parts: tuple[Derivation, ...]) -> Derivation:
    defined = catalog.indicators[name]
    return Derivation(
        "indicator", name, defined.formula, result.value, result.reason, defined.unit, defined.name,
        period=period, parts=parts,
    )  # fmt: skip


def _operation(node: Expression, operator: str, result: Result, parts: tuple[Derivation, ...]) -> Derivation:
    return Derivation("operation", operator, say(node, {}), result.value, result.reason, "", parts=parts)


def _result(node: Derivation) -> Result:
    return Result(node.value, node.reason)
