"""An amount that hardly moved is no headline, however large the rate is at which it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.cases import case
from reportgen.report.desk.brief import cash_page, causes, happened
from reportgen.report.desk.context import HospitalContext
from reportgen.report.desk.documents.furniture import key_figures
from reportgen.report.desk.tables.figures import variance_cell
from reportgen.report.sections.verdict import flash

FLOWS = {
    "total_income@2025": 10e6, "total_income@2024": 9.9e6, "total_expense@2025": 9_999_900.0, "total_expense@2024": 9_899_700.0,
    "period_surplus@2025": 100.0, "period_surplus@2024": 300.0,
}  # fmt: skip


def hospital(folder: Path, cash: float, opening: float, flows: dict[str, float]) -> HospitalContext:
    whole = {
        "cash_and_bank": cash, "accounts_receivable_net": 3e6, "total_assets": 3e6 + cash,
        "net_assets": 3e6 + cash, "liabilities_and_net_assets_total": 3e6 + cash,
    }  # fmt: skip
    cells = {f"{item}@2025": value for item, value in whole.items()}
    cells |= {f"{item}@2025:open": value + (opening - cash) * (item != "accounts_receivable_net")
              for item, value in whole.items()}  # fmt: skip
    return HospitalContext.of(case(folder, cells | flows, "2025").material, "en")


@pytest.mark.parametrize(
    ("cash", "opening", "said"),
    [
        (300.0, 500.0, "Cash of ¥300.00"),
        (1_000_000.0, 1_000_200.0, "Cash of ¥1.0 m, about as at the start of the year"),
        (1_000_000.0, 2_000_000.0, "Cash fell ¥1.0 m since the start of the year, to ¥1.0 m"),
    ],
)
def test_cash_that_hardly_moved_did_not_fall(tmp_path: Path, cash: float, opening: float, said: str) -> None:
    page = cash_page.by_itself(hospital(tmp_path, cash, opening, FLOWS))

    assert page is not None
    assert page.headline is not None
    assert page.headline.en == said


def test_a_surplus_of_a_trace_of_income_has_no_rate(tmp_path: Path) -> None:
    """It fell 66.7 %: from 300 to 100 of ten million."""
    context = hospital(tmp_path, 3e6, 2e6, FLOWS)

    assert "%" not in causes.headline(context).en
    assert "the surplus is" in happened.happened(context)[0].en

    (tmp_path / "more").mkdir()
    whole = hospital(tmp_path / "more", 3e6, 2e6, FLOWS | {"period_surplus@2025": 1e6, "period_surplus@2024": 3e6})
    assert "66.7%" in causes.headline(whole).en


@pytest.mark.parametrize(
    ("before", "printed", "sense"), [(9_999_900.0, "0.0%", 0), (9.9e6, "+1.0%", 1), (11e6, "−9.1%", -1)]
)
def test_what_prints_as_no_change_is_neither_better_nor_worse(tmp_path: Path, before: float, printed: str, sense: int):
    """It stood in the colour of the better side beside 0.0%."""
    flows = FLOWS | {"total_income@2024": before}
    context = hospital(tmp_path, 3e6, 2e6, flows)
    on_page_1 = {one.name.en: one.comparisons for one in key_figures(context)}
    in_the_flash = {row.name.en: row for row in flash.page(context).tables[0].rows}

    assert [(one.printed, one.sense) for one in on_page_1["Income"]] == [(printed, sense)]
    assert (in_the_flash["Income"].change, in_the_flash["Income"].sense) == (printed, sense)


def test_a_distance_to_the_budget_that_prints_as_nothing_is_neither_better_nor_worse(tmp_path: Path):
    context = hospital(tmp_path, 3e6, 2e6, FLOWS)
    senses = {amount: variance_cell(context, "income", amount, 1e6, -1) for amount in (-9e4, -20.0, 0.0, 9e4)}

    assert {amount: cell.sense for amount, cell in senses.items() if cell} == {
        -9e4: "fav",
        -20.0: "",
        0.0: "",
        9e4: "unfav",
    }
