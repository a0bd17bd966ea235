"""Correction: a report that takes the place of another says which, why, and every figure that differs."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

from report.sections.annual import printed, rows, tables
from reportgen.analysis.group.material import GroupMaterial
from reportgen.analysis.material import Material
from reportgen.model.standing import ChangedFigure, Correction, Standing, State, within
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades.group import GroupContext
from reportgen.report.sections.control import correction, group_correction

CHANGES = (
    ChangedFigure("current_ratio", "1.15", "1.12"),
    ChangedFigure("quick_ratio", None, "0.98"),
    ChangedFigure("grade", "fair", "good"),
)


def corrected(material: Material, changes: tuple[ChangedFigure, ...]) -> HospitalContext:
    given = Correction("RHB-2025-001", dt.date(2026, 3, 2), "年报重报", changes)
    standing = Standing(State.ISSUED, "RHB-2025-002", dt.date(2026, 4, 1), (), given, journal="abc123")
    return HospitalContext.of(dataclasses.replace(material, standing=standing), "zh")


def test_it_names_what_it_corrects_and_each_figure_before_and_after(materials: Callable[..., Material]):
    found = correction(corrected(materials("renhe"), CHANGES))
    assert found is not None
    (table,) = tables(found)
    assert list(rows(table)) == [
        ("流动比率（倍）", "1.15", "1.12"),
        ("速动比率（倍）", "无", "0.98"),
        ("等级", "中", "良"),
    ]
    assert "RHB-2025-001" in printed(found.headline)
    assert "年报重报" in printed(found.blocks[0].lines[0])


def test_where_no_figure_changed_it_says_so(materials: Callable[..., Material]):
    found = correction(corrected(materials("renhe"), ()))
    assert found is not None
    assert not tables(found)
    assert "没有数字变动" in printed(found.blocks[-1].lines[0])


def test_a_report_that_corrects_none_has_none(renhe: Material):
    assert correction(HospitalContext.of(renhe, "zh")) is None


def test_of_a_group_figures_stand_below_the_name_of_their_hospital(lianhe: GroupMaterial):
    first, second = lianhe.hospitals[:2]
    changes = (
        ChangedFigure(first, "79.30", "80.43"),
        ChangedFigure(within(first, "rank"), "2", "1"),
        ChangedFigure(within(second, "grade"), "fair", "good"),
        ChangedFigure(within(second, "current_ratio"), None, "0.98"),
        ChangedFigure("gone", "60.00", None),
    )
    given = Correction("LHG-2025-001", dt.date(2026, 3, 2), "年报重报", changes)
    standing = Standing(State.ISSUED, "LHG-2025-002", dt.date(2026, 4, 1), (), given, journal="abc123")
    desk = GroupContext.of(dataclasses.replace(lianhe, standing=standing), "zh")
    found = group_correction(desk)

    assert found is not None
    (table,) = tables(found)
    assert list(rows(table)) == [
        (desk.names[first].zh,),
        ("综合得分", "79.30", "80.43"),
        ("位次", "2", "1"),
        (desk.names[second].zh,),
        ("等级", "中", "良"),
        ("流动比率（倍）", "无", "0.98"),
        ("gone",),
        ("综合得分", "60.00", "无"),
    ]
    assert "变动的数字5个" in printed(found.headline)
    assert group_correction(GroupContext.of(lianhe, "zh")) is None
