"""Official forms of many columns: heads in two rows, and the lines by which a hospital divides a row."""

from __future__ import annotations

from collections.abc import Callable
from math import fsum

import pytest

from reportgen.report.section import Report
from reportgen.report.sections.statement.table import StatementPage


@pytest.fixture
def form(reports: Callable[..., Report]) -> StatementPage:
    """The statement of appropriations."""
    report = reports("renhe", "zh-en", "2025", "annual")
    return next(s.content for s in report.sections if s.id == "statement-fiscal_appropriation")


def test_projects_stand_below_the_line_that_they_divide_with_their_cells(form: StatementPage):
    captions = [row.caption.zh for row in form.rows]
    at = captions.index("（二）项目支出")
    total, *projects = form.rows[at : at + 4]
    income = [row.cells[8].text for row in projects]

    assert [row.caption.zh[:2] for row in projects] == ["1.", "2.", "3."]
    assert projects[0].caption.en == "Key disciplines"
    assert fsum(figure.value for figure in income) == pytest.approx(total.cells[8].text.value)
    assert all(place.cell == f"J{row}" for row, figure in enumerate(income, 11) for place in figure.value.places)


def test_heads_of_the_form_stand_in_two_rows_as_on_the_form(form: StatementPage):
    assert [(head.words.zh, count) for head, count in ((head.over or head, n) for head, n in form.spans)] == [
        ("年初财政拨款结转结余", 2),
        ("调整年初财政拨款结转结余", 2),
        ("本年归集调入", 0),
        ("本年归集上缴或调出", 0),
        ("单位内部调剂", 2),
        ("本年财政拨款收入", 0),
        ("本年财政拨款支出", 0),
        ("年末财政拨款结转结余", 2),
    ]
    assert [head.words.zh for head in form.heads[:2]] == ["结转", "结余"]
    assert all(len(part) > 1 for head in form.heads for part in head.parts)


def test_a_matrix_alone_on_its_page_has_more_air_than_one_of_two(form: StatementPage, reports: Callable[..., Report]):
    report = reports("renhe", "zh-en", "2025", "annual")
    pair = [s.content for s in report.sections if s.id.startswith("statement-net_assets")]

    assert form.air == "lone"
    assert len(pair) == 2
    assert not any(one.air for one in pair)
