"""Return on net assets: the tree multiplies out, the effects add up, and no tax benefit is claimed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from math import prod

import pytest

from report.sections.annual import amount, rows
from report.sections.subjects import alone, drawn, page, tables
from reportgen.analysis.material import Material
from reportgen.report.desk.tables.sheet import SectionContent


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "return_tree")


def test_the_factors_multiply_to_the_return_and_their_effects_add_up(sheet: SectionContent):
    *factors, whole = rows(tables(sheet)[0])
    for column in (1, 2):
        assert prod(amount(row[column]) for row in factors) == pytest.approx(amount(whole[column]), abs=0.03)
    for column in (3, 4):
        assert sum(amount(row[column]) for row in factors) == pytest.approx(amount(whole[column]), abs=0.016)


def test_every_box_shows_its_value_and_that_of_last_year(sheet: SectionContent, month: Material):
    svg = alone(month, "return_tree").images[drawn(sheet)[0].picture.source].decode()
    for row in rows(tables(sheet)[0]):
        assert f">{row[2]}" in svg
        assert f">上年{row[1]}" in svg
    assert svg.count("÷") == 3
    assert svg.count("×") == 2


def test_the_headline_names_the_factor_that_did_most(sheet: SectionContent):
    assert "surplus margin" in sheet.headline.en
    assert "down 0.35 pp" in sheet.headline.en


@pytest.mark.serves("003-042")
def test_debt_is_said_to_bring_no_tax_benefit(sheet: SectionContent):
    assert any("debt brings no tax benefit" in note.en for note in tables(sheet)[0].notes)


def test_only_a_part_of_a_year_is_said_to_be_not_annualised(sheet: SectionContent, materials: Callable[..., Material]):
    assert "未折算为全年" in drawn(sheet)[0].note.zh
    assert "未折算" not in drawn(page(materials("renhe", "2025"), "return_tree"))[0].note.zh


@pytest.mark.parametrize("apart", [True, False])
def test_turnover_is_set_apart_from_the_indicator_only_where_that_is_of_other_income(
    month: Material,
    apart: bool,  # noqa: FBT001
):
    rows = tuple(one for one in month.evaluation.indicators if apart or one.id != "total_asset_turnover")
    about = dataclasses.replace(month, evaluation=dataclasses.replace(month.evaluation, indicators=rows))
    notes = tables(page(about, "return_tree"))[0].notes

    assert any("medical and other income alone" in note.en for note in notes) is apart
