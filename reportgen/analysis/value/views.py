"""What money does not say: environment, intangibles, strategy, staff and patients, each as indicators and ratings.

Preservation of state assets: closing net assets, objective changes taken out, over opening net assets.

Above 1 their value grew, at 1 it was kept, below it was not. Objective changes are those that the hospital states, else
gratuitous transfers and equity-method adjustments of associates, as the balance sheet shows them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Facts, Figure, Unavailable, added
from reportgen.analysis.books import lacking
from reportgen.analysis.comparison.against import IN_POINTS, SIGN, Base, Compared, compared, direction_of
from reportgen.catalog.messages import JOINT
from reportgen.formula.walk import names_in
from reportgen.model.definition import Text
from reportgen.model.printing import HALF_A_FEN
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.books import Books
    from reportgen.analysis.material import Analyses

VIEWS: Final[Mapping[str, tuple[str, ...]]] = {
    "environment": (
        "energy_per_10k_income",
        "pollution_control_growth",
        "waste_reuse_growth",
        "public_welfare_input_rate",
        "social_contribution_rate",
        "review_social_contribution",
    ),
    "intangibles": (
        "intangible_asset_share",
        "rd_intensity",
        "technology_input_ratio",
        "research_funding_per_100_staff",
        "review_development_innovation",
        "review_industry_influence",
    ),
    "strategy": (
        "review_strategy",
        "review_strategic_management",
        "review_operating_decision",
        "review_risk_control",
        "review_leadership",
        "review_basic_management",
    ),
    "staff": (
        "staff_satisfaction_rate",
        "training_expense_per_staff",
        "nurse_doctor_ratio",
        "senior_staff_share",
        "admin_staff_share",
        "review_human_resources",
        "review_staff_quality",
    ),
    "patients": (
        "outpatient_satisfaction_rate",
        "inpatient_satisfaction_rate",
        "complaint_rate",
        "price_compliance_rate",
        "average_length_of_stay",
        "medical_ethics_score",
        "technical_ability_score",
        "review_service_satisfaction",
    ),
}
"""View → its indicators; income and surplus are in none of them."""
FEW: Final = 6


@dataclass(frozen=True)
class Seen:
    """One indicator of a view.

    Attributes:
        change: against the same period of last year; better: whether it moved in its direction, None where it has none,
            did not move, or has no last year.
        evidence: on what a rating rests, "" for anything else.
        lacking: items that would have to be supplied; empty where there is a value.
    """

    indicator: str
    value: Figure
    change: Compared
    better: bool | None
    evidence: str
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class IndicatorView:
    """The indicators of a view, those with a value first, in the order of the view."""

    id: str
    rows: tuple[Seen, ...]

    @property
    def known(self) -> tuple[Seen, ...]:
        """Indicators with a value."""
        return tuple(row for row in self.rows if row.value.value is not None)


def environment(analyses: Analyses) -> IndicatorView | Unavailable:
    """Energy, pollution, reuse, and what is done for society."""
    return view(analyses, "environment")


def intangibles(analyses: Analyses) -> IndicatorView | Unavailable:
    """Intangible assets, research and innovation."""
    return view(analyses, "intangibles")


def strategy(analyses: Analyses) -> IndicatorView | Unavailable:
    """Strategy, decisions and control, as they were rated."""
    return view(analyses, "strategy")


def staff(analyses: Analyses) -> IndicatorView | Unavailable:
    """Who works here, how they are trained, and what they say."""
    return view(analyses, "staff")


def patients(analyses: Analyses) -> IndicatorView | Unavailable:
    """What patients say and meet with."""
    return view(analyses, "patients")


def view(analyses: Analyses, name: str) -> IndicatorView | Unavailable:
    """One view; `Unavailable` that lists what to supply where no indicator of it has a value."""
    rows = sorted((_seen(analyses, one) for one in VIEWS[name]), key=lambda row: row.value.value is None)
    if all(row.value.value is None for row in rows):
        items = dict.fromkeys(item for row in rows for item in row.lacking)
        names = [analyses.books.item(item).name for item in list(items)[:FEW]]
        listed = Text(zh=JOINT["zh"].join(one.zh for one in names), en=JOINT["en"].join(one.en for one in names))
        return Unavailable("view", Reason.MISSING_INPUT, {"items": listed})
    return IndicatorView(name, tuple(rows))


def _seen(analyses: Analyses, name: str) -> Seen:
    books, catalog = analyses.books, analyses.material.catalog
    value, before = books.indicator(name), books.now.previous_year()
    points = catalog.indicators[name].unit == IN_POINTS
    change = compared(Base.LAST_YEAR, value, books.indicator(name, before), str(before), points=points)
    sign, moved = SIGN.get(direction_of(analyses, name)), change.difference.value
    items = [item for item in names_in(catalog.expressions[name]) if item in catalog.items]
    return Seen(
        name,
        value,
        change,
        sign * moved > 0 if sign is not None and moved else None,
        next(_evidence(analyses, items), ""),
        () if value.value is not None else tuple(item for item in items if books.to_date(item).value is None),
    )


def _evidence(analyses: Analyses, items: list[str]) -> Iterator[str]:
    material = analyses.material
    for item in items:
        note = material.dataset.notes.get((item, material.entity, material.period, ""))
        if note:
            yield note


TOTAL: Final = "net_assets"
STATED: Final = "objective_net_asset_changes"
OBJECTIVE: Final = ("gratuitous_transfer_net_assets", "equity_method_adjustment")
PARTS: Final = (
    "accumulated_surplus",
    "special_funds",
    "equity_method_adjustment",
    "gratuitous_transfer_net_assets",
    "current_surplus_balance",
)
HELD: Final = ("fixed_assets_net", "idle_fixed_assets_cost", "assets_pending_disposal", "lt_equity_investments")
EVEN: Final = 1e-12


class Preserved(StrEnum):
    """What became of the value."""

    GROWN = "grown"
    KEPT = "kept"
    REDUCED = "reduced"


@dataclass(frozen=True)
class NetAssetsPart:
    """A part of net assets: opening + change = closing; objective: whether its change is no result of the hospital."""

    item: str
    opening: Figure
    change: Figure
    closing: Figure
    objective: bool


@dataclass(frozen=True)
class Held:
    """State assets in kind: opening and closing, with the change."""

    item: str
    opening: Figure
    change: Figure
    closing: Figure


@dataclass(frozen=True)
class StateAssets:
    """Net assets over the year so far.

    Attributes:
        opening, closing: at the start of the year and at the end of the period.
        objective: changes from outside, money; stated: whether the hospital states them.
        rate: (closing − objective) over opening, a fraction; plain: closing over opening.
        parts: they add up to opening, change and closing. `Unavailable` where they do not.
        held: assets in kind, as far as both balances are known.
    """

    opening: float
    closing: float
    objective: Figure
    stated: bool
    rate: Figure
    plain: Figure
    verdict: Preserved | None
    parts: tuple[NetAssetsPart, ...] | Unavailable
    held: tuple[Held, ...]


def state_assets(analyses: Analyses) -> StateAssets | Unavailable:
    """Preservation over the year so far."""
    books = analyses.books
    lost = lacking(books, [TOTAL])
    if lost is not None:
        return lost
    opening, closing = books.opening(TOTAL), books.to_date(TOTAL)
    if opening.value is None or closing.value is None:
        facts: Facts = {"item": books.item(TOTAL).name, "period": str(books.now.fiscal_year.previous_year())}
        return Unavailable("item_of", opening.reason or Reason.MISSING_PRIOR, facts)
    parts, stated = _parts(books), books.to_date(STATED)
    objective = stated if stated.value is not None else _objective(books)
    rate = (closing - objective).over(opening)
    held = tuple(Held(item, *_movement(books, item)) for item in HELD)
    return StateAssets(
        opening.value,
        closing.value,
        objective,
        stated.value is not None,
        rate,
        closing.over(opening),
        verdict(rate.value),
        parts,
        tuple(one for one in held if one.change.value is not None),
    )


def verdict(rate: float | None) -> Preserved | None:
    """What a rate of preservation says; noise of binary is no change."""
    if rate is None:
        return None
    if abs(rate - 1) <= EVEN:
        return Preserved.KEPT
    return Preserved.GROWN if rate > 1 else Preserved.REDUCED


def _movement(books: Books, item: str) -> tuple[Figure, Figure, Figure]:
    opening, closing = books.opening(item), books.to_date(item)
    return opening, closing - opening, closing


def _objective(books: Books) -> Figure:
    """Changes of the lines that are never the hospital's own doing."""
    return added(_movement(books, item)[1] for item in OBJECTIVE)


def _parts(books: Books) -> tuple[NetAssetsPart, ...] | Unavailable:
    found = tuple(NetAssetsPart(item, *_movement(books, item), item in OBJECTIVE) for item in PARTS)
    opening, closing = books.opening(TOTAL), books.to_date(TOTAL)
    for side, whole in (("opening", opening), ("closing", closing)):
        figures = {part.item: getattr(part, side) for part in found}
        lost = next((item for item, figure in figures.items() if figure.value is None), None)
        if lost is not None:
            return Unavailable(
                "item_of", Reason.MISSING_INPUT, {"item": books.item(lost).name, "period": str(books.now)}
            )
        gap = (whole - added(figures.values())).value
        if gap is None or abs(gap) > HALF_A_FEN:
            facts: Facts = {"item": books.item(TOTAL).name, "gap": gap or 0.0}
            return Unavailable("parts", Reason.INVALID_INPUT, facts)
    return found
