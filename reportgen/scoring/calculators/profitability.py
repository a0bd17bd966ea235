"""Return on equity split into its causes, and return after the cost of all capital."""

from __future__ import annotations

import numpy as np

from reportgen.model.definition import Definition
from reportgen.scoring.calculators.base import Calculator, Finite, Form, Row, Undefined, number
from reportgen.scoring.calculators.change import SubstitutionInput, SubstitutionOutput, substitution
from reportgen.scoring.calculators.shapes import Value, over
from reportgen.scoring.kernels.finance import average_cost_of_capital, quotient


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
    {"levels": Form(LevelsInput, LevelsOutput, levels), "effects": Form(EffectsInput, SubstitutionOutput, effects)},
)
EVA = Calculator(
    "eva",
    {
        "eva": Form(EvaInput, EvaOutput, eva),
        "wacc": Form(WaccInput, WaccOutput, wacc),
        "capm": Form(CapmInput, CapmOutput, capm),
    },
)
