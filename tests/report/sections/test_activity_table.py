"""Activity and staff: all that was read, in the order of the catalogue."""

from __future__ import annotations

from collections.abc import Callable

from report.sections.reading import content
from reportgen.analysis.material import Material
from reportgen.report.section import Report


def test_flows_are_to_date_and_stocks_at_the_end(reports: Callable[..., Report], renhe: Material):
    (sheet,) = content(reports("renhe", "zh", kind="agency"), "activity_table").sheets
    rows = {row.cells[0].text.zh: row.cells for row in sheet.rows}
    months = [renhe.dataset.value("discharges", renhe.entity, f"2026-{month:02d}") for month in range(1, 11)]
    assert rows["出院人数"][2].text == f"{sum(months):,.0f}"
    beds = renhe.dataset.value("beds_open", renhe.entity, "2026-10")
    assert rows["实有床位数"][2].text == f"{beds:,.0f}"
    assert rows["实有床位数"][1].text.zh == "张"
