"""Appraisal by bands; income and surplus are never a base of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from report.sections.annual import amount, printed, rows
from report.sections.subjects import page, tables
from reportgen.analysis.material import Material
from reportgen.model.registers import Registers
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "appraisal")


def test_the_principle_stands_before_all(sheet: SectionContent):
    assert "no basis of the appraisal or the pay" in sheet.lead[0].en
    assert "不作为任何科室或个人考核与薪酬的依据" in sheet.lead[0].zh


def test_the_band_is_that_of_the_printed_score(sheet: SectionContent, month: Material):
    bands = month.analysis["business.appraisal"].bands
    units = [row for row in rows(tables(sheet)[0], "en") if len(row) > 1]
    for row in units:
        expected = next(name for name, low in bands.items() if amount(row[1]) >= low)
        assert row[2].lower() == expected
    best = sum(row[2] == "Excellent" for row in units)
    assert sheet.headline.en == f"{len(units)} units and posts appraised, {best} of them Excellent"


def test_a_score_by_a_part_of_the_criteria_says_what_part(month: Material):
    table = month.registers["appraisal"]
    first = next(one for one in table.of(month.entity, "2026-10") if one.number("score") is not None)
    partly = replace(first, cells={name: value for name, value in first.cells.items() if name != "score"})
    rows = tuple(partly if one is first else one for one in table.records)
    registers = Registers({**month.registers.by_id, "appraisal": replace(table, records=rows)})
    sheet = page(replace(month, registers=registers), "appraisal")
    (told,) = [block for block in sheet.blocks if isinstance(block, Paragraphs)]
    own = [one for one in table.of(month.entity, "2026-10") if one.text("unit") == first.text("unit")]
    share = 100 * (1 - first.number("weight") / sum(one.number("weight") for one in own))

    assert told.title.zh == "只按部分指标得分的1个科室和岗位"
    line = printed(told.lines[0])
    assert line.startswith(f"{first.text('unit')}：{first.text('criterion')}没有得分")
    assert f"{share:.1f}%" in line or f"{share:.2f}%" in line


def test_a_rule_of_public_hospitals_is_quoted_to_them_alone(renhe: Material):
    file = renhe.case.file.model_copy(update={"regime": "other"})
    other = replace(renhe, case=replace(renhe.case, file=file))
    ours, theirs = (page(one, "appraisal").lead[0] for one in (renhe, other))

    assert "52" in ours.zh
    assert "52" not in theirs.zh
    assert "do not count and are named here" in theirs.en
