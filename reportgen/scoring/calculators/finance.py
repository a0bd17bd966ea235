"""Break-even, danger of insolvency, standard scores, and what became of a budget.

Return on equity split into its causes, and return after the cost of all capital.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field

from reportgen.model.definition import Definition
from reportgen.model.period import MONTHS
from reportgen.scoring.arrays import moments
from reportgen.scoring.calculators.base import (
    Calculator,
    Degrees,
    Finite,
    Gaps,
    InputForm,
    NotNegative,
    Row,
    Undefined,
    Value,
    Values,
    number,
    numbers,
    over,
)
from reportgen.scoring.calculators.change import SubstitutionInput, SubstitutionOutput, substitution
from reportgen.scoring.kernels import constant, ratio
from reportgen.scoring.kernels.finance import ALTMAN, average_cost_of_capital, breakeven, quotient, whole_units


class BreakEvenInput(Definition):
    """Fixed cost, price and variable cost of a unit; actual units and a target surplus where known."""

    fixed: NotNegative
    price: Finite
    variable: Finite
    actual: Finite | None = None
    target_surplus: Finite | None = None


class BreakEvenOutput(Definition):
    """What follows from the unrounded units; null where no contribution covers the fixed cost."""

    unit_contribution: Value
    contribution_rate: Value
    units: Value
    units_rounded_up: int | None
    sales: Value
    margin_units: Value
    margin_rate: Value
    capacity_rate: Value
    profit: Value
    target_units: Value


class AltmanInput(Definition):
    """Ratios of the model: working capital, retained earnings, EBIT (to assets), equity to debt, sales to assets."""

    variant: Literal["Z", "Z_0.999", "Z_prime", "Z_double_prime"] = "Z"
    x1: Finite
    x2: Finite
    x3: Finite
    x4: Finite
    x5: Finite | None = None


class AltmanOutput(Definition):
    """Z and its zone: ``distress``, ``grey`` (bounds included) or ``safe``."""

    z: Value
    zone: str | None


class StandardScoreInput(Definition):
    """Values, null where missing."""

    values: Gaps
    ddof: Degrees = 1


class StandardScoreOutput(Definition):
    """Deviations from the mean in standard deviations; null as a whole if all values are equal."""

    z: Values | None


class Line(Definition):
    """One line of a budget."""

    name: str
    budget: Finite
    actual: Finite
    kind: Literal["income", "expense"]


class BudgetInput(Definition):
    """Lines of income and expense."""

    lines: tuple[Line, ...] = Field(min_length=1)


class BudgetOutput(Definition):
    """By line: execution, variance, its share of the budget, whether it is favourable; execution of the sums."""

    execution: Values
    variance: Values
    variance_rate: Values
    favourable: tuple[bool, ...]
    income_execution: Value
    expense_execution: Value


@np.errstate(all="ignore")
def break_even(inputs: BreakEvenInput) -> BreakEvenOutput:
    """The units at which nothing is lost, and the distance of the actual ones from there."""
    found = breakeven(inputs.fixed, inputs.price, inputs.variable)
    actual = np.float64(np.nan if inputs.actual is None else inputs.actual)
    target = np.float64(np.nan if inputs.target_surplus is None else inputs.target_surplus)
    reachable = np.isfinite(found.units)
    return BreakEvenOutput(
        unit_contribution=number(found.contribution),
        contribution_rate=number(found.contribution_rate),
        units=number(found.units),
        units_rounded_up=whole_units(found.units),
        sales=number(found.sales),
        margin_units=number(actual - found.units),
        margin_rate=over(actual - found.units, actual),
        capacity_rate=over(found.units, actual),
        profit=number(actual * found.contribution - inputs.fixed),
        target_units=over(inputs.fixed + target, found.contribution) if reachable else None,
    )


@np.errstate(all="ignore")
def altman(inputs: AltmanInput) -> AltmanOutput:
    """Danger of insolvency."""
    model = ALTMAN[inputs.variant]
    given = [inputs.x1, inputs.x2, inputs.x3, inputs.x4, inputs.x5][: len(model.coefficients)]
    values = [value for value in given if value is not None]
    if len(values) != len(given):
        raise Undefined("argument")
    z = number(model.score(np.array(values)))
    return AltmanOutput(z=z, zone=None if z is None else model.zone(z))


@np.errstate(all="ignore")
def standard_score(inputs: StandardScoreInput) -> StandardScoreOutput:
    """Standardise values."""
    values = np.array([[np.nan if value is None else value] for value in inputs.values]).reshape(-1, 1)
    known = values[~np.isnan(values)]
    if not len(known) or constant(known):
        return StandardScoreOutput(z=None)
    found = moments(values, inputs.ddof)
    return StandardScoreOutput(z=numbers(ratio(values - found.mean, found.deviation)[:, 0]))


@np.errstate(all="ignore")
def budget(inputs: BudgetInput) -> BudgetOutput:
    """Compare what was done with what was planned."""
    planned, done = (np.array([getattr(line, name) for line in inputs.lines]) for name in ("budget", "actual"))
    income = np.array([line.kind == "income" for line in inputs.lines])
    variance = done - planned
    return BudgetOutput(
        execution=numbers(ratio(done, planned)),
        variance=numbers(variance),
        variance_rate=numbers(ratio(variance, planned)),
        favourable=tuple(bool(good) for good in np.where(income, done >= planned, done <= planned)),
        income_execution=over(done[income].sum(), planned[income].sum()),
        expense_execution=over(done[~income].sum(), planned[~income].sum()),
    )


class ProgressInput(Definition):
    """A year's budget, what was carried out so far, and the months that have gone by."""

    budget: Finite
    actual_to_date: Finite
    months: int = Field(ge=1, le=12)


class ProgressOutput(Definition):
    """Execution, the share of the year that has gone by, and how far the one is ahead of the other."""

    execution: Value
    time_progress: float
    gap: Value


def progress(inputs: ProgressInput) -> ProgressOutput:
    """Hold the execution of a budget against the time."""
    execution, gone = over(inputs.actual_to_date, inputs.budget), inputs.months / MONTHS
    return ProgressOutput(execution=execution, time_progress=gone, gap=None if execution is None else execution - gone)


class PlanInput(Definition):
    """What was planned and what came of it; either may be a loss."""

    plan: Finite
    actual: Finite


class PlanOutput(Definition):
    """The plain quotient, which says nothing of a planned loss, and completion, 1 + (actual - plan) / |plan|."""

    ratio: Value
    completion: Value


def plan(inputs: PlanInput) -> PlanOutput:
    """Completion of a plan that may be negative."""
    gained = over(inputs.actual - inputs.plan, abs(inputs.plan))
    return PlanOutput(ratio=over(inputs.actual, inputs.plan), completion=None if gained is None else 1 + gained)


BREAKEVEN = Calculator("breakeven", {"": InputForm(BreakEvenInput, BreakEvenOutput, break_even)})
ALTMAN_Z = Calculator(
    "altman_z",
    {
        "altman": InputForm(AltmanInput, AltmanOutput, altman),
        "standard_score": InputForm(StandardScoreInput, StandardScoreOutput, standard_score),
    },
)
BUDGET = Calculator(
    "budget_execution",
    {
        "": InputForm(BudgetInput, BudgetOutput, budget),
        "progress": InputForm(ProgressInput, ProgressOutput, progress),
        "plan": InputForm(PlanInput, PlanOutput, plan),
    },
)


class LevelsInput(Definition):
    """Results of a year and average balances; with ebt and ebit the margin is split further."""

    net_income: Finite
    revenue: Finite
    average_assets: Finite
    average_equity: Finite
    ebt: Finite | None = None
    ebit: Finite | None = None


class LevelsOutput(Definition):
    """Margin × turnover × multiplier = return on equity; the margin is tax × interest burden × EBIT margin."""

    net_margin: Value
    asset_turnover: Value
    equity_multiplier: Value
    roe: Value
    tax_burden: Value
    interest_burden: Value
    ebit_margin: Value


class EffectsInput(Definition):
    """Factors in the order of their replacement, and their values before and after."""

    base: Row
    actual: Row
    factors: tuple[str, ...]


class EvaInput(Definition):
    """Operating result after tax, capital, and its average cost (a fraction)."""

    nopat: Finite
    capital: Finite
    wacc: Finite


class EvaOutput(Definition):
    """Charge for all capital, what is left after it, return on capital, and its excess over the cost."""

    capital_charge: Value
    eva: Value
    roic: Value
    spread: Value


class HospitalEvaInput(Definition):
    """Surplus and what is added back to it; average balances, of which those that bear no charge are taken off."""

    surplus: Finite
    interest: Finite = 0.0
    adjustments: Finite = 0.0
    rate: Finite
    average_assets: Finite
    average_free_liabilities: Finite = 0.0
    average_construction: Finite = 0.0


class WaccInput(Definition):
    """Market values and costs of equity and debt; tax shields the debt."""

    equity: Finite
    debt: Finite
    cost_of_equity: Finite
    cost_of_debt: Finite
    tax_rate: Finite = 0.0


class WaccOutput(Definition):
    """Weighted average cost of capital."""

    wacc: Value


class CapmInput(Definition):
    """Riskless rate, beta, and the return (not the premium) of the market."""

    risk_free: Finite
    beta: Finite
    market: Finite


class CapmOutput(Definition):
    """Cost of equity."""

    cost_of_equity: Value


@np.errstate(all="ignore")
def levels(inputs: LevelsInput) -> LevelsOutput:
    """Split the return on equity."""
    return LevelsOutput(
        net_margin=over(inputs.net_income, inputs.revenue),
        asset_turnover=over(inputs.revenue, inputs.average_assets),
        equity_multiplier=over(inputs.average_assets, inputs.average_equity),
        roe=over(inputs.net_income, inputs.average_equity),
        tax_burden=over(inputs.net_income, inputs.ebt),
        interest_burden=over(inputs.ebt, inputs.ebit),
        ebit_margin=over(inputs.ebit, inputs.revenue),
    )


def effects(inputs: EffectsInput) -> SubstitutionOutput:
    """What each factor did to the product."""
    given = {"factors": inputs.factors, "base": inputs.base, "actual": inputs.actual, "order": inputs.factors}
    found = substitution(SubstitutionInput.model_validate(given))
    if not np.isfinite([*found.steps, *found.effects.values()]).all():
        raise Undefined("too_large")
    return found


def hospital_eva(inputs: HospitalEvaInput) -> EvaOutput:
    """Surplus after the cost of all capital, the state's included; a public hospital's surplus bears no income tax."""
    capital = inputs.average_assets - inputs.average_free_liabilities - inputs.average_construction
    return eva(EvaInput(nopat=inputs.surplus + inputs.interest + inputs.adjustments, capital=capital, wacc=inputs.rate))


@np.errstate(all="ignore")
def eva(inputs: EvaInput) -> EvaOutput:
    """Result after the cost of all capital."""
    charge = np.float64(inputs.capital) * inputs.wacc
    roic = quotient(inputs.nopat, inputs.capital)
    return EvaOutput(
        capital_charge=number(charge),
        eva=number(inputs.nopat - charge),
        roic=number(roic),
        spread=number(roic - inputs.wacc),
    )


@np.errstate(all="ignore")
def wacc(inputs: WaccInput) -> WaccOutput:
    """Average cost of capital."""
    amounts = np.array([inputs.equity, inputs.debt])
    costs = np.array([inputs.cost_of_equity, inputs.cost_of_debt * (1 - inputs.tax_rate)])
    return WaccOutput(wacc=number(average_cost_of_capital(amounts, costs)))


@np.errstate(all="ignore")
def capm(inputs: CapmInput) -> CapmOutput:
    """Cost of equity from the market."""
    return CapmOutput(cost_of_equity=number(inputs.risk_free + inputs.beta * (inputs.market - inputs.risk_free)))


DUPONT = Calculator(
    "dupont",
    {
        "levels": InputForm(LevelsInput, LevelsOutput, levels),
        "effects": InputForm(EffectsInput, SubstitutionOutput, effects),
    },
)
EVA = Calculator(
    "eva",
    {
        "eva": InputForm(EvaInput, EvaOutput, eva),
        "hospital": InputForm(HospitalEvaInput, EvaOutput, hospital_eva),
        "wacc": InputForm(WaccInput, WaccOutput, wacc),
        "capm": InputForm(CapmInput, CapmOutput, capm),
    },
)
