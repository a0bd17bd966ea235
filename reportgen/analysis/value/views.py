"""What money does not say: environment, intangibles, strategy, staff and patients, each as indicators and ratings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Figure, Lack
from reportgen.analysis.comparison.against import IN_POINTS, SIGN, Base, Compared, compared, direction_of
from reportgen.catalog.messages import JOINT
from reportgen.formula.walk import names_in
from reportgen.model.definition import Text
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses

VIEWS: Final[Mapping[str, tuple[str, ...]]] = {
    "environment": (
        "energy_per_10k_income", "pollution_control_growth", "waste_reuse_growth", "public_welfare_input_rate",
        "social_contribution_rate", "review_social_contribution",
    ),
    "intangibles": (
        "intangible_asset_share", "rd_intensity", "technology_input_ratio", "research_funding_per_100_staff",
        "review_development_innovation", "review_industry_influence",
    ),
    "strategy": (
        "review_strategy", "review_strategic_management", "review_operating_decision", "review_risk_control",
        "review_leadership", "review_basic_management",
    ),
    "staff": (
        "staff_satisfaction_rate", "training_expense_per_staff", "nurse_doctor_ratio", "senior_staff_share",
        "admin_staff_share", "review_human_resources", "review_staff_quality",
    ),
    "patients": (
        "outpatient_satisfaction_rate", "inpatient_satisfaction_rate", "complaint_rate", "price_compliance_rate",
        "average_length_of_stay", "medical_ethics_score", "technical_ability_score", "review_service_satisfaction",
    ),
}  # fmt: skip
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
class View:
    """The indicators of a view, those with a value first, in the order of the view."""

    id: str
    rows: tuple[Seen, ...]

    @property
    def known(self) -> tuple[Seen, ...]:
        """Indicators with a value."""
        return tuple(row for row in self.rows if row.value.value is not None)


def environment(analyses: Analyses) -> View | Lack:
    """Energy, pollution, reuse, and what is done for society."""
    return view(analyses, "environment")


def intangibles(analyses: Analyses) -> View | Lack:
    """Intangible assets, research and innovation."""
    return view(analyses, "intangibles")


def strategy(analyses: Analyses) -> View | Lack:
    """Strategy, decisions and control, as they were rated."""
    return view(analyses, "strategy")


def staff(analyses: Analyses) -> View | Lack:
    """Who works here, how they are trained, and what they say."""
    return view(analyses, "staff")


def patients(analyses: Analyses) -> View | Lack:
    """What patients say and meet with."""
    return view(analyses, "patients")


def view(analyses: Analyses, name: str) -> View | Lack:
    """One view; a `Lack` that lists what to supply where no indicator of it has a value."""
    rows = sorted((_seen(analyses, one) for one in VIEWS[name]), key=lambda row: row.value.value is None)
    if all(row.value.value is None for row in rows):
        items = dict.fromkeys(item for row in rows for item in row.lacking)
        names = [analyses.books.item(item).name for item in list(items)[:FEW]]
        listed = Text(zh=JOINT["zh"].join(one.zh for one in names), en=JOINT["en"].join(one.en for one in names))
        return Lack("view", Reason.MISSING_INPUT, {"items": listed})
    return View(name, tuple(rows))


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
