"""Reconciliation between statements: both sides, taken once more from the data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from report.sections.annual import amount, gap, rows, sheet, tables
from report.sections.test_earlier_rules import material
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.catalog import load_catalog
from reportgen.report.assembly import hospital
from reportgen.report.section import Report
from reportgen.report.sections.statement.table import StatementPage
from scripts import small_workbooks as small


def test_both_sides_and_their_difference_are_shown(reports: Callable[..., Report], materials: Callable[..., Material]):
    found = sheet(reports("renhe", "zh", "2025", "annual"), "ties")
    lines = [row for row in rows(tables(found)[0]) if len(row) > 1]
    assert found.headline.zh == f"报表之间{len(lines)}项勾稽全部相符"
    assert len(lines) > 5
    for row in lines:
        assert amount(row[2]) - amount(row[3]) == pytest.approx(amount(row[4]), abs=0.011)
        assert abs(amount(row[4])) < 1
    outcome = materials("renhe", "2025").outcome
    row = outcome.rows.index(("renhe", "2025"))
    tried = [trial for trial in outcome.tried if trial.equation and trial.checked[row]]
    assert {line[0] for line in lines} < {trial.rule for trial in tried}


def test_statements_that_stand_alone_are_told(reports: Callable[..., Report]):
    assert "Supply" in gap(reports("us-cms", "en", "2021", "annual"), "Reconciliation between statements")


def test_equations_of_one_rule_are_told_apart_by_their_item(reports: Callable[..., Report]):
    lines = [row for row in rows(tables(sheet(reports("renhe", "zh", "2025", "annual"), "ties"))[0]) if len(row) > 1]
    assert len({row[:4] for row in lines}) == len(lines)
    same = [row[1] for row in lines if row[0] == "V44"]
    assert len(set(same)) == len(same) > 1


def test_an_equation_is_named_by_the_side_whose_amount_stands_first(tmp_path: Path):
    """Of what medical care costs in all, the schedule's administrative expense is a part and no name."""
    found = material(tmp_path, "2012")
    lines = {row[1]: row[2] for row in rows(tables(sheet(hospital(found, "annual", "zh"), "ties"))[0]) if len(row) > 1}
    cost = found.dataset.value("medical_cost_2012", found.entity, found.period, "")

    assert lines["2012医疗收入费用明细表：医疗成本（2012制度）"] == f"{cost:,.2f}"


@pytest.fixture(scope="module")
def december(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """The annual report of a year of which only the statements of December were brought, without a budget."""
    folder, catalog, sheets = tmp_path_factory.mktemp("december"), load_catalog(), {}
    (folder / "case.yaml").write_text(
        "entity: {id: h, name: {zh: 示例医院, en: A}}\nregime: '2019'\nscheme: none\n", encoding="utf-8"
    )
    for code in ("会政财01", "会政财02", "会政财02附01"):
        form = catalog.forms[code]
        made, year = small.figures(code, catalog), small.figures(code, catalog, scale=12)
        columns = [made, made] if code == "会政财01" else [made, year]
        sheets[form.title.zh] = small.sheet(code, "2024年12月31日", [column.label for column in form.monthly], columns)
    small.write(folder / "data" / "a.xlsx", sheets)
    return hospital(pipeline.evaluate(pipeline.check(folder), period="2024"), "annual", "zh")


def test_statements_of_december_are_reconciled_for_the_year(december: Report):
    lines = [row for row in rows(tables(sheet(december, "ties"))[0]) if len(row) > 1]

    year = small.figures("会政财02附01", load_catalog(), scale=12)["medical_activity_expense"]
    assert [line[2] for line in lines if line[0] == "V31"] == [f"{year:,.2f}"], (
        "what December alone came to is none of it"
    )


def test_no_mark_of_a_budget_is_explained_where_there_is_none(december: Report):
    legends = [one.content.legend.zh for one in december.sections if isinstance(one.content, StatementPage)]

    assert legends
    assert not any("比预算" in legend for legend in legends)
