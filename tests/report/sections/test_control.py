"""Document control: editions, approvals and corrections as the journal has them."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable

import pytest

from report.sections.annual import printed, rows, sheet, tables
from reportgen.analysis.material import Material
from reportgen.model.standing import Approval, ChangedFigure, Correction, Standing, State
from reportgen.report.assembly import hospital
from reportgen.report.section import Report

CORRECTED = Standing(
    State.ISSUED, "RHB-2025-002", dt.date(2026, 4, 1),
    (Approval("finance", "林某某", dt.date(2026, 3, 28)),),
    Correction("RHB-2025-001", dt.date(2026, 3, 2), "年报重报", (ChangedFigure("current_ratio", "1.15", "1.12"),
                                                         ChangedFigure("grade", "fair", "good"))),
    journal="abc123",
)  # fmt: skip


def control(material: Material, standing: Standing | None, mode: str = "zh"):
    return sheet(hospital(dataclasses.replace(material, standing=standing), "annual", mode), "control")


@pytest.mark.slow
def test_a_correction_shows_both_editions_and_every_changed_figure(materials: Callable[..., Material]):
    found = control(materials("renhe", "2025"), CORRECTED)
    editions, approvals, changes = tables(found)
    assert [row[0] for row in rows(editions)] == ["RHB-2025-001", "RHB-2025-002"]
    assert "年报重报" in list(rows(editions))[1][3]
    assert list(rows(changes)) == [("流动比率（倍）", "1.15", "1.12"), ("等级", "中", "良")]
    given = {row[0]: row[1:] for row in rows(approvals)}
    assert given["财务部主任"] == ("林某某", "2026-03-28")
    assert given["院长"] == ("沈某某", "待审核")
    assert printed(found.headline).endswith("须审核3项，已通过1项")
    assert "abc123" in printed(found.blocks[-1].lines[0])


def test_without_a_journal_it_says_how_to_come_into_it(reports: Callable[..., Report]):
    found = sheet(reports("renhe", "en", "2025", "annual"), "control")
    assert not tables(found)
    assert "reportgen review" in found.blocks[0].lines[0].en
