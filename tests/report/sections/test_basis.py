"""Basis of preparation: rules, what each statement rests on, policies, limits, and what the results are used for."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analysis.cases import write
from pages import section_of
from report.sections.annual import EACH, YEARS, printed, rows, sheet, tables
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.model.definition import Language, Text
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent
from reportgen.report.section import Report
from reportgen.report.sections import quality


def words(found: SectionContent) -> list[tuple[Text, ...]]:
    return [block.lines for block in found.blocks if isinstance(block, Paragraphs)]


@pytest.mark.serves("000-35")
def test_every_form_that_was_read_names_its_accounting(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    found, material = sheet(reports("renhe", "en", "2025", "annual"), "basis"), materials("renhe", "2025")
    read = {form.form for form in material.dataset.forms if form.period == "2025" and form.entity == material.entity}
    listed = dict(rows(tables(found)[0], "en"))
    assert set(listed) == {material.catalog.forms[code].title.en for code in read if code in material.catalog.forms}
    assert listed["Statement of financial position"] == "Financial accounting, on accrual"
    assert listed["Statement of budget income and expenditure"] == "Budget accounting, on cash"
    assert "from 2019" in found.headline.en


@pytest.mark.serves("003-098", "003-103")
def test_policies_are_those_of_the_case_or_said_to_be_missing(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    policies, measured, _ = words(sheet(reports("renhe", "zh-en", "2025", "annual"), "basis"))
    case = materials("renhe", "2025").case.file
    assert policies == case.policies
    assert [line.zh for line in measured] == [
        f"无形资产：{case.measurement['intangible_assets'].zh}", f"长期投资：{case.measurement['long_term_investments'].zh}",
        "本单位未说明土地的计量基础。",
    ]  # fmt: skip
    source, without, unmeasured, _ = words(sheet(reports("us-cms", "zh-en", "2021", "annual"), "basis"))
    assert source == (materials("us-cms", "2021").case.file.data_source,)
    assert [line.en for line in without] == ["No accounting policies were supplied."]
    assert len(unmeasured) == 1


@EACH
@pytest.mark.serves("003-090")
def test_amounts_are_said_to_be_at_historical_cost(reports: Callable[..., Report], name: str):
    found = sheet(reports(name, "zh-en", YEARS[name], "annual"), "basis")

    assert any("历史成本" in line.zh and "historical cost" in line.en for line in words(found)[-1])


@EACH
@pytest.mark.serves("003-058")
def test_a_table_names_what_serves_plan_implement_monitor_appraise_and_feed_back(
    reports: Callable[..., Report], name: str
):
    steps = tables(sheet(reports(name, "zh-en", YEARS[name], "annual"), "basis"))[-2]

    assert [row[0] for row in rows(steps)] == ["计划", "实施", "监控", "考核", "反馈"]
    assert all(row[1] for row in rows(steps))
    has_measures = name == "renhe"
    assert ("本报告的整改措施与上期对照" in [*rows(steps)][-1][1]) is has_measures, "a promise only where it is kept"


def principles(report: Report) -> dict[str, Any]:
    """The principles in order, each with its sentence."""
    return {printed(line.cells[0]): line.cells[1] for line in tables(sheet(report, "basis"))[-1].lines}


@EACH
@pytest.mark.serves("003-072")
def test_one_sentence_is_on_each_principle_complete_connected_objective_and_practical(
    reports: Callable[..., Report], name: str
):
    kept = principles(reports(name, "zh-en", YEARS[name], "annual"))

    assert list(kept)[:4] == ["全面", "联系", "客观", "实际"]
    assert all(isinstance(cell, Text) and cell.zh.count("。") == 1 and cell.en.endswith(".") for cell in kept.values())


@EACH
@pytest.mark.serves("003-185")
def test_one_sentence_is_on_each_principle_systematic_dynamic_scientific_operable_and_comparable(
    reports: Callable[..., Report], name: str
):
    kept = principles(reports(name, "zh-en", YEARS[name], "annual"))

    assert list(kept)[4:] == ["系统", "动态", "科学", "可操作", "可比"]
    assert all(isinstance(cell, Text) and cell.zh.count("。") == 1 and cell.en.endswith(".") for cell in kept.values())


@pytest.mark.slow
@pytest.mark.serves("003-036")
def test_a_caveat_of_a_definition_stands_under_the_table(materials: Callable[..., Material]):
    material = materials("renhe", "2025")
    table = tables(sheet(hospital(dataclasses.replace(material), "annual", "zh-en"), "definitions"))[0]
    marked = [printed(line.cells[0]) for line in table.lines if printed(line.cells[0]).startswith("流动比率")]
    note = next(note for note in table.notes if "药品按售价" in note.zh)
    assert marked == [f"流动比率{note.zh[0]}"]
    assert "selling price" in note.en


@pytest.mark.serves("003-010")
@pytest.mark.parametrize(
    ("mode", "words"), [("en", "Rules: hospital accounting system of 1998"), ("zh", "执行医院会计制度（1998年）")]
)
def test_figures_of_the_old_rules_say_so(tmp_path: Path, mode: Language, words: str):
    write(tmp_path, {"total_assets@2005": 5.0})
    file = tmp_path / "case.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("'2019'", "'1998'"), encoding="utf-8")
    found = section_of(pipeline.evaluate(pipeline.check(tmp_path), period="2005"), "basis", mode, kind="annual")
    assert found is not None
    assert words in found.title


def test_a_report_without_scores_promises_none(tmp_path: Path) -> None:
    write(tmp_path, {"total_assets@2025": 10.0, "total_liabilities@2025": 4.0, "total_assets@2024": 9.0})
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲, en: A}}\nscheme: none\n", encoding="utf-8")
    report = hospital(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "annual", "en")
    said = " ".join(printed(sentence, "en") for sentence in principles(report).values())
    signs = [row[0] for table in tables(sheet(report, "reading")) for row in rows(table, "en")]

    assert [word for word in ("core", "cheme", "tandard") if word in said] == [], said
    assert "Bar of a score" not in signs
    assert "Rounding" in signs
    assert "restatements" not in {section.name for section in report.sections}


def test_what_is_said_of_cost_and_of_the_data_is_so_of_the_hospital(reports: Callable[..., Report]):
    ours, theirs = (sheet(reports(name, "en", YEARS[name], "annual"), "basis") for name in ("renhe", "us-cms"))
    of_cost = [next(line.en for line in words(found)[-1] if "cost" in line.en) for found in (ours, theirs)]
    assert ["fair value" in line for line in of_cost] == [False, True]

    of_data = [principles(reports(name, "zh-en", YEARS[name], "annual"))["可操作"] for name in ("renhe", "us-cms")]
    assert ["experts" in printed(line, "en") for line in of_data] == [True, False]


def test_a_report_that_scores_nothing_offers_no_results(materials: Callable[..., Material]):
    year = materials("us-cms", "2021")
    bare = dataclasses.replace(year, evaluation=dataclasses.replace(year.evaluation, indicators=(), parts=()))
    context = HospitalContext.of(bare, "en")

    assert quality._so(context, "basis.served.appraise").en == "The figures in this report; nothing is scored"
