"""The statements of movements over a year: net assets and cash."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.renhe.figures import ZERO, fen
from scripts.renhe.statements import balance_sheet, income_statement, total

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from scripts.renhe.books import Books
    from scripts.renhe.ledger import Flows
    from scripts.renhe.months import Month
    from scripts.renhe.statements import Column


def net_asset_changes(books: Books, last: Month) -> Column:
    """The statement of changes in net assets, the half of one year."""
    flows = books.flows(last.of_year())
    memo, opening = flows.memo, balance_sheet(books.balances(last.of_year()[0].previous()))
    columns = {"accumulated": "accumulated_surplus", "special": "special_funds", "equity": "equity_method_adjustment"}
    start = {name: opening[item] or ZERO for name, item in columns.items()}
    returned = flows.budget["bco_fiscal_transfer_out"]
    adjusted = fen(books.assumed.year("funding.equity_adjustment", last.year))
    rows: dict[str, dict[str, Decimal]] = {
        "na_prior_adjust": {"accumulated": ZERO},
        "na_surplus": {"accumulated": income_statement(flows, books)["period_surplus"] or ZERO},
        "na_transfer": {"accumulated": ZERO},
        "na_carryover_adjust": {"accumulated": -returned},
        "na_fund_from_income": {"special": memo["fund_from_income"]},
        "na_fund_from_surplus": {"accumulated": -memo["fund_from_surplus"], "special": memo["fund_from_surplus"]},
        "na_fund_other": {"special": ZERO},
        "na_fund_used": {
            "accumulated": memo["fund_capitalised"], "special": -memo["fund_used"] - memo["fund_capitalised"],
        },
        "na_equity_method": {"equity": adjusted},
    }  # fmt: skip
    rows["na_fund_set"] = _added(rows, "na_fund_from_income", "na_fund_from_surplus", "na_fund_other")
    moves = ("na_surplus", "na_transfer", "na_carryover_adjust", "na_fund_set", "na_fund_used", "na_equity_method")
    rows["na_change"] = _added(rows, *moves)
    rows["na_prior_close"] = rows["na_open"] = start
    rows["na_close"] = _added(rows, "na_open", "na_change")
    return _flat(rows)


def _added(rows: Mapping[str, Mapping[str, Decimal]], *names: str) -> dict[str, Decimal]:
    return {
        column: sum((rows[name].get(column, ZERO) for name in names), ZERO)
        for column in ("accumulated", "special", "equity")
    }


def _flat(rows: Mapping[str, Mapping[str, Decimal]]) -> Column:
    column: Column = {}
    for row, cells in rows.items():
        column |= {f"{row}__{name}": amount for name, amount in cells.items()}
        column[f"{row}__total"] = sum(cells.values(), ZERO)
    return column


INFLOWS = {
    "operating_cash_inflow": (
        "cf_op_fiscal_basic", "cf_op_fiscal_noncapital_project", "cf_op_business_receipts", "cf_op_other_receipts",
    ),
    "investing_cash_inflow": (
        "cf_inv_recovered", "cf_inv_income_received", "cf_inv_asset_disposal", "cf_inv_other_receipts",
    ),
    "financing_cash_inflow": ("cf_fin_fiscal_capital", "cf_fin_loans_received", "cf_fin_other_receipts"),
}  # fmt: skip
OUTFLOWS = {
    "operating_cash_outflow": ("cf_op_goods_services_paid", "cf_op_staff_paid", "taxes_paid", "cf_op_other_paid"),
    "investing_cash_outflow": (
        "capital_expenditure_cash", "cf_inv_investments_paid", "cf_inv_disposal_remitted", "cf_inv_other_paid",
    ),
    "financing_cash_outflow": ("cf_fin_loans_repaid", "cf_fin_interest_paid", "cf_fin_other_paid"),
}  # fmt: skip


def cash_flow(flows: Flows) -> Column:
    """The cash-flow statement, one column."""
    column: dict[str, Decimal] = {"cf_fx_effect": ZERO}
    for subtotal, lines in {**INFLOWS, **OUTFLOWS}.items():
        column |= {line: flows.cash[line] for line in lines}
        column[subtotal] = total(column, *lines)
    for kind in ("operating", "investing", "financing"):
        column[f"net_{kind}_cash_flow"] = column[f"{kind}_cash_inflow"] - column[f"{kind}_cash_outflow"]
    column["cf_net_increase"] = sum((v for k, v in column.items() if k.startswith("net_")), ZERO)
    return dict(column)
