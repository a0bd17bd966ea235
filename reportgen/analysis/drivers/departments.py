"""What departments bring and cost, how that changed, and what no department answers for.

Drugs and consumables: how much of the change is price and how much is quantity, article by article.

price effect = (p1 − p0) · q1, quantity effect = (q1 − q0) · p0; their sum is the change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import fsum
from typing import TYPE_CHECKING, Final

from reportgen.analysis import tables
from reportgen.analysis.answer import Figure, Unavailable, added, values_of
from reportgen.analysis.books import lacking
from reportgen.analysis.comparison.against import Base, Compared, compared
from reportgen.analysis.drivers.split import (
    ServiceVolume,
    Split,
    VolumePriceMix,
    chain,
    shapley,
    usable,
    volume_price_mix,
)
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.answer import RegisterRow
    from reportgen.analysis.material import Analyses

TABLE: Final = "departments"
WORK: Final = ("visits", "discharges", "bed_days", "case_weight")
COSTS: Final = ("personnel_cost", "drug_cost", "consumables_cost", "depreciation_cost", "other_cost")


@dataclass(frozen=True)
class Department:
    """One department, to date.

    Attributes:
        margin: income − direct cost; result: margin − allocated indirect cost, not applicable where its own cost is
            what is allocated to others.
        cost_rate: direct cost over income.
        income_change, cost_change: against the same months of last year.
        work: quantities by name, as far as the department counts them.
        per_unit: direct cost for one visit, discharge, bed day and point of case weight.
    """

    id: str
    group: str
    income: Figure
    direct_cost: Figure
    indirect_cost: Figure
    margin: Figure
    result: Figure
    cost_rate: Figure
    income_change: Compared
    cost_change: Compared
    costs: Mapping[str, Figure]
    work: Mapping[str, Figure]
    staff: Figure


@dataclass(frozen=True)
class Contribution:
    """What one department adds to the change of all margins."""

    id: str
    amount: float
    begun: bool = False
    ended: bool = False


@dataclass(frozen=True)
class Departments:
    """All departments, in the order of the table.

    Attributes:
        income, direct_cost: sums of the departments.
        income_left, cost_left: what the hospital's statements hold beyond them: not allocated to any department.
        contributions: to the change of the margin since last year, largest first; they add up to it. `Unavailable`
            where last year's table is not there.
        margin_change: the sum of the contributions.
    """

    departments: tuple[Department, ...]
    income: Figure
    direct_cost: Figure
    income_left: Figure
    cost_left: Figure
    contributions: tuple[Contribution, ...] | Unavailable
    margin_change: float | None

    @property
    def is_complete(self) -> bool:
        """Whether the departments make up the hospital's income and cost."""
        return all(one.value is not None and abs(one.value) <= HALF_A_FEN for one in (self.income_left, self.cost_left))


def departments(analyses: Analyses) -> Departments | Unavailable:
    """Departments to date, against the same months of last year."""
    books = analyses.books
    rows = tables.to_date(analyses, TABLE)
    if isinstance(rows, Unavailable):
        return rows
    before = tables.last_year(analyses, TABLE)
    earlier = {} if isinstance(before, Unavailable) else before
    period = str(books.now.previous_year())
    found = _with_results(_department(row, earlier.get(row.key), period) for row in rows.values())
    income, cost = added(one.income for one in found), added(one.direct_cost for one in found)
    contributions = before if isinstance(before, Unavailable) else _contributions(rows, before)
    change = None if isinstance(contributions, Unavailable) else fsum(one.amount for one in contributions)
    return Departments(
        found,
        income,
        cost,
        books.to_date("medical_income") - income,
        books.to_date("medical_activity_expense") - cost,
        contributions,
        change,
    )


def ranked(found: Iterable[Department], by: str) -> tuple[Department, ...]:
    """Departments by a figure, highest first, those without it last; `by` is ``income_change`` or a field."""

    def key(one: Department) -> tuple[bool, float, str]:
        chosen = getattr(one, by)
        figure = chosen.rate if isinstance(chosen, Compared) else chosen
        return figure.value is None, -(figure.value or 0.0), one.id

    return tuple(sorted(found, key=key))


def _department(row: RegisterRow, before: RegisterRow | None, period: str) -> Department:
    income, direct, indirect = row.figure("income"), row.figure("direct_cost"), row.figure("indirect_cost")
    old = Figure.missing(Reason.MISSING_PRIOR)
    return Department(
        row.key,
        row.words.get("class", ""),
        income,
        direct,
        indirect,
        income - direct,
        income - direct - indirect,
        direct.over(income),
        compared(Base.LAST_YEAR, income, before.figure("income") if before else old, period),
        compared(Base.LAST_YEAR, direct, before.figure("direct_cost") if before else old, period),
        {name: row.figure(name) for name in COSTS if row.figure(name).value is not None},
        {name: row.figure(name) for name in WORK if row.figure(name).value is not None},
        row.figure("staff"),
    )


def _with_results(found: Iterable[Department]) -> tuple[Department, ...]:
    """Where cost is allocated, only those that bear some of it have a result: that of the others is borne by them.

    One without any figures has none either, but for another reason: a sum over it is not known.
    """
    departments = tuple(found)
    if not any(one.indirect_cost.value for one in departments):
        return departments
    none = Figure.missing(Reason.NOT_APPLICABLE)
    return tuple(one if one.indirect_cost.value or _is_blank(one) else replace(one, result=none) for one in departments)


def _is_blank(one: Department) -> bool:
    """Whether nothing was entered for a department; one with a cost of its own and no income is no such."""
    return one.income.value is None and one.direct_cost.value is None


def _contributions(
    now: Mapping[str, RegisterRow], before: Mapping[str, RegisterRow]
) -> tuple[Contribution, ...] | Unavailable:
    """Changes of the margins; a department that began or ended counts with its whole margin, and is marked."""
    gaps = {name: _gaps(name, now) | _gaps(name, before) for name in {**now, **before}}
    holed = tuple(name for name, months in gaps.items() if months)
    if holed:
        months = tuple(sorted(set().union(*gaps.values())))
        return Unavailable("department_months", Reason.MISSING_INPUT, {"names": holed, "months": months})
    found = []
    for name in {**now, **before}:
        margins = [_margin(rows.get(name)) for rows in (before, now)]
        if any(one is None for one in margins):
            return Unavailable("department_without_figures", Reason.MISSING_INPUT, {"name": name})
        old, new = (one or 0.0 for one in margins)
        found.append(Contribution(name, new - old, begun=name not in before, ended=name not in now))
    return tuple(sorted(found, key=lambda one: (-abs(one.amount), one.id)))


def _gaps(name: str, rows: Mapping[str, RegisterRow]) -> set[str]:
    return set(rows[name].gaps) if name in rows else set()


def _margin(row: RegisterRow | None) -> float | None:
    """A margin; 0 for a department that is not there, None where its income or cost is blank."""
    if row is None:
        return 0.0
    return (row.figure("income") - row.figure("direct_cost")).value


MATERIALS_TABLE: Final = "inventory"
GROUPS: Final = "disease_groups"
CLASSES: Final = ("drug", "consumable", "other")
DRUG_FACTORS: Final = ("discharges", "quantity_per_discharge", "price")


@dataclass(frozen=True)
class Article:
    """One article: its unit price before and after, and the two effects; or those without a row of their own."""

    id: str
    name: str
    price_before: float
    price_after: float
    price_effect: float
    quantity_effect: float
    is_rest: bool = False


@dataclass(frozen=True)
class Materials:
    """One class of materials to date; price + quantity + begun + ended = after − before.

    Attributes:
        begun, ended: articles that were used in one of the two years only.
    """

    kind: str
    before: float
    after: float
    price_effect: float
    quantity_effect: float
    begun: float
    ended: float
    articles: tuple[Article, ...]

    @property
    def price_index(self) -> float | None:
        """Present prices over last year's, at present quantities; None where nothing is used in both years."""
        worth = fsum(one.price_after for one in self.articles)
        if not self.articles or worth <= 0:
            return None
        now = self.after - self.begun
        return now / (now - self.price_effect) if now > self.price_effect else None


def materials(analyses: Analyses) -> Mapping[str, Materials | Unavailable] | Unavailable:
    """Every class of materials, against the same months of last year."""
    now = tables.to_date(analyses, MATERIALS_TABLE)
    before = tables.to_date(analyses, MATERIALS_TABLE, analyses.books.now.previous_year())
    for found in (now, before):
        if isinstance(found, Unavailable):
            return found
    assert not isinstance(now, Unavailable)
    assert not isinstance(before, Unavailable)
    return {kind: of_class(kind, _of(now, kind), _of(before, kind)) for kind in CLASSES if _of(now, kind)}


def _of(rows: Mapping[str, RegisterRow], kind: str) -> dict[str, RegisterRow]:
    return {key: row for key, row in rows.items() if row.words.get("article_class") == kind}


def of_class(kind: str, now: Mapping[str, RegisterRow], before: Mapping[str, RegisterRow]) -> Materials | Unavailable:
    """Split one class; an amount without a quantity has no price."""
    articles: list[Article] = []
    begun = ended = 0.0
    total: list[tuple[float, float]] = []
    for key in {**now, **before}:
        old, new = _use(before.get(key)), _use(now.get(key))
        if old is None or new is None or min(*old, *new) < 0 or any(a > 0 and q == 0 for q, a in (old, new)):
            return Unavailable("quantity", Reason.ZERO_DENOMINATOR, {"name": key})
        total.append((old[1], new[1]))
        if old[0] and new[0]:
            articles.append(_article(now.get(key) or before[key], old, new))
        else:
            begun, ended = begun + (new[1] if not old[0] else 0.0), ended - (old[1] if not new[0] else 0.0)
    return Materials(
        kind,
        fsum(one for one, _ in total),
        fsum(one for _, one in total),
        fsum(one.price_effect for one in articles),
        fsum(one.quantity_effect for one in articles),
        begun,
        ended,
        tuple(sorted(articles, key=_place)),
    )


def _place(one: Article) -> tuple[bool, float, str]:
    """Those of most effect first, what holds other articles together last."""
    return one.is_rest, -abs(one.price_effect) - abs(one.quantity_effect), one.id


def _use(row: RegisterRow | None) -> tuple[float, float] | None:
    """Quantity and amount used; nothing of an article that is not there, None where one of the two is blank."""
    if row is None:
        return 0.0, 0.0
    found = values_of((row.figure("used_quantity"), row.figure("used_amount")))
    return None if found is None else (found[0], found[1])


def _article(row: RegisterRow, old: tuple[float, float], new: tuple[float, float]) -> Article:
    before, after = old[1] / old[0], new[1] / new[0]
    effects = (after - before) * new[0], (new[0] - old[0]) * before
    return Article(row.key, row.words.get("article_name", row.key), before, after, *effects, row.is_rest)


def drug_income(analyses: Analyses) -> tuple[Split, Split] | Unavailable:
    """In-patients' drug income by discharges, quantity a discharge and price; in this order, and free of order.

    The price is the index of the hospital's own drug articles, so that quantity is income at last year's prices.
    """
    books, found = analyses.books, materials(analyses)
    drugs = (
        found if isinstance(found, Unavailable) else found.get("drug", Unavailable("no_price", Reason.MISSING_INPUT))
    )
    if isinstance(drugs, Unavailable):
        return drugs
    index = drugs.price_index
    before = books.now.previous_year()
    figures = [
        books.to_date(item, when) for when in (before, books.now) for item in ("discharges", "inpatient_drug_income")
    ]
    known = values_of(figures)
    if known is None:
        items = ("discharges", "inpatient_drug_income")
        return lacking(books, items) or lacking(books, items, before) or Unavailable("last_year", Reason.MISSING_PRIOR)
    if index is None:
        return Unavailable("no_price", Reason.ZERO_DENOMINATOR)
    people, income, people_now, income_now = known
    if not usable((people, income), (people_now, income_now)):
        return Unavailable(
            "drivers_not_positive", Reason.NEGATIVE_BASE, {"item": books.item("inpatient_drug_income").name}
        )
    old, new = (people, income / people, 1.0), (people_now, income_now / index / people_now, index)
    return chain(DRUG_FACTORS, old, new), shapley(DRUG_FACTORS, old, new)


def case_mix(analyses: Analyses) -> VolumePriceMix | Unavailable:
    """Income of disease groups by number of cases, mix of groups, and income a case."""
    now = tables.to_date(analyses, GROUPS)
    before = tables.to_date(analyses, GROUPS, analyses.books.now.previous_year())
    for found in (now, before):
        if isinstance(found, Unavailable):
            return found
    assert not isinstance(now, Unavailable)
    assert not isinstance(before, Unavailable)
    services = list(_services(before, now))
    lost = next((one for one in services if isinstance(one, Unavailable)), None)
    return lost or volume_price_mix([one for one in services if isinstance(one, ServiceVolume)])


def _services(
    before: Mapping[str, RegisterRow], now: Mapping[str, RegisterRow]
) -> Iterator[ServiceVolume | Unavailable]:
    for key in {**now, **before}:
        numbers = [_number(rows.get(key), column) for rows in (before, now) for column in ("cases", "group_income")]
        known = values_of(numbers)
        if known is None:
            yield Unavailable("group_without_figures", Reason.MISSING_INPUT, {"name": key})
        else:
            yield ServiceVolume(key, *known)


def _number(row: RegisterRow | None, column: str) -> Figure:
    return Figure(0.0) if row is None else row.figure(column)
