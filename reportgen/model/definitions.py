"""The definitions that the catalog, a pack or a case writes in YAML: items, indicators, forms and checks."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Final

from pydantic import Field

from reportgen.model.definition import Definition, NonEmpty, Text
from reportgen.model.finding import Severity
from reportgen.model.warnings import Thresholds

if TYPE_CHECKING:
    from collections.abc import Iterable

SINCE: Final = {"1998": 1999, "2012": 2012, "2019": 2019}
"""The first year in which accounting rules were in force."""
IN_FORCE: Final = "2019"
"""The rules that public hospitals follow today."""
PERCENT: Final = "percent"
"""The unit of shares, which are kept as fractions."""
NO_RULES: Final = "other"
"""The regime of hospitals that follow no official rules."""


def rules_since(years: Iterable[int]) -> str | None:
    """The newest accounting rules that were in force in all of these years; None of none, or before any."""
    first = min(years, default=0)
    return max((rules for rules, since in SINCE.items() if since <= first), key=SINCE.__getitem__, default=None)


class Kind(StrEnum):
    """What a figure measures in time."""

    STOCK = "stock"  # a balance at the end of a period
    FLOW = "flow"  # an amount of a period, added up over the year
    COUNT = "count"  # a number counted in a period, added up over the year
    LEVEL = "level"  # a number at the end of a period that is not money: beds, staff
    MEAN = "mean"  # a number that is an average or a weight of the period: CMI; never added up


class Direction(StrEnum):
    """Which values are better."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"
    TARGET = "target"
    NONE = "none"


class Item(Definition):
    """One line of a statement, a budget or a table of operations.

    Attributes:
        statement: group such as balance_sheet, income, operations.
        unit: money, count, person, bed, bed_day, index, score, weight …
        forms: codes of the forms on which the line stands.
        parent: the total it belongs to; `sign` is its sign there ("+", "-" or "0" where it is not added).
        short: shorter names for narrow columns.
        budget: the item of the yearly budget that plans it, where no budget stands beside the line itself.
        blank_is_zero: whether an empty cell on an otherwise filled official form means 0 (edge rule E34).
        counted: what one of them is called, where the unit is a count.
        opening: whether a level is that at the beginning of its period: of a year to date, that of the year.
        between: least and largest value on the item's scale, such as 0 and 100; what lies outside is not taken.
    """

    name: Text
    statement: NonEmpty
    kind: Kind
    unit: NonEmpty
    source: NonEmpty
    short: Text | None = None
    forms: tuple[str, ...] = ()
    order: int | None = None
    parent: str | None = None
    sign: str = Field("0", pattern=r"^[+\-0]$")
    regimes: tuple[str, ...] = ()
    budget: str | None = None
    blank_is_zero: bool = False
    counted: Text | None = None
    opening: bool = False
    between: tuple[float, float] | None = None
    replaces: str | None = None


def items_on_forms(items: Mapping[str, Item]) -> Mapping[str, tuple[str, ...]]:
    """The items that stand on each form."""
    found: dict[str, list[str]] = {}
    for name, item in items.items():
        for form in item.forms:
            found.setdefault(form, []).append(name)
    return {form: tuple(names) for form, names in found.items()}


class RatioType(StrEnum):
    """What a ratio sets in relation."""

    STRUCTURE = "structure"  # a part to its whole
    INPUT_OUTPUT = "input_output"  # what is put in to what comes out
    CORRELATION = "correlation"  # two quantities that belong together; also plain amounts


class EarlierDefinition(Definition):
    """How an indicator was defined up to and including a fiscal year; its formula names items only."""

    formula: NonEmpty
    valid_to: int = Field(ge=1900, le=9999)
    source: NonEmpty
    version: str = "1"
    note: Text | None = None


class Indicator(Definition):
    """A ratio or amount computed from items.

    Attributes:
        ability: groups a report: surplus, operating, solvency, growth, cost …
        formula: the text that `formula.parse` reads.
        meaning: what the value tells a reader who knows no formula, as one sentence.
        unit: percent, times, days, money, money_per_person, money_each (per visit or bed, never in ten thousands),
            per_money (what an amount of money takes, as energy for each ten thousand), count, ratio, score: how the
            value is shown.
        decimals: decimals on pages (of the displayed value: a percent value is multiplied by 100 first).
        obsolete: present in the catalog but off unless asked for.
        same_as: indicators that must not be scored together with this one (duplicates, complements).
        not_lever: true for income, price or surplus and what follows from them: never offered as a lever.
        needs_money: true for what is improved by buying or spending: no lever while solvency is low or poor.
        driver: what moves it together with other indicators, such as debt: their gains are never added up.
        regimes: accounting regimes in which it has a meaning; none stands for all.
        ratio_type: structure, input_output or correlation.
        thresholds: named sets of lines.
        valid_from, valid_to: first and last fiscal year in which the indicator exists at all.
        earlier: definitions that held before this one, the oldest first.
        answers: the item that counts the answers of a survey that the value rests on.
        also: other names under which tables of statistics print it.
    """

    name: Text
    ability: NonEmpty
    formula: NonEmpty
    unit: NonEmpty
    direction: Direction
    source: NonEmpty
    meaning: Text
    short: Text | None = None
    decimals: int | None = Field(None, ge=0, le=6)
    note: Text | None = None
    regimes: tuple[str, ...] = ()
    obsolete: bool = False
    not_lever: bool = False
    needs_money: bool = False
    driver: str | None = None
    same_as: tuple[str, ...] = ()
    average: str = Field("strict", pattern=r"^(strict|closing_allowed)$")
    replaces: str | None = None
    version: str = "1"
    ratio_type: RatioType = RatioType.CORRELATION
    thresholds: dict[str, Thresholds] = Field(default_factory=dict)
    valid_from: int | None = Field(None, ge=1900, le=9999)
    valid_to: int | None = Field(None, ge=1900, le=9999)
    earlier: tuple[EarlierDefinition, ...] = ()
    answers: str | None = None
    also: tuple[NonEmpty, ...] = ()


class FormRow(Definition):
    """One row of an official form on one side.

    Attributes:
        item: None for a heading.
        free: whether the hospital divides the line into lines of its own names below it, such as projects.
        monthly: whether it stands in monthly statements alone, without an opening balance.
    """

    label: NonEmpty
    item: str | None = None
    level: int = Field(0, ge=0, le=4)
    bold: bool = False
    english: str | None = None
    free: bool = False
    monthly: bool = False


class FormColumn(Definition):
    """One money column: the words of its head, and which view of a figure it holds."""

    label: NonEmpty
    view: str = Field("", pattern=r"^(|open|comp|ytd|budget)$")


class Form(Definition):
    """An official form: how it is recognised, and what stands on which row.

    Attributes:
        code: official code, as on the printed form without its last word.
        statement: what it states: balance_sheet, income … as `Item.statement`.
        shape: one_sided, two_sided or matrix.
        monthly, annual: the money columns of the monthly and of the annual issue.
        rows, right_rows: rows in official order; `right_rows` only on two-sided forms.
        signature: row labels all of which prove the form; `excludes`: labels which disprove it.
        matrix_columns: for a matrix, the heads and the id suffix of each column (`row__suffix`).
        full: share of its lines that must be on a sheet before one that is not there counts as blank; less where lines
            below a fund that the hospital has not are left out.
    """

    code: NonEmpty
    statement: NonEmpty
    title: Text
    regime: NonEmpty
    shape: str = Field(pattern=r"^(one_sided|two_sided|matrix)$")
    source: NonEmpty
    rows: tuple[FormRow, ...]
    right_rows: tuple[FormRow, ...] = ()
    monthly: tuple[FormColumn, ...] = ()
    annual: tuple[FormColumn, ...] = ()
    signature: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    matrix_columns: dict[str, str] = Field(default_factory=dict)
    full: float = Field(0.8, gt=0.0, le=1.0)

    @cached_property
    def every_row(self) -> tuple[FormRow, ...]:
        """The rows of both sides."""
        return (*self.rows, *self.right_rows)

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """What these rows are called."""
        return tuple(row.label for row in self.every_row)

    @cached_property
    def items(self) -> frozenset[str]:
        """The items that stand on its rows."""
        return frozenset(row.item for row in self.every_row if row.item)


class CheckRule(Definition):
    """A rule of the check language; its words stand in the messages under the same id.

    Attributes:
        rule: one or several equations or comparisons, all of which must hold; `each` stands for every line of `forms`.
        tolerance: "R" (rounding by unit of the source), "0", or "max(R, 0.1%)".
        scope: which periods: "any", "month", "year", or "annual": years of which a statement of their own was read.
        views: columns on which the rule is tried: "" (closing, or the flow of the period), open, ytd, comp.
        forms: forms on which the figures stand; where they are full, a blank counts as zero in a sum, and nowhere else.
        lines: whether a form that is not full has "all" lines of the right side, or "some": where those make the left
            side, the equation holds; where they do not, what is on no line is told (W53), and nothing has failed.
        regimes: regimes under which the rule holds, for the row itself and for the earlier ones that it looks at.
        unless: where all of this holds, the rule is not tried.
        explained: where all of this holds, a gap has its explanation, and the finding weighs one step less.
        doubts: whether a finding puts the figures that it names in question; that a budget was overspent is a fact.
        explainable: whether a note of the case under `explanations` makes the finding weigh one step less.
    """

    name: Text
    rule: NonEmpty
    severity: Severity
    source: NonEmpty
    tolerance: str = Field("R", pattern=r"^(R|0|max\(R, [0-9.]+%\))$")
    scope: str = Field("any", pattern=r"^(any|month|year|annual)$")
    views: tuple[Annotated[str, Field(pattern=r"^(|open|comp|ytd|budget)$")], ...] = ("",)
    forms: tuple[str, ...] = ()
    lines: str = Field("all", pattern=r"^(all|some)$")
    regimes: tuple[str, ...] = ()
    unless: str | None = None
    explained: str | None = None
    doubts: bool = True
    explainable: bool = False
    explanation: Text | None = None
    replaces: str | None = None
