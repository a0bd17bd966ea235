"""The table of corrections, an attachment of a submission that takes the place of another."""

from __future__ import annotations

from report.sections.test_correction import CHANGES, corrected
from reportgen.analysis.material import Material
from reportgen.report.desk.context import HospitalContext
from reportgen.report.sections.control import pieces


def test_each_figure_stands_in_a_row_of_its_own_under_the_reason(renhe: Material):
    (piece,) = pieces(corrected(renhe, CHANGES), {})
    (sheet,) = piece.content.sheets
    reason, *changed = [[cell.text for cell in row.cells] for row in sheet.rows]
    assert "年报重报" in str(reason[0])
    assert [row[1:] for row in changed] == [["1.15", "1.12"], ["无", "0.98"], ["中", "良"]]
    assert "RHB-2025-001" in sheet.title.zh


def test_a_submission_that_corrects_none_has_none(renhe: Material):
    assert pieces(HospitalContext.of(renhe, "zh"), {}) == []
