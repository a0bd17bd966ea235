"""What several pages, the results and the terminal tell of one hospital is one thing: counts of findings, names."""

from __future__ import annotations

import json
import re
import shutil
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
from typer.testing import CliRunner

from pages import having, page_of, parts_of, read
from population.hospitals import Hospital, drawn, emptied
from rendered import SAMPLES
from rendered import material as sample_of
from reportgen import pipeline
from reportgen.analysis.material import Material
from reportgen.cli.app import app
from reportgen.export import results
from reportgen.model.reports import SectionEntry
from reportgen.report import assembly
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import outlook
from reportgen.report.desk.judgement import alarms, evidence
from reportgen.report.desk.tables import figures
from reportgen.report.sections.letter.problems import reported

PAGES: Final = (("quality", "board"), ("checks", "annual"))
COUNTED: Final = re.compile(r"(\d+) errors?(?: and|,) (\d+) warnings?")
ISSUES: Final = re.compile(r"found (\d+) issues?")
SEEDS = (2, 3, 39)
"""Hospitals of which the checks ask something: losses, liabilities above assets."""


@pytest.fixture(scope="module", params=SEEDS)
def hospital(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Hospital:
    return drawn(request.param, emptied(tmp_path_factory.mktemp(f"one-answer-{request.param}") / "case"))


def test_findings_are_counted_alike_on_every_page_in_the_results_and_on_the_terminal(hospital: Hospital) -> None:
    judged = pipeline.quality(pipeline.check(hospital.folder))
    assert judged is not None
    material = pipeline.evaluate(pipeline.check(hospital.folder), period=judged.period)
    said = json.loads(CliRunner().invoke(app, ["check", str(hospital.folder), "--format", "json"]).stdout)["quality"]
    counts = (said["errors"], said["warnings"])
    assert sum(counts), "a hospital with nothing to count says nothing"

    assert counts_of(results.document(material)["quality"]) == counts
    assert (material.quality.errors, material.quality.warnings) == counts
    assert on_pages(material) == [counts, counts]
    assert in_title(material) == sum(counts)


def counts_of(quality: dict[str, Any]) -> tuple[int, int]:
    return quality["errors"], quality["warnings"]


def on_pages(material: Material) -> list[tuple[int, int]]:
    """Errors and warnings as the pages on the quality of the data and on the checks print them."""
    texts = (page_of(material, section, "en", kind=kind).text for section, kind in PAGES)
    return [(int(found[1]), int(found[2])) for text in texts if (found := COUNTED.search(text))]


def in_title(material: Material) -> int:
    """How many findings the title of the warnings counts."""
    found = ISSUES.search(page_of(material, "warnings", "en").title)
    return int(found[1]) if found else 0


@pytest.fixture(scope="module")
def overspent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample whose budgets are a fifth smaller."""
    case = tmp_path_factory.mktemp("overspent") / "case"
    shutil.copytree(SAMPLES / "renhe", case)
    for file in (case / "budget").iterdir():
        book = openpyxl.load_workbook(file)
        for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
            if isinstance(cell.value, int | float) and abs(cell.value) > 10_000:
                cell.value = round(cell.value * 0.8, 2)
        book.save(file)
    return case


@pytest.mark.slow
def test_a_budget_that_is_used_up_is_told_once_of_a_year_and_its_last_month(overspent: Path) -> None:
    checked = pipeline.check(overspent)
    about = Counter((str(one.place), one.facts["period"]) for one in checked.findings if one.rule == "W36")
    assert {period for _, period in about} >= {"2025", "2025-12"}, "both are there"

    year, december = (pipeline.evaluate(checked, period=period) for period in ("2025", "2025-12"))
    for material, periods in ((year, {"2025"}), (december, {"2025-10", "2025-11", "2025-12"})):
        context = HospitalContext.of(material, "en")
        told = Counter((str(one.place), one.rule) for one in alarms.told(context) if one.rule == "W36")
        assert set(told.values()) == {1}
        counted = [one for one, _ in alarms.findings(context) if one.rule == "W36"]
        assert {one.facts["period"] for one in counted} == periods
        assert len(counted) == 3 * len(periods)


RISKS = (("renhe", "2026-10"), ("us-cms", "2021"))


@pytest.mark.slow
@pytest.mark.parametrize("about", [*RISKS, 11, 41], ids=str)
def test_page_1_the_summary_and_the_letter_name_the_same_risks(about: Any, tmp_path: Path) -> None:
    material = rated(about, tmp_path)
    context = HospitalContext.of(material, "en")
    risks = [one.id for one in outlook.endangered(context)]
    names = [context.short(one).en for one in risks]

    assert risks, "a hospital without risks says nothing"
    verdict = piece(material, "verdict")
    assert [one.words.en.startswith(name) for one, name in zip(verdict.risks, names, strict=True)] == [True] * len(
        names
    )
    assert [row.id for row in reported(context)][: len(risks)] == risks
    title = page_of(material, "summary", "en", kind="annual").title
    assert all(name.lower() in title.lower() for name in (context.named(one).en for one in risks)), title
    assert [one.words.en for one in verdict.strengths for name in names if one.words.en.startswith(name)] == []


def rated(about: Any, folder: Path) -> Material:
    """A sample, or a hospital drawn by a seed, in its newest period."""
    if isinstance(about, tuple):
        found: Material = sample_of(*about)
        return found
    case = drawn(about, emptied(folder / "case")).folder
    return pipeline.evaluate(pipeline.check(case))


def piece(material: Material, section: str) -> Any:
    """What the view of one section says."""
    report = assembly.hospital(having(material, "board", [SectionEntry(section=section)]), "board", "en")
    return next(one.content for one in report.sections if one.name == section)


INSOLVENT: Final = {
    "cash_and_bank": 3.1, "accounts_receivable_net": 8.8, "inventories": 1.2, "current_assets": 13.1, "total_assets": 33.1,
    "short_term_loans": 9.0, "current_liabilities": 25.0, "total_liabilities": 40.0, "net_assets": -6.9,
    "liabilities_and_net_assets_total": 33.1, "medical_income": 31.9, "total_income": 38.2, "total_expense": 43.5,
    "period_surplus": -5.3,
}  # fmt: skip
"""Figures of one year, in millions: owes more than it owns, lacks much else, and no expert rated any ability."""


@pytest.fixture(scope="module")
def insolvent(tmp_path_factory: pytest.TempPathFactory) -> Material:
    case = emptied(tmp_path_factory.mktemp("insolvent") / "case")
    (case / "data").mkdir(exist_ok=True)
    head = "entity: {id: h, name: {zh: 某医院, en: A hospital}}\nscheme: comprehensive_80_20\n"
    (case / "case.yaml").write_text(head, encoding="utf-8")
    rows = "".join(f"h,2025,{item},{value * 1e6:.0f}\n" for item, value in INSOLVENT.items())
    (case / "data" / "a.csv").write_text(f"entity,period,item,value\n{rows}", encoding="utf-8")
    found = pipeline.evaluate(pipeline.check(case))
    assert found.evaluation.grade is None
    return found


def test_page_1_asks_the_board_for_what_the_page_of_warnings_leaves_open(insolvent: Material) -> None:
    page = page_of(insolvent, "warnings", "zh").text
    asked = page.count("请定责任人、措施和期限")
    red = int(re.search(r"红色预警(\d+)项", page)[1])  # type: ignore[index]
    assert asked >= red > 0

    asks = page_of(insolvent, "verdict", "zh", ends="asks").text
    assert "（红色预警），请定责任人、措施和期限" in asks
    context = HospitalContext.of(insolvent, "zh")
    raised = [context.short(one.indicator).zh for one in alarms.unanswered(context)]
    assert len(raised) == red
    assert all(name in asks for name in raised)


def test_page_1_does_not_deny_the_red_warnings_that_come_of_a_grade(
    insolvent: Material, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = HospitalContext.of(insolvent, "zh")
    raised = alarms.alarms(context)
    by_line = evidence.red_lines(context)
    assert by_line is not None
    assert by_line.crossed == len(raised) == 2

    by_grade = tuple(replace(one, line=None) for one in raised)
    monkeypatch.setattr(alarms, "alarms", lambda _: by_grade)
    alone = evidence.red_lines(context)
    assert alone is not None
    assert alone.words.zh.startswith("没有指标触及红色预警线；2项因得分等级列为红色预警：")
    assert all(context.named(one.indicator).zh in alone.words.zh for one in by_grade)  # however little they weigh

    monkeypatch.setattr(alarms, "alarms", lambda _: (raised[0], *by_grade[1:] * 5))
    both = evidence.red_lines(context)
    assert both is not None
    assert (both.crossed, "5项因得分等级列为红色预警" in both.words.zh, "和另外2项" in both.words.zh) == (1, True, True)
    monkeypatch.setattr(alarms, "alarms", lambda _: ())
    calm = evidence.red_lines(context)
    assert calm is not None
    assert "另有" not in calm.words.zh


def test_where_there_is_no_grade_nothing_is_said_of_one_or_of_points_lost(insolvent: Material) -> None:
    page = page_of(insolvent, "conclusion", "zh", kind="annual").text

    assert "没有失分的指标" not in page
    assert "评为「" not in page
    assert "本期没有形成总分和等级" in page
    assert "得分最低（0.00分）" in page


def test_nobody_is_said_to_have_rated_where_nobody_did(insolvent: Material) -> None:
    for section, kind in (("scorecard", "board"), ("years", "annual"), ("ability", "annual")):
        for part in parts_of(insolvent, section, "zh", kind=kind):
            assert not re.search(r"专家0人|0名专家", part.text), section
    assert "没有专家对7项能力评议" in page_of(insolvent, "scorecard", "zh").text


def test_a_line_that_is_not_drawn_has_no_axis(insolvent: Material) -> None:
    told = " ".join(part.text for part in parts_of(insolvent, "card", "zh", kind="annual"))

    assert "不画走势" in told
    assert "纵轴不从零起" not in told


def test_a_blank_that_counts_as_nil_is_not_said_to_be_a_sum_of_months(insolvent: Material) -> None:
    context = HospitalContext.of(insolvent, "zh")

    blank = "current_portion_non_current_liabilities"

    assert figures.unread(context, blank, 0.0, insolvent.period).zh == "表中空白或未列，按无发生额计"
    assert figures.unread(context, blank, 5.0, insolvent.period).zh == "由各月数相加"


def test_a_mean_of_months_is_not_said_to_be_their_sum(insolvent: Material) -> None:
    """320 beds open in each of eight months were said to be “added up from the months”."""
    context = HospitalContext.of(insolvent, "zh")

    assert figures.unread(context, "avg_open_beds", 320.0, insolvent.period).zh == "各月数的平均"


def test_a_nil_that_months_add_up_to_is_not_said_to_be_blank(insolvent: Material) -> None:
    """An amount is written in some cell of the year, so that nothing is blank; what another year says is no part of it."""
    context = HospitalContext.of(insolvent, "zh")
    assert context.material.catalog.items["short_term_loans"].blank_is_zero

    assert figures.unread(context, "short_term_loans", 0.0, insolvent.period).zh == "由各月数相加"
    assert figures.unread(context, "short_term_loans", 0.0, "1999").zh == "表中空白或未列，按无发生额计"


def test_a_letter_tells_that_debts_exceed_assets_and_counts_once_what_two_rules_say(tmp_path: Path) -> None:
    case = drawn(650, emptied(tmp_path / "case"))
    material = pipeline.grounds(pipeline.check(case.folder), report="agency")
    words = assembly.report(material, "agency", "zh")
    page = read(words)

    assert "净资产合计−4,653.85万美元" in page["letter"].text
    assert "负债大于资产，资不抵债" in page["letter"].text
    assert "失分最多的是资产负债率、流动比率" in page["letter"].text
    table = next(one for part in page.parts for one in part.tables if any(row and row[0] == "W12" for row in one))
    results = {row[0]: row[-1] for row in table}
    assert (results["W02"], results["W12"]) == ("待核实", "同W02")
    assert next(row for row in table if "合理性检查合计" in row)[-2] == "1"
