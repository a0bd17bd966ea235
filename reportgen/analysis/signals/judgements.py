"""What several figures say together: debt and cash, amount and quality of the surplus, debts falling due, funds.

Each judgement holds its key of words and the numbers it rests on; nothing is judged where one of them is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.analysis.answer import Unavailable
from reportgen.analysis.signals.risks import held
from reportgen.model.printing import decimals, half_up
from reportgen.model.values import Reason

if TYPE_CHECKING:
    from reportgen.analysis.material import Analyses
    from reportgen.model.warnings import WarningSet

HIGH_DEBT: Final = 0.6
COST_RATE: Final = "medical_activity_cost_rate"
COVER: Final = "cash_to_total_liabilities"
DAYS_OF_CASH: Final = "days_cash_on_hand"
STRONG_COVER: Final = 0.2
"""Operating cash of a year over all liabilities from which debt can be served from what comes in."""
LARGE_ASSETS: Final = 95.0
YUAN: Final = "CNY"


@dataclass(frozen=True)
class Judgement:
    """A sentence under ``analysis.judgement.`` and its numbers, in base units; `period`: of the last, if not now."""

    id: str
    key: str
    figures: Mapping[str, float]
    source: str = ""
    period: str = ""


def judgements(analyses: Analyses) -> Mapping[str, Judgement | Unavailable | None]:
    """All judgements by id; None where the rule has nothing to say."""
    return {name: rule(analyses) for name, rule in RULES.items()}


def _figures(analyses: Analyses, *names: str) -> dict[str, float] | Unavailable:
    found: dict[str, float] = {}
    for name in names:
        figure = analyses.books.indicator(name)
        if figure.value is None:
            indicator = analyses.material.catalog.indicators[name].name
            return Unavailable("indicator", figure.reason or Reason.MISSING_INPUT, {"indicator": indicator})
        found[name] = figure.value
    return found


def debt_service(analyses: Analyses) -> Judgement | Unavailable | None:
    """A warning where the current or the cash ratio has reached a line of the chosen set."""
    found = _figures(analyses, "current_ratio", "cash_ratio")
    if isinstance(found, Unavailable):
        return found
    lines = _lines(analyses)
    beyond = [name for name in found if name in lines.lines and lines.lines[name].level(found[name])]
    if not beyond:
        return None
    key = "both" if len(beyond) > 1 else beyond[0]
    return Judgement("debt_service", f"debt_service.{key}", found, lines.source)


def cash_and_leverage(analyses: Analyses) -> Judgement | Unavailable | None:
    """A high debt ratio beside strong cash flow: low risk; beside weak cash flow: high risk.

    Months without a statement of cash flows look at the cash flow of the last whole year.
    """
    books = analyses.books
    found = _figures(analyses, "asset_liability_ratio")
    if isinstance(found, Unavailable):
        return found
    if found["asset_liability_ratio"] < HIGH_DEBT:
        return None
    for when in (books.now, *reversed(books.years)):
        cover = books.indicator(COVER, when).value
        if cover is not None:
            key = f"cash_and_leverage.{'strong' if cover >= STRONG_COVER else 'weak'}"
            return Judgement("cash_and_leverage", key, {**found, COVER: cover}, period=str(when))
    return Unavailable(
        "indicator", Reason.MISSING_INPUT, {"indicator": analyses.material.catalog.indicators[COVER].name}
    )


def surplus_quality(analyses: Analyses) -> Judgement | Unavailable | None:
    """More surplus at a higher cost rate is better, but less efficient; the other three cases likewise."""
    books = analyses.books
    now, before = books.to_date("period_surplus"), books.last_year("period_surplus")
    rates = [books.indicator(COST_RATE, when).value for when in (books.now.previous_year(), books.now)]
    if now.value is None:
        return Unavailable("item", Reason.MISSING_INPUT, {"item": books.item("period_surplus").name})
    if rates[-1] is None:
        named = analyses.material.catalog.indicators[COST_RATE].name
        return Unavailable("indicator", Reason.MISSING_INPUT, {"indicator": named})
    if before.value is None or rates[0] is None:
        return Unavailable("last_year", Reason.MISSING_PRIOR)
    if now.value == before.value:
        return None
    old, new = (one or 0.0 for one in rates)
    more, dearer = now.value > before.value, new > old
    key = f"surplus_quality.{'more' if more else 'less'}_{'dearer' if dearer else 'cheaper'}"
    figures = {"surplus": now.value, "surplus_before": before.value, "cost_rate": new, "cost_rate_before": old}
    return Judgement("surplus_quality", key, figures)


def self_sufficiency(analyses: Analyses) -> Judgement | Unavailable | None:
    """1 is the line, of the rate as printed: above, operation needs no appropriation; below, it depends on them."""
    found = _figures(analyses, "self_sufficiency_rate")
    if isinstance(found, Unavailable):
        return found
    value = _printed(analyses, found, "self_sufficiency_rate")
    key = "above" if value > 1 else "below" if value < 1 else "even"
    return Judgement("self_sufficiency", f"self_sufficiency.{key}", found)


def debt_level(analyses: Analyses) -> Judgement | Unavailable | None:
    """60–70 % reasonable, from 85 % a warning: by articles of 2009, on Chinese public hospitals and no others."""
    if not analyses.material.case.file.has_official_rules:
        return None
    found = _figures(analyses, "asset_liability_ratio")
    if isinstance(found, Unavailable):
        return found
    value = found["asset_liability_ratio"]
    lines = analyses.material.catalog.indicators["asset_liability_ratio"].thresholds["article_2009"]
    ((low, high),), ((red, _),) = (lines.bands()[level] for level in ("good", "red"))
    assert low is not None
    assert high is not None
    assert red is not None
    key = "warning" if value >= red else "above" if value > high else "reasonable" if value >= low else "below"
    figures = {**found, "low": low, "high": high, "warning": red}
    return Judgement("debt_level", f"debt_level.{key}", figures, lines.source)


def no_tax_shield(analyses: Analyses) -> Judgement | Unavailable | None:
    """For public hospitals only: their medical surplus bears no tax, so interest saves none."""
    if not analyses.material.case.file.has_official_rules:
        return None
    found = _figures(analyses, "asset_liability_ratio")
    if isinstance(found, Unavailable):
        return found
    scored = any(one.id == "asset_liability_ratio" for one in analyses.material.evaluation.indicators)
    return Judgement("no_tax_shield", f"no_tax_shield.{'scored' if scored else 'unscored'}", found)


def asset_use(analyses: Analyses) -> Judgement | Unavailable | None:
    """Near 100 yuan for 100 yuan of fixed assets, as printed, is very good; of another currency nothing is said."""
    if not _is_in_yuan(analyses):
        return None
    found = _figures(analyses, "income_per_100_fixed_assets")
    if isinstance(found, Unavailable):
        return found
    source = analyses.material.catalog.indicators["income_per_100_fixed_assets"].source
    key = "good" if _printed(analyses, found, "income_per_100_fixed_assets") >= LARGE_ASSETS else "low"
    return Judgement("asset_use", f"asset_use.{key}", found, source)


def _printed(analyses: Analyses, found: Mapping[str, float], indicator: str) -> float:
    """A value as it is printed, so that what is said of it is borne out by the page."""
    return float(half_up(found[indicator], decimals(analyses.material.catalog.indicators[indicator])))


def income_of_staff(analyses: Analyses) -> Judgement | Unavailable | None:
    """Above the line it is very good, at prices of before 2010; nothing is said of amounts in another currency."""
    if not _is_in_yuan(analyses):
        return None
    found = _figures(analyses, "business_income_per_staff")
    if isinstance(found, Unavailable):
        return found
    line = analyses.material.case.file.analysis.income_of_staff
    figures = {**found, "line": line}
    key = "above" if found["business_income_per_staff"] > line else "below"
    return Judgement("income_of_staff", f"income_of_staff.{key}", figures)


def funds(analyses: Analyses) -> Judgement | Unavailable | None:
    """Cash, current ratio, days of cash and share of appropriations; the wording follows the line that is reached."""
    books, found = analyses.books, _figures(analyses, "current_ratio", "fiscal_income_share")
    line = _lines(analyses).lines.get(DAYS_OF_CASH)
    _, days = held(analyses, DAYS_OF_CASH, line)
    cash = books.to_date("cash_and_bank")
    if isinstance(found, Unavailable):
        return found
    if cash.value is None or days.value is None:
        return Unavailable("item", Reason.MISSING_INPUT, {"item": books.item("cash_and_bank").name})
    reached = line.level(days.value) if line else None
    key = f"funds.{'plain' if line is None else reached[0] if reached else 'sound'}"
    return Judgement("funds", key, {"cash_and_bank": cash.value, **found, "days": days.value})


def _is_in_yuan(analyses: Analyses) -> bool:
    """Whether a line of the articles that is an amount of money can be held against the amounts of the case."""
    return analyses.material.case.file.currency == YUAN


def _lines(analyses: Analyses) -> WarningSet:
    sets, chosen = analyses.material.catalog.warnings, analyses.material.case.file.analysis.warnings
    return sets.get(chosen) or next(iter(sets.values()))


RULES: Final[Mapping[str, Callable[[Analyses], Judgement | Unavailable | None]]] = {
    "debt_service": debt_service,
    "cash_and_leverage": cash_and_leverage,
    "surplus_quality": surplus_quality,
    "self_sufficiency": self_sufficiency,
    "debt_level": debt_level,
    "no_tax_shield": no_tax_shield,
    "asset_use": asset_use,
    "income_of_staff": income_of_staff,
    "funds": funds,
}
