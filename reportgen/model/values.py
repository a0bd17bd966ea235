"""Computed indicators: values and reasons in step, the tree of one number, and rates of change where they can be said.

Why a value is not there, and remarks on values that are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.model.dataset import Adjustment, Grid
from reportgen.model.definition import Text
from reportgen.model.expression import Expression
from reportgen.model.period import Period
from reportgen.model.place import Place

if TYPE_CHECKING:
    import pandas as pd


class Reason(StrEnum):
    """Why there is no value; the codes are those of the edge rules."""

    ZERO_DENOMINATOR = "zero_denominator"
    NEGATIVE_DENOMINATOR = "negative_denominator"
    MISSING_INPUT = "missing_input"
    MISSING_PRIOR = "missing_prior"
    FIRST_YEAR = "first_year"
    NOT_COMPARABLE = "not_comparable"
    NOT_APPLICABLE = "not_applicable"
    NO_BUDGET = "no_budget"
    NO_STANDARD = "no_standard"
    DEGENERATE_STANDARD = "degenerate_standard"
    NEGATIVE_BASE = "negative_base"
    INVALID_INPUT = "invalid_input"
    BELOW_MINIMUM_CASES = "below_minimum_cases"
    EXCLUDED_BY_USER = "excluded_by_user"
    WITHHELD = "withheld"


class Flag(StrEnum):
    """A remark on a value that is there."""

    UNSTABLE_DENOMINATOR = "unstable_denominator"
    ANNUALISED = "annualised"
    CLOSING_FOR_AVERAGE = "closing_for_average"
    ESTIMATED = "estimated"
    BELOW_ANNUALISING_MONTHS = "below_annualising_months"
    FLOORED = "floored"
    CLAMPED = "clamped"
    BELOW_MINIMUM_CASES = "below_minimum_cases"
    AUDITED = "audited"
    DOUBTFUL = "doubtful"
    EARLIER_DEFINITION = "earlier_definition"


RULES: Final = {
    Reason.ZERO_DENOMINATOR: "E01",
    Reason.NEGATIVE_DENOMINATOR: "E03",
    Reason.MISSING_INPUT: "E34",
    Reason.MISSING_PRIOR: "E12",
    Reason.FIRST_YEAR: "E13",
    Reason.NOT_COMPARABLE: "E18",
    Reason.NOT_APPLICABLE: "E35",
    Reason.NO_BUDGET: "E48",
    Reason.NO_STANDARD: "E25",
    Reason.DEGENERATE_STANDARD: "E27",
    Reason.NEGATIVE_BASE: "E11",
    Reason.INVALID_INPUT: "E36",
    Reason.BELOW_MINIMUM_CASES: "E22",
    Reason.EXCLUDED_BY_USER: "E35",
    Reason.WITHHELD: "E35",
}
"""The edge rule behind each reason (E50)."""

REASONS: Final = tuple(Reason)
CODES: Final = {reason: code for code, reason in enumerate(REASONS, start=1)}
"""Code of each reason in reason arrays; 0 says that there is a value."""


def reason_of(code: int) -> Reason | None:
    """The reason behind a code of a reason array."""
    return REASONS[code - 1] if code else None


@dataclass(frozen=True)
class Measured:
    """One indicator of one entity and period: a value, or the reason why there is none."""

    value: float | None
    reason: Reason | None
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, eq=False)
class IndicatorValues:
    """All indicators of all entities and periods.

    Attributes:
        values: rows (entity, period), columns indicator id, float64, NaN where there is a reason.
        reasons: the same shape, int8 codes of `model.reason`, 0 where there is a value.
        flags: remarks by indicator, entity and period.
        of_year: indicators that at the end of the last month or quarter of a year are what they are of the year.
        year_before: computes, in each row, the values of a year earlier, which its sheets print beside their own.
    """

    values: pd.DataFrame
    reasons: pd.DataFrame
    flags: dict[tuple[str, str, str], tuple[Flag, ...]] = field(default_factory=dict)
    of_year: frozenset[str] = frozenset()
    year_before: Callable[[], IndicatorValues] | None = None

    def at(self, indicator: str, entity: str, period: str) -> Measured:
        """One value or its reason; `missing_input` where the entity has no such period.

        The last month or quarter of a year that the entity has not, has of the year what the year can tell; what a
        period has not, the sheets of a year later tell beside their own figures (E12).
        """
        found = self._own(indicator, entity, period)
        if found.reason is not Reason.MISSING_INPUT or self.year_before is None:
            return found
        later = _year_later(period)
        if self._reasons.at((entity, later), indicator) is None:
            return found
        told = self._year_before.at(indicator, entity, later)
        return found if told.value is None else told

    def of_rows(self, rows: Sequence[tuple[str, str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
        """What `at` says of all indicators in some rows (entity, period), taken together.

        Returns:
            Values (float64, NaN where there is none) and codes of reasons (int8, 0 where there is a value), each of one
            line a row and one column an indicator.
        """
        import numpy as np
        import pandas as pd

        asked = pd.MultiIndex.from_tuples(rows)
        codes = self.reasons.reindex(asked, fill_value=CODES[Reason.MISSING_INPUT])
        numbers = self.values.reindex(asked).mask(codes != 0)
        for line in (line for line, row in enumerate(rows) if self._is_told_elsewhere(row)):
            found = [self.at(str(indicator), *rows[line]) for indicator in codes.columns]
            numbers.iloc[line] = [np.nan if one.value is None else one.value for one in found]
            codes.iloc[line] = np.array([CODES[one.reason] if one.reason else 0 for one in found], dtype=np.int8)
        return numbers, codes

    def _is_told_elsewhere(self, row: tuple[str, str]) -> bool:
        """Whether another row may tell what this one has not: its year, or the sheets of a year later."""
        entity, period = row
        return row not in self._reasons.rows or (
            self.year_before is not None and (entity, _year_later(period)) in self._reasons.rows
        )

    @cached_property
    def _year_before(self) -> IndicatorValues:
        assert self.year_before is not None
        return self.year_before()

    def _own(self, indicator: str, entity: str, period: str) -> Measured:
        row = (entity, period)
        code, number = self._reasons.at(row, indicator), self._values.at(row, indicator)
        if code is None or number is None:
            when = Period.parse(period) if indicator in self.of_year else None
            if when is not None and when.ends_year:
                return self.at(indicator, entity, str(when.fiscal_year))
            return Measured(None, Reason.MISSING_INPUT)
        if code:
            return Measured(None, reason_of(int(code)))
        return Measured(number, None, self.flags.get((indicator, entity, period), ()))

    @cached_property
    def largest(self) -> float:
        """The largest magnitude of a value; 0 where there is none."""
        import numpy as np

        there = np.where(self.reasons.to_numpy() == 0, np.abs(self.values.to_numpy(dtype=np.float64)), 0.0)
        return float(np.nanmax(there, initial=0.0))

    @cached_property
    def _values(self) -> Grid:
        return Grid.of(self.values)

    @cached_property
    def _reasons(self) -> Grid:
        return Grid.of(self.reasons)


@lru_cache(maxsize=1024)
def _year_later(period: str) -> str:
    return str(Period.parse(period).previous_year(-1))


@dataclass(frozen=True)
class Derivation:
    """How one number came about, as a tree.

    Attributes:
        kind: indicator, item, operation, number or calendar.
        id: indicator or item id, or the operator or function.
        expression: the formula text of this node.
        value, reason: the result of this node.
        place: the cell of an item.
        blank: the sheet on which its cell is empty, where that means nil.
        adjustment: what an audit changed of the figure; None where it is as reported.
        node: the formula of an operation, to be said in words; None elsewhere.
        note: what was said of the figure where it was given: the evidence of a rating.
        voucher: the vouchers and documents by which an item was booked, as its source names them.
        parts: what it was made from, in order.
    """

    kind: str
    id: str
    expression: str
    value: float | None
    reason: Reason | None
    unit: str
    name: Text | None = None
    view: str = ""
    period: str = ""
    place: Place | None = None
    estimated: bool = False
    adjustment: Adjustment | None = None
    parts: tuple[Derivation, ...] = ()
    node: Expression | None = None
    note: str = ""
    voucher: str = ""
    blank: Place | None = None

    def items(self) -> Iterator[Derivation]:
        """The figures of the tree, in order."""
        if self.kind == "item":
            yield self
        else:
            for part in self.parts:
                yield from part.items()


def growth(now: float | None, base: float | None) -> float | None:
    """The change as a share of the base; None where the base is not positive, or the figure fell below zero.

    A surplus of 100 that became a deficit of 479 did not fall by 579 %: it turned.
    """
    if now is None or base is None or base <= 0 or now < 0:
        return None
    return now / base - 1


def executed(now: float | None, budget: float | None) -> float | None:
    """What came as a share of its budget; None where the budget is not positive, or a deficit came of a surplus."""
    if now is None or budget is None or budget <= 0 or now < 0:
        return None
    return now / budget


def why(base: float | None) -> str:
    """Key of the words that say why a figure that is there has no rate."""
    if base is None:
        return "statement.no_last_year"
    if base > 0:
        return "statement.turned_negative"
    return "statement.base_zero" if base == 0 else "statement.base_negative"
