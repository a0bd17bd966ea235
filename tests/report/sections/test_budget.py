"""Headline items with their budgets."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from report.sections.reading import DIGITS, content
from reportgen.report.section import Report


@pytest.mark.serves("001-10")
def test_headline_items_show_month_year_to_date_last_year_budget_and_progress(reports: Callable[..., Report]):
    row = content(reports("renhe", "zh-en"), "budget").rows[0]
    cells = [row.month, row.month_last_year, row.now, row.last_year, row.budget, row.progress]
    assert all(DIGITS.fullmatch(cell) for cell in cells), cells
    now, budget = (float(cell.replace(",", "")) for cell in (row.now, row.budget))
    assert float(row.progress) == pytest.approx(100 * now / budget, abs=0.06)


def test_the_bars_of_income_and_expense_are_whole(reports: Callable[..., Report]):
    report = reports("renhe", "zh-en")
    picture = content(report, "budget").composition
    shares = [float(found) for found in re.findall(r">(\d+\.\d)<", report.images[picture.source].decode())]
    assert sum(shares) == pytest.approx(200, abs=0.5)
