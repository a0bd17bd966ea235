"""A group as one hospital: two campuses and a small one held to 60 %, worked by hand."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from reportgen import pipeline
from reportgen.model.values import Reason
from reportgen.pipeline.group import consolidated
from shell import Done, reportgen

CASE = """\
group:
  id: whole
  name: {zh: 两院集团, en: Two Campuses}
  members:
    east: {zh: 东院, en: East}
    west: {zh: 西院, en: West}
    small: {zh: 小院, en: Small}
  shares: {small: 0.6}
regime: "2019"
unit: 元
scheme: none
"""
FIGURES = """\
entity,period,item,value
east,2024,total_assets,900
east,2024,total_liabilities,300
east,2024,net_assets,600
west,2024,total_assets,500
west,2024,total_liabilities,200
west,2024,net_assets,300
small,2024,total_assets,100
small,2024,total_liabilities,40
small,2024,net_assets,60
east,2025,accounts_receivable_net,120
east,2025,current_assets,400
east,2025,total_assets,1000
east,2025,current_liabilities,250
east,2025,total_liabilities,350
east,2025,net_assets,650
east,2025,medical_income,800
east,2025,total_income,900
east,2025,total_expense,860
east,2025,period_surplus,40
west,2025,accounts_receivable_net,60
west,2025,current_assets,200
west,2025,total_assets,600
west,2025,current_liabilities,150
west,2025,total_liabilities,250
west,2025,net_assets,350
west,2025,medical_income,400
west,2025,total_income,450
west,2025,total_expense,440
west,2025,period_surplus,10
small,2025,current_assets,30
small,2025,total_assets,110
small,2025,current_liabilities,20
small,2025,total_liabilities,40
small,2025,net_assets,70
small,2025,medical_income,90
small,2025,total_income,100
small,2025,total_expense,95
small,2025,period_surplus,5
"""
HEAD = "period,from,to,item,counter item,amount,reason\n"
ELIMINATIONS = (
    HEAD
    + "2025,east,west,accounts_receivable_net,current_liabilities,50,tests not yet paid\n"
    + "2025,East,小院,医疗收入,total_expense,20,tests for the small one\n"
)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return group(tmp_path / "case")


def group(folder: Path, eliminations: str | None = ELIMINATIONS, figures: str = FIGURES, case: str = CASE) -> Path:
    (folder / "data").mkdir(parents=True)
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    (folder / "data" / "all.csv").write_text(figures, encoding="utf-8")
    if eliminations is not None:
        (folder / "eliminations.csv").write_text(eliminations, encoding="utf-8")
    return folder


def sheet(folder: Path, *words: str, code: int = 0) -> dict[str, dict]:
    done = reportgen("consolidate", folder, "--format", "json", *words)
    assert done.returncode == code, done.stderr
    return {row["item"]: row for row in json.loads(done.stdout)["items"]}


def explained(folder: Path, indicator: str, *words: str) -> dict:
    return json.loads(reportgen("explain", folder, indicator, "--entity", "whole", "--format", "json", *words).stdout)


def told(done: Done) -> str:
    return done.stdout + done.stderr


@pytest.mark.serves("000-29")
def test_what_members_have_of_one_another_goes_out_of_both_lines_and_of_every_total_above_them(case: Path):
    found = {item: (row["sum"], row["eliminated"], row["value"]) for item, row in sheet(case).items()}

    assert {item: found[item] for item in found if item != "accounts_receivable_net"} == {
        "current_assets": (630, -50, 580),
        "total_assets": (1710, -50, 1660),
        "current_liabilities": (420, -50, 370),
        "total_liabilities": (640, -50, 590),
        "net_assets": (1070, 0, 1070),
        "medical_income": (1290, -20, 1270),
        "total_income": (1450, -20, 1430),
        "total_expense": (1395, -20, 1375),
        "period_surplus": (55, 0, 55),
    }


@pytest.mark.serves("000-29")
def test_the_parts_of_others_are_those_of_members_that_the_group_does_not_hold_alone(case: Path):
    found = sheet(case)

    assert found["net_assets"]["minority"] == pytest.approx(0.4 * 70)
    assert found["period_surplus"]["minority"] == pytest.approx(0.4 * 5)
    assert found["total_assets"]["minority"] is None


@pytest.mark.serves("000-29")
def test_a_consolidated_number_explains_itself_by_the_cells_of_members_and_the_lines_of_the_table(case: Path):
    ratio = explained(case, "asset_liability_ratio", "--period", "2025")["derivation"]

    assert ratio["value"] == pytest.approx(590 / 1660)
    liabilities = next(part for part in items(ratio) if part["id"] == "total_liabilities")
    parts = [(part["name"]["en"], part["value"], part["place"]["file"]) for part in liabilities["parts"]]
    assert parts == [
        ("East", 350, "data/all.csv"),
        ("Small", 40, "data/all.csv"),
        ("West", 250, "data/all.csv"),
        ("Elimination East → West", -50, "eliminations.csv"),
    ]
    assert liabilities["parts"][-1]["note"] == "tests not yet paid"


def items(node: dict) -> list[dict]:
    own = [node] if node["kind"] == "item" else []
    return own or [found for part in node["parts"] for found in items(part)]


@pytest.mark.serves("000-29")
def test_what_one_member_lacks_the_group_lacks_and_says_whose_it_is(case: Path):
    row = sheet(case)["accounts_receivable_net"]

    assert (row["sum"], row["value"]) == (None, None)
    assert [name["en"] for name in row["lacking"]] == ["Small"]
    checked = consolidated(pipeline.check(case))
    material = pipeline.evaluate(pipeline.check(case), entity="whole", period="2025")
    days = material.derive("receivable_turnover_days")
    assert (days.value, days.reason) == (None, Reason.MISSING_INPUT)
    assert {finding.rule for finding in checked.findings} >= {"Q14", "Q13"}


@pytest.mark.slow
@pytest.mark.serves("000-29")
def test_the_group_is_evaluated_like_a_hospital_and_its_members_as_before(case: Path):
    without = group(case.parent / "without", None)
    whole = pipeline.evaluate(pipeline.check(case), entity="whole", period="2025")

    assert whole.case.file.entity is not None
    assert whole.case.file.entity.name.en == "Two Campuses"
    assert whole.values.at("current_ratio", "whole", "2025").value == pytest.approx(580 / 370)
    for member in ("east", "west", "small"):
        now, before = (pipeline.evaluate(pipeline.check(one), entity=member) for one in (case, without))
        assert now.evaluation == before.evaluation
    assert pipeline.hospitals(pipeline.check(case)) == ["east", "small", "west"]


@pytest.mark.parametrize(
    ("line", "rule", "place"),
    [
        ("2025,east,north,current_assets,current_liabilities,5,x", "Q02", "C2"),
        ("2025,east,west,current_asset,current_liabilities,5,x", "Q03", "D2"),
        ("soon,east,west,current_assets,current_liabilities,5,x", "Q04", "A2"),
        ("2025,east,west,current_assets,current_liabilities,-5,x", "Q05", "F2"),
        ("2025,east,east,current_assets,current_liabilities,5,x", "Q06", "C2"),
        ("2025,east,west,current_assets,total_expense,5,x", "Q10", "F2"),
        ("2025,east,west,current_assets,total_assets,5,x", "Q10", "F2"),
        ("2026,east,west,current_assets,current_liabilities,5,x", "Q11", "F2"),
        ("2025,east,west,current_assets,current_liabilities,151,x", "Q12", "F2"),
    ],
)
def test_a_line_that_cannot_be_is_told_at_its_cell_and_eliminates_nothing(
    tmp_path: Path, line: str, rule: str, place: str
):
    folder = group(tmp_path / "case", HEAD + line + "\n")
    done = reportgen("check", folder)

    assert done.returncode == 1
    assert f"eliminations.csv › {place} · {rule}" in told(done)
    assert sheet(folder, code=1)["current_assets"]["value"] == 630


def test_a_balance_that_several_lines_use_up_is_exceeded_by_the_last_one(tmp_path: Path):
    line = "2025,east,west,current_assets,current_liabilities,100,x\n"
    folder = group(tmp_path / "case", HEAD + line + line)

    assert "eliminations.csv › F3 · Q12" in told(reportgen("check", folder))
    assert sheet(folder, code=1)["current_assets"]["value"] == 530


def test_a_table_without_its_columns_a_share_of_nobody_and_no_table_are_told(tmp_path: Path):
    headless = group(tmp_path / "headless", "period,from,to\n2025,east,west\n")
    shared = group(tmp_path / "shared", case=CASE.replace("{small: 0.6}", "{smal: 0.6}"))
    none = group(tmp_path / "none", None)
    groupless = group(tmp_path / "groupless", case=CASE[CASE.index("regime") :])

    assert "Q08" in told(reportgen("check", headless))
    assert "case.yaml:8" in (said := told(reportgen("check", shared)))
    assert "Q07" in said
    assert "Q01" in told(reportgen("check", groupless))
    for words in (("consolidate", none), ("evaluate", none, "--entity", "whole")):
        done = reportgen(*words)
        assert (done.returncode, "Q15" in told(done)) == (2, True)


def test_a_table_of_nothing_but_its_head_says_that_there_is_nothing_to_eliminate(tmp_path: Path):
    assert sheet(group(tmp_path / "case", HEAD))["total_assets"]["value"] == 1710


MONTHS = "entity,period,item,value\n" + "".join(
    f"{member},2025-{month:02},{item},{value}\n"
    for member in ("east", "west", "small")
    for month in range(1, 7)
    for item, value in (
        ("medical_income", 100),
        ("total_income", 100),
        ("total_expense", 90),
        ("period_surplus", 10),
        ("current_assets", 500),
        ("total_assets", 900),
        ("current_liabilities", 200),
        ("total_liabilities", 300),
        ("net_assets", 600),
    )
)


def test_lines_of_months_go_out_of_the_year_to_date_and_those_of_balances_out_of_their_month(tmp_path: Path):
    lines = "".join(
        f"2025-{month:02},east,west,medical_income,total_expense,10,x\n"
        f"2025-{month:02},east,west,current_assets,current_liabilities,{month},y\n"
        for month in range(1, 7)
    )
    folder = group(tmp_path / "case", HEAD + lines, MONTHS)
    to_date = explained(folder, "current_ratio", "--period", "2025-06")["derivation"]
    balances = {part["id"]: part["value"] for part in items(to_date)}
    income = pipeline.evaluate(pipeline.check(folder), entity="whole", period="2025-06")
    margin = [part for part in income.derive("medical_income_growth").items() if part.id == "medical_income"]

    assert balances == {"current_assets": 1500 - 6, "current_liabilities": 600 - 6}
    assert margin[0].value == 6 * (300 - 10)
    assert sheet(folder, "--period", "2025-03")["medical_income"]["value"] == 290


def test_the_worksheet_is_the_same_in_a_workbook_and_as_text(case: Path, tmp_path: Path):
    assert reportgen("consolidate", case, "--format", "xlsx", "-o", tmp_path / "sheet.xlsx").returncode == 0
    book = openpyxl.load_workbook(tmp_path / "sheet.xlsx")
    assert book.sheetnames == ["Consolidation worksheet", "Eliminations"]
    rows = [[str(cell if cell is not None else "") for cell in row] for row in book.worksheets[0].values]
    text = [
        line.split(",")
        for line in reportgen("consolidate", case, "--format", "csv").stdout.lstrip("\ufeff").splitlines()
    ]

    assert len(rows) == len(text)
    assert rows[0] == text[0]
    totals = next(row for row in rows if row[0] == "total_assets")
    assert totals[2:8] == ["1000", "110", "600", "1710", "-50", "1660"]


@pytest.mark.slow
@pytest.mark.serves("000-29")
def test_a_report_on_the_group_is_verified_from_what_it_carries(case: Path, tmp_path: Path):
    report = tmp_path / "board.pdf"
    words = ("--report", "board", "--entity", "whole", "-p", "2025", "--embed", "all", "-o", report)
    assert reportgen("render", case, *words).returncode == 0
    assert reportgen("verify", report).returncode == 0


@pytest.mark.slow
def test_results_of_the_group_are_restated_by_another_elimination_and_those_of_nobody_else(case: Path):
    say = ("--entity", "whole", "--period", "2025", "--by", "甲")
    assert reportgen("review", case, *say, "--date", "2026-01-10").returncode == 0
    assert reportgen("issue", case, *say[:4], "--by", "乙", "--date", "2026-01-12").returncode == 0
    table = case / "eliminations.csv"
    table.write_text(ELIMINATIONS.replace(",50,", ",40,"), encoding="utf-8")

    assert "W30" not in told(reportgen("check", case))
    assert "W30" in told(reportgen("consolidate", case))
    number = next((case / "issued").glob("*.pdf")).stem
    assert reportgen("review", case, *say, "--date", "2026-01-20").returncode == 0
    correction = ("--number", number, "--why", "抵销有误", "--by", "乙", "--date", "2026-01-21")
    assert reportgen("supersede", case, *correction).returncode == 0
    assert "W30" not in told(reportgen("consolidate", case))
