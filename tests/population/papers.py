"""Statements as hospitals keep them that follow no form of 2019: American ones, and forms of the rules of 2012."""

from __future__ import annotations

import calendar
import csv
import io
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from openpyxl import Workbook

from reportgen.catalog import load_catalog
from scripts import small_workbooks as small

Books = Mapping[int, Mapping[str, float]]
"""Figures by year, in dollars."""
UNITS: Final = {
    "(in thousands of dollars)": 1e3,
    "(Dollars in thousands)": 1e3,
    "(in dollars)": 1.0,
    "(In millions)": 1e6,
}
ENDS: Final = {7: "June 30", 10: "September 30", 1: "December 31"}
"""The first month of a fiscal year, and its last day in words."""
POSITION: Final = (
    ("ASSETS", ""), ("Cash and cash equivalents", "cash_and_bank"), ("Patient accounts receivable, net", "accounts_receivable_net"),
    ("Inventories", "inventories"), ("Total current assets", "current_assets"), ("Property, plant and equipment, net", "fixed_assets_net"),
    ("Total assets", "total_assets"), ("LIABILITIES AND NET ASSETS", ""), ("Total current liabilities", "current_liabilities"),
    ("Total liabilities", "total_liabilities"), ("Net assets", "net_assets"),
    ("Total liabilities and net assets", "liabilities_and_net_assets_total"),
)  # fmt: skip
OPERATIONS: Final = (
    ("REVENUE", ""), ("Net patient service revenue", "medical_income"), ("Total operating revenue", "total_income"),
    ("EXPENSES", ""), ("Total operating expenses", "total_expense"), ("Excess (deficit) of revenues over expenses", "period_surplus"),
)  # fmt: skip
ENDED: Final = ("Year ended {end}, {year}", "FY{year}", "{end}, {year}", "{year}")
OLD_FORMS: Final = {"会医01": ("期末余额", "年初余额"), "会医02": ("本年累计数",), "会医02附01": ("本年累计数",)}


def american(chance: random.Random, folder: Path, years: Books, start: int) -> Iterator[str]:
    """Two statements with labels in column A and years across, as CSV or as a workbook; gives what was drawn, in words."""
    unit, heads, suffix = chance.choice(list(UNITS)), chance.choice(ENDED), chance.choice(("csv", "xlsx"))
    for title, lines in (
        ("Consolidated Balance Sheets", POSITION),
        ("Consolidated Statements of Operations", OPERATIONS),
    ):
        across = sorted(years, reverse=True)
        head = ["", *(heads.format(year=year, end=ENDS[start]) for year in across)]
        rows: list[list[Any]] = [[title], [unit], head]
        rows += [[label, *(_amount(years[year].get(item), UNITS[unit]) for year in across)] for label, item in lines]
        _written(folder / "data" / f"{title.split()[-1].lower()}.{suffix}", rows)
    yield from (unit, head[1], suffix)


Month = tuple[int, int]
"""A year and a month of the calendar."""
LONG: Final = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
               "November", "December")  # fmt: skip
COUNTED: Final = ("One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def american_months(
    chance: random.Random, folder: Path, books: Mapping[Month, Mapping[str, float]], start: int
) -> Iterator[str]:
    """The same statements of months: side by side, or a workbook a month with the year to date beside the month."""
    unit = chance.choice(list(UNITS))
    style = chance.choice(("across", "across", "words", "named", "ended"))
    if style == "across":
        head = chance.choice(("{short}-{brief}", "{long} {year}", "{long} {day}, {year}"))
        _across(folder / "data", books, unit, head)
    else:
        _packs(folder / "data", books, (unit, start, style))
    yield from (unit, style)


def _across(folder: Path, books: Mapping[Month, Mapping[str, float]], unit: str, head: str) -> None:
    for title, lines in (("Balance Sheets", POSITION), ("Statements of Operations", OPERATIONS)):
        rows: list[list[Any]] = [[title], [unit], ["", *(_called(head, month) for month in books)]]
        rows += [[label, *(_amount(one.get(item), UNITS[unit]) for one in books.values())] for label, item in lines]
        _written(folder / f"{title.split()[-1].lower()}.xlsx", rows)


def _packs(folder: Path, books: Mapping[Month, Mapping[str, float]], how: tuple[str, int, str]) -> None:
    unit, start, style = how
    so_far: dict[str, float] = {}
    for month, figures in books.items():
        number = (month[1] - start) % 12
        so_far = {item: figures[item] + (so_far[item] if number else 0.0) for _, item in OPERATIONS if item}
        day = _called("{long} {day}, {year}", month)
        heads: list[list[Any]] = {
            "words": [[f"For the month and year to date ended {day}"], ["", "Current Month", "Year to Date"]],
            "named": [["", _called("{short} {year}", month), _called("YTD {short} {year}", month)]],
            "ended": [["", "Month ended", f"{COUNTED[number]} month{'s' if number else ''} ended"], ["", day, day]],
        }[style]
        amounts = [
            [label, *(_amount(one.get(item), UNITS[unit]) for one in (figures, so_far))] for label, item in OPERATIONS
        ]
        name = f"{month[0]}-{month[1]:02}"
        _written(folder / name / "operations.xlsx", [["Statement of Operations"], [unit], *heads, *amounts])
        position = [[label, _amount(figures.get(item), UNITS[unit])] for label, item in POSITION]
        _written(folder / name / "position.xlsx", [["Balance Sheet"], [unit], ["", day], *position])


def _called(head: str, month: Month) -> str:
    year, number = month
    name = LONG[number - 1]
    day = calendar.monthrange(year, number)[1]
    return head.format(short=name[:3], long=name, year=year, brief=year % 100, day=day)


def _amount(value: float | None, factor: float) -> float | None:
    return None if value is None else round(value / factor, 2)


def _written(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".xlsx":
        book = Workbook()
        for row in rows:
            book.worksheets[0].append(list(row))
        book.save(path)
        return
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([_printed(cell) for cell in row] for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8")


def _printed(cell: Any) -> str:
    """As accountants print an amount: thousands parted, what is negative in brackets, a dash for nothing."""
    if not isinstance(cell, float):
        return "" if cell is None else str(cell)
    if cell == 0:
        return "-"
    return f"({-cell:,.2f})" if cell < 0 else f"{cell:,.2f}"


def of_2012(chance: random.Random, folder: Path, name: str, years: Sequence[int]) -> Iterator[str]:
    """A workbook a year of the forms of the rules of 2012; what a hospital does not have is left blank."""
    catalog = load_catalog()
    unit, size = chance.choice(("元", "万元")), chance.uniform(3e6, 2e9)
    without = {part for part in ("loans", "herbs", "projects", "construction") if chance.random() < 0.5}
    before: dict[str, int] = {}
    for year in (years[0] - 1, *years):
        size *= chance.uniform(0.98, 1.1)
        made = _of_a_year(chance, size, before, without)
        if year in years:
            sheets = {}
            for code, heads in OLD_FORMS.items():
                date = f"{year}年12月31日" if code == "会医01" else f"{year}年度"
                columns = [
                    {item: fen / (100 if unit == "元" else 1_000_000) for item, fen in one.items() if fen}
                    for one in (made, before)[: len(heads)]
                ]
                title = catalog.forms[code].title.zh
                sheets[title] = small.sheet(code, date, heads, columns, entity=name, unit=unit, catalog=catalog)
            small.write(folder / "data" / f"{year}年度决算（终稿）.xlsx", sheets)
        before = made
    yield from (unit, *sorted(without))


def _of_a_year(chance: random.Random, size: float, before: Mapping[str, int], without: set[str]) -> dict[str, int]:
    """The figures of the three forms in fen; every sum ties, and the funds take up the balance of the year."""

    def of(share: float) -> int:
        return round(size * share * chance.uniform(0.9, 1.1)) * 100

    made: dict[str, int] = {}
    for side, share in (("op", 0.42), ("ip", 0.58)):
        for kind in (
            "consultation",
            "examination",
            "laboratory",
            "treatment",
            "surgery",
            "consumables",
            "drug_western",
        ):
            made[f"{side}_{kind}_income"] = of(share / 8)
        made[f"{side}_drug_herbal_income"] = 0 if "herbs" in without else of(share / 90)
        made[f"{side}_other_income"] = of(share / 20)
    for side, named in (("op", "outpatient"), ("ip", "inpatient")):
        made[f"{named}_drug_income"] = sum(made[f"{side}_drug_{kind}_income"] for kind in ("western", "herbal"))
        made[f"{named}_income"] = made[f"{named}_drug_income"] + sum(
            value for item, value in made.items() if item.startswith(side) and "drug" not in item
        )
    made["medical_income"] = made["outpatient_income"] + made["inpatient_income"]
    natures = {
        "personnel": 0.36,
        "consumables": 0.2,
        "drugs": 0.29,
        "depreciation": 0.06,
        "amortisation": 0.002,
        "other": 0.1,
    }
    made |= {f"medical_cost_{nature}_2012": of(share) for nature, share in natures.items()}
    cost = made["medical_cost_2012"] = sum(made[f"medical_cost_{nature}_2012"] for nature in natures)
    made["admin_expense_2012"] = cost // 9
    made["medical_business_cost_2012"] = cost - made["admin_expense_2012"]
    made["medical_technology_cost_2012"] = made["medical_business_cost_2012"] // 3
    made["clinical_service_cost_2012"] = made["medical_business_cost_2012"] - made["medical_technology_cost_2012"]
    made["fiscal_basic_subsidy_2012"] = of(0.05)
    made["other_income_2012"], made["other_expense_2012"] = of(0.01), of(0.008)
    made["medical_balance_2012"] = made["medical_income"] + made["fiscal_basic_subsidy_2012"] - cost
    period = made["medical_balance_2012"] + made["other_income_2012"] - made["other_expense_2012"]
    made["period_balance_2012"] = made["balance_to_allocate_2012"] = period
    made["close_unrecovered_loss_2012" if period < 0 else "to_business_fund_2012"] = abs(period)
    if "projects" not in without:
        made["fiscal_project_subsidy_2012"] = made["fiscal_project_expense_2012"] = of(0.02)
    return made | _position(of, made, before, without)


def _position(
    of: Callable[[float], int], flows: Mapping[str, int], before: Mapping[str, int], without: set[str]
) -> dict[str, int]:
    made = {
        "ar_medical": of(0.1), "other_receivables_gross": of(0.02), "bad_debt_allowance": of(0.004), "inventories": of(0.05),
        "fixed_assets_cost": of(0.9), "fixed_assets_accum_depr": of(0.3), "accounts_payable": of(0.17), "advances_medical": of(0.03),
        "employee_compensation_payable": of(0.02), "special_funds": of(0.1),
        "long_term_loans": 0 if "loans" in without else of(0.1),
        "construction_in_progress": 0 if "construction" in without else of(0.07),
    }  # fmt: skip
    made["fixed_assets_net"] = made["fixed_assets_cost"] - made["fixed_assets_accum_depr"]
    made["non_current_assets"] = made["fixed_assets_net"] + made["construction_in_progress"]
    made["current_liabilities"] = sum(
        made[item] for item in ("accounts_payable", "advances_medical", "employee_compensation_payable")
    )
    made["non_current_liabilities"] = made["long_term_loans"]
    made["total_liabilities"] = made["current_liabilities"] + made["non_current_liabilities"]
    fund = before.get("business_fund", of(0.8)) + max(flows["period_balance_2012"], 0)
    loss = max(-flows["period_balance_2012"], 0)
    made |= {"business_fund": fund, "unrecovered_loss": -loss, "net_assets": fund + made["special_funds"] - loss}
    made["total_assets"] = made["liabilities_and_net_assets_total"] = made["total_liabilities"] + made["net_assets"]
    made["current_assets"] = made["total_assets"] - made["non_current_assets"]
    others = made["ar_medical"] + made["other_receivables_gross"] - made["bad_debt_allowance"] + made["inventories"]
    return made | {"cash_and_bank": made["current_assets"] - others}
