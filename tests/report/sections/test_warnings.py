"""Only what concerns the report's own year is told."""

from __future__ import annotations

from collections.abc import Callable

from report.sections.reading import content
from reportgen.analysis.material import Material
from reportgen.report.section import Report


def test_a_warning_on_an_earlier_year_is_not_told_again(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    told = content(reports("renhe", "zh-en"), "warnings").findings
    assert all("2026" in row.place or row.severity == "error" for row in told)
    assert materials("renhe").findings
