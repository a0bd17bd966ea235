"""Risks by level with owner, measure and what became of it; what the figures say together."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pytest

from analysis.cases import write as put_down
from pages import page_of, section_of, words
from report.sections.annual import rows
from report.sections.subjects import alone, page, tables, told
from reportgen import pipeline
from reportgen.analysis.comparison.against import SIGN
from reportgen.analysis.material import Material
from reportgen.analysis.signals import process
from reportgen.analysis.signals.process import Outlier, Outliers
from reportgen.model.definition import Text
from reportgen.model.printing import half_up
from reportgen.model.reports import ReportChoice
from reportgen.model.warnings import Level
from reportgen.report.assembly import hospital
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.tables.answers import scribe
from reportgen.report.desk.tables.sheet import Paragraphs, SectionContent
from reportgen.report.html import write
from reportgen.report.section import Report
from reportgen.report.sections import risk_watch
from reportgen.report.tokens import built_in, lightness


@pytest.fixture(scope="module")
def month(materials: Callable[..., Material]) -> Material:
    return materials("renhe", "2026-10")


@pytest.fixture(scope="module")
def sheet(month: Material) -> SectionContent:
    return page(month, "risk_watch")


@pytest.mark.serves("000-17")
def test_each_warning_prints_value_line_level_and_advice_and_what_is_inside_its_lines_is_absent(month: Material):
    head, *lines = page_of(month, "risk_watch").table("Level", "Since")

    assert head == [
        "Indicator",
        "Level",
        "Unit",
        "Value",
        "Line",
        "Since",
        "Periods",
        "Suggested owner",
        "Suggested measure",
    ]
    assert [(line[0], line[1], line[3], line[4]) for line in lines] == [
        ("Asset growth", "red", "1.77", "—①"),
        ("Receivable days", "yellow", "43.2", "40.0"),  # by its line alone it would be blue
        ("Bed occupancy", "blue", "91.62", "—③"),
        ("Current ratio", "blue", "1.18", "1.30"),
        ("Interest cover", "blue", "2.65", "3.00"),
        ("Self-sufficiency", "blue", "0.97", "1.00"),
    ]
    assert lines[4][8] == "Repay the dearest loans first"
    assert "Debt ratio" not in {line[0] for line in lines}


def test_an_owner_whom_the_hospital_named_is_no_suggestion(month: Material):
    file = month.case.file.model_copy(update={"owners": {"total_asset_growth": Text(zh="财务一部", en="Finance One")}})
    named = replace(month, case=replace(month.case, file=file))

    head, *lines = page_of(named, "risk_watch").table("Level", "Since")

    assert (head[-2:], lines[0][-2]) == (["Owner", "Suggested measure"], "Finance One")


def test_the_table_of_periods_says_that_it_goes_by_lines_and_which_warnings_are_graver(month: Material):
    printed = words(page_of(month, "risk_watch").element)

    assert "Levels by warning lines, last" in printed
    assert "The level of receivable days this period comes of grade or trend and is graver" in printed
    assert printed.count("is graver than by the lines alone") == 1


STYLES = Path(__file__).parents[3] / "styles"
LEVELS = ("red", "orange", "yellow", "blue")


@pytest.mark.serves("001-07")
def test_each_level_has_a_word_and_a_shape_and_those_alike_in_shape_differ_in_grey(tmp_path: Path):
    put_down(
        tmp_path,
        {
            "current_assets@2025": 120.0, "current_liabilities@2025": 100.0, "cash_and_equivalents@2025": 30.0,
            "total_liabilities@2025": 150.0, "total_assets@2025": 200.0, "cash_and_bank@2025": 30.0,
            "operating_cash_outflow@2025": 30.0 * 365 / 20,
        },
    )  # fmt: skip
    page = page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "risk_watch")
    marked = [one for one in page.element.iter() if "level" in (one.get("class") or "").split()]
    assert {(words(one), one.get("class")) for one in marked} == {(one, f"level level-{one}") for one in LEVELS}

    styles = (STYLES / "components.css").read_text("utf-8")
    rules = {
        name: re.findall(rf"^[^{{}}.]*\.level-{name}\b[^{{}}]*{{([^}}]*)}}", styles, re.MULTILINE)[0] for name in LEVELS
    }
    shape = {name: ("background" in rule, "solid" in rule, "dashed" in rule) for name, rule in rules.items()}
    assert len(set(shape.values())) == 4, shape
    filled = [lightness(built_in()[name]) for name in ("poor", "low")]
    assert filled[1] - filled[0] > 30  # dark and light grey in print


@pytest.mark.serves("003-136")
def test_each_warning_has_level_line_since_owner_and_measure(sheet: SectionContent, month: Material):
    found = month.analysis["signals.risks"].warned
    named = {month.catalog.indicators[one.indicator].short.en: one for one in found}
    lines = [row for row in rows(tables(sheet)[0], "en") if row[0] in named]
    assert len(lines) == len(found) == 4
    levels = list(Level)
    for row in lines:
        one = named[row[0]]
        assert levels.index(Level(row[1])) >= levels.index(one.level)
        assert row[3]
        assert row[4]
        assert row[5:7] == (one.since, str(one.periods))
        assert row[7:] == (one.owner.en, one.measure.en)


@pytest.mark.serves("003-080")
def test_what_is_recommended_names_finding_measure_and_owner_and_what_was_last_time_has_a_date_and_its_state(
    month: Material,
):
    found = section_of(month, "risk_watch")
    assert found is not None
    recommended, _, followed = found.tables
    lines = month.catalog.warnings["public_hospital"].lines
    names = {(one.short or one.name).en: name for name, one in month.catalog.indicators.items()}
    assert recommended[0][-2:] == ["Suggested owner", "Suggested measure"]
    assert len(recommended) == 7
    for row in (one for one in recommended[1:] if not one[4].startswith("—")):
        line = lines[names[row[0]]]
        assert row[-2:] == [line.owner.en, line.measure.en]

    assert followed[0] == ["No.", "Indicator", "Measure", "Owner", "Due", "Status", "Course"]
    records = {one.text("action"): one for one in month.registers["actions"].records}
    assert {row[0] for row in followed[1:]} == {*records, "—①"}  # the letter has two that the list has not
    for row in (one for one in followed[1:] if one[0] in records):
        record = records[row[0]]
        assert month.catalog.indicators[names[row[1]]].name.zh == record.text("indicator")
        assert row[4] == record.text("due")
        assert (row[5] == "late") is (not record.text("closed") and record.text("due") < "2026-10-31")
    chinese = section_of(month, "risk_watch", "zh")
    assert chinese is not None
    for row in (one for one in chinese.tables[2][1:] if one[0] in records):
        assert row[2:4] == [records[row[0]].text("measure"), records[row[0]].text("owner")]


def test_values_stand_in_a_column_without_their_unit_so_that_their_points_align(sheet: SectionContent):
    table = tables(sheet)[0]
    lines = list(rows(table, "en"))
    assert {row[2] for row in lines} == {"days", "ratio", "times", "%"}
    assert all(re.fullmatch(r"−?[0-9,]+(\.[0-9]+)?|—.", cell) for row in lines for cell in row[3:5])
    assert all(table.finest()[3:5])


def test_a_level_is_a_word_in_a_shape_of_its_own(month: Material):
    html = write(alone(month, "risk_watch")).html
    assert '<span class="level level-blue">蓝</span>' in html


@pytest.mark.serves("000-11")
def test_the_paragraph_on_funds_prints_cash_ratio_days_and_appropriations(month: Material):
    value = {
        name: month.values.at(name, "renhe", "2026-10").value or 0.0
        for name in ("current_ratio", "fiscal_income_share")
    }
    days = month.analysis["signals.judgements"]["funds"].figures["days"]
    cash = month.dataset.value("cash_and_bank", "renhe", "2026-10")

    assert (
        f"Cash is ¥{cash / 1e6:,.1f} m, the current ratio {value['current_ratio']:.2f}, cash on hand lasts "
        f"{days:.1f} days, and appropriations are {100 * value['fiscal_income_share']:.2f}% of "
        "income; the days of cash reach no warning line."
    ) in page_of(month, "risk_watch").text


@pytest.mark.serves("002-35")
@pytest.mark.parametrize(
    ("assets", "cash", "told"),
    [
        (90.0, 30.0, "The current ratio of 0.90 and the cash ratio of 30.00% have both reached a warning line"),
        (120.0, 60.0, "The current ratio of 1.20 has reached a warning line, the cash ratio of 60.00% has not"),
        (190.0, 30.0, "The cash ratio of 30.00% has reached a warning line, the current ratio of 1.90 has not"),
    ],
)
def test_debts_falling_due_are_warned_of_with_both_ratios_and_not_where_both_suffice(
    tmp_path: Path, assets: float, cash: float, told: str
):
    def page(current_assets: float, cash_and_equivalents: float) -> str:
        figures = {
            "current_assets@2025": current_assets, "current_liabilities@2025": 100.0,
            "cash_and_equivalents@2025": cash_and_equivalents, "total_liabilities@2025": 150.0,
            "total_assets@2025": 200.0,
        }  # fmt: skip
        put_down(tmp_path, figures)
        return page_of(pipeline.evaluate(pipeline.check(tmp_path), period="2025"), "risk_watch").text

    assert told in page(assets, cash)
    assert "each repayment falling due" not in page(190.0, 60.0)


@pytest.mark.serves("000-40", "001-12")
def test_every_measure_prints_owner_due_status_and_whether_its_indicator_improved(month: Material):
    head, *lines = page_of(month, "risk_watch").table("No.", "Course")
    actions = month.analysis["signals.follow_up"].actions

    assert head == ["No.", "Indicator", "Measure", "Owner", "Due", "Status", "Course"]
    assert [(line[0], line[4], line[5]) for line in lines] == [
        (one.id or "—①", one.due, str(one.status)) for one in actions
    ]
    assert lines[1] == [
        "ZG2026-02", "Receivable days", "Reconcile with the municipal insurer each month, and ask for larger advances",
        "Head of the insurance office", "2026-09-30", "late", "40.2 days by May 2026 → 43.2 days, worse",
    ]  # fmt: skip
    assert next(line[6] for line in lines if line[0] == "ZG2026-03") == "0.35 by Mar 2026 → 2.65, better"


@pytest.mark.serves("000-40", "000-44", "001-11", "001-12")
def test_measures_carry_their_status_and_how_the_indicator_went(sheet: SectionContent, month: Material):
    found = month.analysis["signals.follow_up"].actions
    lines = list(rows(tables(sheet)[2], "en"))
    assert [row[5] for row in lines] == [str(one.status) for one in found]
    assert [row[0] for row in lines] == [one.id or "—①" for one in found]
    assert all("→" in row[6] for row in lines)
    late = sum(row[5] == "late" for row in lines)
    assert f"{len(lines)} measures, {late} of them late" in sheet.headline.en


def test_a_measure_that_cannot_be_read_is_named_and_does_not_vanish(month: Material):
    table = month.registers["actions"]
    records = list(table.records)
    spoilt = replace(records[0], cells={**records[0].cells, "indicator": "没有这个指标"})
    registers = {**month.registers.by_id, "actions": replace(table, records=(spoilt, *records[1:]))}
    words = told(page(replace(month, registers=type(month.registers)(registers)), "risk_watch"))
    assert f"1 measure is not listed: {spoilt.cells['action']}" in words


@pytest.mark.parametrize(
    ("due", "moved", "said"),
    [
        ("2026-09-30", None, "2026-09-30"),
        ("2026-09-30", "2026-12-31", "planned 2026-09-30, moved to 2026-12-31"),
        (None, None, "—①"),
    ],
)
def test_a_measure_without_a_date_or_with_another_one_says_so(
    month: Material, due: str | None, moved: str | None, said: str
):
    table = scribe(HospitalContext.of(month, "en"), "risk_watch").table()
    one = replace(month.analysis["signals.follow_up"].actions[0], due=due, moved=moved, owner=None)
    cells = risk_watch._action(table, one).cells

    assert getattr(cells[4], "en", cells[4]) == said
    assert str(getattr(cells[3], "en", cells[3])).startswith("—"), "nobody is named as its owner"
    assert {line.en for line in table.notes.lines()} == {"① Not entered in the list of measures."}


def test_warnings_without_a_measure_are_named(sheet: SectionContent):
    assert "2 warnings have no open measure: bed occupancy and self-sufficiency" in told(sheet), "those of the register"


@pytest.mark.serves("003-016", "003-042", "003-047", "000-11")
def test_judgements_stand_with_their_numbers_and_name_their_lines(sheet: SectionContent):
    words = told(sheet)
    assert "Self-sufficiency is 0.97, below 1" in words
    assert "a worse result than last year, and each unit of income costs more" in words
    assert "pays no income tax" in words
    assert "Lines behind these judgements:" in words


def test_what_stands_far_from_its_months_is_told_with_its_score(sheet: SectionContent, month: Material):
    one = month.analysis["signals.outliers"].found[0]
    turn = "(worse than the median)"
    far = f"far from the median of 36.6 days of the {one.n} months before {turn}; robust score +{one.score:.1f}"
    assert far in told(sheet)


def test_what_stands_far_from_the_peers_is_told_of_a_case_without_months(materials: Callable[..., Material]):
    material = replace(materials("us-cms", "2021"))
    row = next(one for one in material.evaluation.indicators if one.value is not None and one.direction in SIGN)
    far = Outliers((Outlier(row.id, "peers", row.value or 0.0, 0.0, 9.0, 3001),), {})

    assert material.analysis.books.all_months == ()
    with mock.patch.object(process, "outliers", return_value=far):
        words = told(page(material, "risk_watch"))

    assert "of 3,001 peers" in words
    assert "robust score +9.0" in words


def test_what_stands_far_says_for_better_or_worse_and_its_title_says_no_more(reports: Callable[..., Report]):
    found = next(s.content for s in reports("renhe", "zh", "2025", "annual").sections if s.id == "risk_watch")
    words = next(block for block in found.blocks if isinstance(block, Paragraphs) and "稳健标准分" in block.lines[0].zh)
    assert words.title.zh == "离群值与连续转差"
    assert words.lines[-1].zh == "现金短债比连续3年转差：5.58→5.24→4.18→3.90。"
    lines = {line.zh.partition("2025年")[0]: line.zh for line in words.lines}
    assert "的中位数12.99元（好于中位数）" in lines["百元收入耗材"]
    assert "（差于中位数）" in lines["管理费用率"]
    assert "（在最优区间之外）" in lines["医疗盈余率"]


def test_what_could_not_be_judged_is_named_with_the_reason(materials: Callable[..., Material]):
    words = told(page(materials("us-cms", "2021"), "risk_watch"))
    assert "Contingent liability ratio: the hospital's statements have no line that they need in any period." in words
    assert "was not submitted" not in words


@pytest.mark.serves("003-136")
def test_what_worsens_three_times_in_a_row_prints_its_values_and_what_turned_once_is_not_told(month: Material):
    def of(name: str) -> list[float]:
        months = (f"2026-{number:02}" for number in (7, 8, 9, 10))
        return [month.month_values.values[name]["renhe", when] for when in months]

    found = section_of(month, "risk_watch")
    assert found is not None
    days = " → ".join(f"{half_up(value, 1):.1f} days" for value in of("receivable_turnover_days"))
    assert f"Receivable days of single months worsened 3 times in a row: {days}." in found.text
    inventories = of("inventory_turnover_days")
    assert sorted(inventories) != inventories
    assert "Inventory days of single months worsened" not in found.text


def test_days_of_cash_are_not_missing_where_a_sentence_states_them(sheet: SectionContent):
    words = told(sheet)
    assert re.search(r"cash on hand lasts [0-9.]+ days", words)
    assert "could not be held against a line" not in " ".join(
        block.title.en for block in sheet.blocks if isinstance(block, Paragraphs) and block.title
    )


def test_what_is_of_a_single_month_is_told_apart_from_the_year_to_date(sheet: SectionContent, month: Material):
    of_month = month.analysis["signals.outliers"].found[0]
    to_date = month.analysis.books.indicator(of_month.id).value
    assert of_month.value != pytest.approx(to_date)
    assert "in Oct 2026 by itself" in told(sheet)
    assert "of single months worsened 3 times in a row" in told(sheet)


def test_a_line_is_printed_like_the_figure_that_is_held_against_it(sheet: SectionContent):
    assert re.search(r"Business income per employee is ¥[0-9,.]+, above the line of ¥300,000\.00,", told(sheet))


@pytest.mark.serves("000-17")
def test_the_levels_of_the_newest_periods_end_with_the_present_one(sheet: SectionContent, month: Material):
    found = month.analysis["signals.risks"].warned
    levels = list(rows(tables(sheet)[1], "en"))
    assert [row[-1] for row in levels] == [one.level for one in found]
    for row, one in zip(levels, found, strict=True):
        warned = [cell for cell in row[1:] if cell != "inside"]
        assert len(warned) >= min(one.periods, len(row) - 1)


def test_measures_may_stand_onlywith_a_title_of_their_own(month: Material):
    file = month.case.file.model_copy(
        update={
            "reports": {"board": ReportChoice(sections=("risk_watch",), options={"risk_watch": {"of": ("measures",)}})}
        }
    )
    report = hospital(replace(month, case=replace(month.case, file=file)), "board", "en")
    only = report.sections[0].content
    assert isinstance(only, SectionContent)
    assert only.headline.en == "8 measures, 2 of them late"
    assert len(tables(only)) == 1


def test_times_in_a_row_are_the_falls_between_the_values_that_are_named(reports: Callable[..., Report]):
    found = next(s.content for s in reports("us-cms", "en", "2021", "annual").sections if s.id == "risk_watch")
    lines = [line.en for block in found.blocks for line in getattr(block, "lines", ()) if isinstance(line, Text)]
    falls = next(line for line in lines if "in a row" in line)

    assert falls.count("→") == int(falls.split(" years")[0].rsplit(" ", 1)[-1])


def test_what_is_judged_from_figures_in_question_says_so_though_nothing_is_scored(tmp_path: Path):
    """A hospital that left its liabilities at zero was praised for a debt ratio of nought."""
    owed = {"total_liabilities@2025": 0.0, "total_assets@2025": 100.0, "net_assets@2025": 100.0}
    put_down(tmp_path, {**owed, "total_income@2025": 90.0, "total_expense@2025": 80.0, "period_surplus@2025": 10.0})
    material = pipeline.evaluate(pipeline.check(tmp_path), period="2025")
    said = [one.zh for block in page(material, "risk_watch").blocks if isinstance(block, Paragraphs)
            for one in block.lines]  # fmt: skip

    assert any(one.startswith("资产负债率0.00%，低于文献所称") for one in said)
    assert "资产负债率所依数据有待核实的警告（W62），核实前不宜据以下结论。" in said
