"""Reconciliation between statements: both sides, taken once more from the data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from report.sections.annual import amount, gap, rows, sheet, tables
from report.sections.test_earlier_rules import material
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital
from reportgen.report.section import Report


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
