"""Only what concerns the report's own year is told."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from analysis.cases import case
from pages import page_of
from population.hospitals import drawn, emptied
from report.sections.annual import printed, rows, tables
from report.sections.reading import content
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import gradings, outlook
from reportgen.report.desk.grades.indicator_pictures import Series
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections import warnings as section

UNSCORED = 9815
"""A drawn hospital without a scheme."""


def test_a_warning_on_an_earlier_year_is_not_told_again(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    told = content(reports("renhe", "zh-en"), "warnings").findings
    assert all("2026" in row.place or row.severity == "error" for row in told)
    assert materials("renhe").findings


def test_a_column_of_standards_stands_only_where_a_warning_has_one(renhe: Material, tmp_path: Path):
    unscored = pipeline.evaluate(pipeline.check(drawn(UNSCORED, emptied(tmp_path / "case")).folder))
    with_one, without = (page_of(found, "warnings").tables[0] for found in (renhe, unscored))

    assert "Standard" in with_one[0]
    assert "Standard" not in without[0]
    assert {len(row) for row in without} == {len(without[0])}


def test_the_hospital_s_own_measures_that_are_late_come_first(
    reports: Callable[..., Report], materials: Callable[..., Material]
):
    found = content(reports("renhe", "zh-en"), "warnings")
    ledger = found.measures
    actions = [
        one for one in materials("renhe").analysis["signals.follow_up"].actions if one.status in {"late", "open"}
    ]
    late = sum(one.status == "late" for one in actions)

    assert late
    assert (ledger.late, [row.level for row in ledger.rows].count("red")) == (late, late)
    assert [row.level for row in ledger.rows] == sorted((row.level for row in ledger.rows), key=("red", "yellow").index)
    for row, action in zip(ledger.rows, actions, strict=True):
        assert {action.measure, action.owner, action.due} <= set(_parts(row.words.zh))
        assert action.due in row.words.en
        raised, month = str(action.raised), action.raised != materials("renhe").period
        assert (f"截至{raised[:4]}年{int(raised[5:])}月的" in row.words.zh) is (
            month and action.before.value is not None
        )
    assert f"逾期措施{late}项" in found.headline.zh
    assert [row.is_late for row in ledger.rows] == [row.level == "red" for row in ledger.rows]


@pytest.mark.slow
def test_that_nothing_was_found_stands_under_its_own_heading(reports: Callable[..., Report]):
    page = write(reports("renhe", "en")).html.partition('<ul class="undone">')[2].partition("</section>")[0]
    listed, heading, told = page.partition("Findings of the checks")

    assert listed.count('<li class="late">') == content(reports("renhe", "en"), "warnings").measures.late
    assert heading
    assert "No error or warning" in told


def _parts(words: str) -> list[str]:
    measure, _, _ = words.partition("：")[2].partition("（")
    return [measure, *re.split("[：（，）]|到期", words)]


@pytest.mark.slow
def test_notes_are_counted_as_often_as_all_findings_list_them(reports: Callable[..., Report]):
    found = {one.id: one.content for one in reports("renhe", "zh", "2025", "annual").sections}
    listed = [row for row in rows(tables(found["checks"])[1]) if row[1] == "提示"]

    assert listed
    assert f"提示{len(listed)}项" in found["warnings"].no_findings.zh


@pytest.mark.slow
def test_a_warning_asks_for_an_owner_where_no_measure_takes_it_up(materials: Callable[..., Material]):
    """The letter's measure of an indicator counts as one, for both reports speak from one list."""
    material = materials("renhe")
    names, said = material.catalog.indicators, material.case.file.submission
    file = material.case.file.model_copy(update={"submission": said.model_copy(update={"letters": {}})})
    silent = replace(material, case=replace(material.case, file=file))
    expected = {"late": "措施逾期，请定新期限", "open": "措施在办，无需另定", None: "请定责任人、措施和期限"}

    seen = set()
    for found in (material, silent):
        actions = found.analysis["signals.follow_up"].actions
        state = {names[one.indicator].name.zh: str(one.status) for one in actions if one.is_open}
        for row in content(hospital(found, "board", "zh-en"), "warnings").warnings:
            assert row.decision.zh == expected[state.get(row.name.zh)]
            seen.add(state.get(row.name.zh))
    assert seen == {"late", "open", None}


@pytest.mark.parametrize(("name", "count", "kept"), [("renhe", 6, False), ("us-cms", 1, True)])
def test_a_long_list_of_warnings_may_run_over_a_page(
    reports: Callable[..., Report], name: str, count: int, *, kept: bool
) -> None:
    """Kept whole it left half a page empty."""
    page = write(reports(name, "en")).html

    assert len(content(reports(name, "en"), "warnings").warnings) == count
    assert ('<table class="warnings keep">' in page) == kept
    assert ('<table class="warnings">' in page) != kept


def test_no_command_is_named_on_the_page(reports: Callable[..., Report]):
    found = content(reports("renhe", "zh-en"), "warnings")

    assert "reportgen" not in found.no_findings.zh + found.no_findings.en


def test_what_is_asked_in_many_periods_stands_once_by_that_of_the_report_with_where_else(tmp_path: Path):
    """Twelve lines of one remedy hide what else there is."""
    periods = [f"2025-{month:02}" for month in range(1, 13)]
    figures = {f"{item}@{period}": value for period in periods
               for item, value in {"discharged_patient_bed_days": 900.0, "discharges": 20.0, "cmi": 0.9}.items()}  # fmt: skip
    material = case(tmp_path, figures | {"cmi@2025-03": 2.6}, "2025-12").material
    found = content(hospital(material, "board", "zh-en"), "warnings")

    stay, mix = ([row for row in found.findings if row.rule == rule] for rule in ("W08", "W24"))
    assert [row.message.zh.partition("：")[0] for row in stay] == ["2025年12月"]
    assert [row.also.zh for row in stay] == ["2025年1月至11月另有同类问题11个"]
    assert [row.also.en for row in stay] == ["11 more of the kind: January–November 2025"]
    assert [(row.message.en.partition(":")[0], row.also) for row in mix] == [("March 2025", None)]
    assert "checks of the data found 13 issues" in found.headline.en
    assert found.more.en.startswith("13 in all"), "the two rows tell how they come to the number of the title"


def test_the_unit_of_a_course_stands_once(reports: Callable[..., Report]):
    rows = content(reports("renhe", "zh-en"), "warnings").measures.rows
    money = [row.words.en for row in rows if "¥" in row.words.en]

    assert money
    assert all(words.count("¥") == 1 and "aim ¥" in words for words in money)


def without_scores(material: Material, keep: int) -> Material:
    """The first so many indicators at full marks, the others without value and score."""
    evaluation, own = material.evaluation, HospitalContext.of(material, "zh")
    rows = [one for one in evaluation.indicators if gradings.is_quantitative(own, one)]
    full = {one.id for one in rows[:keep]}
    marked = tuple(
        replace(one, score=100.0 if one.id in full else None, value=one.value if one.id in full else None)
        for one in rows
    )
    lines = {name: one.model_copy(update={"lines": {}}) for name, one in material.catalog.warnings.items()}
    catalog = replace(material.catalog, warnings=lines)
    return replace(material, evaluation=replace(evaluation, indicators=marked), history={}, catalog=catalog)


@pytest.mark.parametrize("keep", [0, 4])
def test_an_indicator_without_a_score_is_not_counted_as_one_that_gives_no_warning(renhe: Material, keep: int):
    bare = without_scores(renhe, keep)
    found = section.warnings(HospitalContext.of(bare, "zh"))
    left = len(bare.evaluation.indicators) - keep

    assert left
    assert found.warnings == ()
    if keep:
        assert f"已评分的{keep}项指标中" in printed(found.none)
        assert f"另有{left}项没有评分" in printed(found.none)
        assert "可以判断" not in printed(found.headline)
    else:
        assert "无法判断" in printed(found.none)
        assert printed(found.headline).startswith("没有指标可以判断")


def test_that_nothing_worsens_is_said_only_where_months_can_tell(renhe: Material, monkeypatch: pytest.MonkeyPatch):
    """Of a single year nobody knows whether anything worsens."""
    context = HospitalContext.of(without_scores(renhe, 4), "zh")
    assert "没有指标显著转差" in printed(section._none(context))

    monkeypatch.setattr(outlook, "series", lambda *_: Series((), (), None))
    assert "转差" not in printed(section._none(context))


def test_warnings_by_rule_are_counted_though_nothing_is_graded(renhe: Material):
    bare = replace(without_scores(renhe, 0), catalog=renhe.catalog)
    found = section.warnings(HospitalContext.of(bare, "en"))

    assert found.warnings
    assert re.match(
        r"Warnings: .*\d (red|orange|yellow|blue).* \(none by grade, since nothing is scored\)", found.headline.en
    )
    assert "could be judged" not in found.headline.en
    zh = section.warnings(HospitalContext.of(bare, "zh")).headline.zh
    assert re.search("[红橙黄蓝]色预警[0-9]+项（未评分，不按等级预警）", zh), "three lines of a title said so apart"


def test_each_page_counts_the_same_warnings_at_the_same_levels(renhe: Material):
    """Grade, months, lines and range may each warn of an indicator: it is told once, at the highest level."""
    here = page_of(renhe, "warnings", "zh", "annual")
    there = page_of(renhe, "risk_watch", "zh", "annual")
    levels = [row[0] for row in here.table("级别", "触发规则")[1:]]
    counted = "红色预警1项、黄色预警1项、蓝色预警4项"

    assert levels == ["红", "黄", "蓝", "蓝", "蓝", "蓝"]
    assert [row[1] for row in there.table("级别", "预警线")[1:]] == levels
    assert counted in here.title
    assert counted in there.title
    assert "预警的指标 6项 其中红色1项" in page_of(renhe, "supervision", "zh", "annual").text
    both = next(row for row in here.tables[0] if row[1] == "应收账款周转天数")
    assert both[4] == "按过程控制规则显著转差；触及预警线40.0天"
