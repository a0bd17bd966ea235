"""The score table: points add up to the total, grades are words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from pages import page_of
from rendered import checked
from report.sections.reading import BOTH, content
from report.sections.test_financial_statements import value
from reportgen.analysis.material import Material
from reportgen.pipeline import evaluate
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.section import Report
from reportgen.report.sections.score_table import _columns_told


@BOTH
def test_points_of_the_abilities_add_up_to_the_total(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    (sheet,) = content(reports(name, "zh", kind="agency"), "score_table").sheets
    abilities = [row for row in sheet.rows if row.emphasis == "total"]
    total = sheet.rows[-1].cells
    assert total[-2].text == materials(name).evaluation.score_printed
    assert sum(value(row.cells[-2].text) for row in abilities) == pytest.approx(value(total[-2].text), abs=0.02)
    assert sum(value(row.cells[-4].text) for row in abilities) == pytest.approx(100, abs=0.03)


def test_every_indicator_has_its_row(reports: Callable[..., Report], renhe: Material):
    """By its full name in both languages, as the table of calculations and the letter call it."""
    (sheet,) = content(reports("renhe", "en", kind="agency"), "score_table").sheets
    names = [row.cells[0].text for row in sheet.rows if not row.emphasis]
    assert names == [renhe.catalog.indicators[one.id].name for one in renhe.evaluation.indicators]


def test_the_scheme_is_told_with_its_source_and_bands(reports: Callable[..., Report]):
    told = " ".join(p.zh for p in content(reports("renhe", "zh", kind="agency"), "calculation_table").paragraphs)
    assert "依据：" in told
    assert "优（≥ 85）" in told


@BOTH
def test_the_median_of_the_peers_stands_beside_the_standard(
    reports: Callable[..., Report], materials: Callable[..., Material], name: str
):
    (sheet,) = content(reports(name, "zh", kind="agency"), "score_table").sheets
    at = [column.words.zh for column in sheet.columns].index("同级中位")
    rows = [row for row in sheet.rows if not row.emphasis]
    for row, one in zip(rows, materials(name).evaluation.indicators, strict=True):
        assert row.cells[at].text.startswith("—") is (one.peer is None)
    assert all(len(row.cells) == len(sheet.columns) for row in sheet.rows)
    assert any("中位数" in note.zh for note in sheet.notes)


def test_no_column_of_peers_where_there_are_none(renhe: Material):
    alone = tuple(replace(one, peer=None) for one in renhe.evaluation.indicators)
    material = replace(renhe, evaluation=replace(renhe.evaluation, indicators=alone))
    (sheet,) = content(hospital(material, "agency", "zh"), "score_table").sheets

    assert not {"同级中位"} & {column.words.zh for column in sheet.columns}
    assert all(len(row.cells) == len(sheet.columns) for row in sheet.rows)


@BOTH
def test_names_and_digits_are_as_large_as_an_official_table_asks(reports: Callable[..., Report], name: str):
    (sheet,) = content(reports(name, "zh", kind="agency"), "score_table").sheets
    assert sheet.density in {"", "tall"}
    assert sum(column.width for column in sheet.columns) == pytest.approx(156)


@BOTH
def test_no_name_or_head_leaves_one_character_on_its_second_line(reports: Callable[..., Report], name: str):
    (sheet,) = content(reports(name, "zh", kind="agency"), "score_table").sheets
    parted = {column.words.zh: column.parts for column in sheet.columns if column.parts}
    parted |= {row.cells[0].text.zh: row.cells[0].parts for row in sheet.rows if row.cells[0].parts}
    assert parted["同级中位"] == ("同级", "中位")
    long = {"renhe": "百元医疗收入消耗的卫生材料", "us-cms": "平均住院日（按占用床日）"}[name]
    assert long in parted
    for whole, parts in parted.items():
        assert "".join(parts) == whole
        assert min(map(len, parts)) > 1


def without_an_ability(material: Material, *, is_shared: bool) -> Material:
    """The same without any score in the last ability, whose weight goes to the others, or to nobody: then no total."""
    last = material.evaluation.abilities[-1].id
    left = sum(one.effective_weight for one in material.evaluation.indicators if one.ability != last)
    rows = tuple(
        replace(one, score=None, points=None, effective_weight=0.0)
        if one.ability == last
        else replace(one, effective_weight=one.effective_weight / (left if is_shared else 1.0))
        for one in material.evaluation.indicators
    )
    abilities = tuple(
        replace(one, score=None, grade=None) if one.id == last else one for one in material.evaluation.abilities
    )
    found = replace(material.evaluation, indicators=rows, abilities=abilities)
    return replace(material, evaluation=found if is_shared else replace(found, score=None, grade=None), history={})


@pytest.mark.parametrize(("is_shared", "told"), [(True, "由其余能力分担"), (False, "没有分摊给其他能力")])
def test_where_no_indicator_of_an_ability_is_scored_its_weight_is_told_as_it_is(
    renhe: Material, *, is_shared: bool, told: str
):
    bare = without_an_ability(renhe, is_shared=is_shared)
    last = bare.evaluation.abilities[-1]
    planned = 0.0 if is_shared else 100 * sum(o.weight for o in bare.evaluation.indicators if o.ability == last.id)
    page = hospital(bare, "agency", "zh")
    (sheet,) = content(page, "score_table").sheets
    row = next(row for row in sheet.rows if row.cells[0].text == last.name)

    assert value(row.cells[-4].text) == pytest.approx(planned, abs=0.005)
    assert [cell.text[:1] for cell in row.cells[-3:-1]] == ["—", "—"]
    assert value(sheet.rows[-1].cells[-4].text) == pytest.approx(100, abs=0.03)
    letter = "".join(p.words.zh for p in content(page, "letter").paragraphs)
    assert told in letter
    assert "已分摊至同一能力" not in letter


def test_a_part_that_shares_an_ability_out_counts_its_weight_once_where_another_part_has_no_score(renhe: Material):
    """Weights came to 110.67: growth went to the abilities of its part and was listed as kept beside them."""
    bare = without_an_ability(renhe, is_shared=False)
    part = next(one for one in bare.evaluation.parts if one.id == bare.evaluation.abilities[0].part)
    own = [one for one in bare.evaluation.indicators if one.part == part.id]
    left = sum(one.weight for one in own if one.ability != "growth")
    rows = tuple(
        one if one.part != part.id
        else replace(one, score=None, points=None, effective_weight=0.0) if one.ability == "growth"
        else replace(one, effective_weight=one.weight * part.share / left)
        for one in bare.evaluation.indicators
    )  # fmt: skip
    page = hospital(replace(bare, evaluation=replace(bare.evaluation, indicators=rows)), "agency", "zh")
    (sheet,) = content(page, "score_table").sheets

    assert value(sheet.rows[-1].cells[-4].text) == pytest.approx(100, abs=0.03)
    letter = "".join(p.words.zh for p in content(page, "letter").paragraphs)
    assert "由其余能力分担" in letter
    assert "没有分摊给其他能力" in letter
    rules = [p.zh for p in content(page, "calculation_table").paragraphs]
    assert "一项能力没有任何指标得分的，其权重分给其余能力。" in rules


def test_the_scorecard_of_years_gives_its_indicators_the_same_weight():
    annual = without_an_ability(evaluate(checked("renhe"), period="2025"), is_shared=False)
    last = annual.evaluation.abilities[-1].id
    names = {annual.catalog.indicators[one.id].name.zh for one in annual.evaluation.indicators if one.ability == last}
    names |= {short.zh for one in annual.evaluation.indicators
              if one.ability == last and (short := annual.catalog.indicators[one.id].short)}  # fmt: skip
    rows = [row for table in page_of(annual, "years", "zh", "annual").tables for row in table if row[0] in names]

    assert rows
    assert all(any(re.fullmatch(r"\d+\.\d\d", cell) and float(cell) > 0 for cell in row[1:]) for row in rows), rows


def test_an_ability_has_the_same_weight_on_every_page(renhe: Material):
    """The board's scorecard gave 21.3 to an ability of which the indicators below it and the submission told 24.6."""
    bare = without_an_ability(renhe, is_shared=True)
    (sheet,) = content(hospital(bare, "agency", "zh"), "score_table").sheets
    told = {row.cells[0].text.zh: value(row.cells[-4].text) for row in sheet.rows if row.emphasis == "total"}
    board = hospital(bare, "board", "zh")
    card = {one.name.zh: value(one.weight.rstrip("%")) for one in content(board, "scorecard").groups}

    planned = {one.name.zh: one.weight * 100 for one in bare.evaluation.abilities}
    assert any(abs(told[name] - weight) > 1 for name, weight in planned.items())
    assert card == pytest.approx({name: told[name] for name in card}, abs=0.051)


def test_a_draft_for_another_reason_has_no_errors_of_the_data_to_be_corrected(renhe: Material):
    draft = replace(renhe, draft=True, quality=replace(renhe.quality, errors=0))
    letter = "".join(p.words.zh for p in content(hospital(draft, "agency", "zh"), "letter").paragraphs)

    assert "本件为草稿，不得报送。" in letter
    assert "0项错误" not in letter


def test_a_letter_without_a_scheme_says_that_and_not_that_data_are_lacking():
    letter = content(hospital(evaluate(checked("renhe"), scheme="none"), "agency", "zh"), "letter")
    words = "".join(p.words.zh for p in letter.paragraphs)

    assert "没有选用评价方案，本期不予评级。" in words
    assert "数据未达到评级要求" not in words


@pytest.mark.parametrize("is_single", [False, True])
def test_the_standard_is_said_to_be_that_of_excellent_where_standards_have_levels(
    materials: Callable[..., Material],
    is_single: bool,  # noqa: FBT001
):
    material = materials("renhe", "2026-10")
    rows = tuple(
        replace(one, standards=None, reference=one.standards) if is_single else one
        for one in material.evaluation.indicators
    )
    context = HospitalContext.of(replace(material, evaluation=replace(material.evaluation, indicators=rows)), "en")
    told = _columns_told(context).en

    assert ("The standard is that of Excellent." in told) is not is_single
    assert "points are score × weight" in told
