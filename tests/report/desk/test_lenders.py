"""Who carries what the hospital spends: loans, suppliers or others, by the balances that grew."""

from __future__ import annotations

from typing import Any

import pytest

from reportgen.analysis.answer import Figure
from reportgen.analysis.comparison.cash_bridge import CashBridge, CashStep, Funding
from reportgen.analysis.comparison.common_size import Movement
from reportgen.report.desk import causes
from reportgen.report.desk.context import HospitalContext


@pytest.mark.parametrize(
    ("balances", "words"),
    [
        (("short_term_loans",), "loans"),
        (("payables_and_accruals",), "payables"),
        (("long_term_loans", "accounts_payable"), "loans and payables"),
        (("employee_compensation_payable",), "other payables and advances"),
        (("long_term_payables",), "other payables and advances"),
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
    keys = [
        f"story.{kind}.{key}" for kind in ("cause", "spent") for key in ("owed", "partly", "own", "whole", "covered")
    ]
    said = " ".join(f"{words[key].zh} {words[key].en}" for key in (*keys, "story.headline.collected"))

    assert not {one for one in ("垫付", "自有", "carry", "own money") if one in said}


LENT = (CashStep("long_term_loans", Figure(60.0)),)
PARTLY = (CashStep("long_term_loans", Figure(40.0)),)


@pytest.mark.parametrize(
    ("used", "sources", "grown", "said"),
    [
        (50.0, (CashStep("long_term_loans", Figure(50.0)),), LENT, "over the same time loans grew by more than that"),
        (80.0, PARTLY, LENT, "over the same time loans grew by 75% of it"),  # own flows covered the rest
        (80.0, PARTLY, PARTLY, "over the same time loans grew by 50% of it"),
        (80.0, (), LENT, "which own flows covered; loans grew all the same"),
        (80.0, (), (), "no debt of the same term grew over that time"),
    ],
)
def test_what_debts_grew_by_is_said_as_the_balance_sheet_has_it(
    materials: Any, monkeypatch: pytest.MonkeyPatch, used: float, sources: Any, grown: Any, said: str
) -> None:
    context = HospitalContext.of(materials("renhe", "2025"), "en")
    use = Funding(Movement("works", Figure(used * 1e6)), (), _millions(sources), 0.0, _millions(grown))
    monkeypatch.setattr(causes, "funding", lambda _: use)

    told = [one.words.en for one in causes.causes(context) if one.id == "funds"]

    assert len(told) == 1
    assert said in told[0]


def _millions(steps: tuple[CashStep, ...]) -> tuple[CashStep, ...]:
    return tuple(CashStep(one.id, Figure(1e6 * (one.amount.value or 0.0))) for one in steps)
