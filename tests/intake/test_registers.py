"""Registers: tables with one row for each thing, known by their heads."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest

from reportgen import intake
from reportgen.catalog import load_catalog
from reportgen.intake import Reading
from reportgen.model.registers import Record

HEAD = ("科室", "科室类别", "科室收入", "直接成本合计")
TITLE = (("科室收支表",), ("2025年3月",), ("单位：万元",))
Read = Callable[..., Reading]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    def of(*rows: Sequence[object], name: str = "t.csv") -> Reading:
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
        return intake.read_paths([tmp_path / name], load_catalog())

    return of


def records(reading: Reading, table: str = "departments") -> tuple[Record, ...]:
    return reading.registers[table].records


def rules(reading: Reading) -> list[str]:
    return [finding.rule for finding in reading.findings]


def test_a_row_holds_its_cells_in_base_units_with_their_places(read: Read):
    reading = read(*TITLE, HEAD, ("内科", "临床服务类", "1,200.50", 900))
    one = records(reading)[0]

    assert (one.period, one.text("department"), one.text("class")) == ("2025-03", "内科", "clinical")
    assert one.number("income") == 12_005_000.0
    assert (one.place("income").file, one.place("income").cell) == ("t.csv", "C5")
    assert rules(reading) == []
    assert reading.files[0].kind == "register"


def test_heads_may_be_english_and_state_their_unit(read: Read):
    head = ("Department", "Class of department", "Department income (thousand)", "Direct cost")
    one = records(read(("Departments",), ("2025-03",), head, ("A", "Clinical", 5, 7)))[0]

    assert (one.number("income"), one.number("direct_cost")) == (5_000.0, 7.0)


def test_totals_and_feet_are_no_rows(read: Read):
    reading = read(*TITLE, HEAD, ("内科", "临床服务类", 1, 1), ("合计", "", 1, 1), ("制表：许某某",))

    assert [one.text("department") for one in records(reading)] == ["内科"]


def test_a_row_that_is_called_like_a_signature_is_a_row_all_the_same(read: Read):
    rows = ("院长办公室", "行政后勤类", 0, 3), ("内科", "临床服务类", 1, 1), ("院长：沈某某",)

    assert [one.text("department") for one in records(read(*TITLE, HEAD, *rows))] == ["院长办公室", "内科"]


def test_a_blank_cell_is_missing_and_not_zero(read: Read):
    one = records(read(*TITLE, HEAD, ("内科", "", "", 0)))[0]

    assert one.number("income") is None
    assert one.number("direct_cost") == 0.0


@pytest.mark.parametrize(
    ("rows", "rule", "cell"),
    [
        ([("内科", "临床服务类", "多", 1)], "K04", "C5"),
        ([("内科", "门诊类", 1, 1)], "K06", "B5"),
        ([("", "临床服务类", 1, 1)], "K02", "A5"),
        ([("内科", "临床服务类", 1, 1), ("内科", "临床服务类", 2, 2)], "K03", "A6"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_cell(read: Read, rows: list[tuple[object, ...]], rule: str, cell: str):
    found = [one for one in read(*TITLE, HEAD, *rows).findings if one.rule == rule]

    assert [one.place.cell for one in found] == [cell]


def test_of_two_rows_for_one_thing_the_first_is_kept(read: Read):
    reading = read(*TITLE, HEAD, ("内科", "临床服务类", 1, 1), ("内科", "临床服务类", 2, 2))

    assert [one.number("income") for one in records(reading)] == [10_000.0]
    assert reading.findings[0].facts["first"].cell == "A5"


def test_a_head_that_is_not_known_is_told(read: Read):
    reading = read(*TITLE, (*HEAD, "满意度", "备注"), ("内科", "临床服务类", 1, 1, 90, ""))

    assert [(one.rule, one.place.cell) for one in reading.findings] == [("K07", "E4")]


def test_a_table_of_no_period_is_not_read(read: Read):
    reading = read(("科室收支表",), HEAD, ("内科", "临床服务类", 1, 1))

    assert "K01" in rules(reading)
    assert records(reading) == ()


@pytest.mark.parametrize("written", ["2025-03-31", "2025年3月31日", "2025/3/31", "2025.03.31"])
def test_a_date_is_read_as_people_write_it(read: Read, written: str):
    head = ("借款编号", "债权人", "借款余额", "年利率", "到期日")
    one = records(read(("债务台账",), ("2025年3月",), head, ("a", "b", 5, "3.5%", written)), "debts")[0]

    assert (one.text("due"), one.number("rate")) == ("2025-03-31", 0.035)


@pytest.mark.parametrize(
    ("head", "written", "told"),
    [("年利率", (4.35, 0.95), ["K40"]), ("年利率(%)", (4.35, 0.95), []), ("年利率（％）", ("4.35", "0.95"), []),
     ("年利率", (0.0435, 0.0095), []), ("年利率", ("4.35%", "0.95%"), [])],
)  # fmt: skip
def test_a_rate_in_percent_is_none_in_hundreds(read: Read, head: str, written: tuple[object, object], told: list[str]):
    heads = ("序号", "贷款银行", "余额", head, "到期日期")
    rows = [(at + 1, bank, 5, rate, "2030-06-30") for at, (bank, rate) in enumerate(zip("甲乙", written, strict=True))]
    reading = read(("借款明细表",), ("2025年3月", "单位：万元"), heads, *rows)

    assert [one.number("rate") for one in records(reading, "debts")] == [0.0435, 0.0095]
    assert rules(reading) == told


def test_a_rate_that_is_shown_as_a_percentage_is_the_fraction_it_holds(tmp_path: Path):
    (tmp_path / "case.yaml").write_text("entity: {id: h, name: {zh: 甲, en: A}}\n", encoding="utf-8")
    (tmp_path / "business").mkdir()
    book = openpyxl.Workbook()
    for row in (
        ("借款明细表",),
        ("2025年3月", "单位：元"),
        ("贷款银行", "余额", "年利率(%)", "到期日"),
        ("甲", 5, 0.0435, "2030-06-30"),
    ):
        book.worksheets[0].append(row)
    book.worksheets[0]["C4"].number_format = "0.00%"
    book.save(tmp_path / "business" / "a.xlsx")
    reading = intake.read(intake.open_case(tmp_path), load_catalog())

    assert [one.number("rate") for one in records(reading, "debts")] == [0.0435]


@pytest.mark.parametrize(
    ("table", "heads"),
    [("receivables_ageing", ("欠款单位", "3个月内", "3-6个月", "6—12个月", "1~2年", "2至3年", "三年以上", "期末余额")),
     ("receivables_ageing", ("Payer", "0–90 days", "91-180 days", "181 to 365 days", "1-2 years", "2-3 years", "Over 3 years", "Total")),
     ("payables_ageing", ("供货单位", "3个月以内", "3-6个月", "6个月-1年", "1年以上", "余额"))],
    ids=["receivables", "in English", "payables"],
)  # fmt: skip
def test_ages_are_known_as_offices_write_them(read: Read, table: str, heads: tuple[str, ...]):
    reading = read(("账龄",), ("2025年3月", "单位：元"), heads, ("甲", *range(1, len(heads) - 1), 99))

    (one,) = records(reading, table)
    assert sorted(value for value in one.cells.values() if isinstance(value, float)) == [*range(1, len(heads) - 1), 99]
    assert rules(reading) == []


def test_loans_without_numbers_are_told_apart_by_lender_and_due_date(read: Read):
    head = ("贷款银行", "余额", "利率", "到期日期")
    rows = (("农业银行", 5, "3.45%", "2026-03-01"), ("农业银行", 7, "4.1%", "2030-06-30"), ("合计", 12, "", ""))
    reading = read(("借款明细表",), ("2025年3月", "单位：万元"), head, *rows)

    found = records(reading, "debts")
    assert [one.text("loan") for one in found] == ["农业银行 2026-03-01", "农业银行 2030-06-30"]
    assert [one.number("outstanding") for one in found] == [50_000, 70_000]
    assert rules(reading) == []


@pytest.mark.parametrize("bank", ["银行", "开户银行", "Bank"])
def test_deposits_are_no_loans(read: Read, bank: str):
    """They have a bank, a balance and a day too; who lends has to be said."""
    reading = read(
        ("定期存款",), ("2025年3月",), (bank, "余额", "利率", "到期日"), ("农业银行", 5, "1.5%", "2026-03-01")
    )

    assert records(reading, "debts") == ()


def test_a_loan_without_number_and_due_date_is_told(read: Read):
    head = ("债权人", "借款余额", "到期日")
    reading = read(("债务台账",), ("2025年3月",), head, ("农业银行", 5, "2026-03-01"), ("建设银行", 7, ""))

    assert len(records(reading, "debts")) == 1
    assert rules(reading) == ["K02"]


@pytest.mark.parametrize(
    ("days", "due"),
    [
        (("10/1/2038", "07/15/2045"), ["2038-10-01", "2045-07-15"]),
        (("10/1/2038", "15/07/2045"), ["2038-01-10", "2045-07-15"]),
        (("10/1/2038", "1/2/2045"), []),
        (("10/1/2038", "15/07/2045", "07/15/2045"), ["2045-07-15", "2045-07-15"]),
    ],
)
def test_days_in_numbers_are_in_the_order_that_one_of_their_column_shows(
    days: tuple[str, ...], due: list[str], read: Read
):
    rows = [(f"{at}", "a", 5, day) for at, day in enumerate(days)]
    reading = read(("债务台账",), ("2025年3月",), ("借款编号", "债权人", "借款余额", "到期日"), *rows)

    found = [one.cells.get("due") for one in records(reading, "debts")]
    assert [one for one in found if one] == due
    assert rules(reading).count("K05") == len(days) - len(due)


def test_a_rate_that_is_no_number_is_told_as_it_is_written(read: Read):
    head = ("借款编号", "债权人", "借款余额", "年利率", "到期日")
    reading = read(("债务台账",), ("2025年3月",), head, ("1", "a", 5, "SOFR + 2.1%", "2026-03-01"))

    assert [(one.rule, one.facts["text"]) for one in reading.findings] == [("K04", "SOFR + 2.1%")]


def test_a_day_that_the_calendar_lacks_is_told(read: Read):
    head = ("借款编号", "债权人", "借款余额", "到期日")
    reading = read(("债务台账",), ("2025年3月",), head, ("a", "b", 5, "2025-02-30"))

    assert [(one.rule, one.place.cell) for one in reading.findings] == [("K05", "D4")]


@pytest.mark.parametrize("table", sorted(load_catalog().registers))
def test_every_register_is_known_by_its_own_heads(read: Read, table: str):
    definition = load_catalog().registers[table]
    for speech in ("zh", "en"):
        head = [column.name.in_language(speech) for column in definition.columns.values()]
        row = {"text": "a", "money": 1, "number": 1, "share": 0.25, "date": "2025-03-31"}
        cells = [next(iter(one.choices)) if one.choices else row[one.kind] for one in definition.columns.values()]
        reading = read(("表",), ("2025年3月",), head, cells)

        assert len(records(reading, table)) == 1
        assert rules(reading) == []


def test_no_two_registers_are_proved_by_the_same_heads():
    proofs = {
        name: frozenset(column.name.zh for column in one.columns.values() if column.required)
        for name, one in load_catalog().registers.items()
    }
    for name, heads in proofs.items():
        others = [other for other, theirs in proofs.items() if other != name and theirs <= heads]
        assert others == []


def test_a_cell_that_cannot_be_read_is_told_apart_from_a_blank_one(read: Read):
    reading = read(*TITLE, HEAD, ("内科", "临床服务类", "约500", 900), ("外科", "临床服务类", "", 900))

    assert [one.number("income") for one in records(reading)] == [None, None]
    assert [one.unread for one in records(reading)] == [frozenset({"income"}), frozenset()]


def test_a_table_without_all_its_columns_is_named_with_what_it_lacks(read: Read):
    reading = read(
        ("科室收支表",), ("2025年3月",), ("科室", "科室类别", "科室收入", "门急诊人次"), ("内科", "临床服务类", 5, 9)
    )

    (told,) = reading.findings
    assert (told.rule, told.facts["table"].zh, told.facts["columns"].zh) == ("K09", "科室收支表", "直接成本合计")
    assert "departments" not in reading.registers.by_id


def test_a_sheet_with_heads_of_no_table_is_not_taken_for_one(read: Read):
    assert "K09" not in rules(read(("科室", "床号", "姓名"), ("内科", 5, 9)))


@pytest.mark.parametrize(
    ("title", "heads", "ages"),
    [("应收账款账龄", ("欠款单位", "1年以内（含1年）", "1-2年", "2-3年", "3年以上", "合计"), "under_1_year"),
     ("Ageing of receivables", ("Customer", "Within 1 year", "1 to 2 years", "2-3 years", "Over 3 years", "Total"), "under_1_year"),
     ("应付账款账龄", ("供应商", "1年以内", "1年以上", "合计"), "due_under_1_year")],
    ids=["notes", "in English", "payables"],
)  # fmt: skip
def test_ages_by_years_are_read_as_what_they_are(read: Read, title: str, heads: tuple[str, ...], ages: str):
    reading = read((title,), ("2025-12-31",), heads, ("甲", *[25] * (len(heads) - 2), 25 * (len(heads) - 2)))

    (one,) = [one for register in reading.registers.by_id.values() for one in register.records]
    assert (one.number(ages), rules(reading)) == (25.0, [])
    assert not {"within_3_months", "due_within_3_months"} & one.cells.keys()


@pytest.mark.parametrize("title", ["应付账款账龄", "其他应收款账龄", "预付账款账龄", "Ageing of other receivables"])
def test_ages_of_what_a_title_calls_otherwise_are_no_medical_receivables(read: Read, title: str):
    heads = ("单位名称", "3个月以内", "3-6个月", "6个月-1年", "1-2年", "合计")
    assert not records(read((title,), ("2025-12-31",), heads, ("甲", 1, 2, 3, 4, 10)), "receivables_ageing")


def ageing(
    *bands: str, title: str = "Aging of patient accounts receivable as of September 30, 2025"
) -> list[tuple[object, ...]]:
    """A table of receivables in which each age has ten times the amount of the one before."""
    amounts = tuple(10.0**at for at in range(len(bands)))
    return [(title,), ("Payer", *bands, "Total"), ("Medicare", *amounts, sum(amounts))]


@pytest.mark.parametrize(
    ("bands", "known", "left"),
    [
        (("0-30 days", "31-60 days", "61-90 days", "91-120 days", "121-180 days", "Over 180 days"),
         {"within_3_months": 111, "within_6_months": 11_000}, ["Over 180 days"]),
        (("Current", "31-60", "61-90", "91-120", "Over 120"), {"within_3_months": 111}, ["91-120", "Over 120"]),
        (("Current", "1-30", "31-60", "61-90", "91+"), {"within_3_months": 1111}, ["91+"]),
        (("<30 days", "30-60 days", "60-90 days", ">90 days"), {"within_3_months": 111}, [">90 days"]),
        (("0-1 months", "1-2 months", "2-3 months", "3-6 months", "6-12 months", "1-2 years"),
         {"within_3_months": 111, "within_6_months": 1000, "within_1_year": 10_000, "within_2_years": 100_000}, []),
    ],
)  # fmt: skip
def test_finer_ages_add_up_to_those_of_the_table_and_others_are_told(
    read: Read, bands: tuple[str, ...], known: dict[str, float], left: list[str]
):
    reading = read(*ageing(*bands))
    (record,) = records(reading, "receivables_ageing")

    owed = record.cells["owed"]
    assert {name: value for name, value in record.cells.items() if name not in {"payer", "owed"}} == known
    assert owed == sum(10.0**at for at in range(len(bands)))
    assert [one.facts["head"] for one in reading.findings if one.rule == "W81"] == left
    assert record.place("within_3_months").cell == "B3"


@pytest.mark.parametrize(
    "bands", [("0-60", "61-120", "Over 120"), ("0-30", "61-90", "Over 90"), ("31-60", "61-90", "Over 90")]
)
def test_ages_that_leave_days_out_or_run_over_add_up_to_none(read: Read, bands: tuple[str, ...]):
    reading = read(*ageing(*bands))

    assert records(reading, "receivables_ageing") == ()
    assert "K09" in rules(reading)


def test_a_blank_among_finer_ages_is_nothing_and_what_is_no_number_leaves_the_sum_out(read: Read):
    head, *_ = rows = ageing("0-30", "31-60", "61-90")
    reading = read(head, rows[1], ("Medicare", 5.0, "", 7.0, 12.0), ("Medicaid", 5.0, "x", 7.0, 12.0))

    assert [one.cells.get("within_3_months") for one in records(reading, "receivables_ageing")] == [12.0, None]
    assert "K04" in rules(reading)
