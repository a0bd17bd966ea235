"""One figure of one item for every row: read as it is, or made from the other columns and rows that hold it.

The mean of all month ends (edge rule E19): opening balance and every month, the first and the last by half.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from reportgen.compute import nil
from reportgen.compute.calendar import NO_ROW, QUARTER_SLOT, SLOTS, Barriers, Calendar, Rows, months_of
from reportgen.compute.peer_groups import Matrix, Values
from reportgen.formula.context import HERE, Aspect, NameContext, ValueColumn, either, finished
from reportgen.formula.evaluate import FormulaRun, InTime, Operands
from reportgen.kept import kept_for_last
from reportgen.model.dataset import Dataset, View
from reportgen.model.definitions import Item, Kind, items_on_forms
from reportgen.model.period import MONTHS
from reportgen.model.terms import Terms
from reportgen.model.values import CODES, Reason

if TYPE_CHECKING:
    from reportgen.model.expression import Expression

BALANCES: Final = (Kind.STOCK, Kind.LEVEL)
FILLED: Final[Mapping[bool, tuple[str, ...]]] = {True: ("", "open"), False: ("", "ytd")}
"""Views in which a blank cell of a filled form means zero: of balances, and of everything else."""


@dataclass(eq=False)
class Figures:
    """All figures of a dataset, each made once."""

    dataset: Dataset
    items: Mapping[str, Item]
    calendar: Calendar
    terms: Terms = field(default_factory=Terms)
    _made: dict[tuple[str, Aspect], Values] = field(default_factory=dict)
    _read: dict[tuple[str, str], Values] = field(default_factory=dict)
    _ended: dict[tuple[int, int], Rows | None] = field(default_factory=dict)
    _known: dict[str, bool] = field(default_factory=dict)
    _columns: dict[tuple[str, str], NDArray[np.bool_]] = field(default_factory=dict)

    @cached_property
    def matrix(self) -> Matrix:
        """The figures as they were read."""
        return Matrix.of(self.dataset)

    @cached_property
    def barriers(self) -> Barriers:
        """What must not be used."""
        return Barriers(self.calendar, self.terms, self.dataset.values.index)

    def figure(self, item: str, aspect: Aspect) -> Values:
        """The figure for every row, NaN where it is missing."""
        if not self.is_known(item):
            return self.nothing
        if (item, aspect) not in self._made:
            self._made[item, aspect] = self._at_year_end(item, aspect, self._make(item, aspect))
        return self._made[item, aspect]

    def is_known(self, item: str) -> bool:
        """Whether anything was read for an item, or left blank where that means zero; else there is nothing to make."""
        if item not in self._known:
            asked = self.items[item]
            self._known[item] = any((item, view) in self.matrix for view in View) or any(
                self._is_blank(item, view).any() for view in FILLED[asked.kind in BALANCES]
            )
        return self._known[item]

    @cached_property
    def nothing(self) -> Values:
        """No figure for any row; nobody writes into it."""
        found = np.full(len(self.calendar.keys), np.nan)
        found.setflags(write=False)
        return found

    def there(self, item: str, aspect: Aspect, context: NameContext) -> Values:
        """The figure where a context points; of the last month or quarter of a year without a row, the year's."""
        values = self.figure(item, aspect)
        found = self.at(values, context)
        if not (context.years or context.steps) or not tells_year_end(self.items[item], aspect, self.terms):
            return found
        rows = self.ended_years(context)
        return found if rows is None else first(found, taken(values, rows))

    def ended_years(self, context: NameContext) -> Rows | None:
        """The row of the year with which the period that a context points to ends, where that has no row itself.

        None where no row has any such row.
        """
        where = context.years, context.steps
        if where not in self._ended:
            keys = self.calendar.moved(*where)
            is_lost = ends_year(keys) & (self.calendar.find(keys) == NO_ROW)
            rows = np.where(is_lost, self.calendar.find(keys - keys % SLOTS), NO_ROW)
            self._ended[where] = None if (rows == NO_ROW).all() else rows
        return self._ended[where]

    def _at_year_end(self, item: str, aspect: Aspect, made: Values) -> Values:
        """The figures; the last month or quarter of a year has what it lacks from the year, unless it is in error."""
        ends = self._ends_year & np.isnan(made)
        if not ends.any() or not tells_year_end(self.items[item], aspect, self.terms):
            return made
        wrong = self.barriers.invalid(item)
        return np.where(ends if wrong is None else ends & ~wrong, self.in_year(made, 0), made)

    @cached_property
    def _ends_year(self) -> NDArray[np.bool_]:
        return ends_year(self.calendar.keys)

    def read(self, item: str, view: str) -> Values:
        """What was read into a view, with zeros for the blank cells that mean zero (E34)."""
        if (item, view) not in self._read:
            values = self.matrix.column(item, view)
            if view in FILLED[self.items[item].kind in BALANCES]:
                values = np.where(np.isnan(values) & self._is_blank(item, view), 0.0, values)
            invalid = self.barriers.invalid(item, view)
            self._read[item, view] = values if invalid is None else np.where(invalid, np.nan, values)
        return self._read[item, view]

    def gathered(self, values: Values, keys: Rows) -> Values:
        """The values of the rows with these keys, NaN where there is no such row."""
        rows = self.calendar.find(keys)
        return np.where(rows == NO_ROW, np.nan, values[rows]) if values.size else values

    def at(self, values: Values, context: NameContext) -> Values:
        """The values of the rows that a context points to."""
        if not (context.years or context.steps):
            return values
        return taken(values, self.calendar.rows_moved(context.years, context.steps))

    def in_year(self, values: Values, slot: int, years: int = 0) -> Values:
        """The values of one period of each row's year, or of so many years earlier."""
        return taken(values, self.calendar.rows_in_year(slot, years))

    def standing(self, item: str) -> Values:
        """What was last said of an item in the year, from the month in which it was said (E48: adjusted budgets)."""
        said, found = self.read(item, ""), np.full(len(self.calendar.keys), np.nan)
        for month in range(1, MONTHS + 1):
            at_month = self.in_year(said, month)
            found = np.where((month <= self.calendar.elapsed) & ~np.isnan(at_month), at_month, found)
        return first(np.where(self.calendar.years, said, np.nan), found)

    def _is_blank(self, item: str, view: str) -> NDArray[np.bool_]:
        """Rows in which an item may be blank: on a filled form with that column, and not there but unreadable."""
        filled = self._filled[is_of_whole(self.items[item], view)]
        found = np.zeros(len(self.calendar.keys), dtype=np.bool_)
        for form in self.items[item].forms:
            rows = filled.get(form, [])
            found[rows] |= self._has_column(form, view)[rows]
        found[self._unread.get(item, [])] = False
        return found & self._is_nil(item, view) if found.any() else found

    def _is_nil(self, item: str, view: str) -> NDArray[np.bool_]:
        """Rows in which a blank is none: by what is commonly left out, and by the total of the line."""
        found = self._is_nil_line(item, view)
        own = self._by_total.get(item)  # a total of which a line has an amount is no nil: it is not known
        lines = [np.nan_to_num(self.matrix.column(name, view)) != 0 for name, _ in own.lines] if own else []
        return np.asarray(found & ~np.any(lines, axis=0), dtype=np.bool_) if lines else found

    def _is_nil_line(self, item: str, view: str) -> NDArray[np.bool_]:
        usual, of = self.items[item].blank_is_zero, self._totals.get(item)
        if of is None:
            return np.full(len(self.calendar.keys), usual)
        whole, shares = self.matrix.column(of.total, view), [self.matrix.column(name, view) for name, _ in of.lines]
        if usual:
            return ~nil.undivided(whole, shares)
        within = np.isnan(whole) & nil.unknown(shares)
        return nil.proved(whole, of, shares) | (within & self._is_nil(of.total, view) if within.any() else within)

    @cached_property
    def _totals(self) -> Mapping[str, nil.TotalLines]:
        return nil.totals_of(self.items)

    @cached_property
    def _by_total(self) -> Mapping[str, nil.TotalLines]:
        return nil.by_total(self._totals)

    def _has_column(self, form: str, view: str) -> NDArray[np.bool_]:
        """Rows for which some line of a form has a figure in a column: what no line has, the paper does not print."""
        if (form, view) not in self._columns:
            names = (name for name in self._on_form.get(form, ()) if (name, view) in self.matrix)
            there = self.matrix.figures[:, [self.matrix.at[name, view] for name in names]]
            self._columns[form, view] = np.asarray(np.isfinite(there).any(axis=1), dtype=np.bool_)
        return self._columns[form, view]

    @cached_property
    def _on_form(self) -> Mapping[str, tuple[str, ...]]:
        return on_forms(self.items)

    @cached_property
    def _filled(self) -> Mapping[bool, Mapping[str, list[int]]]:
        """Rows of the forms on which a blank tells something, by form: of what a period is as a whole, and else."""
        return {
            throughout: self._rows_by(
                (form.form, form.entity, form.period) for form in self.dataset.filled(throughout=throughout)
            )
            for throughout in (True, False)
        }

    @cached_property
    def _unread(self) -> Mapping[str, list[int]]:
        """Rows of what could not be taken, by item."""
        return self._rows_by(self.dataset.unread)

    def _rows_by(self, found: Iterable[tuple[str, str, str]]) -> Mapping[str, list[int]]:
        """Rows by a name, of names with entity and period."""
        rows: dict[str, list[int]] = {}
        for name, *at in found:
            if (row := self._row_at.get((at[0], at[1]))) is not None:
                rows.setdefault(name, []).append(row)
        return rows

    @cached_property
    def _row_at(self) -> Mapping[tuple[str, str], int]:
        return {(str(entity), str(period)): row for row, (entity, period) in enumerate(self.dataset.values.index)}

    def _make(self, item: str, aspect: Aspect) -> Values:
        kind = self.items[item].kind
        match aspect:
            case Aspect.BUDGET:
                return self.in_year(self.read(item, "budget"), 0)
            case Aspect.COMPARATIVE:
                return self.read(item, "comp")
            case Aspect.OPEN:
                return self._opening(item)
            case _ if kind in BALANCES:
                return self._closing(item)
            case _ if aspect is Aspect.MONTH or (aspect is Aspect.BASIS and self.terms.basis == "month"):
                return self._of_period(item)
            case _:
                return self._to_date(item)

    def _closing(self, item: str) -> Values:
        """A balance; that of a year is its last month's where there is no other, an opening one its first month's."""
        own, to_date = self.read(item, ""), self.read(item, "ytd")
        found = first(own, to_date)
        if not self.items[item].opening:
            return first(found, self._from_year_end(found))
        january = first(self.in_year(own, 1), self.in_year(own, QUARTER_SLOT + 1))
        return first(found, first(self._from_year_end(to_date), np.where(self.calendar.years, january, np.nan)))

    def _opening(self, item: str) -> Values:
        """The opening balance of the year, for a year also as its last month has it; or the last closing before it."""
        closing = self.figure(item, Aspect.BASIS) if self.items[item].kind in BALANCES else self.read(item, "")
        last_year = first(self.in_year(closing, 0, years=1), self.year_end(closing, years=1))
        return first(self.stated_opening(item), last_year)

    def stated_opening(self, item: str) -> Values:
        """The opening balance of the year as a form states it: that of a year may stand on that of its last month."""
        printed = self.read(item, "open")
        return first(printed, self._from_year_end(printed))

    def _to_date(self, item: str) -> Values:
        """A flow of the year to date: as printed, or the sum of its months; a mean likewise, but averaged."""
        printed = self.read(item, "ytd")
        whole = self.read(item, "")
        summed = self._summed(whole)
        if self.items[item].kind is Kind.MEAN:
            summed = first(self._months_summed(whole) / self.calendar.elapsed, whole)
        part = first(printed, summed)
        year = first(first(whole, printed), first(self._from_year_end(printed), summed))
        return np.where(self.calendar.years, year, part)

    def _of_period(self, item: str) -> Values:
        """A flow of the period itself; from two years to date where it is not printed (E15)."""
        whole, printed = self.read(item, ""), self.read(item, "ytd")
        if self.items[item].kind is Kind.MEAN:
            return np.where(self.calendar.years, self._to_date(item), whole)
        before = taken(printed, self.calendar.rows_moved(0, 1))
        first_of_year = self.calendar.elapsed == self.calendar.lasting
        difference = np.where(first_of_year, printed, printed - before)
        return np.where(self.calendar.years, self._to_date(item), first(whole, difference))

    def _summed(self, whole: Values) -> Values:
        """The sum of the months of the year to date, or of its quarters, where all of them are there."""
        quarters = self.calendar.elapsed // 3
        by_quarters = self._added(whole, QUARTER_SLOT, quarters)
        whole_quarters = np.where(self.calendar.elapsed % 3 == 0, by_quarters, np.nan)
        return first(self._months_summed(whole), whole_quarters)

    def _months_summed(self, whole: Values) -> Values:
        return self._added(whole, 0, self.calendar.elapsed)

    def _added(self, whole: Values, slot: int, count: Rows) -> Values:
        """The sum of the first `count` periods of the year behind a slot, NaN where one is missing."""
        if count.min(initial=1) > 0 and self.calendar.rows_in_year(slot + 1) is None:
            return np.full(whole.shape, np.nan)
        total = np.zeros(whole.shape)
        for number in range(1, int(count.max(initial=0)) + 1):
            more = total + self.in_year(whole, slot + number)
            total = np.where(number <= count, more, total)
        return total

    def year_end(self, values: Values, years: int = 0) -> Values:
        """The values of the last month, or else of the last quarter, of each row's year or of an earlier one."""
        december = self.in_year(values, MONTHS, years)
        return first(december, self.in_year(values, QUARTER_SLOT + 4, years))

    def _from_year_end(self, values: Values) -> Values:
        return np.where(self.calendar.years, self.year_end(values), np.nan)


def ends_year(keys: Rows) -> NDArray[np.bool_]:
    """Which keys are those of the last month or quarter of a year."""
    return np.asarray((keys % SLOTS != 0) & (months_of(keys) == MONTHS), dtype=np.bool_)


def tells_year_end(item: Item, aspect: Aspect, terms: Terms) -> bool:
    """Whether what a year has is so at the end of its last month: a balance, a flow to date, never that of the month.

    What a month begins with is not what its year did.
    """
    if item.kind in BALANCES:
        return not item.opening
    return not (aspect is Aspect.MONTH or (aspect is Aspect.BASIS and terms.by_month))


on_forms = kept_for_last(items_on_forms)


def is_of_whole(item: Item, view: str) -> bool:
    """Whether a figure is one of the whole period, and not of its end."""
    return item.kind not in BALANCES and not view


def taken(values: Values, rows: Rows | None) -> Values:
    """The values of these rows, NaN where there is none."""
    if rows is None:
        return np.full(values.shape, np.nan)
    return np.where(rows == NO_ROW, np.nan, values[rows])


def first(values: Values, others: Values) -> Values:
    """The value, or else the other one."""
    return np.where(np.isnan(values), others, values)


class MonthEnds(Operands, InTime, Protocol):
    """What month ends are read from."""

    @property
    def figures(self) -> Figures:
        """The figures with their calendar."""

    @property
    def barriers(self) -> Barriers:
        """What must not be used."""


def monthly_mean(provider: MonthEnds, node: Expression, context: NameContext) -> ValueColumn:
    """The mean for every row, by the month that of the period itself; none where a month end is missing."""
    calendar = provider.figures.calendar
    mean = _here(provider, node)
    if not (context.years or context.steps):
        return mean
    found = _gathered(provider, mean, calendar.moved(context.years, context.steps), context.when_missing)
    if not provider.barriers.any:
        return found
    against = provider.barriers.codes(replace(context, aspect=Aspect.BASIS), np.zeros(provider.size, dtype=np.bool_))
    return finished(found.values, either(against, found.codes))


def _here(provider: MonthEnds, node: Expression) -> ValueColumn:
    calendar, evaluation = provider.figures.calendar, FormulaRun(provider, provider)
    closing = evaluation.column(node, HERE)
    opening = evaluation.column(node, NameContext(aspect=Aspect.OPEN))
    gone = calendar.elapsed - calendar.lasting if provider.by_month else np.zeros_like(calendar.elapsed)
    before = _gathered(provider, closing, calendar.year_keys + gone, Reason.MISSING_INPUT)
    total = np.where(gone > 0, before.values, opening.values) / 2
    codes = np.where(gone > 0, before.codes, opening.codes).astype(np.int8)
    for month in range(1, int(calendar.elapsed.max(initial=0)) + 1):
        end = _gathered(provider, closing, calendar.year_keys + month, Reason.MISSING_INPUT)
        counts, last = (gone < month) & (month <= calendar.elapsed), month == calendar.elapsed
        total = np.where(counts, total + np.where(last, end.values / 2, end.values), total)
        codes = np.where(counts, either(codes, end.codes), codes).astype(np.int8)
    return finished(total / (calendar.elapsed - gone), codes)


def _gathered(provider: MonthEnds, column: ValueColumn, keys: Rows, when_missing: Reason) -> ValueColumn:
    rows = provider.figures.calendar.find(keys)
    values = np.where(rows == NO_ROW, np.nan, column.values[rows])
    return ValueColumn(values, np.where(rows == NO_ROW, CODES[when_missing], column.codes[rows]).astype(np.int8))
