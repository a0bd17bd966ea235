"""Indicators that are read together, on pages: values, amounts, parts of totals, twelve months, evidence."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.cases import case
from pages import only
from reportgen.analysis.blocks import BlockView, block
from reportgen.analysis.material import Material
from reportgen.model.dataset import Observation, View, extended
from reportgen.model.finding import Finding, Severity
from reportgen.model.place import NOWHERE
from reportgen.model.printing import number
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections.block import _headline, _marked, _said


def page(report: Report, name: str) -> Any:
    return next(section.content for section in report.sections if section.id == f"block-{name}")


def blocks(material: Material) -> Report:
    """The blocks of the annual report in English."""
    return hospital(only(material, "annual", "block"), "annual", "en")


def amount(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-"))


def test_of_a_block_the_amounts_in_question_bear_their_mark(renhe: Material):
    more = [
        Observation(item, "renhe", renhe.period, View.YEAR_TO_DATE, 3e6, "money", NOWHERE)
        for item in ("fixed_asset_additions", "fixed_asset_disposals")
    ]
    facts = {"entity": renhe.entity, "period": renhe.period, "items": ("fixed_asset_disposals",)}
    told = Finding("V04", NOWHERE, facts, Severity.ERROR)
    material = having(renhe, dataset=extended(renhe.dataset, more, {}), findings=(told,))
    context, view = HospitalContext.of(material, "en"), block(material, "assets")
    plain = {one.id: one.name for one in view.amounts}

    after = {one.id: one.name for one in _marked(context, view).amounts}

    assert after["fixed_asset_additions"] == plain["fixed_asset_additions"]
    assert after["fixed_asset_disposals"] == context.say("doubt.marked", name=plain["fixed_asset_disposals"])


@pytest.mark.slow
@pytest.mark.serves("003-133", "001-37")
@pytest.mark.parametrize("name", ["income_sources", "assets"])
def test_the_parts_of_a_total_make_the_total_and_a_hundred_percent(reports: Callable[..., Report], name: str):
    (table,) = page(reports("renhe", "zh-en", None, "annual"), name).tables

    assert len(table.rows) > 5
    assert sum(amount(value) for _, value, _ in table.rows) == pytest.approx(amount(table.total[1]), abs=0.05)
    assert table.total[2] == "100.00"
    printed = sum(amount(share) for _, _, share in table.rows)
    assert printed == pytest.approx(100, abs=0.1)
    assert (table.note is None) is (round(printed, 2) == 100)


@pytest.mark.serves("001-37")
def test_the_assets_print_newness_additions_and_disposals(renhe: Material):
    more = [
        Observation(item, "renhe", renhe.period, View.YEAR_TO_DATE, value, "money", NOWHERE)
        for item, value in (("fixed_asset_additions", 3_210_000.0), ("fixed_asset_disposals", 450_000.0))
    ]
    view = page(blocks(having(renhe, dataset=extended(renhe.dataset, more, {}))), "assets")

    assert [name.en.split(" ", 2)[2] for name, _ in view.amounts] == [
        "added in the period",
        "disposed of in the period",
    ]
    assert [text for _, text in view.amounts] == ["321.00", "45.00"]
    assert view.lines[0].name.en == "Fixed-asset newness rate"


@pytest.mark.serves("000-31")
def test_maintenance_prints_its_twelve_months_and_nothing_for_eleven(renhe: Material):
    def months(material: Material) -> list[str]:
        return [months.name.en for months in page(blocks(material), "maintenance").months]

    assert "Maintenance cost rate" in months(renhe)
    assert renhe.month_values is not None
    fewer = renhe.month_values.values.drop(index=("renhe", "2026-03"))
    reasons = renhe.month_values.reasons.drop(index=("renhe", "2026-03"))
    gap = dataclasses.replace(renhe.month_values, values=fewer, reasons=reasons)
    assert months(having(renhe, month_values=gap)) == []


@pytest.mark.serves("001-20")
def test_the_evidence_of_a_rating_is_printed_with_it(renhe: Material):
    item, evidence = "rating_integration_tasks", "12 meetings on operations, all departments covered"
    rating = Observation(item, "renhe", renhe.period, View.PERIOD, 0.8, "level", NOWHERE)
    dataset = extended(renhe.dataset, [rating], {(item, "renhe", renhe.period, ""): evidence})
    report = blocks(having(renhe, dataset=dataset))

    line = page(report, "integration").lines[0]
    assert (line.name.en, [remark.en for remark in line.remarks][-1]) == (
        "Implementation of integration tasks",
        evidence,
    )
    assert evidence in write(report).html


@pytest.mark.serves("001-24")
def test_management_as_a_whole_is_the_composite_score_of_what_experts_judged(renhe: Material):
    line = next(line for line in page(blocks(renhe), "integration").lines if line.name.en == "Management performance")
    judged = next(part for part in renhe.evaluation.parts if part.id == "qualitative")

    assert judged.score is not None
    assert float(line.value) == pytest.approx(judged.score / 100, abs=0.005)
    assert "composite score" in line.remarks[-1].en
    assert "a rating coefficient" in page(blocks(renhe), "integration").headline.en


@pytest.mark.slow
def test_a_block_without_any_value_is_left_out(reports: Callable[..., Report]):
    report = reports("us-cms", "en", None, "annual")

    assert not [section for section in report.sections if section.id in {"block-maintenance", "block-satisfaction"}]


def having(material: Material, **changes: Any) -> Material:
    return dataclasses.replace(material, **changes)


def test_the_total_of_the_headline_stands_first_and_a_single_amount_in_a_sentence(reports: Callable[..., Report]):
    page = next(s.content for s in reports("renhe", "zh", "2025", "annual").sections if s.id == "block-income_sources")

    assert page.said.zh == "捐赠收入106.30万元。"


def test_of_an_amount_filed_as_zero_nothing_is_said_and_of_a_small_one_its_own_figure(renhe: Material):
    """The page said “0.00万元” of donations: of none, and of 40 yuan alike."""

    context, view = HospitalContext.of(renhe, "zh"), block(renhe, "income_sources")
    (known,) = (one for one in view.amounts if one.id == "donation_income")

    def having_filed(value: float) -> BlockView:
        one = dataclasses.replace(known, printed=number(value, 2, over=10_000), value=value)
        return dataclasses.replace(view, amounts=(one,), rows=(), compositions=())

    def said(value: float) -> str:
        found = _said(context, having_filed(value))
        return "" if found is None else found.zh

    assert not having_filed(0.0).has_values
    assert said(0.0) == ""
    assert said(40.0) == "捐赠收入40.00元。"


@pytest.mark.slow
@pytest.mark.serves("001-37")
def test_a_headline_says_from_what_to_what_an_indicator_moved_and_which_way(reports: Callable[..., Report]):
    titles = [
        s.content.headline.en for s in reports("renhe", "en", None, "annual").sections if s.id.startswith("block-")
    ]
    moves = [
        re.search(r" (up|down) from ([−\d.,]+)%?(?: points)? in [A-Za-z ]*\d+ to ([−\d.,]+)", title) for title in titles
    ]
    found = {(move[1], amount(move[2]) < amount(move[3])) for move in moves if move}

    assert found == {("up", True), ("down", False)}


def test_without_a_year_before_the_title_names_the_weakest_and_its_grade(renhe: Material):
    """“Debt ratio 66.13%” was all that it said."""
    context, view = HospitalContext.of(renhe, "zh-en"), block(renhe, "financial_health")
    rows = tuple(dataclasses.replace(row, previous=None) for row in view.rows)
    scored = [context.evaluation.indicator(row.id) for row in rows if row.printed and _is_scored(context, row.id)]
    worst = min(scored, key=lambda one: one.score or 0.0)
    grade = context.grade_of(worst)
    assert grade is not None

    found = _headline(context, dataclasses.replace(view, rows=rows, compositions=()), "2025-10")

    assert len(scored) > 1
    assert found.zh.startswith(context.named(worst.id).zh)
    assert found.zh.endswith(f"，评为「{context.grade(grade).zh}」")
    assert found.en.endswith(f", graded {context.grade(grade).en}")


def _is_scored(context: HospitalContext, identifier: str) -> bool:
    return any(one.id == identifier and one.score is not None for one in context.evaluation.indicators)


def test_a_headline_names_the_largest_move_and_says_how_many_went_which_way(reports: Callable[..., Report]):
    view = page(reports("renhe", "zh", "2025", "annual"), "satisfaction")
    moves = {line.name.zh: (amount(line.value), amount(line.previous)) for line in view.lines}
    most, (now, was) = max(moves.items(), key=lambda move: abs(move[1][0] - move[1][1]))
    up, down = sum(now > was for now, was in moves.values()), sum(now < was for now, was in moves.values())

    assert view.headline.zh.startswith(f"{most}由2024年的{was}分降至{now}分")
    assert view.headline.zh.endswith(f"{len(moves)}项中{up}项上升、{down}项下降")


def test_where_most_of_a_total_is_not_itemised_no_part_is_its_largest(tmp_path: Path):
    """The title said that donations are 2.75 % of income, of which 96 % had no line."""
    cells = {"total_income@2025": 100e6, "donation_income@2025": 2e6, "other_income@2025": 1e6}

    assert page(blocks(case(tmp_path, cells, "2025").material), "income_sources").headline.en == (
        "Total income of the period: 97.00% of it is not itemised"
    )


def test_the_one_line_of_a_part_stands_for_it(tmp_path: Path):
    """A hospital in Hong Kong whose statement lists its medical service income was told that 96 % is not itemised."""
    cells = {"total_income@2025": 100e6, "medical_service_income@2025": 96e6, "other_income@2025": 4e6}

    assert page(blocks(case(tmp_path, cells, "2025").material), "income_sources").headline.en == (
        "Medical service income: 96.00% of total income of the period"
    )


def test_what_is_gross_does_not_stand_for_a_net_part(tmp_path: Path):
    cells = {"total_assets@2025": 100e6, "fixed_assets_net@2025": 60e6, "accounts_receivable_gross@2025": 30e6}
    known = block(case(tmp_path, cells, "2025").material, "assets")

    assert "accounts_receivable_gross" not in {share.id for parts in known.compositions for share in parts.shares}


def test_a_part_that_is_most_of_a_total_whose_parts_all_have_lines_is_named(tmp_path: Path):
    """Medical income, 94 % of all income and in the table below, was said to be no line of it."""
    cells = {"total_income@2025": 100e6, "medical_income@2025": 94e6, "other_income@2025": 6e6}

    assert page(blocks(case(tmp_path, cells, "2025").material), "income_sources").headline.en == (
        "Medical income: 94.00% of total income of the period"
    )
