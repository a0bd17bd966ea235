"""Activity and staff: all that was read, in the order of the catalogue."""

from __future__ import annotations

from collections.abc import Callable

from report.sections.reading import content
from reportgen.analysis.material import Material
from reportgen.report.desk.tables import pictures
from reportgen.report.section import Report


def test_activity_is_drawn_by_month_beside_last_year_and_by_year_where_no_month_is_known(
    reports: Callable[..., Report], renhe: Material
):
    figure = content(reports("renhe", "zh", kind="agency"), "activity_table").figure
    months = [renhe.dataset.value("discharges", renhe.entity, f"2026-{month:02d}") for month in range(1, 11)]
    before = [renhe.dataset.value("discharges", renhe.entity, f"2025-{month:02d}") for month in range(1, 11)]
    more = sum(now > then for now, then in zip(months, before, strict=True))
    assert figure.title.zh == (
        f"图2　2026年10个月中有{more}个月出院人数高于上年同期（单位：人）" if more < 10
        else "图2　2026年10个月出院人数均高于上年同期（单位：人）"
    )  # fmt: skip
    assert list(figure.picture.figures) == [f"{value:,.0f}" for value in months]
    years = content(reports("us-cms", "zh", kind="agency"), "activity_table").figure
    assert years.title.zh == "图1　出院人数由2017年的8,398降至2021年的7,798，末年回升（单位：人）"
    assert len(years.picture.figures) == 5
    assert "灰柱" not in years.note.zh


def test_figures_printed_alike_with_a_change_are_explained(reports: Callable[..., Report]):
    (sheet,) = content(reports("renhe", "zh", kind="agency"), "activity_table").sheets
    alike = [row for row in sheet.rows if row.cells[2].text == row.cells[3].text and row.cells[4].text[0] in "+−"]
    assert alike
    assert "未舍入" in sheet.notes[-1].zh
    (plain,) = content(reports("us-cms", "zh", kind="agency"), "activity_table").sheets
    assert not any("未舍入" in note.zh for note in plain.notes)


def test_flows_are_to_date_and_stocks_at_the_end(reports: Callable[..., Report], renhe: Material):
    (sheet,) = content(reports("renhe", "zh", kind="agency"), "activity_table").sheets
    rows = {row.cells[0].text.zh: row.cells for row in sheet.rows}
    months = [renhe.dataset.value("discharges", renhe.entity, f"2026-{month:02d}") for month in range(1, 11)]
    assert rows["出院人数"][2].text == f"{sum(months):,.0f}"
    beds = renhe.dataset.value("beds_open", renhe.entity, "2026-10")
    assert rows["实有床位数"][2].text == f"{beds:,.0f}"
    assert rows["实有床位数"][1].text.zh == "张"


def test_the_title_of_months_says_what_held_in_all_none_or_some():
    assert [pictures.extent(held) for held in ([], [True], [False], [True, False])] == [
        "", ".every", ".never", ".some"
    ]  # fmt: skip
