"""Who carries what the hospital spends: loans, suppliers or others, by the balances that grew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reportgen import pipeline
from reportgen.analysis.answer import Figure
from reportgen.analysis.comparison.cash_bridge import CashBridge, CashStep
from reportgen.report.desk.brief import causes
from reportgen.report.desk.context import HospitalContext


@pytest.mark.parametrize(
    ("balances", "words"),
    [
        (("short_term_loans",), "loans"),
        (("payables_and_accruals",), "payables"),
        (("long_term_loans", "accounts_payable"), "loans and payables"),
        (("employee_compensation_payable",), "employee benefits payable"),
        (("long_term_payables",), "long-term payables"),
        (("other_claims",), "other liabilities"),
        (("other_claims", "advances_received"), "other liabilities"),
        (("employee_compensation_payable", "advances_received"), "employee benefits payable and others"),
        (("accounts_payable", "advances_received"), "payables and others"),
        (("short_term_loans", "accounts_payable", "advances_received"), "loans, payables and others"),
    ],
)
def test_only_those_are_named_whose_balances_grew(materials: Any, balances: tuple[str, ...], words: str) -> None:
    context = HospitalContext.of(materials("renhe", "2025"), "en")
    steps = tuple(CashStep(one, Figure(1.0)) for one in balances)

    assert causes.lenders(context, CashBridge(Figure(1.0), Figure(2.0), (), steps, None)).en == words


def test_what_is_said_of_them_is_what_the_balances_prove(materials: Any) -> None:
    """That a debt grew over the same time, not that it paid: no figure tells what money was spent on."""
    words = materials("renhe", "2025").catalog.words
    keys = [f"story.{kind}.{key}" for kind in ("cause", "spent") for key in ("owed", "partly", "own")]
    said = " ".join(f"{words[key].zh} {words[key].en}" for key in (*keys, "story.headline.collected"))

    assert not {one for one in ("垫付", "自有", "carry", "own money", "same term") if one in said}


BALANCES = {
    "cash_and_bank": (90, 40), "current_assets": (90, 40), "fixed_assets_net": (110, 180), "non_current_assets": (110, 180),
    "total_assets": (200, 220), "current_liabilities": (20, 62), "non_current_liabilities": (41, 8),
    "total_liabilities": (61, 70), "net_assets": (139, 150), "liabilities_and_net_assets_total": (200, 220),
    "total_income": (145, 157), "total_expense": (138, 150), "period_surplus": (7, 7),
}  # fmt: skip


@pytest.mark.parametrize(
    ("more", "zh", "en"),
    [
        ({}, "；同期负债合计增加", "over the same time total liabilities grew by"),
        ({"total_liabilities": (61, 51), "net_assets": (139, 169), "non_current_liabilities": (41, -11)},
         "；负债合计同期没有增加。", "total liabilities did not grow over that time."),
        ({"current_liabilities": (49, 43), "non_current_liabilities": (12, 27)},
         "；同期非流动负债增加1,500万元，流动负债减少600万元。",
         "; over the same time non-current liabilities grew by ¥15.0 m and current ones fell by ¥6.0 m."),
        ({"accounts_payable": (15, 14), "long_term_loans": (41, 8)},
         "；同期其他负债增加", "over the same time other liabilities grew by"),
        ({"accounts_payable": (20, 15), "long_term_loans": (41, 8), "current_liabilities": (20, 15),
          "non_current_liabilities": (41, 8), "total_liabilities": (61, 23), "net_assets": (139, 197)},
         "；长期借款、应付账款同期没有增加。", "; long-term loans and trade payables did not grow over that time."),
    ],
    ids=["no line of debts", "debts put off", "no line and no growth", "some lines", "some lines and no more"],
)  # fmt: skip
def test_of_debts_that_nobody_told_nothing_is_said(
    tmp_path: Path, more: dict[str, tuple[float, float]], zh: str, en: str
) -> None:
    """A balance sheet without a line of loans or payables was said to show that none of them grew, while debts rose."""
    rows = [f"{year},{item},{value}000000" for item, pair in (BALANCES | more).items()
            for year, value in zip((2024, 2025), pair, strict=True)]  # fmt: skip
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("entity: {id: k, name: {zh: 康宁, en: K}}\nscheme: none\n", encoding="utf-8")
    (tmp_path / "data" / "a.csv").write_text("\n".join(["period,item,value", *rows]), encoding="utf-8")
    context = HospitalContext.of(pipeline.evaluate(pipeline.check(tmp_path)), "zh-en")

    (words,) = (one.words for one in causes.causes(context) if one.id == "funds")

    assert zh in words.zh
    assert en in words.en


def test_stock_that_holds_money_is_not_said_to_hold_more_growth(tmp_path: Path) -> None:
    """'存货增加多占4,246万元' was said of stock."""
    more = {"inventories": (10, 60), "current_assets": (90, 140), "fixed_assets_net": (110, 80), "non_current_assets": (110, 80),
            "cash_and_bank": (80, 80)}  # fmt: skip
    rows = [f"{year},{item},{value}000000" for item, pair in (BALANCES | more).items()
            for year, value in zip((2024, 2025), pair, strict=True)]  # fmt: skip
    (tmp_path / "data").mkdir()
    (tmp_path / "case.yaml").write_text("entity: {id: k, name: {zh: 康宁, en: K}}\nscheme: none\n", encoding="utf-8")
    (tmp_path / "data" / "a.csv").write_text("\n".join(["period,item,value", *rows]), encoding="utf-8")
    context = HospitalContext.of(pipeline.grounds(pipeline.check(tmp_path), report="board"), "zh-en")
    (one,) = (cause for cause in causes.causes(context) if cause.id == "funds")

    assert one.words.zh.startswith("存货多占5,000万元；")
    assert one.words.en.startswith("Inventories: ¥50.0 m more; ")
