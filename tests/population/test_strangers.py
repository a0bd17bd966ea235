"""Two hospitals as they come: what is printed of them is so, by whatever rules they keep their books."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest

from pages import having, page_of, parts_of
from population.hospitals import emptied
from reportgen import pipeline
from reportgen.analysis.group import shared
from reportgen.analysis.material import Material
from reportgen.model.definition import Text
from reportgen.model.reports import SectionEntry
from reportgen.model.schemes import Grade
from reportgen.report import assembly, setting
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.grades import gradings, outlook
from reportgen.report.desk.judgement import alarms
from reportgen.report.desk.tables import figures

POSITION: Final = """Statements of Net Position,,,
(In thousands),,,
"June 30,",2025,2024,2023
Cash and cash equivalents,"8,412","9,950","12,118"
"Patient accounts receivable, net of allowance of $2,140, $1,980 and $1,875","14,230","12,870","11,940"
Total current assets,"28,879","28,740","29,645"
"Capital assets, net","61,230","63,480","62,310"
Total assets,"112,549","114,105","113,065"
Accounts payable,"6,810","6,120","5,870"
Total current liabilities,"17,685","16,515","15,620"
"Long-term debt, net of current portion","38,120","40,470","42,710"
Total liabilities,"55,805","56,985","58,330"
Total net position,"56,744","57,120","54,735"
Total liabilities and net position,"112,549","114,105","113,065"
"""
OPERATIONS: Final = """Statements of Revenues and Expenses,,,
(In thousands),,,
"Years Ended June 30,",2025,2024,2023
Net patient service revenue (net of provision for bad debts),"96,120","94,310","91,870"
Other operating revenue,"3,180","2,990","2,840"
Total operating revenues,"99,300","97,300","94,710"
Depreciation and amortization,"6,210","6,080","5,990"
Total operating expenses,"101,130","95,650","89,440"
Nonoperating revenues (expenses):,,,
Interest expense,"(1,612)","(1,705)","(1,798)"
Investment income,416,(150),310
Excess (deficit) of revenues over expenses,(376),"2,385","6,242"
"""
WORK: Final = """Utilization,,,
Fiscal year ended June 30,2025,2024,2023
Staffed beds,98,98,95
Inpatient discharges,"5,120","5,044","4,980"
Patient days,"23,040","22,195","21,912"
"""
DISTRICT: Final = (
    "entity: {id: lakeview, name: {en: Lakeview Hospital District}}\nregime: other\ncurrency: USD\n"
    "fiscal_year_start: 7\nlanguages: en\nscheme: us_hospital_financial\n"
)


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """A district hospital in America, three years side by side that end in June, no peers, no budget, no measures."""
    case = emptied(tmp_path_factory.mktemp("district") / "case")
    (case / "data").mkdir(exist_ok=True)
    (case / "case.yaml").write_text(DISTRICT, encoding="utf-8")
    for name, text in (("position", POSITION), ("operations", OPERATIONS), ("work", WORK)):
        (case / "data" / f"{name}.csv").write_text(text, encoding="utf-8")
    checked = pipeline.check(case)
    assert {one.rule for one in checked.findings} == {"I96", "I98", "W56"}
    return pipeline.evaluate(checked)


def test_statements_of_a_district_are_read_as_they_stand(district: Material) -> None:
    def of(item: str, period: str = "2025") -> float | None:
        return district.dataset.value(item, "lakeview", period, "")

    assert of("accounts_receivable_net") == 14_230_000
    assert of("interest_expense", "2024") == 1_705_000
    assert of("investment_income", "2024") == -150_000
    assert of("net_assets", "2023") == 54_735_000


def test_a_figure_that_was_made_from_another_says_from_which(district: Material) -> None:
    passport = page_of(district, "passport", "en")

    assert passport.row("Available bed days")[2] == "Average open beds × days"
    assert passport.row("Beds (FY2024)")[2] == "data/work.csv › C3"
    assert "added up from the months" not in passport.text


def test_nothing_is_promised_that_the_report_does_not_have(district: Material) -> None:
    basis = page_of(district, "basis", "en", kind="annual").text

    assert "Budget and actual" not in basis
    assert "Measures held against the last report" not in basis
    assert "fit the hospital's class" not in basis
    assert "The standards of the indicators in this report" in basis
    assert "Advice in this report" in basis


def test_a_hospital_without_official_forms_is_not_sent_to_them(district: Material) -> None:
    lacking = page_of(district, "quality", "en").text

    assert "No statutory forms apply to this case" in lacking
    assert "Medical surplus →" not in lacking  # it follows from lines that are there
    assert "Statement of financial performance" not in lacking


def test_a_fiscal_year_that_is_no_calendar_year_is_never_named_as_one(district: Material) -> None:
    change = page_of(district, "score_changes", "en", kind="annual")
    statement = page_of(district, "statement", "en", kind="annual")

    assert {"FY2024", "FY2025"} <= {word.strip(".,;()") for word in change.text.split()}
    assert "FY2024" in statement.text
    for part in (change, statement):
        assert re.findall(r"(?<!FY)\b20\d\d\b", part.text) == []


def test_what_was_written_of_chinese_hospitals_is_not_said_of_others(district: Material) -> None:
    assert "articles call reasonable" not in page_of(district, "risk_watch", "en", kind="annual").text


def test_quarters_are_asked_of_a_year_whose_months_are_not_computed(district: Material) -> None:
    page = page_of(district, "score_changes", "en", kind="annual").text

    assert "Supply those of the quarters of the fiscal year" in page
    assert "March, June" not in page


def test_where_there_are_no_peers_they_are_not_said_to_lack_a_figure(district: Material) -> None:
    years = page_of(district, "years", "en", kind="annual").text

    assert "Peer median" not in years
    assert "peers have this figure" not in years


def test_warnings_without_a_measure_are_those_of_the_register(district: Material) -> None:
    context = HospitalContext.of(district, "en")
    page = page_of(district, "risk_watch", "en", kind="annual").text

    raised = alarms.alarms(context)
    assert len(raised) > 1
    assert f"{len(raised)} warnings have no open measure" in page


COUNTY: Final = "entity: {id: qinghe, name: {zh: 清河县医院, en: Qinghe County Hospital}}\nregime: '2019'\nscheme: comprehensive_80_20\n"
STATEMENT: Final = (
    ("货币资金", 2988.4), ("应收账款净额", 4385.2), ("存货", 842.9), ("流动资产合计", 8216.5), ("固定资产净值", 15740.3),
    ("非流动资产合计", 15740.3), ("资产总计", 23956.8), ("短期借款", 1000.0), ("应付账款", 5600.0),
    ("流动负债合计", 6600.0), ("非流动负债合计", 3500.0), ("负债合计", 10100.0), ("净资产合计", 13856.8),
    ("负债和净资产总计", 23956.8),
)  # fmt: skip


INCOME: Final = (
    ("本期收入", 8474.1), ("财政拨款收入", 570.0), ("事业收入", 7904.1), ("本期费用", 8137.7), ("业务活动费用", 7147.5),
    ("单位管理费用", 990.2), ("本期盈余", 336.4),
)  # fmt: skip
NOTHING_ELSE: Final = "收入费用表\n编制单位：清河县医院,2026年3月\n单位：万元\n项目,本年累计数\n"


def forms(case: Path) -> None:
    """The statements of March and two figures of work."""
    (case / "case.yaml").write_text(COUNTY, encoding="utf-8")
    lines = "".join(f"{name},{value}\n" for name, value in STATEMENT)
    head = "资产负债表\n编制单位：清河县医院,2026年3月31日\n单位：万元\n项目,期末余额\n"
    (case / "data" / "a.csv").write_text(head + lines, encoding="utf-8")
    lines = "".join(f"{name},{value}\n" for name, value in INCOME)
    (case / "data" / "i.csv").write_text(NOTHING_ELSE + lines, encoding="utf-8")
    days = (("2026-01", 15_320), ("2026-02", 14_010), ("2026-03", 15_990))
    rows = "".join(f"{month},beds_open,600\n{month},occupied_bed_days,{value}\n" for month, value in days)
    (case / "data" / "b.csv").write_text(f"period,item,value\n{rows}", encoding="utf-8")


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """A county hospital with one month of forms of its own make in ten thousands, and nothing else."""
    case = emptied(tmp_path_factory.mktemp("county") / "case")
    (case / "data").mkdir(exist_ok=True)
    forms(case)
    return pipeline.evaluate(pipeline.check(case))


def test_a_value_outside_its_best_range_is_no_strength(county: Material) -> None:
    context = HospitalContext.of(county, "zh")
    ratio, beds = (county.evaluation.indicator(one) for one in ("current_ratio", "bed_occupancy_rate"))
    assert ratio.value == pytest.approx(1.245, abs=0.001)
    assert beds.value == pytest.approx(0.839, abs=0.001)
    assert {context.grade_of(ratio), context.grade_of(beds)} <= {Grade.EXCELLENT, Grade.GOOD}

    assert [one.words.zh for one in outlook.strengths(context) if one.words.zh.startswith(("流动比率", "病床"))] == []


def test_an_interim_grade_is_told_only_where_there_is_a_grade(county: Material) -> None:
    assert county.evaluation.interim
    assert county.evaluation.grade is None

    assert "期中监测等级" not in page_of(county, "verdict", "zh").text


def test_weights_are_not_said_to_be_spread_where_there_is_no_total(county: Material) -> None:
    assert county.evaluation.grade is None

    said = page_of(county, "scorecard", "zh").text
    assert "；本期没有总分。" in said
    assert "已按比例分给其余指标" not in said


def test_the_pledge_tells_of_nils_and_of_estimates(county: Material) -> None:
    (pledge,) = parts_of(county, "pledge", "zh", kind="agency")

    assert "没有以零或估计数代替" not in pledge.text
    assert "表中的空白栏按无发生额处理" in pledge.text
    assert re.search(r"\d项指标以推算数计算：病床使用率", pledge.text)


def test_a_hospital_that_has_only_begun_a_period_is_told_what_it_lacks(tmp_path: Path) -> None:
    case = emptied(tmp_path / "case")
    (case / "data").mkdir(exist_ok=True)
    forms(case)
    (case / "data" / "i.csv").unlink()
    checked = pipeline.check(case)

    judged = pipeline.quality(checked)
    assert judged is not None
    assert judged.period == "2026-03"
    ((entity, pieces),) = pipeline.lacking(checked)
    assert entity == "qinghe"
    assert any(one.form == "会政财02" and "total_expense" in one.items for one in pieces)


def test_a_county_hospital_names_what_its_sums_stand_under(county: Material) -> None:
    part = next(one for one in piece_of(county, "method").parts if one.is_quantitative)

    assert part.rows[0].score.startswith("—"), "the first row has no score"
    assert part.like == next(row.score for row in part.rows if not row.score.startswith("—"))


def piece_of(material: Material, section: str) -> Any:
    report = assembly.hospital(having(material, "board", [SectionEntry(section=section)]), "board", "en")
    return next(one.content for one in report.sections if one.name == section)


def test_one_weak_hospital_of_five_is_no_shared_weakness() -> None:
    found = (
        shared.Shared("current_ratio", 5, strong=2, weak=1, median=62.0),
        shared.Shared("asset_liability_ratio", 5, strong=3, weak=2, median=74.8),
        shared.Shared("admin_expense_rate", 5, strong=2, weak=3, median=45.4),
    )

    assert [one.id for one in shared.weaknesses(found)] == ["admin_expense_rate"]
    assert [one.id for one in shared.strengths(found)] == ["asset_liability_ratio"], "never both"


def test_what_is_far_less_than_a_million_is_said_in_thousands(county: Material) -> None:
    """A tenth of a million is one beside millions, and in thousands where nothing else is as large."""
    say = HospitalContext.of(county, "en").say
    alone = replace(say, in_millions=False)

    assert say.money(-5_509.27).en == "−¥5.5 thousand"
    assert say.money(12_300.0).en == "¥12.3 thousand"
    assert [each.money(99_999.0).en for each in (say, alone)] == ["¥100.0 thousand"] * 2
    assert [each.money(100_000.0).en for each in (say, alone)] == ["¥0.10 m", "¥100.0 thousand"]
    assert [each.money(999_940.0).en for each in (say, alone)] == ["¥1.00 m", "¥999.9 thousand"]
    assert [each.money(999_960.0).en for each in (say, alone)] == ["¥1.0 m"] * 2
    assert say.money(0.0).en == "¥0.0 m"


def test_the_unit_of_an_amount_is_that_of_its_digits(county: Material) -> None:
    """Working capital of 12 million stood as 1,234.57 under the unit ¥; a sentence chooses the unit by itself."""
    context = HospitalContext.of(county, "en")
    (row,) = (one for one in county.evaluation.indicators if one.id == "current_ratio")
    amount = replace(row, id="working_capital")

    assert context.printed("working_capital", 12_345_678.0) == "1,234.57"
    assert context.unit("working_capital") == Text(zh="万元", en="¥10,000")
    assert gradings.beside(context, "working_capital", 9e7) == Text(zh="9,000.00万元", en="¥90.0 m")
    assert gradings.beside(context, "current_ratio", 2.0) == "2.00"
    assert gradings.bare(context, amount) == gradings.spoken(context, amount)


TITLES: Final = (
    ("en", "Surplus is weakest at 41.78; main risks: total margin, medical income growth and current ratio", ("phrase", 0)),
    ("en", "Fair, 50.81 points, down 3.47; total margin fell", ("phrase", 2)),
    ("en", "One clause of so many words that it goes on and on over line after line until nobody knows where it began or why; yes", ("long", 1)),
    ("zh", "年初以来货币资金减少27.25万元；最大来源为固定资产与在建工程（净额）减少，最大运用为净资产合计减少", ("long", 1)),
    ("zh", "盈余336万元；现金减少", ("long", 0)),
)  # fmt: skip


@pytest.mark.parametrize(("mode", "words", "wanted"), TITLES)
def test_a_title_keeps_to_two_lines(mode: Any, words: str, wanted: tuple[str, int]) -> None:
    name, count = wanted

    assert str(setting.ModeFilters(mode).headline(Text(zh=words, en=words))).count(f'class="{name}') == count


QUARTERLY: Final = """Statements of Operations,,,,
(in thousands),,,,
Quarter ended,,,,
,"September 30, 2024","December 31, 2024","March 31, 2025","June 30, 2025"
Net patient service revenue,"1,000","2,000","3,000","4,000"
Total operating revenue,"1,100","2,100","3,100","4,100"
Total operating expenses,"1,050","2,050","3,050","4,050"
Excess (deficit) of revenues over expenses,50,50,50,50
"""


def test_four_quarters_are_a_year_on_every_page_and_no_cell_is_said_to_hold_it(tmp_path: Path) -> None:
    """Page 1 left income out, page 2 told it; the passport named the cell of the last quarter for the year."""
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text(DISTRICT, encoding="utf-8")
    (tmp_path / "data" / "operations.csv").write_text(QUARTERLY, encoding="utf-8")
    checked = pipeline.check(tmp_path)
    material = pipeline.evaluate(checked)

    assert material.period == "2025"
    assert material.dataset.value("total_income", "lakeview", "2025", "") == 10_400_000
    assert material.dataset.value("medical_income", "lakeview", "2025-Q3", "ytd") == 6_000_000
    assert "$10.4 m" in page_of(material, "verdict", "en").text
    found = figures.item_figures(material, "total_income")
    assert found is not None
    assert found.place is None
    context = HospitalContext.of(material, "en")
    assert figures.unread(context, "total_income", found.now or 0.0, "2025").en == "added up from the quarters"
