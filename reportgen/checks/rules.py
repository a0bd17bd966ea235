"""The rules of the catalogue as single claims, each on one column, and those that speak of `each` line of a form.

Sides of a claim that only add and subtract figures: most of them, and the fastest to compute.

The figures as they stand on the forms: nothing derived, nothing estimated; a blank in a filled form counts as zero.

`ytd(x)` of a year is that of its last month; before the first month of a year it is zero.

A claim held against every row.
"""

from __future__ import annotations

import math
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from reportgen.checks.outcome import Marks
from reportgen.compute.calendar import NO_ROW, SLOTS, Calendar, Rows
from reportgen.compute.peer_groups import Matrix
from reportgen.formula import Symbol, parse
from reportgen.formula.context import ASPECTS, HERE, Aspect, NameContext, ValueColumn, Values, moved, names_with_context
from reportgen.formula.functions import CALENDAR, EACH
from reportgen.formula.walk import claims, names_in
from reportgen.model.dataset import Dataset, Key
from reportgen.model.definitions import CheckRule
from reportgen.model.expression import Binary, Call, Expression, Name, Unary
from reportgen.model.period import MONTHS
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.catalog import Catalog
    from reportgen.model.definitions import Form, Item

MOVING: Final = (ASPECTS.keys() | {"prev", "last"}) - {"annualised"}
TOLERANCE: Final = re.compile(r"(?P<exact>0)|(?P<rounding>R)|max\(R, (?P<share>[\d.]+)%\)")  # max(R, 0.1%)
PERCENT: Final = 100.0
Figure = tuple[str, NameContext]
"""A name and where it is read."""
LEDGER_MOVING: Final = (Aspect.BUDGET, Aspect.YEAR_TO_DATE)
"""Columns that a year may keep in another row."""


@dataclass(frozen=True, slots=True)
class SumTerm:
    """One figure that is added (1) or taken away (−1)."""

    sign: float
    name: str
    context: NameContext


class _NotASum(Exception):  # noqa: N818 - an answer, not an error
    """A side does more than add and subtract figures."""


def terms_of(side: Expression) -> tuple[SumTerm, ...] | None:
    """The figures of a side, or None where it does more than add and subtract them."""
    try:
        return tuple(_terms(side, 1.0, HERE))
    except _NotASum:
        return None


def _terms(side: Expression, sign: float, context: NameContext) -> Iterator[SumTerm]:
    match side:
        case Name(id=name):
            yield SumTerm(sign, name, context)
        case Binary(operator="+" | "-", left=left, right=right):
            yield from _terms(left, sign, context)
            yield from _terms(right, -sign if side.operator == "-" else sign, context)
        case Unary(operator=operator, operand=operand):
            yield from _terms(operand, -sign if operator == "-" else sign, context)
        case Call(function=function, arguments=arguments) if function in MOVING:
            yield from _terms(arguments[0], sign, moved(context, side))
        case _:
            raise _NotASum


@dataclass(frozen=True)
class Claim:
    """One equation or comparison of a rule, on one column.

    Attributes:
        view: the column in which a bare name is read.
        share: share of the left side up to which a gap is tolerated, besides rounding.
        exact: whether not even rounding is tolerated.
    """

    id: str
    rule: CheckRule
    left: Expression
    operator: str
    right: Expression
    view: str = ""
    share: float = 0.0
    exact: bool = False

    @property
    def is_equation(self) -> bool:
        """Whether it says that two sides are equal."""
        return self.operator == "=="

    @cached_property
    def left_terms(self) -> tuple[SumTerm, ...] | None:
        """The left side where it only adds and subtracts."""
        return terms_of(self.left)

    @cached_property
    def right_terms(self) -> tuple[SumTerm, ...] | None:
        """The right side where it only adds and subtracts."""
        return terms_of(self.right)

    @cached_property
    def left_names(self) -> tuple[Figure, ...]:
        """Names of the left side and where they are read."""
        return _names(self.left, self.left_terms)

    @cached_property
    def right_names(self) -> tuple[Figure, ...]:
        """Names of the right side and where they are read."""
        return _names(self.right, self.right_terms)


def _names(side: Expression, terms: tuple[SumTerm, ...] | None) -> tuple[Figure, ...]:
    figures = names_with_context(side) if terms is None else ((term.name, term.context) for term in terms)
    return tuple(dict.fromkeys(figures))


def claims_of(catalog: Catalog, there: Container[str] | None = None) -> Iterator[Claim]:
    """All claims of all rules; a rule of `each` line gives one for every item that is there."""
    for line, single in _prepared(catalog):
        if line is None or there is None or line in there:
            yield from single


@lru_cache(maxsize=4)
def _prepared(catalog: Catalog) -> tuple[tuple[str | None, tuple[Claim, ...]], ...]:
    """The claims of a catalogue, made once; with the line where the rule speaks of `each`."""
    items = {code: frozenset(items_of(form, catalog.items)) for code, form in catalog.forms.items()}
    return tuple(
        (line, tuple(_on_columns(identifier, _of_line(rule, line, items), claim)))
        for identifier, rule in sorted(catalog.checks.items())
        for line, claim in claims_on_lines(parse(rule.rule), rule, catalog)
    )


def _of_line(rule: CheckRule, line: str | None, items: Mapping[str, Container[str]]) -> CheckRule:
    """The rule for one line of its forms: a blank is one of the form on which that line stands first."""
    if line is None or len(rule.forms) == 1:
        return rule
    first = next(code for code in rule.forms if line in items.get(code, ()))
    return rule.model_copy(update={"forms": (first,)})


def _on_columns(identifier: str, rule: CheckRule, line: Expression) -> Iterator[Claim]:
    assert isinstance(line, Binary)
    share, exact = tolerance(rule.tolerance)
    claim = Claim(identifier, rule, line.left, line.operator, line.right, rule.views[0], share, exact)
    yield claim
    yield from (replace(claim, view=view) for view in rule.views[1:])


@lru_cache
def tolerance(text: str) -> tuple[float, bool]:
    """Share of the left side that is tolerated, and whether not even rounding is."""
    tolerated = TOLERANCE.fullmatch(text)
    assert tolerated is not None
    return float(tolerated["share"] or 0) / PERCENT, bool(tolerated["exact"])


OperandCells = tuple[str, Rows, str]
"""An item, the row from which each row takes it, and its view."""


@dataclass(eq=False)
class OperandTable:
    """The operands of one column.

    Attributes:
        view: the column in which a bare name is read.
        read: what was read before, shared by the ledgers of one column.
        blank_is_zero: rows whose forms are full, so that a blank counts as zero in a sum.
    """

    dataset: Dataset
    matrix: Matrix
    calendar: Calendar
    symbols: Mapping[str, Symbol]
    view: str
    blank_is_zero: Marks
    read: dict[tuple[str, NameContext], Values] = field(default_factory=dict)
    _filled: dict[tuple[str, NameContext], Values] = field(default_factory=dict)
    _found: dict[NameContext, Rows] = field(default_factory=dict)

    @cached_property
    def size(self) -> int:
        """Number of rows."""
        return len(self.dataset.values)

    def operand(self, name: str, context: NameContext) -> ValueColumn:
        """A line for every row; `days` and `months` from the calendar."""
        if name == "months":
            return ValueColumn.of(self.calendar.elapsed.astype(np.float64), Reason.MISSING_INPUT)
        if name == "days":
            return ValueColumn.of(self.calendar.days(self.calendar.keys, elapsed=False), Reason.MISSING_INPUT)
        return ValueColumn.of(self.filled(name, context), Reason.MISSING_INPUT)

    def total(self, terms: tuple[SumTerm, ...]) -> Values:
        """Figures added up, NaN where one of them is missing."""
        total = np.zeros(self.size)
        for term in terms:
            filled = self.filled(term.name, term.context)
            total = total + filled if term.sign > 0 else total - filled
        return total

    def filled(self, name: str, context: NameContext) -> Values:
        """A line, zero where it is blank on a full form."""
        if name in CALENDAR:
            return self.operand(name, context).values
        if (name, context) not in self._filled:
            values = self.raw(name, context)
            if self.blank_is_zero.any() and np.isnan(values).any():
                values = self._blanks_filled(values, context)
            self._filled[name, context] = values
        return self._filled[name, context]

    def _blanks_filled(self, values: Values, context: NameContext) -> Values:
        zero = self._gathered(self.blank_is_zero.astype(np.float64), context) == 1
        return np.where(np.isnan(values) & zero, 0.0, values)

    def is_there(self, name: str, context: NameContext) -> bool:
        """Whether any row has a figure of this line."""
        return name in CALENDAR or (name, self._view(context)) in self.matrix

    def present(self, name: str, context: NameContext) -> Marks:
        """Rows in which a line has a figure."""
        return np.isfinite(self.operand(name, context).values if name in CALENDAR else self.raw(name, context))

    def has(self, name: str, context: NameContext, row: int) -> bool:
        """Whether a line has a figure in one row."""
        return name in CALENDAR or math.isfinite(self.raw(name, context)[row])

    def raw(self, name: str, context: NameContext) -> Values:
        """A line as it stands, NaN where it is blank."""
        if (name, context) not in self.read:
            self.read[name, context] = self._read(name, context)
        return self.read[name, context]

    def key(self, name: str, context: NameContext, row: int) -> Key | None:
        """Item, entity, period and view of the cell that a name is read from; None where there is no such row."""
        return self.key_at(self.cells(name, context), row)

    def cells(self, name: str, context: NameContext) -> OperandCells:
        """Where a name is read from in all rows, for who asks for many of them."""
        return name, self._rows(context), self._view(context)

    def key_at(self, cells: OperandCells, row: int) -> Key | None:
        """The same of one row of such cells."""
        name, rows, view = cells
        at = int(rows[row])
        return None if at == NO_ROW else (name, *self.dataset.rows[at], view)

    def _view(self, context: NameContext) -> str:
        return {Aspect.BASIS: self.view, Aspect.MONTH: ""}.get(context.aspect, str(context.aspect))

    def _keys(self, context: NameContext) -> Rows:
        keys = self.calendar.moved(context.years, context.steps)
        if context.aspect is Aspect.BUDGET:
            return keys - keys % SLOTS
        if context.aspect is Aspect.YEAR_TO_DATE:
            return np.where(keys % SLOTS == 0, keys + MONTHS, keys)
        return keys

    def _read(self, name: str, context: NameContext) -> Values:
        view = self._view(context)
        if (name, view) not in self.matrix:
            return np.full(self.size, np.nan)
        values = self._gathered(self.matrix.column(name, view), context)
        if context.aspect is Aspect.YEAR_TO_DATE and context.steps == 1:
            values = np.where(self.calendar.elapsed == self.calendar.lasting, 0.0, values)
        return values

    def _gathered(self, values: Values, context: NameContext) -> Values:
        if not values.size or not (context.is_earlier or context.aspect in LEDGER_MOVING):
            return values
        rows = self._rows(context)
        return np.where(rows == NO_ROW, np.nan, values[rows])

    def _rows(self, context: NameContext) -> Rows:
        """The row that each row's context points to."""
        if context not in self._found:
            self._found[context] = self.calendar.find(self._keys(context))
        return self._found[context]


@dataclass(frozen=True, eq=False)
class HeldClaim:
    """Both sides of a claim for every row, and where they do not agree.

    Attributes:
        short: rows in which lines have been left out, and those that are there do not make the left side.
    """

    claim: Claim
    ledger: OperandTable
    left: Values
    right: Values
    checked: Marks
    failed: Marks
    short: Marks

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Everything that the claim reads, the left side first."""
        return tuple(dict.fromkeys((*self.claim.left_names, *self.claim.right_names)))


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
    for row in form.every_row if form is not None else ():
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
