"""What changed, and on which basis."""

from __future__ import annotations

from collections.abc import Callable

from reportgen.report.section import Report


def test_panels_of_months_say_that_scores_rest_on_the_year_to_date(reports: Callable[..., Report]):
    movements = next(s.content for s in reports("renhe", "zh-en").sections if s.name == "movements")
    assert "单月" in movements.panels_note.zh
    assert "年初至今" in movements.panels_note.zh
    assert "year to date" in movements.panels_note.en
