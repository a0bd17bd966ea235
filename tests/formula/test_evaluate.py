"""A formula over figures alone, without the terms of a case, as the rules of checks are computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import pytest

from reportgen.formula import Symbol, parse
from reportgen.formula.context import HERE, Aspect, NameContext, ValueColumn, finished
from reportgen.formula.evaluate import HALF_A_CENT, HALF_A_COUNT, NOISE, FormulaRun, combine, divisor
from reportgen.model.values import CODES, Flag, Reason, reason_of

MONTHS = [2.0, 6.0, 12.0]


class Figures:
    """Three rows of income to date: of two months, of six, of a year."""

    size = len(MONTHS)
    symbols: ClassVar = {"income": Symbol.of_unit("money")}

    def operand(self, name: str, _context: NameContext) -> ValueColumn:
        values = {"months": MONTHS, "income": [10.0, 60.0, 120.0]}[name]
        return ValueColumn(np.array(values), np.zeros(self.size, dtype=np.int8))


def test_e14_a_part_of_a_year_is_stretched_to_twelve_months():
    run = FormulaRun(Figures())

    assert run.column(parse("annualised(income)")).values.tolist() == [60.0, 120.0, 120.0]
    assert run.flags[Flag.ANNUALISED].tolist() == [True, True, False]
    assert run.flags[Flag.BELOW_ANNUALISING_MONTHS].tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("text", "values"),
    [("-income", [-10, -60, -120]), ("+income", [10, 60, 120]), ("abs(50 - income)", [40, 10, 70]),
     ("max(income, 50)", [50, 60, 120]), ("min(income, 50)", [10, 50, 50]), ("sum(income, 1, 2)", [13, 63, 123])],
)  # fmt: skip
def test_signs_and_functions_of_several_values(text: str, values: list[float]):
    assert FormulaRun(Figures()).column(parse(text)).values.tolist() == values


def test_a_broken_power_is_of_what_is_not_negative_and_a_negative_one_not_of_zero():
    run = FormulaRun(Figures())

    assert run.column(parse("(income / 240) ** 0.5")).values[1] == 0.5
    assert run.column(parse("(income - 10) ** 0.5")).codes.tolist() == [0, 0, 0]
    negative = run.column(parse("(income - 60) ** 0.5"))
    assert negative.codes.tolist() == [CODES[Reason.NEGATIVE_BASE], 0, 0]
    zero = run.column(parse("(income - 60) ** -1"))
    assert zero.codes.tolist() == [0, CODES[Reason.ZERO_DENOMINATOR], 0]
    assert zero.values[[0, 2]].tolist() == [-1 / 50, 1 / 60]


UNITS = {
    "income": "money", "total_income": "money", "surplus": "money", "net_assets": "money", "budget_income": "money",
    "short_term_loans": "money", "interest_expense": "money", "visits": "count", "staff": "person", "beds": "bed",
    "bed_days": "bed_day", "cmi": "index",
}  # fmt: skip
SYMBOLS = {name: Symbol.of_unit(unit) for name, unit in UNITS.items()}
NEITHER = (Reason.ZERO_DENOMINATOR, Reason.NEGATIVE_DENOMINATOR)
LESS = (Reason.NEGATIVE_DENOMINATOR, Reason.NEGATIVE_DENOMINATOR)
BASE = (Reason.ZERO_DENOMINATOR, Reason.NEGATIVE_BASE)
NONE_OF_IT = (Reason.NOT_APPLICABLE, Reason.NEGATIVE_DENOMINATOR)


@pytest.mark.parametrize(
    ("text", "reasons", "of_budget"),
    [
        ("12", (Reason.ZERO_DENOMINATOR, None), False),
        ("3 - 2", (Reason.ZERO_DENOMINATOR, None), False),
        ("income", NEITHER, False),
        ("income + surplus", NEITHER, False),
        ("income - surplus", LESS, False),
        ("-income", NEITHER, False),
        ("prev(income)", BASE, False),
        ("open(income)", BASE, False),
        ("last(income)", BASE, False),
        ("comp(income)", BASE, False),
        ("prev(income) + surplus", NEITHER, False),
        ("prev(income + surplus)", BASE, False),
        ("prev(income) - prev(surplus)", (Reason.NEGATIVE_DENOMINATOR, Reason.NEGATIVE_BASE), False),
        ("prev(net_assets)", NEITHER, False),
        ("prev(net_assets) + prev(surplus)", BASE, False),
        ("short_term_loans", NONE_OF_IT, False),
        ("short_term_loans + interest_expense", NONE_OF_IT, False),
        ("short_term_loans + income", NEITHER, False),
        ("prev(short_term_loans)", (Reason.NOT_APPLICABLE, Reason.NEGATIVE_BASE), False),
        ("budget(income)", NEITHER, True),
        ("budget_income", NEITHER, True),
        ("budget(income) + budget_income", NEITHER, True),
        ("budget(income) + surplus", NEITHER, False),
    ],
)
def test_a_divisor_is_judged_by_what_it_is_made_of(
    text: str,
    reasons: tuple[Reason, Reason | None],
    of_budget: bool,  # noqa: FBT001
):
    judged = divisor(parse(text), HERE, SYMBOLS)

    assert ((judged.when_zero, judged.when_negative), judged.of_budget) == (reasons, of_budget)


def test_inside_a_year_before_every_divisor_is_a_base():
    judged = divisor(parse("income"), NameContext(years=1), SYMBOLS)

    assert judged.when_negative is Reason.NEGATIVE_BASE


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("income", HALF_A_CENT), ("visits", HALF_A_COUNT), ("staff", HALF_A_COUNT), ("beds", HALF_A_COUNT),
        ("bed_days", HALF_A_COUNT), ("days", HALF_A_COUNT), ("beds * days", HALF_A_COUNT), ("cmi", NOISE),
        ("income / visits", NOISE), ("income * income", NOISE), ("visits / staff", NOISE),
    ],
)  # fmt: skip
def test_a_divisor_is_nothing_below_half_of_its_last_unit(text: str, nothing: float):
    assert divisor(parse(text), HERE, SYMBOLS).nothing == nothing


MISSING = np.nan


class Ledger:
    """Rows of figures by name; a name with a context is read there, NaN is what is missing."""

    symbols: ClassVar = SYMBOLS

    def __init__(self, figures: Mapping[str, Sequence[float]]) -> None:
        self.figures = figures
        self.size = len(next(iter(figures.values())))

    def operand(self, name: str, context: NameContext) -> ValueColumn:
        where = f"{name}@{context.years},{context.steps},{context.aspect}"
        key = where if where in self.figures else name
        return ValueColumn.of(np.array(self.figures[key], dtype=np.float64), context.when_missing)


def quotient(text: str, **figures: Sequence[float]) -> list[float | Reason]:
    """Of each row the value of a formula, or why there is none."""
    found = FormulaRun(Ledger({"total_income": [MISSING] * len(next(iter(figures.values()))), **figures})).column(
        parse(text)
    )
    assert np.isnan(found.values[found.codes != 0]).all()
    return [reason_of(code) if code else float(value) for value, code in zip(found.values, found.codes, strict=True)]


@pytest.mark.parametrize(
    ("text", "figures", "answers"),
    [
        ("surplus / income", {"income": [-2.0, -0.004, 0.0, 0.004, 0.005, 2.0], "surplus": [1.0] * 6},
         [LESS[0], NEITHER[0], NEITHER[0], NEITHER[0], 200.0, 0.5]),
        ("income / visits", {"income": [1.0] * 4, "visits": [-1.0, 0.49, 0.5, 1.0]},
         [LESS[0], NEITHER[0], 2.0, 1.0]),
        ("surplus / budget_income", {"surplus": [-1.0, 0.0, 0.001, 1.0, 1.0], "budget_income": [0.0] * 4 + [-1.0]},
         [NEITHER[0], NEITHER[0], Reason.NO_BUDGET, Reason.NO_BUDGET, LESS[0]]),
        ("surplus / (3 - 5)", {"surplus": [4.0, -4.0]}, [-2.0, 2.0]),
        ("surplus / (5 - 5)", {"surplus": [4.0, 0.0]}, [NEITHER[0]] * 2),
        ("surplus / income", {"income": [0.0, MISSING, 1.0, 1.0], "surplus": [MISSING, 0.0, MISSING, np.inf]},
         [Reason.MISSING_INPUT] * 3 + [Reason.INVALID_INPUT]),
        ("surplus / (income - surplus)", {"surplus": [4.0, 4.0, 4.0], "income": [4.0, 3.0, 6.0]}, [LESS[0], LESS[0], 2.0]),
        ("prev(income) + income", {"income": [3.0], "income@1,0,": [MISSING]}, [Reason.MISSING_PRIOR]),
    ],
)  # fmt: skip
def test_a_quotient_has_a_value_or_the_reason_of_its_divisor(
    text: str, figures: dict[str, list[float]], answers: list[float | Reason]
):
    assert quotient(text, **figures) == answers


def marks(text: str, flag: Flag, **figures: Sequence[float]) -> list[bool] | None:
    run = FormulaRun(Ledger({"total_income": [1000.0] * len(next(iter(figures.values()))), **figures}))
    run.column(parse(text))
    return run.flags[flag].tolist() if flag in run.flags else None


def test_e22_an_average_of_less_than_thirty_cases_is_marked_and_any_other_share_of_them_is_unstable():
    visits = [-1.0, 0.0, 1.0, 29.8, 30.0, 31.0]
    few = [False, False, True, True, False, False]

    assert marks("income / visits", Flag.BELOW_MINIMUM_CASES, income=[1.0] * 6, visits=visits) == few
    assert marks("income / visits", Flag.UNSTABLE_DENOMINATOR, income=[1.0] * 6, visits=visits) is None
    assert marks("staff / visits", Flag.UNSTABLE_DENOMINATOR, staff=[1.0] * 6, visits=visits) == few
    assert marks("staff / visits", Flag.BELOW_MINIMUM_CASES, staff=[1.0] * 6, visits=visits) is None


def test_e05_money_is_unstable_below_a_thousandth_of_all_income():
    found = marks("surplus / income", Flag.UNSTABLE_DENOMINATOR, surplus=[1.0] * 6,
                  income=[-0.5, 0.0, 0.5, 0.995, 1.0, 2.0])  # fmt: skip

    assert found == [False, False, True, True, False, False]


def test_a_remark_of_two_divisions_is_on_the_rows_of_both():
    found = marks("income / visits + income / staff / visits", Flag.BELOW_MINIMUM_CASES, income=[9.0] * 3,
                  visits=[1.0, 30.0, 40.0], staff=[1.0] * 3)  # fmt: skip

    assert found == [True, False, False]
    twice = marks("staff / visits + staff / (visits * 2)", Flag.UNSTABLE_DENOMINATOR, staff=[1.0] * 3,
                  visits=[10.0, 20.0, 40.0])  # fmt: skip
    assert twice == [True, True, False]


def test_e14_three_months_are_enough_to_be_stretched():
    figures = {"income": [1.0] * 4, "months": [2.0, 3.0, 11.0, 12.0]}

    assert quotient("annualised(income)", **figures) == pytest.approx([6.0, 4.0, 12 / 11, 1.0])
    assert marks("annualised(income)", Flag.BELOW_ANNUALISING_MONTHS, **figures) == [True, False, False, False]
    assert marks("annualised(income)", Flag.ANNUALISED, **figures) == [True, True, True, False]


@pytest.mark.parametrize(
    ("context", "openings", "answers", "alone"),
    [
        (HERE, [20.0, MISSING], [15.0, Reason.MISSING_PRIOR], None),
        (NameContext(closing_allowed=True), [20.0, MISSING], [15.0, 10.0], [False, True]),
    ],
)
def test_e12_a_mean_is_of_both_ends_and_of_the_closing_balance_alone_where_that_is_allowed(
    context: NameContext, openings: list[float], answers: list[Any], alone: list[bool] | None
):
    run = FormulaRun(Ledger({"income": [10.0, 10.0], "income@0,0,open": openings}))
    found = run.column(parse("avg(income)"), context)

    assert [reason_of(c) if c else v for v, c in zip(found.values, found.codes, strict=True)] == answers
    assert (run.flags[Flag.CLOSING_FOR_AVERAGE].tolist() if run.flags else None) == alone


def test_a_mean_without_a_closing_balance_is_none_also_where_that_alone_would_do():
    run = FormulaRun(Ledger({"income": [MISSING, MISSING], "income@0,0,open": [20.0, MISSING]}))
    found = run.column(parse("avg(income)"), NameContext(closing_allowed=True))

    assert [reason_of(code) for code in found.codes] == [Reason.MISSING_INPUT] * 2
    assert not run.flags


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("income", (0, 0, Aspect.BASIS)), ("prev(income)", (1, 0, Aspect.BASIS)), ("prev(income, 3)", (3, 0, Aspect.BASIS)),
        ("prev(prev(income, 2), 3)", (5, 0, Aspect.BASIS)), ("last(income)", (0, 1, Aspect.BASIS)),
        ("last(last(income))", (0, 2, Aspect.BASIS)), ("open(prev(income))", (1, 0, Aspect.OPEN)),
        ("ytd(last(income))", (0, 1, Aspect.YEAR_TO_DATE)), ("month(income)", (0, 0, Aspect.MONTH)),
        ("budget(income)", (0, 0, Aspect.BUDGET)), ("comp(income)", (0, 0, Aspect.COMPARATIVE)),
        ("annualised(income)", (0, 0, Aspect.YEAR_TO_DATE)),
    ],
)  # fmt: skip
def test_functions_say_where_a_name_is_read(text: str, read: tuple[int, int, Aspect]):
    years, steps, aspect = read
    figures = {"income": [7.0], f"income@{years},{steps},{aspect}": [42.0], "months": [12.0]}

    assert quotient(text, **figures) == [42.0]


def test_what_is_not_finite_is_invalid_and_what_has_a_reason_keeps_it():
    codes = np.array([0, 0, CODES[Reason.MISSING_INPUT]], dtype=np.int8)
    found = finished(np.array([1.0, np.inf, np.inf]), codes)

    assert found.codes.tolist() == [0, CODES[Reason.INVALID_INPUT], CODES[Reason.MISSING_INPUT]]
    assert np.isnan(found.values).tolist() == [False, True, True]


@pytest.mark.parametrize(
    ("function", "values", "answer"),
    [
        ("sum", [1.0, 2.0, 4.0], 7.0), ("max", [1.0, 4.0, 2.0], 4.0), ("min", [2.0, 1.0, 4.0], 1.0),
        ("npv", [1.0, 2.0, 4.0], 2.0), ("irr", [-100.0, 110.0], 0.1), ("irr", [-100.0, 0.0, 121.0], 0.1),
        ("fv", [1.0, 2.0, -3.0], 9.0), ("fv", [1.0, 2.0, -3.0, -5.0], 29.0), ("fv", [1.0, 2.0, -3.0, -5.0, 1.0], 38.0),
    ],
)  # fmt: skip
def test_functions_take_their_arguments_from_left_to_right(function: str, values: list[float], answer: float):
    assert combine(function, [np.array([value]) for value in values])[0] == pytest.approx(answer)
