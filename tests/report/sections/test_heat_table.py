"""Hospitals by indicators: every cell is a score of its hospital, tinted by its grade."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from reportgen.analysis.group.material import GroupMaterial
from reportgen.model.reports import Options
from reportgen.model.schemes import Grade
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.section import Report
from reportgen.report.sections import heat_table


def whole(report: Report):
    return [section.content for section in report.sections if section.name == "heat_table"]


def test_cells_are_the_scores_of_the_evaluations(lianhe: GroupMaterial, group_reports: Callable[..., Report]):
    (found,) = whole(group_reports("lianhe", "en"))
    (table,) = found.tables
    rows = [row for row in table.rows if not row.is_median]
    places = [place for place in lianhe.league.places if place.rank is not None]
    for place, row in zip(places, rows, strict=True):
        own = [one.score for one in lianhe.by_id[place.hospital].evaluation.indicators]
        for score, cell in zip(own, row.cells, strict=True):
            assert cell.score.startswith("\u2014") if score is None else abs(float(cell.score) - score) <= 0.05 + 1e-9


def test_a_badge_stands_on_low_and_poor_alone(group_reports: Callable[..., Report]):
    for found in whole(group_reports("us-cms", "en")):
        for table in found.tables:
            for cell in (cell for row in table.rows for cell in row.cells):
                weak = cell.tint in {"tint-low", "tint-poor"}
                assert (cell.badge in {Grade.LOW, Grade.POOR}) is weak


def test_the_counts_of_the_last_row_add_up_to_those_of_the_title(group_reports: Callable[..., Report]):
    (found,) = whole(group_reports("lianhe", "en"))
    (table,) = found.tables
    counts = [tuple(map(int, cell.score.split(" / "))) for cell in table.rows[-1].cells]
    weak, scored = (sum(column) for column in zip(*counts, strict=True))
    assert f"{weak} of {scored} scores are Low or Poor" in found.headline.en
    assert weak == sum(cell.badge is not None for row in table.rows if not row.is_median for cell in row.cells)


def test_below_the_hospitals_is_the_middle_of_each_column(group_reports: Callable[..., Report]):
    (found,) = whole(group_reports("lianhe", "en"))
    (table,) = found.tables
    *rows, last, _ = table.rows
    for column, cell in enumerate(last.cells):
        known = [float(row.cells[column].score) for row in rows if row.cells[column].score[0] != "\u2014"]
        assert float(cell.score) == pytest.approx(np.median(known), abs=0.11)


def test_absent_scores_have_their_reason_under_the_table(group_reports: Callable[..., Report]):
    (found,) = whole(group_reports("lianhe", "zh"))
    marks = {
        cell.score[1:] for table in found.tables for row in table.rows for cell in row.cells if cell.score[0] == "—"
    }
    notes = {note.zh[0] for table in found.tables for note in table.notes}
    assert marks == notes != set()


@pytest.mark.parametrize("few", [4, None])
def test_the_paper_is_turned_where_the_columns_need_it(
    lianhe: GroupMaterial, monkeypatch: pytest.MonkeyPatch, few: int | None
):
    """Four columns lay on their side, and the last rows of their table on a page of their own."""
    scored = heat_table._scored
    monkeypatch.setattr(heat_table, "_scored", lambda desk, hospital: dict([*scored(desk, hospital).items()][:few]))
    desk = GroupContext.of(lianhe, "zh-en")
    found = next(heat_table.pieces(desk, Options("heat_table"))).content

    assert found.is_wide is (few is None)
    assert all(sum(table.widths) <= (257.01 if found.is_wide else 172.01) for table in found.tables)
