"""How to read the report: every grade with its shape and range, every sign with its meaning."""

from __future__ import annotations

from collections.abc import Callable

from report.sections.annual import EACH, YEARS, rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.report.section import Report


@EACH
def test_every_grade_of_the_scheme_is_explained(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    found = sheet(reports(name, "en", YEARS[name], "annual"), "reading")
    grades = materials(name, YEARS[name]).scheme.grades
    assert [row[1] for row in rows(tables(found)[0], "en")] == [
        str(g) for g in sorted(grades, key=lambda g: -grades[g])
    ]


def test_the_title_counts_grades_and_signs(reports: Callable[..., Report]):
    found = sheet(reports("renhe", "en", "2025", "annual"), "reading")
    lines = sum(len(table.lines) for table in tables(found)[1:])
    assert found.headline.en == f"How to read: 5 grades with a shape each, and {lines} signs explained"
    assert all(all(cell for cell in row) for table in tables(found) for row in rows(table, "en"))
