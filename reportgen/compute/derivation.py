"""How one number came about: the formula computed once more for one cell, and every step kept.

A formula in both languages, with the names of items and indicators.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING, cast

from reportgen.compute.arithmetic import CellResult, average, calculated, quotient, trapezoid
from reportgen.compute.calendar import ESTIMATED, definition_of, is_valid, reason_against, substitutes
from reportgen.compute.cells import Cells, LocatedFigure, Places
from reportgen.compute.days import PERIOD_DAYS
from reportgen.compute.engine import LAST_YEAR, has_comparatives, of_year, symbols_of
from reportgen.formula import calendar_symbols, names_in, say
from reportgen.formula.context import HERE, Aspect, NameContext, moved, period_before
from reportgen.formula.evaluate import HALF_A_CENT, divisor
from reportgen.formula.functions import CALENDAR
from reportgen.formula.walk import series_of
from reportgen.model.dataset import Dataset
from reportgen.model.definition import Language, Text
from reportgen.model.expression import Binary, Call, Expression, Name, Number, Unary
from reportgen.model.period import Period, PeriodKind
from reportgen.model.terms import Terms
from reportgen.model.values import Derivation, Reason

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
    terms: Terms | None = None,
    cells: Cells | None = None,
) -> Derivation:
    """The tree of one indicator of one entity and period, down to the cells that were read.

    Of the last month or quarter of a year without a row it is that of the year, where the year can tell it; what a
    period has not is as the sheets of a year later print it beside their own figures. Who derives many numbers of an
    entity on the same terms makes its cells once and gives them.

    Raises:
        KeyError: if the catalogue has no such indicator.
    """
    meant, when = terms or Terms(basis, first_month), Period.parse(period)
    cells = cells or Cells(dataset, catalog.items, entity, meant)
    own = _own(cells, catalog, indicator, when)
    later = when.previous_year(-1)
    is_told = has_comparatives(dataset) and (entity, str(later)) in dataset.values.index
    if own.reason is not Reason.MISSING_INPUT or not is_told:
        return own
    places = Places(cells, later)
    told = _Tree(catalog, places, symbols_of(catalog)).indicator(indicator, LAST_YEAR)
    return own if told.value is None else replace(told, period=period)


def _own(cells: Cells, catalog: Catalog, indicator: str, when: Period) -> Derivation:
    """As `derive`, without what the sheets of a year later tell."""
    if (cells.entity, str(when)) not in cells.dataset.values.index:
        if not when.ends_year or indicator not in of_year(catalog, cells.terms):
            return _root(catalog, indicator, str(when), CellResult(None, Reason.MISSING_INPUT), ())
        whole = derive(
            cells.dataset, catalog, indicator, cells.entity, str(when.fiscal_year), terms=cells.terms, cells=cells
        )
        return replace(whole, period=str(when))
    places = Places(cells, when)
    tree = _Tree(catalog, places, symbols_of(catalog)).indicator(indicator, HERE)
    return replace(tree, period=str(when))


@dataclass(frozen=True, eq=False)
class _Tree:
    """Builds the nodes for one cell."""

    catalog: Catalog
    places: Places
    symbols: Mapping[str, Symbol]

    def indicator(self, name: str, context: NameContext) -> Derivation:
        """An indicator with its formula below it."""
        allowed = self.catalog.indicators[name].average == "closing_allowed" and context == HERE
        here, there = self.places.here.year, self.places.period(context).year
        earlier = self.catalog.earlier.get(name, ())
        number = definition_of(there, earlier)
        formula = earlier[number][1] if number < len(earlier) else self.catalog.expressions[name]
        inner = self.node(formula, replace(context, closing_allowed=allowed))
        result = _result(inner)
        if number != definition_of(here, earlier):
            result = CellResult(None, Reason.NOT_COMPARABLE)
        if not is_valid(self.catalog.indicators[name], there, self.places.terms.regime):
            result = CellResult(None, Reason.NOT_APPLICABLE)
        root = _root(self.catalog, name, str(self.places.period(context)), result, (inner,))
        return (
            replace(root, expression=self.catalog.indicators[name].earlier[number].formula)
            if number < len(earlier)
            else root
        )

    def node(self, node: Expression, context: NameContext) -> Derivation:
        """Any node of a formula."""
        match node:
            case Number(value=value):
                return Derivation("number", "", say(node, {}), value, None, "")
            case Name(id=name):
                return self.named(name, replace(context, closing_allowed=False))
            case Unary(operator=operator, operand=operand):
                inner = self.node(operand, context)
                negated = CellResult(None if inner.value is None else -inner.value, inner.reason)
                return _operation(node, "-", negated, (inner,)) if operator == "-" else inner
            case Binary():
                return self.joined(node, context)
            case Call():
                return self.call(node, context)

    def joined(self, node: Binary, context: NameContext) -> Derivation:
        """Two nodes joined by an operator."""
        left, right = self.node(node.left, context), self.node(node.right, context)
        if node.operator == "/":
            judged = divisor(node.right, context, self.symbols)
            result = quotient(judged, _result(left), _result(right))
        else:
            result = calculated(node.operator, (_result(left), _result(right)))
        return _operation(node, node.operator, result, (left, right))

    def call(self, node: Call, context: NameContext) -> Derivation:
        """A function; those that only move are no step of their own, for the cell itself says when it is from."""
        match node.function:
            case "avg" if self.places.terms.averages == "monthly":
                return self.monthly(node, context)
            case "avg":
                closing = self.node(node.arguments[0], context)
                opening = self.node(node.arguments[0], self.opening(context))
                result = average(_result(closing), _result(opening), closing_allowed=context.closing_allowed)
                return _operation(node, "avg", result, (opening, closing))
            case "annualised":
                inside = moved(context, node)
                if self.places.terms.by_month:
                    inside = replace(inside, aspect=Aspect.MONTH)
                to_date = self.node(node.arguments[0], inside)
                factor = self.factor(inside)
                result = calculated("*", (_result(to_date), _result(factor)))
                return _operation(node, "annualised", result, (to_date, factor))
            case "npv" | "irr" if series_of(node) is not None:
                return self.series(node, node.arguments[-1], context)
            case "abs" | "sum" | "max" | "min" | "npv" | "irr" | "fv":
                parts = tuple(self.node(argument, context) for argument in node.arguments)
                return _operation(node, node.function, calculated(node.function, tuple(map(_result, parts))), parts)
            case _:
                return self.node(node.arguments[0], moved(context, node))

    def series(self, node: Call, flow: Expression, context: NameContext) -> Derivation:
        """The flows of all years up to this one, from the first that there is, as the parts of one value."""
        first = min((period.year for period in self.places.cells.periods), default=self.places.here.year)
        back = max(self.places.here.year - first, 0)
        years = [self.node(flow, replace(context, years=context.years + ago)) for ago in range(back, -1, -1)]
        start = next((number for number, year in enumerate(years) if year.reason is None), len(years) - 1)
        parts = (*(self.node(one, context) for one in node.arguments[:-1]), *years[start:])
        return _operation(node, node.function, calculated(node.function, tuple(map(_result, parts))), parts)

    def opening(self, context: NameContext) -> NameContext:
        """Where the opening balance stands: at the year's, or at what the period before left (E15)."""
        period = self.places.period(context)
        if self.places.terms.by_month and period.months_elapsed > period.months:
            return period_before(context)
        return moved(context, Call("open", ()))

    def factor(self, context: NameContext) -> Derivation:
        """By what a part of a year is multiplied to be a year."""
        value, stated = self.places.annual(context)
        parts = (self.cell(PERIOD_DAYS, stated),) if stated else (self.named("months", context),)
        when = str(self.places.period(context))
        return Derivation("calendar", "annual_factor", "annual_factor", value, None, "", period=when, parts=parts)

    def monthly(self, node: Call, context: NameContext) -> Derivation:
        """The mean of the opening balance and all month ends, the first and the last by half (E19)."""
        period = self.places.period(context)
        moved_back = bool(context.years or context.steps)
        against = reason_against(self.places.terms, self.places.here, period, NameContext(), restated=False)
        if moved_back and against is not None:
            return _operation(node, "avg", CellResult(None, against), ())
        if moved_back and period not in self.places.cells.periods:
            return _operation(node, "avg", CellResult(None, context.when_missing), ())
        gone = period.months_elapsed - period.months if self.places.terms.by_month else 0
        months = [Period(period.year, PeriodKind.MONTH, number) for number in range(gone, period.months_elapsed + 1)]
        of_year = self.seen_from(period).node(node.arguments[0], NameContext(aspect=Aspect.OPEN)) if not gone else None
        parts = [of_year or self.month_end(node.arguments[0], months[0])]
        parts += [self.month_end(node.arguments[0], month) for month in months[1:]]
        return _operation(node, "avg", trapezoid([_result(part) for part in parts]), tuple(parts))

    def month_end(self, node: Expression, month: Period) -> Derivation:
        """A balance at the end of a month; missing where there is no row for it."""
        if month not in self.places.cells.periods:
            return _operation(node, "month_end", CellResult(None, Reason.MISSING_INPUT), ())
        return self.seen_from(month).node(node, HERE)

    def seen_from(self, period: Period) -> _Tree:
        """The same cells, seen from another period."""
        return replace(self, places=replace(self.places, here=period))

    def named(self, name: str, context: NameContext) -> Derivation:
        """An item, an indicator, `days` or `months`."""
        if name in calendar_symbols():
            value, place = self.places.calendar(name, context)
            when = str(self.places.period(context))
            return Derivation("calendar", name, name, value, None, name, period=when, place=place)
        return self.item(name, context) if name in self.catalog.items else self.indicator(name, context)

    def item(self, name: str, context: NameContext) -> Derivation:
        """An item with its cell, or with what it was made from."""
        found = self.places.item(name, context)
        if found is not None:
            return self.followed(name, found, context) or self.cell(name, found)
        for expression in substitutes(name, self.catalog.items):
            made = self.node(expression, context)
            if made.value is not None:
                return replace(
                    self.cell(name, LocatedFigure(made.value, self.places.period(context), context.aspect)),
                    expression=say(expression, {}),
                    estimated=name in ESTIMATED,
                    parts=(made,),
                )
        missing = self.cell(name, LocatedFigure(0.0, self.places.period(context), context.aspect))
        return replace(
            missing,
            value=None,
            reason=self.places.why_missing(name, context),
            parts=self.summands(name, missing.period, ""),
        )

    def followed(self, name: str, found: LocatedFigure, context: NameContext) -> Derivation | None:
        """A figure that follows from lines of its sheet, with their cells; None for one that stands in a cell."""
        lines = self.catalog.aliases.follows.get(name, {})
        if found.place is None or found.place.cell is not None or found.place.line is not None or not lines:
            return None
        (first, _), *rest = lines.items()
        rule = reduce(lambda left, line: Binary(line[1], left, Name(line[0])), rest, cast("Expression", Name(first)))
        made = self.node(rule, context)
        if made.value is None or abs(made.value - found.value) >= HALF_A_CENT:
            return None
        cell = self.cell(name, replace(found, place=None))
        return replace(cell, expression=say(rule, {}), parts=(made,))

    def cell(self, name: str, found: LocatedFigure) -> Derivation:
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
            blank=found.blank,
            adjustment=self.places.cells.adjustment(name, found),
            note=self.places.cells.note(name, found),
            voucher=self.places.cells.voucher(found),
            parts=tuple(self.cell(name, part) for part in found.parts)
            or (() if found.how else self.summands(name, str(found.period), found.view)),
        )

    def summands(self, name: str, period: str, view: str) -> tuple[Derivation, ...]:
        """What the members of a group have of a consolidated figure, and what is eliminated."""
        cells, defined = self.places.cells, self.catalog.items[name]
        return tuple(
            Derivation(
                kind="item",
                id=name,
                expression=name,
                value=part.value,
                reason=Reason.MISSING_INPUT if part.value is None else None,
                unit=defined.unit,
                name=part.name,
                view=str(view),
                period=period,
                place=next(iter(part.places), None),
                note=part.note,
            )
            for part in cells.dataset.summands((name, cells.entity, period, view))
        )


def _root(catalog: Catalog, name: str, period: str, result: CellResult, parts: tuple[Derivation, ...]) -> Derivation:
    defined = catalog.indicators[name]
    return Derivation(
        "indicator",
        name,
        defined.formula,
        result.value,
        result.reason,
        defined.unit,
        defined.name,
        period=period,
        parts=parts,
    )


def _operation(node: Expression, operator: str, result: CellResult, parts: tuple[Derivation, ...]) -> Derivation:
    return Derivation("operation", operator, say(node, {}), result.value, result.reason, "", parts=parts, node=node)


def _result(node: Derivation) -> CellResult:
    return CellResult(node.value, node.reason)


def in_words(expression: Expression, catalog: Catalog) -> Text:
    """The formula as people read it: average receivables × days ÷ medical income."""
    return Text(zh=_said(expression, catalog, "zh"), en=_said(expression, catalog, "en"))


def _said(expression: Expression, catalog: Catalog, language: Language) -> str:
    names = {name: _name(name, catalog, language) for name in names_in(expression)}
    functions = {key: text.in_language(language) for key, text in catalog.words.under("formula.function").items()}
    return say(expression, names, functions)


def _name(name: str, catalog: Catalog, language: Language) -> str:
    if name in CALENDAR:
        return catalog.words[f"formula.{name}"].in_language(language)
    defined = catalog.items.get(name) or catalog.indicators.get(name)
    return defined.name.in_language(language) if defined else name
