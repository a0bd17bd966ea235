"""Correction: a report that takes the place of another says which, why, and every figure that differs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

from report.sections.annual import printed, rows, tables
from reportgen.analysis.material import Material
from reportgen.model.standing import ChangedFigure, Correction, Standing, State
from reportgen.report.desk.context import Context
from reportgen.report.sections.correction import correction

CHANGES = (
    ChangedFigure("current_ratio", "1.15", "1.12"),
    ChangedFigure("quick_ratio", None, "0.98"),
    ChangedFigure("grade", "fair", "good"),
)


def corrected(material: Material, changes: tuple[ChangedFigure, ...]) -> Context:
    given = Correction("RHB-2025-001", dt.date(2026, 3, 2), "年报重报", changes)
    standing = Standing(State.ISSUED, "RHB-2025-002", dt.date(2026, 4, 1), (), given, journal="abc123")
    return Context.of(dataclasses.replace(material, standing=standing), "zh")


def test_it_names_what_it_corrects_and_each_figure_before_and_after(materials: Callable[..., Material]):
    found = correction(corrected(materials("renhe"), CHANGES))
    assert found is not None
    (table,) = tables(found)
    assert list(rows(table)) == [("流动比率", "1.15", "1.12"), ("速动比率", "无", "0.98"), ("综合得分", "中", "良")]
    assert "RHB-2025-001" in printed(found.headline)
    assert "年报重报" in printed(found.blocks[0].lines[0])


def test_where_no_figure_changed_it_says_so(materials: Callable[..., Material]):
    found = correction(corrected(materials("renhe"), ()))
    assert found is not None
    assert not tables(found)
    assert "没有数字变动" in printed(found.blocks[-1].lines[0])


def test_a_report_that_corrects_none_has_none(renhe: Material):
    assert correction(Context.of(renhe, "zh")) is None
