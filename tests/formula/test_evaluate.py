"""A formula over figures alone, without the terms of a case, as the rules of checks are computed."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
import pytest

from reportgen.formula import Symbol, parse
from reportgen.formula.context import NameContext, ValueColumn
from reportgen.formula.evaluate import FormulaRun
from reportgen.model.values import CODES, Flag, Reason

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
