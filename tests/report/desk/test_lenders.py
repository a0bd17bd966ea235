"""Who carries what the hospital spends: loans, suppliers or others, by the balances that grew."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.analysis.answer import Figure
from reportgen.analysis.comparison.cash_bridge import CashBridge, CashStep
from reportgen.report.desk import causes
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
