"""Stocks by class: opening + bought − used = closing, days in stock, what lies unmoved, beside the balance sheet.

What an inventory table shows by article: what lies unmoved, what was bought beyond use, unused, or dearer.

Purchasing watched by indicators: materials and drugs against warning lines, with value, line and advice.

Lines are those of the set that the case has chosen, else those of the set of purchasing; each says where it comes from.

Materials and drugs: what is watched, how they were bought, and consumables for each hundred yuan by department.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable, added, merged
from reportgen.analysis.business.departments import DepartmentWork
from reportgen.analysis.comparison.against import IN_POINTS, Base, Compared, compared
from reportgen.model.definition import Text
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.warnings import Level

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.material import Analyses
    from reportgen.model.warnings import WarningLine

TABLE: Final = "inventory"
MOST: Final = 10
"""So many departments are shown."""


@dataclass(frozen=True)
class Pointed:
    """An article that is pointed out.

    Attributes:
        amount: money: what lies there, was bought beyond use, was bought and never used, or was paid more than at last
            year's price.
        measure: days since it was last used, or the new price over the old one − 1; None where there is no such thing.
    """

    id: str
    name: str
    group: str
    amount: Figure
    measure: float | None = None


def unmoved(rows: Iterable[RegisterRow], day: dt.date, days: int) -> tuple[Pointed, ...]:
    """Articles in stock that nobody used for so many days up to a day, largest amount first."""

    def found() -> Iterator[Pointed]:
        for row in _single(rows):
            held, last = row.figure("closing_amount"), row.words.get("last_used", "")
            if not last or held.value is None or held.value < HALF_A_FEN:
                continue
            idle = (day - dt.date.fromisoformat(last)).days
            if idle >= days:
                yield _pointed(row, held, float(idle))

    return _sorted(found())


def beyond_use(rows: Iterable[RegisterRow]) -> tuple[Pointed, ...]:
    """Articles of which more was bought than used, by the amount in excess."""
    both = ((row, row.figure("purchased_amount") - row.figure("used_amount")) for row in _single(rows))
    return _sorted(_pointed(row, excess) for row, excess in both if (excess.value or 0.0) >= HALF_A_FEN)


def unused(rows: Iterable[RegisterRow]) -> tuple[Pointed, ...]:
    """Articles that were bought though none was used in the whole time."""

    def found() -> Iterator[Pointed]:
        for row in _single(rows):
            bought, used = row.figure("purchased_amount"), row.figure("used_amount")
            if used.value is not None and abs(used.value) < HALF_A_FEN and (bought.value or 0.0) >= HALF_A_FEN:
                yield _pointed(row, bought)

    return _sorted(found())


def dearer(now: Mapping[str, RegisterRow], before: Mapping[str, RegisterRow]) -> tuple[Pointed, ...]:
    """Articles bought at a higher mean price than a year ago: (p1 − p0) · q1."""

    def found() -> Iterator[Pointed]:
        for key, row in now.items():
            if key not in before or row.is_rest:
                continue
            new, old = _price(row), _price(before[key])
            extra = (new - old) * row.figure("purchased_quantity")
            if new.value is None or old.value is None or (extra.value or 0.0) < HALF_A_FEN:
                continue
            amount = Figure(extra.value, None, merged(new, old))
            yield _pointed(row, amount, new.value / old.value - 1 if old.value > 0 else None)

    return _sorted(found())


def _single(rows: Iterable[RegisterRow]) -> Iterator[RegisterRow]:
    """Rows of one article each: a row that holds many others together has no price, and nobody can look at it."""
    return (row for row in rows if not row.is_rest)


def _price(row: RegisterRow) -> Figure:
    return row.figure("purchased_amount").over(row.figure("purchased_quantity"))


def _pointed(row: RegisterRow, amount: Figure, measure: float | None = None) -> Pointed:
    name, group = row.words.get("article_name", row.key), row.words.get("article_class", "")
    return Pointed(row.key, name, group, amount, measure)


def _sorted(found: Iterable[Pointed]) -> tuple[Pointed, ...]:
    return tuple(sorted(found, key=lambda one: (-(one.amount.value or 0.0), one.id)))


@dataclass(frozen=True)
class StockClass:
    """One class of articles, or all of them.

    Attributes:
        gap: opening + bought − used − closing, which is to be 0.
        days: closing stock over use a day.
    """

    id: str
    articles: int
    opening: Figure
    purchased: Figure
    used: Figure
    closing: Figure
    gap: Figure
    days: Figure


@dataclass(frozen=True)
class Inventory:
    """Stocks to date.

    Attributes:
        classes: in the order in which they appear; total: all together.
        broken: articles whose amounts do not tie, by the gap.
        unmoved: articles nobody used for `unmoved_days`; unmoved_share: their amount over all closing stock.
        statement_gap: closing stock of the table − inventories of the balance sheet.
    """

    classes: tuple[StockClass, ...]
    total: StockClass
    broken: Mapping[str, float]
    unmoved_days: int
    unmoved: tuple[Pointed, ...]
    unmoved_share: Figure
    statement_gap: Figure


def inventory(analyses: Analyses) -> Inventory | Unavailable:
    """Stocks to date, and at the end of the period."""
    rows = tables.to_date(analyses, TABLE)
    if isinstance(rows, Unavailable):
        return rows
    books, limit = analyses.books, analyses.material.case.file.analysis.unmoved_days
    kinds = dict.fromkeys(row.words.get("article_class", "") for row in rows.values())
    groups = {kind: [row for row in rows.values() if row.words.get("article_class", "") == kind] for kind in kinds}
    total, idle = _class("total", list(rows.values()), books.days), unmoved(rows.values(), books.last_day, limit)
    gaps = {row.key: _gap(row).value for row in rows.values()}
    held = added(one.amount for one in idle) if idle else Figure(0.0)
    return Inventory(
        tuple(_class(kind, own, books.days) for kind, own in groups.items()),
        total,
        {key: gap for key, gap in gaps.items() if gap is not None and abs(gap) > HALF_A_FEN},
        limit,
        idle,
        held.over(total.closing),
        total.closing - books.to_date("inventories"),
    )


def _class(identifier: str, rows: Iterable[RegisterRow], days: int) -> StockClass:
    own = list(rows)
    names = ("opening_amount", "purchased_amount", "used_amount", "closing_amount")
    opening, purchased, used, closing = (added(row.figure(name) for row in own) for name in names)
    gap = opening + purchased - used - closing
    return StockClass(
        identifier, len(own), opening, purchased, used, closing, gap, closing.times(float(days)).over(used)
    )


def _gap(row: RegisterRow) -> Figure:
    opening, closing = row.figure("opening_amount"), row.figure("closing_amount")
    return opening + row.figure("purchased_amount") - row.figure("used_amount") - closing


SET: Final = "purchasing"
WATCHED: Final = {
    "consumable": ("consumables_per_100_medical_income", "consumables_turnover", "consumables_expense_growth"),
    "drug": ("drug_share", "drug_turnover_days", "drug_purchase_to_use"),
}
MARKUP: Final = "drug_markup_rate"
MARKUP_RANGE: Final = "historical"


@dataclass(frozen=True)
class Monitored:
    """One indicator of purchasing.

    Attributes:
        group: consumable or drug.
        value: in its base unit; change: against the same period of last year.
        level: the warning level that it reached; None inside all lines, and without any.
        line: the line that it reached, or inside all lines would reach first; None without lines.
        measure, owner: what is usually done about it and by whom; None without lines.
    """

    indicator: str
    group: str
    value: Figure
    change: Compared
    level: Level | None
    line: float | None
    measure: Text | None
    owner: Text | None
    source: str

    @property
    def inside(self) -> str:
        """The word `inside` where there are lines and none is reached, else nothing."""
        return "" if self.line is None or self.level is not None else "inside"


@dataclass(frozen=True)
class MarkUp:
    """The mark-up on drugs against the range of its time; verdict: below, within or above, None without a value."""

    value: Figure
    low: float
    high: float
    verdict: str | None
    source: str


def monitored(analyses: Analyses) -> tuple[Monitored, ...]:
    """All watched indicators, materials first."""
    return tuple(_monitored(analyses, name, group) for group, names in WATCHED.items() for name in names)


def mark_up(analyses: Analyses) -> MarkUp | None:
    """The rule of 15 to 30 %; None where the scheme does not score the indicator, which is off since 2012."""
    scored = {name for part in analyses.material.scheme.parts.values() for name in part.indicators}
    if MARKUP not in scored:
        return None
    lines = analyses.material.catalog.indicators[MARKUP].thresholds[MARKUP_RANGE]
    ((low, high),) = lines.bands()["good"]
    assert low is not None  # the catalogue's own range
    assert high is not None
    value = analyses.books.indicator(MARKUP)
    return MarkUp(value, low, high, verdict(value.value, low, high), lines.source)


def verdict(value: float | None, low: float, high: float) -> str | None:
    """Where a value lies; both ends of the range belong to it."""
    if value is None:
        return None
    return "below" if value < low else "above" if value > high else "within"


def _monitored(analyses: Analyses, name: str, group: str) -> Monitored:
    books = analyses.books
    value, before = books.indicator(name), books.now.previous_year()
    points = analyses.material.catalog.indicators[name].unit == IN_POINTS
    change = compared(Base.LAST_YEAR, value, books.indicator(name, before), str(before), points=points)
    found = _lines(analyses, name)
    if found is None:
        return Monitored(name, group, value, change, None, None, None, None, "")
    line, source = found
    owner = line.answers(in_china=analyses.material.case.file.has_chinese_offices)
    if value.value is None:
        return Monitored(name, group, value, change, None, None, line.measure, owner, source)
    level, at = line.level(value.value) or (None, line.nearest(value.value))
    return Monitored(name, group, value, change, level, at, line.measure, owner, source)


def _lines(analyses: Analyses, name: str) -> tuple[WarningLine, str] | None:
    sets = analyses.material.catalog.warnings
    for chosen in (analyses.material.case.file.analysis.warnings, SET):
        if chosen in sets and name in sets[chosen].lines:
            line = sets[chosen].lines[name]
            return line, line.source or sets[chosen].source
    return None


@dataclass(frozen=True)
class Purchasing:
    """Articles pointed out in the period to date, each list by amount.

    Attributes:
        disorderly: bought though none was used; excess: more bought than used; dearer: bought above last year's price,
            `Unavailable` where last year's table is not there; unmoved: in stock, unused for the case's number of days.
    """

    disorderly: tuple[Pointed, ...]
    excess: tuple[Pointed, ...]
    dearer: tuple[Pointed, ...] | Unavailable
    unmoved: tuple[Pointed, ...]


@dataclass(frozen=True)
class PerHundred:
    """Consumables for each 100 yuan of a department's income, and the change since last year."""

    department: str
    value: Figure
    change: Compared


@dataclass(frozen=True)
class Consumables:
    """What is known of materials and drugs.

    Attributes:
        monitor: six indicators with their lines.
        departments: highest consumption for each 100 yuan first; `Unavailable` without the table.
        mark_up: None where the scheme leaves the rule off.
    """

    monitor: tuple[Monitored, ...]
    purchasing: Purchasing | Unavailable
    departments: tuple[PerHundred, ...] | Unavailable
    mark_up: MarkUp | None

    @property
    def known(self) -> tuple[Monitored, ...]:
        """Indicators with a value."""
        return tuple(one for one in self.monitor if one.value.value is not None)

    @property
    def highest(self) -> tuple[PerHundred, ...]:
        """The departments that use most."""
        return () if isinstance(self.departments, Unavailable) else self.departments[:MOST]

    @property
    def beyond(self) -> tuple[Monitored, ...]:
        """Indicators that have reached a line."""
        return tuple(one for one in self.monitor if one.level is not None)


def consumables(analyses: Analyses) -> Consumables:
    """Materials and drugs to date."""
    return Consumables(monitored(analyses), _purchasing(analyses), _departments(analyses), mark_up(analyses))


def _purchasing(analyses: Analyses) -> Purchasing | Unavailable:
    books, rows = analyses.books, tables.to_date(analyses, TABLE)
    if isinstance(rows, Unavailable):
        return rows
    before = tables.last_year(analyses, TABLE)
    return Purchasing(
        unused(rows.values()),
        beyond_use(rows.values()),
        before if isinstance(before, Unavailable) else dearer(rows, before),
        unmoved(rows.values(), books.last_day, analyses.material.case.file.analysis.unmoved_days),
    )


def _departments(analyses: Analyses) -> tuple[PerHundred, ...] | Unavailable:
    found: DepartmentWork | Unavailable = analyses["business.departments"]
    if isinstance(found, Unavailable):
        return found
    known = [one for one in found.departments if one.consumables_per_100.value is not None]
    ranked = sorted(known, key=lambda one: (-(one.consumables_per_100.value or 0.0), one.id))
    return tuple(PerHundred(one.id, one.consumables_per_100, one.consumables_change) for one in ranked)
