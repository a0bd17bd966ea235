"""Equipment in use and capital projects."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy_financial
import pytest

from pages import page_of, section_of
from report.sections.annual import amount, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "equipment")


@pytest.mark.serves("000-32")
def test_capital_expenditure_prints_month_by_month_and_ends_at_the_execution_of_its_budget(month: Material):
    page = page_of(month, "equipment")
    head, *lines = page.table("To the end of", "Used, %")
    data = month.dataset
    months = [f"2026-{number:02}" for number in range(1, 11)]
    spent = [data.value("capital_expenditure", "renhe", one, "ytd") for one in months]
    budget = data.value("budget_capital_expenditure", "renhe", "2026")

    assert head == ["To the end of", "Spent to date", "Budget of the year", "Used, %"]
    assert [line[1:3] for line in lines] == [[f"{one / 1e4:,.2f}", f"{budget / 1e4:,.2f}"] for one in spent]
    assert [float(line[3]) for line in lines] == [pytest.approx(100 * one / budget, abs=0.051) for one in spent]
    execution = month.values.at("capex_budget_execution", "renhe", "2026-10").value
    assert (lines[-1][0], lines[-1][3]) == ("Oct", f"{100 * execution:.1f}")
    (drawn,) = (one for one in page.drawings if one.startswith("Capital expenditure to date"))
    assert drawn.partition(": ")[2] == ", ".join(f"{line[0]} {line[3]}" for line in lines)


def test_each_machine_has_use_and_return(sheet: SectionContent, month: Material):
    found = month.analysis["business.assets"].equipment
    lines = list(rows(tables(sheet)[0]))
    assert len(lines) == len(found)
    for row, one in zip(lines, found, strict=True):
        assert amount(row[3]) == pytest.approx(one.use.value * 100, abs=0.05)
    assert min(lines, key=lambda row: amount(row[3]))[0] in sheet.headline.zh


@pytest.mark.serves("003-086")
def test_projects_stand_by_present_value_and_are_for_information(sheet: SectionContent):
    table = tables(sheet)[-1]
    values = [amount(row[2]) for row in rows(table)]
    assert values == sorted(values, reverse=True)
    assert "invests by medical need" in table.notes[1].en


@pytest.mark.serves("003-086")
def test_each_project_prints_its_rate_with_npv_and_irr_of_its_flows(month: Material):
    flows: dict[str, dict[int, float]] = {}
    for record in month.registers["project_flows"].records:
        flows.setdefault(record.text("project"), {})[int(record.number("flow_year"))] = record.number("flow")
    found = section_of(month, "equipment", "zh")
    assert found is not None
    (table,) = (one for one in found.tables if one[0][0] == "项目")
    assert len(table) - 1 == len(flows) == 3
    for row in table[1:]:
        series = [value for _, value in sorted(flows[row[0]].items())]
        present = numpy_financial.npv(amount(row[1]) / 100, series)
        assert amount(row[2]) == pytest.approx(present / 1e4, abs=0.006)
        assert amount(row[3]) == pytest.approx(100 * numpy_financial.irr(series), abs=0.051)


@pytest.mark.serves("003-086")
def test_without_projects_neither_the_table_nor_its_heading_is_printed(month: Material):
    registers = {name: own for name, own in month.registers.by_id.items() if name not in {"projects", "project_flows"}}
    without = dataclasses.replace(month, registers=type(month.registers)(registers))
    found = section_of(without, "equipment")
    assert found is not None
    assert "Project" not in {table[0][0] for table in found.tables}
    assert "NPV" not in found.text


def test_only_a_public_hospital_is_said_to_invest_by_need(renhe: Material):
    file = renhe.case.file.model_copy(update={"regime": "other"})
    table = tables(page(dataclasses.replace(renhe, case=dataclasses.replace(renhe.case, file=file)), "equipment"))[-1]

    assert not any("public hospital" in note.en for note in table.notes)
