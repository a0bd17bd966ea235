"""Statements are those of the form."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reportgen.report.section import Report


def test_the_sums_of_the_statement_are_those_of_the_form(reports: Callable[..., Report]):
    statement = next(s.content for s in reports("renhe", "zh-en").sections if s.id == "statement-income")
    by_caption = {row.caption.zh: row.cells for row in statement.rows}
    income, expense, surplus = (
        next(cells for caption, cells in by_caption.items() if caption.startswith(start))
        for start in ("一、", "二、", "三、")
    )
    year_to_date = [float(cells[1].text.replace(",", "").replace("−", "-")) for cells in (income, expense, surplus)]
    assert year_to_date[0] - year_to_date[1] == pytest.approx(year_to_date[2], abs=0.02)
    assert len(statement.rows) == 38
